"""The command line: the table of commands, and the one place where errors end.

Importing this costs typer and nothing else. A command's own file does the rest,
imported when it is asked for.
"""

import os
import sys
from typing import Annotated, Final

import typer

from coach.cli.shared.completion_colons import whole_words
from coach.cli.shared.fast_types import use_plain_types
from coach.cli.shared.lazy_group import LazyGroup, room
from coach.errors import CoachError, ExitCode

COMMANDS: Final = {
    "start": "Speak a session.",
    "list": "List the routines, by the kind of therapy.",
    "show": "Show what a routine asks of you, and what it says.",
    "new": "Make a routine or an exercise of your own.",
    "edit": "Open a routine or an exercise in your editor, and check it.",
    "preview": "Hear a routine or an exercise at once, or one step of it.",
    "set": "Change one value of a routine or an exercise.",
    "diff": "Show how yours differs from the built-in one.",
    "reset": "Set yours aside, so that the built-in one is in force again.",
    "check": "Show all that is wrong in routines and exercises, and the mend.",
    "share": "Pack a routine, with your own exercises in it, into one file.",
    "import": "Bring in a routine that somebody shared.",
    "schema": "Print what a file may say, for editors and other programs.",
    "say": "Speak a sentence, to hear a voice, a rate or a device.",
    "voices": "List what can speak.",
    "devices": "List where it can be heard.",
    "log": "Show what you have done, and add to it.",
    "remind": "Be reminded, and see when and why.",
    "config": "Show every setting in force, or change one.",
    "doctor": "Check that everything works, and say how to mend what does not.",
}
"""Each command, in the order of the help. `log` is in coach/cli/commands/log.py."""

ELSEWHERE: Final = {"remind": "coach.cli.remind.group"}
"""The module of each command that has a room of its own."""

COMPLETING: Final = "_COACH_COMPLETE"
"""The variable by which a shell asks for names."""
_EPILOG: Final = "`coach COMMAND --help` says more about each."

app = room(completion=True)


def _print_version(*, requested: bool) -> None:
    if requested:
        from importlib.metadata import version

        typer.echo(f"coach {version('spoken-coach')}")
        raise typer.Exit


@app.callback(cls=LazyGroup, invoke_without_command=True, epilog=_EPILOG)
def _coach(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version.", is_eager=True)] = False,
) -> None:
    """A spoken exercise coach for people with upper back pain."""
    _print_version(requested=version)
    if "TZ" in os.environ:
        _refuse_an_impossible_zone()
    if context.invoked_subcommand is None:
        from coach.cli.commands.home import home

        home()


def _refuse_an_impossible_zone() -> None:
    """Raise `UsageError` where the zone is a day or more from UTC, which Python cannot handle."""
    from datetime import datetime

    try:
        datetime.now().astimezone()
    except ValueError:
        from coach.time.clock import zone

        zone()


def run() -> int:
    """Run the command; return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if COMPLETING in os.environ:
        # typer (tried: 0.29.2) lets rich read a name's description as markup, and break it at a fixed width.
        sys.modules["rich"] = None  # type: ignore[assignment]  # tells Python that there is no rich
    use_plain_types()
    group = typer.main.get_command(app)
    assert isinstance(group, LazyGroup)
    group.register(COMMANDS, "coach.cli.commands", ELSEWHERE)
    try:
        with whole_words():
            group.main(prog_name="coach")
    except CoachError as error:
        _print_error(str(error))
        return error.exit_code
    except BrokenPipeError:
        raise
    except OSError as error:
        file_prefix = f"{error.filename}: " if error.filename else ""
        _print_error(f"{file_prefix}{error.strerror or error}. Check it and try again.")
    except SystemExit as system_exit:
        return system_exit.code if isinstance(system_exit.code, int) else ExitCode.DONE
    return ExitCode.COULD_NOT


def _print_error(text: str) -> None:
    from coach.cli.shared import output

    output.aside(text)
