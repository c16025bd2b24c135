"""`coach start`: speak a session."""

import sys
from typing import Annotated

import typer

from coach.cli.shared import blocked_streams, completion, early_worker
from coach.cli.shared import library as shared_library
from coach.cli.shared.lazy_group import room
from coach.config.settings import load
from coach.errors import UsageError
from coach.routine.format.bounds import UNROLLED
from coach.time.clock import Clock

app = room()


@app.command()
def start(  # noqa: PLR0913 - one parameter an option, as typer has it
    routine: Annotated[
        str | None, typer.Argument(help="A routine's id.", autocompletion=completion.routines)
    ] = None,
    category: Annotated[
        str | None,
        typer.Option("--category", "-c", help="Choose from this kind.", autocompletion=completion.categories),
    ] = None,
    voice: Annotated[
        str | None, typer.Option(help="A voice that `coach voices` lists.", autocompletion=completion.voices)
    ] = None,
    rate: Annotated[int | None, typer.Option(help=completion.RATE)] = None,
    detail: Annotated[str | None, typer.Option(help="full, short or quiet.")] = None,
    level: Annotated[
        str | None, typer.Option(help="gentle takes every easier way, strong every harder one.")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(help="At most so long, up to 120: something is left out.")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(help="Do without this thing, such as band; may be given again.")
    ] = None,
    device: Annotated[str | None, typer.Option(help="Where to play; `coach devices` lists them.")] = None,
    from_step: Annotated[int, typer.Option("--from", help="Begin at this step.", min=1, max=UNROLLED)] = 1,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where the last session stopped.")] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Begin beside a session that runs already.")
    ] = False,
    mute: Annotated[bool, typer.Option("--mute", help="Begin without sound.")] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Lines only: no full screen, nothing redrawn, no colour.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print events as JSON lines.")] = False,
) -> None:
    """Speak a session. Without a name it asks which; --category takes the one done longest ago."""
    from coach.cli.shared import choose_routine, run_session
    from coach.session import running

    flags = {"voice": voice, "rate": rate, "detail": detail, "level": level, "device": device}
    settings = load(flags | {"plain": True if plain else None}).settings
    library = shared_library.library()
    if resume and (routine or category or from_step > 1):
        raise UsageError("--resume goes on where you stopped. Leave out the routine, --category and --from.")
    if routine and category:
        raise UsageError("Name a routine or a --category, not both.")
    _refuse_meaningless(minutes, without or [])
    if not anyway:
        running.refuse_beside(Clock().now())
    with run_session.History() as history:
        unfinished_session = choose_routine.unfinished(history.sessions) if resume else None
        routine_id = unfinished_session.routine if unfinished_session else routine
        if routine_id is None:
            routine_id = choose_routine.choose(library, history.sessions, completion.category(category))
        options = run_session.StartOptions(
            routine_id,
            settings,
            minutes,
            tuple(without or ()),
            from_step - 1,
            muted=mute,
            as_json=as_json,
            unfinished=unfinished_session,
        )
        with run_session.under_way(routine_id, library, beside=anyway):
            code = run_session.begin(options, library, history, early_worker.take())
    if not blocked_streams.streams:
        sys.stdout.flush()
    if code:
        raise typer.Exit(code)


def _refuse_meaningless(minutes: float | None, without: list[str]) -> None:
    """Refuse a length that is out of range, and an empty name of a thing."""
    if minutes is not None and not 0 < minutes <= 120:
        raise UsageError("--minutes takes a number above 0 and at most 120.")
    if not all(item.strip() for item in without):
        raise UsageError("--without takes the name of a thing, such as: --without band")
