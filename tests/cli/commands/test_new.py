"""A new file works as it is, wherever its name leads, and takes the place of no other."""

import os
import re
from pathlib import Path

import pytest
from called import Ran, coach
from lived import NO_SOUND

from coach.check.check import CheckRequest, check
from coach.config.settings import load
from coach.errors import UsageError
from coach.files.paths import data_root
from coach.prepare import minutes
from coach.routine.editing.create import NewFileRequest, create
from coach.routine.format.templates import exercise_text, file_name, routine_text
from coach.routine.kind import Kind
from coach.routine.library.file_kinds import KINDS
from coach.routine.library.library import Library, default
from coach.routine.model import Category
from coach.routine.plan.plan import build
from coach.session.wanted import Wanted

BUILT_IN = data_root() / "routines"
pytestmark = pytest.mark.skipif(os.name != "posix", reason="`true` is the editor here")


def made(home: Path, *words: str) -> Ran:
    return coach(home, "new", *words, env={**NO_SOUND, "VISUAL": "true"})


def own(home: Path, name: str) -> Path:
    return home / "config" / "routines" / f"{name}.toml"


@pytest.mark.parametrize("category", list(Category))
def test_a_new_routine_of_each_kind_works_and_keeps_its_promise(category: Category, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(routine_text("Mine", "mine", category), encoding="utf-8")
    library = Library(BUILT_IN, tmp_path)

    plan = build(library.routine("mine"), library.exercise)

    assert library.problems() == ()
    assert plan.routine.category == category
    if category is not Category.EDUCATION:
        assert {task.exercise.category for task in plan.tasks} >= {category}
    assert minutes(plan, Wanted("mine", load().settings)) == pytest.approx(plan.routine.minutes, rel=0.1)


@pytest.mark.parametrize("category", list(Category))
def test_a_new_exercise_of_each_kind_works(category: Category, tmp_path: Path) -> None:
    (tmp_path / "exercises").mkdir()
    path = tmp_path / "exercises" / "mine.toml"
    path.write_text(exercise_text("Mine", "mine", category), encoding="utf-8")
    library = Library(BUILT_IN, tmp_path)

    assert library.exercise("mine").category == category
    assert library.problems() == ()


def test_a_file_is_made_where_no_schemas_can_be_kept_beside_it(tmp_path: Path) -> None:
    own(tmp_path, "mobility/mine").parent.mkdir(parents=True)
    (tmp_path / "config" / "routines" / ".schema").write_text("in the way")

    ran = made(tmp_path, "mine")

    assert (ran.returncode, ran.stdout) == (0, "")
    assert "Your editor cannot complete what you write: " in ran.stderr
    assert ran.stderr.endswith("mine.toml is good.\n")


@pytest.mark.parametrize(
    "text", [routine_text("A", "a", Category.POSTURE), exercise_text("A", "a", Category.POSTURE)]
)
def test_what_is_commented_out_works_once_the_sign_is_taken_away(text: str, tmp_path: Path) -> None:
    shown = re.sub(r"^# (?=\[|\w+ = |    \{|\])", "", text, flags=re.MULTILINE)
    kind = "exercises" if "[say]" in text else "."
    (tmp_path / kind).mkdir(exist_ok=True)
    (tmp_path / kind / "mine.toml").write_text(shown, encoding="utf-8")

    assert shown.count("\n#") < text.count("\n#")
    assert Library(BUILT_IN, tmp_path).problems() == ()


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Morning neck", "morning-neck"),
        ("  Neck &  back!  ", "neck-back"),
        ("Ann's 2nd", "anns-2nd"),
        ("Épaules à l'aise", "epaules-a-laise"),
        ("neck-and-back.toml", "neck-and-back"),
        ("UPPER", "upper"),
        ("a.b_c", "a-b-c"),
    ],
)
def test_a_name_becomes_a_files_name(name: str, file: str) -> None:
    assert file_name(name) == file


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        ".",
        "..",
        "../up",
        "a/b",
        "a\\b",
        "/etc/passwd",
        "C:\\x",
        "a\nb",
        "a\x1b[31m",
        "a\0b",
        "Шея",
        "!!!",
        "x" * 81,
    ],
)
def test_a_name_that_no_file_can_have_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        file_name(name)


