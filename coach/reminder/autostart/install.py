"""Has the system bring the reminders from log-in on and after a crash, and has it stop.

Touches disk, and asks the system's manager. All or nothing: where the manager refuses, its file is
as it was before. A file that a person changed is kept beside the new one.

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
from coach.reminder.autostart.managers import Call, Manager, answer_to, manager_here, program, shell_variables

_LOG_LINES: Final = 5
_TRIES: Final = 5
_TAIL_BYTES: Final = 16_384
"""The last lines of a log are searched in so many bytes at its end."""


@dataclass(frozen=True, slots=True)
class InstallPlan:
    """What `install` would do: the file it writes, and the commands it runs.

    `makes_backup` is whether a person changed the file that is there: it is kept beside the new one.
    """

    path: Path
    text: str
    makes_backup: bool
    commands: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class InstallResult:
    """What was done: the file, and the backup of one that a person had changed.

    `changed` is false where nothing had to be done. `other_agent` is true where an agent runs that was
    started by other means; it must end before this one can begin.
    """

    path: Path
    changed: bool
    backup: Path | None = None
    other_agent: bool = False


@dataclass(frozen=True, slots=True)
class InstallState:
    """The present state: whether the manager answers, has our file, starts it at log-in, and runs it.

    `command` is the command in the file, and `in_force` whether that is this coach, with this
    home. `differs` says which of its variables are not as in this shell. `changed` is whether a
    person changed the file. `log` has the last lines that the agent printed.
    """

    manager: str
    path: Path
    answers: bool
    installed: bool
    enabled: bool
    active: bool
    command: str
    in_force: bool
    changed: bool
    log: tuple[str, ...]
    differs: tuple[str, ...] = ()

    @property
    def brings(self) -> bool:
        """Whether the system will bring the reminders with this very coach."""
        return self.installed and self.enabled and self.in_force


class Installer:
    """Installs the reminders with what starts programs at log-in here."""

    def __init__(self, manager: Manager | None = None) -> None:
        self._manager = manager or manager_here()

    @property
    def manager(self) -> str:
        """The name of what starts programs at log-in here."""
        return self._manager.name

    def plan(self) -> InstallPlan:
        """Return what `install` would do."""
        manager, old = self._manager, _read(self._manager.path)
        makes_backup = old is not None and self._is_changed(old)
        return InstallPlan(
            manager.path, manager.text, makes_backup, tuple(call.words for call in manager.calls.start)
        )

    def refusal(self) -> str:
        """Return why the manager cannot be asked; empty where it can."""
        answer = answer_to(self._manager.calls.ping)
        return "" if answer.ok else answer.text.splitlines()[-1] if answer.text else "it does not answer"

    def install(self) -> InstallResult:
        """Write the file and have the manager start the agent, now and at each log-in."""
        manager, path = self._manager, self._manager.path
        self._require_manager()
        old = _read(path)
        running = self._is_active()
        if old == manager.data and running and self._is_enabled():
            return InstallResult(path, changed=False)
        other_agent = not running and lock.taken(lock.AGENT)
        paths.made(path.parent, private=False)
        if isinstance(manager.log, Path):
            paths.made(manager.log.parent)
        backup = copy_aside(path, old) if old is not None and self._is_changed(old) else None
        write(path, manager.data)
        try:
            self._run_calls(manager.calls.start)
        except BaseException:
            self._restore(old)
            if backup is not None:
                backup.unlink(missing_ok=True)
            raise
        return InstallResult(path, changed=True, backup=backup, other_agent=other_agent)

    def uninstall(self) -> InstallResult:
        """End the agent, and remove its file, even where no manager answers."""
        manager, path = self._manager, self._manager.path
        old, is_enabled = _read(path), self._is_enabled()
        if old is None and not is_enabled and not self._is_active():
            return InstallResult(path, changed=False)
        backup = self._remove_file(old)
        if not self._is_forgotten():
            raise CoachError(
                f"{manager.name} still has the reminders, though their file is gone. "
                f"Run: {' '.join(manager.calls.stop[-1].words)}"
            )
        return InstallResult(path, changed=True, backup=backup)

    def state(self, lines: int = _LOG_LINES) -> InstallState:
        """Return the present state, with so many lines of the log."""
        manager, answers = self._manager, not self.refusal()
        data = _read(manager.path)
        text = "" if data is None else data.decode(manager.encoding, errors="replace")
        command = unit_files.command_in(text)
        in_file, expected = unit_files.variables_in(text), unit_files.variables_in(manager.text)
        differs = environment.differences(in_file, expected) if data is not None else ()
        return InstallState(
            manager.name,
            manager.path,
            answers=answers,
            installed=data is not None,
            enabled=answers and self._is_enabled(),
            active=answers and self._is_active(),
            command=command,
            in_force=command == unit_files.command_in(manager.text) and not differs,
            changed=data is not None and not unit_files.as_written(text),
            log=self._log(lines) if lines and data is not None else (),
            differs=differs if command == unit_files.command_in(manager.text) else (),
        )

    def _require_manager(self) -> None:
        refusal = self.refusal()
        if refusal:
            raise CoachError(unreachable_message(self._manager.name, refusal))

    def _run_calls(self, calls: tuple[Call, ...]) -> None:
        for call in calls:
            answer = answer_to(call, lambda: Event().wait(1))
            if call.needed and not answer.ok:
                reason = answer.text or "it gave no reason"
                raise CoachError(
                    f"`{' '.join(call.words)}` failed: {reason}\n"
                    "Nothing was installed. Mend that and try again, or start `coach remind run` yourself."
                )

    def _restore(self, old: bytes | None) -> None:
        """Restore what was there before, as far as the manager allows."""
        if old is None:
            with suppress(CoachError):
                self._remove_file(None)
            return
        with suppress(CoachError):
            write(self._manager.path, old)
            for call in self._manager.calls.start:
                answer_to(call)

    def _remove_file(self, old: bytes | None) -> Path | None:
        """End the agent and remove its file; return the backup of a file that was changed."""
        manager, path = self._manager, self._manager.path
        for call in manager.calls.stop:
            answer_to(call)
        backup = set_aside(path) if old is not None and self._is_changed(old) else None
        try:
            path.unlink(missing_ok=True)
            for wants in path.parent.glob("*.wants"):  # where no systemd removed its links
                (wants / path.name).unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(path, error) from error
        for call in manager.calls.reload:
            answer_to(call)
        return backup

    def _is_changed(self, data: bytes) -> bool:
        return not unit_files.as_written(data.decode(self._manager.encoding, errors="replace"))

    def _is_enabled(self) -> bool:
        return answer_to(self._manager.calls.enabled).ok

    def _is_forgotten(self) -> bool:
        """Return whether the manager has forgotten it, which may take a moment."""
        calls = [
            call for call in (self._manager.calls.active, self._manager.calls.enabled) if call is not None
        ]
        for _ in range(_TRIES):
            if not any(answer_to(call).ok for call in calls):
                return True
            Event().wait(1)
        return False

    def _is_active(self) -> bool:
        if self._manager.calls.active is None:
            return lock.taken(lock.AGENT)
        answer = answer_to(self._manager.calls.active)
        return answer.ok and self._manager.calls.running in answer.text

    def _log(self, lines: int) -> tuple[str, ...]:
        log = self._manager.log
        if isinstance(log, Path):
            text = _tail(log)
        else:
            answer = answer_to(Call((*log, str(lines))))
            text = answer.text if answer.ok else ""
        return tuple(text.splitlines()[-lines:])


def unreachable_message(manager: str, reason: str) -> str:
    """Say, in several lines, that nothing here starts programs at log-in, and what to do instead."""
    variables = {name: value for name, value in shell_variables().items() if name in environment.MOVING_NAMES}
    assignments = " ".join(f"{name}={shlex.quote(value)}" for name, value in variables.items())
    command = f"{assignments} {shlex.join([*program(), *unit_files.BY_HAND])}".lstrip()
    return (
        f"{manager} cannot be reached here ({reason}), so nothing can start your reminders at log-in.\n"
        "`coach remind run` brings them for as long as it runs. To have that from log-in on, add this to "
        "what your desktop starts, or after `@reboot` in `crontab -e`:\n"
        f"  {command}"
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
            file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
            return file.read().decode(errors="replace")
    except OSError:
        return ""
