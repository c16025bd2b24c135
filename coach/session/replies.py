"""What a session tells of what the listener asked for: that it was done, or why not.

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
    """What was entered is no whole number from `low` to `high`; the question stays open."""

    position: Samples
    name: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class VolumeSet:
    """It is so loud now, of 100; that ends being muted."""

    position: Samples
    level: int


@dataclass(frozen=True, slots=True)
class MuteSet:
    """The sound is off, or on again at the volume that it had."""

    position: Samples
    muted: bool


@dataclass(frozen=True, slots=True)
class WaySet:
    """The step's exercise is done in this way from here, and whenever it comes again."""

    position: Samples
    step: int
    way: "Difficulty"


@dataclass(frozen=True, slots=True)
class MoreAdded:
    """The step has a little more of its dose, for so many times now."""

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
    """What the listener asked for is not done."""

    position: Samples
    reason: Refusal


Reply = AnswerRejected | VolumeSet | MuteSet | WaySet | MoreAdded | WaitSet | Refused
