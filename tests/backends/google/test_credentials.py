"""Key files and stored sign-ins: each kind signs in, each broken one is told apart, and no secret goes where it should not."""

import json
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from google.oauth2.credentials import Credentials as UserCredentials

from sheetsync.backends.google.address import is_loopback
from sheetsync.backends.google.client import GoogleClient
from sheetsync.backends.google.credentials import (
    SERVICE_SCOPES,
    TOKEN_URI,
    USER_SCOPES,
    GoogleAccount,
    default_folder,
    load_account,
    store_token,
    token_file,
)
from sheetsync.backends.google.quota import LocalQuota
from sheetsync.errors import ConfigError, SignInNeeded
from tests.backends.google.loopback import Ticker
from tests.emulator.server import Emulator

BOT = "bot@acme.iam.gserviceaccount.com"
LAN = "lan@example.com"
CLOUD_SCOPE = "https://www.googleapis.com/auth/cloud-platform"

Info = dict[str, Any]


@pytest.fixture
def google() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running


def saved(folder: Path, info: object, name: str = "credentials.json") -> Path:
    file = folder / name
    file.write_text(info if isinstance(info, str) else json.dumps(info), encoding="utf-8")
    return file


def loaded(google: Emulator, folder: Path, info: object) -> GoogleAccount:
    return load_account(saved(folder, info), folder=folder / "sign-ins", environ={}, endpoint=google.url)


def signed_in_as(google: Emulator, account: GoogleAccount) -> str:
    """Who Google takes ``account`` for."""
    ticker = Ticker()
    with GoogleClient([account], LocalQuota(ticker.clock), clock=ticker.clock, sleep=ticker.sleep, random=lambda: 0.0, endpoint=google.url) as client:
        return str(client.about()["user"]["emailAddress"])


def person(google: Emulator, scopes: tuple[str, ...] = USER_SCOPES) -> tuple[Info, str]:
    """A person who consented: the client's secrets, and the refresh token."""
    client = google.oauth_client("acme")["installed"]
    lan = google.world.account(LAN)
    return client, google.tokens.grant(lan, scopes, "acme", client["client_id"])


def authorized_user(google: Emulator, scopes: tuple[str, ...] = USER_SCOPES) -> Info:
    client, refresh = person(google, scopes)
    return {"type": "authorized_user", "refresh_token": refresh} | {key: client[key] for key in ("client_id", "client_secret", "token_uri")}


def workload(google: Emulator, folder: Path) -> Info:
    subject = folder / "subject-token"
    subject.write_text("token-of-the-cloud-we-run-in")
    google.oauth.subjects["token-of-the-cloud-we-run-in"] = google.world.account(BOT, kind="service", project="acme")
    return {
        "type": "external_account",
        "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/provider",
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
        "token_url": f"{google.url}/v1/token",
        "credential_source": {"file": str(subject)},
    }


def impersonation(google: Emulator, source: Info, email: str) -> Info:
    google.oauth.impersonators.add((email, BOT))
    google.world.account(BOT, kind="service", project="acme")
    return {
        "type": "impersonated_service_account",
        "service_account_impersonation_url": f"{google.url}/v1/projects/-/serviceAccounts/{BOT}:generateAccessToken",
        "source_credentials": source,
    }


def test_the_key_of_a_service_account(google: Emulator, tmp_path: Path) -> None:
    account = loaded(google, tmp_path, google.service_account(BOT, "acme"))
    assert (account.name, account.project, account.sign_in, account.key) == (BOT, "acme", "service", f"acme/{BOT}")
    assert signed_in_as(google, account) == BOT
    assert {scope for token in google.tokens.access.values() for scope in token.scopes} == set(SERVICE_SCOPES)


def test_an_authorized_user(google: Emulator, tmp_path: Path) -> None:
    account = loaded(google, tmp_path, authorized_user(google))
    assert (account.project, account.sign_in) == ("acme", "gcloud")
    assert signed_in_as(google, account) == LAN


def test_a_workload_identity(google: Emulator, tmp_path: Path) -> None:
    assert signed_in_as(google, loaded(google, tmp_path, workload(google, tmp_path))) == BOT


def test_a_workload_that_acts_as_a_service_account(google: Emulator, tmp_path: Path) -> None:
    info = workload(google, tmp_path)
    google.oauth.impersonators.add((BOT, "maps@acme.iam.gserviceaccount.com"))
    google.world.account("maps@acme.iam.gserviceaccount.com", kind="service")
    info["service_account_impersonation_url"] = f"{google.url}/v1/projects/-/serviceAccounts/maps@acme.iam.gserviceaccount.com:generateAccessToken"
    account = loaded(google, tmp_path, info)
    assert (account.name, account.project) == ("maps@acme.iam.gserviceaccount.com", "acme")
    assert signed_in_as(google, account) == "maps@acme.iam.gserviceaccount.com"


def test_a_person_who_acts_as_a_service_account(google: Emulator, tmp_path: Path) -> None:
    account = loaded(google, tmp_path, impersonation(google, authorized_user(google, (CLOUD_SCOPE,)), LAN))
    assert (account.name, account.project, account.sign_in) == (BOT, "acme", "service")
    assert signed_in_as(google, account) == BOT


