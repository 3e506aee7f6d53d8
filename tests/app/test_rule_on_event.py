"""Ruling on events of a real workspace: what is written, what changes, who may, and taking it back."""

from __future__ import annotations

import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from app.ruling_rig import AGENT, AS_OF, LEAD, NOW, RulingRig
from deskwise.app.access.holders import TERMINAL, Person, Role
from deskwise.app.audit import Deed
from deskwise.app.keep_workspace import Keeper
from deskwise.app.offered_rulings import rulable_events
from deskwise.app.rule_on_event import LONGEST_WHY, ruled_before
from deskwise.app.show_quality import show_quality
from deskwise.bootstrap import open_keeper
from deskwise.kernel.errors import ChangedMeanwhileError, NotAllowedError, UsageError


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that is copied for each test: importing it anew would take longer than ruling on it."""
    folder = tmp_path_factory.mktemp("imported")
    RulingRig(folder).bring_in()
    return folder


@pytest.fixture
def rig(imported: Path, tmp_path: Path) -> RulingRig:
    shutil.copytree(imported, tmp_path / "desk")
    return RulingRig(tmp_path / "desk")


def offered(rig: RulingRig, ticket: str) -> dict[str, tuple[str, ...]]:
    return {each.event.event_id: each.offered for each in rulable_events(rig.workspace, ticket)[1]}


def whole(rig: RulingRig) -> bool:
    keeper: Keeper = open_keeper(rig.home / "home")
    return not any(check.found for check in keeper.check(lambda _: None))


def test_what_can_be_ruled_on_is_what_would_change_something(rig: RulingRig) -> None:
    assert offered(rig, "T1") == {
        "a1": ("acknowledgement",),
        "m3": ("acknowledgement",),
        "m4": ("acknowledgement",),
        "b2": ("new_issue",),
        "c1": ("no_complaint",),
    }
    assert offered(rig, "T3") == {"a3": ("acknowledgement", "new_issue")}
    assert offered(rig, "T4") == {"a4": ("acknowledgement",)}
    with pytest.raises(UsageError, match="no event names a ticket"):
        rulable_events(rig.workspace, "T9")


def test_a_ruling_changes_the_figure_at_once_and_says_which_it_changed(rig: RulingRig) -> None:
    assert rig.value("reply_time", "mean") == 4200
    done = rig.rule("T1", "m3", "acknowledgement", LEAD)
    assert rig.value("reply_time", "mean") == 600
    (changed,) = done.changed
    assert (changed.metric, changed.ticket) == ("reply_time", "T1")
    assert ([one.gave for one in changed.before], [one.gave for one in changed.after]) == ([4200], [600])
    (told,) = rig.audit()
    assert (told.who, told.on) == ("lea", "ticket:desk/T1")
    assert told.after is not None
    assert (told.after["event"], told.after["ruling"], told.after["why"]) == (
        "m3", "acknowledgement", "it is so",
    )  # fmt: skip
    assert ruled_before(rig.state, "desk", "T1") == {done.ruling.id: done.changed}
    assert whole(rig)


def test_a_ruling_is_of_the_as_of_and_moves_it_not(rig: RulingRig) -> None:
    done = rig.rule("T1", "m3", "acknowledgement")
    assert (done.ruling.at, done.ruling.ruled_at) == (AS_OF, NOW)
    with rig.workspace.facts() as facts:
        assert facts.horizon.as_of == int(AS_OF.timestamp()) * 1_000_000
    rig.clock.instant = AS_OF - timedelta(days=3)
    assert rig.rule("T1", "c1", "no_complaint").ruling.at == rig.clock.instant


def test_a_source_whose_end_nobody_declared_is_known_for_no_longer(tmp_path: Path) -> None:
    rig = RulingRig(tmp_path)
    rig.bring_in(as_of=None)
    done = rig.rule("T1", "m3", "acknowledgement")
    assert done.ruling.at.isoformat() == "2025-01-05T10:01:00+00:00"
    assert rig.value("reply_time", "mean") == 600


def test_of_two_rulings_of_one_instant_the_later_made_counts(rig: RulingRig) -> None:
    for ruling, value in (("acknowledgement", 600), ("needs_answer", 4200), ("acknowledgement", 600)):
        rig.rule("T1", "m3", ruling)
        assert rig.value("reply_time", "mean") == value


@pytest.mark.parametrize(
    ("ticket", "event", "ruling", "metric", "before", "after"),
    [
        ("T1", "b2", "new_issue", "requests_received", 4, 5),
        ("T1", "c1", "no_complaint", "complaints", 1, 0),
    ],
)
def test_each_kind_of_ruling_does_what_the_book_says(
    rig: RulingRig, ticket: str, event: str, ruling: str, metric: str, before: float, after: float
) -> None:
    assert rig.value(metric) == before
    done = rig.rule(ticket, event, ruling)
    assert rig.value(metric) == after
    assert metric in {each.metric for each in done.changed}
    assert rig.take_back(ticket, done.ruling.id).changed
    assert rig.value(metric) == before
    assert whole(rig)


def test_an_opening_changes_the_figures_of_the_ticket_before_it(rig: RulingRig) -> None:
    rig.rule("T1", "b2", "new_issue")
    done = rig.rule("T3", "a3", "new_issue")
    assert {(each.metric, each.ticket) for each in done.changed} == {
        ("recontact_rate", "T1"),
        ("successful_resolution_rate", "T1"),
    }
    assert rig.value("recontact_rate") == 0
    assert offered(rig, "T4") == {"a4": ("acknowledgement", "same_issue")}
    rig.rule("T4", "a4", "same_issue")
    assert rig.value("recontact_rate") == 1


def test_the_same_ruling_again_writes_nothing_and_tells_what_it_changed(rig: RulingRig) -> None:
    first = rig.rule("T1", "m3", "acknowledgement")
    again = rig.rule("T1", "m3", "acknowledgement")
    assert (first.is_new, again.is_new) == (True, False)
    assert (again.ruling, again.changed) == (first.ruling, first.changed)
    assert len(rig.audit()) == 1
    assert len(list(rig.workspace.lake.past_imports())) == 2
    assert not rig.rule("T1", "m3", "acknowledgement", why="it is so ").is_new


def test_a_ruling_that_the_audit_missed_is_told_when_it_is_given_again(
    rig: RulingRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(type(rig.state), "changing", _no_power)
        with pytest.raises(RuntimeError, match="power"):
            rig.rule("T1", "m3", "acknowledgement")
    assert rig.audit() == []
    assert not rig.rule("T1", "m3", "acknowledgement").is_new
    assert len(rig.audit()) == 1


def _no_power(_: object) -> None:
    raise RuntimeError("no power")


def test_who_looked_before_another_ruled_is_told(rig: RulingRig) -> None:
    first = rig.rule("T1", "m3", "acknowledgement", seen="")
    with pytest.raises(ChangedMeanwhileError) as told:
        rig.rule("T1", "m3", "needs_answer", seen="")
    assert told.value.now == first.ruling
    assert rig.rule("T1", "m3", "needs_answer", seen=first.ruling.id).is_new


def test_a_ruling_taken_back_leaves_what_stood_before(rig: RulingRig) -> None:
    first = rig.rule("T1", "m3", "acknowledgement")
    second = rig.rule("T1", "m3", "needs_answer")
    rig.take_back("T1", second.ruling.id, LEAD)
    assert rig.value("reply_time", "mean") == 600
    rig.take_back("T1", first.ruling.id)
    assert rig.value("reply_time", "mean") == 4200
    with pytest.raises(UsageError, match="taken back already"):
        rig.take_back("T1", first.ruling.id)
    assert [each.who for each in rig.audit(Deed.RULING_TAKEN_BACK)] == ["lea", "terminal"]
    kept = [event for event in rig.workspace.events("desk", "T1") if event.kind == "ruled"]
    assert sorted(event.superseded for event in kept) == [False, False, True, True]
    assert offered(rig, "T1")["m3"] == ("acknowledgement",)
    assert rig.rule("T1", "m3", "acknowledgement").is_new


def test_a_ruling_of_the_source_is_overruled_and_not_taken_back(rig: RulingRig) -> None:
    with pytest.raises(UsageError, match="one of the source desk: rule on the event anew"):
        rig.take_back("T3", "r9")
    rig.rule("T3", "a3", "new_issue")
    assert offered(rig, "T3")["a3"] == ("acknowledgement", "same_issue")


@pytest.mark.parametrize(
    "by",
    [
        AGENT,
        Person("vic", "Vic", "v@example.org", Role.VIEWER, teams=frozenset({"support"})),
        Person("lou", "Lou", "l@example.org", Role.LEAD, teams=frozenset({"field"})),
        Person("old", "Old", "o@example.org", Role.ADMIN, active=False),
    ],
    ids=["agent", "viewer", "lead of another team", "not active"],
)
def test_who_may_not_rule_changes_nothing(rig: RulingRig, by: Person) -> None:
    made = rig.rule("T1", "c1", "no_complaint")
    with pytest.raises(NotAllowedError):
        rig.rule("T1", "m3", "acknowledgement", by)
    with pytest.raises(NotAllowedError):
        rig.take_back("T1", made.ruling.id, by)
    assert len(rig.audit()) == 1
    assert rig.value("reply_time", "mean") == 4200


def test_a_lead_rules_for_their_own_teams_alone(rig: RulingRig) -> None:
    assert rig.rule("T1", "m3", "acknowledgement", LEAD).ruling.by == "lea"
    for ticket, event in (("T5", "a5"), ("T4", "a4")):
        with pytest.raises(NotAllowedError):
            rig.rule(ticket, event, "acknowledgement", LEAD)


@pytest.mark.parametrize(
    ("event", "ruling", "why", "told"),
    [
        ("m3", "no_complaint", "so", "changes nothing on this event: choose from acknowledgement"),
        ("m2", "acknowledgement", "so", "changes nothing on this event: choose another event"),
        ("zz", "acknowledgement", "so", "no event of the ticket that counts is called 'zz'"),
        ("m3", "acknowledgement", " ", "the reason is empty"),
        ("m3", "acknowledgement", "x" * (LONGEST_WHY + 1), "the reason is empty, or no line"),
        ("m3", "acknowledgement", "two\nlines", "no line of text"),
    ],
)
def test_what_is_no_ruling_is_refused(rig: RulingRig, event: str, ruling: str, why: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        rig.rule("T1", event, ruling, why=why)
    assert len(list(rig.workspace.lake.past_imports())) == 1


def test_where_rulings_are_ignored_none_is_offered(rig: RulingRig) -> None:
    made = rig.rule("T1", "m3", "acknowledgement")
    rig.settings('rulings = "ignore"\n')
    assert rig.value("reply_time", "mean") == 4200
    assert offered(rig, "T1") == {"m3": ()}
    with pytest.raises(UsageError, match="changes nothing"):
        rig.rule("T1", "c1", "no_complaint")
    rig.take_back("T1", made.ruling.id)


def test_nothing_is_ruled_on_a_ticket_that_is_in_no_figure(rig: RulingRig) -> None:
    removed = "event_id,at,kind,ticket\nx1,2025-01-06T10:00:00Z,removed,T1\n"
    rig.bring_in(removed)
    assert offered(rig, "T1") == {}


def test_a_ruling_leaves_the_last_import_judged_as_it_was(rig: RulingRig) -> None:
    before = show_quality(rig.workspace.lake)
    rig.rule("T1", "m3", "acknowledgement")
    assert show_quality(rig.workspace.lake) == before


def test_rulings_given_at_once_come_one_after_another(rig: RulingRig) -> None:
    done: list[bool] = []
    orders = [("m3", "acknowledgement"), ("m4", "acknowledgement"), ("c1", "no_complaint")]

    def give(event: str, ruling: str) -> None:
        done.append(rig.rule("T1", event, ruling).is_new)

    threads = [threading.Thread(target=give, args=order) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [True] * 3
    assert len(rig.audit()) == 3
    assert rig.value("complaints") == 0
    assert rig.value("reply_time", "mean") is None  # both messages ask for nothing now


def test_the_terminal_is_named_as_the_audit_names_it(rig: RulingRig) -> None:
    assert rig.rule("T1", "m3", "acknowledgement", TERMINAL).ruling.by == "terminal"
