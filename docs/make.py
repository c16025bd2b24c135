"""Make the tables of the pages in docs/, from those that coach itself goes by.

    python docs/make.py            write them between their marks in the pages
    python docs/make.py --check    tell whether the pages have what this would write

What a key is, may be and means comes from `coach.routine.format.tables` and `coach.reminder.file.tables`;
what a dose comes to where a key is left out from `coach.routine.plan.resolve`; the rules of the strict check
from `coach.routine.lint.rules`; the settings from `config.toml`; the rooms and their files from the code.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any, Final

from coach.routine.format import bounds
from coach.routine.format.value_types import PHASES
from coach.routine.library.json_schema import json_schema
from coach.routine.lint.rules import RULES
from coach.routine.model import Category
from coach.routine.plan import resolve
from coach.schemas import schema
from coach.time.clock_times import DATE_PATTERN, DAYS_PATTERN, HOURS_PATTERN, TIME_PATTERN
from coach.time.durations import DURATION
from docs import house_map

PAGES: Final = tuple(
    Path(__file__).with_name(name) for name in ("routines.md", "reminders.md", "checks.md", "architecture.md")
)
_MARKED: Final = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_HEADS: Final = ("key", "kind", "default", "limits", "example", "what it is")
_HOUR: Final = 3600
_WITHIN: Final = {
    "dose": "DoseTable",
    "most": "MostTable",
    "say": "SayTable",
    "way": "VariantTable",
    "caution": "CautionTable",
    "source": "SourceTable",
    "silence": "SilenceTable",
    "reminder": "ReminderTable",
}
_OF_PATTERN: Final = {
    TIME_PATTERN: ("time of the day", "0:00 to 23:59"),
    HOURS_PATTERN: ("hours", "not past midnight"),
    DAYS_PATTERN: ("days", "`mon` to `sun`, `weekdays`, `weekends`, `daily`"),
    DATE_PATTERN: ("date", "2000 to 2199"),
}
_KINDS: Final = {"integer": "whole number", "number": "number", "boolean": "true or false", "string": "text"}


def page(text: str) -> str:
    """Return the page with its tables made anew."""
    return _MARKED.sub(lambda found: f"{found[1]}{table(found[2])}{found[3]}", text)


def table(name: str) -> str:
    """Return one table: of the rules or settings, or of the keys of a file or of a table within one."""
    if name == "rules":
        return _table(("rule", "what it asks"), [(f"`{rule}`", line) for rule, line in RULES.items()])
    if name in ("rooms", "files"):
        return house_map.rooms() if name == "rooms" else house_map.files()
    if name == "settings":
        return _table(("setting", "default", "what it is"), _settings())
    return _table(_HEADS, _keys(name))


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _keys(name: str) -> list[tuple[str, ...]]:
    """Return a row a key: of `routine`, `step` (without its dose), `exercise`, or what is within one."""
    of = {"routine": "routine", "step": "routine", "reminder": "reminders"}
    whole = schema(of.get(name, "exercise"))
    inner = whole["$defs"]
    keys: dict[str, Any] = (
        whole if name in ("routine", "exercise") else inner["StepTable" if name == "step" else _WITHIN[name]]
    )
    skipped = json_schema("exercise")["$defs"]["DoseTable"]["properties"] if name == "step" else {}
    return [
        _row(key, about, whole, needed=key in keys.get("required", ()), doses=name == "dose")
        for key, about in keys["properties"].items()
        if key not in skipped
    ]


def _settings() -> list[tuple[str, ...]]:
    """Return a row a setting of reminders."""
    settings: dict[str, Any] = schema("config")["properties"]["reminders"]["properties"]
    return [
        (f"`reminders.{key}`", f"`{toml(about['default'])}`", _cell(about["description"]))
        for key, about in settings.items()
    ]


def _row(
    key: str, about: dict[str, Any], whole: dict[str, Any], *, needed: bool, doses: bool
) -> tuple[str, ...]:
    about = {**_meant(about, whole), **about}
    kind, limits = _kind(about, whole)
    if needed:
        default = "must be there"
    elif doses:
        default = _DOSES.get(key, "–")
    else:
        default = f"`{toml(about['default'])}`" if "default" in about else "–"
    example = f"`{key} = {toml(about['examples'][0])}`" if about.get("examples") else ""
    return tuple(_cell(text) for text in (f"`{key}`", kind, default, limits, example, about["description"]))


def _kind(about: dict[str, Any], whole: dict[str, Any]) -> tuple[str, str]:
    """Return what kind of value a key has, in words, and how large it may be."""
    about = _meant(about, whole)
    if about.get("pattern") == PHASES:
        least_of, most_of = bounds.PHASES
        least, most = bounds.PHASE
        return (
            "phases, as text",
            f"{least_of} to {most_of} phases of {least:g} s to {most:g} s; a hold may be 0",
        )
    if about.get("pattern") in _OF_PATTERN:
        return _OF_PATTERN[about["pattern"]]
    if "pattern" in about:
        return "id", "small letters, figures, hyphens"
    if "const" in about:
        return _KINDS[about["type"]], f"`{toml(about['const'])}` alone"
    if "enum" in about:
        return "one of these words", ", ".join(f"`{word}`" for word in about["enum"])
    if "anyOf" in about and "properties" not in about:
        return _of_several([_meant(way, whole) for way in about["anyOf"]], whole)
    if about["type"] == "array":
        kind, limits = _kind(about["items"], whole)
        many = _span(about.get("minItems"), about.get("maxItems"))
        within = limits.rpartition("of them; ")[2]  # how long a list within may be goes without saying
        return f"list of {_several(kind)}", "; ".join(
            filter(None, (f"{many} of them" if many else "", within))
        )
    if about["type"] == "object":
        return "table", ""
    if about["type"] == "string":
        return "text", f"at most {about['maxLength']} characters"
    return _KINDS[about["type"]], _span(about.get("minimum"), about.get("maximum"))


def _of_several(ways: list[dict[str, Any]], whole: dict[str, Any]) -> tuple[str, str]:
    if any(way.get("pattern") == DURATION for way in ways):
        number = next(way for way in ways if "minimum" in way)
        return "time", _span(_time(number["minimum"]), _time(number["maximum"]))
    kinds = [_kind(way, whole) for way in ways]
    return ", or ".join(kind for kind, _ in kinds), kinds[-1][1]


def _meant(about: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """Return what a reference leads to."""
    name = about.get("$ref", "").rpartition("/")[2]
    return whole["$defs"][name] if name else about


def _several(kind: str) -> str:
    if kind.startswith("list of") or ", or list of" in kind:
        return f"those ({kind})"
    return {
        "one of these words": "these words",
        "table": "tables",
        "time of the day": "times",
        "days": "days",
    }.get(kind, f"{kind}s")


def _span(least: object, most: object) -> str:
    if least is None:
        return "" if most is None else f"at most {most}"
    return f"{least} to {most}"


def _time(seconds: float) -> str:
    if seconds > _HOUR:
        return f"{seconds / _HOUR:g} h"
    return f"{seconds / 60:g} min" if seconds >= 60 else f"{seconds:g} s"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def toml(value: object) -> str:
    """Return a value as TOML writes it on one line."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {toml(inner)}' for key, inner in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _phases(seconds: tuple[float, ...]) -> str:
    return f'`"{"-".join(f"{phase:g}" for phase in seconds)}"`'


_STRONG: Final = f"in {Category.STRENGTHENING.value}"
_DOSES: Final = {
    "sets": "1",
    "tempo": f"{_phases(resolve.TEMPO)}; {_STRONG} {_phases(resolve.STRENGTH_TEMPO)}",
    "rest": f"{_time(resolve.REST)}; {_STRONG} {_time(resolve.STRENGTH_REST)}",
    "relax": _time(resolve.RELAX),
    "ready": _time(resolve.READY),
}
"""What a dose comes to where nothing says it."""


def main() -> int:
    """Write or check the pages; return the exit code."""
    stale = []
    for path in PAGES:
        old = path.read_text("utf-8")
        new = page(old)
        if new == old:
            continue
        if "--check" in sys.argv[1:]:
            stale.append(path.name)
        else:
            path.write_text(new, "utf-8")
    for name in stale:
        sys.stderr.write(f"docs/{name} is not what docs/make.py makes. Run it again.\n")
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())
