"""Delivers what is due: checks what is allowed, writes it down, shows it, sounds it, and takes answers.

One thread, the agent's. An occurrence is written down as about to be shown before it is, and as
shown after: after a crash between the two it comes once more, and says so. Only one notification of
coach is visible at a time; those that come while it is unanswered join it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from coach.reminder.agent.answers import effect_of
from coach.reminder.agent.notice import LET_GO_LIMIT, Item, notice_of
from coach.reminder.due import (
    HOLDING_RULES,
    NOT_RUNNING,
    Settlement,
    Situation,
    away,
    holding_rule,
    let_go_in_a_row,
    may_speak,
)
from coach.reminder.journal.buffer import JournalBuffer
from coach.reminder.journal.records import LogEntry, OccurrenceRecord, OccurrenceState, ReminderSeen
from coach.reminder.model import Notice, Presence, Reminder

BETWEEN: Final = timedelta(seconds=5)
"""The least time between two notifications: what comes meanwhile joins the second."""
_BETWEEN_SOUNDS: Final = timedelta(seconds=55)
"""The least time between two sounds; two that are a minute apart are both heard."""
CAME: Final = "came"
HELD: Final = "held back"


class Notifier(Protocol):
    """**Protocol:** what shows a notification, in place of the one before."""

    def show(self, key: str, notice: Notice) -> bool:
        """Show it, and return whether it was taken; within two seconds."""

    def clear(self) -> None:
        """Take it away."""


class Sounder(Protocol):
    """**Protocol:** what is heard of a reminder."""

    def __call__(self, *, chime: bool, spoken: bool, voice: str) -> None:
        """Sound a chime, the line, or both, and wait for neither."""


class Routines(Protocol):
    """**Protocol:** what the library is asked."""

    def title(self, routine: str) -> tuple[str, float] | None:
        """Return a routine's name and minutes; `None` where there is no such routine."""

    def choose(self, category: str) -> str | None:
        """Return the routine of a category that was done or suggested longest ago."""


@dataclass(frozen=True, slots=True)
class DeliveryParts:
    """What touches the world. `open_terminal` opens a terminal on the words of a command of coach, and says
    what it did; `log` takes a line for the log."""

    notifier: Notifier
    presence: Callable[[], Presence]
    sound: Sounder
    open_terminal: Callable[[Sequence[str]], str]
    routines: Callable[[], Routines]
    log: Callable[[str], None]


@dataclass(slots=True)
class _Display:
    """What is visible: the items of the notification, its key, and when it was shown."""

    items: list[Item] = field(default_factory=list)
    key: str = ""
    shown_at: datetime | None = None
    pending: list[Item] = field(default_factory=list)
    """The items that have yet to join it."""


