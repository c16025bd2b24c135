"""What starts programs at log-in on each system, and the words by which it is asked.

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

_PATIENCE: Final = 20.0
"""Seconds in which any of these commands answers; stopping an agent takes ten at most."""
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""What no such file lets stand in a variable, or changes."""
_ESCAPED: Final = {"n": "\n", "t": "\t"}


@dataclass(frozen=True, slots=True)
class Call:
    """The words of a command. One that is not `needed` may fail: what it ends may not have begun."""

    words: tuple[str, ...]
    needed: bool = True
    tries: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a command: whether it did what it should, and what it printed."""

    ok: bool
    text: str


@dataclass(frozen=True, slots=True)
class Asks:
    """What a manager is asked.

    `answers` succeeds where it can be asked at all, `enabled` where it starts the agent at
    log-in. `active` succeeds and prints `running` where the agent runs; where there is no such
    question, the agent's lock tells. `reload` tells it that its file has gone.
    """

    answers: Call
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
    asks: Asks
    log: tuple[str, ...] | Path

    @property
    def data(self) -> bytes:
        """What its file holds."""
        return self.text.encode(self.encoding)


def here() -> Manager:
    """Return what starts programs at log-in on this system. Whether it is there is asked later."""
    of = {"darwin": launchd, "win32": scheduler}.get(sys.platform, systemd)
    for name, value in _variables().items():
        if _UNWRITABLE.search(value):
            raise CoachError(
                f"A file that starts coach cannot be written: a character in {name} cannot stand in it "
                f"({for_terminal(value)}). Give it a plainer value."
            )
    try:
        manager = of()
        manager.text.encode()
    except ValueError as error:
        where = for_terminal(" ".join((sys.executable, os.environ.get("COACH_HOME", ""))).strip())
        raise CoachError(
            "A file that starts coach cannot be written: a character in its path cannot stand in it "
            f"({where}). Move coach, or COACH_HOME, to a folder with a plainer name."
        ) from error
    return manager


def systemd() -> Manager:
    """Return the person's own systemd."""
    name = f"{unit_files.NAME}.service"
    up = answered(Call(("systemctl", "--user", "is-active", "--quiet", "graphical-session.target"))).ok
    folder, its = _of_systemd()
    given = _variables()
    without = tuple(
        each for each in environment.MOVERS if each != "HOME" and each in its and each not in given
    )
    agent = Agent((*program(), *unit_files.ARGUMENTS), given, without=without)
    text = unit_files.service(agent, graphical=up)
    return Manager("systemd", folder / name, text, "utf-8", _systemctl(name), _journal(name))


def launchd() -> Manager:
    """Return the launchd of the person's desktop on macOS."""
    path = Path.home() / "Library" / "LaunchAgents" / f"{unit_files.LABEL}.plist"
    agent = Agent((*program(), *unit_files.ARGUMENTS), _variables(), log=str(_log()))
    return Manager("launchd", path, unit_files.launch_agent(agent), "utf-8", _launchctl(path), _log())


def scheduler() -> Manager:
    """Return the Task Scheduler of Windows."""
    windowless = Path(sys.executable).with_name("pythonw.exe")
    python = str(windowless if windowless.exists() else sys.executable)
    given = surroundings()
    home = given.pop(environment.HOME, "")
    words = (*(f"{name}={value}" for name, value in given.items()), *unit_files.ARGUMENTS)
    command = (python, "-P", "-m", "coach.cli.windowless", str(_log()), home, *words)
    user = "\\".join(filter(None, map(os.environ.get, ("USERDOMAIN", "USERNAME"))))
    path = paths.data_dir() / f"{unit_files.NAME}.xml"
    text = unit_files.task(Agent(command, {}, user=user))
    return Manager("the Task Scheduler", path, text, "utf-16", _schtasks(path), _log())


def _systemctl(name: str) -> Asks:
    ask = ("systemctl", "--user")
    reload = Call((*ask, "daemon-reload"))
    forget = Call((*ask, "reset-failed", name), needed=False)
    return Asks(
        answers=Call((*ask, "show", "--property=Version")),
        start=(reload, Call((*ask, "reenable", name)), forget, Call((*ask, "restart", name))),
        stop=(Call((*ask, "stop", name), needed=False), Call((*ask, "disable", name), needed=False)),
        enabled=Call((*ask, "is-enabled", name)),
        active=Call((*ask, "is-active", name)),
        running="active",
        reload=(reload, forget),
    )


def _journal(name: str) -> tuple[str, ...]:
    """Return the command that shows what the agent printed and what systemd said of it.

    Not by the unit alone: the journal takes what is printed in the first second for another's.
    Not with `--user`: where the journal is kept in memory, that has nothing.
    """
    mine = f"_UID={os.getuid()}"
    printed, of_it = f"SYSLOG_IDENTIFIER={unit_files.NAME}", f"USER_UNIT={name}"
    how = ("--quiet", "--no-pager", "--no-hostname", "--output=short-iso")
    return ("journalctl", *how, printed, mine, "+", of_it, mine, "--lines")


