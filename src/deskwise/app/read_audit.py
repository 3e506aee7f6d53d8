"""Read who changed what."""

from __future__ import annotations

from deskwise.app.access.holders import Holder
from deskwise.app.access.table import require
from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.audit import AuditEntry, AuditQuestion
from deskwise.app.state import State
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import number, say

MOST_AT_ONCE = 10_000


def read_audit(state: State, by: Holder, question: AuditQuestion) -> tuple[AuditEntry, ...]:
    """The entries that a question asks for, the latest first. Raises `NotAllowedError` and `UsageError`."""
    require(by, Act.READ, Thing(Kind.AUDIT))
    if not 1 <= question.most <= MOST_AT_ONCE:
        raise UsageError(
            say("that is no number of entries"),
            do=say("ask for 1 to %(most)s", most=number(MOST_AT_ONCE)),
        )
    with state.reading() as stores:
        return stores.audit.read(question)
