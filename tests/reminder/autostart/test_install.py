"""The system brings the reminders once it was told to, and no more once it was told that.

The first part is about a real systemd, which starts a stand-in for the agent: a program that
stays, and opens another as the agent opens a terminal.
"""

import json
import os
import plistlib
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from lived import clean_env, waited
from own_systemd import OwnSystemd, own_systemd
from stand_ins import StandIns

import coach
from coach.errors import CoachError
from coach.reminder.autostart.install import Installer
from coach.reminder.autostart.managers import launchd, scheduler

UNIT: Final = "coach-reminders.service"
FOLDER: Final = "o'brien's 50% \"$HOME\" Übung"
PLAIN: Final = "50% $HOME Übung"
"""One that systemd lets a program be in, without a shell's help."""
ROOT: Final = str(Path(coach.__file__).parents[1])
AGENT: Final = """\
#!/bin/sh
echo "$* at home in $COACH_HOME"
[ -e "$COACH_HOME/leave" ] && exit "$(cat "$COACH_HOME/leave")"
[ -e "$COACH_HOME/opened" ] || { sleep 600 & echo $! > "$COACH_HOME/opened"; }
exec sleep 600
"""
STANDS: Final = """
import json
from coach.reminder.autostart.install import Installer
stands = Installer().state()
names = ("installed", "enabled", "active", "in_force", "changed", "brings")
print(json.dumps({**{name: str(getattr(stands, name)) for name in names}, "log": "\\n".join(stands.log)}))
"""


