"""A session's replies to the listener's commands: that a command was done, or why not.

Pure: frozen values, as in `session.events`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.cue.model import Refusal
from coach.time.units import Samples

if TYPE_CHECKING:
    # The history reads events, and needs no plan for it.
    from coach.routine.plan.plan import Difficulty


@dataclass(frozen=True, slots=True)
class AnswerRejected:
    """The answer is not a whole number from `low` to `high`; the question stays open."""

    position: Samples
    name: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class VolumeSet:
    """The volume has this level now, of 100; the sound is no longer muted."""

    position: Samples
    level: int


@dataclass(frozen=True, slots=True)
class MuteSet:
    """The sound is off, or on again at the volume from before."""

    position: Samples
    muted: bool


@dataclass(frozen=True, slots=True)
class WaySet:
    """The step's exercise is done in this way from now on, also when it comes again."""

    position: Samples
    step: int
    way: "Difficulty"


@dataclass(frozen=True, slots=True)
class MoreAdded:
    """The step has a little more of its dose; `times` is how often that was asked for."""

    position: Samples
    step: int
    times: int


@dataclass(frozen=True, slots=True)
class WaitSet:
    """The next step waits for a key, or no longer does."""

    position: Samples
    on: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """The listener's command is not done."""

    position: Samples
    reason: Refusal


Reply = AnswerRejected | VolumeSet | MuteSet | WaySet | MoreAdded | WaitSet | Refused
