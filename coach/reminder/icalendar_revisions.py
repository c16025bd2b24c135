"""Which id each event of a calendar has, how often it was changed, and which are cancelled.

Pure. An id stays with the reminder, whatever its times: a reminder that is moved is the same
event, changed (RFC 5545, 3.8.7.4). What went is cancelled once, and so that a calendar that does
not know of cancelling has one silent event in place of the whole series.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from coach.history.model import Exported


class Given:
    """What calendars were given before. `there` is in the very file that is written now.

    `by_time`: a coach from before, whose ids were made from the times, may have exported what is
    not known here.
    """

    def __init__(
        self, known: Iterable[Exported] = (), there: Iterable[Exported] = (), *, by_time: bool = False
    ) -> None:
        self.by_time = by_time
        self.there = {event.uid: event for event in there}
        self.known = {event.uid: event for event in known}
        self.slots = {(event.reminder, event.slot): event.uid for event in self.known.values()}
        self.events = dict(self.there)
        """Each that is known or there, by its id, with the higher of its sequences."""
        for uid, event in self.known.items():
            sequence = max(event.sequence, self.there.get(uid, event).sequence)
            self.events[uid] = replace(event, sequence=sequence)


def made_id(reminder: str, slot: str) -> str:
    """Return the id that an event has that was never exported before."""
    return str(uuid5(NAMESPACE_URL, f"coach:reminder:{reminder}:{slot}"))


def chosen_id(given: Given, reminder: str, slot: str, by_time: str) -> str:
    """Return the id of an event: the one it had, if it had one. `by_time` is what its time makes of it."""
    if (reminder, slot) in given.slots:
        return given.slots[reminder, slot]
    before = made_id(reminder, by_time)
    if before not in given.known and (given.by_time or before in given.there):
        return before
    return made_id(reminder, slot)


def revised(event: Exported, given: Given) -> Exported:
    """Return an event with its sequence: higher by one where it has changed, or had been cancelled."""
    old = given.events.get(event.uid)
    if old is None:
        return event
    if old.content in ("", event.content) and not old.cancelled:
        return replace(event, sequence=old.sequence, changed=old.changed)
    return replace(event, sequence=old.sequence + 1)


def cancelled(events: Iterable[Exported], given: Given, now: datetime) -> tuple[Exported, ...]:
    """Return what is to be cancelled: what went, and would still come where it was exported to."""
    there = {uid for uid, event in given.there.items() if not event.cancelled}
    stay = {event.uid for event in events}
    gone = (
        event
        for event in given.events.values()
        if event.uid not in stay and (event.uid in there or not event.cancelled) and _comes(event, now)
    )
    return tuple(
        replace(event, sequence=event.sequence + 1, changed=now, cancelled=True)
        for event in sorted(gone, key=lambda event: event.uid)
    )


def _comes(event: Exported, now: datetime) -> bool:
    if event.last is None:
        return True
    return (event.last if event.last.tzinfo else event.last.replace(tzinfo=UTC)) > now
