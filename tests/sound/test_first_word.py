"""The first line of a session is laid as soon as it can be, once, and as loud as was asked for."""

import numpy as np
import pytest

from coach.cue.model import Spoken
from coach.sound.device import Output
from coach.sound.mix import Sound
from coach.sound.stream import Stream
from coach.start import FirstWord
from coach.time.units import Samples

LINE = Spoken("Desk reset.")
SOUND: Sound = np.arange(1, 3000, dtype=np.int16)


class Laid(Output):
    """A stream without a device: it gives out what is pulled."""

    def __init__(self) -> None:
        self._stream = Stream(lambda _: None, Samples(0))

    def pull(self, count: int) -> Sound:
        return self._stream.pull(count)


@pytest.mark.parametrize("made_first", [True, False])
def test_it_sounds_from_the_first_sample_whichever_comes_first(*, made_first: bool) -> None:
    first, device = FirstWord(LINE, 100), Laid()

    if made_first:
        first.take_sound(LINE, SOUND)
    first.take_device(device)
    if not made_first:
        first.take_sound(LINE, SOUND)

    assert np.array_equal(device.pull(960), SOUND[:960])
    assert device.position == 960


def test_another_line_is_not_the_first() -> None:
    first, device = FirstWord(LINE, 100), Laid()

    first.take_device(device)
    first.take_sound(Spoken("Next."), SOUND)

    assert not device.pull(960).any()
    assert device.position == 0


def test_without_a_first_line_nothing_is_laid_early() -> None:
    first, device = FirstWord(None, 100), Laid()

    first.take_device(device)
    first.take_sound(LINE, SOUND)

    assert not device.pull(960).any()


def test_a_muted_session_has_no_sample_of_it_heard() -> None:
    first, device = FirstWord(LINE, 0), Laid()

    first.take_sound(LINE, SOUND)
    first.take_device(device)

    assert not device.pull(960).any()
    assert device.position == 960


OPENING: Sound = np.full(960, 500, dtype=np.int16)


def test_an_opening_is_heard_where_the_line_is_not_made_when_the_stream_opens() -> None:
    first, device = FirstWord(LINE, 100, OPENING), Laid()

    first.take_device(device)
    opening = device.pull(960)
    waiting = device.pull(960)
    first.take_sound(LINE, SOUND)

    assert np.array_equal(opening, OPENING)
    assert not waiting.any()
    assert np.array_equal(device.pull(960), SOUND[:960])


def test_no_opening_is_heard_where_the_line_is_there_already() -> None:
    first, device = FirstWord(LINE, 100, OPENING), Laid()

    first.take_sound(LINE, SOUND)
    first.take_device(device)

    assert np.array_equal(device.pull(960), SOUND[:960])


def test_a_muted_session_has_no_opening() -> None:
    first, device = FirstWord(LINE, 0, OPENING), Laid()

    first.take_device(device)

    assert not device.pull(960).any()
