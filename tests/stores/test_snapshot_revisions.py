"""A later export of a ticket takes the place of the earlier one, against a plain walk through the rows."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from deskwise.sources.mapping_file import parse_mapping
from stores.desk import Desk

MAPPING = parse_mapping(
    """
    shape = "snapshot"
    timezone = "UTC"
    [columns]
    ticket = "id"
    [[events]]
    kind = "opened"
    at = "opened"
    customer = { column = "who" }
    [[events]]
    kind = "status"
    status = "solved"
    at = "solved"
    [[events]]
    kind = "rated"
    scale = "1-5"
    value = { column = "stars" }
    at = "solved"
    when = { column = "stars", filled = true }
    """,
    "desk",
)
HEADER = "id,who,opened,solved,stars\n"
FIRST = "1,ann,2025-01-01,2025-01-03,4\n"
OTHER = "2,bob,2025-01-01,,\n"
STANDING = '(event_id, revision, "at"::varchar, value::int)'


def standing(desk: Desk, ticket: str = "1") -> list[Any]:
    return sorted(desk.column(STANDING, f"not superseded and ticket = '{ticket}'"))


def bring(desk: Desk, *texts: str) -> tuple[int, int, int, int]:
    """Import files of these rows; accepted, duplicates, superseded, and what adds up to nothing."""
    told = desk.bring_in(*(HEADER + text for text in texts), mapping=MAPPING)
    return (
        told.accepted,
        told.duplicates,
        told.superseded,
        told.read - told.accepted - told.duplicates - told.conflicts - told.rejected,
    )


def test_the_same_export_again_is_all_duplicates(desk: Desk) -> None:
    assert bring(desk, FIRST + OTHER) == (4, 0, 0, 0)
    before = desk.log()
    assert bring(desk, FIRST + OTHER) == (0, 4, 0, 0)
    assert bring(desk, OTHER + FIRST) == (0, 4, 0, 0)
    assert desk.log() == before


def test_a_date_that_moved_takes_all_with_it(desk: Desk) -> None:
    bring(desk, FIRST + OTHER)
    assert bring(desk, FIRST.replace("2025-01-01", "2025-01-02") + OTHER) == (3, 1, 3, 0)
    assert standing(desk) == [
        ("opened:1", 1, "2025-01-02 00:00:00", None),
        ("rated:1", 1, "2025-01-03 00:00:00", 4),
        ("status:1", 1, "2025-01-03 00:00:00", None),
    ]
    assert len(desk.log()) == 7
    assert standing(desk, "2") == [("opened:1", 0, "2025-01-01 00:00:00", None)]


def test_what_is_gone_stands_no_more_and_what_came_does(desk: Desk) -> None:
    bring(desk, FIRST)
    assert bring(desk, "1,ann,2025-01-01,,\n") == (1, 0, 3, 0)
    assert standing(desk) == [("opened:1", 1, "2025-01-01 00:00:00", None)]
    assert bring(desk, FIRST.replace(",4", ",5")) == (3, 0, 1, 0)
    assert standing(desk)[1] == ("rated:1", 2, "2025-01-03 00:00:00", 5)
    # A rating that is no more, everything else as it was.
    assert bring(desk, FIRST.replace(",4", ",")) == (2, 0, 3, 0)
    assert [row[0] for row in standing(desk)] == ["opened:1", "status:1"]


def test_what_stood_long_ago_can_come_back(desk: Desk) -> None:
    bring(desk, FIRST)
    bring(desk, FIRST.replace(",4", ",5"))
    assert bring(desk, FIRST) == (3, 0, 3, 0)
    assert standing(desk)[1] == ("rated:1", 2, "2025-01-03 00:00:00", 4)


def test_the_last_row_of_a_ticket_counts_in_and_across_files(desk: Desk) -> None:
    later = FIRST.replace(",4", ",5")
    assert bring(desk, FIRST + later) == (6, 0, 3, 0)
    assert standing(desk)[1] == ("rated:1", 1, "2025-01-03 00:00:00", 5)
    before = desk.log()
    assert bring(desk, FIRST, later) == (0, 6, 0, 0)
    assert desk.log() == before
    assert bring(desk, FIRST + FIRST + later + later) == (0, 12, 0, 0)
    # What came in between is kept, superseded; what was known is not kept twice.
    assert bring(desk, "1,ann,2025-01-01,,\n" + later) == (4, 0, 4, 0)
    assert standing(desk)[1] == ("rated:1", 3, "2025-01-03 00:00:00", 5)
    assert bring(desk, "1,ann,2025-01-01,,\n" + later) == (0, 4, 0, 0)


def test_events_from_elsewhere_are_not_touched(desk: Desk) -> None:
    bring(desk, FIRST)
    desk.bring_in(
        "event_id,at,kind,ticket,extra\n"
        'r1,2025-01-05T00:00:00Z,ruled,1,"{""ruling"": ""needs_answer"", ""event"": ""opened:1""}"\n'
        "n1,2025-01-04T00:00:00Z,note,1,\n"
    )
    desk.bring_in(HEADER + FIRST, mapping=MAPPING, source="another")
    assert bring(desk, "1,ann,2025-01-02,,\n") == (1, 0, 3, 0)
    assert sorted(desk.column("(source, event_id)", "not superseded")) == [
        ("another", "opened:1"),
        ("another", "rated:1"),
        ("another", "status:1"),
        ("desk", "n1"),
        ("desk", "opened:1"),
        ("desk", "r1"),
    ]


def test_a_row_that_cannot_be_read_leaves_what_stands(desk: Desk) -> None:
    bring(desk, FIRST)
    told = desk.bring_in(HEADER + "1,ann,soon,,\n", mapping=MAPPING)
    assert (told.accepted, told.superseded, told.reasons) == (0, 0, {"no_instant": 1})
    assert len(standing(desk)) == 3


def test_a_reply_before_the_opening_comes_back_when_the_opening_moves(desk: Desk) -> None:
    told = desk.bring_in(HEADER + "1,ann,2025-01-04,2025-01-03,\n", mapping=MAPPING)
    assert told.reasons == {"before_opened": 1}
    assert bring(desk, "1,ann,2025-01-02,2025-01-03,\n") == (2, 0, 2, 0)
    assert desk.rejects() == []


def test_a_dry_run_leaves_all_as_it_was(desk: Desk) -> None:
    bring(desk, FIRST)
    before = desk.log()
    told = desk.bring_in(HEADER + "1,ann,2025-01-02,,\n", mapping=MAPPING, dry_run=True)
    assert (told.accepted, told.superseded) == (1, 3)
    assert desk.log() == before


def test_an_exported_log_read_again_stands_as_it_stood(desk: Desk, tmp_path: Path) -> None:
    bring(desk, FIRST)
    bring(desk, "1,ann,2025-01-02,,\n")
    path = tmp_path / "log.csv"
    # The solving and the rating are no more, and nothing took their place.
    assert desk.lake.export_log(path, "csv") == 2
    (tmp_path / "other").mkdir()
    copy = Desk(tmp_path / "other")
    copy.bring_in(path)
    assert standing(copy) == standing(desk)
    assert bring(copy, FIRST) == (3, 0, 1, 0)
    assert standing(copy) == [
        ("opened:1", 2, "2025-01-01 00:00:00", None),
        ("rated:1", 2, "2025-01-03 00:00:00", 4),
        ("status:1", 2, "2025-01-03 00:00:00", None),
    ]


def test_whatever_comes_the_last_row_of_each_ticket_stands(tmp_path: Path) -> None:
    chance = random.Random(7)
    for number in range(6):
        (tmp_path / str(number)).mkdir()
        desk = Desk(tmp_path / str(number))
        last: dict[str, str] = {}
        for _ in range(4):
            files = []
            for _ in range(chance.randint(1, 2)):
                rows = []
                for _ in range(chance.randint(1, 5)):
                    ticket = chance.choice("123")
                    solved, stars = chance.choice([("", ""), ("2025-01-03", ""), ("2025-01-03", "4")])
                    rows.append(f"{ticket},ann,2025-01-0{chance.randint(1, 2)},{solved},{stars}\n")
                    last[ticket] = rows[-1]
                files.append("".join(rows))
            assert bring(desk, *files)[3] == 0
            known = desk.log()
            assert bring(desk, *files)[0] == 0
            assert desk.log() == known
        (tmp_path / str(number) / "fresh").mkdir()
        fresh = Desk(tmp_path / str(number) / "fresh")
        bring(fresh, "".join(last.values()))
        told = '(ticket, event_id, "at", coalesce(value, 0))'
        assert sorted(desk.column(told, "not superseded")) == sorted(fresh.column(told, "not superseded"))
