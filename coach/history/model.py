"""What the history tells about past sessions, as frozen values.

Pure. Moments are aware `datetime`s in UTC; `day` is the date where the person was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from coach.time.units import Seconds


@dataclass(frozen=True, slots=True)
class StepRecord:
    """One step as it went: `worked` is what was really done of `planned`."""

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

    `elsewhere` marks what was done without coach and entered by hand: it has a day
    but no steps. `planned` is how many steps it had, or 0 where nobody said.
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
    """An event as calendars were last given it.

    `slot` is which of the reminder's events it is. `first` and `last` are when it first and last
    comes, naive where it has no zone; no `last` for one that comes for ever. `content` is another
    whenever the reminder says something else, and `changed` is when that was first seen.
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
