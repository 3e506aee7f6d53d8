"""A spreadsheet of objectives: what its columns and cells are taken for, and what is kept aside."""

from __future__ import annotations

from datetime import date

import pytest

from deskwise.app.objectives.objectives_file import ObjectiveEntry, OwnerEntry, entry_values
from deskwise.app.objectives.objectives_sheet import Sheet, aside_csv, read_sheet
from deskwise.app.objectives.sheet_cells import cell_day, cell_value
from deskwise.app.objectives.sheet_columns import columns_of
from deskwise.kernel.errors import InputError, UsageError
from deskwise.okr.cycle import Cycle

QUARTER = Cycle("1", "Q1 2026", date(2026, 1, 1), date(2026, 3, 31))


def sheet(*rows: str, header: str = "objective,key result,owner,metric,baseline,target,due,weight") -> Sheet:
    return read_sheet("\n".join([header, *rows]), QUARTER, {"anna ames": "anna@example.org"})


def objectives(found: Sheet) -> list[ObjectiveEntry]:
    assert found.file is not None
    return found.file.cycles[0].objectives


def test_a_row_is_a_key_result_of_its_objective() -> None:
    found = sheet("Sooner,Average reply,support,Reply time,3 h,2 h,,2", "Happy,CSAT,Anna Ames,csat,,90 %,,")
    sooner, happy = objectives(found)
    assert (sooner.key, sooner.owner.team, happy.owner.person) == ("sooner", "support", "anna@example.org")
    assert [entry_values(each) for each in (*sooner.key_results, *happy.key_results)] == [
        {
            "key": "average-reply", "title": "Average reply", "kind": "reach", "metric": "reply_time",
            "stat": "mean", "target": 7200, "baseline": 10800, "weight": 2,
        },
        {
            "key": "csat", "title": "CSAT", "kind": "reach", "metric": "csat", "stat": "share", "target": 0.9,
        },
    ]  # fmt: skip
    assert (found.rows, found.aside, found.notes) == (2, (), ())


def test_an_empty_objective_is_the_one_above() -> None:
    found = sheet("Sooner,A,support,csat,,90%,,", ",B,,csat,,95%,,")
    (sooner,) = objectives(found)
    assert [each.title for each in sooner.key_results] == ["A", "B"]
    assert [each.why for each in sheet(",B,,csat,,95%,,").aside] == [
        "no objective is named: write it into the row"
    ]


def test_what_no_metric_reads_is_typed_and_said_so() -> None:
    found = sheet(
        "Sooner,Articles,support,Wiki pages,40,60,,", ",Share,,,,50 %,,", ",Survey is live,,,,,2026-02-01,"
    )
    (sooner,) = objectives(found)
    told = [(each.kind, each.unit, each.baseline, each.target) for each in sooner.key_results]
    assert told == [
        ("number", "count", 40, 60),
        ("number", "share", 0, 0.5),
        ("milestones", None, None, None),
    ]
    assert sooner.key_results[2].milestones[0].due == date(2026, 2, 1)
    assert found.notes == (
        "row 2: no metric is called 'Wiki pages': its value is to be typed",
        "row 3: it names no metric: its value is to be typed",
        "row 3: it has no baseline: it begins at 0",
        "row 4: it has no target, and became one milestone",
    )


def test_rows_that_cannot_be_read_are_counted_and_kept_aside_whole() -> None:
    found = sheet(
        "Sooner,A,support,csat,,90%,,",
        ",B,,csat,,many,,",
        ",C,,csat,,90%,,none",
        ",D,,csat,,90%,1/2/2026,",
        ",A,,csat,,90%,,",
        ",E,,csat,,190%,,",
        ",F,,sales_revenue,,20000,,",
        "Nobody's,G,,csat,,90%,,",
    )
    assert (found.rows, [each.row for each in found.aside]) == (8, [3, 4, 5, 6, 7, 8, 9])
    text = aside_csv(found).splitlines()
    assert text[0] == "row,objective,key result,owner,metric,baseline,target,due,weight,why"
    assert text[1].startswith("3,,B,,csat,,many,,,")
    # What is kept aside can be read again once it is right; the columns it has more say nothing.
    again = read_sheet(aside_csv(found).replace("many", "95%").replace(",,B", ",Sooner,B", 1), QUARTER, {},
                       there=objectives(found))  # fmt: skip
    assert [each.title for each in objectives(again)[0].key_results] == ["A", "B"]


