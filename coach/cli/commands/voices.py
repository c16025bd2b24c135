"""`coach voices`: what can speak; `add`, `try`, `use` and `prepare` a voice."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from coach.cli.shared import completion, output
from coach.cli.shared.lazy_group import room
from coach.config.settings import Loaded, load, set_value
from coach.errors import CoachError, ExitCode
from coach.language import rates
from coach.language.grammar import counted
from coach.speech.start_worker import NATURAL_ENGINES, PIPER, default_engine
from coach.speech.voices.files import fault, own_faults
from coach.speech.voices.installed import (
    chosen,
    natural_voices,
    refuse_faulty,
    voices_dir,
    why_unseen,
)
from coach.speech.voices.natural import natural_voice, why_missing
from coach.speech.voices.voice import Voice

app = room()


@app.callback(invoke_without_command=True)
def voices(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Voices of every language.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List the voices; * marks the one in force. Or add, try, use or prepare one."""
    if context.invoked_subcommand is not None:
        return
    loaded = load()
    now = chosen(loaded.settings.voice)
    for wrong in own_faults(voices_dir()):
        output.aside(f"A voice of your own cannot be used. {wrong}")
    listed = list(_voices(everything=everything))
    works = _works(listed, now)
    found = [(voice, works.get(voice.setting, works.get(voice.engine))) for voice in listed]
    if as_json:
        output.json_out([_record(voice, work, now) for voice, work in found])
    else:
        heads = ("", "VOICE", "NAME", "LANGUAGE", "LICENCE", "WORK")
        output.table((_row(voice, work, now) for voice, work in found), heads)
        _advise(loaded, now)
    if not any(_same(voice, now) for voice, _ in found) and now.engine not in {v.engine for v, _ in found}:
        output.aside(f"The voice in force, {now.setting}, is not there. Run: coach config set voice auto")
        raise typer.Exit(ExitCode.COULD_NOT)


@app.command("add")
def add(
    file: Annotated[Path, typer.Argument(help="A Piper voice: NAME.onnx, with NAME.onnx.json beside it.")],
    replace: Annotated[bool, typer.Option("--replace", help="Put it in the place of one so named.")] = False,
) -> None:
    """Try a natural voice that you have, and copy it to your own."""
    from coach.speech.voices.add import add_voice

    voice = add_voice(file, replacing=replace, note=output.aside)
    licence = f" Its licence: {voice.licence}." if voice.licence else " It names no licence."
    output.line(f"Added: {voice.setting}.{licence}")
    output.aside(f"Hear it with: coach voices try {voice.id}")


@app.command("try")
def try_(
    name: Annotated[str, typer.Argument(help="A voice's name.", autocompletion=completion.voices)],
    rate: Annotated[int | None, typer.Option(help=completion.RATE)] = None,
    device: Annotated[str | None, typer.Option(help="Where to play; `coach devices` lists them.")] = None,
) -> None:
    """Hear a voice say the three lines that every voice says."""
    from coach import say
    from coach.cue.model import Line, Spoken
    from coach.speech.voices.audition import THREE_LINES
    from coach.time.units import samples

    settings = load({"voice": existing(name).setting, "rate": rate, "device": device}).settings
    sound = say.opened(settings)
    try:
        output.aside(f"Playing to {sound.name}." if sound.playing else "No sound device can be reached.")
        lines = [Line(Spoken(line), samples(0.4)) for line in THREE_LINES]
        say.say(lines, say.Speaker(settings, sound, note=output.aside, stand_in=False))
    finally:
        sound.close()


@app.command("use")
def use(
    name: Annotated[str, typer.Argument(help="A voice's name, or auto.", autocompletion=completion.voices)],
) -> None:
    """Speak with this voice from now on."""
    voice = existing(name)
    if name != "auto":  # which is whatever can speak
        _refuse_mute(voice)
    path = set_value("voice", "auto" if name == "auto" else voice.setting)
    output.line(f"From now on: {voice.name}. Kept in {path}.")


@app.command("prepare")
def prepare(
    routines: Annotated[
        list[str] | None,
        typer.Argument(help="Routines; all of them if none.", autocompletion=completion.routines),
    ] = None,
    voice: Annotated[
        str | None, typer.Option(help="A voice that `coach voices` lists.", autocompletion=completion.voices)
    ] = None,
    rate: Annotated[int | None, typer.Option(help=completion.RATE)] = None,
) -> None:
    """Make the clips of routines beforehand, so that no session waits for them."""
    from coach.cli.shared.make_clips import lines_of_routines, prepared

    settings = load({"voice": voice, "rate": rate}).settings
    lines = lines_of_routines(tuple(routines or ()), settings)
    failed = prepared(lines, settings)
    output.line(
        f"Ready: {len(lines) - len(failed)} of {counted(len(lines), 'line')}, {chosen(settings.voice).name}."
    )
    for line, reason in failed.items():
        output.aside(f"This line could not be spoken ({reason}): {line.text}")
    if failed:
        raise typer.Exit(ExitCode.COULD_NOT)


