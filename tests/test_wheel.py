"""The wheel, built and installed into a clean environment, lists its routines and speaks."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from lived import NO_SOUND, clean_env

from bench.recording import Sink, available, find
from coach.paths import data_root
from coach.speech.clips import Clips

UNREACHABLE = ("NewConnectionError", "NameResolutionError", "ConnectTimeout", "Network is unreachable")


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


def pip(*words: str | Path, cwd: Path) -> None:
    ran = subprocess.run([*words], cwd=cwd, capture_output=True, text=True, timeout=600)
    if any(sign in ran.stderr for sign in UNREACHABLE):
        pytest.skip("no package index can be reached to install from")
    assert ran.returncode == 0, ran.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build the wheel and install it; this takes most of a minute, and is done once."""
    root = tmp_path_factory.mktemp("wheel")
    pip(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", root, data_root(), cwd=root)
    [wheel] = root.glob("spoken_coach-*.whl")
    venv.create(root / "venv", with_pip=True)
    programs = root / "venv" / ("Scripts" if os.name == "nt" else "bin")
    pip(programs / "python", "-m", "pip", "install", "-q", wheel, cwd=root)
    (root / "elsewhere").mkdir()
    return Installed(wheel, programs, root / "elsewhere")


def test_the_wheel_carries_every_routine_sound_and_setting_and_no_test(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as file:
        names = set(file.namelist())

    root = data_root()
    own = [*root.glob("routines/**/*.toml"), *root.glob("audio/*.wav"), root / "config.toml"]
    assert {f"coach/_data/{path.relative_to(root).as_posix()}" for path in own} <= names
    assert {path.relative_to(root).as_posix() for path in root.glob("coach/**/*.py")} <= names
    assert not [name for name in names if name.startswith(("tests/", "bench/")) or "__pycache__" in name]
    assert {Path(name).name for name in names if ".dist-info/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_it_needs_nothing_that_it_does_not_name(installed: Installed) -> None:
    ran = installed.run("python", "-m", "pip", "check")

    assert ran.returncode == 0, ran.stdout


def test_it_lists_the_same_routines_as_the_checkout(installed: Installed) -> None:
    ran = installed.run("coach", "list", "--json")

    here = subprocess.run(
        [sys.executable, "-m", "coach", "list", "--json"],
        env=clean_env(installed.elsewhere / "other", {}),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout) == json.loads(here.stdout)


def test_its_files_are_its_own(installed: Installed) -> None:
    record = json.loads(installed.run("coach", "show", "desk-reset", "--json").stdout)

    file = Path(installed.elsewhere, record["file"])
    assert installed.programs.parent in file.resolve().parents
    assert file.parts[-5:-2] == ("coach", "_data", "routines")


def test_its_doctor_finds_nothing_wrong_but_the_missing_sound(installed: Installed) -> None:
    ran = installed.run("coach", "doctor", "--json")

    wrong = [finding for finding in json.loads(ran.stdout) if finding["state"] != "ok"]
    assert [finding["part"] for finding in wrong] == ["device"]


@pytest.mark.skipif(not available(), reason="there is no PulseAudio to record from")
def test_it_speaks(installed: Installed) -> None:
    with Sink() as sink, sink.record() as recording:
        ran = installed.run("coach", "say", "Sit tall, and breathe.", env=sink.env)
        heard = recording.sound

    [path] = (installed.elsewhere / "home" / "cache" / "clips").glob("*.wav")
    clip = Clips(path.parent).get(path.stem)
    assert clip is not None
    assert (ran.returncode, ran.stderr) == (0, "Playing to Null Output.\n")
    assert find(heard, clip.sound, 0, len(heard))[1] > 0.95
