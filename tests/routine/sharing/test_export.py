"""A routine goes from one person to another whole, and changes nothing there that was not shown."""

import time  # noqa: TID251 - how long it takes is what is tested
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from searching import examples

from coach.errors import BadFile, CoachError
from coach.files.document import parse
from coach.files.paths import data_root
from coach.routine.kind import Kind
from coach.routine.library.library import default
from coach.routine.sharing.accept import AcceptResult, accept
from coach.routine.sharing.export import shared_text
from coach.routine.sharing.inspect import Offer, inspect
from coach.routine.sharing.pack import SHARED_KINDS, PackedPart, pack, unpack
from coach.routine.sharing.references import renamed

ROW = """\
# My own way of rowing.
name = "Row"   # short
category = "strengthening"
level = "gentle"
position = ["seated"]
dose = { reps = 8 }

[say]   # what is said
setup = "Sit."
move = \"\"\"
Pull the [band] to you.\"\"\"

# It is easier with another.
[easier]
exercise = 'press'

[source]
kind = "common practice"
"""
PRESS = ROW.replace('"Row"', '"Press"').replace("[easier]\nexercise = 'press'\n", "")
DESK = """\
#:schema ../.schema/routine.schema.json
name = "My desk"
category = "posture"
level = "gentle"
minutes = 5

# First the row.
[[step]]
exercise = "row"
say = "Row now."

[[step]]
repeat = 2
steps = [
  { exercise = "chin-tuck" },  # built in
  { exercise = "row", reps = 3 },
]
"""
FILES = {"exercises/row.toml": ROW, "exercises/press.toml": PRESS, "posture/my-desk.toml": DESK}

Home = Callable[[str], Path]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Go to somebody's home; return the folder of their own routines."""

    def go(whose: str) -> Path:
        monkeypatch.setenv("COACH_HOME", str(tmp_path / whose))
        return tmp_path / whose / "config" / "routines"

    return go


