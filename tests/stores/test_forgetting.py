"""People leave the workspace: the log, the rejects, the reports, each file's bytes, and later imports."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deskwise.app.change_settings import load_settings
from deskwise.app.forget_people import find_people, forget_people
from deskwise.app.import_files import ImportRequest, ImportSummary, import_files
from deskwise.events.translation import Translation
from deskwise.facts.rules import Rules
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import UsageError
from deskwise.stores.workspace_folder import WorkspaceFolder
from deskwise.stores.workspace_forgetter import FolderForgetter
from deskwise.stores.workspace_keeper import FolderKeeper

CLOCK = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
ADA = "zq-Ada-8812@example.org"
LOG = f"""at,kind,ticket,role,actor,agent,customer,status,value,scale,text,requester
2025-01-01T09:00:00Z,opened,T1,customer,,,{ADA},,,,Hello I am Ada Qwertz,Ada Qwertz
2025-01-01T10:00:00Z,message,T1,agent,ann,,,,,,Dear Ada Qwertz,
2025-01-01T10:00:00Z,message,T1,agent,ann,,,,,,Dear Ada Qwertz once more,
2025-01-01T11:00:00Z,status,T1,agent,ann,,,solved,,,,
2025-01-01T12:00:00Z,rated,T1,customer,{ADA},ann,,,5,1-5,fine Qwertz,
2025-01-02T09:00:00Z,opened,T2,customer,{ADA},,{ADA},,,,again Qwertz,Ada Qwertz
2025-01-03T09:00:00Z,opened,T3,customer,bob,,bob,,,,did {ADA.upper()} write?,Bob
2025-01-03T10:00:00Z,message,T3,agent,ann,,,,,,no she did not,
2025-01-03T10:00:00Z,message,T3,{ADA},ann,,,,,,swapped columns,
2025-01-03T11:00:00Z,sale,,customer,,,{ADA},,10,EUR,,
"""


class Office:
    """A workspace that keeps texts: an empty one, or a copy of another one's folder."""

    def __init__(self, folder: Path, compiled: Path, like: Path | None = None) -> None:
        self.folder, self.home = folder, folder / "home"
        self.workspace = WorkspaceFolder(self.home, compiled=compiled)
        if like is None:
            self.workspace.save_settings("keep_text = true\n", Rules(), keep_text=True)
        else:
            shutil.copytree(like, self.home)
        self.files = 0

    @property
    def forgetter(self) -> FolderForgetter:
        return FolderForgetter(self.workspace)

    def add(self, text: str, mapping: Translation | None = None) -> ImportSummary:
        self.files += 1
        path = self.folder / f"{self.files}.csv"
        path.write_text(text, "utf-8")
        return self.add_file(path, mapping)

    def add_all(self, *texts: str) -> ImportSummary:
        """Import several files at once."""
        paths = []
        for text in texts:
            self.files += 1
            paths.append(self.folder / f"{self.files}.csv")
            paths[-1].write_text(text, "utf-8")
        request = ImportRequest(tuple(paths), source="desk", keep_text=True)
        return import_files(self.workspace.lake, request, CLOCK, self.workspace.fold)

    def add_file(self, path: Path, mapping: Translation | None = None) -> ImportSummary:
        request = ImportRequest((path,), mapping, source="desk", keep_text=True)
        return import_files(self.workspace.lake, request, CLOCK, self.workspace.fold)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with self.workspace.lake.reading() as connection:
            return connection.execute(sql).fetchall()

    def faults(self) -> list[str]:
        return [one.name for one in FolderKeeper(self.workspace).check(lambda _: None) if one.found]

    def bytes_with(self, *words: str) -> list[str]:
        """The files of the workspace with any of the words in their bytes, whatever their case."""
        found = []
        for path in sorted(self.home.rglob("*")):
            if path.is_file():
                content = path.read_bytes().lower()
                found += [f"{path.name}: {word}" for word in words if word.lower().encode() in content]
        return found

    def cells_with(self, *words: str) -> list[str]:
        """The tables with any of the words in their cells, whatever compression their blocks have."""
        found = []
        with self.workspace.lake.reading() as connection:
            tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
            for schema, table in tables:
                cells = repr(connection.execute(f"select * from {schema}.{table}").fetchall()).lower()
                found += [f"{schema}.{table}: {word}" for word in words if word.lower() in cells]
        return found


@pytest.fixture
def office(tmp_path: Path, compiled: Path) -> Office:
    return Office(tmp_path, compiled)


def test_an_identifier_is_in_no_byte_of_the_workspace_afterwards(tmp_path: Path) -> None:
    office = Office(tmp_path, tmp_path / "home" / "compiled")
    office.add(LOG)
    query = tmp_path / "home" / "compiled" / "kept.sql"
    query.write_text(f"'1|duckdb|requests'\nselect 1 where customer = '{ADA}'", "utf-8")
    assert {one.split(":")[0].split(".")[-1] for one in office.bytes_with(ADA)} == {"sql", "duckdb"}
    forget_people(office.forgetter, (ADA, "Ada Qwertz"), CLOCK)
    assert office.bytes_with(ADA, "Qwertz") == []
    assert office.cells_with(ADA, "Qwertz") == []
    assert office.faults() == []
    again = office.add(LOG)
    assert (again.accepted, again.duplicates, again.rejected) == (0, 9, 1)
    assert office.bytes_with(ADA, "Qwertz") == []
    assert office.cells_with(ADA, "Qwertz") == []
    assert office.faults() == []


