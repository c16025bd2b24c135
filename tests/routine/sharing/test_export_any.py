"""Whatever two people have, what one shares does the same at the other's, and changes nothing there."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from searching import examples

from coach.check.check import CheckRequest, check
from coach.errors import CoachError, Severity
from coach.files.document import parse
from coach.files.ids import ID, WORD
from coach.routine.format.templates import exercise_text, file_name, quoted, routine_text
from coach.routine.library.library import Library
from coach.routine.model import Category
from coach.routine.sharing.accept import accept
from coach.routine.sharing.export import shared_text
from coach.routine.sharing.inspect import inspect

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
        file.write_text(shared_text(from_ann, "mine"), "utf-8")
        patch.setenv("COACH_HOME", str(root))
        put(own, ben, [sorted(ben)[0]] if bens else [])
        before = there(own)

        def library() -> Library:
            return Library(root / "built-in", own)

        taken = accept(file, inspect(file, library()), replacing=False, library_now=library)

        assert {name: text for name, text in there(own).items() if name in before} == before
        assert does(library(), taken.routine) == does(from_ann, "mine")
        again = inspect(file, library())
        assert (again.new_parts, again.new_id) == ((), taken.routine)
        assert library().problems() == ()


TEXTS = (
    *("Calm 🧘‍♀️", "👩🏽‍⚕️ and 👨‍👩‍👧", "🏳️‍🌈 flag", "🏴󠁧󠁢󠁥󠁮󠁧󠁿 way", "Nod 🙂‍↔️", "Heart ❤️", "1️⃣ first"),
    *("tho\u00adra\u00adcic", "e\u0301tude", "Übung", "a [b] {c} # d", 'it\'s "so"', "\\ back", "می‌خواهم a"),
    *("\u200b zero", "\u202e turned", "a\u200db", "\u200d", "\ue000 own", "\x7f gone", "#:schema x"),
)
NAMES = st.sampled_from(TEXTS) | st.text(min_size=1, max_size=80)
"""What a person may write, and what comes along from elsewhere: not all of it may be shared."""
PLAIN_IDS = st.from_regex(ID, fullmatch=True).map(lambda name: name[:WORD].rstrip("-"))
LONG_IDS = st.integers(-4, 2).map(lambda more: "x" * (WORD + more))
EVERY_ID = (
    PLAIN_IDS | LONG_IDS | st.sampled_from(["con", "nul", "com1", "lpt9", "aux-1", "1", "2026-01-01", "true"])
)
ENDS = st.sampled_from(["\n", "\r\n"])
ESCAPED = st.booleans()


def written(text: str, *, escaped: bool) -> str:
    """Return a text in quotes, its signs as they are or as escapes."""
    if escaped or any(ord(char) < 32 or ord(char) == 127 for char in text):
        return '"' + "".join(f"\\U{ord(char):08X}" for char in text) + '"'
    return quoted(text)


def renewed(template: str, name: str, comment: str, end: str) -> bytes:
    """Return a template with another name and a comment, in the line ends of another editor."""
    lines = [f"name = {name}" if line.startswith("name = ") else line for line in template.split("\n")]
    note = "".join(char for char in comment if char.isprintable() or char in "\u00ad\u200d\u202e")
    return end.join([*lines, f"# {note}", ""]).encode("utf-8", "replace")


@settings(max_examples=150, deadline=None)
@given(
    ids=st.lists(EVERY_ID, min_size=3, max_size=3, unique=True),
    names=st.lists(NAMES, min_size=3, max_size=3),
    category=st.sampled_from(Category),
    end=ENDS,
    escaped=ESCAPED,
    differs=st.booleans(),
)
def test_whatever_check_takes_is_shared_and_brought_in_as_it_was(
    ids: list[str], names: list[str], category: Category, end: str, escaped: bool, differs: bool
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        root = Path(folder)
        patch.setenv("COACH_HOME", str(root / "ben"))
        put(root / "built-in", {"shoulder-rolls": (5, None, None)}, [])
        ann, ben = root / "ann", root / "ben" / "config" / "routines"
        (ann / "exercises").mkdir(parents=True)
        (ann / category.value).mkdir()
        titles = [written(name, escaped=escaped) for name in names]
        for known_as, title, comment in zip(ids[1:], titles[1:], names, strict=False):
            data = renewed(exercise_text("x", known_as, category), title, comment, end)
            (ann / "exercises" / f"{known_as}.toml").write_bytes(data)
        steps = "".join(f'\n[[step]]\nexercise = "{name}"\n' for name in (*ids[1:], "shoulder-rolls"))
        head = routine_text("x", ids[0], category).partition("[[step]]")[0]
        mine = renewed(head + steps, titles[0], names[0], end)
        (ann / category.value / f"{ids[0]}.toml").write_bytes(mine)

        library = Library(root / "built-in", ann)
        problems = [p for p in check(library, None, CheckRequest()).problems if p.severity is Severity.ERROR]
        try:
            text = shared_text(library, ids[0])
        except CoachError:
            assert problems, "what is checked and good can be shared"
            return
        assert not problems, "what can be shared is good when it is checked"

        file = root / "shared.toml"
        file.write_text(text, "utf-8")
        there = Library(root / "built-in", ben)
        if differs:
            other = exercise_text("Another", ids[1], category)
            (ben / "exercises").mkdir(parents=True)
            (ben / "exercises" / f"{ids[1]}.toml").write_text(other, "utf-8")
        offer = inspect(file, there)
        taken = accept(file, offer, replacing=False, library_now=lambda: Library(root / "built-in", ben))

        arrived = Library(root / "built-in", ben)
        assert does(arrived, taken.routine) == does(library, ids[0])
        assert arrived.routine(taken.routine).name == parse(mine, "").value["name"]
        again = [p for p in check(arrived, None, CheckRequest()).problems if p.severity is Severity.ERROR]
        assert again == []
        assert parse(shared_text(arrived, taken.routine).encode(), "").value["shared"] == 1


@settings(max_examples=200, deadline=None)
@given(name=NAMES | st.sampled_from(["con", "COM1.", "x" * 81, "x" * 80, "Neck & back...", " .toml", "LPT²"]))
def test_whatever_new_makes_is_checked_and_shared(name: str) -> None:
    from coach.routine.editing.create import NewFileRequest, create
    from coach.routine.kind import Kind
    from coach.routine.library.library import default

    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("COACH_HOME", folder)
        try:
            known_as, path = create(default(), NewFileRequest(Kind.ROUTINE, name, None, None))
        except CoachError:
            return

        found = check(default(), frozenset({str(path)}), CheckRequest(strict=True))

        assert [p for p in found.problems if p.severity is Severity.ERROR] == []
        assert f"[routine.{known_as}]" in shared_text(default(), known_as)
        assert file_name(name) == known_as
