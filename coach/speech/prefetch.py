"""Asks the worker for the first line before all else is loaded, so that it is made meanwhile.

Imports nothing that costs time. Touches disk: the folder of clips is made, if need be.
Whoever wants the line later finds its clip there, or being made; nothing depends on it.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from subprocess import Popen

from coach.cue.model import Spoken
from coach.errors import CoachError
from coach.files.paths import cache_dir, made
from coach.speech.pronunciation import Pronunciation
from coach.speech.start_worker import PIPER, engine_of


def ask_ahead(worker: "Popen[bytes] | None", lines: Sequence[Spoken], pronunciation: Pronunciation) -> None:
    """Ask for these lines, if the worker is of the voice's engine.

    Piper is not asked: its model takes longer to load than all else, and holds it up.
    """
    voice = pronunciation.voice
    if worker is None or worker.stdin is None or not lines:
        return
    if voice.engine == PIPER or voice.engine != engine_of(worker):
        return
    want = [pronunciation.order(line) for line in lines]
    # A worker that is gone, or a folder that cannot be made, is reported by whoever wants the line later.
    with suppress(OSError, CoachError):
        folder = str(made(cache_dir() / "clips"))
        request = {"voice": voice.engine_id, "folder": folder, "want": want}
        worker.stdin.write(json.dumps(request).encode() + b"\n")
        worker.stdin.flush()
