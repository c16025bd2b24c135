"""Real things that tests hear, watch or type at. Whatever uses one goes by real time (see `lanes`)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from lived import side_by_side
from terminal import Terminal, has_tmux

from bench.recording import Sink, available


@pytest.fixture(scope="module")
def sink(alone_with_sound: None) -> Iterator[Sink]:
    """Give a sound server with one sink, to be recorded."""
    if not available():
        pytest.skip("there is no PulseAudio to record from")
    with Sink() as one:
        yield one


@pytest.fixture
def terminals(in_real_time: None) -> type[Terminal]:
    """Give what opens a terminal."""
    if not has_tmux():
        pytest.skip("there is no tmux to make a terminal")
    return Terminal


@pytest.fixture(scope="session")
def scene(
    alone_with_sound: None, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Any]]:
    """Give what returns a scene's outcome, once it is over.

    A session lasts as long as it is told aloud, so the scenes of all the modules that use this are
    played as far as they can be at once. A module's `ALONE` scenes, which time what is heard, come
    first, beside its `LONG` ones; then its `SCENES`, as many at once as two cores bear.
    """
    modules = dict.fromkeys(
        item.module
        for item in request.session.items
        if isinstance(item, pytest.Function) and "scene" in item.fixturenames
    )
    alone, long, others = (
        [one for module in modules for one in getattr(module, name, ())]
        for name in ("ALONE", "LONG", "SCENES")
    )
    # A short folder: the path of a terminal's socket ends at 108 bytes.
    with side_by_side(alone, long, others, tmp_path_factory.mktemp("s")) as outcome:
        yield outcome
