"""The description says of every route what it answers, and is right about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from jsonschema import Draft202012Validator

from api.conftest import ApiRig
from deskwise.api.app import create_api
from deskwise.api.openapi_document import openapi_document
from deskwise.api.route_access import OF_NO_TOKEN, ROUTES, Needs

METHODS = ("get", "post", "put", "patch", "delete")
# What real answers are held to: an address, and the route that answers it.
ANSWERED = [
    ("/me", "/me"),
    ("/metrics", "/metrics"),
    ("/metrics/csat", "/metrics/{name}"),
    ("/readings?metric=csat&metric=average_resolution_time&by=team&every=year", "/readings"),
    ("/analyses", "/analyses"),
    ("/analyses/what_changed?metric=first_response_time&period=quarter", "/analyses/{name}"),
    ("/requests?metric=first_contact_resolution&limit=1000&by=channel", "/requests"),
    ("/sources", "/sources"),
    ("/rejects", "/rejects"),
    ("/quality", "/quality"),
    ("/overview", "/overview"),
    ("/overview?period=quarter&weeks=true&where=team%3Dsupport", "/overview"),
    ("/now?limit=5", "/now"),
    ("/comments", "/comments"),
    ("/customers?limit=5", "/customers"),
    ("/organisations?limit=5", "/organisations"),
    ("/agents", "/agents"),
    ("/teams", "/teams"),
    ("/teams/support", "/teams/{team}"),
    ("/disputes", "/disputes"),
    ("/people", "/people"),
    ("/tokens", "/tokens"),
    ("/settings", "/settings"),
    ("/settings/versions", "/settings/versions"),
    ("/personal-data/forgotten", "/personal-data/forgotten"),
    ("/annotations", "/annotations"),
    ("/reasons", "/reasons"),
    ("/okr/cycles", "/okr/cycles"),
    ("/audit?limit=1", "/audit"),
    ("/openapi.json", "/openapi.json"),
]


@pytest.fixture(scope="module")
def document(rig: ApiRig) -> dict[str, Any]:
    found: dict[str, Any] = rig.program(None).json("/openapi.json")
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield method.upper(), path, item[method]


def problems(document: dict[str, Any], schema: dict[str, Any], value: Any) -> list[str]:
    whole = {**schema, "components": document["components"]}
    return [error.message for error in Draft202012Validator(whole).iter_errors(value)]


def test_it_is_of_openapi_3_1_and_names_where_it_is_served(rig: ApiRig, document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"] == "Deskwise"
    assert document["servers"] == [{"url": "/"}]
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_every_route_is_described_and_nothing_else(document: dict[str, Any]) -> None:
    described = {(method, path) for method, path, _ in operations(document)}
    assert described == {(method, path.replace(":path", "")) for method, path in ROUTES}
    assert len({each["operationId"] for _, _, each in operations(document)}) == len(ROUTES)


def test_each_says_who_may_ask_what_its_words_mean_and_what_can_go_wrong(document: dict[str, Any]) -> None:
    for method, path, told in operations(document):
        key = next(key for key in ROUTES if key[0] == method and key[1].replace(":path", "") == path)
        assert told["security"] == ([] if ROUTES[key] in OF_NO_TOKEN else [{"token": []}])
        assert told["description"], path
        assert all(each.get("description") for each in told.get("parameters", [])), path
        assert ROUTES[key] is Needs.NOTHING or "401" in told["responses"]
        assert all(each["description"] for each in told["responses"].values())


def test_every_answer_and_body_has_an_example_that_is_one(document: dict[str, Any]) -> None:
    for method, path, told in operations(document):
        held = [("body", told["requestBody"])] if "requestBody" in told else []
        held += [each for each in told["responses"].items() if each[0] != "304"]
        assert held
        for name, one in held:
            for content in one["content"].values():
                examples = [each["value"] for each in content.get("examples", {}).values()]
                examples += [content["example"]] if "example" in content else []
                assert examples, (method, path, name)
                for example in examples:
                    assert problems(document, content["schema"], example) == [], (method, path, name)


@pytest.mark.parametrize(("address", "path"), ANSWERED)
def test_real_answers_are_what_is_described(
    rig: ApiRig, document: dict[str, Any], address: str, path: str
) -> None:
    schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert problems(document, schema, rig.program("admin").json(address)) == []


def test_a_changed_answer_would_not_be_what_is_described(document: dict[str, Any]) -> None:
    content = document["paths"]["/readings"]["get"]["responses"]["200"]["content"]["application/json"]
    reading = content["example"]["readings"][0]
    for change in ({"value": "3000"}, {"colour": 1}, {"metric": "art"}):
        value = {**content["example"], "readings": [{**reading, **change}]}
        assert problems(document, content["schema"], value)


def test_a_problem_is_what_is_described(rig: ApiRig, document: dict[str, Any]) -> None:
    schema = {"$ref": "#/components/schemas/ProblemDetails"}
    answers = [
        rig.program(None).get("/me"),
        rig.program("write_events").get("/readings"),
        rig.program().get("/requests?metric=csat&limit=0&state=x"),
        rig.program().get("/nothing"),
    ]
    for answer in answers:
        assert problems(document, schema, answer.json()) == []


def test_behind_a_path_it_names_that_path(rig: ApiRig) -> None:
    app = create_api(rig.opened)
    assert isinstance(app, FastAPI)
    assert openapi_document(app, "/support/api/v1")["servers"] == [{"url": "/support/api/v1"}]
