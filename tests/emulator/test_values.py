"""The methods of ``spreadsheets.values``."""

from typing import Any

import pytest

from tests.emulator.sheet_desk import SheetDesk
from tests.emulator.visitor import Visitor


@pytest.fixture
def desk(lan: Visitor) -> SheetDesk:
    return SheetDesk(lan)


def test_rows_end_at_their_last_value_and_the_range_is_told_whole(desk: SheetDesk):
    desk.put("A1:C4", ["a", "", ""], ["", "b", ""], ["", "", ""], ["", "", ""])
    assert desk.value_range("A1:C4") == {"range": "Sheet1!A1:C4", "majorDimension": "ROWS", "values": [["a"], ["", "b"]]}
    assert desk.value_range("Sheet1")["range"] == "Sheet1!A1:Z1000"
    assert desk.value_range("C3:D4") == {"range": "Sheet1!C3:D4", "majorDimension": "ROWS"}


def test_columns_keep_an_empty_one_inside(desk: SheetDesk):
    desk.put("A1", ["a", "", 3], ["b"])
    assert desk.value_range("A1:D2", majorDimension="COLUMNS") == {
        "range": "Sheet1!A1:D2",
        "majorDimension": "COLUMNS",
        "values": [["a", "b"], [], ["3"]],
    }


def test_render_options(desk: SheetDesk):
    desk.put("A1", ["$1,234.50", "=A1*2", "2026-11-02", "=1/0", True, "gym"], option="USER_ENTERED")
    assert desk.values("A1:F1") == [["$1,234.50", "$2,469.00", "2026-11-02", "#DIV/0!", "TRUE", "gym"]]
    assert desk.values("A1:F1", valueRenderOption="UNFORMATTED_VALUE") == [
        [1234.5, 2469, 46328, "#DIV/0! (Function DIVIDE parameter 2 cannot be zero.)", True, "gym"]
    ]
    assert desk.values("A1:F1", valueRenderOption="FORMULA") == [[1234.5, "=A1*2", 46328, "=1/0", True, "gym"]]
    assert desk.values("C1", valueRenderOption="UNFORMATTED_VALUE", dateTimeRenderOption="FORMATTED_STRING") == [["2026-11-02"]]


def test_raw_keeps_texts_as_they_are(desk: SheetDesk):
    desk.put("A1", ["=1+1", "2026-11-02", "'x", 1.5, False])
    assert desk.values("A1:E1", valueRenderOption="UNFORMATTED_VALUE") == [["=1+1", "2026-11-02", "'x", 1.5, False]]


@pytest.mark.parametrize(
    ("typed", "shown"), [("=1+1", "2"), ("'=1+1", "=1+1"), ("12%", "12%"), ("0042", "42"), ("TRUE", "TRUE"), ("11/2/2026", "11/2/2026"), (7, "7")]
)
def test_typing_is_understood(desk: SheetDesk, typed: object, shown: str):
    assert desk.type("B2", typed) == shown


def test_typing_follows_the_locale(lan: Visitor):
    desk = SheetDesk(lan, locale="vi_VN")
    assert desk.type("A1", "1.234,5") == "1.234,50"
    assert desk.type("A2", "02/11/2026") == "02/11/2026"
    assert desk.values("A1:A2", valueRenderOption="UNFORMATTED_VALUE") == [[1234.5], [46328]]


def test_typing_into_a_text_cell_stays_text(desk: SheetDesk):
    desk.book.sheets[0].cell(0, 0).format = {"numberFormat": {"type": "TEXT", "pattern": "@"}}
    assert desk.type("A1", "0042") == "0042"


def test_null_leaves_a_cell_and_empty_text_clears_it(desk: SheetDesk):
    desk.put("A1", ["a", "b", "c"])
    answer = desk.put("A1:C1", [None, "", "C"])
    assert answer == {"spreadsheetId": desk.id, "updatedRange": "Sheet1!A1:C1", "updatedRows": 1, "updatedColumns": 3, "updatedCells": 2}
    assert desk.values("A1:C1") == [["a", "", "C"]]


def test_columns_can_be_written(desk: SheetDesk):
    body = {"majorDimension": "COLUMNS", "values": [["a", "b"], ["c"]]}
    desk.call("PUT", "/values/B2", body, valueInputOption="RAW")
    assert desk.values("B2:C3") == [["a", "c"], ["b"]]


def test_what_was_written_can_be_asked_back(desk: SheetDesk):
    answer = desk.put("A1", ["=1+1"], option="USER_ENTERED", includeValuesInResponse="true", responseValueRenderOption="FORMULA")
    assert answer["updatedData"] == {"range": "Sheet1!A1", "majorDimension": "ROWS", "values": [["=1+1"]]}


