"""The natural voice that comes along is the one that was tried, and where it is missing that is said."""

import base64
import csv
import hashlib
import json
import platform
import sys
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path

import pytest
import tomli
from packaging.requirements import Requirement

from coach.files.paths import data_root
from coach.speech.voices import natural
from coach.speech.voices.natural import (
    ALPHABET,
    MODEL_SHA256,
    VERSION,
    model_path,
    natural_voice,
    why_missing,
)

here = pytest.mark.skipif(not model_path(), reason="hibari-tts is not made for this machine")

WHEEL_SHA256 = "49f2abbbe451c988e7448b5afa08c8a56410535ebb855c0e7d174275df5ca1f3"
CONTENTS_SHA256 = "2d2dad272a561efbd02d066c9e3e78dd74fce7df929afddbda3b4b78f90a2b2e"
"""Of the wheel's list of its files, each with its hash."""


def contents() -> dict[str, str]:
    """The files that the package says it is made of, with their hashes, but for what installing adds."""
    text = distribution("hibari-tts").read_text("RECORD") or ""
    rows = (row for row in csv.reader(text.splitlines()) if row[0].startswith("hibari/"))
    return {name: value for name, value, _ in rows if not name.endswith(".pyc")}


@here
def test_the_package_is_the_one_that_was_tried_file_by_file() -> None:
    package = distribution("hibari-tts")
    listed = contents()

    hashes = {}
    for name in listed:
        digest = hashlib.sha256(Path(str(package.locate_file(name))).read_bytes()).digest()
        hashes[name] = f"sha256={base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"

    assert package.version == VERSION
    assert hashes == listed
    assert hashlib.sha256(repr(sorted(listed.items())).encode()).hexdigest() == CONTENTS_SHA256


@here
def test_the_model_is_the_one_that_was_tried() -> None:
    assert hashlib.sha256(Path(model_path()).read_bytes()).hexdigest() == MODEL_SHA256


def test_the_docs_name_both_hashes_and_the_project_requires_that_version() -> None:
    docs = (data_root() / "docs" / "voices.md").read_text("utf-8")

    assert WHEEL_SHA256 in docs
    assert MODEL_SHA256 in docs
    assert f'"hibari-tts=={VERSION};' in (data_root() / "pyproject.toml").read_text("utf-8")


@here
def test_the_alphabet_is_the_model_s_without_the_marks_of_a_sentence() -> None:
    vocabulary = json.loads((Path(model_path()).parent / "vocab.json").read_text("utf-8"))

    assert set(vocabulary) - ALPHABET == set(';:,.!?—…"()“”')
    assert set(vocabulary) >= ALPHABET


@here
def test_another_model_in_its_place_is_another_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = natural_voice()
    other = tmp_path / "hibari.onnx"
    other.write_bytes(b"another model")
    monkeypatch.setattr(natural, "model_path", lambda: str(other))

    after = natural_voice()

    assert before is not None
    assert after is not None
    assert before.stamp.startswith(MODEL_SHA256)
    assert after.stamp != before.stamp


@pytest.mark.parametrize(
    ("system", "machine", "python", "said"),
    [
        ("linux", "armv7l", (3, 12), "is not made for Linux on armv7l with Python 3.12."),
        ("linux", "x86_64", (3, 15), "is not made for Linux on x86_64 with Python 3.15."),
        ("darwin", "x86_64", (3, 14), "is not made for Linux on x86_64 with Python 3.14."),
        ("darwin", "x86_64", (3, 13), f"pip install hibari-tts=={VERSION}"),
        ("win32", "AMD64", (3, 14), f"pip install hibari-tts=={VERSION}"),
    ],
)
def test_why_it_is_missing_is_told_with_the_mend_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch, system: str, machine: str, python: tuple[int, int], said: str
) -> None:
    monkeypatch.setattr(natural, "find_spec", lambda _: None)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(sys, "version_info", (*python, 0))

    assert natural_voice() is None
    assert why_missing().endswith(said)


@here
def test_a_package_that_lost_its_model_is_told_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(natural, "MODEL", "gone.onnx")

    assert natural_voice() is None
    assert why_missing().startswith("hibari-tts is not whole. Install it again with: ")
    assert find_spec("hibari") is not None


@pytest.mark.parametrize(
    ("system", "machine", "python", "natural"),
    [
        ("linux", "x86_64", "3.11", True),
        ("linux", "aarch64", "3.14", True),
        ("linux", "x86_64", "3.15", False),
        ("linux", "armv7l", "3.12", False),
        ("linux", "i686", "3.12", False),
        ("linux", "riscv64", "3.13", False),
        ("linux", "ppc64le", "3.13", False),
        ("darwin", "arm64", "3.14", True),
        ("darwin", "arm64", "3.15", False),
        ("darwin", "x86_64", "3.13", True),
        ("darwin", "x86_64", "3.14", False),
        ("win32", "AMD64", "3.14", True),
        ("win32", "ARM64", "3.11", True),
        ("win32", "AMD64", "3.15", False),
        ("freebsd14", "amd64", "3.12", False),
    ],
)
def test_it_is_required_where_what_runs_it_is_built_for_and_nowhere_else(
    system: str, machine: str, python: str, *, natural: bool
) -> None:
    project = tomli.loads((data_root() / "pyproject.toml").read_text("utf-8"))["project"]
    lines = map(Requirement, project["dependencies"])
    markers = [line.marker for line in lines if line.name == "hibari-tts"]
    there = {"sys_platform": system, "platform_machine": machine, "python_version": python}

    assert [marker.evaluate(there) for marker in markers if marker].count(True) == natural
    assert all(markers)
