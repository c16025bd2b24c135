"""`TZ` is read as the system reads it, or refused with the name to use."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import UsageError
from coach.time.clock import zone, zone_or_offset
from coach.time.local_zone import named_zone

posix = pytest.mark.skipif(sys.platform == "win32", reason="a zone as POSIX names it")
BEYOND = ("UTC-24", "UTC+24", "UTC24:30")
"""What Python cannot ask the system's clock with; every command refuses it first."""
MOMENTS = [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(0, 4 * 366 * 24, 5)]


def by_system(value: str) -> list[str]:
    """Return what the system's own C library says of `MOMENTS`, in a process with that `TZ`."""
    code = (
        "import sys, datetime\n"
        "for line in sys.stdin: print(datetime.datetime.fromtimestamp(float(line)).isoformat())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        input="".join(f"{moment.timestamp()}\n" for moment in MOMENTS),
        env={**os.environ, "TZ": value},
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    return ran.stdout.split()


@posix
@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("CET-1CEST,M3.5.0,M10.5.0/3", None),
        (":CET-1CEST,M3.5.0,M10.5.0/3", None),
        ("NZST-12NZDT,M9.5.0,M4.1.0/3", None),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", None),
        ("EST5EDT4,J60/2,J300/2", None),
        ("<+0330>-3:30", None),
        ("<-03>3", None),
        ("UTC+3", None),
        ("XYZ-2", None),
        ("EST5EDT", "EST5EDT"),
        ("Europe/Berlin", "Europe/Berlin"),
        (":Europe/Berlin", "Europe/Berlin"),
        ("/usr/share/zoneinfo/Europe/Berlin", "Europe/Berlin"),
        (":/usr/share/zoneinfo/America/New_York", "America/New_York"),
        ("", "UTC"),
    ],
)
def test_a_zone_shows_what_the_systems_clock_shows(value: str, name: str | None) -> None:
    if "/usr" in value and not Path(value.removeprefix(":")).exists():
        pytest.skip("the table of zones is elsewhere")

    found = named_zone(value)

    assert str(found) == (value if name is None else name)
    assert [moment.astimezone(found).replace(tzinfo=None).isoformat() for moment in MOMENTS] == by_system(
        value
    )


@pytest.mark.parametrize("prefix", ["posix/", "right/", ":posix/"])
def test_the_tables_other_names_mean_the_same_zone(prefix: str) -> None:
    assert named_zone(f"{prefix}Europe/Berlin").key == "Europe/Berlin"


@posix
def test_a_link_to_a_file_of_the_table_has_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "zoneinfo" / "Europe"
    folder.mkdir(parents=True)
    (folder / "Berlin").write_bytes(b"")
    (tmp_path / "localtime").symlink_to(folder / "Berlin")

    assert named_zone(f":{tmp_path}/localtime").key == "Europe/Berlin"


@pytest.mark.parametrize(
    ("value", "mend"),
    [
        ("Europe/Berln", 'TZ="Europe/Berlin"'),
        ("berlin", 'TZ="Europe/Berlin"'),
        ("Nowhere/Nothing", 'TZ="Europe/Berlin"'),
        ("Europe", "TZ="),
        ("CET-1CEST", 'TZ="Europe/Berlin"'),
        ("CEST", 'TZ="Europe/Berlin"'),
        ("NZST-12NZDT", 'TZ="Pacific/Auckland"'),
        ("AEST-10AEDT", 'TZ="Australia/Sydney"'),
        ("GMT0BST", 'TZ="Europe/London"'),
        ("JST", 'TZ="Asia/Tokyo"'),
        ("UTC-24", "TZ="),
        ("UTC+24", "TZ="),
        ("UTC24:30", "TZ="),
        ("ABC-1:99", "TZ="),
        ("UTC٣", "TZ="),
        ("EST5EDT,garbage", "TZ="),
        ("CET-1CEST,M13.5.0,M10.5.0", "TZ="),
        ("CET-99", "TZ="),
        ("../../etc/passwd", "TZ="),
        ("/etc/passwd", "TZ="),
        ("/nonexistent/zone", "TZ="),
        ("x" * 5000, "TZ="),
    ],
)
def test_what_names_no_zone_is_refused_with_a_name_to_use(
    value: str, mend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", value)

    with pytest.raises(UsageError, match=r"^TZ is ") as refusal:
        zone()

    assert mend in str(refusal.value)
    assert len(str(refusal.value)) < 200
    if value not in BEYOND:
        assert datetime.now(zone_or_offset()).tzinfo is not None


@given(st.text(alphabet="CETSDZ0123456789:,./+-<>MJ", max_size=30))
def test_any_rule_is_a_zone_or_is_refused(text: str) -> None:
    found, refusal = None, ""
    try:
        found = named_zone(text)
    except ValueError as error:
        refusal = str(error)

    assert found is not None or "; write" in refusal
    if found is not None:
        offset = datetime(2026, 7, 1, 12, tzinfo=UTC).astimezone(found).utcoffset()
        assert offset is not None
        assert abs(offset) < timedelta(days=1)
