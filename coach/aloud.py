"""A few blocks said aloud outside any session, and waited for until they were heard.

What `coach say`, `coach preview` and `coach doctor --sound` do. A device that goes away meanwhile is the
sound's own care: time goes on in silence, so that the wait always ends.

Errors: `CoachError` for a line that could not be made.
"""

from collections.abc import Callable, Mapping, Sequence
from queue import SimpleQueue
from subprocess import Popen
from threading import Event
from typing import Final

from coach.config import Settings
from coach.cue.model import Block, Chime, Cue, Spoken
from coach.cue.script import lines_of
from coach.cue.timeline import timeline
from coach.errors import CoachError
from coach.sound.device import Output
from coach.sound.files import chime
from coach.sound.mix import Sound, Sounding
from coach.speech.clips import Clip
from coach.speech.gather import measured, own_clips
from coach.speech.known import chosen
from coach.speech.own import own_diction
from coach.speech.second import maker
from coach.speech.synth import Made, NotMade
from coach.units import Samples

_LOOK: Final = 0.02
"""Seconds between two looks at what has been heard."""


def opened(settings: Settings) -> Output:
    """Open the device of the settings, at their volume. Raises `CoachError` for one that is not there."""
    output = Output(settings.device, quiet_before=settings.quiet_before)
    output.volume(settings.volume)
    return output


def say(
    blocks: Sequence[Block],
    settings: Settings,
    output: Output,
    worker: Callable[[], "Popen[bytes] | None"] = lambda: None,
) -> None:
    """Make the blocks' lines, sound them, and return once they were heard.

    `worker` gives one that was started early. Where the output is silent, the lines are
    made and nobody waits.
    """
    in_turn([blocks], settings, output, worker)


def in_turn(
    stretches: Sequence[Sequence[Block]],
    settings: Settings,
    output: Output,
    worker: Callable[[], "Popen[bytes] | None"] = lambda: None,
    begun: Callable[[int], None] = lambda _: None,
) -> None:
    """Sound stretch after stretch, each as soon as its lines are made; `begun` hears of each, from nought."""
    inbox: SimpleQueue[Made | NotMade] = SimpleQueue()
    found: dict[Spoken, Clip] = {}
    speech = maker(own_diction(settings.voice, settings.rate), own_clips(), inbox.put, worker())
    try:
        speech.want(lines_of(block for blocks in stretches for block in blocks))
        for number, blocks in enumerate(stretches):
            while not found.keys() >= set(lines_of(blocks)):
                done = inbox.get()
                found[done.spoken] = _made(done, settings)
            begun(number)
            _heard(blocks, found, settings, output)
    finally:
        speech.close()


def _made(done: Made | NotMade, settings: Settings) -> Clip:
    if isinstance(done, Made):
        return done.clip
    voice = chosen(settings.voice).name
    mend = "`coach voices` lists what can speak, and `coach doctor` checks it."
    raise CoachError(f"The voice {voice} did not speak ({done.reason}). {mend}")


def _heard(blocks: Sequence[Block], found: Mapping[Spoken, Clip], settings: Settings, output: Output) -> None:
    """Sound blocks after what was sounded before, and wait until they were heard."""
    if not output.playing:
        return
    laid = timeline(blocks, measured(found, settings.rate))
    start = output.position  # it stands still at the end of what was laid
    end = Samples(start + laid.length)
    output.lay(tuple(Sounding(Samples(start + t.start), _sound(t.cue, found)) for t in laid.cues), end, 0)
    while output.heard < end:
        Event().wait(_LOOK)


def _sound(cue: Cue, found: Mapping[Spoken, Clip]) -> Sound:
    return chime(cue.sound) if isinstance(cue, Chime) else found[cue].sound
