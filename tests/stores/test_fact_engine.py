"""Tables that are given to a query arrive as they were."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import duckdb

from deskwise.stores.fact_engine import insert_rows

ROWS = [
    ('it\'s "so"\n', 2**62, True, 0.1, Decimal("123456789012345678901234567.123456789")),
    (None, None, None, None, None),
    ("ü✓", -1, False, -2.5e300, Decimal("-0.000000001")),
]
TYPES = ["varchar", "bigint", "boolean", "double", "decimal(38, 9)"]


def test_values_of_every_type_arrive_as_they_were() -> None:
    connection = duckdb.connect()
    connection.execute("create table t (a varchar, b bigint, c boolean, d double, e decimal(38, 9))")
    insert_rows(connection, "t", TYPES, ROWS)
    assert connection.execute("select * from t").fetchall() == ROWS


def test_giving_a_table_loads_no_data_frames() -> None:
    said = (
        "import sys, duckdb; from deskwise.stores.fact_engine import insert_rows;"
        "c = duckdb.connect(); c.execute('create table t (a varchar)');"
        "insert_rows(c, 't', ['varchar'], [('x',)]);"
        "print('pandas' in sys.modules, c.execute('from t').fetchall())"
    )
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False [('x',)]"
