"""The history's SQL statements.

Pure data; `migrations` says what the columns hold.
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
"""The outcomes of reminders are removed too; the occurrences stay, or they would come again."""

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
