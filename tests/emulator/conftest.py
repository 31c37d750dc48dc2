"""A local Google for each test."""

from collections.abc import Iterator

import pytest

from tests.emulator.drive_desk import Desk
from tests.emulator.server import Emulator
from tests.emulator.visitor import Visitor


@pytest.fixture
def google() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def lan(google: Emulator) -> Iterator[Visitor]:
    with Visitor(google) as visitor:
        yield visitor


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A local Google with people who call Drive."""
    with Desk() as desk:
        yield desk
