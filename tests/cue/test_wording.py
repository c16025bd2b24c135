"""What the coach says of itself is plain English, and short enough to be followed."""

import pytest

from coach.cue import wording
from coach.routine.model import Dose, Reps, Sides
from coach.time.units import Seconds


@pytest.mark.parametrize(
    ("equipment", "said"),
    [
        ((), ""),
        ((("chair",),), "Have a chair at hand."),
        ((("mat",), ("stick", "towel")), "Have a mat and a stick or a towel at hand."),
        ((("wall",),), "Be near a wall."),
        ((("wall",), ("doorway",)), "Be near a wall and a doorway."),
        (
            (("resistance band",), ("wall",), ("mat",), ("doorway",)),
            "Have a resistance band and a mat at hand. Be near a wall and a doorway.",
        ),
        (
            (("Exercise ball",), ("pair of dumbbells",), ("water",), ("hourglass", "uniform weight")),
            "Have an Exercise ball, a pair of dumbbells, water and an hourglass or a uniform weight at hand.",
        ),
    ],
)
def test_what_is_needed_is_said_and_what_to_be_near(
    equipment: tuple[tuple[str, ...], ...], said: str
) -> None:
    assert wording.have(equipment) == said


def test_a_short_list_of_who_should_leave_it_out_is_one_sentence() -> None:
    assert wording.avoid(("a frozen shoulder",)) == "Leave this out with a frozen shoulder."
    assert wording.avoid(("jaw pain", "fever", "a clot")) == "Leave this out with jaw pain, fever or a clot."


def test_a_long_list_of_who_should_leave_it_out_is_two_sentences_with_every_one_in_it() -> None:
    who = tuple(f"the illness {letter}" for letter in "abcdefg")

    said = wording.avoid(who)

    assert said == (
        "Leave this out with the illness a, the illness b, the illness c or the illness d. "
        "Leave it out too with the illness e, the illness f or the illness g."
    )


def test_nobody_to_leave_it_out_is_nothing_to_say() -> None:
    assert wording.avoid(()) == ""


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0.6, "half a minute"),
        (1, "one minute"),
        (1.5, "a minute and a half"),
        (2.24, "two minutes"),
        (3.5, "three and a half minutes"),
        (4.9, "five minutes"),
        (10.6, "eleven minutes"),
    ],
)
def test_a_length_is_said_to_the_half_minute_where_that_matters(minutes: float, said: str) -> None:
    assert wording.minutes(minutes) == said


@pytest.mark.parametrize(
    ("reps", "sets", "said"),
    [(1, 1, "Once."), (2, 1, "Twice."), (4, 1, "Four times."), (2, 3, "Three sets of two.")],
)
def test_how_often_is_said_as_people_say_it(reps: int, sets: int, said: str) -> None:
    work = Reps(reps, (Seconds(3), Seconds(0), Seconds(3)))
    dose = Dose(work, sets, Seconds(0), Seconds(5), Sides.NONE, None, ())

    assert wording.dose(dose) == said
