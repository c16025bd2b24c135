"""`coach check` looks at reminders as well, by their place or by what is in the file."""

import json
from pathlib import Path

from called import coach

BAD = '[reminder.a]\nroutine = "desk-reset"\nat = "25:00"\n'
GONE = '[reminder.a]\nroutine = "desk-rest"\nat = "9:00"\n'


def own(home: Path, text: str) -> Path:
    path = home / "config" / "reminders.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_check_of_everything_has_the_reminders_in_it(tmp_path: Path) -> None:
    before = coach(tmp_path, "check").stdout
    path = own(tmp_path, BAD)

    ran = coach(tmp_path, "check")

    assert ran.returncode == 2
    assert f'{path}:3:6: "25:00" is not a time of the day. (bad-value)' in ran.stdout
    assert '    3 | at = "25:00"\n      |      ^\n    An hour is 0 to 23.' in ran.stdout
    files = int(before.split()[0])
    assert f"{files + 1} files checked: 1 error" in ran.stdout


def test_a_file_is_known_for_reminders_by_what_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(BAD)

    [record] = json.loads(coach(tmp_path, "check", "--json", str(path)).stdout)
    path.write_text(BAD.replace("25", "15"))
    good = coach(tmp_path, "check", "--strict", str(path))

    assert (record["file"], record["line"], record["rule"]) == (str(path), 3, "bad-value")
    assert (good.returncode, good.stdout) == (0, "1 file checked: nothing is wrong.\n")


def test_a_routine_that_is_gone_is_a_warning(tmp_path: Path) -> None:
    path = own(tmp_path, GONE)

    plain, strict = coach(tmp_path, "check", str(path)), coach(tmp_path, "check", "--strict", str(path))

    assert (plain.returncode, strict.returncode) == (0, 1)
    assert "there is no routine desk-rest. (unknown-routine)" in plain.stdout
    assert "Did you mean desk-reset?" in plain.stdout


def test_a_folder_is_checked_with_the_reminders_in_it(tmp_path: Path) -> None:
    own(tmp_path, BAD)

    ran = coach(tmp_path, "check", "--format", "editor", str(tmp_path / "config"))

    assert ran.returncode == 2
    assert ran.stdout.splitlines() == [
        f'{tmp_path}/config/reminders.toml:3:6: error: "25:00" is not a time of the day. '
        "An hour is 0 to 23. [bad-value]"
    ]


def test_a_file_of_that_name_that_is_no_toml_is_told(tmp_path: Path) -> None:
    path = own(tmp_path, "[reminder.a\n")

    everything, named = coach(tmp_path, "check"), coach(tmp_path, "check", str(path))
    path.unlink()
    path.mkdir()
    folder = coach(tmp_path, "check")

    assert (everything.returncode, named.returncode, folder.returncode) == (2, 2, 2)
    assert f"{path}:1:" in everything.stdout
    assert f"{path}:1:" in named.stdout
    assert "is not an ordinary file" in folder.stdout
