"""Words with a colon, and values right after `--option=`, completed in bash.

bash splits what is typed at each colon, and replaces only what follows the last colon by the completion.
So the words are joined again before they are completed, and the completions leave out what stands before
that colon. A blank on both sides of a colon cannot be told from none. bash splits words at = as well; that
sign is left out here, so that the value is a word of its own.

Works on `os.environ` and on standard output.
"""

import io
import os
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager, redirect_stdout
from typing import Final

_INSTRUCTION: Final = "_COACH_COMPLETE"
_WORDS: Final = "COMP_WORDS"
_CURRENT: Final = "COMP_CWORD"


@contextmanager
def whole_words() -> Iterator[None]:
    """Complete words that bash split at a colon as whole words; else do nothing."""
    prefix = _join_words(os.environ) if os.environ.get(_INSTRUCTION) == "complete_bash" else ""
    if not prefix:
        yield
        return
    completions = io.StringIO()
    try:
        with redirect_stdout(completions):
            yield
    finally:
        sys.stdout.writelines(
            line.removeprefix(prefix) for line in completions.getvalue().splitlines(keepends=True)
        )


def _join_words(environ: MutableMapping[str, str]) -> str:
    """Join the words up to the cursor; return the part of the last word up to its last colon."""
    try:
        words = environ[_WORDS].split("\n")[: int(environ[_CURRENT]) + 1]
    except (KeyError, ValueError):
        return ""
    if len(words) < 2:  # there is one word, or the words do not come from bash
        return ""
    joined: list[str] = []
    for index, word in enumerate(words):
        if word == "=" and joined[-1:] and joined[-1].startswith("--"):
            joined += [""] * (index == len(words) - 1)
        elif index > 1 and (_is_colon(word) or _is_colon(words[index - 1])):
            joined[-1] += word
        else:
            joined.append(word)
    environ[_WORDS], environ[_CURRENT] = "\n".join(joined), str(len(joined) - 1)
    before, colon, _ = joined[-1].rpartition(":") if joined[-1] != words[-1] else ("", "", "")
    return before + colon


def _is_colon(word: str) -> bool:
    return bool(word) and not word.strip(":")
