"""`coach import`: a routine that somebody shared, checked, shown, and brought in where that is wanted."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final

import typer

from coach.cli.shared import output
from coach.cli.shared.keep_schemas import keep_schemas
from coach.cli.shared.lazy_group import room
from coach.errors import UsageError
from coach.files.document import read_input, shown
from coach.language.grammar import counted
from coach.routine.library.library import default
from coach.routine.sharing.accept import AcceptResult, accept
from coach.routine.sharing.inspect import Item, Offer, inspect, offer_of

app = room()

_NOBODY: Final = "Nothing was brought in, since nobody can be asked here. Give --yes to bring it in."


@app.command()
def bring_in(
    file: Annotated[str, typer.Argument(help="A file that `coach share` made; - is the input.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask; keep what you have.")] = False,
    replacing: Annotated[
        bool, typer.Option("--replace", help="Let it take the place of what differs; yours is set aside.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print as JSON what it holds; bring it in with --yes alone.")
    ] = False,
) -> None:
    """Check a routine that somebody shared, show what it holds and would replace, and ask."""
    if file == "-" and sys.stdin is None:
        raise UsageError("There is no input here. Name a file.")
    piped = read_input(sys.stdin.buffer) if file == "-" else None
    offer = inspect(Path(file), default()) if piped is None else offer_of(piped, default())
    if as_json:
        output.json_out(_record(offer))
    else:
        _show(offer)
    new = [item for item in offer.items if not item.same]
    if not new or not (offer.new_parts or replacing):
        output.aside(f"It is all here already: coach start {offer.new_id}")
        return
    if as_json and not yes:
        return
    if not yes:
        answer = _asked(offer, _answer_at_terminal if piped else _answer, replacing=replacing)
        if answer is None:
            output.aside("Nothing was brought in.")
            return
        replacing = answer
    taken = accept(piped or Path(file), offer, replacing=replacing)
    keep_schemas()
    _tell(taken, as_json=as_json)


def _show(offer: Offer) -> None:
    about = offer.routine
    level = about.level.name.lower()
    output.line(f"{about.name}: {about.category.value}, {level}, about {counted(about.minutes, 'minute')}.")
    if about.summary:
        output.line(about.summary)
    output.line()
    output.table((item.part.kind, item.part.id, item.name, _standing(item)) for item in offer.items)
    for item in offer.differing:
        if item.lost_cautions:
            lost = ", ".join(item.lost_cautions)
            output.line(f"Mind: {item.part.id} says less of caution than the built-in one ({lost}).")
    for name in offer.borrowed:
        output.line(f"Mind: it would use the exercise {name} of your own, which the file does not hold.")
    output.line()


def _standing(item: Item) -> str:
    if item.existing is None:
        return "new"
    whose = "yours" if item.existing.own else "the built-in one"
    if item.same:
        return f"the same as {whose}"
    used = f", which {_used(len(item.users))}" if item.users else ""
    return f"differs from {whose}{used}"


def _asked(offer: Offer, answer: Callable[[str], str], *, replacing: bool) -> bool | None:
    """Ask whether to bring it in; return whether it takes the place of what differs, `None` for no."""
    if not offer.differing:
        return False if answer("Bring it in? [y/N]: ") in ("y", "yes") else None
    if replacing:
        asked = "Let it take the place of what differs? Yours is set aside. [y/N]: "
        return True if answer(asked) in ("y", "yes") else None
    ids = ", ".join(part.id for part in offer.new_parts)
    output.line(f"Where it differs from what is here, it can come in beside that: {ids}.")
    typed = answer("Keep both, replace what is here (it is set aside), or bring in nothing? [b/r/N]: ")
    return {"b": False, "both": False, "r": True, "replace": True}.get(typed)


def _answer(question: str) -> str:
    if not sys.stdin.isatty():
        raise UsageError(_NOBODY)
    return (output.typed_line(question) or "").lower()


def _answer_at_terminal(question: str) -> str:
    """Ask where the person is, while the input is what they gave to be brought in."""
    typed = output.asked_of_terminal(question)
    if typed is None:
        raise UsageError(_NOBODY)
    return typed.lower()


def _tell(taken: AcceptResult, *, as_json: bool) -> None:
    say = output.aside if as_json else output.line
    for path in taken.written_paths:
        say(f"Written: {shown(path)}")
    for path in taken.set_aside_paths:
        say(f"Set aside: {shown(path)}")
    say(f"Hear it with: coach start {taken.routine}")


def _used(count: int) -> str:
    return f"{counted(count, 'routine')} here {'uses' if count == 1 else 'use'}"


def _record(offer: Offer) -> dict[str, object]:
    about = offer.routine
    return {
        "routine": about.id,
        "name": about.name,
        "category": about.category.value,
        "level": about.level.name.lower(),
        "minutes": about.minutes,
        "holds": [
            {
                "kind": item.part.kind,
                "id": item.part.id,
                "name": item.name,
                "here": None if item.existing is None else item.existing.shown,
                "differs": item.differs,
                "users": item.users,
                "cautions_lost": item.lost_cautions,
            }
            for item in offer.items
        ],
        "beside": [part.id for part in offer.new_parts],
        "borrowed": offer.borrowed,
    }
