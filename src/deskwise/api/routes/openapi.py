"""What can be asked, for programs and for those who write them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from deskwise.api.answers import tagged_answer
from deskwise.api.described import answers
from deskwise.api.openapi_document import openapi_document

router = APIRouter()


@router.get(
    "/openapi.json",
    name="openapi",
    responses=answers(dict[str, Any], {"openapi": "3.1.0"}, "bad-question", meets=()),
)
def openapi(request: Request) -> Response:
    """This description, as OpenAPI 3.1."""
    return tagged_answer(request, openapi_document(request.app, request.scope.get("root_path", "")))
