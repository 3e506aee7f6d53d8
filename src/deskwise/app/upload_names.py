"""Names of files that were sent: as they are shown, and what of them may decide how a file is read."""

from __future__ import annotations

import unicodedata

LONGEST = 120
LONGEST_SOURCE = 60
PACKINGS = (".gz", ".zip")
ENDINGS = (".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".json", ".parquet", ".xlsx", *PACKINGS)
NAMELESS = "file"


def shown_name(given: str) -> str:
    r"""What a file is called to people: its last part, of letters that can be seen, not too long.

    >>> shown_name("../../etc/pass\x00wd"), shown_name("C:\\Users\\me\\tickets.csv"), shown_name("..")
    ('pass\ufffdwd', 'tickets.csv', 'file')
    """
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rstrip("/").rpartition("/")[2]
    seen = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in last).strip()
    if not seen.strip("."):
        return NAMELESS
    if len(seen) <= LONGEST:
        return seen
    ending = ending_of(seen)
    return f"{seen[: LONGEST - len(ending) - 1]}…{ending}"


def ending_of(name: str) -> str:
    """The endings that say something of a file's kind, in small letters; empty where there are none.

    >>> ending_of("Tickets.CSV.gz"), ending_of("tickets.exe"), ending_of(".csv")
    ('.csv.gz', '', '.csv')
    """
    found, rest = "", name.lower()
    while True:
        ending = next((each for each in ENDINGS if rest.endswith(each)), None)
        if ending is None or (found and ending in PACKINGS):
            return found
        found, rest = ending + found, rest[: -len(ending)]
        if ending not in PACKINGS:
            return found


def source_of(name: str) -> str:
    """What a file's rows come from, where nobody says: its name without its endings.

    >>> source_of("Tickets March.csv.gz"), source_of(".csv")
    ('Tickets March', 'file')
    """
    ending = ending_of(name)
    return (name[: -len(ending)] if ending else name)[:LONGEST_SOURCE].strip() or NAMELESS
