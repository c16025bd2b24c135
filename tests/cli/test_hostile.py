"""A name is data for whoever shows it: the shell's completion, the terminal, what is said of a mistake."""

import json
import os
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from called import coach
from commands import Words, examples, ran
from hypothesis import given
from hypothesis import strategies as st
from lived import EXERCISE, ROUTINE, at_home

from coach.cli.shared.completion import completions
from coach.language.sanitize import for_completion

NAMES = {
    "brackets": "Neck [left]",
    "a tag": "[red]x[/red] [bold]y",
    "an end without a beginning": "Neck [/] and [/red] end",
    "an emoji's code": "Neck :smile: :+1:",
    "a link": "[link=https://example.org]here[/link] [@click=app.bell]ring[/]",
    "a command": "Neck $(touch pwned) `touch pwned` ${HOME}",
    "a colon": "Neck: left: right",
    "pipes and stars": "Neck | ; & > pwned * ? ~ ! # %s",
    "letters with signs": "Über-Kopf déjà vu",
    "long": "Neck and " * 8 + "back",
}
AS_SHOWN = {
    "quotes": ('It\'s a "neck"', "It’s a ”neck”"),
    "a backslash": ("Neck \\$(touch pwned) \\", "Neck ⧵$(touch pwned) ⧵"),
    "an escape": ("Neck \x1b[31mred\x1b[0m\x07", "Neck [31mred[0m"),
    "lines and tabs": ("Neck\nleft\tright", "Neck left right"),
    "a turned direction": ("Neck \u202eleft\u202c", "Neck left"),
    "powershell's own mark": ("Neck ::: left", "Neck :: left"),
}
TEXTS = [pytest.param(name, name, id=what) for what, name in NAMES.items()]
TEXTS += [pytest.param(name, text, id=what) for what, (name, text) in AS_SHOWN.items()]


def named(home: Path, name: str) -> Path:
    """Write a routine and an exercise of that name into a home; return the home."""
    at_home(home, ROUTINE.replace('"Short one"', json.dumps(name)))
    file = home / "config" / "routines" / "exercises" / "tap.toml"
    file.write_text(EXERCISE.replace('"Tap"', json.dumps(name)), encoding="utf-8")
    return home


def completed(home: Path, shell: str, words: str, columns: int = 100) -> list[str]:
    env = {
        "_COACH_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": words,
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": words.split()[-1],
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
        "COLUMNS": str(columns),
    }
    done = coach(home, env=env)
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize(("name", "text"), TEXTS)
def test_completion_shows_a_name_as_it_is(tmp_path: Path, name: str, text: str) -> None:
    home = named(tmp_path, name)
    escaped = text.replace("$", "\\$").replace("`", "\\`").replace(":", r"\\:")

    assert completed(home, "fish", "coach start shor", columns=20) == [f"short\t{text}"]
    assert completed(home, "powershell", "coach start shor", columns=1) == [f"short:::{text}"]
    assert completed(home, "zsh", "coach start shor") == [f"""_arguments '*: :(("short":"{escaped}"))'"""]
    assert completed(home, "bash", "coach start shor") == ["short"]


@pytest.mark.skipif(not shutil.which("zsh"), reason="there is no zsh")
@pytest.mark.parametrize(("name", "text"), TEXTS)
def test_zsh_obeys_nothing_of_a_name(tmp_path: Path, name: str, text: str) -> None:
    [line] = completed(named(tmp_path, name), "zsh", "coach start shor")
    unquoted = 'a="${1#*: :\\(\\(}"; a="${a%\\)\\)}"; eval "words=( ${a//\\\\\\\\:/:} )"'

    shown = subprocess.run(
        ["zsh", "-f", "-c", f'_arguments() {{ {unquoted} }}; eval "$LINE"; print -r -- "$words"'],
        env={**os.environ, "LINE": line, "HOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=30,
    )

    assert (shown.stdout, shown.stderr) == (f"short:{text}\n", "")
    assert not (tmp_path / "pwned").exists()


@given(st.text())
def test_what_stands_beside_a_name_ends_no_line_and_no_quote_whatever_the_text(text: str) -> None:
    shown = for_completion(text)

    assert not set("\\\"'") & set(shown)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


def test_only_what_can_be_typed_as_it_is_is_offered() -> None:
    hostile = [
        "two words",
        "$(touch pwned)",
        "`id`",
        "a;b",
        "[red]x",
        "it's",
        'a"b',
        "a\\b",
        "a\nb",
        "a\x1bb",
    ]

    assert completions([*hostile, "natural:joe", "neck-and-back", "été"], "") == [
        "natural:joe",
        "neck-and-back",
        "été",
    ]


@pytest.mark.parametrize("words", examples(), ids=lambda words: " ".join(words) or "coach alone")
def test_every_command_shows_names_as_they_are_and_nothing_that_a_terminal_obeys(
    tmp_path: Path, words: Words, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    home = named(tmp_path, "[red]x[/red] [/] :smile: \\ \x1b[31mit's")
    config = home / "config" / "config.toml"
    config.write_text('voice = "espeak"\ndevice = "[red]x[/red]"\nemergency = "112"\n', encoding="utf-8")

    code = ran(home, words, monkeypatch)

    out, err = capfd.readouterr()
    assert code in (0, 1, 2)
    assert "\x1b" not in out + err
    assert "Traceback" not in out + err
    if words in (("list",), ("config",)):
        assert "[red]x[/red]" in out


@pytest.mark.parametrize("typed", ["[red]x[/red]", "[/]", ":smile:", "$(touch pwned)", "a\\", "it's", "a:b"])
@pytest.mark.parametrize(
    "words",
    [
        ("show",),
        ("start",),
        ("edit",),
        ("list", "-c"),
        ("remind", "skip"),
        ("check",),
        ("config", "set", "rate"),
    ],
    ids=" ".join,
)
def test_what_is_said_of_a_mistake_repeats_what_was_typed_whole(
    tmp_path: Path,
    words: Words,
    typed: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    code = ran(at_home(tmp_path), (*words, typed), monkeypatch)

    err = capfd.readouterr().err
    assert code == 2
    assert typed in err or repr(typed)[1:-1] in err
