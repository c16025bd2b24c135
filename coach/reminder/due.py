"""What is due, and what is allowed: the one place that decides it.

Pure. `settle` says what has become of each occurrence by now, and which may come;
`holding_rule` says which rule holds one back, given what goes on around the person. Moments are
aware, in UTC.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta, tzinfo
from types import MappingProxyType
from typing import Final

from coach.config.settings import Reminders
from coach.reminder.journal.records import DoneSession, OccurrenceRecord, OccurrenceState
from coach.reminder.model import Presence, Reminder
from coach.reminder.recurrence import moment_of, occurrences, zone_of
from coach.time.clock_times import within

AWAY_AFTER: Final = timedelta(minutes=5)
"""Where no key or mouse was touched for so long, nobody is taken to be there."""
LONGEST_AWAY_WAIT: Final = timedelta(hours=1)
"""A reminder waits at most so long for a person who is away."""
LOOKBACK: Final = timedelta(days=2)
"""Records are read from so much earlier: a change of zone moves a wall time by up to a day."""
LET_GO_STATES: Final = (OccurrenceState.IGNORED, OccurrenceState.DISMISSED)
HOLDING_RULES: Final = MappingProxyType(
    {
        "session": "a session is running",
        "quiet": "these are your quiet hours",
        "do_not_disturb": "your desktop is set not to disturb you",
        "microphone": "the microphone is in use",
        "full_screen": "a program fills the screen",
        "away": "you are away from the computer",
        "nobody": "there is nothing to show it with, and it may not be spoken",
    }
)
"""Each rule that can hold a reminder back, in words. All but `nobody` are settings."""
NOT_RUNNING: Final = "coach was not running, the computer was asleep, or its clock was set"
_LATER_CAME: Final = "a later one came"


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known at the moment of a decision.

    `since` says from when on each reminder counts; `in_category` gives the routines of a category.
    """

    now: datetime
    zone: tzinfo
    rules: Reminders
    since: Mapping[str, datetime]
    records: Sequence[OccurrenceRecord] = ()
    sessions: Sequence[DoneSession] = ()
    pauses: Mapping[str, datetime | None] = field(default_factory=dict)
    in_category: Callable[[str], frozenset[str]] = lambda _: frozenset()


@dataclass(frozen=True, slots=True)
class Settlement:
    """The occurrences that are closed by now, and those that come if they are allowed to; by their time."""

    closed: tuple[OccurrenceRecord, ...]
    ready: tuple[OccurrenceRecord, ...]


def settle(reminders: Sequence[Reminder], facts: Situation) -> Settlement:
    """Say what has become of each occurrence up to now. At most one of each reminder may come."""
    by_name: dict[str, list[OccurrenceRecord]] = {}
    for record in facts.records:
        by_name.setdefault(record.reminder, []).append(record)
    closed: list[OccurrenceRecord] = []
    ready: list[OccurrenceRecord] = []
    for reminder in reminders:
        for record in _records_of(reminder, by_name.pop(reminder.name, []), facts):
            is_ready = record.state in (OccurrenceState.WAITING, OccurrenceState.FIRING)
            (ready if is_ready else closed).append(record)
    orphans = (record for own_records in by_name.values() for record in own_records if record.state.open)
    closed += [
        replace(record, state=_closing_state(record), why="the reminder was removed") for record in orphans
    ]
    return Settlement(tuple(sorted(closed, key=_by_time)), tuple(sorted(ready, key=_by_time)))


def _closing_state(record: OccurrenceRecord) -> OccurrenceState:
    return OccurrenceState.DISMISSED if record.state is OccurrenceState.SHOWN else OccurrenceState.MISSED


def holding_rule(record: OccurrenceRecord, presence: Presence, facts: Situation) -> str | None:
    """Return the rule that holds an occurrence back now; `None` where it may come."""
    rules = facts.rules
    local_time = facts.now.astimezone(facts.zone).time()
    holds = {
        "session": rules.session and presence.session,
        "quiet": rules.quiet is not None and within(local_time, rules.quiet),
        "do_not_disturb": rules.do_not_disturb and presence.undisturbed,
        "microphone": rules.microphone and presence.microphone,
        "full_screen": rules.full_screen and presence.full_screen,
        "away": rules.away and away(presence) and facts.now - record.due < LONGEST_AWAY_WAIT,
    }
    return next((rule for rule, holding in holds.items() if holding), None)


def away(presence: Presence) -> bool:
    """Return whether nobody seems to be at the computer."""
    return bool(presence.locked) or (
        presence.idle is not None and presence.idle >= AWAY_AFTER.total_seconds()
    )


def may_speak(reminder: Reminder, rules: Reminders, presence: Presence, *, shown: bool) -> bool:
    """Return whether a reminder is spoken. Where nothing shows it, it is spoken unless that was refused."""
    if away(presence) or presence.microphone or (shown and presence.full_screen):
        return False
    allowed = rules.speak == "yes" if shown else rules.speak != "no"
    return allowed if reminder.speak is None else reminder.speak


