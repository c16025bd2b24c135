"""Whoever controls a session stands beside the others, and all are ended with it."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from lived import NO_SOUND, at_home

from coach import start
from coach.config.settings import load
from coach.control.controller import Controller, Put
from coach.preparation import Preparation
from coach.routine.library.library import default
from coach.session.events import Ended, Event
from coach.session.inputs import Asked, Command, Interrupted
from coach.session.wanted import Wanted
from coach.speech.own_pronunciation import own_pronunciation

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no system's voice to be sure of")


@pytest.fixture
def request_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> start.Request:
    for name, value in {**NO_SOUND, "COACH_HOME": str(at_home(tmp_path)), "COACH_VOICE": "espeak"}.items():
        monkeypatch.setenv(name, value)
    settings = load({"rate": 220, "detail": "quiet"}).settings
    preparation = Preparation(Wanted("short", settings), default(), has_history=lambda: False)
    return start.Request(preparation, own_pronunciation("espeak", 220), note=lambda _: None)


def played(request: start.Request, *controllers: Controller) -> tuple[int, list[Event]]:
    """Return the exit code of a session that these control, and what it told."""
    events: list[Event] = []
    manner = start.SessionSetup(
        observers=(events.append,), controllers=controllers, stop_process=lambda: None
    )
    with start.open_session(request) as there:
        return start.run(there, manner), events


def test_no_look_for_garbage_holds_up_the_first_words_while_the_rest_loads(
    request_for_it: start.Request,
) -> None:
    """It holds the interpreter, which the sound needs, for longer than sound is given out ahead."""
    enabled: dict[str, bool] = {}

    @contextmanager
    def controller(put: Put) -> Iterator[None]:
        enabled["loaded"] = gc.isenabled()
        put(Asked(Command.STOP))
        yield

    manner = start.SessionSetup(observers=(), controllers=(controller,), stop_process=lambda: None)
    with start.open_session(request_for_it) as session:
        enabled["loading"] = gc.isenabled()
        start.run(session, manner)

    assert enabled == {"loading": False, "loaded": True}
    assert gc.isenabled()


def test_each_of_several_is_heard_and_they_are_ended_in_the_opposite_order(
    request_for_it: start.Request,
) -> None:
    seen: list[str] = []

    def named(name: str, *inputs: Asked | Interrupted) -> Controller:
        @contextmanager
        def controller(put: Put) -> Iterator[None]:
            seen.append(f"{name} begins")
            for one in inputs:
                put(one)
            yield
            seen.append(f"{name} ends")

        return controller

    stop, interrupt = Asked(Command.STOP), Interrupted()
    code, events = played(request_for_it, named("one", stop), named("other", interrupt, interrupt))

    assert code == 130
    assert seen == ["one begins", "other begins", "other ends", "one ends"]
    assert [event.finished for event in events if isinstance(event, Ended)] == [False]


def test_one_that_cannot_begin_ends_the_others_and_the_session_has_not_begun(
    request_for_it: start.Request,
) -> None:
    seen: list[str] = []

    @contextmanager
    def first(_: Put) -> Iterator[None]:
        try:
            yield
        finally:
            seen.append("ended")

    @contextmanager
    def failing(_: Put) -> Iterator[None]:
        if not seen:
            raise OSError("no socket")
        yield

    with pytest.raises(OSError, match="no socket"):
        played(request_for_it, first, failing)

    assert seen == ["ended"]
