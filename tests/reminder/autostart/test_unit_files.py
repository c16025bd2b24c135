"""Each system can read its file, whatever the path of coach; and a file that a person changed is known."""

import os
import plistlib
import shutil
import stat
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.reminder.autostart.unit_files import Agent, as_written, command_in, launch_agent, service, task

AGENT: Final = Agent(
    ("/opt/coach/bin/coach", "remind", "run"), {"COACH_HOME": "/home/ann/coach"}, "/log", "PC\\ann"
)
NAMES: Final = [
    "plain",
    "with spaces",
    "50% %h %%",
    "it's",
    'a "quoted" one',
    "$HOME ${HOME} $$",
    "back\\slash \\n",
    "Übung ü 運動",
    "a;b #c",
    "-dash @at !bang +plus",
    "a\ttab",
]
PLIST: Final = {
    "Label": str,
    "ProgramArguments": list,
    "EnvironmentVariables": dict,
    "RunAtLoad": bool,
    "KeepAlive": dict,
    "ThrottleInterval": int,
    "LimitLoadToSessionType": str,
    "ProcessType": str,
    "AbandonProcessGroup": bool,
    "StandardOutPath": str,
    "StandardErrorPath": str,
}
"""The keys, with their types, as launchd.plist(5) has them."""

SPACE: Final = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
BOOLEAN: Final = ("true", "false")
SEQUENCES: Final = {
    "LogonTrigger": ["Enabled", "StartBoundary", "EndBoundary", "Repetition", "UserId", "Delay"],
    "Exec": ["Command", "Arguments", "WorkingDirectory"],
}
"""Where the schema of MS-TSCH 2.5 is a sequence; elsewhere it leaves the order free."""
CHILDREN: Final = {
    "Task": {"RegistrationInfo", "Triggers", "Settings", "Data", "Principals", "Actions"},
    "RegistrationInfo": {"URI", "Source", "Author", "Version", "Description", "Documentation", "Date"},
    "Triggers": {"LogonTrigger"},
    "Repetition": {"Interval", "Duration", "StopAtDurationEnd"},
    "Principals": {"Principal"},
    "Principal": {"UserId", "LogonType", "GroupId", "DisplayName", "RunLevel"},
    "Settings": {
        *("AllowStartOnDemand", "RestartOnFailure", "MultipleInstancesPolicy", "DisallowStartIfOnBatteries"),
        *("StopIfGoingOnBatteries", "AllowHardTerminate", "StartWhenAvailable", "NetworkProfileName"),
        *("RunOnlyIfNetworkAvailable", "WakeToRun", "Enabled", "Hidden", "DeleteExpiredTaskAfter"),
        *("IdleSettings", "NetworkSettings", "ExecutionTimeLimit", "Priority", "RunOnlyIfIdle"),
    },
    "RestartOnFailure": {"Interval", "Count"},
    "Actions": {"Exec"},
    **{name: set(order) for name, order in SEQUENCES.items()},
}
VALUES: Final = {
    "LogonType": ("S4U", "Password", "InteractiveToken", "InteractiveTokenOrPassword"),
    "RunLevel": ("LeastPrivilege", "HighestAvailable"),
    "MultipleInstancesPolicy": ("Parallel", "Queue", "IgnoreNew", "StopExisting"),
    "DisallowStartIfOnBatteries": BOOLEAN,
    "StopIfGoingOnBatteries": BOOLEAN,
    "Interval": ("PT1M", "PT5M"),
    "ExecutionTimeLimit": ("PT0S",),
    "Priority": tuple(map(str, range(11))),
    "Count": tuple(map(str, range(1, 256))),
}


def at(folder: Path, name: str) -> Agent:
    """Return an agent whose program lies in a folder of that name, which is its home too."""
    program = folder / name / "coach"
    program.parent.mkdir()
    program.touch()
    program.chmod(stat.S_IRWXU)
    return Agent((str(program), "remind", "run"), {"COACH_HOME": str(program.parent)}, "/log", "PC\\ann")


