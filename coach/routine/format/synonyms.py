"""The words that handouts use in place of the words of files, and what to write for them.

Pure. These serve the mends only: a file with such a word is refused, with the right word in the mend.
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
_SYNONYMS: Final = {"sides": _SIDES, "level": _LEVELS, "category": _CATEGORIES}

_KEY_SYNONYMS: Final = {
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
_SCHEDULE_KEYS: Final = (
    "frequency", "freq", "often", "how_often", "per_day", "per_week", "daily", "weekly", "days", "day",
    "weeks",
    "week", "times_per_day", "times_a_day", "schedule", "when", "until", "months",
)  # fmt: skip
_NOTE_KEYS: Final = (
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
_SEPARATORS: Final = re.compile(r"[\s_-]+")
_SETS_OF_REPS: Final = re.compile(r"(?i)\s*(\d{1,2})\s*(?:x|×|\*|sets?\s*(?:of|x|×)?)\s*(\d{1,3})\b.*")
_DECIMAL: Final = re.compile(r"\s*(\d{1,3}),(\d{1,2})\b.*")
_NUMBER: Final = re.compile(r"\d{1,4}")


def word_meant(key: str, text: str) -> str | None:
    """Return the word that a file has for `text`; `None` where it is not known."""
    word = " ".join(text.lower().split())
    return next((file_word for file_word, words in _SYNONYMS.get(key, {}).items() if word in words), None)


def key_meant(text: str, file_keys: "tuple[str, ...]") -> str | None:
    """Return the key of `file_keys` that somebody means by `text`; `None` where it is not known."""
    word = _SEPARATORS.sub("_", text.strip().lower())
    if word in file_keys:
        return word
    return next(
        (file_key for file_key, words in _KEY_SYNONYMS.items() if word in words and file_key in file_keys),
        None,
    )


def mend_of_key(text: str) -> str | None:
    """Return what to do with a key that handouts have and files do not; `None` for any other key."""
    word = _SEPARATORS.sub("_", text.strip().lower())
    if word in _SCHEDULE_KEYS:
        return f"How often is no part of a file: {AS_NOTE}. `coach remind add` reminds of it."
    if word in _NOTE_KEYS:
        return f"Files have no such key: {AS_NOTE}, or tell it with say = …"
    return None


def count_meant(key: str, text: str) -> str | None:
    """Return the mend for a text in the place of a number; `None` where there is no special one."""
    counts = _SETS_OF_REPS.fullmatch(text)
    if key == "reps" and counts is not None:
        return f"Write sets = {counts[1]} and reps = {counts[2]}, without quotes, each on a line of its own."
    decimal = _DECIMAL.fullmatch(text)
    if decimal is not None and key == "minutes":
        return f"Write it with a point and without quotes, such as {key} = {decimal[1]}.{decimal[2]}"
    numbers = _NUMBER.findall(text)
    if len(numbers) > 1:
        return f"Write one number without quotes, such as {key} = {numbers[0]}."
    return None


_TABLE_MENDS: Final = {
    "step": "Write [[step]] for each step, with its keys on the lines below.",
    "say": "Write [say], with its keys on the lines below.",
    "source": "Write [source], with its keys on the lines below.",
    "dose": "Add a line such as dose = { reps = 8 }",
}

WORDS: Final = Vocabulary(
    key_meant=key_meant,
    word_meant=word_meant,
    count_meant=count_meant,
    mend_of_key=mend_of_key,
    spoken=("say", "setup", "move", "feel", "breathe", "during", "mistake", "end", "stop", "summary"),
    times=("hold", "duration", "stroke", "rest", "relax", "ready", "every", "window"),
    headed=_TABLE_MENDS,
    id="chin-tuck",
)
"""The words of the files. Reminders share it: they have other keys, but people make the same mistakes."""
