"""``spreadsheets.batchUpdate``: how a batch goes, and what the kinds of requests do."""

import pytest

from tests.emulator import people
from tests.emulator.sheet_desk import Refused
from tests.emulator.sheets.book import Json
from tests.emulator.visitor import Visitor
from tests.emulator.workbook_desk import Workbook, a1, lines


@pytest.fixture
def book(lan: Visitor) -> Workbook:
    return Workbook(lan)


def cells(book: Workbook, a1: str, fields: str, *rows: list[Json]) -> Json:
    return {"updateCells": {"start": book.place(a1), "fields": fields, "rows": [{"values": row} for row in rows]}}


def text(said: str) -> Json:
    return {"userEnteredValue": {"stringValue": said}}


# How a batch goes.


def test_requests_are_carried_out_in_order_with_a_reply_for_each(book: Workbook):
    replies = book.batch(
        {"addSheet": {"properties": {"sheetId": 5, "title": "Map"}}},
        {"updateCells": {"start": {"sheetId": 5}, "fields": "userEnteredValue", "rows": [{"values": [text("a")]}]}},
        {"addNamedRange": {"namedRange": {"namedRangeId": "n1", "name": "title", "range": {"sheetId": 5, "endRowIndex": 1}}}},
    )
    assert [list(reply) for reply in replies] == [["addSheet"], [], ["addNamedRange"]]
    assert book.values("Map!A1") == [["a"]]


def test_one_bad_request_undoes_all(book: Workbook):
    before = book.get(includeGridData=True)
    said = book.refused_batch(
        cells(book, "A1", "*", [text("a")]),
        {"updateSpreadsheetProperties": {"properties": {"title": "Other"}, "fields": "title"}},
        {"updateSheetProperties": {"properties": {"title": "Renamed", "gridProperties": {"rowCount": 3}}, "fields": "title,gridProperties.rowCount"}},
        {"deleteSheet": {"sheetId": 99}},
    )
    assert said == Refused(400, "Invalid requests[3].deleteSheet: No sheet with id: 99")
    assert book.get(includeGridData=True) == before
    assert book.world.files[book.id].name == "Journeys"


@pytest.mark.parametrize(
    ("requests", "said"),
    [
        ([], "Must specify at least one request."),
        ([{}], "Invalid requests[0]: No request set."),
        (
            [{"deleteSheet": {"sheetId": 1}, "addSheet": {}}],
            "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set 'addSheet'",
        ),
        ([{"bogus": {}}], "Invalid JSON payload received. Unknown name \"bogus\" at 'requests[0]': Cannot find field."),
    ],
)
def test_batches_that_are_none(book: Workbook, requests: list[Json], said: str):
    assert book.refused_batch(*requests) == Refused(400, said)


def test_what_is_not_done_says_so(book: Workbook):
    assert book.refused_batch({"addSlicer": {"slicer": {}}}).status == 501


def test_the_file_is_touched_once_and_only_by_a_change(book: Workbook):
    file = book.world.files[book.id]
    version = file.version
    book.batch(cells(book, "A1", "*", [text("a")]), cells(book, "A2", "*", [text("b")]))
    assert file.version == version + 1
    book.batch(cells(book, "A1", "*", [text("a")]))
    assert file.version == version + 1


def test_the_spreadsheet_comes_back_when_asked_for(book: Workbook):
    answer = book.answer(
        cells(book, "A1", "userEnteredValue", [text("a")], [text("b")]),
        includeSpreadsheetInResponse=True,
        responseIncludeGridData=True,
        responseRanges=["Sheet1!A2:B3"],
    )
    (sheet,) = answer["updatedSpreadsheet"]["sheets"]
    (data,) = sheet["data"]
    assert data["startRow"] == 1
    assert data["rowData"][0]["values"][0]["formattedValue"] == "b"


def test_a_mask_says_what_of_the_spreadsheet_comes_back(book: Workbook):
    body = {"requests": [cells(book, "A1", "*", [text("a")])], "includeSpreadsheetInResponse": True}
    fields = "updatedSpreadsheet.sheets.data.rowData.values.userEnteredValue"
    answer = book.visitor.call("POST", f"/v4/spreadsheets/{book.id}:batchUpdate", body=body, fields=fields).json()
    assert answer == {"updatedSpreadsheet": {"sheets": [{"data": [{"rowData": [{"values": [text("a")]}]}]}]}}


def test_a_view_that_cannot_be_had_undoes_the_batch_too(book: Workbook):
    body = {"requests": [cells(book, "A1", "*", [text("a")])], "includeSpreadsheetInResponse": True, "responseRanges": ["Map!A1"]}
    reply = book.visitor.call("POST", f"/v4/spreadsheets/{book.id}:batchUpdate", body=body)
    assert (reply.status_code, reply.json()["error"]["message"]) == (400, "Unable to parse range: Map!A1")
    assert book.values("A1") == []