def let_go_in_a_row(records: Sequence[OccurrenceRecord], since: datetime | None) -> int:
    """Return how many of these occurrences, from the latest back, were let go without an answer."""
    count = 0
    for record in records:
        if record.state not in LET_GO_STATES or (since is not None and record.due <= since):
            break
        count += 1
    return count


def done_early(reminder: Reminder, wall: datetime, facts: Situation) -> bool:
    """Return whether a session by now counts for the occurrence at a wall time, which then does not come."""
    sessions = [
        session for session in facts.sessions if session.finished and _is_session_of(session, reminder, facts)
    ]
    if not (facts.rules.done and sessions):
        return False
    start = _counting_start(reminder, wall, zone_of(reminder, facts.zone))
    return any(start <= _moment_done(session, facts.zone) <= facts.now for session in sessions)


def _records_of(
    reminder: Reminder, records: Sequence[OccurrenceRecord], facts: Situation
) -> Iterator[OccurrenceRecord]:
    zone = zone_of(reminder, facts.zone)
    walls = {record.wall for record in records}
    since = facts.since.get(reminder.name, facts.now)
    due_records = [
        record
        for record in records
        if record.state.open and record.state is not OccurrenceState.SHOWN and record.due <= facts.now
    ]
    due_records += [
        OccurrenceRecord(reminder.name, o.wall, o.moment, OccurrenceState.WAITING)
        for o in occurrences(reminder.rule, since, zone, facts.now)
        if o.wall not in walls
    ]
    due_records.sort(key=_by_time)
    for record in records:
        if record.state is OccurrenceState.SHOWN:
            yield from _outcome_of_shown(reminder, record, facts, later=bool(due_records))
    for record in due_records[:-1]:
        late = facts.now - record.due > reminder.window
        yield replace(
            record,
            state=OccurrenceState.MISSED,
            why=_hold_reason(record) or (NOT_RUNNING if late else _LATER_CAME),
        )
    if due_records:
        yield _outcome_of_due(reminder, due_records[-1], facts)


def _outcome_of_shown(
    reminder: Reminder, record: OccurrenceRecord, facts: Situation, *, later: bool
) -> Iterator[OccurrenceRecord]:
    """Yield what became of an occurrence that was shown, if anything did."""
    shown = record.shown or record.due
    if any(
        _is_session_of(session, reminder, facts)
        and max(session.began, _moment_done(session, facts.zone)) >= shown
        for session in facts.sessions
    ):
        yield replace(record, state=OccurrenceState.STARTED, why="you began it yourself")
    elif later or facts.now - shown > reminder.window:
        yield replace(
            record,
            state=OccurrenceState.IGNORED,
            why="the next one came" if later else "nothing was answered",
        )


def _outcome_of_due(reminder: Reminder, record: OccurrenceRecord, facts: Situation) -> OccurrenceRecord:
    """Return what becomes of the occurrence that might come now."""
    if any(_paused(facts.pauses, name, record) for name in ("", reminder.name)):
        return replace(record, state=OccurrenceState.SKIPPED, why="it was paused")
    if record.state is OccurrenceState.FIRING and record.tries > 1:
        return replace(
            record,
            state=OccurrenceState.SHOWN,
            shown=record.shown or record.due,
            why="it may have come: coach had to start anew",
        )
    if done_early(reminder, record.wall, facts):
        return replace(record, state=OccurrenceState.DONE, why="you had done it already")
    if facts.now - record.due > reminder.window:
        return replace(record, state=OccurrenceState.MISSED, why=_hold_reason(record) or NOT_RUNNING)
    return (
        record
        if record.state is OccurrenceState.FIRING
        else replace(record, state=OccurrenceState.WAITING, why=_hold_reason(record))
    )


def _hold_reason(record: OccurrenceRecord) -> str:
    """Return what has held an occurrence back, in words. The reason of a snooze is none."""
    return record.why if record.state is OccurrenceState.WAITING else ""


def _paused(pauses: Mapping[str, datetime | None], name: str, record: OccurrenceRecord) -> bool:
    if name not in pauses:
        return False
    until = pauses[name]
    return until is None or record.due < until


def _counting_start(reminder: Reminder, wall: datetime, zone: tzinfo) -> datetime:
    """Return from when on a session counts for an occurrence: on its day, and nearer to it than to
    the one before."""
    moment = moment_of(wall, zone)
    day = moment_of(datetime.combine(wall.date(), time()), zone)
    start = min(day, moment - reminder.window)
    moments = [o.moment for o in occurrences(reminder.rule, start - timedelta(days=1), zone, moment)]
    earlier = [other for other in moments if other < moment]
    return max(start, earlier[-1] + (moment - earlier[-1]) / 2) if earlier else start


def _is_session_of(session: DoneSession, reminder: Reminder, facts: Situation) -> bool:
    if reminder.routine:
        return session.routine == reminder.routine
    return session.routine in facts.in_category(reminder.category)


def _moment_done(session: DoneSession, zone: tzinfo) -> datetime:
    """Return when a session was done. One done elsewhere counts when it was added, if that was on its day."""
    if session.elsewhere and session.touched.astimezone(zone).date() != session.day:
        return session.began
    return session.touched


def _by_time(record: OccurrenceRecord) -> tuple[datetime, str, datetime]:
    return record.due, record.reminder, record.wall
