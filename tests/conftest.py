"""Options, markers and fixtures that all tests share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.office import Office, missing

LONG = os.environ.get("SHEETSYNC_SLOW") == "1"
CI = os.environ.get("CI") == "true"

# Repeatable, and patient with a machine that is busy with other tests.
settings.register_profile(
    "sheetsync", derandomize=True, deadline=None, max_examples=100 if LONG else 14, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("sheetsync")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--recordings", type=Path, metavar="DIR", help="folder with recorded answers of outside services; tests that need it skip without"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "office" in getattr(item, "fixturenames", ()):
            item.add_marker("office")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("slow") and not LONG:
        pytest.skip("slow; SHEETSYNC_SLOW=1 runs it")
    if item.get_closest_marker("office") and (reason := missing()):
        (pytest.fail if CI else pytest.skip)(reason)


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """LibreOffice, started when the first test uses it, for all tests of this worker."""
    with Office() as running:
        yield running


@pytest.fixture(scope="session")
def recordings(request: pytest.FixtureRequest) -> Path:
    """The folder of recorded answers that ``--recordings`` names."""
    folder: Path | None = request.config.getoption("--recordings")
    if folder is None:
        pytest.skip("no recordings given: --recordings DIR")
    return folder