@pytest.mark.parametrize(
    ("cells", "rows", "message"),
    [
        ("A1:B1", [["a"], ["b"]], "Requested writing within range [Sheet1!A1:B1], but tried writing to row [2]"),
        ("A1:B1", [["a", "b", "c"]], "Requested writing within range [Sheet1!A1:B1], but tried writing to column [C]"),
        ("A999:B1001", [["a"]], "Range (Sheet1!A999:B1001) exceeds grid limits. Max rows: 1000, max columns: 26"),
        ("AA1", [["a"]], "Range (Sheet1!AA1) exceeds grid limits. Max rows: 1000, max columns: 26"),
        ("A1", [["x" * 50_001]], "Your input contains more than the maximum of 50000 characters in a single cell."),
        ("A1", [[["a"]]], "Invalid values[0][0]: list_value {}"),
        ("Nowhere!A1", [["a"]], "Unable to parse range: Nowhere!A1"),
    ],
)
def test_writing_that_is_refused(desk: SheetDesk, cells: str, rows: list[list[Any]], message: str):
    assert desk.refused("PUT", f"/values/{cells}", {"values": rows}, valueInputOption="RAW") == (400, message)
    assert desk.values("Sheet1") == []


def test_an_input_option_is_required(desk: SheetDesk):
    assert desk.refused("PUT", "/values/A1", {"values": [["a"]]}) == (400, "'valueInputOption' is required but not specified")


def test_the_grid_grows_below_a_starting_cell(desk: SheetDesk):
    desk.put("A999", ["a"], ["b"], ["c"])
    assert desk.book.sheets[0].row_count == 1001


def test_writing_under_a_merged_cell_is_lost(desk: SheetDesk):
    desk.book.sheets[0].merges.append({"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 2})
    desk.put("A1", ["a", "b", "c"])
    assert desk.values("A1:C1") == [["a", "", "c"]]


def test_formats_notes_and_rules_survive(desk: SheetDesk):
    cell = desk.book.sheets[0].cell(0, 0)
    cell.note, cell.format = "ask Lan", {"textFormat": {"bold": True}}
    desk.put("A1", ["a"])
    assert desk.call("POST", "/values/A1:clear") == {"spreadsheetId": desk.id, "clearedRange": "Sheet1!A1"}
    assert desk.cells("A1", "note,userEnteredFormat") == [[{"userEnteredFormat": {"textFormat": {"bold": True}}, "note": "ask Lan"}]]


def test_append_finds_the_table(desk: SheetDesk):
    """The sheet of Google's guide: one table at A1:C2, one at B4:D6."""
    rows: list[list[Any]] = [["x", "y", "z"], ["x", "y", "z"], [], [None, "x", "y"], [None, None, "y", "z"], [None, "x", "y", "z"]]
    for cells, table, start in (
        ("Sheet1", "Sheet1!B4:D6", "B7"),
        ("B4", "Sheet1!B4:D6", "B7"),
        ("C5:D5", "Sheet1!B4:D6", "B7"),
        ("B2:D4", "Sheet1!B4:D6", "B7"),
        ("A3:G10", "Sheet1!B4:D6", "B7"),
        ("A1", "Sheet1!A1:C2", "A3"),
        ("E4", None, "E4"),
        ("A4", None, "A4"),
    ):
        desk.call("POST", "/values/Sheet1:clear")
        desk.put("A1", *rows)
        answer = desk.append(cells, ["new"])
        assert (answer.get("tableRange"), answer["updates"]["updatedRange"]) == (table, f"Sheet1!{start}"), cells


def test_append_makes_room_where_rows_are_to_be_inserted(desk: SheetDesk):
    desk.put("A1", ["a"], ["b"], [""], ["below"])
    desk.append("A1", ["c"], ["d"], insertDataOption="INSERT_ROWS")
    assert desk.values("A1:A9") == [["a"], ["b"], ["c"], ["d"], [], ["below"]]
    assert desk.book.sheets[0].row_count == 1002


def test_append_grows_a_full_grid(desk: SheetDesk):
    desk.put("A1000", ["last"])
    assert desk.append("A1000", ["more"])["updates"]["updatedRange"] == "Sheet1!A1001"


def test_batch_get_answers_in_order_or_not_at_all(desk: SheetDesk):
    desk.put("A1", ["a", "b"])
    answer = desk.call("GET", "/values:batchGet", ranges=["B1", "A1:A2"])
    assert answer["spreadsheetId"] == desk.id
    assert [one["range"] for one in answer["valueRanges"]] == ["Sheet1!B1", "Sheet1!A1:A2"]
    assert desk.refused("GET", "/values:batchGet", ranges=["A1", "No!A1"]) == (400, "Unable to parse range: No!A1")


def test_batch_update_writes_all_or_nothing(desk: SheetDesk):
    good, bad = {"range": "A1", "values": [["a", "b"]]}, {"range": "A5:A6", "values": [["a", "b"]]}
    status, message = desk.refused("POST", "/values:batchUpdate", {"valueInputOption": "RAW", "data": [good, bad]})
    assert (status, message) == (400, "Invalid data[1]: Requested writing within range [Sheet1!A5:A6], but tried writing to column [B]")
    assert desk.values("Sheet1") == []

    answer = desk.call("POST", "/values:batchUpdate", {"valueInputOption": "RAW", "data": [good, {"range": "A2", "values": [["c"]]}]})
    totals = {name: value for name, value in answer.items() if name.startswith("total")}
    assert totals == {"totalUpdatedRows": 2, "totalUpdatedColumns": 2, "totalUpdatedCells": 3, "totalUpdatedSheets": 1}
    assert [one["updatedRange"] for one in answer["responses"]] == ["Sheet1!A1:B1", "Sheet1!A2"]


def test_batch_clear(desk: SheetDesk):
    desk.put("A1", ["a", "b", "c"])
    assert desk.call("POST", "/values:batchClear", {"ranges": ["A1", "C:C"]})["clearedRanges"] == ["Sheet1!A1", "Sheet1!C1:C1000"]
    assert desk.values("A1:C1") == [["", "b"]]


def test_data_filters_answer_by_place_with_the_filters_that_chose(desk: SheetDesk):
    desk.put("A1", ["a"], ["b"])
    desk.book.metadata.append({"metadataId": 1, "metadataKey": "role", "visibility": "DOCUMENT", "location": {"dimensionRange": row(1)}})
    second = {"a1Range": "A2"}
    by_key = {"developerMetadataLookup": {"metadataKey": "role"}}
    first = {"gridRange": {"endRowIndex": 1, "endColumnIndex": 1}}
    answer = desk.call("POST", "/values:batchGetByDataFilter", {"dataFilters": [second, first, by_key, {"a1Range": "Sheet1!A2:A2"}]})
    told = [(one["valueRange"]["range"], one["valueRange"]["values"], len(one["dataFilters"])) for one in answer["valueRanges"]]
    assert told == [("Sheet1!A1", [["a"]], 1), ("Sheet1!A2", [["b"]], 2), ("Sheet1!A2:Z2", [["b"]], 1)]
    assert answer["valueRanges"][2]["dataFilters"] == [by_key]


def test_data_filters_write_and_clear(desk: SheetDesk):
    data = [{"dataFilter": {"a1Range": "B2"}, "values": [["x"]]}]
    answer = desk.call("POST", "/values:batchUpdateByDataFilter", {"valueInputOption": "RAW", "data": data})
    assert answer["responses"][0]["updatedRange"] == "Sheet1!B2"
    assert answer["responses"][0]["dataFilter"] == {"a1Range": "B2"}
    assert desk.call("POST", "/values:batchClearByDataFilter", {"dataFilters": [{"a1Range": "B2"}]})["clearedRanges"] == ["Sheet1!B2"]


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ([], "Must specify at least one dataFilter."),
        ([{"gridRange": {"sheetId": 5}}], "Invalid dataFilter[0]: No grid with id: 5"),
        ([{"a1Range": "A1"}, {"a1Range": "No!A1"}], "Invalid dataFilter[1]: Unable to parse range: No!A1"),
        ([{"developerMetadataLookup": {"metadataLocation": {"dimensionRange": {"dimension": "ROWS", "startIndex": 0, "endIndex": 2}}}}], None),
    ],
)
def test_data_filters_that_are_refused(desk: SheetDesk, filters: list[dict[str, Any]], message: str | None):
    status, said = desk.refused("POST", "/values:batchGetByDataFilter", {"dataFilters": filters})
    assert (status, said) == (400, message or "Invalid dataFilter[0]: DimensionRange must represent a single row or column.")


