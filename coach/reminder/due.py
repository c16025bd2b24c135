"""What is due, and what is allowed: the one place that says so.

Pure. `settle` says of every reminder what has become of it by now, and which may come;
`held_by` says which rule holds one back, given what goes on around the person. Moments are
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

AWAY: Final = timedelta(minutes=5)
"""Without a key or the mouse touched for so long, nobody is taken to be there."""
WAITS_FOR_YOU: Final = timedelta(hours=1)
NEAR: Final = timedelta(days=2)
"""Of what was kept, so much before that is looked at: a change of zone moves a wall time by a day."""
LET_GO: Final = (OccurrenceState.IGNORED, OccurrenceState.DISMISSED)
HELD_BY: Final = MappingProxyType(
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
    """What is known when it is decided.

    `since` says from when on each reminder counts; `in_category` gives the routines of one.
    """

    now: datetime
    zone: tzinfo
    rules: Reminders
    since: Mapping[str, datetime]
    kept: Sequence[OccurrenceRecord] = ()
    did: Sequence[DoneSession] = ()
    pauses: Mapping[str, datetime | None] = field(default_factory=dict)
    in_category: Callable[[str], frozenset[str]] = lambda _: frozenset()


@dataclass(frozen=True, slots=True)
class Sorted:
    """What has become of occurrences by now, and those that come if they are allowed to; by their time."""

    over: tuple[OccurrenceRecord, ...]
    ready: tuple[OccurrenceRecord, ...]


def settle(reminders: Sequence[Reminder], facts: Situation) -> Sorted:
    """Say of every occurrence up to now what has become of it. Of each reminder one may come at the most."""
    by_name: dict[str, list[OccurrenceRecord]] = {}
    for kept in facts.kept:
        by_name.setdefault(kept.reminder, []).append(kept)
    over: list[OccurrenceRecord] = []
    ready: list[OccurrenceRecord] = []
    for reminder in reminders:
        for kept in _of_one(reminder, by_name.pop(reminder.name, []), facts):
            (ready if kept.state in (OccurrenceState.WAITING, OccurrenceState.FIRING) else over).append(kept)
    gone = (kept for mine in by_name.values() for kept in mine if kept.state.open)
    over += [replace(kept, state=_let_go(kept), why="the reminder was removed") for kept in gone]
    return Sorted(tuple(sorted(over, key=_by_time)), tuple(sorted(ready, key=_by_time)))


def _let_go(kept: OccurrenceRecord) -> OccurrenceState:
    return OccurrenceState.DISMISSED if kept.state is OccurrenceState.SHOWN else OccurrenceState.MISSED


def held_by(kept: OccurrenceRecord, around: Presence, facts: Situation) -> str | None:
    """Return the rule that holds an occurrence back just now; `None` where it may come."""
    rules = facts.rules
    here = facts.now.astimezone(facts.zone).time()
    holds = {
        "session": rules.session and around.session,
        "quiet": rules.quiet is not None and within(here, rules.quiet),
        "do_not_disturb": rules.do_not_disturb and around.undisturbed,
        "microphone": rules.microphone and around.microphone,
        "full_screen": rules.full_screen and around.full_screen,
        "away": rules.away and away(around) and facts.now - kept.due < WAITS_FOR_YOU,
    }
    return next((rule for rule, holding in holds.items() if holding), None)


def away(around: Presence) -> bool:
    """Return whether nobody seems to be at the computer."""
    return bool(around.locked) or (around.idle is not None and around.idle >= AWAY.total_seconds())


def may_speak(reminder: Reminder, rules: Reminders, around: Presence, *, shown: bool) -> bool:
    """Return whether a reminder is spoken. Where nothing shows it, it is unless that was refused."""
    if away(around) or around.microphone or (shown and around.full_screen):
        return False
    wanted = rules.speak == "yes" if shown else rules.speak != "no"
    return wanted if reminder.speak is None else reminder.speak


def let_go_in_a_row(last: Sequence[OccurrenceRecord], since: datetime | None) -> int:
    """Return how many of the last occurrences, the latest first, were let go without an answer."""
    count = 0
    for kept in last:
        if kept.state not in LET_GO or (since is not None and kept.due <= since):
            break
        count += 1
    return count


def done_early(reminder: Reminder, wall: datetime, facts: Situation) -> bool:
    """Return whether what was done by now counts for the occurrence of a wall time: then it does not come."""
    mine = [did for did in facts.did if did.finished and _is_of(did, reminder, facts)]
    if not (facts.rules.done and mine):
        return False
    first = _counts_from(reminder, wall, zone_of(reminder, facts.zone))
    return any(first <= _when(did, facts.zone) <= facts.now for did in mine)


def _of_one(
    reminder: Reminder, mine: Sequence[OccurrenceRecord], facts: Situation
) -> Iterator[OccurrenceRecord]:
    zone = zone_of(reminder, facts.zone)
    known = {kept.wall for kept in mine}
    since = facts.since.get(reminder.name, facts.now)
    alive = [
        kept
        for kept in mine
        if kept.state.open and kept.state is not OccurrenceState.SHOWN and kept.due <= facts.now
    ]
    alive += [
        OccurrenceRecord(reminder.name, o.wall, o.moment, OccurrenceState.WAITING)
        for o in occurrences(reminder.rule, since, zone, facts.now)
        if o.wall not in known
    ]
    alive.sort(key=_by_time)
    for kept in mine:
        if kept.state is OccurrenceState.SHOWN:
            yield from _answered(reminder, kept, facts, later=bool(alive))
    for kept in alive[:-1]:
        late = facts.now - kept.due > reminder.window
        yield replace(
            kept, state=OccurrenceState.MISSED, why=_held(kept) or (NOT_RUNNING if late else _LATER_CAME)
        )
    if alive:
        yield _now(reminder, alive[-1], facts)


def _answered(
    reminder: Reminder, kept: OccurrenceRecord, facts: Situation, *, later: bool
) -> Iterator[OccurrenceRecord]:
    """Yield what became of one that was shown, if anything did."""
    shown = kept.shown or kept.due
    if any(
        _is_of(did, reminder, facts) and max(did.began, _when(did, facts.zone)) >= shown for did in facts.did
    ):
        yield replace(kept, state=OccurrenceState.STARTED, why="you began it yourself")
    elif later or facts.now - shown > reminder.window:
        yield replace(
            kept, state=OccurrenceState.IGNORED, why="the next one came" if later else "nothing was answered"
        )


def _now(reminder: Reminder, kept: OccurrenceRecord, facts: Situation) -> OccurrenceRecord:
    """Return what becomes of the one occurrence that might come now."""
    if any(_paused(facts.pauses, name, kept) for name in ("", reminder.name)):
        return replace(kept, state=OccurrenceState.SKIPPED, why="it was paused")
    if kept.state is OccurrenceState.FIRING and kept.tries > 1:
        return replace(
            kept,
            state=OccurrenceState.SHOWN,
            shown=kept.shown or kept.due,
            why="it may have come: coach had to start anew",
        )
    if done_early(reminder, kept.wall, facts):
        return replace(kept, state=OccurrenceState.DONE, why="you had done it already")
    if facts.now - kept.due > reminder.window:
        return replace(kept, state=OccurrenceState.MISSED, why=_held(kept) or NOT_RUNNING)
    return (
        kept
        if kept.state is OccurrenceState.FIRING
        else replace(kept, state=OccurrenceState.WAITING, why=_held(kept))
    )


def _held(kept: OccurrenceRecord) -> str:
    """Return what has held an occurrence back, in words; why it was put off does not."""
    return kept.why if kept.state is OccurrenceState.WAITING else ""


def _paused(pauses: Mapping[str, datetime | None], name: str, kept: OccurrenceRecord) -> bool:
    if name not in pauses:
        return False
    until = pauses[name]
    return until is None or kept.due < until


def _counts_from(reminder: Reminder, wall: datetime, zone: tzinfo) -> datetime:
    """Return from when on what was done counts for an occurrence: on its day, and nearer to it than to
    the one before."""
    moment = moment_of(wall, zone)
    day = moment_of(datetime.combine(wall.date(), time()), zone)
    first = min(day, moment - reminder.window)
    before = [o.moment for o in occurrences(reminder.rule, first - timedelta(days=1), zone, moment)]
    earlier = [each for each in before if each < moment]
    return max(first, earlier[-1] + (moment - earlier[-1]) / 2) if earlier else first


def _is_of(did: DoneSession, reminder: Reminder, facts: Situation) -> bool:
    if reminder.routine:
        return did.routine == reminder.routine
    return did.routine in facts.in_category(reminder.category)


def _when(did: DoneSession, zone: tzinfo) -> datetime:
    """Return when something was done. What was done elsewhere counts when it is told, on its own day."""
    if did.elsewhere and did.touched.astimezone(zone).date() != did.day:
        return did.began
    return did.touched


def _by_time(kept: OccurrenceRecord) -> tuple[datetime, str, datetime]:
    return kept.due, kept.reminder, kept.wall
