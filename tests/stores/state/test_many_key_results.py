"""Ten thousand key results with what was said of them are read with few statements, on both engines."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy import event

from deskwise.app.okr_store import OkrStore
from deskwise.okr.check_in import CheckIn, Known, TypedValue
from deskwise.okr.close_out import CloseOut
from deskwise.stores.state.okr_tables import CHECK_INS, CLOSE_OUTS, KEY_RESULTS, OBJECTIVES, TYPED_VALUES
from deskwise.stores.state.sql_state import SqlStores
from stores.state.okr_values import AT, CYCLE, KEY_RESULT, OBJECTIVE
from stores.state.state_rig import Rig

MANY = 10_000


def multiplied(connection: sa.Connection, table: sa.Table, **names: list[str]) -> None:
    """Copies of the one row there is, each with its names."""
    row = dict(connection.execute(sa.select(table)).one()._mapping)
    connection.execute(
        sa.insert(table),
        [
            {**row, "number": number, **dict(zip(names, each, strict=True))}
            for number, each in enumerate(zip(*names.values(), strict=True), 2)
        ],
    )


@contextmanager
def counted(connection: sa.Connection) -> Iterator[list[str]]:
    """The statements that are run meanwhile."""
    run: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        run.append(statement)

    event.listen(connection.engine, "before_cursor_execute", note)
    yield run
    event.remove(connection.engine, "before_cursor_execute", note)


def fill(okr: OkrStore) -> None:
    okr.add_cycle(CYCLE)
    okr.add_objective(OBJECTIVE)
    okr.add_key_result(KEY_RESULT)
    okr.add_check_in(CheckIn("i1", "k1", "ann", AT, Known(0.7, 0.2)))
    okr.add_typed_value(TypedValue("t1", "k1", 0.8, "so", "ann", AT))
    okr.add_close_out(CloseOut("o1", "lea", AT, 0.7, ()))


def test_ten_thousand_are_read_with_few_statements(rig: Rig) -> None:
    ids = [f"n{number}" for number in range(2, MANY + 1)]
    random.Random(7).shuffle(ids)
    with rig.state.changing() as stores:
        fill(stores.okr)
    with rig.state.database.changing() as connection:
        multiplied(connection, OBJECTIVES, id=ids, key=ids)
        multiplied(connection, KEY_RESULTS, id=ids, key=ids, objective=ids)
        multiplied(connection, CHECK_INS, id=ids, key_result=ids)
        multiplied(connection, TYPED_VALUES, id=ids, key_result=ids)
        multiplied(connection, CLOSE_OUTS, objective=ids)
    with rig.state.database.reading() as connection:
        okr = SqlStores(connection).okr
        with counted(connection) as run:
            objectives = sorted(each.id for each in okr.objectives("c1"))
            key_results = okr.key_results(objectives)
            named = sorted(each.id for each in key_results)
            check_ins, typed_values = okr.check_ins([*named, *named]), okr.typed_values(named)
            close_outs = okr.close_outs(objectives)
    assert len(run) <= 10
    assert [each.id for each in key_results] == ["k1", *ids]
    assert key_results[-1] == replace(KEY_RESULT, id=ids[-1], key=ids[-1], objective=ids[-1])
    for said in (check_ins, typed_values):
        assert [each.key_result for each in said] == ["k1", *ids]
    assert [each.objective for each in close_outs] == ["o1", *ids]


def test_one_who_adds_after_many_comes_last(rig: Rig) -> None:
    with rig.state.changing() as stores:
        fill(stores.okr)
    with rig.state.database.changing() as connection:
        multiplied(connection, KEY_RESULTS, id=["k2", "k3"], key=["k2", "k3"])
    with rig.state.changing() as stores:
        stores.okr.add_key_result(replace(KEY_RESULT, id="a", key="a"))
        assert [each.id for each in stores.okr.key_results(["o1"])] == ["k1", "k2", "k3", "a"]
