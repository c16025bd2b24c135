"""How fast an engine really speaks: `python bench/calibrate.py [VOICE]`.

Speaks the fixed list of lines with the worker's own engine, at each rate that can be
asked for, trims the clips, and prints the words a minute that come out; then the table
for `coach/speech/voices/voice.py`. Takes a few seconds.
The last column is what the table in force would have given: it is off by more than 7 %
only where the table no longer fits the engine.
"""

import os
import sys
import tempfile
from pathlib import Path

from coach.language import rates
from coach.language.sanitize import for_speech
from coach.speech.voices.installed import chosen
from coach.speech.voices.voice import SESSION_LINES, Voice, rate_for_engine
from coach.speech.worker import clip_signal
from coach.speech.worker.__main__ import Speaker
from coach.speech.worker.make_clip import sound_of
from coach.time.units import RATE

ASKED_RATES = (*range(70, 260, 5), 275, 300, 350, 400, 450)
TARGETS = (rates.SLOWEST, 130, rates.USUAL, 180, 200, rates.FASTEST)


def spoken(speaker: Speaker, voice: Voice, text: str, asked: int, folder: Path) -> clip_signal.Signal:
    raw = folder / "line"
    speaker.speak(text, voice.engine_id, asked, raw)
    sound = clip_signal.trimmed(sound_of(raw))
    raw.unlink()
    return sound


def words_a_minute(speaker: Speaker, voice: Voice, asked: int, folder: Path) -> float:
    lines = [for_speech(line) for line in SESSION_LINES]
    length = sum(len(spoken(speaker, voice, line, asked, folder)) for line in lines) / RATE
    return sum(len(line.split()) for line in lines) / length * 60


def main() -> int:
    voice = chosen(sys.argv[1] if len(sys.argv) > 1 else "auto")
    # pyttsx3 prints a line for each file.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    speaker = Speaker(voice.engine)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = [(asked, words_a_minute(speaker, voice, asked, folder)) for asked in ASKED_RATES]
        for asked, real in table:
            print(f"asked {asked:4}   real {real:6.1f}", file=answers)
        rows = ", ".join(f"({asked}, {real:.0f})" for asked, real in table)
        print(f'"{voice.engine}": ({rows}),', file=answers)
        worst = 0.0
        for wanted in TARGETS:
            real = words_a_minute(speaker, voice, rate_for_engine(voice, wanted), folder)
            worst = max(worst, abs(real / wanted - 1))
            print(f"wanted {wanted}   real {real:6.1f}   {real / wanted - 1:+.1%}", file=answers)
    answers.flush()
    return int(worst > 0.07)


if __name__ == "__main__":
    sys.stdout.flush()
    code = main()
    os._exit(code)
