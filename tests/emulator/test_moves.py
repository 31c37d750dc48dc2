"""Rows, columns and cells that are inserted, deleted, moved, cut or sorted, and all that follows them."""

import pytest

from tests.emulator import people
from tests.emulator.sheet_desk import Refused
from tests.emulator.sheets.book import Json
from tests.emulator.sheets.shifts import Delete, Insert, Move
from tests.emulator.visitor import Visitor
from tests.emulator.workbook_desk import Workbook, a1, lines

CHOICE: Json = {"condition": {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "=Sheet1!$A$4:$A$6"}]}}


@pytest.fixture
def book(lan: Visitor) -> Workbook:
    return Workbook(lan)


@pytest.fixture
def furnished(book: Workbook) -> Workbook:
    """A sheet on whose cells B4:C6 everything lies that a sheet can hold; B5 is the cell with a comment, row 5 and column C have metadata."""
    cells = book.grid("B4:C6")
    book.put("A4", ["a"], ["b"], ["c"])
    book.batch(
        {"addNamedRange": {"namedRange": {"name": "steps", "range": cells}}},
        {"addProtectedRange": {"protectedRange": {"range": cells, "warningOnly": True}}},
        {"setDataValidation": {"range": cells, "rule": CHOICE}},
        {"mergeCells": {"range": book.grid("B6:C6"), "mergeType": "MERGE_ALL"}},
        {"addConditionalFormatRule": {"rule": _painted(cells, "=$B4=$A$4"), "index": 0}},
        {"setBasicFilter": {"filter": {"range": cells, "filterSpecs": [{"columnIndex": 2, "filterCriteria": {"hiddenValues": ["x"]}}]}}},
        {"addFilterView": {"filter": {"title": "mine", "range": cells}}},
        {"addBanding": {"bandedRange": {"range": cells, "rowProperties": {"firstBandColor": {"red": 1}, "secondBandColor": {"blue": 1}}}}},
        {"addChart": {"chart": _curve(book.grid("C4:C6"), book.place("B5"))}},
        {"updateCells": {"start": book.place("B5"), "fields": "note", "rows": [{"values": [{"note": "look"}]}]}},
        {"updateDimensionProperties": {"range": lines("ROWS", 4, 5), "properties": {"pixelSize": 60}, "fields": "pixelSize"}},
        {"addDimensionGroup": {"range": lines("ROWS", 3, 6)}},
        {"createDeveloperMetadata": {"developerMetadata": _tag(lines("ROWS", 4, 5))}},
        {"createDeveloperMetadata": {"developerMetadata": _tag(lines("COLUMNS", 2, 3))}},
        {"insertComment": {"content": "why?", "coordinate": book.place("B5")}},
    )
    return book


def _painted(cells: Json, formula: str) -> Json:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    return {"ranges": [cells], "booleanRule": {"condition": condition, "format": {"backgroundColor": {"red": 1}}}}


def _curve(source: Json, cell: Json) -> Json:
    series = [{"series": {"sourceRange": {"sources": [source]}}}]
    return {"spec": {"basicChart": {"chartType": "LINE", "series": series}}, "position": {"overlayPosition": {"anchorCell": cell}}}


def _tag(line: Json) -> Json:
    return {"metadataKey": "role", "metadataValue": "x", "visibility": "DOCUMENT", "location": {"dimensionRange": line}}


