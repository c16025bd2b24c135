"""A real `coach start`, played into a private sink and recorded, with the cues that it planned.

The planned cues come from the session's events: the positions at which they were laid.
Their sounds come from that session's own cache and from `audio/`; the recording shows where
they were really heard.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from bench.recording import Sink, Sound
from coach.cue.model import ChimeName, Role, Spoken
from coach.language import rates
from coach.sound.chimes import chime
from coach.speech.clips import Clips
from coach.speech.own_pronunciation import own_pronunciation
from coach.speech.pronunciation import Pronunciation

COACH = str(Path(sys.executable).with_name("coach"))
BUSY = "import os; parent = os.getppid()\nwhile os.getppid() == parent: pass"
"""It ends with the process that started it, however that ended."""
_TROUBLE = ("device_lost", "line_failed", "cue_too_long")
_AFTER = 1.0
"""Seconds that are recorded after the end, so that the recording has all that was given out."""


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """A cue as it was laid: its position, its sound, and how far into that the ear hears it begin."""

    position: int
    kind: str
    text: str
    pinned: bool
    sound: Sound
    onset: int

    @property
    def end(self) -> int:
        return self.position + len(self.sound)


@dataclass(frozen=True, slots=True)
class Played:
    """The recording of a session, and its planned cues."""

    recording: Sound
    planned: tuple[Planned, ...]


def home_env(sink: Sink, home: Path, voice: str = "espeak") -> dict[str, str]:
    """Return the environment of a session that plays into the sink and keeps its files in `home`."""
    env = {name: value for name, value in sink.env.items() if not name.startswith("COACH_")}
    return {**env, "COACH_HOME": str(home), "COACH_VOICE": voice}


def play(
    sink: Sink, home: Path, words: Sequence[str], rate: int = rates.USUAL, voice: str = "espeak"
) -> Played:
    """Run a session to its end, and return its recording and its planned cues."""
    command = [COACH, "start", *words, "--rate", str(rate), "--json"]
    with sink.record() as recording:
        result = subprocess.run(
            command,
            env=home_env(sink, home, voice),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        Event().wait(_AFTER)
    if result.returncode:
        sys.exit(f"{' '.join(command)} ended with {result.returncode}:\n{result.stderr}")
    events = [json.loads(line) for line in result.stdout.splitlines()]
    return Played(recording.sound, planned(events, home, rate, voice))


def planned(
    events: Sequence[dict[str, Any]], home: Path, rate: int, voice: str = "espeak"
) -> tuple[Planned, ...]:
    """Return the cues in a session's events. A cue without a sound ends the bench: it was not heard."""
    troubles = [event for event in events if event["event"] in _TROUBLE]
    if troubles:
        sys.exit("The session had trouble:\n" + "\n".join(map(json.dumps, troubles)))
    clips = Clips(home / "cache" / "clips")
    pronunciation = own_pronunciation(voice, rate)
    return tuple(_planned(event, clips, pronunciation) for event in events if event["event"] == "heard")


def _planned(event: dict[str, Any], clips: Clips, pronunciation: Pronunciation) -> Planned:
    kind, text = event["kind"], event["text"]
    if kind == "chime":
        sound, onset = chime(ChimeName(text)), 0
    else:
        clip = clips.get(pronunciation.key(Spoken(text, Role(kind))))
        if clip is None or event["missing"]:
            sys.exit(f"There is no clip of {text!r}; the session was not heard whole.")
        sound, onset = clip.sound, clip.onset
    return Planned(event["position"], kind, text, event["pinned"], sound, onset)


@contextmanager
def busy(processes: int) -> Iterator[None]:
    """Keep this many processes busy within the block, at the usual priority."""
    children = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(processes)]
    try:
        yield
    finally:
        for process in children:
            process.kill()
        for process in children:
            process.wait()


def cores() -> int:
    """Return how many cores there are."""
    return os.cpu_count() or 1
