"""`coach preview`: a routine or an exercise heard at once, without doing it."""

from threading import Event
from typing import TYPE_CHECKING, Annotated, Final

import typer

from coach.cli import names, output, standing
from coach.cli.lazy import room
from coach.cli.previewed import script_of, speak
from coach.config import Settings, load
from coach.errors import CoachError, UsageError
from coach.routine.shelf import Kind

if TYPE_CHECKING:
    from coach.cue.script import Script
    from coach.sound.device import Output

app = room()

_LOOK: Final = 0.2
"""Seconds between two looks at the file."""


@app.command()
def preview(  # noqa: PLR0913 - one parameter an option, as typer has it
    name: Annotated[str, typer.Argument(help="A routine's or an exercise's id.", autocompletion=names.files)],
    step: Annotated[
        int | None, typer.Option("--step", min=1, help="This step alone, as `coach show` numbers it.")
    ] = None,
    fast: Annotated[bool, typer.Option("--fast", help="The sentences alone, with short silences.")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Then speak the changed step each time that the file is saved.")
    ] = False,
    exercise: Annotated[bool, typer.Option("--exercise", help="The exercise of that id.")] = False,
    voice: Annotated[str | None, typer.Option(help="A voice that `coach voices` lists.")] = None,
    device: Annotated[str | None, typer.Option(help="Where to play; `coach devices` lists them.")] = None,
) -> None:
    """Hear a routine or an exercise at once: all of it, one step, or only what is said."""
    from coach import aloud
    from coach.routine.own import kind_of

    settings = load({"voice": voice, "device": device}).settings
    library = standing.library()
    kind = kind_of(library, name, exercise=exercise)
    script = script_of(library, kind, name, settings)
    if kind is Kind.EXERCISE and step is None:
        step = 1  # the welcome and the close are a routine's
    if step is not None and step > len(script.titles):
        there = f"{script.name} has {len(script.titles)} step{'' if len(script.titles) == 1 else 's'}"
        raise UsageError(f"{there}, so there is no step {step}. `coach show {name}` lists them.")
    sound = aloud.opened(settings)
    try:
        if not sound.playing:
            output.aside(
                "No sound device can be reached, so nothing is heard. `coach doctor` says how to mend it."
            )
        speak(script, None if step is None else step - 1, settings, sound, fast=fast)
        if watch:
            _watch(kind, name, script, settings, sound, fast=fast)
    finally:
        sound.close()


def _watch(
    kind: Kind, name: str, script: "Script", settings: Settings, sound: "Output", *, fast: bool
) -> None:
    """Speak the step that changed each time that a file is saved, until Ctrl-C."""
    from coach.cue.excerpt import changed_step

    output.aside("Save the file to hear what you changed. Ctrl-C ends this.")
    seen = _state(kind, name, script)
    while True:
        Event().wait(_LOOK)
        now = _state(kind, name, script)
        if now == seen:
            continue
        seen = now
        try:
            library = standing.library()
            library.refuse_bad(kind, name)
            changed = script_of(library, kind, name, settings)
            step = changed_step(script, changed)
            script = changed
            if step is None:
                output.aside("Saved; every step is told as before.")
            else:
                speak(script, step, settings, sound, fast=fast)
        except CoachError as error:
            output.aside(str(error))


def _state(kind: Kind, name: str, script: "Script") -> list[object]:
    """Return what changes whenever the file does, or that of an exercise in it."""
    from coach.routine.library import default

    library = default()
    wanted = {(kind, name), *((Kind.EXERCISE, task.exercise.id) for task in script.plan.tasks)}
    found: list[object] = []
    for one in sorted(wanted):
        try:
            found.append(library.found(*one))
        except UsageError:
            found.append(None)
    return found