def test_a_service_account_that_acts_as_another(google: Emulator, tmp_path: Path) -> None:
    other = "ci@acme.iam.gserviceaccount.com"
    assert signed_in_as(google, loaded(google, tmp_path, impersonation(google, google.service_account(other, "acme"), other))) == BOT


def test_a_person_who_signed_in_before_and_what_google_renews_is_stored_again(google: Emulator, tmp_path: Path) -> None:
    client, refresh = person(google)
    stored = token_file(tmp_path / "sign-ins", client["client_id"])
    store_token(stored, UserCredentials(None, refresh_token=refresh, client_id=client["client_id"], scopes=USER_SCOPES))  # type: ignore[no-untyped-call]
    account = loaded(google, tmp_path, {"installed": client})
    assert signed_in_as(google, account) == LAN
    kept = json.loads(stored.read_text())
    assert kept["token"] in google.tokens.access
    assert signed_in_as(google, loaded(google, tmp_path, {"installed": client})) == LAN
    assert [entry.method for entry in google.log].count("oauth2.token") == 1


def test_a_stored_sign_in_is_the_owner_s_alone_and_holds_no_copy_of_the_client_s_secret(google: Emulator, tmp_path: Path) -> None:
    client, refresh = person(google)
    stored = token_file(tmp_path / "new" / "sign-ins", client["client_id"])
    credentials = UserCredentials(  # type: ignore[no-untyped-call]
        "t", refresh_token=refresh, client_id=client["client_id"], client_secret=client["client_secret"], scopes=USER_SCOPES
    )
    store_token(stored, credentials)
    store_token(stored, credentials)
    assert list(stored.parent.iterdir()) == [stored]
    assert client["client_secret"] not in stored.read_text()
    if sys.platform != "win32":
        assert stat.S_IMODE(stored.stat().st_mode) == 0o600
        assert stat.S_IMODE(stored.parent.stat().st_mode) == 0o700


def test_a_renewed_sign_in_that_can_not_be_stored_still_works(google: Emulator, tmp_path: Path) -> None:
    client, refresh = person(google)
    stored = token_file(tmp_path / "sign-ins", client["client_id"])
    store_token(stored, UserCredentials(None, refresh_token=refresh, client_id=client["client_id"], scopes=USER_SCOPES))  # type: ignore[no-untyped-call]
    account = loaded(google, tmp_path, {"installed": client})
    stored.unlink()
    stored.parent.rmdir()
    stored.parent.write_text("a file in the way")
    assert signed_in_as(google, account) == LAN


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"token": "t", "refresh_token": "r", "scopes": null}', '{"token": 1, "expiry": "soon"}'])
def test_a_damaged_stored_sign_in_asks_to_sign_in_again(google: Emulator, tmp_path: Path, kept: str) -> None:
    client, _ = person(google)
    stored = token_file(tmp_path / "sign-ins", client["client_id"])
    stored.parent.mkdir()
    stored.write_text(kept)
    with pytest.raises(SignInNeeded, match="--login"):
        loaded(google, tmp_path, {"installed": client})


def test_nobody_signed_in_yet(google: Emulator, tmp_path: Path) -> None:
    with pytest.raises(SignInNeeded, match="--login") as caught:
        loaded(google, tmp_path, google.oauth_client())
    assert "Hãy chạy" in caught.value.vi


