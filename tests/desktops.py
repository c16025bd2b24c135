"""A real desktop of our own, for tests to be shown things on: a session bus, a screen and dunst.

Nothing of it is shared with the machine's own desktop, if it has one, and nothing is left behind.
dunst's context menu is a script that picks the line which begins with the label that a test
wants: so a button is pressed by its name, as a person does.
"""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import pytest
from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus
from lived import waited

NEEDED: Final = ("dbus-daemon", "dunst", "Xvfb")
NO_BUS: Final = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus"}
_CALLED_AGAIN: Final = 40
"""Looks at whether the menu has come, two seconds of them, after which it is called again."""
_NOTIFICATIONS: Final = "org.freedesktop.Notifications"
_PATH: Final = "/org/freedesktop/Notifications"
_DUNST: Final = "org.dunstproject.cmd0"
_PROPERTIES: Final = "org.freedesktop.DBus.Properties"
# Without folders of services: a bus of Debian's would start dunst whenever it is asked for.
_BUS: Final = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
_DUNSTRC: Final = """\
[global]
    dmenu = {folder}/menu
    markup = full
    format = "%s\\n%b"
    font = Monospace 8
    history_length = 100
[urgency_normal]
    timeout = 5
"""
_MENU: Final = """\
#!/bin/sh
cat > {folder}/offered.new
mv {folder}/offered.new {folder}/offered
grep -m 1 -F -- "#$(cat {folder}/wanted) (" {folder}/offered
"""


def need(*programs: str) -> pytest.MarkDecorator:
    """Return what skips a test where one of these programs is missing."""
    missing = [name for name in programs or NEEDED if not shutil.which(name)]
    return pytest.mark.skipif(bool(missing), reason=f"not installed here: {', '.join(missing)}")


class Bus:
    """A message bus in a daemon of its own, on which nothing starts by itself. Use as a context."""

    def __enter__(self) -> "Bus":
        # A short folder: the path of a socket ends at 108 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="coach-"))
        self._socket = self.folder / "bus"
        self.address = f"unix:path={self._socket}"
        (self.folder / "bus.conf").write_text(_BUS.format(socket=self._socket))
        self.start()
        return self

    def start(self) -> None:
        """Start the daemon, and wait until it answers."""
        self._socket.unlink(missing_ok=True)
        command = ["dbus-daemon", f"--config-file={self.folder}/bus.conf", "--nofork", "--nopidfile"]
        self._daemon = _started(command, dict(os.environ))
        waited(self._socket.is_socket, "a message bus")

    def kill(self) -> None:
        """End the daemon at once."""
        _ended(self._daemon)

    def __exit__(self, *_: object) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, service: str, path: str, member: str, signature: str = "", *body: object) -> Any:  # noqa: ANN401 - whatever a service answers
        """Call `interface.Member` of a service and return what it answers."""
        return asyncio.run(self._called(service, path, member, signature, list(body)))

    @contextmanager
    def answering(
        self, service: str, answers: Mapping[str, tuple[str, object]]
    ) -> Iterator["subprocess.Popen[bytes]"]:
        """Have a program stand here under that name, within the block; tests/answering.py says of what."""
        program = str(Path(__file__).with_name("answering.py"))
        process = _started(
            [sys.executable, program, self.address, service, json.dumps(answers)], dict(os.environ)
        )
        names = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.ListNames")
        try:
            waited(lambda: service in self.call(*names), service)
            yield process
        finally:
            _ended(process)

    async def _called(self, service: str, path: str, member: str, signature: str, body: list[Any]) -> Any:  # noqa: ANN401 - whatever a service answers
        bus = await MessageBus(bus_address=self.address).connect()
        interface, _, name = member.rpartition(".")
        try:
            reply = await asyncio.wait_for(
                bus.call(Message(service, path, interface, name, signature=signature, body=body)), 20
            )
        finally:
            bus.disconnect()
        assert reply is not None
        assert reply.message_type is MessageType.METHOD_RETURN, reply.body
        return reply.body[0] if reply.body else None


