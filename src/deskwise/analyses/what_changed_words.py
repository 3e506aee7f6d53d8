"""What `what_changed` says: the answer first, then what it is made of, then what speaks against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from deskwise.analyses.change import Change
from deskwise.analyses.change_split import GroupChange, Split
from deskwise.analyses.finding import Outcome
from deskwise.analyses.ground_values import Note
from deskwise.analyses.sentence import Amount, GroupName, Moment, Sentence, Value, Word, sentence
from deskwise.analyses.standing_out import stands_out
from deskwise.kernel.language import marked
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.readings import Reading

DAY = 86_400_000_000
# Clocks change by an hour, and a month more or less says something of a count.
SAME_LENGTH = DAY // 2
OTHERS = marked("all other groups together")
FELL, ROSE = marked("fell"), marked("rose")
MOST_NOTES = 5
NEXT_TO_NOTHING = 0.005
# Of two groups the one that took cases from the other is what people see.
PREFER_GROWN = 1.5


@dataclass(frozen=True)
class Told:
    """All that sentences are made of. `split` is null where there are too few cases to split.

    `looked_through` are the dimensions among which that of the split was chosen, none where it was asked for.
    """

    metric: Metric
    stat: Stat
    now: Reading
    before: Reading
    change: Change
    outcome: Outcome
    split: Split | None
    looked_through: tuple[str, ...]
    notes: tuple[Note, ...]
    fewest: int


def sentences(told: Told) -> tuple[Sentence, ...]:
    """The answer and what stands beside it."""
    if told.outcome == "too few":
        return (_too_few(told),)
    return (_answer(told), *_parts(told), *_reversal(told), *_chosen(told), *_noted(told))


def doubts(told: Told) -> tuple[Sentence, ...]:
    """What of this very finding is to be taken with care."""
    return tuple(_doubts(told))


def _answer(told: Told) -> Sentence:
    difference = told.change.difference or 0.0
    now, before = _amount(told, told.now.value), _amount(told, told.before.value)
    if difference == 0:
        words = marked("%(metric)s did not change: %(now)s in both periods.")
        return sentence(words, metric=_name(told), now=now)
    verdict = {
        "better": marked("better, beyond noise"),
        "worse": marked("worse, beyond noise"),
        "moved": marked("beyond noise"),
        "within noise": marked("within noise, so nothing is known to have changed"),
        "too few": marked("not judged, for the later period has not ended"),
    }.get(told.change.verdict, "")
    moved = marked("fell by %(by)s") if difference < 0 else marked("rose by %(by)s")
    return sentence(
        marked("%(metric)s %(moved)s, from %(before)s to %(now)s: %(verdict)s."),
        metric=_name(told),
        moved=sentence(moved, by=_extent(told, difference)),
        before=before,
        now=now,
        verdict=Word(verdict),
    )


def _too_few(told: Told) -> Sentence:
    return sentence(
        marked(
            "There are too few cases to say what changed: %(n)s in the later period and %(n_before)s in the"
            " earlier; it takes %(fewest)s."
        ),
        n=told.now.n,
        n_before=told.before.n,
        fewest=told.fewest,
    )


def _parts(told: Told) -> Iterator[Sentence]:
    """What the difference is made of, where it is more than noise or its parts are."""
    split = told.split
    if split is None or len(split.groups) < 2:
        return
    if split.rate is None or split.mix is None:
        if told.outcome == "nothing":
            yield from _unlike(told, split)
        elif split.difference:
            yield from _counted(told, split)
        return
    rate, mix = split.rate, split.mix
    rate_beyond, mix_beyond = map(_leaves_out_zero, (split.rate_interval, split.mix_interval))
    if told.outcome == "nothing" and not (rate_beyond and mix_beyond and _stands_out(told, split)):
        yield from _unlike(told, split)
        return
    yield sentence(
        _words_of_parts(rate, mix, rate_beyond=rate_beyond, mix_beyond=mix_beyond),
        dimension=Word(dimension(split.dimension).label),
        rate=_extent(told, rate),
        mix=_extent(told, mix),
        way=_way(rate),
        most=_most(told, split, lambda each: each.rate or 0.0, rate),
        shift=_shift(split, mix),
    )


def _unlike(told: Told, split: Split) -> Iterator[Sentence]:
    """The group that moved most unlike the others where the whole is quiet and chance hardly did it."""
    moved = [each for each in split.groups if each.beyond and not each.pair.others]
    if not moved or not _stands_out(told, split):
        return
    group = max(moved, key=lambda each: abs(each.total))
    yield sentence(
        marked(
            "Yet by %(dimension)s the groups moved unlike each other, more than chance lets them: most of all"
            " %(group)s, from %(before)s to %(now)s."
        ),
        dimension=Word(dimension(split.dimension).label),
        group=_group(split, group),
        before=_amount(told, group.value_before),
        now=_amount(told, group.value),
    )


def _stands_out(told: Told, split: Split) -> bool:
    """Whether the groups moved unlike each other beyond what chance does to the best of those looked at."""
    return stands_out(split.standing, max(len(told.looked_through), 1))


def _words_of_parts(rate: float, mix: float, *, rate_beyond: bool, mix_beyond: bool) -> str:
    """How the two parts are told: one that chance alone may be explains nothing."""
    if not rate_beyond and not mix_beyond:
        return marked(
            "By %(dimension)s, %(rate)s of it lies within the groups and %(mix)s is mix; neither is beyond"
            " noise by itself."
        )
    if abs(mix) <= NEXT_TO_NOTHING * abs(rate) and not mix_beyond:
        return marked(
            "All of it is within the groups by %(dimension)s, where the figure %(way)s, most at %(most)s."
        )
    if abs(rate) <= NEXT_TO_NOTHING * abs(mix) and not rate_beyond:
        return marked(
            "All of it is mix by %(dimension)s: %(shift)s, and within the groups the figure is the same."
        )
    if not mix_beyond:
        return marked(
            "It is within the groups by %(dimension)s that the figure %(way)s, by %(rate)s, most at %(most)s;"
            " what the mix did, %(mix)s, is within noise."
        )
    if not rate_beyond:
        return marked(
            "It is the mix by %(dimension)s that did %(mix)s: %(shift)s; within the groups the figure %(way)s"
            " by %(rate)s, which is within noise."
        )
    if rate * mix > 0:
        return marked(
            "%(rate)s of it because the figure %(way)s within the groups by %(dimension)s, most at %(most)s;"
            " %(mix)s because the mix changed: %(shift)s."
        )
    if abs(rate) > abs(mix):
        return marked(
            "Within the groups by %(dimension)s the figure %(way)s by %(rate)s, most at %(most)s; a changed"
            " mix took %(mix)s of that back: %(shift)s."
        )
    return marked(
        "A changed mix by %(dimension)s did %(mix)s: %(shift)s; within the groups the figure %(way)s by"
        " %(rate)s, most at %(most)s."
    )


def _counted(told: Told, split: Split) -> Iterator[Sentence]:
    group = _largest(split, lambda each: each.total, split.difference)
    if group is None:
        return
    words = marked("By %(dimension)s most of it is %(group)s: %(part)s, from %(before)s to %(now)s.")
    yield sentence(
        words,
        dimension=Word(dimension(split.dimension).label),
        group=_group(split, group),
        part=Amount(group.total, told.now.unit, "change"),
        before=_amount(told, group.value_before),
        now=_amount(told, group.value),
    )


def _reversal(told: Told) -> Iterator[Sentence]:
    split = told.split
    if split is None or split.reversal is None:
        return
    mix_beyond = _leaves_out_zero(split.mix_interval)
    if told.outcome == "nothing" and not (mix_beyond and _stands_out(told, split)):
        return
    moved = [each for each in split.groups if each.change is not None]
    against = [each for each in moved if (each.change or 0) * split.difference < 0]
    values: dict[str, Value] = {
        "n": len(against),
        "all": len(moved),
        "way": _way(-split.difference),
        "whole": _way(split.difference),
    }
    if split.reversal == "all":
        words = marked(
            "In every one of the %(all)s groups the figure %(way)s, and in the whole it %(whole)s: only the"
            " mix makes it so (Simpson's reversal)."
        )
    else:
        words = marked(
            "In %(n)s of %(all)s groups, which hold most of the cases, the figure %(way)s, and in the whole"
            " it %(whole)s: the mix makes it so (Simpson's reversal)."
        )
    yield sentence(words, **values)
    if told.outcome != "found" or not mix_beyond:
        yield sentence(marked("Chance alone may have made it so."))


def _chosen(told: Told) -> Iterator[Sentence]:
    split, looked = told.split, told.looked_through
    if split is None or len(looked) < 2 or told.outcome == "nothing":
        return
    if _stands_out(told, split):
        words = marked("Of the %(n)s dimensions looked through, %(dimension)s tells most.")
    else:
        words = marked(
            "Of the %(n)s dimensions looked through none stands out: as far as chance lets one see, all their"
            " groups moved alike. Shown is %(dimension)s."
        )
    yield sentence(words, n=len(looked), dimension=Word(dimension(split.dimension).label))


def _noted(told: Told) -> Iterator[Sentence]:
    for note in told.notes[:MOST_NOTES]:
        yield sentence(marked("Noted near it, %(at)s: %(note)s."), at=Moment(note.at), note=note.words)
    more = len(told.notes) - MOST_NOTES
    if more > 0:
        yield sentence(marked("%(n)s more notes are near it."), n=more)


def _doubts(told: Told) -> Iterator[Sentence]:
    now, before, split = told.now, told.before, told.split
    if now.period is not None and now.period.partial and told.outcome == "too few":
        yield sentence(marked("The later period has not ended."))
    if told.metric.kind in {"duration", "age"} and told.stat == "mean":
        yield sentence(
            marked("It is of the mean, which a few long cases can move; medians do not add up over groups.")
        )
    undecided = now.provisional or (now.open if told.metric.unit == "share" else 0)
    if undecided:
        yield sentence(
            marked("%(n)s cases of the later period are not decided yet and may still change it."),
            n=undecided,
        )
    if told.metric.kind == "count" and _lengths_differ(now, before):
        yield sentence(marked("The periods are not of the same length, and a count grows with its period."))
    if split is None:
        return
    others = next((each for each in split.groups if each.pair.others), None)
    if others is not None:
        yield sentence(
            marked("%(n)s groups are told as one: what moved between them is not told apart."),
            n=others.pair.members,
        )
    if split.rate is not None and (split.rate_interval is None or split.mix_interval is None):
        yield sentence(marked("A group has too few cases for the noise of both parts to be known."))


def _most(told: Told, split: Split, part: Callable[[GroupChange], float], sign: float) -> Sentence:
    group = _largest(split, part, sign)
    if group is None:
        return sentence(OTHERS)
    return sentence(
        marked("%(group)s (%(part)s)"),
        group=_group(split, group),
        part=Amount(part(group), told.now.unit, "change"),
    )


def _shift(split: Split, mix: float) -> Sentence:
    """The group whose share did most of a mix: one that grew, unless one that shrank did clearly more."""
    pulling = [each for each in split.groups if (each.mix or 0.0) * mix > 0]
    group = max(pulling, key=_as_told, default=None)
    if group is None or group.share is None or group.share_before is None:
        return sentence(OTHERS)
    more = group.share > group.share_before
    words = (
        marked("more of the cases are %(group)s (%(share)s after %(share_before)s)")
        if more
        else marked("fewer of the cases are %(group)s (%(share)s after %(share_before)s)")
    )
    return sentence(
        words,
        group=_group(split, group),
        share=Amount(group.share, "share"),
        share_before=Amount(group.share_before, "share"),
    )


def _as_told(group: GroupChange) -> float:
    grew = (group.share or 0.0) > (group.share_before or 0.0)
    return abs(group.mix or 0.0) * (PREFER_GROWN if grew else 1.0)


def _largest(split: Split, part: Callable[[GroupChange], float], sign: float) -> GroupChange | None:
    """The group that does most of a sum in its own direction; one told by name where two do the same."""
    pulling = [each for each in split.groups if part(each) * sign > 0]
    return max(pulling, key=lambda each: abs(part(each)), default=None)


def _group(split: Split, group: GroupChange) -> Value:
    if group.pair.others:
        return Word(OTHERS)
    return GroupName(group.pair.value, dimension(split.dimension).label)


def _name(told: Told) -> Sentence | Word:
    if told.metric.kind in {"duration", "age"}:
        words = (
            marked("%(metric)s (mean)")
            if told.stat == "mean"
            else marked("%(metric)s (share within the threshold)")
        )
        return sentence(words, metric=Word(told.metric.label, first=True))
    return Word(told.metric.label, first=True)


def _way(value: float) -> Word:
    return Word(FELL if value < 0 else ROSE)


def _extent(told: Told, value: float) -> Amount:
    return Amount(value, told.now.unit, "extent")


def _amount(told: Told, value: float | None) -> Amount:
    return Amount(None if value is None else float(value), told.now.unit)


def _leaves_out_zero(interval: tuple[float, float] | None) -> bool:
    return interval is not None and not interval[0] <= 0 <= interval[1]


def _lengths_differ(now: Reading, before: Reading) -> bool:
    edges = [each.period for each in (now, before)]
    lengths = [
        each.end_at - each.start_at
        for each in edges
        if each is not None and each.end_at is not None and each.start_at is not None
    ]
    return len(lengths) == 2 and abs(lengths[0] - lengths[1]) > SAME_LENGTH
