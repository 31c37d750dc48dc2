"""A person signs in on the consent page of the emulator; plain HTTP stands in for their browser."""

import json
import re
import stat
import sys
import webbrowser
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest

from sheetsync.backends.google.client import GoogleClient
from sheetsync.backends.google.credentials import USER_SCOPES, load_account, token_file
from sheetsync.backends.google.login import sign_in
from sheetsync.backends.google.quota import LocalQuota
from sheetsync.backends.google.transport import Manner
from sheetsync.errors import ConfigError, ServiceUnavailable, SignInNeeded
from tests.backends.google.loopback import Ticker
from tests.emulator.failures import server_error
from tests.emulator.server import Emulator

LAN = "lan@example.com"


@pytest.fixture
def google() -> Iterator[Emulator]:
    with Emulator() as running:
        running.world.account(LAN)
        yield running


@pytest.fixture
def secrets(google: Emulator, tmp_path: Path) -> Path:
    """Client secrets as the console offers them for download."""
    file = tmp_path / "client_secret.json"
    file.write_text(json.dumps(google.oauth_client("acme")))
    return file


class Browser:
    """Opens the consent page and presses a button, meanwhile, as a person would."""

    def __init__(self, press: str = "allow", **ticked: str) -> None:
        self.press, self.ticked = press, ticked
        self.page = ""
        self._threads: list[Thread] = []

    def open(self, address: str) -> bool:
        thread = Thread(target=self._visit, args=[address])
        self._threads.append(thread)
        thread.start()
        return True

    def close(self) -> None:
        for thread in self._threads:
            thread.join()

    def _visit(self, address: str) -> None:
        with urlopen(address) as answer:  # noqa: S310 - loopback
            form = answer.read().decode()
        fields = {unescape(name): unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form)}
        sent = urlencode({**fields, "account": LAN, "decision": self.press, **self.ticked}).encode()
        with urlopen(Request(address.partition("?")[0], sent)) as answer:  # noqa: S310 - follows the way back to us
            self.page = answer.read().decode()


@pytest.fixture
def browser() -> Iterator[Callable[..., Browser]]:
    made: list[Browser] = []

    def make(press: str = "allow", **ticked: str) -> Browser:
        made.append(Browser(press, **ticked))
        return made[-1]

    yield make
    for one in made:
        one.close()


def manner(google: Emulator) -> Manner:
    ticker = Ticker()
    return Manner(ticker.clock, ticker.sleep, lambda: 0.0, google.url)


def test_a_person_signs_in_and_stays_signed_in(google: Emulator, secrets: Path, tmp_path: Path, browser: Callable[..., Browser]) -> None:
    folder, said = tmp_path / "config" / "sheetsync", list[str]()
    lan = browser()
    account = sign_in(secrets, folder, manner(google), say=said.append, open_page=lan.open)
    lan.close()
    assert "quay lại cửa sổ dòng lệnh" in lan.page
    assert account.sign_in == "user"

    again = load_account(secrets, folder=folder, environ={}, endpoint=google.url)
    ticker = Ticker()
    with GoogleClient([again], LocalQuota(ticker.clock), clock=ticker.clock, sleep=ticker.sleep, random=lambda: 0.0, endpoint=google.url) as client:
        assert client.about()["user"]["emailAddress"] == LAN
    stored = token_file(folder, json.loads(secrets.read_text())["installed"]["client_id"])
    assert list(folder.iterdir()) == [stored]
    if sys.platform != "win32":
        assert stat.S_IMODE(stored.stat().st_mode) == 0o600


def test_the_page_asks_for_the_files_of_the_app_alone_and_for_something_lasting(
    google: Emulator, secrets: Path, tmp_path: Path, browser: Callable[..., Browser]
) -> None:
    said: list[str] = []
    sign_in(secrets, tmp_path, manner(google), say=said.append, open_page=browser().open)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(said[0]).query).items()}
    assert said[0].startswith(f"{google.url}/o/oauth2/auth?")
    assert asked["scope"] == USER_SCOPES[0]
    assert (asked["access_type"], asked["prompt"], asked["code_challenge_method"]) == ("offline", "consent", "S256")
    assert urlsplit(asked["redirect_uri"]).hostname == "127.0.0.1"