class Screen:
    """An X screen that nobody sees. Use as a context; `display` is its name."""

    def __enter__(self) -> "Screen":
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "640x480x24", "-nolisten", "tcp"]
        self._server = _started(command, dict(os.environ), pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        assert number, "Xvfb did not start"
        self.display = f":{number}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.terminate()  # it has a lock in /tmp to remove
        self._server.wait(10)


@dataclass(frozen=True)
class Seen:
    """A notice that was on view: its parts as they were sent, and its words as they were drawn."""

    title: str
    text: str
    drawn: str
    timeout: int


class Dunst:
    """A real notification daemon on a bus and a screen. Use as a context."""

    def __init__(self, bus: Bus, screen: Screen) -> None:
        self._bus, self._screen, self._folder = bus, screen, bus.folder
        self.env = {
            **os.environ,
            "DBUS_SESSION_BUS_ADDRESS": bus.address,
            "DISPLAY": screen.display,
            "XDG_SESSION_TYPE": "x11",
        }
        self.env.pop("WAYLAND_DISPLAY", None)

    def __enter__(self) -> "Dunst":
        (self._folder / "dunstrc").write_text(_DUNSTRC.format(folder=self._folder))
        menu = self._folder / "menu"
        menu.write_text(_MENU.format(folder=self._folder))
        menu.chmod(0o755)
        self.start()
        return self

    def start(self) -> None:
        """Start the daemon, and wait until it answers."""
        self._daemon = _started(["dunst", "-conf", f"{self._folder}/dunstrc"], self.env)
        waited(self._answers, "dunst")

    def kill(self) -> None:
        """End it at once, as a crash would, and wait until the bus knows."""
        _ended(self._daemon)
        waited(lambda: not self._answers(), "the end of dunst")

    def __exit__(self, *_: object) -> None:
        _ended(self._daemon)

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Have it answer nothing within the block."""
        self._daemon.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._daemon.send_signal(signal.SIGCONT)

    def displayed(self) -> int:
        """Return how many notices are on view."""
        return int(self._property("displayedLength"))

    def offered(self) -> list[str]:
        """Return the labels of the buttons on view, but that of the notice itself, in no order."""
        self.press("\N{REPLACEMENT CHARACTER}")
        lines = (self._folder / "offered").read_text().split("\n")
        return [line[1:].rpartition(" (")[0] or line[1:] for line in lines if not line.startswith("# (")]

    def press(self, label: str) -> None:
        """Press the button with this label."""
        (self._folder / "wanted").write_text(label)
        (self._folder / "offered").unlink(missing_ok=True)
        calls = count()

        def offered() -> bool:
            # While dunst closes its last menu, it does not hear that it is to open another.
            if next(calls) % _CALLED_AGAIN == 0:
                self._do("ContextMenuCall")
            return (self._folder / "offered").exists()

        waited(offered, "the menu of buttons")

    def click(self) -> None:
        """Click on the notice itself."""
        self._do("NotificationAction", "u", 0)

    def close(self) -> None:
        """Close the notice, as a person does."""
        self._do("NotificationCloseLast")

    def pause(self, *, on: bool) -> None:
        """Have it disturb the person no more, or again."""
        self._bus.call(_NOTIFICATIONS, _PATH, f"{_PROPERTIES}.Set", "ssv", _DUNST, "paused", Variant("b", on))

    def seen(self) -> list[Seen]:
        """Return the notices that are on view no more, the first one first."""
        rows = self._do("NotificationListHistory")
        plain = [{name: value.value for name, value in row.items()} for row in reversed(rows)]
        return [Seen(r["summary"], r["body"], _drawn(r["message"]), r["timeout"]) for r in plain]

    def _do(self, member: str, signature: str = "", *body: object) -> Any:  # noqa: ANN401 - whatever a service answers
        return self._bus.call(_NOTIFICATIONS, _PATH, f"{_DUNST}.{member}", signature, *body)

    def _property(self, name: str) -> Any:  # noqa: ANN401 - whatever a service answers
        return self._bus.call(_NOTIFICATIONS, _PATH, f"{_PROPERTIES}.Get", "ss", _DUNST, name).value

    def _answers(self) -> bool:
        with suppress(AssertionError):
            self._bus.call(_NOTIFICATIONS, _PATH, "org.freedesktop.Notifications.GetServerInformation")
            return True
        return False


def _drawn(markup: str) -> str:
    """Return the words that a reader of markup sees."""
    return "".join(ElementTree.fromstring(f"<all>{markup}</all>").itertext())


def _started(
    command: list[str], env: dict[str, str], pass_fds: tuple[int, ...] = ()
) -> "subprocess.Popen[bytes]":
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(
        command, env=env, stdin=nowhere, stdout=nowhere, stderr=nowhere, pass_fds=pass_fds
    )


def _ended(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait(10)
