"""What a table of facts is, and the columns that several of them have."""

from dataclasses import dataclass

TEXT, INT, BOOL, DECIMAL, FLOAT = "string", "int64", "boolean", "decimal(38, 9)", "float64"

# Of whom a fact is that has no ticket; of a request these are null, for they are the request's.
WHOM = {"customer": TEXT, "organisation": TEXT, "product": TEXT}
TICKET = {"source": TEXT, "ticket": TEXT, "request": INT}
# What the event of a fact is folded with, where the fact may be of no ticket or of another than its event's.
FOLDED_WITH = {"fold_key": INT}
# What says which request a row of facts is about.
REQUEST = tuple(TICKET)
WHO = {"agent": TEXT, "team": TEXT}
DURATION = {"elapsed_microseconds": INT, "working_microseconds": INT}


@dataclass(frozen=True)
class FactTable:
    """One table of facts.

    `depends_on` names what, beside the events of its own ticket, can change a row: "customer" (any
    event of the same customer) or "problem" (the events of the problem it is linked to).
    """

    name: str
    tells: str
    columns: dict[str, str]
    depends_on: tuple[str, ...] = ()

    @property
    def told(self) -> dict[str, str]:
        """The columns that say something of the world, not of how the row came about."""
        return {name: kind for name, kind in self.columns.items() if name not in FOLDED_WITH}
