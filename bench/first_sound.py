#!/usr/bin/env python3
"""How long from a command to the first sample of speech that is heard, against a bare script.

    bench/first_sound.py [ROUNDS]    10 rounds, or so many
    bench/first_sound.py --short     3 rounds
    with --natural                   the natural voice, against the bundled one

In each round three are started in turn, and heard in the same recorded sink: a bare
pyttsx3 script of ten lines, `coach start desk-reset` with nothing cached, and the same
again with its clips cached. With `--natural`: the bundled voice with nothing cached and
cached, then the natural one. Its opening chime and its first word are told apart by finding
the word's clip in the recording, and so both voices' words are: the natural one begins its
"Desk" so softly that a level would find it 0.06 s late.

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
NATURAL_FIRST_WORD = 2.0
"""Seconds with nothing cached. Its chime, and a cached word, take no longer than the bundled voice."""
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
    """Return the first words of the bundled and the natural voice, and the latter's chime."""
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name, Sink() as sink, sink.record() as recording:
        home = Path(name, "home")
        for voice in ("espeak", "piper"):  # bytecode is there from now on
            first_sound(recording, START, home_env(sink, home, voice))
        for _ in range(rounds):
            for voice, label in (("espeak", "bundled"), ("piper", "natural")):
                shutil.rmtree(home)
                env = home_env(sink, home, voice)
                chime, word = chime_and_word(recording, env, home, voice)
                times.setdefault(f"{label}, nothing cached", []).append(word)
                if voice == "piper":
                    times.setdefault("natural, its chime", []).append(chime)
                _, word = chime_and_word(recording, env, home, voice)
                times.setdefault(f"{label}, cached", []).append(word)
    return times


def chime_and_word(recording: Recording, env: dict[str, str], home: Path, voice: str) -> tuple[float, float]:
    """Return the seconds from a start to the first sound, and to the first word."""
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
    place, similarity = find(sound, clip.sound, len(sound) // 2, len(sound) // 2)
    if similarity < LEAST_SIMILARITY:
        sys.exit(f"The first line was not found in the recording ({similarity:.2f} alike).")
    return heard_from(sound) / RATE, place / RATE


def within_natural_bounds(rounds: int) -> bool:
    """Measure and print; return whether all bounds are kept."""
    times_by_name = natural(rounds)
    for name, times in times_by_name.items():
        print(f"{name:24}{statistics.median(times):7.3f} s   ({min(times):.3f} to {max(times):.3f})")
    bundled = {name: max(times_by_name[f"bundled, {name}"]) for name in ("nothing cached", "cached")}
    bounds = {
        "natural, nothing cached": NATURAL_FIRST_WORD,
        "natural, its chime": bundled["nothing cached"],
        "natural, cached": bundled["cached"],
    }
    within_bounds = True
    for name, bound in bounds.items():
        median = statistics.median(times_by_name[name])
        within_bounds = within_bounds and median <= bound
        print(f"{name}: {median:.3f} s (at most {bound:.3f})")
    return within_bounds


def main() -> int:
    if not available() or not shutil.which("aplay"):
        print("PulseAudio or aplay is not here: nothing was measured.")
        return 0
    words = sys.argv[1:]
    numbers = [int(word) for word in words if word.isdigit()]
    rounds = 3 if "--short" in words else numbers[0] if numbers else ROUNDS
    if "--natural" in words:
        return 0 if within_natural_bounds(rounds) else 1
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
