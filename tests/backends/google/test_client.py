"""Our calls to Google: what they ask for, what they cost, which account makes them, and what a bad day leaves behind."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from google.oauth2.credentials import Credentials

from sheetsync.backends.google.address import FOLDER, SPREADSHEET
from sheetsync.backends.google.client import Cost, GoogleClient, cost
from sheetsync.backends.google.credentials import GoogleAccount, load_account
from sheetsync.backends.google.quota import WINDOW, LocalQuota
from sheetsync.backends.google.refusals import CLOCK, Refusal, kind_of
from sheetsync.backends.google.transport import Patience
from tests.backends.google.loopback import Answer, Seen, Stage, Ticker, ok, refused
from tests.emulator.failures import Fault, acted, dropped, forbidden, html_error, rate_limited, server_error
from tests.emulator.server import Emulator

BOT = "bot@acme.iam.gserviceaccount.com"


@pytest.fixture
def google() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running


@pytest.fixture
def ticker() -> Ticker:
    return Ticker(time.time())


@pytest.fixture
def client(google: Emulator, ticker: Ticker, tmp_path: Path) -> Iterator[GoogleClient]:
    key = tmp_path / "key.json"
    key.write_text(json.dumps(google.service_account(BOT, "acme")))
    account = load_account(key, folder=tmp_path, environ={}, endpoint=google.url)
    with GoogleClient([account], LocalQuota(ticker.clock), clock=ticker.clock, sleep=ticker.sleep, random=lambda: 1.0, endpoint=google.url) as made:
        yield made


@pytest.fixture
def folder(google: Emulator) -> str:
    """A shared drive that the service account may write to."""
    drive = google.world.add_drive("Maps")
    google.world.permit(drive, BOT, "fileOrganizer")
    return drive.id


def account(name: str, project: str = "acme") -> GoogleAccount:
    return GoogleAccount(name, project, Credentials(f"token-of-{name}"))  # type: ignore[no-untyped-call]


def staged(stage: Stage, ticker: Ticker, *accounts: GoogleAccount) -> GoogleClient:
    return GoogleClient(
        accounts or [account("bot")], LocalQuota(ticker.clock), clock=ticker.clock, sleep=ticker.sleep, random=lambda: 0.0, endpoint=stage.url
    )


def query(seen: Seen) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(seen.path).query).items()}


def test_a_file_is_made_found_looked_at_and_put_into_the_bin(client: GoogleClient, folder: str) -> None:
    made = client.create_file("Gym", parents=[folder], app_properties={"sheetsync": "1"})
    found = f"'{folder}' in parents and trashed = false and appProperties has {{ key='sheetsync' and value='1' }}"
    assert [file["id"] for file in client.files(found, fields="id")] == [made]
    assert client.file(made, fields="name,mimeType,driveId") == {"name": "Gym", "mimeType": SPREADSHEET, "driveId": folder}
    client.update_file(made, {"trashed": True})
    assert list(client.files(found, fields="id")) == []


def test_a_folder_is_made_too(client: GoogleClient, folder: str) -> None:
    made = client.create_file("Maps", parents=[folder], app_properties={}, mime_type=FOLDER)
    assert client.file(made, fields="mimeType") == {"mimeType": FOLDER}


def test_changes_tell_what_happened_since_a_token_and_nothing_twice(client: GoogleClient, folder: str) -> None:
    token = client.start_token(folder)
    made = client.create_file("Gym", parents=[folder], app_properties={})
    changes, later = client.changes(token, fields="fileId,removed,file(name)")
    assert [(change["fileId"], change["file"]["name"]) for change in changes] == [(made, "Gym")]
    assert client.changes(later, fields="fileId") == ([], later)


def test_what_is_shared_from_a_person_s_own_drive_stands_in_our_own_log(client: GoogleClient, google: Emulator) -> None:
    lan = google.world.account("lan@example.com")
    theirs = google.world.add_file("Maps", FOLDER, lan, parents=[])
    google.world.permit(theirs, BOT, "writer")
    token = client.start_token(theirs.id)
    google.world.touch(theirs)
    assert [change["fileId"] for change in client.changes(token, fields="fileId")[0]] == [theirs.id]


def test_a_token_that_google_never_gave_is_refused(client: GoogleClient) -> None:
    with pytest.raises(Refusal) as caught:
        client.changes("nonsense", fields="fileId")
    assert caught.value.status in {400, 403, 404}


def test_a_person_is_given_a_role(client: GoogleClient, google: Emulator, folder: str) -> None:
    made = client.create_file("Gym", parents=[folder], app_properties={})
    client.permit(made, "lan@example.com", "writer")
    assert google.world.role(google.world.account("lan@example.com"), google.world.files[made]) == "writer"


def test_when_too_many_mails_were_sent_a_person_is_given_the_role_without_one() -> None:
    limited = refused(403, errors=[{"domain": "usageLimits", "reason": "sharingRateLimitExceeded"}])
    with Stage(limited, ok(id="1")) as stage, staged(stage, Ticker()) as client:
        client.permit("file", "lan@example.com", "writer")
    assert [query(seen).get("sendNotificationEmail") for seen in stage.seen] == [None, "false"]


def test_a_file_is_commented_on(client: GoogleClient, folder: str) -> None:
    made = client.create_file("Gym", parents=[folder], app_properties={})
    thread = client.comment(made, "Why?")
    client.reply(made, thread, "Because.")
    client.reply(made, thread, "Done.", "resolve")
    (seen,) = client.comments(made, fields="id,content,resolved,replies(content,action)")
    replies = [{"content": "Because."}, {"content": "Done.", "action": "resolve"}]
    assert seen == {"id": thread, "content": "Why?", "resolved": True, "replies": replies}


@pytest.mark.parametrize("fault", [acted(dropped()), html_error(502)])
def test_a_comment_that_may_have_arrived_is_not_sent_again(client: GoogleClient, google: Emulator, folder: str, fault: Fault) -> None:
    made = client.create_file("Gym", parents=[folder], app_properties={})
    thread = client.comment(made, "Why?")
    google.faults.add("drive.comments.create", fault)
    google.faults.add("drive.replies.create", fault)
    for act in (lambda: client.comment(made, "How?"), lambda: client.reply(made, thread, "Because.")):
        with pytest.raises(Refusal) as caught:
            act()
        assert caught.value.doubtful
    assert [entry.method for entry in google.log].count("drive.comments.create") == 2
    assert [entry.method for entry in google.log].count("drive.replies.create") == 1


def test_lists_are_read_page_by_page_by_the_thousand() -> None:
    pages = (ok(files=[{"id": "a"}], nextPageToken="2"), ok(files=[{"id": "b"}], nextPageToken="3"), ok())
    with Stage(*pages) as stage, staged(stage, Ticker()) as client:
        assert list(client.files("q", fields="id")) == [{"id": "a"}, {"id": "b"}]
    assert [(query(seen)["pageSize"], query(seen).get("pageToken")) for seen in stage.seen] == [("1000", None), ("1000", "2"), ("1000", "3")]


def test_changes_are_read_page_by_page_to_the_new_token() -> None:
    with (
        Stage(ok(changes=[{"fileId": "a"}], nextPageToken="8"), ok(changes=[{"fileId": "b"}], newStartPageToken="9")) as stage,
        staged(stage, Ticker()) as client,
    ):
        assert client.changes("0Drive/7", fields="fileId") == ([{"fileId": "a"}, {"fileId": "b"}], "0Drive/9")
    assert [(query(seen)["pageToken"], query(seen)["driveId"]) for seen in stage.seen] == [("7", "0Drive"), ("8", "0Drive")]


def test_whatever_lies_in_a_shared_drive_is_asked_for_with_the_flags_that_it_takes() -> None:
    with Stage(ok(id="x", startPageToken="1", newStartPageToken="2")) as stage, staged(stage, Ticker()) as client:
        client.create_file("Gym", parents=["f"], app_properties={})
        client.file("x", fields="id")
        client.update_file("x", {"trashed": True})
        client.permit("x", "lan@example.com", "reader")
        client.start_token()
        client.changes("1", fields="fileId")
        list(client.files("q", fields="id"))
    assert all(query(seen)["supportsAllDrives"] == "true" for seen in stage.seen)
    assert [query(seen).get("includeItemsFromAllDrives") for seen in stage.seen] == [None] * 5 + ["true"] * 2


def test_comment_threads_are_asked_for_only_on_demand() -> None:
    with Stage(ok(spreadsheetId="x")) as stage, staged(stage, Ticker()) as client:
        client.spreadsheet("x", fields="sheets.properties")
        client.spreadsheet("x", fields="comments", comments=True)
    assert [query(seen).get("commentsViewMode") for seen in stage.seen] == [None, "COMMENTS_VIEW_MODE_INCLUDED"]


def test_an_id_is_only_ever_one_part_of_a_path() -> None:
    with Stage(ok(id="x")) as stage, staged(stage, Ticker()) as client:
        client.file("../about?x=1#y", fields="id")
    assert stage.seen[0].path.startswith("/drive/v3/files/..%2Fabout%3Fx%3D1%23y?")


def test_what_a_call_costs_is_what_google_counts(client: GoogleClient, google: Emulator, folder: str) -> None:
    made = client.create_file("Gym", parents=[folder], app_properties={})
    client.permit(made, "lan@example.com", "writer")
    client.permissions(made, fields="role")
    client.reply(made, client.comment(made, "Why?"), "Because.")
    client.comments(made, fields="id")
    client.update_file(made, {"name": "Gym 2"})
    client.file(made, fields="id")
    list(client.files("trashed = false", fields="id"))
    client.changes(client.start_token(), fields="fileId")
    client.about()
    with pytest.raises(Refusal):
        client.spreadsheet("nothing", fields="spreadsheetId")
    with pytest.raises(Refusal):
        client.batch_update("nothing", {"requests": []})
    hosts = {"v4": "https://sheets.googleapis.com", "drive": "https://www.googleapis.com"}
    calls = [entry for entry in google.log if entry.kind != "oauth"]
    assert len(calls) == 14
    for entry in calls:
        assert cost(entry.verb, hosts[entry.path.split("/")[1]] + entry.path) == Cost(entry.kind, entry.units), entry.method  # type: ignore[arg-type]


def test_several_accounts_take_turns_and_their_quotas_add_up() -> None:
    ticker = Ticker()
    with Stage(ok(spreadsheetId="x")) as stage, staged(stage, ticker, account("a"), account("b", "other")) as client:
        for _ in range(120):
            client.spreadsheet("x", fields="spreadsheetId")
        assert ticker.slept == []
        client.spreadsheet("x", fields="spreadsheetId")
        assert ticker.slept == [WINDOW]
    used = [seen.headers["authorization"] for seen in stage.seen[:120]]
    assert used == ["Bearer token-of-b", "Bearer token-of-a"] * 60


def test_the_account_that_may_go_first_goes_first() -> None:
    ticker = Ticker()
    quota = LocalQuota(ticker.clock)
    for _ in range(60):
        quota.delay("acme/a", "write")
    accounts = [account("a"), account("b")]
    with (
        Stage(ok()) as stage,
        GoogleClient(accounts, quota, clock=ticker.clock, sleep=ticker.sleep, random=lambda: 0.0, endpoint=stage.url) as client,
    ):
        for _ in range(5):
            client.batch_update("x", {"requests": []})
    assert {seen.headers["authorization"] for seen in stage.seen} == {"Bearer token-of-b"}


def test_drive_is_asked_by_one_account_alone() -> None:
    with Stage(ok(id="x")) as stage, staged(stage, Ticker(), account("a"), account("b")) as client:
        for _ in range(4):
            client.file("x", fields="id")
    assert {seen.headers["authorization"] for seen in stage.seen} == {"Bearer token-of-a"}


def test_each_account_can_be_used_alone() -> None:
    with Stage(ok(id="x")) as stage, staged(stage, Ticker(), account("a"), account("b")) as client:
        for alone in client.each(Patience()):
            alone.file("x", fields="id")
    assert [seen.headers["authorization"] for seen in stage.seen] == ["Bearer token-of-a", "Bearer token-of-b"]


@pytest.mark.parametrize(
    "fault", [rate_limited(), rate_limited(status=403), rate_limited("project", retry_after=3)], ids=["429", "403", "Retry-After"]
)
def test_a_file_that_google_was_too_busy_to_make_is_made_later_and_once(client: GoogleClient, google: Emulator, folder: str, fault: object) -> None:
    google.faults.add("drive.files.create", fault, times=3)  # type: ignore[arg-type]
    client.create_file("Gym", parents=[folder], app_properties={})
    assert [file.name for file in google.world.files.values()] == ["Gym"]


@pytest.mark.parametrize("fault", [dropped(), acted(dropped()), server_error(503), acted(server_error(500)), html_error()])
def test_a_file_that_may_have_been_made_is_not_made_again(client: GoogleClient, google: Emulator, folder: str, fault: object) -> None:
    google.faults.add("drive.files.create", fault)  # type: ignore[arg-type]
    with pytest.raises(Refusal) as caught:
        client.create_file("Gym", parents=[folder], app_properties={})
    assert caught.value.doubtful
    assert [entry.method for entry in google.log].count("drive.files.create") == 1
    assert len(google.world.files) <= 1


def test_an_answer_without_an_id_leaves_a_doubt() -> None:
    with Stage(ok()) as stage, staged(stage, Ticker()) as client, pytest.raises(Refusal) as caught:
        client.create_file("Gym", parents=[], app_properties={})
    assert caught.value.doubtful


def test_no_storage_is_told_at_once(client: GoogleClient, google: Emulator, folder: str) -> None:
    google.faults.add("drive.files.create", forbidden("storageQuotaExceeded"), times=None)
    with pytest.raises(Refusal) as caught:
        client.create_file("Gym", parents=[folder], app_properties={})
    assert (caught.value.reason, caught.value.doubtful) == ("storageQuotaExceeded", False)
    assert caught.value.facts["account"] == BOT


def test_a_token_that_expires_is_renewed_unnoticed(client: GoogleClient, google: Emulator) -> None:
    client.about()
    google.tokens.expire(BOT)
    client.about()
    assert [entry.method for entry in google.log].count("oauth2.token") == 2


def test_trouble_of_the_token_service_is_waited_out_also_before_an_act(client: GoogleClient, google: Emulator, folder: str, ticker: Ticker) -> None:
    google.faults.add("oauth2.token", server_error(503), times=2)
    client.create_file("Gym", parents=[folder], app_properties={})
    assert ticker.slept == [1, 2]
    assert len(google.world.files) == 1


def test_a_key_that_was_deleted_is_told_as_such(client: GoogleClient, google: Emulator) -> None:
    google.tokens.disable_keys(BOT)
    with pytest.raises(Refusal) as caught:
        client.about()
    assert (caught.value.status, caught.value.reason, caught.value.message) == (401, "invalid_grant", "Invalid JWT Signature.")
    assert kind_of(caught.value) == "sign-in"


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_clock_that_is_off_is_told_as_such(hours: int, tmp_path: Path) -> None:
    with Emulator(clock=lambda: datetime.now(UTC) + timedelta(hours=hours)) as google:  # noqa: TID251 - Google's clock in this story
        key = tmp_path / "key.json"
        key.write_text(json.dumps(google.service_account(BOT, "acme")))
        bot = load_account(key, folder=tmp_path, environ={}, endpoint=google.url)
        with GoogleClient([bot], LocalQuota(time.time), clock=time.time, sleep=lambda _: None, random=lambda: 0.0, endpoint=google.url) as client:
            with pytest.raises(Refusal) as caught:
                client.about()
            assert client.skew == pytest.approx(-3600 * hours, abs=60)
    assert caught.value.reason == CLOCK
    assert float(caught.value.facts["skew"]) == pytest.approx(-3600 * hours, abs=60)


def test_nothing_but_the_endpoint_and_its_token_service_is_ever_called(client: GoogleClient, google: Emulator, folder: str) -> None:
    """google-auth would like to ask yet another service about every service account, behind our back."""
    client.create_file("Gym", parents=[folder], app_properties={})
    assert {entry.method for entry in google.log} == {"oauth2.token", "drive.files.create"}


def test_the_answer_to_nothing_is_nothing() -> None:
    with Stage(Answer(204, b"")) as stage, staged(stage, Ticker()) as client:
        client.update_file("x", {"trashed": True})
    assert json.loads(stage.seen[0].body) == {"trashed": True}
