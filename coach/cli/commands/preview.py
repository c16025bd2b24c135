"""`coach preview`: a routine or an exercise heard at once, without doing it."""

from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Annotated, Final

import typer

from coach.cli.shared import completion, output
from coach.cli.shared import library as shared_library
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
"""Seconds without a change before the file is read."""


@dataclass(slots=True)
class _WatchedFiles:
    """The script that was spoken last, and the files that it was read from."""

    kind: Kind
    name: str
    script: "Script"
    files: dict[tuple[Kind, str], object] = field(default_factory=dict)

    def have_changed(self) -> bool:
        """Look at the file and those of its exercises; return whether one has changed since the last look."""
        library, current_files = default(), dict[tuple[Kind, str], object]()
        for key in (
            (self.kind, self.name),
            *((Kind.EXERCISE, task.exercise.id) for task in self.script.plan.tasks),
        ):
            try:
                current_files[key] = library.files_of(*key)
            except UsageError:
                current_files[key] = None
        changed = any(self.files.get(key, file) != file for key, file in current_files.items())
        self.files |= current_files
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
    library = shared_library.library()
    kind = kind_of(library, name, exercise=exercise)
    script = script_of(library, kind, name, settings)
    if kind == Kind.ROUTINE:
        warn(name, library)
    elif step is None:
        step = 1  # the welcome and the close are a routine's
    _refuse_missing(step, script, name)
    watched = _WatchedFiles(kind, name, script)
    watched.have_changed()
    if watch:  # whatever is saved from here on is a change, even while the whole is being spoken
        watched.script = script = script_of(default(), kind, name, settings)
    sound = say.open_output(settings)
    try:
        if not sound.playing:
            output.aside(
                "No sound device can be reached, so nothing is heard. `coach doctor` says how to mend it."
            )
        speak(script, None if step is None else step - 1, settings, sound, fast=fast)
        if watch:
            _watch(watched, settings, sound, fast=fast)
    finally:
        sound.close()


def _refuse_missing(step: int | None, script: "Script", name: str) -> None:
    """Refuse a step number that does not exist."""
    if step is not None and step > len(script.titles):
        length = f"{script.name} has {counted(len(script.titles), 'step')}"
        raise UsageError(f"{length}, so there is no step {step}. `coach show {name}` lists them.")


def _watch(watched: _WatchedFiles, settings: Settings, sound: "Output", *, fast: bool) -> None:
    """Speak the step that changed each time that a file is saved, until Ctrl-C."""
    from coach.cue.preview import changed_step

    output.aside("Save the file to hear what you changed. Ctrl-C ends this.")
    while True:
        Event().wait(_LOOK)
        if not watched.have_changed():
            continue
        Event().wait(_SETTLE)
        # An editor may still be writing, or have removed the file to put it back.
        while watched.have_changed():
            Event().wait(_SETTLE)
        try:
            library = shared_library.library()
            library.check(watched.kind, watched.name)
            old_script = watched.script
            watched.script = script_of(library, watched.kind, watched.name, settings)
            step = changed_step(old_script, watched.script)
            if step is None:
                output.aside("Saved; every step is told as before.")
            else:
                speak(watched.script, step, settings, sound, fast=fast)
        except CoachError as error:
            output.aside(str(error))
