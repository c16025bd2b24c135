"""What is said of a reminder to the person who asks: what came last, what holds it, when it comes next.

Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from coach.reminder.due import HELD_BY, Situation, done_early, held_by, settle
from coach.reminder.journal.records import LogEntry, OccurrenceRecord, OccurrenceState
from coach.reminder.model import Occurrence, Presence, Reminder
from coach.reminder.recurrence import moment_of, occurrences, zone_of
from coach.reminder.wording import when
from coach.time.clock_times import within

_FURTHEST: Final = 2000
"""Occurrences that are looked through for one that no quiet hours swallow."""


@dataclass(frozen=True, slots=True)
class Coming:
    """When a reminder comes next (after a snooze, later), and what keeps it from coming at all."""

    moment: datetime | None
    paused: bool = False
    until: datetime | None = None
    snoozed: bool = False


def coming(reminder: Reminder, facts: Situation) -> Coming:
    """Return when a reminder comes next: after what is skipped, done early, paused, snoozed or kept quiet."""
    zone = zone_of(reminder, facts.zone)
    mine = {kept.wall: kept for kept in facts.kept if kept.reminder == reminder.name}
    again = [kept for kept in mine.values() if kept.state is OccurrenceState.SNOOZED and kept.due > facts.now]
    paused, until = _pause(reminder, facts)
    if paused and until is None:
        return Coming(None, paused=True)
    after = max(facts.now, until) if until is not None else facts.now
    ahead = (
        o
        for o in occurrences(reminder.rule, after, zone)
        if (o.wall not in mine or mine[o.wall].state.open) and not done_early(reminder, o.wall, facts)
    )
    let_through = (_after_quiet(o, reminder, facts) for o in islice(ahead, _FURTHEST))
    found = next((o for o in let_through if o is not None), None)
    if again and (found is None or again[0].due < found.moment) and not paused:
        return Coming(again[0].due, snoozed=True)
    return Coming(None if found is None else found.moment, paused, until)


def _after_quiet(found: Occurrence, reminder: Reminder, facts: Situation) -> Occurrence | None:
    """Return an occurrence at the end of the quiet hours it falls in; `None` where that is too late."""
    quiet = facts.rules.quiet
    here = found.moment.astimezone(facts.zone).replace(tzinfo=None)
    if quiet is None or not within(here.time(), quiet):
        return found
    end = datetime.combine(here.date(), quiet[1])
    moment = moment_of(end if end > here else end + timedelta(days=1), facts.zone)
    return Occurrence(moment, found.wall) if moment - found.moment <= reminder.window else None


def next_in_words(reminder: Reminder, facts: Situation) -> str:
    """Say when a reminder comes next."""
    next_one = coming(reminder, facts)
    if next_one.moment is None:
        never = "never: it is over, or in your quiet hours"
        return "paused until you resume it" if next_one.paused else never
    said = when(next_one.moment, facts.now, facts.zone)
    if next_one.until is not None:
        return f"{said}, paused until {when(next_one.until, facts.now, facts.zone)}"
    return f"{said}, snoozed" if next_one.snoozed else said


def account(reminder: Reminder, last: Sequence[LogEntry], facts: Situation, around: Presence) -> list[str]:
    """Return the sentences of `why`: what came, what did not and which rule held it, and what comes."""
    said = [
        f"{each.what.capitalize()} {_at(each, facts)}{f': {each.why}' if each.why else ''}." for each in last
    ]
    ready = [kept for kept in settle([reminder], facts).ready if kept.reminder == reminder.name]
    for kept in ready:
        rule = held_by(kept, around, facts)
        said.append(f"It waits: {HELD_BY[rule]}." if rule else "It is due, and nothing holds it back.")
    rule = None if ready else held_by_now(reminder, around, facts)
    if rule is not None:
        said.append(f"Were it due now, it would wait: {HELD_BY[rule]}.")
    said.append(f"Next: {next_in_words(reminder, facts)}.")
    return said


def held_by_now(reminder: Reminder, around: Presence, facts: Situation) -> str | None:
    """Return the rule that would hold a reminder back if it were due now."""
    return held_by(
        OccurrenceRecord(reminder.name, facts.now.replace(tzinfo=None), facts.now, OccurrenceState.WAITING),
        around,
        facts,
    )


def _at(each: LogEntry, facts: Situation) -> str:
    return when(each.at, facts.now, facts.zone)


def _pause(reminder: Reminder, facts: Situation) -> tuple[bool, datetime | None]:
    """Return whether a reminder is paused, and until when."""
    ends = [facts.pauses[name] for name in ("", reminder.name) if name in facts.pauses]
    if any(end is None for end in ends):
        return True, None
    last = max((end for end in ends if end is not None), default=None)
    return (True, last) if last is not None and last > facts.now else (False, None)