def _launchctl(path: Path) -> Asks:
    domain = f"gui/{os.getuid()}"
    target = f"{domain}/{unit_files.LABEL}"
    out = Call(("launchctl", "bootout", target), needed=False)
    # What was just taken out takes a moment to be gone, and is refused until then.
    bring = Call(("launchctl", "bootstrap", domain, str(path)), tries=5)
    known = Call(("launchctl", "print", target))
    return Asks(
        answers=Call(("launchctl", "print", domain)),
        start=(out, Call(("launchctl", "enable", target)), bring),
        stop=(out,),
        enabled=known,
        active=known,
        running="state = running",
        reload=(),
    )


def _schtasks(path: Path) -> Asks:
    task = ("/tn", unit_files.TASK)
    end = Call(("schtasks", "/end", *task), needed=False)
    create = Call(("schtasks", "/create", "/xml", str(path), *task, "/f"))
    return Asks(
        answers=Call(("schtasks", "/?")),
        start=(end, create, Call(("schtasks", "/run", *task))),
        stop=(end, Call(("schtasks", "/delete", *task, "/f"), needed=False)),
        enabled=Call(("schtasks", "/query", *task)),
        active=None,  # it tells only in the words of the system's language
        running="",
        reload=(),
    )


def program() -> tuple[str, ...]:
    """Return the words that start this very coach, from anywhere."""
    script = Path(sys.executable).with_name("coach")
    # Without -P, a folder named coach in the home would be taken for it.
    return (str(script),) if script.exists() else (sys.executable, "-P", "-m", "coach")


def answered(call: Call, wait: Callable[[], object] = lambda: None) -> Answer:
    """Run a command, as often as it may be tried; `wait` passes the time between."""
    answer = _asked(call.words)
    for _ in range(1, call.tries):
        if answer.ok:
            break
        wait()
        answer = _asked(call.words)
    return answer


def _asked(words: tuple[str, ...]) -> Answer:
    try:
        ran = subprocess.run(
            words, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE, check=False
        )
    except FileNotFoundError:
        return Answer(ok=False, text=f"there is no {words[0]}")
    except subprocess.TimeoutExpired:
        return Answer(ok=False, text=f"it did not answer within {_PATIENCE:g} seconds")
    except OSError as error:
        return Answer(ok=False, text=why(error))
    printed = ran.stdout if ran.returncode == 0 else ran.stderr or ran.stdout
    return Answer(ran.returncode == 0, printed.decode(errors="replace").strip())


def _variables() -> dict[str, str]:
    """Return the variables that the agent is given: those by which it lives in this shell's world.

    What it prints is kept line by line, so that a crash loses none.
    """
    return {"PYTHONUNBUFFERED": "1", **surroundings()}


def surroundings() -> dict[str, str]:
    """Return what moves coach's folders and its clock in this shell, and its settings there."""
    own = environment.moving(os.environ)
    if environment.HOME in own:
        own[environment.HOME] = str(paths.config_dir().parent)
    elif sys.platform != "win32" and str(Path.home()) != _home():
        own["HOME"] = str(Path.home().absolute())
    return own


def _home() -> str:
    """Return the person's home as the system has it, which is the one that the agent would be given."""
    import pwd

    with suppress(KeyError):
        return pwd.getpwuid(os.getuid()).pw_dir
    return ""


def _log() -> Path:
    return paths.data_dir() / "reminders.log"


def _of_systemd() -> tuple[Path, dict[str, str]]:
    """Return the folder where the person's systemd looks for their units, and its own environment.

    The first of its folders is `user.control`, beside that for a person's own; this shell may have
    another XDG_CONFIG_HOME. Where it does not answer, it is taken to have none.
    """
    answer = answered(Call(("systemctl", "--user", "show", "--property=UnitPath", "--property=Environment")))
    shown = dict(line.split("=", 1) for line in answer.text.splitlines() if "=" in line) if answer.ok else {}
    own = dict(word.split("=", 1) for word in _words(shown.get("Environment", "")) if "=" in word)
    first, *_ = [*_words(shown.get("UnitPath", "")), ""]
    if Path(first).name in ("user.control", "user") and Path(first).is_absolute():
        return Path(first).with_name("user"), own
    return Path.home() / ".config" / "systemd" / "user", own


def _words(text: str) -> list[str]:
    """Return the words of a list as systemd shows it: quoted as in C where need be."""
    found = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', text)
    return [re.sub(r"\\(.)", lambda it: _ESCAPED.get(it[1], it[1]), quoted) or bare for quoted, bare in found]
