"""Write down how the natural voice says what sessions begin with, so that it need not look that up.

    python audio/first_words.py            write them to first_words.json
    python audio/first_words.py --check    check that the file is what this would write

The sounds are hibari's, in misaki's alphabet, for the names of the routines and every length that is
announced. Both are as the voice is given them: notation in words, and the words of lexicon.toml respelled.
"""

import json
import sys
from collections.abc import Iterator

from coach.cue import wording
from coach.files.paths import data_root
from coach.routine.library.library import Library
from coach.speech.lexicon import Lexicon, built_in
from coach.speech.start_worker import HIBARI
from coach.speech.voices.natural import VERSION, model_path
from coach.speech.worker.first_words import VERSION_KEY, path
from coach.speech.worker.hibari_driver import Hibari

LONGEST = 90
"""The longest session, in minutes, whose length is written down."""


def sentences() -> Iterator[str]:
    """Yield the sentences that may come first, as a routine has them."""
    for entry in Library(data_root() / "routines").entries():
        yield f"{entry.name}."
    for half_minutes in range(1, 2 * LONGEST + 1):
        yield wording.welcome("", half_minutes / 2).removeprefix(". ")


def encoded() -> str:
    """Return the file's text."""
    voice, lexicon = Hibari(lambda _: {}), Lexicon(built_in())
    voice.prepare()
    texts = dict.fromkeys(lexicon.for_engine(sentence, HIBARI) for sentence in sentences())
    sounds = {sentence: voice.phonemes(sentence) for sentence in texts}
    return json.dumps({VERSION_KEY: VERSION, "sounds": sounds}, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Write or check the file; return the exit code."""
    if not model_path():
        sys.stderr.write("hibari-tts is not here: nothing was done.\n")
        return 0
    if "--check" not in sys.argv[1:]:
        path().write_text(encoded(), "utf-8")
        return 0
    if path().is_file() and path().read_text("utf-8") == encoded():
        return 0
    sys.stderr.write("Not what audio/first_words.py makes: first_words.json. Run it again.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
