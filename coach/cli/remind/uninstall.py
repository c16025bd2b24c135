"""`coach remind uninstall`: have the system bring the reminders no more."""

from coach.cli.shared import output
from coach.cli.shared.lazy_group import room

app = room()


@app.command()
def uninstall() -> None:
    """Have your system bring your reminders no more. The reminders themselves stay."""
    from coach.reminder.autostart.install import Installer

    done = Installer().uninstall()
    if not done.changed:
        output.line("Your system does not bring your reminders; there was nothing to take away.")
        return
    output.line(f"Your system brings your reminders no more. Taken away: {done.path}")
    if done.aside is not None:
        output.line(f"You had changed that file. Yours is now {done.aside}")
    output.line("The reminders themselves stay. To have it bring them again, run: coach remind install")
