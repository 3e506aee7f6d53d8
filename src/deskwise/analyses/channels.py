"""What moving contacts from one channel to another does: to first contact resolution, work and the queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deskwise.analyses.cells import Group
from deskwise.analyses.channels_tables import (
    ABANDONED,
    COUNTED,
    HANDLED,
    METRIC,
    SWITCHED,
    WAITED,
    WAYS,
    category_table,
    channel_columns,
    channel_row,
    numbers,
    switch_table,
    way_table,
)
from deskwise.analyses.channels_words import doubts, sentences
from deskwise.analyses.entry import AnalysisEntry, Option
from deskwise.analyses.finding import Finding, Outcome
from deskwise.analyses.ground import Ground
from deskwise.analyses.moved_share import (
    FEWEST_THERE,
    Category,
    Difference,
    Part,
    moved_figure,
    moved_handling,
    summed,
)
from deskwise.analyses.of_whom import whole_of
from deskwise.analyses.one_period import rests_on_period
from deskwise.analyses.queue_relief import Relief, relief, usual_week
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.kernel.language import marked, say
from deskwise.metrics.changed_channel import Returns
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.readings import Reading

FROM, TO, MOVED = "phone", "chat", 20
PERCENT = 100
# The facts that an older version did not make.
WAYS_FACT = "channel_switches"
# What is read by channel alone, with the statistic of it; the rest is added up from its categories.
READ: tuple[tuple[str, Stat], ...] = ((WAITED, "p50"), (ABANDONED, "share"), (SWITCHED, "share"))
BY_CATEGORY: tuple[tuple[str, Stat], ...] = ((COUNTED, "count"), (METRIC, "share"), (HANDLED, "mean"))
# What would be told as a change of nought is none.
LEAST = 0.0005


@dataclass(frozen=True)
class Shown:
    """A figure of a channel and its cases; null without any."""

    value: float | None
    n: int


@dataclass(frozen=True)
class Channels:
    """What sentences are made of.

    `requests` are those received by channel, `figures` what is told of each channel by metric. `change` is
    that of the whole figure, null where nothing can be said; `effects` are its parts by category, `seconds`
    the handling that is spent (or saved, below 0). `share` is what was asked to be moved; `called` what the
    telephone showed, null where nobody called or nobody knows how long calls last. `waited` is how long those
    who were answered waited there in the mean, in seconds. `ways` are the shares of resolved requests whose
    customer went on from a channel by another, by both; of facts of an older version they are not
    `ways_known`.
    """

    start: str
    end: str
    share: float
    whole: Reading
    requests: Mapping[Group, int]
    figures: Mapping[str, Mapping[Group, Shown]]
    categories: tuple[Category, ...]
    effects: Mapping[Group, Part]
    change: Difference | None
    seconds: Difference | None
    called: Relief | None
    waited: float | None
    returns: Returns
    switched: Reading
    ways: Mapping[tuple[Group, Group], Reading]
    ways_known: bool

    @property
    def here(self) -> int:
        """The requests that begin on the channel that is moved from."""
        return sum(each.requests for each in self.categories)

    @property
    def movable(self) -> int:
        """Those of categories of which it is known what becomes of them on the other."""
        return sum(each.requests for each in self.categories if each.movable)

    @property
    def gone(self) -> float:
        """The share of the channel's contacts that leaves it; all that is asked where nothing is known."""
        return self.share * (self.movable / self.here if self.movable else 1.0)

    @property
    def after(self) -> float | None:
        """The whole figure once they are moved."""
        if self.change is None or self.whole.value is None:
            return None
        return float(self.whole.value) + self.change.value

    @property
    def difference(self) -> Difference | None:
        """The figure of those that are moved against what it would have been where they were."""
        weight = sum(each.weight for each in self.effects.values())
        if self.change is None or not weight:
            return None
        return Difference(self.change.value / weight, self.change.low / weight, self.change.high / weight)

    @property
    def changes(self) -> bool:
        """Whether it is known to change by as much as can be told."""
        return self.change is not None and self.change.beyond and abs(self.change.value) >= LEAST

    @property
    def elsewhere(self) -> int:
        """Customers who came back with the same matter by another channel."""
        return sum(n for (before, after), n in self.returns.items() if before != after)


