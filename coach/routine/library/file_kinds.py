"""The kinds of file among a person's routines: a table with one row for each kind.

Pure. The code that reads, makes and judges a file is imported when it is called, so that a list loads
neither pydantic nor a TOML reader.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from coach.errors import Place, Problem
from coach.files.document import Document
from coach.files.ids import ID
from coach.routine.format.reference_graph import Reference, ReferenceKey, references
from coach.routine.format.versions import in_current_format
from coach.routine.kind import Kind
from coach.routine.library import facts
from coach.routine.library.facts import Facts
from coach.routine.model import Category, Exercise, Routine, Silence

if TYPE_CHECKING:
    from coach.files.tables import Table
    from coach.routine.plan.plan import Plan


class Described(Protocol):
    """**Protocol:** what a file of any kind says; the library and the check use it."""

    @property
    def id(self) -> str:
        """The file's name without its ending."""

    @property
    def place(self) -> Place:
        """Where the file begins."""

    @property
    def silences(self) -> tuple[Silence, ...]:
        """The rules of the strict check that the file silences."""


Parsed = TypeVar("Parsed", bound=Described)
Resolved = TypeVar("Resolved")

Read = Callable[[Kind, str], Any]
"""Returns what the file of a kind and an id says. Raises `CoachError` where it cannot be used."""


@dataclass(frozen=True, slots=True)
class FileKind(Generic[Parsed, Resolved]):
    """One kind of file.

    `folder` holds its files; the kind with no folder is that of all other folders. `known_by` are keys
    that no file of another kind has at its top. `refers_to` are the keys that name other files.
    `parse` returns what a file says, or raises `BadFile` with all that is wrong within it; `resolve`
    joins that with what the named files say, or raises what does not go together. `facts` is what a list
    shows. `table` is what a file may say. `template` returns the text of a new file for a name, an id and a
    category. `lint` yields what the strict check finds. `unknown` says what to do about an id that no
    file has, and no id is like.
    """

    kind: Kind
    folder: str
    known_by: frozenset[str]
    refers_to: tuple[ReferenceKey, ...]
    parse: Callable[[Document, str], Parsed]
    facts: Callable[[Parsed], Facts]
    table: "Callable[[], type[Table]]"
    template: Callable[[str, str, Category], str]
    lint: Callable[[Resolved, Document], Iterator[Problem]]
    unknown: str
    resolve: Callable[[Parsed, Read], Resolved] | None = None
    """`None` where what a file says needs nothing of the files that it names."""

    def references(self, document: Document) -> Iterator[Reference]:
        """Yield each file that a good file of this kind names."""
        return references(self.refers_to, in_current_format(document, self.kind).value)

    def references_of_broken(self, document: Document) -> Iterator[Reference]:
        """Yield the files that a broken file of this kind names, as far as they can be read."""
        return (
            reference
            for reference in references(self.refers_to, document.value)
            if ID.fullmatch(reference.id)
        )

    def resolved(self, parsed: Parsed, read: Read) -> Any:  # noqa: ANN401 - `Resolved`, or `parsed` itself
        """Return what a file says, joined with what the files that it names say."""
        return parsed if self.resolve is None else self.resolve(parsed, read)


def _parsed_exercise(document: Document, name: str) -> Exercise:
    from coach.routine.format.parse import parse_exercise

    return parse_exercise(document, name)


def _parsed_routine(document: Document, name: str) -> Routine:
    from coach.routine.format.parse import parse_routine

    return parse_routine(document, name)


def _plan(routine: Routine, read: Read) -> "Plan":
    from coach.routine.plan.plan import build

    return build(routine, lambda name: read(Kind.EXERCISE, name))


def _exercise_table() -> "type[Table]":
    from coach.routine.format.tables import ExerciseTable

    return ExerciseTable


def _routine_table() -> "type[Table]":
    from coach.routine.format.tables import RoutineTable

    return RoutineTable


def _exercise_text(name: str, file_id: str, category: Category) -> str:
    from coach.routine.format.templates import exercise_text

    return exercise_text(name, file_id, category)


def _routine_text(name: str, file_id: str, category: Category) -> str:
    from coach.routine.format.templates import routine_text

    return routine_text(name, file_id, category)


def _lint_exercise(exercise: Exercise, document: Document) -> Iterator[Problem]:
    from coach.routine.lint.files import of_exercise

    return of_exercise(exercise, document)


def _lint_routine(plan: "Plan", document: Document) -> Iterator[Problem]:
    from coach.routine.lint.files import of_routine

    return of_routine(plan.routine, plan, document)


_EXERCISE: Final = FileKind(
    kind=Kind.EXERCISE,
    folder="exercises",
    known_by=frozenset(("say", "dose", "position", "targets", "most", "easier", "harder", "caution")),
    refers_to=(
        ReferenceKey(("easier", "exercise"), Kind.EXERCISE),
        ReferenceKey(("harder", "exercise"), Kind.EXERCISE),
        ReferenceKey(("caution", "instead"), Kind.EXERCISE, needed=False),
    ),
    parse=_parsed_exercise,
    facts=facts.of_exercise,
    table=_exercise_table,
    template=_exercise_text,
    lint=_lint_exercise,
    unknown="Give it a file in exercises/.",
)
_ROUTINE: Final = FileKind(
    kind=Kind.ROUTINE,
    folder="",
    known_by=frozenset(("step",)),
    refers_to=(ReferenceKey(("step", "exercise"), Kind.EXERCISE, nested="steps"),),
    parse=_parsed_routine,
    facts=facts.of_routine,
    table=_routine_table,
    template=_routine_text,
    lint=_lint_routine,
    unknown="`coach list` shows them all.",
    resolve=_plan,
)

Kinds = Mapping[Kind, FileKind[Any, Any]]

KINDS: Final[Kinds] = MappingProxyType({row.kind: row for row in (_EXERCISE, _ROUTINE)})
"""In order: a kind comes after the kinds that it names."""


def folder_of(row: FileKind[Any, Any], value: Mapping[str, object]) -> str:
    """Return the folder among a person's routines in which a file of a kind belongs."""
    return row.folder or str(value["category"])


def kind_by_keys(value: Mapping[str, object], kinds: Kinds = KINDS) -> Kind:
    """Return what a file describes by its keys; where they do not say, the kind that has no folder."""
    default = next(row for row in kinds.values() if not row.folder)
    by_keys = (row for row in (default, *kinds.values()) if row.known_by & value.keys())
    return next(by_keys, default).kind
