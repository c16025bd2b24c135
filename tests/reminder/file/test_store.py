"""The file of reminders is a person's own: what is put in or taken out touches nothing else."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from pathlib import Path

import pytest
import tomli
from disks import disk, fill, needs_mount, read_only
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lived import clean_env
from searching import examples

from coach.errors import BadFile, CoachError, UsageError
from coach.files import exclusive_edit
from coach.language.letters import without_soft_hyphens
from coach.reminder.file import store
from coach.reminder.file.store import (
    add,
    create_file,
    free_name,
    load,
    names,
    own_file,
    remove,
    remove_if_unwritten,
    stamp,
)

DESK = {"routine": "desk-reset", "at": ["10:30", "15:00"], "days": "mon-fri"}
posix = pytest.mark.skipif(os.name != "posix", reason="these are no files of this system")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    (tmp_path / "config").mkdir()
    return tmp_path


def own(text: str) -> Path:
    own_file().write_bytes(text.encode())
    return own_file()


def left() -> list[str]:
    return sorted(path.name for path in own_file().parent.iterdir())


def test_without_a_file_there_are_no_reminders() -> None:
    assert (load().reminders, load().broken, load().trouble, stamp(), names()) == ((), None, "", None, ())


def test_the_first_reminder_makes_the_file_and_says_in_it_how_one_is_written() -> None:
    path = add("desk", DESK)

    text = path.read_text("utf-8")
    assert text.startswith("#:schema routines/.schema/reminders.schema.json\n# Your reminders.")
    assert text.endswith(
        '\n\n[reminder.desk]\nroutine = "desk-reset"\nat = ["10:30", "15:00"]\ndays = "mon-fri"\n'
    )
    [reminder] = load().reminders
    assert (reminder.name, reminder.routine, reminder.rule.at) == (
        "desk",
        "desk-reset",
        (time(10, 30), time(15)),
    )


def test_the_example_at_the_top_of_a_new_file_is_good_once_its_marks_are_taken_away() -> None:
    create_file()
    lines = [
        line.removeprefix("#   ") for line in own_file().read_text("utf-8").splitlines() if "#   " in line
    ]

    own("\n".join(lines))

    [reminder] = load().reminders
    assert reminder.note == "By the window."
    assert load().broken is None


def test_a_file_is_begun_once_and_never_over_another() -> None:
    assert create_file()
    own("# mine\n")

    assert not create_file()
    assert own_file().read_text() == "# mine\n"


PIECES = st.lists(
    st.sampled_from(
        [
            "# a note\n",
            "\n",
            "[reminder]\n",
            '[reminder.a]\nroutine = "chin"\nat = "9:00"   # early\n# days = "mon"\n',
            '[reminder.b]\n\n# which\ncategory = "posture"\nat = [\n  "9:00", # one\n  "10:00",\n]\n\n',
            '[reminder.c]\nroutine = "x"\nat = 10:30:00\nnote = """\n# no comment\n[reminder.z]\n"""\n',
            '\n# The evening one.\n[reminder.d]\nroutine = "x"\nevery = "2 h"\n',
        ]
    ),
    max_size=6,
    unique=True,
).map("".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(60))
@given(PIECES, st.booleans(), st.booleans(), st.booleans())
def test_adding_and_removing_leaves_every_other_byte(text: str, crlf: bool, bom: bool, ended: bool) -> None:
    text = text if ended else text.rstrip("\n")
    data = b"\xef\xbb\xbf" * bom + (text.replace("\n", "\r\n") if crlf else text).encode()
    own_file().write_bytes(data)
    before = {reminder.name: reminder for reminder in load().reminders}

    add("new", DESK)
    longer = own_file().read_bytes()
    both = {reminder.name: reminder for reminder in load().reminders}
    remove("new")

    after = own_file().read_bytes()
    assert longer.startswith(data)
    assert both.keys() == {*before, "new"}
    assert {name: both[name] for name in before} == before
    assert load().reminders == tuple(before.values())
    if text.endswith("\n"):
        assert after == data
    elif text:
        assert after == data + (b"\r\n" if b"\n" in data and crlf else b"\n")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(60))
