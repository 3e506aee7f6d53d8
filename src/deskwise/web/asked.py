"""What an address asks: figures, filters, period; and addresses that ask the same, or nearly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import urlencode

from deskwise.app.read_metrics import Question, threshold
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.metrics.dimensions import dimension

FILTER = "where."
# What a field of a form says that does not filter; an empty value asks for those without one.
ANY = "dw:any"
# A filter that is typed: what is left empty does not filter.
TYPED = "is."
Pairs = Iterable[tuple[str, str]]
Kept = Literal["metric", "stat", "clock", "every", "by", "within", "period", "since", "until"]
KEPT: tuple[Kept, ...] = ("metric", "stat", "clock", "every", "by", "within", "period", "since", "until")
LONGEST = 500


@dataclass(frozen=True)
class Asked:
    """A selection as it stands in an address: words that were not looked at yet, empty where nothing is said.

    A filter is written `where.team=support`; without a value it asks for those that have none. `more` are the
    words that only some pages know.
    """

    metric: str = ""
    stat: str = ""
    clock: str = ""
    every: str = ""
    by: str = ""
    within: str = ""
    period: str = ""
    since: str = ""
    until: str = ""
    where: Mapping[str, Sequence[str | None]] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=dict)

    def changed(self, **words: Any) -> Asked:
        """The same but for these."""
        return replace(self, **words)

    def only(self, name: str, values: tuple[str | None, ...]) -> Asked:
        """The same, with a dimension filtered to these values, or not at all where there are none."""
        where = {each: chosen for each, chosen in self.where.items() if each != name}
        return replace(self, where={**where, name: values} if values else where)

    def pairs(self, *, without: Iterable[Kept] = ()) -> list[tuple[str, str]]:
        """What an address says of it, in the same order always."""
        left_out = set(without)
        said = [(name, getattr(self, name)) for name in KEPT if name not in left_out]
        filters = [(FILTER + name, value or "") for name, values in self.where.items() for value in values]
        more = [(name, value) for name, value in self.more.items() if value]
        return [(name, value) for name, value in said if value] + more + filters

    def query(self, *, without: Iterable[Kept] = ()) -> str:
        """The part of an address after the path, with its question mark; empty if nothing is said."""
        said = urlencode(self.pairs(without=without))
        return f"?{said}" if said else ""

    def question(self, **more: Any) -> Question:
        """The question for a use case; `more` are fields of it. Raises `UsageError` for an empty metric."""
        return Question(
            metrics=(self.metric,) if self.metric else (),
            stats=(self.stat,) if self.stat else (),
            by=(self.by,) if self.by else (),
            where=self.where,
            every=self.every or None,
            since=self.since or None,
            until=self.until or None,
            within_seconds=threshold(self.within) if self.within else None,
            clock=self.clock or "elapsed",
            **more,
        )


def asked(pairs: Pairs, more: Iterable[str] = ()) -> Asked:
    """What an address asks; words it does not know are passed over, as browsers and proxies add some.

    `more` names the words that a page knows beside those that all do.

    Raises `UsageError` for a filter of what is no dimension, and for a word of a length that nobody types.

    >>> asked([("metric", "csat"), ("where.team", "a"), ("where.team", ""), ("utm", "x")]).where
    {'team': ('a', None)}
    """
    said: dict[str, str] = {}
    known_here, here = set(more), dict[str, str]()
    where: dict[str, tuple[str | None, ...]] = {}
    for name, value in pairs:
        if len(value) > LONGEST:
            raise UsageError(
                say("the address holds a word that is too long"), do=say("follow a link of these pages")
            )
        if name.startswith(FILTER) and value == ANY:
            continue
        if name.startswith(TYPED) and not value:
            continue
        if name.startswith((FILTER, TYPED)):
            known = dimension(name.partition(".")[2]).name
            chosen = value or None
            if chosen not in where.get(known, ()):
                where[known] = (*where.get(known, ()), chosen)
        elif name in KEPT and value:
            said[name] = value
        elif name in known_here and value:
            here[name] = value
    return Asked(**said, where=where, more=here)
