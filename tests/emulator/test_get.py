"""``spreadsheets.get``, ``getByDataFilter`` and ``create``: what of a spreadsheet is told, to whom, in which form."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.emulator.sheet_desk import SheetDesk
from tests.emulator.visitor import Visitor
from tests.emulator.world import Post, Thread

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
HOA = "hoa@example.com"
INCLUDED = "COMMENTS_VIEW_MODE_INCLUDED"
DEFAULT = "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS"


@pytest.fixture
def desk(lan: Visitor) -> SheetDesk:
    return SheetDesk(lan)


def add_sheet(desk: SheetDesk, title: str, sheet_id: int = 7) -> None:
    desk.batch({"addSheet": {"properties": {"sheetId": sheet_id, "title": title, "gridProperties": {"rowCount": 3, "columnCount": 2}}}})


def add_thread(desk: SheetDesk, anchor: str, text: str, place: dict[str, int] | None = None, *, replies: tuple[Post, ...] = ()) -> Thread:
    thread = Thread(Post(f"AAA{anchor}", "lan@example.com", text, AT, AT), list(replies), anchor=anchor, native=True)
    desk.file.threads.append(thread)
    if place is not None:
        desk.book.anchors[anchor] = {"sheetId": 0, **place}
    return thread


def cell(row: int, column: int) -> dict[str, int]:
    return {"startRowIndex": row, "endRowIndex": row + 1, "startColumnIndex": column, "endColumnIndex": column + 1}


def test_a_new_spreadsheet(desk: SheetDesk):
    answer = desk.get()
    assert list(answer) == ["spreadsheetId", "properties", "sheets", "spreadsheetUrl"]
    assert list(answer["properties"]) == ["title", "locale", "autoRecalc", "timeZone", "defaultFormat", "spreadsheetTheme"]
    assert answer["sheets"] == [
        {"properties": {"sheetId": 0, "title": "Sheet1", "index": 0, "sheetType": "GRID", "gridProperties": {"rowCount": 1000, "columnCount": 26}}}
    ]
    assert answer == desk.made


def test_a_spreadsheet_made_with_content(lan: Visitor):
    data = [{"startRow": 1, "rowData": [{"values": [{"userEnteredValue": {"stringValue": "a"}, "note": "n"}]}]}]
    sheets = [
        {"properties": {"title": "One", "gridProperties": {"rowCount": 5, "frozenRowCount": 1}}, "data": data},
        {"properties": {"title": "Two"}},
    ]
    made = lan.call("POST", "/v4/spreadsheets", body={"properties": {"title": "T", "locale": "vi_VN"}, "sheets": sheets}).json()
    assert made["properties"]["locale"] == "vi_VN"
    assert [sheet["properties"]["title"] for sheet in made["sheets"]] == ["One", "Two"]
    assert made["sheets"][0]["properties"]["gridProperties"] == {"rowCount": 5, "columnCount": 26, "frozenRowCount": 1}
    assert lan.get(f"/v4/spreadsheets/{made['spreadsheetId']}/values/One").json()["values"] == [[], ["a"]]
    charts = lan.call("POST", "/v4/spreadsheets", body={"sheets": [{"charts": [{"chartId": 1}]}]})
    assert charts.status_code == 501


def test_cells_with_everything(desk: SheetDesk):
    desk.put("B2", ["12%"], option="USER_ENTERED")
    desk.book.sheets[0].cell(1, 1).note = "ask Lan"
    answer = desk.get(includeGridData="true", ranges="A1:B3")
    data = answer["sheets"][0]["data"][0]
    assert list(data) == ["rowData", "rowMetadata", "columnMetadata"]
    assert data["rowData"][0] == {}
    assert data["rowData"][1]["values"][0] == {}
    assert len(data["rowData"]) == 2
    assert data["rowMetadata"] == [{"pixelSize": 21}] * 3
    assert data["columnMetadata"] == [{"pixelSize": 100}] * 2
    found = data["rowData"][1]["values"][1]
    assert list(found) == ["userEnteredValue", "effectiveValue", "formattedValue", "userEnteredFormat", "effectiveFormat", "note"]
    assert (found["userEnteredValue"], found["formattedValue"]) == ({"numberValue": 0.12}, "12%")
    assert found["userEnteredFormat"] == {"numberFormat": {"type": "PERCENT", "pattern": "0%"}}
    assert answer["commentsViewMode"] == "COMMENTS_VIEW_MODE_OMITTED"


def test_the_effective_format_is_the_default_with_what_was_set(desk: SheetDesk):
    desk.put("A1", ["a"])
    desk.book.sheets[0].cell(0, 0).format = {"textFormat": {"bold": True}, "backgroundColor": {"red": 1}}
    [[found]] = desk.cells("A1", "effectiveFormat(textFormat(bold,fontSize),backgroundColor,wrapStrategy,horizontalAlignment)")
    assert found["effectiveFormat"] == {
        "backgroundColor": {"red": 1},
        "horizontalAlignment": "LEFT",
        "wrapStrategy": "OVERFLOW_CELL",
        "textFormat": {"fontSize": 10, "bold": True},
    }


def test_formulas_and_errors_in_cells(desk: SheetDesk):
    desk.put("A1", ["=1/0", "=NA()", '=HYPERLINK("https://example.com","there")'], option="USER_ENTERED")
    [[division, missing, link]] = desk.cells("A1:C1", "userEnteredValue,effectiveValue,formattedValue,hyperlink")
    error = {"type": "DIVIDE_BY_ZERO", "message": "Function DIVIDE parameter 2 cannot be zero."}
    assert division == {"userEnteredValue": {"formulaValue": "=1/0"}, "effectiveValue": {"errorValue": error}, "formattedValue": "#DIV/0!"}
    assert missing["effectiveValue"] == {"errorValue": {"type": "N_A"}}
    assert link["hyperlink"] == "https://example.com"
    assert link["formattedValue"] == "there"


@pytest.mark.parametrize(
    ("query", "with_cells"),
    [
        ({}, False),
        ({"includeGridData": "true"}, True),
        ({"fields": "*"}, False),
        ({"fields": "sheets"}, True),
        ({"fields": "sheets.properties.title", "includeGridData": "true"}, False),
        ({"fields": "sheets/data/rowData/values/note"}, True),
        ({"fields": "sheets(properties(title),data.rowData)"}, True),
    ],
)
def test_a_mask_decides_about_cells(desk: SheetDesk, query: dict[str, str], with_cells: bool):  # noqa: FBT001 - a column of the table
    desk.put("A1", ["a"])
    assert ("data" in desk.get(**query)["sheets"][0]) == with_cells


def test_a_narrow_mask(desk: SheetDesk):
    desk.put("A1", ["a"])
    assert desk.get(fields="sheets.properties.title") == {"sheets": [{"properties": {"title": "Sheet1"}}]}
    assert desk.get(fields="sheets.data.rowData.values.note") == {"sheets": [{"data": [{"rowData": [{"values": [{}]}]}]}]}
    assert desk.get(fields="sheets.data.rowData.values.note", ranges="B1") == {"sheets": [{"data": [{}]}]}
    assert desk.get(fields="namedRanges") == {}


def test_ranges_choose_sheets_and_blocks(desk: SheetDesk):
    add_sheet(desk, "Bản đồ")
    desk.put("'Bản đồ'!B3", ["x"])
    answer = desk.get(ranges=["'Bản đồ'!A1", "Bản đồ!B2:B3"], includeGridData="true")
    assert [sheet["properties"]["title"] for sheet in answer["sheets"]] == ["Bản đồ"]
    first, second = answer["sheets"][0]["data"]
    assert "rowData" not in first
    assert (second["startRow"], second["startColumn"], len(second["rowData"])) == (1, 1, 2)
    assert [sheet["properties"]["sheetId"] for sheet in desk.get(ranges="Sheet1")["sheets"]] == [0]
    assert desk.refused("GET", "", ranges="No!A1") == (400, "Unable to parse range: No!A1")


def test_what_is_on_a_sheet_is_told_without_the_id_zero(desk: SheetDesk):
    sheet = desk.book.sheets[0]
    sheet.merges.append({"sheetId": 0, **cell(0, 0)})
    sheet.conditional_formats.append(
        {"ranges": [{"sheetId": 0, **cell(1, 0)}], "booleanRule": {"format": {"backgroundColor": {"red": 1, "green": 0}}}}
    )
    sheet.columns[0] = {"pixelSize": 250, "hiddenByUser": True}
    desk.book.named_ranges.append({"namedRangeId": "n1", "name": "here", "range": {"sheetId": 0, **cell(0, 0)}})
    told = desk.get(fields="namedRanges,sheets(merges,conditionalFormats,data.columnMetadata)", ranges="A1")
    assert told["sheets"][0]["merges"] == [cell(0, 0)]
    assert told["sheets"][0]["conditionalFormats"] == [{"ranges": [cell(1, 0)], "booleanRule": {"format": {"backgroundColor": {"red": 1}}}}]
    assert told["sheets"][0]["data"][0]["columnMetadata"] == [{"hiddenByUser": True, "pixelSize": 250}]
    assert told["namedRanges"] == [{"namedRangeId": "n1", "name": "here", "range": cell(0, 0)}]


def test_developer_metadata_is_told_where_it_belongs(desk: SheetDesk):
    def entry(number: int, **location: Any) -> dict[str, Any]:
        return {"metadataId": number, "metadataKey": "k", "visibility": "DOCUMENT", "location": location}

    column = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}
    desk.book.metadata += [entry(1, spreadsheet=True), entry(2, sheetId=0), entry(3, dimensionRange=column)]
    told = desk.get(fields="developerMetadata,sheets(developerMetadata,data.columnMetadata.developerMetadata)", ranges="A1:B1")
    assert [one["location"] for one in told["developerMetadata"]] == [{"locationType": "SPREADSHEET", "spreadsheet": True}]
    assert [one["location"] for one in told["sheets"][0]["developerMetadata"]] == [{"locationType": "SHEET", "sheetId": 0}]
    first, second = told["sheets"][0]["data"][0]["columnMetadata"]
    assert first == {}
    assert second["developerMetadata"][0]["location"] == {
        "locationType": "COLUMN",
        "dimensionRange": {"dimension": "COLUMNS", "startIndex": 1, "endIndex": 2},
    }


def test_protected_ranges_are_told_by_what_the_reader_may(desk: SheetDesk, lan: Visitor):
    lan.google.world.permit(desk.file, HOA, "writer")
    desk.book.sheets[0].protected_ranges.append({"protectedRangeId": 5, "range": {"sheetId": 0, "endRowIndex": 1}, "editors": {"users": []}})
    mine = desk.get(fields="sheets.protectedRanges")["sheets"][0]["protectedRanges"]
    assert mine == [{"protectedRangeId": 5, "range": {"endRowIndex": 1}, "requestingUserCanEdit": True, "editors": {"users": ["lan@example.com"]}}]
    with Visitor(lan.google, email=HOA) as hoa:
        theirs = hoa.get(f"/v4/spreadsheets/{desk.id}", fields="sheets.protectedRanges").json()["sheets"][0]["protectedRanges"]
    assert theirs == [{"protectedRangeId": 5, "range": {"endRowIndex": 1}}]


def test_comments_come_when_they_are_asked_for(desk: SheetDesk, lan: Visitor):
    reply = Post("AAAr", HOA, "done", AT, AT, action="RESOLVE")
    add_thread(desk, "a1", "why?\n<b>", cell(1, 2), replies=(reply,)).resolved = True
    add_thread(desk, "lost", "gone")
    lan.google.world.account(HOA, name="Hoa")
    answer = desk.get(commentsViewMode=INCLUDED, fields="commentsViewMode,comments,sheets.commentAnchors")
    assert answer["commentsViewMode"] == INCLUDED
    assert answer["sheets"] == [{"commentAnchors": [{"anchorId": "a1", "range": cell(1, 2)}]}]
    first, second = answer["comments"]
    assert list(first) == ["commentId", "anchorId", "headPost", "replies", "status"]
    assert (first["commentId"], first["anchorId"], first["status"]) == ("AAAa1", "a1", "RESOLVED")
    head = first["headPost"]
    assert (head["content"], head["contentHtml"]) == ("why?\n<b>", "why?<br>&lt;b&gt;")
    assert (head["author"]["displayName"], head["author"]["me"]) == ("lan", True)
    assert head["createTime"] == "2026-11-02T09:30:00.000Z"
    assert first["replies"][0]["commentAction"] == "RESOLVE"
    assert "me" not in first["replies"][0]["author"]
    assert "anchorId" not in second
    assert "comments" not in desk.get(includeGridData="true")


def test_ranges_limit_comments_to_their_cells(desk: SheetDesk):
    add_thread(desk, "a1", "one", cell(0, 0))
    add_thread(desk, "a2", "two", cell(5, 5))
    add_thread(desk, "lost", "three")
    answer = desk.get(commentsViewMode=INCLUDED, ranges="A1:B2", fields="comments.commentId,sheets.commentAnchors.anchorId")
    assert answer == {"sheets": [{"commentAnchors": [{"anchorId": "a1"}]}], "comments": [{"commentId": "AAAa1"}]}


def test_comments_that_may_not_be_seen(desk: SheetDesk, lan: Visitor):
    add_thread(desk, "a1", "one", cell(0, 0))
    lan.google.world.permit(desk.file, HOA, "reader")
    with Visitor(lan.google, email=HOA) as hoa:
        path = f"/v4/spreadsheets/{desk.id}"
        refused = hoa.get(path, commentsViewMode=INCLUDED)
        assert refused.status_code == 403
        assert refused.json()["error"]["message"] == "You do not have permission to view comments on this spreadsheet."
        degraded = hoa.get(path, commentsViewMode=DEFAULT, fields="commentsViewMode").json()
    assert degraded == {"commentsViewMode": "COMMENTS_VIEW_MODE_OMITTED"}
    assert len(desk.get(commentsViewMode=DEFAULT)["comments"]) == 1
    message = "Field mask may not contain comment-specific fields if comments are not requested"
    assert desk.refused("GET", "", fields="sheets.commentAnchors") == (400, message)


def test_data_filters_choose_sheets(desk: SheetDesk):
    add_sheet(desk, "Bản đồ")
    every = desk.call("POST", ":getByDataFilter", {})
    assert [sheet["properties"]["sheetId"] for sheet in every["sheets"]] == [0, 7]
    one = desk.call("POST", ":getByDataFilter", {"dataFilters": [{"gridRange": {"sheetId": 7, "endRowIndex": 1}}], "includeGridData": True})
    assert len(one["sheets"][0]["data"][0]["rowMetadata"]) == 1
    none = desk.call("POST", ":getByDataFilter", {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "nothing has it"}}]})
    assert "sheets" not in none
    assert desk.refused("POST", ":getByDataFilter", {"dataFilters": [{"gridRange": {"sheetId": 5}}]}) == (400, "No sheet with id: 5")


@pytest.mark.parametrize(
    ("mime_type", "status", "message"),
    [
        ("application/vnd.google-apps.document", 404, "Requested entity was not found."),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 400, "This operation is not supported for this document."),
        ("application/pdf", 400, "Request contains an invalid argument."),
    ],
)
def test_files_of_other_kinds(lan: Visitor, mime_type: str, status: int, message: str):
    world = lan.google.world
    file = world.add_file("other", mime_type, world.account("lan@example.com"), parents=[])
    answer = lan.get(f"/v4/spreadsheets/{file.id}")
    assert answer.status_code == status
    assert answer.json()["error"]["message"].startswith(message)


def test_drive_file_does_not_see_what_others_made(desk: SheetDesk, lan: Visitor):
    path = f"/v4/spreadsheets/{desk.id}"
    with Visitor(lan.google, scopes=("https://www.googleapis.com/auth/drive.file",), app="2") as other:
        assert other.get(path).status_code == 404
    with Visitor(lan.google, scopes=("https://www.googleapis.com/auth/drive.file",)) as same:
        assert same.get(path).ok
