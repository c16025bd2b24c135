"""Where coach reaches for what another library keeps to itself: each place is known, and so is its test.

Each was tried with the version that stands beside it in the code. A test that is named here fails where it
no longer holds.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

import coach

ROOT: Final = Path(coach.__file__).parent
TESTS: Final = Path(__file__).parent

_IDENTIFIER: Final = "_platform_to_interface_notification_identifier"
KNOWN: Final = {
    ("cli/app", "sys.modules"): "cli/shared/test_completion.py",
    ("cli/shared/fast_types", "setattr of a name"): "cli/shared/test_fast_types.py",
    ("files/rename", "_replace"): "files/test_rename.py",
    ("reminder/agent/log", "_open"): "cli/test_owner.py",
    (
        "reminder/desktop/notifications",
        "_platform_to_interface_notification_identifier",
    ): "reminder/desktop/test_notifications.py",
    ("sound/players", "_context"): "sound/test_players.py",
    ("sound/stub_import", "sys.modules"): "sound/test_stub_import.py",
    ("sound/stub_import", "setattr of a name"): "sound/test_stub_import.py",
    ("speech/worker/hibari_driver", "sys.modules"): "speech/worker/test_hibari_driver.py",
    ("speech/worker/__main__", "_espeak"): "speech/worker/test_worker.py",
    ("speech/worker/__main__", "sys.modules"): "cli/commands/test_say.py",
}
"""The module and what it reaches for, with the test."""

_OWN_STREAMS: Final = ("__main__", "setattr of a name")
"""Python's own streams, where they were closed: they are there to be set."""


def reached(source: str) -> Iterator[str]:
    """Yield each name that a module reaches for and that is private to something else."""
    tree = ast.parse(source)
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    own |= set(map(_own_name, ast.walk(tree)))
    constants = {
        target.id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="sys"), attr="modules"):
                yield "sys.modules"
            case ast.Attribute(value=ast.Name(id="os"), attr="_exit"):
                pass  # documented
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=name) if _private(name):
                yield name
            case ast.Attribute(attr=name) if _private(name) and name not in own:
                yield name
            case ast.ImportFrom(module=module, names=names) if module != "__future__":
                path = [*(module or "").split("."), *(alias.name for alias in names)]
                yield from filter(_private, path)
            case ast.Call(func=ast.Name(id="setattr")):
                yield "setattr of a name"
            case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Name(id=name), *_]) if name in constants:
                yield from filter(_private, [str(constants[name])])
            case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str(name)), *_]):
                yield from filter(_private, [name])


def _own_name(node: ast.AST) -> str:
    """Return a name of `self` or `cls`; empty for all else."""
    match node:
        case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
            return name
    return ""


def _private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


def test_every_reach_into_another_library_is_known_and_has_its_test() -> None:
    found = {
        (path.relative_to(ROOT).with_suffix("").as_posix(), name)
        for path in ROOT.rglob("*.py")
        for name in reached(path.read_text("utf-8"))
    }

    assert found - {_OWN_STREAMS} == set(KNOWN)
    assert [test for test in KNOWN.values() if not (TESTS / test).is_file()] == []


@pytest.mark.parametrize(
    "source",
    [
        "import a\na._b()",
        "import a\na.b._c.d",
        "from a import _b",
        "from a._b import c",
        "import sys\nsys.modules['a'] = None",
        "getattr(a, '_b', 0)",
        "NAME = '_b'\ngetattr(a, NAME)",
        "setattr(a, b, c)",
        "class A(B):\n    def _c(self):\n        super()._c()",
    ],
)
def test_the_look_for_private_names_sees_them(source: str) -> None:
    assert len(list(reached(source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "class A:\n    def b(self, other):\n        return other._c == self._c",
        "import os\nos._exit(1)",
        "a.__name__",
    ],
)
def test_what_is_ones_own_or_documented_is_no_reach(source: str) -> None:
    assert list(reached(source)) == []
