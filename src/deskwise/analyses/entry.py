"""What an analysis says of itself, and what it is asked with and made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from deskwise.analyses.articles_used import ArticlesUsed
from deskwise.analyses.change import Change
from deskwise.analyses.finding import Finding
from deskwise.analyses.half_hours import LiveLoad
from deskwise.analyses.rated import Rated
from deskwise.kernel.periods import Grain
from deskwise.metrics.call_hours import CallHour
from deskwise.metrics.changed_channel import Returns
from deskwise.metrics.customer_courses import Courses
from deskwise.metrics.definition import Clock, Metric, Stat
from deskwise.metrics.lifetimes import Lifetimes
from deskwise.metrics.readings import Reading
from deskwise.metrics.recontact_windows import WindowCases

Where = Mapping[str, Sequence[str | None]]


@dataclass(frozen=True)
class Note:
    """Something that happened, as somebody noted it: at an instant, or until `end_at`."""

    at: int
    words: str
    end_at: int | None = None


@dataclass(frozen=True)
class LimitsAnew:
    """That somebody had the limits of a figure drawn anew: of the periods since an instant, and why."""

    since_at: int
    reason: str


@dataclass(frozen=True)
class Compared:
    """Readings of one figure in a period and in the one before it, by the values of a dimension.

    A group that has no case in a period is missing there. `hidden` are the groups whose figures whoever asks
    may not see: they may only be told together with others.
    """

    now: Mapping[str | None, Reading]
    before: Mapping[str | None, Reading]
    hidden: frozenset[str | None] = frozenset()


@dataclass(frozen=True)
class Groups:
    """Readings of one figure in a period, by the values of the dimensions it was split by, in their order.

    A group without a case is missing. `hidden` are the groups whose figures whoever asks may not see: they
    may only be told together with others.
    """

    readings: Mapping[tuple[str | None, ...], Reading]
    hidden: frozenset[tuple[str | None, ...]] = frozenset()


@dataclass(frozen=True)
class Lasting:
    """How long the cases begun in a period last, by the values of the dimensions they were split by.

    `hidden` are the groups whose figures whoever asks may not see: they may only be told together with
    others.
    """

    groups: Mapping[tuple[str | None, ...], Lifetimes]
    hidden: frozenset[tuple[str | None, ...]] = frozenset()


@dataclass(frozen=True)
class Windows:
    """First resolutions of a period by windows of whole units; `hidden` are the windows not to be seen."""

    cases: tuple[WindowCases, ...]
    hidden: frozenset[int] = frozenset()


@dataclass(frozen=True)
class LowRating:
    """A customer's bad rating with words, of a request of which no complaint is known.

    `agent` is null where nobody is rated or whoever asks may not see who.
    """

    source: str
    ticket: str
    rated_at: int
    scale: str
    value: float
    agent: str | None
    team: str | None
    text: str


@dataclass(frozen=True)
class Escalated:
    """A handled request that was escalated: the first time, by whom, out of which team.

    `reason` is the first that was given. `problem` is the ticket of the problem it was linked to.
    `known_article` says that somebody else solved it afterwards with an article that had been used before.
    """

    source: str
    ticket: str
    escalated_at: int
    agent: str | None
    team: str | None
    product: str | None
    category: str | None
    customer: str | None
    organisation: str | None
    reason: str | None
    problem: str | None
    known_article: bool


@dataclass(frozen=True)
class HeldCell:
    """How many requests an agent had in a team, of a product and category, and let go by an escalation.

    Requests that somebody else had escalated before are not among them.
    """

    team: str | None
    agent: str
    product: str | None
    category: str | None
    escalated: int
    requests: int


class Ground(Protocol):
    """What an analysis is made of: readings of one metric in two periods, of others, and what happened.

    Whoever makes it has seen to it that these may be read.
    """

    @property
    def metric(self) -> Metric:
        """The metric that is asked about."""
        ...

    @property
    def stat(self) -> Stat:
        """The statistic of it."""
        ...

    @property
    def clock(self) -> Clock:
        """The clock its durations are on."""
        ...

    @property
    def within_seconds(self) -> float | None:
        """The threshold of a share within it, null where none was given."""
        ...

    @property
    def where(self) -> Where:
        """What the cases are narrowed to."""
        ...

    @property
    def as_of(self) -> int:
        """Until when the data is known."""
        ...

    @property
    def first_at(self) -> int | None:
        """Since when there is data; null where nothing is known of it."""
        ...

    @property
    def zone(self) -> str:
        """The zone of the periods."""
        ...

    @property
    def options(self) -> Mapping[str, str]:
        """The analysis' own options that were given, by name."""
        ...

    def tiers(self) -> Mapping[str, int]:
        """The tier of each team that has one declared; 1 is the first line."""
        ...

    def whole(self) -> tuple[Reading, Reading]:
        """The figure of all cases, in the period and in the one before."""
        ...

    def change(self) -> Change:
        """What became of the whole figure, judged as everywhere."""
        ...

    def split(self, dimension: str) -> Compared:
        """The figure by a dimension, in both periods.

        Raises `UsageError` where the metric has no such dimension, `NotAllowedError` where whoever asks may
        not split by it.
        """
        ...

    def figures(
        self,
        name: str,
        stat: Stat,
        by: Sequence[str] = (),
        *,
        before: bool = False,
        within_seconds: float | Decimal | None = None,
    ) -> Groups:
        """Readings of any metric in the period, or in the one before, narrowed as the question is.

        Without `by` there is one group, `()`. `within_seconds` is the threshold of a share within it.
        Raises `UsageError` where the metric has no such statistic or dimension, `NotAllowedError` where
        whoever asks may not split by it.
        """
        ...

    def months(self, name: str, stat: Stat, by: Sequence[str]) -> tuple[Groups, ...]:
        """Readings of any metric in each of the last ended months, two years of them at most, in order.

        Raises as `figures` does.
        """
        ...

    def lasting(self, by: Sequence[str] = ()) -> Lasting:
        """How long the requests raised in the period last, open ones too; of metrics of such durations alone.

        Without `by` there is one group, `()`, or none where there is no case. Raises as `figures` does.
        """
        ...

    @property
    def window(self) -> int | None:
        """The window of re-contact that is set, in microseconds; null where it is none."""
        ...

    def windows(self, unit: int, most: int) -> Windows:
        """The period's first resolutions, by windows of up to `most` units of so many microseconds."""
        ...

    def call_hours(self, channel: str) -> tuple[CallHour, ...]:
        """The live contacts of a channel in the period by the hour, in order; empty where there were none."""
        ...

    def returns(self) -> Returns:
        """Customers of the period who came back with the same matter by a new ticket, by both channels."""
        ...

    def settled(self, within: int) -> Ground:
        """The same over a period after whose end so many microseconds are known.

        It is the period moved back, or where its edges were given, the part of it. Raises `UsageError` where
        nothing is left of it.
        """
        ...

    @property
    def return_microseconds(self) -> int:
        """Within how long a customer who buys again returned, by the settings."""
        ...

    def courses(self) -> Courses:
        """The customers who wrote in the period with what they did then, and those who did not write."""
        ...

    def course(self, grain: Grain, count: int) -> tuple[Reading, ...]:
        """The figure in the last so many ended periods of a grain and in the one under way, in order.

        Raises `NotAllowedError` where one of them may not be seen.
        """
        ...

    def rated(self, drivers: Sequence[str], by: Sequence[str] = (), *, asked: bool = False) -> Rated:
        """The period's ratings of requests by what those had come to, and if `asked` those who were asked.

        Raises as `figures` does.
        """
        ...

    def limits_anew(self) -> LimitsAnew | None:
        """Since when the figure's limits are drawn anew; null where they are those of its beginning."""
        ...

    def notes(self, start_at: int, end_at: int) -> tuple[Note, ...]:
        """What was noted on a stretch of time, in order."""
        ...

    def low_ratings(self) -> tuple[LowRating, ...] | None:
        """The period's bad ratings with words and without a complaint that whoever asks may read, in order.

        Null where texts are not kept, or where ratings cannot be narrowed as the question is.
        """
        ...

    def seen(self, name: str, stat: Stat, by: Sequence[str]) -> frozenset[tuple[str | None, ...]] | None:
        """The groups of a metric whose figures whoever asks may see; null where they may see all.

        Raises as `figures` does.
        """
        ...

    def escalated(self) -> tuple[Escalated, ...]:
        """The period's handled requests that were escalated, to be counted in groups that may be seen."""
        ...

    def revenue(self, customers: frozenset[str]) -> tuple[tuple[str, float], ...] | None:
        """What these customers bought, less refunds, in the year up to the period's end, by currency.

        Null where whoever asks may not see all customers.
        """
        ...

    def held(self) -> tuple[HeldCell, ...]:
        """Who had how many of the period's handled requests and escalated them, of all who are asked about.

        What is made of it may be told of those alone whom `seen` names.
        """
        ...

    def articles_used(self, by: Sequence[str]) -> ArticlesUsed:
        """The articles used in what was resolved in the period, by dimensions, narrowed as the question is.

        Raises `NotAllowedError` where whoever asks may not split by them.
        """
        ...

    def live_load(self, channel: str, within_seconds: float, weeks: int) -> LiveLoad:
        """The live contacts of a channel by half hour, in so many weeks before as-of.

        Where the question is narrowed to channels, those stand instead.
        """
        ...


