"""Bringing what is due: asked what is allowed, written down, shown, sounded, and answered.

One thread, the agent's. An occurrence is written down as about to be shown before it is, and as
shown after: a crash between the two brings it once more, and says so. Only one notification of
coach is to be seen at a time; those that come while it is unanswered join it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from coach.reminder.agent.answers import answered
from coach.reminder.agent.notice import LET_GO, Item, notice
from coach.reminder.due import (
    HELD_BY,
    NOT_RUNNING,
    Situation,
    Sorted,
    away,
    held_by,
    let_go_in_a_row,
    may_speak,
)
from coach.reminder.journal.buffer import JournalBuffer
from coach.reminder.journal.records import LogEntry, OccurrenceRecord, OccurrenceState, ReminderSeen
from coach.reminder.model import Notice, Presence, Reminder

BETWEEN: Final = timedelta(seconds=5)
"""At least between two notifications: what comes meanwhile joins the second."""
_QUIET_AFTER: Final = timedelta(seconds=55)
"""After a sound, none follows for so long; two that are a minute apart are both heard."""
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
    """**Protocol:** what is asked of the library."""

    def title(self, routine: str) -> tuple[str, float] | None:
        """Return a routine's name and minutes; `None` where there is no such routine."""

    def choose(self, category: str) -> str | None:
        """Return the routine of a category that was done or suggested longest ago."""


@dataclass(frozen=True, slots=True)
class DeliveryParts:
    """What touches the world. `begin` opens a terminal on the words of a command of coach, and says
    what it did; `told` takes a line for the log."""

    notifier: Notifier
    around: Callable[[], Presence]
    sound: Sounder
    begin: Callable[[Sequence[str]], str]
    routines: Callable[[], Routines]
    told: Callable[[str], None]


@dataclass(slots=True)
class _Display:
    """What is to be seen: the items of the notification, its key, and when it was shown."""

    items: list[Item] = field(default_factory=list)
    key: str = ""
    at: datetime | None = None
    late: list[Item] = field(default_factory=list)
    """What has yet to join it."""


