"""What a stream gives out, sample by sample, however it is pulled; and that a simulated one does alike."""

from collections.abc import Callable, Iterable

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from simulated import Device

from coach.sound.mix import FADE, Sound, Sounding
from coach.sound.stream import NEARLY_OUT, Stream
from coach.time.units import RATE, Samples

BLOCK = 960
LATENCY = Samples(4800)

blocks = st.lists(st.integers(1, 1500), min_size=1, max_size=30)
places = st.lists(st.tuples(st.integers(0, 9000), st.integers(1, 3000)), max_size=8)


def stream(told: list[int] | None = None) -> Stream:
    return Stream((told if told is not None else []).append, LATENCY)


def simulated(told: list[int] | None = None) -> Device:
    return Device((told if told is not None else []).append)


either = pytest.mark.parametrize("made", [stream, simulated])
Made = Callable[[list[int] | None], Stream | Device]


def noise(count: int, seed: int = 0) -> Sound:
    """Return a sound in which no sample is like its neighbours, nor nought."""
    chosen = np.random.default_rng(seed).integers(500, 3000, count)
    return (chosen * np.where(np.arange(count) % 2, 1, -1)).astype(np.int16)


def level(count: int, value: int = 8000) -> Sound:
    return np.full(count, value, dtype=np.int16)


def laid(pairs: Iterable[tuple[int, int]]) -> tuple[Sounding, ...]:
    return tuple(Sounding(Samples(start), noise(count, seed)) for seed, (start, count) in enumerate(pairs))


def together(sounds: Iterable[Sounding], count: int) -> Sound:
    """Return what sounds in the first `count` samples, added up one by one."""
    total = np.zeros(count + 40_000, dtype=np.int64)
    for one in sounds:
        total[one.start : one.end] += one.sound
    return np.clip(total[:count], -32768, 32767).astype(np.int16)


def pulled(source: Stream, counts: Iterable[int]) -> Sound:
    return np.concatenate([source.pull(count) for count in counts])


@given(places, blocks)
def test_each_sound_comes_out_exactly_where_it_was_laid_whatever_the_blocks(
    pairs: list[tuple[int, int]], counts: list[int]
) -> None:
    source, sounds = stream(), laid(pairs)
    source.lay(sounds, Samples(20_000), 0)

    heard = pulled(source, counts)

    meant = together(sounds, 20_000)
    assert np.array_equal(heard[:20_000], meant[: len(heard)])
    assert not heard[20_000:].any()
    assert source.position == min(sum(counts), 20_000)


@given(blocks, st.integers(1, 5), blocks)
def test_a_hold_stands_still_and_goes_on_from_the_same_sample(
    before: list[int], held_for: int, after: list[int]
) -> None:
    source, sound = stream(), noise(80_000)
    source.lay((Sounding(Samples(0), sound),), Samples(80_000), 0)
    at = len(pulled(source, before))
    source.hold()

    fading = source.pull(BLOCK)
    still = pulled(source, [BLOCK] * held_for)
    stood = source.position
    source.go()
    again = pulled(source, after)

    assert np.all(np.abs(fading[:FADE]) <= np.abs(sound[at : at + FADE]))
    assert not fading[FADE:].any()
    assert not still.any()
    assert stood == at
    risen = min(FADE, after[0])
    assert np.array_equal(again[risen:], sound[at + risen : at + len(again)])
    assert np.all(np.abs(again[:risen]) <= np.abs(sound[at : at + risen]))
    assert source.position == at + len(again)


def test_a_hold_and_a_go_make_no_step_that_would_click() -> None:
    source = stream()
    source.lay((Sounding(Samples(0), level(40_000)),), Samples(40_000), 0)
    source.pull(BLOCK)

    source.hold()
    down = source.pull(BLOCK)
    source.go()
    up = source.pull(BLOCK)

    heard = np.concatenate([level(1), down, up]).astype(int)
    assert np.abs(np.diff(heard)).max() <= 8000 / (FADE - 1) + 1


@given(places, blocks, places, blocks)
def test_a_swap_disturbs_nothing_that_goes_on(
    kept: list[tuple[int, int]], before: list[int], more: list[tuple[int, int]], after: list[int]
) -> None:
    source, stay = stream(), laid(kept)
    at = sum(before)
    new = tuple(Sounding(Samples(at + start), noise(count, 99)) for start, count in more)
    source.lay(stay, Samples(90_000), 0)

    first = pulled(source, before)
    source.lay((*stay, *new), Samples(90_000), 1)
    second = pulled(source, after)

    heard = np.concatenate([first, second])
    assert np.array_equal(heard, together((*stay, *new), len(heard)))