@dataclass(frozen=True)
class Option:
    """An option of an analysis, beside what all of them are asked with.

    `default` says in words what holds where it is not given; `label` is what a form calls it, empty of an
    option that no form has; `choices` are all that can be said, the one that holds by default first.
    """

    name: str
    metavar: str
    tells: str
    default: str
    label: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnalysisEntry:
    """One analysis of the registry: what its fields say, every face shows.

    `assumes` is what has to hold for the finding to hold, `distrust` when not to trust it. `libraries` says
    which library does the statistics and why, or why none is needed. `example` names its golden case. `of` is
    the metric it is always about, empty where it can be asked about one or another; `compares` says that it
    holds a period against the one before, `over_time` that it looks at the whole course, whatever the period.
    `period` names the one it is asked over if none is named, empty where it is the usual one.
    """

    name: str
    label: str
    tells: str
    answers: str
    assumes: tuple[str, ...]
    distrust: tuple[str, ...]
    method: str
    reference: str
    libraries: str
    example: str
    options: tuple[Option, ...] = ()
    of: str = ""
    compares: bool = True
    period: str = ""
    over_time: bool = False
    version: int = 1
    supports: Callable[[Metric, Stat], bool] = field(default=lambda _metric, _stat: True, repr=False)
    run: Callable[[Ground], Finding] | None = field(default=None, repr=False)

    @property
    def definition(self) -> str:
        """Name and version, as findings carry it."""
        return f"{self.name}@{self.version}"


TOLD = ("name", "label", "tells", "answers", "method", "reference", "libraries", "example")


def entry_faults(entry: AnalysisEntry, golden: Path) -> list[str]:
    """What is wrong with an entry: missing fields, no golden case. Empty if nothing is.

    `golden` is the folder of the golden cases of analyses; that of an analysis is named after it.
    """
    found = [f"{name} is missing" for name in TOLD if not str(getattr(entry, name)).strip()]
    found += [
        f"{name} is missing"
        for name in ("assumes", "distrust")
        if not getattr(entry, name) or not all(each.strip() for each in getattr(entry, name))
    ]
    for option in entry.options:
        found += [
            f"option {option.name or 'without a name'} does not say its {name}"
            for name in ("name", "metavar", "tells", "default")
            if not getattr(option, name).strip()
        ]
    if entry.run is None:
        found.append("nothing runs it")
    if entry.version < 1:
        found.append("versions start at 1")
    if not entry.example.startswith(f"{entry.name}-"):
        found.append(f"golden case {entry.example!r} is not named after it")
    elif not (golden / f"{entry.example}.toml").is_file():
        found.append(f"golden case {entry.example!r} does not exist")
    return [f"{entry.name or 'an analysis without a name'}: {fault}" for fault in found]