def test_an_empty_grid_range_is_a_lost_one(desk: SheetDesk):
    filters = [{"gridRange": {"startRowIndex": 1, "endRowIndex": 1}}]
    answer = desk.call("POST", "/values:batchGetByDataFilter", {"dataFilters": filters})
    assert answer["valueRanges"][0]["valueRange"]["range"] == "#REF!"


def test_readers_read_and_do_not_write(desk: SheetDesk, lan: Visitor):
    world = lan.google.world
    world.permit(desk.file, "hoa@example.com", "reader")
    with Visitor(lan.google, email="hoa@example.com") as hoa, Visitor(lan.google, email="stranger@example.com") as stranger:
        path = f"/v4/spreadsheets/{desk.id}/values/A1"
        assert hoa.get(path).status_code == 200
        assert (
            hoa.call("PUT", path, body={"values": [["x"]]}, valueInputOption="RAW").json()["error"]["message"]
            == "The caller does not have permission"
        )
        assert stranger.get(path).status_code == 403


def test_protected_cells_are_kept(desk: SheetDesk, lan: Visitor):
    lan.google.world.permit(desk.file, "hoa@example.com", "writer")
    desk.book.sheets[0].protected_ranges.append({"protectedRangeId": 1, "range": {"sheetId": 0, "endRowIndex": 1}, "editors": {"users": []}})
    with Visitor(lan.google, email="hoa@example.com") as hoa:
        path = f"/v4/spreadsheets/{desk.id}/values/"
        refused = hoa.call("PUT", path + "A1", body={"values": [["x"]]}, valueInputOption="RAW")
        assert refused.status_code == 400
        assert refused.json()["error"]["message"].startswith("You are trying to edit a protected cell or object.")
        assert hoa.call("PUT", path + "A2", body={"values": [["x"]]}, valueInputOption="RAW").ok


def row(index: int) -> dict[str, Any]:
    return {"sheetId": 0, "dimension": "ROWS", "startIndex": index, "endIndex": index + 1}
