"""A script written out as text, one cue after another, for tests to compare with."""

from coach.cue.model import Chime, ChimeName, Cue, Measure, PartKind, Timed
from coach.cue.script import AS_IS, Script, StepChange, TellingOptions
from coach.cue.timeline import timeline
from coach.errors import Place
from coach.routine.model import Category, Do, DoseKeys, Exercise, Level, Routine, Say, Source
from coach.routine.plan.plan import Plan, build
from coach.time.units import samples, seconds

HERE = Place("test.toml", 1, 1)
LENGTHS = {ChimeName.START: 0.3, ChimeName.END: 0.5, ChimeName.TICK: 0.05, ChimeName.DONE: 1.0}


def measure(cue: Cue) -> Measure:
    """Give every word 0.4 seconds, so that times are plain."""
    if isinstance(cue, Chime):
        return Measure(samples(LENGTHS[cue.sound]))
    return Measure(samples(0.4 * len(cue.text.split())))


def exercise(dose: DoseKeys, say: Say | None = None, category: Category = Category.STRETCHES) -> Exercise:
    return Exercise(
        id="reach",
        name="Reach",
        category=category,
        level=Level.GENTLE,
        position=("seated",),
        equipment=(),
        targets=(),
        dose=dose,
        say=say or Say(setup="", move="", phases=("out", "back"), during=("Stay tall.", "Jaw loose.")),
        source=Source("common practice"),
        place=HERE,
    )


def plan(dose: DoseKeys, over: DoseKeys | None = None, say: Say | None = None) -> Plan:
    """Return a plan of one exercise with what a step changes of its dose."""
    steps = (Do("reach", HERE, over or DoseKeys()),)
    routine = Routine("test", "Test", Category.STRETCHES, Level.GENTLE, 5, steps, HERE)
    return build(routine, lambda _: exercise(dose, say))


def written(plan: Plan, change: StepChange = AS_IS) -> list[str]:
    """Return the parts of the plan's first step, each as a line for its words and one for its work."""
    lines = []
    for part in Script(plan, TellingOptions()).step(0, change):
        laid = timeline(part.blocks, measure)
        begin, end = laid.work
        lines.append("before: " + _told([t for t in laid.cues if t.start < begin], 0))
        if part.kind is PartKind.WORK:
            lines.append("work:   " + _told([t for t in laid.cues if t.start >= begin], begin))
            lines[-1] += f" | {seconds(end - begin):g} s"
    return lines


def _told(cues: list[Timed], zero: int) -> str:
    ticks = [t for t in cues if isinstance(t.cue, Chime) and t.cue.sound is ChimeName.TICK]
    told = [f"{(t.start - zero) / 48_000:g} {_name(t.cue)}" for t in cues if t not in ticks]
    if ticks:
        gap = (ticks[1].start - ticks[0].start) / 48_000 if len(ticks) > 1 else 0
        told.append(f"{len(ticks)} ticks from {(ticks[0].start - zero) / 48_000:g} every {gap:g}")
    return ", ".join(told)


def _name(cue: Cue) -> str:
    return f"({cue.sound})" if isinstance(cue, Chime) else f'"{cue.text}"'
