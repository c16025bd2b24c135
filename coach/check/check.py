"""All problems of files: those of the whole library, or of the files that somebody names.

Touches disk. A file that is named from elsewhere is judged beside the library, in force
over a file of its name. Errors are what keeps a file from being used; the strict check adds
the warnings of `routine.lint` and `cue.lint_timing`.

Errors: `UsageError` for a name that is neither a file, a folder nor in the library.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from coach.check.settings import is_settings
from coach.cue import lint_timing as lint_script
from coach.cue.estimate import estimate
from coach.cue.model import MeasureOf
from coach.cue.script import Script, TellingOptions
from coach.cue.too_long import cues_too_long
from coach.errors import BadFile, CoachError, Place, Problem, Severity, UsageError
from coach.files.document import Document, read, shown
from coach.language import rates
from coach.reminder.file.check import is_reminders
from coach.routine.format.reference_graph import reached
from coach.routine.kind import Kind, Node
from coach.routine.library import overrides
from coach.routine.library.file_kinds import KINDS, Described, kind_by_keys
from coach.routine.library.files import File, file_at
from coach.routine.library.folders import toml_below
from coach.routine.library.library import Library
from coach.routine.lint import files as lint
from coach.routine.model import Exercise, Silence
from coach.routine.plan.plan import Plan, build, single_exercise_routine
from coach.routine.sharing.export import sharing_problems

Slowest = Callable[[Sequence[Script]], MeasureOf]
"""How long the cues of these scripts are at the slowest rate."""


@dataclass(frozen=True, slots=True)
class CheckRequest:
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


@dataclass(frozen=True, slots=True)
class Good:
    """A file that can be used: what it says, and that together with what it names."""

    file: File
    parsed: Described
    resolved: object
    document: Document


@dataclass(slots=True)
class _Read:
    """What the files say: those that are good, a script of each routine, and what was wrong."""

    good: list[Good] = field(default_factory=list)
    scripts: dict[str, tuple[Script, Document]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def exercises(self) -> dict[str, tuple[Exercise, Document]]:
        """The exercises among what is good."""
        return {
            one.file.id: (one.parsed, one.document) for one in self.good if isinstance(one.parsed, Exercise)
        }


def check(
    library: Library, only: "frozenset[str] | None", asked: CheckRequest, before: Iterable[Problem] = ()
) -> Found:
    """Check a library's files; `only` those with these paths where it is given."""
    library.look(asked.on_each)
    wanted = frozenset(file.path for file in library.files if only is None or file.path in only)
    problems = [
        *before,
        *library.problems(),
        *overrides.change_warnings(library.masked(), library.changed_by),
    ]
    broken = {problem.place.file for problem in problems if problem.severity is Severity.ERROR}
    found = _read(library, wanted, broken, asked)
    problems += found.problems
    problems += _unshareable(library, wanted)
    if asked.deep:
        scripts = [*(script for script, _ in found.scripts.values()), *_alone(library, found)]
        slowest = (asked.slowest or (lambda _: estimate(rates.SLOWEST)))(scripts)
        long = (problem for script in scripts for problem in cues_too_long(script, slowest))
        problems += (replace(problem, severity=Severity.WARNING) for problem in long)
    silences = _silences(library, found)
    if asked.strict:
        problems += _strict(library, found)
        problems += lint.needless_silences(problems, silences)
    here = {file.shown for file in library.files if file.path in wanted} | {p.place.file for p in before}
    heard = dict.fromkeys(lint.unsilenced(problems, silences))
    told = (p for p in heard if only is None or p.place.file in here)
    paths = {file.shown: file.path for file in library.files}
    return Found(len(wanted), tuple(sorted(told, key=order)), paths)


def with_files(
    library: Callable[[Iterable[File]], Library], names: Sequence[str]
) -> tuple[Library, frozenset[str], list[Problem]]:
    """Return a library with the named files in force, their paths, and what is amiss with any of them."""
    known = library(())
    by_path = {os.path.realpath(file.path): file for file in known.files}
    files: dict[Node, File] = {}
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
        first = files.setdefault(file.node, file)
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
    """Tell what a file describes by its folder; elsewhere, by the keys that no other kind has."""
    above = path.absolute().parts[:-1]
    by_folder = [kind for kind, row in KINDS.items() if row.folder in above]
    if by_folder:
        return by_folder[0]
    try:
        return kind_by_keys(read(path).value)
    except CoachError:
        return kind_by_keys({})


