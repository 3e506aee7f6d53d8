"""What a figure takes to reach a value: the golden case, every form, what comes, and what is not told."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from analyses.ground import DAY, HandMade, made, mean_of, said
from deskwise.analyses.finding import CasePart, Finding
from deskwise.analyses.ground_values import Groups
from deskwise.analyses.to_reach import Standing, needed_of_quantile, needed_of_share
from deskwise.analyses.what_if import what_if
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Stat
from deskwise.metrics.figures import Figure, share
from deskwise.metrics.readings import Reading
from deskwise.metrics.timeline import ReadPeriod
from deskwise.reports.sentence_words import plain_sentence

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "analyses"
ENDED, AS_OF = ReadPeriod(28 * DAY, 56 * DAY, False), 60 * DAY
RUNNING = ReadPeriod(42 * DAY, 70 * DAY, True)
Hits = Mapping[str | None, tuple[int, int]]
Read = dict[tuple[str | None, ...], Reading]
TWO: Hits = {"email": (31, 60), "chat": (39, 41)}


def ground(
    groups: Hits = TWO,
    name: str = "csat",
    value: str = "80%",
    period: ReadPeriod = ENDED,
    hidden: frozenset[str | None] = frozenset(),
    days: tuple[int, ...] = (10,) * 56,
) -> HandMade:
    """A share by channel, and how many cases each of the days before as-of had."""
    whole = _share(
        name, (sum(hits for hits, _ in groups.values()), sum(n for _, n in groups.values())), period
    )
    by: Read = {(value,): _share(name, each, period) for value, each in groups.items()}
    first = AS_OF // DAY - len(days)
    course = [
        _share(name, (0, n), ReadPeriod((first + place) * DAY, (first + place + 1) * DAY, False))
        for place, n in enumerate(days)
    ]
    return HandMade(
        metric(name), whole, whole, {}, {"value": value, "by": "channel"},
        read={
            (name, "share", (), False): Groups({(): whole}),
            (name, "share", ("channel",), False): Groups(by, frozenset((each,) for each in hidden)),
        },
        over_time={"day": course},
        as_of=AS_OF,
    )  # fmt: skip


def _share(name: str, counted: tuple[int, int], period: ReadPeriod) -> Reading:
    return made(name, share(*counted), period, "share")


def number(finding: Finding, name: str) -> float | None:
    found = finding.number(name)
    assert found is not None
    return found.value


def test_the_golden_case_worked_by_hand() -> None:
    told = tomllib.loads((GOLDEN / "what_if-four_of_five_within_the_hour.toml").read_text(encoding="utf-8"))
    groups, expect = {name: tuple(each) for name, each in told["groups"].items()}, told["expect"]
    finding = what_if(ground(groups, value=expect["value"]))
    assert finding.outcome == "found"
    assert said(finding)[0] == expect["first"]
    assert number(finding, "short") == expect["short"]
    first = finding.records()[0]
    assert (first["channel"], first["missed"]) == (expect["most"], expect["most_missed"])
    running = what_if(ground(groups, value=expect["value"], period=RUNNING))
    assert said(running)[-1] == expect["run_rate"]
    assert number(running, "expected") == expect["to_come"]
    assert number(running, "required") == expect["required"]
    standing = Standing(70, 101, needed_of_share(Fraction(4, 5)))
    assert standing.needed(101) == expect["needed"]
    assert standing.best_after() == expect["least_at_four_fifths"]
    high = Standing(70, 101, needed_of_share(Fraction(19, 20)))
    assert high.best_after() == expect["least_at_nineteen_twentieths"]
    of_quantile = needed_of_quantile("p90")
    assert (of_quantile(101), of_quantile(102)) == (expect["within_of_101"], expect["within_of_102"])


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("95%", "95.0 % cannot be reached any more with these: it takes 519 more cases at least"),
        ("100%", "100.0 % cannot be reached any more: one missed is too many, however many come."),
        ("33%", "33.0 % is reached whatever becomes of these: all 100 of them may be missed."),
        ("85%", "85.0 % can hardly be reached any more: it takes 106 more cases at least, all of them met."),
    ],
)  # fmt: skip
def test_what_cannot_be_reached_any_more_and_what_cannot_be_lost_is_said(value: str, words: str) -> None:
    assert said(what_if(ground(value=value, period=RUNNING)))[-1].startswith(words)


def test_with_few_days_the_pace_of_the_period_is_what_is_to_come_and_it_is_doubted() -> None:
    finding = what_if(ground(period=RUNNING, days=(10,) * 13))
    # 101 cases in 18 days, and ten days are left.
    assert number(finding, "expected") == round(101 * 10 / 18)
    assert any("fortnight" in plain_sentence(each, "UTC") for each in finding.doubts)


def test_days_to_come_have_the_mean_of_their_weekday() -> None:
    # Day 60 was a Monday: the ten days to come are a week, and a Monday, a Tuesday and a Wednesday.
    weekly = (20, 10, 10, 10, 10, 0, 0)
    finding = what_if(ground(period=RUNNING, days=weekly * 8))
    assert number(finding, "expected") == sum(weekly) + 20 + 10 + 10


def test_where_low_is_good_what_happened_is_what_is_missed() -> None:
    finding = what_if(ground({"email": (30, 60), "chat": (1, 40)}, "reopen_rate", "10%"))
    assert said(finding)[:3] == [
        (
            "Reopen rate is at 31.0 %, 31 of 100 cases. To come down to 10.0 %, 21 of these 31 have to be"
            " avoided."
        ),
        "By channel, most of the missed are at email: 30 of 31, in 60 of 100 cases.",
        "As many as are needed could be found there alone.",
    ]


def test_what_is_reached_says_how_many_could_be_missed_besides() -> None:
    finding = what_if(ground(value="69%"))
    assert finding.outcome == "nothing"
    # 69 % of 101 is 69.69: 70 are needed and 70 are met.
    assert said(finding)[0].endswith("of 101 cases 31 are missed, and 0 more could be.")
    assert number(what_if(ground(value="50%")), "spare") == 70 - 51


def test_without_a_value_it_is_a_tenth_of_the_missed() -> None:
    finding = what_if(replace(ground(), options={"by": "channel"}))
    # A tenth of 31 is 3.1, which four cases reach.
    assert number(finding, "short") == 4
    assert "No value was asked for" in plain_sentence(finding.doubts[0], "UTC")


def test_of_a_mean_each_case_has_to_change_on_average() -> None:
    cases = {"email": [1, 2, 3], "chat": [5, 5]}
    whole = mean_of([case for each in cases.values() for case in each], ENDED)
    by: Read = {(name,): mean_of(each, ENDED) for name, each in cases.items()}
    name = "customer_rating"
    made_of = HandMade(
        metric(name), whole, whole, {}, {"value": "4", "by": "channel"},
        read={(name, "mean", (), False): Groups({(): whole}),
              (name, "mean", ("channel",), False): Groups(by)},
    )  # fmt: skip
    finding = what_if(made_of)
    assert number(finding, "each") == pytest.approx(0.8)
    assert number(finding, "total") == pytest.approx(4)
    assert [(row["channel"], row["missed"]) for row in finding.records()] == [("email", 6), ("chat", -2)]


def test_of_a_percentile_the_slowest_have_to_come_down_to_the_value() -> None:
    name: str = "reply_time"
    slow = made(name, Figure(5_400, 101), ENDED, "p90")
    within: Stat = "within"
    hits = {(): _within(70, 101), ("email",): _within(31, 60), ("chat",): _within(39, 41)}
    made_of = HandMade(
        metric(name), slow, slow, {}, {"value": "1h", "by": "channel"},
        read={(name, "p90", (), False): Groups({(): slow}),
              (name, within, (), False): Groups({(): hits[()]}),
              (name, within, ("channel",), False): Groups({key: each for key, each in hits.items() if key})},
    )  # fmt: skip
    finding = what_if(made_of)
    assert said(finding)[0] == (
        "Reply time has its 90th percentile at 1 h 30 min. To bring it to 1 h 00 min, 21 of the slowest cases"
        " have to come down to that: 91 of 101 have to lie within it, and 70 do."
    )


def _within(hits: int, n: int) -> Reading:
    return made("reply_time", share(hits, n), ENDED, "within")


def test_what_is_undecided_or_left_out_is_no_miss_and_is_told() -> None:
    made_of = ground()
    whole = replace(made_of.all_now, open=7, provisional=5, excluded=(("no_contact", 2), ("merged", 1)))
    read = {**made_of.read, ("csat", "share", (), False): Groups({(): whole})}
    finding = what_if(replace(made_of, read=read))
    assert number(finding, "missed") == 31
    assert [each.split(" ")[0] for each in said(finding)[-3:]] == ["7", "5", "3"]


def test_a_group_that_may_not_be_seen_is_not_told_by_what_the_others_leave() -> None:
    groups: Hits = {**TWO, "phone": (5, 9), "web": (2, 30)}
    finding = what_if(ground(groups, hidden=frozenset({"web"})))
    # The smallest other one is hidden with it.
    assert [row["channel"] for row in finding.records()] == ["email", "chat"]
    assert plain_sentence(finding.doubts[-1], "UTC").startswith("2 groups are not listed")
    whole = ground()
    read = {**whole.read, ("csat", "share", (), False): Groups({(): whole.all_now}, frozenset({()}))}
    with pytest.raises(NotAllowedError):
        what_if(replace(whole, read=read))


def test_no_figure_says_so_and_what_has_no_better_side_is_refused() -> None:
    finding = what_if(ground({"email": (0, 0)}))
    assert (finding.outcome, said(finding)) == (
        "too few",
        ["The period has no figure yet: nothing can be said."],
    )
    neutral = replace(ground(), metric=replace(metric("csat"), better="neutral"))
    with pytest.raises(UsageError, match="nothing that could go better"):
        what_if(neutral)


def test_more_within_a_threshold_is_better_though_shorter_is() -> None:
    whole, slow = _within(70, 101), _within(31, 60)
    made_of = HandMade(
        metric("reply_time"), whole, whole, {}, {"value": "80%", "by": "channel"}, within_seconds=3_600,
        read={("reply_time", "within", (), False): Groups({(): whole}),
              ("reply_time", "within", ("channel",), False): Groups({("email",): slow})},
    )  # fmt: skip
    finding = what_if(made_of)
    assert (finding.outcome, number(finding, "short")) == ("found", 11)
    assert [(row["channel"], row["missed"]) for row in finding.records()] == [("email", 29)]
    assert _opened(finding) == CasePart("beyond", Decimal(3_600))


def _opened(finding: Finding) -> CasePart | None:
    return next(each.part for each in finding.columns if each.name == "missed")


def test_the_missed_open_to_what_they_count() -> None:
    assert _opened(what_if(ground())) == CasePart("no")
    assert _opened(what_if(ground({"email": (30, 60)}, "reopen_rate", "10%"))) == CasePart("yes")
    numbers = {each.name: (each.opens, each.part) for each in what_if(ground()).numbers}
    assert numbers["missed"] == ("csat", CasePart("no"))
    assert numbers["met"] == ("csat", CasePart("yes"))
    assert numbers["cases"] == ("csat", None)
    assert numbers["short"] == ("", None)


def test_a_threshold_is_exact_to_the_microsecond() -> None:
    asked: list[Decimal | float | None] = []

    class Listening(HandMade):
        def figures(
            self,
            name: str,
            stat: Stat,
            by: Sequence[str] = (),
            *,
            before: bool = False,
            within_seconds: float | Decimal | None = None,
        ) -> Groups:
            asked.append(within_seconds)
            return Groups({("email",): made(name, Figure(9, 3), ENDED, stat)})

    slow = made("reply_time", Figure(9, 3), ENDED, "p90")
    what_if(Listening(metric("reply_time"), slow, slow, {}, {"value": "0.1", "by": "channel"}))
    assert asked[1:] == [Decimal("0.1"), Decimal("0.1")]
