"""Of changes made at the same time none is lost, and nobody writes over what another program wrote."""

import os
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from called import Ran, coach
from lived import NO_SOUND, at_home, clean_env

from coach.errors import CoachError
from coach.files import exclusive_edit
from coach.files.exclusive_edit import edit, folder_lock

posix = pytest.mark.skipif(os.name != "posix", reason="locks and links as POSIX has them")
SETTINGS = {
    **{"volume": "51", "rate": "151", "ask": "false", "detail": "full", "level": "gentle", "plain": "true"},
    **{"quiet_before": "1", "device": "Hall", "voice": "auto", "emergency": "112"},
    **{f"reminders.{key}": "false" for key in ("chime", "session", "microphone", "full_screen", "away")},
    **{"reminders.done": "false", "reminders.move": "false", "reminders.do_not_disturb": "false"},
    **{"reminders.speak": "yes", "reminders.snooze": "600"},
}


def at_once(home: Path, commands: Sequence[Sequence[str]]) -> list[tuple[int, str]]:
    """Run commands in processes at the same time, each as from elsewhere; return how they ended."""
    env = [
        clean_env(home, {**NO_SOUND, "XDG_RUNTIME_DIR": str(home / f"run-{n}")}) for n in range(len(commands))
    ]
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "coach", *words],
            env=own,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        for words, own in zip(commands, env, strict=True)
    ]
    told = [process.communicate(timeout=120)[0] for process in processes]
    return [(process.returncode, text) for process, text in zip(processes, told, strict=True)]


def test_twenty_settings_that_are_set_at_once_are_all_there(tmp_path: Path) -> None:
    ended = at_once(tmp_path, [("config", "set", *setting) for setting in SETTINGS.items()])

    written = tomllib.loads((tmp_path / "config" / "config.toml").read_text("utf-8"))
    assert [text for code, text in ended if code] == []
    assert {*written, *(f"reminders.{key}" for key in written["reminders"])} - {"reminders"} == {*SETTINGS}
    assert [path.name for path in (tmp_path / "config").iterdir()] == ["config.toml"]


def test_eight_reminders_that_are_added_at_once_have_a_name_each(tmp_path: Path) -> None:
    ended = at_once(
        tmp_path, [("remind", "add", "desk-reset", "--at", f"10:3{minute}") for minute in range(8)]
    )

    written = tomllib.loads((tmp_path / "config" / "reminders.toml").read_text("utf-8"))["reminder"]
    names = ["desk-reset", *(f"desk-reset-{number}" for number in range(2, 9))]
    assert [text for code, text in ended if code] == []
    assert sorted(written) == names
    assert sorted(reminder["at"] for reminder in written.values()) == [f"10:3{minute}" for minute in range(8)]
    assert all(f"Its name is {name}." in "".join(text for _, text in ended) for name in names)


