"""What stands at the top of a new file of reminders.

Asks where the person's folders are, and reads nothing else.
"""

from typing import Final

from coach.files.paths import own_routines
from coach.routine.format.templates import SCHEMAS


def header() -> str:
    """Return what stands at the top of a new file: what it is, and how a reminder is written."""
    return f"#:schema {own_routines().name}/{SCHEMAS}/reminders.schema.json\n{_HEADER}"


_HEADER: Final = """\
# Your reminders. Each begins with a heading such as [reminder.desk-reset], where the name is yours
# to choose: small letters, figures and hyphens. What you save here is in force at once; while there
# is a mistake in it, what was good before is. `coach remind edit` checks it when you close it.
#
#   [reminder.desk-reset]
#   routine = "desk-reset"        # or category = "stretches": a different one each time
#   at = ["10:30", "15:00"]       # or every = "2 h", with between = "9:00-18:00"
#   days = "mon-fri"              # or "mon,wed", "weekends"; every day without it
#
# More that a reminder may say, each on a line of its own:
#
#   from = 2026-12-01             # the first day on which it comes
#   until = 2026-12-31            # the last one
#   zone = "Europe/Berlin"        # times of that place, wherever you are
#   speak = true                  # whether a line is spoken; without it, as your settings have it
#   voice = "espeak"              # the voice of that line
#   note = "By the window."       # a word of your own, shown with it
#   window = "2 h"                # how late it is still of use
"""
