"""Making ready what is asked first: after a new version that takes some seconds."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from deskwise.app.follow_metric import MetricQuestion, follow_metric
from deskwise.app.headlines import HEADLINES
from deskwise.app.limits_anew import kept_anew
from deskwise.app.objectives.standings import read_standings
from deskwise.app.show_overview import show_overview
from deskwise.kernel.errors import DeskwiseError
from deskwise.web.metric_chart import course_chart, page_look
from deskwise.web.objective_tree import kept_of_cycle, today_here
from deskwise.web.served import Served
from deskwise.web.visitor import Visitor

LOG = logging.getLogger("deskwise.web")


class Warming:
    """Asking what the first page asks, in a thread of its own, until it is done or `stop` is called."""

    def __init__(self, served: Served) -> None:
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=ask_first, args=(served, self._stopped.is_set), name="warming")
        self._thread.start()

    def stop(self) -> None:
        """Ask nothing more, and wait for what is being asked: a process must not end around the engine."""
        self._stopped.set()
        self._thread.join()


def ask_first(served: Served, stopped: Callable[[], bool] = lambda: False) -> None:
    """Ask what the first page asks, so that whoever opens it next waits no more.

    Nothing more is asked once it is `stopped`.
    """
    try:
        anew = kept_anew(served.state)
        show_overview(served.workspace, anew=anew)
        if stopped():
            return
        _ask_objectives(served)
        if stopped():
            return
        found = follow_metric(served.workspace, MetricQuestion(HEADLINES[0].metric), anew)
        if stopped():
            return
        # What draws takes as long to load as to draw some ten charts.
        served.drawer.svg(course_chart(served, found, "wide", lambda _: "/"), page_look("wide"))
    except DeskwiseError as error:
        # Whoever opens a page is told; here nobody is.
        LOG.info("not warmed", extra={"fields": {"error": type(error).__name__}})


def _ask_objectives(served: Served) -> None:
    """Read what the key results of the cycle that runs are bound to."""
    record = kept_of_cycle(served, Visitor(), "", today_here(served)).record
    if record is not None:
        read_standings(served.workspace, None, served.clock, record)
