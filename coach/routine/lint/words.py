"""The strict check of words: they are written for the ear, complete and easy.

Pure. Takes the texts of a file, each with the path to it.

The reading age is that of Flesch and Kincaid (J. P. Kincaid and others, "Derivation of New
Readability Formulas", Naval Technical Training Command, 1975): the grade is 0.39 words a
sentence + 11.8 syllables a word − 15.59, and a child of grade five is ten. Syllables are
counted as groups of vowels: that is right for 97 % of the 932 words of the built-in library that
the CMU dictionary has, and gives 0.7 % too few in all.
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
"""With fewer words than this, a formula of averages says nothing."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text of a file, and the path to it. `whole`: it is made of sentences."""

    path: Keys
    text: str
    whole: bool = True


def of_words(texts: Iterable[Words], document: Document) -> Iterator[Problem]:
    """Yield what is hard to say, hear or understand in the texts of one file."""
    all_words = tuple(texts)
    for words in all_words:
        yield from _long_sentences(words, document)
        yield from _written_forms(words, document)
        yield from _vague_words(words, document)
    yield from _hard_words(tuple(words for words in all_words if words.whole), document)
    yield from _lopsided(all_words, document)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [part for part in re.split(r"(?<=[.!?])\s+", text.strip()) if part]


def reading_age(lines: Sequence[str]) -> float:
    """Return about the age, in years, at which a child can read these sentences."""
    words = [word for line in lines for word in _WORD.findall(line)]
    if not words:
        return 0.0
    grade = 0.39 * len(words) / len(lines) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return grade + 5


def syllables(word: str) -> int:
    """Return about how many syllables an English word has."""
    return max(1, len(_VOWELS.findall(_SILENT_ENDINGS.sub("", word.lower()))))


def problem_at(document: Document, path: Keys, words: str, rule: str, wording: tuple[str, str]) -> Problem:
    """Return a warning at `words` of the text at `path`. `wording`: the message and the mend."""
    return Problem(document.place_of(words, path), rule, *wording, Severity.WARNING)


def _long_sentences(words: Words, document: Document) -> Iterator[Problem]:
    for sentence in sentences(words.text):
        count = len(sentence.split())
        if count > LONGEST:
            message = f"this sentence has {counted(count, 'word')}, more than an ear keeps."
            yield problem_at(
                document,
                words.path,
                sentence,
                "long-sentence",
                (message, f"Make two of it, of {LONGEST} at most."),
            )


def _written_forms(words: Words, document: Document) -> Iterator[Problem]:
    """Yield a problem for each part that can be said in two ways; else for the first other unclear one."""
    for part, wording in _unclear_parts(words.text):
        yield problem_at(document, words.path, part, "written-form", wording)


def _unclear_parts(text: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the parts of a text that a voice may say wrongly, each with message and mend."""
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
    for kind, pattern, mend in _UNCLEAR_FORMS:
        for part in pattern.findall(spoken.words):
            if part.lower() not in _CLEAR_WORDS:
                message = f"{kind} is said in one way by one voice and in another by the next: {part}."
                yield part, (message, mend)
                return


def _vague_words(words: Words, document: Document) -> Iterator[Problem]:
    match = _VAGUE.search(words.text)
    if match:
        message = f"“{match[0]}” cannot be seen by who only listens."
        yield problem_at(document, words.path, match[0], "unsaid", (message, "Say what moves, and where to."))


def _hard_words(all_words: tuple[Words, ...], document: Document) -> Iterator[Problem]:
    sentences_with_paths = [
        (words.path, sentence) for words in all_words for sentence in sentences(words.text)
    ]
    age = reading_age([sentence for _, sentence in sentences_with_paths])
    if age <= OLDEST or sum(len(sentence.split()) for _, sentence in sentences_with_paths) < ENOUGH:
        return
    path, hardest = max(sentences_with_paths, key=lambda pair: reading_age([pair[1]]))
    message = f"the words of this file ask for a reading age of {age:.0f}, and this sentence for the most."
    yield problem_at(
        document, path, hardest, "hard-words", (message, "Write shorter words, and shorter sentences.")
    )


def _lopsided(all_words: tuple[Words, ...], document: Document) -> Iterator[Problem]:
    """Yield a problem at the first words for one side, where no words name the other side."""
    matches = {
        side: [(words, match[0]) for words in all_words if (match := pattern.search(words.text))]
        for side, pattern in _SIDES.items()
    }
    for side, other in (("left", "right"), ("right", "left")):
        if matches[side] and not matches[other]:
            first, word = matches[side][0]
            mend = f'Name the {other} as well, or write sides = "each" and say "one" and "the other".'
            message = f"only the {side} is named in this file."
            yield problem_at(document, first.path, word, "one-sided", (message, mend))


_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_VOWELS: Final = re.compile(r"[aeiouy]+")
_SILENT_ENDINGS: Final = re.compile(r"(?:(?<![td])ed|(?<![csxzgh])es|(?<!l)e|(?<=[aeiouy]l)e)$")
_BRACKETS: Final = re.compile(r"[()\[\]{}]")
_CLEAR_WORDS: Final = ("hmm", "shh", "ok", "ph")
_VAGUE: Final = re.compile(
    r"\b(?:like this|like so|as shown|see (?:the )?(?:picture|figure|video)|this way|over here)\b", re.I
)
_BODY_PART: Final = r"(?:side|arm|hand|leg|foot|knee|hip|shoulder|elbow|ear|neck|rib|wrist|palm|thumb|cheek)"
_SIDES: Final = {
    side: re.compile(rf"\b(?:your|the) {side}\b|\b{side} {_BODY_PART}s?\b", re.I)
    for side in ("left", "right")
}
_UNCLEAR_FORMS: Final = (
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
