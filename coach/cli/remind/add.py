"""`coach remind add`: be reminded of a routine, or of a category."""

import shlex
from contextlib import suppress
from typing import Annotated

import typer

from coach.cli.shared import completion
from coach.cli.shared.lazy_group import room
from coach.errors import UsageError

app = room()


@app.command()
def add(  # noqa: PLR0913 - one parameter an option, as typer has it
    routine: Annotated[
        str | None, typer.Argument(help="A routine's id.", autocompletion=completion.routines)
    ] = None,
    category: Annotated[
        str | None,
        typer.Option(
            "--category", "-c", help="A different one of a kind.", autocompletion=completion.categories
        ),
    ] = None,
    more: Annotated[list[str] | None, typer.Argument(hidden=True, metavar="")] = None,
    at: Annotated[list[str] | None, typer.Option(help="A time, such as 10:30; may be given again.")] = None,
    every: Annotated[str | None, typer.Option(help="Instead: how far apart, such as 2h.")] = None,
    between: Annotated[str | None, typer.Option(help="From when to when; 9:00-18:00 unless said.")] = None,
    days: Annotated[str | None, typer.Option(help="Such as mon-fri, or mon,wed; daily unless said.")] = None,
    first: Annotated[str | None, typer.Option("--from", help="The first day: 2026-12-01, friday.")] = None,
    until: Annotated[str | None, typer.Option(help="The last day: 2026-12-31, friday.")] = None,
    speak: Annotated[
        bool | None, typer.Option("--speak/--no-speak", help="Whether a line is spoken, too.")
    ] = None,
    voice: Annotated[
        str | None, typer.Option(help="The voice of that line.", autocompletion=completion.voices)
    ] = None,
    note: Annotated[str | None, typer.Option(help="A word of your own, shown with it.")] = None,
    window: Annotated[str | None, typer.Option(help="How late it is still of use; 2h unless said.")] = None,
    zone: Annotated[
        str | None, typer.Option(help="Whose times, such as Europe/Berlin; those where you are unless said.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="The reminder's name; the routine's unless said.")] = None,
) -> None:
    """Be reminded of a routine at its times, or with --category of a different one each time."""
    from coach.cli.remind.adding import add_typed

    _refuse_more(routine, more or [])
    _refuse(routine, category, at, every)
    if between and not every:
        raise UsageError("--between goes with --every, such as: --every 2h --between 9:00-18:00")
    typed: dict[str, object] = {"routine": routine, "category": category, "at": _times(at), "every": every}
    typed |= {
        "between": between,
        "days": days,
        "from": _date(first),
        "until": _date(until),
        "zone": zone,
        "speak": speak,
        "voice": voice,
    }
    typed |= {"note": note, "window": window}
    add_typed({key: value for key, value in typed.items() if value not in (None, [])}, name)


def _refuse(routine: str | None, category: str | None, at: list[str] | None, every: str | None) -> None:
    """Refuse options that say too little, or two things at once."""
    if routine and category:
        raise UsageError("Name a routine or a --category, not both.")
    if not routine and not category:
        raise UsageError("Name a routine, such as `coach remind add desk-reset --at 10:30`, or a --category.")
    if at and every:
        raise UsageError("Give --at or --every, not both.")
    if not at and not every:
        raise UsageError("Say when, such as --at 10:30, or --every 2h --between 9:00-18:00")


def _refuse_more(routine: str | None, more: list[str]) -> None:
    """Refuse words that belong to no option; say where they go."""
    if not more:
        return
    if all(word[:1].isdigit() for word in more):
        at = " ".join(f"--at {shlex.quote(word)}" for word in more)
        raise UsageError(f"A time goes with --at: coach remind add {shlex.quote(routine or '')} {at}")
    raise UsageError(
        f"{' '.join(more)!r} belongs to nothing here. "
        'What has several words goes in quotes, such as --days "mon, wed" or --note "By the window."'
    )


def _times(at: list[str] | None) -> list[str] | None:
    """Return the times one by one; several may be typed with commas, as with days."""
    return at and [time.strip() for text in at for time in text.split(",")]


def _date(text: str | None) -> str | None:
    """Return the date of a day such as friday. A text that is no day stays, to be refused with the rest."""
    from coach.reminder.wording import read_day
    from coach.time.clock import Clock, zone

    with suppress(ValueError):
        return text and read_day(text, Clock().now().astimezone(zone()).date()).isoformat()
    return text