@pytest.mark.parametrize("role", ["reader", "commenter"])
def test_only_writers_change_cells(book: Workbook, role: str):
    with book.share("minh@example.com", "reader" if role == "reader" else "commenter") as minh:
        assert book.refused_batch(cells(book, "A1", "*", [text("a")]), by=minh) == Refused(403, "The caller does not have permission")


# Sheets and the spreadsheet.


def test_ids_that_the_client_chooses_are_kept_and_not_given_twice(book: Workbook):
    chart: Json = {
        "chartId": 7,
        "spec": {"basicChart": {"chartType": "LINE"}},
        "position": {"overlayPosition": {"anchorCell": {"sheetId": 0}}},
    }
    metadata: Json = {"metadataId": 7, "metadataKey": "k", "visibility": "DOCUMENT", "location": {"spreadsheet": True}}
    requests: list[Json] = [
        {"addSheet": {"properties": {"sheetId": 7, "title": "Seven"}}},
        {"duplicateSheet": {"sourceSheetId": 7, "newSheetId": 8, "newSheetName": "Eight"}},
        {"addNamedRange": {"namedRange": {"namedRangeId": "7", "name": "seven", "range": {"sheetId": 7}}}},
        {"addChart": {"chart": chart}},
        {"createDeveloperMetadata": {"developerMetadata": metadata}},
    ]
    book.batch(*requests)
    for request in requests:
        assert book.refused_batch(request).status == 400


def test_a_sheet_comes_where_it_is_wanted(book: Workbook):
    book.batch({"addSheet": {"properties": {"title": "Last"}}}, {"addSheet": {"properties": {"title": "First", "index": 0}}})
    book.batch({"updateSheetProperties": {"properties": {"sheetId": 0, "index": 3}, "fields": "index"}})
    assert [sheet["properties"]["title"] for sheet in book.get()["sheets"]] == ["First", "Last", "Sheet1"]


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        ({"addSheet": {"properties": {"title": "sheet1"}}}, 'A sheet with the name "sheet1" already exists. Please enter another name.'),
        ({"addSheet": {"properties": {"gridProperties": {"rowCount": 5_000_000}}}}, "above the limit of 10000000 cells."),
        ({"addSheet": {"properties": {"gridProperties": {"rowCount": 1, "frozenRowCount": 1}}}}, "You can't freeze all visible rows on the sheet."),
        ({"deleteSheet": {"sheetId": 0}}, "You can't remove all the sheets in a document."),
        ({"updateSheetProperties": {"properties": {"hidden": True}, "fields": "hidden"}}, "You can't hide all the sheets in a document."),
        ({"updateSheetProperties": {"properties": {"title": ""}, "fields": "title"}}, "The sheet name cannot be empty."),
        (
            {"updateSheetProperties": {"properties": {"title": "x"}}},
            "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)",
        ),
        ({"updateSheetProperties": {"properties": {"title": "x"}, "fields": "bogus"}}, "Invalid field: bogus"),
        ({"updateSpreadsheetProperties": {"properties": {"timeZone": "Mars"}, "fields": "timeZone"}}, "Unsupported timeZone: Mars"),
    ],
)
def test_sheets_that_are_refused(book: Workbook, request_: Json, said: str):
    status, message = book.refused_batch(request_)
    assert status == 400
    assert message.startswith(f"Invalid requests[0].{next(iter(request_))}: ")
    assert message.endswith(said)


def test_only_the_named_fields_of_a_sheet_change(book: Workbook):
    properties: Json = {
        "title": "Map",
        "hidden": True,
        "tabColorStyle": {"rgbColor": {"red": 1}},
        "gridProperties": {"frozenRowCount": 1, "rowCount": 99},
    }
    fields = "title,tabColorStyle,gridProperties(frozenRowCount,hideGridlines)"
    book.batch({"updateSheetProperties": {"properties": properties, "fields": fields}})
    assert book.sheet("Map")["properties"] == {
        "sheetId": 0,
        "title": "Map",
        "index": 0,
        "sheetType": "GRID",
        "gridProperties": {"rowCount": 20, "columnCount": 8, "frozenRowCount": 1},
        "tabColor": {"red": 1},
        "tabColorStyle": {"rgbColor": {"red": 1}},
    }


def test_a_smaller_grid_loses_what_stood_there(book: Workbook):
    book.put("A9", ["x", "y"])
    book.batch({"updateSheetProperties": {"properties": {"gridProperties": {"rowCount": 8}}, "fields": "gridProperties.rowCount"}})
    book.batch({"updateSheetProperties": {"properties": {"gridProperties": {"rowCount": 20}}, "fields": "gridProperties.rowCount"}})
    assert book.values("A1:B20") == []


