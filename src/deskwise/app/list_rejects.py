"""List the rows that do not stand: where they are, why, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

from deskwise.app.lake import Lake, Reject
from deskwise.events.reject_reasons import REASON_BY_CODE, RejectReason
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say


@dataclass(frozen=True)
class ExplainedReject:
    """A row that does not stand, with what its reason means."""

    reject: Reject
    reason: RejectReason

    def to_json(self) -> dict[str, Any]:
        """The row as `rejects --format json` prints it."""
        return {**asdict(self.reject), "sentence": self.reason.sentence, "do": self.reason.do}


def list_rejects(
    lake: Lake,
    import_id: int | None = None,
    reason: str | None = None,
    file: str | None = None,
    *,
    after: int = 0,
    most: int | None = None,
) -> Iterator[ExplainedReject]:
    """The rows that do not stand now, in the order they came, of one import, reason or file if one is named.

    `after` leaves so many out at the beginning, `most` null gives all the rest.

    Rows refused by their ticket leave the list when an earlier opening brings them back. Raises
    `UsageError` for an unknown reason.
    """
    if reason is not None and reason not in REASON_BY_CODE:
        raise UsageError(
            say("no reason is called %(reason)s", reason=repr(reason)),
            do=say("use one of %(names)s", names=", ".join(REASON_BY_CODE)),
        )
    return (
        ExplainedReject(reject, REASON_BY_CODE[reject.reason])
        for reject in lake.rejects(import_id, reason, file, after=after, most=most)
    )


@dataclass(frozen=True)
class RejectCounts:
    """How many rows do not stand: in all that was asked for, and by reason and by file, the most first."""

    total: int
    by_reason: tuple[tuple[RejectReason, int], ...]
    by_file: tuple[tuple[str, int], ...]


def count_rejects(
    lake: Lake, import_id: int | None = None, reason: str | None = None, file: str | None = None
) -> RejectCounts:
    """How many rows do not stand now, of one import, reason or file if one is named.

    By reason they are counted as if none was named, and by file likewise, so that another can be chosen.
    """
    found = [one for one in lake.count_rejects() if import_id in {None, one.import_id}]
    by_reason: Counter[str] = Counter()
    by_file: Counter[str] = Counter()
    total = 0
    for one in found:
        name = PurePath(one.file).name
        if file in {None, name}:
            by_reason[one.reason] += one.count
        if reason in {None, one.reason}:
            by_file[name] += one.count
        if file in {None, name} and reason in {None, one.reason}:
            total += one.count
    return RejectCounts(
        total,
        tuple((REASON_BY_CODE[code], count) for code, count in by_reason.most_common()),
        tuple(by_file.most_common()),
    )
