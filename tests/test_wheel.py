"""The wheel, built and installed into a clean environment, lists its routines and speaks."""

import json
import zipfile
from pathlib import Path

from called import coach
from installed import Installed

from bench.recording import Sink, find
from coach.files.paths import data_root
from coach.speech.clips import Clips


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

    here = coach(installed.elsewhere / "other", "list", "--json")
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


def test_it_speaks(installed: Installed, sink: Sink) -> None:
    with sink.record() as recording:
        ran = installed.run("coach", "say", "Sit tall, and breathe.", env=sink.env)
        heard = recording.sound

    [path] = (installed.elsewhere / "home" / "cache" / "clips").glob("*.wav")
    clip = Clips(path.parent).get(path.stem)
    assert clip is not None
    assert (ran.returncode, ran.stderr) == (0, "Playing to Null Output.\n")
    assert find(heard, clip.sound, 0, len(heard))[1] > 0.95
