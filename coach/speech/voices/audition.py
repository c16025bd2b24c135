"""Tries a voice: it speaks a few lines in a worker of its own, and is timed.

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
from coach.speech.voices.voice import SESSION_LINES, Pace, Voice, rate_for_engine
from coach.time.units import RATE

THREE_LINES = (
    "This is how I sound. Sit tall, and let your shoulders drop.",
    "Draw your shoulder blades back and down. Hold, and breathe.",
    "Three, two, one, and relax.",
)
"""What every voice says when it is tried, so that they can be compared."""

_COUNTS = "One, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve."
_STEPS = 3
_WIDE_PACE: Pace = ((85, rates.SLOWEST), (320, rates.FASTEST))
"""A table that asks the engine for every rate between a slow and a fast one."""


@dataclass(frozen=True, slots=True)
class Audition:
    """The outcome: the clips, a reason for each line that was not made, and seconds of work.

    `work` is for one second of speech, without the loading of the engine; zero where nothing
    was made.
    """

    clips: Mapping[Spoken, Clip]
    reasons: Mapping[Spoken, str]
    work: float


def audition(pronunciation: Pronunciation, lines: Sequence[Spoken], *, patience: float = 60.0) -> Audition:
    """Speak the lines; a line that is not made within `patience` seconds is given up.

    The first line is spoken twice, the first time untimed, so that loading is not counted.
    """
    inbox: SimpleQueue[Made | NotMade] = SimpleQueue()
    clips: dict[Spoken, Clip] = {}
    reasons = dict.fromkeys(lines, "it took too long")
    with tempfile.TemporaryDirectory(prefix="coach-") as folder:
        timeouts = WorkerTimeouts(first=patience, line=patience)
        synth = Synth(pronunciation, Clips(Path(folder)), inbox.put, timeouts=timeouts)
        try:
            deadline = monotonic() + patience
            synth.want([_warm_up_line(lines[0])])
            inbox.get(timeout=max(0.0, deadline - monotonic()))
            start = monotonic()
            synth.want(lines)
            for _ in lines:
                outcome = inbox.get(timeout=max(0.0, deadline - monotonic()))
                if isinstance(outcome, Made):
                    clips[outcome.spoken] = outcome.clip
                    del reasons[outcome.spoken]
                else:
                    reasons[outcome.spoken] = outcome.reason
            elapsed = monotonic() - start
        except Empty:
            elapsed = 0.0
        finally:
            synth.close()
    seconds = sum(len(clip.sound) for clip in clips.values()) / RATE
    return Audition(clips, reasons, elapsed / seconds if seconds else 0.0)


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
    """Return the rates asked of the voice and the measured words a minute, slowest first."""
    probe = replace(voice, pace=_WIDE_PACE)
    rows = []
    for step in range(_STEPS):
        rate = rates.SLOWEST + (rates.FASTEST - rates.SLOWEST) * step // (_STEPS - 1)
        lines = [Spoken(line) for line in SESSION_LINES[2:7]]
        clips = audition(Pronunciation(probe, rate), lines).clips
        words = sum(len(line.text.split()) for line in clips)
        length = sum(len(clip.sound) for clip in clips.values()) / RATE
        if length:
            rows.append((rate_for_engine(probe, rate), round(words / length * 60, 1)))
    return tuple(rows)


def _warm_up_line(line: Spoken) -> Spoken:
    return Spoken(f"{line.text} Ready.", line.role)
