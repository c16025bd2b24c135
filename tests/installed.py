"""The wheel, built and installed into a clean environment: once, for all the tests that ask for it."""

import os
import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from filelock import FileLock
from lived import NO_SOUND, clean_env

from coach.files.paths import data_root

_UNREACHABLE: Final = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeout",
    "Network is unreachable",
)
_PATIENCE: Final = 600


@dataclass(frozen=True)
class Installed:
    """A wheel, and the programs of the environment that it was installed into."""

    wheel: Path
    programs: Path
    elsewhere: Path

    def run(
        self, program: str, *words: str, env: Mapping[str, str] = NO_SOUND
    ) -> "subprocess.CompletedProcess[str]":
        """Run a program far from the checkout, with a home of its own."""
        return subprocess.run(
            [self.programs / program, *words],
            cwd=self.elsewhere,
            env=clean_env(self.elsewhere / "home", env),
            capture_output=True,
            encoding="utf-8",
            timeout=300,
        )


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Give what is installed. The first worker that wants it makes it; any other waits for that."""
    own = tmp_path_factory.getbasetemp()
    root = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "installed"
    programs = root / "venv" / ("Scripts" if os.name == "nt" else "bin")
    with FileLock(f"{root}.lock", timeout=_PATIENCE):
        if not (root / "done").exists():
            _install(root, programs)
            (root / "done").touch()
    [wheel] = root.glob("spoken_coach-*.whl")
    return Installed(wheel, programs, root / "elsewhere")


def _install(root: Path, programs: Path) -> None:
    (root / "elsewhere").mkdir(parents=True, exist_ok=True)
    _pip(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", root, data_root(), cwd=root)
    [wheel] = root.glob("spoken_coach-*.whl")
    venv.create(root / "venv", with_pip=True)
    _pip(programs / "python", "-m", "pip", "install", "-q", wheel, cwd=root)


def _pip(*words: str | Path, cwd: Path) -> None:
    ran = subprocess.run([*words], cwd=cwd, capture_output=True, text=True, timeout=_PATIENCE)
    if any(sign in ran.stderr for sign in _UNREACHABLE):
        pytest.skip("no package index can be reached to install from")
    assert ran.returncode == 0, ran.stderr
