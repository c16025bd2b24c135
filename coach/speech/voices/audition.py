"""A voice tried: a few lines really spoken by it, in a worker of its own, and timed.

Starts a process and waits for it. Nothing is cached, and nothing is left behind.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic  # noqa: TID251 - how long a voice takes is what is asked

from coach.cue.model import Spoken
from coach.language import rates
from coach.speech.clips import Clip, Clips
from coach.speech.pronunciation import Pronunciation
from coach.speech.synth import Made, NotMade, Synth, WorkerTimeouts
from coach.speech.voices.ask_engine import EngineFailed
from coach.speech.voices.phonemes import phonemes
from coach.speech.voices.voice import SESSION_LINES, Pace, Voice, asked_rate
from coach.time.units import RATE

THREE_LINES = (
    "This is how I sound. Sit tall, and let your shoulders drop.",
    "Draw your shoulder blades back and down. Hold, and breathe.",
    "Three, two, one, and relax.",
)
"""What every voice says when it is tried, so that they can be compared."""

_COUNTS = "One, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve."
_STEPS = 3
_WIDE: Pace = ((85, rates.SLOWEST), (320, rates.FASTEST))
"""Asks for every rate between a slow and a fast one, whatever comes of it."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of it: the clips, a reason for each line that was not made, and seconds of work.

    `work` is for one second of speech, the loading of the engine not counted; nought where
    nothing was made.
    """

    clips: Mapping[Spoken, Clip]
    reasons: Mapping[Spoken, str]
    work: float


def tried(pronunciation: Pronunciation, lines: Sequence[Spoken], *, patience: float = 60.0) -> Tried:
    """Speak the lines; what is not made within `patience` seconds is given up.

    The first line is spoken twice, the first time untimed, so that loading is not counted.
    """
    came: SimpleQueue[Made | NotMade] = SimpleQueue()
    clips: dict[Spoken, Clip] = {}
    reasons = dict.fromkeys(lines, "it took too long")
    with tempfile.TemporaryDirectory(prefix="coach-") as folder:
        care = WorkerTimeouts(first=patience, line=patience)
        synth = Synth(pronunciation, Clips(Path(folder)), came.put, care=care)
        try:
            end = monotonic() + patience
            synth.want([_warm(lines[0])])
            came.get(timeout=max(0.0, end - monotonic()))
            began = monotonic()
            synth.want(lines)
            for _ in lines:
                done = came.get(timeout=max(0.0, end - monotonic()))
                if isinstance(done, Made):
                    clips[done.spoken] = done.clip
                    del reasons[done.spoken]
                else:
                    reasons[done.spoken] = done.reason
            took = monotonic() - began
        except Empty:
            took = 0.0
        finally:
            synth.close()
    spoken = sum(len(clip.sound) for clip in clips.values()) / RATE
    return Tried(clips, reasons, took / spoken if spoken else 0.0)


def unsayable(voice: Voice) -> str:
    """Return why a natural voice would leave sounds of a session unsaid; empty where it says them all."""
    try:
        phonemes(
            Pronunciation(voice, rates.USUAL),
            " ".join((*THREE_LINES, *SESSION_LINES, _COUNTS)),
            patience=60.0,
        )
    except EngineFailed as failed:
        return failed.reason
    return ""


def measured_pace(voice: Voice) -> Pace:
    """Return what was asked of the voice and the words a minute that came, slowest first."""
    wide = replace(voice, pace=_WIDE)
    rows = []
    for step in range(_STEPS):
        wanted = rates.SLOWEST + (rates.FASTEST - rates.SLOWEST) * step // (_STEPS - 1)
        lines = [Spoken(line) for line in SESSION_LINES[2:7]]
        clips = tried(Pronunciation(wide, wanted), lines).clips
        words = sum(len(line.text.split()) for line in clips)
        length = sum(len(clip.sound) for clip in clips.values()) / RATE
        if length:
            rows.append((asked_rate(wide, wanted), round(words / length * 60, 1)))
    return tuple(rows)


def _warm(line: Spoken) -> Spoken:
    return Spoken(f"{line.text} Ready.", line.role)