def test_one_pseudonym_stands_in_all_places_and_texts_go(office: Office) -> None:
    office.add(LOG)
    done = forget_people(office.forgetter, (ADA,), CLOCK)
    assert done.pseudonyms == ("forgotten-1",)
    assert (done.rows, done.tickets, done.texts, done.rejects) == (7, 3, 6, 0)
    assert done.columns == {"customer": 3, "actor": 2}
    assert office.ask("select distinct customer from log order by all") == [
        ("bob",),
        ("forgotten-1",),
        (None,),
    ]
    assert office.ask("select ticket, text from log where text is not null") == [("T3", "no she did not")]
    assert office.ask("select customer from facts.sales") == [("forgotten-1",)]
    assert office.ask("select recontact_ticket from facts.resolutions") == [("T2",)]


def test_ids_that_were_made_of_what_a_row_said_are_made_anew(office: Office) -> None:
    office.add(LOG)
    before = dict(office.ask("select event_id, ticket from log"))
    forget_people(office.forgetter, (ADA,), CLOCK)
    after = dict(office.ask("select event_id, ticket from log"))
    kept = set(before) & set(after)
    # The first answer of ann to bob and her resolution are as they were.
    assert {before[one] for one in kept} == {"T1", "T3"}
    assert len(kept) == 2
    # Two answers at one instant say the same without their texts.
    assert sum(one.endswith(".2") for one in after) == 1


def test_a_ruling_goes_on_naming_the_event_it_is_about(office: Office) -> None:
    office.add(LOG)
    ((told,),) = office.ask("select event_id from log where ticket = 'T2' and kind = 'opened'")
    ruling = f"at,kind,ticket,actor,event,ruling\n2025-01-05T09:00:00Z,ruled,T2,ann,{told},new_issue\n"
    office.add(ruling)
    assert office.ask("select ruled, recontact_within_window from facts.resolutions") == [(True, False)]
    forget_people(office.forgetter, (ADA,), CLOCK)
    assert office.ask("select ruled, recontact_within_window from facts.resolutions") == [(True, False)]
    assert office.faults() == []
    assert (office.add(ruling).duplicates, office.cells_with(told)) == (1, [])


def test_an_exported_log_of_before_is_known_when_it_comes_again(office: Office, tmp_path: Path) -> None:
    office.add(LOG)
    old = tmp_path / "old.parquet"
    office.workspace.lake.export_log(old, "parquet")
    forget_people(office.forgetter, (ADA,), CLOCK)
    again = office.add_file(old)
    assert (again.accepted, again.duplicates) == (0, 9)
    assert office.cells_with(ADA) == []
    new = tmp_path / "new.csv"
    office.workspace.lake.export_log(new, "csv")
    again = office.add_file(new)
    assert (again.accepted, again.duplicates) == (0, 9)


def test_what_they_do_later_comes_in_under_the_pseudonym(office: Office) -> None:
    office.add(LOG)
    forget_people(office.forgetter, (ADA,), CLOCK)
    later = office.add(
        "at,kind,ticket,role,customer,text\n"
        f"2025-02-01T09:00:00Z,opened,T9,customer,{ADA},me again\n"
        "2025-02-01T09:05:00Z,message,T9,customer,,and again\n"
    )
    assert later.accepted == 2
    assert later.notes == ("people who were forgotten are named, and their pseudonyms stand in their place",)
    assert office.ask("select customer, text from log where ticket = 'T9' order by \"at\"") == [
        ("forgotten-1", None),
        (None, None),
    ]
    assert office.bytes_with(ADA, "me again") == []


def test_a_ticket_that_turns_out_to_be_theirs_loses_the_texts_it_had(office: Office) -> None:
    office.add(LOG)
    office.add("at,kind,ticket,role,actor,text\n2025-02-01T09:05:00Z,message,T9,agent,ann,Dear unknown\n")
    forget_people(office.forgetter, (ADA,), CLOCK)
    assert office.ask("select text from log where ticket = 'T9'") == [("Dear unknown",)]
    office.add(f"at,kind,ticket,role,customer\n2025-02-01T09:00:00Z,opened,T9,customer,{ADA}\n")
    assert office.ask("select distinct text from log where ticket = 'T9'") == [(None,)]
    assert office.bytes_with("Dear unknown") == []
    assert office.faults() == []


def test_an_agent_is_forgotten_with_the_texts_they_wrote(office: Office) -> None:
    office.add(LOG)
    done = forget_people(office.forgetter, ("ann",), CLOCK)
    assert done.columns == {"actor": 4, "agent": 1}
    assert office.ask("select distinct agent from facts.acts") == [("forgotten-1",)]
    assert office.ask("select count(*) from log where text is not null and actor = 'forgotten-1'") == [(0,)]
    assert office.faults() == []


