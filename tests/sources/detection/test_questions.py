"""What a file leaves open is asked, with the option that answers it, and nothing is drafted in its place."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from deskwise.app.file_understanding import Answers, Understanding
from deskwise.kernel.errors import UsageError
from deskwise.sources.detection.detect import understand
from deskwise.sources.mapping_file import parse_mapping
from deskwise.stores.column_profiles import DuckdbFileProfiler
from sources.exports.files import EXPORTS
from sources.exports.tickets import ZONE

HEAD = "Ticket ID,Created at,Resolved at,Status\n"


def understood(path: Path, **said: object) -> Understanding:
    return understand(DuckdbFileProfiler(threads=2).profile(path), Answers(**said))  # type: ignore[arg-type]  # any field


def file(folder: Path, text: str) -> Path:
    path = folder / "tickets.csv"
    path.write_text(text)
    return path


def asked(found: Understanding) -> list[str]:
    return [question.key for question in found.questions]


def test_dates_that_can_be_read_both_ways_are_asked_for(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + "1,03/04/2024 10:00,03/04/2024 11:00,Closed\n2,05/06/2024 10:00,,Open\n")
    found = understood(path, timezone=ZONE)
    assert asked(found) == ["date_order"]
    (question,) = found.questions
    assert question.choices == ("day-first", "month-first")
    assert "Created at, Resolved at" in question.what
    assert "date_format" not in tomllib.loads(found.mapping)
    day = understood(path, timezone=ZONE, date_order="day-first")
    month = understood(path, timezone=ZONE, date_order="month-first")
    assert (day.questions, month.questions) == ((), ())
    assert tomllib.loads(day.mapping)["date_format"] == "%d/%m/%Y %H:%M"
    assert tomllib.loads(month.mapping)["date_format"] == "%m/%d/%Y %H:%M"


def test_one_cell_of_the_whole_column_decides(tmp_path: Path) -> None:
    rows = "".join(f"{number},03/04/2024 10:00,,Open\n" for number in range(3000))
    path = file(tmp_path, HEAD + rows + "9999,13/04/2024 10:00,,Open\n")
    found = understood(path, timezone=ZONE)
    assert tomllib.loads(found.mapping)["date_format"] == "%d/%m/%Y %H:%M"
    assert found.questions == ()


def test_another_column_of_the_file_decides_for_one_that_does_not(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + "1,03/04/2024 10:00,04/25/2024 11:00,Closed\n")
    assert tomllib.loads(understood(path, timezone=ZONE).mapping)["date_format"] == "%m/%d/%Y %H:%M"


def test_columns_of_different_order_each_keep_their_own(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + "1,23/04/2024 10:00,04/25/2024 11:00,Closed\n")
    told = tomllib.loads(understood(path, timezone=ZONE).mapping)
    written = {str(event["at"]) for event in told["events"] if event["kind"] in ("opened", "status")}
    assert told["date_format"] == "%d/%m/%Y %H:%M"
    assert any("%m/%d/%Y %H:%M" in at for at in written)


def test_a_column_that_contradicts_itself_is_asked_for(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + "1,23/04/2024 10:00,,Open\n2,04/25/2024 11:00,,Open\n")
    (question,) = understood(path, timezone=ZONE).questions
    assert question.key == "date_order"
    assert question.what.startswith("1 cells of Created at can only have the day first, and 1 only the month")


@pytest.mark.parametrize("export", [one for one in EXPORTS if "%m" in (one.style.date_format or "")][:6])
def test_every_export_whose_days_are_all_small_is_asked_for(export: object, tmp_path: Path) -> None:
    assert hasattr(export, "write")
    if "%Y/%m" in export.style.date_format or export.shape.calls:  # type: ignore[attr-defined]  # an export
        pytest.skip("its order is certain, or it has days of its own")
    path = export.write(tmp_path, days=tuple(range(1, 13)))
    found = understood(path, timezone=ZONE)
    assert asked(found) == ["date_order"]


def test_times_without_offset_are_asked_for_and_drafted_without_a_zone(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + "1,2024-01-31 10:00:00,,Open\n")
    found = understood(path)
    assert asked(found) == ["timezone"]
    assert found.questions[0].option == "--timezone TZ"
    assert "timezone" not in tomllib.loads(found.mapping)


def test_times_with_offsets_ask_for_nothing(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + "1,2024-01-31T10:00:00Z,2024-01-31T12:00:00+01:00,Closed\n")
    assert understood(path).questions == ()


def test_a_time_without_offset_among_others_is_asked_for(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + "1,2024-01-31T10:00:00Z,2024-01-31T12:00:00,Closed\n")
    assert asked(understood(path)) == ["timezone"]


def test_unknown_statuses_are_asked_for_and_refused_until_then(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + "1,2024-01-31T10:00:00Z,,Limbo\n2,2024-01-31T10:00:00Z,,Open\n")
    found = understood(path)
    (question,) = found.questions
    assert (question.key, question.about, question.values) == ("statuses", "Status", (("Limbo", 1),))
    assert "Limbo" not in question.what + question.do
    (status,) = [event for event in tomllib.loads(found.mapping)["events"] if event["kind"] == "status"][1:]
    assert status["status"] == {"column": "Status", "values": {"Open": "open"}, "other": "reject"}
    said = understood(path, statuses=(("Limbo", "on_hold"),))
    assert said.questions == ()
    assert '"Limbo" = "on_hold"' in said.mapping or "Limbo = " in said.mapping


def test_spam_leaves_every_figure(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + "1,2024-01-31T10:00:00Z,,Spam\n2,2024-01-31T10:00:00Z,,Open\n")
    found = understood(path)
    assert found.questions == ()
    removed = [event for event in tomllib.loads(found.mapping)["events"] if event["kind"] == "removed"]
    assert [event["when"] for event in removed] == [{"column": "Status", "in": ["Spam"]}]


@pytest.mark.parametrize(
    ("header", "values", "scale"),
    [
        ("CSAT", "5 4 1", "1-5"),
        ("Rating", "5 4 1", "1-5"),
        ("NPS", "10 3 0", "0-10"),
        ("NPS", "5 4", "0-10"),
        ("CES score", "7 2", "ces_1-7"),
        ("CES score", "5 2", None),
        ("CSAT", "3 1 2", None),
        ("CSAT", "1 0", None),
        ("Rating", "9 1", None),
        ("Satisfaction", "Good Bad", "good_bad"),
    ],
)
def test_the_scale_is_known_by_the_values_or_asked(
    tmp_path: Path, header: str, values: str, scale: str | None
) -> None:
    rows = "".join(f"{n},2024-01-31T10:00:00Z,{value}\n" for n, value in enumerate(values.split()))
    found = understood(file(tmp_path, f"Ticket ID,Created at,{header}\n{rows}"))
    assert asked(found) == ([] if scale else ["scale"])
    scales = {event["scale"] for event in tomllib.loads(found.mapping)["events"] if event["kind"] == "rated"}
    assert scales == ({scale} if scale else set())


def test_an_answer_settles_the_scale(tmp_path: Path) -> None:
    path = file(tmp_path, "Ticket ID,Created at,CSAT\n1,2024-01-31T10:00:00Z,1\n2,2024-01-31T10:00:00Z,0\n")
    assert set(understood(path).questions[0].choices) == {"0-10", "good_bad", "solved"}
    assert understood(path, scale="good_bad").questions == ()


def test_durations_without_a_unit_are_asked_for(tmp_path: Path) -> None:
    path = file(tmp_path, "Ticket ID,Created at,First response time\n1,2024-01-31T10:00:00Z,12\n")
    found = understood(path)
    assert asked(found) == ["units"]
    said = understood(path, units=(("First response time", "minutes"),))
    (reply,) = [event for event in tomllib.loads(said.mapping)["events"] if event["kind"] == "message"]
    assert reply["at"] == {"column": "Created at", "plus": "First response time", "unit": "minutes"}


@pytest.mark.parametrize(
    ("cells", "comma", "question"),
    [
        (("12,5", "3,25"), True, []),
        (("12.5", "3.25"), False, []),
        (("1.234,5", "3,2"), True, []),
        (("1,234.5", "3.2"), False, []),
        (("1,234", "2,500"), False, ["decimal_comma"]),
        (("12,5", "3.25"), False, ["decimal_comma"]),
        (("12", "7"), False, []),
    ],
)
def test_decimal_commas_are_known_or_asked(
    tmp_path: Path, cells: tuple[str, ...], comma: bool, question: list[str]
) -> None:
    rows = "".join(f'{n};2024-01-31T10:00:00Z;"{cell}"\n' for n, cell in enumerate(cells))
    path = file(tmp_path, f"Ticket ID;Created at;First reply time in minutes\n{rows}")
    found = understood(path)
    assert asked(found) == question
    assert tomllib.loads(found.mapping).get("decimal_comma", False) is comma


def test_without_an_opening_or_a_ticket_it_is_asked_which_column(tmp_path: Path) -> None:
    path = file(tmp_path, "Thing,Moment,Status\na,2024-01-31T10:00:00Z,Open\nb,2024-02-01T10:00:00Z,Open\n")
    found = understood(path)
    assert [(one.key, one.about) for one in found.questions[:2]] == [
        ("columns", "ticket"),
        ("columns", "opened_at"),
    ]
    assert found.questions[0].choices[0] == "Thing"
    assert found.questions[1].choices == ("Moment",)
    said = understood(path, columns=(("ticket", "Thing"), ("opened_at", "Moment")))
    assert said.questions == ()
    parse_mapping(said.mapping, "x")


def test_tickets_that_end_without_an_instant_are_asked_for_or_said(tmp_path: Path) -> None:
    path = file(tmp_path, "Ticket ID,Created at,Status\n1,2024-01-31T10:00:00Z,Closed\n")
    assert [one.about for one in understood(path).questions] == ["resolved_at"]
    assert understood(path, columns=(("resolved_at", "none"),)).questions == ()
    later = file(
        tmp_path,
        "Ticket ID,Created at,Updated at,Status\n1,2024-01-31T10:00:00Z,2024-02-01T10:00:00Z,Closed\n",
    )
    found = understood(later)
    assert found.questions == ()
    assert found.notes[0].startswith("1 tickets that ended do not say when")


def test_a_header_is_not_believed_against_its_cells(tmp_path: Path) -> None:
    path = file(tmp_path, "Ticket ID,Created at,Closed\n1,2024-01-31T10:00:00Z,1\n2,2024-01-31T10:00:00Z,0\n")
    found = understood(path)
    assert found.column_of("closed_at") is None
    assert found.unused == ("Closed",)


def test_a_file_that_repeats_its_tickets_without_saying_why_is_asked_for(tmp_path: Path) -> None:
    rows = "".join(f"{n % 2},2024-01-{n + 10}T10:00:00Z,Open\n" for n in range(8))
    path = file(tmp_path, f"Ticket ID,Created at,Status\n{rows}")
    assert asked(understood(path)) == ["shape"]
    found = understood(path, shape="snapshot")
    assert found.questions == ()
    assert found.notes[0] == "6 rows are of tickets that come again; the last ones count"


def test_calls_whose_numbers_come_again_are_asked_for(tmp_path: Path) -> None:
    rows = "".join(f"{n % 3},2024-01-31T10:00:0{n}Z,{n},{n},Answered\n" for n in range(6))
    path = file(tmp_path, f"Call ID,Start time,Wait time (s),Talk time (s),Outcome\n{rows}")
    found = understood(path)
    assert found.shape == "calls"
    assert [one.about for one in found.questions] == ["ticket"]
    assert understood(path, columns=(("ticket", "Call ID"),)).questions == ()


def test_ends_of_calls_that_nobody_knows_are_asked_for(tmp_path: Path) -> None:
    rows = "1,2024-01-31T10:00:00Z,5,30,Answered\n2,2024-01-31T10:00:00Z,5,,Strange\n"
    path = file(tmp_path, f"Call ID,Start time,Wait time (s),Talk time (s),Outcome\n{rows}")
    (question,) = understood(path).questions
    assert (question.key, question.values) == ("outcomes", (("Strange", 1),))
    said = understood(path, outcomes=(("Strange", "abandoned"),))
    assert said.questions == ()
    abandoned = [event for event in tomllib.loads(said.mapping)["events"] if event["kind"] == "abandoned"]
    assert [event["when"] for event in abandoned] == [{"column": "Outcome", "in": ["Strange"]}]


@pytest.mark.parametrize(
    "said",
    [
        {"columns": (("colour", "Status"),)},
        {"columns": (("ticket", "Nowhere"),)},
        {"statuses": (("Open", "ajar"),)},
        {"outcomes": (("Open", "ajar"),)},
        {"activities": (("Open", "ajar"),)},
        {"units": (("Wait", "fortnights"),)},
        {"scale": "1-6"},
    ],
)
def test_answers_that_name_what_there_is_not_are_refused(tmp_path: Path, said: dict[str, object]) -> None:
    path = file(tmp_path, HEAD + "1,2024-01-31T10:00:00Z,,Open\n")
    with pytest.raises(UsageError):
        understood(path, **said)


def test_words_for_nothing_are_drafted_as_missing(tmp_path: Path) -> None:
    path = file(tmp_path, HEAD + "1,2024-01-31T10:00:00Z,N/A,Open\n2,2024-01-31T10:00:00Z,-,Open\n")
    told = tomllib.loads(understood(path).mapping)
    assert told["missing"] == ["-", "N/A"]


def test_a_date_and_a_time_stand_in_two_columns(tmp_path: Path) -> None:
    text = "Ticket ID,Date,Time,Status\n1,31.01.2024,10:00:00,Open\n2,01.02.2024,11:30:00,Open\n"
    found = understood(file(tmp_path, text), timezone=ZONE)
    assert found.questions == ()
    told = tomllib.loads(found.mapping)
    assert told["date_format"] == "%d.%m.%Y %H:%M:%S"
    assert told["events"][0]["at"] == {"date": "Date", "time": "Time"}


@pytest.mark.parametrize("further", ["", ",Name"])
def test_a_list_of_anything_is_not_taken_for_tickets(tmp_path: Path, further: str) -> None:
    cell = "" if not further else ",Guides"
    path = file(
        tmp_path, f"id,created_at,updated_at{further}\n3,2020-10-06T09:56:58Z,2020-10-06T09:56:58Z{cell}\n"
    )
    found = understood(path)
    assert asked(found) == ["shape"]
    assert understood(path, shape="snapshot").questions == ()


def test_a_status_makes_it_tickets(tmp_path: Path) -> None:
    path = file(tmp_path, "id,created_at,status\n3,2020-10-06T09:56:58Z,open\n")
    assert asked(understood(path)) == []


def test_two_columns_of_ids_are_asked_for_where_one_comes_again(tmp_path: Path) -> None:
    head = "id,request_id,created_at,status\n"
    rows = "".join(f"{row},{of},2024-01-31T10:00:00Z,open\n" for row, of in ((1, 7), (2, 7), (3, 9)))
    path = file(tmp_path, head + rows)
    (question,) = understood(path).questions
    assert (question.about, question.choices) == ("ticket", ("request_id", "id"))
    assert question.what.startswith("the ids of request_id come again (rows: 1), those of id do not")
    for column in question.choices:
        said = understood(path, columns=(("ticket", column),))
        assert said.questions == ()
        assert tomllib.loads(said.mapping)["columns"] == {"ticket": column}


def test_two_columns_of_ids_that_never_come_again_name_the_same_tickets(tmp_path: Path) -> None:
    path = file(tmp_path, "id,request_id,created_at,status\n1,7,2024-01-31T10:00:00Z,open\n")
    found = understood(path)
    assert found.questions == ()
    assert tomllib.loads(found.mapping)["columns"] == {"ticket": "request_id"}
