"""The first pass: one row at a time."""

from __future__ import annotations

import pytest

from deskwise.events.reject_reasons import REJECT_REASONS
from stores.desk import Desk

HEADER = "at,kind,ticket,role,status,value,scale,extra\n"
FAULTS = {
    "untranslated": ["2025-01-01T10:00:00Z,untranslated,T1,,no opening,,,", ",untranslated,T1,,,,,"],
    "unknown_kind": ["2025-01-01T10:00:00Z,opend,T1,,,,,", "2025-01-01T10:00:00Z,,T1,,,,,"],
    "unknown_role": ["2025-01-01T10:00:00Z,note,T1,boss,,,,"],
    "no_instant": [",note,T1,,,,,", "soon,note,T1,,,,,", "2025-02-30T10:00:00Z,note,T1,,,,,"],
    "zone_undeclared": ["2025-01-01T10:00:00,note,T1,,,,,", "2025-01-01,note,T1,,,,,"],
    "in_the_future": ["2026-01-02T00:00:00.000001Z,note,T1,,,,,"],
    "no_ticket": ["2025-01-01T10:00:00Z,note,,,,,,", "2025-01-01T10:00:00Z,reviewed,,,,50,,"],
    "unknown_status": ["2025-01-01T10:00:00Z,status,T1,,done,,,", "2025-01-01T10:00:00Z,status,T1,,,,,"],
    "no_number": [
        f"2025-01-01T10:00:00Z,{kind},T1,,,{value},1-5,"
        for kind in ("rated", "reviewed", "sale", "worked")
        for value in ("", "good", "NaN", "inf")
    ],
    "unknown_scale": [
        "2025-01-01T10:00:00Z,rated,T1,,,4,,",
        "2025-01-01T10:00:00Z,rated,T1,,,4,1-10,",
        "2025-01-01T10:00:00Z,rated,T1,,,4,0-100,",
        "2025-01-01T10:00:00Z,reviewed,T1,,,4,1-5,",
    ],
    "negative_value": [
        "2025-01-01T10:00:00Z,rated,T1,,,-1,1-5,",
        "2025-01-01T10:00:00Z,reviewed,T1,,,-1,,",
        "2025-01-01T10:00:00Z,worked,T1,,,-0.5,call,",
    ],
    "off_scale": [
        "2025-01-01T10:00:00Z,rated,T1,,,0.9,1-5,",
        "2025-01-01T10:00:00Z,rated,T1,,,5.1,1-5,",
        "2025-01-01T10:00:00Z,rated,T1,,,11,0-10,",
        "2025-01-01T10:00:00Z,rated,T1,,,0.5,good_bad,",
        "2025-01-01T10:00:00Z,rated,T1,,,2,solved,",
        "2025-01-01T10:00:00Z,rated,T1,,,8,ces_1-7,",
        "2025-01-01T10:00:00Z,reviewed,T1,,,100.1,,",
    ],
    "extra_no_map": [
        '2025-01-01T10:00:00Z,note,T1,,,,,"[1]"',
        "2025-01-01T10:00:00Z,note,T1,,,,,words",
        '2025-01-01T10:00:00Z,note,T1,,,,,"{""a"": 1, ""a"": 2}"',
        '2025-01-01T10:00:00Z,note,T1,,,,,"{""a"": "',
    ],
}
SOUND = [
    "2026-01-02T00:00:00Z,note,T1,,,,,",
    "2025-01-01T10:00:00Z,rated,T1,customer,,1,1-5,",
    "2025-01-01T10:00:00Z,rated,,customer,,5.0,1-5,",
    "2025-01-01T10:00:00Z,rated,T1,customer,,0,0-10,",
    "2025-01-01T10:00:00Z,rated,T1,customer,,0,good_bad,",
    "2025-01-01T10:00:00Z,rated,T1,customer,,1,solved,",
    "2025-01-01T10:00:00Z,rated,T1,customer,,3.5,ces_1-7,",
    "2025-01-01T10:00:00Z,reviewed,T1,agent,,100,,",
    "2025-01-01T10:00:00Z,reviewed,T1,agent,,0,0-100,",
    "2025-01-01T10:00:00Z,sale,,,,-12.50,EUR,",
    "2025-01-01T10:00:00Z,worked,,agent,,0,meeting,",
    "2025-01-01T10:00:00Z,message,T1,,nonsense,many,,",
    "2025-01-01T10:00:00Z,outage_began,T1,,,,,{}",
]