def places(book: Workbook) -> dict[str, str]:
    """Where everything lies now."""
    sheet = book.book.sheets[0]
    rule = sheet.conditional_formats[0]
    chart = sheet.charts[0]
    source = chart["spec"]["basicChart"]["series"][0]["series"]["sourceRange"]["sources"][0]
    cell = chart["position"]["overlayPosition"]["anchorCell"]
    note = next(place for place, one in sheet.cells.items() if one.note)
    validated = next(one for one in sheet.cells.values() if one.validation).validation or {}
    return {
        "named": a1(book.book.named_ranges[0].get("range")),
        "protected": a1(sheet.protected_ranges[0]["range"]),
        "merged": a1(sheet.merges[0]),
        "painted": a1(rule["ranges"][0]),
        "painted by": rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"],
        "filter": a1(sheet.basic_filter and sheet.basic_filter["range"]),
        "view": a1(sheet.filter_views[0]["range"]),
        "banded": a1(sheet.banded_ranges[0]["range"]),
        "chart of": a1(source),
        "chart at": f"{cell['rowIndex']},{cell['columnIndex']}",
        "note": f"{note[0]},{note[1]}",
        "choice": validated["condition"]["values"][0]["userEnteredValue"],
        "comment": a1(next(iter(book.book.anchors.values()), None)),
        "tall row": ",".join(str(row) for row in sorted(sheet.rows)),
        "group": "{startIndex}-{endIndex}".format(**sheet.row_groups[0]["range"]),
        "row tag": str(book.book.metadata[0]["location"]["dimensionRange"]["startIndex"]),
        "column tag": str(book.book.metadata[-1]["location"]["dimensionRange"]["startIndex"]),
    }


AT_FIRST = {
    "named": "B4:C6",
    "protected": "B4:C6",
    "merged": "B6:C6",
    "painted": "B4:C6",
    "painted by": "=$B4=$A$4",
    "filter": "B4:C6",
    "view": "B4:C6",
    "banded": "B4:C6",
    "chart of": "C4:C6",
    "chart at": "4,1",
    "note": "4,1",
    "choice": "=Sheet1!$A$4:$A$6",
    "comment": "B5",
    "tall row": "4",
    "group": "3-6",
    "row tag": "4",
    "column tag": "2",
}


def test_everything_lies_where_it_was_put(furnished: Workbook):
    assert places(furnished) == AT_FIRST


def test_rows_inserted_above_push_everything_down(furnished: Workbook):
    furnished.batch({"insertDimension": {"range": lines("ROWS", 1, 3)}})
    assert places(furnished) == {
        "named": "B6:C8",
        "protected": "B6:C8",
        "merged": "B8:C8",
        "painted": "B6:C8",
        "painted by": "=$B6=$A$6",
        "filter": "B6:C8",
        "view": "B6:C8",
        "banded": "B6:C8",
        "chart of": "C6:C8",
        "chart at": "6,1",
        "note": "6,1",
        "choice": "=Sheet1!$A$6:$A$8",
        "comment": "B7",
        "tall row": "6",
        "group": "5-8",
        "row tag": "6",
        "column tag": "2",
    }


def test_a_row_inserted_in_the_middle_makes_ranges_longer(furnished: Workbook):
    furnished.batch({"insertDimension": {"range": lines("ROWS", 4, 5)}})
    grown = {"named", "protected", "painted", "filter", "view", "banded"}
    assert places(furnished) == AT_FIRST | dict.fromkeys(grown, "B4:C7") | {
        "merged": "B7:C7",
        "chart of": "C4:C7",
        "chart at": "5,1",
        "note": "5,1",
        "choice": "=Sheet1!$A$4:$A$7",
        "comment": "B6",
        "tall row": "4,5",  # the new row is as tall as the one it was made like
        "group": "3-7",
        "row tag": "5",
    }


def test_a_column_inserted_to_the_left_pushes_everything_right(furnished: Workbook):
    furnished.batch({"insertDimension": {"range": lines("COLUMNS", 0, 1)}})
    moved = {"named", "protected", "painted", "filter", "view", "banded"}
    assert places(furnished) == AT_FIRST | dict.fromkeys(moved, "C4:D6") | {
        "merged": "C6:D6",
        "painted by": "=$C4=$B$4",
        "chart of": "D4:D6",
        "chart at": "4,2",
        "note": "4,2",
        "choice": "=Sheet1!$B$4:$B$6",
        "comment": "C5",
        "column tag": "3",
    }
    assert furnished.book.sheets[0].basic_filter is not None
    assert furnished.book.sheets[0].basic_filter["filterSpecs"][0]["columnIndex"] == 3


