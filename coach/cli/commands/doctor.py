"""`coach doctor`: what works on this machine, and how to mend what does not."""

from typing import Annotated

import typer

from coach.cli.shared import output
from coach.cli.shared.lazy_group import room
from coach.doctor import doctor as checks
from coach.doctor.finding import Finding, FindingState
from coach.errors import CoachError, ExitCode
from coach.language.grammar import counted

app = room()


@app.command()
def doctor(
    sound: Annotated[bool, typer.Option("--sound", help="Play a line and a count, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Check the voice, the sound, the folders and the library for real, and say how to mend them."""
    found = []
    for finding in checks.examine():
        found.append(finding)
        if not as_json:
            output.line(_line(finding))
    if as_json:
        output.json_out([_record(finding) for finding in found])
    heard = _heard() if sound else True
    wrong = sum(finding.state is FindingState.PROBLEM for finding in found)
    if wrong:
        output.aside(f"{counted(wrong, 'problem')}.")
    if wrong or not heard:
        raise typer.Exit(ExitCode.COULD_NOT)


def _heard() -> bool:
    """Play a line and a count; return whether it could be heard."""
    from coach import say

    settings = checks.settings_in_force()
    try:
        out = say.opened(settings)
        try:
            reached = out.playing
            if reached:
                output.aside(f'Playing to {out.name}: a line, then "one, two, three".')
            say.say(checks.sample(), say.Speaker(settings, out, note=output.aside))
            if not reached:
                output.aside("Nothing was played: no sound device can be reached.")
            return reached and out.playing
        finally:
            out.close()
    except CoachError as error:
        output.aside(str(error))
        return False


def _line(finding: Finding) -> str:
    said = " ".join(filter(None, (finding.message, finding.mend)))
    return f"{finding.state.value:8} {finding.part}: {said}"


def _record(finding: Finding) -> dict[str, str]:
    return {
        "part": finding.part,
        "state": finding.state.value,
        "what": finding.message,
        "mend": finding.mend,
    }
