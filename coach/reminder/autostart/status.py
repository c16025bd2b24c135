"""What brings the reminders, in words.

Pure.
"""

from coach.reminder.autostart.install import InstallState, unreachable_message

MEND = "Run: coach remind install"


def status_lines(state: InstallState, *, running: bool) -> list[str]:
    """Say whether the reminders will come, and by what.

    `running` is whether an agent runs, however it was started. Where none does, the last lines that
    it printed may say why.
    """
    lines = [*_system_lines(state, running=running), *_now_lines(state, running=running)]
    if state.installed and state.changed:
        lines.append(f"You changed {state.path}; that counts until the next `coach remind install`.")
    if state.log and not running:
        lines += ["The last that was heard of them:", *(f"  {line}" for line in state.log)]
    return lines


def problem_of(state: InstallState, *, running: bool) -> tuple[str, str]:
    """Return what keeps the reminders from coming, and the mend; both empty where nothing does."""
    if state.installed and state.differs:
        problem = f"{state.path} starts them elsewhere than in this shell: {'; '.join(state.differs)}."
        return problem, "Where this shell is right, run: coach remind install"
    if state.installed and not state.in_force:
        command = state.command or "nothing"
        return f"{state.path} starts another coach than this one: {command}.", MEND
    if state.installed and state.answers and not state.enabled:
        return f"{state.path} is there, but {state.manager} does not start it at log-in.", MEND
    if running:
        return "", ""
    if state.brings:
        return f"{state.manager} should bring them, but nothing runs that does.", MEND
    mend = MEND if state.answers else "Start it yourself: coach remind run"
    return "Nothing brings your reminders.", mend


def _system_lines(state: InstallState, *, running: bool) -> list[str]:
    if not state.installed:
        if state.answers:
            return ["Your system does not start them at log-in. To have it do so, run: coach remind install"]
        if running:
            return [f"{state.manager} cannot be reached here."]
        return unreachable_message(state.manager, "it does not answer").split("\n")
    problem, mend = problem_of(state, running=True)
    if problem:
        return [f"{problem} {mend}"]
    return [f"{state.manager} starts them at log-in and after a crash, by {state.path}"]


def _now_lines(state: InstallState, *, running: bool) -> list[str]:
    if state.active:
        return ["They are being brought now."]
    if running:
        return ["They are being brought now, by a `coach remind run` that was started otherwise."]
    return ["Nothing brings them now."]
