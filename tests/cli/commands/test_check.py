"""`coach check` on real files: what is wrong, where, and how to mend it, whatever the bytes are."""

import json
import os
import re
import sys
from pathlib import Path

import pytest
from called import coach
from checkable import DAY, LIFT, PRESS, at
from terminal import Terminal

OWN = Path("config") / "routines"
PLACE = re.compile(r"^(.+?):(\d+):(\d+): (error|warning): (.+) \[([a-z-]+)\]$")


def own(home: Path, **files: str) -> Path:
    """Write a library of the person's own, and return their home."""
    at(home / OWN, **files)
    return home


def test_a_mistake_is_shown_with_its_line_a_caret_and_the_nearest_right_name(tmp_path: Path) -> None:
    ran = coach(own(tmp_path, day=DAY.replace("reps = 6", "rep = 6")), "check")

    assert ran.returncode == 2
    assert ran.stderr == ""
    heading, blank, place, line, caret, mend, *_, total = ran.stdout.splitlines()
    assert (heading, blank) == ("Errors:", "")
    assert place.endswith("day.toml:14:1: there is no key 'rep' here. (unknown-key)")
    assert line == "    14 | rep = 6"
    assert caret == "       | ^"
    assert mend == "    Did you mean reps?"
    assert total.endswith("1 error, 0 warnings.")


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    home = own(
        tmp_path,
        day=DAY.replace("reps = 6", "rep = 6").replace('"press"', '"pres"').replace("strength", "strenth"),
        lift=LIFT.replace('"2-1-3"', '"2-x"').replace("gentle", "gentel"),
    )

    records = json.loads(coach(home, "check", "--json").stdout)

    found = {(Path(record["file"]).name, record["rule"]) for record in records}
    assert found == {
        ("day.toml", "unknown-key"),
        ("day.toml", "unknown-word"),
        ("day.toml", "unknown-exercise"),
        ("lift.toml", "bad-value"),
        ("lift.toml", "unknown-word"),
    }


