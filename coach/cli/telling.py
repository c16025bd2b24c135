"""Where a session is told: its face and the history. Neither holds it up.

At its end both are waited for, so long at most as a person would.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Final

from coach.cli import blocked, output
from coach.clock import Clock
from coach.grammar import counted
from coach.session.events import Event
from coach.session.outlet import Observer, Outlet
from coach.units import Seconds

Note = Callable[[str], None]

_SOON: Final = Seconds(1)
"""How long the history is waited for without a word."""
_HISTORY: Final = Seconds(40)
"""How long it is waited for: other programs seldom hold it for more than half a minute."""
_SCREEN: Final = Seconds(2)
"""How long the face is waited for: what it has yet to show is there at once, or nobody reads it."""


@contextmanager
def telling(*, as_json: bool, keeps: bool) -> Iterator[tuple[Note, Sequence[Callable[[Event], None]]]]:
    """Give what takes a line for the person, and the observers; wait for what they have yet to tell."""
    notes = Outlet("notes", lambda _: None)

    def note(text: str) -> None:
        notes.put(partial(_said, text))

    screen = Outlet("screen", lambda count: note(_left_out(count)))
    try:
        with _history(note) if keeps else _nothing() as observers:
            yield note, (_face(screen, note, as_json=as_json), *observers)
    finally:
        shown, told = _closed(screen, _SCREEN), _closed(notes, _SCREEN)
        blocked.streams = not (shown and told)


def _face(screen: Outlet, note: Note, *, as_json: bool) -> Observer:
    from coach.screen.plain import JsonLines, Plain

    face: Callable[[Event], None] = JsonLines(output.now) if as_json else Plain(output.told)
    return Observer(screen, lambda event: partial(face, event), partial(_failed, note))


@contextmanager
def _nothing() -> Iterator[Sequence[Observer]]:
    yield ()


@contextmanager
def _history(note: Note) -> Iterator[Sequence[Observer]]:
    from coach.history.record import Recorder
    from coach.history.store import Store

    outlet = Outlet("history", lambda _: None)
    recorder = Recorder(Store.open, Clock().now)  # a connection of its own: it is one thread's alone
    try:
        yield (Observer(outlet, recorder.insisting, partial(_failed, note)),)
    finally:
        outlet.put(recorder.close)
        if not _closed(outlet, _SOON):
            note(f"Another program holds the history. Waiting for it, {_HISTORY:g} seconds at most.")
            if not _closed(outlet, _HISTORY):
                lost = ", ".join(recorder.unwritten) or "the end of the session"
                note(f"The history was held to the last, so this is not in it: {lost}.")


def _closed(outlet: Outlet, patience: Seconds) -> bool:
    """Wait for an outlet; Ctrl-C is enough of it."""
    with suppress(KeyboardInterrupt):
        return outlet.close(patience)
    return False


def _failed(note: Note, error: Exception) -> None:
    note(f"The session goes on without one of its records: {error}")


def _left_out(count: int) -> str:
    return f"Nobody read what was shown for a while, so {counted(count, 'cue')} were left out of it."


def _said(text: str) -> None:
    with suppress(OSError, ValueError):  # a terminal that was closed
        output.note(text)
