"""A person's editor, started on one of their files, and what is said once it is closed.

The file itself is what is edited, so that the editor finds all that belongs beside it. What
was good before stays in force while it is broken.

Errors: `CoachError` for an editor that cannot be started.
"""

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.atomic import copy_aside
from coach.cli import output
from coach.cli.excerpt import excerpt
from coach.errors import BadFile, CoachError, ExitCode, UsageError
from coach.file_edit import open_in_editor
from coach.routine.own import bytes_of, put_back
from coach.source import shown

_SENSIBLE: Final = {
    "win32": (("notepad",),),
    "darwin": (("nano",), ("open", "-W", "-t")),
}
_ELSEWHERE: Final = (("sensible-editor",), ("nano",), ("micro",), ("vim",), ("vi",))
_WAITS: Final = {
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor", "gedit", "mate", "subl", "zed"), "--wait"),
    "gvim": "--nofork",
    "kate": "--block",
}
"""What keeps an editor with a window of its own from coming back before the file is closed."""
_MEND: Final = "Set VISUAL or EDITOR to one that you have, such as: export VISUAL=nano"


def editor() -> list[str] | None:
    """Return the words that start the person's editor; `None` where none is named and none can be seen."""
    named = os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()
    if named:
        try:
            words = [word.strip('"') for word in shlex.split(named, posix=os.name == "posix")]
        except ValueError:
            words = []
        if not words:
            raise UsageError(f"The editor {named!r} cannot be read as a command. {_MEND}")
        waits = _WAITS.get(Path(words[0]).stem.lower())
        return words if waits is None or waits in words else [*words, waits]
    if sys.stdin is None or not sys.stdin.isatty() or not sys.stdout.isatty():
        return None
    found = (words for words in _SENSIBLE.get(sys.platform, _ELSEWHERE) if shutil.which(words[0]))
    return next((list(words) for words in found), None)


@dataclass(frozen=True, slots=True)
class Edited:
    """A file to edit. `check` raises what is wrong with it; `kept` tells whether a good version stands in.

    `taken_back` removes a file that was made only to be edited and that nobody changed; it returns
    what to say of that, or nothing where the file stays.
    """

    path: Path
    check: Callable[[], None]
    kept: Callable[[], bool]
    taken_back: Callable[[], str] = lambda: ""


def edited(file: Edited, words: list[str] | None) -> ExitCode:
    """Open the file, check it when the editor is closed, and offer it again while something is wrong.

    `words` start the editor; where there are none, the file is named. Return what to tell the shell.
    """
    if words is None:
        output.aside(f"No editor is known. {_MEND}")
        output.line(str(file.path))
        return ExitCode.DONE
    while True:
        before = bytes_of(file.path)
        with open_in_editor(file.path) as others_wrote:
            ended = _opened(words, file)
            _still_there(file.path, before)
            _keep(file.path, others_wrote())
        if said := file.taken_back():
            output.aside(said)
            return ended
        try:
            file.check()
        except CoachError as error:
            for line in _told(file, error):
                output.aside(line)
            if not _again():
                return ExitCode.BAD_INPUT
            continue
        output.aside(f"{shown(file.path)} is good.")
        return ended


def _opened(words: list[str], file: Edited) -> ExitCode:
    """Open the file and wait; an editor that fails is told."""
    try:
        with _left_to_the_editor():
            code = subprocess.run([*words, str(file.path)], check=False).returncode
    except OSError as error:
        file.taken_back()
        why = (error.strerror or str(error)).lower()
        raise CoachError(f"The editor {words[0]} could not be started ({why}). {_MEND}") from error
    if code:
        output.aside(f"The editor {words[0]} ended with code {code}; what it saved is in {shown(file.path)}.")
        return ExitCode.COULD_NOT
    return ExitCode.DONE


@contextmanager
def _left_to_the_editor() -> Iterator[None]:
    """Leave Ctrl-C to the editor, which has it for something of its own."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _still_there(path: Path, before: bytes) -> None:
    """Bring back a file that the editor did away with."""
    if not os.path.lexists(path):
        put_back(path, before)
        output.aside(f"The editor left no file, so {shown(path)} is back as it was.")


def _keep(path: Path, others: bytes | None) -> None:
    """Keep beside the file what another coach wrote in it meanwhile, where the editor wrote over that."""
    if others is None or bytes_of(path) == others:
        return
    aside = copy_aside(path, others)
    output.aside(
        f"Another coach changed {shown(path)} while you had it open. It is as you saved it; what the other "
        f"wrote is kept as {shown(aside)}"
    )


def _told(file: Edited, error: CoachError) -> list[str]:
    """Return what is wrong, each with its line and a caret, as `coach check` shows it."""
    lines = [] if isinstance(error, BadFile) else str(error).splitlines()
    for problem in error.problems if isinstance(error, BadFile) else ():
        lines += [
            f"{problem.place}: {problem.message}",
            *excerpt(problem, {shown(file.path): str(file.path)}),
        ]
        lines += [f"    {problem.mend}"] if problem.mend else []
    if file.kept():
        lines.append("Until that is mended, the last good version is used.")
    return lines


def _again() -> bool:
    """Ask; Enter alone is a yes, the end of the input a no."""
    typed = output.asked("Open it again? [Y/n]: ")
    return typed is not None and typed.lower() not in ("n", "no")