def put(own: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text(text, "utf-8")


def there(own: Path) -> dict[str, str]:
    return {path.relative_to(own).as_posix(): path.read_text("utf-8") for path in own.rglob("*.toml*")}


@pytest.fixture
def sent(home: Home, tmp_path: Path) -> Path:
    """Return a file that one person has shared, at the other's."""
    put(home("ann"), FILES)
    file = tmp_path / "my-desk.toml"
    file.write_text(shared_text(default(), "my-desk"), "utf-8")
    home("ben")
    return file


def taken(file: Path, *, replacing: bool = False) -> AcceptResult:
    return accept(file, inspect(file, default()), replacing=replacing)


def told(offer: Offer) -> dict[str, bool]:
    return {item.part.id: item.differs for item in offer.items}


def test_a_shared_file_holds_the_routine_and_the_exercises_of_ones_own_that_it_leads_to(sent: Path) -> None:
    assert told(inspect(sent, default())) == {"my-desk": False, "row": False, "press": False}
    assert "chin-tuck" in sent.read_text("utf-8")
    assert "[exercise.chin-tuck]" not in sent.read_text("utf-8")


def test_all_arrives_as_it_was_written_with_its_comments(sent: Path, home: Home) -> None:
    done = taken(sent)

    own = home("ben")
    line = "#:schema ../.schema/{}.schema.json\n"
    assert there(own) == {
        "exercises/row.toml": line.format("exercise") + ROW,
        "exercises/press.toml": line.format("exercise") + PRESS,
        "posture/my-desk.toml": DESK,
    }
    assert (done.routine, done.set_aside_paths) == ("my-desk", ())
    assert [step.exercise for step in default().routine("my-desk").exercises()] == ["row", "chin-tuck", "row"]


def test_what_was_brought_in_is_shared_again_in_the_same_words(sent: Path) -> None:
    taken(sent)

    assert shared_text(default(), "my-desk") == sent.read_text("utf-8")


def test_what_is_here_already_is_not_written_again(sent: Path) -> None:
    taken(sent)

    offer = inspect(sent, default())

    assert all(item.same for item in offer.items)
    assert (offer.new_parts, offer.new_id) == ((), "my-desk")


def test_what_differs_comes_in_beside_what_is_here_and_nothing_is_changed(sent: Path, home: Home) -> None:
    own = home("ben")
    mine = {"exercises/row.toml": ROW.replace("reps = 8", "reps = 4")}
    put(own, mine)

    offer = inspect(sent, default())
    done = accept(sent, offer, replacing=False)

    assert told(offer) == {"my-desk": False, "row": True, "press": False}
    assert there(own)["exercises/row.toml"] == mine["exercises/row.toml"]
    assert there(own)["exercises/row-2.toml"].endswith(ROW)
    assert there(own)["posture/my-desk.toml"] == DESK.replace('"row"', '"row-2"')
    assert done.routine == "my-desk"


def test_what_came_in_under_another_name_is_known_again(sent: Path, home: Home) -> None:
    put(home("ben"), {"exercises/press.toml": PRESS.replace("reps = 8", "reps = 4")})
    taken(sent)

    offer = inspect(sent, default())

    assert (offer.new_parts, offer.new_id) == ((), "my-desk")


def test_two_people_with_the_same_ids_keep_both_their_routines(sent: Path, home: Home) -> None:
    own = home("ben")
    mine = {
        name: text.replace("reps = 8", "reps = 5").replace("My desk", "Ben's") for name, text in FILES.items()
    }
    put(own, mine)

    done = taken(sent)

    found = there(own)
    assert {name: found[name] for name in mine} == mine
    assert done.routine == "my-desk-2"
    assert found["posture/my-desk-2.toml"] == DESK.replace('"row"', '"row-2"')
    assert 'exercise = "press-2"' in found["exercises/row-2.toml"]


def test_what_gives_way_is_set_aside(sent: Path, home: Home) -> None:
    own = home("ben")
    put(own, {"exercises/row.toml": "# mine\n" + ROW.replace("reps = 8", "reps = 4")})

    done = taken(sent, replacing=True)

    assert there(own)["exercises/row.toml"].endswith(ROW)
    assert there(own)["exercises/row.toml.old"].startswith("# mine\n")
    assert [path.name for path in done.set_aside_paths] == ["row.toml.old"]


def test_a_change_to_a_built_in_exercise_is_told_with_the_routines_that_use_it(
    home: Home, tmp_path: Path
) -> None:
    lines = (
        (data_root() / "routines" / "exercises" / "chin-tuck.toml").read_text("utf-8").split("[caution]")[0]
    )
    changed = f'{lines}[source]\nkind = "common practice"\n'
    put(
        home("ann"),
        {"exercises/chin-tuck.toml": changed, "exercises/row.toml": ROW, "exercises/press.toml": PRESS},
    )
    put(home("ann"), {"posture/my-desk.toml": DESK})
    file = tmp_path / "shared.toml"
    file.write_text(shared_text(default(), "my-desk"), "utf-8")
    home("ben")

    [item] = inspect(file, default()).differing

    assert item.part.id == "chin-tuck"
    assert len(item.users) > 1
    assert "stop" in item.lost_cautions
    assert taken(file).routine == "my-desk"
    assert default().files_of(Kind.EXERCISE, "chin-tuck")[0] is None, "the built-in one is in force"


def test_an_exercise_of_ones_own_that_would_be_used_is_told(sent: Path, home: Home) -> None:
    tuck = (data_root() / "routines" / "exercises" / "chin-tuck.toml").read_text("utf-8")
    put(home("ben"), {"exercises/chin-tuck.toml": f"# mine\n{tuck}"})

    assert inspect(sent, default()).borrowed == ("chin-tuck",)


def test_nothing_is_written_where_a_file_changed_while_the_person_was_asked(sent: Path, home: Home) -> None:
    offer = inspect(sent, default())
    own = home("ben")
    put(own, {"exercises/row.toml": ROW.replace("reps = 8", "reps = 4")})
    before = there(own)

    with pytest.raises(CoachError, match="changed meanwhile"):
        accept(sent, offer, replacing=True)

    assert there(own) == before


@pytest.mark.parametrize("replacing", [True, False])
def test_where_one_file_cannot_be_written_all_is_as_it_was(sent: Path, home: Home, replacing: bool) -> None:
    own = home("ben")
    put(own, {"exercises/row.toml": ROW.replace("reps = 8", "reps = 4"), "posture": "no folder"})
    before = there(own)

    with pytest.raises(CoachError, match="posture"):
        taken(sent, replacing=replacing)

    assert there(own) == before


def test_a_broken_routine_is_not_shared(home: Home) -> None:
    put(home("ann"), {**FILES, "exercises/press.toml": PRESS.replace("reps = 8", "reps = 0")})

    with pytest.raises(BadFile, match="too small"):
        shared_text(default(), "my-desk")


def packed(**parts: str) -> str:
    files = {"routine": DESK.replace("row", "chin-tuck"), **parts}
    return pack(
        PackedPart(Kind.ROUTINE if key == "routine" else Kind.EXERCISE, "x", text)
        for key, text in files.items()
    )


GOOD = packed()
HEAD = "shared = 1\n"
ROUTINE = GOOD.partition(HEAD)[2]
UNTRUSTED = [
    ("", "not-shared"),
    ("shared = 2\n", "newer-format"),
    ("shared = true\n", "not-shared"),
    (DESK, "not-shared"),
    (HEAD, "too-many"),
    (f"{GOOD}\n[other]\nx = 1\n", "unknown-key"),
    (GOOD.replace("routine.x", 'routine."../../x"'), "file-name"),
    (GOOD.replace("routine.x", 'routine."/etc/passwd"'), "file-name"),
    (GOOD.replace("routine.x", 'routine."a/b"'), "file-name"),
    (GOOD.replace("routine.x", 'routine."a\\u0000b"'), "control-character"),
    (GOOD.replace("routine.x", "routine.con"), "file-name"),
    (GOOD.replace("routine.x", 'routine."X"'), "file-name"),
    (GOOD.replace("routine.x", f"routine.{'x' * 90}"), "file-name"),
    (GOOD.replace("routine.x", 'routine.""'), "file-name"),
    (GOOD.replace("My desk", "My \\u001b[31mdesk"), "control-character"),
    (GOOD.replace("My desk", "My \u202edesk"), "control-character"),
    (GOOD.replace("# First", "# \u202eFirst"), "control-character"),
    (GOOD.replace("My desk", "My \\u200bdesk"), "control-character"),
    (GOOD.replace('"chin-tuck"', '"../chin-tuck"'), "bad-value"),
    (GOOD.replace('"chin-tuck"', '"no-such-thing"'), "unknown-exercise"),
    (GOOD.replace("repeat = 2", "repeat = 2000"), "bad-value"),
    (GOOD + ROUTINE.replace("routine.x", "routine.y"), "too-many"),
    (packed(exercise=PRESS), "stray-exercise"),
    (HEAD + "routine.x = 5\n", "not-shared"),
    (HEAD + "routine = 5\n", "not-shared"),
    (HEAD + "[[routine]]\nx = 1\n", "not-shared"),
    (HEAD + '[routine]\nx = { name = "A" }\n', "not-shared"),
    (GOOD.replace("[routine.x]\n", "").replace(HEAD, HEAD + "[routine]\n"), "too-many"),
    (HEAD + "".join(f"[exercise.a{n}]\nx = 1\n" for n in range(300)) + ROUTINE, "too-many"),
]


@pytest.mark.parametrize(("text", "rule"), UNTRUSTED, ids=[rule for _, rule in UNTRUSTED])
def test_what_a_shared_file_must_not_have_is_refused_at_its_place(
    home: Home, tmp_path: Path, text: str, rule: str
) -> None:
    home("ben")
    file = tmp_path / "shared.toml"
    file.write_bytes(text.encode())

    with pytest.raises(BadFile) as bad:
        inspect(file, default())

    assert rule in {problem.rule for problem in bad.value.problems}
    assert all(0 < problem.place.line <= text.count("\n") + 1 for problem in bad.value.problems)
    assert all(str(problem).isprintable() for problem in bad.value.problems)
    assert not (tmp_path / "ben" / "config").exists()


BOMBS = {
    "ten megabytes": GOOD + "# " + "x" * 10_000_000,
    "ten megabytes of steps": GOOD + "[[routine.x.step]]\nrest = 1\n" * 350_000,
    "as many steps as fit": GOOD + "[[routine.x.step]]\nrest = 1\n" * 30_000,
    "as many headings as fit": GOOD + "".join(f"[exercise.a{n}]\n" for n in range(50_000)),
    "rounds of rounds": GOOD.replace(
        '{ exercise = "chin-tuck" }', "{repeat=20,steps=[" * 2 + "{repeat=20,steps=[{rest=1}]}" + "]}" * 2
    ),
    "rounds too deep": GOOD.replace(
        '{ exercise = "chin-tuck" }', "{repeat=2,steps=[" * 60 + "{rest=1}" + "]}" * 60
    ),
    "lists ten thousand deep": HEAD + "x = " + "[" * 10_000 + "]" * 10_000,
    "tables ten thousand deep": HEAD + "x = " + "{a=" * 10_000 + "1" + "}" * 10_000,
    "a name of ten thousand parts": HEAD + "[" + ".".join(["a"] * 10_000) + "]\nx = 1\n",
    "a key of ten thousand parts": HEAD + ".".join(["a"] * 10_000) + " = 1\n",
    "a word without an end": GOOD.replace("My desk", "x" * 900_000),
    "a number without an end": GOOD.replace("minutes = 5", "minutes = " + "9" * 900_000),
    "a million quotes": GOOD.replace("My desk", '\\"' * 400_000),
    "nothing but characters that are not seen": HEAD + "# " + "\u202e" * 300_000,
    "texts full of characters that are not seen": GOOD.replace("My desk", "\\u202e" * 100_000),
    "nothing but newlines": HEAD + "\n" * 900_000,
    "nothing but brackets": HEAD + "[" * 900_000,
    "bytes of no language": HEAD + "x = 1\n\udcff",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_soon(home: Home, tmp_path: Path, name: str) -> None:
    home("ben")
    file = tmp_path / "bomb.toml"
    file.write_bytes(BOMBS[name].encode("utf-8", "surrogateescape"))
    began = time.process_time()

    with pytest.raises(BadFile) as bad:
        inspect(file, default())

    assert time.process_time() - began < 10
    assert len(str(bad.value)) < 20_000


@pytest.mark.parametrize("made", ["missing", "folder", "circle"])
def test_what_is_no_file_is_refused(home: Home, tmp_path: Path, made: str) -> None:
    home("ben")
    file = tmp_path / "x.toml"
    if made == "folder":
        file.mkdir()
    elif made == "circle":
        file.symlink_to(file)

    with pytest.raises(CoachError, match=r"x\.toml"):
        inspect(file, default())


COMMENTS = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"]), max_size=12)
TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"]), min_size=1, max_size=20
).map(lambda text: f"a {text}")
IDS = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,3}){0,2}", fullmatch=True)


