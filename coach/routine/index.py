"""What a list shows of each file, or what is wrong with it, kept between runs.

Touches disk: reads the files that are new or changed, and keeps the index in the cache.
A row is plain JSON, so that while nothing has changed neither pydantic nor a TOML reader
is loaded. An index that is damaged, or was made by another version, is made anew; one
that cannot be written is done without.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypedDict

from coach import atomic
from coach.errors import BadFile, CoachError, Place, Problem, Severity
from coach.files.ids import ID
from coach.files.keys import Keys
from coach.paths import made
from coach.routine import bounds
from coach.routine.further import with_further
from coach.routine.model import Exercise, Routine
from coach.routine.shelf import File, Kind
from coach.source import Document
from coach.versions import mark_of, sources_in

FORMAT: Final = 3
_DECIDE: Final = ("tomli", "pydantic", "pydantic_core", "tree_sitter", "tree_sitter_toml")
"""The libraries that decide what a file says, what is wrong with it and where."""


class Row(TypedDict, total=False):
    """One file. `uses` and `may_use` are exercises that it names, each with line and column.

    `silences` are the rules that an exercise does without.
    A file that cannot be used has `problems`, and what it names as far as that can be read.
    """

    identity: list[int]
    problems: list[tuple[int, int, str, str, str]]
    uses: list[tuple[str, int, int]]
    may_use: list[tuple[str, int, int]]
    position: str
    equipment: list[str]
    cautions: list[str]
    silences: list[str]
    name: str
    category: str
    level: str
    minutes: float
    summary: str


def rows(
    files: Iterable[File],
    cache: Path | None,
    *,
    behind: Callable[[File, Row], File | None] = lambda *_: None,
    on_each: Callable[[], object] = lambda: None,
) -> dict[str, Row]:
    """Return a row for each file, and for the one that stands `behind` it, by its path.

    `on_each` is called as each file is done.
    """
    kept = {} if cache is None else _kept(cache / "library.json")
    found: dict[str, Row] = {}
    for file in files:
        row = found[file.path] = _known(file, kept)
        other = behind(file, row)
        if other is not None:
            found[other.path] = _known(other, kept)
        on_each()
    # What could not be read is tried again each time: rights change, and the file does not.
    good = {path: row for path, row in found.items() if row["identity"]}
    if cache is not None and good != kept:
        _keep(cache, good)
    return found


def problems(file: File, row: Row) -> Iterator[Problem]:
    """Yield what is wrong in a file."""
    for line, column, rule, message, mend in row.get("problems", ()):
        yield Problem(Place(file.shown, line, column), rule, message, mend, Severity.ERROR)


def uses(routine: Routine) -> list[tuple[str, int, int]]:
    """Return each exercise that a routine names, with its line and column."""
    return [(step.exercise, step.place.line, step.place.column) for step in routine.exercises()]


def other_ways(exercise: Exercise) -> list[tuple[str, int, int]]:
    """Return the exercises that an exercise's easier and harder ways name."""
    ways = {"easier": exercise.easier, "harder": exercise.harder}
    return [
        _named(way.exercise, exercise, (key, "exercise"))
        for key, way in ways.items()
        if way is not None and way.exercise is not None
    ]


def _named(name: str, exercise: Exercise, path: tuple[str, ...]) -> tuple[str, int, int]:
    place = exercise.places[path]
    return name, place.line, place.column


def _known(file: File, kept: dict[str, Row]) -> Row:
    row = kept.get(file.path)
    return _fresh(file) if row is None or row["identity"] != [*file.identity] else row


def _fresh(file: File) -> Row:
    from coach.routine.parse import parse_exercise, parse_routine
    from coach.source import read

    identity, document = [*file.identity], None
    try:
        document = read(Path(file.path))
        if file.kind is Kind.EXERCISE:
            return {"identity": identity, **_of_exercise(parse_exercise(document, file.id))}
        return {"identity": identity, **_of_routine(parse_routine(document, file.id))}
    except BadFile as bad:
        problems = with_further(bad, file.kind, file.id).problems
        told = [(p.place.line, p.place.column, p.rule, p.message, p.mend) for p in problems]
        named = [] if document is None else list(islice(_named_in(document), bounds.UNROLLED))
        return {"identity": identity, "problems": told, "uses": named}
    except CoachError as error:
        return {"identity": [], "problems": [(1, 1, "unreadable", str(error), "")]}


def _named_in(document: Document) -> Iterator[tuple[str, int, int]]:
    """Yield the exercises that a broken file names, as far as it can be read, so that all is told at once."""
    level: list[tuple[Keys, object]] = [((key,), document.value.get(key)) for key in ("easier", "harder")]
    level += _within(("step",), document.value.get("step"))
    for _ in range(bounds.DEPTH + 1):
        for path, table in level:
            name = table.get("exercise") if isinstance(table, dict) else None
            if isinstance(name, str) and ID.fullmatch(name):
                place = document.place((*path, "exercise"))
                yield name, place.line, place.column
        level = [
            inner
            for path, table in level
            if isinstance(table, dict)
            for inner in _within((*path, "steps"), table.get("steps"))
        ]


def _within(path: Keys, tables: object) -> list[tuple[Keys, object]]:
    return [((*path, index), table) for index, table in enumerate(tables)] if isinstance(tables, list) else []


def _of_exercise(exercise: Exercise) -> Row:
    caution = exercise.caution
    kinds = ("tags", "avoid", "stop")
    instead = [] if caution is None or caution.instead is None else [caution.instead]
    return {
        "position": exercise.position[0],
        "equipment": [" or ".join(names) for names in exercise.equipment],
        "cautions": [] if caution is None else [kind for kind in kinds if getattr(caution, kind)],
        "uses": other_ways(exercise),
        "may_use": [_named(name, exercise, ("caution", "instead")) for name in instead],
        "silences": [silence.rule for silence in exercise.silences],
    }


def _of_routine(routine: Routine) -> Row:
    return {
        "name": routine.name,
        "category": routine.category.value,
        "level": routine.level.name.lower(),
        "minutes": routine.minutes,
        "summary": routine.summary,
        "uses": uses(routine),
    }


def _kept(path: Path) -> dict[str, Row]:
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        if head != _head(body):
            return {}
        kept: dict[str, Row] = json.loads(body)
    except (OSError, ValueError):
        return {}
    return kept


def _keep(cache: Path, kept: dict[str, Row]) -> None:
    body = json.dumps(kept, separators=(",", ":")).encode()
    try:
        atomic.write(made(cache) / "library.json", _head(body) + b"\n" + body, private=True)
    except CoachError:
        return


def _head(body: bytes) -> bytes:
    """Return what an index of now begins with: its format, who made it, and a sum that shows damage."""
    return json.dumps([FORMAT, _maker(), zlib.crc32(body)]).encode()


def _maker() -> list[Any]:
    """Tell what decided from all that might: other sources, an edited checkout, other libraries."""
    try:
        sources = list(sources_in(str(Path(__file__).parent.parent)))
    except OSError:
        return []
    return [zlib.crc32(repr(sources).encode()), mark_of(*_DECIDE)]
