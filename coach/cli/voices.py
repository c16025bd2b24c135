"""`coach voices`: what can speak."""

from typing import Annotated

import typer

from coach.cli import output
from coach.cli.lazy import room
from coach.config import load
from coach.speech.listing import voices as listed
from coach.speech.voice import Voice, resolve

app = room()


@app.command()
def voices(as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False) -> None:
    """List the voices of the speech engine, those of English first; * marks the one in force."""
    loaded = load()
    chosen = resolve(loaded.settings.voice)
    found = sorted(listed(chosen.engine), key=lambda voice: not voice.language.startswith("en"))
    if as_json:
        output.json_out([_record(voice, chosen) for voice in found])
        return
    rows = [("*" if _same(v, chosen) else "", _written(v), v.language, v.name) for v in found]
    output.table(rows, ("", "VOICE", "LANGUAGE", "NAME"))
    output.aside(f"In force: {chosen.name} ({loaded.origins['voice']}).")
    if found:
        output.aside(f"Hear one with: coach say --voice {_written(found[0])} Hello")
        output.aside(f"Keep one with: coach config set voice {_written(found[0])}")


def _record(voice: Voice, chosen: Voice) -> dict[str, object]:
    return {
        "id": _written(voice),
        "name": voice.name,
        "language": voice.language,
        "in_force": _same(voice, chosen),
    }


def _written(voice: Voice) -> str:
    """Return the voice as the settings write it."""
    return f"{voice.engine}:{voice.id}"


def _same(voice: Voice, other: Voice) -> bool:
    return (voice.engine, voice.id) == (other.engine, other.id)
