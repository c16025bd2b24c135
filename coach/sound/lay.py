"""A timeline as sounds on a stream. Pure; positions are samples of the stream."""

from collections.abc import Callable

from coach.cue.model import Cue, Timeline
from coach.sound.mix import Sound, Sounding
from coach.time.units import Samples


def soundings(
    timeline: Timeline, at: Samples, since: Samples, sound_of: Callable[[Cue], Sound | None]
) -> tuple[Sounding, ...]:
    """Return the sounds of a timeline, placed so that its sample `since` is heard at position `at`.

    A cue that begins before `since` is left out, and so is one that has no sound.
    """
    sounds = ((timed.start, sound_of(timed.cue)) for timed in timeline.cues if timed.start >= since)
    return tuple(Sounding(Samples(at + start - since), sound) for start, sound in sounds if sound is not None)
