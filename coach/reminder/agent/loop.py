"""The agent: delivers reminders at their times, for as long as it runs.

One loop over a queue. The scheduler's jobs, the notifications' buttons and signals only put on it;
once a second the loop looks whether a file or the history was changed, or the clock has passed a
time without a job: the computer may have slept, or its clock been set. Moments are in UTC.

Errors: `CoachError` of the history where it cannot be opened; later trouble with it goes to the log.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import cache
from queue import Empty, SimpleQueue
from typing import Final, Protocol

from coach.config.settings import Reminders
from coach.reminder.agent.deliver import Deliverer
from coach.reminder.agent.watch_file import WatchedFile
from coach.reminder.due import LOOKBACK, Situation, settle
from coach.reminder.journal.buffer import JournalBuffer
from coach.reminder.journal.records import OccurrenceState, ReminderSeen
from coach.reminder.model import Reminder
from coach.reminder.recurrence import next_occurrence, zone_of

_SECOND: Final = 1.0
"""Seconds between two looks at whether something has changed."""
_HEARTBEAT: Final = 25
"""Seconds after which it looks in any case: the scheduler's heartbeat follows a clock that may be set."""
_FURTHEST: Final = timedelta(days=31)
"""How far back it looks for what was missed."""
_NOTE_EVERY: Final = timedelta(minutes=5)
"""How often at least it notes until when it has looked, for the next start."""
_SET_BACK: Final = timedelta(minutes=5)
"""A clock that is set back by more than this shows some times once more."""
_TO_COME_AGAIN: Final = frozenset(OccurrenceState) - {OccurrenceState.SNOOZED, OccurrenceState.SKIPPED}


@dataclass(frozen=True, slots=True)
class Wake:
    """Something may be due."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A button of a notification was pressed."""

    key: str
    button: str


@dataclass(frozen=True, slots=True)
class Stop:
    """The agent is to leave."""


Input = Wake | Answer | Stop


class Waker(Protocol):
    """**Protocol:** what wakes the agent; `alarms.Alarms` is one."""

    def set_moments(self, moments: Mapping[str, datetime]) -> None:
        """Wake it at each of these, in place of those before."""


@dataclass(frozen=True, slots=True)
class World:
    """What the agent asks the world: the clock, the zone, the settings, the routines of a category,
    and whether another program has changed the history."""

    now: Callable[[], datetime]
    zone: Callable[[], tzinfo]
    rules: Callable[[], Reminders]
    in_category: Callable[[str], frozenset[str]]
    version: Callable[[], int]


