"""What customers expect: where they are satisfied no more, by groups, and who of them was heard."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from analyses.ground import NOW, HandMade, made, said
from deskwise.analyses.customer_outcomes import OUTCOMES
from deskwise.analyses.expectations import expectations
from deskwise.analyses.ground_values import Groups
from deskwise.analyses.rated import DRIVERS, Counted, Rated, RatedQuarter, Together
from deskwise.analyses.stated_waits import StatedAnswer, StatedWaits
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.metrics.catalogue import metric
from deskwise.metrics.figures import share

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "analyses"
STEPS = ((600.0, 200, 190), (3600.0, 200, 170), (7200.0, 200, 130), (14400.0, 200, 110))


def ground(ratings: Sequence[Counted], asked: Sequence[Counted] = (), **options: str) -> HandMade:
    """Ratings, or cases of another outcome, by what was borne, and who was asked by theirs."""
    n, hits = sum(n for _, n, _ in ratings), sum(hits for _, _, hits in ratings)
    whole = made("csat", share(hits, n), NOW, "share")
    seen_by = OUTCOMES[options.get("outcome", "satisfaction")].seen_by
    rated = Rated(
        {(name, ()): tuple(ratings) for name in DRIVERS},
        {(name, ()): tuple(asked) for name in DRIVERS} if asked else {},
    )
    return HandMade(
        metric("csat"), whole, whole, {}, options,
        read={(name, stat, (), False): Groups({(): whole}) for name, stat in seen_by}, ratings={(): rated},
    )  # fmt: skip


def split(groups: dict[str | None, Sequence[Counted]], hidden: frozenset[str] = frozenset()) -> HandMade:
    """The same by channel."""
    whole = [each for own in groups.values() for each in own]
    found = ground(whole, by="channel")
    by_channel = Rated(
        {(DRIVERS[0], (name,)): tuple(own) for name, own in groups.items() if name not in hidden},
        hidden=frozenset((name,) for name in hidden),
    )
    return replace(found, ratings={**found.ratings, ("channel",): by_channel})


def test_the_golden_case_worked_by_hand() -> None:
    path = GOLDEN / "expectations-satisfied_up_to_an_hour.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    waits = [(float(each["seconds"]), each["n"], each["good"]) for each in told["waits"]]
    asked = [(float(each["seconds"]), each["asked"], each["n"]) for each in told["waits"]]
    finding, expect = expectations(ground(waits, asked)), told["expect"]
    assert [row["curve"] for row in finding.records()] == pytest.approx(
        [float(Fraction(each["curve"])) for each in told["waits"]]
    )
    below, weighted, plain = (finding.number(name) for name in ("falls_below", "weighted", "satisfied"))
    assert below is not None
    assert (below.value, below.low, below.high) == (expect["at"], expect["low"], expect["high"])
    assert weighted is not None
    assert weighted.value == pytest.approx(float(Fraction(expect["weighted"])), abs=1e-12)
    assert plain is not None
    assert plain.value == float(Fraction(expect["plain"]))
    assert finding.outcome == expect["outcome"]
    assert said(finding)[0] == expect["first"]
    assert said(finding)[2].endswith("and how many did depends on first response time.")


def test_what_does_not_fall_is_said_to_be_flat() -> None:
    finding = expectations(ground([(float(at), 100, 80) for at in (60, 600, 6000)]))
    assert finding.outcome == "nothing"
    assert said(finding)[0].startswith(
        "Satisfaction does not fall with first response time beyond chance: 80.0 %"
    )
    below = finding.number("falls_below")
    assert below is not None
    assert below.value is None


def test_a_level_it_never_falls_to_has_no_wait_and_one_above_it_all_is_said_so() -> None:
    never = expectations(ground(STEPS, level="0.4"))
    assert said(never)[0].endswith("nowhere in what was seen below 40.0 % beyond chance.")
    always = expectations(ground(STEPS, level="0.99"))
    assert said(always)[0].endswith("and is below 99.0 % from the least of it on.")


def test_of_few_ratings_or_few_bad_ones_nothing_is_said() -> None:
    for ratings in ([(60.0, 99, 50)], [(60.0, 500, 497)], [(None, 500, 300)]):
        finding = expectations(ground(ratings))
        assert finding.outcome == "too few"
        assert finding.rows == ()
        assert said(finding)[0].startswith("There are too few ratings to say what customers expect")


def test_ratings_before_the_response_are_left_out_and_told() -> None:
    finding = expectations(ground([*STEPS, (None, 90, 5)]))
    assert finding.number("ratings").value == 800  # type: ignore[union-attr]  # it is always there
    assert [doubt.words for doubt in finding.doubts if "left out" in doubt.words]


def test_groups_stand_in_the_order_of_what_they_bear_and_the_hidden_in_none() -> None:
    patient = [(at * 4, n, hits) for at, n, hits in STEPS]
    groups: dict[str | None, Sequence[Counted]] = {
        "chat": STEPS,
        "email": patient,
        "fax": [(60.0, 9, 3)],
        "api": STEPS,
    }
    finding = expectations(split(groups, frozenset({"api"})))
    rows = finding.table("groups").records()
    assert [row["channel"] for row in rows] == ["chat", "email"]
    assert [row["falls_below"] for row in rows] == [7200.0, 28800.0]
    assert "in 2 of 2 groups" in said(finding)[2]
    assert [doubt.values for doubt in finding.doubts[1:]] == [(("n", 1),), (("n", 1),)]
    none = expectations(split({"fax": [(60.0, 200, 170)], "chat": [(60.0, 200, 172)]}))
    assert "in none of 2 groups" in said(none)[1]


def test_quarters_stand_in_order_with_their_own_wait_and_their_drift() -> None:
    day = 86_400_000_000
    before_any = expectations(replace(ground(STEPS), quarters=(RatedQuarter(0, ()),)))
    assert "quarters" not in {each.name for each in before_any.more}
    stricter = [(at, n, hits - 12 * (at > 600)) for at, n, hits in STEPS]
    quarters = (
        RatedQuarter(0, STEPS),
        RatedQuarter(90 * day, STEPS),
        RatedQuarter(181 * day, tuple(stricter)),
        RatedQuarter(273 * day, ((60.0, 20, 10),)),
    )
    finding = expectations(replace(ground(STEPS), quarters=quarters))
    rows = finding.table("quarters").records()
    assert [row["quarter"] for row in rows] == ["1970-01-01", "1970-04-01", "1970-07-01", "1970-10-01"]
    assert [row["falls_below"] for row in rows] == [7200.0, 7200.0, 3600.0, None]
    (told,) = [each for each in said(finding) if "quarters" in each]
    assert told.startswith(
        "Over 4 quarters customers with the same first response time became less satisfied: by"
    )
    change = finding.number("drift")
    assert change is not None
    assert change.signed


def test_the_driver_that_tells_most_stands_first() -> None:
    together: tuple[Together, ...] = tuple(
        ((60.0, None, 600.0, float(contacts), 1.0, float(handoffs)), 60, 57 - 12 * contacts - 3 * handoffs)
        for contacts in range(3)
        for handoffs in range(2)
    )
    found = ground(STEPS)
    rated = replace(found.ratings[()], together=together)
    finding = expectations(replace(found, ratings={(): rated}))
    rows = finding.table("drivers").records()
    assert [row["driver"] for row in rows] == ["Contacts", "Handoffs"]
    assert sum(float(row["share"] or 0) for row in rows) == pytest.approx(1.0)
    assert {row["more_of_it"] for row in rows} == {"satisfies less"}
    assert any("contacts tells most" in each for each in said(finding))
    alike = tuple((values, n, 45) for values, n, _ in together)
    nothing = expectations(replace(found, ratings={(): replace(rated, together=alike)}))
    assert any("tell nothing of satisfaction beyond chance" in each for each in said(nothing))
    assert "drivers" not in {each.name for each in nothing.more}


def test_where_all_rated_nothing_is_told_of_who_does_not() -> None:
    finding = expectations(ground(STEPS, [(at, n, n) for at, n, _ in STEPS]))
    assert finding.number("weighted") is None
    assert not any("Had all answered" in each for each in said(finding))
    assert any("who does not is not in the data" in doubt.words for doubt in finding.doubts)


def test_what_cannot_be_asked_is_refused() -> None:
    for options, words in (
        ({"against": "csat"}, "held against"),
        ({"outcome": "mood"}, "no outcome"),
        ({"level": "80"}, "no share"),
        ({"level": "high"}, "no share"),
        ({"by": "mood"}, "no dimension"),
    ):
        with pytest.raises(UsageError, match=words):
            expectations(replace(ground(STEPS), options=options))
    hidden = replace(ground(STEPS), read={("csat", "share", (), False): Groups({}, frozenset({()}))})
    with pytest.raises(NotAllowedError):
        expectations(hidden)


def test_where_all_answer_alike_the_weighted_share_is_the_plain_one() -> None:
    asked = [(at, 2 * n, n) for at, n, _ in STEPS]
    finding = expectations(ground(STEPS, asked))
    weighted, plain = finding.number("weighted"), finding.number("satisfied")
    assert weighted is not None
    assert plain is not None
    assert weighted.value == pytest.approx(plain.value)
    assert "whatever the first response time, as far as can be told" in said(finding)[2]
    unseen = expectations(ground(STEPS))
    assert unseen.number("weighted") is None
    assert any("may not be seen" in doubt.words for doubt in unseen.doubts)


def test_the_golden_case_of_what_rises_worked_by_hand() -> None:
    path = GOLDEN / "expectations-back_from_four_contacts_on.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    cases = [(float(each["contacts"]), each["n"], each["back"]) for each in told["contacts"]]
    finding, expect = expectations(ground(cases, outcome="recontact", against="contacts")), told["expect"]
    rows = finding.records()
    assert [row["curve"] for row in rows] == pytest.approx(
        [float(Fraction(each["curve"])) for each in told["contacts"]]
    )
    assert [row["came_back"] for row in rows] == pytest.approx([back / n for _, n, back in cases])
    assert all(float(row["curve_low"] or 0) <= float(row["curve_high"] or 0) for row in rows)
    above = finding.number("rises_above")
    assert above is not None
    assert (above.value, above.low, above.high) == (expect["at"], expect["low"], expect["high"])
    assert finding.outcome == expect["outcome"]
    assert list(said(finding)) == [expect["first"], expect["second"]]
    assert finding.rests_on.metric == "recontact_rate"


# By so many contacts; it falls or rises past the level at the fourth.
CHANCES = np.array([0.08, 0.10, 0.14, 0.25, 0.30, 0.35])
SAMPLES, OF_EACH = 400, 200
NOISE = 2 * (0.05 * 0.95 / SAMPLES) ** 0.5


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_where_the_truth_is_known_it_is_in_nineteen_of_twenty_intervals(outcome: str) -> None:
    random, told = np.random.default_rng(7), OUTCOMES[outcome]
    held = flat = passed = 0
    for _ in range(SAMPLES):
        for chances in (CHANCES, np.full(len(CHANCES), 0.2)):
            drawn = random.binomial(OF_EACH, chances if told.rises else 1 - chances)
            cases = [(float(at + 1), OF_EACH, int(hits)) for at, hits in enumerate(drawn)]
            level = "0.2" if told.rises else "0.8"
            finding = expectations(ground(cases, outcome=outcome, against="contacts", level=level))
            at = finding.number(told.passes)
            assert at is not None
            if chances is CHANCES:
                held += (at.low or 1.0) <= 4.0 <= (at.high or 6.0)
            else:
                flat += finding.outcome == "found"
                passed += at.value is not None
    assert held / SAMPLES >= 0.95 - NOISE
    # Where nothing falls or rises it is said to in one of twenty samples at most, on the level as well.
    assert flat / SAMPLES <= 0.05 + NOISE
    assert passed / SAMPLES <= 0.05 + NOISE


@pytest.mark.parametrize(("outcome", "words"), [("return", "buy again"), ("complaint", "complain")])
def test_other_outcomes_are_said_in_words_of_their_own(outcome: str, words: str) -> None:
    told = OUTCOMES[outcome]
    steps = [(at, n, n - hits if told.rises else hits) for at, n, hits in STEPS]
    finding = expectations(ground(steps, outcome=outcome, level="0.2" if told.rises else "0.8"))
    assert finding.outcome == "found"
    assert f"of customers {words} once the first response takes 2 h 00 min or longer" in said(finding)[0]
    assert "satisf" not in " ".join(said(finding))
    assert finding.number("answered") is None
    few = expectations(ground([(60.0, 40, 9)], outcome=outcome))
    assert f"40, among them 9 who {words}" in said(few)[0]


def test_up_to_a_first_resolution_only_elapsed_time_is_known() -> None:
    asked = ground(STEPS, outcome="recontact", against="average_resolution_time")
    finding = expectations(replace(asked, clock="working"))
    assert finding.rests_on.clock == "elapsed"
    assert any("in working time it is not known" in doubt.words for doubt in finding.doubts)
    rating = expectations(replace(ground(STEPS, against="average_resolution_time"), clock="working"))
    assert rating.rests_on.clock == "working"


def test_a_sample_of_tickets_is_told() -> None:
    together: tuple[Together, ...] = tuple(
        ((60.0, None, 600.0, float(contacts), float(replies), 0.0), 60, 57 - 12 * contacts)
        for contacts in range(3)
        for replies in range(2)
    )
    found = ground(STEPS)
    rated = replace(found.ratings[()], together=together, one_in=8)
    finding = expectations(replace(found, ratings={(): rated}))
    assert [doubt.values for doubt in finding.doubts if "one ticket in" in doubt.words] == [(("n", 8),)]


ASKED = StatedWaits(
    ("expected_hours",),
    (StatedAnswer("1", 7200.0, 30), StatedAnswer("4", 7200.0, 70), StatedAnswer("soon", 60.0, 3)),
)


def test_answers_to_a_direct_question_stand_beside_what_ratings_say() -> None:
    asked = replace(ground(STEPS, question="expected_hours"), stated=ASKED)
    finding = expectations(asked)
    (told, met) = said(finding)[-2:]
    assert told.startswith(
        "Asked directly, 100 customers say they expected to wait 4 h 00 min (median, 95 % interval 4 h 00 min"
    )
    assert told.endswith("80.0 % of them expected 1 h 00 min or longer.")
    assert met.startswith(
        "Of 100 of them whose first response is known, 70.0 % had it within what they expected"
    )
    numbers = [finding.number(name) for name in ("expected_wait", "expected_by_level", "met")]
    assert [each and each.value for each in numbers] == [14400.0, 3600.0, 0.7]
    assert [doubt.values[0] for doubt in finding.doubts if "no numbers" in doubt.words] == [("n", 3)]
    # The level of what rises is no share of those who were asked.
    back = expectations(replace(ground(STEPS, question="expected_hours", outcome="recontact"), stated=ASKED))
    assert back.number("expected_by_level") == finding.number("expected_by_level")
    few = replace(ASKED, answers=ASKED.answers[-1:])
    none = expectations(replace(asked, stated=few))
    assert none.number("expected_wait") is None
    assert any("too few answers in numbers" in doubt.words for doubt in none.doubts)
    days = expectations(replace(asked, options={"question": "expected_hours", "question_unit": "days"}))
    assert days.number("expected_wait").value == 4 * 86400  # type: ignore[union-attr]  # it is always there
    with pytest.raises(UsageError, match="no unit of an answer"):
        expectations(replace(asked, options={"question": "x", "question_unit": "weeks"}))


def test_where_there_is_no_direct_question_it_is_said_with_what_would_mend_it() -> None:
    def words(stated: StatedWaits | None) -> list[str]:
        finding = expectations(replace(ground(STEPS), stated=stated))
        return [doubt.words for doubt in finding.doubts if "direct question" in doubt.words]

    assert words(StatedWaits(()))[0].startswith(
        "No answer to a direct question about expectations is in the data."
    )
    assert words(ASKED)[0].startswith("No direct question about expectations is named.")
    assert words(None) == []
