"""The speech worker: text to clips, in a process of its own.

`python -m coach.speech.worker ENGINE` takes JSON lines on its input and gives JSON lines
on its output. It and its drivers alone import pyttsx3; it makes one engine, on its main thread.

    in   {"voice": ID, "folder": …, "want": [{"id", "text", "rate"}, …]}     the most urgent first;
                                                                         replaces the last
         {"list": true, "want": []}
         {"phonemes": text, "voice": ID, "want": []}
    out  {"begun": id} · {"ready": id} · {"failed": id, "reason": …}
         {"voices": [{"id", "name", "language"}, …]} · {"phonemes": what the engine makes of it}
         {"broken": reason}      the engine is of no more use, and the process ends

A line whose clip is in the folder already is ready at once. The engine and numpy are
loaded side by side, because the first word needs both. The process ends with its input,
so that it never outlives its client; nothing but replies reaches its output.
"""

import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from types import ModuleType
from typing import Any, Final, Protocol

from coach.speech.worker.refusal import TextRefused

Request = dict[str, Any]

_DRIVERS: Final = ("hibari", "piper")
"""Our own drivers, each in a file of its name."""


class Engine(Protocol):
    """**Protocol:** what `serve` asks of the speech engine. Raises anything when it is broken."""

    def speak(self, text: str, voice: str, rate: int, path: Path) -> None:
        """Speak into the file, and return when it is whole. Raises `TextRefused` for this text alone."""

    def voices(self) -> list[dict[str, str]]:
        """Return every voice: id, name, language."""

    def phonemes(self, text: str, voice: str) -> str:
        """Return the sounds that the engine makes of a text, in the IPA; empty where it gives none."""


class Speaker:
    """One pyttsx3 engine, made on the main thread and used there only."""

    def __init__(self, driver: str) -> None:
        if driver == "espeak":
            _load_espeak()
        if driver in _DRIVERS:  # pyttsx3 2.99 looks for a driver of that name there
            sys.modules[f"pyttsx3.drivers.{driver}"] = import_module(f"coach.speech.worker.{driver}_driver")
        import pyttsx3

        self._errors: list[Exception] = []
        self._engine = pyttsx3.init(driver)
        self._engine.connect("error", lambda **details: self._errors.append(details["exception"]))
        self._wait: Callable[[], object] = lambda: None
        self._phonemes: Callable[[Any, str], str] = _PHONEMES.get(driver, _no_phonemes)
        if driver == "espeak":
            self._wait = _tame_espeak(self._engine)

    def speak(self, text: str, voice: str, rate: int, path: Path) -> None:
        """Speak into the file: one utterance, one run, and then a wait for the engine."""
        self._errors.clear()
        if voice:
            self._engine.setProperty("voice", voice)
        self._engine.setProperty("rate", rate)
        self._engine.save_to_file(text, str(path))
        self._engine.runAndWait()
        self._wait()
        if self._errors:
            raise self._errors[0]

    def voices(self) -> list[dict[str, str]]:
        """Return the engine's voices: id, name, language."""
        return [
            {"id": voice.id, "name": voice.name or voice.id, "language": str((voice.languages or [""])[0])}
            for voice in self._engine.getProperty("voices")
        ]

    def phonemes(self, text: str, voice: str) -> str:
        """Return the sounds that the engine makes of a text, in the IPA; empty where it gives none."""
        from tempfile import TemporaryDirectory

        with TemporaryDirectory() as folder:
            # pyttsx3 changes to a voice only when it next speaks.
            self.speak("Ready.", voice, 175, Path(folder, "unheard"))
        return self._phonemes(self._engine, text)


def _load_espeak() -> None:
    """Load the library that espeakng-loader contains; without it the system's own is used.

    pyttsx3 opens `libespeak-ng.so.1`, and the system's loader then finds the library of
    that name that is loaded already. Its symbols are not shared with other
    libraries: shared, they were seen to crash the other engines.
    """
    from importlib.util import find_spec

    spec = find_spec("espeakng_loader")
    if spec is None or not spec.submodule_search_locations:
        return
    import ctypes

    folder = Path(spec.submodule_search_locations[0])
    library = folder / "libespeak-ng.so"
    if library.is_file():
        os.environ["ESPEAK_DATA_PATH"] = str(folder / "espeak-ng-data")
        ctypes.CDLL(str(library))


def _tame_espeak(engine: Any) -> Callable[[], object]:  # noqa: ANN401 - pyttsx3 ships no types
    """Keep pyttsx3 from cancelling what it was asked for; return the wait for a whole file.

    It ends every run with a stop, and a stop cancels what espeak-ng is doing, which may be the
    setting of the rate a moment before, or a line just begun: of lines at changing rates one in
    six was spoken at the previous rate, and some were lost. pyttsx3 only stops what is playing, so
    it is told that nothing plays; nothing is ever played here. Before its first run pyttsx3 holds
    every setting back; the empty run ends that.
    """
    espeak = _pyttsx3_espeak()
    espeak.IsPlaying = lambda: 0
    engine.runAndWait()
    wait: Callable[[], object] = espeak.Synchronize
    return wait


