"""How a file was understood, in words."""

from __future__ import annotations

from pathlib import Path

from deskwise.app.file_understanding import Question, Understanding, Understood
from deskwise.app.tables.understanding_table import question_lines, understanding_json, understanding_table

STATUSES = Question(
    "statuses",
    "1 value (2 rows) of Status are no known status",
    "say what each means",
    "--status VALUE=STATUS",
    "values of status",
    about="Status",
    choices=("new", "open"),
    values=(("Limbo", 2),),
)
OPENED = Question(
    "columns", "no column says when", "name it", "--column", "at", about="opened_at", choices=("A", "B")
)
FOUND = Understanding(
    Path("t.csv"),
    1200,
    "snapshot",
    "Zendesk",
    (Understood("ticket", "Id", 1200, "said", ("1", "two\nlines", "x" * 80)),),
    (OPENED, STATUSES),
    ("something was taken to be so",),
    ("Tags", "Due date"),
    "name = 'x'",
)


def test_a_table_for_people() -> None:
    table = understanding_table(FOUND)
    assert table.title == "t.csv: an export of Zendesk, one row a ticket, 1,200 rows."
    assert table.rows == [["ticket", "Id", "1,200", "said", "1, two lines, " + "x" * 45 + "…"]]
    assert table.notes == ["Note: something was taken to be so.", "Not used: Tags, Due date."]


def test_questions_show_the_files_own_words_only_where_they_may() -> None:
    shown = question_lines(FOUND.questions, values=True)
    assert shown == [
        "1. No column says when.",
        "   Name it.",
        "   It may be A, B.",
        "2. 1 value (2 rows) of Status are no known status.",
        "   Limbo (2)",
        "   Say what each means.",
    ]
    assert question_lines(FOUND.questions, values=False) == [line for line in shown if "Limbo" not in line]


def test_many_words_are_cut() -> None:
    many = tuple((f"w{number}", 1) for number in range(15))
    question = Question("statuses", "what", "do", "o", "k", values=many)
    assert question_lines([question], values=True)[1].endswith("w11 (1) and 3 more")


def test_json_has_samples_only_where_asked() -> None:
    bare, whole = understanding_json(FOUND, samples=False), understanding_json(FOUND, samples=True)
    assert set(whole) - set(bare) == {"mapping"}
    assert set(whole["understood"][0]) - set(bare["understood"][0]) == {"samples"}
    assert set(whole["questions"][1]) - set(bare["questions"][1]) == {"values"}
    assert "Limbo" not in str(bare)
