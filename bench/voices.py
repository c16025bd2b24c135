#!/usr/bin/env python3
"""How much work the natural voice is, through coach's worker against bare piper: `bench/voices.py [ROUNDS]`.

Each round speaks the same twelve lines both ways, in a process of its own each, loading not
counted: bare piper writes a WAV for each, coach makes finished clips (trimmed, levelled, 48 kHz).
Prints the seconds of work for a second of speech, in one run; the silence at the ends of bare
piper's sound does not count as speech. Exit 1 above the bound.
`bench/memory.py --natural` has the memory of a session.
"""

import json
import statistics
import subprocess
import sys

from coach.cue.model import Spoken
from coach.language import rates
from coach.speech.pronunciation import Pronunciation
from coach.speech.voices.audition import tried
from coach.speech.voices.installed import chosen, installed
from coach.speech.voices.voice import SESSION_LINES
from coach.speech.worker.piper_driver import USUAL_RATE
from coach.time.units import RATE

MOST = 1.1
"""Times the work of bare piper."""
ROUNDS = 5
BARE = """
import json, sys, time, wave
from piper import PiperVoice, SynthesisConfig
model, scale, lines = json.loads(sys.argv[1])
voice = PiperVoice.load(model)
config = SynthesisConfig(length_scale=scale)

def say(line):
    with wave.open("/dev/null" if sys.platform != "win32" else "NUL", "wb") as file:
        voice.synthesize_wav(line, file, config)

say(lines[0])
began = time.monotonic()
for line in lines:
    say(line)
print(time.monotonic() - began)
"""


def bare(pronunciation: Pronunciation) -> float:
    """Return the seconds that bare piper takes for the lines."""
    scale = USUAL_RATE / pronunciation.asked(Spoken(SESSION_LINES[0]))
    arguments = json.dumps(
        [pronunciation.voice.model, scale, [pronunciation.words(line) for line in SESSION_LINES]]
    )
    result = subprocess.run(
        [sys.executable, "-c", BARE, arguments], capture_output=True, text=True, check=True
    )
    return float(result.stdout)


def ours(pronunciation: Pronunciation) -> tuple[float, float]:
    """Return the seconds that coach's worker takes for the lines, and those of their speech."""
    trial = tried(pronunciation, [Spoken(line) for line in SESSION_LINES])
    if trial.reasons:
        sys.exit(f"Not spoken: {dict(trial.reasons)}")
    speech_seconds = sum(len(clip.sound) for clip in trial.clips.values()) / RATE
    return trial.work * speech_seconds, speech_seconds


def main() -> int:
    if not installed():
        print("The extra `natural` is not installed: nothing was measured.")
        return 0
    pronunciation = Pronunciation(chosen("piper"), rates.USUAL)
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    rows = [(bare(pronunciation), *ours(pronunciation)) for _ in range(rounds)]
    bare_median, own_median = (statistics.median(row[side] / row[2] for row in rows) for side in (0, 1))
    ratio = statistics.median(own_work / bare_work for bare_work, own_work, _ in rows)
    print(f"bare piper  {bare_median:.3f} s of work for a second of speech")
    print(f"coach       {own_median:.3f} s, {ratio:.2f} times that (at most {MOST})")
    return int(ratio > MOST)


if __name__ == "__main__":
    sys.exit(main())
