"""Every file of the public data, imported as a person would who knows nothing of it but a time zone.

`public_files.tsv` says what becomes of each: the rows and events it gives, or the one line that refuses it.
"""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskwise import bootstrap
from deskwise.app.file_understanding import UnansweredError
from deskwise.app.import_files import ImportRequest
from deskwise.app.understand_files import UnderstoodImport, import_understood
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import DeskwiseError, ForeignColumnsError, InputError
from deskwise.stores.plain_files import PlainCopies
from deskwise.stores.workspace_folder import WorkspaceFolder

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
TABLE = Path(__file__).with_name("public_files.tsv")
NOW = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
# By their code in the table: the kind of the error, what it says of the file, what it says to do.
REFUSALS: dict[str, tuple[type[DeskwiseError], str, str]] = {
    "no_list": (
        InputError,
        "is no JSON with a list of objects in it, and no JSON lines",
        "write one JSON object a line, or a list of them",
    ),
    "empty_list": (InputError, "holds an empty list", "export it again"),
    "several_lists": (InputError, "holds several lists (", "write the one that is meant into a file of its"),
    "twin_fields": (InputError, "has both 'type' and 'Type'", "give them names that differ in more than"),
    "no_columns": (ForeignColumnsError, "has no column at and none called kind (it has: ", "rename them, or"),
}  # fmt: skip
LONGEST_REFUSAL = 2_500


def expectations() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


EXPECTED = {row["file"]: row for row in expectations()}
THERE = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file())

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not DATA.exists(), reason="the public data sets are not at hand"),
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return WorkspaceFolder(tmp_path_factory.mktemp("home"))


def brought_in(workspace: Workspace, name: str) -> UnderstoodImport:
    """What an import would do; the workspace stays empty for the next file."""
    request = ImportRequest((DATA / name,), timezone=None if name in OF_A_KNOWN_ZONE else "UTC", dry_run=True)
    return import_understood(workspace, request, NOW, bootstrap.file_reader())


# Their shipped mappings name a zone.
OF_A_KNOWN_ZONE = (
    "anonymous_bank_calls/data_anonymous_bank_february.txt",
    "ecommerce_csat/test.csv",
    "kaggle_customer_support_tickets/customer_support_tickets.csv",
)


def check_counts(done: UnderstoodImport) -> None:
    """What holds of every import."""
    one = done.summary
    assert one.read == one.accepted + one.duplicates + one.conflicts + one.rejected
    assert one.records > 0
    assert sum(one.reasons.values()) == one.rejected + one.conflicts


def check_refusal(name: str, error: DeskwiseError) -> None:
    """What holds of every refusal: one line that begins with the file and says what to do."""
    assert isinstance(error, InputError)
    assert error.what.startswith(str(DATA / name))
    assert error.do
    for said in (error.what, error.do):
        assert said.isprintable()
        assert len(said) < LONGEST_REFUSAL


def test_the_table_has_every_kind_of_end() -> None:
    codes = {row["refusal"].split(" ")[0] for row in EXPECTED.values()}
    assert codes == {*REFUSALS, "asks", "-"}
    assert set(EXPECTED) & set(THERE)


@pytest.mark.parametrize("name", THERE)
def test_a_file(name: str, workspace: Workspace) -> None:
    row = EXPECTED.get(name)
    if row is None:
        # A file that came to the data later; what holds of every file holds of it.
        try:
            check_counts(brought_in(workspace, name))
        except DeskwiseError as error:
            check_refusal(name, error)
        return
    _check_form(name, row["rows"])
    if row["refusal"] == "-":
        done = brought_in(workspace, name)
        check_counts(done)
        one = done.summary
        found = [str(each) for each in (one.records, one.read, one.accepted, one.rejected)]
        assert found == [row[key] for key in ("records", "read", "accepted", "rejected")]
        assert (" ".join(f"{code}={count}" for code, count in sorted(one.reasons.items())) or "-") == row[
            "reasons"
        ]
        return
    with pytest.raises(DeskwiseError) as caught:
        brought_in(workspace, name)
    check_refusal(name, caught.value)
    code, _, asked = row["refusal"].partition(" ")
    if code == "asks":
        refusal = caught.value
        assert isinstance(refusal, UnansweredError)
        number = len(asked.split(" "))
        assert refusal.what == f"{DATA / name} leaves {number} question{'s' if number > 1 else ''} open"
        questions = refusal.understanding.questions
        told = [one.key + (f":{one.about}" if one.about else "") for one in questions]
        assert " ".join(told) == asked
        return
    kind, what, do = REFUSALS[code]
    assert type(caught.value) is kind
    assert caught.value.what.startswith(f"{DATA / name} {what}")
    assert caught.value.do.startswith(do)


def _check_form(name: str, form: str) -> None:
    copies = PlainCopies()
    try:
        if form == "-":
            with pytest.raises(InputError):
                copies.plain(DATA / name)
        else:
            assert copies.plain(DATA / name)[0].form == form
    finally:
        copies.close()
