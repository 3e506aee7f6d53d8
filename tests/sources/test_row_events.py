"""Snapshots and calls in a mapping file: what each row becomes, and what is wrong with what is said of it."""

from __future__ import annotations

import pytest

from deskwise.events.translation import Cell, Condition, Moment
from deskwise.kernel.errors import MappingError
from deskwise.sources.mapping_file import parse_mapping

SHARED = 'shape = "snapshot"\n[columns]\nticket = "ID"\n'
OPENED = '[[events]]\nkind = "opened"\nat = "Created"\n'
STATUS = '[[events]]\nkind = "status"\nstatus = "closed"\nat = "Closed"\n'
SOUND = SHARED + OPENED + STATUS


def test_a_row_becomes_its_events_in_the_order_they_are_named() -> None:
    found = parse_mapping(
        'decimal_comma = true\nencoding = "latin-1"\nmissing = ["N/A"]\n'
        + SHARED
        + OPENED
        + """
        [[events]]
        kind = "message"
        role = "agent"
        at = { column = "Created", plus = ["M", "Q"], unit = "clock", else = { date = "D", time = "T" } }
        when = { column = "State", in = ["done", "shut"] }
        [[events]]
        kind = "rated"
        scale = "1-5"
        value = { column = "Stars" }
        at = { column = "Day", date_format = "%d.%m.%Y", end_of_day = true, else = "Created" }
        when = [{ column = "Stars", filled = true }, { column = "Spam", filled = false }]
        """,
        "mine",
    )
    assert (found.shape, found.decimal_comma, found.encoding, found.missing) == (
        "snapshot", True, "latin-1", ("N/A",),
    )  # fmt: skip
    assert [one.kind for one in found.emissions] == ["opened", "message", "rated"]
    opened, message, rated = found.emissions
    assert opened.at == Moment("Created")
    assert message.at == Moment("Created", plus=("M", "Q"), unit="clock", otherwise=Moment("D", time="T"))
    assert message.when == (Condition("State", among=("done", "shut")),)
    assert rated.at == Moment("Day", date_format="%d.%m.%Y", end_of_day=True, otherwise=Moment("Created"))
    assert rated.when == (Condition("Stars", filled=True), Condition("Spam", filled=False))
    assert dict(rated.cells)["value"] == Cell(column="Stars")
    assert found.columns_used() == (
        "ID", "Created", "M", "Q", "D", "T", "State", "Stars", "Day", "Spam",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SHARED, r'shape "snapshot" needs \[\[events\]\]'),
        (SHARED.replace("snapshot", "sheet") + OPENED, "shape: Input should be 'log', 'snapshot' or 'calls'"),
        (SOUND.replace('shape = "snapshot"\n', ""), 'need shape = "snapshot"'),
        ('activity = "What"\n' + SOUND, 'activity is for logs; a row of shape "snapshot"'),
        (SOUND.replace("[columns]", '[columns]\nat = "Created"'), 'columns.at: is not for shape "snapshot"'),
        (
            SOUND.replace("[columns]", '[columns]\nevent_id = "ID"'),
            "columns.event_id: is not for .*known by their kind and number",
        ),
        (SOUND + '[set]\nkind = "note"\n', "set.kind: is not for"),
        (SOUND.replace('at = "Closed"\n', ""), "events.2.at: Field required"),
        (SOUND.replace('kind = "status"', 'kind = "state"'), r"events.2 \(state\).kind: 'state' is none of"),
        (SOUND.replace('"closed"', '"shut"'), r"events.2 \(status\).status: 'shut' is none of the book's"),
        (SOUND.replace('status = "closed"\n', ""), r"events.2 \(status\): a status without a status"),
        (SOUND + 'colour = "red"\n', r"events.2 \(status\).colour: no column that an event can fill"),
        (SHARED + STATUS + OPENED, r"events.2 \(opened\): comes after events of the ticket"),
        (SOUND + OPENED, r"events.3 \(opened\): a ticket opens once"),
        (
            SOUND + '[[events]]\nkind = "customer_known"\nat = "Created"\n',
            r"events.3 \(customer_known\): has no ticket",
        ),
        (
            SHARED + '[[events]]\nkind = "complaint"\nat = "Created"\n',
            "none is of a kind that needs a ticket",
        ),
        (SOUND.replace('ticket = "ID"', ""), "columns.ticket: nothing says which ticket"),
        (SOUND.replace('"Closed"', '{ plus = "M", unit = "minutes" }'), "events.2.at: name one column"),
        (SOUND.replace('"Closed"', '{ column = "A", plus = "M" }'), "events.2.at: plus and unit belong"),
        (
            SOUND.replace('"Closed"', '{ column = "A", plus = "M", unit = "weeks" }'),
            "events.2.at.unit: Input should be 'seconds', 'minutes'",
        ),
        (SOUND.replace('"Closed"', '{ date = "A" }'), "events.2.at: a date and a time belong together"),
        (SOUND.replace('"Closed"', '{ column = "A", colour = "M" }'), "events.2.at.colour: Extra inputs"),
        (SOUND + 'when = { column = "A" }\n', "events.2.when: ask one thing"),
        (SOUND + 'when = { column = "A", in = [] }\n', "events.2.when.in: List should have at least 1 item"),
        (
            SOUND + '[[events]]\nkind = "rated"\nat = "R"\nscale = "1-5"\n',
            r"events.3 \(rated\): rated needs a value",
        ),
        (SHARED + OPENED + (STATUS * 99), "events: are more than 99"),
    ],
)
def test_faults_are_told_by_their_key(text: str, says: str) -> None:
    with pytest.raises(MappingError, match=says):
        parse_mapping(text, "mine")


def test_calls_may_have_ids_of_their_own() -> None:
    text = SOUND.replace("snapshot", "calls").replace("[columns]", '[columns]\nevent_id = "Call"')
    assert parse_mapping(text, "mine").shape == "calls"
    with pytest.raises(MappingError, match=r'columns\.at: is not for shape "calls"'):
        parse_mapping(text.replace("event_id", "at"), "mine")
