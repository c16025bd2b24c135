"""The text of a new file: a routine or an exercise that works as it is, with a note for each line.

Pure. Errors: `UsageError` for a name that no file can have.
"""

import json
import re
import unicodedata
from typing import Final

from coach.errors import UsageError
from coach.files.ids import WORD
from coach.language.letters import quoted as letters_in_quotes
from coach.language.letters import unsayable, without_soft_hyphens
from coach.routine.format.shareable import fault_of_id, unseen_characters
from coach.routine.kind import Kind
from coach.routine.model import Category

SCHEMAS: Final = ".schema"
"""The folder, among a person's own routines, of the schemas by which editors complete."""

_MAIN_EXERCISES: Final = {
    Category.STRETCHES: ("self-hug-stretch", 5),
    Category.STRENGTHENING: ("scapular-squeeze", 5),
    Category.AEROBIC: ("seated-march", 9),
    Category.MOBILITY: ("seated-thoracic-rotation", 4),
    Category.MOBILISATION: ("chair-back-extension", 4),
    Category.MASSAGE: ("neck-shoulder-stroke", 4),
    Category.TRIGGER_POINTS: ("tp-upper-trapezius", 7),
    Category.ACUPRESSURE: ("acu-li10", 5),
    Category.RELAXATION: ("belly-breathing", 5.5),
    Category.POSTURE: ("chin-tuck", 3),
    Category.EDUCATION: ("sitting-reset", 3),
}
"""For each category, the exercise that a new routine has as an example, and the minutes that it takes."""


def file_name(name: str) -> str:
    """Return the id for a file that holds something of that name: "Neck & back" gives `neck-back`."""
    if (
        next(unseen_characters(name), None)
        or any(character in name for character in "/\\\n\t")
        or name.strip(". ") == ""
    ):
        raise UsageError(f"{name[:WORD]!r} cannot be a name. Write words, such as: coach new 'Morning neck'")
    name = title_of(name)
    letters = unicodedata.normalize("NFKD", name)
    plain = "".join(char for char in letters if not unicodedata.combining(char)).lower()
    file_id = "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "").replace("’", "")))
    if not file_id or len(name) > WORD or len(file_id) > WORD:
        mend = f"Use some letters from a to z or figures, at most {WORD} characters."
        raise UsageError(f"No file can be named after {name[:WORD]!r}. {mend}")
    fault = fault_of_id(file_id)
    if fault is not None:
        raise UsageError(f"No file can be named after {name!r}. {fault}")
    unsayable_words = unsayable(name)
    if unsayable_words:  # the name is spoken, so the new file would be refused
        words = letters_in_quotes(unsayable_words)
        raise UsageError(f"An English voice cannot say {words}. Write the name with the letters a to z.")
    return file_id


def title_of(name: str) -> str:
    """Return a name as it stands in the file: on one line, without soft hyphens and the file's ending."""
    return " ".join(without_soft_hyphens(name).removesuffix(".toml").split())


def quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)


def schema_line(kind: Kind) -> str:
    """Return the line by which Taplo and Even Better TOML find the schema."""
    return f"#:schema ../{SCHEMAS}/{kind}.schema.json\n"


def routine_text(name: str, file_id: str, category: Category) -> str:
    """Return a new routine."""
    exercise, minutes = _MAIN_EXERCISES[category]
    text = _ROUTINE_TEMPLATE + (_LESSON_SOURCE if category is Category.EDUCATION else "")
    return schema_line(Kind.ROUTINE) + text.format(
        name=quoted(name),
        id=file_id,
        category=quoted(category.value),
        categories=_categories(),
        minutes=minutes,
        exercise=quoted(exercise),
    )


def exercise_text(name: str, file_id: str, category: Category) -> str:
    """Return a new exercise."""
    text = _EXERCISE_TEMPLATE.format(
        name=quoted(name), id=file_id, category=quoted(category.value), categories=_categories()
    )
    return f"{schema_line(Kind.EXERCISE)}{text}\n{UNUSED}"


def _categories() -> str:
    words = [category.value for category in Category]
    return f"#   {', '.join(words[:6])},\n#   {', '.join(words[6:-1])} or {words[-1]}"


UNUSED: Final = """\
# Until a routine has it. Take these three lines out then.
[[silence]]
rule = "unused"
because = "It is new, and no routine has it yet."
"""
"""The note by which a new exercise silences the strict check."""

_ROUTINE_TEMPLATE: Final = """\
# A routine of your own, {id}. It works as it is; change what you like.
# What follows a # is a note for you, and is never said.
#
#   coach edit {id}              opens this file again, and checks it when you close it
#   coach preview {id} --watch   speaks it, and then each step that you change and save
#   coach start {id}             is the session itself

name = {name}
category = {category}
# The kind of therapy:
{categories}
level = "gentle"      # gentle, moderate or strong
minutes = {minutes:<5}       # about how long it takes
summary = "Say in a sentence what it is for."

# The steps follow, in the order in which they are done. Each begins with [[step]].

[[step]]
say = "Sit tall, with both feet on the floor."

# An exercise is named by its file, without .toml. Its dose is its own unless you change it here,
# with reps, sets, hold = "20 s", duration = "1 min", rest = "15 s" and others.
[[step]]
exercise = "shoulder-rolls"
reps = 5

# A rest is at least as long as this.
[[step]]
rest = "10 s"

[[step]]
exercise = {exercise}

# Steps that are done more than once. Take the # away to use them.
# [[step]]
# repeat = 2
# steps = [
#     {{ exercise = "chin-tuck", reps = 4 }},
#     {{ exercise = "scapular-squeeze", reps = 6 }},
# ]

[[step]]
say = "Well done. Go on gently with your day."
"""

_LESSON_SOURCE: Final = """
# Where the facts come from: common practice, leaflet, guideline or trial; these three with title and by.
[source]
kind = "common practice"
"""

_EXERCISE_TEMPLATE: Final = """\
# An exercise of your own, {id}. It works as it is; change what you like.
# What follows a # is a note for you, and is never said.
#
#   coach edit --exercise {id}      opens this file again, and checks it when you close it
#   coach preview --exercise {id}   speaks it
#
# A routine has it in a step:
#   [[step]]
#   exercise = "{id}"

name = {name}
category = {category}
# The kind of therapy:
{categories}
level = "gentle"                # gentle, moderate or strong
position = ["seated"]           # any of these, such as ["seated", "standing"]
equipment = []                  # all of these, such as ["band", "chair"]
targets = ["upper back"]        # the muscles or joints that it is for
sides = "none"                  # none, each (left, then right), alternate or one (the worse side)

# How much. Instead of reps: hold = "20 s" for a hold, duration = "1 min" for so long.
dose = {{ reps = 6, sets = 1 }}
most = {{ reps = 12 }}            # never more than this, however much the listener asks for

# What is said, in this order. Short sentences, one thing in each: the listener cannot see this.
[say]
setup = "Sit tall, with both feet on the floor."
move = "Lift your breastbone a little, then let it sink again."
feel = "Feel your upper back grow long."
breathe = "Breathe in as you lift."
# mistake = "If your lower back arches, lift less."
end = "Let your shoulders rest."

# A way that asks less, and one that asks more.
[easier]
say = "Lift half as far."
dose = {{ reps = 4 }}

# [harder]
# say = "Stay at the top for a breath."

# Who should leave it out, and when to stop.
[caution]
avoid = ["a recent back injury"]
stop = "Stop if it hurts, or if an arm or a leg tingles."

# Where it comes from: common practice, leaflet, guideline or trial; these three with title and by.
[source]
kind = "common practice"
"""
