"""Real things that tests hear, watch or type at. Whatever uses one goes by real time (see `lanes`)."""

from collections.abc import Iterator

import pytest
from terminal import Terminal, has_tmux

from bench.recording import Sink, available


@pytest.fixture(scope="module")
def sink(in_real_time: None) -> Iterator[Sink]:
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