def test_a_deleted_row_takes_its_comment_anchor_and_metadata_along(furnished: Workbook):
    furnished.batch({"deleteDimension": {"range": lines("ROWS", 4, 5)}})
    assert furnished.book.anchors == {}
    assert [thread.head.content for thread in furnished.world.files[furnished.id].threads] == ["why?"]
    assert [one["location"]["dimensionRange"]["dimension"] for one in furnished.book.metadata] == ["COLUMNS"]
    assert a1(furnished.book.named_ranges[0]["range"]) == "B4:C5"
    assert furnished.book.sheets[0].rows == {}
    assert furnished.book.sheets[0].charts[0]["position"]["overlayPosition"]["anchorCell"]["rowIndex"] == 4


def test_the_anchor_of_a_deleted_cell_may_stay_empty_instead(furnished: Workbook):
    furnished.world.anchors_stay_empty = True
    furnished.batch({"deleteDimension": {"range": lines("ROWS", 4, 5)}})
    (anchor,) = furnished.book.anchors.values()
    assert (anchor["startRowIndex"], anchor["endRowIndex"]) == (4, 4)


def test_what_lay_only_on_deleted_rows_is_gone(furnished: Workbook):
    furnished.batch({"deleteDimension": {"range": lines("ROWS", 3, 6)}})
    sheet = furnished.book.sheets[0]
    assert [sheet.protected_ranges, sheet.merges, sheet.conditional_formats, sheet.filter_views, sheet.banded_ranges, sheet.row_groups] == [[]] * 6
    assert sheet.basic_filter is None
    assert furnished.book.named_ranges[0].get("range") is None


def test_a_moved_row_takes_its_own_along(furnished: Workbook):
    furnished.batch({"moveDimension": {"source": lines("ROWS", 4, 5), "destinationIndex": 10}})
    now = places(furnished)
    assert {name: now[name] for name in ("note", "comment", "tall row", "row tag", "chart at")} == {
        "note": "9,1",
        "comment": "B10",
        "tall row": "9",
        "row tag": "9",
        "chart at": "9,1",
    }


def test_a_moved_column_takes_its_own_along(furnished: Workbook):
    furnished.batch({"unmergeCells": {"range": furnished.grid("B6:C6")}})
    people.move_column(furnished.world, furnished.id, "Sheet1", 1, 5)
    assert a1(next(iter(furnished.book.anchors.values()))) == "E5"
    assert furnished.book.metadata[-1]["location"]["dimensionRange"]["startIndex"] == 1


def test_neither_move_nor_delete_may_tear_a_merge_apart(furnished: Workbook):
    said = furnished.refused_batch({"moveDimension": {"source": lines("COLUMNS", 1, 2), "destinationIndex": 6}})
    assert said == Refused(400, "Invalid requests[0].moveDimension: You must select all cells in a merged range to move them.")


@pytest.mark.parametrize(
    ("formula", "request_", "becomes"),
    [
        ("=Sheet1!A1+Sheet1!B5", {"insertDimension": {"range": lines("ROWS", 2, 3)}}, "=Sheet1!A1+Sheet1!B6"),
        ("=SUM(Sheet1!A2:A5)", {"insertDimension": {"range": lines("ROWS", 3, 5)}}, "=SUM(Sheet1!A2:A7)"),
        ("=SUM(Sheet1!A2:A5)", {"insertDimension": {"range": lines("ROWS", 5, 6)}}, "=SUM(Sheet1!A2:A5)"),
        ("=SUM(Sheet1!A:A)", {"insertDimension": {"range": lines("COLUMNS", 0, 1)}}, "=SUM(Sheet1!B:B)"),
        ("=SUM(Sheet1!$A$2:A)", {"insertDimension": {"range": lines("ROWS", 0, 1)}}, "=SUM(Sheet1!$A$3:A)"),
        ("=SUM(Sheet1!2:3)", {"insertDimension": {"range": lines("ROWS", 2, 3)}}, "=SUM(Sheet1!2:4)"),
        ("=Sheet1!A5*2", {"deleteDimension": {"range": lines("ROWS", 4, 5)}}, "=#REF!*2"),
        ("=SUM(Sheet1!A2:A5)", {"deleteDimension": {"range": lines("ROWS", 4, 6)}}, "=SUM(Sheet1!A2:A4)"),
        ("=sheet1!$A$5", {"moveDimension": {"source": lines("ROWS", 4, 5), "destinationIndex": 10}}, "=sheet1!$A$10"),
        ('="Sheet1!A5"&A5', {"insertDimension": {"range": lines("ROWS", 0, 1)}}, '="Sheet1!A5"&A5'),
        ("=LOG10(Sheet1!A5)", {"insertDimension": {"range": lines("ROWS", 0, 1)}}, "=LOG10(Sheet1!A6)"),
        ("=Sheet1!A5", {"updateSheetProperties": {"properties": {"title": "Bản đồ"}, "fields": "title"}}, "='Bản đồ'!A5"),
        ("=Sheet1!A5&Here!B1", {"deleteSheet": {"sheetId": 0}}, "=#REF!&Here!B1"),
        ("=Sheet1!A5", {"cutPaste": {"source": {"endColumnIndex": 1}, "destination": {"columnIndex": 3}}}, "=Sheet1!D5"),
    ],
)
def test_formulas_follow_what_they_mean(book: Workbook, formula: str, request_: Json, becomes: str):
    book.batch({"addSheet": {"properties": {"title": "Here"}}})
    book.put("Here!A1", [formula])
    book.batch(request_)
    assert book.formula("Here!A1") == becomes


