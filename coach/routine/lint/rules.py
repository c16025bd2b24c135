"""The rules of `coach check --strict`: each has a name and a sentence.

Pure data. A file silences a rule by its name, with a reason; `docs/checks.md` shows this table.
"""

from typing import Final

from coach.language import rates

RULES: Final = {
    "too-long": (
        f"Each cue within the work fits its time at {rates.SLOWEST} words a minute, in every way of doing it."
    ),
    "long-sentence": "No sentence has more than 20 words.",
    "hard-words": "The words of a file as a whole can be read at about ten years of age.",
    "written-form": "No abbreviation, sign, bracket or figure is left that an engine would say wrongly.",
    "unsaid": "The start, the movement and the end are all in words: never “like this”, and `end` is there.",
    "one-sided": "Left and right get the same: no dose is for one side, no words speak of one side alone.",
    "no-rest": "There is rest after effort: between sets, between holds, between two efforts of one muscle.",
    "minutes": f"The promised minutes hold within a tenth, in full detail at {rates.USUAL} words a minute.",
    "unsafe-dose": "No dose passes the exercise's own limit, holds a neck for long, or presses hard.",
    "no-caution": "Each exercise says whom it is not for, or when to stop.",
    "no-source": "A lesson has a source, and a source that has a title has an author.",
    "unused": "Some routine uses each exercise, or another exercise that is used leads to it.",
    "masked-exercise": "An exercise of yours with a built-in one's name changes no built-in routine.",
    "needless-silence": "No rule is silenced that has nothing to say.",
}
"""Each rule, in the order of the documentation."""

SILENCED: Final = tuple(name for name in RULES if name != "needless-silence")
"""The rules that a file may silence."""
