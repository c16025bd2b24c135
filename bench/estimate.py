"""How long lines really are, and how far off the estimate is: `python -m bench.estimate`.

Makes the clips of every line of the built-in library, each beat at every difficulty, with
espeak-ng. Fits a length to the sounds and the punctuation of the lines, and
prints the figures and the table of counts as they are written in `coach/cue/estimate.py`. Then
it compares the present figures with the clips, line by line, and with the whole of each
routine at three rates. Exits 1 where a bound is broken. The first time it takes about a
minute for each rate; the clips are kept.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from coach.cue import wording
from coach.cue.estimate import CHIMES, ESPEAK, Fitted, Pace, estimate, parts_of
from coach.cue.full_timeline import parts, total
from coach.cue.model import Role, Spoken
from coach.cue.script import Script, lines_of
from coach.cue.too_long import beat_lines
from coach.files.paths import data_root
from coach.language import rates
from coach.routine.library.library import Library
from coach.routine.plan.plan import build
from coach.sound.chimes import chime
from coach.speech.batch import gather, measured
from coach.speech.clips import Clip
from coach.time.units import RATE, seconds

RATES = (rates.USUAL, rates.SLOWEST, rates.FASTEST)
SESSION_OFF = 0.03
"""The estimate of a whole session is within this share of its real length, at each of the rates."""
LINE_OFF = 0.15
"""Nineteen lines of twenty are within this share of their real length."""
BOUND, BOUNDED = 1.3, 0.99
"""The estimate times the first is no less than the real length of this share of the lines."""
TABLE_OFF = 0.03
"""Seconds; no count of the table, and no chime, is further off."""
IN_A_ROW = 110

Clips = Mapping[Spoken, Clip]


def scripts() -> list[Script]:
    library = Library(data_root() / "routines")
    return [Script(build(library.routine(entry.id), library.exercise)) for entry in library.entries()]


def usual_counts() -> list[Spoken]:
    """Return the counts that any routine may use."""
    numbers = [wording.number(value) for value in range(1, 31)]
    phrases = [wording.READY, wording.AND, wording.HALFWAY, wording.TEN_LEFT, wording.LAST_ONE]
    phrases += [wording.LEFT, wording.RIGHT, wording.HOLD_IT, wording.BREATHE_IN, wording.BREATHE_OUT]
    sides = [f"{wording.LEFT}, {number}" for number in numbers[:15]]
    return [Spoken(words, Role.COUNT) for words in (*numbers, *phrases, wording.RELAX, *sides)]


def every_line(all_scripts: Iterable[Script]) -> list[Spoken]:
    lines = usual_counts()
    for script in all_scripts:
        lines += [line for part in parts(script) for line in lines_of(part.blocks)]
        lines += beat_lines(script)
    return list(dict.fromkeys(lines))


def clips(lines: Sequence[Spoken], rate: int) -> Clips:
    gathered = gather(lines, "espeak", rate)
    spoken = {line: clip for line in lines if isinstance(clip := gathered[line], Clip)}
    if len(spoken) < len(gathered):
        raise SystemExit(f"{len(gathered) - len(spoken)} lines could not be spoken.")
    return spoken


def fit(line_clips: Clips) -> Fitted:
    """Fit each role's pace; the pause of a full stop is that of lines, since counts have none."""
    ends, sound, comma, stop = _least_squares(
        {cue: clip for cue, clip in line_clips.items() if cue.role is Role.LINE}, 4
    )
    count = _least_squares({cue: clip for cue, clip in line_clips.items() if cue.role is Role.COUNT}, 3)
    table = {
        cue.text: (_length(clip), clip.onset / RATE)
        for cue, clip in line_clips.items()
        if cue.role is Role.COUNT
    }
    return Fitted(Pace(ends, sound, comma, stop), Pace(count[0], count[1], count[2], stop), table)


