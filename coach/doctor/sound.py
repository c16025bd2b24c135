"""The checks of `coach doctor` for voices and sound, with the real engine and the real device.

Speaks a line, reads the files of the person's own voices, opens the device and waits until it has taken
half a second of sound. Takes some seconds; blocks.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from threading import Event
from typing import TYPE_CHECKING, Final

from coach.config.settings import Settings
from coach.cue.model import Spoken
from coach.doctor.finding import Finding, FindingState
from coach.errors import CoachError
from coach.language.grammar import counted
from coach.speech.pronunciation import Pronunciation
from coach.speech.start_worker import NATURAL_ENGINES
from coach.speech.voices.files import fault, own_faults
from coach.speech.voices.installed import chosen, natural_voices, voices_dir, why_unseen
from coach.speech.voices.natural import natural_voice, why_missing
from coach.speech.voices.voice import Voice, resolve
from coach.time.units import RATE

if TYPE_CHECKING:
    from coach.sound.device import Output

_LINE: Final = "Sit tall, and let your shoulders drop."
_STEADY_WITHIN: Final = 6.0
"""Seconds within which a working device takes half a second of sound at a steady pace."""
_POLL: Final = 0.05


def voice_in_force(settings: Settings) -> Iterator[Finding]:
    """Ask the engine for its voices, and let the voice of the settings speak."""
    from coach.speech.voices.ask_engine import EngineFailed, voices

    voice = chosen(settings.voice)
    if natural_voice() is None and voice.engine not in NATURAL_ENGINES:
        yield Finding("natural voice", FindingState.NOTE, "It is not here.", why_missing())
    try:
        engine_voices = natural_voices() if voice.engine in NATURAL_ENGINES else voices(voice.engine)
    except EngineFailed as error:
        message = f"{voice.engine} cannot be used: {error.reason}."
        yield Finding("engine", FindingState.PROBLEM, message, _engine_mend(voice.engine))
        return
    yield Finding("engine", FindingState.OK, f"{voice.engine}, with {counted(len(engine_voices), 'voice')}")
    if voice.id and voice.id not in {engine_voice.id for engine_voice in engine_voices}:
        mend = "`coach voices` lists them; `coach config set voice auto` takes the best."
        yield Finding("voice", FindingState.PROBLEM, f"{voice.engine} has no voice {voice.id!r}.", mend)
        return
    finding = _speech_finding(voice, settings.rate)
    yield finding
    if voice.engine in NATURAL_ENGINES and finding.state is FindingState.OK:
        yield from _unsaid_findings(voice, "voice")


def own_voices(settings: Settings) -> Iterator[Finding]:
    """Check the files of the voices that the person added, and whether each can say a whole session.

    The voice of the settings is left out: `voice_in_force` checks it.
    """
    yield from (Finding("own voices", FindingState.PROBLEM, message) for message in why_unseen())
    for voice_fault in own_faults(voices_dir()):
        mend = f"{voice_fault.mend} Then: coach voices add FILE --replace"
        yield Finding("own voices", FindingState.PROBLEM, voice_fault.message, mend)
    for voice in natural_voices():
        model = Path(voice.model)
        if model.parent == voices_dir() and voice != _chosen(settings) and fault(model) is None:
            yield from _unsaid_findings(voice, "own voices")


def _chosen(settings: Settings) -> Voice | None:
    with suppress(CoachError):
        return chosen(settings.voice)
    return None


def _unsaid_findings(voice: Voice, part: str) -> Iterator[Finding]:
    from coach.speech.voices.audition import unsayable

    reason = unsayable(voice)
    if reason:
        mend = "Fetch both files of the voice again, or choose another: `coach voices` lists them."
        yield Finding(
            part, FindingState.PROBLEM, f"{voice.name} cannot say all of a session: {reason}.", mend
        )


def _engine_mend(engine: str) -> str:
    if engine != resolve("auto").engine:
        return "Run: coach config set voice auto"
    return {
        "espeak": "Install coach again: its espeak-ng comes with it.",
        "sapi5": "Install coach again, and add a voice in the system's settings for speech.",
    }.get(engine, "Add a voice in the system's settings for speech.")


def _speech_finding(voice: Voice, rate: int) -> Finding:
    """Make a clip of the line, in a temporary folder, and check it."""
    from coach.speech.clips import Clips
    from coach.speech.synth import Made, NotMade, Synth
    from coach.speech.worker.sanity import plausible

    pronunciation = Pronunciation(voice, rate)
    inbox: SimpleQueue[Made | NotMade] = SimpleQueue()
    with TemporaryDirectory() as folder:
        synth = Synth(pronunciation, Clips(Path(folder)), inbox.put)
        try:
            synth.want([Spoken(_LINE)])
            reply = inbox.get()
        finally:
            synth.close()
    mend = "Choose another: `coach voices` lists them."
    if isinstance(reply, NotMade):
        return Finding("voice", FindingState.PROBLEM, f"{voice.name} did not speak: {reply.reason}.", mend)
    sound = reply.clip.sound
    seconds = len(sound) / RATE
    if not plausible(_LINE, seconds, pronunciation.engine_rate(Spoken(_LINE))) or not sound.any():
        message = f"{voice.name} made {seconds:.1f} s of sound, which cannot be the whole of a line."
        return Finding("voice", FindingState.PROBLEM, message, mend)
    return Finding("voice", FindingState.OK, f"{voice.name}; spoke a line of {seconds:.1f} s")


def device(settings: Settings) -> Iterator[Finding]:
    """Open the device of the settings, and check whether it takes sound."""
    from coach.sound.device import Output
    from coach.sound.setup_help import how_to

    mend = "Restart the sound server, or choose another of `coach devices`."
    output = Output(settings.device)
    name, answered = output.name, output.answered  # a watchdog may put another in its place meanwhile
    try:
        if not answered:
            yield Finding("device", FindingState.PROBLEM, "The sound system does not answer.", mend)
        elif not output.playing:
            yield Finding("device", FindingState.PROBLEM, "No sound device can be reached.", how_to())
        elif not _steady(output) or output.failed:
            yield Finding("device", FindingState.PROBLEM, f"{name} opens, and takes no steady sound.", mend)
        else:
            yield Finding("device", FindingState.OK, f"{name}; it takes sound")
    finally:
        output.close()


def _steady(output: "Output") -> bool:
    """Return whether the device takes half a second of sound at a steady pace, within `_STEADY_WITHIN`."""
    for _ in range(round(_STEADY_WITHIN / _POLL)):
        if output.steady or not output.playing:
            break
        Event().wait(_POLL)
    return output.playing and output.steady
