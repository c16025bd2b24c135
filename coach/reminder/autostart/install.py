"""Having the system bring the reminders, from log-in on and after a crash; and having it stop.

Touches disk, and asks the system's manager. Wholly or not at all: where the manager refuses,
its file is as it was before. What a person changed in it is kept beside it.

Errors: `CoachError` where the system has no such manager, it refuses, or a file cannot be written.
"""

import shlex
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Final

from coach.errors import CoachError, why
from coach.files import lock, paths
from coach.files.atomic import copy_aside, set_aside, unwritable, write
from coach.reminder.autostart import environment, unit_files
from coach.reminder.autostart.managers import Call, Manager, answered, here, program, surroundings

_LINES: Final = 5
_TRIES: Final = 5
_TAIL: Final = 16_384
"""Bytes at the end of a log in which its last lines are looked for."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What `install` would do: the file it writes, and the commands it runs.

    `aside` is whether a person changed the file that is there: it is kept beside the new one.
    """

    path: Path
    text: str
    aside: bool
    commands: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: the file it was about, and where what a person had changed there is now.

    `changed` is false where all was so before. `other` is true where an agent runs that was
    started by other means; it must end before this one can begin.
    """

    path: Path
    changed: bool
    aside: Path | None = None
    other: bool = False


@dataclass(frozen=True, slots=True)
class Installed:
    """How it stands: whether the manager answers, has our file, starts it at log-in, and runs it.

    `starts` is the command in the file, and `in_force` whether that is this coach, with this
    home. `differs` says what else of its surroundings is not as in this shell. `changed` is
    whether a person changed the file. `log` has the last lines of what the agent printed.
    """

    manager: str
    path: Path
    answers: bool
    installed: bool
    enabled: bool
    active: bool
    starts: str
    in_force: bool
    changed: bool
    log: tuple[str, ...]
    differs: tuple[str, ...] = ()

    @property
    def brings(self) -> bool:
        """Whether the system will bring the reminders by this very coach."""
        return self.installed and self.enabled and self.in_force


class Installer:
    """The reminders and what starts programs at log-in here."""

    def __init__(self, manager: Manager | None = None) -> None:
        self._manager = manager or here()

    @property
    def manager(self) -> str:
        """The name of what starts programs at log-in here."""
        return self._manager.name

    def plan(self) -> Planned:
        """Return what `install` would do."""
        manager, before = self._manager, _read(self._manager.path)
        aside = before is not None and self._changed(before)
        return Planned(manager.path, manager.text, aside, tuple(call.words for call in manager.asks.start))

    def answers(self) -> str:
        """Return why the manager cannot be asked; empty where it can."""
        asked = answered(self._manager.asks.answers)
        return "" if asked.ok else asked.text.splitlines()[-1] if asked.text else "it does not answer"

    def install(self) -> Done:
        """Write the file and have the manager start the agent, now and at each log-in."""
        manager, path = self._manager, self._manager.path
        self._refuse_without()
        before = _read(path)
        running = self._active()
        if before == manager.data and running and self._enabled():
            return Done(path, changed=False)
        other = not running and lock.taken(lock.AGENT)
        paths.made(path.parent, private=False)
        if isinstance(manager.log, Path):
            paths.made(manager.log.parent)
        aside = copy_aside(path, before) if before is not None and self._changed(before) else None
        write(path, manager.data)
        try:
            self._carry_out(manager.asks.start)
        except BaseException:
            self._put_back(before)
            if aside is not None:
                aside.unlink(missing_ok=True)
            raise
        return Done(path, changed=True, aside=aside, other=other)

    def uninstall(self) -> Done:
        """End the agent, and take its file away. Where no manager answers, the file goes all the same."""
        manager, path = self._manager, self._manager.path
        before, enabled = _read(path), self._enabled()
        if before is None and not enabled and not self._active():
            return Done(path, changed=False)
        aside = self._taken_away(before)
        if not self._gone():
            raise CoachError(
                f"{manager.name} still has the reminders, though their file is gone. "
                f"Run: {' '.join(manager.asks.stop[-1].words)}"
            )
        return Done(path, changed=True, aside=aside)

    def state(self, lines: int = _LINES) -> Installed:
        """Return how it stands, with so many lines of the log."""
        manager, answers = self._manager, not self.answers()
        held = _read(manager.path)
        text = "" if held is None else held.decode(manager.encoding, errors="replace")
        starts = unit_files.starts(text)
        there, here = unit_files.given(text), unit_files.given(manager.text)
        differs = environment.differences(there, here) if held is not None else ()
        return Installed(
            manager.name,
            manager.path,
            answers=answers,
            installed=held is not None,
            enabled=answers and self._enabled(),
            active=answers and self._active(),
            starts=starts,
            in_force=starts == unit_files.starts(manager.text) and not differs,
            changed=held is not None and not unit_files.as_written(text),
            log=self._log(lines) if lines and held is not None else (),
            differs=differs if starts == unit_files.starts(manager.text) else (),
        )

    def _refuse_without(self) -> None:
        why = self.answers()
        if why:
            raise CoachError(without(self._manager.name, why))

    def _carry_out(self, calls: tuple[Call, ...]) -> None:
        for call in calls:
            answer = answered(call, lambda: Event().wait(1))
            if call.needed and not answer.ok:
                said = answer.text or "it gave no reason"
                raise CoachError(
                    f"`{' '.join(call.words)}` failed: {said}\n"
                    "Nothing was installed. Mend that and try again, or start `coach remind run` yourself."
                )

    def _put_back(self, before: bytes | None) -> None:
        """Have all as it was before, as far as the manager lets it."""
        if before is None:
            with suppress(CoachError):
                self._taken_away(None)
            return
        with suppress(CoachError):
            write(self._manager.path, before)
            for call in self._manager.asks.start:
                answered(call)

    def _taken_away(self, before: bytes | None) -> Path | None:
        """End the agent and remove its file; return where one that was changed is now."""
        manager, path = self._manager, self._manager.path
        for call in manager.asks.stop:
            answered(call)
        aside = set_aside(path) if before is not None and self._changed(before) else None
        try:
            path.unlink(missing_ok=True)
            for wants in path.parent.glob("*.wants"):  # where there was no systemd to take it out of them
                (wants / path.name).unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(path, error) from error
        for call in manager.asks.reload:
            answered(call)
        return aside

    def _changed(self, data: bytes) -> bool:
        return not unit_files.as_written(data.decode(self._manager.encoding, errors="replace"))

    def _enabled(self) -> bool:
        return answered(self._manager.asks.enabled).ok

    def _gone(self) -> bool:
        """Return whether the manager knows of it no more; it may take a moment to forget."""
        asks = [call for call in (self._manager.asks.active, self._manager.asks.enabled) if call is not None]
        for _ in range(_TRIES):
            if not any(answered(call).ok for call in asks):
                return True
            Event().wait(1)
        return False

    def _active(self) -> bool:
        if self._manager.asks.active is None:
            return lock.taken(lock.AGENT)
        answer = answered(self._manager.asks.active)
        return answer.ok and self._manager.asks.running in answer.text

    def _log(self, lines: int) -> tuple[str, ...]:
        log = self._manager.log
        if isinstance(log, Path):
            printed = _tail(log)
        else:
            answer = answered(Call((*log, str(lines))))
            printed = answer.text if answer.ok else ""
        return tuple(printed.splitlines()[-lines:])


def without(manager: str, why: str) -> str:
    """Say, in several lines, that nothing here starts programs at log-in, and what to do instead."""
    world = {name: value for name, value in surroundings().items() if name in environment.MOVERS}
    given = " ".join(f"{name}={shlex.quote(value)}" for name, value in world.items())
    run = f"{given} {shlex.join([*program(), *unit_files.BY_HAND])}".lstrip()
    return (
        f"{manager} cannot be reached here ({why}), so nothing can start your reminders at log-in.\n"
        "`coach remind run` brings them for as long as it runs. To have that from log-in on, add this to "
        "what your desktop starts, or after `@reboot` in `crontab -e`:\n"
        f"  {run}"
    )


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CoachError(f"{path} cannot be read ({why(error)}). Mend that and try again.") from error


def _tail(path: Path) -> str:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _TAIL))
            return file.read().decode(errors="replace")
    except OSError:
        return ""
