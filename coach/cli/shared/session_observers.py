"""Where a session is told: its face and the history. Neither holds it up.

At its end both are waited for, so long at most as a person would.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from coach.cli.shared import blocked_streams, output
from coach.language.grammar import counted
from coach.session.outlet import Outlet
from coach.time.clock import Clock
from coach.time.units import Seconds

if TYPE_CHECKING:
    from coach.cli.shared.face import Face
    from coach.session.events import Event
    from coach.session.observer import Observer

Note = Callable[[str], None]

_WRITTEN: Final = Seconds(0.3)
"""How long the face waits for the history at a step's end, where another program holds that."""
_SOON: Final = Seconds(1)
"""How long the history is waited for without a word."""
_HISTORY: Final = Seconds(40)
"""How long it is waited for: other programs seldom hold it for more than half a minute."""
_SCREEN: Final = Seconds(2)
"""How long the face is waited for: what it has yet to show is there at once, or nobody reads it."""


@contextmanager
def noting() -> Iterator[Note]:
    """Give what takes a line for the person; wait for what it has yet to tell."""
    notes = Outlet("notes", lambda _: None)
    try:
        yield lambda text: notes.put(partial(_said, text))
    finally:
        blocked_streams.streams |= not _closed(notes, _SCREEN)


@contextmanager
def telling(note: Note, face: "Face", *, keeps: bool) -> Iterator[Sequence[Callable[["Event"], None]]]:
    """Give the observers; wait for what they have yet to tell."""
    screen = Outlet("screen", lambda count: note(_left_out(count)))
    try:
        with _history(note) if keeps else _nothing() as (history, kept):
            yield *history, _screen(screen, note, kept, _written(face))
    finally:
        blocked_streams.streams |= not _closed(screen, _SCREEN)


def _written(face: "Face") -> Callable[["Event"], None]:
    """Return what writes the events. Nothing of a session is drawn: its lines serve there too."""
    from coach.cli.shared.face import Face
    from coach.screen.plain import JsonLines, Plain

    match face:
        case Face.JSON:
            return JsonLines(output.now)
        case Face.PLAIN | Face.DRAWN:
            return Plain(output.harmless_lines)


def _screen(
    screen: Outlet, note: Note, kept: Callable[[], object], write: Callable[["Event"], None]
) -> "Observer":
    """Return what writes events by an outlet. What is shown as over is kept by then: a kill loses none."""
    from coach.session.events import Ended, StepStarted
    from coach.session.observer import Observer

    def show(event: "Event") -> None:
        if isinstance(event, StepStarted | Ended):
            kept()
        write(event)

    return Observer(screen, lambda event: partial(show, event), partial(_failed, note))


_History = tuple[Sequence["Observer"], Callable[[], object]]
"""Its observers, and what waits a little until they have kept what they were told."""


@contextmanager
def _nothing() -> Iterator[_History]:
    yield (), lambda: None


@contextmanager
def _history(note: Note) -> Iterator[_History]:
    from coach.history.recorder import Recorder
    from coach.history.sessions import Sessions
    from coach.session.observer import Observer

    outlet = Outlet("history", lambda _: None)
    recorder = Recorder(Sessions.open, Clock().now)  # a connection of its own: it is one thread's alone
    try:
        yield (
            (Observer(outlet, recorder.insisting, partial(_failed, note)),),
            partial(outlet.settled, _WRITTEN),
        )
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
