"""The local Google as any HTTP client sees it: checks in Google's order, Google's errors, its own log."""

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import requests
from google.oauth2.service_account import Credentials

from tests.emulator.__main__ import main
from tests.emulator.server import Emulator
from tests.emulator.visitor import FILES, LAN, Visitor, signed_in
from tests.emulator.world import DRIVE_FILE_SCOPE, DRIVE_SCOPE, SHEETS_SCOPE, SPREADSHEET

ROOT = Path(__file__).parents[2]
NOWHERE = "/v4/spreadsheets/1nowhere"


def test_an_answer_looks_as_google_writes_it(lan: Visitor):
    answer = lan.get(f"{FILES}/{lan.folder('<b>Bản đồ</b>')}", fields="name,mimeType")

    assert answer.text == '{\n  "name": "\\u003cb\\u003eBản đồ\\u003c/b\\u003e",\n  "mimeType": "application/vnd.google-apps.folder"\n}\n'
    assert answer.headers["Content-Type"] == "application/json; charset=UTF-8"
    assert answer.headers["Vary"] == "Origin, X-Origin, Referer"
    assert answer.headers["Server"] == "ESF"


def test_sheets_words_an_error_with_a_status(lan: Visitor):
    answer = lan.get(NOWHERE)

    assert answer.status_code == 404
    assert answer.text == (
        '{\n  "error": {\n    "code": 404,\n    "message": "Requested entity was not found.",\n    "status": "NOT_FOUND"\n  }\n}\n'
    )
    assert lan.get(NOWHERE, **{"$.xgafv": "1"}).json()["error"]["errors"][0]["message"] == "Requested entity was not found."


def test_drive_words_an_error_with_a_reason(lan: Visitor):
    answer = lan.get(f"{FILES}/1nowhere")

    assert (answer.status_code, answer.json()) == (
        404,
        {
            "error": {
                "code": 404,
                "message": "File not found: 1nowhere.",
                "errors": [
                    {
                        "message": "File not found: 1nowhere.",
                        "domain": "global",
                        "reason": "notFound",
                        "location": "fileId",
                        "locationType": "parameter",
                    }
                ],
            }
        },
    )


def test_a_path_that_no_service_knows_is_a_web_page(lan: Visitor):
    answer = lan.get("/v9/<spreadsheets>")

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/html; charset=UTF-8")
    assert "<spreadsheets>" not in answer.text


def test_what_the_emulator_does_not_do_it_says(lan: Visitor):
    answer = lan.get("/drive/v3/teamdrives")

    assert (answer.status_code, answer.json()["error"]["message"]) == (501, "The emulator does not do this: drive.teamdrives.list")


def test_each_check_comes_before_the_next(google: Emulator, lan: Visitor):
    """Manners, credential, scopes, query values, mask, and only then the file."""
    wrong = {"includeGridData": "maybe", "fields": "bogus"}
    with Visitor(google, "ya29.nobody") as nobody, Visitor(google, scopes=("https://www.googleapis.com/auth/calendar",)) as poor:
        assert nobody.get(NOWHERE, alt="cake", **wrong).status_code == 400
        assert nobody.get(NOWHERE, **wrong).status_code == 401
        assert poor.get(NOWHERE, **wrong).status_code == 403
    assert lan.get(NOWHERE, **wrong).json()["error"]["message"] == "Invalid value at 'include_grid_data' (TYPE_BOOL), \"maybe\""
    assert lan.get(NOWHERE, includeGridData="yes", fields="bogus").json()["error"]["message"] == "Request contains an invalid argument."
    assert lan.get(NOWHERE, includeGridData="yes", fields="sheets.data").status_code == 404


