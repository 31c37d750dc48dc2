"""The emulator's answers held against what Google answered: each recorded session is replayed over HTTP, call by call.

``--recordings DIR`` names the folder. Ids differ, so they are learnt from the answers as they come; moments are compared by their form.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from tests.emulator.server import Emulator
from tests.emulator.sheets.new import new_book
from tests.emulator.world import DRIVE_SCOPE, SHEETS_SCOPE, SPREADSHEET

RECORDER = "recorder@example.iam.gserviceaccount.com"
STRANGER = "stranger@example.com"

KNOWN_DIFFERENCES: Mapping[str, str] = {}
"""File → why the emulator answers otherwise. At most two; one that is listed must differ."""

ID_FIELDS = frozenset({"id", "spreadsheetId", "sheetId", "namedRangeId", "protectedRangeId"})
MOMENT_FIELDS = frozenset({"createdTime", "modifiedTime"})
FILE_ID = re.compile(r"[-\w]{44}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "recording" in metafunc.fixturenames:
        folder: Path | None = metafunc.config.getoption("--recordings")
        files = sorted(folder.glob("*.json")) if folder else []
        skipped = [pytest.param(None, marks=pytest.mark.skip(reason="no recordings given: --recordings DIR"))]
        metafunc.parametrize("recording", [pytest.param(file, id=file.stem) for file in files] or skipped)


class Replay:
    """One recording on its way through an emulator: knows which recorded id is which of the emulator's."""

    def __init__(self, google: Emulator) -> None:
        self.google = google
        self.ids: dict[Any, Any] = {}
        self.seeded: set[str] = set()
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Authorization"] = f"Bearer {google.token(RECORDER, [DRIVE_SCOPE, SHEETS_SCOPE])}"

    def differences(self, interactions: list[dict[str, Any]]) -> Iterator[str]:
        """What is answered otherwise, one line for each call."""
        for number, interaction in enumerate(interactions):
            request, recorded = interaction["request"], interaction["response"]
            self.seed(request, recorded)
            answer = self.send(request)
            where = f"{number}: {request['method']} {request['uri']}"
            if answer.status_code != recorded["status"]:
                yield f"{where}\n  status {answer.status_code}, recorded {recorded['status']}\n  {answer.text}"
            elif (wanted := self.wanted(recorded["body"], answer.text)) != (given := masked(body_of(answer.text))):
                yield f"{where}\n  answered {json.dumps(given)}\n  recorded {json.dumps(wanted)}"
            if answer.headers["Content-Type"] != recorded["content_type"]:
                yield f"{where}\n  type {answer.headers['Content-Type']}, recorded {recorded['content_type']}"

    def send(self, request: Mapping[str, Any]) -> requests.Response:
        """The recorded call, with the emulator's ids in it."""
        parts = urlsplit(request["uri"])
        path = FILE_ID.sub(lambda match: self.ids.get(match[0], match[0]), f"{parts.path}?{parts.query}")
        body = request["body"] and self.renamed(json.loads(request["body"]))
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} if data else {}
        return self.session.request(request["method"], self.google.url + path, data=data, headers=headers, timeout=30)

    def wanted(self, recorded: str, answered: str) -> Any:
        """The recorded body with the emulator's ids, which are learnt here where they are new."""
        wanted = body_of(recorded)
        self.learn(wanted, body_of(answered))
        return masked(self.renamed(wanted))

    def learn(self, recorded: Any, answered: Any) -> None:
        """Note which new ids stand at the same places."""
        if isinstance(recorded, dict) and isinstance(answered, dict):
            for name in recorded.keys() & answered.keys():
                if name in ID_FIELDS and type(recorded[name]) is type(answered[name]):
                    self.ids.setdefault(recorded[name], answered[name])
                self.learn(recorded[name], answered[name])
        elif isinstance(recorded, list) and isinstance(answered, list):
            for one, other in zip(recorded, answered, strict=False):
                self.learn(one, other)

    def renamed(self, value: Any, name: str = "") -> Any:
        """JSON with the emulator's ids instead of the recorded ones."""
        if isinstance(value, dict):
            return {key: self.renamed(one, key) for key, one in value.items()}
        if isinstance(value, list):
            return [self.renamed(one, name) for one in value]
        if name in ID_FIELDS:
            return self.ids.get(value, value)
        return FILE_ID.sub(lambda match: self.ids.get(match[0], match[0]), value) if isinstance(value, str) else value

    def seed(self, request: Mapping[str, Any], recorded: Mapping[str, Any]) -> None:
        """Put into the world what the recording's account saw but had not made in it: files of earlier days, files of strangers."""
        parts = urlsplit(request["uri"])
        if recorded["status"] == 403:
            unknown = set(FILE_ID.findall(parts.path)) - self.ids.keys()
            self.ids |= {one: self.add("Private", STRANGER) for one in unknown}
        if parts.path == "/drive/v3/files" and request["method"] == "GET":
            self.seed_list(json.loads(recorded["body"])["files"], dict(parse_qsl(parts.query)))

    def seed_list(self, listed: list[dict[str, str]], query: Mapping[str, str]) -> None:
        """Earlier files that the list shows; those of a session before that it shows no more are gone."""
        assert "mimeType" in query["q"]
        names = {one["id"] for one in listed}
        for gone in self.seeded - names:
            del self.google.world.files[self.ids.pop(gone)]
        self.seeded &= names
        for one in listed:
            if one["id"] not in self.ids:
                self.seeded.add(one["id"])
                self.ids[one["id"]] = self.add(one["name"], RECORDER)
            if one["id"] in self.seeded:
                file = self.google.world.files[self.ids[one["id"]]]
                file.created, file.modified = (datetime.fromisoformat(one[name]) for name in ("createdTime", "modifiedTime"))

    def add(self, title: str, owner: str) -> str:
        """A spreadsheet that is simply there."""
        world = self.google.world
        file = world.add_file(title, SPREADSHEET, world.account(owner), parents=[])
        file.book = new_book(title)
        return file.id


def body_of(text: str) -> Any:
    """JSON, or the text itself where it is none."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def masked(value: Any, name: str = "") -> Any:
    """JSON without what no two runs have in common: moments, as far as they have the right form."""
    if isinstance(value, dict):
        return {key: masked(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [masked(one) for one in value]
    return "a moment" if name in MOMENT_FIELDS and MOMENT.fullmatch(value) else value


def test_the_emulator_answers_as_google_did(recording: Path) -> None:
    interactions = json.loads(recording.read_text(encoding="utf-8"))["interactions"]
    with Emulator() as google:
        google.world.account(RECORDER)
        replay = Replay(google)
        with replay.session:
            found = "\n".join(replay.differences(interactions))
    assert bool(found) == (recording.stem in KNOWN_DIFFERENCES), found or f"no longer different: {recording.stem}"


def test_few_differences_are_known_and_each_has_its_reason() -> None:
    assert len(KNOWN_DIFFERENCES) <= 2
    assert all(KNOWN_DIFFERENCES.values())
