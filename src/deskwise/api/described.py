"""How a route says what it answers: its model, an example, and the problems it can meet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from deskwise.api.problems import KINDS, MEDIA_TYPE
from deskwise.api.schemas import examples
from deskwise.api.schemas.data import ProblemDetails

Responses = dict[int | str, dict[str, Any]]
ASKED = ("token-needed", "not-allowed", "bad-question", "bad-value", "workspace-busy")


def answers(
    model: Any,
    example: Any,
    *problems: str,
    status: int = 200,
    tagged: bool = True,
    meets: tuple[str, ...] = ASKED,
) -> Responses:
    """What a route answers. `tagged` says that it may answer that what is had still holds."""
    told: Responses = {
        status: {
            "model": model,
            "description": "What was asked for.",
            "content": {"application/json": {"example": example}},
        }
    }
    if tagged:
        told[status]["headers"] = {
            "ETag": {"description": "For If-None-Match.", "schema": {"type": "string"}}
        }
        told[304] = {"description": "What the sender of If-None-Match has still holds."}
    for kind in (*meets, *problems):
        code, title = KINDS[kind]
        content = told.setdefault(code, _problem(title))["content"][MEDIA_TYPE]
        content["examples"][kind] = {"summary": title, "value": examples.problem(kind)}
    return told


def takes(models: Mapping[str, type[BaseModel]], example: Any) -> dict[str, Any]:
    """What a route reads, by media type; the routes read their bodies themselves, within bounds."""
    content = {media: {"schema": _reference(model), "example": example} for media, model in models.items()}
    return {"requestBody": {"required": True, "content": content}}


def _problem(title: str) -> dict[str, Any]:
    return {
        "description": title + ".",
        "content": {MEDIA_TYPE: {"schema": _reference(ProblemDetails), "examples": {}}},
    }


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}