KEY: Info = {"type": "service_account", "client_email": BOT, "private_key": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"}
BROKEN: Mapping[str, object] = {
    "empty": "",
    "no JSON": "service account",
    "a list": [],
    "a number": "1",
    "binary": "\x00\x01",
    "nested too deep": "[" * 100_000,
    "no type": {},
    "an unknown type": {"type": "password"},
    "a key that is none": KEY | {"token_uri": TOKEN_URI},
    "no private key": {"type": "service_account", "client_email": BOT, "token_uri": TOKEN_URI},
    "no token_uri": KEY,
    "a user without a refresh token": {"type": "authorized_user", "client_id": "1-a", "client_secret": "s"},
    "a workload without a source": {"type": "external_account", "audience": "a", "token_url": "https://sts.googleapis.com/v1/token"},
    "an impersonation of nobody": {"type": "impersonated_service_account", "source_credentials": {}},
    "an impersonation without a source": {"type": "impersonated_service_account", "service_account_impersonation_url": TOKEN_URI},
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_garbled_file_is_named_with_what_to_do(tmp_path: Path, fault: str) -> None:
    file = saved(tmp_path, BROKEN[fault])
    with pytest.raises(ConfigError) as caught:
        load_account(file, folder=tmp_path, environ={})
    assert caught.value.en.startswith(f"{file}: ")
    assert "Create a new JSON key" in caught.value.en
    assert "Hãy tạo khóa JSON mới" in caught.value.vi


def test_a_client_of_the_wrong_type_is_told_from_a_damaged_file(tmp_path: Path) -> None:
    file = tmp_path / "credentials.json"
    file.write_text(json.dumps({"web": {"client_id": "1-a"}}))
    with pytest.raises(ConfigError, match="create an OAuth client of the type Desktop app"):
        load_account(file, folder=tmp_path, environ={})


def test_what_an_account_sees_is_told_by_its_scopes(google: Emulator, tmp_path: Path) -> None:
    assert loaded(google, tmp_path, google.service_account(BOT)).sees_all
    for scopes, everything in ((SERVICE_SCOPES, True), (USER_SCOPES, False)):
        assert loaded(google, tmp_path, authorized_user(google) | {"scopes": list(scopes)}).sees_all is everything
    assert loaded(google, tmp_path, authorized_user(google) | {"scopes": "unknown"}).sees_all


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for file in (tmp_path / "nothing.json", tmp_path):
        with pytest.raises(ConfigError) as caught:
            load_account(file, folder=tmp_path, environ={})
        assert str(file) in caught.value.en


def _real(info: Info) -> Info:
    return info | {"token_uri": TOKEN_URI}


@pytest.mark.parametrize(
    "change",
    [
        _real,
        lambda info: info | {"token_uri": "http://example.com/token"},
        lambda info: info | {"token_uri": "http://127.0.0.1.example.com/token"},
        lambda info: {
            "type": "impersonated_service_account",
            "source_credentials": _real(info),
            "service_account_impersonation_url": info["token_uri"],
        },
    ],
)
def test_with_a_local_endpoint_no_credentials_of_the_real_google_are_taken(google: Emulator, tmp_path: Path, change: Callable[[Info], Info]) -> None:
    """Whoever listens on that port would be handed real tokens."""
    with pytest.raises(ConfigError, match="real Google"):
        loaded(google, tmp_path, change(google.service_account(BOT)))
    assert google.log == []


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8085/token",
        "http://oauth2.googleapis.com/token",
        "https://evil.example/token",
        "https://googleapis.com.evil.example/token",
        "https://evilgoogleapis.com/token",
        "https://accounts.google.com@evil.example/token",
        "https://[oops/token",
    ],
)
def test_without_an_endpoint_nothing_secret_goes_anywhere_but_to_google(tmp_path: Path, address: str) -> None:
    for info in (KEY | {"token_uri": address}, {"installed": {"client_id": "1-a", "auth_uri": address, "token_uri": TOKEN_URI}}):
        with pytest.raises(ConfigError, match="not Google"):
            load_account(saved(tmp_path, info), folder=tmp_path, environ={})


def test_an_endpoint_elsewhere_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not on this computer"):
        load_account(saved(tmp_path, KEY), folder=tmp_path, environ={}, endpoint="http://example.com")


def test_without_a_named_file_the_surroundings_say_which(google: Emulator, tmp_path: Path) -> None:
    file = saved(tmp_path, google.service_account(BOT, "acme"))
    environ = {"GOOGLE_APPLICATION_CREDENTIALS": str(file)}
    assert load_account(None, folder=tmp_path, environ=environ, endpoint=google.url).name == BOT


def test_a_local_endpoint_never_gets_this_computer_s_default_credentials(google: Emulator, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"credentials, under \[google\]"):
        load_account(None, folder=tmp_path, environ={}, endpoint=google.url)


def test_no_credentials_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    with pytest.raises(SignInNeeded, match=r"service-account\.json"):
        load_account(None, folder=tmp_path, environ={})


def test_default_credentials_of_the_gcloud_tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved(
        tmp_path, {"type": "authorized_user", "client_id": "1-a", "client_secret": "s", "refresh_token": "r"}, "application_default_credentials.json"
    )
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", "acme")
    account = load_account(None, folder=tmp_path, environ={})
    assert (account.sign_in, account.project) == ("gcloud", "acme")


def test_nothing_secret_is_shown(google: Emulator, tmp_path: Path) -> None:
    info = google.service_account(BOT, "acme")
    account = loaded(google, tmp_path, info)
    signed_in_as(google, account)
    assert info["private_key"] not in repr(account)
    assert not any(token in repr(account) for token in google.tokens.access)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://127.0.0.1:8085", True),
        ("http://localhost:1/", True),
        ("http://[::1]:80", True),
        ("http://127.9.9.9", True),
        ("https://127.0.0.1", False),
        ("http://127.0.0.1:99999", False),
        ("http://0.0.0.0:80", False),
        ("http://localhost.example.com", False),
        ("http://[oops", False),
        ("127.0.0.1:8085", False),
    ],
)
def test_what_is_on_this_computer(address: str, expected: bool) -> None:  # noqa: FBT001
    assert is_loopback(address) is expected


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "/people/lan/.config/sheetsync"),
        ({"XDG_CONFIG_HOME": "/etc/lan"}, "/etc/lan/sheetsync"),
        ({"XDG_CONFIG_HOME": "here"}, "/people/lan/.config/sheetsync"),
    ],
)
def test_where_sign_ins_are_kept(environ: Mapping[str, str], expected: str) -> None:
    assert default_folder(environ, Path("/people/lan")) == Path(expected)
