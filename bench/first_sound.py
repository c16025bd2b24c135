#!/usr/bin/env python3
"""How long from a command to the first sample of speech that is heard, against a bare script.

    bench/first_sound.py [ROUNDS]    10 rounds, or so many
    bench/first_sound.py --short     3 rounds

In each round three are started in turn, and heard in the same recorded sink: a bare
pyttsx3 script of ten lines, `coach start desk-reset` with nothing cached, and the same
again with its clips cached. Starting and hearing go by one clock: the recording runs on,
and its samples at the moment of each start are counted. What the sink adds is in all
three alike. Exit 1 where a bound is broken.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

import espeakng_loader

from bench.recording import RATE, Recording, Sink, available, heard_from
from bench.session import COACH, home_env

NOTHING_CACHED = 0.30
CACHED = 0.25
"""Seconds that coach may take longer than the bare script."""
ROUNDS = 10
PATIENCE = 20.0

BARE = """
import pyttsx3

engine = pyttsx3.init()
engine.setProperty("rate", 155)
for voice in engine.getProperty("voices"):
    if voice.id == "gmw/en-us":
        engine.setProperty("voice", voice.id)
engine.say("Desk reset. About five minutes.")
engine.runAndWait()
"""


def until(condition: Callable[[], bool]) -> bool:
    """Wait for it; return whether it came to be."""
    for _ in range(int(PATIENCE / 0.02)):
        if condition():
            return True
        Event().wait(0.02)
    return False


def first_sound(recording: Recording, command: Sequence[str], env: dict[str, str]) -> float:
    """Return the seconds from the start of the command to its first sample heard."""
    until(lambda: not recording.sound[-RATE // 2 :].any())
    started = len(recording.sound)
    process = subprocess.Popen(
        command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    came = until(lambda: heard_from(recording.sound[started:]) >= 0)
    process.terminate()
    _, errors = process.communicate()
    if not came:
        sys.exit(f"{' '.join(command)} was not heard:\n{errors.decode()}")
    return heard_from(recording.sound[started:]) / RATE


def bare_env(sink: Sink, folder: Path) -> dict[str, str]:
    """Return the environment of the bare script: ALSA's way into the sink, and the same espeak-ng."""
    library = folder / "lib"
    library.mkdir()
    (library / "libespeak-ng.so.1").symlink_to(espeakng_loader.get_library_path())
    data = espeakng_loader.get_data_path()
    return {**sink.alsa(folder), "LD_LIBRARY_PATH": str(library), "ESPEAK_DATA_PATH": str(data)}


def measured(rounds: int) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {"bare": [], "nothing cached": [], "cached": []}
    with tempfile.TemporaryDirectory() as name, Sink() as sink, sink.record() as recording:
        folder = Path(name)
        script = folder / "bare.py"
        script.write_text(BARE)
        bare = bare_env(sink, folder)
        env = home_env(sink, folder / "home")
        coach = [COACH, "start", "desk-reset"]
        first_sound(recording, [sys.executable, str(script)], bare)  # bytecode is there from now on
        first_sound(recording, coach, env)
        for _ in range(rounds):
            took["bare"].append(first_sound(recording, [sys.executable, str(script)], bare))
            shutil.rmtree(folder / "home")
            took["nothing cached"].append(first_sound(recording, coach, env))
            took["cached"].append(first_sound(recording, coach, env))
    return took


def main() -> int:
    if not available() or not shutil.which("aplay"):
        print("PulseAudio or aplay is not here: nothing was measured.")
        return 0
    words = sys.argv[1:]
    rounds = 3 if "--short" in words else int(words[0]) if words else ROUNDS
    took = measured(rounds)
    middle = {name: statistics.median(times) for name, times in took.items()}
    held = True
    for name, times in took.items():
        print(f"{name:16}{middle[name]:7.3f} s   ({min(times):.3f} to {max(times):.3f})")
    for name, bound in (("nothing cached", NOTHING_CACHED), ("cached", CACHED)):
        more = middle[name] - middle["bare"]
        held = held and more <= bound
        print(f"coach, {name}: {more:+.3f} s against the bare script (at most {bound:+.2f})")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
