"""A broken edit changes nothing: the last good version stays in force, and why is told."""

from pathlib import Path

import pytest
from lived import EXERCISE

from coach.errors import BadFile, CoachError
from coach.routine.kind import Kind
from coach.routine.library.last_good import StandIn
from coach.routine.library.library import Library
from coach.routine.model import Routine

ROUTINE = """\
name = "Mine"
category = "posture"
level = "gentle"
minutes = 5

[[step]]
exercise = "tap"
"""
BROKEN = [
    "",
    "name = ",
    ROUTINE + "reps = 0\n",
    ROUTINE.replace("tap", "top"),
    ROUTINE + 'breath = "4-6"\nreps = 3\nhold = 3\n',
]
"""Nothing, no TOML, a bad value, no such exercise, and a dose that does not go together."""


class Shelves:
    """A home with a routine and an exercise of one's own, and what the library said of them."""

    def __init__(self, root: Path) -> None:
        self.root, self.told = root, list[StandIn]()
        self.routine = self.write("mine.toml", ROUTINE)
        self.exercise = self.write("exercises/tap.toml", EXERCISE)
        (root / "routines").mkdir()

    def write(self, name: str, text: str) -> Path:
        path = self.root / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def library(self) -> Library:
        self.told = []
        root = self.root
        return Library(
            root / "routines",
            root / "own",
            root / "cache",
            last_good_folder=root / "good",
            on_stand_in=self.told.append,
        )

    def use(self) -> Routine:
        """Read the routine, and keep what was read, as a session does."""
        library = self.library()
        routine = library.routine("mine")
        library.remember_used()
        return routine

    def kept(self) -> dict[str, str]:
        """Return the last good versions that there are."""
        good = self.root / "good"
        return {str(path.relative_to(good)): path.read_text() for path in good.rglob("*.toml")}


@pytest.fixture
def shelves(tmp_path: Path) -> Shelves:
    return Shelves(tmp_path)


@pytest.mark.parametrize("broken", BROKEN)
def test_a_routine_that_breaks_is_used_as_it_last_was_good(broken: str, shelves: Shelves) -> None:
    good = shelves.use()
    shelves.routine.write_text(broken)

    library = shelves.library()

    assert library.routine("mine").name == good.name
    assert [step.exercise for step in library.routine("mine").exercises()] == ["tap"]
    [told] = shelves.told
    assert str(told).startswith(f"{shelves.routine}:")
    assert str(told).endswith("The last good version of mine is used until you mend it: coach edit mine")
    assert "\n" not in str(told)
    assert shelves.routine.read_text() == broken, "nobody writes in a person's file"


@pytest.mark.parametrize("broken", BROKEN)
def test_a_routine_that_broke_is_listed_as_it_is_used_and_its_problem_is_told(
    broken: str, shelves: Shelves
) -> None:
    shelves.use()
    shelves.routine.write_text(broken)

    first, again = shelves.library(), shelves.library()

    assert [entry.name for entry in first.entries()] == ["Mine"]
    assert again.entries() == first.entries()
    assert first.problems()[0].place.file == str(shelves.routine)


def test_a_mended_file_is_used_at_once_and_nothing_is_said(shelves: Shelves) -> None:
    shelves.use()
    shelves.routine.write_text("name = ")
    shelves.library().routine("mine")

    shelves.routine.write_text(ROUTINE.replace("Mine", "Mended"))

    assert shelves.library().routine("mine").name == "Mended"
    assert shelves.told == []


def test_a_file_that_never_was_good_is_an_error(shelves: Shelves) -> None:
    shelves.routine.write_text("name = ")

    with pytest.raises(BadFile):
        shelves.library().routine("mine")
    assert shelves.told == []


def test_an_exercise_that_breaks_is_used_as_it_last_was_good(shelves: Shelves) -> None:
    shelves.use()
    shelves.exercise.write_text(EXERCISE.replace("reps = 3", "reps = 0"))

    library = shelves.library()

    assert library.routine("mine").name == "Mine"
    assert library.exercise("tap").dose.reps == 3
    assert [(told.kind, told.id) for told in shelves.told] == [(Kind.EXERCISE, "tap")]
    assert [entry.id for entry in library.entries()] == ["mine"]


