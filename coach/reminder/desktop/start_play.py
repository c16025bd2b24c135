"""Has a reminder sounded, by a program of its own that nobody waits for.

Starts a process and a small thread that waits for its end. Errors: none; `note` takes what goes wrong,
on that thread.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from threading import Thread
from typing import Final

from coach.language.sanitize import for_terminal
from coach.time.units import Seconds

LINE: Final = "Here is the reminder that you asked for."
"""All that is ever said aloud unasked: other people in the room learn nothing from it."""
LONGEST: Final = Seconds(30)
"""How long a reminder may sound; a sound system that takes longer has failed."""

Note = Callable[[str], None]


def play(
    note: Note, *, line: str = "", voice: str = "", chime: bool = True, longest: Seconds = LONGEST
) -> None:
    """Have a chime and a line sounded, the line in that voice or the usual one. Returns at once.

    `note` takes a line about what went wrong; silence because there is no device is not wrong.
    """
    if not line and not chime:
        return
    # A word that begins with a dash would be read as a flag's name.
    words = [*([f"--line={line}"] if line else []), *([f"--voice={voice}"] if voice else [])]
    try:
        child = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                "coach.reminder.desktop.play",
                *words,
                *([] if chime else ["--no-chime"]),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=os.name == "posix",
            creationflags=0x08000200 if os.name == "nt" else 0,  # no window; a group of its own
        )
    except (OSError, ValueError) as error:
        note(f"The reminder could not be sounded: {error}.")
        return
    Thread(target=_wait_for_end, args=(child, note, longest), name="reminder sound", daemon=True).start()


def _wait_for_end(child: "subprocess.Popen[bytes]", note: Note, longest: Seconds) -> None:
    """Wait for the end of a sound, and end it where it takes too long."""
    try:
        _, output = child.communicate(timeout=longest)
    except subprocess.TimeoutExpired:
        child.kill()
        _, output = child.communicate()
        note(f"The sound of a reminder did not end within {longest:g} s, and was ended.")
    if text := for_terminal(output.decode(errors="replace")).strip():
        note(f"The reminder was not sounded as it should be: {text[-500:]}")
