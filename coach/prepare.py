"""From a person's wishes to the script of a session: the routine, cut to fit, with how it is told.

Reads the library; plays nothing. `coach start` and `coach show --script` prepare in the same way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from coach.config.settings import Settings
from coach.cue.estimate import estimate
from coach.cue.full_timeline import total
from coach.cue.instruction import Detail
from coach.cue.model import Spoken
from coach.cue.script import Script, StepChange, TellingOptions, lines_of
from coach.errors import UsageError
from coach.routine.library.library import Library
from coach.routine.model import Level
from coach.routine.plan.adapt import fit, within, without
from coach.routine.plan.plan import Difficulty, Plan, build
from coach.session.wanted import Wanted, own_length_holds
from coach.time.units import seconds


@dataclass(frozen=True, slots=True)
class Prepared:
    """A script, and the steps that were left out of the routine, in words."""

    script: Script
    left_out: tuple[str, ...] = field(default=())

    def opening(self) -> tuple[Spoken, ...]:
        """Return the lines of the welcome's first part."""
        return lines_of(self.script.welcome()[0].blocks)


def difficulty_of(settings: Settings) -> Difficulty:
    """Return the difficulty of every exercise: easier at level gentle, harder at level strong."""
    return {"gentle": Difficulty.EASIER, "strong": Difficulty.HARDER}.get(
        settings.level, Difficulty.AS_WRITTEN
    )


def prepare(wanted: Wanted, library: Library, *, saved: bool = True) -> Prepared:
    """Return the script; `saved` says whether its session is written down. `UsageError` where it is empty."""
    plan = build(library.routine(wanted.routine), library.exercise)
    if wanted.settings.level == "moderate":
        plan = within(plan, Level.MODERATE)
    if wanted.without:
        plan = without(plan, wanted.without)
    if wanted.minutes is not None:
        plan = fit(plan, wanted.minutes, lambda cut: minutes(cut, wanted))
    if not plan.steps:
        raise UsageError(f"Nothing is left of {plan.routine.name} that way. {' '.join(plan.left_out)}")
    length = plan.routine.minutes if own_length_holds(wanted) and not plan.left_out else minutes(plan, wanted)
    return Prepared(Script(plan, _telling_options(wanted, length, saved=saved)), plan.left_out)


def resume_step(titles: Sequence[str], step: int, done: Sequence[tuple[int, str]]) -> int:
    """Return the step to go on with: `step`, or its new number in a routine that has changed.

    `done` are the numbers and titles of the steps that were done; the last of them tells the place.
    Where that step is gone, the session safely begins again.
    """
    last_title = next((title for number, title in reversed(done) if number == step - 1), None)
    if last_title is None or last_title in titles[step - 1 : step]:
        return min(step, len(titles))
    places = [number + 1 for number, title in enumerate(titles) if title == last_title]
    return min(places, key=lambda place: abs(place - step), default=0)


def minutes(plan: Plan, wanted: Wanted) -> float:
    """Return about how long the plan takes, with the detail and the rate of the settings."""
    script = Script(plan, _telling_options(wanted, plan.routine.minutes))
    change = StepChange(difficulty_of(wanted.settings))
    return seconds(total(script, estimate(wanted.settings.rate), change)) / 60


def _telling_options(wanted: Wanted, length: float, *, saved: bool = True) -> TellingOptions:
    settings = wanted.settings
    return TellingOptions(Detail(settings.detail), settings.emergency, wanted.keys, length, saved)
