"""Key results in the state; see the port `app.okr_store.OkrStore`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from deskwise.kernel.errors import ChangedMeanwhileError, UsageError
from deskwise.kernel.language import say
from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.stores.state.okr_json import (
    all_read,
    all_written,
    baseline,
    baseline_rule,
    binding,
    bounds,
    change,
    checkpoint,
    maybe_read,
    maybe_written,
    milestone,
    read,
    written,
)
from deskwise.stores.state.okr_ordered_rows import OrderedRows
from deskwise.stores.state.okr_tables import KEY_RESULTS


class KeyResultRows(OrderedRows):
    """Key results, in one transaction."""

    def find_key_result(self, key_result: str) -> KeyResult | None:
        """The key result of an id."""
        row = self._connection.execute(sa.select(KEY_RESULTS).where(KEY_RESULTS.c.id == key_result)).first()
        return None if row is None else _key_result(row)

    def key_results(self, objectives: Iterable[str]) -> tuple[KeyResult, ...]:
        """Those of objectives, in the order they were added."""
        return tuple(_key_result(row) for row in self._of(KEY_RESULTS.c.objective, objectives))

    def add_key_result(self, key_result: KeyResult) -> None:
        """Keep a new key result."""
        if self._connection.execute(_of_that_key(key_result)).first() is not None:
            raise _key_taken(key_result)
        self._add(KEY_RESULTS, {"id": key_result.id, "version": key_result.version, **_columns(key_result)})

    def change_key_result(self, key_result: KeyResult) -> KeyResult:
        """Keep a changed key result."""
        changed = self._connection.execute(
            sa.update(KEY_RESULTS)
            .where(
                KEY_RESULTS.c.id == key_result.id,
                KEY_RESULTS.c.version == key_result.version,
                ~_of_that_key(key_result).exists(),
            )
            .values(version=key_result.version + 1, **_columns(key_result))
        )
        now = self.find_key_result(key_result.id)
        if now is not None and changed.rowcount:
            return now
        if now is not None and now.version == key_result.version:
            raise _key_taken(key_result)
        raise ChangedMeanwhileError(
            say("somebody else changed this key result meanwhile"), do=say("look at it as it is now"), now=now
        )


def _of_that_key(key_result: KeyResult) -> sa.Select[Any]:
    """Another key result of the objective with its key."""
    other = KEY_RESULTS.alias()
    return sa.select(other.c.id).where(
        other.c.objective == key_result.objective,
        other.c.key == key_result.key,
        other.c.id != key_result.id,
    )


def _key_taken(key_result: KeyResult) -> UsageError:
    return UsageError(
        say("a key result of this objective has the key %(key)s already", key=key_result.key),
        do=say("choose another key"),
    )


def _columns(key_result: KeyResult) -> dict[str, Any]:
    return {
        "objective": key_result.objective,
        "key": key_result.key,
        "title": key_result.title,
        "kind": str(key_result.kind),
        "binding": maybe_written(key_result.binding),
        "target": key_result.target,
        "change": maybe_written(key_result.change),
        "bounds": maybe_written(key_result.bounds),
        "milestones": all_written(key_result.milestones),
        "checkpoints": all_written(key_result.checkpoints),
        "baseline_rule": written(key_result.baseline_rule),
        "baseline": maybe_written(key_result.baseline),
        "weight": key_result.weight,
        "unit": key_result.unit,
        "higher_is_better": key_result.higher_is_better,
        "kept": key_result.kept,
        "carried_from": key_result.carried_from,
    }


def _key_result(row: sa.Row[Any]) -> KeyResult:
    return KeyResult(
        row.id,
        row.key,
        row.objective,
        row.title,
        KeyResultKind(row.kind),
        maybe_read(binding, row.binding),
        row.target,
        maybe_read(change, row.change),
        maybe_read(bounds, row.bounds),
        all_read(milestone, row.milestones),
        all_read(checkpoint, row.checkpoints),
        read(baseline_rule, row.baseline_rule),
        maybe_read(baseline, row.baseline),
        row.weight,
        row.unit,
        row.higher_is_better,
        row.kept,
        row.carried_from,
        row.version,
    )
