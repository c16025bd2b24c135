"""The agent lives in the world of the shell that installed it: its folders, its clock, its settings."""

import os
import plistlib
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lived import waited
from own_systemd import OwnSystemd, own_systemd

import coach
from coach.errors import CoachError
from coach.reminder.autostart import unit_files
from coach.reminder.autostart.environment import differences, moving_variables
from coach.reminder.autostart.managers import launchd, scheduler, systemd

UNIT = "coach-reminders.service"
ROOT = str(Path(coach.__file__).parents[1])
ODD = '50% o\'brien "$HOME" \\x Übung\n運動'
AGENT = """\
#!/bin/sh
env -0 > "$XDG_DATA_HOME/seen.new"
mv "$XDG_DATA_HOME/seen.new" "$XDG_DATA_HOME/seen"
exec sleep 600
"""


def test_what_moves_a_folder_or_a_clock_is_found_and_nothing_else() -> None:
    environ = {
        "TZ": "Asia/Tokyo",
        "COACH_VOICE": "espeak",
        "_COACH_COMPLETE": "bash",
        "XDG_DATA_HOME": "/data",
        "XDG_CONFIG_HOME": "relative",
        "XDG_CACHE_HOME": "",
        "XDG_RUNTIME_DIR": "/run/user/1",
        "PATH": "/bin",
        "COACH_HOME": "/mine",
    }

    assert list(moving_variables(environ).items()) == [
        ("COACH_HOME", "/mine"),
        ("COACH_VOICE", "espeak"),
        ("XDG_DATA_HOME", "/data"),
        ("TZ", "Asia/Tokyo"),
    ]


def test_a_clock_by_no_name_is_one_as_well_and_a_folder_by_no_name_is_none() -> None:
    assert moving_variables({"TZ": "", "COACH_HOME": "", "COACH_RATE": "", "XDG_DATA_HOME": ""}) == {"TZ": ""}


VALUES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t\"'\\%$ "), max_size=20
)


@given(st.dictionaries(st.sampled_from(["COACH_HOME", "XDG_DATA_HOME", "TZ"]), VALUES, min_size=1))
def test_what_a_file_gives_is_read_from_it_as_it_was(variables: Mapping[str, str]) -> None:
    agent = unit_files.Agent(("/opt/coach", "remind", "run"), variables, log="/log")

    assert unit_files.variables_in(unit_files.service(agent, graphical=False)) == variables
    assert plistlib.loads(unit_files.launch_agent(agent).encode())["EnvironmentVariables"] == variables
    assert unit_files.variables_in(unit_files.launch_agent(agent)) == variables


