"""What this server tells what watches it, in the words of Prometheus: never of customers or people."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from deskwise.app.connections import connections
from deskwise.app.lake import Lake
from deskwise.app.sync_schedule import SyncEnd
from deskwise.app.sync_store import SyncStore
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import DeskwiseError, EmptyWorkspaceError
from deskwise.kernel.version import __version__

# From what a static file takes to what an export may take.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
# Anybody may invent others, and each would be kept for good.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER, NO_PAGE = "other", "none"
MICROSECONDS = 1_000_000


class ServerMetrics:
    """Counts what this server does; threads may share one."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry(auto_describe=False)
        ProcessCollector(registry=self.registry)
        labels = ("method", "page", "status")
        self._requests = Counter(
            "deskwise_http_requests", "Requests that were answered.", labels, registry=self.registry
        )
        self._seconds = Histogram(
            "deskwise_http_request_duration_seconds",
            "How long answers took, until their last byte was handed over.",
            ("method", "page"),
            registry=self.registry,
            buckets=BUCKETS,
        )
        self._sign_ins_failed = Counter(
            "deskwise_sign_in_failures",
            "Attempts to sign in that let nobody in, by the way: password or provider.",
            ("way",),
            registry=self.registry,
        )
        self._syncs = Counter(
            "deskwise_syncs",
            "Syncs that this server began and that ended, by how.",
            ("source", "outcome"),
            registry=self.registry,
        )
        self._sync_seconds = Counter(
            "deskwise_sync_duration_seconds",
            "How long those syncs took, together.",
            ("source",),
            registry=self.registry,
        )

    def answered(self, method: str, page: str | None, status: int, seconds: float) -> None:
        """A request was answered; `page` is the pattern of its address, null where no page has it."""
        known, of = method if method in METHODS else OTHER, page or NO_PAGE
        self._requests.labels(known, of, str(status)).inc()
        self._seconds.labels(known, of).observe(seconds)

    def sign_in_failed(self, way: str) -> None:
        """Somebody tried to sign in and was not let in."""
        self._sign_ins_failed.labels(way).inc()

    def synced(self, source: str, end: SyncEnd, seconds: float) -> None:
        """A sync of a source has ended."""
        self._syncs.labels(source, str(end.outcome)).inc()
        self._sync_seconds.labels(source).inc(max(seconds, 0.0))

    def text(self, state: WorkspaceMetrics) -> bytes:
        """All of it as Prometheus reads it, with how the workspace is now."""
        now = CollectorRegistry(auto_describe=False)
        now.register(state)
        return generate_latest(self.registry) + generate_latest(now)


class WorkspaceMetrics:
    """How a workspace is when it is asked: whether it can be read, how old its data is, how syncs ended."""

    def __init__(self, workspace: Workspace, syncs: SyncStore, clock: Clock) -> None:
        self._workspace = workspace
        self._syncs = syncs
        self._clock = clock

    def collect(self) -> Iterable[Metric]:
        """What is told; Prometheus' own call."""
        yield _gauge("deskwise_build_info", "The version that runs.", ("version",), [((__version__,), 1.0)])
        readable = 1.0
        try:
            yield from self._data()
            yield from self._attempts()
        except EmptyWorkspaceError:
            yield from self._attempts()
        except (DeskwiseError, OSError):
            readable = 0.0
        told = "Whether the workspace can be read; an empty one can."
        yield _gauge("deskwise_workspace_readable", told, (), [((), readable)])

    def _data(self) -> Iterable[Metric]:
        with self._workspace.facts() as facts:
            as_of, sources = facts.horizon.as_of, facts.sources
        now = self._clock.now().timestamp()
        yield _gauge(
            "deskwise_as_of_timestamp_seconds",
            "The instant that figures are known to.",
            (),
            [((), as_of / MICROSECONDS)],
        )
        yield _gauge(
            "deskwise_source_age_seconds",
            "How long ago the instant is that a source's data is complete to.",
            ("source",),
            [((name,), now - until / MICROSECONDS) for name, until in sources if until],
        )
        yield from _last_import(self._workspace.lake)

    def _attempts(self) -> Iterable[Metric]:
        connected = connections(self._workspace)
        known = {name: one for name, one in self._syncs.attempts().items() if name in connected}
        yield _gauge(
            "deskwise_source_sync_failures_in_a_row",
            "How many syncs of a connected source have failed since one went well, whoever began them.",
            ("source",),
            [((name,), float(one.failed_in_a_row)) for name, one in known.items()],
        )
        yield _gauge(
            "deskwise_source_last_sync_timestamp_seconds",
            "When the last sync of a connected source began.",
            ("source",),
            [((name,), one.begun_at.timestamp()) for name, one in known.items()],
        )


def _last_import(lake: Lake) -> Iterable[Metric]:
    for one in itertools.islice(lake.past_imports(), 1):
        yield _gauge(
            "deskwise_last_import_number",
            "The number of the import that the log was changed by last.",
            (),
            [((), float(one.import_id))],
        )
        yield _gauge(
            "deskwise_last_import_timestamp_seconds", "When that was.", (), [((), one.at.timestamp())]
        )


def _gauge(
    name: str, tells: str, labels: tuple[str, ...], values: Iterable[tuple[tuple[str, ...], float]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, tells, labels=labels)
    for of, value in values:
        family.add_metric(of, value)
    return family
