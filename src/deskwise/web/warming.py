"""Making ready what is asked first: after a new version that takes some seconds."""

from __future__ import annotations

import logging
import threading

from deskwise.app.follow_metric import MetricQuestion, follow_metric
from deskwise.app.headlines import HEADLINES
from deskwise.app.show_overview import show_overview
from deskwise.kernel.errors import DeskwiseError
from deskwise.web.metric_chart import course_chart, page_look
from deskwise.web.served import Served

LOG = logging.getLogger("deskwise.web")


def warm(served: Served) -> threading.Thread:
    """Ask what the first page asks, in a thread of its own; the caller joins it before the process ends."""
    thread = threading.Thread(target=ask_first, args=(served,), name="warming")
    thread.start()
    return thread


def ask_first(served: Served) -> None:
    """Ask what the first page asks, so that whoever opens it next waits no more."""
    try:
        show_overview(served.workspace)
        found = follow_metric(served.workspace, MetricQuestion(HEADLINES[0].metric))
        # What draws takes as long to load as to draw some ten charts.
        served.drawer.svg(course_chart(served, found, "wide", lambda _: "/"), page_look("wide"))
    except DeskwiseError as error:
        # Whoever opens a page is told; here nobody is.
        LOG.info("not warmed", extra={"fields": {"error": type(error).__name__}})
