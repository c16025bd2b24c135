"""What brings the reminders, in words.

Pure.
"""

from coach.reminder.autostart.install import Installed, without

MEND = "Run: coach remind install"


def status_lines(stands: Installed, *, running: bool) -> list[str]:
    """Say whether the reminders will come, and by what.

    `running` is whether an agent runs, however it was started. Where none does, the last that the
    system heard of one may say why.
    """
    lines = [*_system(stands, running=running), *_now(stands, running=running)]
    if stands.installed and stands.changed:
        lines.append(f"You changed {stands.path}; that counts until the next `coach remind install`.")
    if stands.log and not running:
        lines += ["The last that was heard of them:", *(f"  {line}" for line in stands.log)]
    return lines


def wrong(stands: Installed, *, running: bool) -> tuple[str, str]:
    """Return what keeps the reminders from coming, and the mend; both empty where nothing does."""
    if stands.installed and stands.differs:
        what = f"{stands.path} starts them elsewhere than in this shell: {'; '.join(stands.differs)}."
        return what, "Where this shell is right, run: coach remind install"
    if stands.installed and not stands.in_force:
        starts = stands.starts or "nothing"
        return f"{stands.path} starts another coach than this one: {starts}.", MEND
    if stands.installed and stands.answers and not stands.enabled:
        return f"{stands.path} is there, but {stands.manager} does not start it at log-in.", MEND
    if running:
        return "", ""
    if stands.brings:
        return f"{stands.manager} should bring them, but nothing runs that does.", MEND
    mend = MEND if stands.answers else "Start it yourself: coach remind run"
    return "Nothing brings your reminders.", mend


def _system(stands: Installed, *, running: bool) -> list[str]:
    if not stands.installed:
        if stands.answers:
            return ["Your system does not start them at log-in. To have it do so, run: coach remind install"]
        if running:
            return [f"{stands.manager} cannot be reached here."]
        return without(stands.manager, "it does not answer").split("\n")
    what, mend = wrong(stands, running=True)
    if what:
        return [f"{what} {mend}"]
    return [f"{stands.manager} starts them at log-in and after a crash, by {stands.path}"]


def _now(stands: Installed, *, running: bool) -> list[str]:
    if stands.active:
        return ["They are being brought now."]
    if running:
        return ["They are being brought now, by a `coach remind run` that was started otherwise."]
    return ["Nothing brings them now."]
