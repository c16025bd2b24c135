"""`coach show`: what a routine asks, what to mind, and where it comes from."""

from typing import Annotated

import typer

from coach.cli.shared import completion, output
from coach.cli.shared import library as shared_library
from coach.cli.shared.lazy_group import room
from coach.cli.shared.override_warnings import warn
from coach.cue import wording
from coach.errors import UsageError
from coach.language.grammar import counted
from coach.routine.plan.plan import Plan, Task, build

app = room()


@app.command()
def show(
    routine: Annotated[str, typer.Argument(help="A routine's id.", autocompletion=completion.routines)],
    script: Annotated[bool, typer.Option("--script", help="Print every cue with its exact time.")] = False,
    rate: Annotated[int | None, typer.Option(help=completion.RATE)] = None,
    detail: Annotated[str | None, typer.Option(help="full, short or quiet.")] = None,
    voice: Annotated[
        str | None, typer.Option(help="A voice that `coach voices` lists.", autocompletion=completion.voices)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show a routine's steps, length, cautions and sources, or with --script all that will be said."""
    library = shared_library.library()
    if script:
        from coach.cli.shared.print_script import print_script
        from coach.config.settings import load
        from coach.prepare import prepare
        from coach.session.wanted import Wanted

        settings = load({"rate": rate, "detail": detail, "voice": voice}).settings
        print_script(prepare(Wanted(routine, settings), library).script, settings, as_json=as_json)
        return
    if any(value is not None for value in (rate, detail, voice)):
        raise UsageError("--rate, --detail and --voice change what --script prints. Add --script.")
    plan = build(library.routine(routine), library.exercise)
    warn(routine, library)
    if as_json:
        output.json_out(_record(plan))
    else:
        _print(plan)


def _record(plan: Plan) -> dict[str, object]:
    routine = plan.routine
    return {
        "id": routine.id,
        "name": routine.name,
        "category": routine.category.value,
        "level": routine.level.name.lower(),
        "minutes": routine.minutes,
        "summary": routine.summary,
        "equipment": [" or ".join(item) for item in plan.equipment],
        "steps": [step.title for step in plan.steps],
        "cautions": _cautions(plan),
        "sources": _sources(plan),
        "file": routine.place.file,
    }


def _print(plan: Plan) -> None:
    routine = plan.routine
    output.line(f"{routine.name}: {routine.summary}" if routine.summary else routine.name)
    length = counted(routine.minutes, "minute")
    output.line(f"{routine.category}, {routine.level.name.lower()}, about {length}.")
    output.line(wording.have(plan.equipment) or "Nothing is needed.")
    output.line()
    for number, step in enumerate(plan.steps, start=1):
        dose = f"  {wording.dose(step.as_written.dose)}" if isinstance(step, Task) else ""
        output.line(f"{number:3}  {step.title}{dose}{'  (may be left out)' if step.optional else ''}")
    for heading, lines in (("Mind", _cautions(plan)), ("From", _sources(plan))):
        if lines:
            output.line()
            output.line(f"{heading}:")
            for line in lines:
                output.line(f"  {line}")
    output.line()
    output.line(f"The file in force: {routine.place.file}")


def _cautions(plan: Plan) -> list[str]:
    cautions = []
    for task in plan.tasks:
        caution = task.exercise.caution
        if caution is not None:
            words = " ".join(filter(None, (wording.avoid(caution.avoid), caution.stop)))
            cautions.append(f"{task.title}: {words}")
    return list(dict.fromkeys(filter(None, cautions)))


def _sources(plan: Plan) -> list[str]:
    sources = [task.exercise.source for task in plan.tasks]
    if plan.routine.source is not None:
        sources.insert(0, plan.routine.source)
    return list(dict.fromkeys(", ".join(filter(None, (s.title, s.by))) or s.kind for s in sources))
