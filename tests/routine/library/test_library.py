"""The library has every good file, one's own first, and tells what is wrong with the others."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coach.errors import BadFile, CoachError, Severity, UsageError
from coach.files.paths import data_root
from coach.routine.kind import Kind
from coach.routine.library.library import Library, Masked
from coach.routine.library.listing import Entry
from coach.routine.model import Category

EXERCISE = """\
name = "Row"
category = "strengthening"
level = "gentle"
position = ["seated", "standing"]
equipment = [["band", "towel"], "chair"]
dose = { reps = 8 }

[say]
setup = "Sit."
move = "Pull."

[source]
kind = "common practice"
"""

ROUTINE = """\
name = "Desk reset"
category = "posture"
level = "gentle"
minutes = 5
summary = "Five minutes."

[[step]]
exercise = "row"
"""

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")


class Shelves:
    """Two folders of files, and a cache."""

    def __init__(self, root: Path) -> None:
        self.built_in, self.own, self.cache = root / "routines", root / "own", root / "cache"
        self.write("exercises/row.toml", EXERCISE)
        self.write("posture/desk-reset.toml", ROUTINE)

    def write(self, name: str, text: str, *, own: bool = False) -> Path:
        path = (self.own if own else self.built_in) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def library(self) -> Library:
        return Library(self.built_in, self.own, self.cache)

    def told(self) -> list[str]:
        return [str(problem) for problem in self.library().problems()]


@pytest.fixture
def shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelves:
    monkeypatch.chdir(tmp_path)
    return Shelves(tmp_path)


def test_a_list_shows_what_a_routine_asks_for(shelves: Shelves) -> None:
    shelves.write("stretches/mine/late.toml", ROUTINE.replace("posture", "stretches"), own=True)

    entries = shelves.library().entries()

    assert entries == (
        Entry(
            id="late",
            name="Desk reset",
            category="stretches",
            level="gentle",
            minutes=5,
            summary="Five minutes.",
            position=("seated",),
            equipment=("band or towel", "chair"),
            file="own/stretches/mine/late.toml",
            own=True,
        ),
        Entry(
            id="desk-reset",
            name="Desk reset",
            category="posture",
            level="gentle",
            minutes=5,
            summary="Five minutes.",
            position=("seated",),
            equipment=("band or towel", "chair"),
            file="routines/posture/desk-reset.toml",
            own=False,
        ),
    )
    assert [entry.id for entry in shelves.library().entries(Category.POSTURE)] == ["desk-reset"]
    assert shelves.library().names() == ("desk-reset", "late")


def test_a_name_that_is_not_there_is_answered_with_the_nearest(shelves: Shelves) -> None:
    library = shelves.library()

    with pytest.raises(UsageError, match=r"There is no routine called 'desk-rest'. Nearest: desk-reset\."):
        library.routine("desk-rest")
    with pytest.raises(UsageError, match=r"There is no exercise called 'rows'. Nearest: row."):
        library.exercise("rows")
    with pytest.raises(UsageError, match="`coach list` shows them all"):
        library.routine("../../etc/passwd")


def test_a_name_of_the_other_kind_is_known_as_that(shelves: Shelves) -> None:
    with pytest.raises(UsageError, match=r"no routine called 'row'. It is the name of an exercise\."):
        shelves.library().routine("row")
    with pytest.raises(UsageError, match=r"'desk-reset'. It is the name of a routine\."):
        shelves.library().exercise("desk-reset")


def test_a_path_in_place_of_an_id_is_answered_with_the_id(shelves: Shelves) -> None:
    with pytest.raises(UsageError, match=r"Nearest: desk-reset\."):
        shelves.library().routine("routines/posture/desk-reset.toml")


def test_ones_own_file_wins_and_the_caution_it_hides_is_told(shelves: Shelves) -> None:
    caution = '\n[caution]\ntags = ["neck"]\nstop = "Stop if it tingles."\n'
    shelves.write("exercises/row.toml", EXERCISE + caution)
    shelves.write("exercises/row.toml", EXERCISE.replace("Row", "My row"), own=True)
    shelves.write("desk-reset.toml", ROUTINE.replace("Desk reset", "Mine"), own=True)

    library = shelves.library()

    assert library.routine("desk-reset").name == "Mine"
    assert library.exercise("row").name == "My row"
    assert [entry.name for entry in library.entries()] == ["Mine"]
    assert sorted(library.masked(), key=lambda masked: masked.id) == [
        Masked(Kind.ROUTINE, "desk-reset", "own/desk-reset.toml", "routines/posture/desk-reset.toml"),
        Masked(
            Kind.EXERCISE, "row", "own/exercises/row.toml", "routines/exercises/row.toml", ("tags", "stop")
        ),
    ]
    [problem] = library.problems()
    assert (problem.rule, problem.severity) == ("masked-caution", Severity.WARNING)
    assert "own/exercises/row.toml:1:1: this exercise hides the built-in row" in str(problem)


def test_an_own_exercise_that_is_broken_is_not_said_to_lose_a_caution(shelves: Shelves) -> None:
    caution = '\n[caution]\nstop = "Stop if it tingles."\n'
    shelves.write("exercises/row.toml", EXERCISE + caution)
    shelves.write("exercises/row.toml", EXERCISE.replace("gentle", "gentel") + caution, own=True)

    assert "masked-caution" not in {problem.rule for problem in shelves.library().problems()}


def test_an_own_exercise_that_keeps_the_caution_hides_nothing(shelves: Shelves) -> None:
    caution = '\n[caution]\nstop = "Stop if it tingles."\n'
    shelves.write("exercises/row.toml", EXERCISE + caution)
    shelves.write("exercises/row.toml", EXERCISE + caution, own=True)

    assert shelves.library().problems() == ()


BROKEN: list[tuple[str, str, str]] = [
    # the file of one's own, what is in it, what is told
    ("broken.toml", 'name = "x\n', 'own/broken.toml:1:10: a text does not end on its line. Close it with "'),
    ("broken.toml", ROUTINE + "reps = -1", "own/broken.toml:9:8: reps is too small. Give at least 1."),
    (
        "broken.toml",
        ROUTINE.replace('"row"', '"rwo"'),
        "own/broken.toml:8:12: there is no exercise 'rwo'. Nearest: row.",
    ),
    (
        "exercises/broken.toml",
        EXERCISE + '[easier]\nexercise = "rwo"\n',
        "own/exercises/broken.toml:15:12: there is no exercise 'rwo'. Nearest: row.",
    ),
    (
        "exercises/broken.toml",
        EXERCISE + '[caution]\ninstead = "rwo"\n',
        "own/exercises/broken.toml:15:11: there is no exercise 'rwo'. Nearest: row.",
    ),
    ("Big Name.toml", ROUTINE, "own/Big Name.toml:1:1: this file's name cannot be an id. Use small letters"),
    ("exercises/row-.toml", EXERCISE, "own/exercises/row-.toml:1:1: this file's name cannot be an id."),
]


@pytest.mark.parametrize(("name", "text", "told"), BROKEN, ids=[row[0] + row[1][-12:] for row in BROKEN])
def test_a_broken_file_is_told_and_the_rest_of_the_library_works(
    name: str, text: str, told: str, shelves: Shelves
) -> None:
    shelves.write(name, text, own=True)

    found = shelves.told()

    assert len(found) == 1
    assert found[0].startswith(told)
    assert shelves.told() == found
    assert [entry.id for entry in shelves.library().entries()] == ["desk-reset"]
    assert shelves.library().routine("desk-reset").name == "Desk reset"
    assert shelves.library().exercise("row").name == "Row"


def test_a_broken_file_is_refused_when_it_is_asked_for(shelves: Shelves) -> None:
    shelves.write("lost.toml", ROUTINE.replace('"row"', '"rwo"'), own=True)
    shelves.write("bad.toml", "name = ", own=True)
    shelves.write("exercises/turn.toml", EXERCISE + '[harder]\nexercise = "rwo"\n', own=True)
    library = shelves.library()

    for ask in (
        lambda: library.routine("lost"),
        lambda: library.routine("bad"),
        lambda: library.exercise("turn"),
    ):
        with pytest.raises(BadFile):
            ask()


def test_a_routine_whose_exercise_is_broken_is_not_offered(shelves: Shelves) -> None:
    shelves.write("exercises/row.toml", EXERCISE.replace("reps = 8", "reps = 0"))

    assert shelves.library().entries() == ()
    assert shelves.told() == ["routines/exercises/row.toml:6:17: reps is too small. Give at least 1."]


def test_two_files_of_one_name_are_told_and_the_first_serves(shelves: Shelves) -> None:
    shelves.write("stretches/desk-reset.toml", ROUTINE)

    assert shelves.told() == [
        "routines/stretches/desk-reset.toml:1:1: there is another routine desk-reset. "
        "Rename one of the two; the other is routines/posture/desk-reset.toml."
    ]


@posix
@pytest.mark.parametrize("kind", ["a dangling link", "a loop", "a pipe", "a folder", "a file for a folder"])
def test_what_cannot_be_read_is_told_and_the_rest_works(kind: str, shelves: Shelves) -> None:
    shelves.own.mkdir()
    path = shelves.own / "odd.toml"
    match kind:
        case "a dangling link":
            path.symlink_to(shelves.own / "nowhere.toml")
        case "a loop":
            path.symlink_to(path)
        case "a pipe":
            os.mkfifo(path)
        case "a folder":
            path.symlink_to(shelves.built_in)
        case _:
            shelves.own.rmdir()
            shelves.own.write_text("no folder")

    [problem] = shelves.library().problems()

    assert problem.rule == "unreadable"
    assert problem.place.file in ("own/odd.toml", "own")
    assert [entry.id for entry in shelves.library().entries()] == ["desk-reset"]


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="nothing is closed to root")
def test_a_closed_folder_and_a_closed_file_are_told_until_they_are_opened(shelves: Shelves) -> None:
    path = shelves.write("mine.toml", ROUTINE, own=True)
    path.chmod(0)

    assert "cannot be read" in shelves.told()[0]
    path.chmod(0o600)
    assert shelves.told() == []
    shelves.own.chmod(0)
    assert "cannot be read" in shelves.told()[0]
    shelves.own.chmod(0o700)


@posix
def test_a_circle_of_folders_ends(shelves: Shelves) -> None:
    shelves.write("mine.toml", ROUTINE, own=True)
    (shelves.own / "round").symlink_to(shelves.own)

    assert shelves.library().names() == ("desk-reset", "mine")


def test_folders_without_end_are_told(shelves: Shelves) -> None:
    shelves.write("a/" * 40 + "mine.toml", ROUTINE, own=True)

    [problem] = shelves.library().problems()

    assert problem.rule == "too-deep"


def test_without_a_folder_of_ones_own_nothing_is_amiss(shelves: Shelves) -> None:
    assert shelves.told() == []


def test_the_index_is_right_after_a_change_and_wherever_it_is_read_from(
    shelves: Shelves, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = shelves.write("mine.toml", ROUTINE + "reps = 0", own=True)
    before = shelves.told()
    monkeypatch.chdir(tmp_path / "own")

    elsewhere = shelves.told()
    path.write_text(ROUTINE.replace("Desk reset", "Mended"), encoding="utf-8")
    mended = shelves.library()

    assert before[0].startswith("own/mine.toml:9:8:")
    assert elsewhere[0].startswith("mine.toml:9:8:")
    assert mended.problems() == ()
    assert {entry.name for entry in mended.entries()} == {"Desk reset", "Mended"}


def test_a_file_that_is_gone_is_gone_from_the_list(shelves: Shelves) -> None:
    path = shelves.write("mine.toml", ROUTINE, own=True)
    assert len(shelves.library().entries()) == 2

    path.unlink()

    assert [entry.id for entry in shelves.library().entries()] == ["desk-reset"]


@pytest.mark.parametrize("damage", ["", "{", "[1]", "null", "half", "another", "bytes"])
def test_a_damaged_index_is_made_anew(damage: str, shelves: Shelves) -> None:
    good = shelves.library().entries()
    file = shelves.cache / "library.json"
    kept = file.read_bytes()
    damaged = {
        "half": kept[: len(kept) // 2],
        "another": kept.replace(b"Desk", b"Dusk"),
        "bytes": b"\xff\x00",
    }

    file.write_bytes(damaged.get(damage, damage.encode()))

    assert shelves.library().entries() == good
    assert file.read_bytes() == kept


def test_a_cache_that_cannot_be_written_is_done_without(shelves: Shelves) -> None:
    shelves.cache.write_text("a file where the folder should be")

    assert [entry.id for entry in shelves.library().entries()] == ["desk-reset"]
    assert shelves.told() == []


def test_files_that_were_looked_at_are_not_read_again(shelves: Shelves) -> None:
    library = Library(shelves.built_in, shelves.own, None)
    read: list[int] = []

    library.look(lambda: read.append(1))
    library.look(lambda: read.append(2))

    assert read == [1, 1]


def test_the_first_words_need_one_file_alone(shelves: Shelves) -> None:
    shelves.write("exercises/row.toml", "broken")
    shelves.write("long.toml", ROUTINE.replace("Desk reset", "x" * 1000), own=True)
    shelves.write("odd.toml", ROUTINE.replace("minutes = 5", "minutes = true"), own=True)
    library = shelves.library()

    assert library.peek("desk-reset") == ("Desk reset", 5)
    assert [library.peek(name) for name in ("long", "odd", "nothing")] == [None, None, None]
    assert not shelves.cache.exists()


def test_a_list_that_is_known_loads_no_reader(shelves: Shelves) -> None:
    shelves.write("mine.toml", ROUTINE + "reps = 0", own=True)
    shelves.write("exercises/row.toml", EXERCISE, own=True)
    shelves.library().entries()
    script = (
        "import sys; from pathlib import Path; from coach.routine.library.library import Library; "
        "library = Library(*map(Path, sys.argv[1:])); "
        "told = [*map(len, (library.entries(), library.problems(), library.masked(), library.names()))]; "
        "print([*told, [m for m in ('pydantic', 'tomli', 'tree_sitter') if m in sys.modules]])"
    )

    folders = [str(shelves.built_in), str(shelves.own), str(shelves.cache)]
    ran = subprocess.run([sys.executable, "-c", script, *folders], capture_output=True, text=True, check=True)

    assert json.loads(ran.stdout.replace("'", '"')) == [1, 1, 1, 2, []]


def test_a_thousand_files_of_ones_own_are_listed_at_once(shelves: Shelves) -> None:
    for number in range(1_000):
        shelves.write(f"stretches/own-{number}.toml", ROUTINE, own=True)
    first = shelves.library().entries()

    again = shelves.library().entries()

    assert len(again) == 1_001
    assert again == first


def test_what_comes_with_coach_is_whole() -> None:
    library = Library(data_root() / "routines")

    assert [str(problem) for problem in library.problems()] == []
    assert all(library.routine(name).minutes for name in library.names())


def test_no_folder_at_all_is_told(tmp_path: Path) -> None:
    library = Library(tmp_path / "nothing")

    assert library.entries() == ()
    assert [problem.rule for problem in library.problems()] == ["unreadable"]
    with pytest.raises(CoachError):
        library.routine("desk-reset")
