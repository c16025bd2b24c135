"""The watchdog, which looks after the device in force, on a thread of its own.

A dead device is opened anew; where that takes no sound either, the silent one takes its place, and
the real one is tried again. A device that is to replace another must first take half a second of
silence at a steady pace. A device that was asked for by name is looked for while another stands in.
"""

from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from time import monotonic  # noqa: TID251 - how long nothing was pulled
from typing import Final

from coach.errors import CoachError
from coach.sound.players import TROUBLE, Entry, entry_named
from coach.sound.taps import Tap, Taps

_LOOK: Final = 0.25
"""Seconds between two looks."""
_STOPPED: Final = 1.0
"""Seconds between two looks after which the process itself was stopped."""
_PROVING: Final = 5.0
"""Seconds in which a device must show that it plays: a server may fill its buffers for 2 of them."""
_BACK_OFF: Final = (1.0, 2.0, 5.0)
"""Seconds between two tries."""

OnChange = Callable[[bool, str], None]


class Watchdog:
    """Looks after `taps`; `wanted_name` is the name of the device that was asked for, if one was.

    Unless it `is_full_name`, the device with that name has yet to be found.
    `on_change(playing, name)` is called on its thread when another device is in force, or none.
    """

    def __init__(self, taps: Taps, wanted_name: str, on_change: OnChange, *, is_full_name: bool) -> None:
        self._taps, self._wanted_name, self._on_change = taps, wanted_name, on_change
        self._is_full_name = is_full_name
        self._candidate: Tap | None = None
        self._tries, self._due = 0, 0.0
        self._closing = Event()
        self._thread = Thread(target=self._watch, daemon=True, name="sound watchdog")
        self._thread.start()

    def close(self, patience: float) -> None:
        """Look no more."""
        self._closing.set()
        self._thread.join(patience)

    def _watch(self) -> None:
        last_look = monotonic()
        while not self._closing.wait(_LOOK):
            now = monotonic()
            current = self._taps.current
            if current is None:
                break
            if now - last_look > _STOPPED:  # the devices did nothing wrong
                for tap in filter(None, (current, self._candidate)):
                    tap.since = now
            last_look = now
            self._look(current, now)
        if self._candidate is not None:
            self._taps.let_go(self._candidate)

    def _look(self, current: Tap, now: float) -> None:
        dead, candidate = current.dead(now), self._candidate
        if candidate is None:
            self._look_for_another(current, now, dead=dead)
        elif candidate.steady:
            self._switch_to(current, candidate, dead=dead)
        elif candidate.dead(now) or now - candidate.since > _PROVING:
            self._candidate = None
            self._taps.let_go(candidate)
            self._back_off(now)
            if dead:
                self._fall_silent(current)

    def _look_for_another(self, current: Tap, now: float, *, dead: bool) -> None:
        """Open a device to replace the one in force, if that is dead or not the wanted one."""
        needs_another = not current.real or (self._wanted_name and current.name != self._wanted_name)
        if dead:
            self._tries = 0
        elif not needs_another or now < self._due:
            return
        self._candidate = self._open_candidate(current, dead=dead)
        if self._candidate is None:
            self._back_off(now)
            if dead:
                self._fall_silent(current)

    def _open_candidate(self, current: Tap, *, dead: bool) -> Tap | None:
        """Open a device and have it pull silence; `None` where there is no better one."""
        if self._taps.stuck:
            return None
        try:
            entry = self._wanted_entry()
            if entry is None and current.real and not dead:
                return None
            tap = self._taps.open_tap(entry)
            if self._closing.is_set():
                self._taps.let_go(tap)
                return None
            self._taps.start(tap)
        except TROUBLE:
            return None
        return tap

    def _wanted_entry(self) -> Entry | None:
        """Return the device that was asked for; `None` where none was, or it is not there."""
        if not self._wanted_name:
            return None
        entries = self._taps.entries()
        if not self._is_full_name:
            with suppress(CoachError):
                self._wanted_name, self._is_full_name = (
                    entry_named(self._wanted_name, entries).device.name,
                    True,
                )
        return next((entry for entry in entries if entry.device.name == self._wanted_name), None)

    def _switch_to(self, current: Tap, candidate: Tap, *, dead: bool) -> None:
        """Give the stream to the candidate: at once for a dead device, else between two blocks."""
        if self._closing.is_set():
            return
        if dead:
            self._taps.take(candidate)
        else:
            self._taps.hand_over(candidate)
            for _ in range(20):
                if self._taps.current is candidate or self._closing.wait(_LOOK / 20):
                    break
        if self._taps.current is not candidate:
            return
        self._candidate = None
        self._tries = 0
        self._taps.let_go_drained(current)
        self._on_change(True, candidate.name)

    def _fall_silent(self, current: Tap) -> None:
        """Let time go on without sound."""
        if self._closing.is_set():
            return
        with suppress(*TROUBLE):
            silent = self._taps.open_tap(silent=True)
            self._taps.take(silent)
            self._taps.start(silent)
            self._taps.let_go(current)
            if current.real:
                self._on_change(False, silent.name)

    def _back_off(self, now: float) -> None:
        self._due = now + _BACK_OFF[self._tries]
        self._tries = min(self._tries + 1, len(_BACK_OFF) - 1)
