"""Whatever is sent to any address, the API answers as it describes and meets nothing unforeseen."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from schemathesis.generation import GenerationMode

from api.conftest import ApiRig, Program
from deskwise.api.route_access import ROUTES

BASE = "http://127.0.0.1:8650"
# Those that write are asked less often: each batch that adds something is an import.
EXAMPLES, EXAMPLES_OF_WRITES = 10, 4
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@schemathesis.serializer("application/x-ndjson", "application/jsonl")
def lines(_: Any, value: Any) -> bytes:
    """Events a line each; what is no list is a line of its own."""
    return b"\n".join(json.dumps(each).encode() for each in (value if isinstance(value, list) else [value]))


@schemathesis.serializer("application/toml")
def toml(_: Any, value: Any) -> bytes:
    """A text as it is; what is none, as it would be written."""
    return (value if isinstance(value, str) else json.dumps(value)).encode()


@pytest.fixture(scope="module")
def written(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> ApiRig:
    """A copy of the sample company that anybody may write to."""
    home = tmp_path_factory.mktemp("every_input") / "home"
    shutil.copytree(sample_home, home, symlinks=True)
    return ApiRig(home)


@pytest.fixture(scope="module")
def document(written: ApiRig) -> dict[str, Any]:
    found: dict[str, Any] = written.program(None).json("/openapi.json")
    return found


@pytest.mark.parametrize("scope", ["admin", None])
@pytest.mark.parametrize(("method", "path"), sorted(ROUTES))
def test_no_input_meets_what_was_not_foreseen(
    written: ApiRig, document: dict[str, Any], method: str, path: str, scope: str | None
) -> None:
    described = path.replace(":path", "")
    operation = schemathesis.openapi.from_dict(document)[described][method]
    responses = document["paths"][described][method.lower()]["responses"]
    program, met = written.program(scope), set[int]()
    # What takes no words can be sent none that are wrong.
    takes_words = {"parameters", "requestBody"} & set(document["paths"][described][method.lower()])
    for mode in MODES if takes_words else MODES[:1]:

        @settings(
            max_examples=EXAMPLES if method == "GET" else EXAMPLES_OF_WRITES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def answered(case: schemathesis.Case[Any]) -> None:
            answer = sent(program, case)
            if answer is not None:
                met.add(answer.status_code)
                assert list(faults(document, responses, answer)) == []

        answered()
    assert met
    assert scope is not None or "401" not in responses or met <= {401, 404, 405, 422}


def sent(program: Program, case: schemathesis.Case[Any]) -> httpx.Response | None:
    """What is answered to a case; null where no client could send it."""
    try:
        ready = requests.Request(**case.as_transport_kwargs(base_url=BASE)).prepare()
    except (requests.RequestException, ValueError):
        return None
    body = ready.body.encode() if isinstance(ready.body, str) else ready.body
    try:
        return program.ask(ready.method or "", ready.url or "", content=body, headers=dict(ready.headers))
    except (httpx.InvalidURL, UnicodeError):
        return None


def faults(document: dict[str, Any], responses: dict[str, Any], answer: httpx.Response) -> Iterator[str]:
    """What of an answer is not as it is described."""
    status = answer.status_code
    if status >= 500:
        yield f"{status}: {answer.text[:500]}"
    if status in {404, 405}:
        # Of another address or method than the one described.
        return
    told = responses.get(str(status))
    if told is None:
        yield f"{status} is not described: {answer.text[:500]}"
        return
    media = answer.headers.get("content-type", "")
    if media not in told.get("content", {}):
        yield f"{status} is described without {media}"
        return
    schema = {**told["content"][media]["schema"], "components": document["components"]}
    value = answer.json() if media.endswith("json") else answer.text
    yield from (error.message[:300] for error in Draft202012Validator(schema).iter_errors(value))
