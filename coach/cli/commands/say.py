"""`coach say`: a sentence, spoken now."""

from typing import Annotated, Final

import typer

from coach.cli.shared import completion, early_worker, output
from coach.cli.shared.lazy_group import room
from coach.config.settings import Settings, load
from coach.errors import ExitCode, UsageError
from coach.language.grammar import counted
from coach.language.letters import quoted, sayable, unsayable
from coach.language.sanitize import for_speech, for_terminal

app = room()

_UNHEARD: Final = "No sound device can be reached, so nothing was heard. `coach doctor` says how to mend it."


@app.command()
def say(
    text: Annotated[list[str], typer.Argument(help="What to say.")],
    voice: Annotated[
        str | None, typer.Option(help="A voice that `coach voices` lists.", autocompletion=completion.voices)
    ] = None,
    rate: Annotated[int | None, typer.Option(help=completion.RATE)] = None,
    device: Annotated[str | None, typer.Option(help="Where to play; `coach devices` lists them.")] = None,
    phonemes: Annotated[
        bool, typer.Option("--phonemes", help="Print what the voice makes of it, and play nothing.")
    ] = False,
) -> None:
    """Speak a sentence, to hear a voice, a rate or a device; or see how its words are said."""
    settings = load({"voice": voice, "rate": rate, "device": device}).settings
    words = " ".join(text)
    _refuse_silence(words)
    if phonemes:
        _show_phonemes(words, settings)
    else:
        _speak(words, settings)


def _refuse_silence(words: str) -> None:
    """Refuse words if some of them would not be heard."""
    if not sayable(for_speech(words)):
        raise UsageError('There is nothing in that to say. Write words, such as: coach say "Sit tall."')
    letters = unsayable(words)
    if letters:
        raise UsageError(
            f"An English voice cannot say {quoted(for_terminal(letters))}. "
            "Write it with the letters a to z and the figures 0 to 9."
        )


def _show_phonemes(words: str, settings: Settings) -> None:
    """Print the words as the voice gets them, and its sounds."""
    from coach.speech.own_pronunciation import own_pronunciation
    from coach.speech.voices.phonemes import phonemes

    early_worker.close()
    pronunciation = own_pronunciation(settings.voice, settings.rate)
    sounds = phonemes(pronunciation, words)
    output.line(f"Given:  {pronunciation.words(words)}")
    output.line(f"Sounds: {sounds or f'{pronunciation.voice.name} does not tell.'}")
    if not sounds:
        raise typer.Exit(ExitCode.COULD_NOT)


def _speak(words: str, settings: Settings) -> None:
    from coach import say as aloud
    from coach.cue.model import Line, Spoken
    from coach.speech.line_queue import LONGEST
    from coach.time.units import Samples

    if len(words) > LONGEST:
        raise UsageError(
            f"That is {counted(len(words), 'character')} long. Say it in pieces of at most {LONGEST}."
        )
    sound = aloud.open_output(settings)
    try:
        reachable = sound.playing
        if reachable:
            output.aside(f"Playing to {sound.name}.")
        line = Line(Spoken(words), Samples(0))
        aloud.say([line], aloud.Speaker(settings, sound, early_worker.take, output.aside))
        if not reachable:
            output.aside(_UNHEARD)
    finally:
        sound.close()
