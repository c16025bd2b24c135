"""Every cue of a session with its exact time, for `coach show --script`.

The clips are really made, since only they say how long a line is.
"""

from collections.abc import Iterator

from coach.cli.shared import output
from coach.config.settings import Settings
from coach.cue.full_timeline import Placed, parts, placed_parts
from coach.cue.model import Chime, Timed
from coach.cue.script import Script, lines_of
from coach.cue.too_long import beat_lines, cues_too_long
from coach.language import rates
from coach.screen.plain import cue_record
from coach.speech.batch import gather, measured
from coach.time.units import RATE


def print_script(script: Script, settings: Settings, *, as_json: bool) -> None:
    """Print the cues; on stderr, each line that could not be made, or does not fit at the slowest rate."""
    notes: list[str] = []
    lines = (line for part in parts(script) for line in lines_of(part.blocks))
    found = gather(lines, settings.voice, settings.rate, note=notes.append)
    placed = placed_parts(script, measured(found, settings.rate))
    if as_json:
        output.json_out([_record(part, cue) for part, cue in _cues(placed)])
    else:
        for part, cue in _cues(placed):
            output.line(f"{_clock((part.start + cue.start) / RATE)}  {_words(cue)}")
    for line, reason in found.items():
        if isinstance(reason, str):
            output.aside(f"This line could not be spoken ({reason}): {line.text}")
    beats = gather(beat_lines(script), settings.voice, rates.SLOWEST, note=notes.append)
    for note in notes[:1]:
        output.aside(note)
    slowest = measured(beats, rates.SLOWEST)
    for problem in cues_too_long(script, slowest):
        output.aside(str(problem))


def _cues(placed: tuple[Placed, ...]) -> Iterator[tuple[Placed, Timed]]:
    for part in placed:
        for cue in part.timeline.cues:
            yield part, cue


def _record(part: Placed, timed: Timed) -> dict[str, object]:
    return {
        "at": round((part.start + timed.start) / RATE, 6),
        "until": round((part.start + timed.until) / RATE, 6),
        **cue_record(timed.cue),
        "step": part.part.step,
    }


def _words(timed: Timed) -> str:
    return f"({timed.cue.sound})" if isinstance(timed.cue, Chime) else timed.cue.text


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes):2}:{rest:06.3f}"
