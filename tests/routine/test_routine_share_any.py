"""Whatever two people have, what one shares does the same at the other's, and changes nothing there."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from searching import examples

from coach.routine.library import Library
from coach.routine.offer import look
from coach.routine.receive import take
from coach.routine.share import shared

IDS = ("pull", "push", "row", "chin-tuck")
"""Names for exercises of one's own; the last one is a built-in one's as well."""

Exercises = dict[str, tuple[int, str | None, str | None]]
"""Of each exercise its repetitions, and the exercises that are its easier and its harder way."""


@st.composite
def homes(draw: st.DrawFn) -> Exercises:
    ids = draw(st.lists(st.sampled_from(IDS), unique=True, min_size=1))
    other = st.sampled_from([None, *ids])
    return {name: (draw(st.integers(1, 3)), draw(other), draw(other)) for name in ids}


def exercise(name: str, reps: int, easier: str | None, harder: str | None) -> str:
    ways = "".join(
        f'\n[{way}]\nexercise = "{other}"  # {way}\n'
        for way, other in (("easier", easier), ("harder", harder))
        if other is not None
    )
    return (
        f'name = "The {name}"\ncategory = "mobility"\nlevel = "gentle"\nposition = "seated"\n'
        f'dose = {{ reps = {reps} }}\n{ways}\n[say]\nsetup = "Sit."\nmove = "Move."\n\n'
        '[source]\nkind = "common practice"\n'
    )


def routine(names: list[str]) -> str:
    steps = "".join(f'\n[[step]]\nexercise = "{name}"  # this\n' for name in names)
    return f'name = "Mine"\ncategory = "mobility"\nlevel = "gentle"\nminutes = 5\n{steps}'


def put(own: Path, exercises: Exercises, steps: list[str]) -> None:
    (own / "exercises").mkdir(parents=True)
    (own / "mobility").mkdir()
    for name, about in exercises.items():
        (own / "exercises" / f"{name}.toml").write_text(exercise(name, *about), "utf-8")
    if steps:
        (own / "mobility" / "mine.toml").write_text(routine(steps), "utf-8")


def does(library: Library, name: str) -> list[object]:
    """Return what a routine asks, with the names of exercises in the place of their ids."""
    steps = [step.exercise for step in library.routine(name).exercises()]
    waiting, known = list(steps), dict[str, object]()
    while waiting:
        exercise = library.exercise(waiting.pop())
        others = [way.exercise for way in (exercise.easier, exercise.harder) if way and way.exercise]
        waiting += [other for other in others if library.exercise(other).name not in known]
        known[exercise.name] = (exercise.dose.reps, [library.exercise(other).name for other in others])
    return [[library.exercise(step).name for step in steps], sorted(known.items(), key=str)]


def there(own: Path) -> dict[str, str]:
    return {path.relative_to(own).as_posix(): path.read_text("utf-8") for path in own.rglob("*.toml")}


@settings(max_examples=examples(60))
@given(ann=homes(), ben=homes(), bens=st.booleans(), data=st.data())
def test_what_is_shared_does_the_same_elsewhere_and_changes_nothing(
    ann: Exercises, ben: Exercises, bens: bool, data: st.DataObject
) -> None:
    steps = data.draw(st.lists(st.sampled_from(sorted(ann)), min_size=1, max_size=3))
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        root = Path(folder)
        put(root / "built-in", {"chin-tuck": (5, None, None)}, [])
        put(root / "ann", ann, steps)
        file, own = root / "shared.toml", root / "config" / "routines"
        from_ann = Library(root / "built-in", root / "ann")
        file.write_text(shared(from_ann, "mine"), "utf-8")
        patch.setenv("COACH_HOME", str(root))
        put(own, ben, [sorted(ben)[0]] if bens else [])
        before = there(own)

        def library() -> Library:
            return Library(root / "built-in", own)

        taken = take(file, look(file, library()), replacing=False, library_now=library)

        assert {name: text for name, text in there(own).items() if name in before} == before
        assert does(library(), taken.routine) == does(from_ann, "mine")
        again = look(file, library())
        assert (again.beside, again.beside_id) == ((), taken.routine)
        assert library().problems() == ()
