"""Every cue of a session with its exact time, for `coach show --script`.

The clips are really made, since only they say how long a line is.
"""

from collections.abc import Iterator

from coach.cli import output
from coach.config import Settings
from coach.cue.model import Chime, Role, Timed
from coach.cue.script import Script
from coach.cue.whole import Placed, whole
from coach.live import gathered, manner_of
from coach.routine.plan import Plan
from coach.units import RATE


def print_script(plan: Plan, settings: Settings, *, as_json: bool) -> None:
    """Print the cues; on stderr, each line that does not fit its beat, with its place."""
    script = Script(plan, manner_of(plan, settings))
    measure_of, missing = gathered(script, settings)
    placed = whole(script, measure_of)
    if as_json:
        output.json_out([_record(part, cue) for part, cue in _cues(placed)])
    else:
        for part, cue in _cues(placed):
            output.line(f"{_clock((part.start + cue.start) / RATE)}  {_words(cue)}")
    for line in missing:
        output.aside(f"This line could not be spoken: {line}")


def _cues(placed: tuple[Placed, ...]) -> Iterator[tuple[Placed, Timed]]:
    for part in placed:
        for cue in part.timeline.cues:
            yield part, cue


def _record(part: Placed, timed: Timed) -> dict[str, object]:
    chime = isinstance(timed.cue, Chime)
    return {
        "at": round((part.start + timed.start) / RATE, 6),
        "until": round((part.start + timed.until) / RATE, 6),
        "kind": "chime" if chime else ("count" if timed.cue.role is Role.COUNT else "line"),
        "text": timed.cue.sound.value if isinstance(timed.cue, Chime) else timed.cue.text,
        "step": part.part.step,
    }


def _words(timed: Timed) -> str:
    return f"({timed.cue.sound})" if isinstance(timed.cue, Chime) else timed.cue.text


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes):2}:{rest:06.3f}"
