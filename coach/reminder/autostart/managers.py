"""What starts programs at log-in on each system, and the commands that ask it.

Reads the environment, and runs commands of the system: each ends within 20 seconds. Nothing is
written here.

Errors: `CoachError` for a path that the system's file cannot hold.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.errors import CoachError, why
from coach.files import paths
from coach.language.sanitize import for_terminal
from coach.reminder.autostart import environment, unit_files
from coach.reminder.autostart.unit_files import Agent

_PATIENCE_S: Final = 20.0
"""Seconds in which any of these commands answers; stopping an agent takes ten at most."""
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""Characters that no such file can hold in a variable unchanged."""
_ESCAPED: Final = {"n": "\n", "t": "\t"}


@dataclass(frozen=True, slots=True)
class Call:
    """A command. One that is not `needed` may fail: what it ends may not have begun."""

    words: tuple[str, ...]
    needed: bool = True
    tries: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a command: whether it succeeded, and what it printed."""

    ok: bool
    text: str


@dataclass(frozen=True, slots=True)
class ManagerCalls:
    """The commands for a manager.

    `ping` succeeds where it can be asked at all, `enabled` where it starts the agent at
    log-in. `active` succeeds and prints `running` where the agent runs; where there is no such
    command, the agent's lock tells. `reload` tells the manager that its file is gone.
    """

    ping: Call
    start: tuple[Call, ...]
    stop: tuple[Call, ...]
    enabled: Call
    active: Call | None
    running: str
    reload: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Manager:
    """What starts programs at log-in here, with its file.

    `log` is a command to which a number of lines is added, or a file.
    """

    name: str
    path: Path
    text: str
    encoding: str
    calls: ManagerCalls
    log: tuple[str, ...] | Path

    @property
    def data(self) -> bytes:
        """The content of its file."""
        return self.text.encode(self.encoding)


def manager_here() -> Manager:
    """Return what starts programs at log-in on this system. It is not asked yet whether it is there."""
    make = {"darwin": launchd, "win32": scheduler}.get(sys.platform, systemd)
    for name, value in _agent_variables().items():
        if _UNWRITABLE.search(value):
            raise CoachError(
                f"A file that starts coach cannot be written: a character in {name} cannot stand in it "
                f"({for_terminal(value)}). Give it a plainer value."
            )
    try:
        manager = make()
        manager.text.encode()
    except ValueError as error:
        path_text = for_terminal(" ".join((sys.executable, os.environ.get("COACH_HOME", ""))).strip())
        raise CoachError(
            "A file that starts coach cannot be written: a character in its path cannot stand in it "
            f"({path_text}). Move coach, or COACH_HOME, to a folder with a plainer name."
        ) from error
    return manager


def systemd() -> Manager:
    """Return the person's own systemd."""
    unit = f"{unit_files.NAME}.service"
    has_desktop = answer_to(
        Call(("systemctl", "--user", "is-active", "--quiet", "graphical-session.target"))
    ).ok
    folder, systemd_variables = _systemd_folder_and_variables()
    variables = _agent_variables()
    unset = tuple(
        name
        for name in environment.MOVING_NAMES
        if name != "HOME" and name in systemd_variables and name not in variables
    )
    agent = Agent((*program(), *unit_files.ARGUMENTS), variables, unset=unset)
    text = unit_files.service(agent, graphical=has_desktop)
    return Manager("systemd", folder / unit, text, "utf-8", _systemctl(unit), _journal(unit))


def launchd() -> Manager:
    """Return the launchd of the person's desktop on macOS."""
    path = Path.home() / "Library" / "LaunchAgents" / f"{unit_files.LABEL}.plist"
    agent = Agent((*program(), *unit_files.ARGUMENTS), _agent_variables(), log=str(_log()))
    return Manager("launchd", path, unit_files.launch_agent(agent), "utf-8", _launchctl(path), _log())


def scheduler() -> Manager:
    """Return the Task Scheduler of Windows."""
    windowless = Path(sys.executable).with_name("pythonw.exe")
    python = str(windowless if windowless.exists() else sys.executable)
    variables = shell_variables()
    home = variables.pop(environment.HOME, "")
    arguments = (*(f"{name}={value}" for name, value in variables.items()), *unit_files.ARGUMENTS)
    command = (python, "-P", "-m", "coach.cli.windowless", str(_log()), home, *arguments)
    user = "\\".join(filter(None, map(os.environ.get, ("USERDOMAIN", "USERNAME"))))
    path = paths.data_dir() / f"{unit_files.NAME}.xml"
    text = unit_files.task(Agent(command, {}, user=user))
    return Manager("the Task Scheduler", path, text, "utf-16", _schtasks(path), _log())


def _systemctl(name: str) -> ManagerCalls:
    ask = ("systemctl", "--user")
    reload = Call((*ask, "daemon-reload"))
    forget = Call((*ask, "reset-failed", name), needed=False)
    return ManagerCalls(
        ping=Call((*ask, "show", "--property=Version")),
        start=(reload, Call((*ask, "reenable", name)), forget, Call((*ask, "restart", name))),
        stop=(Call((*ask, "stop", name), needed=False), Call((*ask, "disable", name), needed=False)),
        enabled=Call((*ask, "is-enabled", name)),
        active=Call((*ask, "is-active", name)),
        running="active",
        reload=(reload, forget),
    )


