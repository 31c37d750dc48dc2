"""waive, and the column "skip, because …": what people skip for a reason no longer counts, and nobody has to wonder why."""

from collections.abc import Mapping
from typing import Any

import pytest

from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.skips import ToComplete
from tests.cli.desk import ANSI, Desk
from tests.cli.google_desk import GoogleDesk

RULE = "question-no-touchpoint"


def empty_a_touchpoint(desk: Desk) -> Mapping[str, Any]:
    """A person empties the first step's touchpoints; the finding about it."""
    first = desk.records(desk.ref)[0]
    desk.type(desk.ref, {FieldRef(MAIN, step=first.id, field=field): "" for field in ("touchpoint", "gap")})
    desk.sync(desk.ref)
    return next(finding for finding in desk.lint(desk.ref, "--fail-on", "never") if finding["rule"] == RULE)


def skip_cell(desk: Desk, fingerprint: str) -> str:
    """The cell of *To complete* in which the reason to skip a finding stands."""
    tab = to_complete(desk)
    return tab.cell(next(row for row, skip in tab.skips().items() if skip.fingerprint == fingerprint))


def to_complete(desk: Desk) -> ToComplete:
    tab = ToComplete.find(desk.open(desk.ref).state.grids)
    assert tab is not None
    return tab


def waived(desk: Desk) -> list[tuple[str, str]]:
    """Fingerprint and reason of what `lint --show-waived` lists."""
    (report,) = desk.json("lint", desk.ref, "--show-waived", "--fail-on", "never")["maps"]
    return [(one["fingerprint"], one["reason"]) for one in report["waived"]]


class TestWaive:
    def test_a_waived_finding_no_longer_counts_and_is_listed_on_demand(self, gym: Desk) -> None:
        finding = empty_a_touchpoint(gym)
        assert gym("lint", gym.ref).status == 1
        done = gym.json("waive", gym.ref, RULE, finding["cell"], "--reason", "trả lời qua điện thoại")
        assert (done["verb"], done["recorded"]) == ("waive", 1)
        (told,) = done["findings"]
        assert {key: told[key] for key in finding} == dict(finding)
        assert (told["reason"], bool(told["author"])) == ("trả lời qua điện thoại", True)
        assert gym("lint", gym.ref).status == 0
        assert waived(gym) == [(finding["fingerprint"], "trả lời qua điện thoại")]
        (listed,) = gym.json("list")["maps"]
        assert listed["findings"]["error"] == 0
        assert "waived" not in gym.json("lint", gym.ref)["maps"][0]
        assert gym.json("archive", "check")["ok"]

    def test_it_can_be_taken_back(self, gym: Desk) -> None:
        finding = empty_a_touchpoint(gym)
        gym.done("waive", gym.ref, RULE, "--reason", "để sau")
        done = gym.json("waive", "Phòng tập", RULE, "--undo")
        assert (done["verb"], done["recorded"], [one["reason"] for one in done["findings"]]) == ("unwaive", 1, ["để sau"])
        assert finding in gym.lint(gym.ref, status=1)
        assert waived(gym) == []

    def test_people_are_told_what_was_done(self, gym: Desk) -> None:
        empty_a_touchpoint(gym)
        words = ("waive", gym.ref, RULE, "--reason", "để sau")
        first, cell, then = gym.done(*words).splitlines()
        assert first.startswith(f"Đã bỏ qua 1 phát hiện của {RULE} trong “")
        assert cell.startswith("  Bản đồ!")
        assert "`sheetsync sync`" in then
        assert "already, so nothing new was recorded" in gym.done(*words, "--language", "en")
        assert "counts again:" in gym.done("waive", gym.ref, RULE, "--undo", "--language", "en")

    def test_lint_shows_the_reason_in_words(self, gym: Desk) -> None:
        empty_a_touchpoint(gym)
        gym.done("waive", gym.ref, RULE, "--reason", "để sau\x1b[2J")
        page = gym.done("lint", gym.ref, "--show-waived")
        assert "Đã bỏ qua" in page
        assert "để sau[2J" in page
        assert not ANSI.search(page)
        assert "để sau" not in gym.done("lint", gym.ref)

    def test_it_needs_a_workspace(self, folder: Desk) -> None:
        ref = folder.new()
        assert "sheetsync init" in folder.both("waive", ref, "stage-empty", "--reason", "x")[1]

    @pytest.mark.parametrize(
        ("words", "next_step"),
        [
            ((RULE.replace("touch", "tuoch"), "--reason", "x"), "Did you mean “question-no-touchpoint”?"),
            ((RULE,), "--reason"),
            ((RULE, "--reason", "  "), "--reason"),
            (("emotion-off-scale", "--reason", "x"), "Name one of these."),
            ((RULE, "Không có", "--reason", "x"), "Name one of these."),
            ((RULE, "--undo"), "--show-waived"),
        ],
    )
    def test_what_can_not_be_done_is_refused_with_what_to_do_next(self, words: tuple[str, ...], next_step: str, gym: Desk) -> None:
        empty_a_touchpoint(gym)
        before = gym.disk()
        assert next_step in gym.both("waive", gym.ref, *words)[1]
        assert gym.disk() == before

    def test_a_workbook_that_is_not_there(self, gym: Desk) -> None:
        assert "sheetsync list" in gym.both("waive", "Siêu thị", RULE, "--reason", "x")[1]


