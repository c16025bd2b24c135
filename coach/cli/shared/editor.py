"""Starts a person's editor on one of their files, and checks the file once the editor is closed.

The file itself is edited, not a copy, so that the editor finds all that belongs beside it. While
it is broken, its last good version stays in force.

Errors: `CoachError` for an editor that cannot be started.
"""

import os
import re
import shlex
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from coach.cli.shared import output
from coach.cli.shared.source_line import excerpt
from coach.cli.shared.wait_for_editor import run_editor, wait
from coach.errors import BadFile, CoachError, ExitCode, UsageError, why
from coach.files.atomic import copy_aside
from coach.files.document import read_whole, shown
from coach.files.exclusive_edit import open_in_editor
from coach.routine.editing.own_files import restore

_USUAL_EDITORS: Final = {
    "win32": (("notepad",),),
    "darwin": (("nano",), ("open", "-W", "-t")),
}
_LINUX_EDITORS: Final = (("sensible-editor",), ("nano",), ("micro",), ("vim",), ("vi",))
_WAIT_OPTIONS: Final = {
    **dict.fromkeys(("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"), "--wait"),
    **dict.fromkeys(("gedit", "xed", "mate", "subl", "sublime_text", "zed", "zeditor", "bbedit"), "--wait"),
    "gnome-text-editor": "--standalone",
    "gvim": "--nofork",
    "mvim": "--nofork",
    "open": "-W",
    "kate": "--block",
}
"""The option that keeps an editor with its own window from returning before the file is closed."""
_PREFIX: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=.*|env|exec|command", re.DOTALL)
"""What may stand before the program itself, such as the setting of a variable."""
_SHELL_SIGNS: Final = re.compile(r"[|&;<>()$`\\\"'\s*?\[#~=%]")
"""Signs that a shell would read."""
_NOT_STARTED: Final = (126, 127)
"""A shell's codes for a program that is not there or cannot be run."""
_MEND: Final = "Set VISUAL or EDITOR to one that you have, such as: export VISUAL=nano"


@dataclass(frozen=True, slots=True)
class Editor:
    """How to start an editor: the name of its `program`, and its words or a line for the shell."""

    program: str
    words: tuple[str, ...] = ()
    line: str = ""

    def at_line(self, number: int) -> "Editor":
        """Return the editor that opens a file at this line."""
        if self.line:
            return replace(self, line=f"{self.line} +{number}")
        return replace(self, words=(*self.words, f"+{number}"))

    def command(self, path: Path) -> list[str]:
        """Return the command that opens a file."""
        if self.line:  # as git does it
            return ["sh", "-c", f'{self.line} "$@"', self.line, str(path)]
        return [*self.words, str(path)]


def editor() -> Editor | None:
    """Return the person's editor; `None` where none is named and there is no terminal for one."""
    command = os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()
    if command:
        return _parse_command(command)
    if sys.stdin is None or not sys.stdin.isatty() or not sys.stdout.isatty():
        return None
    candidates = (
        words for words in _USUAL_EDITORS.get(sys.platform, _LINUX_EDITORS) if shutil.which(words[0])
    )
    words = next(candidates, None)
    return None if words is None else Editor(words[0], words)


def _parse_command(command: str) -> Editor:
    """Read a command as a shell would. A command that needs no shell is started without one."""
    posix = os.name == "posix"
    try:
        words = shlex.split(command if posix else os.path.expandvars(command), posix=posix)
    except ValueError:
        words = []
    words = words if posix else [os.path.expanduser(word.strip('"')) for word in words]  # noqa: PTH111 - a word
    program = next((word for word in words if not _PREFIX.fullmatch(word)), None)
    if program is None:
        raise UsageError(f"The editor {command!r} cannot be read as a command. {_MEND}")
    wait_option = _WAIT_OPTIONS.get(Path(program).stem.lower())
    options = [] if wait_option is None or wait_option in words else [wait_option]
    if posix and _SHELL_SIGNS.search(command):
        return Editor(program, line=" ".join([command, *options]))
    return Editor(program, (*words, *options))


