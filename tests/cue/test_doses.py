"""Every kind of work, with every key of a dose changed: what is heard is what is written out in `doses.txt`.

Each paragraph there is a kind, the one key that a step changes, and then the words before
each bout and the bout itself: every cue with its second from the start, and the bout's length.
"""

from pathlib import Path

import pytest
from written import plan, written

from coach.errors import BadFile
from coach.routine.model import DoseKeys, Sides
from coach.time.units import Seconds

KINDS = {
    "repetitions": DoseKeys(reps=4, tempo=(Seconds(3), Seconds(0), Seconds(3))),
    "a hold": DoseKeys(hold=Seconds(20)),
    "repeated holds": DoseKeys(hold=Seconds(5), reps=3),
    "time": DoseKeys(duration=Seconds(40), stroke=Seconds(4)),
    "breaths": DoseKeys(breath=(Seconds(4), Seconds(6)), reps=3),
    "a cadence": DoseKeys(cadence=100, duration=Seconds(30)),
}
CHANGES = {
    "as it is": DoseKeys(),
    "reps = 6": DoseKeys(reps=6),
    'duration = "36 s"': DoseKeys(duration=Seconds(36)),
    'tempo = "2-1-3"': DoseKeys(tempo=(Seconds(2), Seconds(1), Seconds(3))),
    'hold = "10 s"': DoseKeys(hold=Seconds(10)),
    'breath = "4-2-6"': DoseKeys(breath=(Seconds(4), Seconds(2), Seconds(6))),
    "cadence = 60": DoseKeys(cadence=60),
    "sets = 2": DoseKeys(sets=2),
    'rest = "30 s"': DoseKeys(rest=Seconds(30)),
    'relax = "5 s"': DoseKeys(relax=Seconds(5)),
    'ready = "10 s"': DoseKeys(ready=Seconds(10)),
    'stroke = "6 s"': DoseKeys(stroke=Seconds(6)),
    "pressure = 4": DoseKeys(pressure=4),
    'places = ["the top", "the middle"]': DoseKeys(places=("the top", "the middle")),
    'sides = "each"': DoseKeys(sides=Sides.EACH),
    'sides = "alternate"': DoseKeys(sides=Sides.ALTERNATE),
    'sides = "one"': DoseKeys(sides=Sides.ONE),
}


def written_out() -> dict[str, list[str]]:
    """Return the paragraphs of `doses.txt` by their heading."""
    text = (Path(__file__).parent / "doses.txt").read_text(encoding="utf-8")
    paragraphs = [p.splitlines() for p in text.strip().split("\n\n")]
    return {lines[0].removeprefix("## "): lines[1:] for lines in paragraphs}


def heard(kind: str, change: str) -> list[str]:
    try:
        return written(plan(KINDS[kind], CHANGES[change]))
    except BadFile as trouble:
        return [f"problem: {trouble.problems[0].message} {trouble.problems[0].mend}"]


WRITTEN_OUT = written_out()


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_with_one_key_changed_is_heard_as_written_out(kind: str, change: str) -> None:
    assert heard(kind, change) == WRITTEN_OUT[f"{kind}: {change}"]
