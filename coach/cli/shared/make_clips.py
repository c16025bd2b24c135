"""Clips made beforehand, with a bar that shows how far it is."""

from collections.abc import Mapping, Sequence

from coach.cli.shared import output
from coach.cli.shared.progress_bar import bar
from coach.config.settings import Settings
from coach.cue.full_timeline import every_line
from coach.cue.model import Spoken
from coach.prepare import prepare
from coach.routine.library.library import default
from coach.session.wanted import Wanted
from coach.speech.batch import gather


def lines_of_routines(names: Sequence[str], settings: Settings) -> tuple[Spoken, ...]:
    """Return every line that sessions of these routines may say, once each. No names means all routines.

    Raises `UsageError` for a routine that is not there, `BadFile` for a named routine that is broken.
    """
    library = default()
    routine_ids = names or [entry.id for entry in library.entries()]
    scripts = [prepare(Wanted(name, settings, keys=True), library).script for name in routine_ids]
    return tuple(dict.fromkeys(line for script in scripts for line in every_line(script)))


def make_clips(lines: Sequence[Spoken], settings: Settings) -> Mapping[Spoken, str]:
    """Make the clips, and show the progress; return the reason for each line that failed."""
    notes: list[str] = []
    with bar(len(lines), "Speaking", least=0, logged=True) as progress:
        clips = gather(
            lines, settings.voice, settings.rate, on_each=lambda: progress.update(1), note=notes.append
        )
    for note in notes:
        output.aside(note)
    return {line: reason for line, reason in clips.items() if isinstance(reason, str)}
