"""`coach config` shows what is in force, and changes a setting without losing anything."""

from pathlib import Path

import pytest
from called import coach
from lived import at_home

OWN = """\
# Mine.
rate = 140          # slower

volume = 80
"""


def with_settings(home: Path, text: str) -> Path:
    path = home / "config" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return path


def test_each_value_comes_from_the_strongest_place_that_names_it(tmp_path: Path) -> None:
    path = with_settings(tmp_path, OWN)

    ran = coach(tmp_path, "config", env={"COACH_VOLUME": "60"})

    rows = {line.split()[0]: line.split()[2:] for line in ran.stdout.splitlines() if " = " in line}
    assert rows["rate"] == ["140", str(path)]
    assert rows["volume"] == ["60", "COACH_VOLUME"]
    assert rows["detail"][0] == '"full"'


def test_it_names_the_places_of_ones_own_settings_and_routines(tmp_path: Path) -> None:
    ran = coach(at_home(tmp_path), "config")

    assert f"Your own settings: {tmp_path}/config/config.toml (not there yet)\n" in ran.stdout
    assert f"Your own routines: {tmp_path}/config/routines\n" in ran.stdout


def test_changing_one_keeps_comments_and_all_else(tmp_path: Path) -> None:
    path = with_settings(tmp_path, OWN)

    ran = coach(tmp_path, "config", "set", "volume", "50")

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "volume = 50\n", "")
    assert path.read_text() == OWN.replace("80", "50")


def test_a_wrong_setting_is_mended_by_setting_it(tmp_path: Path) -> None:
    with_settings(tmp_path, "rate = 9\n")

    before = coach(tmp_path, "config")
    mended = coach(tmp_path, "config", "set", "rate", "150")

    assert before.returncode == 2
    assert (mended.returncode, mended.stdout) == (0, "rate = 150\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rat", "140"), "There is no setting 'rat'. Did you mean rate?"),
        (("detail", "all"), 'detail cannot be \'all\'. Write "full", "short" or "quiet".'),
        (("rate",), "Missing argument 'value'."),
    ],
)
def test_what_cannot_be_set_is_refused_and_nothing_is_written(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    ran = coach(tmp_path, "config", "set", *words)

    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_variable_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    ran = coach(tmp_path, "config", env={"COACH_QUIET_BEFORE": "ages"})

    assert ran.returncode == 2
    assert ran.stderr == "COACH_QUIET_BEFORE cannot be 'ages'. Write a number of seconds from 0 to 10.\n"


def test_what_is_set_while_another_setting_is_wrong_is_told_as_written(tmp_path: Path) -> None:
    path = tmp_path / "config" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xef\xbb\xbfvolume = 700\r\nrate = 150\r\n")

    ran = coach(tmp_path, "config", "set", "rate", "160")
    refused = coach(tmp_path, "config", "set", "detail", "loud")

    assert (ran.returncode, ran.stdout) == (0, f"Written to {path}: rate = 160\n")
    assert "volume cannot be 700." in ran.stderr
    assert refused.returncode == 2
    assert path.read_bytes() == b"\xef\xbb\xbfvolume = 700\r\nrate = 160\r\n"
