"""docs/exports.md: what the columns of an export can mean, and how each system calls them."""

from deskwise.sources.detection.meanings import MEANINGS
from deskwise.sources.detection.vendors import NEEDED_MARKS, VENDORS
from deskwise.sources.detection.words import (
    ACTIVITY_WORDS,
    CHANNEL_WORDS,
    OUTCOME_WORDS,
    REMOVED_WORDS,
    STATUS_WORDS,
    TYPE_WORDS,
)
from pages.markdown import code, table

INTRODUCTION = f"""\
# Exports of other systems

`deskwise import tickets.csv` understands the export of a help desk by its headers and by what its columns hold, and
`deskwise map tickets.csv` shows how: which column means what, with samples and counts, what was taken to be so, and
what only you can know. `deskwise map tickets.csv -o tickets.toml` writes all of it into a mapping file that
`deskwise import tickets.csv --map tickets.toml` takes, and that you may change. `deskwise map --list` lists the
mappings that come with Deskwise, such as `--map zendesk`: see [mapping files](mapping.md).

What is never guessed, but asked:

* the time zone, where times name no offset;
* whether day or month comes first, where no date of the whole column has a number over 12, or where some say so and
  others the opposite;
* whether a comma parts decimals or thousands, where every number can be read both ways;
* a status, an activity or an end of a call that is no known word;
* the scale of ratings, and the unit of durations, where neither header nor values show it;
* which column is the ticket and which its opening, where no header says so, or two columns of ids do and the values of
  one of them come again.

A header is believed where its cells look like what it says: a column `Closed` of 0 and 1 is no instant. Case,
underscores, dots and blanks do not matter. A system is known by {NEEDED_MARKS} or more of the headers that no other
export has together; its own headers come before those of exports in general.
"""


def page() -> str:
    """The page's text."""
    meanings = [
        [code(one.name), one.says, ", ".join(one.shapes), ", ".join(code(header) for header in one.headers)]
        for one in MEANINGS
    ]
    parts = [INTRODUCTION]
    parts.append(
        "## Meanings\n\n" + table(["meaning", "says", "looked for in", "headers in general"], meanings)
    )
    for vendor in VENDORS:
        rows = [
            [code(meaning), ", ".join(code(header) for header in headers) or "none"]
            for meaning, headers in vendor.headers.items()
        ]
        marks = f"Known by: {', '.join(code(mark) for mark in vendor.marks)}."
        words = ", ".join(f"{code(word)} is {code(status)}" for word, status in vendor.statuses.items())
        title = vendor.name[:1].upper() + vendor.name[1:]
        parts.append(
            f"## {title}\n\n{marks}\n\n"
            + table(["meaning", "headers"], rows)
            + (f"\nOf its statuses {words}." if words else "")
        )
    parts.append("## Words\n\n" + table(["status", "written as"], _words(STATUS_WORDS)))
    parts.append(
        f"{', '.join(code(word) for word in REMOVED_WORDS)} take the ticket out of every figure.\n\n"
        + table(["a call was", "written as"], _words(OUTCOME_WORDS))
    )
    activities = {f"{kind} {status}".strip(): words for (kind, status), words in ACTIVITY_WORDS.items()}
    parts.append(table(["channel", "written as"], _words(CHANNEL_WORDS)))
    parts.append(table(["type", "written as"], _words(TYPE_WORDS)))
    parts.append(table(["an activity becomes", "written as"], _words(activities)))
    return "\n\n".join(part.rstrip() for part in parts)


def _words(words: dict[str, tuple[str, ...]]) -> list[list[str]]:
    return [[code(name), ", ".join(several)] for name, several in words.items()]