def test_formulas_on_other_sheets_follow_as_well(book: Workbook):
    book.batch({"addSheet": {"properties": {"title": "Other"}}})
    book.put("Other!A1", ["=Sheet1!B5", "=B5"])
    book.batch({"insertDimension": {"range": lines("ROWS", 0, 1)}})
    assert book.values("Other!A1:B1", "FORMULA") == [["=Sheet1!B6", "=B5"]]


@pytest.mark.parametrize(("before", "looks"), [(True, "above"), (False, "below")])
def test_new_rows_look_like_their_neighbour(book: Workbook, before: bool, looks: str):  # noqa: FBT001 - one of two ways
    above, below = {"backgroundColor": {"red": 1}}, {"backgroundColor": {"blue": 1}}
    for row, form in ((1, above), (2, below)):
        cells = {"sheetId": 0, "startRowIndex": row, "endRowIndex": row + 1, "startColumnIndex": 0, "endColumnIndex": 2}
        book.batch({"repeatCell": {"range": cells, "cell": {"userEnteredFormat": form}, "fields": "userEnteredFormat"}})
    book.batch({"insertDimension": {"range": lines("ROWS", 2, 4), "inheritFromBefore": before}})
    new = [book.book.sheets[0].cells[row, 0].format or {} for row in (2, 3)]
    assert [one["backgroundColor"] for one in new] == [(above if looks == "above" else below)["backgroundColor"]] * 2


def test_a_checkbox_is_copied_without_its_tick(book: Workbook):
    book.batch({"setDataValidation": {"range": book.grid("A2"), "rule": {"condition": {"type": "BOOLEAN"}}}})
    book.put("A2", [True])
    book.batch({"insertDimension": {"range": lines("ROWS", 2, 3), "inheritFromBefore": True}})
    assert book.values("A2:A3") == [[True], [False]]


@pytest.mark.parametrize(
    ("request_", "frozen"),
    [
        ({"insertDimension": {"range": lines("ROWS", 1, 3)}}, 4),
        ({"insertDimension": {"range": lines("ROWS", 2, 3)}}, 2),
        ({"deleteDimension": {"range": lines("ROWS", 1, 5)}}, 1),
    ],
)
def test_the_frozen_part_keeps_its_rows(book: Workbook, request_: Json, frozen: int):
    book.batch({"updateSheetProperties": {"properties": {"gridProperties": {"frozenRowCount": 2}}, "fields": "gridProperties.frozenRowCount"}})
    book.batch(request_)
    assert book.sheet()["properties"]["gridProperties"]["frozenRowCount"] == frozen