@given(blocks, blocks)
def test_what_is_dropped_fades_out_and_is_gone(before: list[int], after: list[int]) -> None:
    source = stream()
    source.lay((Sounding(Samples(0), level(80_000)),), Samples(80_000), 0)
    pulled(source, before)

    source.lay((), Samples(80_000), 1)
    heard = pulled(source, after).astype(int)

    fade = min(FADE, after[0])
    steps = np.diff(np.concatenate([[8000], heard]))
    assert np.all(steps <= 0)
    assert np.abs(steps).max() <= 8000 / max(1, fade - 1) + 1
    assert not heard[fade:].any()


def test_a_sound_that_had_not_begun_is_dropped_without_a_trace() -> None:
    source = stream()
    source.lay((Sounding(Samples(BLOCK), level(5000)),), Samples(9000), 0)
    source.pull(BLOCK)

    source.lay((), Samples(9000), 1)
    heard = pulled(source, [BLOCK] * 3)

    assert not heard.any()


@given(blocks, blocks)
def test_the_position_stands_still_at_the_end_and_what_is_laid_late_begins_there(
    before: list[int], after: list[int]
) -> None:
    source, late = stream(), noise(30_000)
    source.lay((Sounding(Samples(0), noise(100)),), Samples(100), 0)

    pulled(source, [100, *before])
    stood = source.position
    source.lay((Sounding(Samples(100), late),), Samples(90_000), 1)
    heard = pulled(source, after)

    assert stood == 100
    assert np.array_equal(heard[: len(late)], late[: len(heard)])
    assert source.position == 100 + sum(after)


@either
@given(blocks)
def test_the_token_comes_back_once_within_the_block_that_comes_near_the_end(
    made: Made, counts: list[int]
) -> None:
    told: list[int] = []
    source = made(told)
    near = 5000
    source.lay((), Samples(near + NEARLY_OUT), 7)

    heard = []
    for count in counts:
        source.pull(count)
        heard.append(list(told))

    gone = np.cumsum(counts)
    assert heard == [[7] if position >= near else [] for position in gone]


@either
def test_each_plan_is_told_of_by_its_own_token(made: Made) -> None:
    told: list[int] = []
    source = made(told)

    for token in (1, 2, 2, 3):
        source.lay((), Samples(BLOCK * token), token)
        for _ in range(3):
            source.pull(BLOCK)

    assert told == [1, 2, 3]


@either
def test_nothing_is_nearly_out_before_anything_is_laid_nor_while_it_holds(made: Made) -> None:
    told: list[int] = []
    source = made(told)

    for _ in range(3):
        source.pull(BLOCK)
    source.hold()
    source.lay((), Samples(BLOCK), 4)
    for _ in range(3):
        source.pull(BLOCK)
    before = list(told)
    source.go()
    source.pull(BLOCK)

    assert before == []
    assert told == [4]


def heard_of(source: Device, count: int) -> list[bool]:
    """Return for each of the next samples whether something sounds in it."""
    begin, heard = source.position, [False] * count
    for start, end in source.pull(count):
        heard[start - begin : end - begin] = [True] * (end - start)
    return heard


lays = st.tuples(places, st.integers(-5000, 60_000), st.none() | st.integers(0, 9000))


@given(st.lists(st.integers(FADE, 12_000) | st.sampled_from(["hold", "go"]) | lays, max_size=40))
@example([([], NEARLY_OUT + 1000, None), 999, 999])
def test_a_simulated_stream_is_where_the_real_one_is_and_sounds_and_tells_as_it_does(
    doings: list[int | str | tuple[list[tuple[int, int]], int, int | None]],
) -> None:
    told: list[int] = []
    told_too: list[int] = []
    real, source = stream(told), simulated(told_too)

    for token, doing in enumerate(doings):
        match doing:
            case int():
                assert np.array_equal(real.pull(doing)[FADE:] != 0, heard_of(source, doing)[FADE:])
            case "hold":
                real.hold()
                source.hold()
            case "go":
                real.go()
                source.go()
            case (list() as pairs, int() as length, None | int() as place):
                start = real.position if place is None else place
                sounds = tuple(Sounding(Samples(start + at), level(count)) for at, count in pairs)
                at = None if place is None else Samples(place)
                real.lay(sounds, Samples(start + length), token, at)
                source.lay(sounds, Samples(start + length), token, at)
        assert (source.position, told_too) == (real.position, told)


@pytest.mark.parametrize(("loud", "share"), [(100, 1.0), (50, 0.25), (0, 0.0), (-5, 0.0), (400, 1.0)])
def test_a_volume_is_reached_with_the_next_block_and_without_a_step(loud: int, share: float) -> None:
    source = stream()
    source.lay((Sounding(Samples(0), level(40_000)),), Samples(40_000), 0)
    source.pull(BLOCK)

    source.volume(loud)
    turning, then = source.pull(BLOCK), source.pull(BLOCK)

    assert np.all(np.abs(then - round(8000 * share)) <= 1)
    assert (
        np.abs(np.diff(np.concatenate([level(1), turning, then]).astype(int))).max() <= 8000 / (BLOCK - 1) + 1
    )


