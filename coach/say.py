"""A few blocks said aloud outside any session, with a wait until they were heard.

Serves `coach say`, `coach preview`, `coach voices try`, `coach doctor --sound`, and a reminder's line.
The room `sound` deals with a device that goes away or takes no sound, and the wait then ends within
some seconds. `note` hears of it where not all was heard, or not in the voice of the settings.

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
_DEVICE_GONE: Final = (
    "The sound device stopped taking sound, so not all of it was heard. `coach doctor` says how to mend it."
)

Note = Callable[[str], None]


def open_output(settings: Settings) -> Output:
    """Open the device of the settings, at their volume. Raises `CoachError` for one that is not there."""
    output = Output(settings.device, quiet_before=settings.quiet_before)
    output.volume(settings.volume)
    return output


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and to which output. `note` takes a line for the person.

    `worker` returns a worker that was started early, if there is one. Without `stand_in`, a line that
    the voice itself cannot say is an error.
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
    stretches: Sequence[Sequence[Block]], speaker: Speaker, on_begin: Callable[[int], None] = lambda _: None
) -> None:
    """Sound one stretch after another, each as soon as its lines are made; `on_begin` gets its index."""
    inbox: SimpleQueue[Made | NotMade] = SimpleQueue()
    clips: dict[Spoken, Clip] = {}
    speech = speaker.maker(inbox.put)
    try:
        speech.want(lines_of(block for blocks in stretches for block in blocks))
        for index, blocks in enumerate(stretches):
            while not clips.keys() >= set(lines_of(blocks)):
                result = inbox.get()
                clips[result.spoken] = _clip_of(result, speaker.settings)
            on_begin(index)
            _sound_and_wait(blocks, clips, speaker)
    finally:
        speech.close()


def _clip_of(result: Made | NotMade, settings: Settings) -> Clip:
    if isinstance(result, Made):
        return result.clip
    voice = chosen(settings.voice).name
    mend = "`coach voices` lists what can speak, and `coach doctor` checks it."
    raise CoachError(f"The voice {voice} did not speak ({result.reason}). {mend}")


def _sound_and_wait(blocks: Sequence[Block], clips: Mapping[Spoken, Clip], speaker: Speaker) -> None:
    """Sound blocks after the earlier ones, and wait until they were heard, or nothing more can be."""
    output = speaker.output
    if not output.playing:
        return
    part_timeline = timeline(blocks, measured(clips, speaker.settings.rate))
    start = output.position  # it stays at the end of the earlier blocks
    end = Samples(start + part_timeline.length)
    output.lay(soundings(part_timeline, start, Samples(0), partial(_sound, clips)), end, 0)
    while output.heard < end:
        Event().wait(_LOOK)
        if not output.playing:
            speaker.note(_DEVICE_GONE)
            return


def _sound(clips: Mapping[Spoken, Clip], cue: Cue) -> Sound:
    return chime(cue.sound) if isinstance(cue, Chime) else clips[cue].sound
