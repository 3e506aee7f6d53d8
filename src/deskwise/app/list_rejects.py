"""List the rows that do not stand: where they are, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from deskwise.app.lake import Lake, Reject
from deskwise.events.reject_reasons import REASON_BY_CODE, RejectReason
from deskwise.kernel.errors import UsageError


@dataclass(frozen=True)
class ExplainedReject:
    """A row that does not stand, with what its reason means."""

    reject: Reject
    reason: RejectReason

    def to_json(self) -> dict[str, Any]:
        """The row as `rejects --format json` prints it."""
        return {**asdict(self.reject), "sentence": self.reason.sentence, "do": self.reason.do}


def list_rejects(
    lake: Lake, import_id: int | None = None, reason: str | None = None
) -> Iterator[ExplainedReject]:
    """The rows that do not stand now, in the order they came, of one import or reason if one is named.

    Rows refused by their ticket leave the list when an earlier opening brings them back. Raises
    `UsageError` for an unknown reason.
    """
    if reason is not None and reason not in REASON_BY_CODE:
        raise UsageError(f"no reason is called {reason!r}", do=f"use one of {', '.join(REASON_BY_CODE)}")
    return (
        ExplainedReject(reject, REASON_BY_CODE[reject.reason]) for reject in lake.rejects(import_id, reason)
    )
