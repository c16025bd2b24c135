"""Rows that keep what nobody would read aloud: addresses, files, signs in code.

Pure. They come before all others, so that nothing inside a name is changed.
"""

from typing import Final

from coach.language.notation.row import Beside, unclear

_SUFFIXES: Final = (
    "toml|txt|pdf|docx?|xlsx?|csv|html?|md|json|ya?ml|png|jpe?g|gif|svg|mp[34]|wav|ogg|opus|zip|py|sh"
)
_SAY: Final = "Leave it out, or say it in words"

ADDRESSES: Final = (
    unclear(
        "an address",
        r"(?<![\w.+@/-])(?:(?i:https?://|www\.)[^\s<>]*[\w/]"
        r"|[\w.+]{1,64}@(?:[\w-]+\.)+[A-Za-z]{2,}"
        r"|(?:[\w-]+\.)+(?:com|org|net|edu|gov|info|io|uk|eu|de|nl|au|nz|ca|ch|fr|es|ie|pl|se|dk|fi|pt|co|tv|app|clinic|health)"
        r"(?:/[^\s<>]*[\w/])?|(?:[\w-]+\.)+[a-z]{2,12}/[^\s<>]*[\w/])",
        _SAY,
        "www.example.com/box3x10",
        "me@example.org",
        "example.org/2x",
        "youtu.be/abc",
        needs="/ @ x.y",
    ),
    unclear(
        "a file",
        rf"(?<![\w./~-])(?:[\w./~-]*[\w-]\.(?:{_SUFFIXES})|~?/\w+/[\w./-]*\w|[A-Za-z]:\\[^\s<>]*\w)",
        _SAY,
        "neck_2x3.toml",
        "max-10.pdf",
        "/usr/share/3x10",
        left=Beside.HYPHEN,
        needs="/ x.y \\",
    ),
    unclear(
        "a sign in code",
        r"&(?:\w+|#\d+);",
        "Write the sign itself, or a word",
        "&amp;",
        left=Beside.ANY,
        right=Beside.ANY,
        needs="&",
    ),
)
