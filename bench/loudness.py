#!/usr/bin/env python3
"""How loud a session is, by ffmpeg's `ebur128`: `bench/loudness.py [ROUTINE…]`.

Lays a whole session of each voice as it is played, and has ffmpeg measure its loudness and its true
peak; then its lines, its counts one by one, and its chimes. A count is shorter than what a loudness is
measured over, so it is repeated for that with no pause. Exit 1 where a session is not at the target or
its peak too high, a count is not as loud as the lines, or a chime is as loud as speech.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import wave
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.cue.full_timeline import placed_parts
from coach.cue.model import Chime, Cue, Role
from coach.cue.script import Script
from coach.files.paths import data_root
from coach.language import rates
from coach.routine.library.library import Library
from coach.routine.plan.plan import build
from coach.sound.chimes import chime
from coach.sound.lay import soundings as soundings_of
from coach.sound.mix import Sounding, clipped, summed
from coach.speech.batch import gather, measured
from coach.speech.clips import Clip
from coach.speech.voices.installed import chosen, natural_voices
from coach.speech.worker.clip_signal import TARGET
from coach.time.units import RATE, Samples

Sound = NDArray[np.int16]

SESSION = 1.0
"""LU that a session may be off the target."""
COUNT = 1.5
"""LU that any count may be off the lines."""
PEAK = -1.0
"""dBFS, between the samples too."""
LONG_ENOUGH = 3 * RATE
"""Samples of a sound that ffmpeg can measure."""


def measure(sound: Sound, folder: Path) -> tuple[float, float]:
    """Return the integrated loudness in LUFS, and the true peak in dBFS."""
    path = folder / "sound.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(sound.astype("<i2").tobytes())
    command = ["ffmpeg", "-nostats", "-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-"]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    loudness = float(re.findall(r"I:\s+(-?[\d.]+|-inf) LUFS", report)[-1])
    return loudness, float(re.findall(r"Peak:\s+(-?[\d.]+|-inf) dBFS", report)[-1])


def session_of(script: Script, voice: str) -> tuple[Sound, dict[str, dict[Cue, Sound]]]:
    """Return the whole session, and its sounds by their kind."""
    timelines = placed_parts(script, measured({}, rates.USUAL))
    cues = {timed.cue for placed in timelines for timed in placed.timeline.cues}
    clips = gather((cue for cue in cues if not isinstance(cue, Chime)), voice, rates.USUAL)
    sounds = {cue: _sound(cue, clips.get(cue) if not isinstance(cue, Chime) else None) for cue in cues}
    placed = placed_parts(script, measured(clips, rates.USUAL))
    soundings: tuple[Sounding, ...] = tuple(
        sounding
        for part in placed
        for sounding in soundings_of(part.timeline, part.start, Samples(0), sounds.__getitem__)
    )
    kinds: dict[str, dict[Cue, Sound]] = {"lines": {}, "counts": {}, "chimes": {}}
    for cue, sound in sounds.items():
        kinds[_kind(cue)][cue] = sound
    return clipped(summed(soundings, 0, placed[-1].start + placed[-1].timeline.length + RATE)), kinds


def _sound(cue: Cue, clip: Clip | str | None) -> Sound:
    if isinstance(cue, Chime):
        return chime(cue.sound)
    if not isinstance(clip, Clip):
        sys.exit(f"{cue.text!r} could not be spoken: {clip}")
    return clip.sound


def _kind(cue: Cue) -> str:
    if isinstance(cue, Chime):
        return "chimes"
    return "lines" if cue.role is Role.LINE else "counts"


def repeated(sound: Sound) -> Sound:
    """Return the sound so often that ffmpeg can measure it."""
    return np.tile(sound, -(-LONG_ENOUGH // len(sound)))


def joined(sounds: Iterable[Sound]) -> Sound:
    return np.concatenate([np.zeros(0, np.int16), *sounds])


def judged(routine: str, voice: str, folder: Path) -> bool:
    """Measure one session and print it; return whether all bounds are held."""
    library = Library(data_root() / "routines")
    script = Script(build(library.routine(routine), library.exercise))
    session, kinds = session_of(script, voice)
    loudness, peak = measure(session, folder)
    lines, _ = measure(joined(kinds["lines"].values()), folder)
    counts = [measure(repeated(sound), folder)[0] - lines for sound in kinds["counts"].values()]
    chimes = max(
        (measure(repeated(sound), folder)[0] for sound in kinds["chimes"].values()), default=float("-inf")
    )
    print(f"{chosen(voice).name}: {script.plan.routine.name}")
    print(
        f"  session {loudness:6.1f} LUFS (at {TARGET:g}, within {SESSION:g}), peak {peak:.1f} (to {PEAK:g})"
    )
    print(f"  lines   {lines:6.1f} LUFS; the loudest chime {chimes:.1f}")
    if counts:
        print(f"  counts  {min(counts):+.1f} to {max(counts):+.1f} LU off the lines (within {COUNT:g})")
    off = max(map(abs, counts), default=0.0)
    return abs(loudness - TARGET) <= SESSION and peak <= PEAK and off <= COUNT and chimes < lines


def main() -> int:
    if not shutil.which("ffmpeg"):
        print("ffmpeg is not here: nothing was measured.")
        return 0
    routines = sys.argv[1:] or ["neck-isometrics", "low-impact-cardio"]
    voices = [voice.setting for voice in (*natural_voices(), chosen("espeak"))]
    with tempfile.TemporaryDirectory() as name:
        held_all = [judged(routine, voice, Path(name)) for routine in routines for voice in voices]
    return 0 if all(held_all) else 1


if __name__ == "__main__":
    sys.exit(main())