@given(PIECES, st.booleans(), st.data())
def test_a_reminder_that_is_removed_takes_its_own_lines_alone(
    text: str, crlf: bool, data: st.DataObject
) -> None:
    own_file().write_bytes((text.replace("\n", "\r\n") if crlf else text).encode())
    before = load().reminders
    if not before:
        return
    gone = data.draw(st.sampled_from(before))

    remove(gone.name)

    lines, new = text.split("\n"), own_file().read_text("utf-8").split("\n")
    same = next((at for at, (a, b) in enumerate(zip(lines, new, strict=False)) if a != b), len(new))
    assert new[same:] == lines[len(lines) - len(new[same:]) :]
    assert load().reminders == tuple(each for each in before if each != gone)
    assert load().broken is None


@pytest.mark.parametrize(
    "text",
    [
        '[reminder]\n# x\ndesk = { routine = "a", at = "1:00" }\nneck = { routine = "b", at = "1:00" } # y\n',
        'reminder.desk.routine = "a"\nreminder.desk.at = "1:00"\nreminder.neck.at = "2:00"\n',
        'reminder = { desk = { routine = "a", at = "1:00" }, neck = { routine = "b", at = "1:00" } }\n',
    ],
)
def test_a_reminder_is_removed_however_it_is_written(text: str) -> None:
    own(text)

    was = remove("desk")

    assert was == {"routine": "a", "at": "1:00"}
    assert names() == ("neck",)
    assert ("# y" in own_file().read_text("utf-8")) is ("# y" in text)


def test_a_file_that_was_made_for_nothing_is_taken_back_and_one_that_somebody_wrote_in_is_not(
    home: Path,
) -> None:
    create_file()
    assert remove_if_unwritten()
    assert not own_file().exists()

    create_file()
    add("desk", {"routine": "desk-reset", "at": "9:00"})

    assert not remove_if_unwritten()
    assert names() == ("desk",)


@posix
def test_nobody_takes_a_file_back_in_which_another_is_about_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exclusive_edit, "PATIENCE_S", 0.2)
    create_file()

    with (
        exclusive_edit.folder_lock(own_file()),
        pytest.raises(CoachError, match="Another coach has been changing"),
    ):
        remove_if_unwritten()

    assert own_file().exists()


def test_one_that_cannot_be_added_safely_is_refused_and_the_file_is_as_it_was() -> None:
    text = 'reminder = { desk = { routine = "a", at = "1:00" } }\n'
    own(text)

    with pytest.raises(CoachError, match="could not be changed safely and is as it was"):
        add("new", DESK)

    assert own_file().read_text("utf-8") == text
    assert left() == ["reminders.toml"]


def test_nothing_is_added_to_a_file_that_is_wrong_and_all_is_said() -> None:
    path = own('[reminder.a]\nroutine = "x"\nat = "25:00"\ndays = "never"\n')
    before = path.read_bytes()

    with pytest.raises(BadFile) as caught:
        add("new", DESK)

    assert [problem.place.line for problem in caught.value.problems] == [3, 4]
    assert path.read_bytes() == before


def test_what_is_wrong_with_a_new_one_is_said_without_a_place() -> None:
    with pytest.raises(UsageError) as caught:
        add("new", {"routine": "desk-reset", "at": ["25:00"], "window": "1 s"})

    assert str(caught.value).splitlines() == [
        '"25:00" is not a time of the day. An hour is 0 to 23.',
        "Window is too small. Give at least 5 min.",
    ]
    assert left() == []


