"""A session's events about its voice and its device, and about what went wrong.

Pure: frozen values, as in `session.events`.
"""

from dataclasses import dataclass

from coach.cue.model import Chime, Spoken
from coach.errors import Place
from coach.time.units import Samples, Seconds


@dataclass(frozen=True, slots=True)
class VoiceSlow:
    """Nothing sounds because lines are still being made. Told once."""

    position: Samples


@dataclass(frozen=True, slots=True)
class DeviceNamed:
    """The session plays to this device from now on."""

    position: Samples
    name: str


@dataclass(frozen=True, slots=True)
class DeviceLost:
    """No sound device can be reached; the session goes on in writing."""

    position: Samples


@dataclass(frozen=True, slots=True)
class LineFailed:
    """A line could not be spoken, and goes on in writing. Each reason is told once."""

    position: Samples
    cue: Spoken
    reason: str


@dataclass(frozen=True, slots=True)
class CueTooLong:
    """A cue does not fit its beat and is left out. `place` is its step's place in the routine's file."""

    position: Samples
    cue: Spoken | Chime
    length: Seconds
    room: Seconds
    place: Place | None


Trouble = DeviceLost | LineFailed | CueTooLong
"""Something went wrong, and the session went on."""