def test_problems_of_one_place_keep_the_order_of_the_format(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("# to be written\n")

    records = json.loads(coach(tmp_path, "check", "--json", str(tmp_path / "mine.toml")).stdout)

    missing = [record["message"].split()[0] for record in records]
    assert missing == ["name", "category", "level", "minutes", "step"]
    assert [record["mend"] for record in records][-2:] == [
        "Add a line minutes = …",
        "Write [[step]] for each step, with its keys on the lines below.",
    ]


def test_no_name_is_not_the_folder_that_somebody_is_in(tmp_path: Path) -> None:
    ran = coach(tmp_path, "check", "")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("There is no routine called ''.")


TEN = """\
nam = "Ten mistakes"
category = "postre"
level = "gentel"
minutes = "5"
summary = "A file to mend."

[[step]]
exercise = "chin-tuk"
reps = 0

[[step]]
exercise = "shoulder-rolls"
hold = "5 secnds"

[[step]]
exercise = "scapular-squeeze"
reps = 4
duration = "1 min"

[[step]]
repeat = 2
steps = [{ exercise = "wall-angel", rep = 3 }]

[[step]]
say = ""
"""
MENDED = [
    (1, 1, "Did you mean name?", ("nam ", "name ")),
    (2, 12, "Did you mean posture?", ("postre", "posture")),
    (3, 9, "Did you mean gentle?", ("gentel", "gentle")),
    (4, 11, "Write it without quotes, such as minutes = 5.", ('"5"', "5")),
    (8, 12, "Nearest: chin-tuck.", ("chin-tuk", "chin-tuck")),
    (9, 8, "Give at least 1.", ("reps = 0", "reps = 1")),
    (13, 8, 'Write "seconds" for "secnds".', ("secnds", "seconds")),
    (18, 1, "Keep one of them.", ('duration = "1 min"\n', "")),
    (22, 37, "Did you mean reps?", ("rep =", "reps =")),
    (25, 7, "Write words, or leave the key out.", ('say = ""', 'say = "Well done."')),
]


def test_a_file_with_ten_mistakes_is_mended_with_what_is_printed_alone(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(TEN)
    records = json.loads(coach(tmp_path, "check", "--json", str(file)).stdout)

    text = TEN
    for _, _, _, (wrong, right) in MENDED:
        assert text.count(wrong) == 1
        text = text.replace(wrong, right)
    file.write_text(text)
    mended = coach(tmp_path, "check", str(file))

    assert [(r["line"], r["column"], r["mend"]) for r in records] == [row[:3] for row in MENDED]
    assert (mended.returncode, mended.stdout) == (0, "1 file checked: nothing is wrong.\n")


def test_a_unit_that_is_nearly_right_is_told_the_nearest(tmp_path: Path) -> None:
    home = own(tmp_path, day=DAY.replace('"30 s"', '"30 secnds"'))

    [record] = json.loads(coach(home, "check", "--json", str(home / OWN / "day.toml")).stdout)

    assert (record["line"], record["column"]) == (10, 8)
    assert record["mend"] == 'Write "seconds" for "secnds".'


def test_a_record_has_the_seven_fields_and_a_file_that_a_program_can_open(tmp_path: Path) -> None:
    home = own(tmp_path, day=DAY.replace("reps = 6", "rep = 6"))

    [record] = json.loads(coach(home, "check", "--json", str(home / OWN / "day.toml")).stdout)

    assert Path(record.pop("file")).read_text("utf-8") == DAY.replace("reps = 6", "rep = 6")
    assert record == {
        "line": 14,
        "column": 1,
        "severity": "error",
        "rule": "unknown-key",
        "message": "there is no key 'rep' here.",
        "mend": "Did you mean reps?",
    }


def test_the_form_for_editors_is_a_line_a_problem(tmp_path: Path) -> None:
    home = own(
        tmp_path, day=DAY.replace("reps = 6", "rep = 6"), press=PRESS.replace("one palm", "one (1) palm")
    )

    ran = coach(home, "check", "--strict", "--format", "editor", str(home / OWN))

    rows = [PLACE.match(line) for line in ran.stdout.splitlines()]
    assert all(rows)
    assert {row[6] for row in rows if row} >= {"unknown-key", "written-form"}
    assert all(Path(row[1]).is_file() for row in rows if row)


def test_warnings_come_apart_and_leave_with_one_where_the_check_is_strict(tmp_path: Path) -> None:
    home = own(tmp_path, press=PRESS.replace('end = "Lower your hand."\n', ""))

    plain = coach(home, "check", str(home / OWN))
    strict = coach(home, "check", "--strict", str(home / OWN))

    assert (plain.returncode, plain.stdout) == (0, "3 files checked: nothing is wrong.\n")
    assert strict.returncode == 1
    assert strict.stdout.startswith("Warnings:\n")


def test_a_broken_file_is_seen_as_it_is_while_its_last_good_version_is_used(tmp_path: Path) -> None:
    home = own(tmp_path)
    coach(home, "set", "day", "1", "reps", "5")
    (home / OWN / "day.toml").write_text(DAY.replace("reps = 6", "rep = 6"))

    used, ran = coach(home, "show", "day"), coach(home, "check", "day")

    assert (used.returncode, ran.returncode) == (0, 2)
    assert "The last good version of day is used" in used.stderr
    assert "there is no key 'rep' here." in ran.stdout


def test_errors_win_over_warnings_in_the_exit_code(tmp_path: Path) -> None:
    home = own(
        tmp_path, press=PRESS.replace('end = "Lower your hand."\n', ""), day=DAY.replace("reps =", "rep =")
    )

    ran = coach(home, "check", "--strict", str(home / OWN))

    assert ran.returncode == 2
    assert ran.stdout.index("Errors:") < ran.stdout.index("Warnings:")


def test_a_routine_can_be_named_and_the_nearest_is_told(tmp_path: Path) -> None:
    good = coach(tmp_path, "check", "--strict", "desk-reset")
    bad = coach(tmp_path, "check", "desk-rest")

    assert (good.returncode, good.stdout) == (0, "1 file checked: nothing is wrong.\n")
    assert (bad.returncode, bad.stdout) == (2, "")
    assert "Nearest: desk-reset" in bad.stderr


def test_a_form_that_is_not_there_is_refused(tmp_path: Path) -> None:
    ran = coach(tmp_path, "check", "--format", "xml")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "There is no form 'xml'. It may be people or editor.\n"


def test_cues_are_spoken_to_see_whether_they_fit(tmp_path: Path) -> None:
    words = "and all the way back to where it was that you began"
    home = own(tmp_path, lift=LIFT.replace("2-1-3", "2-1-1").replace("and lower", words))
    env = {"COACH_VOICE": "espeak-ng", "PULSE_SERVER": "unix:/nonexistent"}

    ran = coach(home, "check", "--sound", "--json", str(home / OWN / "exercises" / "lift.toml"), env=env)

    assert {(record["rule"], record["severity"]) for record in json.loads(ran.stdout)} == {
        ("too-long", "warning")
    }
    assert ran.returncode == 1


def test_a_bar_shows_on_a_terminal_how_far_a_check_of_many_files_is(
    tmp_path: Path, terminals: type[Terminal]
) -> None:
    home = own(tmp_path / "home")
    for number in range(500):
        (home / OWN / f"day-{number}.toml").write_text(DAY)

    with terminals(home) as terminal:
        terminal.run(f"{sys.executable} -m coach check")
        screen = terminal.until("nothing is wrong.")
    piped = coach(home, "check")

    assert re.search(r"Reading +\[#+\] +100%", screen)
    assert piped.stderr == ""


HOSTILE = [
    (b'name = "\xff\xfe"\n', "not-utf-8", (1, 9)),
    (b"\xef\xbb\xbfname = 3\nnope = 1\n", "unknown-key", (2, 1)),
    (b'name = "a\x1b[31mb"\n', "bad-toml", (1, 10)),
    (b"# " + b"x" * 1_000_000, "too-large", (1, 1)),
    (b'name = "' + b"x" * 900_000 + b'"\n', "bad-value", (1, 8)),
    (b"a = " + b"[" * 10_000, "", None),
    (b"a.b = 1\na.b.c = 2\n", "bad-toml", None),
    (b"[say]\nx = 1\n[say]\n", "bad-toml", (3, 5)),
    (b"name = 'x'\nname = 'y'\n", "bad-toml", (2, 11)),
    (b"[step]\nrest = 5\n[[step]]\n", "bad-toml", None),
    (b"\tname\t=\t'x'\n\tminuts\t=\t3\n", "unknown-key", (2, 2)),
    (b"[[step]]\nrest = 5\n" * 1_000_000, "too-large", (1, 1)),
    (b"step = [" + b"{}," * 330_000 + b"]", "bad-value", None),
    (b"#" * 50_000_000, "too-large", (1, 1)),
    (b"[" + b"a." * 10_000 + b"a]\n", "", None),
    (b"\x00" * 100, "bad-toml", (1, 1)),
    (b"name = 'x'\r\nminuts = 3\r\n", "unknown-key", (2, 1)),
    (b"", "missing-key", (1, 1)),
]


@pytest.mark.parametrize("form", [[], ["--json"], ["--strict", "--format", "editor"]])
def test_hostile_files_have_problems_with_places_and_no_traceback(tmp_path: Path, form: list[str]) -> None:
    for number, (data, _, _) in enumerate(HOSTILE):
        (tmp_path / "bad").mkdir(exist_ok=True)
        (tmp_path / "bad" / f"file-{number}.toml").write_bytes(data)

    ran = coach(tmp_path, "check", *form, str(tmp_path / "bad"))

    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
    assert "\x1b" not in ran.stdout
    assert max(map(len, ran.stdout.splitlines())) < 300 or form == ["--json"]
    if form == ["--json"]:
        records = json.loads(ran.stdout)
        for number, (_, rule, place) in enumerate(HOSTILE):
            mine = [r for r in records if Path(r["file"]).stem == f"file-{number}"]
            assert mine, HOSTILE[number][0][:20]
            assert not rule or rule in {record["rule"] for record in mine}
            assert place is None or place in {(r["line"], r["column"]) for r in mine}, mine


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_circle_of_links_a_pipe_and_a_folder_without_rights_are_told(tmp_path: Path) -> None:
    (tmp_path / "round.toml").symlink_to(tmp_path / "round.toml")
    os.mkfifo(tmp_path / "pipe.toml")

    odd = (str(tmp_path / "round.toml"), str(tmp_path / "pipe.toml"))

    ran = coach(tmp_path, "check", "--json", *odd)
    shown = coach(tmp_path, "check", *odd)

    assert (ran.returncode, shown.returncode) == (2, 2)
    assert "2 errors" in shown.stdout
    assert [record["rule"] for record in json.loads(ran.stdout)] == ["unreadable", "unreadable"]


def test_the_caret_stands_under_wide_letters_and_a_long_line_is_cut_around_it(tmp_path: Path) -> None:
    wide = DAY.replace("reps = 6", "# 漢字\n" + 'sides = "eahc"').replace('exercise = "lift"', "")
    long = DAY.replace('\n[[step]]\nexercise = "press"', f'\nsummary = {{ x = "{"a" * 300}", yy = 1 }}', 1)

    for text in (wide.replace("# 漢字\n", ""), long):
        (tmp_path / "mine.toml").write_text(text, "utf-8")
        ran = coach(tmp_path, "check", str(tmp_path / "mine.toml"))
        assert ran.returncode == 2
        assert max(map(len, (row for row in ran.stdout.splitlines() if " | " in row))) <= 76