class TestInTheSheet:
    def test_a_reason_beside_a_finding_is_enough(self, gym: Desk) -> None:
        finding = empty_a_touchpoint(gym)
        gym.colleague(gym.ref, {skip_cell(gym, finding["fingerprint"]): "trả lời qua điện thoại"})
        assert gym("lint", gym.ref).status == 0
        assert gym.sync(gym.ref)[gym.ref]["waived"] == 1
        assert waived(gym) == [(finding["fingerprint"], "trả lời qua điện thoại")]
        assert gym.sync(gym.ref)[gym.ref]["outcome"] == "unchanged"

    def test_sync_says_what_people_skipped_and_took_back(self, gym: Desk) -> None:
        finding = empty_a_touchpoint(gym)
        gym.colleague(gym.ref, {skip_cell(gym, finding["fingerprint"]): "để sau"})
        assert "  1 chỗ được bỏ qua theo lý do ghi ở trang Cần bổ sung" in gym.done("sync", gym.ref).splitlines()
        gym.colleague(gym.ref, {skip_cell(gym, finding["fingerprint"]): ""})
        assert "  1 finding counts again: the reason was emptied" in gym.done("sync", gym.ref, "--language", "en").splitlines()
        assert gym("lint", gym.ref).status == 1

    def test_outside_a_workspace_the_sheet_remembers_by_itself(self, folder: Desk) -> None:
        folder.ref = folder.new("Gym", "customer-journey", "--language", "en")
        count = len(folder.lint(folder.ref, status=1))
        tab = to_complete(folder)
        row, skip = next(iter(tab.skips().items()))
        folder.colleague(folder.ref, {tab.cell(row): "not this year"})
        assert len(folder.lint(folder.ref, status=1)) == count - 1
        assert waived(folder) == [(skip.fingerprint, "not this year")]

    def test_a_damaged_decision_is_told_and_hides_nothing(self, gym: Desk) -> None:
        empty_a_touchpoint(gym)
        gym.done("waive", gym.ref, RULE, "--reason", "để sau")
        (decision,) = (gym.folder / "archive" / "decisions").rglob("*.json")
        decision.write_text(decision.read_text(encoding="utf-8").replace("để sau", "sửa tay"), encoding="utf-8")
        told = gym("lint", gym.ref, "--language", "en")
        assert told.status == 1
        assert "archive check" in told.err
        assert gym.sync(gym.ref, status=2)[gym.ref]["error"]["code"] == "archive-damaged"
        assert "archive check" in gym.both("waive", gym.ref, RULE, "--reason", "x")[1]


def test_in_google_sheets_it_is_the_same(google_gym: GoogleDesk) -> None:
    desk = google_gym
    finding = empty_a_touchpoint(desk)
    mark = finding["fingerprint"]
    desk.colleague(desk.ref, {skip_cell(desk, mark): "trả lời qua điện thoại"})
    assert desk("lint", desk.ref).status == 0
    told = desk.sync(desk.ref)[desk.ref]
    assert (told["outcome"], told["waived"]) == ("written", 1)
    tab = to_complete(desk)
    row = next(row for row, skip in tab.skips().items() if skip.fingerprint == mark)
    assert (tab.text(row, "severity"), tab.text(row, "skip"), row == tab.last) == ("Bỏ qua", "trả lời qua điện thoại", True)
    assert desk.sync(desk.ref)[desk.ref]["outcome"] == "unchanged"
    desk.json("waive", desk.ref, RULE, mark, "--reason", "khách gọi tổng đài")
    desk.sync(desk.ref)
    assert skip_text(desk, mark) == "khách gọi tổng đài"
    desk.colleague(desk.ref, {skip_cell(desk, mark): ""})
    assert desk.sync(desk.ref)[desk.ref]["unwaived"] == 1
    assert finding["rule"] in {one["rule"] for one in desk.lint(desk.ref, status=1)}
    assert desk.json("archive", "check")["ok"]


def skip_text(desk: Desk, fingerprint: str) -> str:
    tab = to_complete(desk)
    return next(skip.reason for skip in tab.skips().values() if skip.fingerprint == fingerprint)
