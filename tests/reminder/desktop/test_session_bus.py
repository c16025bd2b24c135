"""A program that was started before there was a screen finds it once there is."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.reminder.desktop.session_bus import reach_screen

SAID = "HOME=/home/ann\nDISPLAY=:7\nXAUTHORITY=/run/user/1000/xauth\nODD\n"


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A systemctl that stands in for the real one, and no screen."""
    stand_in = tmp_path / "systemctl"
    stand_in.write_text(f"#!/bin/sh\ncat <<'END'\n{SAID}END\n")
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY"):
        monkeypatch.delenv(name, raising=False)
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


def test_started_by_systemd_it_takes_the_screen_that_systemd_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INVOCATION_ID", "0")

    reach_screen()

    assert (os.environ["DISPLAY"], os.environ["XAUTHORITY"]) == (":7", "/run/user/1000/xauth")
    assert os.environ.get("HOME") != "/home/ann"


def test_started_otherwise_it_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INVOCATION_ID", raising=False)

    reach_screen()

    assert "DISPLAY" not in os.environ


def test_a_screen_that_is_known_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INVOCATION_ID", "0")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-1")

    reach_screen()

    assert "DISPLAY" not in os.environ


def test_a_systemd_that_does_not_answer_leaves_all_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INVOCATION_ID", "0")
    (tmp_path / "systemctl").write_text("#!/bin/sh\nexec sleep 5\n")

    reach_screen()

    assert "DISPLAY" not in os.environ