def test_a_browser_that_does_not_open_is_no_problem_where_the_address_is_shown(
    google: Emulator, secrets: Path, tmp_path: Path, browser: Callable[..., Browser]
) -> None:
    def missing(_: str) -> bool:
        raise webbrowser.Error

    assert sign_in(secrets, tmp_path, manner(google), say=browser().open, open_page=missing).sign_in == "user"


def test_who_refuses_is_not_signed_in(google: Emulator, secrets: Path, tmp_path: Path, browser: Callable[..., Browser]) -> None:
    with pytest.raises(SignInNeeded, match="you refused") as caught:
        sign_in(secrets, tmp_path / "config", manner(google), say=str, open_page=browser("deny").open)
    assert "Hãy chạy lại `sheetsync doctor --login`" in caught.value.vi
    assert not (tmp_path / "config").exists()


def test_who_ticks_the_permission_off_is_not_signed_in(google: Emulator, secrets: Path, tmp_path: Path, browser: Callable[..., Browser]) -> None:
    with pytest.raises(SignInNeeded, match="was unticked"):
        sign_in(secrets, tmp_path, manner(google), say=str, open_page=browser(granted="openid").open)


def test_who_does_not_answer_is_not_waited_for_for_ever(google: Emulator, secrets: Path, tmp_path: Path) -> None:
    with pytest.raises(SignInNeeded, match="not answered in time"):
        sign_in(secrets, tmp_path, manner(google), say=str, open_page=lambda _: True, seconds=0)


def test_a_stranger_who_calls_the_port_gets_nobody_signed_in(google: Emulator, secrets: Path, tmp_path: Path) -> None:
    callers: list[Thread] = []

    def call(address: str) -> None:
        back = parse_qs(urlsplit(address).query)["redirect_uri"][0]
        callers.append(Thread(target=lambda: urlopen(f"{back}?code=stolen&state=guessed").close()))  # noqa: S310 - loopback
        callers[-1].start()

    with pytest.raises(SignInNeeded, match="mismatching_state"):
        sign_in(secrets, tmp_path, manner(google), say=call, open_page=lambda _: True)
    callers[0].join()
    assert [entry.method for entry in google.log] == []


def test_a_client_that_google_does_not_know(google: Emulator, secrets: Path, tmp_path: Path, browser: Callable[..., Browser]) -> None:
    info = json.loads(secrets.read_text())
    secrets.write_text(json.dumps({"installed": info["installed"] | {"client_secret": "wrong"}}))
    with pytest.raises(SignInNeeded, match="invalid_client"):
        sign_in(secrets, tmp_path, manner(google), say=str, open_page=browser().open)


def test_trouble_of_google_s_while_signing_in(google: Emulator, secrets: Path, tmp_path: Path, browser: Callable[..., Browser]) -> None:
    google.faults.add("oauth2.token", server_error(503))
    with pytest.raises(ServiceUnavailable, match="run again"):
        sign_in(secrets, tmp_path, manner(google), say=str, open_page=browser().open)


def test_a_key_of_a_service_account_needs_no_signing_in(google: Emulator, tmp_path: Path) -> None:
    key = tmp_path / "key.json"
    key.write_text(json.dumps(google.service_account("bot@acme.iam.gserviceaccount.com")))
    with pytest.raises(ConfigError, match="Desktop app"):
        sign_in(key, tmp_path, manner(google), say=str)


def test_a_folder_that_can_not_be_written_is_named(google: Emulator, secrets: Path, tmp_path: Path, browser: Callable[..., Browser]) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file in the way")
    with pytest.raises(ConfigError, match="can't be stored") as caught:
        sign_in(secrets, taken, manner(google), say=str, open_page=browser().open)
    assert str(taken) in caught.value.vi
