"""An engine that runs each query once: figures of one question share parts, such as what stands open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from deskwise.metrics.input_tables import Engine, InputTable

Asked = tuple[str, tuple[tuple[str, InputTable], ...]]


@dataclass(frozen=True)
class AskedOnce:
    """Queries on another engine, whose answers are kept as long as this is; the facts are the same for it."""

    engine: Engine
    answers: dict[Asked, list[tuple[Any, ...]]] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """The dialect of the engine behind it."""
        return self.engine.name

    def rows(self, sql: str, inputs: Mapping[str, InputTable]) -> list[tuple[Any, ...]]:
        """The rows of a query, asked where it was not asked before with the same inputs."""
        asked = (sql, tuple(sorted(inputs.items(), key=lambda each: each[0])))
        if asked not in self.answers:
            self.answers[asked] = self.engine.rows(sql, inputs)
        return self.answers[asked]
