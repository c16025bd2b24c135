"""The documents say what is so: each key of the format, and a tutorial that works as it is typed."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from called import coach

from coach import schemas
from coach.cli.app import COMMANDS
from coach.cue.estimate import estimate
from coach.cue.full_timeline import total
from coach.cue.script import Script, TellingOptions
from coach.files.document import parse
from coach.files.paths import data_root
from coach.language import rates
from coach.reminder.file.parse import parse_reminders
from coach.routine.editing.steps import keys_of_step
from coach.routine.format.parse import parse_exercise
from coach.routine.library.library import Library
from coach.routine.plan.plan import build
from coach.time.units import seconds
from docs.make import page

ROOT = data_root()
DOCS = ROOT / "docs"
FORMAT = (DOCS / "routines.md").read_text("utf-8")
REMINDERS = (DOCS / "reminders.md").read_text("utf-8")
TUTORIAL = (DOCS / "tutorial.md").read_text("utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", TUTORIAL, re.DOTALL)


@pytest.mark.parametrize("name", ["routines.md", "reminders.md", "checks.md", "architecture.md"])
def test_a_page_says_what_the_tables_that_coach_goes_by_say(name: str) -> None:
    text = (DOCS / name).read_text("utf-8")

    assert page(text) == text


def test_a_page_that_says_anything_else_is_noticed() -> None:
    rules = (DOCS / "checks.md").read_text("utf-8")

    assert page(FORMAT.replace("1 to 100", "1 to 1000")) == FORMAT
    assert page(REMINDERS.replace("5 min to 24 h", "1 s to 24 h")) == REMINDERS
    assert page(REMINDERS.replace('`"15 min"`', '`"5 min"`')) == REMINDERS
    assert page(rules.replace("more than 20 words", "more than 30 words")) == rules


def test_the_map_has_every_room_and_every_file() -> None:
    files = {path for path in (ROOT / "coach").rglob("*.py") if path.name != "__init__.py"}
    text = (DOCS / "architecture.md").read_text("utf-8")
    parts = re.split(r"^### (coach/.*)$", text, flags=re.MULTILINE)[1:]

    shown = {
        ROOT / room / file
        for room, rows in zip(parts[::2], parts[1::2], strict=True)
        for file in re.findall(r"^\| `(\w+\.py)` \| \S", rows, re.MULTILINE)
    }
    assert shown == files


@pytest.mark.parametrize(
    ("kind", "page"), [("exercise", FORMAT), ("routine", FORMAT), ("reminders", FORMAT + REMINDERS)]
)
def test_every_key_that_there_is_stands_in_the_page(kind: str, page: str) -> None:
    whole = schemas.schema(kind)
    tables = [whole, *(table for table in whole["$defs"].values() if "properties" in table)]

    rows = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert {key for table in tables for key in table["properties"]} - {"reminder"} <= set(rows)


def examples() -> list[str]:
    rows = re.findall(r"^\| `\w+` \|.*\| `(\w+ = .*?)` \| [^|]*\|$", FORMAT + REMINDERS, re.MULTILINE)
    assert len(rows) > 50
    return sorted(set(rows) | set(re.findall(r"`(dose = \{.*?\})`", FORMAT)))


@pytest.mark.parametrize("example", examples())
def test_each_example_is_toml(example: str) -> None:
    assert parse(example.encode(), "x.toml").value


@pytest.mark.parametrize("dose", sorted(set(re.findall(r"`(dose = \{.*?\})`", FORMAT))))
def test_each_dose_of_the_page_can_be_done(dose: str) -> None:
    exercise = next(block for block in BLOCKS if "[say]" in block)
    exercise = re.sub(r"\[easier\]\n.*?\n\n", "", exercise, flags=re.DOTALL)
    exercise = re.sub(r"dose = .*", dose, exercise, count=1)

    assert parse_exercise(parse(exercise.encode(), "x.toml"), "x")


def test_the_shared_file_of_the_page_is_toml() -> None:
    [block] = re.findall(r"```toml\n(.*?)```", FORMAT, re.DOTALL)

    assert list(parse(block.encode(), "x.toml").value) == ["shared", "routine", "exercise"]


def test_every_command_that_the_documents_name_is_there() -> None:
    named = set(re.findall(r"(?:`|^    )coach ([a-z]+)", FORMAT + TUTORIAL, re.MULTILINE))

    assert named
    assert named <= set(COMMANDS)


def test_the_file_of_the_page_on_reminders_is_good() -> None:
    [block] = re.findall(r"```toml\n(.*?)```", REMINDERS, re.DOTALL)

    desk, stretch = parse_reminders(parse(block.encode(), "x.toml"))

    assert (desk.name, stretch.category) == ("desk-reset", "stretches")
    assert [clock.hour for clock in stretch.rule.at] == [9, 11, 13, 15, 17]
    assert "9:00, 11:00, 13:00, 15:00 and 17:00" in REMINDERS


def test_the_first_lines_of_the_page_on_reminders_work_as_they_are_typed(tmp_path: Path) -> None:
    lines = re.findall(r"^    coach (.*)$", REMINDERS, re.MULTILINE)

    ran = [coach(tmp_path, *shlex.split(line), env={"EDITOR": "true", "VISUAL": "true"}) for line in lines]

    assert [each.returncode for each in ran] == [0] * len(lines), [each.stderr for each in ran]
    assert len(lines) == 8


def with_the_exercise() -> str:
    """Return the tutorial's routine with the step of the exercise before its last."""
    before, heading, last = BLOCKS[0].rpartition("[[step]]\n")
    return f"{before}{BLOCKS[2]}\n{heading}{last}"


