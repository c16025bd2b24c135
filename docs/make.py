"""Make the tables of the pages in docs/, from the tables that coach itself uses.

    python docs/make.py            write them between their marks in the pages
    python docs/make.py --check    tell whether the pages have what this would write

The keys with their values and meanings come from `coach.routine.format.tables` and
`coach.reminder.file.tables`; the values of a dose where a key is left out from `coach.routine.plan.resolve`;
the rules of the strict check from `coach.routine.lint.rules`; the settings from `config.toml`; the rooms and
their files from the code.
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
_TABLE_NAMES: Final = {
    "dose": "DoseTable",
    "most": "MostTable",
    "say": "SayTable",
    "way": "VariantTable",
    "caution": "CautionTable",
    "source": "SourceTable",
    "silence": "SilenceTable",
    "reminder": "ReminderTable",
}
_KIND_OF_PATTERN: Final = {
    TIME_PATTERN: ("time of the day", "0:00 to 23:59"),
    HOURS_PATTERN: ("hours", "not past midnight"),
    DAYS_PATTERN: ("days", "`mon` to `sun`, `weekdays`, `weekends`, `daily`"),
    DATE_PATTERN: ("date", "2000 to 2199"),
}
_KINDS: Final = {"integer": "whole number", "number": "number", "boolean": "true or false", "string": "text"}


def page(text: str) -> str:
    """Return the page with new tables."""
    return _MARKED.sub(lambda match: f"{match[1]}{table(match[2])}{match[3]}", text)


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
    """Return one row for each key: of `routine`, `step` (without its dose), `exercise`, or a table in one."""
    file_kinds = {"routine": "routine", "step": "routine", "reminder": "reminders"}
    file_schema = schema(file_kinds.get(name, "exercise"))
    tables = file_schema["$defs"]
    keys: dict[str, Any] = (
        file_schema
        if name in ("routine", "exercise")
        else tables["StepTable" if name == "step" else _TABLE_NAMES[name]]
    )
    dose_keys = json_schema("exercise")["$defs"]["DoseTable"]["properties"] if name == "step" else {}
    return [
        _row(key, key_schema, file_schema, needed=key in keys.get("required", ()), is_dose=name == "dose")
        for key, key_schema in keys["properties"].items()
        if key not in dose_keys
    ]


def _settings() -> list[tuple[str, ...]]:
    """Return one row for each setting of reminders."""
    settings: dict[str, Any] = schema("config")["properties"]["reminders"]["properties"]
    return [
        (f"`reminders.{key}`", f"`{toml(key_schema['default'])}`", _cell(key_schema["description"]))
        for key, key_schema in settings.items()
    ]


def _row(
    key: str, key_schema: dict[str, Any], file_schema: dict[str, Any], *, needed: bool, is_dose: bool
) -> tuple[str, ...]:
    key_schema = {**_resolved(key_schema, file_schema), **key_schema}
    kind, limits = _kind(key_schema, file_schema)
    if needed:
        default = "must be there"
    elif is_dose:
        default = _DOSES.get(key, "–")
    else:
        default = f"`{toml(key_schema['default'])}`" if "default" in key_schema else "–"
    example = f"`{key} = {toml(key_schema['examples'][0])}`" if key_schema.get("examples") else ""
    return tuple(
        _cell(text) for text in (f"`{key}`", kind, default, limits, example, key_schema["description"])
    )


def _kind(key_schema: dict[str, Any], file_schema: dict[str, Any]) -> tuple[str, str]:
    """Return what kind of value a key has, in words, and how large it may be."""
    key_schema = _resolved(key_schema, file_schema)
    if key_schema.get("pattern") == PHASES:
        least_of, most_of = bounds.PHASES
        least, most = bounds.PHASE
        return (
            "phases, as text",
            f"{least_of} to {most_of} phases of {least:g} s to {most:g} s; a hold may be 0",
        )
    if key_schema.get("pattern") in _KIND_OF_PATTERN:
        return _KIND_OF_PATTERN[key_schema["pattern"]]
    if "pattern" in key_schema:
        return "id", "small letters, figures, hyphens"
    if "const" in key_schema:
        return _KINDS[key_schema["type"]], f"`{toml(key_schema['const'])}` alone"
    if "enum" in key_schema:
        return "one of these words", ", ".join(f"`{word}`" for word in key_schema["enum"])
    if "anyOf" in key_schema and "properties" not in key_schema:
        return _kind_of_alternatives(
            [_resolved(alternative, file_schema) for alternative in key_schema["anyOf"]], file_schema
        )
    if key_schema["type"] == "array":
        kind, limits = _kind(key_schema["items"], file_schema)
        counts = _span(key_schema.get("minItems"), key_schema.get("maxItems"))
        entry_limits = limits.rpartition("of them; ")[2]  # the length of an inner list is left out
        return f"list of {_plural(kind)}", "; ".join(
            filter(None, (f"{counts} of them" if counts else "", entry_limits))
        )
    if key_schema["type"] == "object":
        return "table", ""
    if key_schema["type"] == "string":
        return "text", f"at most {key_schema['maxLength']} characters"
    return _KINDS[key_schema["type"]], _span(key_schema.get("minimum"), key_schema.get("maximum"))


def _kind_of_alternatives(alternatives: list[dict[str, Any]], file_schema: dict[str, Any]) -> tuple[str, str]:
    if any(alternative.get("pattern") == DURATION for alternative in alternatives):
        number = next(alternative for alternative in alternatives if "minimum" in alternative)
        return "time", _span(_time(number["minimum"]), _time(number["maximum"]))
    kinds = [_kind(alternative, file_schema) for alternative in alternatives]
    return ", or ".join(kind for kind, _ in kinds), kinds[-1][1]


def _resolved(key_schema: dict[str, Any], file_schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema that a reference leads to; any other as it is."""
    name = key_schema.get("$ref", "").rpartition("/")[2]
    return file_schema["$defs"][name] if name else key_schema


def _plural(kind: str) -> str:
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
"""The values of a dose where a file leaves the key out."""


def main() -> int:
    """Write or check the pages; return the exit code."""
    stale = []
    for path in PAGES:
        old_text = path.read_text("utf-8")
        new_text = page(old_text)
        if new_text == old_text:
            continue
        if "--check" in sys.argv[1:]:
            stale.append(path.name)
        else:
            path.write_text(new_text, "utf-8")
    for name in stale:
        sys.stderr.write(f"docs/{name} is not what docs/make.py makes. Run it again.\n")
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())
