"""Who may call, and with what: keys, tokens, consent, by the world's clock."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from google.auth import crypt, identity_pool, impersonated_credentials, jwt
from google.auth.credentials import Credentials
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2 import credentials as user_credentials
from google.oauth2 import service_account

from tests.emulator.server import Emulator
from tests.emulator.visitor import FILES, LAN, Visitor, signed_in
from tests.emulator.world import DRIVE_FILE_SCOPE, DRIVE_SCOPE, SHEETS_SCOPE

ROBOT = "robot@maps.iam.gserviceaccount.com"
REDIRECT = "http://localhost:1/"
NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def noon(clock: Clock) -> Iterator[Emulator]:
    """A Google whose time stands still."""
    with Emulator(clock=clock) as emulator:
        yield emulator


def asked_for(emulator: Emulator, **form: str) -> tuple[int, dict[str, Any]]:
    answer = requests.post(emulator.token_uri, data=form, timeout=5)
    return answer.status_code, answer.json()


def assertion(info: dict[str, str], **claims: Any) -> str:
    said = {"iss": info["client_email"], "scope": DRIVE_SCOPE, "aud": "https://oauth2.googleapis.com/token", **claims}
    return jwt.encode(crypt.RSASigner.from_service_account_info(info), said).decode()  # type: ignore[no-untyped-call, no-any-return]


def exchanged(emulator: Emulator, signed: str) -> tuple[int, dict[str, Any]]:
    return asked_for(emulator, grant_type="urn:ietf:params:oauth:grant-type:jwt-bearer", assertion=signed)


def hour(start: datetime) -> dict[str, int]:
    return {"iat": int(start.timestamp()), "exp": int(start.timestamp()) + 3600}


def files_seen(credentials: Credentials, emulator: Emulator) -> int:
    with signed_in(credentials) as session:
        return session.get(emulator.url + FILES).status_code


def test_a_key_signs_for_a_token(noon: Emulator):
    status, body = exchanged(noon, assertion(noon.service_account(ROBOT, "maps"), **hour(NOON)))

    assert (status, body["token_type"], body["scope"]) == (200, "Bearer", DRIVE_SCOPE)
    with Visitor(noon, body["access_token"]) as robot:
        assert robot.get("/drive/v3/about", fields="user(emailAddress)").json() == {"user": {"emailAddress": ROBOT}}


@pytest.mark.parametrize("off", [timedelta(hours=-2), timedelta(hours=2)])
def test_a_client_whose_clock_is_wrong_gets_no_token(noon: Emulator, off: timedelta):
    status, body = exchanged(noon, assertion(noon.service_account(ROBOT), **hour(NOON + off)))

    assert (status, body["error"]) == (400, "invalid_grant")
    assert body["error_description"].startswith("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.")


def test_a_token_for_longer_than_an_hour_is_not_given(noon: Emulator):
    too_long = {**hour(NOON), "exp": int(NOON.timestamp()) + 7200}

    assert exchanged(noon, assertion(noon.service_account(ROBOT), **too_long))[1]["error"] == "invalid_grant"


def test_a_key_of_somebody_else_signs_nothing(noon: Emulator):
    info, other = noon.service_account(ROBOT), noon.service_account("other@maps.iam.gserviceaccount.com")
    forged = {**info, "private_key": other["private_key"]}

    assert exchanged(noon, assertion(forged, **hour(NOON)))[1] == {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}


def test_a_disabled_key_signs_nothing(noon: Emulator):
    info = noon.service_account(ROBOT)
    noon.tokens.disable_keys(ROBOT)

    assert exchanged(noon, assertion(info, **hour(NOON)))[1]["error_description"] == "Invalid JWT Signature."


def test_a_deleted_account_is_not_found(noon: Emulator):
    info = noon.service_account(ROBOT)
    noon.tokens.deleted.add(ROBOT)

    assert exchanged(noon, assertion(info, **hour(NOON)))[1] == {"error": "invalid_grant", "error_description": "Invalid grant: account not found"}


def test_a_service_account_may_not_act_as_a_person_unasked(noon: Emulator):
    status, body = exchanged(noon, assertion(noon.service_account(ROBOT), sub=LAN, **hour(NOON)))

    assert (status, body["error"]) == (401, "unauthorized_client")


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "client_id": "nobody"}, "invalid_client"),
        ({"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "a.b"}, "invalid_grant"),
        ({"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "YQ.YQ.YQ"}, "invalid_grant"),
    ],
)
def test_what_makes_no_sense_is_refused(noon: Emulator, form: dict[str, str], error: str):
    assert asked_for(noon, **form)[1]["error"] == error


def test_a_token_is_good_for_an_hour(noon: Emulator, clock: Clock):
    with Visitor(noon) as lan:
        assert lan.get(FILES).status_code == 200
        clock.now += timedelta(minutes=59)
        assert lan.get(FILES).status_code == 200
        clock.now += timedelta(minutes=1)
        late = lan.get(FILES)

    assert late.status_code == 401
    assert late.json()["error"]["status"] == "UNAUTHENTICATED"
    assert late.json()["error"]["errors"][0] == {
        "message": "Invalid Credentials",
        "domain": "global",
        "reason": "authError",
        "location": "Authorization",
        "locationType": "header",
    }
    assert late.json()["error"]["details"][0]["reason"] == "ACCESS_TOKEN_EXPIRED"
    assert late.headers["WWW-Authenticate"] == 'Bearer realm="https://accounts.google.com/", error="invalid_token"'


def test_google_auth_gets_a_new_token_when_the_old_one_has_expired(google: Emulator):
    credentials = service_account.Credentials.from_service_account_info(google.service_account(ROBOT), scopes=[DRIVE_SCOPE])  # type: ignore[no-untyped-call]
    with signed_in(credentials) as session:
        session.get(google.url + FILES)
        google.tokens.expire(ROBOT)
        assert session.get(google.url + FILES).status_code == 200

    assert [entry.status for entry in google.log if entry.kind == "drive"] == [200, 401, 200]


def test_a_service_account_may_sign_its_own_bearer(google: Emulator):
    info = google.service_account(ROBOT)
    credentials = service_account.Credentials.from_service_account_info(info, always_use_jwt_access=True)  # type: ignore[no-untyped-call]
    with signed_in(credentials, default_host="www.googleapis.com") as session:
        drive = session.get(google.url + FILES)
        sheets = session.get(google.url + "/v4/spreadsheets/1nowhere")

    assert (drive.status_code, sheets.status_code) == (200, 401)
    assert {entry.kind for entry in google.log} == {"drive", "read"}


def test_what_a_person_granted_can_be_taken_back(google: Emulator):
    client = google.oauth_client("sheetish")["installed"]
    refresh = google.tokens.grant(google.world.account(LAN), [DRIVE_FILE_SCOPE], "sheetish", client["client_id"])
    credentials = user_credentials.Credentials(  # type: ignore[no-untyped-call]
        None, refresh_token=refresh, token_uri=google.token_uri, client_id=client["client_id"], client_secret=client["client_secret"]
    )
    assert files_seen(credentials, google) == 200

    google.tokens.revoke(LAN)
    with pytest.raises(RefreshError, match=r"invalid_grant: Token has been expired or revoked\."):
        files_seen(credentials, google)


def test_a_person_consents_in_a_browser(google: Emulator):
    """The page is a form: what a browser does with it, any HTTP client can do."""
    google.world.account(LAN)
    client = google.oauth_client("sheetish")["installed"]
    verifier = "v" * 43
    challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "client_id": client["client_id"],
        "redirect_uri": REDIRECT,
        "response_type": "code",
        "scope": f"{DRIVE_FILE_SCOPE} {SHEETS_SCOPE}",
        "state": "s1",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    page = requests.get(client["auth_uri"], params=asked, timeout=5)
    assert f"<option>{LAN}</option>" in page.text

    pressed = requests.post(
        client["auth_uri"], data={**asked, "account": LAN, "granted": DRIVE_FILE_SCOPE, "decision": "allow"}, allow_redirects=False, timeout=5
    )
    back = parse_qs(urlsplit(pressed.headers["Location"]).query)
    form = {"client_id": client["client_id"], "client_secret": client["client_secret"], "redirect_uri": REDIRECT, "code": back["code"][0]}
    status, body = asked_for(google, grant_type="authorization_code", code_verifier=verifier, **form)

    assert (pressed.status_code, back["state"], back["scope"]) == (302, ["s1"], [DRIVE_FILE_SCOPE])
    assert (status, body["scope"]) == (200, DRIVE_FILE_SCOPE)
    assert google.tokens.refresh[body["refresh_token"]].account.email == LAN
    assert asked_for(google, grant_type="authorization_code", code_verifier=verifier, **form)[1]["error"] == "invalid_grant"


def test_a_person_may_say_no_and_a_stranger_gets_no_code(google: Emulator):
    google.world.account(LAN)
    client = google.oauth_client()["installed"]
    asked = {"client_id": client["client_id"], "redirect_uri": REDIRECT, "response_type": "code", "scope": DRIVE_SCOPE, "account": LAN}

    denied = requests.post(client["auth_uri"], data={**asked, "decision": "deny"}, allow_redirects=False, timeout=5)
    elsewhere = requests.get(client["auth_uri"], params={**asked, "redirect_uri": "https://evil.example/"}, timeout=5)

    assert denied.headers["Location"] == f"{REDIRECT}?error=access_denied"
    assert (elsewhere.status_code, "redirect_uri_mismatch" in elsewhere.text) == (400, True)


@pytest.mark.parametrize(("verifier", "error"), [("w" * 43, "invalid_grant"), ("", "invalid_grant")])
def test_a_code_is_worth_nothing_without_its_verifier(google: Emulator, verifier: str, error: str):
    google.world.account(LAN)
    client = google.oauth_client()["installed"]
    asked = {"client_id": client["client_id"], "redirect_uri": REDIRECT, "response_type": "code", "scope": DRIVE_SCOPE, "code_challenge": "v" * 43}
    pressed = requests.post(client["auth_uri"], data={**asked, "account": LAN, "decision": "allow"}, allow_redirects=False, timeout=5)
    code = parse_qs(urlsplit(pressed.headers["Location"]).query)["code"][0]
    form = {"client_id": client["client_id"], "client_secret": client["client_secret"], "redirect_uri": REDIRECT, "code": code}

    assert asked_for(google, grant_type="authorization_code", code_verifier=verifier, **form)[1]["error"] == error


def test_a_workload_acts_as_a_service_account(google: Emulator, tmp_path: Path):
    google.service_account(ROBOT, "maps")
    source = tmp_path / "subject"
    source.write_text("token-of-another-provider", encoding="utf-8")
    config = google.workload("token-of-another-provider", source, ROBOT)
    credentials = identity_pool.Credentials.from_info(config, scopes=[DRIVE_SCOPE])  # type: ignore[no-untyped-call]

    assert files_seen(credentials, google) == 200
    assert [(entry.method, entry.account) for entry in google.log] == [
        ("sts.token", ""),
        ("iamcredentials.generateAccessToken", ""),
        ("drive.files.list", ROBOT),
    ]


def test_one_account_acts_as_another_only_where_it_may(google: Emulator):
    google.service_account("target@maps.iam.gserviceaccount.com")
    source = service_account.Credentials.from_service_account_info(google.service_account(ROBOT))  # type: ignore[no-untyped-call]
    target = impersonated_credentials.Credentials(  # type: ignore[no-untyped-call]
        source_credentials=source,
        target_principal="target@maps.iam.gserviceaccount.com",
        target_scopes=[DRIVE_SCOPE],
        iam_endpoint_override=f"{google.url}/v1/projects/-/serviceAccounts/target@maps.iam.gserviceaccount.com:generateAccessToken",
    )
    with pytest.raises(RefreshError, match="Unable to acquire impersonated credentials"):
        target.refresh(Request())  # type: ignore[no-untyped-call]

    google.oauth.impersonators.add((ROBOT, "target@maps.iam.gserviceaccount.com"))
    assert files_seen(target, google) == 200
    assert google.log[-1].account == "target@maps.iam.gserviceaccount.com"
