"""Keeping what an HTTP library would log of our questions out of every log; others' questions stay in."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# They write addresses with their queries, and at their most talkative the headers with the secret.
TALKATIVE = (
    "httpx",
    "httpcore",
    *(f"httpcore.{part}" for part in ("connection", "http11", "http2", "proxy", "socks")),
)
_asking: ContextVar[bool] = ContextVar("asking", default=False)


class _OursLeftOut(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:  # noqa: ARG002 - logging's signature
        return not _asking.get()


_LEFT_OUT = _OursLeftOut()


@contextmanager
def quiet() -> Iterator[None]:
    """While it holds, nothing that is asked here reaches a log."""
    for name in TALKATIVE:
        logging.getLogger(name).addFilter(_LEFT_OUT)
    token = _asking.set(True)
    try:
        yield
    finally:
        _asking.reset(token)
