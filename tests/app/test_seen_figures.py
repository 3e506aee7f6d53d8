from __future__ import annotations

import pytest

from app.looking import looking
from deskwise.app.access.holders import Role
from deskwise.app.access.things import Act, Kind, Policy
from deskwise.app.seen_figures import Where, list_of, narrows, require_split, things_of
from deskwise.kernel.errors import NotAllowedError


def kinds(where: Where, people: int | None = None, by: Where | None = None) -> list[Kind]:
    return [each.kind for each in things_of(where, people, by)]


def test_a_figure_is_of_agents_or_customers_where_it_names_them() -> None:
    assert kinds({}) == [Kind.AGGREGATE]
    assert kinds({"agent": ("anna",)}) == [Kind.AGENT_FIGURES]
    assert kinds({}, 5, {"agent": ("anna",)}) == [Kind.AGENT_FIGURES]
    assert kinds({"customer": ("c",)}) == [Kind.AGGREGATE, Kind.CUSTOMER]
    assert kinds({"agent": ("anna",), "organisation": ("o",)}) == [Kind.AGENT_FIGURES, Kind.CUSTOMER]


def test_cases_without_an_agent_are_nobodys_own() -> None:
    (thing,) = things_of({"agent": (None,)})
    assert thing.actors == {""}
    assert not looking(Role.AGENT).may(Act.READ, thing)


def test_a_list_is_of_requests_whatever_it_is_filtered_by() -> None:
    assert [each.kind for each in list_of({"agent": ("anna",)})] == [Kind.REQUESTS]
    assert [each.kind for each in list_of({"customer": ("c",)})] == [Kind.REQUESTS, Kind.CUSTOMER]


@pytest.mark.parametrize(
    ("role", "where", "by", "refused"),
    [
        (Role.VIEWER, {}, ("team",), False),
        (Role.VIEWER, {}, ("team", "agent"), True),
        (Role.VIEWER, {}, ("customer",), True),
        (Role.AGENT, {"agent": ("anna",)}, (), False),
        (Role.AGENT, {"agent": ("ben",)}, (), True),
        (Role.AGENT, {"agent": ("anna", "ben")}, (), True),
        (Role.AGENT, {}, ("agent",), False),
        (Role.LEAD, {"customer": ("c",)}, (), True),
        (Role.LEAD, {"customer": ("c",), "team": ("support",)}, (), False),
        (Role.ADMIN, {"customer": ("c",)}, ("agent", "organisation"), False),
    ],
)
def test_splits_that_can_be_nobodys_are_refused(
    role: Role, where: dict[str, tuple[str, ...]], by: tuple[str, ...], *, refused: bool
) -> None:
    who = looking(role)
    if refused:
        with pytest.raises(NotAllowedError):
            require_split(who, where, *by)
    else:
        require_split(who, where, *by)


def test_names_are_offered_to_whom_they_may_be_chosen_by() -> None:
    offered = [narrows(looking(role), {}, "agent", "ben") for role in Role]
    assert dict(zip(Role, offered, strict=True)) == {
        Role.ADMIN: True, Role.LEAD: False, Role.AGENT: False, Role.VIEWER: False,
    }  # fmt: skip
    assert narrows(looking(Role.AGENT), {}, "agent", "anna")
    assert narrows(looking(Role.VIEWER), {}, "team", "field")
    assert not narrows(looking(Role.ADMIN, Policy("off")), {}, "agent", "ben")
