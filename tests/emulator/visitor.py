"""A plain HTTP client of one account."""

from types import TracebackType
from typing import Any, Self

import requests
from google.auth.transport.requests import AuthorizedSession

from tests.emulator.server import Emulator
from tests.emulator.world import DRIVE_SCOPE, SHEETS_SCOPE

FILES = "/drive/v3/files"
LAN = "lan@example.com"


def signed_in(credentials: Any) -> requests.Session:
    """A session of google-auth's, which gets itself tokens."""
    return AuthorizedSession(credentials)  # type: ignore[no-untyped-call]


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

    def folder(self, name: str = "Maps", **query: Any) -> str:
        """A new folder; its id."""
        made = self.call("POST", FILES, body={"name": name, "mimeType": "application/vnd.google-apps.folder"}, **query)
        assert made.ok, made.text
        return str(made.json()["id"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.session.close()
