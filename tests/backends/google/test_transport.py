"""One call on the wire: what is repeated, what is not, and what a refusal looks like, whatever comes back."""

import gzip
import threading
from collections.abc import Callable, Mapping
from email.utils import formatdate
from pathlib import Path
from typing import Any

import gspread
import pytest
from google.oauth2.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st
from requests import Request

from sheetsync.backends.google.refusals import BROKEN, GARBLED, NO_CONNECTION, TOO_LARGE, Refusal
from sheetsync.backends.google.transport import BELIEVED, SLOWEST, Manner, Patience, Transport
from tests.backends.google.loopback import NOON, Answer, Stage, Ticker, ok, refused

SHEET = "https://sheets.googleapis.com/v4/spreadsheets/x"
FILE = "https://www.googleapis.com/drive/v3/files/x"
HTML = Answer(502, b"<!DOCTYPE html><title>Error 502 (Server Error)!!1</title><p>That's all we know.", {"Content-Type": "text/html"})
BUSY = refused(429, status="RESOURCE_EXHAUSTED", details=[{"reason": "RATE_LIMIT_EXCEEDED"}])
UNAVAILABLE = refused(503, status="UNAVAILABLE")


def transport(url: str, ticker: Ticker | None = None, **more: Any) -> Transport:
    """A transport with a token in hand, whose waits are as long as may be and take no time."""
    ticker = ticker or Ticker()
    manner = Manner(ticker.clock, ticker.sleep, lambda: 1.0, url)
    return Transport(Credentials("a-token"), manner._replace(**more))  # type: ignore[no-untyped-call]


def call(*answers: Answer, method: str = "GET", address: str = SHEET) -> tuple[dict[str, Any] | Refusal, int]:
    """What a call gives in the end, and how often it was sent."""
    with Stage(*answers) as stage, transport(stage.url) as wire:
        try:
            found: dict[str, Any] | Refusal = wire.call(method, address, body=None if method == "GET" else {})
        except Refusal as refusal:
            found = refusal
        return found, len(stage.seen)


def refusal_of_call(*answers: Answer, method: str = "GET", address: str = SHEET) -> tuple[Refusal, int]:
    found, sent = call(*answers, method=method, address=address)
    assert isinstance(found, Refusal)
    return found, sent


def test_a_call_is_signed_and_goes_to_the_endpoint_with_its_query() -> None:
    with Stage(ok(spreadsheetId="x")) as stage, transport(stage.url) as wire:
        assert wire.call("GET", SHEET, params={"fields": "a,b(c)"}) == {"spreadsheetId": "x"}
    assert stage.seen[0].path == "/v4/spreadsheets/x?fields=a%2Cb%28c%29"
    assert stage.seen[0].headers["authorization"] == "Bearer a-token"


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://example.com",
        "https://sheets.googleapis.com",
        "https://127.0.0.1:1",
        "http://127.0.0.1@example.com",
        "http://me@127.0.0.1",
        "http://127.0.0.1.example.com",
        "ftp://127.0.0.1",
        "",
    ],
)
def test_an_endpoint_anywhere_else_than_on_this_computer_is_refused(endpoint: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        transport(endpoint)


def test_no_proxy_of_the_surroundings_comes_between_us_and_a_loopback_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert call(ok(a=1)) == ({"a": 1}, 1)


def test_no_password_of_the_surroundings_takes_the_place_of_the_token(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login lan password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with Transport(Credentials("a-token"), Manner(Ticker().clock, Ticker().sleep, lambda: 0.0)) as wire:  # type: ignore[no-untyped-call]
        prepared = wire.session.prepare_request(Request("GET", SHEET, headers={"Authorization": "Bearer a-token"}))
    assert prepared.headers["Authorization"] == "Bearer a-token"


def _silence() -> None:
    threading.Event().wait(0.3)


FAULTS: Mapping[str, Answer] = {
    "408": refused(408),
    "429": BUSY,
    "500": refused(500, status="INTERNAL"),
    "502 in HTML": HTML,
    "503": UNAVAILABLE,
    "504": refused(504),
    "403 of Drive's": refused(403, errors=[{"domain": "usageLimits", "reason": "userRateLimitExceeded"}]),
    "cut off": Answer(200, b'{"a": ', cut=True),
    "dropped": Answer(dropped=True),
    "half of the JSON": Answer(200, b'{"a": '),
    "a list": Answer(200, b"[1]"),
    "a proxy's page": Answer(200, b"<html>Please sign in to the Wi-Fi</html>"),
    "a redirect": Answer(302, b"", {"Location": "https://example.com"}),
}


@pytest.mark.parametrize("method", ["GET", "PATCH"])
@pytest.mark.parametrize("fault", FAULTS)
def test_what_may_be_repeated_is_repeated_until_it_works(fault: str, method: str) -> None:
    assert call(FAULTS[fault], FAULTS[fault], ok(a=1), method=method) == ({"a": 1}, 3)


@pytest.mark.parametrize("fault", sorted(set(FAULTS) - {"429", "403 of Drive's"}))
def test_what_can_not_be_repeated_is_sent_once_and_left_in_doubt(fault: str) -> None:
    refusal, sent = refusal_of_call(FAULTS[fault], ok(), method="POST")
    assert (refusal.doubtful, sent) == (True, 1)


@pytest.mark.parametrize("fault", ["429", "403 of Drive's"])
def test_what_google_turned_away_unread_is_repeated_whatever_it_is(fault: str) -> None:
    assert call(FAULTS[fault], ok(a=1), method="POST") == ({"a": 1}, 2)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 501])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_clear_no_is_not_asked_again_and_leaves_no_doubt(status: int, method: str) -> None:
    refusal, sent = refusal_of_call(refused(status, status="WHATEVER"), method=method)
    assert (refusal.status, refusal.doubtful, sent) == (status, False, 1)