def test_the_title_is_the_name_of_the_file(book: Workbook):
    properties = {"title": "Khách hàng", "locale": "vi_VN", "timeZone": "Asia/Ho_Chi_Minh"}
    book.batch({"updateSpreadsheetProperties": {"properties": properties, "fields": "title,locale,timeZone"}})
    assert book.visitor.get(f"/drive/v3/files/{book.id}", fields="name").json() == {"name": "Khách hàng"}
    assert {name: book.get()["properties"][name] for name in properties} == properties


def test_a_duplicate_is_a_sheet_of_its_own(book: Workbook):
    book.put("A1", ["x"])
    book.batch(
        {"setDataValidation": {"range": book.grid("A1"), "rule": {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "x"}]}}}},
        {"addProtectedRange": {"protectedRange": {"range": book.grid("A1"), "warningOnly": True}}},
        {"mergeCells": {"range": book.grid("A2:B2"), "mergeType": "MERGE_ALL"}},
    )
    (reply,) = book.batch({"duplicateSheet": {"sourceSheetId": 0, "insertSheetIndex": 1}})
    made = reply["duplicateSheet"]["properties"]
    assert (made["title"], made["index"]) == ("Copy of Sheet1", 1)
    book.put("A1", ["changed"])
    copy = book.sheet("Copy of Sheet1", includeGridData=True)
    cell = copy["data"][0]["rowData"][0]["values"][0]
    assert cell["formattedValue"] == "x"
    assert cell["dataValidation"]["condition"]["type"] == "ONE_OF_LIST"
    assert copy["merges"][0]["sheetId"] == made["sheetId"]
    assert copy["protectedRanges"][0]["protectedRangeId"] != book.sheet()["protectedRanges"][0]["protectedRangeId"]


def test_a_sheet_is_copied_to_another_spreadsheet(book: Workbook):
    book.put("A1", ["x"])
    other = Workbook(book.visitor)
    reply = book.visitor.call("POST", f"/v4/spreadsheets/{book.id}/sheets/0:copyTo", body={"destinationSpreadsheetId": other.id}).json()
    assert (reply["title"], reply["index"], reply["gridProperties"]) == ("Copy of Sheet1", 1, {"rowCount": 20, "columnCount": 8})
    assert reply["sheetId"] != 0
    assert other.values("'Copy of Sheet1'!A1") == [["x"]]


# Cells.


def test_updated_cells_keep_what_the_mask_does_not_name(book: Workbook):
    bold: Json = {"textFormat": {"bold": True}}
    book.batch(cells(book, "B2", "*", [{**text("a"), "note": "n", "userEnteredFormat": {**bold, "wrapStrategy": "WRAP"}}]))
    book.batch(cells(book, "B2", "userEnteredValue,userEnteredFormat.wrapStrategy", [text("b")]))
    assert book.sheet(ranges="B2", fields="sheets(properties.title,data.rowData.values(userEnteredValue,userEnteredFormat,note))")["data"] == [
        {"rowData": [{"values": [{**text("b"), "note": "n", "userEnteredFormat": bold}]}]}
    ]


def test_a_range_is_cleared_where_the_rows_do_not_reach(book: Workbook):
    book.put("A1", ["a", "b"], ["c", "d"])
    book.batch({"updateCells": {"range": book.grid("A1:B2"), "fields": "userEnteredValue", "rows": [{"values": [text("x")]}]}})
    assert book.values("A1:B2") == [["x"]]


def test_literal_values_stay_what_they_are(book: Workbook):
    book.batch(
        cells(book, "A1", "userEnteredValue", [text("=1+1"), text("01/02/2026"), {"userEnteredValue": {"numberValue": 2}}, text("")]),
        cells(book, "A2", "userEnteredValue", [{"userEnteredValue": {"formulaValue": "=C1*2"}}, {"userEnteredValue": {"formulaValue": "=1+"}}]),
    )
    assert book.values("A1:D1", "FORMULA") == [["=1+1", "01/02/2026", 2]]
    assert book.values("A2") == [[4]]
    assert book.values("B2", "FORMATTED_VALUE") == [["#ERROR!"]]


def test_a_new_text_drops_the_runs_of_the_old_one(book: Workbook):
    book.batch(cells(book, "A1", "*", [{**text("abc"), "textFormatRuns": [{"startIndex": 1, "format": {"bold": True}}]}]))
    book.batch(cells(book, "A1", "userEnteredValue", [text("xyz")]))
    assert book.book.sheets[0].cells[0, 0].runs is None


def test_a_repeated_formula_moves_along(book: Workbook):
    cell: Json = {"userEnteredValue": {"formulaValue": "=A1+$A$1+A$1+$A1"}}
    book.batch({"repeatCell": {"range": book.grid("B2:C3"), "cell": cell, "fields": "userEnteredValue"}})
    assert book.values("B2:C3", "FORMULA") == [["=A1+$A$1+A$1+$A1", "=B1+$A$1+B$1+$A1"], ["=A2+$A$1+A$1+$A2", "=B2+$A$1+B$1+$A2"]]


