"""Reading: what Google says of a spreadsheet becomes grids, threads and a revision."""

from typing import Any

import pytest

from sheetsync.backends.google import reader
from sheetsync.errors import WorkbookTooLarge
from sheetsync.model.grid import CellRef, Typed
from sheetsync.model.thread import Post, Thread
from tests.backends.google.answers import Json, book, sheet

DATE = {"numberFormat": {"type": "DATE"}}


def value(cell: object) -> object:
    return book(sheet("Bản đồ", {(0, 0): cell})).sheets[0].grid.cells.get((0, 0))


def dated(number: float, kind: str = "DATE") -> Json:
    entered = {"numberValue": number}
    return {
        "userEnteredValue": entered,
        "effectiveValue": entered,
        "formattedValue": "01/10/2026",
        "effectiveFormat": {"numberFormat": {"type": kind}},
    }


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Hỏi giá\nvà giờ mở cửa", "Hỏi giá\nvà giờ mở cửa"),
        ({"userEnteredValue": {"stringValue": "=1+1"}, "formattedValue": "=1+1"}, "=1+1"),
        (2, Typed("number", "2", "2")),
        (2.5, Typed("number", "2.5", "2,5")),
        (1e-7, Typed("number", "0.0000001", "1e-07")),
        (True, Typed("boolean", "true", "TRUE")),
        (dated(46296), Typed("date", "46296", "01/10/2026", "2026-10-01")),
        (dated(46296.5, "DATE_TIME"), Typed("date", "46296.5", "01/10/2026", "2026-10-01T12:00:00")),
        (dated(0.5, "TIME"), Typed("number", "0.5", "01/10/2026")),
        (dated(1), Typed("date", "1", "01/10/2026", "1899-12-31")),
        (dated(1e9), Typed("number", "1000000000", "01/10/2026")),
        ("=D5*3", Typed("formula", "D5*3", "6")),
        ({"userEnteredValue": {"formulaValue": '=IF(A1="";"";1)'}, "effectiveValue": {"stringValue": ""}}, Typed("formula", 'IF(A1="";"";1)', "")),
        ({**dated(46296), "userEnteredValue": {"formulaValue": "=TODAY()"}}, Typed("formula", "TODAY()", "01/10/2026", "2026-10-01")),
        (
            {
                "userEnteredValue": {"formulaValue": "=A1/0"},
                "effectiveValue": {"errorValue": {"type": "DIVIDE_BY_ZERO"}},
                "formattedValue": "#DIV/0!",
            },
            Typed("formula", "A1/0", "#DIV/0!"),
        ),
        (
            {"userEnteredValue": {"formulaValue": "=B1"}, "effectiveValue": {"errorValue": {"type": "LOADING"}}, "formattedValue": "Loading..."},
            Typed("formula", "B1", None),
        ),
        ({"userEnteredValue": {"errorValue": {"type": "N_A"}}, "formattedValue": "#N/A"}, Typed("error", "#N/A", "#N/A")),
        ({"effectiveValue": {"stringValue": "tràn sang"}, "formattedValue": "tràn sang"}, Typed("formula", "", "tràn sang")),
        ({"userEnteredValue": {"stringValue": ""}}, None),
        ({"effectiveFormat": DATE}, None),
        ({}, None),
    ],
)
def test_a_cell_says_what_was_entered_and_what_is_shown(cell: object, expected: object):
    assert value(cell) == expected


