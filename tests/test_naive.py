"""Who knows no TOML and does what each mend says, one after another, ends with a file that passes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.check.check import CheckRequest, check, with_files
from coach.errors import BadFile, Problem
from coach.files.document import parse
from coach.files.paths import data_root
from coach.routine.editing.steps import with_changed_value
from coach.routine.format.further_problems import with_further_problems
from coach.routine.format.parse import parse_routine
from coach.routine.kind import Kind
from coach.routine.library.library import Library
from coach.routine.sharing.pack import PackedPart, pack, unpack

HERE = Path(__file__).with_name("naive")
MOST = 60
_LINE = r"((?:\w+) = [^.].*?)\.?$"


def problems(path: Path) -> tuple[Problem, ...]:
    known, only, amiss = with_files(
        lambda others: Library(data_root() / "routines", extra_files=others), [str(path)]
    )
    return check(known, only, CheckRequest(), amiss).problems


def value(lines: list[str], at: int, new: str) -> None:
    lines[at] = re.sub(r"\".*\"", f'"{new}"', lines[at], count=1)


def two(lines: list[str], at: int, first: str, second: str) -> None:
    lines[at : at + 1] = [first, second]


def joined(lines: list[str], at: int) -> None:
    lines[at : at + 2] = [f"{lines[at]} {lines[at + 1].strip()}"]


def key(lines: list[str], at: int, new: str) -> None:
    lines[at] = re.sub(r"[A-Za-z_]+", new, lines[at], count=1)


def named(lines: list[str], at: int, new: str) -> None:
    """Put a word in the place of a key, or of a text where the key is right."""
    if re.match(rf"\W*{new[:-1]}\w*\W*(=|$)", lines[at], re.IGNORECASE):
        key(lines, at, new)
    else:
        value(lines, at, new)


def whole(lines: list[str], at: int, new: str) -> None:
    lines[at] = new


def comment(lines: list[str], at: int) -> None:
    lines[at] = f"# {lines[at]}"


def hold_and_reps(lines: list[str], at: int, hold: str, reps: str) -> None:
    value(lines, at, hold)
    lines.insert(at + 1, f"reps = {reps}")


DOES: list[tuple[str, Callable[..., None]]] = [
    (r"Write (\w+ = \d+) and (\w+ = \d+), without quotes, each on a line of its own\.", two),
    (rf"(?:Write|Keep one number alone:|Write one number.* such as) {_LINE}", whole),
    (r"(?:Put|Write).*(?:such as|:) (\w+ = \d+), and on a line of its own (\w+ = \d+)", two),
    (rf"(?:Put|Write|Leave).*?(?:such as|:) {_LINE}", whole),
    (r"Write (\[\[step\]\]) with two brackets each time\.", whole),
    (r'.*For ".*" write (\w+)\.', value),
    (r"Did you mean (\w+)\?", named),
    (r"Close it with \" on the same line, all in one line.*", joined),
    (r".*put # before the line.*", comment),
    (r'Write "([^"]*)" alone, and reps = (\d+) on a line of its own\.', hold_and_reps),
    (r'Write one time, such as "([^"]*)"\.', value),
    (r'Write "([^"]*)"\.?', value),
    (r"Write small letters.* such as ([a-z0-9-]+)\.", value),
    (r"Nearest: ([a-z0-9-]+).*", value),
]


def followed(lines: list[str], problem: Problem) -> None:
    """Do what a mend says, as it says it."""
    at = problem.place.line - 1
    for pattern, does in DOES:
        found = re.fullmatch(pattern, problem.mend)
        if found is not None:
            does(lines, at, *found.groups())
            return
    pytest.fail(f"nobody could follow this: {problem}")


@pytest.mark.parametrize("name", ["handout", "office"])
def test_the_mends_of_a_naive_file_lead_to_one_that_passes(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.toml"
    lines = (HERE / f"{name}.toml").read_text("utf-8").split("\n")
    seen = list[str]()
    for _ in range(MOST):
        path.write_text("\n".join(lines), "utf-8")
        left = problems(path)
        if not left:
            break
        seen.append(str(left[0]))
        followed(lines, left[0])

    assert left == (), seen


PLACED = [
    # what is written, and where which mend is
    ("minutes = 4,5", [("1:12", "Write minutes = 4.5")]),
    ("dose = { hold = 2,5 }", [("1:21", "dose = { hold = 2.5 }")]),
    ("reps = 1,000", [("1:9", "Write reps = 1000")]),
    ("[step]\nreps = 5\n[[step]]\nreps = 6", [("1:1", "Write [[step]]")]),
    ("[[step]]\nreps = 5\n[step]\nreps = 6", [("3:1", "Write [[step]]")]),
    ("[step]\nreps = 5\n[step]\nreps = 6", [("1:1", "Write [[step]]"), ("3:1", "Write [[step]]")]),
    ("[[step 1]]\nreps = 5", [("1:8", "Write [[step]] alone")]),
    ('[[step]] exercise = "row"', [("1:10", 'Write exercise = "row" on the line below')]),
    ("name = “Off”  # mine", [("1:8", 'Write straight ones: name = "Off"')]),
    ('name = "Off”', [("1:13", 'Write straight ones: name = "Off"')]),
    ("name = „Off“", [("1:8", 'name = "Off"')]),
    ("position = [“seated”, standing]", [("1:13", 'position = ["seated", "standing"]')]),
    ("exercise = shoulder-rolls", [("1:12", 'exercise = "shoulder-rolls"')]),
    ("hold = 5 sec  # long", [("1:10", 'hold = "5 sec"')]),
    ("reps = 10 reps", [("1:11", "Keep one number alone: reps = 10")]),
    ("minutes = 4½", [("1:12", "minutes = 4.5")]),
    ("reps = 3x10", [("1:9", "reps = 10, and on a line of its own sets = 3")]),
    ("tempo = 2–1–3", [("1:10", 'tempo = "2–1–3"')]),
    ('say = "Well done.\nGo back."\nrest = 5 s', [("1:18", "Close it with"), ("3:10", 'rest = "5 s"')]),
    ('name: "x"', [("1:5", 'Write = in place of the colon: name = "x"')]),
    ("name: My own", [("1:5", 'in place of the colon: name = "My own"')]),
    ("- exercise: row", [("1:1", 'Write [[step]] for it, and below that exercise = "row"')]),
    ("---", [("1:1", "Leave it out.")]),
    ("name = 'it's'", [("1:12", 'name = "it\'s"')]),
    ('say = "Say "ah" now."', [("1:13", 'say = "Say \\"ah\\" now."')]),
    ('name "x"', [("1:5", 'Write = between them: name = "x"')]),
    ("// a note", [("1:1", "Write # in place of //.")]),
    ("reps = 5 // a note", [("1:10", "reps = 5  # a note")]),
    ("Note: slowly", [("1:1", "Write # Note: slowly")]),
    ("Do this twice a day.", [("1:1", "Write # before a note")]),
    ("reps = 5\nsets = 2\nreps = 6", [("3:9", "Keep one of the two; the other is in line 1.")]),
    ('name = "x",', [("1:11", 'Leave it out: name = "x"')]),
    ('exercise = "row", reps = 5', [("1:17", "and on a line of its own reps = 5")]),
    ("optional = True", [("1:12", "write optional = true")]),
    ("optional = yes", [("1:12", "write optional = true")]),
    ("at = [9:00, 15:00]", [("1:8", 'Put each value in quotes, such as ["9:00", "15:00"]')]),
    ("volume = 70 %", [("1:13", "Keep one number alone: volume = 70")]),
    ("dose:\n  reps: 8", [("1:1", "Write [dose], with its keys"), ("2:7", "reps = 8")]),
    ("step:\n  exercise: row", [("1:1", "Write [[step]]"), ("2:11", 'colon: exercise = "row"')]),
    ("minutes: 10 min", [("1:8", "in place of the colon: minutes = 10")]),
    ('"name": "Back",', [("1:7", 'in place of the colon: name = "Back"')]),
    ("name = Back,", [("1:8", 'Leave it out: name = "Back"')]),
    ('a = "x"  reps = 10  hold = 5 s', [("1:10", 'a = "x", and on a line of its own reps = 10')]),
    ('minutes: "4" sets: 3', [("1:8", "in place of the colon")]),
    ("minutes = ~10", [("1:11", "Keep one number alone: minutes = 10")]),
    ("reps = about 10 times", [("1:8", "Keep one number alone: reps = 10")]),
    ("reps = ten", [("1:8", 'reps = "ten"')]),
    ("[step\nreps = 5\n[[step]]\nreps = 6", [("1:6", "Write [[step]] alone")]),
    ("[[step]]\nreps = 5\n[step\nreps = 6", [("3:1", "Write [[step]]")]),
    ("[[step]]\nreps = 5\n[step]]\nreps = 6", [("3:1", "Write [[step]]")]),
    ("[Exercise 2: Bird dog]\nreps = 5", [("1:11", "Write [[step]] alone")]),
    ("Minutes = 15 min", [("1:14", "Keep one number alone: Minutes = 15")]),
    (
        'steps = [\n  { exercise: "row", reps: 5 },\n  {"exercise": "row"}\n]',
        [("2:13", 'Write { exercise = "row", reps = 5 },'), ("3:14", 'Write { exercise = "row" }')],
    ),
    ("1. Chin tuck: 10 reps", [("1:1", "Write # before a note: # 1. Chin tuck: 10 reps")]),
    ("2) Rest", [("1:1", "Write # before a note: # 2) Rest")]),
    ("- Rest", [("1:1", "Write # before a note: # - Rest")]),
    ("Chin tuck: 10 reps", [("1:1", "Write # before a note: # Chin tuck: 10 reps")]),
    ("say = “Well done”, she said.", [("1:7", 'say = "“Well done”, she said."')]),
    ("hold = “30” s", [("1:8", 'hold = "30')]),
    ("name = 'cat\nreps = 5", [("1:12", "Close it with ' on the same line.")]),
    ("name = 'cat\nby = 'me'", [("1:12", "Close it with ' on the same line.")]),
    ("# a\fb", [("1:4", "Leave it out.")]),
    ("reps = = five", [("1:8", 'Write one = alone: reps = "five"')]),
    ("rest = 5 s // slowly", [("1:10", 'Write rest = "5 s"  # slowly')]),
    ("reps == 5", [("1:7", "Write one = alone: reps = 5")]),
    ("reps =", [("1:7", "put # before the line")]),
    ("name\u00a0= 5", [("1:5", "Write an ordinary space.")]),
    ("name ＝ 5", [("1:6", "Write = in its place.")]),
    ("\tname = Off", [("1:9", 'name = "Off"')]),
]


@pytest.mark.parametrize(("text", "expected"), PLACED, ids=[text for text, _ in PLACED])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_mistake_has_its_place_and_its_mend(
    text: str, expected: list[tuple[str, str]], end: str
) -> None:
    with pytest.raises(BadFile) as bad:
        parse(f"{text}\n".replace("\n", end).encode(), "x")

    told = [(str(problem.place).removeprefix("x:"), problem.mend) for problem in bad.value.problems]
    assert [place for place, _ in told] == [place for place, _ in expected]
    assert all(words in mend for (_, mend), (_, words) in zip(told, expected, strict=True)), told


@pytest.mark.parametrize(
    ("line", "mend"),
    [
        ('reps = "12"', "reps = 12"),
        ('reps = "3x10"', "Write sets = 3 and reps = 10"),
        ('reps = "10-15"', "Write one number without quotes, such as reps = 10."),
        ('reps = "10 reps"', "reps = 10"),
        ('hold = "20-30 sec"', 'Write one time, such as "20 sec".'),
        ('hold = "5 sec x 10"', 'Write "5 sec" alone, and reps = 10'),
        ('hold = "2,5 s"', 'Write a point for the comma, such as "2.5 s".'),
        ('hold = "1:30"', 'Write "1 min 30 s".'),
        ('sides = "both"', 'For "both" write each.'),
        ('sides = "L/R"', 'For "L/R" write each.'),
        ('side = "each"', "Did you mean sides?"),
        ("Reps = 5", "Did you mean reps?"),
        ('frequency = "2/day"', "`coach remind add` reminds of it."),
        ('resistance = "red band"', "put # before the line to keep it as a note"),
        ('exercise = "Chin Tuck"', "such as chin-tuck."),
    ],
)
def test_what_a_handout_says_has_the_mend_that_leads_to_a_file(tmp_path: Path, line: str, mend: str) -> None:
    name = "" if line.startswith("exercise") else 'exercise = "chin-tuck"\n'
    path = tmp_path / "mine.toml"
    head = 'name = "A"\ncategory = "posture"\nlevel = "gentle"\nminutes = 3\n'
    path.write_text(f"{head}[[step]]\n{name}{line}\n")

    [problem] = problems(path)

    assert mend in problem.mend


def test_all_that_is_wrong_is_told_at_once_as_far_as_it_is_plain_what_was_meant() -> None:
    lines = [problem.place.line for problem in problems(HERE / "office.toml")]

    assert lines == [2, 5, 8, 10, 11, 14, 16, 18, 22]


def test_what_follows_from_a_line_that_is_left_out_is_not_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('name =\ncategory = "posture"\nlevel = "gentle"\nminutes = 3\n[[step]]\nrest = "5 s"\n')

    assert [problem.place.line for problem in problems(path)] == [1]


def test_steps_under_a_heading_in_capitals_are_told_as_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    head = 'name = "A"\ncategory = "posture"\nlevel = "gentle"\nminutes = 3\n'
    path.write_text(f'{head}[[Step]]\nexercise = "chin-tuck"\n')

    [problem] = problems(path)

    assert (problem.place.line, problem.place.column, problem.mend) == (5, 3, "Did you mean step?")


def test_a_key_that_is_called_otherwise_is_not_told_as_missing_too(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        'title = "A"\ntype = "posture"\ndifficulty = "gentle"\ntime = 3\n[[exercises]]\nid = "chin-tuck"\n'
    )

    mends = [problem.mend for problem in problems(path)]

    assert mends == [f"Did you mean {key}?" for key in ("name", "category", "level", "minutes", "step")]


def test_what_newer_toml_allows_is_read_shared_and_changed_alike(tmp_path: Path) -> None:
    data = (HERE / "toml11.toml").read_bytes()
    document = parse(data, "x")

    again = with_changed_value(data, ("step", 1), "reps", 4, "x")

    assert document.value["name"] == "Desk and towel"
    assert [document.place(("step", 0, "steps", 0, key)).line for key in ("exercise", "sets")] == [11, 13]
    assert document.place(("step", 1, "reps")).line == 19
    assert again == data.replace(b"reps = 3", b"reps = 4")
    packed = pack([PackedPart(Kind.ROUTINE, "desk", data.decode())])
    [part] = unpack(parse(packed.encode(), "y"))
    assert parse(part.text.encode(), "z").value == document.value


BITS = (
    *(
        "“",
        "”",
        '"',
        "'",
        '"""',
        ",",
        ":",
        "=",
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        "#",
        "//",
        "\n",
        "\t",
        "\r\n",
    ),
    *(
        "4,5",
        "5 sec",
        "- a: b",
        "---",
        "\u00ad",
        "\u00a0",
        "True",
        "[step]",
        "[[step 1]]",
        "\\",
        "½",
        "–",
        "＝",
    ),
)


@settings(deadline=None)
@given(
    st.sampled_from(["handout", "office", "toml11"]),
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from(BITS), st.integers(0, 4)), min_size=1, max_size=6),
)
def test_whatever_is_typed_into_a_file_is_told_within_it(
    name: str, edits: list[tuple[float, str, int]]
) -> None:
    text = (HERE / f"{name}.toml").read_text("utf-8")
    for where, bit, over in edits:
        at = int(where * len(text))
        text = f"{text[:at]}{bit}{text[at + over :]}"
    lines = text.split("\n")

    try:
        parse(text.encode(), "x")
        told: tuple[Problem, ...] = ()
    except BadFile as bad:
        told = with_further_problems(bad, lambda mended: parse_routine(mended, "x")).problems

    for problem in told:
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
        assert problem.message.endswith(".")