def test_a_last_good_version_that_is_no_longer_good_does_not_stand_in(shelves: Shelves) -> None:
    shelves.use()
    shelves.routine.write_text("name = ")
    shelves.exercise.unlink()

    with pytest.raises(BadFile) as caught:
        shelves.library().routine("mine")

    assert caught.value.problems[0].place.file == str(shelves.routine), "the error is of the person's file"


@pytest.mark.parametrize("damage", [b"", b"\xff\x00", b"name = 3"])
def test_a_damaged_last_good_version_does_not_stand_in(damage: bytes, shelves: Shelves) -> None:
    shelves.use()
    (shelves.root / "good" / "routines" / "mine.toml").write_bytes(damage)
    shelves.routine.write_text("name = ")

    with pytest.raises(BadFile, match="here is no value"):
        shelves.library().routine("mine")


def test_where_no_good_version_can_be_kept_the_library_works(shelves: Shelves) -> None:
    (shelves.root / "good").write_text("a file where the folder should be")

    assert shelves.use().name == "Mine"
    shelves.routine.write_text("name = ")
    with pytest.raises(BadFile):
        shelves.library().routine("mine")


def test_a_file_that_cannot_be_read_has_its_last_good_version(shelves: Shelves) -> None:
    shelves.use()
    shelves.routine.unlink()
    shelves.routine.symlink_to(shelves.routine)

    with pytest.raises(CoachError):
        shelves.library().routine("mine")
    assert shelves.library().names() == (), "a link in a circle is no file at all"


def test_the_first_words_are_never_those_of_an_edit_that_nobody_has_checked(shelves: Shelves) -> None:
    assert shelves.library().peek("mine") == ("Mine", 5)
    shelves.use()
    assert shelves.library().peek("mine") == ("Mine", 5)

    shelves.routine.write_text(ROUTINE.replace("Mine", "Other") + "reps = 0\n")

    assert shelves.library().peek("mine") is None


def test_built_in_files_are_not_kept(shelves: Shelves) -> None:
    (shelves.root / "routines" / "built.toml").write_text(ROUTINE)

    library = shelves.library()
    library.routine("built")
    library.remember(Kind.ROUTINE, "built")
    library.remember_used()

    assert not (shelves.root / "good" / "routines" / "built.toml").exists()


def test_reading_keeps_nothing(shelves: Shelves) -> None:
    library = shelves.library()

    library.routine("mine")
    library.exercise("tap")
    library.check(Kind.ROUTINE, "mine")
    library.check(Kind.EXERCISE, "tap", EXERCISE.encode())
    library.entries(), library.problems(), library.masked(), library.peek("mine")

    assert shelves.kept() == {}


def test_what_was_used_is_kept_as_it_was_read(shelves: Shelves) -> None:
    library = shelves.library()
    library.routine("mine")
    library.exercise("tap")
    shelves.routine.write_text("name = ")
    shelves.exercise.write_text(EXERCISE.replace("reps = 3", "reps = 5"))

    library.remember_used()

    assert shelves.kept() == {"routines/mine.toml": ROUTINE, "exercises/tap.toml": EXERCISE}


def test_a_last_good_version_that_is_used_is_not_kept_in_the_place_of_the_broken_file(
    shelves: Shelves,
) -> None:
    shelves.use()
    before = shelves.kept()
    shelves.routine.write_text("name = ")

    shelves.use()

    assert shelves.kept() == before


def test_a_file_that_is_remembered_is_kept_if_it_is_good(shelves: Shelves) -> None:
    shelves.library().remember(Kind.ROUTINE, "mine")
    shelves.routine.write_text(ROUTINE + "reps = 0\n")

    with pytest.raises(BadFile):
        shelves.library().remember(Kind.ROUTINE, "mine")

    assert shelves.kept() == {"routines/mine.toml": ROUTINE}