@st.composite
def written(draw: st.DrawFn) -> str:
    """Return some TOML as people write it: comments, blank lines and headings of every kind."""
    lines = [f"name = {quoted(draw(TEXTS))}"]
    for heading in draw(
        st.lists(st.sampled_from(["say", "easier.dose", '"odd name".x', "step"]), unique=True)
    ):
        times = draw(st.integers(1, 3)) if heading == "step" else 1
        for _ in range(times):
            lines += draw(st.lists(st.sampled_from(["", "# note", "  # [say]"]), max_size=2))
            head = f"[[ {heading} ]]" if heading == "step" else f"[{heading}]"
            lines += [
                f"{head} # {draw(COMMENTS)}",
                f"a = {quoted(draw(TEXTS))}",
                'b = """\n[x]\n"""',
                "c.d = [1,\n 2]",
            ]
    return "\n".join(lines) + draw(st.sampled_from(["\n", "\n# the end\n"]))


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@settings(max_examples=examples(80))
@given(
    st.lists(st.tuples(st.sampled_from(SHARED_KINDS), IDS, written()), unique_by=lambda p: p[:2], max_size=5)
)
def test_what_is_packed_comes_out_as_it_was(files: list[tuple[Kind, str, str]]) -> None:
    parts = tuple(PackedPart(kind, name, text) for kind, name, text in files)

    whole = parse(pack(parts).encode(), "shared.toml")

    assert unpack(whole) == parts
    for part in parts:
        assert whole.value[part.kind][part.id] == parse(part.text.encode(), "").value


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80), st.integers(0, len(GOOD)), st.integers(0, 30))
def test_any_change_to_a_shared_file_makes_it_an_offer_or_problems(
    home: Home, tmp_path: Path, new: str, at: int, length: int
) -> None:
    home("ben")
    file = tmp_path / "any.toml"
    file.write_bytes((GOOD[:at] + new + GOOD[at + length :]).encode("utf-8", "replace"))

    try:
        found = len(inspect(file, default()).items)
    except BadFile as bad:
        found = len(bad.problems)

    assert found > 0


