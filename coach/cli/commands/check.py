"""`coach check`: shows all problems of files, each with its place and its mend."""

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
    library_paths, reminders = split_reminders(paths) if paths else (None, own_files())
    library, chosen_paths, path_problems = _selection(library_paths)
    up_to_date = True
    if upgrade:
        from coach.cli.shared.upgrade_files import bring_up_to_date

        up_to_date = bring_up_to_date(library, chosen_paths)
        library, chosen_paths, path_problems = _selection(library_paths)
    with bar(2 * len(library.files), "Reading") as progress:
        request = CheckRequest(strict, _clip_lengths if sound else None, lambda: progress.update(1))
        report = with_reminders(
            check(library, chosen_paths, request, path_problems), reminders, folders_of(paths or None)
        )
    if as_json:
        output.json_out([_record(problem, report) for problem in report.problems])
    elif form == "editor":
        for problem in report.problems:
            output.line(f"{_file_path(problem, report)}:{_one_line(problem)}")
    else:
        _print_report(report)
    raise typer.Exit(_exit_code(report, warnings_count=strict or sound, up_to_date=up_to_date))


def _exit_code(report: CheckResult, *, warnings_count: bool, up_to_date: bool) -> ExitCode:
    """Return the exit code. `warnings_count`: a warning counts. `up_to_date`: no file to rewrite is left."""
    severities = {problem.severity for problem in report.problems}
    if Severity.ERROR in severities:
        return ExitCode.BAD_INPUT
    return ExitCode.COULD_NOT if (severities and warnings_count) or not up_to_date else ExitCode.DONE


def _selection(paths: "Sequence[str] | None") -> tuple[Library, "frozenset[str] | None", list[Problem]]:
    """Return the library, the paths of the files to check (`None` for all), and the problems of the paths."""
    return (_library_of_now(()), None, []) if paths is None else with_files(_library_of_now, paths)


def _library_of_now(extra_files: Iterable[File]) -> Library:
    """Return the library as its files are now: no last good version replaces a broken one."""
    return Library(data_root() / "routines", own_routines(), cache_dir(), extra_files)


def _clip_lengths(scripts: "Sequence[Script]") -> "MeasureOf":
    """Return the lengths of the real clips of every line within a beat, at the slowest rate."""
    from coach.config.settings import load
    from coach.cue.too_long import beat_lines
    from coach.language import rates
    from coach.speech.batch import gather, measured

    lines = dict.fromkeys(line for script in scripts for line in beat_lines(script))
    notes: list[str] = []
    with bar(len(lines), "Speaking", least=1) as progress:
        voice = load({}).settings.voice
        clips = gather(lines, voice, rates.SLOWEST, on_each=lambda: progress.update(1), note=notes.append)
    for note in notes:
        output.aside(note)
    for line, reason in clips.items():
        if isinstance(reason, str):
            output.aside(f"This line could not be spoken ({reason}): {line.text}")
    return measured(clips, rates.SLOWEST)


def _record(problem: Problem, report: CheckResult) -> dict[str, object]:
    return {
        "file": _file_path(problem, report),
        "line": problem.place.line,
        "column": problem.place.column,
        "severity": problem.severity.value,
        "rule": problem.rule,
        "message": problem.message,
        "mend": problem.mend,
    }


def _file_path(problem: Problem, report: CheckResult) -> str:
    """Return the file's path as a program opens it: `~` is written out."""
    name = problem.place.file
    return report.paths.get(name, str(Path(name).expanduser())) if name.startswith("~") else name


def _one_line(problem: Problem) -> str:
    text = f"{problem.message} {problem.mend}".strip()
    return f"{problem.place.line}:{problem.place.column}: {problem.severity}: {text} [{problem.rule}]"


def _print_report(report: CheckResult) -> None:
    for severity, heading in ((Severity.ERROR, "Errors"), (Severity.WARNING, "Warnings")):
        problems = [problem for problem in report.problems if problem.severity is severity]
        if not problems:
            continue
        output.line(f"{heading}:")
        for problem in problems:
            output.line()
            output.line(f"{problem.place}: {problem.message} ({problem.rule})")
            output.unbroken(excerpt(problem, report.paths))
            if problem.mend:
                output.line(f"    {problem.mend}")
        output.line()
    output.line(_summary(report))


def _summary(report: CheckResult) -> str:
    errors = sum(problem.severity is Severity.ERROR for problem in report.problems)
    warnings = len(report.problems) - errors
    files = counted(report.files, "file")
    if not report.problems:
        return f"{files} checked: nothing is wrong."
    return f"{files} checked: {counted(errors, 'error')}, {counted(warnings, 'warning')}."
