"""What `coach preview` speaks: the script of a routine or of one exercise, whole or one step of it."""

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

    content = library.read(kind, name)
    routine = single_exercise_routine(content, content.place) if isinstance(content, Exercise) else content
    options = TellingOptions(emergency=settings.emergency, minutes=routine.minutes, saved=False)
    return Script(build(routine, library.exercise), options)


def speak(script: "Script", step: int | None, settings: Settings, sound: "Output", *, fast: bool) -> None:
    """Speak the script, or one step of it, and name each step as it begins."""
    from coach import say
    from coach.cue.full_timeline import parts
    from coach.cue.preview import instructions

    chosen_parts = list(parts(script) if step is None else script.step(step))
    spoken_parts = [(part, instructions(part.blocks) if fast else part.blocks) for part in chosen_parts]
    spoken_parts = [(part, blocks) for part, blocks in spoken_parts if blocks]
    named_steps: set[int] = set()

    def name_step(number: int) -> None:
        index = spoken_parts[number][0].step
        if 0 <= index < len(script.titles) and index not in named_steps:
            named_steps.add(index)
            output.harmless_lines(f"{index + 1:3}  {for_terminal(script.titles[index])}")

    speaker = say.Speaker(settings, sound, early_worker.take, output.aside)
    say.in_turn([blocks for _, blocks in spoken_parts], speaker, name_step)