def complaints(text: str, folder: Path) -> str:
    """Return all that systemd has to say about a unit."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd")
    path = folder / "coach-reminders.service"
    path.write_text(text, encoding="utf-8")
    ran = subprocess.run(
        ["systemd-analyze", "--user", "verify", path],
        env={**os.environ, "XDG_RUNTIME_DIR": str(folder)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    return ran.stderr + (str(ran.returncode) if ran.returncode else "")


def of_schema(text: str) -> dict[str, Any]:
    """Check a task against the rules of its schema; return its values by their paths."""
    values: dict[str, Any] = {}

    def walk(element: ET.Element, path: str) -> None:
        name = element.tag.removeprefix(SPACE)
        assert element.tag.startswith(SPACE)
        names = [child.tag.removeprefix(SPACE) for child in element]
        assert set(names) <= CHILDREN.get(name, set())
        assert len(names) == len(set(names))
        if name in SEQUENCES:
            assert names == sorted(names, key=SEQUENCES[name].index)
        if not names:
            values[f"{path}/{name}"] = element.text or ""
            assert element.text in VALUES.get(name, (element.text,))
        for child in element:
            walk(child, f"{path}/{name}" if path or name != "Task" else "Task")

    root = ET.fromstring(text)
    assert root.tag == f"{SPACE}Task"
    assert root.get("version") in ("1.1", "1.2", "1.3", "1.4")
    context = root.find(f"{SPACE}Actions")
    principal = root.find(f"{SPACE}Principals/{SPACE}Principal")
    assert context is not None
    assert principal is not None
    assert context.get("Context") == principal.get("id")
    walk(root, "")
    return values


@pytest.mark.parametrize("graphical", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_systemd_has_nothing_against_the_unit_wherever_coach_lies(
    tmp_path: Path, name: str, graphical: bool
) -> None:
    text = service(at(tmp_path, name), graphical=graphical)

    assert complaints(text, tmp_path) == ""


def test_what_systemd_would_not_understand_is_noticed_here(tmp_path: Path) -> None:
    text = service(at(tmp_path, "plain"), graphical=False)

    assert "Unknown key" in complaints(text.replace("KillMode", "KilMode"), tmp_path)
    assert "not executable" in complaints(text.replace("/plain/coach", "/gone/coach"), tmp_path)


def test_the_unit_waits_for_the_desktop_where_systemd_knows_of_one() -> None:
    lines = service(AGENT, graphical=True).splitlines()

    assert "After=graphical-session.target" in lines
    assert "PartOf=graphical-session.target" in lines
    assert "WantedBy=graphical-session.target" in lines


def test_elsewhere_the_unit_starts_at_log_in_and_names_no_desktop() -> None:
    text = service(AGENT, graphical=False)

    assert "WantedBy=default.target" in text.splitlines()
    assert "graphical" not in text


def test_a_crash_starts_the_agent_again_and_an_end_in_order_does_not() -> None:
    unit = service(AGENT, graphical=False).splitlines()
    agent = plistlib.loads(launch_agent(AGENT).encode())

    assert "Restart=on-failure" in unit
    assert agent["KeepAlive"] == {"SuccessfulExit": False}


@pytest.mark.parametrize("of", [lambda agent: service(agent, graphical=True), launch_agent, task])
def test_no_file_names_a_display_or_a_bus(of: Callable[[Agent], str]) -> None:
    text = of(AGENT)

    assert not [word for word in ("DISPLAY", "DBUS", "XAUTHORITY", "/run/user") if word in text]


@pytest.mark.parametrize("name", NAMES[:-1])
def test_launchd_is_given_keys_that_it_knows_and_the_very_words(name: str) -> None:
    words, home = (f"/opt/{name}/coach", "remind", "run"), {"COACH_HOME": f"/home/{name}"}

    read = plistlib.loads(launch_agent(Agent(words, home, log=f"/home/{name}/log")).encode())

    assert {key: type(value) for key, value in read.items()} == PLIST
    assert read["ProgramArguments"] == list(words)
    assert read["EnvironmentVariables"] == home
    assert read["StandardOutPath"] == read["StandardErrorPath"] == f"/home/{name}/log"
    assert (read["RunAtLoad"], read["ProcessType"]) == (True, "Interactive")


@pytest.mark.parametrize("name", [*NAMES[:4], "a & b", "<b>", "Übung 運動"])
def test_the_task_keeps_to_its_schema_and_runs_on_batteries_without_end(name: str) -> None:
    agent = Agent((f"C:\\{name}\\pythonw.exe", "-m", "coach", f"C:\\{name}\\"), {}, user=f"PC\\{name}")

    data = task(agent).encode("utf-16")

    values = of_schema(data.decode("utf-16"))
    assert data[:2] in (b"\xff\xfe", b"\xfe\xff")
    assert 'encoding="UTF-16"' in data.decode("utf-16").splitlines()[0]
    assert values["Task/Settings/DisallowStartIfOnBatteries"] == "false"
    assert values["Task/Settings/StopIfGoingOnBatteries"] == "false"
    assert values["Task/Settings/ExecutionTimeLimit"] == "PT0S"
    assert values["Task/Settings/MultipleInstancesPolicy"] == "IgnoreNew"
    assert values["Task/Principals/Principal/LogonType"] == "InteractiveToken"
    assert values["Task/Triggers/LogonTrigger/UserId"] == f"PC\\{name}"
    assert values["Task/Actions/Exec/Command"] == f"C:\\{name}\\pythonw.exe"


@given(st.lists(st.text(alphabet="aé:\\ -%", max_size=8), max_size=5))
def test_windows_splits_the_words_of_the_task_as_they_were(words: list[str]) -> None:
    text = task(Agent(("pythonw.exe", *words), {}, user="ann"))

    assert command_in(text) == f"pythonw.exe {subprocess.list2cmdline(words)}"


@pytest.mark.parametrize("of", [launch_agent, task])
def test_a_path_that_xml_cannot_hold_is_refused(of: Callable[[Agent], str]) -> None:
    with pytest.raises(ValueError, match="control characters"):
        of(Agent(("/opt/\x01/coach", "\x01"), {}, "/log", "ann"))


@pytest.mark.parametrize(
    ("text", "command"),
    [
        (service(AGENT, graphical=True), "COACH_HOME=/home/ann/coach /opt/coach/bin/coach remind run"),
        (launch_agent(AGENT), "COACH_HOME=/home/ann/coach /opt/coach/bin/coach remind run"),
        (task(AGENT), "/opt/coach/bin/coach remind run"),
        ("", ""),
        ("<plist>broken", ""),
    ],
)
def test_what_a_file_starts_can_be_read_from_it(text: str, command: str) -> None:
    assert command_in(text) == command


@pytest.mark.parametrize("text", [service(AGENT, graphical=True), launch_agent(AGENT), task(AGENT)])
def test_a_file_that_a_person_changed_is_told_from_one_that_coach_wrote(text: str) -> None:
    assert as_written(text)
    assert not as_written(text.replace("coach/bin", "other/bin"))
    assert not as_written(f"{text}\n# mine\n")
    assert not as_written(text.replace("seal ", "seel "))
    assert not as_written("")