def test_a_403_is_repeated_only_for_the_rate() -> None:
    refusal, sent = refusal_of_call(refused(403, errors=[{"domain": "usageLimits", "reason": "storageQuotaExceeded"}]), address=FILE)
    assert (refusal.reason, refusal.facts["service"], sent) == ("storageQuotaExceeded", "drive.googleapis.com", 1)


@pytest.mark.parametrize(("facts", "tries"), [({}, 6), ({"endpoint": "http://127.0.0.1:1"}, 2)], ids=["Google", "a local one"])
def test_where_nothing_listens_on_this_very_computer_it_is_asked_only_once_more(facts: dict[str, str], tries: int) -> None:
    refusal = Refusal(0, NO_CONNECTION, "", facts=facts)
    assert [tried for tried in range(1, 9) if Patience().wait(tried, refusal, 0.5) is not None] == list(range(1, tries))


def test_nobody_listening_is_certainly_not_done_so_even_a_post_is_tried_again() -> None:
    with Stage(ok()) as stage:
        gone = stage.url
    ticker = Ticker()
    with transport(gone, ticker) as wire, pytest.raises(Refusal) as caught:
        wire.call("POST", SHEET, body={})
    assert (caught.value.reason, caught.value.doubtful, len(ticker.slept)) == (NO_CONNECTION, False, 1)


def test_a_silent_server_is_given_up_and_the_act_left_in_doubt() -> None:
    quiet = Ticker()
    with (
        Stage(Answer(meanwhile=_silence), ok()) as stage,
        transport(stage.url, quiet, timeout=(1.0, 0.05)) as wire,
        pytest.raises(Refusal) as caught,
    ):
        wire.call("POST", SHEET, body={})
    assert (caught.value.reason, caught.value.doubtful, len(stage.seen)) == (BROKEN, True, 1)


def test_an_answer_that_trickles_for_ever_is_given_up() -> None:
    ticker = Ticker()

    def crawl() -> None:
        ticker.now += SLOWEST + 1

    with (
        Stage(Answer(meanwhile=crawl)) as stage,
        transport(stage.url, ticker, patience=Patience(attempts=1)) as wire,
        pytest.raises(Refusal) as caught,
    ):
        wire.call("GET", SHEET)
    assert caught.value.reason == BROKEN


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_an_answer_over_the_limit_is_not_read_to_its_end(packed: bool) -> None:  # noqa: FBT001
    body = b'{"a": "' + b"x" * 2_000_000 + b'"}'
    answer = Answer(200, gzip.compress(body), {"Content-Encoding": "gzip"}) if packed else Answer(200, body)
    with Stage(answer) as stage, transport(stage.url, most=1_000_000) as wire, pytest.raises(Refusal) as caught:
        wire.call("GET", SHEET)
    assert (caught.value.reason, len(stage.seen)) == (TOO_LARGE, 1)
    assert call(answer)[1] == 1


def test_waits_grow_at_random_and_end() -> None:
    ticker = Ticker()
    with Stage(UNAVAILABLE) as stage, transport(stage.url, ticker) as wire, pytest.raises(Refusal) as caught:
        wire.call("GET", SHEET)
    assert ticker.slept == [1, 2, 4, 8, 16]
    assert (caught.value.status, len(stage.seen)) == (503, 6)