def test_a_volume_set_before_the_first_sound_holds_from_its_first_sample() -> None:
    source = stream()
    source.volume(0)
    source.lay((Sounding(Samples(0), level(5000)),), Samples(5000), 0)

    heard = pulled(source, [BLOCK] * 3)

    assert not heard.any()


def test_quiet_is_given_out_first_and_the_position_waits_for_it() -> None:
    source, sound = stream(), noise(5000)
    source.keep_quiet(Samples(2 * BLOCK))
    source.lay((Sounding(Samples(0), sound),), Samples(5000), 0)

    quiet = pulled(source, [BLOCK] * 2)
    waited = source.position
    heard = source.pull(BLOCK)

    assert not quiet.any()
    assert waited == 0
    assert np.array_equal(heard, sound[:BLOCK])


def test_with_a_place_the_stream_goes_on_from_there_and_says_so_at_once() -> None:
    source, sound = stream(), noise(60_000)
    source.lay((Sounding(Samples(0), sound),), Samples(60_000), 0)
    source.pull(BLOCK)

    source.lay((Sounding(Samples(0), sound),), Samples(60_000), 1, Samples(30_000))
    said = source.position
    heard = source.pull(BLOCK)

    assert said == 30_000
    assert np.array_equal(heard[FADE:], sound[30_000 + FADE : 30_000 + BLOCK])


def test_a_place_is_not_lost_when_the_plan_is_replaced_within_a_block() -> None:
    source, sound = stream(), noise(60_000)
    source.lay((), Samples(60_000), 0, Samples(30_000))
    source.lay((Sounding(Samples(0), sound),), Samples(60_000), 1)

    heard = source.pull(BLOCK)

    assert np.array_equal(heard, sound[30_000 : 30_000 + BLOCK])


def test_what_goes_wrong_is_silence_and_time_goes_on() -> None:
    source = stream()
    broken: Sound = np.array(["no sound"] * 5000)
    source.lay((Sounding(Samples(0), broken),), Samples(5000), 0)

    heard = pulled(source, [BLOCK] * 2)

    assert len(heard) == 2 * BLOCK
    assert not heard.any()
    assert source.failed
    assert source.position == 2 * BLOCK


def test_a_listener_that_fails_stops_no_sound() -> None:
    def fail(token: int) -> None:
        raise RuntimeError(str(token))

    source, sound = Stream(fail, LATENCY), noise(5000)
    source.lay((Sounding(Samples(0), sound),), Samples(5000), 0)

    heard = pulled(source, [BLOCK] * 3)

    assert source.failed
    assert np.array_equal(heard[BLOCK:], sound[BLOCK : 3 * BLOCK])


@given(st.lists(st.sampled_from(["pull", "hold", "go", "lay"]), max_size=40))
@example(12 * ["pull"] + ["lay", "pull"])
def test_what_is_heard_never_goes_back_nor_before_what_was_given_out(doings: list[str]) -> None:
    source = stream()
    source.lay((), Samples(10 * BLOCK), 0)
    heard = [int(source.heard)]

    for doing in doings:
        match doing:
            case "pull":
                source.pull(BLOCK)
            case "hold":
                source.hold()
            case "go":
                source.go()
            case _:
                source.lay((), Samples(source.position + 5 * BLOCK), 1)
        heard.append(int(source.heard))

    assert heard == sorted(heard)
    assert source.heard <= source.position


def test_all_is_heard_once_the_latency_has_passed() -> None:
    source = stream()
    source.lay((), Samples(3 * BLOCK), 0)
    pulled(source, [BLOCK] * 3)
    under_way = source.heard

    pulled(source, [BLOCK] * (LATENCY // BLOCK))

    assert under_way < 3 * BLOCK
    assert source.heard == source.position == 3 * BLOCK


def test_a_sum_that_is_too_loud_is_held_and_does_not_wrap() -> None:
    source = stream()
    loud = tuple(Sounding(Samples(0), level(RATE, 30_000)) for _ in range(3))
    source.lay(loud, Samples(RATE), 0)

    heard = source.pull(BLOCK)

    assert np.all(heard == 28212)


def test_an_opening_is_given_out_after_the_quiet_and_the_position_waits_for_it() -> None:
    source, sound = stream(), noise(5000)
    source.keep_quiet(Samples(BLOCK))
    source.open_with(level(BLOCK + 100))
    source.lay((Sounding(Samples(0), sound),), Samples(5000), 0)

    heard = pulled(source, [BLOCK] * 4)

    assert not heard[:BLOCK].any()
    assert np.array_equal(heard[BLOCK : 2 * BLOCK + 100], level(BLOCK + 100))
    assert not heard[2 * BLOCK + 100 : 3 * BLOCK].any()
    assert np.array_equal(heard[3 * BLOCK :], sound[:BLOCK])
    assert source.position == BLOCK


def test_an_opening_is_as_loud_as_was_asked_for() -> None:
    source = stream()
    source.volume(0)
    source.open_with(level(BLOCK))

    assert not source.pull(BLOCK).any()
