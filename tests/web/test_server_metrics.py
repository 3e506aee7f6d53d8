"""What the server tells Prometheus: to whom, of what, and of nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from deskwise.app.access.holders import Role
from deskwise.app.connections import save_connection
from deskwise.app.sync_schedule import SyncEnd, SyncOutcome
from deskwise.app.sync_store import SyncAttempt
from deskwise.bootstrap import open_syncs, open_workspace
from deskwise.web.app import app_of
from deskwise.web.served import Served, serve_home
from deskwise.web.visitor import signed_in
from stores.state.state_rig import OTHER
from web.conftest import CLOCK, Site
from web.people_rig import PeopleRig

TOKEN = "a token that nobody guesses"
SHOWN = {"Authorization": f"Bearer {TOKEN}"}
Samples = dict[str, dict[tuple[tuple[str, str], ...], float]]


class Watched(PeopleRig):
    """A server that tells of itself, and who asks it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.served: Served = serve_home(self.home, self.clock, self.passwords, prometheus_token=TOKEN)
        self.app = app_of(self.served, signed_in)

    def told(self) -> Samples:
        answer = self.site().get("/prometheus", headers=SHOWN)
        assert answer.status_code == 200
        return samples(answer.text)


def samples(text: str) -> Samples:
    found: Samples = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(sorted(sample.labels.items()))] = sample.value
    return found


def of(**labels: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(labels.items()))


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path / "home")


def test_nobody_is_told_by_default(tmp_path: Path) -> None:
    assert PeopleRig(tmp_path / "home").site().get("/prometheus", headers=SHOWN).status_code == 404


@pytest.mark.parametrize(
    "said", [None, "", "Bearer", "Bearer ", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "\xe4"]
)
def test_who_shows_another_token_is_told_nothing(watched: Watched, said: str | None) -> None:
    headers = {} if said is None else {"Authorization": said.encode("latin-1")}
    answer = watched.site().get("/prometheus", headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert "deskwise_" not in answer.text


def test_an_admin_who_is_signed_in_needs_the_token_too(watched: Watched) -> None:
    watched.add("anna", Role.ADMIN)
    watched.sign_in("anna")
    assert watched.site("anna").get("/prometheus").status_code == 401


def test_answers_are_counted_by_the_pattern_of_their_page(watched: Watched) -> None:
    site = watched.site()
    site.get("/health")
    site.get("/health?customer=anna@example.org")
    site.get("/tickets/SECRET-4711")
    site.get("/no/such/page")
    site.ask("BREW", "/health")
    told = watched.told()
    counted = told["deskwise_http_requests_total"]
    assert counted[of(method="GET", page="/health", status="200")] == 2
    assert counted[of(method="GET", page="/tickets/{ticket:path}", status="303")] == 1
    assert counted[of(method="GET", page="none", status="404")] == 1
    assert counted[of(method="other", page="/health", status="405")] == 1
    assert told["deskwise_http_request_duration_seconds_count"][of(method="GET", page="/health")] == 2
    whole = watched.site().get("/prometheus", headers=SHOWN).text
    for secret in ("anna", "SECRET", "BREW", TOKEN):
        assert secret not in whole


def test_failures_to_sign_in_are_counted_without_saying_whose(watched: Watched) -> None:
    watched.add("anna", Role.ADMIN)
    for email in ("anna@example.org", "stranger@example.org"):
        watched.site().post("/sign-in", email=email, password=OTHER)
    assert watched.told()["deskwise_sign_in_failures_total"][of(way="password")] == 2
    assert "example.org" not in watched.site().get("/prometheus", headers=SHOWN).text


def test_how_syncs_ended_is_told_by_source(watched: Watched) -> None:
    table = {"kind": "directory", "url": "file:///srv/exports"}
    save_connection(open_workspace(watched.home), "drops", table)
    begun = watched.clock.now() - timedelta(minutes=3)
    open_syncs(watched.home).note_attempt("drops", SyncAttempt(begun, begun, "it failed", failed_in_a_row=2))
    watched.served.metrics.synced("drops", SyncEnd(SyncOutcome.FAILED_FOR_NOW), 2.5)
    told = watched.told()
    assert told["deskwise_syncs_total"][of(outcome="failed_for_now", source="drops")] == 1
    assert told["deskwise_sync_duration_seconds_total"][of(source="drops")] == 2.5
    assert told["deskwise_source_sync_failures_in_a_row"][of(source="drops")] == 2
    assert told["deskwise_source_last_sync_timestamp_seconds"][of(source="drops")] == begun.timestamp()


def test_an_empty_workspace_can_be_read_and_has_no_data(watched: Watched) -> None:
    told = watched.told()
    assert told["deskwise_workspace_readable"][()] == 1
    assert "deskwise_source_age_seconds" not in told
    assert told["process_start_time_seconds"]


def test_the_age_of_the_data_is_told_by_source(sample_home: Path) -> None:
    later = replace(CLOCK, instant=CLOCK.now() + timedelta(hours=30))
    site = Site(app_of(serve_home(sample_home, later, prometheus_token=TOKEN), signed_in))
    told = samples(site.get("/prometheus", headers=SHOWN).text)
    with open_workspace(sample_home).facts() as facts:
        horizon, sources = facts.horizon, facts.sources
    assert told["deskwise_as_of_timestamp_seconds"][()] == pytest.approx(horizon.as_of / 1e6)
    for name, until in sources:
        age = later.now().timestamp() - until / 1e6
        assert told["deskwise_source_age_seconds"][of(source=name)] == pytest.approx(age)
    assert told["deskwise_last_import_number"][()] >= 1
    assert told["deskwise_workspace_readable"][()] == 1
