"""All problems of files: those of the whole library, or of the files that somebody names.

Touches disk. A file that is named from elsewhere is judged beside the library, in force
over a file of its name. Errors are what keeps a file from being used; the strict check adds
the warnings of `routine.lint` and `cue.lint`.

Errors: `UsageError` for a name that is neither a file, a folder nor in the library.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from coach import rates
from coach.cue import lint as lint_script
from coach.cue.estimate import estimate
from coach.cue.fit import misfits
from coach.cue.model import MeasureOf
from coach.cue.script import Manner, Script
from coach.errors import BadFile, CoachError, Place, Problem, Severity, UsageError
from coach.reminder.checked import is_reminders
from coach.routine import lint, masked
from coach.routine.folders import toml_below
from coach.routine.library import Library
from coach.routine.model import Exercise, Routine, Silence
from coach.routine.plan import alone, build
from coach.routine.share import unshareable
from coach.routine.shelf import EXERCISES, File, Kind, file_at
from coach.settings_files import is_settings
from coach.source import Document, read, shown

Slowest = Callable[[Sequence[Script]], MeasureOf]
"""How long the cues of these scripts are at the slowest rate."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look for. `slowest`: judge the beats by these lengths; by estimate in a strict check."""

    strict: bool = False
    slowest: Slowest | None = None
    on_each: Callable[[], object] = lambda: None

    @property
    def deep(self) -> bool:
        """Whether files that can be used are judged, too."""
        return self.strict or self.slowest is not None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found. `paths` leads from a file's name in places to the file itself."""

    files: int
    problems: tuple[Problem, ...]
    paths: dict[str, str]


