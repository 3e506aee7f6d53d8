"""What a finding says, before it is said in a language: words with places, and the values that take them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True)
class Amount:
    """An amount in its unit, null where there is none.

    As a `value` it is a figure, as a `change` a difference with its sign, as an `extent` one without it.
    """

    value: float | None
    unit: str
    told: Literal["value", "change", "extent"] = "value"


@dataclass(frozen=True)
class Word:
    """A word of a registry, such as a metric's label, as it stands inside of a sentence or at its `first`."""

    words: str
    first: bool = False


@dataclass(frozen=True)
class GroupName:
    """A group by its value of a dimension; null is the cases without one."""

    value: str | None
    dimension: str


@dataclass(frozen=True)
class Moment:
    """An instant, in microseconds since 1970-01-01 UTC; where it begins one, as its `day`."""

    at: int
    day: bool = False


@dataclass(frozen=True)
class Sentence:
    """Words that are marked for translation, and what takes their places, by name."""

    words: str
    values: tuple[tuple[str, Value], ...] = ()


# A text is what somebody wrote, and is said as it is; a whole number counts something.
Value: TypeAlias = str | int | Amount | Word | GroupName | Moment | Sentence


def sentence(words: str, /, **values: Value) -> Sentence:
    """A sentence with its values by name.

    >>> sentence("all of %(n)s", n=3).values
    (('n', 3),)
    """
    return Sentence(words, tuple(values.items()))
