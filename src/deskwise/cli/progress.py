"""A word on the error stream when something takes longer than a person waits without wondering."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click

PATIENCE_SECONDS = 1.0


@contextmanager
def told_if_long(what: str, after_seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Say what is being done, once, if it is not done soon."""
    timer = threading.Timer(after_seconds, click.echo, [f"{what} ..."], {"err": True})
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