@pytest.mark.parametrize("name", ["Desk", "a b", "", "../x", "x" * 81, "a\n[reminder.b]", 'a"'])
def test_a_name_that_is_none_is_refused_and_nothing_is_written(name: str) -> None:
    with pytest.raises(UsageError, match="No reminder can be called"):
        add(name, DESK)

    assert left() == []


def test_a_name_is_not_taken_twice() -> None:
    add("desk", DESK)

    with pytest.raises(UsageError, match="There is a reminder desk already"):
        add("desk", DESK)

    assert free_name("desk") == "desk-2"
    add("desk-2", DESK)
    assert free_name("desk") == "desk-3"
    assert free_name("neck") == "neck"


@given(st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(60))
def test_a_note_comes_back_as_it_was_whatever_is_in_it(note: str) -> None:
    own_file().unlink(missing_ok=True)

    add("desk", {**DESK, "note": note, "until": date(2199, 12, 31), "speak": False})

    [reminder] = load().reminders
    seen = without_soft_hyphens(note)
    assert (reminder.note, reminder.speak, reminder.rule.until) == (seen, False, date(2199, 12, 31))
    assert "\x1b" not in own_file().read_text("utf-8")


def test_a_wrong_reminder_is_removed_though_others_are_wrong_too() -> None:
    own('[reminder.a]\nroutine = 5\n\n[reminder.b]\nat = "25:00"\n')

    remove("a")

    assert own_file().read_text("utf-8") == '[reminder.b]\nat = "25:00"\n'


def test_one_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"there are none\. `coach remind add` makes one"):
        remove("desk")
    add("desk", DESK)

    with pytest.raises(UsageError, match=r"Did you mean desk\?"):
        remove("dsk")


def test_while_the_file_is_wrong_the_last_good_one_is_in_force() -> None:
    add("desk", DESK)
    good = load().reminders
    own("[reminder.desk]\nroutine = \n")

    loaded = load()

    assert loaded.reminders == good
    assert isinstance(loaded.broken, BadFile)
    assert loaded.trouble.startswith(f"{own_file()}:2:11: ")
    assert loaded.trouble.endswith(
        "Your last good reminders are in force until you mend it: coach remind edit"
    )


def test_what_was_removed_does_not_come_back_with_a_mistake() -> None:
    add("desk", DESK)
    add("neck", DESK)
    load()
    remove("desk")

    own(own_file().read_text("utf-8") + "x")

    assert [reminder.name for reminder in load().reminders] == ["neck"]


def test_a_file_that_was_never_good_has_none_in_force_and_says_so() -> None:
    own("x = 1\ny = 2\n")

    loaded = load()

    assert loaded.reminders == ()
    assert loaded.trouble.endswith("(1 more like it.) No reminder comes until you mend it: coach remind edit")


def test_a_file_that_was_taken_away_leaves_no_reminders() -> None:
    add("desk", DESK)
    load()

    own_file().unlink()

    assert (load().reminders, load().broken) == ((), None)


def test_a_last_good_version_that_is_good_no_more_is_no_trouble() -> None:
    add("desk", DESK)
    store.last_good_file().write_bytes(b"\xff\xfe")
    own("x")

    assert load().reminders == ()


def test_a_routine_that_is_not_there_is_a_warning_and_the_reminder_stays() -> None:
    own('[reminder.a]\nroutine = "desk-rest"\nat = "1:00"\n')

    loaded = load()

    assert [reminder.name for reminder in loaded.reminders] == ["a"]
    assert [problem.rule for problem in loaded.problems] == ["unknown-routine"]
    assert loaded.broken is None


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe[\x00r\x00",
        b"\x00" * 100,
        b"x" * 1_000_001,
        b"[reminder.a]\nat = '\xe9'\n",
        b"[reminder.a]\n" * 2,
    ],
    ids=["utf-16", "nought", "a megabyte", "latin-1", "twice"],
)
def test_bytes_that_are_no_reminders_are_told_and_left_as_they_are(data: bytes) -> None:
    add("desk", DESK)
    good = load().reminders
    own_file().write_bytes(data)

    loaded = load()

    assert loaded.reminders == good
    assert isinstance(loaded.broken, BadFile)
    for change in (lambda: add("new", DESK), lambda: remove("desk")):
        with pytest.raises(CoachError):
            change()
    assert own_file().read_bytes() == data


