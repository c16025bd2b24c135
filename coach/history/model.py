"""What the history tells about past sessions, as frozen values.

Pure. Moments are aware `datetime`s in UTC; `day` is the date where the person was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from coach.time.units import Seconds


@dataclass(frozen=True, slots=True)
class StepRecord:
    """One step as it was done: `worked` is how much of `planned` was really done."""

    step: int
    title: str
    exercise: str
    worked: Seconds
    planned: Seconds
    skipped: bool
    way: str


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One session. `resume_at` is the step at which it would go on.

    `elsewhere` marks a session that was done without coach and entered by hand: it has a day
    but no steps. `planned` is the number of its steps, or 0 where that is not known.
    """

    id: int
    routine: str
    name: str
    began: datetime
    day: date
    ended: datetime | None
    finished: bool
    elsewhere: bool
    planned: int
    resume_at: int
    answers: Mapping[str, int]
    steps: tuple[StepRecord, ...]

    @property
    def worked(self) -> Seconds:
        """The time really spent in the work of its steps."""
        return Seconds(sum(step.worked for step in self.steps))


@dataclass(frozen=True, slots=True)
class Exported:
    """An event as it was last exported to calendars.

    `slot` says which of the reminder's events it is. `first` and `last` are its first and last moments,
    naive where it has no zone; `last` is `None` where it comes for ever. `content` changes whenever
    the reminder says something else, and `changed` is the moment at which that was first seen.
    """

    uid: str
    reminder: str
    slot: str
    title: str
    first: datetime
    last: datetime | None
    sequence: int
    content: str
    changed: datetime
    cancelled: bool = False
