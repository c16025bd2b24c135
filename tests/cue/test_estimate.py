"""The estimate grows with the text and with slowness, and comes close to what is really heard."""

import subprocess
import sys
from collections.abc import Mapping

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coach.cue.estimate import ESPEAK, estimate, parts_of, spoken_length
from coach.cue.full_timeline import parts, total
from coach.cue.model import Chime, ChimeName, Role, Spoken
from coach.cue.script import Script, lines_of
from coach.files.paths import data_root
from coach.language import rates
from coach.language.sanitize import for_speech
from coach.routine.library.library import Library
from coach.routine.plan.plan import build
from coach.speech.batch import gather, measured
from coach.speech.clips import Clip
from coach.time.units import samples

LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=30)
RATES = st.integers(rates.SLOWEST, rates.FASTEST)
ROLES = st.sampled_from(Role)


@given(WORDS, WORDS)
def test_more_words_are_never_shorter(said: list[str], more: list[str]) -> None:
    short, long = " ".join(said), " ".join([*said, *more])

    assert spoken_length(short) < spoken_length(long)


@given(st.text(LETTERS, min_size=1, max_size=20), st.sampled_from(LETTERS))
def test_a_longer_word_is_never_shorter(word: str, letter: str) -> None:
    assume(for_speech(word) == word)  # "max" is said "maximum"
    assert spoken_length(word) <= spoken_length(word + letter)


@given(WORDS, WORDS, st.sampled_from(",;:.!?"))
def test_a_pause_between_words_makes_them_longer(said: list[str], more: list[str], mark: str) -> None:
    joined, apart = " ".join([*said, *more]), f"{' '.join(said)}{mark} {' '.join(more)}"

    assert spoken_length(joined) < spoken_length(apart)


@given(st.one_of(st.text(max_size=200), st.sampled_from(sorted(ESPEAK.counts))), ROLES, RATES, RATES)
def test_a_slower_rate_is_never_shorter_whatever_the_text(
    text: str, role: Role, one: int, other: int
) -> None:
    slow, fast = sorted((one, other))

    slower, faster = (estimate(rate)(Spoken(text, role)) for rate in (slow, fast))

    assert slower.length >= faster.length > 0
    assert slower.onset >= faster.onset >= 0


def test_counts_are_never_slower_than_at_155() -> None:
    one = Spoken("one", Role.COUNT)

    assert estimate(rates.SLOWEST)(one) == estimate(rates.USUAL)(one)
    assert estimate(rates.FASTEST)(one).length < estimate(rates.USUAL)(one).length


def test_a_count_is_as_long_as_it_was_measured() -> None:
    length, onset = ESPEAK.counts["three"]

    found = estimate(rates.USUAL)(Spoken("three", Role.COUNT))

    assert (found.length, found.onset) == (samples(length), samples(onset))


def test_a_count_that_was_never_measured_is_reckoned_from_its_sounds() -> None:
    known, unknown = Spoken("and back", Role.COUNT), Spoken("and round and all the way back", Role.COUNT)

    assert unknown.text not in ESPEAK.counts
    assert estimate(rates.USUAL)(unknown).length > 1.5 * estimate(rates.USUAL)(known).length


def test_written_notation_is_reckoned_as_it_is_spoken() -> None:
    assert spoken_length("Hold 30 s.") == spoken_length("Hold 30 seconds.")


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Breathe out.", (6, 0, 0)),
        ("Left, then right.", (11, 1, 0)),
        ("Stop. Rest.", (8, 0, 1)),
        ("", (0, 0, 0)),
    ],
)
def test_sounds_and_pauses_are_counted_within_the_line(text: str, counted: tuple[int, int, int]) -> None:
    assert parts_of(text) == counted


def test_a_chime_is_as_long_at_every_rate() -> None:
    chime = Chime(ChimeName.DONE)

    assert estimate(rates.SLOWEST)(chime) == estimate(rates.FASTEST)(chime)


def test_the_estimate_needs_no_library_of_sound_or_speech() -> None:
    program = (
        "import sys, coach.cue.estimate; print({'numpy', 'pydantic', 'tomli', 'pyttsx3'} & set(sys.modules))"
    )

    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert answer.stdout == "set()\n"


@pytest.fixture(scope="module")
def scripts() -> dict[str, Script]:
    library = Library(data_root() / "routines")
    return {name: Script(build(library.routine(name), library.exercise)) for name in library.names()}


@pytest.fixture(scope="module")
def clips(
    on_one_worker: None, scripts: dict[str, Script], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[Spoken, Clip | str]:
    if sys.platform != "linux":
        pytest.skip("espeak-ng comes along on Linux only")
    lines = [line for s in scripts.values() for part in parts(s) for line in lines_of(part.blocks)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COACH_HOME", str(tmp_path_factory.mktemp("home")))
        return gather(lines, "espeak", rates.USUAL)


def test_every_built_in_routine_really_lasts_as_long_as_the_estimate_within_five_per_cent(
    scripts: dict[str, Script], clips: Mapping[Spoken, Clip | str]
) -> None:
    real = {name: total(script, measured(clips, rates.USUAL)) for name, script in scripts.items()}

    off = {name: total(script, estimate(rates.USUAL)) / real[name] - 1 for name, script in scripts.items()}

    assert [reason for reason in clips.values() if isinstance(reason, str)] == []
    assert {name: share for name, share in off.items() if abs(share) > 0.05} == {}
    assert len(off) >= 14


def test_nearly_every_line_is_no_longer_than_the_estimate_and_three_tenths(
    clips: Mapping[Spoken, Clip | str],
) -> None:
    guess = estimate(rates.USUAL)

    longer = [
        cue.text
        for cue, clip in clips.items()
        if isinstance(clip, Clip) and len(clip.sound) > 1.3 * guess(cue).length
    ]

    assert len(longer) <= len(clips) // 100, longer


def test_every_measured_count_is_as_long_as_its_clip(clips: Mapping[Spoken, Clip | str]) -> None:
    guess = estimate(rates.USUAL)

    apart = {
        cue.text: len(clip.sound) - guess(cue).length
        for cue, clip in clips.items()
        if isinstance(clip, Clip) and cue.text in ESPEAK.counts and cue.role is Role.COUNT
    }

    assert len(apart) > 50
    assert {text: off for text, off in apart.items() if abs(off) > samples(0.05)} == {}
