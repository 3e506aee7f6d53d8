"""What a step counts or orders it does once: an aggregate written twice is run twice by most engines."""

from __future__ import annotations

from collections import Counter

import sqlglot
from sqlglot import exp

from deskwise.facts.rules import Rules
from facts.small_logs import compiled_step, fold_steps

RULES = Rules()
WIDTH = 1


def work(sql: str) -> Counter[str]:
    """The parts of a query that group rows or order them in windows, by their texts with all they rest on."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    inside = {cte.alias: cte.this.sql("duckdb") for cte in tree.find_all(exp.CTE)}
    found: Counter[str] = Counter()
    for select in tree.find_all(exp.Select):
        if not grouped(select) and not any(column.find(exp.Window) for column in select.expressions):
            continue
        text = select.sql("duckdb")
        for name, query in inside.items():
            text = text.replace(f'"{name}"', f"({query})")
        found[text] += 1
    return found


def grouped(select: exp.Select) -> bool:
    return select.args.get("group") is not None


def test_a_repetition_is_seen() -> None:
    counted = "select k, sum(v) as s from r group by k"
    twice = f"select * from ({counted}) as a join ({counted}) as b using (k)"
    shared = f"with c as ({counted}) select * from c as a join c as b using (k)"
    assert max(work(twice).values()) == 2
    assert max(work(shared).values()) == 1


def test_no_step_does_the_same_work_twice() -> None:
    repeated = {
        name: text
        for name in fold_steps(RULES, WIDTH)
        for text, times in work(compiled_step(RULES, WIDTH, name)[0]).items()
        if times > 1
    }
    assert repeated == {}


def test_all_that_is_counted_of_a_request_is_one_aggregate() -> None:
    tree = sqlglot.parse_one(compiled_step(RULES, WIDTH, "request_counts")[0], read="duckdb")
    assert [grouped(select) for select in tree.find_all(exp.Select)].count(True) == 1
