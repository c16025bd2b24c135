#!/usr/bin/env python3
"""How much work a natural voice is, through coach's worker: `bench/voices.py [ROUNDS]`.

Each round speaks the same twelve lines with hibari and with Piper, in a process of its own each, loading
not counted: bare, which writes a WAV for each line, and by coach, which makes finished clips (trimmed,
levelled, 48 kHz). Prints the seconds of work for a second of speech, in one run; the silence at the ends
of what a bare engine makes is none. Exit 1 above a bound. `bench/memory.py --natural` has the memory of
a session.
"""

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass

from coach.cue.model import Spoken
from coach.language import rates
from coach.speech.pronunciation import Pronunciation
from coach.speech.voices.audition import audition
from coach.speech.voices.installed import chosen, natural_voices
from coach.speech.voices.voice import SESSION_LINES
from coach.speech.worker.file_driver import USUAL_RATE
from coach.time.units import RATE

ROUNDS = 5
BARE = """
import json, sys, time, wave
{load}
model, slower, lines = json.loads(sys.argv[1])
voice = load(model)

def say(line):
    with wave.open("/dev/null" if sys.platform != "win32" else "NUL", "wb") as file:
        speak(voice, line, slower, file)

say(lines[0])
began = time.monotonic()
for line in lines:
    say(line)
print(time.monotonic() - began)
"""
PIPER = """
from piper import PiperVoice, SynthesisConfig
load = PiperVoice.load

def speak(voice, line, slower, file):
    voice.synthesize_wav(line, file, SynthesisConfig(length_scale=slower))
"""
HIBARI = """
from hibari import Hibari
import numpy as np

def load(model):
    return Hibari(model=model)

def speak(voice, line, slower, file):
    file.setnchannels(1), file.setsampwidth(2), file.setframerate(24000)
    sound = voice(line, speed=1 / slower, seed=0)
    file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
"""


@dataclass(frozen=True, slots=True)
class Bench:
    """An engine: how it is driven bare, and the bounds on coach's work, in seconds or times the bare work."""

    load: str
    seconds: float | None = None
    times: float | None = None


ENGINES = {"hibari": Bench(HIBARI, seconds=0.03), "piper": Bench(PIPER, times=1.1)}


def bare(bench: Bench, pronunciation: Pronunciation) -> float:
    """Return the seconds that the bare engine takes for the lines."""
    slower = USUAL_RATE / pronunciation.engine_rate(Spoken(SESSION_LINES[0]))
    words = [pronunciation.words(line) for line in SESSION_LINES]
    asked = json.dumps([pronunciation.voice.model, slower, words])
    program = BARE.format(load=bench.load)
    ran = subprocess.run([sys.executable, "-c", program, asked], capture_output=True, text=True, check=True)
    return float(ran.stdout)


def ours(pronunciation: Pronunciation) -> tuple[float, float]:
    """Return the seconds that coach's worker takes for the lines, and those of their speech."""
    made = audition(pronunciation, [Spoken(line) for line in SESSION_LINES])
    if made.reasons:
        sys.exit(f"Not spoken: {dict(made.reasons)}")
    spoken = sum(len(clip.sound) for clip in made.clips.values()) / RATE
    return made.work * spoken, spoken


def judged(engine: str, rounds: int) -> bool:
    """Measure one engine and print it; return whether its bound is held."""
    bench, pronunciation = ENGINES[engine], Pronunciation(chosen(engine), rates.USUAL)
    rows = [(bare(bench, pronunciation), *ours(pronunciation)) for _ in range(rounds)]
    peer, own = (statistics.median(row[side] / row[2] for row in rows) for side in (0, 1))
    ratio = statistics.median(mine / theirs for theirs, mine, _ in rows)
    print(f"bare {engine:8}{peer:.4f} s of work for a second of speech")
    print(f"by coach     {own:.4f} s, {ratio:.2f} times that", end=" ")
    print(f"(at most {bench.seconds} s)" if bench.seconds else f"(at most {bench.times} times)")
    return own <= (bench.seconds or own) and ratio <= (bench.times or ratio)


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    engines = dict.fromkeys(voice.engine for voice in natural_voices())
    if not engines:
        print("No natural voice is installed: nothing was measured.")
    held = [judged(engine, rounds) for engine in engines]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
