"""What README says to type exists, and CI types it."""

import re
from pathlib import Path

import pytest
from called import coach

from coach.cli.app import COMMANDS
from coach.control.bindings import HELP, WORDS
from coach.files.paths import data_root

ROOT = data_root()
README = (ROOT / "README.md").read_text("utf-8")
NAMED = set(re.findall(r"`coach ([a-z]+)", README))
SET_UP = re.findall(r"^    (python3 -m venv .*)$", README, re.MULTILINE)


def test_it_is_short() -> None:
    assert len(README.splitlines()) <= 120


def test_it_names_every_command_and_no_other() -> None:
    assert set(COMMANDS) == NAMED


@pytest.mark.parametrize(
    ("command", "options"),
    [("start", ["--category", "--json"]), ("show", ["--script", "--json"]), ("list", ["--json"])],
)
def test_the_options_it_names_are_there(tmp_path: Path, command: str, options: list[str]) -> None:
    said = coach(tmp_path, command, "--help").stdout

    assert [option for option in options if option not in said or option not in README] == []


def test_the_keys_and_words_it_names_are_all_there_are() -> None:
    plain = README.replace("\n", " ")
    words = next(quoted for quoted in re.findall(r"`([a-z ]+)`", plain) if quoted.startswith("pause "))
    letters = {name for keys, _ in HELP for name in keys.split(", ") if len(name) == 1}

    assert words.split() == list(WORDS)
    assert letters <= set(re.findall(r"`(.)`", README))


def test_one_command_makes_the_environment_and_starts_a_session_and_another_runs_the_tests() -> None:
    first, second = SET_UP

    assert first.endswith("&& .venv/bin/coach start desk-reset")
    assert second.endswith("&& .venv/bin/pytest")
    assert all(" -e " in command for command in SET_UP), "what is edited in the checkout takes effect"


def test_ci_runs_the_very_command_that_it_gives_for_the_tests() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")

    taken = re.search(r"sed -n 's/(.*?)/\\1/p' README\.md", script)
    assert taken is not None
    pattern = taken[1].replace(r"\(", "(").replace(r"\)", ")")
    assert re.search(pattern, README, re.MULTILINE) is not None
    assert [line for line in README.splitlines() if re.match(pattern, line)] == [f"    {SET_UP[1]}"]
    assert 'eval "$test_command"' in script


def test_what_ci_runs_stops_it_where_it_fails() -> None:
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()

    checks = [line for line in lines if line.startswith('"$bin/')]
    assert "set -euo pipefail" in lines
    assert len(checks) >= 8
    assert not [line for line in checks if "||" in line or line.endswith("&")]
    assert all((ROOT / name).is_file() for line in checks for name in re.findall(r"\S+\.py", line))


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^):]+)\)", README))))
def test_each_file_it_links_to_is_there(target: str) -> None:
    assert (ROOT / target).exists()
