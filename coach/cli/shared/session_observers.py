"""The observers of a session: its face and the history. Neither holds the session up.

At its end both are waited for, at most as long as a person would wait.
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

_STEP_PATIENCE: Final = Seconds(0.3)
"""How long the face waits for the history at a step's end, where another program holds the history."""
_QUIET_PATIENCE: Final = Seconds(1)
"""How long the history is waited for without a message."""
_HISTORY_PATIENCE: Final = Seconds(40)
"""How long the history is waited for: other programs seldom hold it for more than half a minute."""
_FACE_PATIENCE: Final = Seconds(2)
"""How long the face is waited for: it shows what is left at once, or nobody reads it."""


@contextmanager
def note_writer() -> Iterator[Note]:
    """Give the function that writes a note to the person; at the end wait until all notes are written."""
    notes = Outlet("notes", lambda _: None)
    try:
        yield lambda text: notes.put(partial(_write_note, text))
    finally:
        blocked_streams.streams |= not _close(notes, _FACE_PATIENCE)


@contextmanager
def session_observers(
    note: Note, face: "Face", *, keeps: bool
) -> Iterator[Sequence[Callable[["Event"], None]]]:
    """Give the observers; at the end wait until they are done."""
    screen = Outlet("screen", lambda count: note(_omission(count)))
    try:
        with _history(note) if keeps else _no_history() as (history, wait_for_history):
            yield *history, _screen_observer(screen, note, wait_for_history, _event_writer(face))
    finally:
        blocked_streams.streams |= not _close(screen, _FACE_PATIENCE)


def _event_writer(face: "Face") -> Callable[["Event"], None]:
    """Return what writes the events. A session is never drawn: a terminal gets its lines, too."""
    from coach.cli.shared.face import Face
    from coach.screen.plain import JsonLines, Plain

    match face:
        case Face.JSON:
            return JsonLines(output.program_line)
        case Face.PLAIN | Face.DRAWN:
            return Plain(output.harmless_lines)


def _screen_observer(
    screen: Outlet, note: Note, wait_for_history: Callable[[], object], write: Callable[["Event"], None]
) -> "Observer":
    """Return the observer that shows events.

    A step is in the history before it is shown as over, so that a kill loses none.
    """
    from coach.session.events import Ended, StepStarted
    from coach.session.observer import Observer

    def show(event: "Event") -> None:
        if isinstance(event, StepStarted | Ended):
            wait_for_history()
        write(event)

    return Observer(screen, lambda event: partial(show, event), partial(_note_failure, note))


_HistoryParts = tuple[Sequence["Observer"], Callable[[], object]]
"""The history's observers, and what waits a little until they have written their events."""


@contextmanager
def _no_history() -> Iterator[_HistoryParts]:
    yield (), lambda: None


@contextmanager
def _history(note: Note) -> Iterator[_HistoryParts]:
    from coach.history.recorder import Recorder
    from coach.history.sessions import Sessions
    from coach.session.observer import Observer

    outlet = Outlet("history", lambda _: None)
    recorder = Recorder(Sessions.open, Clock().now)  # its own connection, since only one thread may use it
    try:
        yield (
            (Observer(outlet, recorder.job_for, partial(_note_failure, note)),),
            partial(outlet.wait_until_done, _STEP_PATIENCE),
        )
    finally:
        outlet.put(recorder.close)
        if not _close(outlet, _QUIET_PATIENCE):
            note(f"Another program holds the history. Waiting for it, {_HISTORY_PATIENCE:g} seconds at most.")
            if not _close(outlet, _HISTORY_PATIENCE):
                lost_steps = ", ".join(recorder.unwritten) or "the end of the session"
                note(f"The history was held to the last, so this is not in it: {lost_steps}.")


def _close(outlet: Outlet, patience: Seconds) -> bool:
    """Wait until an outlet is done; Ctrl-C ends the wait."""
    with suppress(KeyboardInterrupt):
        return outlet.close(patience)
    return False


def _note_failure(note: Note, error: Exception) -> None:
    note(f"The session goes on without one of its records: {error}")


def _omission(count: int) -> str:
    return f"Nobody read what was shown for a while, so {counted(count, 'cue')} were left out of it."


def _write_note(text: str) -> None:
    with suppress(OSError, ValueError):  # a terminal that was closed
        output.note(text)
