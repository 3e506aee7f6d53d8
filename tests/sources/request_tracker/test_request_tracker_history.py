"""What single transactions become. Records are those of the recorded desk, changed where a test says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from deskwise.app.source_port import Connection, Translated
from deskwise.events.event_row import EventRow
from deskwise.sources.request_tracker import RequestTracker
from deskwise.sources.request_tracker_history import translate
from deskwise.sources.request_tracker_options import read_options
from sources.request_tracker.recorded_desk import PASSWORD, RecordedDesk, serving
from sources.request_tracker.seed import READER

Raw = dict[str, Any]
NOTHING = read_options({})


@pytest.fixture(scope="module")
def recorded() -> Iterator[dict[str, Raw]]:
    with serving(RecordedDesk()) as desk:
        connection = Connection("desk", "request_tracker", desk.url, user=READER, token=PASSWORD)
        source = RequestTracker(connection)
        yield {one.id: dict(one.raw) for page in source.pull(None, None) for one in page.records}
        source.close()


@pytest.fixture
def raw(recorded: dict[str, Raw]) -> dict[str, Raw]:
    copied: dict[str, Raw] = json.loads(json.dumps(recorded))
    return copied


def told(raw: Raw, *, keep_text: bool = False, **options: str) -> Translated:
    return translate(raw, read_options(options), keep_text=keep_text)


def of(translated: Translated, kind: str) -> list[EventRow]:
    return [event for event in translated.events if event.kind == kind]


def with_entry(raw: Raw, **fields: Any) -> Raw:
    """The record with one more transaction, by bea, a second before midnight of its last day."""
    entry = {
        "id": "900", "Type": "Set", "Field": "", "OldValue": "", "NewValue": "", "TimeTaken": "0",
        "Created": "2025-03-16T22:59:59Z", "Creator": {"id": "bea"}, "ObjectId": raw["id"],
    }  # fmt: skip
    raw["transactions"].append(entry | fields)
    return raw


def test_a_reply_to_a_resolved_ticket_reopens_it_as_the_system_user(raw: dict[str, Raw]) -> None:
    after = [event for event in told(raw["1"]).events if event.at.isoformat() == "2025-03-03T10:30:00+00:00"]
    assert [(event.kind, event.role, event.actor, event.status) for event in after] == [
        ("message", "customer", "eva@customer.example", None),
        ("status", "system", "RT_System", "open"),
    ]


def test_an_opening_says_who_and_where_and_how(raw: dict[str, Raw]) -> None:
    opened, assigned = told(raw["1"]).events[:2]
    assert (opened.kind, opened.role, opened.customer, opened.organisation) == (
        "opened", "customer", "eva@customer.example", "Example Ltd",
    )  # fmt: skip
    assert (opened.channel, opened.priority, opened.category, opened.text) == ("email", "0", None, None)
    assert (assigned.kind, assigned.team, assigned.agent) == ("assigned", "Support", None)


def test_what_an_agent_made_began_with_what_was_never_changed(raw: dict[str, Raw]) -> None:
    opened, assigned, status, worked = told(raw["10"], category_field="Category").events[:4]
    assert (opened.role, opened.actor, opened.customer) == ("agent", "ana", "zoe@customer.example")
    assert (opened.category, assigned.agent, status.status) == ("Access", "ana", "open")
    assert (worked.kind, worked.value, worked.actor) == ("worked", Decimal(900), "ana")
    numbers = {event.event_id.split("-")[1] for event in (opened, assigned, status, worked)}
    assert [event.event_id for event in (opened, assigned, status, worked)] == [
        f"txn-{number}{effect}" for number in numbers for effect in ("", "-assigned", "-status", "-worked")
    ]


def test_stalled_is_pending_and_the_customers_answer_leaves_it_so(raw: dict[str, Raw]) -> None:
    found = [event.status for event in of(told(raw["3"]), "status")]
    assert found == ["open", "pending", "open", "solved"]


def test_a_move_to_a_higher_queue_is_an_escalation_if_one_says_so(raw: dict[str, Raw]) -> None:
    (escalated,) = of(told(raw["4"], higher_queues="Second line"), "escalated")
    assert (escalated.team, escalated.agent) == ("Second line", None)
    plain = told(raw["4"])
    assert of(plain, "escalated") == []
    # A move leaves the holder: the assignment names both.
    moved = [event for event in of(plain, "assigned") if event.team == "Second line"]
    assert [event.agent for event in moved] == ["ana"]
    assert [event.agent for event in of(plain, "assigned")] == [None, "ana", "ana", "cal"]


def test_a_merge_is_told_on_the_ticket_that_goes(raw: dict[str, Raw]) -> None:
    (merged,) = of(told(raw["7"]), "merged")
    assert (merged.ticket, merged.extra) == ("7", {"into": "6"})
    assert of(told(raw["6"]), "merged") == []
    # A letter to its number is the other ticket's.
    assert len(of(told(raw["6"]), "message")) == 3
    assert of(told(raw["7"]), "message") == []


def test_deleted_is_removed_and_rejected_is_closed_unless_one_says_otherwise(raw: dict[str, Raw]) -> None:
    assert len(of(told(raw["8"]), "removed")) == 1
    assert [event.status for event in of(told(raw["9"]), "status")] == ["closed"]
    assert len(of(told(raw["9"], statuses="rejected = removed"), "removed")) == 1


def test_a_comment_is_a_note_and_time_taken_is_minutes(raw: dict[str, Raw]) -> None:
    translated = told(raw["4"])
    assert [event.role for event in of(translated, "note")] == ["agent"]
    assert [event.value for event in of(translated, "worked")] == [Decimal(300), Decimal(1800)]


def test_a_rating_and_a_category_by_setting(raw: dict[str, Raw]) -> None:
    translated = told(raw["12"], category_field="Category", rating_field="Satisfaction")
    assert [(event.value, event.scale) for event in of(translated, "rated")] == [(Decimal(2), "1-5")]
    assert [event.category for event in of(translated, "changed")] == ["Access"]
    assert translated.unknown_fields == ("CF.{Serial number}",)


def test_fields_nobody_explained_are_counted_and_kept_only_if_named(raw: dict[str, Raw]) -> None:
    assert sorted(told(raw["12"]).unknown_fields) == [
        "CF.{Category}", "CF.{Satisfaction}", "CF.{Serial number}",
    ]  # fmt: skip
    kept = told(raw["12"], extra_fields="Serial number")
    assert [event.extra for event in of(kept, "changed")] == [{"Serial number": "A-7"}]


def test_a_status_nobody_explained_changes_nothing_and_is_counted(raw: dict[str, Raw]) -> None:
    translated = told(raw["15"], statuses="at the workshop = on_hold")
    assert [event.status for event in of(translated, "status")] == ["open", "on_hold", "solved"]
    assert translated.unknown_values == (("Status", "waiting for parts"),)


def test_a_problem_and_its_link_by_setting(raw: dict[str, Raw]) -> None:
    assert told(raw["16"], problem_queues="Problems").events[0].type == "problem"
    (linked,) = of(told(raw["15"], problem_links="RefersTo"), "linked")
    assert linked.extra == {"problem": "16"}
    assert of(told(raw["15"]), "linked") == []


@pytest.mark.parametrize("kind", ["EmailRecord", "CommentEmailRecord", "SystemError", "DeleteLink"])
def test_noise_is_nothing(raw: dict[str, Raw], kind: str) -> None:
    before = told(raw["2"])
    assert told(with_entry(raw["2"], Type=kind)) == before


def test_what_is_unknown_is_counted(raw: dict[str, Raw]) -> None:
    assert told(with_entry(raw["17"], Type="Teleport")).unknown_values == (("Type", "Teleport"),)
    assert told(with_entry(raw["14"], Field="Mood")).unknown_fields[-1] == "Mood"
    assert told(with_entry(raw["9"], Field="TimeWorked", TimeTaken="-5")).unknown_values == (
        ("TimeTaken", "less than nothing"),
    )


@pytest.mark.parametrize(
    ("kind", "field", "holder"),
    [
        ("Take", "Owner", "bea"),
        ("Steal", "Owner", "bea"),
        ("Give", "Owner", "bea"),
        ("SetWatcher", "Owner", None),
    ],
)
def test_owners_by_older_words(raw: dict[str, Raw], kind: str, field: str, holder: str | None) -> None:
    number = next(str(one["id"]) for one in raw["12"]["users"] if one["name"] == "bea")
    raw["12"]["transactions"] = [one for one in raw["12"]["transactions"] if one["Type"] != "SetWatcher"]
    before = len(of(told(raw["12"]), "assigned"))
    after = of(told(with_entry(raw["12"], Type=kind, Field=field, OldValue="6", NewValue=number)), "assigned")
    assert [event.agent for event in after[before:]] == ([holder] if holder else [])


def test_a_requestor_is_a_customer_even_if_privileged_and_a_bot_is_one_by_setting(
    raw: dict[str, Raw],
) -> None:
    raw["2"]["ticket"]["Requestor"].append({"id": "bea"})
    assert [event.role for event in of(told(raw["2"]), "message")] == ["customer"]
    assert [event.role for event in of(told(raw["1"], bots="ana"), "message")] == ["bot", "customer"]


def test_a_requestor_who_was_added_later_was_none_before(raw: dict[str, Raw]) -> None:
    raw["17"]["ticket"]["Requestor"] = [{"id": "new@customer.example"}, {"id": "wes@customer.example"}]
    raw["17"]["users"].append({"id": 999, "name": "new@customer.example", "privileged": False})
    with_entry(raw["17"], Type="AddWatcher", Field="Requestor", NewValue="999")
    assert told(raw["17"]).events[0].customer == "wes@customer.example"


def test_a_history_that_may_not_be_seen_is_refused(raw: dict[str, Raw]) -> None:
    raw["2"]["transactions"] = raw["2"]["transactions"][1:]
    assert [one.reason for one in told(raw["2"]).refused] == ["its first transaction cannot be seen"]
    raw["3"]["transactions"] = []
    assert len(told(raw["3"]).refused) == 1
    assert told(raw["3"]).events == ()
    assert [one.reason for one in told(raw["4"] | {"ticket": {}}).refused] == ["the ticket says no id"]


def test_text_comes_only_where_it_is_to_be_kept(raw: dict[str, Raw]) -> None:
    number = raw["1"]["transactions"][0]["id"]
    raw["1"]["texts"] = {number: "it says no"}
    assert told(raw["1"]).events[0].text is None
    assert told(raw["1"], keep_text=True).events[0].text == "Cannot log in\n\nit says no"
