"""Whose an error of the engine's is."""

from __future__ import annotations

import errno

import duckdb
import pytest

from deskwise.stores.engine_errors import of_a_broken_disk, of_a_full_disk, of_the_file


@pytest.mark.parametrize(
    ("error", "file", "full", "broken"),
    [
        (duckdb.InvalidInputException("row 3 is too short"), True, False, False),
        (duckdb.IOException("cannot seek"), True, False, False),
        (duckdb.IOException("Could not write: No space left on device"), False, True, False),
        (duckdb.FatalException("fsync failed!"), False, False, True),
        (duckdb.InterruptException("Interrupted!"), False, False, False),
        (duckdb.OutOfMemoryException("of 1 GB"), False, False, False),
        (duckdb.BinderException("no such column"), False, False, False),
    ],
)
def test_an_error_is_of_one_thing(error: duckdb.Error, file: bool, full: bool, broken: bool) -> None:
    assert of_the_file(error) is file
    assert of_a_full_disk(error) is full
    assert of_a_broken_disk(error) is broken


def test_the_system_tells_of_a_full_disk_by_a_number() -> None:
    assert of_a_full_disk(OSError(errno.ENOSPC, "x"))
    assert not of_a_full_disk(OSError(errno.EIO, "x"))
