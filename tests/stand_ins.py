"""Stand-ins for the commands of managers that are not here: they record what they are asked, and play along.

They are no proof that the real ones would: that is what `own_systemd` is for, and what was read
of launchd and of the Task Scheduler.
"""

from pathlib import Path
from typing import Final

_PLAYS: Final = """\
#!/bin/sh
here={here}
echo "$(basename "$0") $*" >> "$here/calls"
grep -qF -- "$(cat "$here/refuses")" <<END && {{ echo "refused, said $(basename "$0")" >&2; exit 5; }}
$*
END
case "$*" in
    *" restart "*|*bootstrap*|"/run "*) touch "$here/up" ;;
    *" stop "*|*bootout*|*/delete*) rm "$here/up" 2> "$here/said" || exit 3 ;;
    *graphical-session*) exit 3 ;;
    *is-enabled*) [ -e "$here/up" ] || exit 1 ;;
    *is-active*|"print "*local*|*/query*)
        [ -e "$here/up" ] || exit 3
        echo "active"; echo "state = running" ;;
esac
"""
_NOTHING: Final = "nothing is refused"


class StandIns:
    """Commands of those names in a folder that is to be the first of `PATH`."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.folder, self._here = folder / "bin", folder
        self.folder.mkdir()
        for name in names:
            path = self.folder / name
            path.write_text(_PLAYS.format(here=folder), encoding="utf-8")
            path.chmod(0o700)
        self.refuse(_NOTHING)

    def refuse(self, what: str = _NOTHING) -> None:
        """Have calls fail in whose words this stands."""
        (self._here / "refuses").write_text(what, encoding="utf-8")

    def calls(self) -> list[str]:
        """Return what was asked since this was last called."""
        path = self._here / "calls"
        try:
            return path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        finally:
            path.unlink(missing_ok=True)