def test_a_quota_of_a_minute_is_waited_for_longer_than_a_fault() -> None:
    ticker = Ticker()
    with Stage(BUSY) as stage, transport(stage.url, ticker) as wire, pytest.raises(Refusal):
        wire.call("GET", SHEET)
    assert ticker.slept == [1, 2, 4, 8, 16, 32, 64, 64]


@pytest.mark.parametrize(
    ("said", "waited"),
    [
        ("7", 7),
        ("0", 1),
        ("99999", BELIEVED),
        (formatdate(NOON + 30, usegmt=True), 30),
        (formatdate(NOON - 30, usegmt=True), 1),
        ("soon", 1),
        ("-5", 1),
    ],
)
def test_retry_after_is_honoured_in_seconds_and_as_a_date_but_not_for_ever(said: str, waited: float) -> None:
    ticker = Ticker(NOON + 5000)  # our clock is off: the answer's own date is what counts
    with Stage(refused(429, headers={"Retry-After": said}), ok()) as stage, transport(stage.url, ticker) as wire:
        wire.call("GET", SHEET)
    assert ticker.slept == [waited]


def test_time_is_up_even_when_attempts_are_left() -> None:
    ticker = Ticker()

    def dawdle() -> None:
        ticker.now += 100

    slow = Answer(503, b"", meanwhile=dawdle)
    with Stage(slow) as stage, transport(stage.url, ticker) as wire, pytest.raises(Refusal):
        wire.call("GET", SHEET)
    assert len(stage.seen) == 3


def test_each_attempt_is_paced() -> None:
    paced: list[tuple[str, str]] = []
    ticker = Ticker()
    with (
        Stage(BUSY, ok()) as stage,
        Transport(
            Credentials("a-token"),  # type: ignore[no-untyped-call]
            Manner(ticker.clock, ticker.sleep, lambda: 0.0, stage.url),
            pace=lambda method, address: paced.append((method, address)),
        ) as wire,
    ):
        wire.call("POST", SHEET, body={})
    assert paced == [("POST", SHEET)] * 2


def test_our_clock_is_held_against_google_s() -> None:
    with Stage(ok()) as stage, transport(stage.url, Ticker(NOON + 700)) as wire:
        assert wire.skew is None
        wire.call("GET", SHEET)
        assert wire.skew == 700


def test_gspread_works_over_it_and_never_raises_an_error_of_its_own() -> None:
    book = ok(spreadsheetId="x", properties={"title": "Gym"}, sheets=[{"properties": {"sheetId": 0, "title": "Map", "gridProperties": {}}}])
    gone = refused(404, "Requested entity was not found.", status="NOT_FOUND")
    with Stage(book, book, ok(values=[["a"]]), gone) as stage, transport(stage.url) as wire:
        client = gspread.Client(None, http_client=lambda _auth, _session: wire)  # type: ignore[arg-type]
        assert client.open_by_key("x").sheet1.get_all_values() == [["a"]]
        with pytest.raises(Refusal) as caught:
            wire.request("get", f"{SHEET}/values/A1")
    assert (caught.value.status, caught.value.reason) == (404, "NOT_FOUND")


@given(st.sampled_from([200, 302, 400, 401, 403, 404, 429, 500, 503]), st.binary(max_size=200))
def test_whatever_bytes_come_back_it_is_an_object_or_a_refusal(bytes_server: Callable[[Answer], str], status: int, body: bytes) -> None:
    with transport(bytes_server(Answer(status, body)), patience=Patience(attempts=1, attempts_under_load=1)) as wire:
        try:
            found: object = wire.call("GET", SHEET)
        except Refusal as refusal:
            found = f"{refusal} ({refusal.reason})"
    assert isinstance(found, dict) or (str(found).isprintable() and "()" not in str(found))


@pytest.fixture(scope="module")
def bytes_server() -> Any:
    """A server whose next answer can be set."""
    answers = [ok()]
    with Stage(*answers) as stage:

        def play(answer: Answer) -> str:
            stage.play(answer)
            return stage.url

        yield play


def test_nothing_secret_shows() -> None:
    with Stage(HTML) as stage, transport(stage.url, patience=Patience(attempts=1)) as wire, pytest.raises(Refusal) as caught:
        wire.call("GET", SHEET)
    assert "a-token" not in repr(caught.value) + str(caught.value) + repr(wire)
    assert caught.value.reason == GARBLED
    assert caught.value.message == "Error 502 (Server Error)!!1"
