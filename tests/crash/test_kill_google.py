"""A sync that writes a sheet in Google is killed at every write: the next one ends as if nothing had happened."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from sheetsync.history.record import Side
from sheetsync.tasks.deciding import SyncOptions
from tests.backends.google.workplace import Workplace
from tests.conftest import LONG
from tests.crash.test_kill_two_way import NEWS, said
from tests.scenario.google_room import GoogleRoom
from tests.scenario.two_people import Act
from tests.scenario.watched import Fuse

EVERY = 1 if LONG else 9
"""One in so many places is tried."""


@pytest.fixture(scope="module")
def as_made() -> Iterator[GoogleRoom]:
    with Workplace() as place:
        yield GoogleRoom(place)


@pytest.fixture
def room(as_made: GoogleRoom) -> Iterator[GoogleRoom]:
    """A map in step; each test works on a room of its own."""
    with as_made.apart() as room:
        yield room


def watch_calls(patch: pytest.MonkeyPatch, fuse: Fuse) -> None:
    """Let every call that writes to Google count as a write too."""
    send = HTTPAdapter.send

    def watched(adapter: HTTPAdapter, request: PreparedRequest, *arguments: Any, **options: Any) -> Response:
        def call() -> Response:
            return send(adapter, request, *arguments, **options)

        return call() if request.method == "GET" else fuse.around(f"call {request.path_url}", call)

    patch.setattr(HTTPAdapter, "send", watched)


@pytest.mark.parametrize("prefer", [None, pytest.param("sheet", marks=pytest.mark.slow), pytest.param("archive", marks=pytest.mark.slow)])
@pytest.mark.parametrize("news", NEWS.values(), ids=NEWS)
def test_killed_at_any_write(news: tuple[Act, ...], prefer: Side | None, room: GoogleRoom) -> None:
    for act in news:
        room.do(act)
    options = SyncOptions(prefer=prefer)
    with room.apart() as whole, pytest.MonkeyPatch.context() as patch:
        watch_calls(patch, whole.fuse)
        whole.sync(0, options)
        wanted, writes = said(whole), whole.made
    assert {key.partition(" ")[0].partition("/")[0] for key in writes} >= {"sheet", "call", "sync"}
    for at, is_before in [*product(range(len(writes)), (True, False))][::EVERY]:
        with room.apart() as twin:
            with pytest.MonkeyPatch.context() as patch:
                watch_calls(patch, twin.fuse)
                twin.fuse.set(at, before=is_before)
                assert twin.sync(0, options).code == "killed"
            twin.sync(1, options)
            assert said(twin) == wanted, (writes[at], is_before)
            assert twin.ledger.check().faults == ()
