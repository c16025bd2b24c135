"""Explains a reminder to the person who asks: what came last, what holds it back, when it comes next.

Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from coach.reminder.due import HOLDING_RULES, Situation, done_early, holding_rule, settle
from coach.reminder.journal.records import LogEntry, OccurrenceRecord, OccurrenceState
from coach.reminder.model import Occurrence, Presence, Reminder
from coach.reminder.recurrence import moment_of, occurrences, zone_of
from coach.reminder.wording import when
from coach.time.clock_times import within

_FURTHEST: Final = 2000
"""Occurrences that are searched for one that falls in no quiet hours."""


@dataclass(frozen=True, slots=True)
class NextTime:
    """When a reminder comes next (after a snooze, later), and what keeps it from coming at all."""

    moment: datetime | None
    paused: bool = False
    until: datetime | None = None
    snoozed: bool = False


def next_time(reminder: Reminder, facts: Situation) -> NextTime:
    """Return when a reminder comes next, after what is skipped, done early, paused, snoozed or kept quiet."""
    zone = zone_of(reminder, facts.zone)
    records = {record.wall: record for record in facts.records if record.reminder == reminder.name}
    snoozed_records = [
        record
        for record in records.values()
        if record.state is OccurrenceState.SNOOZED and record.due > facts.now
    ]
    paused, until = _pause_state(reminder, facts)
    if paused and until is None:
        return NextTime(None, paused=True)
    after = max(facts.now, until) if until is not None else facts.now
    occurrences_ahead = (
        o
        for o in occurrences(reminder.rule, after, zone)
        if (o.wall not in records or records[o.wall].state.open) and not done_early(reminder, o.wall, facts)
    )
    allowed = (_after_quiet(o, reminder, facts) for o in islice(occurrences_ahead, _FURTHEST))
    occurrence = next((o for o in allowed if o is not None), None)
    if snoozed_records and (occurrence is None or snoozed_records[0].due < occurrence.moment) and not paused:
        return NextTime(snoozed_records[0].due, snoozed=True)
    return NextTime(None if occurrence is None else occurrence.moment, paused, until)


def _after_quiet(occurrence: Occurrence, reminder: Reminder, facts: Situation) -> Occurrence | None:
    """Return an occurrence at the end of the quiet hours it falls in; `None` where that is too late."""
    quiet = facts.rules.quiet
    local = occurrence.moment.astimezone(facts.zone).replace(tzinfo=None)
    if quiet is None or not within(local.time(), quiet):
        return occurrence
    end = datetime.combine(local.date(), quiet[1])
    moment = moment_of(end if end > local else end + timedelta(days=1), facts.zone)
    return Occurrence(moment, occurrence.wall) if moment - occurrence.moment <= reminder.window else None


def next_in_words(reminder: Reminder, facts: Situation) -> str:
    """Say when a reminder comes next."""
    coming = next_time(reminder, facts)
    if coming.moment is None:
        never = "never: it is over, or in your quiet hours"
        return "paused until you resume it" if coming.paused else never
    words = when(coming.moment, facts.now, facts.zone)
    if coming.until is not None:
        return f"{words}, paused until {when(coming.until, facts.now, facts.zone)}"
    return f"{words}, snoozed" if coming.snoozed else words


def explanation(
    reminder: Reminder, entries: Sequence[LogEntry], facts: Situation, presence: Presence
) -> list[str]:
    """Return the sentences of `why`: what came, what did not and why, what is held back, and what comes."""
    sentences = [
        f"{entry.what.capitalize()} {_entry_time(entry, facts)}{f': {entry.why}' if entry.why else ''}."
        for entry in entries
    ]
    ready = [record for record in settle([reminder], facts).ready if record.reminder == reminder.name]
    for record in ready:
        rule = holding_rule(record, presence, facts)
        sentences.append(
            f"It waits: {HOLDING_RULES[rule]}." if rule else "It is due, and nothing holds it back."
        )
    rule = None if ready else holding_rule_now(reminder, presence, facts)
    if rule is not None:
        sentences.append(f"Were it due now, it would wait: {HOLDING_RULES[rule]}.")
    sentences.append(f"Next: {next_in_words(reminder, facts)}.")
    return sentences


def holding_rule_now(reminder: Reminder, presence: Presence, facts: Situation) -> str | None:
    """Return the rule that would hold a reminder back if it were due now."""
    return holding_rule(
        OccurrenceRecord(reminder.name, facts.now.replace(tzinfo=None), facts.now, OccurrenceState.WAITING),
        presence,
        facts,
    )


def _entry_time(entry: LogEntry, facts: Situation) -> str:
    return when(entry.at, facts.now, facts.zone)


def _pause_state(reminder: Reminder, facts: Situation) -> tuple[bool, datetime | None]:
    """Return whether a reminder is paused, and until when."""
    ends = [facts.pauses[name] for name in ("", reminder.name) if name in facts.pauses]
    if any(end is None for end in ends):
        return True, None
    latest = max((end for end in ends if end is not None), default=None)
    return (True, latest) if latest is not None and latest > facts.now else (False, None)
