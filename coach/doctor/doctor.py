"""Try each part of coach on this machine, and tell what works, what does not, and the mend.

Speaks a line and plays sound (`doctor.sound`), runs a job, writes a file to each folder and removes it,
opens the history, reads the library. Takes some seconds; blocks.

Never raises: an error in a check becomes its finding, and the other checks go on.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Final

from coach.config.settings import Settings, defaults, load, own_file
from coach.cue.model import Beat, Block, Fixed, Line, Role, Spoken
from coach.doctor import sound
from coach.doctor.finding import Finding, FindingState
from coach.errors import BadFile, CoachError, Severity
from coach.files import paths
from coach.files.atomic import write
from coach.files.document import there
from coach.language.grammar import counted
from coach.time.clock import Clock, zone
from coach.time.units import Samples, Seconds, samples

_PATIENCE: Final = 10.0
"""Seconds within which a job runs on any machine that is fast enough for a session."""


def examine() -> Iterator[Finding]:
    """Check every part, one after the other, and yield each finding at once."""
    for part, check in _CHECKS.items():
        yield from _guarded(part, check)


def settings_in_force() -> Settings:
    """Return the settings; the built-in ones where the person's own cannot be used."""
    try:
        return load().settings
    except CoachError:
        return defaults()


def sample() -> tuple[Block, ...]:
    """Return a line and a count, to listen to."""
    words = ("one", "two", "three")
    second = samples(1)
    beats = (
        Fixed(Samples(second * number), (Spoken(word, Role.COUNT),), second)
        for number, word in enumerate(words, 1)
    )
    return (
        Line(Spoken("This is coach. If you hear this, it can speak to you."), Samples(0)),
        Beat(samples(len(words) + 1), tuple(beats)),
    )


def _guarded(part: str, check: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    try:
        yield from check()
    except BadFile as error:
        yield from (Finding(part, FindingState.PROBLEM, str(problem)) for problem in error.problems)
    except CoachError as error:
        yield Finding(part, FindingState.PROBLEM, str(error))
    except Exception as error:  # noqa: BLE001 - whatever is broken, the other parts are still checked
        message = f"It failed: {type(error).__name__}: {error}"
        yield Finding(part, FindingState.PROBLEM, message, "Install coach again.")


def _settings() -> Iterator[Finding]:
    load()
    path = own_file()
    yield Finding("settings", FindingState.OK, str(path) if there(path) else "as they come; you changed none")


def _scheduler() -> Iterator[Finding]:
    from coach.session.inputs import Due, Input
    from coach.session.part_timer import Timer

    inbox: SimpleQueue[Input] = SimpleQueue()
    timer = Timer(inbox.put)
    try:
        timer.arm(1, Seconds(0.1))
        event = inbox.get(timeout=_PATIENCE)
    except Empty:
        event = None
    finally:
        timer.close()
    if event == Due(1):
        yield Finding("scheduler", FindingState.OK, "a job ran")
    else:
        yield Finding("scheduler", FindingState.PROBLEM, "A job did not run.", "Install coach again.")


def _folders() -> Iterator[Finding]:
    folders: Mapping[str, Callable[[], Path]] = {
        "settings": paths.config_dir,
        "history": paths.data_dir,
        "cache": paths.cache_dir,
        "run": paths.run_dir,
    }
    for name, folder_of in folders.items():
        yield from _guarded(f"{name} folder", partial(_folder, f"{name} folder", folder_of))


def _folder(part: str, folder_of: Callable[[], Path]) -> Iterator[Finding]:
    """Write to the folder, and leave it as it was; a folder that is not there is made and then removed."""
    path = folder_of()
    new_folders = [folder for folder in (path, *path.parents) if not folder.exists()]
    try:
        probe = paths.made(path) / ".coach-doctor"
        write(probe, b"written by coach doctor\n")
        probe.unlink()
    finally:
        with suppress(OSError):
            for folder in new_folders:
                folder.rmdir()
    yield Finding(part, FindingState.OK, f"{path}; it can be written to")


def _history() -> Iterator[Finding]:
    from coach.history.database import own_database
    from coach.history.read_only import open_to_read
    from coach.history.sessions import Sessions

    path = own_database()
    if there(path):
        with open_to_read() as sessions:
            sessions.recent(1)
        yield Finding("history", FindingState.OK, f"{path}; it can be read")
        return
    with TemporaryDirectory() as folder, Sessions.open(Path(folder) / "coach.db") as sessions:
        sessions.recent(1)
    yield Finding("history", FindingState.OK, "nothing is kept yet; a new one can be made")


def _library() -> Iterator[Finding]:
    from coach.routine.library.library import default

    library = default()
    problems = library.problems()
    for problem in problems:
        state = FindingState.PROBLEM if problem.severity is Severity.ERROR else FindingState.NOTE
        yield Finding("library", state, str(problem))
    entries = library.entries()
    own_count = sum(entry.own for entry in entries)
    if entries:
        yield Finding(
            "library", FindingState.OK, f"{counted(len(entries), 'routine')}, {own_count} of your own"
        )
    else:
        yield Finding(
            "library", FindingState.PROBLEM, "There is no routine that can be used.", "Install coach again."
        )


def _reminders() -> Iterator[Finding]:
    """Say which program brings the reminders; yield nothing where there are no reminders."""
    if not there(paths.config_dir() / "reminders.toml"):
        return
    from coach.files import lock
    from coach.reminder.autostart.install import Installer
    from coach.reminder.autostart.status import problem_of

    state = Installer().state(lines=0)
    message, mend = problem_of(state, running=lock.taken(lock.AGENT))
    if message:
        yield Finding("reminders", FindingState.PROBLEM, message, mend)
    elif state.brings:
        yield Finding("reminders", FindingState.OK, f"{state.manager} brings them, by {state.path}")
    else:
        yield Finding(
            "reminders", FindingState.NOTE, "`coach remind run` brings them, for as long as it runs."
        )


def _clock() -> Iterator[Finding]:
    now = Clock().now()
    installed = (paths.data_root() / "config.toml").stat().st_mtime
    time_text = f"{now:%Y-%m-%d %H:%M} {now.tzname()}"
    if now + timedelta(days=1) < datetime.fromtimestamp(installed).astimezone():
        mend = "Set the system's clock: sessions are kept by their day."
        yield Finding(
            "clock", FindingState.PROBLEM, f"It says {time_text}, before coach was installed.", mend
        )
    else:
        yield Finding("clock", FindingState.OK, time_text)
    zone()  # raises what is wrong with the zone


_CHECKS: Final[Mapping[str, Callable[[], Iterable[Finding]]]] = MappingProxyType(
    {
        "settings": _settings,
        "engine": lambda: sound.voice_in_force(settings_in_force()),
        "own voices": lambda: sound.own_voices(settings_in_force()),
        "device": lambda: sound.device(settings_in_force()),
        "scheduler": _scheduler,
        "folders": _folders,
        "history": _history,
        "library": _library,
        "reminders": _reminders,
        "clock": _clock,
    }
)
