"""Subjects that say the same are one cluster, always the same one, and tell no rare word."""

from __future__ import annotations

import random

import pytest

from deskwise.analyses.subject_clusters import (
    FEWEST_REQUESTS,
    MOST_CLUSTERS,
    Phrase,
    SubjectCluster,
    cluster_phrases,
    clusters_of,
    named,
)

KAGGLE = (
    "refund request", "software bug", "product compatibility", "delivery problem", "hardware issue",
    "battery life", "network problem", "installation support", "product setup", "payment issue",
    "product recommendation", "account access", "peripheral compatibility", "data loss",
    "cancellation request", "display issue",
)  # fmt: skip


def phrase(words: str, requests: int) -> Phrase:
    return Phrase(tuple(words.split()), requests)


def test_golden_case_by_hand() -> None:
    # 200 requests. idf = ln(201 / (1 + n)) + 1: order ln(201/101)+1 = 1.68814, refund ln(201/81)+1 = 1.90879,
    # late ln(201/21)+1 = 3.25866, login ln(201/101)+1 = 1.68814.
    # "refund order" with "refund order late": the root of 1.68814^2 + 1.90879^2 = 6.49331 over that of
    # 6.49331 + 10.61886 = 17.11217 is 0.616: alike. "order" with "refund order": 1.68814 / 2.54820 = 0.662:
    # alike. The one of the most requests leads, so "order" follows "refund order", though it is the shorter.
    phrases = (
        phrase("refund order", 60),
        phrase("refund order late", 20),
        phrase("order", 20),
        phrase("login", 100),
    )
    keys = cluster_phrases(phrases, 200)
    assert keys == ("refund order", "refund order", "refund order", "login")
    assert clusters_of(phrases, keys) == (SubjectCluster("login", 100), SubjectCluster("refund order", 100))


def test_unlike_phrases_with_a_word_in_common_stay_apart() -> None:
    phrases = [phrase(each, 500 + place) for place, each in enumerate(KAGGLE)]
    assert cluster_phrases(phrases, sum(each.requests for each in phrases)) == KAGGLE


def test_the_order_in_which_they_come_changes_nothing() -> None:
    phrases = [phrase(each, 500 + place) for place, each in enumerate(KAGGLE)]
    phrases += [phrase(f"{each} again", 20) for each in KAGGLE]
    found = dict(zip(phrases, cluster_phrases(phrases, 9_000), strict=True))
    turned = random.Random(1).sample(phrases, len(phrases))
    assert dict(zip(turned, cluster_phrases(turned, 9_000), strict=True)) == found


@pytest.mark.parametrize("seed", range(20))
def test_few_more_requests_rename_nothing(seed: int) -> None:
    chance = random.Random(seed)
    phrases = [phrase(each, chance.randint(200, 600)) for each in KAGGLE]
    more = [
        Phrase(each.words, each.requests + chance.randint(0, each.requests // 50)) for each in phrases
    ] + [phrase(f"{chance.choice(KAGGLE)} {chance.choice(('cable', 'screen'))}", 3)]
    before = cluster_phrases(phrases, sum(each.requests for each in phrases))
    after = cluster_phrases(more, sum(each.requests for each in more))
    assert after[: len(before)] == before


def test_a_phrase_of_few_requests_leads_nothing_and_tells_no_word() -> None:
    rare = phrase("mueller divorce", FEWEST_REQUESTS - 1)
    assert cluster_phrases([phrase("invoice", 100), rare], 109) == ("invoice", None)
    told = phrase("parcel lost", FEWEST_REQUESTS)
    assert cluster_phrases([phrase("invoice", 100), told], 110) == ("invoice", "parcel lost")


def test_of_many_requests_a_cluster_has_to_be_a_thousandth() -> None:
    phrases = [phrase("invoice", 99_000), phrase("parcel lost", 99), phrase("login", 100)]
    assert cluster_phrases(phrases, 100_000) == ("invoice", None, "login")


def test_one_that_says_nothing_is_in_none() -> None:
    assert cluster_phrases([Phrase((), 500), phrase("invoice", 50)], 550) == (None, "invoice")
    assert cluster_phrases([Phrase((), 500)], 500) == (None,)
    assert cluster_phrases([], 0) == ()


def test_there_are_only_so_many() -> None:
    letters = "abcdefghijklmnopqrst"
    phrases = [phrase(f"x{a}{b}", 40) for a in letters for b in letters]
    keys = cluster_phrases(phrases, 16_000)
    assert len({each for each in keys if each is not None}) == MOST_CLUSTERS


def test_clusters_of_one_name_are_one_reason() -> None:
    bill, charge, login = SubjectCluster("bill", 9), SubjectCluster("charge", 5), SubjectCluster("login", 3)
    assert named((bill, charge, login), {"bill": "Money", "charge": "Money"}) == {
        "Money": [bill, charge],
        "login": [login],
    }
    assert named((bill, charge), {"charge": "bill"}) == {"bill": [bill, charge]}
