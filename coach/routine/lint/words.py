"""The strict check of words: written for the ear, whole, and easy.

Pure. Works on the texts of a file, each with the way to it, whoever says them.

The reading age is that of Flesch and Kincaid (J. P. Kincaid and others, "Derivation of New
Readability Formulas", Naval Technical Training Command, 1975): the grade is 0.39 words a
sentence + 11.8 syllables a word − 15.59, and a child of grade five is ten. Syllables are
counted as groups of vowels: right for 97 in a hundred of the 932 words of the built-in library
that the CMU dictionary has, and 0.7 % too few in all.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from coach.errors import Problem, Severity
from coach.files.document import Document
from coach.files.keys import Keys
from coach.language.grammar import counted
from coach.language.sanitize import reading, without_markup

LONGEST: Final = 20
"""Words of a sentence."""
OLDEST: Final = 10.5
"""Years of reading age for a whole file: about ten."""
ENOUGH: Final = 30
"""Words below which a formula of averages says nothing."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text of a file, and the way to it. `whole`: it is made of sentences."""

    way: Keys
    text: str
    whole: bool = True


def of_words(words: Iterable[Words], document: Document) -> Iterator[Problem]:
    """Yield what is hard to say, hear or understand in the texts of one file."""
    said = tuple(words)
    for each in said:
        yield from _long(each, document)
        yield from _written(each, document)
        yield from _vague(each, document)
    yield from _hard(tuple(each for each in said if each.whole), document)
    yield from _lopsided(said, document)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [part for part in re.split(r"(?<=[.!?])\s+", text.strip()) if part]


def reading_age(said: Sequence[str]) -> float:
    """Return the years of age at which these sentences can be read, about."""
    words = [word for sentence in said for word in _WORD.findall(sentence)]
    if not words:
        return 0.0
    grade = 0.39 * len(words) / len(said) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return grade + 5


def syllables(word: str) -> int:
    """Return about how many syllables an English word has."""
    return max(1, len(_VOWELS.findall(_SILENT.sub("", word.lower()))))


def problem_at(document: Document, way: Keys, words: str, rule: str, said: tuple[str, str]) -> Problem:
    """Return a warning at `words` of the text at `way`. `said`: the message and the mend."""
    return Problem(document.place_of(words, way), rule, *said, Severity.WARNING)


def _long(words: Words, document: Document) -> Iterator[Problem]:
    for sentence in sentences(words.text):
        count = len(sentence.split())
        if count > LONGEST:
            message = f"this sentence has {counted(count, 'word')}, more than an ear keeps."
            yield problem_at(
                document,
                words.way,
                sentence,
                "long-sentence",
                (message, f"Make two of it, of {LONGEST} at most."),
            )


def _written(words: Words, document: Document) -> Iterator[Problem]:
    """Yield what is not said as it is meant: all that may mean two things, else the first that is left."""
    for text, why in _left_in(words.text):
        yield problem_at(document, words.way, text, "written-form", why)