def test_an_unknown_path_in_a_mask_is_named(lan: Visitor):
    sheets = lan.get(NOWHERE, fields="properties.title,bogus").json()["error"]
    drive = lan.get(FILES, fields="files(id,bogus)").json()["error"]

    assert sheets["details"][0]["fieldViolations"] == [
        {"field": "properties.title,bogus", "description": "Error expanding 'fields' parameter. Cannot find matching fields for path 'bogus'."}
    ]
    assert lan.get(NOWHERE, fields="sheets(").json()["error"]["details"][0]["fieldViolations"][0]["description"] == (
        "Invalid FieldMask 'sheets('. Cannot find matching ')' for all '('."
    )
    assert (drive["message"], drive["errors"][0]["location"]) == ("Invalid field selection bogus", "fields")


def test_comments_want_fields(lan: Visitor):
    answer = lan.get(f"{FILES}/{lan.folder()}/comments")

    assert answer.status_code == 400
    assert answer.json()["error"]["errors"][0] == {
        "message": "The 'fields' parameter is required for this method.",
        "domain": "global",
        "reason": "required",
        "location": "fields",
        "locationType": "parameter",
    }


def test_a_call_without_credential_is_refused_in_two_ways(google: Emulator):
    reading = requests.get(google.url + NOWHERE, headers={"Authorization": "bearer ya29.lower"}, timeout=5)
    writing = requests.post(google.url + NOWHERE + ":batchUpdate", json={}, timeout=5)

    assert reading.status_code == 403
    assert reading.json()["error"]["message"].startswith("Method doesn't allow unregistered callers")
    assert writing.status_code == 401
    assert writing.json()["error"]["message"].startswith("Request is missing required authentication credential.")


def test_missing_scopes_are_told(google: Emulator):
    with Visitor(google, scopes=(SHEETS_SCOPE,)) as visitor:
        answer = visitor.get(FILES)

    assert answer.status_code == 403
    assert answer.json()["error"]["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
    assert answer.json()["error"]["errors"][0]["reason"] == "insufficientPermissions"
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]


def test_an_app_with_drive_file_sees_only_its_own_files(google: Emulator, lan: Visitor):
    """What somebody made in the browser, copied or dragged in stays unseen, though the account may open it."""
    foreign = lan.folder("Dragged in")
    with Visitor(google, scopes=(DRIVE_FILE_SCOPE,), app="sheetish") as app:
        own = app.folder("Made by the app")
        listed = [file["id"] for file in app.get(FILES).json()["files"]]
        refused = app.get(f"{FILES}/{foreign}")

    assert listed == [own]
    assert refused.json()["error"]["errors"][0]["reason"] == "notFound"
    assert {file["id"] for file in lan.get(FILES).json()["files"]} >= {own, foreign}


def test_the_spreadsheets_scope_opens_any_spreadsheet_of_the_account(google: Emulator, lan: Visitor):
    made = lan.call("POST", FILES, body={"name": "Gym", "mimeType": SPREADSHEET}).json()["id"]
    with Visitor(google, scopes=(SHEETS_SCOPE,), app="other") as sheets, Visitor(google, scopes=(DRIVE_FILE_SCOPE,), app="other") as narrow:
        assert sheets.get(f"/v4/spreadsheets/{made}", fields="properties.title").json() == {"properties": {"title": "Gym"}}
        assert narrow.get(f"/v4/spreadsheets/{made}").status_code in {403, 404}


def test_the_log_says_what_each_call_counted_as(google: Emulator, lan: Visitor):
    lan.folder()
    lan.get(NOWHERE)
    lan.call("POST", f"{NOWHERE}:batchUpdate", body={})
    lan.call("POST", f"{NOWHERE}/values:batchGetByDataFilter", body={})
    requests.get(google.url + FILES, timeout=5)

    assert [(entry.method, entry.kind, entry.units, entry.account, entry.status) for entry in google.log] == [
        ("drive.files.create", "drive", 50, LAN, 200),
        ("sheets.spreadsheets.get", "read", 1, LAN, 404),
        ("sheets.spreadsheets.batchUpdate", "write", 1, LAN, 404),
        ("sheets.spreadsheets.values.batchGetByDataFilter", "read", 1, LAN, 404),
        ("drive.files.list", "drive", 100, "", 403),
    ]