@pytest.mark.parametrize("reason", FAULTS)
def test_each_fault_is_refused_for_its_reason(desk: Desk, reason: str) -> None:
    rows = FAULTS[reason]
    summary = desk.bring_in(HEADER + "\n".join(rows) + "\n")
    assert (summary.read, summary.accepted, summary.rejected) == (len(rows), 0, len(rows))
    assert summary.reasons == {reason: len(rows)}
    assert [(one.row, one.line, one.reason) for one in desk.rejects()] == [
        (number, number + 1, reason) for number in range(1, len(rows) + 1)
    ]


def test_every_reason_of_the_first_pass_has_a_case() -> None:
    asked = {reason.code for reason in REJECT_REASONS if reason.found_by == "row"}
    # Only a mapping's values can leave one unmapped.
    assert asked == {*FAULTS, "malformed_row", "unmapped_value"}


def test_what_may_be_so_is_accepted(desk: Desk) -> None:
    summary = desk.bring_in(HEADER + "\n".join(SOUND) + "\n")
    assert (summary.accepted, desk.reasons()) == (len(SOUND), [])


def test_the_first_fault_is_the_reason(desk: Desk) -> None:
    desk.bring_in(
        HEADER
        + "soon,opend,,boss,done,x,y,z\n"
        + "soon,status,,boss,done,x,y,z\n"
        + "soon,status,,,done,x,y,z\n"
        + "2025-01-01T10:00:00,status,,,done,x,y,z\n"
        + "2027-01-01T10:00:00Z,status,,,done,x,y,z\n"
        + "2025-01-01T10:00:00Z,status,,,done,x,y,z\n"
        + "2025-01-01T10:00:00Z,status,T1,,done,x,y,z\n"
        + "2025-01-01T10:00:00Z,rated,T1,,done,x,y,z\n"
        + "2025-01-01T10:00:00Z,rated,T1,,done,-9,y,z\n"
        + "2025-01-01T10:00:00Z,rated,T1,,done,-9,1-5,z\n"
        + "2025-01-01T10:00:00Z,rated,T1,,done,9,1-5,z\n"
        + "2025-01-01T10:00:00Z,rated,T1,,done,4,1-5,z\n"
    )
    assert [reason for _, reason in desk.reasons()] == [
        "unknown_kind",
        "unknown_role",
        "no_instant",
        "zone_undeclared",
        "in_the_future",
        "no_ticket",
        "unknown_status",
        "no_number",
        "unknown_scale",
        "negative_value",
        "off_scale",
        "extra_no_map",
    ]


def test_a_refused_row_claims_no_id(desk: Desk) -> None:
    summary = desk.bring_in(
        "event_id,at,kind,ticket,role\ne1,2025-01-01T10:00:00Z,note,T1,boss\ne1,2025-01-01T11:00:00Z,note,T1,agent\n"
    )
    assert (summary.accepted, summary.conflicts) == (1, 0)


def test_a_code_word_is_told_and_a_sentence_is_not(desk: Desk) -> None:
    desk.bring_in(
        HEADER
        + "2025-01-01T10:00:00Z,opend,T1,,,,,\n"
        + '2025-01-01T10:00:00Z,"My name is Ann Smith, call me at 030 12345 or write",T1,,,,,\n'
    )
    assert [one.detail for one in desk.rejects()] == ["opend", None]


def test_a_ticket_named_by_a_kind_that_has_none_is_ignored(desk: Desk) -> None:
    desk.bring_in("at,kind,ticket,customer\n2025-01-01T10:00:00Z,customer_known,T1,C1\n")
    assert desk.column("ticket") == [None]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2025-01-01T10:00:00Z", "2025-01-01T10:00:00.000000Z"),
        ("2025-01-01 12:00:00.1234567+02:00", "2025-01-01T10:00:00.123456Z"),
        ("2025-01-01T11:00", "2025-01-01T10:00:00.000000Z"),
        ("2025-01-01", "2024-12-31T23:00:00.000000Z"),
        ("on Friday", "on Friday"),
    ],
)
def test_what_a_promise_is_due_for_becomes_an_instant(desk: Desk, written: str, kept: str) -> None:
    desk.bring_in(
        "at,kind,ticket,extra\n"
        f'2025-01-01T09:00:00Z,promised,T1,"{{""to"": ""agents"", ""due"": ""{written}""}}"\n',
        timezone="Europe/Berlin",
    )
    assert desk.column("extra") == [{"due": kept, "to": "agents"}]


def test_text_is_kept_only_where_it_was_chosen(desk: Desk) -> None:
    rows = "at,kind,ticket,text\n2025-01-01T09:00:00Z,note,T1,secret\n"
    desk.bring_in(rows)
    assert desk.column("text") == [None]
    desk.bring_in(rows.replace("T1", "T2"), keep_text=True)
    assert desk.column("text", "ticket = 'T2'") == ["secret"]