def test_the_grid_grows_and_shrinks_with_rows_and_columns(book: Workbook):
    book.batch(
        {"insertDimension": {"range": lines("ROWS", 20, 22), "inheritFromBefore": True}},
        {"deleteDimension": {"range": lines("COLUMNS", 1, 3)}},
        {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 5}},
    )
    assert book.sheet()["properties"]["gridProperties"] == {"rowCount": 27, "columnCount": 6}


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (
            {"deleteDimension": {"range": lines("ROWS", 20, 22)}},
            "Cannot delete a row that doesn't exist. Tried to delete row index 20 but there are only 20 rows.",
        ),
        ({"deleteDimension": {"range": lines("COLUMNS", 0, 8)}}, "You can't delete all the columns on the sheet."),
        ({"deleteDimension": {"range": lines("ROWS", 1, 20)}}, "Sorry, it is not possible to delete all non-frozen rows."),
        ({"deleteDimension": {"range": lines("ROWS", 1, 2, sheet_id=5)}}, "No grid with id: 5"),
        ({"insertDimension": {"range": lines("ROWS", 0, 1), "inheritFromBefore": True}}, "inheritFromBefore cannot be true"),
        ({"insertDimension": {"range": lines("COLUMNS", 0, 20_000)}}, "above the limit of 18278 columns"),
        ({"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 9_000_000}}, "above the limit of 10000000 cells."),
    ],
)
def test_rows_and_columns_that_are_refused(book: Workbook, request_: Json, said: str):
    book.batch({"updateSheetProperties": {"properties": {"gridProperties": {"frozenRowCount": 1}}, "fields": "gridProperties.frozenRowCount"}})
    status, message = book.refused_batch(request_)
    assert status == 400
    assert message.startswith(f"Invalid requests[0].{next(iter(request_))}: ")
    assert said in message


def test_cells_inserted_push_down_only_what_is_below_them(book: Workbook):
    book.put("A1", ["a1", "b1"], ["a2", "b2"], ["=A2", "=B2"])
    book.batch({"insertRange": {"range": book.grid("A2"), "shiftDimension": "ROWS"}})
    assert book.values("A1:B4", "FORMULA") == [["a1", "b1"], ["", "b2"], ["a2", "=B2"], ["=A3"]]


def test_cells_deleted_pull_up_only_what_is_below_them(book: Workbook):
    book.put("A1", ["a1", "b1"], ["a2", "b2"], ["a3", "b3"])
    book.batch({"deleteRange": {"range": book.grid("A1:A2"), "shiftDimension": "ROWS"}})
    assert book.values("A1:B3") == [["a3", "b1"], ["", "b2"], ["", "b3"]]
    assert book.sheet()["properties"]["gridProperties"]["rowCount"] == 20


def test_cells_pushed_out_make_the_grid_longer(book: Workbook):
    book.put("A20", ["last"])
    book.batch({"insertRange": {"range": book.grid("A1:A3"), "shiftDimension": "ROWS"}})
    assert book.values("A23") == [["last"]]


def test_cut_cells_are_followed_by_formulas_and_comments(book: Workbook):
    book.put("A1", ["x"])
    book.put("B1", ["=A1", "=SUM(A1:A2)"])
    book.batch({"insertComment": {"content": "?", "coordinate": book.place("A1")}})
    book.batch({"cutPaste": {"source": book.grid("A1"), "destination": book.place("D4"), "pasteType": "PASTE_NORMAL"}})
    assert book.values("A1:D4", "FORMULA") == [["", "=D4", "=SUM(A1:A2)"], [], [], ["", "", "", "x"]]
    assert [a1(one) for one in book.book.anchors.values()] == ["D4"]


def test_sorting_carries_cells_and_leaves_rows(furnished: Workbook):
    people.type_rows(furnished.world, furnished.id, "Sheet1", "B4", [["2"], ["3"], ["1"]])
    people.sort_rows(furnished.world, furnished.id, "Sheet1", "A4:C6", 1, descending=True)
    assert furnished.values("A4:B6") == [["b", 3], ["a", 2], ["c", 1]]
    now = places(furnished)
    assert {name: now[name] for name in ("note", "comment", "tall row", "row tag", "named")} == {
        "note": "3,1",  # what belongs to the cell goes
        "comment": "B5",  # whether this does is unverified
        "tall row": "4",
        "row tag": "4",
        "named": "B4:C6",
    }


