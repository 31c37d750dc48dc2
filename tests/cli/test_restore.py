"""restore: earlier states come back, and nobody is surprised."""

import sys
from collections.abc import Callable

import pytest

from sheetsync.model.journey import MAIN, FieldRef
from tests.cli.desk import Desk

TITLE = "Phòng tập thể dục"


@pytest.fixture
def grown(gym: Desk) -> Desk:
    """The gym with three versions, the last with another touchpoint in the first stage and a gap in the second."""
    first, second, *_ = gym.records(gym.ref)
    gym.type(
        gym.ref,
        {
            FieldRef(MAIN, step=first.id, field="touchpoint"): first.values["touchpoint"] + "\nBiển quảng cáo",
            FieldRef(MAIN, step=second.id, field="gap"): "Lịch lớp",
        },
    )
    gym.sync()
    return gym


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets a person sit at the terminal and answer."""

    def sit(answer: str) -> None:
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: answer)

    return sit


def test_one_stage_and_the_sheet_in_step_by_the_next_sync(grown: Desk) -> None:
    assert grown.done("restore", f"{TITLE}@2", "--stage", "nhận thức", "--yes").splitlines() == [
        f"Khôi phục phiên bản 2 của “{TITLE}” sẽ thay đổi:",
        "  − Nhận thức: bỏ điểm chạm “Biển quảng cáo”",
        "Đã khôi phục thành phiên bản 4; phiên bản 3 giữ những gì có trước đó.",
        f'Hãy chạy `sheetsync sync "{grown.ref}"` để đưa thay đổi vào bảng tính.',
    ]
    assert grown.sync()[grown.ref]["version"] == 4
    first, second, *_ = grown.records(grown.ref)
    assert "Biển quảng cáo" not in first.values["touchpoint"]
    assert second.values["gap"] == "Lịch lớp"
    assert [entry["reason"] for entry in grown.json("log", TITLE)["versions"]] == ["new", "sync", "sync", "restore"]


def test_the_whole_map_by_number_snapshot_and_date(grown: Desk) -> None:
    label = grown.json("snapshot")["label"]
    first = grown.json("show", f"{TITLE}@2")
    assert grown.json("restore", f"{TITLE}@2", "--yes")["outcome"] == "restored"
    assert grown.json("show", TITLE)["content"] == first["content"]
    told = grown.json("restore", f"{TITLE}@{label}", "--yes")
    assert (told["outcome"], told["restored"], told["version"]) == ("restored", 3, 5)
    assert grown.json("restore", f"{TITLE}@9999-12-30", "--yes")["outcome"] == "unchanged"
    assert grown.json("archive", "check")["ok"] is True


def test_one_step_by_its_id(grown: Desk) -> None:
    step = grown.records(grown.ref)[1].id
    told = grown.json("restore", f"{TITLE}@2", "--step", step, "--yes")
    assert [(change["step"], change["field"]) for change in told["changes"]] == [(step, "gap")]
    assert grown.json("restore", f"{TITLE}@2", "--step", step, "--yes")["outcome"] == "unchanged"
    said = grown.done("restore", f"{TITLE}@2", "--step", step, "--yes", "--language", "en")
    assert said == f"This part of “{TITLE}” says what version 2 says, so there is nothing to restore.\n"


def test_a_dry_run_shows_what_would_change_and_does_nothing(grown: Desk) -> None:
    step = grown.records(grown.ref)[2]
    grown.type(grown.ref, {FieldRef(MAIN, step=step.id, field="gap"): "Vừa gõ"})
    before = grown.disk()
    page = grown.done("restore", f"{TITLE}@2", "--dry-run")
    assert page.startswith(f"Khôi phục phiên bản 2 của “{TITLE}” sẽ thay đổi:\n")
    assert page.endswith("Mới chỉ xem trước, chưa khôi phục gì.\n")
    assert grown.json("restore", f"{TITLE}@2", "--dry-run")["outcome"] == "planned"
    assert grown.disk() == before


def test_where_nobody_can_be_asked_it_says_how_to_go_on(grown: Desk) -> None:
    before = grown.disk()
    vi, en = grown.both("restore", f"{TITLE}@2")
    assert "--yes" in vi
    assert "--dry-run" in en
    assert grown.disk() == before


def test_a_version_that_is_not_there_is_named_before_anybody_is_asked(grown: Desk) -> None:
    assert "@9. " in grown.refused("restore", f"{TITLE}@9")


@pytest.mark.parametrize(("answer", "count"), [("c", 4), ("Y", 4), ("", 3), ("không", 3)])
def test_at_a_terminal_it_asks(grown: Desk, at_terminal: Callable[[str], None], answer: str, count: int) -> None:
    at_terminal(answer)
    page = grown.done("restore", f"{TITLE}@2")
    assert page.count("sẽ thay đổi") == 1
    assert len(grown.json("log", TITLE)["versions"]) == count
    if count == 3:
        assert page.endswith("Chưa khôi phục gì.\n")


def test_what_was_just_typed_is_archived_first(grown: Desk) -> None:
    step = grown.records(grown.ref)[2]
    grown.type(grown.ref, {FieldRef(MAIN, step=step.id, field="gap"): "Vừa gõ"})
    told = grown.json("restore", f"{TITLE}@2", "--yes")
    assert (told["sync"]["outcome"], told["version"]) == ("archived", 5)
    assert "Vừa gõ" in grown.done("show", f"{TITLE}@4")


def test_a_workbook_that_cannot_be_read_stops_it(grown: Desk) -> None:
    map_id = grown.json("log", TITLE)["map"]
    (grown.folder / grown.ref).write_bytes(b"oops")
    told = grown("restore", f"{map_id}@2", "--yes", "--language", "en")
    assert (told.status, told.err) == (2, "")
    assert told.out.startswith("Nothing was restored, because the sheet could not be archived first:\nfailed  ")
    assert len(grown.json("log", map_id)["versions"]) == 3


@pytest.mark.parametrize(
    ("words", "en"),
    [
        ((TITLE,), "`sheetsync log REF`"),
        ((f"{TITLE}@77",), "`sheetsync log REF`"),
        ((f"{TITLE}@1999-Q1",), "`sheetsync snapshots`"),
        ((f"{TITLE}@2", "--stage", "Nhận thưc"), "Did you mean “Nhận thức”?"),
        ((f"{TITLE}@2", "--step", "zz"), "`sheetsync show REF@2 --format json`"),
        ((f"{TITLE}@2", "--step", "zz", "--stage", "x"), "Leave one of them out"),
        (("Lạ@2",), "`sheetsync list`"),
    ],
    ids=["no version", "unknown version", "unknown snapshot", "unknown stage", "unknown step", "both", "unknown map"],
)
def test_what_is_not_there(grown: Desk, words: tuple[str, ...], en: str) -> None:
    before = grown.disk()
    assert en in grown.both("restore", *words, "--yes")[1]
    assert grown.disk() == before


def test_a_map_whose_workbook_is_gone(grown: Desk) -> None:
    map_id = grown.json("log", TITLE)["map"]
    (grown.folder / grown.ref).unlink()
    assert grown.done("restore", f"{map_id}@2", "--yes").endswith("Bản đồ này không còn bảng tính, nên thay đổi chỉ có trong kho lưu trữ.\n")
