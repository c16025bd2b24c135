"""Words that do not fit their beat are named with file, line and column; the library's own all fit."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from written import HERE, exercise, measure, plan

from coach.cue.model import Cue, Measure, Role, Spoken
from coach.cue.patterns import lead_in
from coach.cue.script import Script, TellingOptions
from coach.cue.too_long import beat_lines, cues_too_long
from coach.files.document import parse
from coach.files.paths import data_root
from coach.language import rates
from coach.routine.format.parse import parse_exercise
from coach.routine.library.library import Library
from coach.routine.model import Cadence, Category, Do, DoseKeys, Level, Routine, Say, VariantKeys
from coach.routine.plan.plan import build
from coach.speech.batch import gather, measured
from coach.speech.voices.installed import has_piper
from coach.speech.voices.natural import model_path
from coach.time.units import Samples, Seconds, samples

S = Seconds
FOUR = ["one", "two", "three", "four"]

HURRIED = b"""\
name = "Reach"
category = "stretches"
level = "gentle"
position = ["seated"]
dose = { reps = 6, tempo = "2-2" }

[say]
setup = "Sit tall."
move = "Reach out."
phases = ["out", "and all the way back to where you began"]

[source]
kind = "common practice"
"""


def hurried() -> Script:
    """A routine whose second phase has nine words in two seconds."""
    reach = parse_exercise(parse(HURRIED, "exercises/reach.toml"), "reach")
    steps = (Do("reach", HERE),)
    routine = Routine("test", "Test", Category.STRETCHES, Level.GENTLE, 5, steps, HERE)
    return Script(build(routine, lambda _: reach))


def test_words_too_long_for_their_phase_are_named_at_their_own_place() -> None:
    [problem] = cues_too_long(hurried(), measure)

    assert str(problem) == (
        'exercises/reach.toml:10:18: "and all the way back to where you began" takes 3.6 seconds to say, '
        "and there is room for 1.9. Shorten it, or give its phase more seconds in the tempo."
    )


def test_a_cue_that_no_gap_of_a_hold_holds_is_named() -> None:
    say = Say(setup="", move="", during=(" ".join(["and"] * 40),))
    script = Script(plan(DoseKeys(hold=S(15)), say=say), TellingOptions())

    [problem] = cues_too_long(script, measure)

    assert problem.rule == "too-long"
    assert "takes 16.0 seconds" in problem.message


def test_a_count_that_its_repetition_cannot_hold_is_named_at_the_step() -> None:
    script = Script(plan(DoseKeys(reps=21, tempo=(S(0.5), S(0), S(0.5))), say=Say("", "")), TellingOptions())

    def slow(cue: Cue) -> Measure:
        return Measure(samples(1.2)) if isinstance(cue, Spoken) and cue.text == "twenty-one" else measure(cue)

    [problem] = cues_too_long(script, slow)

    assert problem.place == HERE
    assert problem.message.startswith('"twenty-one" takes 1.2 seconds')


def test_what_fits_is_no_problem() -> None:
    script = Script(plan(DoseKeys(hold=S(30), sets=2)), TellingOptions())

    assert cues_too_long(script, measure) == ()


def test_the_lines_of_a_beat_are_its_counts_and_its_cues() -> None:
    script = Script(plan(DoseKeys(hold=S(30))), TellingOptions())

    lines = beat_lines(script)

    assert Spoken("Stay tall.") in lines
    assert Spoken("halfway", Role.COUNT) in lines
    assert all("Reach" not in line.text for line in lines)


def test_an_easier_way_that_hurries_is_a_problem_too() -> None:
    say = Say("", "", phases=("reach out to the side", ""))
    slow = exercise(DoseKeys(reps=4, tempo=(S(4), S(0), S(4))), say)
    easy = replace(slow, easier=VariantKeys("Smaller.", DoseKeys(tempo=(S(1), S(0), S(1)))))
    routine = Routine("test", "Test", Category.STRETCHES, Level.GENTLE, 5, (Do("reach", HERE),), HERE)
    script = Script(build(routine, lambda _: easy))

    [problem] = cues_too_long(script, measure)

    assert "reach out to the side" in problem.message


@pytest.mark.parametrize(
    ("per_minute", "seconds_apart"), [(90, 60 / 90), (100, 0.6), (110, 120 / 110), (120, 1)]
)
def test_a_steady_beat_is_counted_in_no_faster_than_a_voice_can_count(
    per_minute: int, seconds_apart: float
) -> None:
    words, length = lead_in(Cadence(40, per_minute))

    assert [cue.text for fixed in words for cue in fixed.cues if isinstance(cue, Spoken)] == FOUR
    assert [fixed.at for fixed in words] == [samples(seconds_apart * i) for i in range(4)]
    assert length == samples(seconds_apart * 4)


@pytest.mark.skipif(sys.platform != "linux", reason="espeak-ng comes along on Linux only")
@pytest.mark.parametrize(
    "voice", ["espeak", *(["hibari"] if model_path() else []), *(["piper"] if has_piper() else [])]
)
def test_every_line_that_comes_with_coach_fits_its_beat_at_the_slowest_rate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, voice: str
) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    library = Library(data_root() / "routines")
    scripts = [Script(build(library.routine(entry.id), library.exercise)) for entry in library.entries()]
    found = gather((line for script in scripts for line in beat_lines(script)), voice, rates.SLOWEST)

    problems = [str(p) for script in scripts for p in cues_too_long(script, measured(found, rates.SLOWEST))]

    assert [reason for reason in found.values() if isinstance(reason, str)] == []
    assert problems == []
    assert len(found) > 100
    assert all(len(clip.sound) > Samples(4_000) for clip in found.values() if not isinstance(clip, str))
