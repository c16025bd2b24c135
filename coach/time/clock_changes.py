"""When a zone's clock is set forward or back.

Pure. For years to come, the table of zones has what governments have announced so far.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

_DAY: Final = timedelta(days=1)
_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class ZoneChange:
    """A moment, in UTC, and the offsets from UTC before and after it."""

    moment: datetime
    before: timedelta
    after: timedelta

    @property
    def wall_before(self) -> datetime:
        """What the clock would have shown, had it not been set."""
        return self.moment.replace(tzinfo=None) + self.before

    @property
    def wall_after(self) -> datetime:
        """What the clock shows instead. If that is later, the times between the two do not exist."""
        return self.moment.replace(tzinfo=None) + self.after


def changes(zone: tzinfo, begin: datetime, end: datetime) -> Iterator[ZoneChange]:
    """Yield the changes after one moment and up to another, in order. The moments are in UTC.

    A clock that is set forward and back within a day is not seen.
    """
    before = begin
    while before < end:
        after = min(before + _DAY, end)
        offset_before, offset_after = _offset(before, zone), _offset(after, zone)
        if offset_before != offset_after:
            yield ZoneChange(change_moment(before, after, zone), offset_before, offset_after)
        before = after


def change_moment(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """Return the moment between two, in UTC, at which the offset changes; to the second."""
    offset_before = _offset(before, zone)
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        if _offset(middle, zone) == offset_before:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _offset(moment: datetime, zone: tzinfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)
