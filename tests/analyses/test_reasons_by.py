"""Reasons are read from what was asked for, else from what more requests have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from analyses.ground import HandMade, said
from analyses.test_contact_reasons import FEW, Reason, doubted, ground
from deskwise.analyses.contact_reasons import contact_reasons
from deskwise.kernel.errors import UsageError
from deskwise.metrics.dimensions import REASON

CLUSTERS: dict[str | None, Reason] = {
    "refund order": Reason(60, [600] * 40), "login": Reason(30, [300] * 30), "parcel": Reason(10),
}  # fmt: skip


def with_subjects(
    categories: Mapping[str | None, Reason],
    clusters: Mapping[str | None, Reason],
    subjects: int | None,
    by: str = "",
) -> HandMade:
    """A ground that can be split by both."""
    one, other = ground(categories), ground(clusters)
    read = {
        (name, stat, tuple(REASON if each == "category" else each for each in split), before): groups
        for (name, stat, split, before), groups in other.read.items()
        if split
    }
    return replace(one, read={**one.read, **read}, subjects=subjects, options={"by": by} if by else {})


def test_categories_are_read_where_most_requests_have_one() -> None:
    finding = contact_reasons(with_subjects({**FEW, None: Reason(100)}, CLUSTERS, 200))
    assert finding.rests_on.by == "category"
    assert finding.number("category_share").value == 0.5  # type: ignore[union-attr]  # it is always there
    assert doubted(finding)[0].startswith("100 requests have no category")


def test_subjects_are_where_more_have_one_like_others() -> None:
    finding = contact_reasons(with_subjects({"billing": Reason(49), None: Reason(51)}, CLUSTERS, 100))
    assert finding.rests_on.by == REASON
    assert said(finding)[0] == (
        "No few reasons make most of it: it takes 2 of 3 to make 80 % of the 100 requests; the most frequent"
        " is refund order (60.0 %)."
    )
    assert doubted(finding)[0] == (
        "Reasons are clusters of subjects here, for only 49.0 % of the requests have a category."
    )
    assert [row["subject"] for row in finding.records()] == ["refund order", "login", "parcel"]
    assert {each.dimension for each in finding.columns[:1]} == {REASON}
    none = contact_reasons(with_subjects({None: Reason(100)}, CLUSTERS, 100))
    assert doubted(none)[0] == "Reasons are clusters of subjects here, for no request has a category."
    fewer = with_subjects(
        {"billing": Reason(49), None: Reason(51)}, {"login": Reason(20), None: Reason(80)}, 100
    )
    assert contact_reasons(fewer).rests_on.by == "category"


def test_whoever_asks_chooses() -> None:
    both = (FEW, {**CLUSTERS, None: Reason(100)}, 200)
    assert contact_reasons(with_subjects(*both, by="category")).rests_on.by == "category"
    finding = contact_reasons(with_subjects(*both, by="subject"))
    assert finding.rests_on.by == REASON
    assert doubted(finding)[0].startswith("100 requests are in no cluster of subjects")
    assert said(finding)[0].startswith(
        "All reasons together make only 50.0 % of the 200 requests, for the rest is in no cluster of subjects"
    )
    with pytest.raises(
        UsageError, match="reasons are not read from 'channel': choose from category, subject"
    ):
        contact_reasons(with_subjects(*both, by="channel"))


@pytest.mark.parametrize(
    ("subjects", "words"),
    [
        (None, "Subjects are not kept here, and reasons cannot be read from them: set keep_text = true"),
        (0, "Texts are kept, but no request has a subject yet: import again"),
        (70, "Nothing can be said of reasons: none of the 100 requests has a subject in words that enough"),
    ],
)
def test_where_there_is_no_cluster_it_says_what_to_do(subjects: int | None, words: str) -> None:
    finding = contact_reasons(with_subjects(FEW, {None: Reason(100)}, subjects, by="subject"))
    assert finding.outcome == "too few"
    (only,) = said(finding)
    assert only.startswith(words)


def test_where_nothing_has_a_category_it_says_that_subjects_would_do() -> None:
    finding = contact_reasons(with_subjects({None: Reason(100)}, {None: Reason(100)}, None))
    assert [each[:40] for each in said(finding)] == [
        "Nothing can be said of reasons: none of ", "Subjects are not kept here, and reasons ",
    ]  # fmt: skip
