#!/usr/bin/env python3
"""How loud a session is, by ffmpeg's `ebur128`: `bench/loudness.py [ROUTINE]`.

Lays a whole session of each voice as it is played, and has ffmpeg measure it; then its lines
alone, its counts alone and its chimes alone, each sound after the other. Exit 1 where a session
is not at the target, counts are not as loud as lines, or a chime is as loud as speech.
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
from coach.speech.batch import gather, measured
from coach.speech.clips import Clip
from coach.speech.voices.installed import chosen, installed
from coach.speech.worker.clip_signal import TARGET
from coach.time.units import RATE

Sound = NDArray[np.int16]

MOST_OFF = 1.0
"""LU that a session may be off the target, and counts off lines."""


def loudness(sound: Sound, folder: Path) -> float:
    """Return the integrated loudness in LUFS."""
    path = folder / "sound.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(sound.astype("<i2").tobytes())
    command = ["ffmpeg", "-nostats", "-i", str(path), "-af", "ebur128", "-f", "null", "-"]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return float(re.findall(r"I:\s+(-?[\d.]+|-inf) LUFS", report)[-1])


def session_sounds(script: Script, voice: str) -> tuple[Sound, dict[str, list[Sound]]]:
    """Return the whole session, and its sounds by their kind."""
    estimated_parts = placed_parts(script, measured({}, rates.USUAL))
    cues = {timed.cue for part in estimated_parts for timed in part.timeline.cues}
    clips = gather((cue for cue in cues if not isinstance(cue, Chime)), voice, rates.USUAL)
    placed = placed_parts(script, measured(clips, rates.USUAL))
    session = np.zeros(placed[-1].start + placed[-1].timeline.length + RATE, np.int16)
    kinds: dict[str, list[Sound]] = {"lines": [], "counts": [], "chimes": []}
    for part in placed:
        for timed in part.timeline.cues:
            sound = _sound(timed.cue, clips.get(timed.cue) if not isinstance(timed.cue, Chime) else None)
            start = part.start + timed.start
            session[start : start + len(sound)] += sound[: len(session) - start]
            kinds[_kind(timed.cue)].append(sound)
    return session, kinds


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


def joined(sounds: Iterable[Sound]) -> Sound:
    return np.concatenate([np.zeros(0, np.int16), *sounds])


def main() -> int:
    if not shutil.which("ffmpeg"):
        print("ffmpeg is not here: nothing was measured.")
        return 0
    library = Library(data_root() / "routines")
    routine = library.routine(sys.argv[1] if len(sys.argv) > 1 else "neck-isometrics")
    script = Script(build(routine, library.exercise))
    within_bounds = True
    with tempfile.TemporaryDirectory() as name:
        for voice in ("espeak", "piper") if installed() else ("espeak",):
            session, kinds = session_sounds(script, voice)
            session_loudness = loudness(session, Path(name))
            lines, counts, chimes = (loudness(joined(sounds), Path(name)) for sounds in kinds.values())
            within_bounds = (
                within_bounds
                and abs(session_loudness - TARGET) <= MOST_OFF
                and abs(counts - lines) <= MOST_OFF
                and chimes < lines
            )
            print(f"{chosen(voice).name}: {routine.name}")
            print(f"  session {session_loudness:6.1f} LUFS (at {TARGET:g}, within {MOST_OFF:g})")
            print(f"  lines   {lines:6.1f}, counts {counts:.1f} (within {MOST_OFF:g} of each other)")
            print(f"  chimes  {chimes:6.1f} (below the lines)")
    return 0 if within_bounds else 1


if __name__ == "__main__":
    sys.exit(main())
