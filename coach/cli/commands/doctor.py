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
    findings = []
    for finding in checks.examine():
        findings.append(finding)
        if not as_json:
            output.line(_finding_line(finding))
    if as_json:
        output.json_out([_record(finding) for finding in findings])
    audible = _play_sample() if sound else True
    problem_count = sum(finding.state is FindingState.PROBLEM for finding in findings)
    if problem_count:
        output.aside(f"{counted(problem_count, 'problem')}.")
    if problem_count or not audible:
        raise typer.Exit(ExitCode.COULD_NOT)


def _play_sample() -> bool:
    """Play a line and a count; return whether it could be heard."""
    from coach import say

    settings = checks.settings_in_force()
    try:
        sound_output = say.open_output(settings)
        try:
            reachable = sound_output.playing
            if reachable:
                output.aside(f'Playing to {sound_output.name}: a line, then "one, two, three".')
            say.say(checks.sample(), say.Speaker(settings, sound_output, note=output.aside))
            if not reachable:
                output.aside("Nothing was played: no sound device can be reached.")
            return reachable and sound_output.playing
        finally:
            sound_output.close()
    except CoachError as error:
        output.aside(str(error))
        return False


def _finding_line(finding: Finding) -> str:
    text = " ".join(filter(None, (finding.message, finding.mend)))
    return f"{finding.state.value:8} {finding.part}: {text}"


def _record(finding: Finding) -> dict[str, str]:
    return {
        "part": finding.part,
        "state": finding.state.value,
        "what": finding.message,
        "mend": finding.mend,
    }
