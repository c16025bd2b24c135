#!/usr/bin/env python3
"""Whether each cue is heard at its intended moment, in a session that is really played.

    bench/beats.py               an own routine of counts, chimes and ticks: idle, then every core busy
    bench/beats.py --whole       desk-reset instead of it
    bench/beats.py --minutes 20  the own routine, so long, once: does it drift? (with --busy: under load)
    bench/beats.py --short       the own routine once, every core busy (under a minute)
    with --natural               the same in the natural voice

Plays `coach start` into a PulseAudio sink, records it, and finds each cue of the session
in the recording by correlation, under other cues too. Exit 1 where a bound is broken:
a pinned cue is off by more, drifts, or is not there, or there is a gap.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.recording import RATE, Deviations, Sink, Sound, available, beat, deviations, find, gaps
from bench.session import Planned, busy, cores, play
from coach.cue.wording import number
from coach.language import rates
from coach.sound.mix import clipped

OFF_MS = 1.0
"""The bound is on p99; it is applied to every cue, since a single one that strays is a fault."""
DRIFT_SAMPLES = 1.0
"""Less than one sample over the whole session counts as no drift."""
SPREAD_MS = 15.0
LEAST_SIMILARITY = 0.9
"""A clip counts as heard when it is this much alike; a cut of a hundredth of a second shows as a gap."""
BUSY_A_CORE = 3

NUMBERS = frozenset(number(value) for value in range(1, 101))

_REACH = RATE // 5
"""How far from its intended place a cue is looked for; the next of its kind is further away."""
_BEGINNING = 10 * RATE

EXERCISE = """
name = "Beat"
category = "mobility"
level = "gentle"
position = ["seated"]
sides = "none"
dose = {{ {dose}, ready = 0 }}
say = {{ setup = "Sit.", move = "Tap.", phases = ["up", "down"], during = ["Stay tall.", "Breathe easily."] }}
source = {{ kind = "common practice" }}
"""
ROUTINE = """
name = "Beats"
category = "mobility"
level = "gentle"
minutes = 5
"""
TEMPO_S = 2


@dataclass(frozen=True, slots=True)
class Form:
    """How long the own routine is, and how fast it is spoken."""

    turns: int
    reps: int
    cadence_s: int
    rate: int = rates.USUAL

    @property
    def seconds(self) -> float:
        """About how long a turn lasts, with its words."""
        return TEMPO_S * self.reps + self.cadence_s + 16


SHORT = Form(1, 3, 3, 200)
USUAL = Form(1, 30, 30)


@dataclass(frozen=True, slots=True)
class Report:
    """What a recording shows about its session."""

    seconds: float
    cues: int
    pinned: int
    lost: tuple[str, ...]
    """The cues that are not in the recording where they could be, in words."""
    off: Deviations
    drift: float
    """Samples, over the whole session."""
    counts: int
    spread_ms: float
    """Between the earliest and the latest count, each measured from its intended beat."""
    gaps: tuple[tuple[int, int], ...]
    first_pinned: int = 0
    """Where the first pinned cue is: the bound on gaps holds from there on."""

    @property
    def torn(self) -> tuple[tuple[int, int], ...]:
        """The gaps from the first pinned cue on."""
        return tuple(gap for gap in self.gaps if gap[0] >= self.first_pinned)

    def broken(self) -> list[str]:
        """Return the bounds that are broken, in words."""
        bounds = {
            f"{len(self.lost)} cues not heard: {'; '.join(self.lost[:5])}": bool(self.lost),
            f"a pinned cue is off by {self.off.max_ms:.3f} ms": not self.off.max_ms <= OFF_MS,
            f"drift of {self.drift:.1f} samples": not abs(self.drift) < DRIFT_SAMPLES,
            f"counts spread over {self.spread_ms:.1f} ms": not self.spread_ms <= SPREAD_MS,
            f"{len(self.torn)} gaps, the first at {_first(self.torn):.3f} s": bool(self.torn),
        }
        return [words for words, is_broken in bounds.items() if is_broken]


def _first(found_gaps: Sequence[tuple[int, int]]) -> float:
    return found_gaps[0][0] / RATE if found_gaps else 0.0


def mixed(planned: Sequence[Planned]) -> Sound:
    """Return what the whole session should sound like, from its position nought."""
    total = np.zeros(max(cue.end for cue in planned), dtype=np.int32)
    for cue in planned:
        total[cue.position : cue.end] += cue.sound
    return clipped(total)


def report(recording: Sound, planned: Sequence[Planned]) -> Report:
    """Find each cue in the recording, and compare its place with the intended one."""
    expected = mixed(planned)
    begins = round(find(recording, planned[0].sound, _BEGINNING, _BEGINNING)[0]) - planned[0].position
    heard = recording[max(0, begins) :]
    places = [_find(heard, expected, cue) for cue in planned]
    lost = [
        _cue_words(cue, similarity)
        for cue, (_, similarity) in zip(planned, places, strict=True)
        if similarity < LEAST_SIMILARITY
    ]
    placed_cues = [
        (cue, place)
        for cue, (place, similarity) in zip(planned, places, strict=True)
        if cue.pinned and similarity >= LEAST_SIMILARITY
    ]
    pinned_deviations = deviations(
        [float(cue.position) for cue, _ in placed_cues], [place for _, place in placed_cues]
    )
    beats = [_off_beat(heard, place, cue) for cue, place in placed_cues if cue.text in NUMBERS]
    return Report(
        seconds=len(expected) / RATE,
        cues=len(planned),
        pinned=sum(cue.pinned for cue in planned),
        lost=tuple(lost),
        off=pinned_deviations,
        drift=pinned_deviations.drift_ppm * len(expected) / 1e6,
        counts=len(beats),
        spread_ms=float(np.ptp(beats)) * 1000 / RATE if beats else 0.0,
        gaps=tuple(gaps(heard, expected)),
        first_pinned=next((cue.position for cue in planned if cue.pinned), 0),
    )


def _cue_words(cue: Planned, similarity: float) -> str:
    return f"{cue.text!r} at {cue.position / RATE:.3f} s ({similarity:.2f} alike)"


def _find(heard: Sound, expected: Sound, cue: Planned) -> tuple[float, float]:
    """Return where a cue is heard, within reach of its intended place, and how alike it is."""
    begin = max(0, cue.position - _REACH)
    place, similarity = find(
        _without_others(heard, expected, cue, begin), cue.sound, cue.position - begin, _REACH
    )
    return begin + place, similarity


def _without_others(heard: Sound, expected: Sound, cue: Planned, begin: int) -> Sound:
    """Return the sound around a cue without all other cues intended there: a tick under speech."""
    around = heard[begin : cue.end + _REACH].astype(np.int32)
    others = expected[begin : begin + len(around)].astype(np.int32)
    own_part = others[cue.position - begin : cue.end - begin]
    own_part -= cue.sound[: len(own_part)]
    around[: len(others)] -= others
    return np.clip(around, -32768, 32767).astype(np.int16)


def _off_beat(heard: Sound, place: float, cue: Planned) -> float:
    """Return how far from its intended beat a count is heard, in samples."""
    begin = round(place)
    return place + beat(heard[begin : begin + len(cue.sound)]) - (cue.position + cue.onset)


def write_routine(home: Path, form: Form) -> None:
    """Write a routine that alternates counts and a cadence."""
    folder = home / "config" / "routines"
    (folder / "exercises").mkdir(parents=True)
    (folder / "mobility").mkdir()
    doses = {
        "beat-count": f'reps = {form.reps}, tempo = "1-0-1"',
        "beat-step": f"cadence = 100, duration = {form.cadence_s}",
    }
    for name, dose in doses.items():
        (folder / "exercises" / f"{name}.toml").write_text(EXERCISE.format(dose=dose))
    steps = [f'[[step]]\nexercise = "{name}"\n' for _ in range(form.turns) for name in doses]
    (folder / "mobility" / "beats.toml").write_text(ROUTINE + "".join(steps))


def print_report(report: Report, label: str) -> bool:
    """Print the measurements; return whether every bound is kept."""
    print(f"{label}: {report.cues} cues, {report.pinned} of them pinned, {report.seconds:.0f} s")
    off_by = f"p99 {report.off.p99_ms:.3f} ms, most {report.off.max_ms:.3f}"
    print(f"  pinned cues are off by {off_by} (at most {OFF_MS:g})")
    print(f"  drift {report.drift:+.2f} samples in all (less than {DRIFT_SAMPLES:g})")
    gaps_before = len(report.gaps) - len(report.torn)
    print(f"  gaps: {len(report.torn)} (none), and {gaps_before} in the words before the first beat")
    counts = f"{report.counts} counts are heard within {report.spread_ms:.1f} ms of their beats"
    print(f"  {counts}, from the earliest to the latest (at most {SPREAD_MS:g})")
    for words in report.broken():
        print(f"  BROKEN: {words}")
    return not report.broken()


def runs(options: argparse.Namespace) -> list[tuple[str, bool]]:
    """Return the runs that the options ask for: their names, and whether every core is busy."""
    if options.short:
        return [("own routine, every core busy", True)]
    name = "desk-reset" if options.whole else "own routine"
    if options.minutes:
        return [(f"{name}, long", options.busy)]
    return [(f"{name}, idle", False), (f"{name}, every core busy", True)]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--short", action="store_true", help="the own routine once, under a minute")
    parser.add_argument("--whole", action="store_true", help="desk-reset as it is")
    parser.add_argument("--minutes", type=float, default=0, help="the own routine, about so long, once")
    parser.add_argument("--busy", action="store_true", help="with --minutes: every core busy")
    parser.add_argument("--natural", action="store_true", help="with the natural voice")
    options = parser.parse_args()
    voice = "hibari" if options.natural else "espeak"
    if not available():
        print("PulseAudio is not here (pulseaudio, parec, pactl): nothing was measured.")
        return 0
    form = (
        SHORT if options.short else replace(USUAL, turns=max(1, round(options.minutes * 60 / USUAL.seconds)))
    )
    words = ["desk-reset"] if options.whole else ["beats", "--detail", "quiet"]
    results = []
    for label, load in runs(options):
        with tempfile.TemporaryDirectory() as folder, Sink() as sink:
            write_routine(Path(folder), form)
            with busy(BUSY_A_CORE * cores()) if load else nullcontext():
                played = play(sink, Path(folder), words, form.rate, voice)
        results.append(print_report(report(played.recording, played.planned), label))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
