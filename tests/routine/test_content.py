"""The built-in library keeps its promises: lengths, numbers in names, doses, cautions and plain words."""

import re
from functools import cache

import pytest

from coach.cue import wording
from coach.cue.estimate import estimate
from coach.cue.full_timeline import parts, total
from coach.cue.lint_timing import promise_holds
from coach.cue.model import Role
from coach.cue.script import Script, TellingOptions, lines_of
from coach.files.paths import data_root
from coach.language import rates
from coach.routine.library.library import Library
from coach.routine.model import Breaths, Cadence, Category, Reps, Time
from coach.routine.plan.plan import PlannedSay, Task, build
from coach.time.units import seconds

LIBRARY = Library(data_root() / "routines")
EXERCISES = sorted(path.stem for path in (data_root() / "routines" / "exercises").glob("*.toml"))
NUMBERS = {"two": 2, "five": 5, "ten": 10, "twenty": 20}

CAUTIONS = {
    "neck": ("neck injury|neck artery",),
    "shoulder": ("shoulder that has dislocated", "frozen shoulder", "shoulder surgery"),
    "bone": ("weak bones|osteoporosis", "long steroid use|spinal fracture"),
    "pressure": ("blood thinners", "blood clot", "damaged skin"),
    "heart": ("heart",),
    "pregnancy": ("pregnancy",),
    "blood-pressure": ("blood pressure",),
    "numbness": ("tingle",),
    "wrist": ("wrists",),
}
"""What an exercise with a tag says of it, as patterns (clinical notes: care codes)."""

UNWANTED = re.compile(r"\b(like this|well done|great|amazing|awesome|cure|heal|you failed)\b", re.I)


@cache
def script(name: str) -> Script:
    routine = LIBRARY.routine(name)
    return Script(build(routine, LIBRARY.exercise), TellingOptions(minutes=routine.minutes))


def length(name: str) -> float:
    """Return the routine's length in minutes, in full detail at 155 words a minute."""
    return seconds(total(script(name), estimate(rates.USUAL))) / 60


def tasks(category: Category) -> list[Task]:
    names = [entry.id for entry in LIBRARY.entries(category)]
    return [step for name in names for step in script(name).plan.steps if isinstance(step, Task)]


def test_nothing_in_the_library_is_a_problem() -> None:
    assert [str(problem) for problem in LIBRARY.problems()] == []


def test_there_are_routines_of_every_category_and_enough_exercises() -> None:
    entries = LIBRARY.entries()

    assert {entry.category for entry in entries} == {category.value for category in Category}
    assert len(entries) >= 14
    assert len(EXERCISES) >= 45


@pytest.mark.parametrize("name", LIBRARY.names())
def test_a_routine_lasts_as_long_as_it_promises(name: str) -> None:
    promise, real = script(name).plan.routine.minutes, length(name)

    assert promise_holds(promise, real), f"promised {promise:g} minutes, lasts {real:.2f}"


@pytest.mark.parametrize("name", LIBRARY.names())
def test_a_number_in_a_routine_s_id_or_name_is_its_minutes(name: str) -> None:
    said = script(name).name.lower().replace("week one", "").replace("-", " ").split()
    in_id = re.findall(r"(?<!week)-(\d+)$", name)

    numbers = [int(figure) for figure in in_id] + [NUMBERS[word] for word in said if word in NUMBERS]

    assert [number for number in numbers if not promise_holds(number, length(name))] == []


def test_desk_reset_is_about_five_minutes_on_a_chair_with_nothing_else() -> None:
    plan = script("desk-reset").plan

    assert 4.5 <= length("desk-reset") <= 5.5
    assert plan.equipment == (("chair",),)
    assert all("seated" in task.exercise.position for task in plan.tasks)
    assert 4 <= len(plan.tasks) <= 5


def test_the_eight_steps_of_the_desk_are_kept_whole() -> None:
    steps = [task.exercise.id for task in script("desk-reset-long").plan.tasks]

    assert steps == [
        *("sitting-reset", "shrug-drop", "chin-tuck", "neck-rotation", "scapular-squeeze"),
        *("seated-thoracic-rotation", "clasp-forward-reach", "shoulder-sigh"),
    ]


def test_strengthening_has_sets_with_a_tempo() -> None:
    doses = [task.as_written.dose for task in tasks(Category.STRENGTHENING)]

    assert any(dose.sets > 1 and isinstance(dose.work, Reps) and sum(dose.work.tempo) > 0 for dose in doses)


def test_massage_has_strokes_to_a_pace_and_a_pressure() -> None:
    doses = [task.as_written.dose for task in tasks(Category.MASSAGE)]

    assert any(isinstance(dose.work, Time) and dose.work.stroke and dose.pressure for dose in doses)


def test_aerobic_work_is_on_a_beat_and_relaxation_on_the_breath() -> None:
    aerobic = [task.as_written.dose.work for task in tasks(Category.AEROBIC)]
    relaxation = [task.as_written.dose.work for task in tasks(Category.RELAXATION)]

    assert any(isinstance(work, Cadence) for work in aerobic)
    assert any(isinstance(work, Breaths) for work in relaxation)


def test_a_lesson_is_spoken_and_ends_with_a_question() -> None:
    for entry in LIBRARY.entries(Category.EDUCATION):
        said = [
            line
            for step in script(entry.id).plan.steps
            if isinstance(step, PlannedSay)
            for line in step.lines
        ]

        assert said[-1].endswith("?"), entry.id


def test_no_routine_asks_for_two_chairs() -> None:
    chairs = {
        name: [item for item in script(name).plan.equipment if any("chair" in words for words in item)]
        for name in LIBRARY.names()
    }

    assert {name: items for name, items in chairs.items() if len(items) > 1} == {}


def test_a_pause_for_thought_in_a_lesson_is_silent() -> None:
    names = [entry.id for entry in LIBRARY.entries(Category.EDUCATION)]

    heard = {
        name: [line.text for part in parts(script(name)) for line in lines_of(part.blocks)] for name in names
    }

    assert [name for name, lines in heard.items() if "Rest." in lines] == []


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_says_the_cautions_that_its_tags_stand_for(name: str) -> None:
    caution = LIBRARY.exercise(name).caution
    if caution is None:
        return
    said = f"{wording.avoid(caution.avoid)} {caution.stop}"

    unsaid = [words for tag in caution.tags for words in CAUTIONS.get(tag, ()) if not re.search(words, said)]

    assert unsaid == []


@pytest.mark.parametrize("name", LIBRARY.names())
def test_every_sentence_is_short_and_calm(name: str) -> None:
    lines = {
        line.text for part in parts(script(name)) for line in lines_of(part.blocks) if line.role is Role.LINE
    }
    sentences = [s for line in lines for s in re.split(r"(?<=[.!?])\s+", line)]

    assert [s for s in sentences if len(s.split()) > 20] == []
    assert [s for s in sentences if UNWANTED.search(s) or "!" in s] == []
