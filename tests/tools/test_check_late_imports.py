from __future__ import annotations

import pytest

from check_late_imports import REASONS, unexplained

MARK = "# noqa: " + "PLC0415"


@pytest.mark.parametrize("reason", REASONS)
def test_a_known_reason_is_enough(reason: str) -> None:
    assert unexplained(f"def f():\n    import a  {MARK} {reason}\n    import b  {MARK} - {reason}: so") == []


@pytest.mark.parametrize("tail", ["", " because", " - handy"])
def test_any_other_is_refused_by_its_line(tail: str) -> None:
    assert unexplained(f"def f():\n    import a  {MARK}{tail}") == [2]