def test_rows_add_to_a_draft_that_is_there_and_to_nothing_that_is_active() -> None:
    draft = ObjectiveEntry(key="k", title="Sooner", why="so", owner=OwnerEntry(team="field"))
    found = read_sheet("objective,key result,metric,target\nSooner,A,csat,90%", QUARTER, {}, there=[draft])
    (same,) = objectives(found)
    assert (same.key, same.why, same.owner.team, len(same.key_results)) == ("k", "so", "field", 1)
    again = read_sheet("objective,key result,metric,target\nSooner,A,csat,95%", QUARTER, {}, there=[same])
    assert objectives(again) == [same]
    assert again.notes == ("row 2: this key result is there already, and stays as it is",)
    active = draft.model_copy(update={"state": "active"})
    refused = read_sheet("objective,key result,metric,target\nSooner,A,csat,90%", QUARTER, {}, there=[active])
    assert [each.row for each in refused.aside] == [2]
    assert refused.file is None


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_of_any_spreadsheet_are_read(delimiter: str) -> None:
    text = "Ziel,Schlüsselergebnis,Team,Kennzahl,Zielwert\nSchneller,A,support,CSAT,90 %\n"
    found = read_sheet(text.replace(",", delimiter), QUARTER, {})
    assert objectives(found)[0].key_results[0].target == 0.9


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(InputError, match="names no columns"):
        read_sheet("", QUARTER, {})
    with pytest.raises(UsageError, match="no column says which objective"):
        read_sheet("a,b\n1,2\n", QUARTER, {})


def test_columns_are_guessed_and_said() -> None:
    header = ["Goal", "Goal value", "KR", "Comments"]
    assert columns_of(header) == {"objective": "Goal", "key_result": "KR", "target": "Goal value"}
    assert columns_of(header, [("Comments", "why"), ("KR", "none")])["why"] == "Comments"
    for said, what in ((("Nope", "why"), "no column"), (("KR", "colour"), "no field")):
        with pytest.raises(UsageError, match=what):
            columns_of(header, [said])
    with pytest.raises(UsageError, match="two columns are said"):
        columns_of(header, [("KR", "why"), ("Goal", "why")])


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1,234.5", "count", 1234.5),
        ("1.234,5", "count", 1234.5),
        ("20.000", "count", 20_000),
        ("0.125", "count", 0.125),
        ("4,5", "score", 4.5),
        ("-12", "points", -12),
        ("≥ 90 %", "share", 0.9),
        ("0,9", "share", 0.9),
        ("under 2 hours", "seconds", 7200),
        ("1 Stunde", "seconds", 3600),
        ("90", "seconds", 90),
        ("€ 20,000", "EUR", 20_000),
        ("1'000", "count", 1000),
    ],
)
def test_values_are_read_as_people_write_them(text: str, unit: str, value: float) -> None:
    assert cell_value(text, unit) == value


def test_days_that_can_be_two_ask_which() -> None:
    assert cell_day("3/4/2026", "day-first") == date(2026, 4, 3)
    assert cell_day("3/4/2026", "month-first") == date(2026, 3, 4)
    assert cell_day("13/4/2026") == date(2026, 4, 13)
    assert cell_day("2026-04-03T00:00:00") == date(2026, 4, 3)
    for text in ("3/4/2026", "31.2.2026", "soon"):
        with pytest.raises(UsageError):
            cell_day(text)
