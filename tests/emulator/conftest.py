"""A local Google for each test."""

from collections.abc import Iterator

import pytest

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
