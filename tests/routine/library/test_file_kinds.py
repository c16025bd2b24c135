"""A kind of file is a row of a table: with one row more, the library has, checks and reads its files."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest
from lived import EXERCISE, ROUTINE

from coach.check.check import CheckRequest, check
from coach.errors import BadFile, Place, Problem, Severity, UsageError, refuse
from coach.files.document import Document
from coach.routine.format.reference_graph import ReferenceKey
from coach.routine.format.tables import RoutineTable
from coach.routine.kind import Kind
from coach.routine.library.facts import Facts
from coach.routine.library.file_kinds import KINDS, FileKind, Kinds, Read, kind_by_keys
from coach.routine.library.library import Library
from coach.routine.model import Category, Routine, Silence

PROGRAMME = Kind("programme")
FILE = """\
name = "A week"

[[day]]
routine = "short"

[[day]]
routine = "short"
"""


@dataclass(frozen=True, slots=True)
class Programme:
    """Routines in the order of their days."""

    id: str
    name: str
    days: tuple[str, ...]
    place: Place
    silences: tuple[Silence, ...] = ()


def parsed(document: Document, name: str) -> Programme:
    value = document.value
    if "day" not in value:
        raise BadFile((Problem(document.place(), "missing-key", "there is no day.", "Add a [[day]]."),))
    days = tuple(day["routine"] for day in value["day"])
    return Programme(name, value["name"], days, document.place())


def never(document: Document, name: str) -> Programme:
    raise AssertionError(document.name, name)


def routines(programme: Programme, read: Read) -> tuple[Routine, ...]:
    """Return the routines of the days; a day longer than an hour is refused."""
    found = tuple(read(Kind.ROUTINE, name) for name in programme.days)
    long = [each for each in found if each.minutes > 60]
    refuse(Problem(programme.place, "long-day", f"{each.id} is too long.", "") for each in long)
    return found


def lint(_: object, document: Document) -> Iterator[Problem]:
    yield Problem(document.place(("name",)), "no-rest", "no day is a day of rest.", "", Severity.WARNING)


def facts(programme: Programme) -> Facts:
    return {"name": programme.name}


def template(name: str, known_as: str, category: Category) -> str:
    raise NotImplementedError(name, known_as, category)


ROW = FileKind(
    kind=PROGRAMME,
    folder="programmes",
    known_by=frozenset(("day",)),
    refers_to=(ReferenceKey(("day", "routine"), Kind.ROUTINE),),
    parse=parsed,
    facts=facts,
    table=lambda: RoutineTable,
    template=template,
    lint=lint,
    unknown="Give it a file in programmes/.",
    resolve=routines,
)
WITH_PROGRAMMES: Kinds = {**KINDS, PROGRAMME: ROW}


@dataclass(frozen=True, slots=True)
class Shelves:
    """A person's own folder with a programme, its routine and that one's exercise."""

    root: Path

    @property
    def programme(self) -> Path:
        return self.root / "own" / "programmes" / "week.toml"

    def write(self, name: str, text: str) -> None:
        path = self.root / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def library(self, kinds: Kinds = WITH_PROGRAMMES) -> Library:
        folders = (self.root / "built-in", self.root / "own", self.root / "cache")
        return Library(*folders, last_good_folder=self.root / "good", kinds=kinds)


@pytest.fixture
def shelves(tmp_path: Path) -> Shelves:
    (tmp_path / "built-in").mkdir()
    made = Shelves(tmp_path)
    made.write("programmes/week.toml", FILE)
    made.write("education/short.toml", ROUTINE)
    made.write("exercises/tap.toml", EXERCISE)
    return made


def test_a_kind_more_is_found_in_its_folder_and_read(shelves: Shelves) -> None:
    library = shelves.library()

    programme = library.read(PROGRAMME, "week")

    assert library.names(PROGRAMME) == ("week",)
    assert library.names() == ("short",), "it is no routine"
    assert cast("Programme", programme).days == ("short", "short")
    assert library.problems() == ()


def test_without_its_row_nobody_looks_into_its_folder(shelves: Shelves) -> None:
    library = shelves.library(KINDS)

    assert [file.id for file in library.files] == ["short", "tap"]
    assert library.problems() == ()


def test_what_it_names_is_resolved(shelves: Shelves) -> None:
    library = shelves.library()

    [file] = [file for file in library.files if file.kind == PROGRAMME]

    assert library.refers_to(file) == ((Kind.ROUTINE, "short"), (Kind.ROUTINE, "short"))
    assert library.reached_from((PROGRAMME, "week")) == ((Kind.ROUTINE, "short"), (Kind.EXERCISE, "tap"))
    shelves.write("education/short.toml", ROUTINE.replace("minutes = 1", "minutes = 90"))
    with pytest.raises(BadFile, match="short is too long"):
        shelves.library().read(PROGRAMME, "week")


def test_what_it_names_and_is_not_there_is_among_the_problems(shelves: Shelves) -> None:
    shelves.write("programmes/week.toml", FILE.replace('"short"', '"shrot"', 1))

    [problem] = shelves.library().problems()

    told = f"{shelves.programme}:4:11: there is no routine 'shrot'. Nearest: short."
    assert (str(problem), problem.rule) == (told, "unknown-routine")
    with pytest.raises(BadFile, match="no routine 'shrot'"):
        shelves.library().read(PROGRAMME, "week")


def test_one_that_is_broken_is_among_the_problems_and_its_last_good_version_is_used(shelves: Shelves) -> None:
    shelves.library().remember(PROGRAMME, "week")
    shelves.write("programmes/week.toml", 'name = "A week"\n')

    library = shelves.library()

    assert [problem.message for problem in library.problems()] == ["there is no day."]
    assert library.read(PROGRAMME, "week").days == ("short", "short")
    assert (shelves.root / "good" / "programmes" / "week.toml").read_text() == FILE


def test_it_is_checked_as_the_others_are(shelves: Shelves) -> None:
    found = check(shelves.library(), None, CheckRequest(strict=True))
    mine = [problem.rule for problem in found.problems if problem.place.file == str(shelves.programme)]

    assert (found.files, mine) == (3, ["no-rest"])
    shelves.write("education/short.toml", ROUTINE.replace("minutes = 1", "minutes = 90"))
    found = check(shelves.library(), None, CheckRequest())
    assert [problem.rule for problem in found.problems] == ["long-day"]


def test_a_name_that_it_has_not_is_answered_in_its_own_words(shelves: Shelves) -> None:
    with pytest.raises(UsageError, match=r"no programme called 'zzzz'\. Give it a file in programmes/"):
        shelves.library().read(PROGRAMME, "zzzz")
    with pytest.raises(UsageError, match=r"no programme called 'short'\. It is the name of a routine"):
        shelves.library().check(PROGRAMME, "short")


def test_the_index_tells_of_it_again_without_reading_it(shelves: Shelves) -> None:
    first = shelves.library()
    before = first.problems(), first.reached_from((PROGRAMME, "week"))
    unread = replace(ROW, parse=never)

    again = shelves.library({**KINDS, PROGRAMME: unread})

    assert (again.problems(), again.reached_from((PROGRAMME, "week"))) == before


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        (("name", "step"), Kind.ROUTINE),
        (("step", "say"), Kind.ROUTINE),
        (("name", "dose"), Kind.EXERCISE),
        (("name", "day"), PROGRAMME),
        (("name",), Kind.ROUTINE),
        ((), Kind.ROUTINE),
    ],
)
def test_a_file_is_known_by_the_keys_that_no_other_kind_has(keys: tuple[str, ...], kind: Kind) -> None:
    assert kind_by_keys(dict.fromkeys(keys), WITH_PROGRAMMES) == kind


def test_a_kind_stands_after_those_that_it_names() -> None:
    order = [*WITH_PROGRAMMES]

    for row in WITH_PROGRAMMES.values():
        assert all(order.index(key.kind) <= order.index(row.kind) for key in row.refers_to)


def test_no_key_tells_two_kinds() -> None:
    keys = [key for row in WITH_PROGRAMMES.values() for key in row.known_by]

    assert len(keys) == len(set(keys))
