#!/usr/bin/env python3
"""How long from a command to the first sample of speech that is heard, against a bare script.

    bench/first_sound.py [ROUNDS]    10 rounds, or so many
    bench/first_sound.py --short     3 rounds
    with --natural                   the natural voice, against the bundled one

In each round three are started in turn, and heard in the same recorded sink: a bare
pyttsx3 script of ten lines, `coach start desk-reset` with nothing cached, and the same
again with its clips cached. With `--natural`: the bundled voice with nothing cached and
cached, then the natural one. Both voices' words are found by their clips in the recording, since a
soft beginning would be found late by its level.

Starts and sounds are measured with one clock: the recording runs on, and its samples at each
start are counted. The delay of the sink is the same in all of them. Exit 1 where a bound is broken.
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

from bench.recording import RATE, Recording, Sink, available, find, heard_from
from bench.session import COACH, home_env
from coach.cue.model import Spoken
from coach.language import rates
from coach.speech.clips import Clips
from coach.speech.own_pronunciation import own_pronunciation

NOTHING_CACHED = 0.30
CACHED = 0.25
"""Seconds that coach may take longer than the bare script."""
NATURAL_FIRST_WORD = 0.8
"""Seconds with nothing cached."""
NATURAL_LONGER = 0.45
"""Seconds that it may take longer than the bundled voice; a cached word takes no longer."""
FIRST = Spoken("Desk reset. About five minutes.")
START = [COACH, "start", "desk-reset"]
HEARD = 6
"""Seconds that are recorded from a start on."""
LEAST_SIMILARITY = 0.9
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
    """Wait for a condition; return whether it came true."""
    for _ in range(int(PATIENCE / 0.02)):
        if condition():
            return True
        Event().wait(0.02)
    return False


def first_sound(recording: Recording, command: Sequence[str], env: dict[str, str]) -> float:
    """Return the seconds from the start of the command to its first sample heard."""
    until(lambda: not recording.sound[-RATE // 2 :].any())
    start = len(recording.sound)
    process = subprocess.Popen(
        command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    was_heard = until(lambda: heard_from(recording.sound[start:]) >= 0)
    process.terminate()
    _, errors = process.communicate()
    if not was_heard:
        sys.exit(f"{' '.join(command)} was not heard:\n{errors.decode()}")
    return heard_from(recording.sound[start:]) / RATE


def bare_env(sink: Sink, folder: Path) -> dict[str, str]:
    """Return the environment of the bare script: ALSA's way into the sink, and the same espeak-ng."""
    library = folder / "lib"
    library.mkdir()
    (library / "libespeak-ng.so.1").symlink_to(espeakng_loader.get_library_path())
    data = espeakng_loader.get_data_path()
    return {**sink.alsa(folder), "LD_LIBRARY_PATH": str(library), "ESPEAK_DATA_PATH": str(data)}


def measured(rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {"bare": [], "nothing cached": [], "cached": []}
    with tempfile.TemporaryDirectory() as name, Sink() as sink, sink.record() as recording:
        folder = Path(name)
        script = folder / "bare.py"
        script.write_text(BARE)
        bare = bare_env(sink, folder)
        env = home_env(sink, folder / "home")
        first_sound(recording, [sys.executable, str(script)], bare)  # bytecode is there from now on
        first_sound(recording, START, env)
        for _ in range(rounds):
            times["bare"].append(first_sound(recording, [sys.executable, str(script)], bare))
            shutil.rmtree(folder / "home")
            times["nothing cached"].append(first_sound(recording, START, env))
            times["cached"].append(first_sound(recording, START, env))
    return times


def natural(rounds: int) -> dict[str, list[float]]:
    """Return when the first words of the bundled and the natural voice are heard."""
    took: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name, Sink() as sink, sink.record() as recording:
        home = Path(name, "home")
        for voice in ("espeak", "hibari"):  # bytecode is there from now on
            first_sound(recording, START, home_env(sink, home, voice))
        for _ in range(rounds):
            for voice, whose in (("espeak", "bundled"), ("hibari", "natural")):
                shutil.rmtree(home)
                env = home_env(sink, home, voice)
                for state in ("nothing cached", "cached"):
                    took.setdefault(f"{whose}, {state}", []).append(first_word(recording, env, home, voice))
    return took


def first_word(recording: Recording, env: dict[str, str], home: Path, voice: str) -> float:
    """Return the seconds from a start to the first word."""
    until(lambda: not recording.sound[-RATE // 2 :].any())
    start = len(recording.sound)
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(START, env=env, stdin=nowhere, stdout=nowhere, stderr=nowhere)
    until(lambda: len(recording.sound) > start + HEARD * RATE)
    process.terminate()
    process.wait()
    sound = recording.sound[start:]
    clip = Clips(home / "cache" / "clips").get(own_pronunciation(voice, rates.USUAL).key(FIRST))
    if clip is None:
        sys.exit("The first line was not made.")
    place, alike = find(sound, clip.sound, len(sound) // 2, len(sound) // 2)
    if alike < LEAST_SIMILARITY:
        sys.exit(f"The first line was not found in the recording ({alike:.2f} alike).")
    return place / RATE


def judged_natural(rounds: int) -> bool:
    """Measure and print; return whether all bounds are held."""
    took = natural(rounds)
    middle = {name: statistics.median(times) for name, times in took.items()}
    for name, times in took.items():
        print(f"{name:24}{middle[name]:7.3f} s   ({min(times):.3f} to {max(times):.3f})")
    bounds = {
        "natural, nothing cached": min(
            NATURAL_FIRST_WORD, middle["bundled, nothing cached"] + NATURAL_LONGER
        ),
        "natural, cached": max(took["bundled, cached"]),
    }
    for name, bound in bounds.items():
        print(f"{name}: {middle[name]:.3f} s (at most {bound:.3f})")
    return all(middle[name] <= bound for name, bound in bounds.items())


def main() -> int:
    if not available() or not shutil.which("aplay"):
        print("PulseAudio or aplay is not here: nothing was measured.")
        return 0
    words = sys.argv[1:]
    numbers = [int(word) for word in words if word.isdigit()]
    rounds = 3 if "--short" in words else numbers[0] if numbers else ROUNDS
    if "--natural" in words:
        return 0 if judged_natural(rounds) else 1
    times_by_name = measured(rounds)
    medians = {name: statistics.median(times) for name, times in times_by_name.items()}
    within_bounds = True
    for name, times in times_by_name.items():
        print(f"{name:16}{medians[name]:7.3f} s   ({min(times):.3f} to {max(times):.3f})")
    for name, bound in (("nothing cached", NOTHING_CACHED), ("cached", CACHED)):
        difference = medians[name] - medians["bare"]
        within_bounds = within_bounds and difference <= bound
        print(f"coach, {name}: {difference:+.3f} s against the bare script (at most {bound:+.2f})")
    return 0 if within_bounds else 1


if __name__ == "__main__":
    sys.exit(main())
