"""What is typed is read as typer would read it, with typer's own words for what is wrong."""

import subprocess
import sys
from enum import Enum
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from coach.cli.shared.fast_types import use_plain_types


class Colour(Enum):
    RED = "red"


def command(
    name: str,
    number: Annotated[int, typer.Option(min=1, max=9)] = 5,
    share: float | None = None,
    without: Annotated[list[str] | None, typer.Option()] = None,
    loud: bool = False,
    colour: Colour = Colour.RED,
) -> None:
    typer.echo([name, number, share, without, loud, colour])


@pytest.fixture(params=["typer's way", "the plain way"])
def run(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    if request.param == "the plain way":
        for kind in (typer.core.TyperOption, typer.core.TyperArgument):
            if hasattr(kind, "get_runtime_param"):
                monkeypatch.setattr(kind, "get_runtime_param", kind.get_runtime_param)
        use_plain_types()
    app = typer.Typer()
    app.command()(command)
    return app


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (["x"], "['x', 5, None, None, False, <Colour.RED: 'red'>]"),
        (["7", "--number", "9"], "['7', 9, None, None, False, <Colour.RED: 'red'>]"),
        (["x", "--share", "1.5"], "['x', 5, 1.5, None, False, <Colour.RED: 'red'>]"),
        (
            ["x", "--without", "band", "--without", "ball", "--loud"],
            "['x', 5, None, ['band', 'ball'], True, <Colour.RED: 'red'>]",
        ),
        (["x", "--colour", "red"], "['x', 5, None, None, False, <Colour.RED: 'red'>]"),
    ],
)
def test_values_come_in_their_types_either_way(run: typer.Typer, words: list[str], read: str) -> None:
    assert CliRunner().invoke(run, words).stdout == f"{read}\n"


@pytest.mark.parametrize(
    "words",
    [["x", "--number", "many"], ["x", "--number", "0"], ["x", "--number", "10"], ["x", "--share", "y"], []],
)
def test_what_is_wrong_is_refused_with_exit_code_two_either_way(run: typer.Typer, words: list[str]) -> None:
    ran = CliRunner().invoke(run, words)

    assert (ran.exit_code, ran.stdout) == (2, "")
    assert len(words) == 0 or words[1] in ran.stderr


def test_plain_values_are_read_without_the_library_that_typer_reads_others_by() -> None:
    code = """
import sys, typer
from coach.cli.shared.fast_types import use_plain_types
use_plain_types()
app = typer.Typer()
@app.command()
def command(name: str, number: int = 5, share: float = 0.5, loud: bool = False) -> None:
    print(name, number, share, loud, "pydantic" in sys.modules)
app(["x", "--number", "7", "--loud"])
"""

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout == "x 7 0.5 True False\n"
