"""Which id each event of a calendar has, how often it was changed, and which are cancelled.

Pure. An id stays with the reminder, whatever its times: a reminder that is moved is the same
event, changed (RFC 5545, 3.8.7.4). A removed event is cancelled once, in such a way that a calendar
that cannot cancel shows one silent event in place of the whole series.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from coach.history.model import Exported


class PreviousExports:
    """The events of earlier exports. `in_file` are those in the very file that is now written over.

    `ids_by_time`: an older coach, which made ids from the times, may have exported events that are
    not known here.
    """

    def __init__(
        self, known: Iterable[Exported] = (), in_file: Iterable[Exported] = (), *, ids_by_time: bool = False
    ) -> None:
        self.ids_by_time = ids_by_time
        self.in_file = {event.uid: event for event in in_file}
        self.known = {event.uid: event for event in known}
        self.slots = {(event.reminder, event.slot): event.uid for event in self.known.values()}
        self.events = dict(self.in_file)
        """Each event that is known or in the file, by its id, with the higher of its sequences."""
        for uid, event in self.known.items():
            sequence = max(event.sequence, self.in_file.get(uid, event).sequence)
            self.events[uid] = replace(event, sequence=sequence)


def new_id(reminder: str, slot: str) -> str:
    """Return the id of an event that was never exported before."""
    return str(uuid5(NAMESPACE_URL, f"coach:reminder:{reminder}:{slot}"))


def event_id(previous: PreviousExports, reminder: str, slot: str, by_time: str) -> str:
    """Return the id of an event: the one it has, if any. `by_time` is its slot as older ids have it."""
    if (reminder, slot) in previous.slots:
        return previous.slots[reminder, slot]
    older_id = new_id(reminder, by_time)
    if older_id not in previous.known and (previous.ids_by_time or older_id in previous.in_file):
        return older_id
    return new_id(reminder, slot)


def with_sequence(event: Exported, previous: PreviousExports) -> Exported:
    """Return an event with its sequence: higher by one where it has changed, or had been cancelled."""
    old = previous.events.get(event.uid)
    if old is None:
        return event
    if old.content in ("", event.content) and not old.cancelled:
        return replace(event, sequence=old.sequence, changed=old.changed)
    return replace(event, sequence=old.sequence + 1)


def cancellations(
    events: Iterable[Exported], previous: PreviousExports, now: datetime
) -> tuple[Exported, ...]:
    """Return the cancellations of events that were removed here and would still come on a phone."""
    uids_in_file = {uid for uid, event in previous.in_file.items() if not event.cancelled}
    uids = {event.uid for event in events}
    removed = (
        event
        for event in previous.events.values()
        if event.uid not in uids
        and (event.uid in uids_in_file or not event.cancelled)
        and _still_comes(event, now)
    )
    return tuple(
        replace(event, sequence=event.sequence + 1, changed=now, cancelled=True)
        for event in sorted(removed, key=lambda event: event.uid)
    )


def _still_comes(event: Exported, now: datetime) -> bool:
    if event.last is None:
        return True
    return (event.last if event.last.tzinfo else event.last.replace(tzinfo=UTC)) > now
