"""The shell completes commands, routines, categories and settings, in a real bash."""

import os
from pathlib import Path

import pytest
from called import coach
from completing import COACH, completed, posix
from lived import NO_SOUND, at_home
from terminal import Terminal

from coach.speech.voices.installed import has_piper


@posix
@pytest.mark.parametrize("command", ["start", "show", "log add"])
def test_a_routine_is_completed_also_one_of_ones_own(tmp_path: Path, command: str) -> None:
    assert completed(at_home(tmp_path), f"coach {command} shor") == ["short"]


@posix
def test_all_that_begin_so_are_offered(tmp_path: Path) -> None:
    assert {"desk-reset"} <= set(completed(tmp_path, "coach start desk"))


@posix
@pytest.mark.parametrize("command", ["start", "list"])
def test_a_category_is_completed(tmp_path: Path, command: str) -> None:
    assert completed(tmp_path, f"coach {command} --category ma") == ["massage"]
    assert completed(tmp_path, f"coach {command} --category = ma") == ["massage"]
    assert "massage" in completed(tmp_path, f"coach {command} --category =")


@posix
def test_commands_and_settings_are_completed(tmp_path: Path) -> None:
    assert completed(tmp_path, "coach doc") == ["doctor"]
    assert completed(tmp_path, "coach config set quiet") == ["quiet_before"]


@posix
def test_a_broken_library_of_ones_own_still_completes_the_rest_in_silence(tmp_path: Path) -> None:
    own = tmp_path / "config" / "routines" / "posture"
    own.mkdir(parents=True)
    (own / "broken.toml").write_text("name = ")

    assert "desk-reset" in completed(tmp_path, "coach start desk")


@pytest.mark.parametrize(
    ("shell", "mark"),
    [
        ("bash", "complete -o default -F _coach_completion coach"),
        ("zsh", "#compdef coach"),
        ("fish", "complete --command coach"),
        ("powershell", "Register-ArgumentCompleter"),
    ],
)
def test_the_script_is_that_of_the_shell_that_was_named(tmp_path: Path, shell: str, mark: str) -> None:
    ran = coach(tmp_path, "--show-completion", shell)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert mark in ran.stdout


def test_a_shell_that_cannot_complete_is_told_with_those_that_can(tmp_path: Path) -> None:
    ran = coach(tmp_path, "--show-completion", "tcsh")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "'tcsh' cannot complete. Name one of bash, zsh, fish, powershell, pwsh.\n"


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_answered_with_the_names_too(tmp_path: Path, shell: str) -> None:
    asking = {
        "_COACH_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": "coach start shor",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }

    ran = coach(at_home(tmp_path), env=asking)

    assert ran.stderr == ""
    assert "short" in ran.stdout
    assert "Short one" in ran.stdout


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_a_name_with_brackets_stands_beside_its_routine_as_it_is(tmp_path: Path, shell: str) -> None:
    asking = {
        "_COACH_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": "coach start shor",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    home = at_home(tmp_path)
    for file in home.rglob("short.toml"):
        file.write_text(file.read_text("utf-8").replace("Short one", "A [bold]short[/bold] one"), "utf-8")

    ran = coach(home, env=asking)

    assert ran.stderr == ""
    assert "A [bold]short[/bold] one" in ran.stdout


def natural(home: Path, *names: str) -> Path:
    """Make voices of one's own, as they are listed."""
    folder = home / "config" / "voices"
    folder.mkdir(parents=True)
    for name in names:
        (folder / f"{name}.onnx").write_bytes(b"x")
        (folder / f"{name}.onnx.json").write_text("{}")
    return home


@posix
@pytest.mark.skipif(not has_piper(), reason="natural voices cannot be used here")
@pytest.mark.parametrize(
    ("words", "completed_to"),
    [
        ("coach voices use piper : en", ["en_GB-mine-low", "en_US-ours-low"]),
        ("coach voices use piper : en_GB", ["en_GB-mine-low"]),
        ("coach voices use piper :", ["en_GB-mine-low", "en_US-ours-low"]),
        ("coach voices use pip", ["piper:en_GB-mine-low", "piper:en_US-ours-low"]),
        ("coach voices use piper:en_GB", ["piper:en_GB-mine-low"]),
        ("coach say --voice piper:en_GB", ["piper:en_GB-mine-low"]),
        ("coach start --voice piper:en_GB", ["piper:en_GB-mine-low"]),
        ("coach remind add --at 10 : 30 --voice piper : en_GB", ["en_GB-mine-low"]),
    ],
)
def test_a_word_that_bash_breaks_at_a_colon_is_completed_after_it(
    tmp_path: Path, words: str, completed_to: list[str]
) -> None:
    home = natural(tmp_path, "en_GB-mine-low", "en_US-ours-low")

    assert set(completed_to) <= set(completed(home, words))


@posix
def test_a_time_before_it_does_not_keep_a_routine_from_being_completed(tmp_path: Path) -> None:
    assert completed(at_home(tmp_path), "coach remind add --at 10 : 30 shor") == ["short"]


@posix
@pytest.mark.skipif(not has_piper(), reason="natural voices cannot be used here")
def test_a_voice_is_completed_after_its_colon_by_a_real_bash(
    tmp_path: Path, terminals: type[Terminal]
) -> None:
    home = natural(tmp_path, "en_GB-mine-low")

    with terminals(home, {**NO_SOUND, "PATH": f"{COACH.parent}:{os.environ['PATH']}"}) as terminal:
        terminal.run('eval "$(coach --show-completion bash)"; echo rea""dy')
        terminal.until("ready")
        terminal.type("-l", "coach voices use piper:en_GB")
        terminal.type("Tab")
        terminal.until("piper:en_GB-mine-low")

        assert "piper:piper" not in terminal.screen
