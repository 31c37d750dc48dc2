"""What Google says no with, and what people read then."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.backends.google.refusals import (
    BROKEN,
    CLOCK,
    GARBLED,
    NO_CONNECTION,
    NO_TOKEN,
    TOO_LARGE,
    Refusal,
    kind_of,
    not_shared,
    refusal_of,
    told_of,
    translated,
)
from sheetsync.errors import (
    AccessDenied,
    CannotShare,
    NotASpreadsheet,
    QuotaReached,
    ServiceRefused,
    ServiceUnavailable,
    SheetsyncError,
    SignInNeeded,
    WorkbookNotFound,
    WorkbookTooLarge,
)

REF = "https://docs.google.com/spreadsheets/d/abc/edit"
BOT = {"account": "bot@acme.iam.gserviceaccount.com", "sign_in": "service", "service": "sheets.googleapis.com"}
GCLOUD = {"account": "lan@example.com", "sign_in": "gcloud", "service": "drive.googleapis.com"}
PERSON = {"account": "lan@example.com", "sign_in": "user", "service": "drive.googleapis.com"}


def sheets_error(status: int, name: str, message: str = "No.", reason: str = "", **metadata: str) -> Refusal:
    """A refusal as the Sheets API words it."""
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "metadata": metadata}] if reason else []
    return refusal_of(status, json.dumps({"error": {"code": status, "message": message, "status": name, "details": details}}).encode(), BOT)


def drive_error(status: int, reason: str, message: str = "No.", facts: Mapping[str, str] = BOT) -> Refusal:
    """A refusal as the Drive API words it."""
    entry = {"domain": "global", "reason": reason, "message": message}
    return refusal_of(status, json.dumps({"error": {"code": status, "message": message, "errors": [entry]}}).encode(), facts)


TRANSLATIONS: Mapping[str, tuple[Refusal, type[SheetsyncError]]] = {
    "no such spreadsheet": (sheets_error(404, "NOT_FOUND", "Requested entity was not found."), WorkbookNotFound),
    "no such file": (drive_error(404, "notFound", "File not found: abc."), WorkbookNotFound),
    "an Office file": (sheets_error(400, "FAILED_PRECONDITION", "This operation is not supported for this document."), NotASpreadsheet),
    "no permission": (sheets_error(403, "PERMISSION_DENIED", "The caller does not have permission"), AccessDenied),
    "only a reader": (drive_error(403, "insufficientFilePermissions"), AccessDenied),
    "not opened with the app": (drive_error(403, "appNotAuthorizedToFile", facts=PERSON), AccessDenied),
    "API off, Sheets": (sheets_error(403, "PERMISSION_DENIED", reason="SERVICE_DISABLED", consumer="projects/7"), ServiceRefused),
    "API off, Drive": (drive_error(403, "accessNotConfigured"), ServiceRefused),
    "scope missing, Sheets": (sheets_error(403, "PERMISSION_DENIED", reason="ACCESS_TOKEN_SCOPE_INSUFFICIENT"), ServiceRefused),
    "scope missing, Drive": (drive_error(403, "insufficientPermissions"), ServiceRefused),
    "scope missing, a person": (drive_error(403, "insufficientPermissions", facts=PERSON), ServiceRefused),
    "scope missing, gcloud": (drive_error(403, "insufficientPermissions", facts=GCLOUD), ServiceRefused),
    "a policy": (drive_error(403, "domainPolicy"), ServiceRefused),
    "our own mistake": (sheets_error(400, "INVALID_ARGUMENT", "Invalid requests[0]: No request set."), ServiceRefused),
    "not implemented": (sheets_error(501, "UNIMPLEMENTED"), ServiceRefused),
    "token not good": (sheets_error(401, "UNAUTHENTICATED"), SignInNeeded),
    "clock off": (Refusal(401, CLOCK, facts=BOT | {"skew": "-1200"}), SignInNeeded),
    "rate, Sheets": (sheets_error(429, "RESOURCE_EXHAUSTED", reason="RATE_LIMIT_EXCEEDED"), QuotaReached),
    "rate, Drive": (drive_error(403, "userRateLimitExceeded"), QuotaReached),
    "a day's worth": (drive_error(403, "dailyLimitExceeded"), QuotaReached),
    "no storage": (drive_error(403, "storageQuotaExceeded"), QuotaReached),
    "storage full": (drive_error(403, "storageQuotaExceeded", facts=PERSON), QuotaReached),
    "shared drive full": (drive_error(403, "teamDriveFileLimitExceeded"), QuotaReached),
    "folder full": (drive_error(403, "numChildrenInNonRootLimitExceeded"), QuotaReached),
    "internal": (sheets_error(500, "INTERNAL"), ServiceUnavailable),
    "aborted": (sheets_error(409, "ABORTED"), ServiceUnavailable),
    "unavailable": (sheets_error(503, "UNAVAILABLE"), ServiceUnavailable),
    "an HTML page": (refusal_of(502, b"<html><title>Error 502 (Server Error)!!1</title>"), ServiceUnavailable),
    "a page instead of an answer": (Refusal(200, GARBLED, "<html>"), ServiceUnavailable),
    "no network": (Refusal(0, NO_CONNECTION), ServiceUnavailable),
    "broken off": (Refusal(0, BROKEN, doubtful=True), ServiceUnavailable),
    "no token service": (Refusal(0, NO_TOKEN), ServiceUnavailable),
    "far too long": (Refusal(200, TOO_LARGE), WorkbookTooLarge),
}


@pytest.mark.parametrize("name", TRANSLATIONS)
def test_every_refusal_becomes_one_of_our_errors_with_advice_in_both_languages(name: str) -> None:
    refusal, expected = TRANSLATIONS[name]
    error = translated(REF, refusal)
    assert type(error) is expected
    for text in (error.en, error.vi):
        assert text.endswith(".")
        assert "  " not in text
        assert "None" not in text
    assert re.search(r"\b(?:Check|Run|run|Open|open|Set|Let|Share|Ask|Wait|Give|Install|Make|Delete|remove)\b", error.en)
    assert re.search(r"[Hh]ãy", error.vi)


def test_a_switched_off_api_is_named_with_the_page_where_it_is_switched_on() -> None:
    sheets = translated(REF, TRANSLATIONS["API off, Sheets"][0])
    assert "Google Sheets API" in sheets.en
    assert "https://console.cloud.google.com/apis/library/sheets.googleapis.com?project=7" in sheets.vi
    assert "Google Drive API" in translated(REF, drive_error(403, "accessNotConfigured", facts=PERSON)).en


def test_storage_of_a_service_account_leads_to_a_shared_drive_and_a_person_s_to_their_own() -> None:
    assert "shared drive" in translated(REF, TRANSLATIONS["no storage"][0]).en
    assert "lan@example.com is full" in translated(REF, TRANSLATIONS["storage full"][0]).en


def test_who_may_not_open_it_is_told_whom_to_share_it_with() -> None:
    assert BOT["account"] in translated(REF, TRANSLATIONS["no permission"][0]).en


@pytest.mark.parametrize(("skew", "en", "vi"), [("-1200", "20 minutes slow", "chậm 20 phút"), ("7200", "2 hours fast", "nhanh 2 giờ")])
def test_a_wrong_clock_is_told_by_how_much(skew: str, en: str, vi: str) -> None:
    error = translated(REF, Refusal(401, CLOCK, facts={"skew": skew}))
    assert en in error.en
    assert vi in error.vi


def test_a_clock_that_google_blames_though_it_looks_right_is_told_without_a_number() -> None:
    assert translated(REF, Refusal(401, CLOCK, facts={"skew": "3"})).en.startswith("Google refuses the sign-in because this computer's clock is off.")


def test_people_sign_in_again_and_keys_are_made_again() -> None:
    assert "--login" in translated(REF, Refusal(401, "invalid_grant", "Token has been expired or revoked.", facts=PERSON)).en
    assert "new JSON key" in translated(REF, Refusal(401, "invalid_grant", "Invalid JWT Signature.", facts=BOT)).en


def test_doubt_is_told() -> None:
    assert "not known" in translated(REF, Refusal(0, BROKEN, doubtful=True)).en
    assert "not known" not in translated(REF, Refusal(0, BROKEN)).en


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        (refusal_of(400, b'{"error": {"code": 400, "errors": [{"reason": "invalidSharingRequest"}]}}'), CannotShare),
        (drive_error(403, "cannotShareOutsideDomain"), CannotShare),
        (drive_error(403, "domainPolicy"), CannotShare),
        (drive_error(404, "notFound"), WorkbookNotFound),
        (sheets_error(503, "UNAVAILABLE"), ServiceUnavailable),
        (drive_error(403, "userRateLimitExceeded"), QuotaReached),
        (drive_error(403, "sharingRateLimitExceeded"), QuotaReached),
        (drive_error(403, "accessNotConfigured"), ServiceRefused),
    ],
)
def test_a_person_who_can_not_be_given_access(refusal: Refusal, expected: type[SheetsyncError]) -> None:
    """The workbook stands, so nobody is told to make it again."""
    error = not_shared(REF, "mai@example.com", refusal)
    assert type(error) is expected
    if expected is not WorkbookNotFound:
        assert "mai@example.com" in error.vi
        assert "Share" in error.en
        assert "bấm Chia sẻ" in error.vi
        assert "run again" not in error.en.lower()
        assert "chạy lại" not in error.vi


def test_control_characters_and_novels_of_google_s_do_not_get_through() -> None:
    message = "\x1b[31mred\x00\r\n\u202e" + "long " * 1000
    refusal = refusal_of(400, json.dumps({"error": {"message": message}}).encode())
    assert refusal.message.startswith("[31mred long")
    assert refusal.message.isprintable()
    assert len(refusal.message) == 300


BODIES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["error", "errors", "details", "reason", "message", "metadata", "status"]), inner)
    ),
    max_leaves=12,
)


@given(st.integers(400, 599), BODIES.map(lambda body: json.dumps(body).encode()) | st.binary(max_size=50))
def test_no_answer_however_odd_breaks_the_reading_of_it(status: int, body: bytes) -> None:
    refusal = refusal_of(status, body)
    assert refusal.status == status
    assert refusal.reason
    assert told_of(refusal).fix.vi
    assert kind_of(refusal)
    assert refusal.in_doubt().doubtful != refusal.undone


def test_where_nothing_answers_it_is_the_network_or_the_local_google():
    assert "proxy" in told_of(Refusal(0, NO_CONNECTION, "")).fix.en
    at_home = told_of(Refusal(0, NO_CONNECTION, "", facts={"endpoint": "http://127.0.0.1:8085"}))
    assert ("http://127.0.0.1:8085" in at_home.said.vi, "proxy" in at_home.fix.vi) == (True, False)
