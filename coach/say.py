"""A few blocks said aloud outside any session, and waited for until they were heard.

What `coach say`, `coach preview`, `coach voices try` and `coach doctor --sound` do, and a reminder's
line. A device that goes away or takes no sound is the sound's own care, and the wait ends within some
seconds. That not all was heard, or not in the wanted voice, is told to `note`.

Errors: `CoachError` for a line that could not be made.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from subprocess import Popen
from threading import Event
from typing import Final

from coach.config.settings import Settings
from coach.cue.model import Block, Chime, Cue, Spoken
from coach.cue.script import lines_of
from coach.cue.timeline import timeline
from coach.errors import CoachError
from coach.sound.chimes import chime
from coach.sound.device import Output
from coach.sound.lay import soundings
from coach.sound.mix import Sound
from coach.speech.batch import measured, own_clips
from coach.speech.clips import Clip
from coach.speech.fallback import Deliver, Maker, maker, on_stderr
from coach.speech.own_pronunciation import own_pronunciation
from coach.speech.synth import Made, NotMade, Synth
from coach.speech.voices.installed import chosen
from coach.time.units import Samples

_LOOK: Final = 0.02
"""Seconds between two looks at what has been heard."""
_GONE: Final = (
    "The sound device stopped taking sound, so not all of it was heard. `coach doctor` says how to mend it."
)

Note = Callable[[str], None]


def opened(settings: Settings) -> Output:
    """Open the device of the settings, at their volume. Raises `CoachError` for one that is not there."""
    output = Output(settings.device, quiet_before=settings.quiet_before)
    output.volume(settings.volume)
    return output


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and to where. `note` takes a line for the person.

    `worker` gives one that was started early. Without `stand_in`, a line that the voice itself
    cannot say is an error.
    """

    settings: Settings
    output: Output
    worker: Callable[[], "Popen[bytes] | None"] = lambda: None
    note: Note = on_stderr
    stand_in: bool = True

    def maker(self, deliver: Deliver) -> Maker:
        """Return what makes lines in the voice of the settings."""
        pronunciation, clips = own_pronunciation(self.settings.voice, self.settings.rate), own_clips()
        if self.stand_in:
            return maker(pronunciation, clips, deliver, self.worker(), note=self.note)
        return Synth(pronunciation, clips, deliver, self.worker())


def say(blocks: Sequence[Block], speaker: Speaker) -> None:
    """Make the blocks' lines, sound them, and return once they were heard.

    Where the output is silent, the lines are made and nobody waits.
    """
    in_turn([blocks], speaker)


def in_turn(
    stretches: Sequence[Sequence[Block]], speaker: Speaker, begun: Callable[[int], None] = lambda _: None
) -> None:
    """Sound stretch after stretch, each as soon as its lines are made; `begun` hears of each, from nought."""
    inbox: SimpleQueue[Made | NotMade] = SimpleQueue()
    found: dict[Spoken, Clip] = {}
    speech = speaker.maker(inbox.put)
    try:
        speech.want(lines_of(block for blocks in stretches for block in blocks))
        for number, blocks in enumerate(stretches):
            while not found.keys() >= set(lines_of(blocks)):
                done = inbox.get()
                found[done.spoken] = _made(done, speaker.settings)
            begun(number)
            _heard(blocks, found, speaker)
    finally:
        speech.close()


def _made(done: Made | NotMade, settings: Settings) -> Clip:
    if isinstance(done, Made):
        return done.clip
    voice = chosen(settings.voice).name
    mend = "`coach voices` lists what can speak, and `coach doctor` checks it."
    raise CoachError(f"The voice {voice} did not speak ({done.reason}). {mend}")


def _heard(blocks: Sequence[Block], found: Mapping[Spoken, Clip], speaker: Speaker) -> None:
    """Sound blocks after what was sounded before, and wait until they were heard, or nothing is any more."""
    output = speaker.output
    if not output.playing:
        return
    line = timeline(blocks, measured(found, speaker.settings.rate))
    start = output.position  # it stands still at the end of what was laid
    end = Samples(start + line.length)
    output.lay(soundings(line, start, Samples(0), partial(_sound, found)), end, 0)
    while output.heard < end:
        Event().wait(_LOOK)
        if not output.playing:
            speaker.note(_GONE)
            return


def _sound(found: Mapping[Spoken, Clip], cue: Cue) -> Sound:
    return chime(cue.sound) if isinstance(cue, Chime) else found[cue].sound