def channels(ground: Ground) -> Finding:
    """What moving contacts from a channel to another does.

    Raises `UsageError` for a share that is none, or where the question is narrowed to channels, and
    `NotAllowedError` where whoever asks may not see the channels' figures.
    """
    start, end, share = _asked(ground)
    whole = whole_of(ground, METRIC, "share")
    cells = {name: ground.figures(name, stat, ("category", "channel")).readings for name, stat in BY_CATEGORY}
    requests: dict[Group, int] = {}
    for (_, channel), each in cells[COUNTED].items():
        requests[channel] = requests.get(channel, 0) + each.n
    seen = ground.seen(COUNTED, "count", ("channel",))
    hidden = {each for each in requests if seen is not None and (each,) not in seen}
    if {start, end} & hidden:
        raise NotAllowedError(
            say("this figure is of too few people to be shown"), do=say("ask for more time or fewer filters")
        )
    shown = {name: n for name, n in requests.items() if name not in hidden}
    return _finding(ground, _told(ground, (start, end, share), whole, cells, shown, hidden))


def _told(
    ground: Ground,
    asked: tuple[str, str, float],
    whole: Reading,
    cells: Mapping[str, Mapping[tuple[str | None, ...], Reading]],
    requests: Mapping[Group, int],
    hidden: set[Group],
) -> Channels:
    start, end, share = asked
    figures: dict[str, Mapping[Group, Shown]] = {}
    for name, stat in READ:
        found = ground.figures(name, stat, ("channel",))
        figures[name] = {
            key[0]: Shown(_value(each), each.n)
            for key, each in found.readings.items()
            if key not in found.hidden
        }
    for name in (METRIC, HANDLED):
        figures[name] = _by_channel(cells[name])
    categories = _categories(cells, start, end)
    effects = moved_figure(categories, share, int(whole.denominator or 0))
    busy = figures[HANDLED].get(start)
    told = Channels(
        start=start,
        end=end,
        share=share,
        whole=whole,
        requests=requests,
        figures=figures,
        categories=categories,
        effects=effects,
        change=summed(list(effects.values())),
        seconds=summed(moved_handling(categories, share)),
        called=None,
        waited=_mean_wait(ground, start),
        returns={pair: n for pair, n in ground.returns().items() if not hidden & set(pair)},
        switched=whole_of(ground, SWITCHED, "share"),
        ways=_ways(ground, hidden),
        ways_known=WAYS_FACT not in ground.lacking,
    )
    if busy is None or busy.value is None:
        return told
    week = usual_week(ground.call_hours(start), ground.zone)
    return Channels(**{**vars(told), "called": relief(week, float(busy.value), told.gone)})


def _ways(ground: Ground, hidden: set[Group]) -> dict[tuple[Group, Group], Reading]:
    found = ground.figures(SWITCHED, "share", WAYS)
    shown = {key: each for key, each in found.readings.items() if each.numerator and key not in found.hidden}
    return {(key[0], key[1]): each for key, each in shown.items() if not hidden & set(key)}


def _asked(ground: Ground) -> tuple[str, str, float]:
    options = ground.options
    start, end = options.get("from_channel") or FROM, options.get("to_channel") or TO
    if "channel" in ground.where:
        raise UsageError(
            say("channels are held against each other, and the filters leave out some"),
            do=say("leave %(dimension)s out of the filters", dimension="channel"),
        )
    if start == end:
        raise UsageError(
            say("nothing moves from %(channel)s to %(channel)s", channel=start),
            do=say("name two channels"),
        )
    words = (options.get("share") or str(MOVED)).strip().rstrip("%").strip()
    try:
        percent = float(words)
    except ValueError:
        percent = 0.0
    if not 0 < percent <= PERCENT:
        raise UsageError(
            say("%(words)s is no share that can be moved", words=repr(options.get("share"))),
            do=say("write percent, such as 20"),
        )
    return start, end, percent / PERCENT


def _by_channel(cells: Mapping[tuple[str | None, ...], Reading]) -> dict[Group, Shown]:
    """Shares and means by channel, from those of its categories."""
    found: dict[Group, Shown] = {}
    for (_, channel), each in cells.items():
        value, before = _value(each), found.get(channel, Shown(0.0, 0))
        if value is not None and each.n:
            n = before.n + each.n
            found[channel] = Shown(((before.value or 0.0) * before.n + value * each.n) / n, n)
    return found


def _mean_wait(ground: Ground, channel: str) -> float | None:
    found = ground.figures(WAITED, "mean", ("channel",))
    reading = found.readings.get((channel,))
    return None if reading is None or (channel,) in found.hidden else _value(reading)


def _value(reading: Reading) -> float | None:
    return None if reading.value is None else float(reading.value)