@pytest.mark.parametrize(
    ("first", "second"), [("backgroundColor", "backgroundColorStyle"), ("backgroundColorStyle", "backgroundColor")], ids=["old", "new"]
)
def test_a_colour_is_said_in_both_ways(book: Workbook, first: str, second: str):
    spelt: Json = {"backgroundColor": {"green": 1}, "backgroundColorStyle": {"rgbColor": {"green": 1}}}
    red: Json = {"backgroundColor": {"red": 1}, "backgroundColorStyle": {"rgbColor": {"red": 1}}}
    for name, look in ((second, red), (first, spelt)):
        request = {"cell": {"userEnteredFormat": {name: look[name]}}, "fields": f"userEnteredFormat.{name}"}
        book.batch({"repeatCell": {"range": book.grid("A1"), **request}})
    assert book.book.sheets[0].cells[0, 0].format == spelt


def test_appended_cells_come_below_the_last_value(book: Workbook):
    book.put("C3", ["x"])
    book.batch({"appendCells": {"sheetId": 0, "fields": "userEnteredValue", "rows": [{"values": [text("y")]}]}})
    assert book.values("A4") == [["y"]]
    many = [{"values": [text(str(number))]} for number in range(30)]
    book.batch({"appendCells": {"sheetId": 0, "fields": "userEnteredValue", "rows": many}})
    assert book.sheet()["properties"]["gridProperties"]["rowCount"] == 34


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (
            {"updateCells": {"start": {"rowIndex": 19}, "fields": "*", "rows": [{"values": [{}]}, {"values": [{}]}]}},
            "Attempting to write row: 20, beyond the last requested row of: 19",
        ),
        (
            {"updateCells": {"range": {"endRowIndex": 1, "endColumnIndex": 1}, "fields": "*", "rows": [{"values": [{}, {}]}]}},
            "Attempting to write column: 1, beyond the last requested column of: 0",
        ),
        ({"updateCells": {"start": {"rowIndex": 20}, "fields": "*", "rows": []}}, "GridCoordinate.rowIndex[20] is after last row in grid[19]"),
        ({"repeatCell": {"range": {"startRowIndex": 20}, "cell": {}, "fields": "*"}}, "exceeds grid limits. Max rows: 20, max columns: 8"),
        ({"repeatCell": {"range": {"sheetId": 4}, "cell": {}, "fields": "*"}}, "No grid with id: 4"),
        ({"repeatCell": {"range": {"startRowIndex": -1}, "cell": {}, "fields": "*"}}, "GridRange indexes must be >= 0"),
        (
            {"repeatCell": {"range": {}, "cell": {"userEnteredValue": {"stringValue": "x" * 50_001}}, "fields": "*"}},
            "Your input contains more than the maximum of 50000 characters in a single cell.",
        ),
        ({"repeatCell": {"range": {}, "cell": {}, "fields": "note,bogus"}}, "Invalid field: bogus"),
    ],
)
def test_cells_that_are_refused(book: Workbook, request_: Json, said: str):
    status, message = book.refused_batch(request_)
    assert status == 400
    assert message.startswith(f"Invalid requests[0].{next(iter(request_))}: ")
    assert message.endswith(said)


def test_what_ends_past_the_grid_is_cut(book: Workbook):
    book.batch({"repeatCell": {"range": {"startRowIndex": 19, "endRowIndex": 500}, "cell": {"note": "n"}, "fields": "note"}})
    assert set(book.book.sheets[0].cells) == {(19, column) for column in range(8)}


# Validations and merges.


