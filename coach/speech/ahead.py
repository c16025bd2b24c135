"""The first line asked of the worker before all else is loaded: it is made meanwhile.

Imports nothing that costs time. Touches disk: the folder of clips is made, if need be.
Whoever wants the line later finds its clip there, or on its way; nothing depends on it.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from subprocess import Popen

from coach.cue.model import Spoken
from coach.errors import CoachError
from coach.paths import cache_dir, made
from coach.speech.spawn import default_engine
from coach.speech.voice import asked_rate, key, resolve, spoken_rate
from coach.text import for_speech


def ask_ahead(worker: "Popen[bytes] | None", lines: Sequence[Spoken], setting: str, rate: int) -> None:
    """Ask for these lines of the voice that the setting names, if it is the worker's own."""
    voice = resolve(setting)
    if worker is None or worker.stdin is None or not lines or voice.engine != default_engine():
        return
    want = []
    for line in lines:
        words = for_speech(line.text)
        asked = asked_rate(voice.engine, spoken_rate(line.role, rate))
        want.append({"id": key(words, line.role, voice, rate), "text": words, "rate": asked, "count": False})
    # A worker that is gone, or a folder that cannot be made, is found and told by who comes later.
    with suppress(OSError, CoachError):
        folder = str(made(cache_dir() / "clips"))
        request = {"voice": voice.id, "folder": folder, "count_gain": 0.0, "want": want}
        worker.stdin.write(json.dumps(request).encode() + b"\n")
        worker.stdin.flush()
