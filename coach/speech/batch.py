"""Lines made and waited for, where nobody listens meanwhile.

For a script with exact times, or a check: each must know every clip before it begins.
"""

from collections.abc import Callable, Iterable, Mapping
from queue import SimpleQueue

from coach.cue.estimate import estimate
from coach.cue.model import Chime, Cue, Measure, MeasureOf, Spoken
from coach.files.paths import cache_dir, made
from coach.sound.chimes import chime
from coach.speech.clips import Clip, Clips
from coach.speech.fallback import maker, on_stderr
from coach.speech.own_pronunciation import own_pronunciation
from coach.speech.synth import Made, NotMade
from coach.time.units import Samples


def own_clips() -> Clips:
    """Return the cache of this person's clips."""
    return Clips(made(cache_dir() / "clips"))


def gather(
    lines: Iterable[Spoken],
    voice: str,
    rate: int,
    *,
    on_each: Callable[[], object] = lambda: None,
    clips: Clips | None = None,
    note: Callable[[str], None] = on_stderr,
) -> Mapping[Spoken, Clip | str]:
    """Make these lines. The value of a line is its clip, or the reason why it could not be made.

    `on_each` is called for each line; `note` takes a line for the person where another voice stands in.
    """
    unique = tuple(dict.fromkeys(lines))
    inbox, outcomes = SimpleQueue[Made | NotMade](), dict[Spoken, Clip | str]()
    speech = maker(own_pronunciation(voice, rate), clips or own_clips(), inbox.put, note=note)
    try:
        speech.want(unique)
        while len(outcomes) < len(unique):
            outcome = inbox.get()
            outcomes[outcome.spoken] = outcome.clip if isinstance(outcome, Made) else outcome.reason
            on_each()
    finally:
        speech.close()
    return outcomes


def measured(outcomes: Mapping[Spoken, Clip | str], rate: int) -> MeasureOf:
    """Return the measure of every cue: of its clip or chime, or by estimate where there is none."""
    guess = estimate(rate)

    def measure(cue: Cue) -> Measure:
        if isinstance(cue, Chime):
            return Measure(Samples(len(chime(cue.sound))))
        clip = outcomes.get(cue)
        return Measure(Samples(len(clip.sound)), clip.onset) if isinstance(clip, Clip) else guess(cue)

    return measure