@pytest.mark.parametrize(("name", "letters"), [("My day 肩", "肩"), ("Ｎｅｃｋ neck", "Ｎｅｃｋ")])
def test_a_name_that_would_be_silent_makes_no_file(tmp_path: Path, name: str, letters: str) -> None:
    ran = made(tmp_path, name, "--category", "posture")

    assert ran.returncode == 2
    assert f"An English voice cannot say “{letters}”" in ran.stderr
    assert not list(tmp_path.rglob("*.toml"))


def test_a_new_routine_is_made_opened_and_ready(tmp_path: Path) -> None:
    ran = made(tmp_path, "My", '"own"', "neck", "--category", "posture")

    path = own(tmp_path, "posture/my-own-neck")
    assert (ran.returncode, ran.stderr) == (0, f"Made {path}\n{path} is good.\n")
    assert path.read_text().startswith("#:schema ../.schema/routine.schema.json\n")
    assert coach(tmp_path, "show", "my-own-neck").stdout.startswith('My "own" neck: ')


def test_a_new_exercise_is_made_among_the_exercises(tmp_path: Path) -> None:
    ran = made(tmp_path, "--exercise", "Slow lift")

    assert ran.returncode == 0
    assert (
        own(tmp_path, "exercises/slow-lift")
        .read_text()
        .startswith("#:schema ../.schema/exercise.schema.json\n")
    )


def test_a_new_routine_begins_with_another_and_keeps_its_comments(tmp_path: Path) -> None:
    made(tmp_path, "First", "--category", "massage")
    made(tmp_path, "Second", "--from", "first")
    made(tmp_path, "Third", "--from", "desk-reset", "--category", "mobility")

    first = own(tmp_path, "massage/first").read_text()
    third = own(tmp_path, "mobility/third").read_text()
    desk = (BUILT_IN / "posture" / "desk-reset.toml").read_text()
    assert own(tmp_path, "massage/second").read_text() == first.replace('"First"', '"Second"')
    assert third == "#:schema ../.schema/routine.schema.json\n" + desk.replace(
        '"Desk reset"', '"Third"'
    ).replace('"posture"', '"mobility"')


@pytest.mark.parametrize("name", ["desk-reset", "Desk reset"])
def test_a_name_that_is_taken_is_refused_and_nothing_is_made(tmp_path: Path, name: str) -> None:
    ran = made(tmp_path, name)

    assert ran.returncode == 2
    assert ran.stderr == (
        "There is a routine desk-reset already. `coach edit desk-reset` changes it. "
        "Give yours another name.\n"
    )
    assert not (tmp_path / "config").exists()


def test_a_second_one_of_a_name_leaves_the_first_as_it_is(tmp_path: Path) -> None:
    made(tmp_path, "Mine")
    own(tmp_path, "mobility/mine").write_text("# broken by hand")

    ran = made(tmp_path, "mine", "--category", "posture")

    assert ran.returncode == 2
    assert own(tmp_path, "mobility/mine").read_text() == "# broken by hand"
    assert not own(tmp_path, "posture/mine").exists()


@pytest.mark.parametrize(
    "words",
    [("../x",), ("a/b",), ("x", "--from", "nothing"), ("x", "--from", "../y"), ("x", "--category", "yoga")],
)
def test_what_cannot_be_made_is_told_in_one_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    ran = made(tmp_path, *words)

    assert ran.returncode == 2
    assert len(ran.stderr.splitlines()) == 1
    assert list(tmp_path.rglob("*.toml")) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_file_of_every_kind_passes_the_strict_check_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    for category in Category:
        create(default(), NewFileRequest(kind, f"My {category.value}", category, None))
    other = "chin-tuck" if kind == Kind.EXERCISE else "desk-reset"
    create(default(), NewFileRequest(kind, "A copy", None, other))

    found = check(Library(BUILT_IN, tmp_path / "config" / "routines"), None, CheckRequest(strict=True))

    assert len(list(tmp_path.rglob("config/routines/*/my-*.toml"))) == len(Category)
    assert [str(problem) for problem in found.problems] == []