def test_comments_may_follow_sorting_instead(furnished: Workbook):
    furnished.world.anchors_follow_sorting = True
    people.sort_rows(furnished.world, furnished.id, "Sheet1", "A4:C6", 0, descending=True)
    people.sort_rows(furnished.world, furnished.id, "Sheet1", "A4:C5", 0)
    assert [a1(one) for one in furnished.book.anchors.values()] == ["B4"]


@pytest.mark.parametrize(
    ("order", "sorted_"),
    [("ASCENDING", [1, 10, "apple", "Banana", False, True, "", ""]), ("DESCENDING", [True, False, "Banana", "apple", 10, 1, "", ""])],
)
def test_the_order_of_sorting(book: Workbook, order: str, sorted_: list[object]):
    book.put("A1", ["apple"], [True], [""], [10], ["Banana"], [False], [1])
    book.batch({"sortRange": {"range": book.grid("A1:A8"), "sortSpecs": [{"dimensionIndex": 0, "sortOrder": order}]}})
    found = [row[0] if row else "" for row in book.values("A1:A8")]
    assert found + [""] * (8 - len(found)) == sorted_


def test_formulas_look_at_their_own_row_after_sorting(book: Workbook):
    book.put("A1", [2, "=A1*10"], [1, "=A2*10"])
    book.batch({"sortRange": {"range": book.grid("A1:B2"), "sortSpecs": [{"dimensionIndex": 0}]}})
    assert book.values("A1:B2", "FORMULA") == [[1, "=A1*10"], [2, "=A2*10"]]


def test_a_later_sort_spec_decides_between_equals(book: Workbook):
    book.put("A1", ["b", 1], ["a", 1], ["b", 0])
    specs = [{"dimensionIndex": 0}, {"dimensionIndex": 1}]
    book.batch({"sortRange": {"range": book.grid("A1:B3"), "sortSpecs": specs}})
    assert book.values("A1:B3") == [["a", 1], ["b", 0], ["b", 1]]


def test_rows_that_are_merged_downwards_are_not_sorted(book: Workbook):
    book.batch({"mergeCells": {"range": book.grid("A1:A2"), "mergeType": "MERGE_ALL"}})
    said = book.refused_batch({"sortRange": {"range": book.grid("A1:B3"), "sortSpecs": [{"dimensionIndex": 0}]}})
    assert said == Refused(400, "Invalid requests[0].sortRange: You can't sort a range with vertical merges.")


@pytest.mark.parametrize(
    ("shift", "order"),
    [
        (Insert(2, 2), [0, 1, 4, 5]),
        (Delete(1, 3), [0, None, None, 1]),
        (Move(0, 1, 3), [2, 0, 1, 3]),
        (Move(2, 4, 0), [2, 3, 0, 1]),
        (Move(1, 3, 2), [0, 1, 2, 3]),
    ],
)
def test_where_single_rows_go(shift: Insert | Delete | Move, order: list[int | None]):
    assert [shift.index(old) for old in range(4)] == order


@pytest.mark.parametrize(
    ("shift", "span", "becomes"),
    [
        (Insert(2, 3), (2, 4), (5, 7)),
        (Insert(4, 3), (2, 4), (2, 4)),
        (Insert(3, 3), (2, 4), (2, 7)),
        (Insert(0, 1), (None, 4), (None, 5)),
        (Insert(5, 1), (2, None), (2, None)),
        (Delete(0, 2), (1, 4), (0, 2)),
        (Delete(1, 4), (2, 4), None),
        (Delete(3, 9), (2, None), (2, None)),
        (Delete(0, 4), (None, 4), None),
        (Move(2, 4, 9), (2, 4), (7, 9)),
        (Move(3, 4, 2), (2, 6), (2, 6)),
        (Move(3, 4, 9), (2, 6), (2, 5)),
        (Move(8, 9, 3), (2, 6), (2, 7)),
        (Move(8, 9, 0), (2, 6), (3, 7)),
    ],
)
def test_what_becomes_of_a_stretch(shift: Insert | Delete | Move, span: tuple[int | None, int | None], becomes: tuple[int, int] | None):
    assert shift.span(*span) == becomes
