"""What pydantic finds in any kind of file is told in that file's own words."""

from typing import Annotated, Literal

import pytest
from pydantic import Field, ValidationError

from coach.files.document import parse
from coach.files.keys import Keys
from coach.files.schema_problems import AS_NOTE, Vocabulary, problem, without_echoes
from coach.files.tables import Id, Table


class Pot(Table):
    plant: Id
    soil: Literal["sand", "loam"] = "loam"
    water: Annotated[float, Field(ge=5, le=90, strict=True)] = 5
    word: Annotated[str, Field(max_length=4)] = ""
    pots: list["Pot"] = []  # noqa: RUF012 - pydantic's own


WORDS = Vocabulary(
    key_meant=lambda given, known: "plant" if given == "flower" and "plant" in known else None,
    word_meant=lambda key, given: "loam" if (key, given) == ("soil", "earth") else None,
    count_meant=lambda key, given: "Write water = 7." if given == "seven" else None,
    mend_of_key=lambda given: "Draw it." if given == "picture" else None,
    spoken=("word",),
    times=("water",),
    headed={"plant": "Name the plant."},
    id="fern",
)


def keys_at(_: Keys) -> tuple[str, ...]:
    return tuple(Pot.model_fields)


def told(text: str) -> list[str]:
    document = parse(text.encode(), "a.toml")
    with pytest.raises(ValidationError) as caught:
        Pot.model_validate(document.value)
    rows = without_echoes(list(caught.value.errors(include_url=False)), keys_at, WORDS)
    return [str(problem(row, document, keys_at, WORDS)) for row in rows]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "1:1: plant is missing. Name the plant."),
        ('flower = "fern"', "1:1: there is no key 'flower' here. Did you mean plant?"),
        ('plant = "a"\npicture = 1', "2:1: there is no key 'picture' here. Draw it."),
        (
            'plant = "a"\nzzz = 1',
            f"2:1: there is no key 'zzz' here. It may be plant, soil, water, word, pots, or {AS_NOTE}.",
        ),
        (
            'plant = "Ä Ö"',
            "1:9: plant is not the name of a file. Write small letters, figures and hyphens, such as fern.",
        ),
        (
            'plant = "a"\nsoil = "earth"',
            "2:8: soil cannot be 'earth'. It may be sand, loam. For \"earth\" write loam.",
        ),
        ('plant = "a"\nwater = 100', "2:9: water is too large. Give at most 1.5 min."),
        ('plant = "a"\nwater = "seven"', "2:9: water is not a number. Write water = 7."),
        ('plant = "a"\nword = "ferns"', "2:8: word is longer than 4 characters. Split it into sentences."),
        ('plant = "a"\n[[pots]]\nplant = "b"\nsoil = 1', "4:8: soil cannot be '1'. It may be sand, loam."),
    ],
)
def test_a_mistake_is_told_at_its_place_with_the_mend_of_this_kind_of_file(text: str, words: str) -> None:
    assert told(text) == [f"a.toml:{words}"]