def _journal(name: str) -> tuple[str, ...]:
    """Return the command that shows what the agent printed and what systemd said of it.

    Not by the unit alone: the journal assigns output of the first second to another unit.
    Not with `--user`: where the journal is kept in memory, that shows nothing.
    """
    own_user = f"_UID={os.getuid()}"
    identifier, user_unit = f"SYSLOG_IDENTIFIER={unit_files.NAME}", f"USER_UNIT={name}"
    options = ("--quiet", "--no-pager", "--no-hostname", "--output=short-iso")
    return ("journalctl", *options, identifier, own_user, "+", user_unit, own_user, "--lines")


def _launchctl(path: Path) -> ManagerCalls:
    domain = f"gui/{os.getuid()}"
    target = f"{domain}/{unit_files.LABEL}"
    bootout = Call(("launchctl", "bootout", target), needed=False)
    # An agent that was just removed is gone after a moment; until then a new one is refused.
    bootstrap = Call(("launchctl", "bootstrap", domain, str(path)), tries=5)
    query = Call(("launchctl", "print", target))
    return ManagerCalls(
        ping=Call(("launchctl", "print", domain)),
        start=(bootout, Call(("launchctl", "enable", target)), bootstrap),
        stop=(bootout,),
        enabled=query,
        active=query,
        running="state = running",
        reload=(),
    )


def _schtasks(path: Path) -> ManagerCalls:
    task = ("/tn", unit_files.TASK)
    end = Call(("schtasks", "/end", *task), needed=False)
    create = Call(("schtasks", "/create", "/xml", str(path), *task, "/f"))
    return ManagerCalls(
        ping=Call(("schtasks", "/?")),
        start=(end, create, Call(("schtasks", "/run", *task))),
        stop=(end, Call(("schtasks", "/delete", *task, "/f"), needed=False)),
        enabled=Call(("schtasks", "/query", *task)),
        active=None,  # its answer is in the system's language
        running="",
        reload=(),
    )


def program() -> tuple[str, ...]:
    """Return the words that start this very coach, from anywhere."""
    script = Path(sys.executable).with_name("coach")
    # Without -P, a folder named coach in the home would be taken for it.
    return (str(script),) if script.exists() else (sys.executable, "-P", "-m", "coach")


def answer_to(call: Call, wait: Callable[[], object] = lambda: None) -> Answer:
    """Run a command, as often as it may be tried; `wait` is called between."""
    answer = _run(call.words)
    for _ in range(1, call.tries):
        if answer.ok:
            break
        wait()
        answer = _run(call.words)
    return answer


def _run(words: tuple[str, ...]) -> Answer:
    try:
        completed = subprocess.run(
            words, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE_S, check=False
        )
    except FileNotFoundError:
        return Answer(ok=False, text=f"there is no {words[0]}")
    except subprocess.TimeoutExpired:
        return Answer(ok=False, text=f"it did not answer within {_PATIENCE_S:g} seconds")
    except OSError as error:
        return Answer(ok=False, text=why(error))
    output = completed.stdout if completed.returncode == 0 else completed.stderr or completed.stdout
    return Answer(completed.returncode == 0, output.decode(errors="replace").strip())


def _agent_variables() -> dict[str, str]:
    """Return the variables for the agent: its folders, clock and settings are those of this shell.

    Its output is not buffered, so that a crash loses no line.
    """
    return {"PYTHONUNBUFFERED": "1", **shell_variables()}


def shell_variables() -> dict[str, str]:
    """Return the variables of this shell that move coach's folders or its clock, or are settings."""
    variables = environment.moving_variables(os.environ)
    if environment.HOME in variables:
        variables[environment.HOME] = str(paths.config_dir().parent)
    elif sys.platform != "win32" and str(Path.home()) != _system_home():
        variables["HOME"] = str(Path.home().absolute())
    return variables


def _system_home() -> str:
    """Return the person's home as the system has it: the agent would be given that one."""
    import pwd

    with suppress(KeyError):
        return pwd.getpwuid(os.getuid()).pw_dir
    return ""


def _log() -> Path:
    return paths.data_dir() / "reminders.log"


def _systemd_folder_and_variables() -> tuple[Path, dict[str, str]]:
    """Return the folder where the person's systemd looks for their units, and its own environment.

    The first of its folders is `user.control`, beside that for a person's own; this shell may have
    another XDG_CONFIG_HOME. Where it does not answer, it is taken to have none.
    """
    answer = answer_to(Call(("systemctl", "--user", "show", "--property=UnitPath", "--property=Environment")))
    properties = (
        dict(line.split("=", 1) for line in answer.text.splitlines() if "=" in line) if answer.ok else {}
    )
    variables = dict(
        word.split("=", 1) for word in _split_words(properties.get("Environment", "")) if "=" in word
    )
    first, *_ = [*_split_words(properties.get("UnitPath", "")), ""]
    if Path(first).name in ("user.control", "user") and Path(first).is_absolute():
        return Path(first).with_name("user"), variables
    return Path.home() / ".config" / "systemd" / "user", variables


def _split_words(text: str) -> list[str]:
    """Return the words of a list as systemd shows it, quoted as in C where necessary."""
    matches = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', text)
    return [
        re.sub(r"\\(.)", lambda match: _ESCAPED.get(match[1], match[1]), quoted) or bare
        for quoted, bare in matches
    ]
