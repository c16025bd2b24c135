"""`coach import`: checks a routine that somebody shared, shows it, and brings it in if the person agrees."""

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

_NOBODY_TO_ASK: Final = "Nothing was brought in, since nobody can be asked here. Give --yes to bring it in."


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
    input_data = read_input(sys.stdin.buffer) if file == "-" else None
    offer = inspect(Path(file), default()) if input_data is None else offer_of(input_data, default())
    if as_json:
        output.json_out(_record(offer))
    else:
        _show(offer)
    new_items = [item for item in offer.items if not item.same]
    if not new_items or not (offer.new_parts or replacing):
        output.aside(f"It is all here already: coach start {offer.new_id}")
        return
    if as_json and not yes:
        return
    if not yes:
        choice = _choice(offer, _ask_at_terminal if input_data else _ask_person, replacing=replacing)
        if choice is None:
            output.aside("Nothing was brought in.")
            return
        replacing = choice
    result = accept(input_data or Path(file), offer, replacing=replacing)
    keep_schemas()
    _print_result(result, as_json=as_json)


def _show(offer: Offer) -> None:
    routine = offer.routine
    level = routine.level.name.lower()
    output.line(
        f"{routine.name}: {routine.category.value}, {level}, about {counted(routine.minutes, 'minute')}."
    )
    if routine.summary:
        output.line(routine.summary)
    output.line()
    output.table((item.part.kind, item.part.id, item.name, _comparison(item)) for item in offer.items)
    for item in offer.differing:
        if item.lost_cautions:
            cautions = ", ".join(item.lost_cautions)
            output.line(f"Mind: {item.part.id} says less of caution than the built-in one ({cautions}).")
    for name in offer.borrowed:
        output.line(f"Mind: it would use the exercise {name} of your own, which the file does not hold.")
    output.line()


def _comparison(item: Item) -> str:
    if item.existing is None:
        return "new"
    owner = "yours" if item.existing.own else "the built-in one"
    if item.same:
        return f"the same as {owner}"
    usage = f", which {_use_count(len(item.users))}" if item.users else ""
    return f"differs from {owner}{usage}"


def _choice(offer: Offer, ask: Callable[[str], str], *, replacing: bool) -> bool | None:
    """Ask whether to bring it in. Return whether it replaces what differs; `None` to bring in nothing."""
    if not offer.differing:
        return False if ask("Bring it in? [y/N]: ") in ("y", "yes") else None
    if replacing:
        question = "Let it take the place of what differs? Yours is set aside. [y/N]: "
        return True if ask(question) in ("y", "yes") else None
    ids = ", ".join(part.id for part in offer.new_parts)
    output.line(f"Where it differs from what is here, it can come in beside that: {ids}.")
    typed = ask("Keep both, replace what is here (it is set aside), or bring in nothing? [b/r/N]: ")
    return {"b": False, "both": False, "r": True, "replace": True}.get(typed)


def _ask_person(question: str) -> str:
    if not sys.stdin.isatty():
        raise UsageError(_NOBODY_TO_ASK)
    return (output.typed_line(question) or "").lower()


def _ask_at_terminal(question: str) -> str:
    """Ask at the terminal, because the input is the file to bring in."""
    typed = output.line_from_terminal(question)
    if typed is None:
        raise UsageError(_NOBODY_TO_ASK)
    return typed.lower()


def _print_result(result: AcceptResult, *, as_json: bool) -> None:
    print_line = output.aside if as_json else output.line
    for path in result.written_paths:
        print_line(f"Written: {shown(path)}")
    for path in result.set_aside_paths:
        print_line(f"Set aside: {shown(path)}")
    print_line(f"Hear it with: coach start {result.routine}")


def _use_count(count: int) -> str:
    return f"{counted(count, 'routine')} here {'uses' if count == 1 else 'use'}"


def _record(offer: Offer) -> dict[str, object]:
    routine = offer.routine
    return {
        "routine": routine.id,
        "name": routine.name,
        "category": routine.category.value,
        "level": routine.level.name.lower(),
        "minutes": routine.minutes,
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
