"""What a real bash completes."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lived import NO_SOUND, clean_env

COACH = Path(sys.executable).with_name("coach")

posix = pytest.mark.skipif(not shutil.which("bash") or not COACH.exists(), reason="there is no bash")


def completed(home: Path, words: str) -> list[str]:
    """Return what a real bash, with coach's own script, would put in the place of the last word."""
    script = (
        'eval "$(coach --show-completion bash)"\n'
        f"COMP_WORDS=({words})\n"
        f'[[ "{words}" == *" " ]] && COMP_WORDS+=("")\n'
        "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
        "$(complete -p coach | sed 's/.*-F \\([^ ]*\\).*/\\1/') coach\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    env = clean_env(home, NO_SOUND)
    ran = subprocess.run(
        ["bash", "--noprofile", "--norc", "-c", script],
        env={**env, "PATH": f"{COACH.parent}:{env['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.stderr == ""
    return ran.stdout.split("\n")[:-1]
