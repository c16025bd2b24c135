"""The length that a session tells is true for the manner it is told in, from its first word on."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lived import ROUTINE, at_home

from coach.config.settings import Settings, load
from coach.cue.estimate import estimate
from coach.cue.full_timeline import total
from coach.cue.script import StepChange, lines_of
from coach.cue.wording import minutes as in_words
from coach.files.paths import data_root
from coach.prepare import Prepared, difficulty_of, prepare, resume_step
from coach.routine.library.library import Library, default
from coach.session.wanted import Wanted, first_words
from coach.time.units import seconds

BUILT_IN = default()
USUAL = load({"rate": 155, "detail": "full", "level": ""}).settings
OTHER: list[dict[str, Any]] = [
    *({"rate": 110}, {"rate": 220}, {"detail": "short"}, {"detail": "quiet"}),
    *({"level": "gentle"}, {"level": "moderate"}, {"level": "strong"}),
]


def opening(prepared: Prepared) -> str:
    return lines_of(prepared.script.welcome()[0].blocks)[0].text


def reckoned(prepared: Prepared, settings: Settings) -> str:
    """Return how long the whole of it takes, in the words of the welcome."""
    length = total(prepared.script, estimate(settings.rate), StepChange(difficulty_of(settings)))
    return f"About {in_words(seconds(length) / 60)}."


@pytest.mark.parametrize("routine", BUILT_IN.names())
def test_in_the_usual_manner_a_routine_keeps_its_own_promise(routine: str) -> None:
    prepared = prepare(Wanted(routine, USUAL), BUILT_IN)

    promise = BUILT_IN.routine(routine).minutes
    assert opening(prepared).endswith(f"About {in_words(promise)}.")


@pytest.mark.parametrize("change", OTHER)
@pytest.mark.parametrize("routine", ["desk-reset", "strength-a", "calm-5"])
def test_in_another_manner_the_length_is_reckoned_for_it(routine: str, change: dict[str, Any]) -> None:
    settings = replace(USUAL, **change)

    prepared = prepare(Wanted(routine, settings), BUILT_IN)

    assert opening(prepared).endswith(reckoned(prepared, settings))


def test_what_was_cut_to_fit_is_told_at_the_length_that_is_left() -> None:
    prepared = prepare(Wanted("strength-a", USUAL, minutes=8), BUILT_IN)

    assert prepared.left_out
    assert opening(prepared).endswith(reckoned(prepared, USUAL))


@pytest.mark.parametrize("routine", BUILT_IN.names())
def test_the_early_first_line_is_the_welcomes_own(routine: str) -> None:
    early = first_words(Wanted(routine, USUAL), BUILT_IN)

    assert [line.text for line in early] == [opening(prepare(Wanted(routine, USUAL), BUILT_IN))]


@pytest.mark.parametrize("change", [*OTHER, {}])
def test_the_early_first_line_is_never_other_words_than_the_welcomes(change: dict[str, Any]) -> None:
    wanted = Wanted("desk-reset", replace(USUAL, **change), without=() if change else ("band",))

    early = [line.text for line in first_words(wanted, BUILT_IN)]

    assert early in ([], [opening(prepare(wanted, BUILT_IN))])


@pytest.mark.parametrize("name", ["  Short   one ", "Short\\u200b one", "\\u001b[31mShort one", "S"])
@pytest.mark.parametrize("minutes", ["1", "2.5", "1.0", "59.6"])
def test_odd_names_and_lengths_make_no_difference_between_the_two(
    tmp_path: Path, name: str, minutes: str
) -> None:
    text = ROUTINE.replace("Short one", name).replace("minutes = 1\n", f"minutes = {minutes}\n")
    library = Library(data_root() / "routines", at_home(tmp_path, text) / "config" / "routines")
    wanted = Wanted("short", USUAL)

    early = first_words(wanted, library)

    assert [line.text for line in early] == [opening(prepare(wanted, library))]


NOW = ("Sit", "Nod", "Turn", "Nod", "Rest")


@pytest.mark.parametrize(
    ("step", "done", "goes_on"),
    [
        (0, [], 0),
        (2, [(0, "Sit"), (1, "Nod")], 2),
        (4, [(0, "Sit"), (3, "Nod")], 4),
        (3, [], 3),
        (9, [], 5),
        (1, [(0, "Turn")], 3),
        (4, [(3, "Turn")], 3),
        (2, [(1, "Rest")], 5),
        (3, [(2, "Nod")], 2),
        (2, [(1, "Shrug")], 0),
        (7, [(6, "Shrug")], 0),
    ],
)
def test_a_session_goes_on_after_what_was_done_last_wherever_that_is_now(
    step: int, done: list[tuple[int, str]], goes_on: int
) -> None:
    assert resume_step(NOW, step, done) == goes_on
