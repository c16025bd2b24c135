"""What an English voice cannot say keeps a file from being used, wherever it would be spoken."""

from typing import Final

import pytest

from coach.errors import BadFile, Problem
from coach.files.document import parse
from coach.routine.format.parse import parse_exercise, parse_routine

EXERCISE: Final = """\
name = "Row"
category = "strengthening"
level = "gentle"
position = ["seated"]
equipment = [["band", "towel"], "chair"]
targets = ["rhomboids"]
dose = { reps = 8, places = ["high", "low"] }
say.setup = "Sit tall."
say.move = "Pull back."
say.feel = "Feel it."
say.breathe = "Breathe out."
say.during = ["Stay upright."]
say.mistake = "If it hurts, pull less."
say.end = "Let go."
say.phases = ["pull", "back"]
say.release = "and let go"
easier.say = "Pull lightly."
caution.avoid = ["a sore shoulder"]
caution.stop = "Stop if it hurts."
source.kind = "leaflet"
source.title = "Backs"
source.by = "Somebody"
[[silence]]
rule = "unused"
because = "It is mine."
"""

ROUTINE: Final = """\
name = "Mine"
category = "posture"
level = "gentle"
minutes = 5
summary = "Five minutes."
[[step]]
say = "Sit down."
[[step]]
say = ["Look up.", "Look down."]
[[step]]
exercise = "row"
say = "Go slowly."
[[step]]
rest = "30 s"
say = "Shake it out."
[[step]]
repeat = 2
steps = [{ say = "Breathe in." }]
"""

SPOKEN_OF_EXERCISE = ["Row", "band", "chair", "high", "Sit tall.", "Pull back.", "Feel it.", "Breathe out."]
SPOKEN_OF_EXERCISE += ["Stay upright.", "If it hurts", "Let go.", '"pull"', "and let go", "Pull lightly."]
SPOKEN_OF_EXERCISE += ["a sore shoulder", "Stop if it hurts."]
SPOKEN_OF_ROUTINE = [
    "Mine",
    "Five minutes.",
    "Sit down.",
    "Look down.",
    "Go slowly.",
    "Shake it",
    "Breathe in.",
]
LETTERS = "肩を下げる"


def problems_of(text: str) -> tuple[Problem, ...]:
    document = parse(text.encode(), "mine.toml")
    with pytest.raises(BadFile) as caught:
        parse_exercise(document, "mine") if text.count("position") else parse_routine(document, "mine")
    return caught.value.problems


@pytest.mark.parametrize(
    ("file", "words"),
    [
        *((EXERCISE, words) for words in SPOKEN_OF_EXERCISE),
        *((ROUTINE, words) for words in SPOKEN_OF_ROUTINE),
    ],
)
@pytest.mark.parametrize("beside", ["", "Now "], ids=["alone", "beside English words"])
def test_each_spoken_text_is_refused_at_the_letters(file: str, words: str, beside: str) -> None:
    assert file.count(words) == 1
    text = (
        file.replace(words.strip('"'), beside + LETTERS, 1)
        if '"' not in words
        else file.replace(words, f'"{beside}{LETTERS}"', 1)
    )

    [problem] = problems_of(text)

    line = text.split("\n")[problem.place.line - 1]
    assert line[problem.place.column - 1 :].startswith(LETTERS)
    assert problem.rule == "unsayable"
    assert LETTERS in problem.message
    assert problem.mend == "Write it with the letters a to z and the figures 0 to 9."


@pytest.mark.parametrize("words", ["rhomboids", "seated", "Backs", "Somebody", "It is mine."])
def test_what_is_never_spoken_may_be_in_any_letters(words: str) -> None:
    exercise = parse_exercise(parse(EXERCISE.replace(words, LETTERS).encode(), "mine.toml"), "mine")

    assert exercise.name == "Row"


@pytest.mark.parametrize("words", ["Ｓｉｔ ｔａｌｌ.", "𝐒it tall.", "१०८ times", "Do it ３ times."])
def test_wide_and_mathematical_letters_and_other_figures_are_refused_too(words: str) -> None:
    [problem] = problems_of(ROUTINE.replace("Sit down.", words))

    assert (problem.rule, problem.place.line) == ("unsayable", 7)


@pytest.mark.parametrize("words", ["🎉", "²", "…", "<b></b>"])
def test_a_line_with_nothing_to_hear_is_refused(words: str) -> None:
    [problem] = problems_of(ROUTINE.replace("Sit down.", words))

    assert "nothing in it that can be said" in problem.message


@pytest.mark.parametrize("words", ["Le café, s'il vous plaît.", "Turn ½ round.", "A 2 m² mat.", "ﬁve ﬁngers"])
def test_accents_fractions_and_joined_letters_pass(words: str) -> None:
    routine = parse_routine(parse(ROUTINE.replace("Sit down.", words).encode(), "mine.toml"), "mine")

    assert routine.name == "Mine"
