"""Words with a colon, and values right after `--option=`, completed in bash.

bash breaks what is typed at each colon, and puts what it is offered in the place of what stands after the
last one. So the words are put together again before they are completed, and what stands before that
colon is left out of what is offered. A blank on both sides of a colon cannot be told from none. It breaks
words at = as well, which is left out here: the value is then a word of its own.

Works on `os.environ` and on standard output.
"""

import io
import os
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager, redirect_stdout
from typing import Final

ASKED: Final = "_COACH_COMPLETE"
_WORDS: Final = "COMP_WORDS"
_CURRENT: Final = "COMP_CWORD"


@contextmanager
def whole_words() -> Iterator[None]:
    """Complete words that bash broke at a colon as the words that they are; else do nothing."""
    lead = _put_together(os.environ) if os.environ.get(ASKED) == "complete_bash" else ""
    if not lead:
        yield
        return
    offered = io.StringIO()
    try:
        with redirect_stdout(offered):
            yield
    finally:
        sys.stdout.writelines(
            line.removeprefix(lead) for line in offered.getvalue().splitlines(keepends=True)
        )


def _put_together(environ: MutableMapping[str, str]) -> str:
    """Put the words before the cursor together; return what of the last one stands before its last colon."""
    try:
        words = environ[_WORDS].split("\n")[: int(environ[_CURRENT]) + 1]
    except (KeyError, ValueError):
        return ""
    if len(words) < 2:  # it is one word, or not as bash passes them on
        return ""
    whole: list[str] = []
    for index, word in enumerate(words):
        if word == "=" and whole[-1:] and whole[-1].startswith("--"):
            whole += [""] * (index == len(words) - 1)
        elif index > 1 and (_is_colon(word) or _is_colon(words[index - 1])):
            whole[-1] += word
        else:
            whole.append(word)
    environ[_WORDS], environ[_CURRENT] = "\n".join(whole), str(len(whole) - 1)
    before, colon, _ = whole[-1].rpartition(":") if whole[-1] != words[-1] else ("", "", "")
    return before + colon


def _is_colon(word: str) -> bool:
    return bool(word) and not word.strip(":")
