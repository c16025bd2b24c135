"""How to say the words that a voice gets wrong: a word or a phrase, and its respelling.

`Lexicon` is pure. `read_lexicons` reads the built-in `lexicon.toml` and the person's own, which
adds to it and wins over it.

A respelling is spoken text; no engine obeys anything in it. Where no respelling helps, the
natural voice takes sounds between two slashes: `{ hibari = "/wˈInd dˈWn/" }`. Errors: `BadFile` with
every problem of a file.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from coach.errors import BadFile, Problem, refuse
from coach.files.document import Document, read, there
from coach.files.paths import config_dir, data_root
from coach.language.letters import unsayable
from coach.language.sanitize import for_speech, for_terminal
from coach.speech import start_worker
from coach.speech.given_sounds import with_sounds
from coach.speech.voices.natural import ALPHABET, SPEECH_SOUNDS

ENGINES: Final = (*start_worker.ENGINES, "avspeech")
MOST_WORDS: Final = 5_000
LONGEST: Final = 100
"""Characters of a word or of its respelling."""

_SOUNDS_PATTERN: Final = re.compile(r"/([^/]+)/")
"""Sounds in the place of a respelling."""
_WORD_PATTERN: Final = re.compile(r"[^\W_][\w' -]*")


@dataclass(frozen=True)
class Lexicon:
    """Respellings by their word in lower case: for an engine, or under "" for all of them."""

    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def for_engine(self, text: str, engine: str) -> str:
        """Return what that engine is given for a written text; a word of the lexicon wins over notation.

        Notation does not get a word that it would change, such as "kg" in "10 kg".
        """
        clean_text = " ".join(for_terminal(text).split())
        protected = self._swallowed_words(clean_text, engine)
        if not protected:
            return self.respelled(for_speech(text), engine)
        marker, replacements = _unused_letters(clean_text), list[str]()

        def hold_word(match: re.Match[str]) -> str:
            if _folded(match[1]) not in protected:
                return match[0]
            replacements.append(self._respell(match[1], engine))
            after_figure = clean_text[: match.start()][-1:].isdigit()
            return f"{' ' * after_figure}{marker}{_letters(len(replacements) - 1)}q"

        words = for_speech(self._written_pattern.sub(hold_word, clean_text))
        placeholder = re.compile(rf"{marker}([a-j]+)q")
        complete = [_number(letters) for letters in placeholder.findall(words)] == [*range(len(replacements))]
        if not complete:  # a word stood in something that is not spoken, such as an engine's command
            return self.respelled(for_speech(text), engine)
        return placeholder.sub(lambda match: replacements[_number(match[1])], self.respelled(words, engine))

    def respelled(self, text: str, engine: str) -> str:
        """Return a text without notation, with its words respelled for that engine."""
        if not self.words:
            return text
        return self._word_pattern.sub(lambda match: self._respell(match[0], engine), text)

    def _swallowed_words(self, clean_text: str, engine: str) -> frozenset[str]:
        """Return the words for this engine that notation would remove at least once."""
        if not self.words:
            return frozenset()
        counts_before = Counter(map(_folded, self._written_pattern.findall(clean_text)))
        if not counts_before:
            return frozenset()
        counts_after = Counter(map(_folded, self._written_pattern.findall(for_speech(clean_text))))
        lost_words = (word for word in counts_before if counts_after[word] < counts_before[word])
        return frozenset(word for word in lost_words if self._spelling(word, engine))

    def _respell(self, word: str, engine: str) -> str:
        respelling = self._spelling(_folded(word), engine) or word
        if engine == start_worker.HIBARI and _SOUNDS_PATTERN.fullmatch(respelling):
            return with_sounds(word, respelling)
        return respelling[0].upper() + respelling[1:] if word[0].isupper() else respelling

    def _spelling(self, word: str, engine: str) -> str:
        spellings = self.words.get(word, {})
        return spellings.get(engine) or spellings.get("") or ""

    @cached_property
    def _word_pattern(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w'-])(?:{self._alternatives})(?![\w'-])", re.IGNORECASE)

    @cached_property
    def _written_pattern(self) -> re.Pattern[str]:
        """Find the words as they are written: also right after a figure, or with an abbreviation's dot."""
        word = rf"(?<![\w'-])(?:{self._alternatives})|(?<=\d)(?=[^\W\d_])(?:{self._alternatives})"
        return re.compile(rf"({word})(?![\w'-])(?:\.(?-i:(?= [a-z\d])))?", re.IGNORECASE)

    @property
    def _alternatives(self) -> str:
        longest = sorted(self.words, key=len, reverse=True)
        return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest)