def _pyttsx3_espeak() -> Any:  # noqa: ANN401 - pyttsx3 ships no types
    """Return pyttsx3's private binding to espeak-ng. Tried with 2.99, which is required."""
    from pyttsx3.drivers import _espeak

    return _espeak


def _espeak_phonemes(_engine: Any, text: str) -> str:  # noqa: ANN401 - pyttsx3 ships no types
    """Return espeak-ng's phonemes. It takes one clause at a time, and moves the pointer on."""
    from ctypes import byref, c_char_p, c_int, c_void_p, cast

    translate = _pyttsx3_espeak().dll.espeak_TextToPhonemes
    translate.restype, translate.argtypes = c_char_p, (c_void_p, c_int, c_int)
    buffer = c_char_p(text.encode())
    pointer = cast(buffer, c_void_p)
    clauses = []
    while pointer.value:
        clauses.append((translate(byref(pointer), 1, 2) or b"").decode())
    return " ".join(filter(None, clauses))


def _driver_phonemes(engine: Any, text: str) -> str:  # noqa: ANN401 - pyttsx3 ships no types
    return str(engine.getProperty("phonemes")(text))


def _no_phonemes(_engine: Any, _text: str) -> str:  # noqa: ANN401 - pyttsx3 ships no types
    return ""


_PHONEMES: Final[dict[str, Callable[[Any, str], str]]] = {
    "espeak": _espeak_phonemes,
    **dict.fromkeys(_DRIVERS, _driver_phonemes),
}


class Requests:
    """The last request that came in, read by a thread of its own."""

    def __init__(self, stream: int) -> None:
        self._inbox: SimpleQueue[Request] = SimpleQueue()
        Thread(target=self._read, args=(stream,), daemon=True).start()

    def take(self, *, wait: bool) -> Request | None:
        """Return the newest request since the last one taken; `None` where there is none."""
        newest = self._inbox.get() if wait else None
        while not self._inbox.empty():
            newest = self._inbox.get()
        return newest

    def _read(self, stream: int) -> None:
        with os.fdopen(stream, "rb") as lines:
            for line in lines:
                self._inbox.put(json.loads(line))
        os._exit(0)


def serve(engine: Engine, requests: Requests, reply: Callable[[Request], None], finish: "Finisher") -> None:
    """Make one line after the other, always the most urgent of the newest request."""
    request: Request = {"want": []}
    while True:
        newest = requests.take(wait=not request["want"])
        if newest is not None:
            request = newest
            if "list" in request:
                reply({"voices": engine.voices()})
            elif "phonemes" in request:
                reply({"phonemes": engine.phonemes(request["phonemes"], request["voice"])})
            continue
        job = request["want"].pop(0)
        reply({"begun": job["id"]})
        reason = _make_clip(engine, request, job, finish)
        reply({"ready": job["id"]} if reason is None else {"failed": job["id"], "reason": reason})


def _make_clip(engine: Engine, request: Request, job: Request, finish: "Finisher") -> str | None:
    """Make one clip; return why it could not be, `None` where it is ready."""
    folder = Path(request["folder"])
    if (folder / f"{job['id']}.wav").exists():
        return None
    raw = folder / f".{os.getpid()}.raw"
    try:
        if not folder.is_dir():
            from coach.files.paths import made  # seldom needed, and each import delays the first word

            made(folder)
        engine.speak(job["text"], request["voice"], job["rate"], raw)
        reason: str | None = finish().finish(request, job, raw)
        return reason
    except TextRefused as refusal:
        return str(refusal)
    finally:
        raw.unlink(missing_ok=True)


class Finisher:
    """`coach.speech.worker.make_clip`, whose libraries load on a thread of their own."""

    def __init__(self) -> None:
        self._loaded = Event()
        self._module: ModuleType | None = None
        Thread(target=self._load, daemon=True).start()

    def __call__(self) -> ModuleType:
        """Wait for the module, and return it."""
        self._loaded.wait()
        if self._module is None:
            raise ImportError("numpy or soxr cannot be loaded; install coach again")
        return self._module

    def _load(self) -> None:
        try:
            from coach.speech.worker import make_clip

            self._module = make_clip
        finally:
            self._loaded.set()


def _reason_for(error: BaseException) -> str:
    """Return what went wrong; the text of a plain `ValueError`, such as a driver's, is for a person."""
    message = type(error) in (ValueError, TextRefused) and str(error)
    return message or f"{type(error).__name__}: {error}"


def main() -> None:
    """Serve the requests on standard input until it ends."""
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    requests, finish = Requests(os.dup(0)), Finisher()

    def reply(value: Request) -> None:
        replies.write(json.dumps(value).encode() + b"\n")

    try:
        serve(Speaker(sys.argv[1]), requests, reply, finish)
    except BaseException as error:  # noqa: BLE001 - whatever it is, this engine is of no more use
        reply({"broken": _reason_for(error)})
    finally:
        # Not by the interpreter's own exit: an engine's threads may hang there.
        os._exit(1)


if __name__ == "__main__":
    main()
