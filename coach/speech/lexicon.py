"""How words are said that a voice gets wrong: a word or a phrase, and the same respelled.

`Lexicon` is pure. `read_lexicons` reads the built-in `lexicon.toml` and the person's own, which
adds to it and wins over it.

A respelling is spoken text; nothing in it is obeyed by an engine. Errors: `BadFile` with every
problem of a file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from coach.errors import BadFile, Problem, refuse
from coach.paths import config_dir, data_root
from coach.source import Document, read
from coach.speech import spawn
from coach.text import for_speech

ENGINES: Final = (*spawn.ENGINES, "avspeech")
MOST: Final = 5_000
LONGEST: Final = 100
"""Characters of a word or of its respelling."""

_WORD: Final = re.compile(r"[^\W_][\w' -]*")


@dataclass(frozen=True)
class Lexicon:
    """Respellings by their word in lower case: for an engine, or under "" for all of them."""

    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def spoken(self, text: str, engine: str) -> str:
        """Return the text with its words as that engine is to be given them."""
        if not self.words:
            return text

        def respelled(found: re.Match[str]) -> str:
            ways = self.words[_folded(found[0])]
            said = ways.get(engine) or ways.get("") or found[0]
            return said[0].upper() + said[1:] if found[0][0].isupper() else said

        return self._pattern.sub(respelled, text)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest = sorted(self.words, key=len, reverse=True)
        words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest)
        return re.compile(rf"(?<![\w'-])(?:{words})(?![\w'-])", re.IGNORECASE)


def own_file() -> Path:
    """Return where the person's own lexicon is, or would be."""
    return config_dir() / "lexicon.toml"


def read_lexicons() -> Lexicon:
    """Return the built-in lexicon with the person's own laid over it."""
    files = (data_root() / "lexicon.toml", own_file())
    return Lexicon({word: ways for file in files if file.exists() for word, ways in _entries(read(file))})


def refuse_wrong(path: Path) -> None:
    """Raise `BadFile` with all that is wrong in a lexicon."""
    _entries(read(path))


def _entries(document: Document) -> tuple[tuple[str, Mapping[str, str]], ...]:
    problems: list[Problem] = []
    entries = []
    if len(document.value) > MOST:
        mend = f"Keep it to {MOST:,}."
        raise BadFile((Problem(document.place(), "too-many", "there are too many words here.", mend),))
    for word, value in document.value.items():
        ways = {"": value} if isinstance(value, str) else value
        said = {engine: _said(way) for engine, way in ways.items()} if isinstance(ways, dict) else None
        problems += _wrong(document, word, said)
        entries.append((_folded(word), said or {}))
    refuse(problems)
    return tuple(entries)


def _said(way: object) -> str:
    """Return the words of a respelling; empty for what is none."""
    return for_speech(way) if isinstance(way, str) and len(way) <= LONGEST else ""


def _wrong(document: Document, word: str, said: Mapping[str, str] | None) -> Iterator[Problem]:
    if len(word) > LONGEST or not _WORD.fullmatch(word):
        message = f"{word[:40]!r} is not a word or a phrase."
        mend = 'Write letters, such as "levator scapulae" = "..."; put a phrase in quotes.'
        yield Problem(document.key_place((word,)), "bad-word", message, mend)
    elif said is None:
        message = f"{word} is not said how to be spoken."
        yield Problem(
            document.place((word,)), "bad-respelling", message, 'Respell it, such as "skap-yoo-luh".'
        )
    else:
        for engine, words in said.items():
            if engine not in ("", *ENGINES):
                message = f"there is no engine {engine[:40]!r}."
                mend = f"There are {', '.join(ENGINES)}."
                yield Problem(document.key_place((word, engine)), "unknown-engine", message, mend)
            elif not words:
                path = (word, engine) if engine else (word,)
                message = f"{word} cannot be said so."
                yield Problem(
                    document.place(path), "bad-respelling", message, 'Respell it, such as "skap-yoo-luh".'
                )


def _folded(word: str) -> str:
    return " ".join(word.lower().split())