def own_file() -> Path:
    """Return where the person's own lexicon is, or would be."""
    return config_dir() / "lexicon.toml"


def read_lexicons() -> Lexicon:
    """Return the built-in lexicon with the person's own laid over it."""
    words = built_in()
    return Lexicon(words | dict(_entries(read(own_file())))) if there(own_file()) else Lexicon(words)


def built_in() -> dict[str, Mapping[str, str]]:
    """Return the words that come with coach, as they are written: nothing in them is notation.

    A test checks that. To check it here would take a tenth of the wait for the first word.
    """
    path = data_root() / "lexicon.toml"
    if not there(path):
        return {}
    document = read(path)
    spellings = {
        word: {"": value} if isinstance(value, str) else value for word, value in document.value.items()
    }
    return {_folded(word): spelling for word, spelling in spellings.items()}


def refuse_wrong(path: Path) -> None:
    """Raise `BadFile` with all that is wrong in a lexicon."""
    _entries(read(path))


def _entries(document: Document) -> tuple[tuple[str, Mapping[str, str]], ...]:
    problems: list[Problem] = []
    entries = []
    if len(document.value) > MOST_WORDS:
        mend = f"Keep it to {MOST_WORDS:,}."
        raise BadFile((Problem(document.place(), "too-many", "there are too many words here.", mend),))
    for word, value in document.value.items():
        spellings = {"": value} if isinstance(value, str) else value
        spoken_forms = (
            {engine: _spoken_form(engine, spelling) for engine, spelling in spellings.items()}
            if isinstance(spellings, dict)
            else None
        )
        problems += _problems(document, word, spoken_forms)
        entries.append((_folded(word), spoken_forms or {}))
    refuse(problems)
    return tuple(entries)


def _spoken_form(engine: str, spelling: object) -> str:
    """Return the words of a respelling, or its sounds; empty for what is neither."""
    if not isinstance(spelling, str) or len(spelling) > LONGEST:
        return ""
    return (
        spelling
        if engine == start_worker.HIBARI and _SOUNDS_PATTERN.fullmatch(spelling)
        else for_speech(spelling)
    )


def _problems(document: Document, word: str, spoken_forms: Mapping[str, str] | None) -> Iterator[Problem]:
    if len(word) > LONGEST or not _WORD_PATTERN.fullmatch(word):
        message = f"{word[:40]!r} is not a word or a phrase."
        mend = 'Write letters, such as "levator scapulae" = "..."; put a phrase in quotes.'
        yield Problem(document.key_place((word,)), "bad-word", message, mend)
    elif spoken_forms is None:
        message = f"{word} is not said how to be spoken."
        yield Problem(
            document.place((word,)), "bad-respelling", message, 'Respell it, such as "skap-yoo-luh".'
        )
    else:
        for engine, words in spoken_forms.items():
            if engine not in ("", *ENGINES):
                message = f"there is no engine {engine[:40]!r}."
                mend = f"There are {', '.join(ENGINES)}."
                yield Problem(document.key_place((word, engine)), "unknown-engine", message, mend)
            elif sounds := engine == start_worker.HIBARI and _SOUNDS_PATTERN.fullmatch(words):
                yield from _sound_problems(document, (word, engine), sounds[1])
            elif not words or unsayable(words):
                path = (word, engine) if engine else (word,)
                why = f": no English voice says “{unsayable(words)}”" if words else ""
                message = f"{word} cannot be said so{why}."
                yield Problem(
                    document.place(path), "bad-respelling", message, 'Respell it, such as "skap-yoo-luh".'
                )


def _sound_problems(document: Document, path: tuple[str, str], sounds: str) -> Iterator[Problem]:
    unknown = next((sound for sound in sounds if sound not in ALPHABET), "")
    if unknown or SPEECH_SOUNDS.isdisjoint(sounds):
        why = f": the natural voice has no sound “{unknown}”" if unknown else ""
        mend = f'`coach say --phonemes "{path[0]}"` shows how sounds are written.'
        yield Problem(document.place(path), "bad-sounds", f"{path[0]} cannot be said so{why}.", mend)


def _unused_letters(text: str) -> str:
    """Return letters that are no word and not in the text; they stand for what notation must not touch."""
    marker = "zqj"
    while marker in text.lower():
        marker += "q"
    return marker


def _letters(number: int) -> str:
    return "".join("abcdefghij"[int(figure)] for figure in str(number))


def _number(letters: str) -> int:
    return int("".join(str("abcdefghij".index(letter)) for letter in letters))


def _folded(word: str) -> str:
    return " ".join(word.lower().split())
