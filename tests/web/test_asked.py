"""An address and what it asks, there and back."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskwise.kernel.errors import UsageError
from deskwise.web.asked import ANY, Asked, asked

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(
    lambda text: text != ANY
)


@given(
    st.dictionaries(
        st.sampled_from(["team", "channel", "extra.plan"]), st.lists(TEXT, min_size=1, unique=True)
    )
)
def test_what_is_written_is_read_again(where: dict[str, list[str]]) -> None:
    chosen = Asked(metric="csat", period="week", where={name: tuple(found) for name, found in where.items()})
    again = asked(parse_qsl(chosen.query().removeprefix("?"), keep_blank_values=True))
    assert again == chosen


def test_an_empty_value_asks_for_those_without_one_and_any_for_all() -> None:
    assert asked([("where.team", "")]).where == {"team": (None,)}
    assert asked([("where.team", ANY), ("is.agent", "")]).where == {}
    assert asked([("is.agent", "ann")]).where == {"agent": ("ann",)}
    assert Asked(where={"team": (None,)}).query() == "?where.team="


def test_what_no_address_holds_is_refused_or_passed_over() -> None:
    assert asked([("utm_source", "mail"), ("metric", "")]) == Asked()
    with pytest.raises(UsageError, match="colour"):
        asked([("where.colour", "red")])
    with pytest.raises(UsageError, match="too long"):
        asked([("metric", "x" * 501)])


def test_a_filter_is_set_and_left_out() -> None:
    narrowed = Asked(metric="csat").only("team", ("a",))
    assert narrowed.query(without=("metric",)) == "?where.team=a"
    assert narrowed.only("team", ()) == Asked(metric="csat")
