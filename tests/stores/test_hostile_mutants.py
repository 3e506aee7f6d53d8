"""Files of real shapes, spoilt at random: each is counted to its last row, or refused in one sentence."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from deskwise.app.lake import FileReading, LogCounts
from deskwise.events.translation import Cell, Emission, Translation
from deskwise.kernel.errors import DeskwiseError
from deskwise.stores.lake_file import LakeFile
from stores.desk import NOW
from stores.seed_files import Seed, seeds

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
PIECES = (
    b'"', b'""', b"\n", b"\r", b"\r\n", b",", b";", b"\t", b"|", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\\",
    b"\\\"", b"{", b"}", b"[", b"]", b":", b"null", b"1e999", b"-", b"9" * 30, b"=cmd|' /C calc'!A0",
    b"\xc3\x28", b"\xe9", b"1000000000-01-01T00:00:00Z", b"0000-00-00", b"infinity", b"<!DOCTYPE x>", b"\x1a",
    b" " * 50, b"a," * 40,
    b'{"a":' * 30, b"PK\x03\x04", b"\x1f\x8b", b"PAR1", "\u202e\u2028".encode(), b"NaN",
    b"opened", b"status",
)  # fmt: skip


def cut(draw: random.Random, content: bytes) -> bytes:
    return content[: draw.randrange(len(content) + 1)]


def drop(draw: random.Random, content: bytes) -> bytes:
    at = draw.randrange(len(content) + 1)
    return content[:at] + content[at + draw.randint(1, 40) :]


def insert(draw: random.Random, content: bytes) -> bytes:
    at = draw.randrange(len(content) + 1)
    return content[:at] + draw.choice(PIECES) + content[at:]


def flip(draw: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(draw.randint(1, 8)):
        if changed:
            changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def repeat(draw: random.Random, content: bytes) -> bytes:
    at, length = draw.randrange(len(content) + 1), draw.randint(1, 200)
    return content[:at] + content[at : at + length] * draw.randint(2, 6) + content[at + length :]


def shuffle_lines(draw: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    draw.shuffle(lines)
    return b"\n".join(lines)


def replace_all(draw: random.Random, content: bytes) -> bytes:
    old = content[(at := draw.randrange(len(content) + 1)) : at + draw.randint(1, 3)]
    return content.replace(old, draw.choice(PIECES)) if old else content


WAYS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    cut, drop, insert, insert, flip, repeat, shuffle_lines, replace_all,
)  # fmt: skip


def mutated(draw: random.Random, seed: Seed) -> bytes:
    """The seed, spoilt; a packed one is half the time spoilt inside its packing."""
    content = seed.content
    inside = draw.random() < 0.5
    if inside and seed.name == "gzip":
        return gzip.compress(_spoilt(draw, gzip.decompress(content)), mtime=0)
    if inside and seed.ending in (".xlsx", ".zip"):
        whole = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(whole, "w") as target:
            spoilt = draw.choice(source.namelist())
            for name in source.namelist():
                part = source.read(name)
                target.writestr(name, _spoilt(draw, part) if name == spoilt else part)
        return whole.getvalue()
    return _spoilt(draw, content)


def _spoilt(draw: random.Random, content: bytes) -> bytes:
    for _ in range(draw.choice((1, 1, 1, 2, 4))):
        content = draw.choice(WAYS)(draw, content)
    return content


class Bench:
    """A workspace into which every import is only tried."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lake = LakeFile(folder / "home", threads=1, wait_seconds=0)

    def check(self, path: Path, mapping: Translation | None) -> LogCounts | None:
        """Import a file; what came of it, null if it was refused."""
        counts: LogCounts | None = None
        told: DeskwiseError | None = None
        try:
            with self.lake.importing(NOW) as session:
                session.add_file(path, FileReading(mapping, "desk", "Europe/Berlin"))
                counts = session.admit(None)
                listed = session.connection.execute(
                    "select (select count(*) from rejects),"
                    " (select count(*) from log where refusal is not null)"
                ).fetchone()
                session.discard()
        except DeskwiseError as error:
            told = error
        assert told is None or (told.do and "\n" not in str(told))
        left = {one.relative_to(self.lake.home).as_posix() for one in self.lake.home.rglob("*")}
        assert left <= {"writer.lock", "writer.pid"}
        if counts is not None:
            assert counts.read == counts.accepted + counts.duplicates + counts.conflicts + counts.rejected
            assert listed is not None
            assert sum(listed) == counts.rejected + counts.conflicts == sum(counts.reasons.values())
        return counts


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def search(bench: Bench, files: list[Seed], numbers: range) -> tuple[int, int]:
    """Import a mutant for each number; how many were counted, and how many refused."""
    counted = refused = 0
    for number in numbers:
        draw = random.Random(number)
        seed = files[number % len(files)]
        path = bench.folder / f"mutant{seed.ending}"
        path.write_bytes(mutated(draw, seed))
        try:
            found = bench.check(path, seed.mapping)
        except BaseException as error:  # raised again, with the number
            error.add_note(f"mutant {number}, a spoilt {seed.name}")
            raise
        counted += found is not None
        refused += found is None
    return counted, refused


def test_the_seeds_themselves_are_read_whole(bench: Bench) -> None:
    for seed in seeds(bench.folder):
        path = bench.folder / f"seed{seed.ending}"
        path.write_bytes(seed.content)
        counts = bench.check(path, seed.mapping)
        assert counts is not None, seed.name
        assert counts.read == counts.records == (16 if seed.name == "zip" else 8), seed.name


def test_mutants(bench: Bench) -> None:
    counted, refused = search(bench, seeds(bench.folder), range(500))
    assert counted > 150
    assert refused > 50


@pytest.mark.long
def test_many_mutants(bench: Bench) -> None:
    search(bench, seeds(bench.folder), range(500, 20_500))


@pytest.mark.realdata
@pytest.mark.skipif(not SHARED.exists(), reason="the public data sets are not at hand")
def test_mutants_of_public_files(bench: Bench) -> None:
    files = [
        _head("anonymous_bank_calls/data_anonymous_bank_february.txt", "call_id", "date"),
        _head("ecommerce_csat/test.csv", "Unique id", "Issue_reported at"),
        _head("helpdesk_italian/Helpdesk.csv", "case:concept:name", "time:timestamp"),
        _head(
            "kaggle_customer_support_tickets/customer_support_tickets.csv", "Ticket ID", "Date of Purchase"
        ),
    ]
    counted, _ = search(bench, files, range(60))
    assert counted > 20


def _head(name: str, ticket: str, at: str) -> Seed:
    with (SHARED / name).open("rb") as file:
        content = file.read(4_000)
    mapping = Translation(name, (("ticket", Cell(ticket)), ("at", Cell(at))), (Emission("note"),))
    return Seed(name, Path(name).suffix, content, mapping)
