"""Every cue of a session with its exact time, for `coach show --script`.

The clips are really made, because only they have the lengths of the lines.
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
    """Print the cues; on stderr, each line that could not be made or does not fit at the slowest rate."""
    notes: list[str] = []
    lines = (line for part in parts(script) for line in lines_of(part.blocks))
    clips = gather(lines, settings.voice, settings.rate, note=notes.append)
    parts_in_order = placed_parts(script, measured(clips, settings.rate))
    if as_json:
        output.json_out([_record(part, timed) for part, timed in _cues(parts_in_order)])
    else:
        for part, timed in _cues(parts_in_order):
            output.line(f"{_time_text((part.start + timed.start) / RATE)}  {_words(timed)}")
    for line, reason in clips.items():
        if isinstance(reason, str):
            output.aside(f"This line could not be spoken ({reason}): {line.text}")
    beat_clips = gather(beat_lines(script), settings.voice, rates.SLOWEST, note=notes.append)
    for note in notes[:1]:
        output.aside(note)
    slowest_lengths = measured(beat_clips, rates.SLOWEST)
    for problem in cues_too_long(script, slowest_lengths):
        output.aside(str(problem))


def _cues(parts_in_order: tuple[Placed, ...]) -> Iterator[tuple[Placed, Timed]]:
    for placed in parts_in_order:
        for cue in placed.timeline.cues:
            yield placed, cue


def _record(placed: Placed, timed: Timed) -> dict[str, object]:
    return {
        "at": round((placed.start + timed.start) / RATE, 6),
        "until": round((placed.start + timed.until) / RATE, 6),
        **cue_record(timed.cue),
        "step": placed.part.step,
    }


def _words(timed: Timed) -> str:
    return f"({timed.cue.sound})" if isinstance(timed.cue, Chime) else timed.cue.text


def _time_text(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes):2}:{rest:06.3f}"
