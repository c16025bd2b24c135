"""`coach check`: everything that is wrong in files, with its place and its mend."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from coach.check.check import CheckRequest, CheckResult, check, with_files
from coach.check.reminders import folders_of, own_files, split_reminders, with_reminders
from coach.cli.shared import completion, output
from coach.cli.shared.lazy_group import room
from coach.cli.shared.progress_bar import bar
from coach.cli.shared.source_line import excerpt
from coach.errors import ExitCode, Problem, Severity, UsageError
from coach.files.paths import cache_dir, data_root, own_routines
from coach.language.grammar import counted
from coach.routine.library.files import File
from coach.routine.library.library import Library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.cue.model import MeasureOf
    from coach.cue.script import Script

app = room()

FORMATS: Final = ("people", "editor")


@app.command(name="check")
def check_(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders or ids; all there are without.", autocompletion=completion.routines
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Add the warnings of docs/checks.md.")] = False,
    sound: Annotated[bool, typer.Option("--sound", help="Speak each cue, to see whether it fits.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    form: Annotated[
        str, typer.Option("--format", help="people, or editor: FILE:LINE:COL: message.")
    ] = "people",
    upgrade: Annotated[
        bool, typer.Option("--upgrade", help="First rewrite yours that are in an older format.")
    ] = False,
) -> None:
    """Show all problems of all files, your reminders and settings too, each with its place and its mend.

    Leaves with 2 where a file cannot be used, with 1 where --strict or --sound has a warning. With
    --upgrade, comments stay, and each file is kept beside as it was.
    """
    if form not in FORMATS:
        raise UsageError(f"There is no form {form!r}. It may be {' or '.join(FORMATS)}.")
    others, reminders = split_reminders(paths) if paths else (None, own_files())
    library, only, amiss = _named(others)
    current = True
    if upgrade:
        from coach.cli.shared.upgrade_files import bring_up_to_date

        current = bring_up_to_date(library, only)
        library, only, amiss = _named(others)
    with bar(2 * len(library.files), "Reading") as so_far:
        asked = CheckRequest(strict, _by_sound if sound else None, lambda: so_far.update(1))
        found = with_reminders(check(library, only, asked, amiss), reminders, folders_of(paths or None))
    if as_json:
        output.json_out([_record(problem, found) for problem in found.problems])
    elif form == "editor":
        for problem in found.problems:
            output.line(f"{_file_of(problem, found)}:{_in_a_line(problem)}")
    else:
        _print(found)
    raise typer.Exit(_code(found, judged=strict or sound, current=current))


def _code(found: CheckResult, *, judged: bool, current: bool) -> ExitCode:
    """Return the exit code. `judged`: a warning counts; `current`: no file was to be rewritten and is not."""
    severities = {problem.severity for problem in found.problems}
    if Severity.ERROR in severities:
        return ExitCode.BAD_INPUT
    return ExitCode.COULD_NOT if (severities and judged) or not current else ExitCode.DONE


def _named(paths: "Sequence[str] | None") -> tuple[Library, "frozenset[str] | None", list[Problem]]:
    """Return the library, the paths of the files that are meant (`None` for all), and what is amiss there."""
    return (_library(()), None, []) if paths is None else with_files(_library, paths)


def _library(others: Iterable[File]) -> Library:
    """Return the library as its files are: no last good version stands in for a broken one."""
    return Library(data_root() / "routines", own_routines(), cache_dir(), others)


def _by_sound(scripts: "Sequence[Script]") -> "MeasureOf":
    """Return the lengths of the real clips of every line that stands in a beat, at the slowest rate."""
    from coach.config.settings import load
    from coach.cue.too_long import beat_lines
    from coach.language import rates
    from coach.speech.batch import gather, measured

    lines = dict.fromkeys(line for script in scripts for line in beat_lines(script))
    notes: list[str] = []
    with bar(len(lines), "Speaking", many=1) as so_far:
        voice = load({}).settings.voice
        clips = gather(lines, voice, rates.SLOWEST, on_each=lambda: so_far.update(1), note=notes.append)
    for note in notes:
        output.aside(note)
    for line, reason in clips.items():
        if isinstance(reason, str):
            output.aside(f"This line could not be spoken ({reason}): {line.text}")
    return measured(clips, rates.SLOWEST)


def _record(problem: Problem, found: CheckResult) -> dict[str, object]:
    return {
        "file": _file_of(problem, found),
        "line": problem.place.line,
        "column": problem.place.column,
        "severity": problem.severity.value,
        "rule": problem.rule,
        "message": problem.message,
        "mend": problem.mend,
    }


def _file_of(problem: Problem, found: CheckResult) -> str:
    """Return the file as a program opens it: what a place calls `~` is written out."""
    name = problem.place.file
    return found.paths.get(name, str(Path(name).expanduser())) if name.startswith("~") else name


def _in_a_line(problem: Problem) -> str:
    said = f"{problem.message} {problem.mend}".strip()
    return f"{problem.place.line}:{problem.place.column}: {problem.severity}: {said} [{problem.rule}]"


def _print(found: CheckResult) -> None:
    for severity, heading in ((Severity.ERROR, "Errors"), (Severity.WARNING, "Warnings")):
        told = [problem for problem in found.problems if problem.severity is severity]
        if not told:
            continue
        output.line(f"{heading}:")
        for problem in told:
            output.line()
            output.line(f"{problem.place}: {problem.message} ({problem.rule})")
            output.whole(excerpt(problem, found.paths))
            if problem.mend:
                output.line(f"    {problem.mend}")
        output.line()
    output.line(_sum(found))


def _sum(found: CheckResult) -> str:
    errors = sum(problem.severity is Severity.ERROR for problem in found.problems)
    warnings = len(found.problems) - errors
    files = counted(found.files, "file")
    if not found.problems:
        return f"{files} checked: nothing is wrong."
    return f"{files} checked: {counted(errors, 'error')}, {counted(warnings, 'warning')}."
