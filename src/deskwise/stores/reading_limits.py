"""How much of a file an import takes before it says that something is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1_048_576
GIBIBYTE = 1024 * MEBIBYTE


@dataclass(frozen=True)
class ReadingLimits:
    """Bounds that no export meets and every bomb does.

    `line_bytes` is the longest row, `unpacked_bytes` what a packed file may
    become, `packed_ratio` how many times its size that may be once it is over `ratio_from_bytes`. `columns`
    is the most a file may have, `packed_files` the most in one archive, `shared_texts_bytes` the most
    distinct text in a workbook.
    """

    line_bytes: int = 8 * MEBIBYTE
    unpacked_bytes: int = 64 * GIBIBYTE
    packed_ratio: int = 200
    ratio_from_bytes: int = 256 * MEBIBYTE
    columns: int = 2_000
    packed_files: int = 1_000
    shared_texts_bytes: int = 128 * MEBIBYTE


DEFAULT_LIMITS = ReadingLimits()
