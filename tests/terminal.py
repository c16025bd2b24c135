"""A real terminal, for tests that type: a shell in tmux, and how a session that ran in it left it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lived import BRISK, NO_SOUND, WHOLE, at_home, clean_env, found, waited

from bench.recording import Sink, Sound
from coach.cue.model import Role
from coach.language import rates
from coach.speech.clips import Clips
from coach.speech.voices.voice import key, resolve

STOPPED: Final = "Stopping here. What you did is saved."
NO_QUESTIONS: Final = {"COACH_ASK": "false"}


class Terminal:
    """A shell in a terminal of tmux's, 100 columns wide. Use as a context."""

    def __init__(self, home: Path, env: Mapping[str, str] = NO_SOUND) -> None:
        self.home = home
        self._env = clean_env(home, env) | {"PS1": "$ ", "TERM": "xterm"}
        self._env.pop("TMUX", None)
        self._socket = str(home / "tmux")
        self._files = 0

    def __enter__(self) -> "Terminal":
        self.home.mkdir(parents=True, exist_ok=True)
        shell = ["new-session", "-d", "-x", "100", "-y", "50", "bash --noprofile --norc"]
        self._tmux("-f", os.devnull, "set-option", "-g", "history-limit", "20000", ";", *shell)
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(subprocess.CalledProcessError):
            self._tmux("kill-server")

    def type(self, *keys: str) -> None:
        """Press keys, by tmux's names for them."""
        self._tmux("send-keys", *keys)

    def run(self, command: str) -> None:
        """Type a command and Enter."""
        self._tmux("send-keys", "-l", command)
        self.type("Enter")

    def paste(self, text: str) -> None:
        """Paste text, marked as such where the program asked for that."""
        self._tmux("set-buffer", text)
        self._tmux("paste-buffer", "-p")

    def start(self, *words: str) -> None:
        """Start a session; its exit code can be asked with `code`."""
        (self.home / "code").unlink(missing_ok=True)
        command = " ".join([sys.executable, "-m coach start", *(words or ("short",)), *BRISK, "--plain"])
        self.run(f"clear; {command}; echo $? > {self.home}/code")

    def foreground(self) -> None:
        """Have a session that was stopped go on."""
        (self.home / "code").unlink(missing_ok=True)
        self.run(f"fg; echo $? > {self.home}/code")

    def code(self) -> int:
        """Wait for the session's end and return its exit code."""
        return int(waited(lambda: self._text(self.home / "code"), "an exit code"))

    def answer(self, command: str) -> str:
        """Return what a command prints into a file, typed at the shell."""
        self._files += 1
        file = self.home / f"answer-{self._files}"
        self.run(f"{command} > {file}.new 2>&1; mv {file}.new {file}")
        waited(file.exists, command)
        return self._text(file)

    def bytes_of(self, command: str, act: Callable[[], None] = lambda: None) -> bytes:
        """Run a command, act, and return every byte that reaches the terminal until the command ends."""
        file = self.home / "bytes"
        file.touch()
        self._tmux("pipe-pane", f"exec cat > {file}")
        self.run(f"printf 'BEG''IN\\n'; {command}; printf 'EN''D\\n'")
        act()
        written = waited(lambda: data if b"END\r\n" in (data := file.read_bytes()) else b"", command)
        return written.partition(b"BEGIN\r\n")[2].partition(b"END\r\n")[0]

    @property
    def screen(self) -> str:
        """All that was written, wrapped lines joined."""
        return self._tmux("capture-pane", "-p", "-J", "-S", "-", "-E", "-")

    def until(self, text: str, times: int = 1) -> str:
        """Wait until a text was written so often; return the screen."""
        try:
            return waited(lambda: screen if (screen := self.screen).count(text) >= times else None)
        except AssertionError as error:
            raise AssertionError(f"no {text!r} on the screen:\n{self.screen}") from error

    def pid(self) -> int:
        """Return the process of the session that runs in it."""
        shell = self._tmux("list-panes", "-F", "#{pane_pid}").strip()
        children = Path(f"/proc/{shell}/task/{shell}/children")
        return int(waited(lambda: self._text(children).split(), "a session")[0])

    def close(self) -> None:
        """Close the window, as a person does who has had enough."""
        self._tmux("kill-session")

    @staticmethod
    def _text(file: Path) -> str:
        with suppress(OSError):
            return file.read_text().strip()
        return ""

    def _tmux(self, *words: str) -> str:
        command = ["tmux", "-S", self._socket, *words]
        ran = subprocess.run(command, env=self._env, capture_output=True, text=True, check=True, timeout=30)
        return ran.stdout


def has_tmux() -> bool:
    """Return whether there are terminals to be had."""
    return shutil.which("tmux") is not None


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """How a session left its terminal, and what was heard of it."""

    code: int
    screen: str
    before: str
    after: str
    home: Path
    sound: Sound

    def heard(self, text: str) -> bool:
        """Return whether a line is in the sound."""
        clip = Clips(self.home / "cache" / "clips").get(key(text, Role.LINE, resolve("auto"), rates.FASTEST))
        half = len(self.sound) // 2
        return clip is not None and found(self.sound, clip.sound, half, half)[1] > WHOLE


def left(home: Path, act: Callable[[Terminal], None], env: dict[str, str] | None = None) -> Left:
    """Start a session, act as soon as it tells its first step, and look at the terminal before and after."""
    with ExitStack() as open_:
        sink = open_.enter_context(Sink())
        recording = open_.enter_context(sink.record())
        terminal = open_.enter_context(Terminal(at_home(home), sink.env | NO_QUESTIONS | (env or {})))
        before = terminal.answer("stty -a")
        terminal.start()
        terminal.until("3 steps")
        act(terminal)
        code = terminal.code()
        return Left(code, terminal.screen, before, terminal.answer("stty -a"), home, recording.sound)