def _least_squares(line_clips: Clips, columns: int) -> list[float]:
    """Fit with weights, so that a short line counts for more than its length alone would."""
    real_lengths = np.array([_length(clip) for clip in line_clips.values()])
    features = np.array([(1, *parts_of(cue.text)) for cue in line_clips], dtype=float)[:, :columns]
    weight = 1 / np.sqrt(real_lengths)
    weights = np.linalg.lstsq(features * weight[:, None], real_lengths * weight, rcond=None)[0]
    return [round(float(value), 3) for value in weights]


def _length(clip: Clip) -> float:
    return len(clip.sound) / RATE


def as_written(fitted: Fitted) -> str:
    """Return the table and the figures as the module has them."""
    rows = [""]
    for text, (length, onset) in fitted.counts.items():
        entry = f'"{text}": ({length:.2f}, {onset:.2f}),'
        if len(rows[-1]) + len(entry) + 1 > IN_A_ROW - 4:
            rows.append("")
        rows[-1] = f"{rows[-1]} {entry}".strip()
    table = "\n".join(f"    {row}" for row in rows)
    paces = ", ".join(
        f"Pace({p.ends:g}, {p.sound:g}, {p.comma:g}, {p.stop:g})" for p in (fitted.line, fitted.count)
    )
    return f"_COUNTS: Final = {{\n{table}\n}}\n\nESPEAK: Final = Fitted({paces}, _COUNTS)\n"


def lines_off(line_clips: Clips) -> bool:
    """Print how far off the lines, the counts and the chimes are; return whether that is too far."""
    guess = estimate(rates.USUAL)
    lines = [cue for cue in line_clips if cue.role is Role.LINE]
    ratio = np.array([seconds(guess(cue).length) / _length(line_clips[cue]) for cue in lines])
    usual_deviation, bounded = float(np.quantile(np.abs(ratio - 1), 0.95)), float(np.mean(ratio * BOUND >= 1))
    shares = f"95 % within {usual_deviation:.1%}, {bounded:.1%} below the estimate times {BOUND}"
    print(f"{len(lines)} lines: {shares}")
    for index in (*np.argsort(ratio)[:3], *np.argsort(ratio)[-3:]):
        print(f"  {ratio[index] - 1:+4.0%}  {lines[index].text}")
    known_counts = [cue for cue in line_clips if cue.role is Role.COUNT and cue.text in ESPEAK.counts]
    worst_count = max(
        (abs(seconds(guess(cue).length) - _length(line_clips[cue])) for cue in known_counts),
        default=float("inf"),
    )
    chimes = max(abs(length - len(chime(sound)) / RATE) for sound, length in CHIMES.items())
    print(f"{len(known_counts)} counts of the table: {worst_count:.3f} s off at most; chimes: {chimes:.3f} s")
    return usual_deviation > LINE_OFF or bounded < BOUNDED or max(worst_count, chimes) > TABLE_OFF


def sessions_off(all_scripts: Iterable[Script], line_clips: Clips, rate: int) -> bool:
    """Print how far off each session is at this rate; return whether one is too far off."""
    worst = 0.0
    for script in all_scripts:
        real = seconds(total(script, measured(line_clips, rate))) / 60
        deviation = seconds(total(script, estimate(rate))) / 60 / real - 1
        promised = f", promised {script.plan.routine.minutes:g}" if rate == rates.USUAL else ""
        print(f"  {script.id:30} {real:6.2f} minutes, estimate {deviation:+.1%}{promised}")
        worst = max(worst, abs(deviation))
    print(f"At {rate} words a minute: {worst:.1%} off at most")
    return worst > SESSION_OFF


def main() -> int:
    all_scripts = scripts()
    lines = every_line(all_scripts)
    broken = False
    for rate in RATES:
        line_clips = clips(lines, rate)
        if rate == rates.USUAL:
            print(as_written(fit(line_clips)))
            broken |= lines_off(line_clips)
        broken |= sessions_off(all_scripts, line_clips, rate)
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