def test_the_tutorial_works_as_it_is_typed(tmp_path: Path) -> None:
    own = tmp_path / "ann" / "config" / "routines"
    for name, text in (
        ("posture/desk-and-towel", with_the_exercise()),
        ("exercises/towel-pull", BLOCKS[1]),
    ):
        (own / f"{name}.toml").parent.mkdir(parents=True)
        (own / f"{name}.toml").write_text(text, "utf-8")
    file = tmp_path / "desk-and-towel.toml"
    typed = re.findall(r"^    coach set (.*)$", TUTORIAL, re.MULTILINE)
    [checked] = re.findall(r"^    coach (check .*)$", TUTORIAL, re.MULTILINE)
    assert len(typed) == 2

    shown = coach(tmp_path / "ann", "show", "desk-and-towel")
    changed = [coach(tmp_path / "ann", "set", *words.split()) for words in typed]
    shared = coach(tmp_path / "ann", "share", "desk-and-towel", "-o", str(file))
    arrived = coach(tmp_path / "ben", "import", str(file), "--yes")
    strict = coach(tmp_path / "ann", *checked.split())

    assert [ran.returncode for ran in (shown, *changed, shared, arrived)] == [0] * 5
    assert (strict.returncode, strict.stdout) == (0, "2 files checked: nothing is wrong.\n")
    [number] = re.findall(r"`--step (\d+)`", TUTORIAL)
    assert f"\n{number:>3}  Towel pull" in shown.stdout
    for line in re.findall(
        r"^    ((?:Desk and towel:|A few minutes|routine |exercise ).*)$", TUTORIAL, re.MULTILINE
    ):
        assert f"{line}\n" in arrived.stdout
    library = Library(ROOT / "routines", tmp_path / "ben" / "config" / "routines")
    assert [step.exercise for step in library.routine("desk-and-towel").exercises()][-1] == "towel-pull"


def test_the_steps_of_the_tutorial_have_the_numbers_that_it_says() -> None:
    value = parse(with_the_exercise().encode(), "x").value

    for number, exercise in (("2", "shoulder-rolls"), ("5.1", "scapular-squeeze")):
        assert number in TUTORIAL
        found: Any = value
        for part in keys_of_step(number, value):
            found = found[part]
        assert found["exercise"] == exercise


def test_the_mistake_of_the_tutorial_is_told_in_those_words(tmp_path: Path) -> None:
    path = tmp_path / "config" / "routines" / "x.toml"
    path.parent.mkdir(parents=True)
    path.write_text(BLOCKS[0].replace("chin-tuck", "chin-tuk"), "utf-8")
    [told] = re.findall(r"^    (there is no exercise .*)$", TUTORIAL, re.MULTILINE)

    assert told in coach(tmp_path, "show", "x").stderr


@pytest.mark.parametrize(
    ("text", "promised"), [(BLOCKS[0], 7), (with_the_exercise(), 8)], ids=["before", "after"]
)
def test_the_routine_of_the_tutorial_takes_as_long_as_it_promises(
    tmp_path: Path, text: str, promised: float
) -> None:
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "towel-pull.toml").write_text(BLOCKS[1], "utf-8")
    (tmp_path / "x.toml").write_text(text, "utf-8")
    library = Library(ROOT / "routines", tmp_path)

    plan = build(library.routine("x"), library.exercise)

    real = (
        seconds(total(Script(plan, TellingOptions(minutes=plan.routine.minutes)), estimate(rates.USUAL))) / 60
    )
    assert abs(promised - real) <= 0.1 * real
