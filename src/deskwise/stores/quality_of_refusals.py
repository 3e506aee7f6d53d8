"""Checks of what was refused: replies before their ticket, and rows that could not be events."""

from __future__ import annotations

from collections.abc import Sequence

from deskwise.stores.judged_rows import BELOW_ZERO, MOST_EXAMPLES, PLACE, Found, JudgedRows, Place
from deskwise.stores.rejects_table import StagedFile
from deskwise.stores.sql_text import literal

REPLY = "(kind = 'answered' or (kind = 'message' and role = 'agent'))"
RESOLUTION = "(kind = 'status' and status in ('solved', 'closed'))"
EARLY = "refusal = 'before_opened'"
# Tickets with a refused resolution that somebody replied to later, and when the first of them was.
EARLY_RESOLUTIONS = f"""
    select r.source, r.ticket, epoch_us(any_value(r.first_at)) as first_at
    from (from judged where {REPLY}) j
    join (select source, ticket, min("at") as first_at from judged where {RESOLUTION} and {EARLY}
          group by all) r
    on j.source = r.source and j.ticket = r.ticket and j."at" > r.first_at
    group by r.source, r.ticket"""


def early_replies(judged: JudgedRows) -> list[Found]:
    """Tickets with a reply before their opening."""
    where = f"{REPLY} and {EARLY}"
    count = judged.count(f"select count(distinct (source, ticket)) from judged where {where}")
    if not count:
        return []
    total = judged.count(f"select count(distinct (source, ticket)) from judged where {REPLY}")
    return [Found(count, total, 0, judged.row_examples(where))]


def negative_durations(judged: JudgedRows) -> list[Found]:
    """Amounts of work below zero."""
    count = judged.count(f"select count(*) from {BELOW_ZERO}")
    if not count:
        return []
    rows = judged.rows(f"select {PLACE} from {BELOW_ZERO} order by file, row limit {MOST_EXAMPLES}")
    kept = judged.count("select count(*) from judged where kind = 'worked'")
    return [Found(count, count + kept, 0, tuple(Place(*row) for row in rows))]


def refused_rows(judged: JudgedRows) -> list[Found]:
    """Rows of this import that could not be events, by reason, but what the other checks tell."""
    reasons = dict(judged.reasons)
    told = 0
    if "before_opened" in reasons:
        mine = f"import_id = {judged.import_id:d}"
        told = judged.count(f"select count(*) from judged where {REPLY} and {EARLY} and {mine}")
        told += judged.count(
            f"""select count(*) from judged semi join ({EARLY_RESOLUTIONS}) using (source, ticket)
            where {RESOLUTION} and {EARLY} and {mine}"""
        )
    reasons["before_opened"] = reasons.get("before_opened", 0) - told
    reasons["negative_value"] = reasons.get("negative_value", 0) - judged.count(
        f"select count(*) from {BELOW_ZERO}"
    )
    return [
        Found(count, judged.read, 0, _examples(judged, reason), reason)
        for reason, count in sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
        if count > 0
    ]


def rows_in_cells(judged: JudgedRows, files: Sequence[StagedFile]) -> list[Found]:
    """Lines of this import's files that stand in a cell, though they look like rows."""
    count = sum(file.swallowed.lines for file in files)
    if not count:
        return []
    holders = [(number, file, row) for number, file in enumerate(files) for row in file.swallowed.holders]
    examples = tuple(Place(judged.import_id, number, row, file.source, None) for number, file, row in holders)
    return [Found(count, judged.read + count, 0, examples[:MOST_EXAMPLES])]


def _examples(judged: JudgedRows, reason: str) -> tuple[Place, ...]:
    """Those of the first two passes are told by the lists of rejects, the others stand in the log."""
    found = judged.rows(
        f"""select import_id, null, row, source, ticket, null, file, line, detail from rejects
        where import_id = {judged.import_id:d} and reason = {literal(reason)}
        order by file, row limit {MOST_EXAMPLES}"""
    )
    if found:
        return tuple(Place(*row) for row in found)
    other = f"not {REPLY} and not {RESOLUTION} and " if reason == "before_opened" else ""
    mine = f"refusal = {literal(reason)} and import_id = {judged.import_id:d}"
    return judged.row_examples(f"{other}{mine}") or judged.row_examples(mine)