def test_reminders_and_settings_that_come_and_go_at_once_disturb_no_other(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        coach(tmp_path, "remind", "add", "desk-reset", "--at", "9:00", "--name", name)

    ended = at_once(
        tmp_path,
        [
            *(("remind", "remove", name) for name in ("one", "three")),
            *(("remind", "add", "desk-reset", "--at", "9:30", "--name", name) for name in ("four", "five")),
            *(("config", "set", "volume", "40"), ("voices", "use", "auto")),
        ],
    )

    written = tomllib.loads((tmp_path / "config" / "reminders.toml").read_text("utf-8"))["reminder"]
    settings = tomllib.loads((tmp_path / "config" / "config.toml").read_text("utf-8"))
    assert [text for code, text in ended if code] == []
    assert sorted(written) == ["five", "four", "two"]
    assert settings == {"volume": 40, "voice": "auto"}


def test_values_of_one_routine_that_are_set_at_once_are_all_there(tmp_path: Path) -> None:
    changes = [("2", "reps", "4"), ("-", "minutes", "2"), ("-", "summary", "Mine."), ("1", "say", "Sit.")]
    at_home(tmp_path)

    ended = at_once(tmp_path, [("set", "short", *change) for change in changes])

    path = tmp_path / "config" / "routines" / "education" / "short.toml"
    written = tomllib.loads(path.read_text("utf-8"))
    assert [text for code, text in ended if code] == []
    assert (written["minutes"], written["summary"]) == (2, "Mine.")
    assert [step["say"] for step in written["step"][:1]] == ["Sit."]
    assert written["step"][1]["reps"] == 4


def test_a_built_in_routine_that_is_changed_first_by_several_is_copied_once_with_all_changes(
    tmp_path: Path,
) -> None:
    changes = [("-", "summary", "Mine."), ("-", "name", "Desk"), ("2", "reps", "4")]

    ended = at_once(tmp_path, [("set", "desk-reset", *change) for change in changes])

    [path] = (tmp_path / "config" / "routines").rglob("*.toml")
    written = tomllib.loads(path.read_text("utf-8"))
    assert [text for code, text in ended if code] == []
    assert (written["summary"], written["name"], written["step"][1]["reps"]) == ("Mine.", "Desk", 4)


def test_of_several_who_make_the_same_routine_one_does_and_the_others_are_told(tmp_path: Path) -> None:
    kinds = ("posture", "mobility", "stretches", "education")

    ended = at_once(tmp_path, [("new", "Mine", "--category", kind) for kind in kinds])

    made = list((tmp_path / "config" / "routines").rglob("mine.toml"))
    told = [text for code, text in ended if code == 2]
    assert len(made) == 1
    assert sorted(code for code, _ in ended) == [0, 2, 2, 2]
    assert all("There is a routine mine already." in text for text in told)


def test_what_another_program_writes_meanwhile_is_kept_and_edited_in_its_turn(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    interruptions = iter([b"theirs"])

    def change(data: bytes) -> bytes:
        for written in interruptions:
            path.write_bytes(written)
        return data + b" and mine"

    assert edit(path, change) == b"theirs and mine"
    assert path.read_bytes() == b"theirs and mine"


def test_a_file_that_appears_meanwhile_is_kept_and_edited_in_its_turn(tmp_path: Path) -> None:
    path = tmp_path / "a"

    def change(data: bytes) -> bytes:
        if not path.exists():
            path.write_bytes(b"theirs")
        return data + b" and mine"

    edit(path, change)

    assert path.read_bytes() == b"theirs and mine"


def test_a_file_that_changes_again_and_again_is_left_to_who_changes_it(tmp_path: Path) -> None:
    path, numbers = tmp_path / "a", count()

    def change(data: bytes) -> bytes:
        path.write_text(f"theirs {next(numbers)}")
        return data + b" and mine"

    with pytest.raises(CoachError, match="is being written by another program"):
        edit(path, change)
    assert path.read_text().startswith("theirs ")
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_what_cannot_be_edited_leaves_the_file_and_the_way_free(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def refuse(_: bytes) -> bytes:
        raise CoachError("no")

    with pytest.raises(CoachError, match="no"):
        edit(path, refuse)
    edit(path, lambda old: old + b" and new")
    assert path.read_bytes() == b"old and new"


@posix
def test_who_finds_the_folder_taken_for_long_is_told_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exclusive_edit, "PATIENCE_S", 0.2)
    path = tmp_path / "a"

    with folder_lock(path), pytest.raises(CoachError, match=r"Another coach has been changing .* Try again"):
        edit(path, lambda _: b"new")

    assert list(tmp_path.iterdir()) == []


@posix
def test_the_lock_is_the_same_one_through_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exclusive_edit, "PATIENCE_S", 0.2)
    (tmp_path / "real").mkdir()
    (tmp_path / "linked").symlink_to("real")
    (tmp_path / "alone.toml").symlink_to("real/a.toml")

    with folder_lock(tmp_path / "real" / "a.toml"):
        for other in (tmp_path / "linked" / "a.toml", tmp_path / "alone.toml"):
            with pytest.raises(CoachError, match="Another coach"), folder_lock(other):
                pass


def counted(path: Path, times: int) -> None:
    for _ in range(times):
        edit(path, lambda old: str(int(old or b"0") + 1).encode())


@posix
def test_where_the_folder_cannot_be_locked_no_change_is_lost_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on some network drives: a hidden file is locked in its place."""

    def refuse(_: Path) -> int:
        raise PermissionError

    monkeypatch.setattr(exclusive_edit, "_open_folder", refuse)
    path = tmp_path / "a"

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: counted(path, 10), range(4)))

    assert path.read_bytes() == b"40"
    assert {each.name for each in tmp_path.iterdir()} == {"a", ".coach.lock"}


def test_what_is_locked_in_the_folders_place_is_no_file_of_the_persons(tmp_path: Path) -> None:
    at_home(tmp_path)
    for folder in ("config", "config/routines", "config/routines/education"):
        (tmp_path / folder / ".coach.lock").touch()

    ran = coach(tmp_path, "check", str(tmp_path / "config" / "routines"))

    assert ran.stdout == "2 files checked: nothing is wrong.\n"


@posix
def test_a_link_stays_a_link_and_what_it_leads_to_is_changed(tmp_path: Path) -> None:
    dotfiles, home = tmp_path / "dotfiles", tmp_path / "home"
    (home / "config").mkdir(parents=True)
    dotfiles.mkdir()
    (dotfiles / "coach.toml").write_text("# mine\nvolume = 20\n")
    (home / "config" / "config.toml").symlink_to("../../dotfiles/coach.toml")

    ended = at_once(home, [("config", "set", "rate", "130"), ("config", "set", "volume", "30")])

    assert [code for code, _ in ended] == [0, 0]
    assert (home / "config" / "config.toml").is_symlink()
    assert (dotfiles / "coach.toml").read_text() == "# mine\nvolume = 30\nrate = 130\n"
    assert [each.name for each in dotfiles.iterdir()] == ["coach.toml"]


def while_open(home: Path, opened: Sequence[str], change: Sequence[str], save: str) -> Ran:
    """Open a file in an editor that runs a command of coach, then saves the text that it had read before."""
    home.mkdir(exist_ok=True)
    script = home / "editor.sh"
    others = shlex.join([sys.executable, "-m", "coach", *change])
    script.write_text(f'#!/bin/sh\ncp "$1" {home}/was\n{others} > {home}/others.txt 2>&1\n{save}\n')
    script.chmod(0o755)
    return coach(home, *opened, env={**NO_SOUND, "VISUAL": str(script)})


@posix
@pytest.mark.parametrize(
    ("opened", "change", "name", "mine", "theirs"),
    [
        (
            ("edit", "short"),
            ("set", "short", "2", "reps", "4"),
            "routines/education/short.toml",
            "up",
            "reps = 4",
        ),
        (
            ("remind", "edit"),
            ("remind", "add", "desk-reset", "--at", "9:00", "--name", "late"),
            "reminders.toml",
            "# up",
            "[reminder.late]",
        ),
    ],
    ids=["routine", "reminders"],
)
def test_what_is_changed_while_an_editor_is_open_waits_for_nobody_and_is_kept(
    tmp_path: Path, opened: Sequence[str], change: Sequence[str], name: str, mine: str, theirs: str
) -> None:
    home = at_home(tmp_path / "home")
    coach(home, "remind", "add", "desk-reset", "--at", "8:00", "--name", "early")
    path = home / "config" / name
    save = f'sed -e "s/tall/up/" {home}/was > "$1"; echo "# up" >> "$1"'

    ran = while_open(home, opened, change, save)

    aside = path.with_name(f"{path.name}.old")
    assert ran.returncode == 0
    assert "Another coach changed" in ran.stderr
    assert f"is kept as {aside}" in ran.stderr
    assert mine in path.read_text("utf-8")
    assert theirs not in path.read_text("utf-8")
    assert theirs in aside.read_text("utf-8")
    assert list((home / "data" / "editing").iterdir()) == []


@posix
@pytest.mark.parametrize(
    "save",
    [":", 'cp "$1" "$1.x" && echo "# mine" >> "$1.x" && mv "$1.x" "$1"'],
    ids=["nothing", "read again"],
)
def test_what_is_changed_while_an_editor_is_open_stays_where_the_editor_has_not_written_over_it(
    tmp_path: Path, save: str
) -> None:
    home = at_home(tmp_path / "home")

    ran = while_open(home, ("edit", "short"), ("set", "short", "2", "reps", "4"), save)

    assert ran.returncode == 0
    assert "reps = 4" in (home / "config" / "routines" / "education" / "short.toml").read_text("utf-8")
    assert ("Another coach changed" in ran.stderr) is (save != ":")
