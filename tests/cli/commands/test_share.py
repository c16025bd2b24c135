"""`coach share` makes one file of a routine, and `coach import` asks before it brings one in."""

import gzip
import io
import json
import os
import pty
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from called import coach
from lived import clean_env
from terminal import Terminal

from coach.errors import BadFile
from coach.files.document import read, read_input

ROW = """\
name = "Row"
category = "strengthening"
level = "gentle"
position = ["seated"]
dose = { reps = 8 }

[say]
setup = "Sit."
move = "Pull."

[source]
kind = "common practice"
"""
DESK = """\
name = "My desk"
category = "posture"
level = "gentle"
minutes = 5

[[step]]
exercise = "row"
"""


def put(home: Path, row: str = ROW) -> None:
    for name, text in (("exercises/row.toml", row), ("posture/my-desk.toml", DESK)):
        path = home / "config" / "routines" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@pytest.mark.parametrize("out", ["", ".", "./", "/"])
def test_what_is_no_name_of_a_file_is_told(tmp_path: Path, out: str) -> None:
    put(tmp_path)

    ran = coach(tmp_path, "share", "my-desk", "-o", out)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"{out!r} is not the name of a file. Give one, such as my-desk.toml.\n"


def names(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "config" / "routines").rglob("*.toml*"))


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    put(tmp_path / "ann")
    ran = coach(tmp_path / "ann", "share", "my-desk", "-o", str(tmp_path / "desk.toml"))
    assert (ran.returncode, ran.stderr) == (0, "")
    return tmp_path / "desk.toml"


def test_the_check_of_a_shared_file_says_what_it_is_and_what_checks_it(tmp_path: Path, sent: Path) -> None:
    ran = coach(tmp_path / "bob", "check", "--json", str(sent))

    [record] = json.loads(ran.stdout)
    assert (ran.returncode, record["rule"]) == (2, "shared-file")
    assert record["mend"] == "`coach import` with this file's name checks it and brings it in."


def test_one_minute_is_told_as_one(tmp_path: Path) -> None:
    put(tmp_path / "ann")
    file = tmp_path / "ann" / "config" / "routines" / "posture" / "my-desk.toml"
    file.write_text(DESK.replace("minutes = 5", "minutes = 1"))
    sent = tmp_path / "desk.toml"
    coach(tmp_path / "ann", "share", "my-desk", "-o", str(sent))

    ran = coach(tmp_path / "ben", "import", str(sent), "--yes")

    assert ran.stdout.splitlines()[0] == "My desk: posture, gentle, about 1 minute."


