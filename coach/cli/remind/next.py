"""`coach remind next`: every occurrence of the reminders, one by one."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Final

import typer

from coach.cli.remind import shared
from coach.cli.shared import output
from coach.cli.shared.lazy_group import room
from coach.errors import UsageError

if TYPE_CHECKING:
    from datetime import tzinfo

    from coach.reminder.upcoming import Coming

app = room()
_WEEK: Final = timedelta(days=7)


@app.command("next")
def next_(
    name: Annotated[
        str | None, typer.Argument(help="A reminder; else all.", autocompletion=shared.names)
    ] = None,
    first: Annotated[str | None, typer.Option("--from", help="The first day; else from now on.")] = None,
    last: Annotated[str | None, typer.Option("--until", help="The last day; else for a week.")] = None,
    zone_name: Annotated[
        str | None, typer.Option("--zone", help="As if you were there, such as Asia/Tokyo.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List when they come, by your clock and in UTC, whatever is paused or snoozed.

    A day is today, tomorrow, friday, or as 2026-12-31.
    """
    from coach.reminder.upcoming import comings

    here = _zone(zone_name)
    begin, end = _span(first, last, here)
    upcoming = comings(shared.reminders() if name is None else [shared.named(name)], begin, end, here)
    if as_json:
        output.json_out([_fields(coming) for coming in upcoming])
        return
    rows = [_row(coming, here) for coming in upcoming]
    if rows:
        output.table(rows, ("DAY", "TIME", "UTC", "REMINDER", "OF"))
    else:
        output.aside("None comes in that time. `coach remind list` says when each comes next.")


def _zone(name: str | None) -> "tzinfo":
    from zoneinfo import ZoneInfo

    from coach.time.clock import zone
    from coach.time.zones import read_zone

    try:
        return zone() if name is None else ZoneInfo(read_zone(name))
    except ValueError as error:
        raise shared.refused(error) from None


def _span(first: str | None, last: str | None, here: "tzinfo") -> tuple[datetime, datetime]:
    """Return from when until when: without a first day from now on, without a last one for a week."""
    from coach.reminder.upcoming import days
    from coach.reminder.wording import read_day

    now = datetime.now(UTC)
    today = now.astimezone(here).date()
    try:
        first_day = today if first is None else read_day(first, today)
        last_day = first_day + _WEEK - timedelta(days=1) if last is None else read_day(last, today)
    except OverflowError:
        raise UsageError(f"{first!r} is too far off. Name an earlier day.") from None
    except ValueError as error:
        raise shared.refused(error) from None
    begin, end = days(first_day, last_day, here)
    if first is not None:
        return begin, end
    return now, now + _WEEK if last is None else end


def _row(coming: "Coming", here: "tzinfo") -> tuple[str, ...]:
    moment = coming.occurrence.moment
    local = moment.astimezone(here)
    subject = coming.reminder.routine or coming.reminder.category
    return (f"{local:%a %Y-%m-%d}", f"{local:%H:%M}", _utc(moment), coming.reminder.name, subject)


def _fields(coming: "Coming") -> dict[str, str]:
    """Return the fields for JSON. `wall` is the time that the rule names, whether a clock shows it or not."""
    reminder = coming.reminder
    subject = {"routine": reminder.routine} if reminder.routine else {"category": reminder.category}
    return {
        "reminder": reminder.name,
        "wall": f"{coming.occurrence.wall:%Y-%m-%dT%H:%M}",
        "zone": coming.zone_name,
        "utc": _utc(coming.occurrence.moment),
        **subject,
    }


def _utc(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
