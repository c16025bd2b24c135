"""`coach check`: everything that is wrong in files, with its place and its mend."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from coach.check import Asked, Found, beside, check
from coach.cli import names, output
from coach.cli.excerpt import excerpt, file_of
from coach.cli.lazy import room
from coach.errors import ExitCode, Problem, Severity, UsageError
from coach.paths import cache_dir, data_root, own_routines
from coach.routine.library import Library
from coach.routine.shelf import File

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.cue.model import MeasureOf
    from coach.cue.script import Script

app = room()

FORMATS: Final = ("people", "editor")
_MANY: Final = 500
"""Files from which on a bar shows how far it is."""


@app.command(name="check")
def check_(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders or ids; all there are without.", autocompletion=names.routines),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Add the warnings of docs/checks.md.")] = False,
    sound: Annotated[bool, typer.Option("--sound", help="Speak each cue, to see whether it fits.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
    form: Annotated[
        str, typer.Option("--format", help="people, or editor: FILE:LINE:COL: message.")
    ] = "people",
) -> None:
    """Show all problems of all files, each with its place and its mend.

    Leaves with 2 where a file cannot be used, with 1 where --strict or --sound has a warning.
    """
    if form not in FORMATS:
        raise UsageError(f"There is no form {form!r}. It may be {' or '.join(FORMATS)}.")
    library, only, amiss = beside(_library, paths) if paths else (_library(()), None, [])
    with _bar(2 * len(library.files)) as bar:
        asked = Asked(strict, _by_sound if sound else None, lambda: bar.update(1))
        found = check(library, only, asked, amiss)
    if as_json:
        output.json_out([_record(problem, found) for problem in found.problems])
    elif form == "editor":
        for problem in found.problems:
            output.line(f"{file_of(problem, found)}:{_in_a_line(problem)}")
    else:
        _print(found)
    raise typer.Exit(_code(found, judged=strict or sound))


def _code(found: Found, *, judged: bool) -> ExitCode:
    """Return the exit code. `judged`: a warning counts."""
    severities = {problem.severity for problem in found.problems}
    if Severity.ERROR in severities:
        return ExitCode.BAD_INPUT
    return ExitCode.COULD_NOT if severities and judged else ExitCode.DONE


def _library(others: Iterable[File]) -> Library:
    return Library(data_root() / "routines", own_routines(), cache_dir(), others)


def _bar(files: int) -> AbstractContextManager[Any]:
    err = typer.get_text_stream("stderr")
    return typer.progressbar(
        length=files, label="Reading", file=err, hidden=files < _MANY or not err.isatty()
    )


def _by_sound(scripts: "Sequence[Script]") -> "MeasureOf":
    """Return the lengths of the real clips of every line that stands in a beat, at the slowest rate."""
    from coach.config import load
    from coach.cue.fit import SLOWEST, beat_lines
    from coach.speech.gather import gather, measured

    lines = dict.fromkeys(line for script in scripts for line in beat_lines(script))
    with _bar(len(lines)) as bar:
        clips = gather(lines, load({}).settings.voice, SLOWEST, on_each=lambda: bar.update(1))
    for line, reason in clips.items():
        if isinstance(reason, str):
            output.aside(f"This line could not be spoken ({reason}): {line.text}")
    return measured(clips, SLOWEST)


def _record(problem: Problem, found: Found) -> dict[str, object]:
    return {
        "file": file_of(problem, found),
        "line": problem.place.line,
        "column": problem.place.column,
        "severity": problem.severity.value,
        "rule": problem.rule,
        "message": problem.message,
        "mend": problem.mend,
    }


def _in_a_line(problem: Problem) -> str:
    said = f"{problem.message} {problem.mend}".strip()
    return f"{problem.place.line}:{problem.place.column}: {problem.severity}: {said} [{problem.rule}]"


def _print(found: Found) -> None:
    for severity, heading in ((Severity.ERROR, "Errors"), (Severity.WARNING, "Warnings")):
        told = [problem for problem in found.problems if problem.severity is severity]
        if not told:
            continue
        output.line(f"{heading}:")
        for problem in told:
            output.line()
            output.line(f"{problem.place}: {problem.message} ({problem.rule})")
            for line in excerpt(problem, found):
                output.whole(line)
            if problem.mend:
                output.line(f"    {problem.mend}")
        output.line()
    output.line(_sum(found))


def _sum(found: Found) -> str:
    errors = sum(problem.severity is Severity.ERROR for problem in found.problems)
    warnings = len(found.problems) - errors
    files = _many(found.files, "file")
    if not found.problems:
        return f"{files} checked: nothing is wrong."
    return f"{files} checked: {_many(errors, 'error')}, {_many(warnings, 'warning')}."


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
