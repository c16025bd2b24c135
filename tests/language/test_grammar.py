"""Counts, articles and lists are said as in English."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.language.grammar import an, counted, listed


@pytest.mark.parametrize(
    ("count", "noun", "words"),
    [
        (1, "minute", "1 minute"),
        (1.0, "minute", "1 minute"),
        (0, "file", "0 files"),
        (2, "step", "2 steps"),
        (0.5, "minute", "0.5 minutes"),
        (1.5, "minute", "1.5 minutes"),
        (1200, "file", "1,200 files"),
        (-1, "day", "-1 days"),
        (1, "slow breath", "1 slow breath"),
    ],
)
def test_a_count_has_its_noun_in_the_right_number(count: float, noun: str, words: str) -> None:
    assert counted(count, noun) == words


@pytest.mark.parametrize(
    ("noun", "words"),
    [
        ("chair", "a chair"),
        ("exercise ball", "an exercise ball"),
        ("Exercise ball", "an Exercise ball"),
        ("Umbrella", "an Umbrella"),
        ("Éclair", "an Éclair"),
        ("Überball", "an Überball"),
        ("hourglass", "an hourglass"),
        ("heirloom", "an heirloom"),
        ("house", "a house"),
        ("uniform", "a uniform"),
        ("unit", "a unit"),
        ("unimportant thing", "an unimportant thing"),
        ("uninflated ball", "an uninflated ball"),
        ("USB lamp", "a USB lamp"),
        ("usual chair", "a usual chair"),
        ("upright chair", "an upright chair"),
        ("one-kilo weight", "a one-kilo weight"),
        ("European plug", "a European plug"),
        ("onesie", "a onesie"),
        ("onerous task", "an onerous task"),
        ("MP3 player", "an MP3 player"),
        ("TV", "a TV"),
        ("L-shaped pillow", "an L-shaped pillow"),
        ("T-bar", "a T-bar"),
        ("LED", "an LED"),
        ("8 kg kettlebell", "an 8 kg kettlebell"),
        ("11-inch ball", "an 11-inch ball"),
        ("18 cm ball", "an 18 cm ball"),
        ("1.5 kg weight", "a 1.5 kg weight"),
        ("2 kg dumbbell", "a 2 kg dumbbell"),
        ("2 tennis balls", "2 tennis balls"),
        ("dumbbells", "dumbbells"),
        ("pair of dumbbells", "a pair of dumbbells"),
        ("box of books", "a box of books"),
        ("towel with stripes", "a towel with stripes"),
        ("mattress", "a mattress"),
        ("cactus", "a cactus"),
        ("lens", "a lens"),
        ("water", "water"),
        ("bottle of water", "a bottle of water"),
        ("massage oil", "massage oil"),
        ("a cushion", "a cushion"),
        ("An old tie", "An old tie"),
        ("your phone", "your phone"),
        ("the wall", "the wall"),
        ("Two books", "Two books"),
        ("", ""),
    ],
)
def test_a_noun_has_its_article(noun: str, words: str) -> None:
    assert an(noun) == words


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([], ""),
        (["one"], "one"),
        (["one", "two"], "one and two"),
        (["one", "two", "three"], "one, two and three"),
    ],
)
def test_words_are_listed_with_a_last_and(words: list[str], text: str) -> None:
    assert listed(words) == text
    assert listed(iter(words), "or") == text.replace(" and ", " or ")


@given(st.text())
def test_an_article_never_changes_the_noun(noun: str) -> None:
    assert re.sub(r"\Aan? (?=.)", "", an(noun), flags=re.DOTALL) in (noun, re.sub(r"\Aan? ", "", noun))


@given(st.one_of(st.integers(), st.floats(allow_nan=False)))
def test_one_alone_is_not_many(count: float) -> None:
    assert counted(count, "day").endswith(" days") == (count != 1)
