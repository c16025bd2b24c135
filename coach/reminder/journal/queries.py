"""The SQL statements of the journal of reminders.

Pure data; `history/migrations` says what the columns hold.
"""

from typing import Final

SAVE_OCCURRENCE: Final = """
    insert into occurrence (reminder, wall, due, state, why, routine, shown, tries)
    values (?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (reminder, wall) do update set due = excluded.due, state = excluded.state,
        why = excluded.why, routine = excluded.routine, shown = excluded.shown, tries = excluded.tries"""

DELETE_OCCURRENCE: Final = "delete from occurrence where reminder = ? and wall = ?"

ADD_LOG_ENTRY: Final = "insert into happened (at, reminder, wall, what, why) values (?, ?, ?, ?, ?)"

OCCURRENCES: Final = """
    select reminder, wall, due, state, why, routine, shown, tries from occurrence
    where due >= ? or state in ('waiting', 'firing', 'shown', 'snoozed') order by due, reminder"""

LAST_CLOSED: Final = """
    select reminder, wall, due, state, why, routine, shown, tries from occurrence
    where reminder = ? and state not in ('waiting', 'firing', 'shown', 'snoozed')
    order by due desc limit ?"""

SUGGESTED: Final = "select routine, max(due) from occurrence where routine != '' group by routine"

LOG: Final = """
    select at, reminder, wall, what, why from happened
    where ? in ('', reminder) order by id desc limit ?"""

PAUSES: Final = "select reminder, until from pause"

PAUSE: Final = "insert or replace into pause (reminder, until) values (?, ?)"

RESUME: Final = "delete from pause where ? in ('', reminder)"

SEEN: Final = "select reminder, rule, since, asked from known"

SAVE_SEEN: Final = "insert or replace into known (reminder, rule, since, asked) values (?, ?, ?, ?)"

AGENT_STATE: Final = "select name, value from agent"

SET_AGENT_STATE: Final = "insert or replace into agent (name, value) values (?, ?)"

SESSIONS: Final = """
    select routine, began, touched, day, finished, elsewhere from session
    where touched >= ? order by id"""

TIDY: Final = (
    "delete from happened where at < ?",
    "delete from occurrence where due < ?",
)

EXPORTS: Final = """
    select uid, reminder, slot, title, first, last, sequence, content, changed, cancelled from exported"""

SAVE_EXPORT: Final = "insert or replace into exported values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

OLDER_THAN_EXPORTS: Final = """
    select 1 from migration one, migration other where one.number = 1 and other.number = 3
    and one.at < other.at and not exists (select 1 from exported)"""
