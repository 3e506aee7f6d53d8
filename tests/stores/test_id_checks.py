"""The second pass: duplicates, conflicts, revisions and made ids, against a plain walk through the rows."""

from __future__ import annotations

import random

from stores.desk import Desk

HEADER = "event_id,revision,at,kind,ticket,actor,seq\n"


def row(
    event_id: str, revision: int | str, hour: int, actor: str = "ann", ticket: str = "T1", seq: int = 1
) -> str:
    return f"{event_id},{revision},2025-01-01T{hour:02}:00:00Z,note,{ticket},{actor},{seq}\n"


def test_the_same_again_is_a_duplicate_whatever_its_seq(desk: Desk) -> None:
    summary = desk.bring_in(HEADER + row("e1", "", 10, seq=1) + row("e1", 0, 10, seq=2))
    assert (summary.accepted, summary.duplicates, summary.conflicts) == (1, 1, 0)
    assert desk.column("seq") == [1]


def test_another_content_is_a_conflict_and_the_first_stays(desk: Desk) -> None:
    text = HEADER + row("e1", "", 10) + row("e1", "", 11)
    for expected in ((1, 0, 1), (0, 1, 1)):
        summary = desk.bring_in(text)
        assert (summary.accepted, summary.duplicates, summary.conflicts) == expected
    assert desk.column('hour("at")') == [10]
    assert desk.reasons() == [(2, "conflict"), (2, "conflict")]
    assert desk.rejects()[0].event_id == "e1"


def test_ids_are_unique_within_source_and_ticket(desk: Desk) -> None:
    text = HEADER + row("e1", "", 10) + row("e1", "", 11, ticket="T2") + row("e1", "", 12, ticket="")
    text = text.replace(",note,,", ",worked,,").replace("note,T", "note,T")
    assert desk.bring_in(text.replace("seq\n", "seq,value\n").replace(",1\n", ",1,5\n")).accepted == 3
    assert desk.bring_in(HEADER + row("e1", "", 13), source="phone").accepted == 1


def test_a_higher_revision_supersedes_and_a_lower_one_is_a_conflict(desk: Desk) -> None:
    summary = desk.bring_in(HEADER + row("e1", 1, 10) + row("e1", 3, 11) + row("e1", 2, 12))
    assert (summary.accepted, summary.superseded, summary.conflicts) == (2, 1, 1)
    assert desk.column("(revision, superseded)") == [(1, True), (3, False)]
    # Lower, later: as what was accepted then, or as the highest, is a duplicate.
    again = desk.bring_in(HEADER + row("e1", 1, 10) + row("e1", 0, 11) + row("e1", 0, 10) + row("e1", 4, 14))
    assert (again.accepted, again.duplicates, again.superseded, again.conflicts) == (1, 2, 1, 1)
    assert desk.column("(revision, superseded)") == [(1, True), (3, True), (4, False)]


def test_revisions_may_be_instants_in_microseconds(desk: Desk) -> None:
    desk.bring_in(HEADER + row("e1", 1_735_689_600_000_000, 10))
    summary = desk.bring_in(HEADER + row("e1", 1_735_689_600_000_001, 11) + row("e1", -(2**63), 12))
    assert (summary.accepted, summary.superseded, summary.conflicts) == (1, 1, 1)
    told = [(1_735_689_600_000_000, True), (1_735_689_600_000_001, False)]
    assert desk.column("(revision, superseded)") == told


def test_identical_rows_without_ids_are_as_many_events_and_stay_so(desk: Desk) -> None:
    text = "at,kind,ticket\n" + "2025-01-01T10:00:00Z,complaint,T1\n" * 3
    assert (desk.bring_in(text).accepted, desk.bring_in(text).duplicates) == (3, 3)
    longer = desk.bring_in(text.replace("ticket\n", "ticket\n2024-01-01T10:00:00Z,opened,T0\n") + text[-34:])
    assert (longer.accepted, longer.duplicates) == (2, 3)


def test_made_ids_do_not_mind_how_the_rows_are_written(desk: Desk) -> None:
    assert desk.bring_in("at,kind,ticket,value,extra\n2025-01-01T10:00:00Z,note,T1,1.50,\n").accepted == 1
    text = "kind,ticket,at,value,colour\nnote,T1,2025-01-01T12:00:00.0000001+02:00,1.5,\n"
    assert desk.bring_in(text).duplicates == 1


def test_a_file_may_give_some_ids(desk: Desk) -> None:
    text = HEADER + row("", "", 10) + row("", "", 10) + row("e1", "", 10) + row("e1", "", 10)
    for expected in ((3, 1), (0, 4)):
        summary = desk.bring_in(text)
        assert (summary.accepted, summary.duplicates) == expected
    made = [name for name in desk.column("event_id") if name.startswith("#")]
    assert len(set(made)) == 2
    # Made ids that come back as given ones, in a file twice: nothing is new.
    export = HEADER + "".join(row(name, "", 10) for name in made) * 2
    assert desk.bring_in(export).duplicates == 4
    assert set(desk.column("superseded")) == {False}


def test_walks_as_if_the_rows_came_one_by_one(desk: Desk) -> None:
    chance = random.Random(7)
    accepted: dict[tuple[str, str], dict[int, str]] = {}
    for _ in range(6):
        rows, counts = [], {"accepted": 0, "duplicates": 0, "conflicts": 0}
        for _ in range(60):
            ticket, name = chance.choice("AB"), chance.choice("123")
            revision, actor = chance.randrange(4), chance.choice("xy")
            rows.append(row(name, revision, 10, actor, ticket, seq=chance.randrange(9)))
            known = accepted.setdefault((ticket, name), {})
            if not known or revision > max(known):
                known[revision] = actor
                counts["accepted"] += 1
            elif actor in (known.get(revision), known[max(known)]):
                counts["duplicates"] += 1
            else:
                counts["conflicts"] += 1
        summary = desk.bring_in(HEADER + "".join(rows))
        assert {name: getattr(summary, name) for name in counts} == counts
    told = desk.ask("select ticket, event_id, revision, actor, superseded from log order by all")
    assert told == sorted(
        (ticket, name, revision, actor, revision != max(known))
        for (ticket, name), known in accepted.items()
        for revision, actor in known.items()
    )