def listed(*values: str) -> Json:
    return {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": value} for value in values]}, "showCustomUi": True, "strict": False}


def test_a_validation_is_set_and_taken_away(book: Workbook):
    book.batch({"setDataValidation": {"range": book.grid("A1:A3"), "rule": listed("a", "b")}})
    book.batch({"setDataValidation": {"range": book.grid("A2")}})
    rules = [cell.validation for _, cell in sorted(book.book.sheets[0].cells.items())]
    assert rules == [{"condition": listed("a", "b")["condition"], "showCustomUi": True}] * 2


def test_validations_do_not_stop_the_api(book: Workbook):
    book.batch({"setDataValidation": {"range": book.grid("A1"), "rule": {**listed("a"), "strict": True}}})
    book.put("A1", ["z"])
    assert book.values("A1") == [["z"]]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({}, "A condition with a type must be specified."),
        ({"type": "ONE_OF_LIST"}, "ConditionType 'ONE_OF_LIST' requires at least 1 ConditionValues, but 0 are set."),
        ({"type": "ONE_OF_LIST", "values": [{}]}, "ConditionValue.value must be set."),
        ({"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "A1:A3"}]}, "ConditionType 'ONE_OF_RANGE' requires a value that begins with '='."),
        ({"type": "NUMBER_BETWEEN", "values": [{"userEnteredValue": "1"}]}, "requires 2 ConditionValues, but 1 are set."),
        ({"type": "NOT_BLANK"}, "ConditionType 'NOT_BLANK' is not supported by data validation."),
    ],
)
def test_conditions_that_are_refused(book: Workbook, condition: Json, said: str):
    assert book.refused_batch({"setDataValidation": {"range": book.grid("A1"), "rule": {"condition": condition}}}).message.endswith(said)


@pytest.mark.parametrize(
    ("kind", "merges"),
    [("MERGE_ALL", ["A1:B2"]), ("MERGE_ROWS", ["A1:B1", "A2:B2"]), ("MERGE_COLUMNS", ["A1:A2", "B1:B2"])],
)
def test_the_ways_of_merging(book: Workbook, kind: str, merges: list[str]):
    book.batch({"mergeCells": {"range": book.grid("A1:B2"), "mergeType": kind}})
    assert [a1(one) for one in book.book.sheets[0].merges] == merges


def test_the_first_value_of_merged_cells_stays(book: Workbook):
    book.put("A1", ["", "b"], ["c", ""])
    book.batch({"mergeCells": {"range": book.grid("A1:B2"), "mergeType": "MERGE_ALL"}})
    book.batch({"unmergeCells": {"range": book.grid("A1:C3")}})
    assert book.values("A1:B2") == [["b"]]
    assert "merges" not in book.sheet()


@pytest.mark.parametrize("kind", ["mergeCells", "unmergeCells"])
def test_a_merge_is_taken_whole_or_not_at_all(book: Workbook, kind: str):
    book.batch({"mergeCells": {"range": book.grid("A1:B2"), "mergeType": "MERGE_ALL"}})
    said = book.refused_batch({kind: {"range": book.grid("B2:C3"), **({"mergeType": "MERGE_ALL"} if kind == "mergeCells" else {})}})
    assert said.message.endswith("You must select all cells in a merged range to merge or unmerge them.")


def test_borders_are_set_side_by_side(book: Workbook):
    line: Json = {"style": "SOLID", "color": {}}
    book.batch({"updateBorders": {"range": book.grid("A1:B2"), "top": line, "innerVertical": line}})
    book.batch({"updateBorders": {"range": book.grid("A1"), "top": {"style": "NONE"}}})
    borders = {place: set((cell.format or {}).get("borders", {})) for place, cell in book.book.sheets[0].cells.items()}
    assert borders == {(0, 0): {"right"}, (0, 1): {"top", "left"}, (1, 0): {"right"}, (1, 1): {"left"}}


# Named and protected ranges.


def test_a_named_range_is_changed(book: Workbook):
    (reply,) = book.batch({"addNamedRange": {"namedRange": {"name": "steps", "range": book.grid("A1:B2")}}})
    made = reply["addNamedRange"]["namedRange"]
    book.batch({"updateNamedRange": {"namedRange": {**made, "name": "stages", "range": book.grid("C1")}, "fields": "name"}})
    assert book.get()["namedRanges"] == [{**made, "name": "stages"}]
    book.batch({"deleteNamedRange": {"namedRangeId": made["namedRangeId"]}})
    assert "namedRanges" not in book.get()


@pytest.mark.parametrize("name", ["", "1st", "A1", "R1C1", "two words", "steps"])
def test_names_that_are_none(book: Workbook, name: str):
    book.batch({"addNamedRange": {"namedRange": {"name": "Steps", "range": book.grid("A1")}}})
    assert book.refused_batch({"addNamedRange": {"namedRange": {"name": name, "range": book.grid("A1")}}}).status == 400


def test_protected_cells_are_kept_from_others(book: Workbook):
    (reply,) = book.batch({"addProtectedRange": {"protectedRange": {"range": book.grid("A1:B2"), "description": "keys"}}})
    protected = reply["addProtectedRange"]["protectedRange"]["protectedRangeId"]
    with book.share("minh@example.com", "writer") as minh:
        said = book.refused_batch(cells(book, "B2", "*", [text("a")]), by=minh)
        assert said.message.startswith("Invalid requests[0].updateCells: You are trying to edit a protected cell or object.")
        assert book.refused_batch({"deleteProtectedRange": {"protectedRangeId": protected}}, by=minh).status == 400
        assert book.refused_batch({"deleteDimension": {"range": lines("ROWS", 0, 1)}}, by=minh).status == 400
        book.batch(cells(book, "C3", "*", [text("a")]), by=minh)
        book.batch(cells(book, "A1", "*", [text("a")]))
        change: Json = {"protectedRangeId": protected, "editors": {"users": ["minh@example.com"]}}
        book.batch({"updateProtectedRange": {"protectedRange": change, "fields": "editors"}})
        book.batch(cells(book, "B2", "*", [text("a")]), by=minh)


def test_a_warning_keeps_nobody_out(book: Workbook):
    book.batch({"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}, "warningOnly": True}}})
    with book.share("minh@example.com", "writer") as minh:
        book.batch(cells(book, "A1", "*", [text("a")]), by=minh)


def test_a_sheet_is_protected_but_for_some_cells(book: Workbook):
    book.batch({"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}, "unprotectedRanges": [book.grid("B2:C9")]}}})
    with book.share("minh@example.com", "writer") as minh:
        book.batch(cells(book, "B2", "*", [text("a")]), by=minh)
        assert book.refused_batch(cells(book, "A1", "*", [text("a")]), by=minh).status == 400


@pytest.mark.parametrize(
    ("protected", "said"),
    [
        (
            {"range": {"endRowIndex": 1}, "warningOnly": True, "editors": {"users": ["a@example.com"]}},
            "ProtectedRange is warningOnly. Editors cannot be set on it.",
        ),
        ({"range": {"sheetId": 0}}, 'Sheet "Sheet1" already has sheet protection.'),
        ({"range": {"endRowIndex": 1}, "unprotectedRanges": [{}]}, "Unprotected ranges are only supported on protected sheets."),
    ],
)
def test_protections_that_are_refused(book: Workbook, protected: Json, said: str):
    book.batch({"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}, "warningOnly": True}}})
    assert book.refused_batch({"addProtectedRange": {"protectedRange": protected}}).message.endswith(said)


# Rows and columns.


def test_sizes_and_hiding_of_columns(book: Workbook):
    properties = {"pixelSize": 250, "hiddenByUser": True}
    book.batch({"updateDimensionProperties": {"range": lines("COLUMNS", 6, 20), "properties": properties, "fields": "*"}})
    book.batch({"updateDimensionProperties": {"range": lines("COLUMNS", 7, 8), "properties": {}, "fields": "hiddenByUser"}})
    (data,) = book.sheet(fields="sheets(properties.title,data.columnMetadata)")["data"]
    assert data["columnMetadata"][5:] == [{"pixelSize": 100}, {"hiddenByUser": True, "pixelSize": 250}, {"pixelSize": 250}]
    said = book.refused_batch({"updateDimensionProperties": {"range": lines("COLUMNS", 8, 9), "properties": properties, "fields": "*"}})
    assert said.message.endswith("Tried to update column index 8 but there are only 8 columns.")


def test_groups_inside_of_groups(book: Workbook):
    book.batch({"addDimensionGroup": {"range": lines("ROWS", 2, 4)}})
    (reply,) = book.batch({"addDimensionGroup": {"range": lines("ROWS", 1, 5)}})
    assert [(one["range"]["startIndex"], one["range"]["endIndex"], one["depth"]) for one in reply["addDimensionGroup"]["dimensionGroups"]] == [
        (1, 5, 1),
        (2, 4, 2),
    ]
    (reply,) = book.batch({"deleteDimensionGroup": {"range": lines("ROWS", 3, 5)}})
    assert [(one["range"]["startIndex"], one["range"]["endIndex"], one["depth"]) for one in reply["deleteDimensionGroup"]["dimensionGroups"]] == [
        (1, 4, 1),
        (2, 3, 2),
    ]


def test_a_collapsed_group_hides_its_rows(book: Workbook):
    book.batch({"addDimensionGroup": {"range": lines("ROWS", 1, 3)}})
    group: Json = {"range": lines("ROWS", 1, 3), "depth": 1, "collapsed": True}
    book.batch({"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}})
    assert book.book.sheets[0].rows == {1: {"hiddenByUser": True}, 2: {"hiddenByUser": True}}
    assert book.sheet()["rowGroups"][0]["collapsed"] is True


# Conditional formats, banding, charts, filters.


def rule(formula: str, *ranges: Json) -> Json:
    condition: Json = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    return {"ranges": list(ranges), "booleanRule": {"condition": condition, "format": {"backgroundColor": {"red": 1}}}}


def formulas(book: Workbook) -> list[str]:
    rules = book.sheet()["conditionalFormats"]
    return [one["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for one in rules]


def test_the_order_of_conditional_formats(book: Workbook):
    for index, formula in ((0, "=A1=1"), (0, "=A1=2"), (2, "=A1=3")):
        book.batch({"addConditionalFormatRule": {"rule": rule(formula, book.grid("A1:A9")), "index": index}})
    assert formulas(book) == ["=A1=2", "=A1=1", "=A1=3"]
    (moved,) = book.batch({"updateConditionalFormatRule": {"sheetId": 0, "index": 2, "newIndex": 0}})
    assert moved["updateConditionalFormatRule"]["oldIndex"] == 2
    book.batch({"updateConditionalFormatRule": {"index": 1, "rule": rule("=A1=4", book.grid("A1:A9"))}})
    (gone,) = book.batch({"deleteConditionalFormatRule": {"sheetId": 0, "index": 2}})
    assert gone["deleteConditionalFormatRule"]["rule"]["ranges"][0]["endRowIndex"] == 9
    assert formulas(book) == ["=A1=3", "=A1=4"]
    said = book.refused_batch({"deleteConditionalFormatRule": {"sheetId": 0, "index": 2}})
    assert said.message.endswith("No conditional format on sheet: 0 at index: 2")


def test_a_chart_is_changed_moved_and_deleted(book: Workbook):
    book.batch({"addSheet": {"properties": {"sheetId": 9, "title": "Curve"}}})
    spec: Json = {"title": "Mood", "basicChart": {"chartType": "LINE", "series": [{"series": {"sourceRange": {"sources": [book.grid("A1:A9")]}}}]}}
    position: Json = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 2}}}
    (reply,) = book.batch({"addChart": {"chart": {"spec": spec, "position": position}}})
    chart = reply["addChart"]["chart"]
    assert chart["position"]["overlayPosition"]["widthPixels"] == 600
    book.batch(
        {"updateChartSpec": {"chartId": chart["chartId"], "spec": {**spec, "title": "Emotion"}}},
        {
            "updateEmbeddedObjectPosition": {
                "objectId": chart["chartId"],
                "newPosition": {"overlayPosition": {"anchorCell": {"sheetId": 9}, "widthPixels": 900}},
                "fields": "anchorCell,widthPixels",
            }
        },
    )
    (moved,) = book.sheet("Curve")["charts"]
    assert (moved["spec"]["title"], moved["position"]["overlayPosition"]["widthPixels"]) == ("Emotion", 900)
    book.batch({"deleteEmbeddedObject": {"objectId": chart["chartId"]}})
    assert "charts" not in book.sheet("Curve")


def test_a_basic_filter_hides_and_sorts_at_once(book: Workbook):
    book.put("A1", ["stage"], ["b"], ["x"], ["a"])
    specs = [{"columnIndex": 0, "filterCriteria": {"hiddenValues": ["x"]}}]
    book.batch({"setBasicFilter": {"filter": {"range": book.grid("A1:A4"), "sortSpecs": [{"dimensionIndex": 0}], "filterSpecs": specs}}})
    assert book.values("A1:A4") == [["stage"], ["a"], ["b"], ["x"]]
    assert book.book.sheets[0].rows == {3: {"hiddenByFilter": True}}
    assert book.sheet()["basicFilter"]["criteria"] == {"0": {"hiddenValues": ["x"]}}
    book.batch({"clearBasicFilter": {"sheetId": 0}})
    assert book.book.sheets[0].rows == {}
    assert "basicFilter" not in book.sheet()


def test_filter_views_and_banding_come_and_go(book: Workbook):
    colors: Json = {"firstBandColor": {"red": 1}, "secondBandColor": {"blue": 1}}
    view, banding = book.batch(
        {"addFilterView": {"filter": {"title": "mine", "range": book.grid("A1:B9")}}},
        {"addBanding": {"bandedRange": {"range": book.grid("A1:B9"), "rowProperties": colors}}},
    )
    view_id = view["addFilterView"]["filter"]["filterViewId"]
    banding_id = banding["addBanding"]["bandedRange"]["bandedRangeId"]
    assert book.refused_batch({"addBanding": {"bandedRange": {"range": book.grid("B2"), "rowProperties": colors}}}).status == 400
    book.batch(
        {"updateFilterView": {"filter": {"filterViewId": view_id, "title": "ours"}, "fields": "title"}},
        {"updateBanding": {"bandedRange": {"bandedRangeId": banding_id, "range": book.grid("A1:A9")}, "fields": "range"}},
    )
    assert (book.sheet()["filterViews"][0]["title"], a1(book.sheet()["bandedRanges"][0]["range"])) == ("ours", "A1:A9")
    book.batch({"deleteFilterView": {"filterId": view_id}}, {"deleteBanding": {"bandedRangeId": banding_id}})
    assert {"filterViews", "bandedRanges"} & set(book.sheet()) == set()


# Copying, filling, texts.


def test_a_copy_fills_its_destination_and_moves_its_references(book: Workbook):
    book.put("A1", [1, "=A1+$A$1"])
    book.batch({"copyPaste": {"source": book.grid("A1:B1"), "destination": book.grid("A2:B3"), "pasteType": "PASTE_NORMAL"}})
    assert book.values("A1:B3", "FORMULA") == [[1, "=A1+$A$1"], [1, "=A2+$A$1"], [1, "=A3+$A$1"]]


@pytest.mark.parametrize(
    ("kind", "value", "bold", "note"),
    [
        ("PASTE_NORMAL", "=D3", True, "n"),
        ("PASTE_VALUES", 5, False, ""),
        ("PASTE_FORMULA", "=D3", False, ""),
        ("PASTE_FORMAT", "old", True, ""),
    ],
)
def test_what_is_pasted(book: Workbook, kind: str, value: object, bold: bool, note: str):  # noqa: FBT001 - a column of a table
    book.put("B1", [5])
    book.put("C3", ["old"])
    book.batch(
        cells(book, "A1", "*", [{"userEnteredValue": {"formulaValue": "=B1"}, "note": "n", "userEnteredFormat": {"textFormat": {"bold": True}}}])
    )
    book.batch({"copyPaste": {"source": book.grid("A1"), "destination": book.grid("C3"), "pasteType": kind}})
    cell = book.book.sheets[0].cells[2, 2]
    assert book.values("C3", "FORMULA") == [[value]]
    assert (bool(cell.format), cell.note) == (bold, note)


def test_a_copy_can_be_turned(book: Workbook):
    book.put("A1", ["a", "b", "c"])
    request = {"source": book.grid("A1:C1"), "destination": book.grid("A3"), "pasteType": "PASTE_NORMAL", "pasteOrientation": "TRANSPOSE"}
    book.batch({"copyPaste": request})
    assert book.values("A3:A5") == [["a"], ["b"], ["c"]]


def test_filling_goes_on_by_the_step(book: Workbook):
    book.put("A1", [1, "x", "=A1"], [3, "y", "=A2"])
    fill = {"source": book.grid("A1:C2"), "dimension": "ROWS", "fillLength": 2}
    book.batch({"autoFill": {"sourceAndDestination": fill}})
    assert book.values("A3:C4", "FORMULA") == [[5, "x", "=A3"], [7, "y", "=A4"]]


def test_pasted_text_is_read_as_typed(book: Workbook):
    book.batch({"pasteData": {"coordinate": book.place("B2"), "data": "1,=B2*2\ntwo", "delimiter": ",", "type": "PASTE_NORMAL"}})
    assert book.values("B2:C3") == [[1, 2], ["two"]]


def test_texts_are_found_and_replaced(book: Workbook):
    book.put("A1", ["gym Gym", "=A1", "gymnast"])
    (reply,) = book.batch({"findReplace": {"find": "gym", "replacement": "studio", "allSheets": True}})
    assert reply["findReplace"] == {"valuesChanged": 2, "rowsChanged": 1, "sheetsChanged": 1, "occurrencesChanged": 3}
    assert book.values("A1:C1", "FORMULA") == [["studio studio", "=A1", "studionast"]]
    book.batch({"findReplace": {"find": "(stu)(dio)n", "replacement": "$2-$1", "searchByRegex": True, "range": book.grid("C1")}})
    assert book.values("C1") == [["dio-stuast"]]


def test_texts_are_split_trimmed_and_freed_of_doubles(book: Workbook):
    book.put("A1", ["a;b"], ["  two   words "])
    (_, trimmed) = book.batch(
        {"textToColumns": {"source": book.grid("A1:A2"), "delimiterType": "SEMICOLON"}}, {"trimWhitespace": {"range": book.grid("A1:A9")}}
    )
    assert trimmed["trimWhitespace"] == {"cellsChangedCount": 1}
    assert book.values("A1:B2") == [["a", "b"], ["two words"]]
    book.put("D1", ["x", 1], ["X", 1], ["y", 1], ["x", 1])
    (reply,) = book.batch({"deleteDuplicates": {"range": book.grid("D1:E4")}})
    assert reply["deleteDuplicates"] == {"duplicatesRemovedCount": 2}
    assert book.values("D1:E4") == [["x", 1], ["y", 1]]


def test_rows_in_any_order_are_the_same_rows(book: Workbook):
    book.put("A1", *[[number, f"=A{number + 1}"] for number in range(10)])
    book.batch({"randomizeRange": {"range": book.grid("A1:B10")}})
    found = book.values("A1:B10")
    assert sorted(found) == [[number, number] for number in range(10)]
    assert found != sorted(found)


# Other people.


def test_other_people_change_the_sheet_without_a_call(book: Workbook):
    calls = len(book.visitor.google.log)
    people.type_rows(book.world, book.id, "Sheet1", "A1", [["stage", "01/02/2026"], ["b", "=A2"]])
    people.insert_rows(book.world, book.id, "Sheet1", 1, 2)
    people.insert_columns(book.world, book.id, "Sheet1", 0)
    people.delete_rows(book.world, book.id, "Sheet1", 1)
    people.delete_columns(book.world, book.id, "Sheet1", 0)
    people.move_row(book.world, book.id, "Sheet1", 2, 1)
    people.rename_tab(book.world, book.id, "Sheet1", "Map")
    assert people.shown(book.world, book.id, "Map", "B1") == "1/2/2026"
    assert len(book.visitor.google.log) == calls
    assert book.values("Map!A1:B3", "FORMULA")[1] == ["b", "=A2"]


def test_other_people_click_warnings_away_and_are_seen_in_the_change_log(book: Workbook):
    book.batch({"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}}}})
    changes = len(book.world.changes)
    people.type_in(book.world, book.id, "Sheet1", "A1", "typed")
    people.delete_rows(book.world, book.id, "Sheet1", 4)
    assert len(book.world.changes) == changes + 2