@pytest.mark.parametrize(
    ("there", "here", "differs"),
    [
        ({"TZ": "UTC"}, {"TZ": "UTC"}, ()),
        ({"TZ": "UTC"}, {}, ("TZ is 'UTC' there and not set here",)),
        ({}, {"XDG_DATA_HOME": "/d"}, ("XDG_DATA_HOME is not set there and '/d' here",)),
        ({"COACH_HOME": "/c"}, {"COACH_HOME": "/c", "XDG_DATA_HOME": "/d"}, ()),
        ({"PYTHONUNBUFFERED": "1"}, {"XDG_STATE_HOME": "/s"}, ()),
    ],
)
def test_worlds_that_differ_are_told_apart(
    there: dict[str, str], here: dict[str, str], differs: tuple[str, ...]
) -> None:
    assert differences(there, here) == differs


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in [name for name in os.environ if name.startswith(("COACH_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.chdir(tmp_path)
    return monkeypatch


@pytest.mark.parametrize("home", ["mine", "~/mine"])
def test_a_home_that_is_relative_is_given_whole(shell: pytest.MonkeyPatch, tmp_path: Path, home: str) -> None:
    shell.setenv("HOME", str(tmp_path))
    shell.setenv("COACH_HOME", home)

    given_by = [unit_files.variables_in(of().text) for of in (systemd, launchd)]
    assert [(each["COACH_HOME"], each["TZ"]) for each in given_by] == [
        (str(tmp_path / "mine"), "Asia/Tokyo")
    ] * 2
    assert f"{tmp_path}/mine TZ=Asia/Tokyo remind run --wait" in scheduler().text


@pytest.mark.skipif(sys.platform == "win32", reason="HOME is no home there")
def test_a_home_of_this_shell_alone_is_given(shell: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shell.setenv("HOME", str(tmp_path))

    assert unit_files.variables_in(systemd().text)["HOME"] == str(tmp_path)
    assert systemd().path == tmp_path / ".config" / "systemd" / "user" / UNIT


def test_a_value_that_no_file_can_hold_is_told_by_its_name(shell: pytest.MonkeyPatch) -> None:
    from coach.reminder.autostart.managers import manager_here

    shell.setenv("XDG_DATA_HOME", "/data\x01")

    with pytest.raises(CoachError, match="a character in XDG_DATA_HOME cannot stand in it"):
        manager_here()


class Somebody:
    """Somebody with a systemd, whose shell has a world of its own."""

    def __init__(self, systemd: OwnSystemd, folder: Path) -> None:
        self.systemd, self.folder = systemd, folder / ODD
        names = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
        self.world = {name: str(self.folder / name[4:8]) for name in names} | {"TZ": "Asia/Kathmandu"}
        for name in names:
            Path(self.world[name]).mkdir(parents=True)
        program = folder / "bin" / "coach"
        program.parent.mkdir()
        program.write_text(AGENT, encoding="utf-8")
        program.chmod(0o700)
        self._python = program.with_name("python")
        self._python.symlink_to(sys.executable)

    def remind(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        libraries = os.pathsep.join((ROOT, sysconfig.get_path("purelib")))
        return subprocess.run(
            [*self.systemd.before, self._python, "-m", "coach", "remind", *words],
            env={**self.systemd.env, **self.world, "PYTHONPATH": libraries, **env},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )

    def seen(self) -> dict[str, str]:
        """Wait for the agent; return its environment."""
        file = Path(self.world["XDG_DATA_HOME"]) / "seen"
        waited(file.exists, "the agent")
        words = file.read_text(encoding="utf-8").split("\0")
        return dict(word.split("=", 1) for word in words if word)


@pytest.fixture(params=["its own", "none"])
def somebody(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Somebody]:
    user, config = tmp_path / "user", tmp_path / 'con 50% "q" \\fig'
    user.mkdir()
    env = {"XDG_CONFIG_HOME": str(config), "XDG_STATE_HOME": "/elsewhere"}
    with own_systemd(user, env if request.param == "its own" else {}) as one:
        yield Somebody(one, tmp_path)


def test_the_agent_has_the_world_of_its_shell_and_its_unit_is_where_systemd_looks(
    somebody: Somebody,
) -> None:
    ran = somebody.remind("install")

    seen = somebody.seen()
    stays = somebody.remind("status")
    moved = somebody.remind("status", TZ="Asia/Tokyo")
    path = somebody.systemd.shown(UNIT, "FragmentPath")
    gone = somebody.remind("uninstall")
    assert (ran.returncode, ran.stderr, gone.returncode) == (0, "", 0)
    assert {name: seen.get(name) for name in somebody.world} == somebody.world
    assert "XDG_STATE_HOME" not in seen
    assert Path(path).parent.parent.parent != Path(somebody.world["XDG_CONFIG_HOME"])
    assert "elsewhere" not in stays.stdout
    assert "TZ is 'Asia/Kathmandu' there and 'Asia/Tokyo' here" in moved.stdout
    assert somebody.systemd.shown(UNIT, "LoadState") == "not-found"


def test_a_task_of_windows_gives_its_variables_to_the_coach_without_a_window(tmp_path: Path) -> None:
    log = tmp_path / "log"
    words = ("-P", "-m", "coach.cli.windowless", log, tmp_path, "COACH_RATE=123", "COACH_DEVICE=a=b c")

    ran = subprocess.run([sys.executable, *words, "config"], capture_output=True, timeout=120)

    told = log.read_text(encoding="utf-8")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")
    assert "COACH_RATE" in told
    assert "123" in told
    assert "a=b c" in told


@pytest.mark.skipif(sys.platform != "linux", reason="a run folder is Linux's")
def test_an_agent_of_a_desktop_is_seen_where_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir(mode=0o700)
    bare = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONPATH": ROOT}
    remind = [sys.executable, "-m", "coach", "remind"]
    agent = subprocess.Popen(
        [*remind, "run"],
        env={**bare, "XDG_RUNTIME_DIR": str(tmp_path / "run")},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert agent.stdout is not None
        assert agent.stdout.readline() == "The agent has started.\n"
        status, once, mine = (
            subprocess.run([*remind, *words], env={**bare, **env}, capture_output=True, encoding="utf-8")
            for words, env in (
                (("status",), {}),
                (("run", "--once"), {}),
                (("run", "--once"), {"COACH_HOME": str(tmp_path / "mine")}),
            )
        )
    finally:
        agent.kill()
        agent.communicate()

    assert "They are being brought now" in status.stdout
    assert (once.returncode, mine.returncode) == (1, 0)
    assert "another agent runs" in once.stderr


@given(st.lists(st.text(alphabet='a\\" =', max_size=8), max_size=5))
def test_words_with_quotes_reach_a_program_of_windows_as_they_were(words: list[str]) -> None:
    text = unit_files.task(unit_files.Agent(("pythonw.exe", *words), {}, user="ann"))

    assert unit_files.command_in(text) == f"pythonw.exe {subprocess.list2cmdline(words)}"
