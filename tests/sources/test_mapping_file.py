"""Mapping files: each fault is told with its key, what is wrong and what to write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deskwise.events.translation import Cell, Emission
from deskwise.kernel.errors import MappingError
from deskwise.sources.mapping_file import parse_mapping, read_mapping_file, shipped_mappings

COLUMNS = '[columns]\nticket = "Case"\nat = "Time"\n'
SOUND = (
    'activity = "Activity"\n' + COLUMNS + '[activities]\n"Closed" = { kind = "status", status = "closed" }\n'
)


def test_what_a_mapping_means() -> None:
    found = parse_mapping(SOUND, "mine")
    assert found.name == "mine"
    assert found.cells == (("ticket", Cell(column="Case")), ("at", Cell(column="Time")))
    assert found.emissions == (
        Emission("status", activities=("Closed",), cells=(("status", Cell(constant="closed")),)),
        Emission(None),
    )
    assert found.columns_used() == ("Case", "Time", "Activity")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("columns = ", "mapping mine is no TOML"),
        ("", "columns: there is no table of columns"),
        (
            SOUND.replace("activity =", "activty ="),
            "activty: Extra inputs are not permitted: use one of name, shape, activity",
        ),
        (
            SOUND.replace('"Activity"', "7"),
            "activity: Input should be a valid string.*For instance: Activity",
        ),
        ("other = 'keep'\n" + SOUND, "other: Input should be 'note' or 'reject'"),
        (
            SOUND.replace("ticket =", "tickets ="),
            "columns.tickets: no column of the log is called so: use one of",
        ),
        (SOUND.replace('at = "Time"\n', ""), 'columns.at: nothing says when.*add at = "time:timestamp"'),
        (SOUND.replace('ticket = "Case"\n', ""), "columns.ticket: nothing says which ticket"),
        (SOUND + '[set]\nticket = "T1"\n', "ticket is filled by columns and by set"),
        (SOUND + '[set]\nseq = "1"\n', "an instant cannot be set"),
        (SOUND + '[set]\nrole = "boss"\n', "set.role: 'boss' is none of the book's: use one of customer"),
        (SOUND.replace('"status",', '"state",'), "'state' is none of the book's: use one of opened"),
        (SOUND.replace('"closed"', '"shut"'), "status: 'shut' is none of the book's: use one of new"),
        (SOUND.replace(', status = "closed"', ""), 'a status without a status: add status = "solved"'),
        (SOUND + 'Rate = "rated"\n', "rated needs a value"),
        (SOUND + 'Rate = { kind = "rated", value = "1" }\n', "a rating needs a known scale"),
        (SOUND + 'Two = ["note", "note"]\n', "two events of the kind note"),
        (SOUND + 'X = { kind = "note", colour = "red" }\n', "colour: no column that an event can fill"),
        (SOUND + 'X = { kind = "note", team = { colum = "a" } }\n', "team: is neither a text nor a column"),
        (SOUND + "X = { kind = 7 }\n", "X.kind: Input should be a valid string: What each activity becomes"),
        (SOUND + 'X = { kind = "note", team = 7 }\n', "team: is neither a text nor a column"),
        (SOUND + 'X = { kind = "note", at = "now" }\n', "at: no column that an event can fill"),
        ('timezone = "Rome"\n' + SOUND, "no time zone is called 'Rome'"),
        ('delimiter = "ab"\n' + SOUND, "delimiter: String should have at most 1 character"),
        (COLUMNS, "nothing says what happened"),
        ('activity = "A"\n' + COLUMNS, "a column of activities is named, but no activity"),
        (COLUMNS + '[activities]\nX = "note"\n', "activities are named, but not the column"),
        (
            'activity = "A"\n' + COLUMNS + '[opened]\nfrom = "last_row"\n',
            "opened.from: Input should be 'first_row'",
        ),
    ],
)
def test_faults_are_told(text: str, says: str) -> None:
    with pytest.raises(MappingError, match=says):
        parse_mapping(text, "mine")


def test_a_mapping_is_a_path_or_a_shipped_name(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(SOUND)
    assert read_mapping_file(path).name == "mine"
    assert read_mapping_file(Path("italian_helpdesk")).name == "italian_helpdesk"
    assert read_mapping_file(Path("italian_helpdesk.toml")).name == "italian_helpdesk"
    with pytest.raises(MappingError, match=r"there is no mapping file .*none\.toml.*italian_helpdesk"):
        read_mapping_file(tmp_path / "none.toml")
    path.write_bytes(b"\xff")
    with pytest.raises(MappingError, match="is not UTF-8"):
        read_mapping_file(path)


def test_the_page_about_mapping_files_shows_one_that_holds() -> None:
    page = (Path(__file__).parents[2] / "docs" / "mapping.md").read_text("utf-8")
    found = parse_mapping(page.split("```toml\n")[1].split("```")[0], "page")
    assert [one.kind for one in found.emissions] == ["opened", "message", "status", "rated"]
    assert all(f"`{name}`" in page for name in ("anonymous_bank_calls", "ecommerce_csat", "italian_helpdesk"))


@pytest.mark.parametrize("name", shipped_mappings())
def test_shipped_mappings_are_sound(name: str) -> None:
    assert read_mapping_file(Path(name)).emissions


def test_the_page_about_mapping_files_names_every_shipped_one() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "mapping.md").read_text(encoding="utf-8")
    kinds = page[page.index("There are\ntwo kinds:") : page.index("## What a row is")]
    named = {word for word in re.findall(r"`([a-z_]+)`", kinds) if word != "headers"}
    assert named == set(shipped_mappings())
