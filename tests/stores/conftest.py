from __future__ import annotations

from pathlib import Path

import pytest

from stores.desk import Desk
from stores.named_customers import LOG, wish
from stores.test_forgetting import Office


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def empty(tmp_path: Path, compiled: Path) -> Office:
    return Office(tmp_path, compiled)


@pytest.fixture(scope="session")
def given_home(tmp_path_factory: pytest.TempPathFactory, compiled: Path) -> Path:
    made = Office(tmp_path_factory.mktemp("given"), compiled)
    made.add(LOG)
    return made.home


@pytest.fixture
def given(tmp_path: Path, compiled: Path, given_home: Path) -> Office:
    """Customers came in as they were given."""
    return Office(tmp_path, compiled, given_home)


@pytest.fixture(scope="session")
def wished_home(tmp_path_factory: pytest.TempPathFactory, compiled: Path) -> Path:
    made = Office(tmp_path_factory.mktemp("wished"), compiled)
    wish(made)
    made.add(LOG)
    return made.home


@pytest.fixture
def wished(tmp_path: Path, compiled: Path, wished_home: Path) -> Office:
    """Customers came in under pseudonyms."""
    return Office(tmp_path, compiled, wished_home)
