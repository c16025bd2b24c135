"""`coach remind install`: have the system bring the reminders, from log-in on."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from coach.cli.shared import output
from coach.cli.shared.lazy_group import room

if TYPE_CHECKING:
    from coach.reminder.autostart.install import Installer, InstallResult

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
    _report(installer.install())


def _report(result: "InstallResult") -> None:
    if not result.changed:
        output.line(f"Your system brings your reminders already, by {result.path}")
        return
    output.line("Your system brings your reminders now, and from each log-in on.")
    output.line(f"It does so by {result.path}")
    if result.backup is not None:
        output.line(f"You had changed that file. Yours is now {result.backup}")
    if result.other_agent:
        output.aside(_OTHER)
    output.line("To see how it is, run: coach remind status")


def _show(installer: "Installer") -> None:
    import shlex

    plan = installer.plan()
    output.line(f"Would be written: {plan.path}")
    output.unbroken(plan.text.splitlines())
    if plan.makes_backup:
        output.line("You have changed the file that is there; it would be kept beside the new one.")
    output.line()
    output.line("Would be run:")
    output.unbroken(shlex.join(words) for words in plan.commands)
    refusal = installer.refusal()
    if refusal:
        from coach.reminder.autostart.install import unreachable_message

        output.aside(unreachable_message(installer.manager, refusal))
