"""Names of reasons, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import cast

import pytest

from deskwise.analyses.subject_clusters import SubjectCluster
from deskwise.app.access.holders import TERMINAL, Role
from deskwise.app.name_reasons import (
    Reason,
    ReasonCluster,
    kept_names,
    list_reasons,
    merge_reasons,
    name_reason,
    take_name_back,
)
from deskwise.app.reason_names import ReasonName
from deskwise.app.workspace import Facts, Workspace
from deskwise.kernel.errors import ChangedMeanwhileError, NotAllowedError, UsageError
from stores.state.state_rig import Rig


@dataclass
class Subjects:
    """Clusters that are known, or none where texts are not kept."""

    known: tuple[SubjectCluster, ...] | None

    @contextmanager
    def facts(self, as_of: int | None = None) -> Iterator[Facts]:
        yield cast(Facts, self)

    @property
    def reasons(self) -> Subjects | None:
        return None if self.known is None else self

    def clusters(self) -> tuple[SubjectCluster, ...]:
        return self.known or ()

    def subjects(self) -> int:
        return sum(each.requests for each in self.clusters())


def known(**sizes: int) -> Workspace:
    return cast(Workspace, Subjects(tuple(SubjectCluster(key, n) for key, n in sizes.items())))


SHOP = known(refund=40, invoice=30, rechnung=20)


def test_a_cluster_is_named_anew_and_its_name_taken_back(rig: Rig) -> None:
    made = name_reason(SHOP, rig.state, rig.clock, TERMINAL, "refund", " Refunds ", 0)
    assert made == ReasonName("refund", "Refunds", "terminal", rig.clock.now(), 1)
    rig.clock.go_on(hours=1)
    again = name_reason(SHOP, rig.state, rig.clock, TERMINAL, "refund", "Money back", 1)
    assert again == ReasonName("refund", "Money back", "terminal", rig.clock.now(), 2)
    assert name_reason(SHOP, rig.state, rig.clock, TERMINAL, "refund", "Money back") == again
    assert kept_names(rig.state) == {"refund": "Money back"}
    assert take_name_back(rig.state, rig.clock, TERMINAL, "refund", 2) == again
    assert kept_names(rig.state) == {}
    assert [(str(one.what), one.on, one.before, one.after) for one in rig.audit()] == [
        ("reason_named", "reason:refund", None, {"name": "Refunds"}),
        ("reason_named", "reason:refund", {"name": "Refunds"}, {"name": "Money back"}),
        ("reason_name_taken_back", "reason:refund", {"name": "Money back"}, None),
    ]
    with pytest.raises(UsageError, match="no cluster of this key has a name"):
        take_name_back(rig.state, rig.clock, TERMINAL, "refund")


def test_of_two_who_name_one_the_second_is_told(rig: Rig) -> None:
    first = name_reason(SHOP, rig.state, rig.clock, TERMINAL, "refund", "Refunds", 0)
    for version in (0, 2):
        with pytest.raises(ChangedMeanwhileError) as told:
            name_reason(SHOP, rig.state, rig.clock, TERMINAL, "refund", "Money", version)
        assert told.value.now == first
        with pytest.raises(ChangedMeanwhileError):
            take_name_back(rig.state, rig.clock, TERMINAL, "refund", version)
    with pytest.raises(ChangedMeanwhileError) as told:
        name_reason(SHOP, rig.state, rig.clock, TERMINAL, "invoice", "Money", 1)
    assert told.value.now is None
    assert kept_names(rig.state) == {"refund": "Refunds"}
    assert len(rig.audit()) == 1


def test_the_rows_themselves_refuse_another_version(rig: Rig) -> None:
    name_reason(SHOP, rig.state, rig.clock, TERMINAL, "refund", "Refunds")
    with rig.state.reading() as stores:
        kept = stores.reason_names.find("refund")
    assert kept is not None
    for stale in (replace(kept, version=2), replace(kept, key="gone")):
        with pytest.raises(ChangedMeanwhileError), rig.state.changing() as stores:
            stores.reason_names.change(stale)
        with pytest.raises(ChangedMeanwhileError), rig.state.changing() as stores:
            stores.reason_names.remove(stale)
    with rig.state.reading() as stores:
        assert stores.reason_names.all() == (kept,)


def test_clusters_of_one_name_are_one_reason(rig: Rig) -> None:
    done = merge_reasons(SHOP, rig.state, rig.clock, TERMINAL, ("rechnung", "invoice", "invoice"), "Invoices")
    assert [each.key for each in done] == ["rechnung", "invoice"]
    invoices = Reason("Invoices", (ReasonCluster("invoice", 30, 1), ReasonCluster("rechnung", 20, 1)))
    assert list_reasons(SHOP, rig.state, TERMINAL) == (
        invoices, Reason("refund", (ReasonCluster("refund", 40, 0),)),
    )  # fmt: skip
    # A name that is another's key is one with it, and what is no more is told last.
    name_reason(SHOP, rig.state, rig.clock, TERMINAL, "rechnung", "refund")
    assert list_reasons(known(refund=40, rechnung=20), rig.state, TERMINAL) == (
        Reason("refund", (ReasonCluster("refund", 40, 0), ReasonCluster("rechnung", 20, 2))),
        Reason("Invoices", (ReasonCluster("invoice", None, 1),)),
    )
    assert name_reason(known(refund=1), rig.state, rig.clock, TERMINAL, "invoice", "Bills").version == 2


def test_who_leads_names_and_others_look(rig: Rig) -> None:
    lead, agent = rig.person("lea", Role.LEAD, "support"), rig.person("ben", Role.AGENT, "support")
    viewer = rig.person("vic", Role.VIEWER)
    assert name_reason(SHOP, rig.state, rig.clock, lead, "refund", "Refunds").by == lead.id
    for who in (agent, viewer):
        with pytest.raises(NotAllowedError):
            name_reason(SHOP, rig.state, rig.clock, who, "refund", "Money")
        with pytest.raises(NotAllowedError):
            merge_reasons(SHOP, rig.state, rig.clock, who, ("refund",), "Money")
        with pytest.raises(NotAllowedError):
            take_name_back(rig.state, rig.clock, who, "refund")
        told = list_reasons(SHOP, rig.state, who)
        assert told is not None
        assert told[0] == Reason("Refunds", (ReasonCluster("refund", None, 1),))
    assert kept_names(rig.state) == {"refund": "Refunds"}


@pytest.mark.parametrize(
    ("key", "name", "told"),
    [
        ("zz", "Refunds", "no cluster has this key"),
        ("refund", " ", "the name is empty"),
        ("refund", "x" * 81, "the name is empty, or no line of text"),
        ("refund", "a\x1bb", "the name is empty, or no line of text"),
    ],
)
def test_what_cannot_be_is_refused(rig: Rig, key: str, name: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        name_reason(SHOP, rig.state, rig.clock, TERMINAL, key, name)
    with pytest.raises(UsageError, match=told):
        merge_reasons(SHOP, rig.state, rig.clock, TERMINAL, ("refund", key), name)
    with pytest.raises(UsageError, match="nothing to merge"):
        merge_reasons(SHOP, rig.state, rig.clock, TERMINAL, (), "Refunds")
    assert kept_names(rig.state) == {}


def test_without_texts_there_is_nothing_to_name(rig: Rig) -> None:
    nothing = cast(Workspace, Subjects(None))
    assert list_reasons(nothing, rig.state, TERMINAL) is None
    with pytest.raises(UsageError, match=r"not kept here.*deskwise settings set keep_text true"):
        name_reason(nothing, rig.state, rig.clock, TERMINAL, "refund", "Refunds")
