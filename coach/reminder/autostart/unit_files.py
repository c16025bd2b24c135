"""The files by which a system starts the reminders at log-in and after a crash, as texts.

Pure. Each has a seal: a sum over its own text, by which one that a person changed is told
from one that an earlier coach wrote. No file names a display or a session bus: those change,
and the system gives the agent those of the day.

Errors: `ValueError` for a path with a character that the file cannot hold.
"""

import html
import plistlib
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from xml.sax.saxutils import escape

NAME: Final = "coach-reminders"
LABEL: Final = "local.spoken-coach.reminders"
TASK: Final = "coach reminders"
BY_HAND: Final = ("remind", "run")
"""What the agent's command is given where a person starts it."""
ARGUMENTS: Final = (*BY_HAND, "--wait")
"""What it is given by the system: one that was started by hand is waited for, not fought."""

_SEAL: Final = re.compile(r"\bseal [0-9a-f]{12}\b")
_BLANK: Final = f"seal {'0' * 12}"
_BACK: Final = 5
"""Seconds after which a crashed agent is started again."""
_GRAPHICAL: Final = "graphical-session.target"
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f\"'\\]")
"""What systemd refuses in the path of a program, though not in the words that follow it."""


@dataclass(frozen=True, slots=True)
class Agent:
    """What is to be kept running: the words of its command, and the variables it is given.

    `without` are variables that the system would give it and that it must not have. `log` is the
    file that its output goes to, where the system keeps none itself. `user` is the name by which
    Windows knows the person.
    """

    command: tuple[str, ...]
    variables: Mapping[str, str]
    log: str = ""
    user: str = ""
    without: tuple[str, ...] = ()


def service(agent: Agent, *, graphical: bool) -> str:
    """Return the unit for the person's own systemd; `graphical` where that knows when a desktop is up.

    What the agent opens, such as a session in a terminal, outlives it (`KillMode`), and may
    become root as it may elsewhere: hence no `NoNewPrivileges`. Ten starts within an hour are
    the end of it, so that a broken one is not tried for ever.
    """
    variables = [f"Environment={_quoted(f'{name}={value}')}\n" for name, value in agent.variables.items()]
    variables += [f"UnsetEnvironment={name}\n" for name in agent.without]
    return _sealed(
        _SERVICE.format(
            name=NAME,
            seal=_BLANK,
            bound=f"After={_GRAPHICAL}\nPartOf={_GRAPHICAL}\n" if graphical else "",
            command=_exec(agent.command),
            variables="".join(variables),
            back=_BACK,
            target=_GRAPHICAL if graphical else "default.target",
        )
    )


def launch_agent(agent: Agent) -> str:
    """Return the property list for launchd. It starts the agent again unless that left with 0."""
    keys = {
        "Label": LABEL,
        "ProgramArguments": list(agent.command),
        "EnvironmentVariables": dict(agent.variables),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": 30,
        "LimitLoadToSessionType": "Aqua",
        "ProcessType": "Interactive",  # else its timers are put off, and a reminder comes late
        "AbandonProcessGroup": True,  # what it opened outlives it
        "StandardOutPath": agent.log,
        "StandardErrorPath": agent.log,
    }
    text = plistlib.dumps(keys, sort_keys=False).decode()
    return _sealed(text.replace("<plist", f"<!-- {_SAID} {_BLANK} -->\n<plist", 1))


def task(agent: Agent) -> str:
    """Return the task for Windows.

    `RestartOnFailure` is only about an agent that could not be started. One that crashed comes
    back by the repetition: that starts none where one runs (`IgnoreNew`).
    """
    program, *words = agent.command
    return _sealed(
        _TASK.format(
            said=f"{_SAID} {_BLANK}",
            user=_xml(agent.user),
            program=_xml(program),
            words=_xml(" ".join(map(_argument, words))),
        )
    )