def _voices(*, everything: bool) -> Iterator[Voice]:
    """Yield the natural voices, then the system's; of English alone unless all are wanted."""
    from coach.speech.voices.ask_engine import EngineFailed
    from coach.speech.voices.ask_engine import voices as listed

    for why in why_unseen():
        output.aside(why)
    yield from natural_voices()
    try:
        found = listed()
    except EngineFailed as failed:
        output.aside(str(failed))
        return
    english = [voice for voice in found if voice.language.lower().startswith("en")]
    yield from found if everything or not english else english


def existing(name: str) -> Voice:
    """Return the voice of that name. Raises `CoachError` with the nearest for one that is not there."""
    from difflib import get_close_matches

    if name.partition(":")[0] in (*NATURAL_ENGINES, "natural", "auto") or name == default_engine():
        return chosen(name)
    found = {known: voice for voice in _voices(everything=True) for known in (voice.id, voice.setting)}
    plain = name.partition("+")[0]
    if plain in found:
        return chosen(name)
    refuse_faulty(name)
    near = get_close_matches(name, found, 3)
    mend = f"Nearest: {', '.join(near)}." if near else "`coach voices --all` lists them."
    raise CoachError(f"There is no voice {name!r}. {mend}")


def _refuse_mute(voice: Voice) -> None:
    """Raise `CoachError` for a voice that cannot say what every voice says when it is tried."""
    from coach.cue.model import Spoken
    from coach.speech.pronunciation import Pronunciation
    from coach.speech.voices.audition import THREE_LINES, audition

    reasons = audition(Pronunciation(voice, rates.USUAL), [Spoken(line) for line in THREE_LINES]).reasons
    if reasons:
        reason = next(iter(reasons.values()))
        mend = "`coach voices` lists what can speak, and `coach doctor` checks it."
        raise CoachError(f"The voice {voice.name} did not speak ({reason}), so it is not used. {mend}")


def _works(listed: Iterable[Voice], now: Voice) -> dict[str, float]:
    """Return the seconds of work for a second of speech: of each natural voice, and of each other engine.

    A model is tried by itself; the voices of any other engine share one trial. One that does not speak
    is told of, but for one whose files were told of already.
    """
    from coach.cue.model import Spoken
    from coach.speech.pronunciation import Pronunciation
    from coach.speech.voices.audition import THREE_LINES, audition

    works: dict[str, float] = {}
    for voice in (now, *listed):
        name = voice.setting if voice.engine in NATURAL_ENGINES else voice.engine
        if name not in works:
            found = audition(Pronunciation(voice, rates.USUAL), [Spoken(line) for line in THREE_LINES])
            works[name] = found.work
            if found.reasons and voice.engine in NATURAL_ENGINES and not _told_of(voice):
                output.aside(f"{voice.name} cannot speak ({next(iter(found.reasons.values()))}).")
    return {name: work for name, work in works.items() if work}


def _told_of(voice: Voice) -> bool:
    """Return whether the files of a Piper voice are at fault, which was said already."""
    return voice.engine == PIPER and fault(Path(voice.model)) is not None


def _row(voice: Voice, work: float | None, now: Voice) -> tuple[object, ...]:
    mark = "*" if _same(voice, now) else ""
    spent = "" if work is None else f"{work:.2f}"
    return (mark, voice.setting, voice.name, voice.language, voice.licence or "-", spent)


def _record(voice: Voice, work: float | None, now: Voice) -> dict[str, object]:
    return {
        "id": voice.setting,
        "engine": voice.engine,
        "name": voice.name,
        "language": voice.language,
        "licence": voice.licence,
        "work": work,
        "in_force": _same(voice, now),
    }


def _advise(loaded: Loaded, now: Voice) -> None:
    output.aside(f"In force: {now.name} (from {loaded.origins['voice']}).")
    output.aside("WORK is the seconds of work for a second of speech, tried just now.")
    if natural_voice() is None:
        output.aside(f"The natural voice is not here. {why_missing()}")
    output.aside("Hear one with: coach voices try NAME. Keep one with: coach voices use NAME")


def _same(voice: Voice, other: Voice) -> bool:
    return (voice.engine, voice.id) == (other.engine, other.id)
