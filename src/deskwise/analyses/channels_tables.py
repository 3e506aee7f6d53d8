"""The numbers and tables of `channels`: the channels, what each category does, and who switches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.analyses.cells import Group
from deskwise.analyses.finding import CasePart, Number, NumberColumn, NumberTable
from deskwise.analyses.finding import Cell as TableCell
from deskwise.analyses.moved_share import Difference
from deskwise.analyses.queue_relief import numbers_of
from deskwise.kernel.language import marked

if TYPE_CHECKING:
    from deskwise.analyses.channels import Channels

METRIC, COUNTED, HANDLED = "first_contact_resolution", "requests_received", "handle_time"
WAITED, ABANDONED, SWITCHED = "first_response_time", "abandonment_rate", "channel_switch_rate"
WAYS = ("from_channel", "to_channel")
MOVES, STAYS = marked("can be moved"), marked("too few cases there")


def numbers(told: Channels) -> tuple[Number, ...]:
    """The numbers of the finding."""
    change, seconds = told.change, told.seconds
    called = {} if told.called is None else numbers_of(told.called)
    return (
        Number("fcr_now", marked("first contact resolution now"), told.whole.value, "share"),
        Number("fcr_after", marked("first contact resolution after the move"), told.after, "share"),
        _change("fcr_change", marked("what the move does to it"), change, "share"),
        _change("fcr_difference", marked("difference for those who move"), told.difference, "share"),
        Number("moved", marked("requests moved"), told.share * told.movable, "count"),
        Number("unmovable", marked("requests that cannot be moved"), told.here - told.movable, "count"),
        _change("handling", marked("handling that the move costs"), seconds, "seconds"),
        Number("load_now", marked("people kept busy now"), called.get("load_now"), "score"),
        Number("load_after", marked("and after the move"), called.get("load_after"), "score"),
        Number("wait_now", marked("wait for a person by Erlang C now"), called.get("wait_now"), "seconds"),
        Number("wait_after", marked("and after the move"), called.get("wait_after"), "seconds"),
        Number(
            "prompt_now", marked("answered within 20 s by Erlang C now"), called.get("prompt_now"), "share"
        ),
        Number("prompt_after", marked("and after the move"), called.get("prompt_after"), "share"),
        Number("switched", marked("wrote in more than one channel"), told.switched.value, "share"),
    )


def _change(name: str, label: str, found: Difference | None, unit: str) -> Number:
    if found is None:
        return Number(name, label, None, unit, signed=True)
    return Number(name, label, found.value, unit, found.low, found.high, signed=True)


def channel_columns() -> tuple[NumberColumn, ...]:
    """What is told of each channel."""
    return (
        NumberColumn("channel", marked("channel"), None, dimension="channel"),
        NumberColumn("requests", marked("requests"), "count", opens=COUNTED),
        NumberColumn("share", marked("share"), "share"),
        NumberColumn("wait", marked("first response, median"), "seconds"),
        NumberColumn("fcr", marked("first contact resolution"), "share"),
        NumberColumn("handle_time", marked("handle time, mean"), "seconds"),
        NumberColumn("abandoned", marked("given up"), "share"),
        NumberColumn("switched", marked("switched"), "share"),
    )


def channel_row(told: Channels, channel: Group) -> tuple[TableCell, ...]:
    """A channel's row."""
    shown = {name: each.get(channel) for name, each in told.figures.items()}
    value = {name: None if each is None else each.value for name, each in shown.items()}
    n = told.requests[channel]
    return (
        channel, n, n / sum(told.requests.values()), value[WAITED], value[METRIC], value[HANDLED],
        value[ABANDONED], value[SWITCHED],
    )  # fmt: skip


def category_table(told: Channels) -> NumberTable:
    """The categories of what is to be moved, and what each does to the whole."""
    rows = []
    for each in told.categories:
        part = told.effects.get(each.category)
        rows.append(
            (
                each.category,
                each.requests,
                None if each.here is None else each.here.value,
                None if each.there is None else each.there.value,
                0 if each.there is None else int(each.there.denominator or 0),
                MOVES if each.movable else STAYS,
                None if part is None else part.there - part.here,
            )
        )
    return NumberTable(
        "categories",
        marked("By category: how the same requests are solved on both channels"),
        (
            NumberColumn("category", marked("category"), None, dimension="category"),
            NumberColumn("requests", marked("requests"), "count"),
            NumberColumn("fcr_here", marked("resolved at first contact"), "share"),
            NumberColumn("fcr_there", marked("on the other"), "share"),
            NumberColumn("n_there", marked("its cases"), "count"),
            NumberColumn("verdict", marked("verdict"), None, said=True),
            NumberColumn("difference", marked("difference"), "share", signed=True),
        ),
        tuple(rows),
    )


def way_table(told: Channels) -> NumberTable:
    """Within a request from which channel customers went on by which, the most first."""
    ways = sorted(told.ways.items(), key=lambda each: (-int(each[1].numerator or 0), str(each[0])))
    return NumberTable(
        "ways",
        marked("Within a request: from which channel customers went on by which"),
        (
            NumberColumn("from_channel", marked("from channel"), None, dimension="from_channel"),
            NumberColumn("to_channel", marked("to channel"), None, dimension="to_channel"),
            NumberColumn("n", marked("requests"), "count", opens=SWITCHED, part=CasePart("yes")),
            NumberColumn("share", marked("of all resolved"), "share"),
        ),
        tuple((before, after, int(each.numerator or 0), each.value) for (before, after), each in ways),
    )


def switch_table(told: Channels) -> NumberTable:
    """From which channel to which customers came back, the most first."""
    changed = [(pair, n) for pair, n in told.returns.items() if pair[0] != pair[1]]
    changed.sort(key=lambda each: (-each[1], str(each[0])))
    total = sum(told.returns.values())
    return NumberTable(
        "switches",
        marked("Customers who came back with the same matter by another channel"),
        (
            NumberColumn("before", marked("began by"), None, dimension="channel"),
            NumberColumn("back_by", marked("came back by"), None),
            NumberColumn("n", marked("customers"), "count"),
            NumberColumn("share", marked("of all who came back"), "share"),
        ),
        tuple((before, after, n, n / total) for (before, after), n in changed),
    )
