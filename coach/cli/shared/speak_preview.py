"""What `coach preview` speaks: a routine's script, or an exercise's alone, whole or a step of it."""

from typing import TYPE_CHECKING

from coach.cli.shared import early_worker, output
from coach.config.settings import Settings
from coach.language.sanitize import for_terminal
from coach.routine.kind import Kind
from coach.routine.library.library import Library
from coach.routine.model import Exercise

if TYPE_CHECKING:
    from coach.cue.script import Script
    from coach.sound.device import Output


def script_of(library: Library, kind: Kind, name: str, settings: Settings) -> "Script":
    """Return the script of a routine, or of an exercise alone."""
    from coach.cue.script import Script, TellingOptions
    from coach.routine.plan.plan import build, single_exercise_routine

    said = library.read(kind, name)
    routine = single_exercise_routine(said, said.place) if isinstance(said, Exercise) else said
    manner = TellingOptions(emergency=settings.emergency, minutes=routine.minutes, kept=False)
    return Script(build(routine, library.exercise), manner)


def speak(script: "Script", step: int | None, settings: Settings, sound: "Output", *, fast: bool) -> None:
    """Speak the script, or one step of it, and name each step as it begins."""
    from coach import say
    from coach.cue.full_timeline import parts
    from coach.cue.preview import instructions

    wanted = list(parts(script) if step is None else script.step(step))
    told = [(part, instructions(part.blocks) if fast else part.blocks) for part in wanted]
    told = [(part, blocks) for part, blocks in told if blocks]
    shown: set[int] = set()

    def begun(number: int) -> None:
        index = told[number][0].step
        if 0 <= index < len(script.titles) and index not in shown:
            shown.add(index)
            output.harmless_lines(f"{index + 1:3}  {for_terminal(script.titles[index])}")

    speaker = say.Speaker(settings, sound, early_worker.take, output.aside)
    say.in_turn([blocks for _, blocks in told], speaker, begun)
