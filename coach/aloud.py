"""A few blocks said aloud outside any session, and waited for until they were heard.

What `coach say` and `coach doctor --sound` do. A device that goes away meanwhile is the
sound's own care: time goes on in silence, so that the wait always ends.

Errors: `CoachError` for a line that could not be made.
"""

from collections.abc import Callable, Mapping, Sequence
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
from coach.speech.gather import gather, measured
from coach.speech.known import chosen

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
    found = gather(lines_of(blocks), settings.voice, settings.rate, worker())
    for clip in found.values():
        if isinstance(clip, str):
            voice = chosen(settings.voice).name
            mend = "`coach voices` lists what can speak, and `coach doctor` checks it."
            raise CoachError(f"The voice {voice} did not speak ({clip}). {mend}")
    laid = timeline(blocks, measured(found, settings.rate))
    if output.playing:
        output.lay(tuple(Sounding(t.start, _sound(t.cue, found)) for t in laid.cues), laid.length, 0)
        while output.heard < laid.length:
            Event().wait(_LOOK)


def _sound(cue: Cue, found: Mapping[Spoken, Clip | str]) -> Sound:
    if isinstance(cue, Chime):
        return chime(cue.sound)
    clip = found[cue]
    assert isinstance(clip, Clip), "every line was made"
    return clip.sound
