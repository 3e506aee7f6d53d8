"""A question in the keywords of Python: the options of the command line under the same names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

from deskwise.app.read_metrics import Question, threshold
from deskwise.kernel.errors import UsageError
from deskwise.metrics.catalogue import CATALOGUE

Words: TypeAlias = str | Sequence[str]
Values: TypeAlias = str | Sequence[str | None] | None
When: TypeAlias = str | date
Threshold: TypeAlias = float | Decimal | timedelta | str
MICROSECOND = timedelta(microseconds=1)


def question(
    metrics: Sequence[str],
    *,
    by: Words,
    every: str | None,
    since: When | None,
    until: When | None,
    where: Mapping[str, Values] | None,
    stat: Words,
    within: Threshold | None,
    clock: str,
    as_of: When | None,
) -> Question:
    """The question that the keywords ask; raises `UsageError` for what cannot be one."""
    return Question(
        metrics=tuple(metrics),
        stats=words(stat),
        by=words(by),
        where=chosen(where),
        every=every,
        since=day_or_instant(since),
        until=day_or_instant(until),
        within_seconds=None if within is None else seconds(within),
        clock=clock,
        as_of=day_or_instant(as_of),
    )


def split_by(asked: Question) -> tuple[str, ...]:
    """The dimensions an answer is split by, whatever is found: those asked, those a metric always has.

    >>> split_by(Question(("sales_revenue", "csat"), by=("team",)))
    ('team', 'currency')
    """
    always = (name for metric in asked.metrics for name in CATALOGUE[metric].always_by)
    return tuple(dict.fromkeys((*asked.by, *always)))


def words(given: Words) -> tuple[str, ...]:
    """One word, several parted by commas, or a sequence of them.

    >>> words("team,agent"), words(["team", "agent"]), words(())
    (('team', 'agent'), ('team', 'agent'), ())
    """
    if isinstance(given, str):
        return tuple(word for word in given.split(",") if word)
    return tuple(given)


def chosen(where: Mapping[str, Values] | None) -> dict[str, list[str | None]]:
    """The values asked of each dimension; None, or an empty text, is none.

    >>> chosen({"team": "a", "channel": ["email", None]})
    {'team': ['a'], 'channel': ['email', None]}
    """
    if where is None:
        return {}
    if not isinstance(where, Mapping):
        raise UsageError(
            f"where is of type {type(where).__name__}",
            do='write it as where={"team": "support", "channel": None}',
        )
    return {name: _values(name, given) for name, given in where.items()}


def _values(name: str, given: Values) -> list[str | None]:
    several = [given] if isinstance(given, str) or not isinstance(given, Iterable) else list(given)
    for value in several:
        if value is not None and not isinstance(value, str):
            raise UsageError(
                f"a value of {name} is of type {type(value).__name__}", do="write it as text, or None"
            )
    return [value or None for value in several]


def day_or_instant(given: When | None) -> str | None:
    """A date, or an instant; one without a zone is of the workspace's.

    >>> day_or_instant(date(2025, 1, 31)), day_or_instant("2025-01-31")
    ('2025-01-31', '2025-01-31')
    """
    return given.isoformat() if isinstance(given, date) else given


def seconds(given: Threshold) -> Decimal:
    """A threshold in seconds, exactly; raises `UsageError` for what is no number.

    >>> seconds(0.5), seconds(timedelta(hours=1))
    (Decimal('0.5'), Decimal('3600'))
    """
    if isinstance(given, timedelta):
        return Decimal(given // MICROSECOND) / 1_000_000
    return threshold(str(given))
