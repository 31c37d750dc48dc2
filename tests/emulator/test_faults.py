"""What a test can switch on: quotas, latency, every way to fail, and other people."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
import requests

from tests.emulator import failures
from tests.emulator.failures import Fault, acted
from tests.emulator.faults import Quotas
from tests.emulator.server import Emulator
from tests.emulator.visitor import FILES, LAN, Visitor
from tests.emulator.world import FOLDER, World

MINH = "minh@example.com"
NOWHERE = "/v4/spreadsheets/1nowhere"


class Time:
    """Time that passes only where somebody sleeps."""

    def __init__(self) -> None:
        self.now = datetime(2026, 10, 1, 12, tzinfo=UTC)

    def clock(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def strict(time: Time) -> Iterator[Emulator]:
    """A Google with its quotas, on simulated time."""
    with Emulator(clock=time.clock, sleep=time.sleep, quotas=Quotas()) as emulator:
        yield emulator


def statuses(visitor: Visitor, path: str, count: int) -> list[int]:
    return [visitor.get(path).status_code for _ in range(count)]


def test_a_user_reads_sixty_times_a_minute(strict: Emulator, time: Time):
    with Visitor(strict) as lan, Visitor(strict, email=MINH) as minh:
        assert statuses(lan, NOWHERE, 61) == [404] * 60 + [429]
        assert minh.get(NOWHERE).status_code == 404
        assert lan.call("POST", f"{NOWHERE}:batchUpdate", body={}).status_code == 404
        refused = lan.get(NOWHERE)
        time.sleep(60)
        assert lan.get(NOWHERE).status_code == 404

    assert "Retry-After" not in refused.headers
    assert refused.json() == {
        "error": {
            "code": 429,
            "message": (
                "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' "
                "of service 'sheets.googleapis.com' for consumer 'project_number:1'."
            ),
            "status": "RESOURCE_EXHAUSTED",
            "details": [
                {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": "RATE_LIMIT_EXCEEDED",
                    "domain": "googleapis.com",
                    "metadata": {
                        "service": "sheets.googleapis.com",
                        "quota_metric": "sheets.googleapis.com/read_requests",
                        "quota_limit": "ReadRequestsPerMinutePerUser",
                        "quota_location": "global",
                        "consumer": "projects/1",
                    },
                }
            ],
        }
    }


def test_a_project_reads_three_hundred_times_a_minute(strict: Emulator):
    for number in range(5):
        with Visitor(strict, email=f"person{number}@example.com") as person:
            assert statuses(person, NOWHERE, 60) == [404] * 60
    with Visitor(strict, email=MINH) as minh, Visitor(strict, email=MINH, app="2") as elsewhere:
        refused = minh.get(NOWHERE)
        assert elsewhere.get(NOWHERE).status_code == 404

    assert refused.json()["error"]["details"][0]["metadata"]["quota_limit"] == "ReadRequestsPerMinutePerProject"


def test_drive_counts_units(time: Time):
    quotas = Quotas(drive_user=250, user_answer=failures.rate_limited("user", status=403))
    with Emulator(clock=time.clock, sleep=time.sleep, quotas=quotas) as google, Visitor(google) as lan:
        lan.folder()
        assert statuses(lan, FILES, 3) == [200, 200, 403]
        refused = lan.get(FILES)

    assert refused.json()["error"]["errors"][0]["reason"] == "userRateLimitExceeded"
    assert refused.json()["error"]["errors"][0]["domain"] == "usageLimits"


def test_latency_is_slept(strict: Emulator, time: Time):
    strict.faults.latency = 0.02
    strict.faults.add("drive.files.list", failures.slow(30))
    before = time.now
    with Visitor(strict) as lan:
        assert statuses(lan, FILES, 2) == [200, 200]

    assert (time.now - before).total_seconds() == pytest.approx(30.04)


def test_a_fault_meets_the_calls_it_was_meant_for(google: Emulator, lan: Visitor):
    google.faults.add("drive.files.*", failures.server_error(), times=2, skip=1, account=LAN)
    with Visitor(google, email=MINH) as minh:
        assert statuses(minh, FILES, 3) == [200] * 3

    assert statuses(lan, FILES, 4) == [200, 503, 503, 200]


def test_a_fault_may_be_for_one_file_and_for_ever(google: Emulator, lan: Visitor):
    bad, good = lan.folder(), lan.folder()
    google.faults.add("drive.files.get", failures.no_access(), times=None, file=bad)

    assert statuses(lan, f"{FILES}/{bad}", 3) == [403] * 3
    assert statuses(lan, f"{FILES}/{good}", 1) == [200]
    google.faults.clear()
    assert statuses(lan, f"{FILES}/{bad}", 1) == [200]


@pytest.mark.parametrize(
    ("fault", "status", "sheets", "drive"),
    [
        (failures.rate_limited(), 429, "RESOURCE_EXHAUSTED", "rateLimitExceeded"),
        (failures.server_error(500), 500, "INTERNAL", "backendError"),
        (failures.server_error(503), 503, "UNAVAILABLE", "backendError"),
        (failures.server_error(504), 504, "DEADLINE_EXCEEDED", "backendError"),
        (failures.server_error(408), 408, "UNKNOWN", "backendError"),
        (failures.expired_token(), 401, "UNAUTHENTICATED", "authError"),
        (failures.missing_scope(), 403, "PERMISSION_DENIED", "insufficientPermissions"),
        (failures.service_disabled(), 403, "PERMISSION_DENIED", "accessNotConfigured"),
        (failures.no_access(), 403, "PERMISSION_DENIED", "insufficientFilePermissions"),
    ],
)
def test_both_services_fail_in_their_own_words(google: Emulator, lan: Visitor, *, fault: Fault, status: int, sheets: str, drive: str):
    google.faults.add("*", fault, times=2)
    from_sheets, from_drive = lan.get(NOWHERE), lan.get(FILES)

    assert (from_sheets.status_code, from_drive.status_code) == (status, status)
    assert from_sheets.json()["error"]["status"] == sheets
    assert "errors" not in from_sheets.json()["error"]
    assert from_drive.json()["error"]["errors"][0]["reason"] == drive


@pytest.mark.parametrize("reason", sorted(failures.FORBIDDEN))
def test_drive_has_many_reasons_to_forbid(google: Emulator, lan: Visitor, reason: str):
    google.faults.add("drive.files.create", failures.forbidden(reason))
    refused = lan.call("POST", FILES, body={"name": "Map"})

    assert (refused.status_code, refused.json()["error"]["errors"][0]["reason"]) == (403, reason)


def test_the_api_may_be_off_in_a_project(google: Emulator, lan: Visitor):
    google.faults.add("sheets.*", failures.service_disabled(), times=None)
    error = lan.get(NOWHERE).json()["error"]

    assert error["message"].startswith("Google Sheets API has not been used in project 1 before or it is disabled. Enable it by visiting https://")
    assert [detail.get("reason") for detail in error["details"]] == [None, "SERVICE_DISABLED"]


def test_a_busy_google_may_say_when_to_come_back(google: Emulator, lan: Visitor):
    google.faults.add("drive.*", failures.rate_limited(retry_after=7))

    assert lan.get(FILES).headers["Retry-After"] == "7"


@pytest.mark.parametrize("status", [502, 503])
def test_a_front_end_fails_with_a_web_page(google: Emulator, lan: Visitor, status: Literal[502, 503]):
    google.faults.add("*", failures.html_error(status))
    answer = lan.get(FILES)

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/html; charset=UTF-8")
    assert answer.text.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("fault", "made"),
    [
        (failures.dropped(), 0),
        (acted(failures.dropped()), 1),
        (failures.truncated(), 1),
        (failures.stalled(), 0),
        (acted(failures.stalled()), 1),
    ],
)
def test_a_connection_breaks_before_or_after_the_act(google: Emulator, lan: Visitor, fault: Fault, made: int):
    google.faults.add("drive.files.create", fault)
    with pytest.raises(requests.RequestException):
        lan.session.post(google.url + FILES, json={"name": "Map", "mimeType": FOLDER}, timeout=0.2)

    assert len(google.world.files) == made
    assert lan.get(FILES).status_code == 200


def test_an_error_may_hide_that_the_act_happened(google: Emulator, lan: Visitor):
    google.faults.add("drive.files.create", acted(failures.server_error(503)))

    assert lan.call("POST", FILES, body={"name": "Map", "mimeType": FOLDER}).status_code == 503
    assert [file["name"] for file in lan.get(FILES).json()["files"]] == ["Map"]


def test_the_token_endpoint_fails_too(google: Emulator):
    google.faults.add("oauth2.token", failures.html_error(502))

    assert requests.post(google.token_uri, data={"grant_type": "refresh_token"}, timeout=5).status_code == 502
    assert requests.post(google.token_uri, data={"grant_type": "refresh_token"}, timeout=5).status_code == 401


def rename(name: str) -> Callable[[World], None]:
    def act(world: World) -> None:
        for file in world.files.values():
            file.name = name

    return act


def test_somebody_else_may_be_quicker(google: Emulator, lan: Visitor):
    folder = lan.folder("Gym")
    google.faults.before("drive.files.get", rename("Studio"), skip=1)
    google.faults.after("drive.files.get", rename("Club"), skip=2)
    names = [lan.get(f"{FILES}/{folder}").json()["name"] for _ in range(4)]

    assert names == ["Gym", "Studio", "Studio", "Club"]


def test_a_lost_call_is_in_the_log_without_a_status(google: Emulator, lan: Visitor):
    google.faults.add("*", failures.dropped())
    with pytest.raises(requests.ConnectionError):
        lan.get(FILES)

    assert [(entry.method, entry.status) for entry in google.log] == [("drive.files.list", 0)]
