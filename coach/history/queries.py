"""What the history asks of SQLite, in its words.

Pure data; `schema` says what the columns hold.
"""

from typing import Final

BEGIN: Final = """
    insert into session (routine, name, began, day, touched, planned)
    values (?, ?, ?, ?, ?, ?) returning id"""

TOUCH: Final = "update session set resume_at = ?, touched = ? where id = ?"

STEP: Final = """
    insert into step (session, step, title, exercise, worked, planned, skipped, way)
    values (?, ?, ?, ?, ?, ?, ?, ?)"""

ANSWER: Final = "insert or replace into answer (session, name, value) values (?, ?, ?)"

END: Final = "update session set ended = ?, touched = ?, finished = ? where id = ?"

ADD: Final = """
    insert into session (routine, name, began, day, touched, ended, finished, elsewhere)
    values (?, ?, ?, ?, ?, ?, 1, 1) returning id"""

FORGET_ALL: Final = "delete from session"

FORGET_REMINDED: Final = (
    "delete from happened",
    "update occurrence set why = '', routine = ''",
)
"""What came of reminders goes too; that they came stays, or they would come again."""

FORGET_ONE: Final = "delete from session where id = ?"

RECENT: Final = "select id from session where day >= ? order by began desc, id desc limit ?"

SESSION: Final = """
    select routine, name, began, day, ended, finished, elsewhere, planned, resume_at
    from session where id = ?"""

STEPS: Final = """
    select step, title, exercise, worked, planned, skipped, way
    from step where session = ? order by id"""

ANSWERS: Final = "select name, value from answer where session = ? order by name"

UNFINISHED: Final = """
    select id from session as open
    where not finished and touched > ? and (planned = 0 or resume_at < planned)
    and not exists (
        select 1 from session as later
        where later.routine = open.routine and later.id > open.id and later.finished)
    order by id desc limit 1"""

LAST_DONE: Final = "select routine, max(began) from session where finished group by routine"

ANY_ON: Final = "select 1 from session where day = ? and not elsewhere limit 1"

WORKED_BEFORE: Final = """
    select 1 from session where day < ? and not elsewhere
    and exists (select 1 from step where step.session = session.id and step.worked > 0)
    limit 1"""

RECORD_MIGRATION: Final = "insert into migration (number, name, at) values (?, ?, datetime('now'))"

KEEP: Final = """
    insert into occurrence (reminder, wall, due, state, why, routine, shown, tries)
    values (?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (reminder, wall) do update set due = excluded.due, state = excluded.state,
        why = excluded.why, routine = excluded.routine, shown = excluded.shown, tries = excluded.tries"""

UNKEEP: Final = "delete from occurrence where reminder = ? and wall = ?"

HAPPENED: Final = "insert into happened (at, reminder, wall, what, why) values (?, ?, ?, ?, ?)"

KEPT: Final = """
    select reminder, wall, due, state, why, routine, shown, tries from occurrence
    where due >= ? or state in ('waiting', 'firing', 'shown', 'snoozed') order by due, reminder"""

LAST_KEPT: Final = """
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

KNOWN: Final = "select reminder, rule, since, asked from known"

KNOW: Final = "insert or replace into known (reminder, rule, since, asked) values (?, ?, ?, ?)"

AGENT: Final = "select name, value from agent"

SET_AGENT: Final = "insert or replace into agent (name, value) values (?, ?)"

DID: Final = """
    select routine, began, touched, day, finished, elsewhere from session
    where touched >= ? order by id"""

TIDY: Final = (
    "delete from happened where at < ?",
    "delete from occurrence where due < ?",
)

EXPORTED: Final = """
    select uid, reminder, slot, title, first, last, sequence, content, changed, cancelled from exported"""

EXPORT: Final = "insert or replace into exported values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

BEGUN_BEFORE_EXPORTS: Final = """
    select 1 from migration one, migration other where one.number = 1 and other.number = 3
    and one.at < other.at and not exists (select 1 from exported)"""
