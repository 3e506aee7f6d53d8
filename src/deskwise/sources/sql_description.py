"""What a table in a database is as a source: for `deskwise sources` and the docs."""

from __future__ import annotations

from deskwise.app.source_port import Gap, SourceDescription, SourceSetting

SQL_DESCRIPTION = SourceDescription(
    kind="sql",
    title="A table or query in a database",
    history="What its rows hold: of a log every event, of a snapshot each ticket as it is now.",
    derived=("A ticket that is one row has one reply at most, and is opened by its customer.",),
    missing=(
        Gap("A snapshot does not tell what happened between its instants, such as reopenings."),
        Gap("Of two changes of a row within one second, the first that was read stays, as a conflict."),
        Gap("By a growing number, what was committed later than numbers_again tell is not noticed."),
        Gap("Rows of a log that are deleted while others of their ticket stay are not noticed."),
    ),
    settings=(
        SourceSetting("url", "The database as SQLAlchemy names it.", "postgresql+psycopg://host/desk"),
        SourceSetting("user", "Who we are there.", "deskwise", required=False),
        SourceSetting(
            "token", "The password; a SQLite file has none.", "env:SQL_PASSWORD", True, required=False
        ),
        SourceSetting("table", "The table or view, with its schema.", "desk.events", required=False),
        SourceSetting("query", "Instead of a table, one SELECT.", "select * from events", required=False),
        SourceSetting(
            "mapping",
            "A mapping file, as of import --map, in the place of shape, columns and their words.",
            "log.toml",
            required=False,
        ),
        SourceSetting("shape", "What a row is: log (an event) or snapshot.", "log", required=False),
        SourceSetting("key", "The column that is unique; event_id or ticket.", "id", required=False),
        SourceSetting(
            "changed_by",
            "The column that says when a row was changed last, or a number that grows with each change.",
            "updated_at",
            required=False,
        ),
        SourceSetting("columns", "Ours=theirs, where names differ.", "ticket=case_id", required=False),
        SourceSetting("kinds", "Their kinds of a log=ours.", "Closed=status", required=False),
        SourceSetting("statuses", "Their statuses of a log=ours.", "Done=solved", required=False),
        SourceSetting("roles", "Their roles of a log=ours.", "Staff=agent", required=False),
        SourceSetting("scale", "The scale of a snapshot's value.", "1-5", required=False),
        SourceSetting("extra", "Columns kept as further fields.", "language, country", required=False),
        SourceSetting("ignore", "Columns that nobody needs.", "etl_run", required=False),
        SourceSetting(
            "timezone",
            "Of instants without offset, which are refused without it.",
            "Europe/Rome",
            required=False,
        ),
        SourceSetting(
            "epoch", "What numbers that are instants count since 1970.", "milliseconds", required=False
        ),
        SourceSetting(
            "numbers_again",
            "How many numbers back a growing number is read again, for what was committed late.",
            "1000",
            required=False,
        ),
        SourceSetting("page_rows", "How many rows are asked for at once.", "2000", required=False),
    ),
)