class Deliverer:
    """Delivers occurrences. `buttons` are left out where nobody will wait for their answer."""

    def __init__(self, journal: JournalBuffer, parts: DeliveryParts, *, buttons: bool = True) -> None:
        self._journal, self._parts, self._buttons = journal, parts, buttons
        self._display = _Display()
        self._count = 0
        self._sounded_at: datetime | None = None

    @property
    def waiting(self) -> bool:
        """Whether something has yet to join what is shown."""
        return bool(self._display.pending)

    def deliver(self, settlement: Settlement, reminders: Sequence[Reminder], facts: Situation) -> None:
        """Write down what is closed, hold back what a rule holds back, and show the rest."""
        self._save(settlement.closed, facts.now)
        self._remove_answered((*facts.records, *settlement.closed), facts)
        pending_keys = {item.record.key for item in self._display.pending}
        ready = [record for record in settlement.ready if record.key not in pending_keys]
        if not ready and not self._can_show(facts.now):
            return
        presence = self._parts.presence()
        by_name = {reminder.name: reminder for reminder in reminders}
        rules = [(record, holding_rule(record, presence, facts)) for record in ready]
        self._hold_back([(record, rule) for record, rule in rules if rule is not None], facts.now)
        items = self._items([record for record, rule in rules if rule is None], by_name, facts)
        self._journal.save_occurrences(item.record for item in items)
        self._display.pending += items
        if self._can_show(facts.now):
            self._show(by_name, facts, presence)

    def answer(self, key: str, button: str, facts: Situation) -> None:
        """Do what a button says. A button of an earlier notification does nothing."""
        items = _items_in_state(OccurrenceState.SHOWN, self._display.items, facts.records)
        effect = effect_of(button, items, facts.now, _snooze_span(facts)) if items else None
        if effect is None or key != self._display.key:
            return
        self._display.items = []
        self._save(effect.records, facts.now)
        self._parts.notifier.clear()
        if effect.words:
            self._parts.log(self._parts.open_terminal(effect.words))

    def _can_show(self, now: datetime) -> bool:
        """Return whether there is something to show, and the last notification was not just now."""
        shown_at = self._display.shown_at
        just_now = shown_at is not None and timedelta() <= now - shown_at < BETWEEN
        return bool(self._display.pending) and not just_now

    def _show(self, by_name: Mapping[str, Reminder], facts: Situation, presence: Presence) -> None:
        """Show the new items, together with those not answered yet; speak where that is allowed."""
        display, new_items = self._display, self._display.pending
        items, display.pending = [*display.items, *new_items], []
        is_shown = self._show_notice(items, facts)
        new_reminders = [
            by_name[item.record.reminder] for item in new_items if item.record.reminder in by_name
        ]
        speaking = [
            reminder
            for reminder in new_reminders
            if may_speak(reminder, facts.rules, presence, shown=is_shown)
        ]
        if not is_shown and not speaking:
            self._hold_back([(item.record, "nobody") for item in new_items], facts.now)
            return
        if not is_shown and self._just_sounded(facts.now):
            display.pending = new_items  # it would be neither seen nor heard
            return
        display.items = [
            replace(item, record=replace(item.record, state=OccurrenceState.SHOWN)) for item in items
        ]
        records = [replace(item.record, state=OccurrenceState.SHOWN) for item in new_items]
        entries = [
            LogEntry(record.shown or facts.now, record.reminder, record.wall, CAME, _delivery_note(record))
            for record in records
        ]
        self._journal.save_occurrences(records, entries)
        self._sound(speaking, facts, presence)

    def _show_notice(self, items: Sequence[Item], facts: Situation) -> bool:
        self._count += 1
        key, self._display.shown_at = str(self._count), facts.now
        notice = notice_of(items, _snooze_span(facts), buttons=self._buttons)
        is_shown = self._parts.notifier.show(key, notice)
        if is_shown:  # else the one before may be there still
            self._display.key = key
        return is_shown

    def _sound(self, speaking: Sequence[Reminder], facts: Situation, presence: Presence) -> None:
        chime = facts.rules.chime and not (presence.microphone or away(presence))
        if self._just_sounded(facts.now) or not (chime or speaking):
            return
        self._sounded_at = facts.now
        voice = next((reminder.voice for reminder in speaking), "")
        self._parts.sound(chime=chime, spoken=bool(speaking), voice=voice)

    def _just_sounded(self, now: datetime) -> bool:
        return self._sounded_at is not None and timedelta() <= now - self._sounded_at < _BETWEEN_SOUNDS

    def _remove_answered(self, records: Sequence[OccurrenceRecord], facts: Situation) -> None:
        """Remove items that were answered in another way: by a command, or by doing the routine."""
        display = self._display
        display.pending = _items_in_state(OccurrenceState.FIRING, display.pending, records)
        unanswered = _items_in_state(OccurrenceState.SHOWN, display.items, records)
        some_answered, display.items = len(unanswered) < len(display.items), unanswered
        if some_answered and not unanswered:
            self._parts.notifier.clear()
        elif some_answered and not display.pending:  # otherwise it is shown again with those
            self._show_notice(unanswered, facts)

    def _items(
        self, records: Sequence[OccurrenceRecord], by_name: Mapping[str, Reminder], facts: Situation
    ) -> list[Item]:
        """Return what to show of each; one whose routine no longer exists is written down as missed."""
        routines: Routines | None = None
        names_to_move = self._names_to_move(records, facts)
        items, missed = [], []
        for record in records:
            routines = routines or self._parts.routines()
            reminder = by_name[record.reminder]
            routine = _routine_id(reminder, record, routines)
            title = routines.title(routine)
            if title is None:
                reason = f"there is no routine {routine} that can be used"
                reason = reason if routine else f"no routine is in {reminder.category}"
                missed.append(replace(record, state=OccurrenceState.MISSED, why=reason))
                continue
            firing = replace(
                record, state=OccurrenceState.FIRING, routine=routine, shown=facts.now, tries=record.tries + 1
            )
            items.append(Item(firing, *title, reminder.note, record.reminder in names_to_move))
        self._save(missed, facts.now)
        return items

    def _names_to_move(self, records: Sequence[OccurrenceRecord], facts: Situation) -> frozenset[str]:
        """Return the reminders to ask about whether another time is better, and note that this was asked."""
        if not facts.rules.move or not records:
            return frozenset()
        seen = self._journal.seen()
        updated: dict[str, ReminderSeen] = {}
        for name in {record.reminder for record in records} & seen.keys():
            latest = self._journal.last_closed(name, LET_GO_LIMIT)
            if let_go_in_a_row(latest, seen[name].asked) >= LET_GO_LIMIT:
                updated[name] = replace(seen[name], asked=facts.now)
        if updated:
            self._journal.save_seen(updated)
        return frozenset(updated)

    def _hold_back(self, holds: Sequence[tuple[OccurrenceRecord, str]], now: datetime) -> None:
        """Have these wait, and write down why where that is new."""
        changes = [
            (old, replace(old, state=OccurrenceState.WAITING, why=HOLDING_RULES[rule], tries=0))
            for old, rule in holds
        ]
        entries = [
            LogEntry(now, new.reminder, new.wall, HELD, new.why) for old, new in changes if old.why != new.why
        ]
        self._journal.save_occurrences((new for old, new in changes if old != new), entries)

    def _save(self, records: Sequence[OccurrenceRecord], now: datetime) -> None:
        self._journal.save_occurrences(records, [record.log_entry(now) for record in records])


def _routine_id(reminder: Reminder, record: OccurrenceRecord, routines: Routines) -> str:
    """Return the routine to suggest: that of the reminder, else the one that was suggested before."""
    if reminder.routine:
        return reminder.routine
    earlier = record.routine if routines.title(record.routine) else ""
    return earlier or routines.choose(reminder.category) or ""


def _items_in_state(
    state: OccurrenceState, items: Sequence[Item], records: Sequence[OccurrenceRecord]
) -> list[Item]:
    """Return the items whose occurrences are still in that state, by these records."""
    states = {record.key: record.state for record in records}
    return [item for item in items if states.get(item.record.key) is state]


def _delivery_note(record: OccurrenceRecord) -> str:
    """Say how an occurrence came, where it did not come just at its time."""
    if record.tries > 1:
        return "again, since coach had to start anew: it may have been seen already"
    if (record.shown or record.due) - record.due < timedelta(minutes=1):
        return ""
    return f"late: {record.why or NOT_RUNNING}"


def _snooze_span(facts: Situation) -> timedelta:
    return timedelta(seconds=facts.rules.snooze)
