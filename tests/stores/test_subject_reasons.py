"""Subjects of a log in clusters: what they are cleaned of, which words are never told, and their figures."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from deskwise.app.forget_people import forget_people
from deskwise.app.list_requests import list_requests
from deskwise.app.read_metrics import Question, read_metrics
from deskwise.app.workspace import Workspace
from deskwise.facts.rules import Rules
from deskwise.metrics.dimensions import REASON
from deskwise.stores.workspace_folder import WorkspaceFolder
from stores.test_forgetting import CLOCK, Office

HEAD = "ticket,at,kind,role,actor,customer,agent,text\n"


def opened(subjects: Iterable[str], first: int = 0, customers: int = 1_000) -> str:
    """A ticket for each subject, a minute apart, of so many customers in turn."""
    lines = [
        f"{first + place},2025-03-01T{place // 60:02d}:{place % 60:02d}:00Z,opened,customer,,"
        f'c{place % customers},,"{each}"'
        for place, each in enumerate(subjects)
    ]
    return HEAD + "\n".join(lines) + "\n"


def numbered(words: str, n: int) -> list[str]:
    return [words.replace("#", str(1000 + place)) for place in range(n)]


def by_reason(workspace: Workspace, **asked: str) -> dict[str | None, int]:
    question = Question(("requests_received",), ("count",), by=(REASON,), **asked)  # type: ignore[arg-type]  # by name
    readings = read_metrics(workspace, question).readings.readings
    return {dict(each.by)[REASON]: each.n for each in readings}


SHOP = [
    *numbered("Re: Refund for order #", 30),
    *numbered("AW: refund ORDER [#]", 10),
    *numbered("Order # refund please!", 5),
    *numbered("Rechnung # ist falsch", 20),
    *numbered("Problema con la fattura #", 15),
    *["Hello", "Mueller vs. Mueller", ""],
]


def test_subjects_that_say_the_same_are_one_in_three_languages(empty: Office) -> None:
    empty.add(opened(SHOP))
    assert by_reason(empty.workspace) == {
        "refund order": 45, "rechnung falsch": 20, "problema fattura": 15, None: 3,
    }  # fmt: skip
    with empty.workspace.facts() as facts:
        assert facts.reasons is not None
        assert [(each.key, each.requests) for each in facts.reasons.clusters()] == [
            ("refund order", 45), ("rechnung falsch", 20), ("problema fattura", 15),
        ]  # fmt: skip
        assert facts.reasons.subjects() == 82


@pytest.mark.parametrize(
    ("requests", "customers", "told"), [(10, 3, True), (9, 9, False), (10, 10, True), (40, 2, False)]
)
def test_no_word_of_too_few_requests_or_customers_is_told(
    empty: Office, requests: int, customers: int, told: bool
) -> None:
    empty.add(opened(["invoice wrong"] * 40))
    empty.add(opened(["scheidung"] * requests, first=1_000, customers=customers))
    found = by_reason(empty.workspace)
    assert found == {"invoice wrong": 40, ("scheidung" if told else None): requests}


def test_what_is_of_one_request_or_person_is_never_told(empty: Office) -> None:
    private = [
        "Order 4711-ABC lost, (DE-17) write to anna.schmidt@example.org",
        "order lost see https://shop.example/x/y",
        "Order lost \\\\share\\folder code_x9",
        "order lost, attn: Nadja",
    ]
    empty.add(opened(private * 20))
    empty.add(
        HEAD
        + "".join(
            f"{ticket},2025-03-02T00:00:00Z,message,agent,nadja.k,,,\n"
            f"{ticket},2025-03-02T00:01:00Z,status,agent,nadja.k,,,\n"
            for ticket in range(0, 80, 4)
        ).replace(",status,agent,nadja.k,,,", ",assigned,agent,nadja.k,,nadja.k,")
    )
    told = " ".join(name for name in by_reason(empty.workspace) if name is not None)
    assert set(told.split()) == {"order", "lost"}


def test_the_same_log_gives_the_same_clusters_in_whatever_order_it_came(
    empty: Office, tmp_path: Path, compiled: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = Office(tmp_path / "other", compiled)
    empty.add(opened(SHOP))
    other.add(opened(list(reversed(SHOP))))
    assert by_reason(other.workspace) == by_reason(empty.workspace)


def test_clusters_of_one_name_are_one_and_sum_exactly(empty: Office, compiled: Path) -> None:
    empty.add(opened(SHOP))
    names: dict[str, str] = {}
    workspace = WorkspaceFolder(empty.home, compiled=compiled, stays_open=True, reason_names=lambda: names)
    parts = by_reason(workspace)
    names |= {"rechnung falsch": "Invoices", "problema fattura": "Invoices"}
    merged = by_reason(workspace)
    assert merged == {
        "refund order": 45, "Invoices": parts["rechnung falsch"] + parts["problema fattura"], None: 3,
    }  # fmt: skip
    asked = Question(("requests_received",), ("count",), where={REASON: ["Invoices"]})
    assert len({each.ticket for each in list_requests(workspace, asked, state="counted").cases.rows}) == 35
    names.clear()
    assert by_reason(workspace) == parts
    names["problema fattura"] = "rechnung falsch"
    assert by_reason(workspace)["rechnung falsch"] == 35


def test_what_is_forgotten_is_in_no_cluster_and_its_words_are_told_no_more(empty: Office) -> None:
    empty.add(opened([*["parcel lost"] * 10, *["invoice"] * 20]))
    assert by_reason(empty.workspace) == {"invoice": 20, "parcel lost": 10}
    forget_people(empty.forgetter, ("c3",), CLOCK)
    assert by_reason(empty.workspace) == {"invoice": 20, None: 10}


def test_an_earlier_as_of_knows_the_subjects_of_then(empty: Office) -> None:
    empty.add(opened(["parcel lost"] * 30))
    assert by_reason(empty.workspace, as_of="2025-03-01T00:19:30Z") == {"parcel lost": 20}
    assert by_reason(empty.workspace, as_of="2025-03-01T00:08:30Z") == {None: 9}


def test_a_field_of_that_name_in_the_log_does_not_count_beside_it(empty: Office) -> None:
    rows = opened(["parcel lost"] * 12).replace("agent,text\n", "agent,text,extra.contact_reason\n")
    empty.add(rows.replace('"parcel lost"', '"parcel lost",mine'))
    assert by_reason(empty.workspace) == {"parcel lost": 12}


def test_where_texts_are_not_kept_there_is_none(empty: Office) -> None:
    empty.add(opened(SHOP))
    empty.workspace.save_settings("keep_text = false\n", Rules(), keep_text=False)
    with empty.workspace.facts() as facts:
        assert facts.reasons is None
    assert by_reason(empty.workspace) == {None: 83}


def test_names_are_asked_for_by_what_tells_reasons_alone(empty: Office, compiled: Path) -> None:
    empty.add(opened(["parcel lost"] * 12))
    asked: list[None] = []

    def names() -> dict[str, str]:
        asked.append(None)
        return {}

    workspace = WorkspaceFolder(empty.home, compiled=compiled, stays_open=True, reason_names=names)
    counted = read_metrics(workspace, Question(("requests_received",), ("count",))).readings.readings
    assert ([each.n for each in counted], asked) == ([12], [])
    assert by_reason(workspace) == {"parcel lost": 12}
    assert asked
