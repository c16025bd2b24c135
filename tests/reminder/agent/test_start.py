"""The agent put together: it brings reminders where its settings, its log or its terminal fail it."""

import os
import signal
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from desktops import Bus, Dunst, Screen, need
from lived import NO_SOUND, waited
from reminding import Agent, until

from coach.config.settings import set_value
from coach.history.sessions import Sessions
from coach.reminder.agent.log import own_log
from coach.reminder.agent.start import serve
from coach.reminder.file.store import own_file
from coach.reminder.journal.journal import Journal


@pytest.fixture(autouse=True)
def home(in_real_time: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home in which a reminder was due a minute ago, and nothing to show or say it with."""
    nowhere = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus", "XDG_RUNTIME_DIR": os.devnull}
    set_here = {**NO_SOUND, **nowhere, "COACH_HOME": str(tmp_path)}
    for name, value in set_here.items():
        monkeypatch.setenv(name, value)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    set_value("reminders.quiet", "")
    now = datetime.now()
    path = own_file()
    path.write_text(
        f'[reminder.desk]\nroutine = "desk-reset"\nat = "{now - timedelta(minutes=1):%H:%M}"\nspeak = false\n'
    )
    os.utime(path, (now.timestamp() - 300, now.timestamp() - 300))
    return tmp_path


def happened() -> list[str]:
    with Sessions.open() as store:
        return [each.what for each in Journal(store).log()]


def test_settings_that_cannot_be_read_keep_no_reminder_back_and_are_told_once(home: Path) -> None:
    (home / "config" / "config.toml").write_text("x = [")
    told: list[str] = []

    assert serve(once=True, wait=False, print_line=told.append)

    assert happened() in (["held back"], ["missed"])
    assert len([line for line in told if "config.toml:" in line]) == 1


def test_an_agent_whose_terminal_is_gone_goes_on(home: Path) -> None:
    def gone(line: str) -> None:
        raise BrokenPipeError(line)

    assert serve(once=True, wait=False, print_line=gone)

    assert happened() == ["held back"]
    assert "desk: held back" in own_log().read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a log that cannot be written is /dev/full")
def test_a_log_that_cannot_be_written_stops_nothing_and_says_nothing_of_itself(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    own_log().parent.mkdir(parents=True)
    own_log().symlink_to("/dev/full")

    assert serve(once=True, wait=False, print_line=lambda _: None)

    assert happened() == ["held back"]
    assert "Traceback" not in capfd.readouterr().err


@pytest.fixture
def dunst(monkeypatch: pytest.MonkeyPatch) -> Iterator[Dunst]:
    with Bus() as bus, Screen() as screen, Dunst(bus, screen) as dunst:
        for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "XDG_SESSION_TYPE"):
            monkeypatch.setenv(name, dunst.env[name])
        set_value("reminders.away", "false")  # nobody touches this screen
        yield dunst


@need()
def test_what_comes_by_once_stays_on_the_screen(dunst: Dunst) -> None:
    assert serve(once=True, wait=False, print_line=lambda _: None)

    assert happened() == ["came"]
    assert dunst.displayed() == 1


@need()
def test_a_file_that_breaks_takes_no_reminder_from_the_screen(dunst: Dunst, home: Path) -> None:
    with Agent(home, {}):
        waited(dunst.displayed, "the reminder")
        own_file().write_text("[reminder.desk")

        waited(lambda: dunst.displayed() == 2, "what is wrong with the file, beside the reminder")
        dunst.press("Skip")
        until(home, "skipped")
        own_file().write_text("")
        waited(lambda: not dunst.displayed(), "an empty screen once it is mended")


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="there is no such signal")
def test_an_agent_whose_terminal_window_is_closed_leaves_as_it_should(home: Path) -> None:
    with Agent(home, {}) as agent:
        assert agent.kill(signal.SIGHUP) == 0
        assert "leaves, as it was told to" in agent.log()
