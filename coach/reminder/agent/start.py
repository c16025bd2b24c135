"""Puts the agent together: the history, the desktop, the sound, the scheduler, and its log.

What `coach remind run` does, apart from reading its arguments.
"""

import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from queue import SimpleQueue
from typing import TYPE_CHECKING

from coach.config.settings import Reminders, defaults, load
from coach.errors import CoachError
from coach.files import lock
from coach.history.sessions import Sessions
from coach.reminder.agent import notice
from coach.reminder.agent.alarms import Alarms
from coach.reminder.agent.deliver import Deliverer, DeliveryParts, Notifier, Sounder
from coach.reminder.agent.log import LOG, logging_to_file
from coach.reminder.agent.loop import Agent, Answer, Input, Stop, Wake, Waker, World
from coach.reminder.agent.suggest import Suggestions
from coach.reminder.agent.watch_file import WatchedFile
from coach.reminder.autostart.managers import program
from coach.reminder.desktop.notifications import Desktop
from coach.reminder.desktop.presence import look
from coach.reminder.desktop.session_bus import reach_screen
from coach.reminder.desktop.start_play import LINE, play
from coach.reminder.desktop.terminal import open_terminal
from coach.reminder.journal.buffer import JournalBuffer
from coach.reminder.journal.journal import Journal
from coach.reminder.model import Presence
from coach.session.running import any_running
from coach.time.clock import zone_or_offset

if TYPE_CHECKING:
    from types import FrameType


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the agent has around it: the clock, the settings, the desktop, the sound and the alarms.

    `trouble` shows that the reminders cannot be read; it is a notifier of its own, so that it takes
    no reminder off the screen. `open_terminal` opens a terminal on the words of a coach command, and
    returns what it did; `log` takes a line for the log.
    """

    now: Callable[[], datetime]
    zone: Callable[[], tzinfo]
    rules: Callable[[], Reminders]
    notifier: Notifier
    trouble: Notifier
    presence: Callable[[], Presence]
    sound: Sounder
    open_terminal: Callable[[Sequence[str]], str]
    alarms: Waker
    log: Callable[[str], None]


def agent_of(sessions: Sessions, surroundings: Surroundings, *, buttons: bool = True) -> Agent:
    """Return an agent of this history in these surroundings; `buttons` where somebody waits for answers."""
    journal = JournalBuffer(Journal(sessions), surroundings.log)
    parts = DeliveryParts(
        notifier=surroundings.notifier,
        presence=surroundings.presence,
        sound=surroundings.sound,
        open_terminal=surroundings.open_terminal,
        routines=lambda: suggestions(sessions),
        log=surroundings.log,
    )
    world = World(
        now=surroundings.now,
        zone=surroundings.zone,
        rules=surroundings.rules,
        in_category=lambda category: suggestions(sessions).in_category(category),
        version=journal.version,
    )
    watched = WatchedFile(lambda error: _unreadable(error, surroundings), surroundings.trouble.clear)
    return Agent(watched, journal, Deliverer(journal, parts, buttons=buttons), surroundings.alarms, world)


def serve(*, once: bool, wait: bool, print_line: Callable[[str], None]) -> bool:
    """Deliver reminders until it is told to stop, or `once` what is due; false where another agent runs.

    With `wait` it begins when that one has ended.
    """
    with lock.held(lock.AGENT, wait=wait) as acquired:
        if not acquired:
            return False
        with ExitStack() as stack:
            stack.enter_context(logging_to_file(print_line))
            sessions = stack.enter_context(Sessions.open(durable=True))
            _serve(sessions, stack, once=once)
        return True


def presence_now() -> Presence:
    """Return what goes on at the computer."""
    reach_screen()
    return replace(look(), session=any_running())


def sound_reminder(*, chime: bool, spoken: bool, voice: str) -> None:
    """Have a chime sounded, the line, or both. Returns at once; trouble goes to the log."""
    play(LOG.info, line=LINE if spoken else "", voice=voice, chime=chime)


def suggestions(sessions: Sessions) -> Suggestions:
    """Return the routines to suggest, from the library and the history as they are now."""
    journal = Journal(sessions)

    def last_times() -> Mapping[str, datetime]:
        last_done, suggested = dict(sessions.last_done()), journal.suggested()
        return last_done | {name: max(at, last_done.get(name, at)) for name, at in suggested.items()}

    return Suggestions(last_times)


def _serve(sessions: Sessions, stack: ExitStack, *, once: bool) -> None:
    inbox: SimpleQueue[Input] = SimpleQueue()
    desktop = Desktop(lambda key, button: inbox.put(Answer(key, button)))
    stack.callback(desktop.close, leave=once)
    trouble = Desktop(lambda *_: None)
    stack.callback(trouble.close, leave=once)
    alarms = Alarms(lambda: inbox.put(Wake()))
    stack.callback(alarms.close)
    settings = _Settings()
    surroundings = Surroundings(
        now=lambda: datetime.now(UTC),
        zone=zone_or_offset,
        rules=settings,
        notifier=desktop,
        trouble=trouble,
        presence=presence_now,
        sound=sound_reminder,
        open_terminal=lambda words: open_coach(words, settings().terminal),
        alarms=alarms,
        log=LOG.info,
    )
    Journal(sessions).tidy(datetime.now(UTC))
    agent = agent_of(sessions, surroundings, buttons=not once)
    if once:
        agent.look()
        agent.leave()
        return
    with _stop_on_signals(inbox):
        LOG.info("The agent has started.")
        agent.run(inbox)
        LOG.info("The agent leaves, as it was told to.")


class _Settings:
    """The settings as they are now; while their file is broken, the last good or the built-in ones."""

    def __init__(self) -> None:
        self._last_good: Reminders | None = None
        self._trouble = ""

    def __call__(self) -> Reminders:
        trouble = ""
        try:
            self._last_good = load().settings.reminders
        except CoachError as error:
            trouble = str(error)
            self._last_good = self._last_good or defaults().reminders
        if trouble not in ("", self._trouble):
            LOG.info(trouble)
        self._trouble = trouble
        return self._last_good


def open_coach(words: Sequence[str], terminal: str) -> str:
    """Open a terminal on a coach command; return what was done, or why it could not be."""
    try:
        return f"Began coach {' '.join(words)}, {open_terminal([*program(), *words], terminal)}."
    except CoachError as error:
        return str(error)


def _unreadable(error: CoachError, surroundings: Surroundings) -> None:
    surroundings.log(str(error))
    surroundings.trouble.show("broken", notice.broken_file(error))


@contextmanager
def _stop_on_signals(inbox: "SimpleQueue[Input]") -> Iterator[None]:
    """Put `Stop` on Ctrl-C, on the system's own signal, and when the terminal window is closed."""

    def stop(number: int, frame: "FrameType | None") -> None:  # noqa: ARG001 - the signal's own call
        inbox.put(Stop())

    numbers = [signal.SIGINT, signal.SIGTERM]
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as by nohup
        numbers.append(signal.SIGHUP)
    handlers = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
