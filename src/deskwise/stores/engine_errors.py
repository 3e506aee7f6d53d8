"""What an error of the engine's is of: a file that was read, the disk that is written to, or ourselves."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

FULL_DISK = "No space left on device"


def of_a_full_disk(error: Exception) -> bool:
    """Whether the disk that was written to had no room left."""
    return getattr(error, "errno", None) == errno.ENOSPC or FULL_DISK in str(error)


def of_a_broken_disk(error: Exception) -> bool:
    """Whether what was written could not be kept, and the engine gave its file up."""
    import duckdb

    return isinstance(error, duckdb.FatalException)


def of_the_file(error: duckdb.Error) -> bool:
    """Whether an error met while a file was read is that file's.

    It is not where a statement of ours is wrong, where somebody stopped it, where the machine is too small
    for it, or where the state that is read into could not be written.
    """
    import duckdb

    others = (
        duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException,
        duckdb.InterruptException, duckdb.OutOfMemoryException,
    )  # fmt: skip
    return not (isinstance(error, others) or of_a_full_disk(error) or of_a_broken_disk(error))
