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
    current = chosen(loaded.settings.voice)
    for problem in own_faults(voices_dir()):
        output.aside(f"A voice of your own cannot be used. {problem}")
    listed = list(_listed_voices(everything=everything))
    work_by_name = _work_by_name(listed, current)
    works = [work_by_name.get(voice.setting, work_by_name.get(voice.engine)) for voice in listed]
    if as_json:
        output.json_out([_record(voice, work, current) for voice, work in zip(listed, works, strict=True)])
    else:
        heads = ("", "VOICE", "NAME", "LANGUAGE", "LICENCE", "WORK")
        output.table((_row(voice, work, current) for voice, work in zip(listed, works, strict=True)), heads)
        _print_advice(loaded, current)
    if current.engine not in {voice.engine for voice in listed}:
        output.aside(f"The voice in force, {current.setting}, is not there. Run: coach config set voice auto")
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

    settings = load({"voice": voice_named(name).setting, "rate": rate, "device": device}).settings
    sound = say.open_output(settings)
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
    voice = voice_named(name)
    if name != "auto":  # "auto" is whatever voice can speak
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
    from coach.cli.shared.make_clips import lines_of_routines, make_clips

    settings = load({"voice": voice, "rate": rate}).settings
    lines = lines_of_routines(tuple(routines or ()), settings)
    failed = make_clips(lines, settings)
    output.line(
        f"Ready: {len(lines) - len(failed)} of {counted(len(lines), 'line')}, {chosen(settings.voice).name}."
    )
    for line, reason in failed.items():
        output.aside(f"This line could not be spoken ({reason}): {line.text}")
    if failed:
        raise typer.Exit(ExitCode.COULD_NOT)


def _listed_voices(*, everything: bool) -> Iterator[Voice]:
    """Yield the natural voices, then the system's: only English ones, unless `everything` is asked for."""
    from coach.speech.voices.ask_engine import EngineFailed
    from coach.speech.voices.ask_engine import voices as engine_voices

    for reason in why_unseen():
        output.aside(reason)
    yield from natural_voices()
    try:
        available = engine_voices()
    except EngineFailed as failed:
        output.aside(str(failed))
        return
    english = [voice for voice in available if voice.language.lower().startswith("en")]
    yield from available if everything or not english else english


def voice_named(name: str) -> Voice:
    """Return the voice of that name. Raises `CoachError` with the nearest names where there is none."""
    from difflib import get_close_matches

    if name.partition(":")[0] in (*NATURAL_ENGINES, "natural", "auto") or name == default_engine():
        return chosen(name)
    voices_by_name = {
        voice_name: voice
        for voice in _listed_voices(everything=True)
        for voice_name in (voice.id, voice.setting)
    }
    base_name = name.partition("+")[0]
    if base_name in voices_by_name:
        return chosen(name)
    refuse_faulty(name)
    nearest = get_close_matches(name, voices_by_name, 3)
    mend = f"Nearest: {', '.join(nearest)}." if nearest else "`coach voices --all` lists them."
    raise CoachError(f"There is no voice {name!r}. {mend}")


def _refuse_mute(voice: Voice) -> None:
    """Raise `CoachError` for a voice that cannot say the three lines that every voice says."""
    from coach.cue.model import Spoken
    from coach.speech.pronunciation import Pronunciation
    from coach.speech.voices.audition import THREE_LINES, audition

    reasons = audition(Pronunciation(voice, rates.USUAL), [Spoken(line) for line in THREE_LINES]).reasons
    if reasons:
        reason = next(iter(reasons.values()))
        mend = "`coach voices` lists what can speak, and `coach doctor` checks it."
        raise CoachError(f"The voice {voice.name} did not speak ({reason}), so it is not used. {mend}")


def _work_by_name(voices: Iterable[Voice], current: Voice) -> dict[str, float]:
    """Return the seconds of work for a second of speech: of each natural voice, and of each other engine.

    Each natural voice is tried by itself; the voices of any other engine share one trial. A voice that
    does not speak is reported, unless its files were reported already.
    """
    from coach.cue.model import Spoken
    from coach.speech.pronunciation import Pronunciation
    from coach.speech.voices.audition import THREE_LINES, audition

    work_by_name: dict[str, float] = {}
    for voice in (current, *voices):
        name = voice.setting if voice.engine in NATURAL_ENGINES else voice.engine
        if name not in work_by_name:
            trial = audition(Pronunciation(voice, rates.USUAL), [Spoken(line) for line in THREE_LINES])
            work_by_name[name] = trial.work
            if trial.reasons and voice.engine in NATURAL_ENGINES and not _reported(voice):
                output.aside(f"{voice.name} cannot speak ({next(iter(trial.reasons.values()))}).")
    return {name: work for name, work in work_by_name.items() if work}


def _reported(voice: Voice) -> bool:
    """Return whether the voice is Piper's and its files are at fault, which was said already."""
    return voice.engine == PIPER and fault(Path(voice.model)) is not None


def _row(voice: Voice, work: float | None, current: Voice) -> tuple[object, ...]:
    mark = "*" if _same_voice(voice, current) else ""
    work_text = "" if work is None else f"{work:.2f}"
    return (mark, voice.setting, voice.name, voice.language, voice.licence or "-", work_text)


def _record(voice: Voice, work: float | None, current: Voice) -> dict[str, object]:
    return {
        "id": voice.setting,
        "engine": voice.engine,
        "name": voice.name,
        "language": voice.language,
        "licence": voice.licence,
        "work": work,
        "in_force": _same_voice(voice, current),
    }


def _print_advice(loaded: Loaded, current: Voice) -> None:
    output.aside(f"In force: {current.name} (from {loaded.origins['voice']}).")
    output.aside("WORK is the seconds of work for a second of speech, tried just now.")
    if natural_voice() is None:
        output.aside(f"The natural voice is not here. {why_missing()}")
    output.aside("Hear one with: coach voices try NAME. Keep one with: coach voices use NAME")


def _same_voice(voice: Voice, other: Voice) -> bool:
    return (voice.engine, voice.id) == (other.engine, other.id)
