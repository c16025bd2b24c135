"""A person's editor, started on one of their files, and what is said once it is closed.

The file itself is what is edited, so that the editor finds all that belongs beside it. What
was good before stays in force while it is broken.

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
from coach.cli.shared.wait_for_editor import ran, wait
from coach.errors import BadFile, CoachError, ExitCode, UsageError, why
from coach.files.atomic import copy_aside
from coach.files.document import read_whole, shown
from coach.files.exclusive_edit import open_in_editor
from coach.routine.editing.own_files import restore

_SENSIBLE: Final = {
    "win32": (("notepad",),),
    "darwin": (("nano",), ("open", "-W", "-t")),
}
_ELSEWHERE: Final = (("sensible-editor",), ("nano",), ("micro",), ("vim",), ("vi",))
_WAITS: Final = {
    **dict.fromkeys(("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"), "--wait"),
    **dict.fromkeys(("gedit", "xed", "mate", "subl", "sublime_text", "zed", "zeditor", "bbedit"), "--wait"),
    "gnome-text-editor": "--standalone",
    "gvim": "--nofork",
    "mvim": "--nofork",
    "open": "-W",
    "kate": "--block",
}
"""What keeps an editor with a window of its own from coming back before the file is closed."""
_BEFORE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=.*|env|exec|command", re.DOTALL)
"""What may stand before the program itself: what it finds in its environment."""
_FOR_A_SHELL: Final = re.compile(r"[|&;<>()$`\\\"'\s*?\[#~=%]")
"""Signs that a shell would read."""
_NOT_STARTED: Final = (126, 127)
"""A shell's codes for a program that is not there or cannot be run."""
_MEND: Final = "Set VISUAL or EDITOR to one that you have, such as: export VISUAL=nano"


@dataclass(frozen=True, slots=True)
class Editor:
    """What starts an editor: the `program` that it is known by, and its words or a line for the shell."""

    program: str
    words: tuple[str, ...] = ()
    line: str = ""

    def at_line(self, number: int) -> "Editor":
        """Return what begins at a line of the file."""
        if self.line:
            return replace(self, line=f"{self.line} +{number}")
        return replace(self, words=(*self.words, f"+{number}"))

    def command(self, path: Path) -> list[str]:
        """Return what opens a file."""
        if self.line:  # as git does it
            return ["sh", "-c", f'{self.line} "$@"', self.line, str(path)]
        return [*self.words, str(path)]


def editor() -> Editor | None:
    """Return what starts the person's editor; `None` where none is named and none can be seen."""
    named = os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()
    if named:
        return _named(named)
    if sys.stdin is None or not sys.stdin.isatty() or not sys.stdout.isatty():
        return None
    found = (words for words in _SENSIBLE.get(sys.platform, _ELSEWHERE) if shutil.which(words[0]))
    words = next(found, None)
    return None if words is None else Editor(words[0], words)


def _named(named: str) -> Editor:
    """Read a command as a shell would; one that needs no shell is started without."""
    posix = os.name == "posix"
    try:
        words = shlex.split(named if posix else os.path.expandvars(named), posix=posix)
    except ValueError:
        words = []
    words = words if posix else [os.path.expanduser(word.strip('"')) for word in words]  # noqa: PTH111 - a word
    program = next((word for word in words if not _BEFORE.fullmatch(word)), None)
    if program is None:
        raise UsageError(f"The editor {named!r} cannot be read as a command. {_MEND}")
    waits = _WAITS.get(Path(program).stem.lower())
    more = [] if waits is None or waits in words else [waits]
    if posix and _FOR_A_SHELL.search(named):
        return Editor(program, line=" ".join([named, *more]))
    return Editor(program, (*words, *more))


@dataclass(frozen=True, slots=True)
class Edited:
    """A file to edit. `check` raises what is wrong with it; `kept` tells whether a good version stands in.

    `taken_back` removes a file that was made only to be edited, a `copied` one, and that nobody changed;
    it returns what to say of that, or nothing where the file stays.
    """

    path: Path
    check: Callable[[], None]
    kept: Callable[[], bool]
    taken_back: Callable[[], str] = lambda: ""
    copied: bool = False


def edited(file: Edited, known: Editor | None) -> ExitCode:
    """Open the file, check it when the editor is closed, and offer it again while something is wrong.

    Where no editor is known, the file is named. Return what to tell the shell.
    """
    if known is None:
        output.aside(f"No editor is known. {_MEND}")
        output.line(str(file.path))
        return ExitCode.DONE
    while True:
        before = read_whole(file.path)
        with open_in_editor(file.path) as others_wrote:
            ended = _opened(known, file)
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


def _opened(known: Editor, file: Edited) -> ExitCode:
    """Open the file and wait until it is closed; an editor that fails is told."""
    with ExitStack() as stack:
        try:
            with _left_to_the_editor():
                run = stack.enter_context(ran(known.command(file.path), file.path))
        except OSError as error:
            file.taken_back()
            raise CoachError(
                f"The editor {known.program} could not be started ({why(error)}). {_MEND}"
            ) from error
        if known.line and run.code in _NOT_STARTED:
            file.taken_back()
            raise CoachError(f"The editor {known.program} could not be started. {_MEND}")
        if run.code:
            what = f"ended with code {run.code}; what it saved is in {shown(file.path)}."
            output.aside(f"The editor {known.program} {what}")
            return ExitCode.COULD_NOT
        if run.at_once:
            wait(run, file.path, copied=file.copied)
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
        restore(path, before)
        output.aside(f"The editor left no file, so {shown(path)} is back as it was.")


def _keep(path: Path, others: bytes | None) -> None:
    """Keep beside the file what another coach wrote in it meanwhile, where the editor wrote over that."""
    if others is None or read_whole(path) == others:
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
    typed = output.typed_line("Open it again? [Y/n]: ")
    return typed is not None and typed.lower() not in ("n", "no")
