"""What reasons are read from: the categories of requests, or clusters of their subjects."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.analyses.entry import Option
from deskwise.analyses.ground import Ground
from deskwise.analyses.ground_values import Groups
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.metrics.dimensions import REASON

DIMENSIONS = {"category": "category", "subject": REASON}
ENOUGH_SHARE = 0.5
OPTION = Option(
    "by",
    "WHAT",
    marked("What reasons are read from: category, or clusters of the words of subjects (subject)."),
    marked("category, unless most requests have none and more of them a subject like others"),
    label=marked("What tells more"),
    choices=tuple(DIMENSIONS),
)


@dataclass(frozen=True)
class ReasonsBy:
    """What reasons are read from, and the dimension that is.

    `asked` says that somebody asked for it. `category_share` is of the requests those with a category, null
    where there are no requests; `subjects` how many requests there are with a subject, null where texts are
    not kept. Both are null where nobody had to look for them.
    """

    name: str
    asked: bool
    category_share: float | None
    subjects: int | None

    @property
    def dimension(self) -> str:
        """The dimension that figures are split by."""
        return DIMENSIONS[self.name]


def reasons_by(ground: Ground, of: str) -> ReasonsBy:
    """What was asked for, and otherwise what more requests have; `of` is the metric that counts them.

    Raises `UsageError` for what is neither.
    """
    asked = ground.options.get("by", "")
    if asked and asked not in DIMENSIONS:
        raise UsageError(
            say("reasons are not read from %(name)s", name=repr(asked)),
            do=say("choose from %(names)s", names=", ".join(DIMENSIONS)),
        )
    if asked == "subject":
        return ReasonsBy(asked, True, None, ground.subjects)
    share = _named_share(ground.figures(of, "count", ("category",)))
    if asked or share is None or share >= ENOUGH_SHARE:
        return ReasonsBy("category", bool(asked), share, None)
    subjects, name = ground.subjects, "category"
    if subjects:
        clustered = _named_share(ground.figures(of, "count", (REASON,)))
        name = "subject" if clustered is not None and clustered > share else name
    return ReasonsBy(name, False, share, subjects)


def _named_share(groups: Groups) -> float | None:
    whole = sum(each.n for each in groups.readings.values())
    named = sum(each.n for (value,), each in groups.readings.items() if value is not None)
    return named / whole if whole else None