@dataclass(frozen=True, slots=True)
class EditedFile:
    """A file to edit. `check` raises what is wrong with it.

    `has_last_good` returns whether a good version stands in. `copied`: the file was made only to be edited;
    `remove_unchanged` removes it where nobody changed it, and returns the message for that, else "".
    """

    path: Path
    check: Callable[[], None]
    has_last_good: Callable[[], bool]
    remove_unchanged: Callable[[], str] = lambda: ""
    copied: bool = False


def edit_and_check(file: EditedFile, chosen_editor: Editor | None) -> ExitCode:
    """Open the file, check it when the editor is closed, and offer it again while something is wrong.

    Where no editor is known, the file is named. Return what to tell the shell.
    """
    if chosen_editor is None:
        output.aside(f"No editor is known. {_MEND}")
        output.line(str(file.path))
        return ExitCode.DONE
    while True:
        old_data = read_whole(file.path)
        with open_in_editor(file.path) as others_data:
            exit_code = _open(chosen_editor, file)
            _restore_if_gone(file.path, old_data)
            _keep_others_version(file.path, others_data())
        if message := file.remove_unchanged():
            output.aside(message)
            return exit_code
        try:
            file.check()
        except CoachError as error:
            for line in _problem_lines(file, error):
                output.aside(line)
            if not _confirm_again():
                return ExitCode.BAD_INPUT
            continue
        output.aside(f"{shown(file.path)} is good.")
        return exit_code


def _open(chosen_editor: Editor, file: EditedFile) -> ExitCode:
    """Open the file and wait until it is closed; report an editor that fails."""
    with ExitStack() as stack:
        try:
            with _ctrl_c_left_to_editor():
                run = stack.enter_context(run_editor(chosen_editor.command(file.path), file.path))
        except OSError as error:
            file.remove_unchanged()
            raise CoachError(
                f"The editor {chosen_editor.program} could not be started ({why(error)}). {_MEND}"
            ) from error
        if chosen_editor.line and run.code in _NOT_STARTED:
            file.remove_unchanged()
            raise CoachError(f"The editor {chosen_editor.program} could not be started. {_MEND}")
        if run.code:
            outcome = f"ended with code {run.code}; what it saved is in {shown(file.path)}."
            output.aside(f"The editor {chosen_editor.program} {outcome}")
            return ExitCode.COULD_NOT
        if run.at_once:
            wait(run, file.path, copied=file.copied)
    return ExitCode.DONE


@contextmanager
def _ctrl_c_left_to_editor() -> Iterator[None]:
    """Leave Ctrl-C to the editor, which has its own use for it."""
    old_handler = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, old_handler)


def _restore_if_gone(path: Path, old_data: bytes) -> None:
    """Bring back a file that the editor removed."""
    if not os.path.lexists(path):
        restore(path, old_data)
        output.aside(f"The editor left no file, so {shown(path)} is back as it was.")


def _keep_others_version(path: Path, others_data: bytes | None) -> None:
    """Keep what another coach wrote to the file meanwhile as a copy, where the editor overwrote it."""
    if others_data is None or read_whole(path) == others_data:
        return
    copy = copy_aside(path, others_data)
    output.aside(
        f"Another coach changed {shown(path)} while you had it open. It is as you saved it; what the other "
        f"wrote is kept as {shown(copy)}"
    )


def _problem_lines(file: EditedFile, error: CoachError) -> list[str]:
    """Return each problem with its line and a caret, as `coach check` shows it."""
    lines = [] if isinstance(error, BadFile) else str(error).splitlines()
    for problem in error.problems if isinstance(error, BadFile) else ():
        lines += [
            f"{problem.place}: {problem.message}",
            *excerpt(problem, {shown(file.path): str(file.path)}),
        ]
        lines += [f"    {problem.mend}"] if problem.mend else []
    if file.has_last_good():
        lines.append("Until that is mended, the last good version is used.")
    return lines


def _confirm_again() -> bool:
    """Ask. Enter alone means yes, the end of the input means no."""
    typed = output.typed_line("Open it again? [Y/n]: ")
    return typed is not None and typed.lower() not in ("n", "no")
