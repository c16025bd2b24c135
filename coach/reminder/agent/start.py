"""The agent, put together: the history, the desktop, the sound, the scheduler, and its log.

What `coach remind run` does, apart from reading its words.
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
from coach.reminder.agent.log import TOLD, logged
from coach.reminder.agent.loop import Agent, Answer, Input, Stop, Wake, Waker, World
from coach.reminder.agent.suggest import Suggestions
from coach.reminder.agent.watch_file import WatchedFile
from coach.reminder.autostart.managers import program
from coach.reminder.desktop.notifications import Desktop
from coach.reminder.desktop.presence import look
from coach.reminder.desktop.session_bus import reach_screen
from coach.reminder.desktop.start_play import LINE, play
from coach.reminder.desktop.terminal import begin
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

    `trouble` shows that the reminders cannot be read; it is another notifier than that of the
    reminders, of which it must take none off the screen. `begin` opens a terminal on the words of a
    command of coach, and says what it did; `told` takes a line for the log.
    """

    now: Callable[[], datetime]
    zone: Callable[[], tzinfo]
    rules: Callable[[], Reminders]
    notifier: Notifier
    trouble: Notifier
    around: Callable[[], Presence]
    sound: Sounder
    begin: Callable[[Sequence[str]], str]
    alarms: Waker
    told: Callable[[str], None]


def agent_of(sessions: Sessions, here: Surroundings, *, buttons: bool = True) -> Agent:
    """Return the agent of a history in these surroundings; `buttons` where somebody waits for answers."""
    journal = JournalBuffer(Journal(sessions), here.told)
    parts = DeliveryParts(
        notifier=here.notifier,
        around=here.around,
        sound=here.sound,
        begin=here.begin,
        routines=lambda: suggestions(sessions),
        told=here.told,
    )
    world = World(
        now=here.now,
        zone=here.zone,
        rules=here.rules,
        in_category=lambda category: suggestions(sessions).of(category),
        version=journal.version,
    )
    watched = WatchedFile(lambda error: _unreadable(error, here), here.trouble.clear)
    return Agent(watched, journal, Deliverer(journal, parts, buttons=buttons), here.alarms, world)


def serve(*, once: bool, wait: bool, told: Callable[[str], None]) -> bool:
    """Bring reminders until it is told to stop, or `once` what is due; false where another agent runs.

    `wait` begins when that one has ended.
    """
    with lock.held(lock.AGENT, wait=wait) as mine:
        if not mine:
            return False
        with ExitStack() as closing:
            closing.enter_context(logged(told))
            sessions = closing.enter_context(Sessions.open(durable=True))
            _serve(sessions, closing, once=once)
        return True


def around_now() -> Presence:
    """Return what goes on at the computer."""
    reach_screen()
    return replace(look(), session=any_running())


def sounded(*, chime: bool, spoken: bool, voice: str) -> None:
    """Have a chime sounded, the line, or both. Returns at once; trouble is told in the log."""
    play(TOLD.info, line=LINE if spoken else "", voice=voice, chime=chime)


def suggestions(sessions: Sessions) -> Suggestions:
    """Return the routines to suggest, as the library and the history are now."""
    reminded = Journal(sessions)

    def last() -> Mapping[str, datetime]:
        done, suggested = dict(sessions.last_done()), reminded.suggested()
        return done | {name: max(at, done.get(name, at)) for name, at in suggested.items()}

    return Suggestions(last)


def _serve(sessions: Sessions, closing: ExitStack, *, once: bool) -> None:
    inbox: SimpleQueue[Input] = SimpleQueue()
    desktop = Desktop(lambda key, button: inbox.put(Answer(key, button)))
    closing.callback(desktop.close, leave=once)
    trouble = Desktop(lambda *_: None)
    closing.callback(trouble.close, leave=once)
    alarms = Alarms(lambda: inbox.put(Wake()))
    closing.callback(alarms.close)
    settings = _Settings()
    here = Surroundings(
        now=lambda: datetime.now(UTC),
        zone=zone_or_offset,
        rules=settings,
        notifier=desktop,
        trouble=trouble,
        around=around_now,
        sound=sounded,
        begin=lambda words: begun(words, settings().terminal),
        alarms=alarms,
        told=TOLD.info,
    )
    Journal(sessions).tidy(datetime.now(UTC))
    agent = agent_of(sessions, here, buttons=not once)
    if once:
        agent.look()
        agent.leave()
        return
    with _until_told(inbox):
        TOLD.info("The agent has started.")
        agent.run(inbox)
        TOLD.info("The agent leaves, as it was told to.")


class _Settings:
    """The settings as they are now; while the file is broken, as they were, or else the built-in ones."""

    def __init__(self) -> None:
        self._last: Reminders | None = None
        self._trouble = ""

    def __call__(self) -> Reminders:
        trouble = ""
        try:
            self._last = load().settings.reminders
        except CoachError as error:
            trouble = str(error)
            self._last = self._last or defaults().reminders
        if trouble not in ("", self._trouble):
            TOLD.info(trouble)
        self._trouble = trouble
        return self._last


def begun(words: Sequence[str], terminal: str) -> str:
    """Open a terminal on a command of coach; return what was done, or why it could not be."""
    try:
        return f"Began coach {' '.join(words)}, {begin([*program(), *words], terminal)}."
    except CoachError as error:
        return str(error)


def _unreadable(error: CoachError, here: Surroundings) -> None:
    here.told(str(error))
    here.trouble.show("broken", notice.broken(error))


@contextmanager
def _until_told(inbox: "SimpleQueue[Input]") -> Iterator[None]:
    """Have Ctrl-C, the system's own word and a terminal window that is closed put `Stop`."""

    def stop(number: int, frame: "FrameType | None") -> None:  # noqa: ARG001 - the signal's own call
        inbox.put(Stop())

    ends = [signal.SIGINT, signal.SIGTERM]
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as by nohup
        ends.append(signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in ends}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