@dataclass(slots=True)
class _Read:
    """What the files say: good exercises and routines, their documents, and what was wrong."""

    exercises: dict[str, tuple[Exercise, Document]] = field(default_factory=dict)
    scripts: dict[str, tuple[Script, Document]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def check(
    library: Library, only: "frozenset[str] | None", asked: Asked, before: Iterable[Problem] = ()
) -> Found:
    """Check a library's files; `only` those with these paths where it is given."""
    library.look(asked.on_each)
    wanted = frozenset(file.path for file in library.files if only is None or file.path in only)
    problems = [*before, *library.problems(), *masked.changes(library.masked(), library.changed_by)]
    broken = {problem.place.file for problem in problems if problem.severity is Severity.ERROR}
    found = _read(library, wanted, broken, asked)
    problems += found.problems
    problems += _unshareable(library, wanted)
    if asked.deep:
        scripts = [*(script for script, _ in found.scripts.values()), *_alone(library, found)]
        slowest = (asked.slowest or (lambda _: estimate(rates.SLOWEST)))(scripts)
        long = (problem for script in scripts for problem in misfits(script, slowest))
        problems += (replace(problem, severity=Severity.WARNING) for problem in long)
    silences = _silences(library, found)
    if asked.strict:
        problems += _strict(library, found)
        problems += lint.needless(problems, silences)
    here = {file.shown for file in library.files if file.path in wanted} | {p.place.file for p in before}
    heard = dict.fromkeys(lint.heard(problems, silences))
    told = (p for p in heard if only is None or p.place.file in here)
    paths = {file.shown: file.path for file in library.files}
    return Found(len(wanted), tuple(sorted(told, key=order)), paths)


def beside(
    library: Callable[[Iterable[File]], Library], names: Sequence[str]
) -> tuple[Library, frozenset[str], list[Problem]]:
    """Return a library with the named files in force, their paths, and what is amiss with any of them."""
    known = library(())
    by_path = {os.path.realpath(file.path): file for file in known.files}
    files: dict[tuple[Kind, str], File] = {}
    amiss: list[Problem] = []
    for path in dict.fromkeys(path for name in names for path in _paths(name, known, amiss)):
        file, problem = by_path.get(os.path.realpath(path)), None
        if file is None and (is_settings(path) or is_reminders(path)):
            continue
        if file is None:
            file, problem = file_at(path, _kind(path))
        amiss += [problem] if problem else []
        if file is None:
            continue
        first = files.setdefault((file.kind, file.id), file)
        if os.path.realpath(first.path) != os.path.realpath(file.path):
            amiss.append(_twice(file, first))
    others = [file for file in files.values() if file not in by_path.values()]
    return (library(others) if others else known), frozenset(file.path for file in files.values()), amiss


def _twice(file: File, first: File) -> Problem:
    message, mend = (
        f"there is another {file.kind} {file.id}.",
        f"Rename one of the two; the other is {first.shown}.",
    )
    return Problem(Place(file.shown, 1, 1), "same-id", message, mend)


def _paths(name: str, known: Library, amiss: list[Problem]) -> list[Path]:
    """Return the files that somebody means: a file, all below a folder, or an id of the library.

    `amiss` gets each folder that cannot be looked into.
    """
    path = Path(name)
    if not name:
        known.routine(name)  # says that there is none; the path would be the folder that somebody is in
    if path.is_dir():
        closed: list[Problem] = []
        found = sorted(toml_below(path, closed))
        amiss += closed
        if not found and not closed:
            raise UsageError(f"There is no TOML file below {shown(path)} that can be read.")
        return found
    if os.path.lexists(path):
        return [path]
    ids = [Path(file.path) for file in known.files if file.id == name]
    if not ids and path.name != name.removesuffix(".toml"):
        raise UsageError(f"There is no file {shown(path)}. Check its name, and the folder that you are in.")
    if not ids:
        known.routine(name)  # says which is nearest
    return ids


def _kind(path: Path) -> Kind:
    """Tell an exercise from a routine by its folder; elsewhere, by what only an exercise has."""
    if EXERCISES in path.absolute().parts[:-1]:
        return Kind.EXERCISE
    try:
        value = read(path).value
    except CoachError:
        return Kind.ROUTINE
    return Kind.EXERCISE if "step" not in value and _EXERCISE_ONLY & value.keys() else Kind.ROUTINE


def _read(library: Library, wanted: frozenset[str], broken: set[str], asked: Asked) -> _Read:
    """Read what is to be judged: the files, and in a deep check each routine that uses such an exercise."""
    found = _Read()
    chosen = {file.id for file in library.files if file.path in wanted and file.kind is Kind.EXERCISE}
    for file in library.files:
        asked.on_each()
        if file.shown in broken or not _to_read(library, file, wanted, chosen if asked.deep else None):
            continue
        try:
            _take(library, file, found)
        except BadFile as bad:
            found.problems += [p for p in bad.problems if p.place.file not in broken]
        except CoachError as error:
            found.problems.append(Problem(Place(file.shown, 1, 1), "unreadable", str(error)))
    return found


def _to_read(library: Library, file: File, wanted: frozenset[str], chosen: "set[str] | None") -> bool:
    """Return whether a file has to be read in full. `chosen`: the exercises that a deep check is of."""
    if file.kind is Kind.EXERCISE:
        return chosen is not None and file.id in chosen
    return file.path in wanted or (chosen is not None and not chosen.isdisjoint(library.named_in(file)))


def _take(library: Library, file: File, found: _Read) -> None:
    from coach.routine.parse import parse_exercise, parse_routine

    document = read(Path(file.path))
    if file.kind is Kind.EXERCISE:
        found.exercises[file.id] = parse_exercise(document, file.id), document
        return
    plan = build(parse_routine(document, file.id), library.exercise)
    found.scripts[file.id] = Script(plan, Manner(minutes=plan.routine.minutes)), document


def _unshareable(library: Library, wanted: frozenset[str]) -> Iterator[Problem]:
    """Yield what keeps a person's own files from being brought in elsewhere."""
    for file in library.files:
        if file.own and file.path in wanted:
            with suppress(CoachError):
                yield from unshareable(file, read(Path(file.path)))


def _alone(library: Library, found: _Read) -> Iterator[Script]:
    """Yield a script of each exercise by itself: routines may use it with other doses, or not at all."""
    for exercise, document in found.exercises.values():
        with suppress(CoachError):
            yield Script(build(alone(exercise, document.place(("dose",))), library.exercise))


def _strict(library: Library, found: _Read) -> Iterator[Problem]:
    for exercise, document in found.exercises.values():
        yield from lint.of_exercise(exercise, document)
    usual = estimate(rates.USUAL)
    for script, document in found.scripts.values():
        yield from lint.of_routine(script.plan.routine, script.plan, document)
        yield from lint_script.of_script(script, usual, document)
    named: dict[Kind, dict[str, tuple[str, ...]]] = {Kind.EXERCISE: {}, Kind.ROUTINE: {}}
    for file in library.files:
        named[file.kind][file.id] = library.named_in(file)
    for name in lint.unused(found.exercises, named[Kind.ROUTINE], named[Kind.EXERCISE]) | _only_theirs(
        library, found
    ):
        place = found.exercises[name][1].place(("name",))
        mend = "Name it in a routine, or set the file aside."
        yield Problem(place, "unused", "no routine uses this exercise.", mend, Severity.WARNING)


def _only_theirs(library: Library, found: _Read) -> set[str]:
    """Return the built-in exercises that say themselves that no built-in routine uses them.

    They are right to, also where a routine of the person's own does.
    """
    files = {file.id for file in library.files if file.kind is Kind.EXERCISE and not file.own}
    silent = {
        name
        for name, (exercise, _) in found.exercises.items()
        if name in files and any(silence.rule == "unused" for silence in exercise.silences)
    }
    used = {name for file in library.files if not file.own for name in library.named_in(file)}
    return silent - used if any(file.own for file in library.files) else set()


def _silences(library: Library, found: _Read) -> dict[str, tuple[Silence, ...]]:
    """Return what each file silences: those that were read, and those that hide a built-in one."""
    files: list[Exercise | Routine] = [exercise for exercise, _ in found.exercises.values()]
    files += [script.plan.routine for script, _ in found.scripts.values()]
    for hidden in library.masked():
        if hidden.kind is Kind.EXERCISE and hidden.id not in found.exercises:
            with suppress(CoachError):
                files.append(library.exercise(hidden.id))
    return {file.place.file: file.silences for file in files}


def order(problem: Problem) -> tuple[bool, Place, str]:
    """Return what problems are told in the order of."""
    return problem.severity is not Severity.ERROR, problem.place, problem.rule


_EXERCISE_ONLY: Final = frozenset(
    ("say", "dose", "position", "targets", "most", "easier", "harder", "caution")
)
