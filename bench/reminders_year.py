"""A year of reminders in every zone: `python -m bench.reminders_year [--short]`.

A fake clock goes from each occurrence to the next, as the agent does, in every zone that
zoneinfo knows, through 2026, and through 2011, when Samoa left out a day; `--short` is 2026
alone. Another reckoning says when each must come: it never asks what moment a wall time is,
but looks at the zone's clock every six hours, and every minute where that clock did not go on
by six hours; a wall time comes when the clock first shows it or has passed over it.

Prints the zones, the occurrences, where the two disagree, and the days on which a clock leapt
or was turned back; exits 1 where they disagree, or above the bound.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from itertools import pairwise
from pathlib import Path
from timeit import default_timer as clock
from typing import Final, NamedTuple
from zoneinfo import TZPATH, ZoneInfo, available_timezones

from coach.reminder.model import Occurrence, Rule
from coach.reminder.recurrence import next_occurrence

BOUND_S: Final = 60.0
"""Seconds for a year."""
YEARS: Final = (2026, 2011)
LOOK: Final = timedelta(hours=6)
MINUTE: Final = timedelta(minutes=1)
SHOWN: Final = 4
"""Zones and disagreements that are named; the others are counted."""

WORKDAYS: Final = frozenset(range(5))
WEEKEND: Final = frozenset((5, 6))
RULES: Final = {
    "at telling times": Rule(
        (time(0), time(0, 30), time(1, 30), time(2), time(2, 30), time(3), time(23, 30))
    ),
    "mon-fri": Rule((time(0, 30), time(15)), WORKDAYS),
    "every 2 h at weekends": Rule(tuple(time(hour) for hour in range(9, 18, 2)), WEEKEND),
}

Next = Callable[[Rule, datetime, ZoneInfo], Occurrence | None]


class Look(NamedTuple):
    """A moment, and what the clock shows then."""

    moment: datetime
    wall: datetime


@dataclass(slots=True)
class Found:
    """What a year came to. `leaps` has the zones in which a clock went from one time to another."""

    zones: int = 0
    files: int = 0
    occurrences: int = 0
    wrong: list[str] = field(default_factory=list)
    leaps: dict[tuple[datetime, datetime], list[str]] = field(default_factory=lambda: defaultdict(list))


def main(words: Sequence[str] = ()) -> int:
    held = True
    for year in YEARS[:1] if "--short" in words else YEARS:
        start = clock()
        found = walked(year, available_timezones())
        took = clock() - start
        print("\n".join(told(year, found)))
        print(f"  {took:.1f} s (bound {BOUND_S:.0f})")
        held = held and not found.wrong and took <= BOUND_S
    return int(not held)


def walked(year: int, names: Iterable[str], coming: Next = next_occurrence) -> Found:
    """Go through a year in every zone, by both ways. `coming` is the one that is tried."""
    found = Found()
    for same in _by_file(names):
        zone, found.files, found.zones = ZoneInfo(same[0]), found.files + 1, found.zones + len(same)
        shown = list(_looks(year, zone))
        for before, after in pairwise(shown):
            if _leapt(before, after):
                found.leaps[before.wall + (after.moment - before.moment), after.wall] += same
        for label, rule in RULES.items():
            came, due = list(driven(rule, year, zone, coming)), list(reckoned(rule, shown))
            found.occurrences += len(came) * len(same)
            odd = sorted(set(came) ^ set(due)) if came != due else []
            found.wrong += [f"{name}, {label}: {each.wall}, {each.moment}" for each in odd for name in same]
    return found


def driven(rule: Rule, year: int, zone: ZoneInfo, coming: Next) -> Iterator[Occurrence]:
    """Yield a year's occurrences as the agent meets them: each is asked for when the last has come."""
    begin, end = _span(year)
    now = begin
    while (each := coming(rule, now, zone)) and each.moment <= end:
        yield each
        now = each.moment


def reckoned(rule: Rule, shown: Sequence[Look]) -> Iterator[Occurrence]:
    """Yield a year's occurrences from what the clock showed at each look."""
    wanted = _wanted(rule, shown[0].wall)
    coming = next(wanted)
    for before, after in pairwise(shown):
        if _leapt(before, after) and coming <= after.wall:
            yield Occurrence(after.moment, coming)
            while coming <= after.wall:
                coming = next(wanted)
        while coming <= after.wall:
            yield Occurrence(before.moment + (coming - before.wall), coming)
            coming = next(wanted)


def told(year: int, found: Found) -> Iterator[str]:
    """Yield what is printed of a year."""
    yield f"{year}: {found.zones} zones ({found.files} different), {found.occurrences:,} occurrences"
    yield f"  disagreements: {len(found.wrong)}"
    yield from (f"    {line}" for line in found.wrong[:SHOWN])
    for (was, became), names in sorted(found.leaps.items()):
        what = "gap" if became > was else "overlap"
        other = "" if became.date() == was.date() else f" of {became:%d %B}"
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        named = f"{', '.join(sorted(names)[:SHOWN])}{more}"
        yield f"  {was.date()} {what:7} {was:%H:%M} is {became:%H:%M}{other}: {named}"


def _span(year: int) -> tuple[datetime, datetime]:
    return datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)


def _looks(year: int, zone: ZoneInfo) -> Iterator[Look]:
    """Yield what the clock shows, look by look, and by the minute where it does not go on evenly."""
    begin, end = _span(year)
    before = Look(begin, _wall(begin, zone))
    yield before
    while before.moment < end:
        after = Look(before.moment + LOOK, _wall(before.moment + LOOK, zone))
        if _leapt(before, after):
            minutes = (before.moment + number * MINUTE for number in range(1, LOOK // MINUTE))
            yield from (Look(minute, _wall(minute, zone)) for minute in minutes)
        yield after
        before = after


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _leapt(before: Look, after: Look) -> timedelta:
    """Return how far the clock leapt forward; less than nought where it was turned back."""
    return (after.wall - before.wall) - (after.moment - before.moment)


def _wanted(rule: Rule, after: datetime) -> Iterator[datetime]:
    """Yield the wall times that the rule names, from one on, whether a clock ever shows them or not."""
    number = after.toordinal()
    while True:
        day = date.fromordinal(number)
        for each in rule.at:
            wall = datetime(day.year, day.month, day.day, each.hour, each.minute)
            if wall > after and day.isoweekday() - 1 in rule.days:
                yield wall
        number += 1


def _by_file(names: Iterable[str]) -> list[list[str]]:
    """Return the names in groups that are one and the same zone under several names."""
    same: dict[bytes, list[str]] = defaultdict(list)
    for name in sorted(names):
        same[_data(name)].append(name)
    return list(same.values())


def _data(name: str) -> bytes:
    """Return a zone's file, from where zoneinfo takes it."""
    for folder in TZPATH:
        path = Path(folder, name)
        if path.is_file():
            return path.read_bytes()
    return resources.files("tzdata.zoneinfo").joinpath(*name.split("/")).read_bytes()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
