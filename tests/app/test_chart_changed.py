"""The chart of what changed shows the finding's rows."""

from __future__ import annotations

from analyses.ground import found, shares_changed
from deskwise.app.chart_changed import chart_changed


def test_the_rows_of_a_finding_are_the_groups_of_its_chart() -> None:
    small: dict[str, tuple[int, int]] = {f"s{number}": (1, 2) for number in range(5)}
    finding = found(
        shares_changed({"email": (60, 80), "": (1, 20), **small}, {"email": (30, 80), "": (9, 20), **small})
    )
    chart = chart_changed(finding, lambda row: f"/{row['group']}")
    assert chart is not None
    assert [each.name for each in chart.groups] == ["email", "no channel", "all other groups together"]
    assert [each.total for each in chart.groups] == [row["total"] for row in finding.records()]
    difference = finding.number("difference")
    assert difference is not None
    assert chart.whole.total == difference.value
    assert chart.groups[0].link == "/email"
    assert chart.title == "Customer satisfaction: what changed"


def test_a_finding_without_rows_has_no_chart() -> None:
    assert chart_changed(found(shares_changed({"email": (1, 2)}, {"email": (1, 2)})), lambda _: "") is None
