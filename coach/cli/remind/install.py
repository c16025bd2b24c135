"""`coach remind install`: have the system bring the reminders, from log-in on."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from coach.cli.shared import output
from coach.cli.shared.lazy_group import room

if TYPE_CHECKING:
    from coach.reminder.autostart.install import Done, Installer

_OTHER: Final = (
    "A `coach remind run` that was started otherwise brings them still, and only one can. "
    "End that one, then run `coach remind install` again."
)

app = room()


@app.command()
def install(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be written and run, and change nothing.")
    ] = False,
) -> None:
    """Have your system start the reminders at log-in, and again after a crash.

    Once coach has moved, run it again. What you changed in its file is kept beside it.
    """
    from coach.reminder.autostart.install import Installer

    installer = Installer()
    if dry_run:
        _show(installer)
        return
    _tell(installer.install())


def _tell(done: "Done") -> None:
    if not done.changed:
        output.line(f"Your system brings your reminders already, by {done.path}")
        return
    output.line("Your system brings your reminders now, and from each log-in on.")
    output.line(f"It does so by {done.path}")
    if done.aside is not None:
        output.line(f"You had changed that file. Yours is now {done.aside}")
    if done.other:
        output.aside(_OTHER)
    output.line("To see how it is, run: coach remind status")


def _show(installer: "Installer") -> None:
    import shlex

    planned = installer.plan()
    output.line(f"Would be written: {planned.path}")
    output.unbroken(planned.text.splitlines())
    if planned.aside:
        output.line("You have changed the file that is there; it would be kept beside the new one.")
    output.line()
    output.line("Would be run:")
    output.unbroken(shlex.join(words) for words in planned.commands)
    why = installer.answers()
    if why:
        from coach.reminder.autostart.install import without

        output.aside(without(installer.manager, why))