class Person:
    """Somebody whose coach, and home, lie in a folder of a difficult name."""

    def __init__(self, systemd: OwnSystemd, folder: Path) -> None:
        self.systemd, self.home = systemd, folder / "home"
        self.home.mkdir(parents=True)
        self.user = Path(systemd.env["HOME"])
        self.unit = self.user / ".config" / "systemd" / "user" / UNIT
        self.program = self.moved("bin")

    def moved(self, name: str) -> Path:
        """Have coach in another place from now on."""
        self.program = self.home.parent / name / "coach"
        self.program.parent.mkdir()
        (self.program.parent / "python").symlink_to(sys.executable)
        self.program.write_text(AGENT, encoding="utf-8")
        self.program.chmod(0o700)
        return self.program

    def remind(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.python("-m", "coach", "remind", *words)

    def python(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run Python inside, as the one that coach is installed with."""
        libraries = os.pathsep.join((ROOT, sysconfig.get_path("purelib")))
        return subprocess.run(
            [*self.systemd.before, self.program.with_name("python"), *words],
            env=clean_env(self.home, {**self.systemd.env, "PYTHONPATH": libraries}),
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )

    def stands(self) -> dict[str, str]:
        """Return how it stands, as coach has it."""
        return dict(json.loads(self.python("-c", STANDS).stdout))

    def running(self) -> bool:
        """Return whether an agent has the lock."""
        return bool(json.loads(self.remind("status", "--json").stdout)["running"])

    def agent(self) -> int:
        """Return the agent's process, as those inside number it; 0 where there is none."""
        return int(self.systemd.shown(UNIT, "MainPID"))

    def up(self) -> int:
        """Wait until an agent runs; return its process."""
        waited(lambda: self.systemd.shown(UNIT, "SubState") == "running", "the agent")
        return waited(self.agent, "the agent")

    def kill(self, number: int = signal.SIGKILL) -> None:
        self.systemd.call("kill", f"-{number:d}", str(self.agent()))

    def ours(self) -> set[str]:
        """Return what is left of us in systemd's folder."""
        return {path.name for path in self.unit.parent.rglob("*") if path.name.startswith("coach")}


@pytest.fixture(scope="module")
def systemd(in_real_time: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnSystemd]:
    with own_systemd(tmp_path_factory.mktemp("user"), {}) as one:
        yield one


@pytest.fixture
def person(systemd: OwnSystemd, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Person]:
    one = Person(systemd, tmp_path / getattr(request, "param", FOLDER))
    yield one
    systemd.call("systemctl", "--user", "stop", UNIT, "desktop.service")
    for name in one.ours():
        for path in one.unit.parent.rglob(name):
            path.unlink()
    systemd.call("systemctl", "--user", "daemon-reload")
    systemd.call("systemctl", "--user", "reset-failed")
    opened = one.home / "opened"
    if opened.exists():
        systemd.call("kill", opened.read_text().strip())


def test_installed_it_runs_at_once_with_the_home_of_its_person_and_at_each_log_in(person: Person) -> None:
    ran = person.remind("install")

    inside = person.up()
    words = person.systemd.call("cat", f"/proc/{inside}/cmdline").stdout
    assert (ran.returncode, ran.stderr) == (0, "")
    assert str(person.unit) in ran.stdout
    assert words.split("\0")[:2] == ["sleep", "600"]
    assert person.systemd.shown(UNIT, "UnitFileState") == "enabled"
    assert (person.unit.parent / "default.target.wants" / UNIT).is_symlink()
    said = f"remind run --wait at home in {person.home}"
    waited(lambda: said in person.stands()["log"], "what it printed")
    assert person.stands()["brings"] == "True"


def test_killed_it_is_started_again_and_what_it_had_opened_stays_open(person: Person) -> None:
    person.remind("install")
    first = person.up()
    opened = waited(lambda: (person.home / "opened").read_text().strip(), "what it opens")

    person.kill()

    second = waited(lambda: person.agent() not in (0, first) and person.up(), "another agent")
    assert second != first
    assert person.systemd.call("kill", "-0", opened).returncode == 0


def test_the_agent_itself_is_started_killed_started_again_and_ended(person: Person) -> None:
    person.program.write_text(f'#!/bin/sh\nexec {sys.executable} -m coach "$@"\n', encoding="utf-8")
    person.systemd.call("systemctl", "--user", "set-environment", f"PYTHONPATH={ROOT}")
    person.remind("install")
    first = person.up()
    waited(lambda: person.running(), "the agent's lock")
    told = person.remind("status").stdout

    by_hand = person.remind("run")
    person.kill()

    again = waited(lambda: person.agent() not in (0, first) and person.up(), "another agent")
    waited(lambda: person.running(), "the agent's lock")
    person.remind("uninstall")
    assert again != first
    assert f"systemd starts them at log-in and after a crash, by {person.unit}" in told
    assert "They are being brought now.\n" in told
    assert by_hand.returncode != 0
    assert not person.running()
    assert person.agent() == 0


def test_an_agent_that_leaves_in_order_is_not_started_again(person: Person) -> None:
    person.remind("install")
    person.up()
    (person.home / "leave").write_text("0")

    person.kill()

    waited(lambda: person.systemd.shown(UNIT, "NRestarts") == "1", "the one start after the crash")
    waited(lambda: person.systemd.shown(UNIT, "SubState") == "dead", "its end")
    assert person.systemd.shown(UNIT, "Result") == "success"


def test_one_that_fails_again_and_again_is_let_be_until_it_is_installed_anew(person: Person) -> None:
    quick = person.unit.with_name(f"{UNIT}.d") / "quick.conf"
    quick.parent.mkdir(parents=True)
    quick.write_text("[Unit]\nStartLimitBurst=3\n[Service]\nRestartSec=100ms\n")
    (person.home / "leave").write_text("1")
    person.remind("install")
    waited(lambda: person.systemd.shown(UNIT, "SubState") == "failed", "the end of trying")
    tries = person.systemd.shown(UNIT, "NRestarts")
    (person.home / "leave").unlink()

    ran = person.remind("install")

    assert (tries, ran.returncode) == ("3", 0)
    assert person.up()
    shutil.rmtree(quick.parent)


def test_uninstalled_nothing_of_it_runs_or_is_left(person: Person) -> None:
    person.remind("install")
    person.up()

    ran = person.remind("uninstall")

    again = person.remind("uninstall")
    assert (ran.returncode, again.returncode) == (0, 0)
    assert "Taken away" in ran.stdout
    assert "there was nothing to take away" in again.stdout
    assert person.ours() == set()
    assert person.systemd.shown(UNIT, "LoadState") == "not-found"
    assert person.agent() == 0


def test_installed_twice_the_agent_that_runs_is_left_alone(person: Person) -> None:
    person.remind("install")
    first = person.up()

    ran = person.remind("install")

    assert "already" in ran.stdout
    assert person.agent() == first


def test_after_coach_has_moved_the_new_one_is_started_and_no_old_file_is_kept(person: Person) -> None:
    person.remind("install")
    first = person.up()
    person.moved("elsewhere")
    before = person.stands()

    ran = person.remind("install")

    assert ran.returncode == 0
    assert person.up() != first
    assert (before["installed"], before["in_force"], before["brings"]) == ("True", "False", "False")
    assert "elsewhere" in person.unit.read_text(encoding="utf-8")
    assert person.ours() == {UNIT}


def test_what_a_person_changed_in_the_file_is_kept_beside_the_new_one(person: Person) -> None:
    person.remind("install")
    person.unit.write_text(person.unit.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")

    changed = person.stands()["changed"]
    shown = person.remind("install", "--dry-run")
    ran = person.remind("install")

    assert (changed, person.stands()["changed"]) == ("True", "False")
    aside = person.unit.with_name(f"{UNIT}.old")
    assert "it would be kept beside the new one" in shown.stdout
    assert f"Yours is now {aside}" in ran.stdout
    assert aside.read_text(encoding="utf-8").endswith("# mine\n")
    assert "mine" not in person.unit.read_text(encoding="utf-8")


def test_a_changed_file_outlives_being_uninstalled(person: Person) -> None:
    person.remind("install")
    person.unit.write_text(person.unit.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")

    person.remind("uninstall")

    assert person.ours() == {f"{UNIT}.old"}


def test_where_systemd_knows_of_a_desktop_the_agent_comes_and_goes_with_it(person: Person) -> None:
    desktop = ("--unit=desktop", "--property=Wants=graphical-session.target", "sleep", "600")
    person.systemd.call("systemd-run", "--user", *desktop)
    person.remind("install")
    person.up()

    person.systemd.call("systemctl", "--user", "stop", "desktop.service")

    waited(lambda: person.systemd.shown(UNIT, "SubState") == "dead", "its end")
    assert (person.unit.parent / "graphical-session.target.wants" / UNIT).is_symlink()
    person.systemd.call("systemd-run", "--user", *desktop)
    person.up()


@pytest.mark.parametrize("person", [PLAIN], indirect=True)
def test_where_the_agent_cannot_be_started_nothing_is_left_half_done(person: Person) -> None:
    person.program.chmod(0o600)

    ran = person.remind("install")

    assert ran.returncode == 1
    assert f"`systemctl --user restart {UNIT}` failed: " in ran.stderr
    assert "Nothing was installed" in ran.stderr
    assert person.ours() == set()
    assert person.systemd.shown(UNIT, "LoadState") == "not-found"


@pytest.mark.parametrize("person", [PLAIN], indirect=True)
def test_where_a_new_one_cannot_be_started_the_old_one_is_brought_back(person: Person) -> None:
    person.remind("install")
    person.up()
    before = person.unit.read_bytes()
    person.moved("elsewhere").chmod(0o600)

    ran = person.remind("install")

    assert ran.returncode == 1
    assert person.unit.read_bytes() == before
    assert person.up()
    assert person.ours() == {UNIT}


@pytest.fixture
def mac(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIns:
    return stand_ins(tmp_path, monkeypatch, "launchctl")


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIns:
    monkeypatch.setenv("USERDOMAIN", "PC")
    monkeypatch.setenv("USERNAME", "ann")
    return stand_ins(tmp_path, monkeypatch, "schtasks")


def stand_ins(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> StandIns:
    ins = StandIns(folder, name)
    monkeypatch.setenv("PATH", f"{ins.folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(folder / "ann"))
    monkeypatch.setenv("COACH_HOME", str(folder / "coach"))
    return ins


def test_launchd_is_given_the_file_and_told_to_start_it(mac: StandIns, tmp_path: Path) -> None:
    me = f"gui/{os.getuid()}"

    done = Installer(launchd()).install()

    stands = Installer(launchd()).state()
    label = "local.spoken-coach.reminders"
    assert done.path == tmp_path / "ann" / "Library" / "LaunchAgents" / f"{label}.plist"
    assert plistlib.loads(done.path.read_bytes())["Label"] == label
    assert [call for call in mac.calls() if " print " not in call] == [
        f"launchctl bootout {me}/{label}",
        f"launchctl enable {me}/{label}",
        f"launchctl bootstrap {me} {done.path}",
    ]
    assert (stands.installed, stands.enabled, stands.active, stands.in_force) == (True, True, True, True)


def test_the_last_lines_of_a_log_file_are_shown(mac: StandIns, tmp_path: Path) -> None:
    Installer(launchd()).install()
    log = tmp_path / "coach" / "data" / "reminders.log"
    log.write_text("".join(f"line {n}\n" for n in range(5_000)), encoding="utf-8")

    assert Installer(launchd()).state(lines=2).log == ("line 4998", "line 4999")


def test_launchd_that_refuses_leaves_nothing(mac: StandIns) -> None:
    mac.refuse("enable")

    with pytest.raises(CoachError, match="refused, said launchctl"):
        Installer(launchd()).install()

    stands = Installer(launchd()).state()
    assert (stands.installed, stands.enabled, stands.path.exists()) == (False, False, False)


def test_launchd_forgets_it(mac: StandIns) -> None:
    Installer(launchd()).install()

    done = Installer(launchd()).uninstall()

    assert done.changed
    assert not done.path.exists()
    assert not Installer(launchd()).uninstall().changed


def test_the_task_scheduler_is_given_the_file_in_utf_16(windows: StandIns, tmp_path: Path) -> None:
    done = Installer(scheduler()).install()

    assert done.path == tmp_path / "coach" / "data" / "coach-reminders.xml"
    assert "<UserId>PC\\ann</UserId>" in done.path.read_bytes().decode("utf-16")
    assert [call for call in windows.calls() if "/query" not in call] == [
        "schtasks /?",
        "schtasks /end /tn coach reminders",
        f"schtasks /create /xml {done.path} /tn coach reminders /f",
        "schtasks /run /tn coach reminders",
    ]
    assert Installer(scheduler()).state().brings
    assert Installer(scheduler()).uninstall().changed
    assert not done.path.exists()


def test_a_task_that_cannot_be_made_leaves_nothing(windows: StandIns) -> None:
    windows.refuse("/create")

    with pytest.raises(CoachError, match="refused, said schtasks"):
        Installer(scheduler()).install()

    assert not Installer(scheduler()).state().installed


def test_without_a_window_the_words_go_to_the_log_and_the_home_is_set(tmp_path: Path) -> None:
    log, home = tmp_path / "logs" / "log", tmp_path / "given"
    words = ("-P", "-m", "coach.cli.windowless", log, home, "doctor")

    ran = subprocess.run(
        [sys.executable, *words], env=clean_env(tmp_path / "other", {}), capture_output=True, timeout=120
    )

    assert (ran.stdout, ran.stderr) == (b"", b"")
    assert f"{home}/data" in log.read_text(encoding="utf-8")
