"""All problems of files: those of the whole library, or of the files that somebody names.

Touches disk. A named file from elsewhere is judged together with the library, in force over a
file of its name. A file with an error cannot be used; the strict check adds the warnings of
`routine.lint` and `cue.lint_timing`.

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
"""Returns the measure of how long the cues of these scripts are at the slowest rate."""


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What to look for. `slowest`: judge the beats by these lengths; a strict check without it estimates."""

    strict: bool = False
    slowest: Slowest | None = None
    on_each: Callable[[], object] = lambda: None

    @property
    def deep(self) -> bool:
        """Whether good files are judged, too."""
        return self.strict or self.slowest is not None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How many files were checked, and their problems. `paths`: each file's path by its name in places."""

    files: int
    problems: tuple[Problem, ...]
    paths: dict[str, str]


@dataclass(frozen=True, slots=True)
class UsableFile:
    """A file that can be used: what it says (`parsed`), and that joined with what it names (`resolved`)."""

    file: File
    parsed: Described
    resolved: object
    document: Document


@dataclass(slots=True)
class _ReadFiles:
    """The files that were read: those that can be used, a script of each routine, and the problems."""

    usable: list[UsableFile] = field(default_factory=list)
    scripts: dict[str, tuple[Script, Document]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def exercises(self) -> dict[str, tuple[Exercise, Document]]:
        """The exercises that can be used."""
        return {
            usable.file.id: (usable.parsed, usable.document)
            for usable in self.usable
            if isinstance(usable.parsed, Exercise)
        }


def check(
    library: Library, only: "frozenset[str] | None", request: CheckRequest, earlier: Iterable[Problem] = ()
) -> CheckResult:
    """Check a library's files, or only those with the paths in `only`. `earlier`: problems found earlier."""
    library.look(request.on_each)
    checked_paths = frozenset(file.path for file in library.files if only is None or file.path in only)
    change_warnings = overrides.change_warnings(library.masked(), library.changed_by)
    problems = [*earlier, *library.problems(), *change_warnings]
    broken_files = {problem.place.file for problem in problems if problem.severity is Severity.ERROR}
    read_files = _read_files(library, checked_paths, broken_files, request)
    problems += read_files.problems
    problems += _sharing_problems(library, checked_paths)
    if request.deep:
        routine_scripts = (script for script, _ in read_files.scripts.values())
        scripts = [*routine_scripts, *_exercise_scripts(library, read_files)]
        slowest = (request.slowest or (lambda _: estimate(rates.SLOWEST)))(scripts)
        too_long = (problem for script in scripts for problem in cues_too_long(script, slowest))
        problems += (replace(problem, severity=Severity.WARNING) for problem in too_long)
    silences = _silences(library, read_files)
    if request.strict:
        problems += _strict_problems(library, read_files)
        problems += lint.needless_silences(problems, silences)
    checked_files = {file.shown for file in library.files if file.path in checked_paths}
    checked_files |= {problem.place.file for problem in earlier}
    unsilenced = dict.fromkeys(lint.unsilenced(problems, silences))
    shown_problems = (p for p in unsilenced if only is None or p.place.file in checked_files)
    paths = {file.shown: file.path for file in library.files}
    return CheckResult(len(checked_paths), tuple(sorted(shown_problems, key=order)), paths)


def with_files(
    library_with: Callable[[Iterable[File]], Library], names: Sequence[str]
) -> tuple[Library, frozenset[str], list[Problem]]:
    """Return a library with the named files in force, their paths, and the problems of finding them."""
    base_library = library_with(())
    by_path = {os.path.realpath(file.path): file for file in base_library.files}
    files: dict[Node, File] = {}
    problems: list[Problem] = []
    for path in dict.fromkeys(path for name in names for path in _paths(name, base_library, problems)):
        file, problem = by_path.get(os.path.realpath(path)), None
        if file is None and (is_settings(path) or is_reminders(path)):
            continue
        if file is None:
            file, problem = file_at(path, _kind_of(path))
        problems += [problem] if problem else []
        if file is None:
            continue
        first = files.setdefault(file.node, file)
        if os.path.realpath(first.path) != os.path.realpath(file.path):
            problems.append(_same_id_problem(file, first))
    others = [file for file in files.values() if file not in by_path.values()]
    return (
        (library_with(others) if others else base_library),
        frozenset(file.path for file in files.values()),
        problems,
    )


def _same_id_problem(file: File, first: File) -> Problem:
    message, mend = (
        f"there is another {file.kind} {file.id}.",
        f"Rename one of the two; the other is {first.shown}.",
    )
    return Problem(Place(file.shown, 1, 1), "same-id", message, mend)


def _paths(name: str, library: Library, problems: list[Problem]) -> list[Path]:
    """Return the files that a name means: a file, all files below a folder, or those with an id.

    `problems` gets each folder that cannot be read.
    """
    path = Path(name)
    if not name:
        library.routine(name)  # raises that there is none; as a path, an empty name is the current folder
    if path.is_dir():
        unreadable: list[Problem] = []
        paths = sorted(toml_below(path, unreadable))
        problems += unreadable
        if not paths and not unreadable:
            raise UsageError(f"There is no TOML file below {shown(path)} that can be read.")
        return paths
    if os.path.lexists(path):
        return [path]
    paths = [Path(file.path) for file in library.files if file.id == name]
    if not paths and path.name != name.removesuffix(".toml"):
        raise UsageError(f"There is no file {shown(path)}. Check its name, and the folder that you are in.")
    if not paths:
        library.routine(name)  # raises with the nearest id
    return paths


def _kind_of(path: Path) -> Kind:
    """Return what a file describes, by its folder; elsewhere, by the keys that no other kind has."""
    folders = path.absolute().parts[:-1]
    by_folder = [kind for kind, row in KINDS.items() if row.folder in folders]
    if by_folder:
        return by_folder[0]
    try:
        return kind_by_keys(read(path).value)
    except CoachError:
        return kind_by_keys({})


def _read_files(
    library: Library, checked_paths: frozenset[str], broken_files: set[str], request: CheckRequest
) -> _ReadFiles:
    """Read the files to judge, and in a deep check each routine that uses one of these exercises."""
    read_files = _ReadFiles()
    chosen = [file for file in library.files if file.path in checked_paths]
    exercises = {file.node for file in chosen if _needs_no_others(library, file)} if request.deep else set()
    for file in library.files:
        request.on_each()
        if file.shown in broken_files or not _must_be_read(library, file, checked_paths, exercises):
            continue
        try:
            _read_file(library, file, read_files)
        except BadFile as error:
            read_files.problems += [p for p in error.problems if p.place.file not in broken_files]
        except CoachError as error:
            read_files.problems.append(Problem(Place(file.shown, 1, 1), "unreadable", str(error)))
    return read_files


def _must_be_read(library: Library, file: File, checked_paths: frozenset[str], exercises: set[Node]) -> bool:
    """Return whether a file has to be read. `exercises`: those that a deep check judges; else none."""
    if _needs_no_others(library, file):
        return file.node in exercises
    return file.path in checked_paths or not exercises.isdisjoint(library.refers_to(file))


def _needs_no_others(library: Library, file: File) -> bool:
    """Return whether a file can be judged without the files that it names, as an exercise can."""
    return library.kinds[file.kind].resolve is None


def _read_file(library: Library, file: File, read_files: _ReadFiles) -> None:
    document, row = read(Path(file.path)), library.kinds[file.kind]
    parsed = row.parse(document, file.id)
    resolved = row.resolved(parsed, library.read)
    read_files.usable.append(UsableFile(file, parsed, resolved, document))
    if isinstance(resolved, Plan):
        script = Script(resolved, TellingOptions(minutes=resolved.routine.minutes))
        read_files.scripts[file.id] = script, document


def _sharing_problems(library: Library, checked_paths: frozenset[str]) -> Iterator[Problem]:
    """Yield each problem that would keep others from bringing in one of the person's own files."""
    for file in library.files:
        if file.own and file.path in checked_paths:
            with suppress(CoachError):
                yield from sharing_problems(file, read(Path(file.path)))


def _exercise_scripts(library: Library, read_files: _ReadFiles) -> Iterator[Script]:
    """Yield a script of each exercise alone: routines may use it with other doses, or not at all."""
    for exercise, document in read_files.exercises.values():
        with suppress(CoachError):
            routine = single_exercise_routine(exercise, document.place(("dose",)))
            yield Script(build(routine, library.exercise))


def _strict_problems(library: Library, read_files: _ReadFiles) -> Iterator[Problem]:
    for usable in read_files.usable:
        yield from library.kinds[usable.file.kind].lint(usable.resolved, usable.document)
    measure = estimate(rates.USUAL)
    for script, document in read_files.scripts.values():
        yield from lint_script.of_script(script, measure, document)
    yield from _unused_problems(library, read_files)


def _unused_problems(library: Library, read_files: _ReadFiles) -> Iterator[Problem]:
    """Yield a problem for each exercise that no file of another kind leads to."""
    references = {file.node: library.refers_to(file) for file in library.files}
    other_nodes = [node for node in references if node[0] != Kind.EXERCISE]
    used_nodes = set(reached(other_nodes, lambda node: references.get(node, ())))
    meant_as_unused = _meant_as_unused(library, read_files)
    for name, (_, document) in read_files.exercises.items():
        if name in meant_as_unused or (Kind.EXERCISE, name) not in used_nodes:
            place, mend = document.place(("name",)), "Name it in a routine, or set the file aside."
            yield Problem(place, "unused", "no routine uses this exercise.", mend, Severity.WARNING)


def _meant_as_unused(library: Library, read_files: _ReadFiles) -> set[str]:
    """Return the built-in exercises that silence `unused`, and that no built-in routine uses.

    They stay right in that, even if a routine of the person's own uses them.
    """
    if not any(file.own for file in library.files):
        return set()
    exercises = [usable for usable in read_files.usable if usable.file.kind == Kind.EXERCISE]
    built_in = [exercise for exercise in exercises if not exercise.file.own]
    silenced_ids = {e.file.id for e in built_in if any(s.rule == "unused" for s in e.parsed.silences)}
    used_nodes = {node for file in library.files if not file.own for node in library.refers_to(file)}
    return {name for name in silenced_ids if (Kind.EXERCISE, name) not in used_nodes}


def _silences(library: Library, read_files: _ReadFiles) -> dict[str, tuple[Silence, ...]]:
    """Return the silences of each file that was read, and of each exercise that hides a built-in one."""
    parsed_files = [usable.parsed for usable in read_files.usable]
    nodes = {usable.file.node for usable in read_files.usable}
    for masked in library.masked():
        if masked.kind == Kind.EXERCISE and (masked.kind, masked.id) not in nodes:
            with suppress(CoachError):
                parsed_files.append(library.read(masked.kind, masked.id))
    return {parsed_file.place.file: parsed_file.silences for parsed_file in parsed_files}


def order(problem: Problem) -> tuple[bool, Place, str]:
    """Return the key by which problems are sorted."""
    return problem.severity is not Severity.ERROR, problem.place, problem.rule