def test_what_is_called_the_same_and_names_nobody_is_told_and_left(office: Office) -> None:
    office.add(
        "at,kind,ticket,role,actor,team,agent,customer,product,floor,problem\n"
        "2025-01-01T09:00:00Z,opened,42,customer,,,,42,42,42,\n"
        "2025-01-01T09:30:00Z,assigned,42,agent,ann,42,ann,,,,\n"
        "2025-01-01T10:00:00Z,linked,7,agent,ann,,,,,,42\n"
    )
    done = find_people(office.forgetter, ("42",))
    assert done.columns == {"customer": 1, "further fields": 1}
    assert done.left == {"team": 1, "ticket": 2, "product": 1}
    forget_people(office.forgetter, ("42",), CLOCK)
    assert office.ask("select problem_ticket from facts.links") == [("42",)]
    assert office.ask("select distinct ticket from log order by all") == [("42",), ("7",)]


def test_organisations_go_but_where_a_policy_is_for_them(office: Office) -> None:
    rows = "at,kind,ticket,customer,organisation\n2025-01-01T09:00:00Z,opened,1,solo,solo\n"
    office.add(rows)
    settings = '[[sla]]\nname = "solo"\nmatch = { organisation = "solo" }\nresolution = { elapsed = "1h" }\n'
    done = find_people(office.forgetter, ("solo",))
    assert done.columns == {"customer": 1, "organisation": 1}
    load_settings(office.workspace, settings)
    done = forget_people(office.forgetter, ("solo",), CLOCK)
    assert (done.columns, done.left) == ({"customer": 1}, {"organisation": 1})
    assert done.settings == ("sla.0.name", "sla.0.match.organisation")
    assert office.ask("select customer, organisation from log") == [("forgotten-1", "solo")]
    assert office.add(rows).duplicates == 1


def test_finding_changes_nothing(office: Office) -> None:
    office.add(LOG)
    before = {path: path.read_bytes() for path in office.home.rglob("*") if path.is_file()}
    found = find_people(office.forgetter, (ADA,))
    assert {path: path.read_bytes() for path in office.home.rglob("*") if path.is_file()} == before
    assert forget_people(office.forgetter, (ADA,), CLOCK) == found


def test_forgetting_again_is_the_same_person(office: Office) -> None:
    office.add(LOG)
    forget_people(office.forgetter, (ADA,), CLOCK)
    done = forget_people(office.forgetter, (ADA, "bob"), CLOCK)
    assert done.pseudonyms == ("forgotten-1", "forgotten-2")
    assert office.ask("select distinct customer from log where customer is not null order by all") == [
        ("forgotten-1",),
        ("forgotten-2",),
    ]


@pytest.mark.parametrize(
    ("identifier", "told"),
    [("nobody", "nobody is called 'nobody'"), ("forgotten-1", "a pseudonym already"), ("", "no identifier")],
)
def test_whoever_is_unknown_is_told(office: Office, identifier: str, told: str) -> None:
    office.add(LOG)
    with pytest.raises(UsageError, match=told):
        forget_people(office.forgetter, (identifier,), CLOCK)


def test_it_is_noted_without_saying_who(office: Office) -> None:
    office.add(LOG)
    assert office.forgetter.notes() == ()
    forget_people(office.forgetter, (ADA,), CLOCK)
    (note,) = office.forgetter.notes()
    assert (note.at, note.reason, note.persons, note.pseudonyms) == (CLOCK.now(), "asked", 1, "forgotten-1")
    assert (note.rows, note.tickets, note.texts, note.rejects) == (7, 3, 6, 0)


def test_rejects_that_quote_a_name_quote_the_pseudonym(office: Office) -> None:
    office.add(LOG.replace(ADA, "ada.qwertz"))
    assert office.ask("select detail from rejects") == [("ada.qwertz",)]
    assert forget_people(office.forgetter, ("ada.qwertz",), CLOCK).rejects == 1
    office.add(LOG.replace(ADA, "ada.qwertz"))
    assert office.ask("select detail from rejects") == [("forgotten-1",), ("forgotten-1",)]
    assert office.cells_with("ada.qwertz") == []


def test_rows_keep_their_order_in_the_file(office: Office) -> None:
    rows = [f"2025-01-01T09:00:00Z,opened,T{number},c{number % 5000}" for number in range(300_000)]
    office.add("at,kind,ticket,customer\n" + "\n".join(rows) + "\n")
    before = office.ask("select ticket from log")
    forget_people(office.forgetter, ("c7",), CLOCK)
    assert office.ask("select ticket from log") == before


def test_earlier_settings_that_name_somebody_are_gone_too(office: Office) -> None:
    office.add(LOG)
    load_settings(office.workspace, f'[teams."{ADA}"]\ntier = 1')
    load_settings(office.workspace, "[teams.support]\ntier = 1")
    forget_people(office.forgetter, (ADA,), CLOCK)
    assert office.bytes_with(ADA) == []
    texts = [version.text for version in office.workspace.settings_versions()]
    assert texts == ["keep_text = true\n", None, "[teams.support]\ntier = 1\n"]
