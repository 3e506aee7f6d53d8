from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.memory_syncs import read
from deskwise.app.event_lines import EventFiles
from deskwise.app.lake import FileReading
from deskwise.app.source_port import Refused, Translated
from deskwise.events.event_row import EventRow
from deskwise.stores.lake_file import LakeFile

AT = datetime(2025, 1, 1, tzinfo=UTC)
AWKWARD = st.text(
    st.sampled_from(list("a,;|\t\"'\\\r\n\u2028\x85\x0b\x00\x1e\ufeff\ud800 é日😀{}#=-")), min_size=1
)


def files_in(folder: Path) -> Callable[[str], Path]:
    return lambda ending: folder / f"events{ending}"


def test_printable_events_are_csv_and_others_json(tmp_path: Path) -> None:
    files = EventFiles(files_in(tmp_path), keep_text=True)
    plain = EventRow("1", AT, "sale", "T1", actor='ann "a", b', value=Decimal("1E+2"), extra={"solved": True})
    files.add(Translated((plain, EventRow("2", AT, "note", "T1", seq=7, text="two\nlines"))))
    first, second = files.close()
    assert (first.suffix, second.suffix) == (".csv", ".jsonl")
    (row,) = read(first)
    assert (row["actor"], row["value"], row["seq"], json.loads(row["extra"])) == (
        'ann "a", b', "100", "0", {"solved": True},
    )  # fmt: skip
    (row,) = read(second)
    assert (row["text"], row["seq"]) == ("two\nlines", "7")
    assert first.read_text(encoding="utf-8").startswith("event_id,kind,ticket,")


def test_text_is_written_only_where_it_is_kept(tmp_path: Path) -> None:
    files = EventFiles(files_in(tmp_path), keep_text=False)
    files.add(Translated((EventRow("1", AT, "message", "T1", text="my card number"),)))
    (path,) = files.close()
    assert "card" not in path.read_text()


def test_a_record_without_events_leaves_no_file(tmp_path: Path) -> None:
    files = EventFiles(files_in(tmp_path), keep_text=False)
    files.add(Translated(()))
    assert files.close() == ()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(AWKWARD, AWKWARD, AWKWARD), min_size=1, max_size=8))
def test_whatever_the_texts_are_each_event_comes_into_the_log_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("awkward")
    files = EventFiles(files_in(folder), keep_text=True)
    events = [
        EventRow(f"e{number}", AT, "message", f"T{ticket}", customer=customer, text=text, extra={"x": text})
        for number, (ticket, customer, text) in enumerate(rows)
    ]
    files.add(Translated(tuple(events), (Refused("T9", "it has no opening"),)))
    lake = LakeFile(folder / "home", threads=1)
    with lake.importing(AT) as session:
        for path in files.close():
            session.add_file(path, FileReading(source="desk", keep_text=True))
        counts = session.admit(None)
    assert (counts.accepted, counts.reasons) == (len(rows), {"untranslated": 1})
    with lake.reading() as connection:
        found = connection.execute(
            "select ticket, customer, text, extra['x'] from log order by seq"
        ).fetchall()
    assert found == [(f"T{whole(a)}", whole(b), whole(c), whole(c)) for a, b, c in rows]
    (reject,) = lake.rejects()
    assert (reject.ticket, reject.reason, reject.detail) == ("T9", "untranslated", "it has no opening")


def whole(text: str) -> str:
    """The text without what is no character."""
    return "".join("\ufffd" if letter in "\x00\ud800" else letter for letter in text)