class Deliverer:
    """Brings occurrences. `buttons` are left out where nobody will wait for their answer."""

    def __init__(self, journal: JournalBuffer, parts: DeliveryParts, *, buttons: bool = True) -> None:
        self._journal, self._parts, self._buttons = journal, parts, buttons
        self._display = _Display()
        self._count = 0
        self._sounded: datetime | None = None

    @property
    def waiting(self) -> bool:
        """Whether something has yet to join what is shown."""
        return bool(self._display.late)

    def bring(self, found: Sorted, reminders: Sequence[Reminder], facts: Situation) -> None:
        """Write down what is over, hold back what a rule holds, and show the rest."""
        self._write(found.over, facts.now)
        self._take_off((*facts.kept, *found.over), facts)
        late = {item.kept.key for item in self._display.late}
        ready = [kept for kept in found.ready if kept.key not in late]
        if not ready and not self._to_show(facts.now):
            return
        around = self._parts.around()
        named = {reminder.name: reminder for reminder in reminders}
        rules = [(kept, held_by(kept, around, facts)) for kept in ready]
        self._hold([(kept, rule) for kept, rule in rules if rule is not None], facts.now)
        items = self._items([kept for kept, rule in rules if rule is None], named, facts)
        self._journal.save_occurrences(item.kept for item in items)
        self._display.late += items
        if self._to_show(facts.now):
            self._show(named, facts, around)

    def answer(self, key: str, button: str, facts: Situation) -> None:
        """Do what a button says. One of a notification that is gone does nothing."""
        items = _still(OccurrenceState.SHOWN, self._display.items, facts.kept)
        done = answered(button, items, facts.now, _snooze(facts)) if items else None
        if done is None or key != self._display.key:
            return
        self._display.items = []
        self._write(done.kept, facts.now)
        self._parts.notifier.clear()
        if done.words:
            self._parts.told(self._parts.begin(done.words))

    def _to_show(self, now: datetime) -> bool:
        """Return whether there is something to show, and the last notification was not just now."""
        at = self._display.at
        just_now = at is not None and timedelta() <= now - at < BETWEEN
        return bool(self._display.late) and not just_now

    def _show(self, named: Mapping[str, Reminder], facts: Situation, around: Presence) -> None:
        """Show what has come, together with what is not answered yet; speak where that is allowed."""
        display, fresh = self._display, self._display.late
        items, display.late = [*display.items, *fresh], []
        shown = self._shown(items, facts)
        asked = [named[i.kept.reminder] for i in fresh if i.kept.reminder in named]
        speaking = [r for r in asked if may_speak(r, facts.rules, around, shown=shown)]
        if not shown and not speaking:
            self._hold([(item.kept, "nobody") for item in fresh], facts.now)
            return
        if not shown and self._just_sounded(facts.now):
            display.late = fresh  # it would be neither seen nor heard
            return
        display.items = [
            replace(item, kept=replace(item.kept, state=OccurrenceState.SHOWN)) for item in items
        ]
        came = [replace(item.kept, state=OccurrenceState.SHOWN) for item in fresh]
        said = [LogEntry(k.shown or facts.now, k.reminder, k.wall, CAME, _how(k)) for k in came]
        self._journal.save_occurrences(came, said)
        self._sound(speaking, facts, around)

    def _shown(self, items: Sequence[Item], facts: Situation) -> bool:
        self._count += 1
        key, self._display.at = str(self._count), facts.now
        text = notice(items, _snooze(facts), buttons=self._buttons)
        shown = self._parts.notifier.show(key, text)
        if shown:  # else the one before may be there still
            self._display.key = key
        return shown

    def _sound(self, speaking: Sequence[Reminder], facts: Situation, around: Presence) -> None:
        chime = facts.rules.chime and not (around.microphone or away(around))
        if self._just_sounded(facts.now) or not (chime or speaking):
            return
        self._sounded = facts.now
        voice = next((reminder.voice for reminder in speaking), "")
        self._parts.sound(chime=chime, spoken=bool(speaking), voice=voice)

    def _just_sounded(self, now: datetime) -> bool:
        return self._sounded is not None and timedelta() <= now - self._sounded < _QUIET_AFTER

    def _take_off(self, kept: Sequence[OccurrenceRecord], facts: Situation) -> None:
        """Take away what was answered otherwise: by a command, or by doing it."""
        display = self._display
        display.late = _still(OccurrenceState.FIRING, display.late, kept)
        left = _still(OccurrenceState.SHOWN, display.items, kept)
        fewer, display.items = len(left) < len(display.items), left
        if fewer and not left:
            self._parts.notifier.clear()
        elif fewer and not display.late:  # else it is shown anew with those
            self._shown(left, facts)

    def _items(
        self, coming: Sequence[OccurrenceRecord], named: Mapping[str, Reminder], facts: Situation
    ) -> list[Item]:
        """Return what to show of each; one whose routine is gone is written down as missed."""
        routines: Routines | None = None
        asked = self._to_move(coming, facts)
        items, gone = [], []
        for kept in coming:
            routines = routines or self._parts.routines()
            reminder = named[kept.reminder]
            routine = _routine(reminder, kept, routines)
            title = routines.title(routine)
            if title is None:
                what = f"there is no routine {routine} that can be used"
                what = what if routine else f"no routine is in {reminder.category}"
                gone.append(replace(kept, state=OccurrenceState.MISSED, why=what))
                continue
            coming_now = replace(
                kept, state=OccurrenceState.FIRING, routine=routine, shown=facts.now, tries=kept.tries + 1
            )
            items.append(Item(coming_now, *title, reminder.note, kept.reminder in asked))
        self._write(gone, facts.now)
        return items

    def _to_move(self, coming: Sequence[OccurrenceRecord], facts: Situation) -> frozenset[str]:
        """Return the reminders of which to ask if another time is better, and remember that it was asked."""
        if not facts.rules.move or not coming:
            return frozenset()
        known = self._journal.known()
        asked: dict[str, ReminderSeen] = {}
        for name in {kept.reminder for kept in coming} & known.keys():
            last = self._journal.last(name, LET_GO)
            if let_go_in_a_row(last, known[name].asked) >= LET_GO:
                asked[name] = replace(known[name], asked=facts.now)
        if asked:
            self._journal.save_seen(asked)
        return frozenset(asked)

    def _hold(self, held: Sequence[tuple[OccurrenceRecord, str]], now: datetime) -> None:
        """Have these wait, and write down why where that is news."""
        waiting = [
            (old, replace(old, state=OccurrenceState.WAITING, why=HELD_BY[rule], tries=0))
            for old, rule in held
        ]
        said = [
            LogEntry(now, new.reminder, new.wall, HELD, new.why) for old, new in waiting if old.why != new.why
        ]
        self._journal.save_occurrences((new for old, new in waiting if old != new), said)

    def _write(self, changed: Sequence[OccurrenceRecord], now: datetime) -> None:
        self._journal.save_occurrences(changed, [kept.log_entry(now) for kept in changed])


def _routine(reminder: Reminder, kept: OccurrenceRecord, routines: Routines) -> str:
    """Return the routine to suggest: that of the reminder, else the one that was suggested before."""
    if reminder.routine:
        return reminder.routine
    again = kept.routine if routines.title(kept.routine) else ""
    return again or routines.choose(reminder.category) or ""


def _still(state: OccurrenceState, items: Sequence[Item], kept: Sequence[OccurrenceRecord]) -> list[Item]:
    """Return the items whose occurrences, as they are kept now, are in that state still."""
    now = {each.key: each.state for each in kept}
    return [item for item in items if now.get(item.kept.key) is state]


def _how(kept: OccurrenceRecord) -> str:
    """Say how an occurrence came, where that was not just at its time."""
    if kept.tries > 1:
        return "again, since coach had to start anew: it may have been seen already"
    if (kept.shown or kept.due) - kept.due < timedelta(minutes=1):
        return ""
    return f"late: {kept.why or NOT_RUNNING}"


def _snooze(facts: Situation) -> timedelta:
    return timedelta(seconds=facts.rules.snooze)