def starts(text: str) -> str:
    """Return what the text of such a file starts, with the home that it is given; empty where nothing."""
    unit = re.search(r"^ExecStart=:?(.+)$", text, re.MULTILINE)
    if unit:
        return " ".join((*re.findall(r'^Environment=("?COACH_HOME=.*)$', text, re.MULTILINE), unit[1]))
    task = re.search(r"<Command>(.*?)</Command>\s*<Arguments>(.*?)</Arguments>", text, re.DOTALL)
    if task:
        return html.unescape(f"{task[1]} {task[2]}")
    try:
        keys = plistlib.loads(text.encode())
        home = keys.get("EnvironmentVariables", {}).get("COACH_HOME")
        return shlex.join(([f"COACH_HOME={home}"] if home else []) + keys["ProgramArguments"])
    except Exception:  # noqa: BLE001 - whatever a person's own file may be: expat has many errors
        return ""


def given(text: str) -> Mapping[str, str]:
    """Return the variables that the text of such a file gives to what it starts.

    A task of Windows has them among its words, where `starts` shows them.
    """
    lines = re.findall(r"^Environment=(.*)$", text, re.MULTILINE)
    if lines:
        pairs = (_unquoted(line).partition("=") for line in lines)
        return {name: value for name, _, value in pairs}
    try:
        return dict(plistlib.loads(text.encode()).get("EnvironmentVariables", {}))
    except Exception:  # noqa: BLE001 - whatever a person's own file may be: expat has many errors
        return {}


def as_written(text: str) -> bool:
    """Return whether the text of such a file is as a coach wrote it."""
    return bool(_SEAL.search(text)) and _sealed(text) == text


def _sealed(text: str) -> str:
    """Put the sum over the text into its seal."""
    blank = _SEAL.sub(_BLANK, text, count=1)
    return blank.replace(_BLANK, f"seal {sha256(blank.encode()).hexdigest()[:12]}", 1)


def _exec(command: tuple[str, ...]) -> str:
    """Return a command as systemd reads it; the colon keeps `$` as it is."""
    if _UNSAFE.search(command[0]):
        command = ("/bin/sh", "-c", 'exec "$0" "$@"', *command)
    return ":" + " ".join(map(_quoted, command))


def _quoted(word: str) -> str:
    """Return a word as systemd reads it. Where nothing in it needs quotes, it has none."""
    if re.fullmatch(r"[\w./=@+:,-]+", word):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return '"' + re.sub(r"[\x01-\x1f\x7f]", lambda found: f"\\x{ord(found[0]):02x}", escaped) + '"'


def _unquoted(word: str) -> str:
    """Return what `_quoted` was given."""
    if not word.startswith('"'):
        return word
    plain = word[1:-1].replace("%%", "%")
    return re.sub(r"\\(?:x([0-9a-f]{2})|(.))", lambda it: chr(int(it[1], 16)) if it[1] else it[2], plain)


def _argument(word: str) -> str:
    """Return a word as a program of Windows reads it: backslashes count double before a quote alone."""
    word = re.sub(r'(\\*)"', r'\1\1\\"', word)
    if word and not re.search(r"\s", word):
        return word
    return '"' + word + "\\" * (len(word) - len(word.rstrip("\\"))) + '"'


def _xml(text: str) -> str:
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text):
        raise ValueError("XML has no control characters")
    return escape(text)


_SAID: Final = "Written by `coach remind install`, which writes it anew."
_SERVICE: Final = """\
# Written by `coach remind install`, which writes it anew. What you add with
# `systemctl --user edit {name}` stays. {seal}
[Unit]
Description=Reminders of coach
StartLimitIntervalSec=1h
StartLimitBurst=10
{bound}
[Service]
Type=exec
ExecStart={command}
{variables}Restart=on-failure
RestartSec={back}
TimeoutStopSec=10
KillMode=process
StandardOutput=journal
StandardError=journal
SyslogIdentifier={name}

[Install]
WantedBy={target}
"""
_TASK: Final = """\
<?xml version="1.0" encoding="UTF-16"?>
<!-- {said} -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Reminders of coach</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Repetition>
        <Interval>PT5M</Interval>
      </Repetition>
      <UserId>{user}</UserId>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>{user}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>5</Priority>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>10</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{program}</Command>
      <Arguments>{words}</Arguments>
    </Exec>
  </Actions>
</Task>
"""