class Agent:
    """Looks, delivers, and waits for the next reminder. Call everything from one thread."""

    def __init__(
        self, watched: WatchedFile, journal: JournalBuffer, deliverer: Deliverer, alarms: Waker, world: World
    ) -> None:
        self._watched, self._journal, self._deliverer, self._alarms = watched, journal, deliverer, alarms
        self._world = world
        self._zone = world.zone()
        self._next: dict[str, datetime] = {}
        self._version = -1
        text = journal.agent_state().get("looked")
        self._looked_at: datetime | None = None if text is None else datetime.fromisoformat(text)
        self._noted_at: datetime | None = None

    def run(self, inbox: "SimpleQueue[Input]") -> None:
        """Look, and continue until `Stop` is put on the queue."""
        self.look()
        idle = 0
        while True:
            inputs = _next_inputs(inbox)
            idle += 1
            if any(isinstance(event, Stop) for event in inputs):
                self.leave()
                return
            for event in inputs:
                if isinstance(event, Answer):
                    self.answer(event.key, event.button)
            if inputs or idle >= _HEARTBEAT or self.is_news():
                self.look()
                idle = 0

    def leave(self) -> None:
        """Note until when it has looked."""
        self._note(self._world.now())

    def look(self) -> None:
        """Do everything that is due by now."""
        now = self._world.now()
        self._version = self._world.version()
        if self._watched.read():
            self._next = {}
        zone = self._world.zone()
        if str(zone) != str(self._zone):
            self._zone, self._next = zone, {}
        self._redo_after_set_back(now)
        facts = self._facts(now)
        reminders = self._watched.reminders
        self._deliverer.deliver(settle(reminders, facts), reminders, facts)
        self._looked_at = now
        if self._noted_at is None or not timedelta() <= now - self._noted_at < _NOTE_EVERY:
            self._note(now)
        self._set_alarms(now)

    def answer(self, key: str, button: str) -> None:
        """Do what a button of a notification says."""
        self._deliverer.answer(key, button, self._facts(self._world.now()))

    def is_news(self) -> bool:
        """Return whether there is reason to look."""
        now = self._world.now()
        due = any(moment <= now for moment in self._next.values())
        set_back = self._looked_at is not None and now < self._looked_at
        return (
            due
            or set_back
            or self._deliverer.waiting
            or self._watched.is_news()
            or self._version != self._world.version()
        )

    def _facts(self, now: datetime) -> Situation:
        since = self._since(now)
        first = min(since.values(), default=now) - LOOKBACK
        return Situation(
            now=now,
            zone=self._zone,
            rules=self._world.rules(),
            since=since,
            records=self._journal.occurrences(first),
            sessions=self._journal.sessions(now - LOOKBACK),
            pauses=self._journal.pauses(),
            in_category=cache(self._world.in_category),
        )

    def _since(self, now: datetime) -> dict[str, datetime]:
        """Return from when on each reminder counts: since its last change, and since the last look."""
        seen = self._journal.seen()
        new: dict[str, ReminderSeen] = {}
        for reminder in self._watched.reminders:
            rule = _rule_text(reminder)
            if reminder.name not in seen or seen[reminder.name].rule != rule:
                new[reminder.name] = ReminderSeen(rule, min(self._watched.saved_at or now, now))
        if new:
            self._journal.save_seen(new)
        furthest = max(now - _FURTHEST, self._looked_at or now - _FURTHEST)
        return {
            reminder.name: max((new.get(reminder.name) or seen[reminder.name]).since, furthest)
            for reminder in self._watched.reminders
        }

    def _redo_after_set_back(self, now: datetime) -> None:
        """Where the clock was set back, have the occurrences of later times come again."""
        if self._looked_at is None or now >= self._looked_at:
            return
        self._next = {}
        if self._looked_at - now > _SET_BACK:
            future_records = (record for record in self._journal.occurrences(now) if record.due > now)
            records = [record for record in future_records if record.state in _TO_COME_AGAIN]
            self._journal.delete_occurrences(records, now, "the clock was set back")
        self._looked_at = now

    def _set_alarms(self, now: datetime) -> None:
        """Have the alarms wake for each reminder's next moment."""
        names = {reminder.name for reminder in self._watched.reminders}
        self._next = {name: moment for name, moment in self._next.items() if moment > now and name in names}
        for reminder in self._watched.reminders:
            if reminder.name in self._next:
                continue
            occurrence = next_occurrence(reminder.rule, now, zone_of(reminder, self._zone))
            if occurrence is not None:
                self._next[reminder.name] = occurrence.moment
        for record in self._journal.occurrences(now):
            if record.state is OccurrenceState.SNOOZED and record.reminder in names and record.due > now:
                soonest = min(record.due, self._next.get(record.reminder, record.due))
                self._next[record.reminder] = soonest
        self._alarms.set_moments(self._next)

    def _note(self, now: datetime) -> None:
        self._noted_at = now
        self._journal.set_agent_state(looked=now.isoformat())


def _next_inputs(inbox: "SimpleQueue[Input]") -> list[Input]:
    """Return all inputs in the queue, after a second at most."""
    inputs: list[Input] = []
    try:
        inputs.append(inbox.get(timeout=_SECOND))
        while True:
            inputs.append(inbox.get_nowait())
    except Empty:
        return inputs


def _rule_text(reminder: Reminder) -> str:
    """Return a text of the rule. A reminder whose text changes counts as new, so it misses no past times."""
    rule = reminder.rule
    at = ",".join(f"{clock:%H:%M}" for clock in rule.at)
    return f"{at} {sorted(rule.days)} {rule.first} {rule.until} {reminder.zone}"
