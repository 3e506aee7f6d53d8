"""Addresses by name: as the application makes them, and looked for once."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.routing import NoMatchFound

from deskwise.web.addresses import Addresses


class Counted:
    """An application of two pages that counts how often it is asked."""

    def __init__(self) -> None:
        self.app = FastAPI()
        self.app.add_api_route("/", lambda: None, name="overview")
        self.app.add_api_route("/metrics/{name}.{form}", lambda: None, name="picture")
        self.asked = 0

    def url_path_for(self, name: str, /, **path: str) -> str:
        self.asked += 1
        return str(self.app.url_path_for(name, **path))


def test_they_are_what_the_application_makes_of_them() -> None:
    counted = Counted()
    addresses = Addresses(counted)
    assert addresses.of("overview", {}) == "/"
    for name, form in (("csat", "svg"), ("form", "name"), ("a%2Fb", "%00"), ("1", "1")):
        assert addresses.of("picture", {"name": name, "form": form}) == f"/metrics/{name}.{form}"
        assert addresses.of("picture", {"form": form, "name": name}) == f"/metrics/{name}.{form}"
        assert str(counted.app.url_path_for("picture", name=name, form=form)) == f"/metrics/{name}.{form}"
    assert counted.asked == 3


@pytest.mark.parametrize(("page", "path"), [("nowhere", {}), ("overview", {"name": "x"}), ("picture", {})])
def test_what_there_is_not_is_an_error_each_time(page: str, path: dict[str, str]) -> None:
    addresses = Addresses(Counted())
    for _ in range(2):
        with pytest.raises(NoMatchFound):
            addresses.of(page, path)


def test_a_part_that_is_empty_is_the_applications_to_judge() -> None:
    with pytest.raises(AssertionError, match="Must not be empty"):
        Addresses(Counted()).of("picture", {"name": "", "form": "svg"})