def asked(home: Path, answer: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command whose questions are answered at a terminal."""
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    try:
        return subprocess.run(
            [sys.executable, "-m", "coach", *words],
            stdin=theirs,
            env=clean_env(home, {}),
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
    finally:
        os.close(ours)
        os.close(theirs)


def test_without_a_file_the_routine_is_printed_and_nothing_else(tmp_path: Path, sent: Path) -> None:
    ran = coach(tmp_path / "ann", "share", "my-desk")

    assert (ran.stdout, ran.stderr) == (sent.read_text("utf-8"), "")


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path, sent: Path) -> None:
    sent.write_text("mine")

    ran = coach(tmp_path / "ann", "share", "my-desk", "-o", str(sent))

    assert ran.returncode == 2
    assert "is there already" in ran.stderr
    assert sent.read_text() == "mine"


def test_where_nobody_can_be_asked_it_is_shown_and_left_alone(tmp_path: Path, sent: Path) -> None:
    ran = coach(tmp_path / "ben", "import", str(sent))

    assert ran.returncode == 2
    assert "My desk: posture, gentle, about 5 minutes." in ran.stdout
    assert "Give --yes" in ran.stderr
    assert not (tmp_path / "ben" / "config").exists()


@pytest.mark.parametrize(("answer", "written"), [("y", ["my-desk.toml", "row.toml"]), ("", []), ("n", [])])
def test_it_is_brought_in_where_the_answer_is_yes(
    tmp_path: Path, sent: Path, answer: str, written: list[str]
) -> None:
    ran = asked(tmp_path / "ben", answer, "import", str(sent))

    assert ran.returncode == 0, ran.stderr
    assert "Bring it in? [y/N]" in ran.stderr
    assert names(tmp_path / "ben") == written


@pytest.mark.parametrize(
    ("answer", "written"),
    [
        ("b", ["my-desk-2.toml", "my-desk.toml", "row-2.toml", "row.toml"]),
        ("r", ["my-desk.toml", "row.toml", "row.toml.old"]),
        ("y", ["my-desk.toml", "row.toml"]),
    ],
)
def test_what_differs_is_kept_or_set_aside_as_the_answer_says(
    tmp_path: Path, sent: Path, answer: str, written: list[str]
) -> None:
    put(tmp_path / "ben", ROW.replace("reps = 8", "reps = 4"))

    ran = asked(tmp_path / "ben", answer, "import", str(sent))

    assert "differs from yours, which 1 routine here uses" in ran.stdout
    assert names(tmp_path / "ben") == written


def test_a_record_of_what_it_holds_is_printed_for_programs(tmp_path: Path, sent: Path) -> None:
    looked = coach(tmp_path / "ben", "import", str(sent), "--json")
    before = names(tmp_path / "ben")
    ran = coach(tmp_path / "ben", "import", str(sent), "--json", "--yes")

    assert (looked.returncode, looked.stdout, before) == (0, ran.stdout, [])
    record = json.loads(ran.stdout)
    assert [(item["kind"], item["id"], item["differs"]) for item in record["holds"]] == [
        ("routine", "my-desk", False),
        ("exercise", "row", False),
    ]
    assert names(tmp_path / "ben") == ["my-desk.toml", "row.toml"]
    assert coach(tmp_path / "ben", "show", "my-desk").returncode == 0
    assert (tmp_path / "ben" / "config" / "routines" / ".schema" / "routine.schema.json").is_file()


def test_a_file_that_is_not_to_be_trusted_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text('shared = 1\n\n[routine."../x"]\nname = "A"\n')

    ran = coach(tmp_path / "ben", "import", str(file), "--yes")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert f"{file}:3:10: no routine can be called '../x'." in ran.stderr


@pytest.mark.parametrize("name", ["Calm 🧘‍♀️", "Tho\u00adra\u00adcic 👩🏽‍⚕️", "x" * 79])
def test_a_name_with_an_emoji_a_soft_hyphen_or_the_longest_id_goes_all_the_way(
    tmp_path: Path, name: str
) -> None:
    env = {"EDITOR": "true", "VISUAL": ""}
    made = coach(tmp_path / "ann", "new", name, env=env)
    known_as = Path(made.stderr.splitlines()[0].removeprefix("Made ")).stem
    text = coach(tmp_path / "ann", "share", known_as).stdout
    (tmp_path / "sent.toml").write_text(text, "utf-8")

    ran = coach(tmp_path / "ben", "import", str(tmp_path / "sent.toml"), "--yes")

    assert (made.returncode, ran.returncode, ran.stderr) == (0, 0, "")
    assert names(tmp_path / "ben") == [f"{known_as}.toml"]
    assert coach(tmp_path / "ben", "check", known_as).returncode == 0


@pytest.mark.parametrize("name", ["con", "LPT1", "nul.toml", "Aux..."])
def test_a_name_that_windows_has_no_file_for_is_refused_when_it_is_given(tmp_path: Path, name: str) -> None:
    ran = coach(tmp_path, "new", name, env={"EDITOR": "true", "VISUAL": ""})

    assert ran.returncode == 2
    assert "Windows has no file of that name. Use another, such as my-" in ran.stderr
    assert not (tmp_path / "config").exists()


@pytest.mark.parametrize(
    ("file", "spoiled", "place"),
    [
        ("con", "", "con.toml:1:1: no routine that is shared can be called 'con'."),
        ("y" * 81, "", f"{'y' * 81}.toml:1:1: no routine that is shared can be called"),
        ("mine", "My\u200b desk", "mine.toml:1:11: here is a character that cannot be seen (U+200B)."),
        ("mine", "My\\u202e desk", "mine.toml:1:8: here is a character that cannot be seen (U+202E)."),
    ],
)
def test_what_nobody_could_bring_in_is_told_by_check_and_by_share(
    tmp_path: Path, file: str, spoiled: str, place: str
) -> None:
    put(tmp_path)
    text = DESK.replace("My desk", spoiled or "My desk")
    (tmp_path / "config" / "routines" / "posture" / f"{file}.toml").write_text(text, "utf-8")

    checked, ran = coach(tmp_path, "check", file), coach(tmp_path, "share", file)

    assert (checked.returncode, ran.returncode, ran.stdout) == (2, 2, "")
    assert place in checked.stdout
    assert place in ran.stderr


ALONE = ("setsid", "--wait")
"""Runs a command where there is no terminal at all."""


def test_what_is_piped_is_brought_in_where_that_is_said(tmp_path: Path, sent: Path) -> None:
    text = sent.read_text("utf-8")

    unasked = coach(tmp_path / "ben", "import", "-", given=text, before=ALONE)
    before = names(tmp_path / "ben")
    ran = coach(tmp_path / "ben", "import", "-", "--yes", given=text)

    assert (unasked.returncode, before) == (2, [])
    assert "My desk: posture, gentle, about 5 minutes." in unasked.stdout
    assert "Give --yes" in unasked.stderr
    assert (ran.returncode, names(tmp_path / "ben")) == (0, ["my-desk.toml", "row.toml"])


def test_what_is_wrong_in_a_pipe_has_its_place(tmp_path: Path) -> None:
    ran = coach(
        tmp_path / "ben", "import", "-", "--yes", given='shared = 1\n\n[routine."../x"]\nname = "A"\n'
    )

    assert (ran.returncode, ran.stdout) == (2, "")
    assert "input:3:10: no routine can be called '../x'." in ran.stderr


@pytest.mark.parametrize(("answer", "written"), [("y", ["my-desk.toml", "row.toml"]), ("n", [])])
def test_the_terminal_is_asked_while_the_input_is_the_file(
    tmp_path: Path, sent: Path, terminals: type[Terminal], answer: str, written: list[str]
) -> None:
    with terminals(tmp_path / "ben", {}) as terminal:
        terminal.run(f"cat '{sent}' | {sys.executable} -m coach import - && echo do''ne")
        terminal.until("Bring it in? [y/N]:")
        terminal.type(answer, "Enter")
        terminal.until("done")

    assert names(tmp_path / "ben") == written


def archive(name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr(zipfile.ZipInfo(name), "x" * 100)  # without the time: a test's name has it in it
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (archive("my-desk.toml"), "a zip archive"),
        (archive("[Content_Types].xml"), "an Office document"),
        (archive("word/document.xml"), "a Word document"),
        (b"PK\x05\x06" + bytes(18), "a zip archive"),
        (gzip.compress(b"x", mtime=0), "a gzip archive"),
        (b"7z\xbc\xaf\x27\x1c\0", "a 7z archive"),
        (bytes(257) + b"ustar" + bytes(250), "a tar archive"),
        (b"%PDF-1.7\n%\xe2", "a PDF"),
        (b"{\\rtf1\\ansi hello}", "a document of rich text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a picture"),
        (b"\0\0\0\x18ftypheic", "a picture"),
        (b"\xef\xbb\xbf\n <!DOCTYPE html>\n<html>", "a web page"),
        (b"<?xml version='1.0'?>", "an XML file"),
        (b"BEGIN:VCALENDAR\r\n", "a calendar"),
        (b'{\n  "name": "Back",\n', "a JSON file"),
        (b'{"name": "Back"}', "a JSON file"),
        (b"version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer"),
        ('name = "x"'.encode("utf-16-le"), "text in UTF-16"),
        ('name = "x"'.encode("utf-16-be"), "text in UTF-16"),
        (b"\x7fELF\x02\x01\x01" + bytes(9), "a file that is no text"),
        (b"PK\x03\x04" + bytes(2_000_000), "a zip archive"),
    ],
)
@pytest.mark.parametrize("piped", [False, True])
def test_a_file_of_another_kind_is_called_by_its_kind(
    tmp_path: Path, data: bytes, what: str, piped: bool
) -> None:
    file = tmp_path / "desk.toml"
    file.write_bytes(data)

    with pytest.raises(BadFile) as bad:
        read_input(io.BytesIO(data)) if piped else read(file)

    [problem] = bad.value.problems
    assert (problem.rule, problem.message) == ("other-file", f"this is {what}, and no TOML.")
    assert problem.mend


SENT = Path(__file__).parents[2] / "sent"


@pytest.mark.parametrize(("name", "title"), [("emoji", "Morning calm 🧘‍♀️"), ("soft-hyphen", "Morning calm")])
def test_what_others_sent_is_brought_in_as_it_was_meant(tmp_path: Path, name: str, title: str) -> None:
    ran = coach(tmp_path, "import", str(SENT / f"{name}.toml"), "--yes")
    shown = json.loads(coach(tmp_path, "show", "morning-calm", "--json").stdout)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert shown["name"] == title
    assert "\u00ad" not in json.dumps(shown, ensure_ascii=False)


def test_what_windows_has_no_file_for_is_refused_with_another_name(tmp_path: Path) -> None:
    ran = coach(tmp_path, "import", str(SENT / "device.toml"), "--yes")

    assert ran.returncode == 2
    assert (
        "no routine can be called 'con'. Windows has no file of that name. Use another, such as my-con."
        in ran.stderr
    )
