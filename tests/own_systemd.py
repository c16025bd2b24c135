"""A real systemd of the person's own, with its journal, for tests to install into.

It runs in namespaces of its own: what it mounts, starts and keeps is gone with it, and nothing
outside sees it. That takes root, and a kernel that lets control groups be made.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from lived import alive, waited

_GROUPS: Final = Path("/sys/fs/cgroup")
_RUN: Final = "/run/user/0"
_TOOLS: Final = ("unshare", "nsenter", "systemctl", "journalctl", "dbus-daemon")
_LIB: Final = Path("/lib/systemd")
_OUTSIDE: Final = """\
for group in {groups}; do mkdir "$group" && echo $$ > "$group/cgroup.procs" || exit 1; done
exec unshare -m -C -p --fork --kill-child --mount-proc sh -c "$1"
"""
_INSIDE: Final = """\
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/system /run/systemd/journal /run/systemd/journald.conf.d /run/log
printf '[Journal]\\nReadKMsg=no\\nAudit=no\\n' > /run/systemd/journald.conf.d/own.conf
mkdir -p -m 700 /run/user/0
mount -t tmpfs tmpfs /var/log
mkdir /var/log/journal
{mounts}
/lib/systemd/systemd-journald &
for root in {roots}; do
    own="$root/user.slice/user-0.slice/user@0.service"
    mkdir -p "$own"
    echo $$ > "$own/cgroup.procs"
done
# However the tests end, their end of this pipe closes, and all is over.
exec 3<&0 < /dev/null
{{ cat <&3 > /run/nothing; kill -9 -1; }} &
exec 3<&-
/lib/systemd/systemd --user  # not by exec: as the first process it would be the machine's
"""


class OwnSystemd:
    """What runs inside: give a command to `call`, or `before` to whoever starts one."""

    def __init__(self, pid: int, home: Path) -> None:
        self.before = ("nsenter", "-t", str(pid), "-m", "-p", "-C", "--")
        self.env = {"HOME": str(home), "XDG_RUNTIME_DIR": _RUN, "PATH": os.environ["PATH"]}

    def call(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command inside to its end."""
        return subprocess.run(
            [*self.before, *words], env=self.env, capture_output=True, encoding="utf-8", timeout=60
        )

    def shown(self, unit: str, name: str) -> str:
        """Return what it knows of a unit by that name."""
        return self.call("systemctl", "--user", "show", "--value", f"--property={name}", unit).stdout.strip()


@contextmanager
def own_systemd(home: Path, env: Mapping[str, str]) -> Iterator[OwnSystemd]:
    """Give a systemd that has `home` for its person's, and what it starts the variables `env`."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root can give systemd namespaces of its own")
    if not all(map(shutil.which, _TOOLS)) or not (_LIB / "systemd-journald").exists():
        pytest.skip("there is no systemd")
    unified = (_GROUPS / "cgroup.controllers").exists()
    roots = [_GROUPS] if unified else [_GROUPS / "systemd", _GROUPS / "unified"]
    groups = [root / f"coach-test-{os.getpid()}" for root in roots]
    process = subprocess.Popen(
        [
            "sh",
            "-c",
            _OUTSIDE.format(groups=" ".join(map(str, groups))),
            "sh",
            _inside(roots, unified=unified),
        ],
        env={"HOME": str(home), "XDG_RUNTIME_DIR": _RUN, "PATH": os.environ["PATH"], **env},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _up(process, home)
    finally:
        process.kill()
        process.communicate()
        for group in groups:
            waited(partial(_removed, group), "the end of all its processes")


def _inside(roots: list[Path], *, unified: bool) -> str:
    if unified:
        mounts = f"mount -t cgroup2 cgroup2 {_GROUPS}"
    else:
        mounts = (
            f"mount -t tmpfs tmpfs {_GROUPS} && mkdir {roots[0]} {roots[1]}\n"
            f"mount -t cgroup -o none,name=systemd cgroup {roots[0]}\n"
            f"mount -t cgroup2 cgroup2 {roots[1]}"
        )
    return _INSIDE.format(mounts=mounts, roots=" ".join(map(str, roots)))


def _up(process: subprocess.Popen[bytes], home: Path) -> OwnSystemd:
    """Wait until it answers; skip where it ends before it does."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")

    def asked() -> OwnSystemd | None:
        if process.poll() is not None:
            pytest.skip("no systemd can be started here")
        child = children.read_text().split()
        if not child or not alive(int(child[0])):
            return None
        one = OwnSystemd(int(child[0]), home)
        state = one.call("systemctl", "--user", "is-system-running").stdout.strip()
        return one if state in ("running", "degraded") else None  # a unit that is not ours may fail

    return waited(asked, "systemd", patience=30)


def _removed(group: Path) -> bool:
    """Remove a control group with all below it; false while a process is in one."""
    with suppress(OSError):
        for folder, _, _ in os.walk(group, topdown=False):
            Path(folder).rmdir()
    return not group.exists()
