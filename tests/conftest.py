"""What all tests share: the cores, and one folder for texts of queries, which take long to make."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

TEXTS = "DESKWISE_COMPILED"
THREADS = "DESKWISE_THREADS"


def pytest_configure(config: pytest.Config) -> None:
    """Before the workers start, which take the folder from this process as programs that tests run do."""
    if not hasattr(config, "workerinput"):
        os.environ[TEXTS] = tempfile.mkdtemp(prefix="deskwise-texts-")
    else:
        # Workers are as many as cores, and most logs of tests are small. What is to be parallel says so.
        os.environ.setdefault(THREADS, "1")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(TEXTS), ignore_errors=True)


@pytest.fixture(scope="session")
def compiled() -> Path:
    """Where the workspaces of tests keep the texts of their queries."""
    return Path(os.environ[TEXTS])
