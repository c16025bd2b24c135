"""A small library in which the strict check finds nothing, and ways to spoil it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from coach.check.check import CheckRequest, CheckResult, check, with_files
from coach.routine.library.files import File
from coach.routine.library.library import Library

PRESS: Final = """\
name = "Press"
category = "strengthening"
level = "gentle"
position = ["seated"]
targets = ["neck flexors"]
sides = "none"
dose = { hold = "5 s", reps = 5, relax = "5 s", pressure = 3 }
most = { reps = 8, hold = "10 s" }

[say]
setup = "Sit tall, and put one palm on your forehead."
move = "Press your head into your palm. Let nothing move."
during = ["Keep on breathing."]
end = "Lower your hand."

[harder]
say = "Hold each one for ten seconds."
dose = { hold = "10 s" }

[caution]
stop = "Stop if you feel dizzy."

[source]
kind = "common practice"
"""
LIFT: Final = """\
name = "Lift"
category = "strengthening"
level = "gentle"
position = ["seated"]
targets = ["upper back"]
dose = { reps = 8, tempo = "2-1-3" }

[say]
setup = "Sit tall, with your arms by your sides."
move = "Lift both arms to the front."
phases = ["and lift", "hold", "and lower"]
end = "Let your arms rest."

[caution]
stop = "Stop if it hurts."

[source]
kind = "common practice"
"""
DAY: Final = """\
name = "A day"
category = "strengthening"
level = "gentle"
minutes = 3

[[step]]
exercise = "press"

[[step]]
rest = "30 s"

[[step]]
exercise = "lift"
reps = 6
"""


STRICT: Final = CheckRequest(strict=True)


def at(folder: Path, **files: str) -> Path:
    """Write the library below a folder; `files` replace its own by id, and add to them."""
    texts = {"press": PRESS, "lift": LIFT, "day": DAY, **files}
    (folder / "exercises").mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        room = folder if "\nminutes" in text else folder / "exercises"
        (room / f"{name}.toml").write_text(text, "utf-8")
    return folder


def checked(folder: Path, names: Sequence[str] = (), asked: CheckRequest = STRICT) -> CheckResult:
    """Check the library of a folder, or the files that are named."""

    def library(others: Iterable[File]) -> Library:
        return Library(folder, extra_files=others)

    if not names:
        return check(library(()), None, asked)
    found, only, amiss = with_files(library, names)
    return check(found, only, asked, amiss)


def rules(found: CheckResult) -> list[str]:
    """Return each rule that was broken, once."""
    return sorted({problem.rule for problem in found.problems})
