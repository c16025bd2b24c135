"""A device's exact name comes first, then the same in other capitals, then the one that holds the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import CoachError
from coach.sound.device_names import matching_name

NAMES = ("USB Speaker Pro", "USB Speaker", "Headphones", "headphones", "Kopfhörer (Küche)")


@pytest.mark.parametrize(
    ("name", "device"),
    [
        ("USB Speaker", "USB Speaker"),
        ("usb speaker", "USB Speaker"),
        ("  USB   speaker ", "USB Speaker"),
        ("pro", "USB Speaker Pro"),
        ("Headphones", "Headphones"),
        ("headphones", "headphones"),
        ("KOPFHÖRER", "Kopfhörer (Küche)"),
        ("ku\u0308che", "Kopfhörer (Küche)"),
    ],
)
def test_the_exact_name_comes_first_then_other_capitals_then_a_part(name: str, device: str) -> None:
    assert matching_name(name, NAMES) == device


@pytest.mark.parametrize(
    ("name", "alike"), [("usb", "USB Speaker Pro, USB Speaker"), ("HEADPHONES", "Headphones, headphones")]
)
def test_what_fits_more_than_one_is_refused_with_their_names(name: str, alike: str) -> None:
    with pytest.raises(CoachError) as refused:
        matching_name(name, NAMES)

    assert str(refused.value) == (
        f"More than one sound device is called {name!r}: {alike}. Write more of the name."
    )


def test_two_devices_of_one_name_are_one_name() -> None:
    assert matching_name("usb", ["USB Audio", "USB Audio"]) == "USB Audio"


@pytest.mark.parametrize("names", [(), NAMES])
def test_one_that_is_not_there_is_told_with_those_that_are(names: tuple[str, ...]) -> None:
    there = ", ".join(names) or "none at all"

    with pytest.raises(CoachError, match="There is no sound device called 'moon'") as refused:
        matching_name("moon", names)

    assert f"There are: {there}. `coach devices` lists them." in str(refused.value)


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=6), st.data())
def test_each_is_found_by_its_own_name_whatever_that_is(names: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(names))

    assert matching_name(name, names) == name
