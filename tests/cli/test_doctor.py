"""doctor on folders: what it finds in order, what it finds wrong, and what it says then."""

import os
from pathlib import Path

import pytest

from sheetsync.wiring import FILE_NAME
from tests.cli.desk import Desk

needs_rights = pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")


def test_a_workspace_in_order(gym: Desk) -> None:
    told = gym.json("doctor", "--language", "en")
    assert told["ok"] is True
    assert [(check["check"], check["state"]) for check in told["checks"]] == [("workspace", "ok"), ("maps", "ok"), ("archive", "ok")]
    assert told["checks"][1]["message"] == f"workbooks in {gym.folder / 'maps'}: 1"


def test_nothing_is_made_or_left_by_looking(desk: Desk) -> None:
    before = sorted(path.name for path in desk.folder.rglob("*"))
    assert desk.json("doctor")["ok"] is True
    assert sorted(path.name for path in desk.folder.rglob("*")) == before


def test_people_read_a_line_for_each_check(gym: Desk) -> None:
    lines = gym.done("doctor", "--language", "vi").splitlines()
    assert [line.split("  ")[0] for line in lines if not line.startswith(" ")] == ["✓ không gian làm việc", "✓ bản đồ", "✓ kho lưu trữ"]


def test_outside_a_workspace_it_says_how_to_get_one(folder: Desk) -> None:
    told = folder.json("doctor", "--language", "en")
    assert told["ok"] is True
    assert (told["checks"][0]["state"], told["checks"][0]["fix"]) == ("warning", "Run `sheetsync init` to give the maps a history.")


@pytest.mark.parametrize("place", ["maps", "archive"])
def test_a_file_where_a_folder_should_be_fails_with_a_fix(desk: Desk, place: str) -> None:
    folder = desk.folder / place
    if folder.exists():
        folder.rmdir()
    Path(folder).write_text("not a folder", encoding="utf-8")
    told = desk.json("doctor", "--language", "en", status=1)
    wrong = [check for check in told["checks"] if check["state"] == "failed"]
    assert [check["check"] for check in wrong] == [place]
    assert f"`{place}` in sheetsync.toml" in wrong[0]["fix"] or f"as `{place}`" in wrong[0]["fix"]


@pytest.mark.parametrize("place", ["maps", pytest.param("archive", marks=needs_rights)])
def test_a_folder_that_may_not_be_written_fails_with_a_fix(gym: Desk, place: str) -> None:
    folder = gym.folder / place
    folder.chmod(0o555)
    try:
        told = gym.json("doctor", "--language", "en", status=1)
    finally:
        folder.chmod(0o755)
    assert [check["check"] for check in told["checks"] if check["state"] == "failed"] == [place]


def test_signing_in_needs_maps_in_google_sheets(desk: Desk) -> None:
    vi, en = desk.both("doctor", "--login")
    assert "google:" in vi
    assert "google:" in en
    assert (desk.folder / FILE_NAME).is_file()
