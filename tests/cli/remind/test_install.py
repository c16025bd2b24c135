"""`coach remind install` says what it does before and after, and where nothing can be done, what can.

The systemd here is a stand-in; tests/reminder has the real one.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from called import Ran, coach
from lived import NO_SOUND
from stand_ins import StandIns

from coach.files import lock
from coach.reminder.autostart.install import InstallState
from coach.reminder.autostart.status import status_lines

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="this is how Linux does it")

STANDS: Final = {
    "manager": "systemd",
    "path": Path("/home/ann/unit"),
    "answers": True,
    "installed": True,
    "enabled": True,
    "active": True,
    "command": "/opt/coach remind run",
    "in_force": True,
    "changed": False,
    "log": (),
}
AT_LOG_IN: Final = "systemd starts them at log-in and after a crash, by /home/ann/unit"


class Ann:
    """Somebody with a home and a systemd that plays along."""

    def __init__(self, folder: Path) -> None:
        self.home, self.systemd = folder / "coach", StandIns(folder, "systemctl", "journalctl")
        self.unit = folder / ".config" / "systemd" / "user" / "coach-reminders.service"
        self._env = {
            **NO_SOUND,
            "HOME": str(folder),
            "PATH": f"{self.systemd.folder}{os.pathsep}{os.environ['PATH']}",
            "XDG_CONFIG_HOME": "",
            "COLUMNS": "500",
        }

    def coach(self, *words: str, **env: str) -> Ran:
        ran = coach(self.home, *words, env={**self._env, **env})
        assert "Traceback" not in ran.stderr
        return ran

    def reminders(self) -> str:
        """Return what `coach doctor` finds of the reminders."""
        found = json.loads(self.coach("doctor", "--json").stdout)
        return "".join(f"{f['state']}: {f['what']} {f['mend']}" for f in found if f["part"] == "reminders")


@pytest.fixture
def ann(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ann:
    monkeypatch.delenv("TZ", raising=False)
    return Ann(tmp_path)


@pytest.fixture
def with_reminders(ann: Ann) -> Ann:
    path = ann.home / "config" / "reminders.toml"
    path.parent.mkdir(parents=True)
    path.touch()
    return ann


@pytest.fixture
def agent(ann: Ann, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("COACH_HOME", str(ann.home))
    with lock.held(lock.AGENT):
        yield


def test_a_dry_run_shows_the_file_and_the_commands_and_changes_nothing(ann: Ann) -> None:
    ran = ann.coach("remind", "install", "--dry-run")

    lines = ran.stdout.splitlines()
    assert (ran.returncode, ran.stderr) == (0, "")
    assert lines[0] == f"Would be written: {ann.unit}"
    assert f"Environment=COACH_HOME={ann.home}" in lines
    assert lines[lines.index("Would be run:") + 1 :] == [
        "systemctl --user daemon-reload",
        "systemctl --user reenable coach-reminders.service",
        "systemctl --user reset-failed coach-reminders.service",
        "systemctl --user restart coach-reminders.service",
    ]
    assert not ann.unit.exists()
    assert not ann.home.exists()
    assert {call.split()[2] for call in ann.systemd.calls()} <= {"is-active", "show"}


def test_what_a_dry_run_shows_is_what_is_done(ann: Ann) -> None:
    shown = ann.coach("remind", "install", "--dry-run").stdout
    ann.systemd.calls()

    ran = ann.coach("remind", "install")

    assert ran.returncode == 0
    assert ann.unit.read_text(encoding="utf-8") in shown
    done = [call for call in ann.systemd.calls() if "is-" not in call and "show" not in call]
    assert done == shown.split("Would be run:\n")[1].splitlines()


def test_it_says_what_was_done_where_and_how_to_see_it(ann: Ann) -> None:
    ran = ann.coach("remind", "install")

    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == [
        "Your system brings your reminders now, and from each log-in on.",
        f"It does so by {ann.unit}",
        "To see how it is, run: coach remind status",
    ]
    assert (
        ann.coach("remind", "install").stdout == f"Your system brings your reminders already, by {ann.unit}\n"
    )


def test_without_a_usual_home_the_unit_sets_none(ann: Ann) -> None:
    ran = ann.coach("remind", "install", "--dry-run", COACH_HOME="")

    assert "COACH_HOME" not in ran.stdout


@pytest.mark.parametrize("why", ["refused, said systemctl", "there is no systemctl"])
def test_where_no_systemd_answers_it_says_so_and_gives_the_one_command(ann: Ann, why: str) -> None:
    ann.systemd.refuse("show")
    env = {"PATH": ""} if "no systemctl" in why else {}

    ran = ann.coach("remind", "install", **env)

    lines = ran.stderr.splitlines()
    assert (ran.returncode, ran.stdout) == (1, "")
    assert lines[0] == (
        f"systemd cannot be reached here ({why}), so nothing can start your reminders at log-in."
    )
    assert lines[1].startswith("`coach remind run` brings them for as long as it runs.")
    assert lines[2].startswith(f"  COACH_HOME={ann.home} /")
    assert lines[2].endswith(" remind run")
    assert not ann.unit.parent.exists()


def test_a_dry_run_where_no_systemd_answers_says_so_too(ann: Ann) -> None:
    ann.systemd.refuse("show")

    ran = ann.coach("remind", "install", "--dry-run")

    assert ran.returncode == 0
    assert "Would be written" in ran.stdout
    assert "systemd cannot be reached here" in ran.stderr


def test_a_file_is_taken_away_where_no_systemd_answers_any_more(ann: Ann) -> None:
    ann.coach("remind", "install")
    link = ann.unit.parent / "default.target.wants" / ann.unit.name
    link.parent.mkdir()
    link.symlink_to(ann.unit)

    ran = ann.coach("remind", "uninstall", PATH="")

    assert ran.returncode == 0
    assert not ann.unit.exists()
    assert not link.is_symlink()


def test_an_agent_that_was_started_otherwise_is_told_of(ann: Ann, agent: None) -> None:
    ran = ann.coach("remind", "install")

    assert ran.returncode == 0
    assert "End that one, then run `coach remind install` again." in ran.stderr


def test_a_folder_in_the_place_of_the_file_is_told_and_nothing_is_started(ann: Ann) -> None:
    ann.unit.mkdir(parents=True)

    ran = ann.coach("remind", "install")

    assert ran.returncode == 1
    assert str(ann.unit) in ran.stderr
    assert not [call for call in ann.systemd.calls() if "restart" in call]


def test_a_home_that_no_file_can_name_is_told(ann: Ann) -> None:
    ran = ann.coach("remind", "install", COACH_HOME=os.fsdecode(b"/tmp/\xff"))

    assert ran.returncode == 1
    assert "Move coach, or COACH_HOME, to a folder with a plainer name." in ran.stderr


def test_the_doctor_has_nothing_to_say_where_there_are_no_reminders(ann: Ann) -> None:
    assert ann.reminders() == ""


def test_the_doctor_says_that_nothing_brings_the_reminders(with_reminders: Ann) -> None:
    assert with_reminders.reminders() == ("problem: Nothing brings your reminders. Run: coach remind install")


def test_the_doctor_says_what_brings_them(with_reminders: Ann, agent: None) -> None:
    before = with_reminders.reminders()
    with_reminders.coach("remind", "install")

    after = with_reminders.reminders()

    assert before == "note: `coach remind run` brings them, for as long as it runs. "
    assert after == f"ok: systemd brings them, by {with_reminders.unit} "


def test_the_doctor_says_when_the_system_starts_a_coach_from_before(with_reminders: Ann) -> None:
    with_reminders.coach("remind", "install")
    unit = with_reminders.unit
    unit.write_text(
        unit.read_text(encoding="utf-8").replace("ExecStart=:", "ExecStart=:/old"), encoding="utf-8"
    )

    said = with_reminders.reminders()

    assert said.startswith(f"problem: {unit} starts another coach than this one: COACH_HOME=")
    assert said.endswith(" remind run --wait. Run: coach remind install")


@pytest.mark.parametrize(
    ("differs", "running", "lines"),
    [
        ({}, True, [AT_LOG_IN, "They are being brought now."]),
        ({"active": False}, False, [AT_LOG_IN, "Nothing brings them now."]),
        (
            {"active": False},
            True,
            [AT_LOG_IN, "They are being brought now, by a `coach remind run` that was started otherwise."],
        ),
        (
            {"installed": False, "enabled": False, "active": False, "answers": False},
            True,
            [
                "systemd cannot be reached here.",
                "They are being brought now, by a `coach remind run` that was started otherwise.",
            ],
        ),
        (
            {"installed": False, "enabled": False, "active": False},
            False,
            [
                "Your system does not start them at log-in. To have it do so, run: coach remind install",
                "Nothing brings them now.",
            ],
        ),
        (
            {"enabled": False},
            True,
            [
                "/home/ann/unit is there, but systemd does not start it at log-in. Run: coach remind install",
                "They are being brought now.",
            ],
        ),
        (
            {"changed": True, "active": False, "log": ("one", "two")},
            False,
            [
                AT_LOG_IN,
                "Nothing brings them now.",
                "You changed /home/ann/unit; that counts until the next `coach remind install`.",
                "The last that was heard of them:",
                "  one",
                "  two",
            ],
        ),
    ],
)
def test_what_brings_them_is_told_in_words(
    differs: dict[str, object], running: bool, lines: list[str]
) -> None:
    stands = InstallState(**{**STANDS, **differs})  # type: ignore[arg-type]  # any of its fields

    assert status_lines(stands, running=running) == lines


def test_the_one_command_to_type_moves_what_this_shell_moves(tmp_path: Path) -> None:
    (tmp_path / "a b").mkdir()
    ann = Ann(tmp_path / "a b")

    ran = ann.coach("remind", "install", PATH="", TZ="Asia/Tokyo", COACH_VOICE="espeak")

    line = ran.stderr.splitlines()[2].strip()
    words = subprocess.run(
        ["sh", "-c", f"set -- {line}; printf '%s\\n' \"$@\""], capture_output=True, text=True
    )
    assert line.startswith(f"COACH_HOME='{ann.home}' TZ=Asia/Tokyo /")
    assert words.stdout.splitlines()[:2] == [f"COACH_HOME={ann.home}", "TZ=Asia/Tokyo"]
    assert "COACH_VOICE" not in line


def test_a_unit_of_another_world_is_told_by_status_and_doctor(with_reminders: Ann) -> None:
    with_reminders.coach("remind", "install", TZ="Asia/Tokyo")

    status = with_reminders.coach("remind", "status", TZ="Europe/Berlin").stdout.splitlines()[0]

    assert status == (
        f"{with_reminders.unit} starts them elsewhere than in this shell: "
        "TZ is 'Asia/Tokyo' there and 'Europe/Berlin' here. "
        "Where this shell is right, run: coach remind install"
    )
    assert with_reminders.reminders() == status.replace(
        f"{with_reminders.unit}", f"problem: {with_reminders.unit}"
    ).replace("'Europe/Berlin' here", "not set here")