def _read(library: Library, wanted: frozenset[str], broken: set[str], asked: CheckRequest) -> _Read:
    """Read what is to be judged: the files, and in a deep check each routine that uses such an exercise."""
    found = _Read()
    alone = [file for file in library.files if file.path in wanted and _whole_alone(library, file)]
    chosen = {file.node for file in alone} if asked.deep else None
    for file in library.files:
        asked.on_each()
        if file.shown in broken or not _to_read(library, file, wanted, chosen):
            continue
        try:
            _take(library, file, found)
        except BadFile as bad:
            found.problems += [p for p in bad.problems if p.place.file not in broken]
        except CoachError as error:
            found.problems.append(Problem(Place(file.shown, 1, 1), "unreadable", str(error)))
    return found


def _to_read(library: Library, file: File, wanted: frozenset[str], chosen: "set[Node] | None") -> bool:
    """Return whether a file has to be read in full. `chosen`: what is whole alone, in a deep check of it."""
    if _whole_alone(library, file):
        return chosen is not None and file.node in chosen
    return file.path in wanted or (chosen is not None and not chosen.isdisjoint(library.refers_to(file)))


def _whole_alone(library: Library, file: File) -> bool:
    """Return whether a file that was parsed goes together with all that it names."""
    return library.kinds[file.kind].resolve is None


def _take(library: Library, file: File, found: _Read) -> None:
    document, row = read(Path(file.path)), library.kinds[file.kind]
    parsed = row.parse(document, file.id)
    whole = row.resolved(parsed, library.read)
    found.good.append(Good(file, parsed, whole, document))
    if isinstance(whole, Plan):
        found.scripts[file.id] = Script(whole, TellingOptions(minutes=whole.routine.minutes)), document


def _unshareable(library: Library, wanted: frozenset[str]) -> Iterator[Problem]:
    """Yield what keeps a person's own files from being brought in elsewhere."""
    for file in library.files:
        if file.own and file.path in wanted:
            with suppress(CoachError):
                yield from sharing_problems(file, read(Path(file.path)))


def _alone(library: Library, found: _Read) -> Iterator[Script]:
    """Yield a script of each exercise by itself: routines may use it with other doses, or not at all."""
    for exercise, document in found.exercises.values():
        with suppress(CoachError):
            yield Script(
                build(single_exercise_routine(exercise, document.place(("dose",))), library.exercise)
            )


def _strict(library: Library, found: _Read) -> Iterator[Problem]:
    for one in found.good:
        yield from library.kinds[one.file.kind].lint(one.resolved, one.document)
    usual = estimate(rates.USUAL)
    for script, document in found.scripts.values():
        yield from lint_script.of_script(script, usual, document)
    yield from _unused(library, found)


def _unused(library: Library, found: _Read) -> Iterator[Problem]:
    """Yield each exercise that nothing leads to, from any file of another kind."""
    named = {file.node: library.refers_to(file) for file in library.files}
    others = [node for node in named if node[0] != Kind.EXERCISE]
    used = set(reached(others, lambda node: named.get(node, ())))
    theirs = _only_theirs(library, found)
    for name, (_, document) in found.exercises.items():
        if name in theirs or (Kind.EXERCISE, name) not in used:
            place, mend = document.place(("name",)), "Name it in a routine, or set the file aside."
            yield Problem(place, "unused", "no routine uses this exercise.", mend, Severity.WARNING)


def _only_theirs(library: Library, found: _Read) -> set[str]:
    """Return the built-in exercises that say themselves that no built-in routine uses them.

    They are right to, also where a routine of the person's own does.
    """
    if not any(file.own for file in library.files):
        return set()
    exercises = [one for one in found.good if one.file.kind == Kind.EXERCISE and not one.file.own]
    silent = {one.file.id for one in exercises if any(s.rule == "unused" for s in one.parsed.silences)}
    used = {node for file in library.files if not file.own for node in library.refers_to(file)}
    return {name for name in silent if (Kind.EXERCISE, name) not in used}


def _silences(library: Library, found: _Read) -> dict[str, tuple[Silence, ...]]:
    """Return what each file silences: those that were read, and those that hide a built-in one."""
    parsed = [one.parsed for one in found.good]
    known = {one.file.node for one in found.good}
    for hidden in library.masked():
        if hidden.kind == Kind.EXERCISE and (hidden.kind, hidden.id) not in known:
            with suppress(CoachError):
                parsed.append(library.read(hidden.kind, hidden.id))
    return {each.place.file: each.silences for each in parsed}


def order(problem: Problem) -> tuple[bool, Place, str]:
    """Return what problems are told in the order of."""
    return problem.severity is not Severity.ERROR, problem.place, problem.rule
