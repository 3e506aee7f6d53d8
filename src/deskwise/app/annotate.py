"""Annotate the line of time: note what happened, change it, take it away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from deskwise.app.access.holders import Holder, holder_id
from deskwise.app.access.table import require
from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.annotations import Annotation, AnnotationKind
from deskwise.app.audit import Deed, entry
from deskwise.app.person_values import checked_text, new_id
from deskwise.app.state import State, Stores
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.metrics.catalogue import CATALOGUE

LONGEST_NOTE = 500


@dataclass(frozen=True)
class Note:
    """What an annotation says, as somebody writes it; see `Annotation`."""

    kind: str
    text: str
    at: datetime
    end_at: datetime | None = None
    team: str | None = None
    metric: str | None = None


def annotate(state: State, clock: Clock, by: Holder, note: Note) -> Annotation:
    """A new annotation. Raises `NotAllowedError`, and `UsageError` where the note does not hold together."""
    require(by, Act.CHANGE, thing_noted_on(note.team))
    _require_begun(note, clock.now())
    annotation = _annotation(new_id(), note, holder_id(by), clock.now())
    with state.changing() as stores:
        stores.annotations.add(annotation)
        told = entry(clock.now(), by, Deed.ANNOTATED, _on(annotation.id), None, annotation_json(annotation))
        stores.audit.add(told)
    return annotation


def change_annotation(
    state: State, clock: Clock, by: Holder, annotation_id: str, version: int, note: Note
) -> Annotation:
    """An annotation with another note; `version` is that of the one the change was made from.

    Raises `ChangedMeanwhileError` with what is there now if that is another one, `NotAllowedError` and
    `UsageError`. A lead has to lead both the team it was on and the one it is to be on.
    """
    require(by, Act.CHANGE, thing_noted_on(note.team))
    with state.changing() as stores:
        before = _found(stores, annotation_id)
        require(by, Act.CHANGE, thing_noted_on(before.team))
        _require_begun(note, clock.now())
        wanted = _annotation(before.id, note, before.author, before.made_at)
        after = stores.annotations.change(replace(wanted, version=version))
        told = annotation_json(before), annotation_json(after)
        stores.audit.add(entry(clock.now(), by, Deed.ANNOTATION_CHANGED, _on(annotation_id), *told))
    return after


def remove_annotation(state: State, clock: Clock, by: Holder, annotation_id: str, version: int) -> None:
    """Take an annotation away; raises as `change_annotation` does."""
    with state.changing() as stores:
        before = _found(stores, annotation_id)
        require(by, Act.CHANGE, thing_noted_on(before.team))
        stores.annotations.remove(replace(before, version=version))
        told = annotation_json(before)
        stores.audit.add(entry(clock.now(), by, Deed.ANNOTATION_REMOVED, _on(annotation_id), told, None))


def list_annotations(
    state: State,
    by: Holder,
    start_at: datetime | None = None,
    end_at: datetime | None = None,
    *,
    team: str | None = None,
    metric: str | None = None,
) -> tuple[Annotation, ...]:
    """The annotations that meet a time, by when they begin.

    With a team or metric, those on it and those on all. Raises `NotAllowedError`.
    """
    require(by, Act.READ, thing_noted_on(team))
    with state.reading() as stores:
        found = stores.annotations.between(start_at, end_at)
    return tuple(
        one
        for one in found
        if (team is None or one.team in {None, team}) and (metric is None or one.metric in {None, metric})
    )


def annotation_json(annotation: Annotation) -> dict[str, Any]:
    """An annotation as an object."""
    return {
        "id": annotation.id,
        "kind": str(annotation.kind),
        "text": annotation.text,
        "at": annotation.at,
        "end_at": annotation.end_at,
        "team": annotation.team,
        "metric": annotation.metric,
        "author": annotation.author,
    }


def _require_begun(note: Note, now: datetime) -> None:
    """Limits are drawn of what has been: since an instant to come they would do nothing till then."""
    if note.kind == AnnotationKind.LIMITS and note.at > now:
        raise UsageError(
            say("limits are drawn anew of periods that have been, and this begins in the future"),
            do=say("give a day up to today, or set them anew when the day has come"),
        )


def _annotation(annotation_id: str, note: Note, author: str, made_at: datetime) -> Annotation:
    if note.kind not in set(AnnotationKind):
        raise UsageError(
            say("that is no kind of annotation"),
            do=say("choose from %(names)s", names=", ".join(AnnotationKind)),
        )
    if note.end_at is not None and note.end_at <= note.at:
        raise UsageError(say("the annotation ends before it begins"), do=say("give a later end, or none"))
    if note.metric is not None and note.metric not in CATALOGUE:
        raise UsageError(
            say("the annotation is on no metric that there is"), do=say("see deskwise catalogue")
        )
    return Annotation(
        annotation_id,
        AnnotationKind(note.kind),
        checked_text("the text", note.text, LONGEST_NOTE),
        note.at,
        author,
        made_at,
        note.end_at,
        None if note.team is None else checked_text("the team", note.team),
        note.metric,
    )


def _found(stores: Stores, annotation_id: str) -> Annotation:
    found = stores.annotations.find(annotation_id)
    if found is None:
        raise UsageError(say("no annotation has this id"), do=say("it may have been taken away meanwhile"))
    return found


def thing_noted_on(team: str | None) -> Thing:
    """What the table of access says of notes on a team, or on all where it is null."""
    return Thing(Kind.ANNOTATIONS, teams=frozenset() if team is None else frozenset({team}))


def _on(annotation_id: str) -> str:
    return f"annotation:{annotation_id}"
