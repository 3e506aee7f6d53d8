from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sources.mbox.mails import AGENT, BEGAN, CUSTOMER, SEPARATOR, WORDS, mail, thread, translated


def test_a_thread_is_a_ticket_opened_by_its_first_mail(tmp_path: Path) -> None:
    opened, answer, again = [one.events[0] for one in translated(tmp_path, *thread("t"))]
    assert {one.ticket for one in (opened, answer, again)} == {"t@mail.example"}
    assert [(one.kind, one.role) for one in (opened, answer, again)] == [
        ("opened", "customer"), ("message", "agent"), ("message", "customer"),
    ]  # fmt: skip
    assert (opened.at, opened.channel, opened.text) == (BEGAN, "email", None)
    assert (opened.customer, opened.organisation) == ("carla@shop.example", "shop.example")
    assert answer.actor == "ann@example.org"


def test_what_we_begin_is_opened_by_an_agent_for_whom_we_wrote_to(tmp_path: Path) -> None:
    (one,) = translated(tmp_path, mail("t", 0, AGENT, "Boss <b@example.org>, Dora <DORA@web.de>"))
    (opened,) = one.events
    assert (opened.role, opened.customer, opened.organisation) == ("agent", "dora@web.de", None)


def test_without_its_first_mail_the_system_opens_a_ticket_at_the_earliest(tmp_path: Path) -> None:
    _, answer, again = thread("t")
    later, first = translated(tmp_path, again, answer)
    opened, message = first.events
    assert [one.kind for one in later.events] == ["message"]
    assert (opened.role, opened.at, opened.customer) == ("system", message.at, "carla@shop.example")
    assert opened.event_id == "opened"
    ((root,),) = [one.events for one in translated(tmp_path, thread("t")[0])]
    (earliest_of_later,) = translated(tmp_path, again)
    assert root.revision > opened.revision > earliest_of_later.events[0].revision > 0


@pytest.mark.parametrize(
    ("header", "value", "role"),
    [
        ("Auto_Submitted", "auto-replied", "bot"),
        ("Auto_Submitted", "no", "customer"),
        ("X_Autoreply", "yes", "bot"),
        ("Precedence", "bulk", "bot"),
        ("List_Id", "<news.shop.example>", "bot"),
        ("Return_Path", "<>", "system"),
        ("Return_Path", "<carla@shop.example>", "customer"),
        ("Content_Type", "multipart/report; report-type=delivery-status; boundary=x", "system"),
    ],
)  # fmt: skip
def test_what_no_person_wrote_is_told_by_its_headers(
    tmp_path: Path, header: str, value: str, role: str
) -> None:
    (one,) = translated(tmp_path, mail("t", 0, **{header: value}))
    assert one.events[0].role == role
    assert one.unknown_values == ()


def test_a_bounce_is_of_no_customer(tmp_path: Path) -> None:
    (one,) = translated(tmp_path, mail("t", 0, "MAILER-DAEMON@mail.example"))
    (opened,) = one.events
    assert (opened.role, opened.customer, opened.actor) == ("system", None, None)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (mail("t", None), "it has no Date"),
        (mail("t", None, Date="yesterday"), "its Date cannot be read"),
        (mail("t", None, Date="Mon, 3 Mar 2025 09:00:00"), "its Date says no offset"),
        (mail("t", None, Date="Mon, 3 Mar 2025 09:00:00 +9999"), "its Date cannot be read"),
        (mail("t", None, Date="Mon, 3 Mar 1980 09:00:00 +0000"), "its Date is before 1990"),
        (mail("t", 0, None), "it has no sender"),
        (mail("t", 0, "nobody at all"), "it has no sender"),
        (f"{SEPARATOR}\n\x00 garbage\n\nhello\n\n".encode(), "it has no header that can be read"),
        (mail("t", X_Long="x" * 300_000), "its head is too long"),
    ],
)  # fmt: skip
def test_a_mail_without_what_an_event_needs_is_refused_with_the_reason(
    tmp_path: Path, broken: bytes, reason: str
) -> None:
    one, sound = translated(tmp_path, broken, mail("sound"))
    assert one.events == ()
    assert [refused.reason for refused in one.refused] == [reason]
    assert len(sound.events) == 1


@pytest.mark.parametrize(
    ("date", "at"),
    [
        ("Mon, 3 Mar 2025 10:30:00 +0130", datetime(2025, 3, 3, 9, tzinfo=UTC)),
        ("Mon, 3 Mar 2025 09:00:00 -0000", datetime(2025, 3, 3, 9, tzinfo=UTC)),
        ("3 Mar 2025 04:00 EST", datetime(2025, 3, 3, 9, tzinfo=UTC)),
    ],
)
def test_dates_are_instants(tmp_path: Path, date: str, at: datetime) -> None:
    (one,) = translated(tmp_path, mail("t", None, Date=date))
    assert one.events[0].at == at


def test_a_mail_without_an_id_has_one_made_of_what_does_not_change(tmp_path: Path) -> None:
    (one,) = translated(tmp_path, mail(None))
    (read,) = translated(tmp_path, mail(None, Status="RO").replace(b"\n", b"\r\n"))
    (other,) = translated(tmp_path, mail(None, body="something else"))
    assert one.events[0].ticket == read.events[0].ticket != other.events[0].ticket
    assert str(one.events[0].ticket).startswith("made-")


def test_text_is_kept_only_if_it_may_be(tmp_path: Path) -> None:
    words = "=?utf-8?q?Gr=C3=BC=C3=9Fe?="
    mails = (mail("t", body="one\x00two", Subject=words), mail("u", body="", Subject="=?x-none?q?a?="))
    kept, broken = [one.events[0] for one in translated(tmp_path, *mails, keep_text=True)]
    assert kept.text == "Grüße\n\none\N{REPLACEMENT CHARACTER}two"
    assert broken.text == "=?x-none?q?a?="
    assert all(one.events[0].text is None for one in translated(tmp_path, *mails))


def test_headers_nobody_knows_are_counted_by_name_and_never_quoted(tmp_path: Path) -> None:
    (one,) = translated(tmp_path, mail("t", 0, CUSTOMER, X_Mood=WORDS, **{"X_" + "y" * 60: WORDS}))
    assert one.unknown_fields == ("x-mood", "a header whose name cannot be read")
