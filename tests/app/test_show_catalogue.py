from __future__ import annotations

import pytest

from deskwise.app.show_catalogue import dimensions_of, show_catalogue
from deskwise.kernel.errors import UsageError
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.metrics.definition import TOLD


def test_every_metric_is_shown_once_in_the_catalogues_order() -> None:
    assert [entry.metric.name for entry in show_catalogue()] == list(CATALOGUE)


def test_one_is_shown_with_all_its_fields() -> None:
    (entry,) = show_catalogue("csat")
    told = entry.to_json()
    assert {name: told[name] for name in TOLD} == {name: getattr(CATALOGUE["csat"], name) for name in TOLD}
    assert told["definition"] == "csat@1"


def test_dimensions_of_its_own_are_of_no_other_metric() -> None:
    assert "stage" in dimensions_of(CATALOGUE["stage_conversion"])
    assert "stage" not in dimensions_of(CATALOGUE["csat"])
    assert dimensions_of(CATALOGUE["csat"])[-1] == "extra.<field>"


def test_an_unknown_one_is_refused() -> None:
    with pytest.raises(UsageError, match="no metric is called 'art'"):
        show_catalogue("art")
