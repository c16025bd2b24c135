"""What a handout says in other words than a file, and what to write for it.

Pure. For the mends alone: nothing of this is read as what it stands for.
"""

import re
from typing import Final

from coach.files.schema_problems import AS_NOTE, Vocabulary

_SIDES: Final = {
    "each": (
        "both", "both sides", "each side", "ea", "ea.", "ea side", "each leg", "each arm", "per side",
        "l/r", "r/l", "l & r", "l and r", "left and right", "left/right", "left, right", "right and left",
        "2", "two", "bilateral", "left then right", "both arms", "both legs",
    ),
    "alternate": ("alternating", "alternately", "alternated", "in turn", "by turns", "switch"),
    "one": ("left", "right", "l", "r", "one side", "single", "unilateral", "affected", "affected side"),
    "none": ("no", "-", "n/a", "centre", "center", "middle", "midline", "together", "at once", "all"),
}  # fmt: skip
_LEVELS: Final = {
    "gentle": ("easy", "beginner", "low", "light", "1", "basic", "mild"),
    "moderate": ("medium", "intermediate", "middle", "2", "normal"),
    "strong": ("hard", "advanced", "high", "difficult", "3", "intense"),
}
_CATEGORIES: Final = {
    "stretches": ("stretch", "stretching", "flexibility"),
    "strengthening": ("strength", "resistance", "strengthen", "weights"),
    "aerobic": ("cardio", "aerobics", "endurance", "fitness", "warm-up", "warmup"),
    "mobility": ("rom", "range of motion", "movement", "mobilize"),
    "mobilisation": ("mobilization", "mobilisations", "foam rolling"),
    "massage": ("self-massage", "self massage"),
    "trigger-points": ("trigger points", "trigger point", "release"),
    "relaxation": ("breathing", "relax", "meditation", "mindfulness"),
    "posture": ("ergonomics", "desk", "office", "postural"),
    "education": ("lesson", "information", "advice", "info"),
}
_WORDS: Final = {"sides": _SIDES, "level": _LEVELS, "category": _CATEGORIES}

_KEYS: Final = {
    "reps": ("repetitions", "rep", "repetition", "times", "repeats", "count"),
    "sets": ("set", "series"),
    "hold": ("seconds", "secs", "sec", "hold_time", "holds", "holding", "hold_s"),
    "duration": ("time", "length", "min", "mins"),
    "minutes": ("duration", "time", "length", "min", "mins", "total"),
    "sides": ("side", "left_right"),
    "say": ("text", "instructions", "instruction", "speak", "speech", "words", "do", "how"),
    "summary": ("description", "about", "goal", "purpose", "aim"),
    "name": ("title", "routine", "exercise_name"),
    "level": ("difficulty", "intensity"),
    "category": ("type", "kind", "group"),
    "rest": ("pause", "break", "wait", "relax_time"),
    "exercise": ("id", "movement", "do_exercise"),
    "step": ("exercises", "steps", "item", "items"),
    "equipment": ("needs", "props", "tools", "kit"),
    "targets": ("muscles", "muscle", "area", "areas"),
    "optional": ("skip", "skippable"),
}
_REMINDED: Final = (
    "frequency", "freq", "often", "how_often", "per_day", "per_week", "daily", "weekly", "days", "day",
    "weeks",
    "week", "times_per_day", "times_a_day", "schedule", "when", "until", "months",
)  # fmt: skip
_TOLD: Final = (
    "resistance",
    "weight",
    "weights",
    "load",
    "band",
    "kg",
    "lb",
    "lbs",
    "note",
    "notes",
    "comment",
)
_PLAIN: Final = re.compile(r"[\s_-]+")
_SEVERAL: Final = re.compile(r"(?i)\s*(\d{1,2})\s*(?:x|×|\*|sets?\s*(?:of|x|×)?)\s*(\d{1,3})\b.*")
_DECIMAL: Final = re.compile(r"\s*(\d{1,3}),(\d{1,2})\b.*")
_NUMBER: Final = re.compile(r"\d{1,4}")


def meant(key: str, given: str) -> str | None:
    """Return the word of a file that is meant by another one; `None` where it cannot be told."""
    word = " ".join(given.lower().split())
    return next((right for right, words in _WORDS.get(key, {}).items() if word in words), None)


def key_meant(given: str, known: "tuple[str, ...]") -> str | None:
    """Return the key of `known` that is meant by another one; `None` where it cannot be told."""
    word = _PLAIN.sub("_", given.strip().lower())
    if word in known:
        return word
    return next((right for right, words in _KEYS.items() if word in words and right in known), None)


def mend_of_key(given: str) -> str | None:
    """Return what to do with a key that files do not have, and handouts do; `None` for any other."""
    word = _PLAIN.sub("_", given.strip().lower())
    if word in _REMINDED:
        return f"How often is no part of a file: {AS_NOTE}. `coach remind add` reminds of it."
    if word in _TOLD:
        return f"Files have no such key: {AS_NOTE}, or tell it with say = …"
    return None


def count_meant(key: str, given: str) -> str | None:
    """Return the mend of a text where a number should be; `None` where no number is in it."""
    several = _SEVERAL.fullmatch(given)
    if key == "reps" and several is not None:
        return (
            f"Write sets = {several[1]} and reps = {several[2]}, without quotes, each on a line of its own."
        )
    decimal = _DECIMAL.fullmatch(given)
    if decimal is not None and key == "minutes":
        return f"Write it with a point and without quotes, such as {key} = {decimal[1]}.{decimal[2]}"
    number = _NUMBER.findall(given)
    if len(number) > 1:
        return f"Write one number without quotes, such as {key} = {number[0]}."
    return None


_HEADED: Final = {
    "step": "Write [[step]] for each step, with its keys on the lines below.",
    "say": "Write [say], with its keys on the lines below.",
    "source": "Write [source], with its keys on the lines below.",
    "dose": "Add a line such as dose = { reps = 8 }",
}

WORDS: Final = Vocabulary(
    key_meant=key_meant,
    word_meant=meant,
    count_meant=count_meant,
    mend_of_key=mend_of_key,
    spoken=("say", "setup", "move", "feel", "breathe", "during", "mistake", "end", "stop", "summary"),
    times=("hold", "duration", "stroke", "rest", "relax", "ready", "every", "window"),
    headed=_HEADED,
    id="chin-tuck",
)
"""What the files call things. Reminders share it: their keys are others, and their mistakes the same."""
