"""Whether an answer is what the description of its route says."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from starlette.types import ASGIApp

from api.conftest import Program


def faults_of(program: Program, route: str, told: Any, status: str = "200") -> list[str]:
    """What of an answer is not as described; `route` is such as `POST /rulings`."""
    method, path = route.split()
    document = _document(program.app)
    answer = document["paths"][path][method.lower()]["responses"][status]
    schema = {**answer["content"]["application/json"]["schema"], "components": document["components"]}
    return [error.message[:300] for error in Draft202012Validator(schema).iter_errors(told)]


@lru_cache(maxsize=2)
def _document(app: ASGIApp) -> Any:
    return Program(app).json("/openapi.json")