@given(IDS)
def test_a_name_is_put_in_the_place_of_another_and_nothing_else_is_changed(new: str) -> None:
    desk, row = PackedPart(Kind.ROUTINE, "x", DESK), PackedPart(Kind.EXERCISE, "row", ROW)

    assert renamed(desk, {"row": new}).text == DESK.replace('"row"', f'"{new}"')
    assert renamed(row, {"press": new}).text == ROW.replace("'press'", f'"{new}"')


def test_rounds_as_deep_as_they_may_be_are_taken_in(home: Home, tmp_path: Path) -> None:
    inner = '{ exercise = "chin-tuck", places = ["left", "right"] }'
    for _ in range(3):
        inner = f"{{ repeat = 2, steps = [{inner}] }}"
    desk = DESK.partition("[[step]]")[0].replace("\n#:schema", "") + f"step = [{inner}]\n"
    put(home("ann"), {"posture/my-desk.toml": desk})
    file = tmp_path / "desk.toml"
    file.write_text(shared_text(default(), "my-desk"), "utf-8")
    home("ben")

    assert taken(file).routine == "my-desk"


def test_a_line_that_names_a_schema_within_a_text_is_a_part_of_it(home: Home, tmp_path: Path) -> None:
    desk = DESK.replace('say = "Row now."', 'say = """\n#:schema x\nRow now."""').replace(
        '"row"', '"chin-tuck"'
    )
    put(home("ann"), {"posture/my-desk.toml": desk})

    text = shared_text(default(), "my-desk")

    assert "\n#:schema x\n" in text
    assert "../.schema" not in text


def test_windows_line_ends_arrive_whole(home: Home, sent: Path) -> None:
    sent.write_bytes(b"\xef\xbb\xbf" + sent.read_bytes().replace(b"\n", b"\r\n"))

    taken(sent)

    data = (home("ben") / "posture" / "my-desk.toml").read_bytes()
    assert data == DESK.replace("\n", "\r\n").encode()