def a_folder(path: Path) -> None:
    path.mkdir()


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_circle(path: Path) -> None:
    path.symlink_to(path)


def a_link_to_nothing(path: Path) -> None:
    path.symlink_to(path.with_name("nothing"))


@posix
@pytest.mark.parametrize("put", [a_folder, a_pipe, a_circle, a_link_to_nothing])
def test_what_stands_in_the_files_place_is_told_and_the_last_good_one_is_in_force(put: object) -> None:
    assert callable(put)
    add("desk", DESK)
    good = load().reminders
    own_file().unlink()
    put(own_file())

    loaded = load()

    assert loaded.reminders == good
    assert loaded.broken is not None
    assert not create_file()
    assert names() == ()
    for change in (lambda: add("new", DESK), lambda: remove("desk")):
        with pytest.raises(CoachError):
            change()


@posix
def test_a_link_is_kept_and_the_file_that_it_leads_to_is_changed(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("# mine\n")
    real.chmod(0o640)
    own_file().symlink_to(real)

    add("desk", DESK)

    assert own_file().is_symlink()
    assert real.read_text().startswith("# mine\n\n[reminder.desk]\n")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_the_stamp_changes_whenever_the_file_does() -> None:
    stamps = [stamp()]
    add("desk", DESK)
    stamps.append(stamp())
    own_file().write_text(own_file().read_text() + "#")
    stamps.append(stamp())
    remove("desk")
    stamps.append(stamp())

    assert len(set(stamps)) == 4
    assert stamp() == stamps[-1]


def test_reminders_that_are_added_at_once_are_all_kept() -> None:
    code = "import sys; from coach.reminder.file.store import add\n"
    code += "add(sys.argv[1], {'routine': 'a', 'at': '1:00'})"

    def run(number: int) -> int:
        words = [sys.executable, "-c", code, f"r{number}"]
        env = clean_env(Path(os.environ["COACH_HOME"]), {})
        return subprocess.run(words, env=env, capture_output=True, check=False).returncode

    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(run, range(6)))

    assert sorted(names()) == [f"r{number}" for number in range(6) if codes[number] == 0]
    assert 0 in codes


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with disk(tmp_path / "disk", "256k") as folder:
        monkeypatch.setenv("COACH_HOME", str(folder))
        add("desk", DESK)
        yield folder


@needs_mount
def test_on_a_full_disk_the_file_is_as_it_was(small: Path) -> None:
    before = own_file().read_bytes()
    fill(small)

    with pytest.raises(CoachError, match="Free some space on this disk"):
        add("new", DESK)
    with pytest.raises(CoachError, match="Free some space on this disk"):
        remove("desk")

    assert own_file().read_bytes() == before
    assert left() == ["reminders.toml"]
    assert [reminder.name for reminder in load().reminders] == ["desk"]


@needs_mount
def test_on_a_disk_that_is_read_only_the_file_is_read_and_not_changed(small: Path) -> None:
    read_only(small)

    with pytest.raises(CoachError, match="read-only"):
        add("new", DESK)

    assert [reminder.name for reminder in load().reminders] == ["desk"]


def test_ten_thousand_reminders_take_one_more_never() -> None:
    own("".join(f'[reminder.r{number}]\nroutine = "a"\nat = "1:00"\n' for number in range(10_000)))

    with pytest.raises(UsageError, match="10,000 reminders, and there can be no more"):
        add("new", DESK)

    assert tomli.loads(own_file().read_text("utf-8"))["reminder"].keys() == set(names())
    assert len(names()) == 10_000
