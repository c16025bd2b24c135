#!/usr/bin/env python3
"""Whether the welcome is whole while the rest of the program loads: `bench/welcome.py [STARTS]`.

Starts a short session so often with every core busy, with nothing cached and then with its clips cached,
records it, and looks for holes. The voice is the natural one; with `--bundled`, espeak-ng. Exit 1 where
there is a hole.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from bench.beats import BUSY_A_CORE, mixed
from bench.recording import RATE, Sink, available, find, gaps
from bench.session import busy, cores, play

STARTS = 5
ROUTINE = """
name = "Welcome"
category = "education"
level = "gentle"
minutes = 1

[[step]]
say = "Sit tall, and let your shoulders drop. Breathe out slowly, and let your jaw hang."
"""
_BEGINNING = 10 * RATE


def holes(sink: Sink, home: Path, voice: str) -> list[tuple[float, float]]:
    """Return where a start was silent that should sound, and for how long, in seconds."""
    played = play(sink, home, ["welcome"], voice=voice)
    first = played.planned[0]
    begins = round(find(played.recording, first.sound, _BEGINNING, _BEGINNING)[0]) - first.position
    heard = played.recording[max(0, begins) :]
    return [(at / RATE, length / RATE) for at, length in gaps(heard, mixed(played.planned))]


def main() -> int:
    if not available():
        print("PulseAudio is not here (pulseaudio, parec, pactl): nothing was measured.")
        return 0
    figures = [int(word) for word in sys.argv[1:] if word.isdigit()]
    voice = "espeak" if "--bundled" in sys.argv[1:] else "hibari"
    whole = True
    with tempfile.TemporaryDirectory() as name, Sink() as sink:
        home = Path(name)
        (home / "config" / "routines").mkdir(parents=True)
        (home / "config" / "routines" / "welcome.toml").write_text(ROUTINE)
        play(sink, home, ["welcome"], voice=voice)  # bytecode is there from now on
        with busy(BUSY_A_CORE * cores()):
            for start in range(figures[0] if figures else STARTS):
                shutil.rmtree(home / "cache")
                for state in ("nothing cached", "cached"):
                    torn = holes(sink, home, voice)
                    whole = whole and not torn
                    said = ", ".join(f"{length * 1000:.0f} ms at {at:.2f} s" for at, length in torn)
                    print(f"start {start + 1}, {state}: {said or 'whole'}", flush=True)
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
