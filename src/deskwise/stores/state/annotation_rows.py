"""Annotations in the state; see the port `app.annotations.AnnotationStore`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from deskwise.app.annotations import Annotation, AnnotationKind
from deskwise.kernel.errors import ChangedMeanwhileError
from deskwise.kernel.language import say
from deskwise.stores.state.instants import from_micros, maybe_from_micros, maybe_to_micros, to_micros
from deskwise.stores.state.tables import ANNOTATIONS


class AnnotationRows:
    """Annotations, in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def find(self, annotation: str) -> Annotation | None:
        """The annotation of an id."""
        row = self._connection.execute(sa.select(ANNOTATIONS).where(ANNOTATIONS.c.id == annotation)).first()
        return None if row is None else _annotation(row)

    def between(self, start_at: datetime | None, end_at: datetime | None) -> tuple[Annotation, ...]:
        """Those that meet a time."""
        begins, ends = ANNOTATIONS.c.at, ANNOTATIONS.c.end_at
        meets: list[sa.ColumnElement[bool]] = [sa.true()]
        if start_at is not None:
            start = to_micros(start_at)
            meets.append(sa.or_(begins >= start, ends > start))
        if end_at is not None:
            meets.append(begins < to_micros(end_at))
        rows = self._connection.execute(
            sa.select(ANNOTATIONS).where(*meets).order_by(begins, ANNOTATIONS.c.id)
        )
        return tuple(_annotation(row) for row in rows)

    def add(self, annotation: Annotation) -> None:
        """Keep a new annotation."""
        self._connection.execute(
            sa.insert(ANNOTATIONS).values(
                id=annotation.id,
                author=annotation.author,
                made_at=to_micros(annotation.made_at),
                version=annotation.version,
                **_columns(annotation),
            )
        )

    def change(self, annotation: Annotation) -> Annotation:
        """Keep a changed annotation."""
        changed = self._connection.execute(
            sa.update(ANNOTATIONS)
            .where(_this_version(annotation))
            .values(version=annotation.version + 1, **_columns(annotation))
        )
        now = self.find(annotation.id)
        if now is None or not changed.rowcount:
            raise _changed_meanwhile(now)
        return now

    def remove(self, annotation: Annotation) -> None:
        """Remove an annotation of this version."""
        removed = self._connection.execute(sa.delete(ANNOTATIONS).where(_this_version(annotation)))
        if not removed.rowcount:
            raise _changed_meanwhile(self.find(annotation.id))


def _this_version(annotation: Annotation) -> sa.ColumnElement[bool]:
    return sa.and_(ANNOTATIONS.c.id == annotation.id, ANNOTATIONS.c.version == annotation.version)


def _changed_meanwhile(now: Annotation | None) -> ChangedMeanwhileError:
    return ChangedMeanwhileError(
        say("somebody else changed this annotation meanwhile"), do=say("look at it as it is now"), now=now
    )


def _columns(annotation: Annotation) -> dict[str, Any]:
    return {
        "kind": str(annotation.kind),
        "text": annotation.text,
        "at": to_micros(annotation.at),
        "end_at": maybe_to_micros(annotation.end_at),
        "team": annotation.team,
        "metric": annotation.metric,
    }


def _annotation(row: sa.Row[Any]) -> Annotation:
    return Annotation(
        row.id,
        AnnotationKind(row.kind),
        row.text,
        from_micros(row.at),
        row.author,
        from_micros(row.made_at),
        maybe_from_micros(row.end_at),
        row.team,
        row.metric,
        row.version,
    )
