"""`coach remind uninstall`: have the system bring the reminders no more."""

from coach.cli.shared import output
from coach.cli.shared.lazy_group import room

app = room()


@app.command()
def uninstall() -> None:
    """Have your system bring your reminders no more. The reminders themselves stay."""
    from coach.reminder.autostart.install import Installer

    result = Installer().uninstall()
    if not result.changed:
        output.line("Your system does not bring your reminders; there was nothing to take away.")
        return
    output.line(f"Your system brings your reminders no more. Taken away: {result.path}")
    if result.backup is not None:
        output.line(f"You had changed that file. Yours is now {result.backup}")
    output.line("The reminders themselves stay. To have it bring them again, run: coach remind install")
