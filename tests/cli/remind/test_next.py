"""`coach remind next` lists each coming, by the person's clock and in UTC."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from called import Ran, coach
from lived import NO_SOUND, clean_env

TWO = """\
[reminder.desk]
routine = "desk-reset"
at = ["02:30", "15:00"]

[reminder.far]
category = "stretches"
at = "09:00"
days = "mon-fri"
zone = "Asia/Tokyo"
"""


def put(home: Path, text: str = TWO) -> None:
    (home / "config").mkdir(parents=True, exist_ok=True)
    (home / "config" / "reminders.toml").write_text(text, "utf-8")


def listed(home: Path, *words: str, zone: str = "Europe/Berlin") -> Ran:
    return coach(home, "remind", "next", *words, env={**NO_SOUND, "TZ": zone})


def test_a_day_with_a_gap_shows_the_time_at_which_it_really_comes(tmp_path: Path) -> None:
    put(tmp_path)

    ran = listed(tmp_path, "desk", "--from", "2026-03-29", "--until", "2026-03-29")

    assert ran.stdout.splitlines() == [
        "DAY             TIME   UTC                   REMINDER  OF",
        "Sun 2026-03-29  03:00  2026-03-29T01:00:00Z  desk      desk-reset",
        "Sun 2026-03-29  15:00  2026-03-29T13:00:00Z  desk      desk-reset",
    ]
    assert (ran.returncode, ran.stderr) == (0, "")


def test_all_reminders_come_in_the_order_of_their_moments(tmp_path: Path) -> None:
    put(tmp_path)

    ran = listed(tmp_path, "--from", "2026-06-01", "--until", "2026-06-02", "--json")

    found = json.loads(ran.stdout)
    assert found[1:4] == [
        {
            "reminder": "desk",
            "wall": "2026-06-01T02:30",
            "zone": "Europe/Berlin",
            "utc": "2026-06-01T00:30:00Z",
            "routine": "desk-reset",
        },
        {
            "reminder": "desk",
            "wall": "2026-06-01T15:00",
            "zone": "Europe/Berlin",
            "utc": "2026-06-01T13:00:00Z",
            "routine": "desk-reset",
        },
        {
            "reminder": "far",
            "wall": "2026-06-02T09:00",
            "zone": "Asia/Tokyo",
            "utc": "2026-06-02T00:00:00Z",
            "category": "stretches",
        },
    ]
    assert [row["utc"] for row in found] == sorted(row["utc"] for row in found)


def test_another_zone_keeps_the_time_on_the_wall(tmp_path: Path) -> None:
    put(tmp_path)

    ran = listed(
        tmp_path, "desk", "--from", "2026-06-01", "--until", "2026-06-01", "--zone", "America/Lima", "--json"
    )

    assert [(row["wall"], row["zone"], row["utc"]) for row in json.loads(ran.stdout)] == [
        ("2026-06-01T02:30", "America/Lima", "2026-06-01T07:30:00Z"),
        ("2026-06-01T15:00", "America/Lima", "2026-06-01T20:00:00Z"),
    ]


def test_without_days_it_is_the_coming_week(tmp_path: Path) -> None:
    put(tmp_path)

    found = json.loads(listed(tmp_path, "desk", "--json", zone="UTC").stdout)

    assert len(found) == 14
    assert len({row["utc"][:10] for row in found}) in (7, 8)


def test_no_reminder_is_no_error(tmp_path: Path) -> None:
    ran = listed(tmp_path)
    as_json = listed(tmp_path, "--json")

    assert (ran.returncode, ran.stdout) == (0, "")
    assert ran.stderr == "None comes in that time. `coach remind list` says when each comes next.\n"
    assert (as_json.returncode, json.loads(as_json.stdout)) == (0, [])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["desq"], "There is no reminder 'desq'. Did you mean desk?"),
        (["--zone", "Berlin"], 'There is no time zone "Berlin". Write "Europe/Berlin".'),
        (["--zone", "UTC+2"], 'There is no time zone "UTC+2". Write it such as "Europe/Berlin".'),
        (["--zone", "GMT+2"], 'There is no time zone "GMT+2". Write it such as "Europe/Berlin".'),
        (["--zone", "../../etc/passwd"], "There is no time zone"),
        (["--from", "fridy"], '"fridy" is not a day. Write "friday".'),
        (["--from", "2026-02-30"], "There is no 2026-02-30 in the calendar. Write a day that there is."),
        (["--from", "2026-06-02", "--until", "2026-06-01"], "2026-06-01 is before 2026-06-02."),
        (["--from", "9999-12-31"], '"9999-12-31" is not a date.'),
        (["--from", "2199-12-31"], "2200-01-06 is too far off. Name a day from 2000 to 2199."),
        (["--from", "2000-01-01", "--until", "2199-12-31"], "more than 100,000. Name a shorter span."),
    ],
)
def test_what_cannot_be_listed_is_told_with_the_mend(tmp_path: Path, words: list[str], said: str) -> None:
    put(tmp_path)

    ran = listed(tmp_path, *words)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_whoever_reads_only_the_first_line_sees_no_error(tmp_path: Path) -> None:
    put(tmp_path)
    words = ["remind", "next", "--from", "2026-01-01", "--until", "2060-01-01"]

    with subprocess.Popen(
        [sys.executable, "-m", "coach", *words],
        env=clean_env(tmp_path, {**NO_SOUND, "TZ": "UTC"}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = os.read(process.stdout.fileno(), 3)
        process.stdout.close()
        said = process.stderr.read()

    assert (first, said) == (b"DAY", b"")


@pytest.mark.skipif(sys.platform == "win32", reason="a rule as POSIX writes it")
def test_a_rule_of_posix_has_its_summer_and_its_winter(tmp_path: Path) -> None:
    put(tmp_path)
    days = ("desk", "--from", "2026-10-24", "--until", "2026-10-26", "--json")

    by_rule = listed(tmp_path, *days, zone="CET-1CEST,M3.5.0,M10.5.0/3")
    by_name = listed(tmp_path, *days, zone="Europe/Berlin")

    found = [(row["wall"], row["utc"]) for row in json.loads(by_rule.stdout)]
    assert found == [(row["wall"], row["utc"]) for row in json.loads(by_name.stdout)]
    assert ("2026-10-26T15:00", "2026-10-26T14:00:00Z") in found
    assert ("2026-10-24T15:00", "2026-10-24T13:00:00Z") in found


def test_a_zone_that_there_is_not_is_refused_with_one_to_use(tmp_path: Path) -> None:
    put(tmp_path)

    ran = listed(tmp_path, zone="Europe/Berln")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        'TZ is "Europe/Berln", which names no time zone. Write a name, such as TZ="Europe/Berlin".\n'
    )
