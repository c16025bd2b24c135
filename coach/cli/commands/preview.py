"""`coach preview`: a routine or an exercise heard at once, without doing it."""

from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Annotated, Final

import typer

from coach.cli.shared import completion, output
from coach.cli.shared import library as standing
from coach.cli.shared.lazy_group import room
from coach.cli.shared.override_warnings import warn
from coach.cli.shared.speak_preview import script_of, speak
from coach.config.settings import Settings, load
from coach.errors import CoachError, UsageError
from coach.language.grammar import counted
from coach.routine.format.bounds import UNROLLED
from coach.routine.kind import Kind
from coach.routine.library.library import default

if TYPE_CHECKING:
    from coach.cue.script import Script
    from coach.sound.device import Output

app = room()

_LOOK: Final = 0.2
"""Seconds between two looks at the file."""
_SETTLE: Final = 0.05
"""Seconds that it must stay as it is before it is read."""


@dataclass(slots=True)
class _Seen:
    """What was told last, and the files that it was read from."""

    kind: Kind
    name: str
    script: "Script"
    files: dict[tuple[Kind, str], object] = field(default_factory=dict)

    def look(self) -> bool:
        """Look at the file, and those of its exercises; return whether one that was seen has changed."""
        library, now = default(), dict[tuple[Kind, str], object]()
        for one in (
            (self.kind, self.name),
            *((Kind.EXERCISE, t.exercise.id) for t in self.script.plan.tasks),
        ):
            try:
                now[one] = library.files_of(*one)
            except UsageError:
                now[one] = None
        changed = any(self.files.get(one, file) != file for one, file in now.items())
        self.files |= now
        return changed


@app.command()
def preview(  # noqa: PLR0913 - one parameter an option, as typer has it
    name: Annotated[
        str, typer.Argument(help="A routine's or an exercise's id.", autocompletion=completion.files)
    ],
    step: Annotated[
        int | None,
        typer.Option("--step", min=1, max=UNROLLED, help="This step alone, as `coach show` numbers it."),
    ] = None,
    fast: Annotated[bool, typer.Option("--fast", help="The sentences alone, with short silences.")] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Then speak the changed step each time that the file is saved.")
    ] = False,
    exercise: Annotated[bool, typer.Option("--exercise", help="The exercise of that id.")] = False,
    voice: Annotated[
        str | None, typer.Option(help="A voice that `coach voices` lists.", autocompletion=completion.voices)
    ] = None,
    device: Annotated[str | None, typer.Option(help="Where to play; `coach devices` lists them.")] = None,
) -> None:
    """Hear a routine or an exercise at once: all of it, one step, or only what is said."""
    from coach import say
    from coach.routine.editing.own_files import kind_of

    settings = load({"voice": voice, "device": device}).settings
    library = standing.library()
    kind = kind_of(library, name, exercise=exercise)
    script = script_of(library, kind, name, settings)
    if kind == Kind.ROUTINE:
        warn(name, library)
    elif step is None:
        step = 1  # the welcome and the close are a routine's
    _refuse_missing(step, script, name)
    seen = _Seen(kind, name, script)
    seen.look()
    if watch:  # what is saved from here on is a change, even while the first is being spoken
        seen.script = script = script_of(default(), kind, name, settings)
    sound = say.open_output(settings)
    try:
        if not sound.playing:
            output.aside(
                "No sound device can be reached, so nothing is heard. `coach doctor` says how to mend it."
            )
        speak(script, None if step is None else step - 1, settings, sound, fast=fast)
        if watch:
            _watch(seen, settings, sound, fast=fast)
    finally:
        sound.close()


def _refuse_missing(step: int | None, script: "Script", name: str) -> None:
    """Refuse the number of a step that is not there."""
    if step is not None and step > len(script.titles):
        there = f"{script.name} has {counted(len(script.titles), 'step')}"
        raise UsageError(f"{there}, so there is no step {step}. `coach show {name}` lists them.")


def _watch(seen: _Seen, settings: Settings, sound: "Output", *, fast: bool) -> None:
    """Speak the step that changed each time that a file is saved, until Ctrl-C."""
    from coach.cue.preview import changed_step

    output.aside("Save the file to hear what you changed. Ctrl-C ends this.")
    while True:
        Event().wait(_LOOK)
        if not seen.look():
            continue
        Event().wait(_SETTLE)
        while seen.look():  # an editor may still be writing, or have taken the file away to put it back
            Event().wait(_SETTLE)
        try:
            library = standing.library()
            library.check(seen.kind, seen.name)
            before, seen.script = seen.script, script_of(library, seen.kind, seen.name, settings)
            step = changed_step(before, seen.script)
            if step is None:
                output.aside("Saved; every step is told as before.")
            else:
                speak(seen.script, step, settings, sound, fast=fast)
        except CoachError as error:
            output.aside(str(error))
