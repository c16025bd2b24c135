"""Editors that are shell scripts, and how often one was opened."""

import os
from pathlib import Path

import pytest
from lived import NO_SOUND

posix = pytest.mark.skipif(os.name != "posix", reason="the editors here are shell scripts")


def editor(home: Path, script: str) -> dict[str, str]:
    """Return the environment in which a shell script is the editor; `$1` is the file."""
    home.mkdir(parents=True, exist_ok=True)
    path = home / "an editor.sh"
    path.write_text(f"#!/bin/sh\necho opened >> '{home}/opened'\n{script}\n")
    path.chmod(0o755)
    return {**NO_SOUND, "VISUAL": f"'{path}' --wait", "EDITOR": "false"}


def opened(home: Path) -> int:
    file = home / "opened"
    return len(file.read_text().split()) if file.exists() else 0
