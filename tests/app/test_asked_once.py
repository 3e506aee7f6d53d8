"""A query of one question is run once, and again with other inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deskwise.app.asked_once import AskedOnce
from deskwise.metrics.input_tables import InputTable


class Counting:
    """An engine that counts what it is asked, and answers with the number of it."""

    name = "counting"

    def __init__(self) -> None:
        self.asked = 0

    def rows(self, sql: str, inputs: Mapping[str, InputTable]) -> list[tuple[Any, ...]]:
        self.asked += 1
        return [(self.asked, sql, *inputs)]


def test_the_same_is_asked_once_and_of_other_inputs_again() -> None:
    engine = AskedOnce(Counting())
    first, second = (InputTable((("n", "int64"),), ((n,),)) for n in (1, 2))
    answers = [engine.rows("select n from given", {"given": each}) for each in (first, second, first)]
    assert [row[0] for (row,) in answers] == [1, 2, 1]
    assert engine.rows("select 1", {}) == [(3, "select 1")]
    assert engine.name == "counting"