def test_tabs_come_in_order_with_what_is_hidden_and_merged():
    merges = [
        {"sheetId": 7, "startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 2},
        {"startColumnIndex": 4, "endColumnIndex": 5},
    ]
    read = book(
        sheet("Bản đồ", {(1, 0): "gộp"}, number=7, merges=merges),
        {"properties": {"sheetId": 8, "title": "Biểu đồ", "sheetType": "OBJECT"}},
        sheet("_sheetsync", {}, number=9, properties={"hidden": True}),
    )
    first, meta = read.state.grids
    assert (first.title, first.hidden, first.merges) == ("Bản đồ", False, ((1, 0, 2, 1), (0, 4, 99, 4)))
    assert (meta.title, meta.hidden, meta.cells) == ("_sheetsync", True, {})
    assert (read.sheets[0].id, read.sheets[0].rows, read.sheets[0].columns) == (7, 100, 26)


def test_a_block_that_starts_further_down_keeps_its_place():
    raw = sheet("Bản đồ", {})
    raw["data"] = [{"startRow": 4, "startColumn": 2, "rowData": [{}, {"values": [{}, {"userEnteredValue": {"stringValue": "ở đây"}}]}]}]
    assert book(raw).sheets[0].grid.cells == {(5, 3): "ở đây"}


def test_the_revision_follows_what_people_enter_and_nothing_else():
    def revision(cell: object, title: str = "Bản đồ", **more: Any) -> str:
        return book(sheet(title, {(0, 0): cell}, **more)).revision

    plain = revision("a")
    assert revision("a") == plain
    assert revision({"userEnteredValue": {"stringValue": "a"}, "effectiveFormat": DATE}) == plain
    assert book(sheet("Bản đồ", {(0, 0): "a"}), comments=[{"commentId": "c", "headPost": {"content": "?"}}]).revision == plain
    others = [revision("b"), revision(1), revision("=A2"), revision("a", "Khác"), revision("a", properties={"hidden": True})]
    others += [revision("a", merges=[{"endRowIndex": 2, "endColumnIndex": 1}]), book(sheet("Bản đồ", {(0, 1): "a"})).revision]
    assert len({plain, *others}) == len(others) + 1


def test_the_revision_stays_when_a_formula_comes_to_something_else():
    now, later = ({"userEnteredValue": {"formulaValue": "=NOW()"}, "formattedValue": shown} for shown in ("9:00", "9:01"))
    assert book(sheet("A", {(0, 0): now})).revision == book(sheet("A", {(0, 0): later})).revision


def test_threads_hang_where_their_anchor_is():
    posts = [
        {"postId": "p1", "content": "thiếu điểm chạm", "author": {"displayName": "sheetsync", "me": True}, "createTime": "2026-11-01T08:00:00Z"},
        {"postId": "p2", "content": "đã thêm", "author": {"displayName": "Lan"}, "createTime": "2026-11-02T08:00:00Z", "commentAction": "RESOLVE"},
        {"postId": "p3", "author": {"displayName": "Lan"}, "deleted": True},
    ]
    anchor = {"anchorId": "here", "range": {"startRowIndex": 4, "endRowIndex": 5, "startColumnIndex": 2, "endColumnIndex": 3}}
    read = book(
        sheet("Bản đồ", {}, commentAnchors=[anchor, {"anchorId": "gone"}]),
        comments=[
            {"commentId": "p1", "anchorId": "here", "headPost": posts[0], "replies": posts[1:], "status": "RESOLVED"},
            {"commentId": "p4", "anchorId": "gone", "headPost": {"postId": "p4", "content": "cũ", "fromCopiedSpreadsheet": True}, "status": "OPEN"},
            {"commentId": "p5", "headPost": {"postId": "p5", "deleted": True}, "status": "OPEN"},
        ],
    )
    assert read.threads == (
        Thread(
            "p1",
            CellRef("Bản đồ", 4, 2),
            (
                Post("p1", "sheetsync", mine=True, text="thiếu điểm chạm", at="2026-11-01T08:00:00Z"),
                Post("p2", "Lan", mine=False, text="đã thêm", at="2026-11-02T08:00:00Z", action="resolve"),
            ),
            resolved=True,
        ),
        Thread("p4", None, (Post("p4", "", mine=False, text="cũ", at=""),), copied=True),
    )


def test_a_spreadsheet_with_far_more_cells_than_a_map_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reader, "MOST_CELLS", 3)
    assert book(sheet("A", {(0, 0): "1", (0, 1): "2", (9, 9): "3"})).sheets
    with pytest.raises(WorkbookTooLarge, match="more than 3 cells"):
        book(sheet("A", {(0, 0): "1", (0, 1): "2"}), sheet("B", {(0, 0): "3", (9, 9): "4"}))
