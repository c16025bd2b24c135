"""A year of reminders in every zone: `python -m bench.reminders_year [--short]`.

A fake clock goes from each occurrence to the next, as the agent does, in every zone that
zoneinfo knows, through 2026, and through 2011, when Samoa left out a day; `--short` is 2026
alone. A second calculation says when each must come: it never turns a wall time into a moment,
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
class YearResult:
    """The result of a year. `leaps` has the zones in which a clock went from one time to another."""

    zones: int = 0
    files: int = 0
    occurrences: int = 0
    wrong: list[str] = field(default_factory=list)
    leaps: dict[tuple[datetime, datetime], list[str]] = field(default_factory=lambda: defaultdict(list))


def main(words: Sequence[str] = ()) -> int:
    within_bounds = True
    for year in YEARS[:1] if "--short" in words else YEARS:
        start = clock()
        result = walk_year(year, available_timezones())
        duration = clock() - start
        print("\n".join(report_lines(year, result)))
        print(f"  {duration:.1f} s (bound {BOUND_S:.0f})")
        within_bounds = within_bounds and not result.wrong and duration <= BOUND_S
    return int(not within_bounds)


def walk_year(year: int, names: Iterable[str], next_of: Next = next_occurrence) -> YearResult:
    """Go through a year in every zone, by both ways. `next_of` is the function under test."""
    result = YearResult()
    for zone_names in _names_by_file(names):
        zone = ZoneInfo(zone_names[0])
        result.files += 1
        result.zones += len(zone_names)
        looks = list(_looks(year, zone))
        for before, after in pairwise(looks):
            if _leap(before, after):
                result.leaps[before.wall + (after.moment - before.moment), after.wall] += zone_names
        for label, rule in RULES.items():
            actual = list(agent_occurrences(rule, year, zone, next_of))
            expected = list(expected_occurrences(rule, looks))
            result.occurrences += len(actual) * len(zone_names)
            differing = sorted(set(actual) ^ set(expected)) if actual != expected else []
            result.wrong += [
                f"{name}, {label}: {occurrence.wall}, {occurrence.moment}"
                for occurrence in differing
                for name in zone_names
            ]
    return result


def agent_occurrences(rule: Rule, year: int, zone: ZoneInfo, next_of: Next) -> Iterator[Occurrence]:
    """Yield a year's occurrences as the agent meets them: it asks for each when the last one has come."""
    begin, end = _span(year)
    now = begin
    while (occurrence := next_of(rule, now, zone)) and occurrence.moment <= end:
        yield occurrence
        now = occurrence.moment


def expected_occurrences(rule: Rule, looks: Sequence[Look]) -> Iterator[Occurrence]:
    """Yield a year's occurrences from the clock at each look."""
    wall_times = _wall_times(rule, looks[0].wall)
    next_wall = next(wall_times)
    for before, after in pairwise(looks):
        if _leap(before, after) and next_wall <= after.wall:
            yield Occurrence(after.moment, next_wall)
            while next_wall <= after.wall:
                next_wall = next(wall_times)
        while next_wall <= after.wall:
            yield Occurrence(before.moment + (next_wall - before.wall), next_wall)
            next_wall = next(wall_times)


def report_lines(year: int, result: YearResult) -> Iterator[str]:
    """Yield the lines that are printed of a year."""
    yield f"{year}: {result.zones} zones ({result.files} different), {result.occurrences:,} occurrences"
    yield f"  disagreements: {len(result.wrong)}"
    yield from (f"    {line}" for line in result.wrong[:SHOWN])
    for (old_wall, new_wall), names in sorted(result.leaps.items()):
        kind = "gap" if new_wall > old_wall else "overlap"
        other = "" if new_wall.date() == old_wall.date() else f" of {new_wall:%d %B}"
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        names_text = f"{', '.join(sorted(names)[:SHOWN])}{more}"
        yield f"  {old_wall.date()} {kind:7} {old_wall:%H:%M} is {new_wall:%H:%M}{other}: {names_text}"


def _span(year: int) -> tuple[datetime, datetime]:
    return datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)


def _looks(year: int, zone: ZoneInfo) -> Iterator[Look]:
    """Yield what the clock shows, look by look, and by the minute where it does not go on evenly."""
    begin, end = _span(year)
    before = Look(begin, _wall(begin, zone))
    yield before
    while before.moment < end:
        after = Look(before.moment + LOOK, _wall(before.moment + LOOK, zone))
        if _leap(before, after):
            minutes = (before.moment + number * MINUTE for number in range(1, LOOK // MINUTE))
            yield from (Look(minute, _wall(minute, zone)) for minute in minutes)
        yield after
        before = after


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _leap(before: Look, after: Look) -> timedelta:
    """Return how far the clock went forward; less than nought where it was turned back."""
    return (after.wall - before.wall) - (after.moment - before.moment)


def _wall_times(rule: Rule, start: datetime) -> Iterator[datetime]:
    """Yield the wall times that the rule names, from one on, whether a clock ever shows them or not."""
    number = start.toordinal()
    while True:
        day = date.fromordinal(number)
        for clock_time in rule.at:
            wall = datetime(day.year, day.month, day.day, clock_time.hour, clock_time.minute)
            if wall > start and day.isoweekday() - 1 in rule.days:
                yield wall
        number += 1


def _names_by_file(names: Iterable[str]) -> list[list[str]]:
    """Return the names in groups, each with all names of one zone."""
    names_by_data: dict[bytes, list[str]] = defaultdict(list)
    for name in sorted(names):
        names_by_data[_zone_file(name)].append(name)
    return list(names_by_data.values())


def _zone_file(name: str) -> bytes:
    """Return a zone's file, from where zoneinfo takes it."""
    for folder in TZPATH:
        path = Path(folder, name)
        if path.is_file():
            return path.read_bytes()
    return resources.files("tzdata.zoneinfo").joinpath(*name.split("/")).read_bytes()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
