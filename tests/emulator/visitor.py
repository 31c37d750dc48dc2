"""A plain HTTP client of one account."""

from types import TracebackType
from typing import Any, Self

import gspread
import requests
from google.auth.credentials import AnonymousCredentials
from google.auth.transport.requests import AuthorizedSession, Request
from requests.adapters import HTTPAdapter

from tests.emulator.server import Emulator
from tests.emulator.world import DRIVE_SCOPE, SHEETS_SCOPE

FILES = "/drive/v3/files"
LAN = "lan@example.com"


class _Request(Request):
    """Gets tokens and nothing else: google-auth asks one more service, which is not here, with a copy of it in a thread that outlives the test."""

    def __deepcopy__(self, _memo: object) -> "_Request":
        raise TypeError


def signed_in(credentials: Any, **options: Any) -> requests.Session:
    """A session of google-auth's, which gets itself tokens."""
    return AuthorizedSession(credentials, auth_request=_Request(), **options)  # type: ignore[no-untyped-call]


class _Redirect(HTTPAdapter):
    """Sends every request to another address."""

    def __init__(self, url: str) -> None:
        self.address = url
        super().__init__()

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        request.url = self.address + request.path_url
        return super().send(request, **options)


class Visitor:
    """Calls the emulator with a bearer token; ``with`` closes the connection."""

    def __init__(
        self, google: Emulator, token: str = "", *, email: str = LAN, scopes: tuple[str, ...] = (SHEETS_SCOPE, DRIVE_SCOPE), app: str = "1"
    ) -> None:
        self.google = google
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Authorization"] = "Bearer " + (token or google.token(email, scopes, app))

    def call(self, verb: str, path: str, *, body: Any = None, **query: Any) -> requests.Response:
        """One call, whatever comes of it."""
        return self.session.request(verb, self.google.url + path, params=query, json=body, timeout=10)

    def get(self, path: str, **query: Any) -> requests.Response:
        """Read."""
        return self.call("GET", path, **query)

    def gspread(self) -> gspread.Client:
        """A gspread client with the same token and connection; what it sends to Google comes here."""
        for address in ("https://sheets.googleapis.com/", "https://www.googleapis.com/"):
            self.session.mount(address, _Redirect(self.google.url))
        return gspread.Client(AnonymousCredentials(), session=self.session)  # type: ignore[no-untyped-call]

    def folder(self, name: str = "Maps", **query: Any) -> str:
        """A new folder; its id."""
        made = self.call("POST", FILES, body={"name": name, "mimeType": "application/vnd.google-apps.folder"}, **query)
        assert made.ok, made.text
        return str(made.json()["id"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.session.close()
