"""Which voice speaks, at what rate, and the key of what it says.

Pure, except that a clip's key contains the versions of installed packages. A voice is written
`auto`, `ENGINE` or `ENGINE:ID` (`espeak:gmw/en`); an id alone is a voice of the default engine. `auto`
is the system's own: espeak-ng on Linux, SAPI 5 on Windows, NSSpeechSynthesizer on macOS.

The default on Linux is `gmw/en-us`: its r after a vowel ("arm", "turn", "four") and its
unreduced vowels keep more of a synthetic word apart than British espeak-ng's do.

A rate is real words a minute: the words of `SESSION_LINES` over their trimmed clips.
`bench/calibrate` measures an engine and prints its table.
"""

import hashlib
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from coach.cue.model import Role
from coach.language import rates
from coach.speech.start_worker import SYSTEM_ENGINES, default_engine
from coach.versions import mark_of

VERSION: Final = 5
"""Version of how clips are made and finished; a clip of another version is made again."""

_LIBRARIES: Final = {
    "espeak": ("espeakng_loader",),
    "hibari": ("hibari", "onnxruntime", "numpy"),
    "piper": ("piper", "onnxruntime"),
}
"""The packages that make an engine's sound; the version of a system's own engine is not known here."""

SESSION_LINES: Final = (
    "Desk reset. About five minutes.",
    "Push your chair back a little.",
    "Stand in a doorway with your forearms on the frame, elbows just below your shoulders.",
    "Step one foot through until you feel a gentle stretch across your chest.",
    "Keep your chin level.",
    "Breathe slowly into the front of your chest.",
    "If your lower back arches, take a smaller step.",
    "Next, chin tuck. Four times.",
    "If pain reaches six out of ten, turns sharp or spreads, stop that exercise.",
    "Draw your shoulder blades together and down, as if sliding them into your back pockets.",
    "Change over. Now the right side.",
    "Rest for fifteen seconds, and let your arms hang.",
)

Pace = tuple[tuple[int, float], ...]
"""Rates asked of an engine, and the words a minute measured for each, slowest first."""

_ENGINE_PACES: Final[dict[str, Pace]] = {
    "espeak": (
        *((80, 94), (90, 100), (100, 111), (110, 122), (120, 132), (130, 144), (140, 155), (150, 165)),
        *((160, 176), (175, 193), (200, 219), (225, 246), (250, 274), (300, 327)),
    )
}
"""The rate asked for, and the measured words a minute (`bench/calibrate.py`, espeak-ng 1.52, gmw/en-us)."""

LICENCES: Final = {"espeak": "GPL-3.0-or-later"}
"""The licence of all voices that come with an engine; the systems' own voices name none."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A pyttsx3 driver and a voice of it. An empty `id` is the driver's own default.

    A natural voice is a file: `model` is its path, which the driver is given in place of the
    id, and `stamp` tells one file of that name from another. `pace` is what was measured of it,
    and `slowest_count` the words a minute below which a word that stands alone is drawn out.
    `language` is a code such as `en-us`; empty where nobody knows.
    """

    engine: str
    id: str
    name: str
    language: str = "en"
    licence: str = ""
    model: str = ""
    stamp: str = ""
    pace: Pace = ()
    slowest_count: int = rates.SLOWEST_COUNT

    @property
    def engine_id(self) -> str:
        """What the driver is given to name the voice."""
        return self.model or self.id

    @property
    def setting(self) -> str:
        """What the settings write for the voice."""
        return f"{self.engine}:{self.id}" if self.id else self.engine


def resolve(setting: str, engine: str = "") -> Voice:
    """Return the voice that a setting names; `engine` is the system's own unless given."""
    default_driver = engine or default_engine()
    name = setting.strip()
    if name.lower() in ("", "auto"):
        return _default(default_driver)
    driver, colon, voice_id = name.partition(":")
    if not colon:
        driver, voice_id = (name, "") if name in SYSTEM_ENGINES else (default_driver, name)
    if not voice_id:
        return _default(driver)
    return Voice(driver, voice_id, voice_id, _language(driver, voice_id))


def _language(engine: str, voice_id: str) -> str:
    """Return the language that an id contains: espeak-ng's are such as `gmw/en-us+f3`."""
    return voice_id.rpartition("/")[2].partition("+")[0] if engine == "espeak" else ""


def _default(engine: str) -> Voice:
    if engine == "espeak":
        return Voice(engine, "gmw/en-us", "espeak-ng, English (America)", "en-us", LICENCES[engine])
    return Voice(engine, "", f"{engine}, its own default", "")


def spoken_rate(voice: Voice, role: Role, rate: int) -> int:
    """Return the words a minute that a line is spoken at, within what can be understood."""
    audible_rate = min(rates.FASTEST, max(rates.SLOWEST, rate))
    return audible_rate if role is Role.LINE else max(voice.slowest_count, audible_rate)


def rate_for_engine(voice: Voice, rate: int) -> int:
    """Return the rate to ask of the voice's engine for this many real words a minute.

    espeak-ng has a table, and so has a natural voice. Another engine is asked for the words
    a minute as they are: nobody has measured it yet, so its rate is only about right.
    """
    table = voice.pace or _ENGINE_PACES.get(voice.engine, ())
    if not table:
        return rate
    for (low_ask, low), (high_ask, high) in pairwise(table):
        if rate <= high:
            share = max(0.0, (rate - low) / (high - low))
            return round(low_ask + share * (high_ask - low_ask))
    return table[-1][0]


def speaks(voice: Voice, language: str) -> bool:
    """Return whether the voice speaks that language, of any country; true where nobody knows."""
    code = voice.language.lower().replace("_", "-")
    return not code or code.split("-")[0] == language.lower().split("-")[0]


def key(text: str, role: Role, voice: Voice, rate: int) -> str:
    """Return the name of the clip of `text`: a hash of everything that determines its sound.

    `text` is what the engine is given (`sanitize.for_speech`); `rate` is words a minute.
    """
    engine_rate = rate_for_engine(voice, spoken_rate(voice, role, rate))
    versions = str(mark_of("pyttsx3", *_LIBRARIES.get(voice.engine, ())))
    parts = (str(VERSION), versions, voice.engine, voice.id, voice.stamp, str(engine_rate), role.value, text)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
