"""comment, and lint --comment: what is missing is said on the cell, once, and people are told what was done about it."""

import shutil
from collections.abc import Mapping
from typing import Any

import pytest
from openpyxl.workbook import Workbook as Book

from sheetsync.cli.told_comment import commented_lines
from sheetsync.formats.terminal import Paint
from sheetsync.history.keys import THREADS
from sheetsync.history.posts import PostRecord
from sheetsync.model.grid import CellRef
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.tasks.comment import Commented
from sheetsync.threads.reconcile import Act, Action
from sheetsync.threads.tag import Tag, read_tag, tagged
from tests.cli.desk import ANSI, Desk
from tests.cli.google_desk import LAN, GoogleDesk
from tests.cli.test_waive import RULE, empty_a_touchpoint
from tests.emulator import people


def commented(desk: Desk, *words: str, status: int = 0) -> Mapping[str, Any]:
    """What `comment` made of the only workbook it was asked about."""
    (told,) = desk.json("comment", *(words or (desk.ref,)), status=status)["maps"]
    found: Mapping[str, Any] = told
    return found


def acts(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was done besides keeping."""
    return [(one["action"], one["rule"]) for one in told["actions"] if one["action"] != "keep"]


def whys(told: Mapping[str, Any], rule: str = RULE) -> list[str]:
    """Why nothing was said of what a rule found."""
    return [one["why"] for one in told["actions"] if one["action"] == "keep" and one["rule"] == rule]


def notes(desk: Desk) -> dict[str, str]:
    """Our notes, by cell, as another program sees them."""
    found: dict[str, str] = {}

    def look(book: Book) -> None:
        for sheet in book.worksheets:
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                if cell.comment is not None and "— sheetsync ·" in cell.comment.text:
                    found[f"{sheet.title}!{cell.coordinate}"] = cell.comment.text

    desk.rewrite(desk.ref, look)
    return found


def delete_note(desk: Desk, cell: str) -> None:
    title, _, place = cell.rpartition("!")

    def change(book: Book) -> None:
        book[title][place].comment = None

    desk.rewrite(desk.ref, change)


class TestInFiles:
    def test_a_dry_run_tells_what_it_would_do_and_does_nothing(self, gym: Desk) -> None:
        finding = empty_a_touchpoint(gym)
        before = gym.disk()
        said = gym.done("comment", gym.ref, "--dry-run")
        assert f"  + sẽ mở  {finding['cell']}" in said
        assert finding["message"] in " ".join(said.split())
        assert said.splitlines()[-1].startswith("Ghi chú trong 1 bản đồ: sẽ mở ")
        assert f"Comments on 1 map: would open {said.count('sẽ mở') - 1}." in gym.done("comment", gym.ref, "--dry-run", "--language", "en")
        assert gym.json("comment", gym.ref, "--dry-run")["maps"][0]["outcome"] == "planned"
        assert gym.disk() == before

    def test_a_gap_is_said_on_its_cell_until_it_is_filled(self, gym: Desk) -> None:
        finding = empty_a_touchpoint(gym)
        told = commented(gym)
        assert (told["outcome"], told["waived"], told["known"]) == ("posted", 0, 0)
        opened = next(one for one in told["actions"] if one["rule"] == RULE)
        assert (opened["action"], opened["cell"], opened["fingerprint"]) == ("open", finding["cell"], finding["fingerprint"])
        note = notes(gym)[finding["cell"]]
        what, why, fix = note.splitlines()[:3]
        assert what == finding["message"]
        assert why.startswith("Vì sao: ")
        assert why.endswith(" (Nguồn: hướng dẫn của Zapier)")
        assert fix.startswith("Cách làm: Hãy ")
        again = commented(gym)
        assert (again["outcome"], acts(again), whys(again)) == ("settled", [], [""])
        gym.type(gym.ref, {FieldRef(MAIN, step=gym.records(gym.ref)[0].id, field="touchpoint"): "Bản đồ chỉ đường"})
        said = gym.done("comment", gym.ref, "--language", "en")
        assert "  ✓ closed  " in said
        assert "Chỗ này đã ổn" in said  # in the map's language, as it would stand in the sheet
        assert finding["cell"] not in notes(gym)

    def test_what_a_person_deleted_stays_away(self, gym: Desk) -> None:
        finding = empty_a_touchpoint(gym)
        commented(gym)
        delete_note(gym, finding["cell"])
        assert "1 chỗ do người dùng tự đóng" in gym.done("comment", gym.ref).splitlines()[-1]
        assert whys(commented(gym)) == ["deleted-by-person"]
        assert "1 closed by people" in gym.done("comment", gym.ref, "--language", "en").splitlines()[-1]
        assert finding["cell"] not in notes(gym)

    def test_all_maps_are_meant_when_none_is_named(self, desk: Desk) -> None:
        assert desk.done("comment") == "Chưa có bản đồ nào.\n"
        for title in ("Phòng tập", "Cửa hàng"):
            desk.new(title)
        said = desk.done("comment")
        assert [line for line in said.splitlines() if " · maps/" in line] == ["Cửa hàng · maps/Cửa hàng.xlsx", "Phòng tập · maps/Phòng tập.xlsx"]
        assert said.splitlines()[-1].startswith("Ghi chú trong 2 bản đồ: đã mở ")
        assert "Không có gì mới để ghi chú." in desk.done("comment")

    def test_what_is_known_is_not_said(self, gym: Desk) -> None:
        before = gym.disk()
        assert ": would accept " in gym.done("comment", gym.ref, "--baseline", "--dry-run", "--language", "en")
        assert gym.disk() == before
        assert ": đã ghi nhận " in gym.done("comment", gym.ref, "--baseline")
        told = commented(gym, gym.ref, "--baseline")
        assert (told["outcome"], told["actions"], told["known"] > 3, notes(gym)) == ("settled", [], True, {})
        assert gym.done("comment", gym.ref).splitlines()[-1] == f"Ghi chú trong 1 bản đồ: {told['known']} chỗ đã biết trước."
        empty_a_touchpoint(gym)
        assert ("open", RULE) in acts(commented(gym))

    def test_few_are_open_at_once(self, gym: Desk) -> None:
        settings = gym.folder / "sheetsync.toml"
        settings.write_text(settings.read_text(encoding="utf-8") + "\n[comments]\nmost_open = 2\n", encoding="utf-8")
        empty_a_touchpoint(gym)
        assert acts(commented(gym)) == [("open", RULE), ("open", "summary")]
        settings.write_text(settings.read_text(encoding="utf-8").replace("most_open", "mostopen"), encoding="utf-8")
        assert "most_open" in gym.both("comment")[1]

    def test_outside_a_workspace_a_file_is_enough(self, folder: Desk) -> None:
        folder.ref = folder.new("Gym", "customer-journey", "--language", "en")
        assert commented(folder)["outcome"] == "posted"
        assert len(notes(folder)) > 3
        assert acts(commented(folder)) == []
        assert "sheetsync init" in folder.both("comment", folder.ref, "--baseline")[1]

    def test_control_characters_in_cells_do_not_reach_the_terminal(self, gym: Desk) -> None:
        gym.rewrite(gym.ref, lambda book: setattr(book["Bản đồ"]["G5"], "value", "xin chào \u202e\u200b\u2066"))
        for words in (("comment",), ("lint", "--comment")):
            said = gym.done(*words, gym.ref)
            assert not ANSI.search(said)
            assert said.replace("\n", "").isprintable()


CELL = CellRef("Bản đồ", 6, 5)
SAYS = Tag(RULE, "a" * 16, "b" * 8)


def action(act: Act, text: str, **more: Any) -> Action:
    return Action(act, RULE, "a" * 16, CELL, "t1", tagged(text, SAYS, "m"), **more)


@pytest.mark.parametrize(
    ("one", "dry_run", "line"),
    [
        (action("open", "Chưa có điểm chạm.\nVì sao: …", owner="lan@a.vn"), "", "+ opened  Bản đồ!F7  {rule}  Chưa có điểm chạm. → lan@a.vn"),
        (action("open", "Hỏi @\u2060lan."), "dry", "+ would open  Bản đồ!F7  {rule}  Hỏi @lan."),
        (action("reply", "Còn 7 chỗ."), "", "~ replied  Bản đồ!F7  {rule}  Còn 7 chỗ."),
        (action("resolve", "Chỗ này đã ổn."), "", "✓ closed  Bản đồ!F7  {rule}  Chỗ này đã ổn."),
        (action("reopen", "Chỗ này lại cần bạn xem:\nChưa có điểm chạm.\nVì sao: …"), "", "! reopened  Bản đồ!F7  {rule}  Chưa có điểm chạm."),
        (action("resolve", "Đã đóng.")._replace(cell=None), "", "✓ closed  —  {rule}  Đã đóng."),
    ],
    ids=["opened", "would open", "replied", "closed", "reopened", "row gone"],
)
def test_each_action_is_told_in_a_line(one: Action, dry_run: str, line: str) -> None:
    done = Commented("m", "maps/gym.xlsx", "posted", (one,), "Gym\x1b[2J")
    assert list(commented_lines(done, "en", 100, Paint(colour=False), dry_run=bool(dry_run))) == [
        "Gym\\x1b[2J · maps/gym.xlsx",
        f"  {line.format(rule=RULE)}",
    ]


def test_in_a_narrow_terminal_the_words_take_lines_of_their_own() -> None:
    done = Commented("m", "gym.xlsx", "posted", (action("open", "Chưa có điểm chạm nào trả lời câu hỏi này của khách hàng mới."),), "Gym")
    lines = list(commented_lines(done, "vi", 60, Paint(colour=False), dry_run=False))
    assert lines[1:] == [f"  + đã mở  Bản đồ!F7  {RULE}", "      Chưa có điểm chạm nào trả lời câu hỏi này của khách", "      hàng mới."]


class TestWhatStopsIt:
    def test_a_file_that_is_open_elsewhere(self, gym: Desk) -> None:
        path = gym.folder / gym.ref
        lock = path.with_name(f".~lock.{path.name}#")
        lock.write_text("Lan", encoding="utf-8")
        told = commented(gym, status=1)
        assert (told["outcome"], told["error"]["code"]) == ("failed", "in-use")
        said = gym("comment", gym.ref)
        assert (said.status, "thất bại: " in said.out, said.out.splitlines()[-1]) == (
            1,
            True,
            "Ghi chú trong 0 bản đồ: 1 bản đồ chưa ghi chú được.",
        )
        lock.unlink()
        assert commented(gym)["outcome"] == "posted"

    def test_another_run_that_is_posting(self, gym: Desk) -> None:
        parts = gym.parts()
        parts.ledger.record_posts(PostRecord("posting", gym.open(gym.ref).reading.map.id, 1, gym.ref, parts.instant(), "mai 00"))
        told = commented(gym, status=1)
        assert (told["outcome"], told["error"]["code"], notes(gym)) == ("busy", "busy", {})
        said = gym("comment", gym.ref, "--language", "en")
        assert (said.status, "  not posted: Another run is posting" in said.out) == (1, True)
        assert gym("lint", gym.ref, "--comment").status == 1

    def test_a_workbook_that_can_not_be_read(self, gym: Desk) -> None:
        (gym.folder / "maps" / "hỏng.xlsx").write_bytes(b"oops")
        told = {one["ref"]: one for one in gym.json("comment", status=2)["maps"]}
        assert (told["maps/hỏng.xlsx"]["outcome"], told["maps/hỏng.xlsx"]["error"]["code"], told["maps/hỏng.xlsx"]["map"]) == (
            "failed",
            "not-a-workbook",
            None,
        )
        assert told[gym.ref]["outcome"] == "posted"

    def test_a_copy_is_not_commented(self, gym: Desk) -> None:
        shutil.copy(gym.folder / gym.ref, gym.folder / "maps" / "Z bản sao.xlsx")
        told = {one["ref"]: one for one in gym.json("comment", status=1)["maps"]}
        assert (told["maps/Z bản sao.xlsx"]["outcome"], told[gym.ref]["outcome"]) == ("copy", "posted")
        assert "adopt" in told["maps/Z bản sao.xlsx"]["error"]["message"]

    def test_a_workbook_that_is_not_there(self, gym: Desk) -> None:
        assert "sheetsync list" in gym.both("comment", "Siêu thị")[1]


class TestWithLint:
    def test_the_report_comes_first_then_the_comments(self, gym: Desk) -> None:
        report = gym.done("lint", gym.ref)
        said = gym.done("lint", gym.ref, "--comment")
        assert said.startswith(f"{report}\n")
        assert said.removeprefix(report).splitlines()[-1].startswith("Ghi chú trong 1 bản đồ: đã mở ")
        assert len(notes(gym)) > 3

    def test_json_tells_both_of_each_map(self, gym: Desk) -> None:
        finding = empty_a_touchpoint(gym)
        (told,) = gym.json("lint", gym.ref, "--comment", "--show-waived", status=1)["maps"]
        assert (told["outcome"], ("open", RULE) in acts(told), finding in told["findings"], told["waived"]) == ("posted", True, True, [])
        (told,) = gym.json("lint", gym.ref, "--comment", status=1)["maps"]
        assert (told["outcome"], acts(told)) == ("settled", [])
        assert "actions" not in gym.json("lint", gym.ref, status=1)["maps"][0]

    @pytest.mark.parametrize("form", ["github", "markdown", "sarif"])
    def test_other_formats_stay_what_they_are(self, form: str, gym: Desk) -> None:
        report = gym("lint", gym.ref, "--format", form)
        both = gym("lint", gym.ref, "--comment", "--format", form)
        assert (both.status, both.out) == (report.status, report.out)
        assert both.err.startswith("Ghi chú trong 1 bản đồ: đã mở ")
        assert both.err.count("\n") == 1

    def test_comments_that_fail_end_with_status_1_and_the_report_is_there(self, gym: Desk) -> None:
        path = gym.folder / gym.ref
        path.with_name(f".~lock.{path.name}#").write_text("Lan", encoding="utf-8")
        (told,) = gym.json("lint", gym.ref, "--comment", status=1)["maps"]
        assert (told["status"], told["outcome"], told["comment_error"]["code"]) == ("ok", "failed", "in-use")

    def test_a_damaged_record_of_posts_says_nothing_against_the_report(self, gym: Desk) -> None:
        gym.done("comment", gym.ref)
        (record,) = sorted((gym.folder / "archive" / THREADS).rglob("*.json"))[-1:]
        record.write_bytes(b"{}")
        (told,) = gym.json("lint", gym.ref, "--comment", status=1)["maps"]
        assert (told["status"], told["outcome"], told["comment_error"]["code"]) == ("ok", "failed", "archive-damaged")

    def test_a_workbook_that_can_not_be_read(self, desk: Desk) -> None:
        (desk.folder / "maps" / "hỏng.xlsx").write_bytes(b"oops")
        (told,) = desk.json("lint", "--comment", status=2)["maps"]
        assert (told["status"], told["outcome"], told["actions"]) == ("unreadable", "failed", [])

    def test_another_profile_is_not_for_comments(self, gym: Desk) -> None:
        assert "--profile" in gym.both("lint", gym.ref, "--comment", "--profile", "strict")[1]


class TestInGoogle:
    def test_people_answer(self, google_gym: GoogleDesk) -> None:
        desk = google_gym
        finding = empty_a_touchpoint(desk)
        opened = next(one for one in commented(desk)["actions"] if one["rule"] == RULE)
        assert (opened["action"], opened["cell"]) == ("open", finding["cell"])
        assert acts(commented(desk)) == []
        lan(desk, people.reply, opened["thread"], "/bỏ qua khách gọi tổng đài")
        (told,) = desk.json("lint", desk.ref, "--comment")["maps"]  # no error any more: it is skipped before it is counted
        assert (acts(told), told["counts"]["error"]) == ([("resolve", RULE)], 0)
        assert whys(commented(desk)) == ["waived"]
        assert "bỏ qua" in last_words(desk, opened["thread"])

    def test_what_a_person_closed_stays_closed_and_is_told(self, google_gym: GoogleDesk) -> None:
        desk = google_gym
        empty_a_touchpoint(desk)
        opened = next(one for one in commented(desk)["actions"] if one["rule"] == RULE)
        lan(desk, people.resolve, opened["thread"], "xong rồi")
        assert "1 chỗ do người dùng tự đóng" in desk.done("comment", desk.ref).splitlines()[-1]
        assert whys(commented(desk)) == ["closed-by-person"]

    def test_lint_reads_each_workbook_once(self, google_gym: GoogleDesk) -> None:
        desk = google_gym
        desk.json("lint", desk.ref, "--comment")
        for words in (("lint", desk.ref, "--comment"), ("comment", desk.ref)):
            before = len(desk.calls())
            desk.json(*words)
            assert desk.since(before).count("spreadsheets.get") == 1


def lan(desk: GoogleDesk, act: Any, thread: str, *words: str) -> None:
    """Let ``LAN`` act on a thread."""
    with desk.google.world.lock:
        act(desk.google.world, LAN, desk.file_id(desk.ref), thread, *words)


def last_words(desk: GoogleDesk, thread: str) -> str:
    """What we said last in a thread."""
    opened = desk.open(desk.ref)
    parts = desk.parts()
    found = next(one for one in parts.backend.threads(parts.backend.read(desk.ref)).threads or () if one.id == thread)
    return next(post.text for post in reversed(found.posts) if read_tag(post.text, opened.reading.map.id))
