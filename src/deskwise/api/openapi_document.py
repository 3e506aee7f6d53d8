"""The description of the API as OpenAPI 3.1, made of its routes, models and examples."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from deskwise.api.route_access import OF_NO_TOKEN, ROUTES, routes_of
from deskwise.api.schemas.bodies import AnnotationBody
from deskwise.api.schemas.data import ProblemDetails
from deskwise.api.schemas.events import NewEvents
from deskwise.api.schemas.keeping_bodies import (
    ActiveBody,
    ExpiredBody,
    ForgetBody,
    IdentifierBody,
    InvitationBody,
    PersonBody,
    TokenBody,
)
from deskwise.api.schemas.objective_bodies import CheckInBody, OverrideBody, RemarkBody, StepBody
from deskwise.api.schemas.reasons import MergingBody, NamingBody, TakenBackNameBody
from deskwise.api.schemas.ruling_bodies import DeclinedBody, DisputeBody, RulingBody, TakenBackBody
from deskwise.kernel.version import __version__

REF = "#/components/schemas/{model}"
# Models that stand in no signature of a route.
BESIDE: tuple[type[BaseModel], ...] = (
    ProblemDetails,
    AnnotationBody,
    NewEvents,
    RulingBody,
    TakenBackBody,
    DisputeBody,
    DeclinedBody,
    NamingBody,
    MergingBody,
    TakenBackNameBody,
    StepBody,
    RemarkBody,
    CheckInBody,
    OverrideBody,
    InvitationBody,
    PersonBody,
    ActiveBody,
    TokenBody,
    IdentifierBody,
    ForgetBody,
    ExpiredBody,
)
TELLS = (
    "What the pages and the command line of Deskwise answer, for programs. Every request but those for this"
    " description shows a token; docs/api.md has the whole story, with calls to try."
)


def openapi_document(app: FastAPI, root_path: str) -> dict[str, Any]:
    """The document, for whoever reaches the API under a path."""
    told = get_openapi(
        title=app.title,
        version=__version__,
        summary="Support figures from real tickets",
        description=TELLS,
        openapi_version="3.1.0",
        routes=app.routes,
        servers=[{"url": root_path or "/"}],
        separate_input_output_schemas=False,
    )
    _, beside = models_json_schema([(each, "validation") for each in BESIDE], ref_template=REF)
    parts = told.setdefault("components", {})
    parts.setdefault("schemas", {}).update(beside["$defs"])
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for (method, path), route in routes_of(app.state.routers):
        operation = told["paths"][path.replace(":path", "")][method.lower()]
        operation["security"] = [] if ROUTES[method, path] in OF_NO_TOKEN else [{"token": []}]
        _put_examples(operation, route)
    return told


def _put_examples(operation: dict[str, Any], route: APIRoute) -> None:
    """Put in the examples as they are: what makes the document leaves out all that is null."""
    pairs = [(operation["responses"][str(status)], one) for status, one in route.responses.items()]
    if route.openapi_extra:
        pairs.append((operation["requestBody"], route.openapi_extra["requestBody"]))
    for told, meant in pairs:
        for media, content in meant.get("content", {}).items():
            told["content"][media] |= {
                name: content[name] for name in ("example", "examples") if name in content
            }
