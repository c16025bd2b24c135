"""Cues keep their moment and their whole length; what does not fit is told, never cut."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coach.cue.model import (
    Beat,
    Chime,
    ChimeName,
    Cue,
    Fixed,
    Line,
    Measure,
    MeasureOf,
    RestBlock,
    Role,
    Spoken,
    Timeline,
)
from coach.cue.timeline import CLEAR, resume_at, splice, timeline, unit_at
from coach.time.units import RATE, Samples

SECOND = Samples(RATE)


def lengths(**seconds: float) -> dict[str, Samples]:
    return {name: Samples(round(s * RATE)) for name, s in seconds.items()}


def measured(table: dict[str, Samples], onset: int = 0) -> MeasureOf:
    def measure(cue: Cue) -> Measure:
        return Measure(table[cue.text], Samples(onset)) if isinstance(cue, Spoken) else Measure(Samples(480))

    return measure


def counts(number: int, room: int = RATE - 100) -> Beat:
    fixed = tuple(
        Fixed(Samples(i * RATE), (Spoken(str(i), Role.COUNT),), Samples(room)) for i in range(number)
    )
    return Beat(Samples(number * RATE), fixed, unit=SECOND)


def test_a_line_is_followed_after_its_whole_clip_and_its_gap() -> None:
    laid = timeline(
        [Line(Spoken("a"), SECOND), Line(Spoken("b"), Samples(0))], measured(lengths(a=2.0, b=1.0))
    )

    assert [(t.start, t.until) for t in laid.cues] == [(0, 2 * RATE), (3 * RATE, 4 * RATE)]
    assert laid.length == 4 * RATE


@given(st.lists(st.integers(1, RATE - 200), min_size=1, max_size=60))
def test_counting_never_drifts_whatever_the_clips(clips: list[int]) -> None:
    table = {str(i): Samples(length) for i, length in enumerate(clips)}

    laid = timeline([counts(len(clips))], measured(table))

    assert [t.start for t in laid.cues] == [i * RATE for i in range(len(clips))]
    assert laid.length == len(clips) * RATE


def test_a_count_begins_before_its_beat_by_as_much_as_the_ear_needs() -> None:
    table = {str(i): Samples(20_000) for i in range(3)}

    laid = timeline([Line(Spoken("0"), SECOND), counts(3)], measured(table, onset=4_000))

    beats = [t.start for t in laid.cues if t.pinned]
    assert beats == [20_000 + RATE + i * RATE - 4_000 for i in range(3)]


def test_a_word_longer_than_its_beat_is_left_out_and_named() -> None:
    laid = timeline([counts(2)], measured({"0": Samples(50_000), "1": Samples(10_000)}))

    assert [t.cue for t in laid.cues] == [Spoken("1", Role.COUNT)]
    assert [(x.cue, x.length) for x in laid.too_long] == [(Spoken("0", Role.COUNT), 50_000)]


def test_an_optional_cue_without_room_is_let_go_in_silence() -> None:
    beat = Beat(SECOND, (Fixed(Samples(0), (Spoken("a"),), Samples(100), optional=True),))

    laid = timeline([beat], measured(lengths(a=0.5)))

    assert laid.cues == ()
    assert laid.too_long == ()


def test_a_rest_is_as_long_as_its_words_need_and_never_shorter_than_it_says() -> None:
    words = RestBlock(Samples(2 * RATE), head=(Spoken("a"),), quiet=SECOND, lead=SECOND)
    table = lengths(a=0.5)

    short = timeline([words], measured(table))
    long = timeline([words], measured(lengths(a=5.0)))

    assert short.length == round(2.85 * RATE)
    assert long.length == round(7.35 * RATE)
    assert timeline([RestBlock(Samples(9 * RATE), head=(Spoken("a"),))], measured(table)).length == 9 * RATE


def test_the_tail_of_a_rest_ends_before_the_lead_in_which_ends_with_the_rest() -> None:
    rest = RestBlock(
        Samples(30 * RATE),
        head=(Spoken("rest"),),
        tail=(Spoken("set two"),),
        settle=SECOND,
        lead_in=(Fixed(Samples(0), (Spoken("ready"),), SECOND),),
        lead=Samples(3 * RATE),
    )

    laid = timeline([rest], measured({"rest": SECOND, "set two": SECOND, "ready": Samples(20_000)}))

    starts = {t.cue.text: t.start for t in laid.cues if isinstance(t.cue, Spoken)}
    assert starts["ready"] == 27 * RATE
    assert starts["set two"] == round((27 - 1 - 1.35) * RATE)
    assert laid.length == 30 * RATE


@given(
    st.lists(st.floats(0.2, 6.0), max_size=6),
    st.lists(st.integers(1, 58), max_size=8, unique=True),
)
def test_spread_cues_never_touch_a_count_and_keep_their_order(cues: list[float], moments: list[int]) -> None:
    table = {f"cue {i}": Samples(round(s * RATE)) for i, s in enumerate(cues)} | {"count": Samples(24_000)}
    fixed = tuple(Fixed(Samples(m * RATE), (Spoken("count"),), Samples(40_000)) for m in sorted(moments))

    laid = timeline(
        [Beat(Samples(60 * RATE), fixed, tuple(Spoken(f"cue {i}") for i in range(len(cues))))],
        measured(table),
    )

    ordered = sorted(laid.cues, key=lambda t: t.start)
    assert all(a.until <= b.start for a, b in pairwise(ordered))
    spread = [t for t in ordered if not t.pinned]
    assert [t.cue for t in spread] == sorted((t.cue for t in spread), key=lambda c: str(c))
    assert all(
        t.until + CLEAR <= p.start or p.until + CLEAR <= t.start for t in spread for p in ordered if p.pinned
    )
    assert laid.length == 60 * RATE


def test_a_tick_sounds_under_a_spoken_cue() -> None:
    ticks = tuple(Fixed(Samples(i * RATE), (Chime(ChimeName.TICK),), SECOND) for i in range(20))

    laid = timeline([Beat(Samples(20 * RATE), ticks, (Spoken("a"),))], measured(lengths(a=4.0)))

    assert sum(isinstance(t.cue, Chime) for t in laid.cues) == 20
    assert any(isinstance(t.cue, Spoken) for t in laid.cues)


def test_going_on_after_an_interruption_starts_the_cut_repetition_again() -> None:
    laid = timeline(
        [Line(Spoken("0"), SECOND), counts(3)], measured({str(i): Samples(20_000) for i in range(3)})
    )
    begin = laid.work[0]

    assert resume_at(laid, Samples(begin + RATE + 30_000)) == begin + RATE
    assert resume_at(laid, Samples(10_000)) == 0
    assert resume_at(laid, Samples(begin - 10)) == begin - 10


def test_a_longer_bout_keeps_what_has_begun_and_takes_the_rest() -> None:
    table = {str(i): Samples(20_000) for i in range(9)}
    old, new = timeline([counts(3)], measured(table)), timeline([counts(6)], measured(table))

    joined = splice(old, new, Samples(RATE + 10))

    assert [t.start for t in joined.cues] == [i * RATE for i in range(6)]
    assert joined.length == 6 * RATE


def test_a_repetition_started_again_has_its_number_however_often_it_is_cut() -> None:
    onset = Measure(Samples(20_000), Samples(4_000))
    laid = timeline([Line(Spoken("a"), SECOND), counts(3)], lambda _: onset)
    begin = laid.work[0]

    once = resume_at(laid, Samples(begin + RATE + 30_000))

    assert once == begin + RATE - 4_000
    assert once in [t.start for t in laid.cues]
    assert resume_at(laid, once) == once
    assert unit_at(laid, once) == 1


def test_going_on_after_an_interruption_gives_a_cut_lead_in_whole() -> None:
    lead_in = tuple(Fixed(Samples(i * RATE), (Spoken(str(i)),), SECOND) for i in range(3))
    before = RestBlock(Samples(0), lead_in=lead_in, lead=Samples(3 * RATE))
    laid = timeline([before, counts(3)], measured({str(i): Samples(20_000) for i in range(3)}))

    assert laid.work[0] == 3 * RATE
    assert resume_at(laid, Samples(2 * RATE + 30_000)) == 0
    assert resume_at(laid, Samples(3 * RATE)) == 0
    assert resume_at(laid, Samples(3 * RATE + 1)) == 3 * RATE


def test_a_longer_bout_keeps_every_line_before_its_work_wherever_it_is_joined() -> None:
    table = {"six": Samples(40_000), "nine": Samples(10_000), "Sit.": Samples(30_000)}
    table |= {str(i): Samples(20_000) for i in range(9)}

    def of(word: str, many: int) -> Timeline:
        words = (Spoken(word), Spoken("Sit."))
        return timeline([RestBlock(Samples(0), words, quiet=SECOND), counts(many)], measured(table))

    old, new = of("six", 3), of("nine", 6)

    for at in range(0, old.work[0], 5_000):
        joined = splice(old, new, Samples(at))
        assert [t.cue for t in joined.cues[:2]] == [Spoken("six"), Spoken("Sit.")]
        assert [t.start for t in joined.cues[2:]] == [old.work[0] + i * RATE for i in range(6)]
        assert joined.work == (old.work[0], old.work[0] + 6 * RATE)
