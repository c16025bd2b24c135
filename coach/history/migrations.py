"""The history's tables, as the numbered steps that lead to them.

Pure data. A database has in `user_version` the number of migrations that were applied to it. A
released migration is never changed; the next one corrects it.
"""

from dataclasses import dataclass
from typing import Final

APPLICATION: Final = 0x636F6163
"""SQLite's mark of whose file this is: "coac"."""

RECORD_MIGRATION: Final = "insert into migration (number, name, at) values (?, ?, datetime('now'))"


@dataclass(frozen=True, slots=True)
class Migration:
    """One change of the tables: its statements run in one transaction with its record."""

    name: str
    statements: tuple[str, ...]


MIGRATIONS: Final = (
    Migration(
        "sessions, their steps and their answers",
        (
            """create table migration (
                number integer primary key,
                name text not null,
                at text not null
            )""",
            # Moments are UTC as 2026-11-24T08:35:21.000000+00:00, which sorts as text.
            """create table session (
                id integer primary key,
                routine text not null,
                name text not null,
                began text not null,
                day text not null,
                touched text not null,
                ended text,
                finished integer not null default 0,
                elsewhere integer not null default 0,
                planned integer not null default 0,
                resume_at integer not null default 0
            )""",
            "create index session_began on session (began)",
            "create index session_routine on session (routine, began)",
            # Seconds. A step that was gone back to has a row for each time.
            """create table step (
                id integer primary key,
                session integer not null references session (id) on delete cascade,
                step integer not null,
                title text not null,
                exercise text not null,
                worked real not null,
                planned real not null,
                skipped integer not null,
                way text not null
            )""",
            "create index step_session on step (session)",
            """create table answer (
                session integer not null references session (id) on delete cascade,
                name text not null,
                value integer not null,
                primary key (session, name)
            ) without rowid""",
        ),
    ),
    Migration(
        "reminders, and what came of each",
        (
            # A wall time is 2026-11-25T10:30:00, without a zone: with its reminder it names an occurrence.
            """create table occurrence (
                id integer primary key,
                reminder text not null,
                wall text not null,
                due text not null,
                state text not null,
                why text not null default '',
                routine text not null default '',
                shown text,
                tries integer not null default 0,
                unique (reminder, wall)
            )""",
            "create index occurrence_due on occurrence (due)",
            """create table happened (
                id integer primary key,
                at text not null,
                reminder text not null,
                wall text not null,
                what text not null,
                why text not null default ''
            )""",
            "create index happened_reminder on happened (reminder, id)",
            # '' stands for all reminders; no `until` for as long as nobody resumes them.
            """create table pause (
                reminder text primary key,
                until text
            ) without rowid""",
            # `since`: a reminder counts from the moment on at which its present rule was written.
            """create table known (
                reminder text primary key,
                rule text not null,
                since text not null,
                asked text
            ) without rowid""",
            """create table agent (
                name text primary key,
                value text not null
            ) without rowid""",
        ),
    ),
    Migration(
        "what calendars were given",
        (
            # One row an event. `first` and `last` have an offset where the event has a zone; no `last`
            # for an event that comes for ever.
            """create table exported (
                uid text primary key,
                reminder text not null,
                slot text not null,
                title text not null,
                first text not null,
                last text,
                sequence integer not null,
                content text not null,
                changed text not null,
                cancelled integer not null
            ) without rowid""",
        ),
    ),
)
