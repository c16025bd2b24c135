"""The command line says one clear thing, on the right stream, with the right exit code, and loads little."""

import errno
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from called import coach

from coach.cli.app import COMMANDS
from coach.files.paths import data_root

HEAVY = ("numpy", "miniaudio", "pyttsx3", "apscheduler", "pydantic", "sqlite3", "textual", "rich")


def loaded(home: Path, *words: str) -> set[str]:
    """Run a command in an interpreter of its own; return the heavy modules that it loaded."""
    code = (
        "import sys\n"
        "from coach.__main__ import main\n"
        "sys.argv = ['coach', *sys.argv[1:]]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *words],
        env={**os.environ, "COACH_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert "typer" in ran.stderr.split()
    return set(HEAVY) & set(ran.stderr.split())


@pytest.mark.parametrize(
    "words",
    [("--help",), ("--version",), (), ("config",), ("config", "--json"), ("config", "set", "rate", "140")],
)
def test_a_command_that_speaks_nothing_loads_none_of_the_heavy_libraries(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    if words == ():
        loaded(tmp_path)  # the first run reads every routine, to keep an index

    assert loaded(tmp_path, *words) == set()


def test_the_log_loads_its_database_alone(tmp_path: Path) -> None:
    assert loaded(tmp_path, "log") == {"sqlite3"}


def test_each_command_of_the_table_has_its_file_and_its_help(tmp_path: Path) -> None:
    for name, line in COMMANDS.items():
        ran = coach(tmp_path, name, "--help")

        assert ran.returncode == 0, ran.stderr
        assert f"coach {name}" in ran.stdout.splitlines()[0]
        assert line.endswith(".")


def test_help_lists_every_command_with_its_line_and_has_no_escapes(tmp_path: Path) -> None:
    ran = coach(tmp_path, "--help")

    assert ran.returncode == 0
    assert all(name in ran.stdout and line in ran.stdout for name, line in COMMANDS.items())
    assert "\x1b" not in ran.stdout


def test_coach_alone_shows_the_kinds_of_therapy_and_where_to_begin(tmp_path: Path) -> None:
    ran = coach(tmp_path)

    assert ran.returncode == 0
    assert "trigger-points" in ran.stdout
    assert ran.stdout.count("routine") >= 11
    assert ran.stdout.count("  coach ") == 3


def test_the_version_is_the_packages(tmp_path: Path) -> None:
    assert coach(tmp_path, "--version").stdout.startswith("coach 0.")


def test_a_mistyped_command_is_answered_with_the_nearest_one(tmp_path: Path) -> None:
    ran = coach(tmp_path, "confg")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Did you mean 'config'?" in ran.stderr


def test_commands_and_settings_are_completed(tmp_path: Path) -> None:
    def completed(words: str, number: int) -> str:
        env = {"_COACH_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(number)}
        return coach(tmp_path, env=env).stdout

    assert completed("coach con", 1).split() == ["config"]
    assert completed("coach config set ra", 3).split() == ["rate"]


def test_settings_are_shown_with_where_each_comes_from(tmp_path: Path) -> None:
    ran = coach(tmp_path, "config", env={"COACH_RATE": "140"})

    lines = {line.split()[0]: line.split() for line in ran.stdout.splitlines() if " = " in line}
    assert lines["rate"] == ["rate", "=", "140", "COACH_RATE"]
    assert lines["emergency"] == ["emergency", "=", '"112"', str(data_root() / "config.toml")]
    assert list(tmp_path.iterdir()) == [], "looking makes nothing"


def test_settings_as_json_are_records(tmp_path: Path) -> None:
    ran = coach(tmp_path, "config", "--json")

    assert json.loads(ran.stdout)["rate"] == {"value": 155, "from": str(data_root() / "config.toml")}


def test_a_setting_that_is_changed_is_in_force_and_a_stronger_one_is_named(tmp_path: Path) -> None:
    first = coach(tmp_path, "config", "set", "rate", "140")
    second = coach(tmp_path, "config", "set", "rate", "150", env={"COACH_RATE": "130"})

    assert (first.returncode, first.stdout) == (0, "rate = 140\n")
    assert "COACH_RATE wins over it" in second.stdout
    assert "rate = 150\n" in (tmp_path / "config" / "config.toml").read_text("utf-8")


def test_a_bad_setting_is_one_sentence_and_exit_code_two(tmp_path: Path) -> None:
    ran = coach(tmp_path, "config", "set", "rate", "fast")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "rate cannot be 'fast'. Write a whole number from 110 to 220.\n"


def test_a_bad_file_is_named_with_place_and_mend_and_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "config" / "config.toml"
    path.parent.mkdir()
    path.write_text("rate = 9\nvolume = 'loud'\n")

    ran = coach(tmp_path, "config")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.splitlines() == [
        f"{path}:1:8: rate cannot be 9. Write a whole number from 110 to 220.",
        f"{path}:2:10: volume cannot be 'loud'. Write a whole number from 0 to 100.",
    ]


def test_trouble_of_the_system_is_one_sentence_and_exit_code_one(tmp_path: Path) -> None:
    (tmp_path / "config").touch()

    ran = coach(tmp_path, "config", "set", "rate", "140")

    assert ran.returncode == 1
    assert "A file stands where a folder should be; move it away." in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("words", [("--help",), ("config",), ("config", "--json")])
def test_a_reader_that_leaves_early_is_met_with_silence(tmp_path: Path, words: tuple[str, ...]) -> None:
    read, written = os.pipe()
    os.close(read)
    ran = subprocess.run(
        [sys.executable, "-m", "coach", *words],
        env={**os.environ, "COACH_HOME": str(tmp_path)},
        stdout=written,
        stderr=subprocess.PIPE,
        timeout=30,
    )
    os.close(written)

    assert (ran.returncode, ran.stderr) == (1, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="/dev/full is a device of POSIX")
def test_a_full_disk_under_stdout_is_said(tmp_path: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        ran = subprocess.run(
            [sys.executable, "-m", "coach", "config"],
            env={**os.environ, "COACH_HOME": str(tmp_path)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=30,
        )

    assert ran.returncode == 1
    assert os.strerror(errno.ENOSPC) in ran.stderr
    assert "Traceback" not in ran.stderr


def test_ctrl_c_leaves_with_130_and_without_a_traceback(tmp_path: Path) -> None:
    master, terminal = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "coach", "log", "forget", "--all"],
        env={**os.environ, "COACH_HOME": str(tmp_path)},
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stderr is not None
    asked = child.stderr.read(len("Forget every session?"))
    child.send_signal(2)
    _, rest = child.communicate(timeout=30)
    os.close(master)
    os.close(terminal)

    assert asked == b"Forget every session?"
    assert b"Traceback" not in rest
    assert child.returncode == 130
