"""What goes on around the person, asked of real parts: dunst, X, a sound server, and services on a bus."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic  # noqa: TID251 - how long a caller waits is what is measured

import pytest
from desktops import NO_BUS, Bus, Dunst, Screen, need
from lived import waited

from bench.recording import Sink
from coach.reminder.desktop.presence import look
from coach.reminder.desktop.presence_linux import is_recording
from coach.reminder.model import Presence
from coach.time.units import Seconds

LONG = Seconds(20)
"""On a busy machine an answer takes its time; where a test does not measure it, it may."""
PROPERTY = "org.freedesktop.DBus.Properties.Get"
LOGIN = "/org/freedesktop/login1"
SESSION = f"{LOGIN}/session/_32"


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Have each test see no more of a desktop than it sets up."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP", "XDG_SESSION_ID", "PULSE_SERVER"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"):
        monkeypatch.setenv(name, NO_BUS["DBUS_SESSION_BUS_ADDRESS"])


@pytest.fixture
def bus(in_real_time: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    with Bus() as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
        yield bus


@pytest.fixture
def screen(in_real_time: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    with Screen() as screen:
        monkeypatch.setenv("DISPLAY", screen.display)
        yield screen


def _login(**hints: tuple[str, object]) -> dict[str, tuple[str, object]]:
    return {
        f"{LOGIN} org.freedesktop.login1.Manager.GetUser {os.getuid()}": ("o", f"{LOGIN}/user/own"),
        f"{LOGIN}/user/own {PROPERTY} org.freedesktop.login1.User Display": ("v(so)", ["2", SESSION]),
        **{f"{SESSION} {PROPERTY} org.freedesktop.login1.Session {name}": hints[name] for name in hints},
    }


def test_where_nothing_can_be_asked_nothing_is_known() -> None:
    around = look()

    assert (around.locked, around.full_screen, around.undisturbed, around.idle) == (None,) * 4


@need("dbus-daemon")
@pytest.mark.parametrize("locked", [True, False])
def test_the_log_in_manager_tells_whether_the_screen_is_locked(bus: Bus, locked: bool) -> None:
    with bus.answering("org.freedesktop.login1", _login(LockedHint=("vb", locked))):
        assert look(LONG).locked is locked


@need("dbus-daemon")
def test_a_screen_saver_that_says_locked_is_believed_over_a_log_in_manager_that_does_not(bus: Bus) -> None:
    saver = {"/org/gnome/ScreenSaver org.gnome.ScreenSaver.GetActive": ("b", True)}

    with (
        bus.answering("org.gnome.ScreenSaver", saver),
        bus.answering("org.freedesktop.login1", _login(LockedHint=("vb", False))),
    ):
        assert look(LONG).locked is True


@need("dbus-daemon")
def test_a_desktop_tells_for_how_long_nobody_was_there(bus: Bus) -> None:
    told = {"/org/gnome/Mutter/IdleMonitor/Core org.gnome.Mutter.IdleMonitor.GetIdletime": ("t", 90_500)}

    with bus.answering("org.gnome.Mutter.IdleMonitor", told):
        assert look(LONG).idle == 90.5


@need("dbus-daemon")
def test_a_log_in_manager_tells_since_when_nobody_was_there_once_it_says_that_nobody_is(bus: Bus) -> None:
    since = ("vt", round((monotonic() - 600) * 1e6))

    with bus.answering("org.freedesktop.login1", _login(IdleHint=("vb", True), IdleSinceHintMonotonic=since)):
        away = look(LONG).idle
    with bus.answering(
        "org.freedesktop.login1", _login(IdleHint=("vb", False), IdleSinceHintMonotonic=since)
    ):
        unknown = look(LONG).idle

    assert away == pytest.approx(600, abs=60)
    assert unknown is None


@need("dbus-daemon")
@pytest.mark.parametrize("undisturbed", [True, False])
def test_kde_tells_whether_it_was_asked_for_quiet(bus: Bus, undisturbed: bool) -> None:
    words = f"/org/freedesktop/Notifications {PROPERTY} org.freedesktop.Notifications Inhibited"

    with bus.answering("org.freedesktop.Notifications", {words: ("vb", undisturbed)}):
        assert look(LONG).undisturbed is undisturbed


@need()
def test_dunst_tells_whether_it_was_asked_for_quiet(bus: Bus, screen: Screen) -> None:
    with Dunst(bus, screen) as dunst:
        before = look(LONG).undisturbed
        dunst.pause(on=True)

        assert (before, look(LONG).undisturbed) == (False, True)


@need("dbus-daemon")
def test_a_service_that_hangs_is_given_up_and_the_others_are_heard(bus: Bus) -> None:
    idle = {"/org/gnome/Mutter/IdleMonitor/Core org.gnome.Mutter.IdleMonitor.GetIdletime": ("t", 1000)}
    with (
        bus.answering("org.gnome.Mutter.IdleMonitor", idle),
        bus.answering("org.freedesktop.login1", _login(LockedHint=("vb", True))) as hanging,
    ):
        hanging.send_signal(signal.SIGSTOP)
        begun = monotonic()

        around = look(Seconds(3))

        assert monotonic() - begun < 4
        assert (around.locked, around.idle) == (None, 1.0)


@need("dbus-daemon")
def test_answers_of_another_kind_are_taken_for_none(bus: Bus) -> None:
    saver = {"/org/gnome/ScreenSaver org.gnome.ScreenSaver.GetActive": ("s", "yes")}

    with (
        bus.answering("org.gnome.ScreenSaver", saver),
        bus.answering("org.freedesktop.login1", _login(LockedHint=("vs", "no"))),
    ):
        assert look(LONG) == Presence(microphone=look().microphone)


@need("Xvfb")
def test_x_tells_for_how_long_nobody_has_typed(screen: Screen) -> None:
    first = look(LONG).idle
    assert first is not None

    later = waited(lambda: (now := look(LONG).idle) is not None and now > first and now)

    assert later < 600


@need("Xvfb")
def test_x_that_serves_a_wayland_desktop_says_nothing_of_idleness(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")

    assert look(LONG).idle is None


@need("Xvfb", "xterm", "xprop")
def test_a_window_that_fills_the_screen_is_seen_while_it_is_in_front(screen: Screen, tmp_path: Path) -> None:
    assert look(LONG).full_screen is None, "no window manager"
    with _window(tmp_path) as window:
        # What a window manager would do; one alone is no reason to install it.
        _xprop("-root", "_NET_ACTIVE_WINDOW", "32x", window)
        before = look(LONG).full_screen
        _xprop(f"-id {window}", "_NET_WM_STATE", "32a", "_NET_WM_STATE_FULLSCREEN")

        assert (before, look(LONG).full_screen) == (False, True)
        _xprop("-root", "_NET_ACTIVE_WINDOW", "32x", "0")
        assert look(LONG).full_screen is False


@contextmanager
def _window(folder: Path) -> Iterator[str]:
    """Open a window, and give its number."""
    told = folder / "window"
    script = f"echo $WINDOWID > {told}.new; mv {told}.new {told}; read -r _"
    process = subprocess.Popen(["xterm", "-e", "sh", "-c", script], start_new_session=True)
    try:
        waited(told.exists, "a window")
        yield hex(int(told.read_text()))
    finally:
        process.kill()
        process.wait(10)


def _xprop(of: str, name: str, form: str, value: str) -> None:
    subprocess.run(["xprop", *of.split(), "-f", name, form, "-set", name, value], check=True)


def test_a_microphone_in_use_is_told_from_one_that_is_not_and_from_what_a_loudspeaker_plays(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in sink.env.items():  # its monitor is recorded from the start
        if name.startswith(("PULSE", "XDG")):
            monkeypatch.setenv(name, value)
    _pactl("load-module", "module-null-source", "source_name=mic")
    # The server moves whoever records to a source that is new and better than a monitor.
    _pactl("move-source-output", "0", "coach.monitor")
    before = look(LONG).microphone
    with _recording("mic"):
        waited(lambda: look(LONG).microphone, "a microphone in use")
    waited(lambda: look(LONG).microphone is False, "its end")

    assert before is False


def _pactl(*words: str) -> None:
    subprocess.run(["pactl", *words], check=True, capture_output=True)


@contextmanager
def _recording(source: str) -> Iterator[None]:
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(["parec", "-d", source, "--raw"], stdout=nowhere, stderr=nowhere)
    try:
        yield
    finally:
        process.kill()
        process.wait(10)


SOURCES = (
    "1\tcoach.monitor\tmodule-null-sink.c\ts16le 1ch 48000Hz\tRUNNING\n"
    "7\tmic\tmodule-alsa-card.c\ts16le 2ch 44100Hz\t{}\n"
)


@pytest.mark.parametrize(
    ("state", "outputs", "in_use"),
    [
        ("RUNNING", "3\t7\t12\tprotocol-native.c\ts16le 1ch 48000Hz\n", True),
        ("RUNNING", "", False),
        ("IDLE", "3\t7\t12\tprotocol-native.c\ts16le 1ch 48000Hz\n", False),
        ("SUSPENDED", "3\t1\t12\tprotocol-native.c\ts16le 1ch 48000Hz\n", False),
    ],
)
def test_a_microphone_is_in_use_while_it_runs_and_somebody_takes_from_it(
    state: str, outputs: str, in_use: bool
) -> None:
    assert is_recording(SOURCES.format(state), outputs) is in_use
    assert is_recording("", "") is False
