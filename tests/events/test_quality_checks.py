from __future__ import annotations

from pathlib import Path

import pytest

from deskwise.events.quality_checks import QUALITY_CHECKS, QualityCheck

PAGE = Path(__file__).parents[2] / "docs" / "quality.md"


@pytest.mark.parametrize("check", QUALITY_CHECKS, ids=lambda check: check.code)
def test_each_check_describes_itself_and_is_on_the_page(check: QualityCheck) -> None:
    assert check.code.replace("_", "").isalpha()
    assert not check.found.endswith(".")
    assert check.sentence.endswith(".")
    assert check.do.endswith(".")
    assert check.serious_from is None or 0 <= check.serious_from <= 1
    assert f"| `{check.code}` | ... {check.found} | {check.sentence} | {check.do} |" in PAGE.read_text(
        "utf-8"
    )


def test_no_code_is_taken_twice() -> None:
    assert len({check.code for check in QUALITY_CHECKS}) == len(QUALITY_CHECKS)
