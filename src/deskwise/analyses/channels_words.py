"""What `channels` says: what the move does to resolution, to work and to the queue; and who switches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deskwise.analyses.sentence import Amount, GroupName, Sentence, sentence
from deskwise.kernel.language import marked

if TYPE_CHECKING:
    from deskwise.analyses.channels import Channels
    from deskwise.analyses.queue_relief import Relief

MUCH, FEW = 0.1, 30
# A model that tells waits so many times as long or as short as they are tells the change alone.
FAR = 2.0


def sentences(told: Channels) -> tuple[Sentence, ...]:
    """The answer and what stands beside it."""
    return (*_answer(told), *_handling(told), *_queue(told), *_switches(told))


def doubts(told: Channels) -> tuple[Sentence, ...]:
    """What of this very finding is to be taken with care."""
    return tuple(_doubts(told))


def _answer(told: Channels) -> Iterator[Sentence]:
    if not told.here:
        yield sentence(
            marked("No request came by %(start)s in this time: name a channel to move contacts from."),
            start=told.start,
        )
        return
    if told.change is None or told.after is None:
        yield sentence(
            marked(
                "What moving %(share)s of the %(start)s requests to %(end)s does to first contact resolution"
                " is not known: no category has enough cases on both."
            ),
            share=Amount(told.share, "share"), start=told.start, end=told.end,
        )  # fmt: skip
        return
    change = told.change
    if told.changes:
        words = (
            marked(
                "With %(share)s of the %(start)s requests by %(end)s instead, first contact resolution of all"
                " would rise by %(by)s, from %(now)s to %(after)s (95 %% interval of the change %(low)s to"
                " %(high)s), with the same mix of categories."
            )
            if change.value > 0
            else marked(
                "With %(share)s of the %(start)s requests by %(end)s instead, first contact resolution of all"
                " would fall by %(by)s, from %(now)s to %(after)s (95 %% interval of the change %(low)s to"
                " %(high)s), with the same mix of categories."
            )
        )
    elif change.beyond:
        words = marked(
            "With %(share)s of the %(start)s requests by %(end)s instead, first contact resolution of all"
            " would stay what it is to a tenth of a point, %(now)s (95 %% interval of the change %(low)s to"
            " %(high)s), with the same mix of categories."
        )
    else:
        words = marked(
            "With %(share)s of the %(start)s requests by %(end)s instead, first contact resolution of all is"
            " not known to change: by %(by)s from %(now)s, which chance may make (95 %% interval %(low)s to"
            " %(high)s), with the same mix of categories."
        )
    values: dict[str, str | Amount] = {
        "share": Amount(told.share, "share"),
        "start": told.start,
        "end": told.end,
        "by": Amount(change.value, "share", "extent" if told.changes else "change"),
        "now": Amount(told.whole.value, "share"),
        "after": Amount(told.after, "share"),
        "low": Amount(change.low, "share", "change"),
        "high": Amount(change.high, "share", "change"),
    }
    yield sentence(words, **{name: value for name, value in values.items() if f"%({name})s" in words})
    if told.movable < told.here:
        yield sentence(
            marked(
                "%(n)s of %(all)s %(start)s requests stay where they are: in their categories %(end)s has too"
                " few cases to know what would become of them."
            ),
            n=told.here - told.movable, all=told.here, start=told.start, end=told.end,
        )  # fmt: skip


def _handling(told: Channels) -> Iterator[Sentence]:
    if told.seconds is None:
        return
    words = marked(
        "Handling those that are moved would take as long as now, as far as is known (%(by)s in all, 95 %%"
        " interval %(low)s to %(high)s)."
    )
    if told.seconds.beyond:
        words = (
            marked(
                "Handling those that are moved would take %(by)s more in all (95 %% interval %(low)s to"
                " %(high)s)."
            )
            if told.seconds.value > 0
            else marked(
                "Handling those that are moved would save %(by)s in all (95 %% interval %(low)s to %(high)s)."
            )
        )
    yield sentence(
        words,
        by=Amount(told.seconds.value, "seconds", "extent" if told.seconds.beyond else "change"),
        low=Amount(told.seconds.low, "seconds", "change"),
        high=Amount(told.seconds.high, "seconds", "change"),
    )


def _queue(told: Channels) -> Iterator[Sentence]:
    called = told.called
    if called is None:
        return
    yield sentence(
        marked(
            "Contacts by %(start)s would keep %(after)s people busy in a mean hour instead of %(now)s, of"
            " %(people)s whom they show to be there."
        ),
        start=told.start, after=Amount(called.after.load, "points"), now=Amount(called.now.load, "points"),
        people=Amount(called.people, "points"),
    )  # fmt: skip
    if called.now.mean_seconds is not None and _tells_waits(called):
        yield sentence(
            marked(
                "By Erlang C one would wait %(after)s instead of %(now)s with the same people, and"
                " %(prompt)s instead of %(prompt_now)s would be picked up within 20 seconds."
            ),
            after=Amount(called.after.mean_seconds, "seconds"),
            now=Amount(called.now.mean_seconds, "seconds"),
            prompt=Amount(called.after.prompt_share, "share"),
            prompt_now=Amount(called.now.prompt_share, "share"),
        )


def _tells_waits(called: Relief) -> bool:
    return called.now.swamped_share <= 1 / 2


def _switches(told: Channels) -> Iterator[Sentence]:
    if len(told.requests) < 2:
        return
    if told.switched.n and told.switched.value is not None:
        by_channel = told.figures["channel_switch_rate"]
        most = max(
            (name for name, each in by_channel.items() if each.n >= FEW and each.value),
            key=lambda name: float(by_channel[name].value or 0),
            default=None,
        )
        if most is None:
            yield sentence(
                marked(
                    "Of %(n)s resolved requests %(share)s had a customer who wrote in more than one channel."
                ),
                n=told.switched.n, share=Amount(told.switched.value, "share"),
            )  # fmt: skip
        else:
            yield sentence(
                marked(
                    "Of %(n)s resolved requests %(share)s had a customer who wrote in more than one channel,"
                    " most of those that began by %(channel)s: %(most)s."
                ),
                n=told.switched.n, share=Amount(told.switched.value, "share"),
                channel=GroupName(most, "channel"), most=Amount(by_channel[most].value, "share"),
            )  # fmt: skip
    if told.ways:
        way = max(told.ways, key=lambda each: (int(told.ways[each].numerator or 0), str(each)))
        (before, after), found = way, told.ways[way]
        yield sentence(
            marked(
                "Within a request they went on most often from %(before)s by %(after)s: %(most)s of %(n)s"
                " requests, %(share)s."
            ),
            before=GroupName(before, "channel"), after=GroupName(after, "channel"),
            most=int(found.numerator or 0), n=found.n, share=Amount(found.value, "share"),
        )  # fmt: skip
    total = sum(told.returns.values())
    if told.elsewhere:
        changed = {pair: n for pair, n in told.returns.items() if pair[0] != pair[1]}
        before, after = max(changed, key=lambda pair: (changed[pair], str(pair)))
        yield sentence(
            marked(
                "Of %(all)s customers who came back with the same matter by a new ticket %(n)s (%(share)s)"
                " took another channel, most often from %(before)s to %(after)s (%(most)s)."
            ),
            all=total, n=told.elsewhere, share=Amount(told.elsewhere / total, "share"),
            before=GroupName(before, "channel"), after=GroupName(after, "channel"),
            most=changed[before, after],
        )  # fmt: skip


def _doubts(told: Channels) -> Iterator[Sentence]:
    if told.change is not None and told.here - told.movable > MUCH * told.here:
        yield sentence(
            marked("%(share)s of what was to be moved cannot be: the effect is that of the rest alone."),
            share=Amount(1 - told.movable / told.here, "share"),
        )
    if not told.ways_known:
        yield sentence(
            marked(
                "From which channel to which customers went on within a request is known from the next import"
                " on: an older version did not look."
            )
        )
    called = told.called
    if called is None:
        if told.here:
            yield sentence(
                marked(
                    "Of the queue nothing is said: no live contacts of %(start)s are known, or no work on"
                    " them."
                ),
                start=told.start,
            )
        return
    if called.now.swamped_share:
        yield sentence(
            marked(
                "%(share)s of the contacts by %(start)s come in hours in which they would keep busy everybody"
                " who is there or more: of these no wait is told (after the move %(after)s)."
            ),
            start=told.start,
            share=Amount(called.now.swamped_share, "share"),
            after=Amount(called.after.swamped_share, "share"),
        )
    handled = told.figures["handle_time"].get(told.start)
    if handled is not None and handled.n < told.here / 2:
        yield sentence(
            marked(
                "Work is recorded of %(n)s %(start)s requests alone: how long one takes is known of them."
            ),
            n=handled.n, start=told.start,
        )  # fmt: skip
    met, now = told.waited, called.now.mean_seconds
    if met is None or now is None or not _tells_waits(called):
        return
    if max(met, now) > FAR * max(min(met, now), 1.0):
        yield sentence(
            marked(
                "The mean wait that was measured on %(start)s is %(met)s: the formula is far from it, so take"
                " the change it tells and not the level."
            ),
            start=told.start, met=Amount(met, "seconds"),
        )  # fmt: skip
