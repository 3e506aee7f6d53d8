"""How much memory there is."""

from __future__ import annotations

from pathlib import Path

from deskwise.kernel.machine_memory import memory_bytes


def test_a_container_has_what_it_may_take(tmp_path: Path) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text("268435456\n")
    assert memory_bytes((limit,)) == 268_435_456


def test_a_limit_that_is_none_or_more_than_there_is_changes_nothing(tmp_path: Path) -> None:
    machine = memory_bytes(())
    assert machine > 128 * 1024**2
    none, much = tmp_path / "memory.max", tmp_path / "memory.limit_in_bytes"
    none.write_text("max\n")
    much.write_text("9223372036854771712\n")
    assert memory_bytes((none, much, tmp_path / "absent")) == machine
