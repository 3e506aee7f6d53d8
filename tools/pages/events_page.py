"""docs/events.md: the columns and words of an event log, and why a row is refused."""

from deskwise.events.reject_reasons import REJECT_REASONS
from deskwise.events.vocabulary import COLUMNS, KINDS, ORDER_IN_A_RECORD, ROLES, RULINGS, SCALES, STATUSES
from pages.markdown import code, table

TICKET = {"needed": "yes", "optional": "may", "none": "no"}
FOUND_BY = {"row": "by the row itself", "id": "by its id", "ticket": "by its ticket, anew at every import"}

INTRODUCTION = """\
# Event logs

A log has one row for each thing that happened. `deskwise import` reads it from CSV, XLSX, JSON or Parquet with the
columns below; any of them may be missing but those marked, and `ticket` where the kind needs one. A log with other
columns is read through a mapping file. What the words mean exactly is in [the book](definitions.md), section 2.

    at,kind,ticket,role,actor,customer,channel,status
    2025-03-03T09:12:00Z,opened,4711,customer,,C-88,email,
    2025-03-03T10:02:30Z,message,4711,agent,ann,,,
    2025-03-03T10:02:31Z,status,4711,agent,ann,,,solved
"""


def page() -> str:
    """The page's text."""
    columns = [[code(c.name), c.type, "yes" if c.required else "", c.meaning] for c in COLUMNS]
    kinds = [[code(kind.name), TICKET[kind.ticket], kind.records] for kind in KINDS]
    scales = [
        [
            code(scale.name),
            code(scale.kind),
            f"{scale.lowest} {'or' if scale.whole else 'to'} {scale.highest}",
            scale.meaning,
        ]
        for scale in SCALES
    ]
    reasons = [[code(r.code), FOUND_BY[r.found_by], r.sentence, r.do] for r in REJECT_REASONS]
    words = {
        "Roles": ROLES,
        "Statuses": STATUSES,
        "Rulings": RULINGS,
    }
    parts = [
        INTRODUCTION,
        "## Columns\n\n" + table(["column", "type", "needed", "meaning"], columns),
        "## Kinds\n\n" + table(["kind", "ticket", "what it records"], kinds),
        *(
            f"## {title}\n\n"
            + table(["word", "meaning"], [[code(word.name), word.meaning] for word in several])
            for title, several in words.items()
        ),
        "## Scales\n\n" + table(["scale", "on", "values", "meaning"], scales),
        "## Order within one record\n\nA record with several changes becomes events in this order, so that a reply "
        "sent together with `solved` is a reply: "
        + ", ".join(code(kind) for kind in ORDER_IN_A_RECORD)
        + ".",
        "## Why a row is refused\n\nIn the order they are asked. `deskwise rejects` lists each with its file and "
        "line; the rest of the file is loaded.\n\n"
        + table(["reason", "found", "what it says", "what to do"], reasons),
    ]
    return "\n\n".join(part.rstrip() for part in parts)