def _left_in(text: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield words of a text that a voice would not say as they are meant, each with message and mend."""
    bracket = _BRACKETS.search(text)
    if bracket or without_markup(text) != text:
        words = bracket[0] if bracket else "<"
        yield words, (f"a bracket, {words}, is not heard.", "Say it in a sentence of its own.")
        return
    spoken = reading(text)
    for unclear in spoken.unclear:
        message = f"“{unclear.words}” can be said in more than one way, so it is left as it is written."
        yield unclear.words, (message, f"{unclear.mend}.")
    if spoken.unclear:
        return
    for kind, pattern, mend in _LEFT:
        for left in pattern.findall(spoken.words):
            if left.lower() not in _FINE:
                message = f"{kind} is said in one way by one voice and in another by the next: {left}."
                yield left, (message, mend)
                return


def _vague(words: Words, document: Document) -> Iterator[Problem]:
    found = _VAGUE.search(words.text)
    if found:
        message = f"“{found[0]}” cannot be seen by who only listens."
        yield problem_at(document, words.way, found[0], "unsaid", (message, "Say what moves, and where to."))


def _hard(said: tuple[Words, ...], document: Document) -> Iterator[Problem]:
    all_ = [(each.way, sentence) for each in said for sentence in sentences(each.text)]
    age = reading_age([sentence for _, sentence in all_])
    if age <= OLDEST or sum(len(sentence.split()) for _, sentence in all_) < ENOUGH:
        return
    way, hardest = max(all_, key=lambda one: reading_age([one[1]]))
    message = f"the words of this file ask for a reading age of {age:.0f}, and this sentence for the most."
    yield problem_at(
        document, way, hardest, "hard-words", (message, "Write shorter words, and shorter sentences.")
    )


def _lopsided(said: tuple[Words, ...], document: Document) -> Iterator[Problem]:
    """Yield the first words of one side where the other is never named."""
    named = {
        side: [(each, found[0]) for each in said if (found := pattern.search(each.text))]
        for side, pattern in _SIDES.items()
    }
    for side, other in (("left", "right"), ("right", "left")):
        if named[side] and not named[other]:
            first, word = named[side][0]
            mend = f'Name the {other} as well, or write sides = "each" and say "one" and "the other".'
            message = f"only the {side} is named in this file."
            yield problem_at(document, first.way, word, "one-sided", (message, mend))


_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_VOWELS: Final = re.compile(r"[aeiouy]+")
_SILENT: Final = re.compile(r"(?:(?<![td])ed|(?<![csxzgh])es|(?<!l)e|(?<=[aeiouy]l)e)$")
_BRACKETS: Final = re.compile(r"[()\[\]{}]")
_FINE: Final = ("hmm", "shh", "ok", "ph")
_VAGUE: Final = re.compile(
    r"\b(?:like this|like so|as shown|see (?:the )?(?:picture|figure|video)|this way|over here)\b", re.I
)
_PART: Final = r"(?:side|arm|hand|leg|foot|knee|hip|shoulder|elbow|ear|neck|rib|wrist|palm|thumb|cheek)"
_SIDES: Final = {
    side: re.compile(rf"\b(?:your|the) {side}\b|\b{side} {_PART}s?\b", re.I) for side in ("left", "right")
}
_LEFT: Final = (
    ("a sign", re.compile(r"[^\w\s.,;:!?'’-]|[_²³¹⁰-⁹₀-₉¼-¾⅐-⅞]"), "Write it as a word."),
    (
        "a figure",
        re.compile(
            r"(?!\d*00\b)\d{5,}|\d{8,}|\b0\d{3,}|(?<!\d)(?!(?:1[5-9]|20)\d0s\b)\d+[^\W\d]\w*|[^\W\d]+\d\w*|\d+(?:[:/-]\d+|\.\d+\.)\S*"
            r"|(?<![\w.])\d[\d.]* [B-HJ-Zb-z]\b(?!['’.]|(?<=p) m\b)|\b[xX] \d+(?! times)"
        ),
        "Write the number as it is said.",
    ),
    (
        "an abbreviation",
        re.compile(
            r"\b[^\W\d_]\.(?: ?[^\W\d_]\.)+|\bq(?!u)[a-zA-Z.]+|\bR\b(?!-)"
            r"|\bL\b(?! (?:\d|shape|sit)|-)|\b[A-Z]{2,}[a-z]{0,3}\b"
            r"|\b[A-Za-z]?[a-z][A-Z]\b|(?<!-)\b[A-Z]-[A-Z]\b(?!-)"
            r"|\b[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ]{2,}\b"
            r"|\b(?:nos|num|ant|post|sup|inf|med|lat|fig|pp?|ex|gr|ca?)\.(?= [a-z\d])"
            r"|\bbid\b(?=$|[.,;:)]| for \d)"
            r"|\b(?:secs?|mins?|reps?|nocte|bilat|glut|appr|approx|incl|esp|resp|ext|abd|rot|deg|alt)\b"
            r"(?:\.(?= [a-z]))?"
        ),
        "Write the words in full.",
    ),
)
