"""The scenes of all the modules here, played as far as they can be at once.

A session lasts as long as it is told aloud. A module's `ALONE` scenes, which time what is
heard, come first, beside its `LONG` ones; then its `SCENES`, as many at once as two cores bear.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lived import side_by_side


@pytest.fixture(scope="session")
def scene(
    in_real_time: None, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Any]]:
    """Give what returns a scene's outcome, once it is over."""
    modules = dict.fromkeys(
        item.module
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.path.parent == Path(__file__).parent
    )
    alone, long, others = (
        [one for module in modules for one in getattr(module, name, ())]
        for name in ("ALONE", "LONG", "SCENES")
    )
    # A short folder: the path of a terminal's socket ends at 108 bytes.
    with side_by_side(alone, long, others, tmp_path_factory.mktemp("s")) as outcome:
        yield outcome