def _categories(
    cells: Mapping[str, Mapping[tuple[str | None, ...], Reading]], start: str, end: str
) -> tuple[Category, ...]:
    received, solved, handled = cells[COUNTED], cells[METRIC], cells[HANDLED]
    # One that was resolved in the period may have been raised before it.
    names = {category for found in (received, solved) for category, channel in found if channel == start}
    return tuple(
        Category(
            category=name,
            requests=received[name, start].n if (name, start) in received else 0,
            here=solved.get((name, start)),
            there=solved.get((name, end)),
            handled_here=handled.get((name, start)),
            handled_there=handled.get((name, end)),
        )
        for name in sorted(names, key=lambda name: (name is None, str(name)))
    )


def _finding(ground: Ground, told: Channels) -> Finding:
    outcome: Outcome = "too few"
    if told.change is not None:
        outcome = "found" if told.changes else "nothing"
    return Finding(
        analysis=ENTRY.name,
        version=ENTRY.version,
        outcome=outcome,
        sentences=sentences(told),
        doubts=doubts(told),
        numbers=numbers(told),
        columns=channel_columns(),
        rows=tuple(
            channel_row(told, each) for each in sorted(told.requests, key=lambda each: (each is None, each))
        ),
        rests_on=rests_on_period(ground, told.whole, "channel", int(told.whole.denominator or 0)),
        label=marked("The channels"),
        more=(category_table(told), way_table(told), switch_table(told)),
    )


def _supports(_metric: Metric, stat: Stat) -> bool:
    return stat == "share"


ENTRY = AnalysisEntry(
    name="channels",
    label="Channels",
    tells="What moving contacts from the phone to chat does to first contact resolution, work and the queue.",
    answers="What happens if a share of the calls comes by chat instead, and who switches on the way?",
    assumes=(
        "Requests of one category are alike on both channels: who moves is like who is there already.",
        "Whoever works on the other channel has room for what is moved there.",
        "A call keeps somebody busy for as long as the channel's requests take to handle.",
        "Of the hours of a week each is as the same hour of the period's other weeks.",
    ),
    distrust=(
        "Who calls may have the harder case of a category: then less is gained than is said here.",
        "Erlang C lets nobody give up and knows people who take calls alone: take the change, not the level.",
        "Whoever answers mail between calls is counted among those who are there for calls.",
        "Several chats at a time are not seen where work is recorded by the request.",
    ),
    method=(
        "First contact resolution is read for each category on both channels. Of each category with at least"
        f" {FEWEST_THERE} cases on the other channel the share that is moved gets that channel's figure"
        " (direct standardisation to the mix of categories of those that are moved); what that does to the"
        " whole is the sum of differences, each times its share of all cases. The interval is made of the"
        " Wilson intervals of all figures by square-and-add (Zou and Donner). Other categories stay where"
        " they are, and their requests are counted as those that cannot be moved. Handling is worked out"
        " alike of mean handle times with Student's intervals. The telephone: live contacts of the channel"
        " by hour of the week, each hour as the mean of those in which anything happened; people there are"
        " those who picked up in the hour, or both before and after it within three hours; a call lasts as"
        " long as the channel's mean handle time. Load is calls an hour times that. Waits are by Erlang C, of"
        " all hours in which the calls do not keep busy as many as there are, weighted by calls; once with"
        " all calls, once without those that are moved. Switches on the way: requests whose customer wrote"
        " in more than one channel, by the channel they began on, and of the resolved how many went on from"
        " each channel by each other, a request once however often it was switched there and back; and"
        " customers who came back within the"
        " window with the same matter by a new ticket, by the channels of both."
    ),
    reference=(
        "G. Y. Zou, A. Donner, Construction of confidence limits about effect measures, Statistics in"
        " Medicine 27 (2008); R. G. Newcombe, Interval estimation for the difference between independent"
        " proportions, Statistics in Medicine 17 (1998); A. K. Erlang, Solution of some problems in the"
        " theory of probabilities of significance in automatic telephone exchanges (1917)"
    ),
    libraries="None: sums, and Erlang's recursion, which is exact.",
    example="channels-a_fifth_of_the_calls_by_chat",
    options=(
        Option(
            "from_channel",
            "CHANNEL",
            marked("The channel that contacts are moved from."),
            FROM,
            label=marked("from channel"),
        ),
        Option(
            "to_channel",
            "CHANNEL",
            marked("The channel that they are moved to."),
            TO,
            label=marked("to channel"),
        ),
        Option(
            "share",
            "PERCENT",
            marked("How many percent of them are moved."),
            str(MOVED),
            label=marked("percent moved"),
        ),
    ),
    of=METRIC,
    compares=False,
    period="quarter",
    supports=_supports,
    run=channels,
)
