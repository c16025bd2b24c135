"""The texts of the files by which a system starts the reminders at log-in and after a crash.

Pure. Each has a seal: a checksum of its own text, which tells a file that a person changed from
one that an earlier coach wrote. No file names a display or a session bus: those change, and the
system gives the agent the present ones.

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
"""The arguments of the agent's command where a person starts it."""
ARGUMENTS: Final = (*BY_HAND, "--wait")
"""Its arguments where the system starts it: it waits for one that was started by hand."""

_SEAL: Final = re.compile(r"\bseal [0-9a-f]{12}\b")
_BLANK_SEAL: Final = f"seal {'0' * 12}"
_RESTART_S: Final = 5
"""Seconds after which a crashed agent is started again."""
_GRAPHICAL: Final = "graphical-session.target"
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f\"'\\]")
"""Characters that systemd refuses in the path of a program, though not in its arguments."""


@dataclass(frozen=True, slots=True)
class Agent:
    """What the system keeps running: its command, and its variables.

    `unset` are variables that the system would give it and that it must not have. `log` is the
    file for its output, where the system keeps none itself. `user` is the name by which Windows
    knows the person.
    """

    command: tuple[str, ...]
    variables: Mapping[str, str]
    log: str = ""
    user: str = ""
    unset: tuple[str, ...] = ()


def service(agent: Agent, *, graphical: bool) -> str:
    """Return the unit for the person's own systemd; `graphical` where that knows when a desktop runs.

    What the agent opens, such as a session in a terminal, outlives it (`KillMode`), and may
    become root as it may elsewhere: hence no `NoNewPrivileges`. After ten starts within an hour
    systemd gives up, so that a broken agent is not tried for ever.
    """
    variables = [f"Environment={_quoted(f'{name}={value}')}\n" for name, value in agent.variables.items()]
    variables += [f"UnsetEnvironment={name}\n" for name in agent.unset]
    return _sealed(
        _SERVICE.format(
            name=NAME,
            seal=_BLANK_SEAL,
            bound=f"After={_GRAPHICAL}\nPartOf={_GRAPHICAL}\n" if graphical else "",
            command=_exec_line(agent.command),
            variables="".join(variables),
            restart_s=_RESTART_S,
            target=_GRAPHICAL if graphical else "default.target",
        )
    )


def launch_agent(agent: Agent) -> str:
    """Return the property list for launchd. It starts the agent again unless that ended with 0."""
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
    return _sealed(text.replace("<plist", f"<!-- {_COMMENT} {_BLANK_SEAL} -->\n<plist", 1))


def task(agent: Agent) -> str:
    """Return the task for Windows.

    `RestartOnFailure` only helps where the agent could not be started. The repetition starts it again
    after a crash, and does nothing where it runs (`IgnoreNew`).
    """
    program, *arguments = agent.command
    return _sealed(
        _TASK.format(
            comment=f"{_COMMENT} {_BLANK_SEAL}",
            user=_xml(agent.user),
            program=_xml(program),
            words=_xml(" ".join(map(_argument, arguments))),
        )
    )


def command_in(text: str) -> str:
    """Return the command in the text of such a file, with its COACH_HOME; empty where there is none."""
    unit_match = re.search(r"^ExecStart=:?(.+)$", text, re.MULTILINE)
    if unit_match:
        return " ".join((*re.findall(r'^Environment=("?COACH_HOME=.*)$', text, re.MULTILINE), unit_match[1]))
    task_match = re.search(r"<Command>(.*?)</Command>\s*<Arguments>(.*?)</Arguments>", text, re.DOTALL)
    if task_match:
        return html.unescape(f"{task_match[1]} {task_match[2]}")
    try:
        keys = plistlib.loads(text.encode())
        home = keys.get("EnvironmentVariables", {}).get("COACH_HOME")
        return shlex.join(([f"COACH_HOME={home}"] if home else []) + keys["ProgramArguments"])
    except Exception:  # noqa: BLE001 - whatever a person's own file may be: expat has many errors
        return ""


def variables_in(text: str) -> Mapping[str, str]:
    """Return the variables that the text of such a file gives to its command.

    A task of Windows has them among its arguments, where `command_in` shows them.
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
    """Put the text's checksum into its seal."""
    blank = _SEAL.sub(_BLANK_SEAL, text, count=1)
    return blank.replace(_BLANK_SEAL, f"seal {sha256(blank.encode()).hexdigest()[:12]}", 1)


def _exec_line(command: tuple[str, ...]) -> str:
    """Return a command as systemd reads it; the colon keeps `$` as it is."""
    if _UNSAFE.search(command[0]):
        command = ("/bin/sh", "-c", 'exec "$0" "$@"', *command)
    return ":" + " ".join(map(_quoted, command))


def _quoted(word: str) -> str:
    """Return a word as systemd reads it, with quotes only where it needs them."""
    if re.fullmatch(r"[\w./=@+:,-]+", word):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return '"' + re.sub(r"[\x01-\x1f\x7f]", lambda match: f"\\x{ord(match[0]):02x}", escaped) + '"'


def _unquoted(word: str) -> str:
    """Return the word that `_quoted` made this from."""
    if not word.startswith('"'):
        return word
    plain = word[1:-1].replace("%%", "%")
    return re.sub(
        r"\\(?:x([0-9a-f]{2})|(.))", lambda match: chr(int(match[1], 16)) if match[1] else match[2], plain
    )


def _argument(word: str) -> str:
    """Return a word as a program of Windows reads it: only before a quote, a backslash is doubled."""
    word = re.sub(r'(\\*)"', r'\1\1\\"', word)
    if word and not re.search(r"\s", word):
        return word
    return '"' + word + "\\" * (len(word) - len(word.rstrip("\\"))) + '"'


def _xml(text: str) -> str:
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text):
        raise ValueError("XML has no control characters")
    return escape(text)


_COMMENT: Final = "Written by `coach remind install`, which writes it anew."
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
RestartSec={restart_s}
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
<!-- {comment} -->
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
