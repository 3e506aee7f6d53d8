"""A list of three hundred takes as many queries as a list of one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.conftest import Opened, Program
from deskwise.api.app import create_api
from deskwise.app.access.holders import TERMINAL, Person, Role, Scope, Token
from deskwise.app.annotations import Annotation, AnnotationKind
from deskwise.app.audit import Deed, entry
from deskwise.app.disputes import Dispute
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.make_tokens import NewToken, make_token
from deskwise.bootstrap import open_workspace
from deskwise.kernel.clock import FixedClock
from web.conftest import Site
from web.counted_queries import Counted, counting
from web.people_rig import PeopleRig

BEGAN_AT = datetime(2026, 6, 1, 8, tzinfo=UTC)
CLOCK = FixedClock(BEGAN_AT + timedelta(days=60))
PAGES = (
    "/requests", "/requests?metric=first_response_time", "/requests?metric=csat&state=counted", "/customers",
    "/organisations", "/agents", "/teams", "/comments", "/data", "/data/rejects", "/data/quality/1", "/now",
    "/disputes", "/people", "/tokens", "/audit", "/settings/versions", "/customers/cus-0",
    "/organisations/org-0", "/requests.csv?metric=first_response_time", "/comments.csv", "/data/rejects.csv",
    "/audit.csv",
)  # fmt: skip
CALLS = (
    "/requests?metric=first_response_time", "/readings?metric=first_response_time&by=agent", "/rejects",
    "/annotations", "/audit", "/sources", "/quality", "/comments", "/customers", "/customers/cus-0",
    "/organisations", "/organisations/org-0", "/agents", "/teams", "/people", "/tokens", "/disputes", "/now",
)  # fmt: skip


@dataclass
class Office:
    """A workspace with so many of each, seen by an admin and by a program."""

    site: Site
    program: Program


def office(home: Path, many: int) -> Office:
    rows = ["at,kind,ticket,role,actor,agent,team,customer,organisation,status,value,scale,text"]
    for one in range(many):
        told_at = [(BEGAN_AT + timedelta(hours=one, minutes=part)).isoformat() for part in range(5)]
        who = f"t-{one},customer,cus-{one},,,cus-{one},org-{one}"
        rows += [
            f"{told_at[0]},opened,{who},,,,",
            f"{told_at[1]},message,t-{one},agent,ann-{one},ann-{one},team-{one},,,,,,",
            f"{told_at[2]},status,t-{one},agent,ann-{one},ann-{one},team-{one},,,solved,,,",
            f"{told_at[3]},rated,{who},,2,1-5,it took long",
            f"{told_at[4]},no such kind,{who},,,,",
        ]
    file = home.parent / "log.csv"
    file.write_text("\n".join(rows) + "\n", "utf-8")
    workspace = open_workspace(home)
    workspace.save_settings("keep_text = true\n", workspace.rules(), keep_text=True)
    import_files(workspace.lake, ImportRequest((file,), source="desk", keep_text=True), CLOCK, workspace.fold)
    rig = PeopleRig(home)
    rig.add("admin", Role.ADMIN)
    at, admin = rig.clock.now(), rig.people["admin"]
    dispute = Dispute("", "desk", "", "it is not so", admin.id, at)
    note = Annotation("", AnnotationKind.OTHER, "a note", at, admin.id, at)
    with rig.state.changing() as stores:
        for one in range(many):
            person = Person(f"p{one}", f"Person {one}", f"{one}@example.org", Role.AGENT, f"ann-{one}")
            stores.people.add(person, at)
            stores.tokens.add(
                Token(f"t{one}", f"of {one}", "dw_", frozenset({Scope.READ}), "p0", at), f"{one:064}"
            )
            stores.annotations.add(replace(note, id=f"n{one}"))
            stores.disputes.add(replace(dispute, id=f"d{one}", ticket=f"t-{one}"))
            stores.audit.add(entry(at, person, Deed.ANNOTATED, f"annotation:n{one}"))
    rig.sign_in("admin")
    opened = Opened(home)
    secret = make_token(rig.state, rig.clock, TERMINAL, NewToken("all", ["read", "admin"]))[1]
    return Office(rig.site("admin"), Program(create_api(opened), secret))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return office(tmp_path_factory.mktemp("small") / "home", 1)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return office(tmp_path_factory.mktemp("large") / "home", 300)


def queries(asked: Site | Program, path: str) -> tuple[Counted, str]:
    """What an answer takes that nothing is remembered of."""
    with counting() as counted:
        answer = asked.ask("GET", path)
    assert answer.status_code == 200, answer.text[-300:]
    return counted, answer.text


@pytest.mark.parametrize("path", PAGES)
def test_of_a_page(small: Office, large: Office, path: str) -> None:
    one, words = queries(small.site, path)
    many, more_words = queries(large.site, path)
    assert one.state > 0, "whoever looks is known by the state"
    assert (one.lake, one.state) == (many.lake, many.state)
    assert len(more_words) > len(words) or path in {"/data", "/now", "/settings/versions"}


@pytest.mark.parametrize("path", CALLS)
def test_of_a_call(small: Office, large: Office, path: str) -> None:
    one, _ = queries(small.program, path)
    many, _ = queries(large.program, path)
    assert one.lake + one.state > 0
    assert (one.lake, one.state) == (many.lake, many.state)