def test_an_upload_brings_its_description_along(lan: Visitor):
    body = (
        b'--x\r\nContent-Type: application/json\r\n\r\n{"name": "notes.txt"}\r\n--x\r\nContent-Type: text/plain\r\n\r\nXin ch\xc3\xa0o\r\n--x--\r\n'
    )
    headers = {"Content-Type": "multipart/related; boundary=x"}
    url = f"{lan.google.url}/upload{FILES}"
    made = lan.session.post(url, params={"uploadType": "multipart"}, data=body, headers=headers, timeout=5).json()

    assert made["name"] == "notes.txt"
    assert lan.get(f"{FILES}/{made['id']}", alt="media").content == "Xin chào".encode()


def test_google_auth_signs_in_with_a_key_file(google: Emulator):
    """The library sends its credential in lower-case headers, and gets its token from the same port."""
    info = google.service_account("robot@maps.iam.gserviceaccount.com", "maps")
    credentials = Credentials.from_service_account_info(info, scopes=[DRIVE_SCOPE])  # type: ignore[no-untyped-call]
    with signed_in(credentials) as session:
        answer = session.get(google.url + FILES)

    assert answer.json()["files"] == []
    assert [(entry.method, entry.account) for entry in google.log] == [("oauth2.token", ""), ("drive.files.list", info["client_email"])]


def test_many_clients_at_once_leave_nothing_behind():
    before = threading.active_count()
    with Emulator() as google:
        visitors = [Visitor(google, email=f"person{number}@example.com") for number in range(8)]
        threads = [threading.Thread(target=visitor.folder) for visitor in visitors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(google.log) == 8
    for visitor in visitors:
        visitor.session.close()

    assert threading.active_count() == before


def test_a_mistake_of_the_emulator_is_no_bad_day_of_google(lan: Visitor):
    def stumble(_: object) -> None:
        raise ZeroDivisionError

    lan.google.faults.before("drive.files.list", stumble)
    assert lan.get(FILES).status_code == 501
    with pytest.raises(ExceptionGroup) as caught:
        lan.google.check()
    assert caught.group_contains(ZeroDivisionError)
    lan.google.crashes.clear()


def test_a_person_can_start_it_and_try_a_client(tmp_path: Path):
    key = tmp_path / "key.json"
    command = [sys.executable, "-m", "tests.emulator", "--port", "0", "--key", str(key), "--person", LAN]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        credentials = Credentials.from_service_account_file(key, scopes=[DRIVE_SCOPE])  # type: ignore[no-untyped-call]
        with signed_in(credentials) as session:
            made = session.post(
                f"{told['url']}{FILES}?supportsAllDrives=true", json={"name": "Map", "mimeType": SPREADSHEET, "parents": [told["folder"]]}
            )
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read()

    assert made.status_code == 200
    assert told["token_uri"] == f"{told['url']}/token"
    assert (process.returncode, rest) == (0, "")
    assert key.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--port", "65536"], "65536 is no port"),
        (["--person", "lan"], "lan is no e-mail address"),
        (["--key", "precious.json"], "stays as it is"),
        (["--key", "nowhere/key.json"], "can't be written (No such file or directory)"),
    ],
)
def test_whoever_starts_it_wrongly_is_told_what_to_change(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    precious = tmp_path / "precious.json"
    precious.write_text('{"token_uri": "https://oauth2.googleapis.com/token"}', encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(words)

    assert ended.value.code == 2
    assert said in capsys.readouterr().err
    assert precious.read_text(encoding="utf-8") == '{"token_uri": "https://oauth2.googleapis.com/token"}'


def test_a_port_that_is_taken_is_told(google: Emulator, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main(["--port", google.url.rpartition(":")[2]])

    assert "can't be had (Address already in use)" in capsys.readouterr().err
