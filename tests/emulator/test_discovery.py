"""What the discovery documents say is what is asked of a request."""

from typing import Any

import pytest

from tests.emulator.binding import Complaints, check_bounds, check_path, parse_json, read_body, read_query
from tests.emulator.discovery import Method, route
from tests.emulator.errors import ApiError


def method(verb: str, path: str) -> Method:
    found = route(verb, path)
    assert found is not None
    return found[0]


BATCH_UPDATE = method("POST", "/v4/spreadsheets/1a:batchUpdate")
GET = method("GET", "/v4/spreadsheets/1a")
VALUES = method("GET", "/v4/spreadsheets/1a/values/A1")
LIST = method("GET", "/drive/v3/files")


def said(of: Method, body: Any) -> list[str]:
    complaints = Complaints()
    read_body(of, body, complaints)
    return [description for _, description in complaints.listed]


@pytest.mark.parametrize(
    ("verb", "path", "expected", "parameters"),
    [
        ("POST", "/v4/spreadsheets", "sheets.spreadsheets.create", {}),
        ("GET", "/v4/spreadsheets/1a", "sheets.spreadsheets.get", {"spreadsheetId": "1a"}),
        ("POST", "/v4/spreadsheets/1a:batchUpdate", "sheets.spreadsheets.batchUpdate", {"spreadsheetId": "1a"}),
        ("GET", "/v4/spreadsheets/1a/values:batchGet", "sheets.spreadsheets.values.batchGet", {"spreadsheetId": "1a"}),
        (
            "GET",
            "/v4/spreadsheets/1a/values/%27a%2Fb%27%21A1%3AB2",
            "sheets.spreadsheets.values.get",
            {"spreadsheetId": "1a", "range": "'a/b'!A1:B2"},
        ),
        ("POST", "/v4/spreadsheets/1a/values/Map!A1:B2:append", "sheets.spreadsheets.values.append", {"spreadsheetId": "1a", "range": "Map!A1:B2"}),
        ("POST", "/v4/spreadsheets/1a/sheets/7:copyTo", "sheets.spreadsheets.sheets.copyTo", {"spreadsheetId": "1a", "sheetId": "7"}),
        ("GET", "/drive/v3/files/generateIds", "drive.files.generateIds", {}),
        ("GET", "/drive/v3/files/1a", "drive.files.get", {"fileId": "1a"}),
        ("GET", "/drive/v3/changes/startPageToken", "drive.changes.getStartPageToken", {}),
        ("POST", "/drive/v3/files/1a/comments/c/replies", "drive.replies.create", {"fileId": "1a", "commentId": "c"}),
        ("POST", "/upload/drive/v3/files", "drive.files.create", {}),
        ("PUT", "/upload/drive/v2/files/1a", "drive.v2.files.update", {"fileId": "1a"}),
    ],
)
def test_a_path_means_a_method(verb: str, path: str, expected: str, parameters: dict[str, str]):
    found = route(verb, path)

    assert found is not None
    assert (found[0].id, found[1]) == (expected, parameters)


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("GET", "/"),
        ("GET", "/v4"),
        ("DELETE", "/v4/spreadsheets/1a"),
        ("POST", "/v4/spreadsheets/1a:explode"),
        ("GET", "/upload/drive/v3/files/1a/export"),
    ],
)
def test_other_paths_mean_nothing(verb: str, path: str):
    assert route(verb, path) is None


def test_query_values_have_types():
    pairs = [("includeGridData", "True"), ("ranges", "A1"), ("ranges", "B:B"), ("comments_view_mode", "comments-view-mode-included")]

    assert read_query(GET, pairs, Complaints()) == {
        "includeGridData": True,
        "ranges": ["A1", "B:B"],
        "commentsViewMode": "COMMENTS_VIEW_MODE_INCLUDED",
    }
    assert read_query(VALUES, [("majorDimension", "2")], Complaints()) == {"majorDimension": "COLUMNS"}


def test_everything_unreadable_in_a_query_is_said_at_once():
    complaints = Complaints()
    read_query(VALUES, [("majorDimension", "DIAGONAL"), ("valueRenderOption", "x"), ("bogus", "1")], complaints)
    error = complaints.error()

    assert error is not None
    assert error.message.splitlines() == [
        "Invalid value at 'major_dimension' (type.googleapis.com/google.apps.sheets.v4.Dimension), \"DIAGONAL\"",
        "Invalid value at 'value_render_option' (type.googleapis.com/google.apps.sheets.v4.ValueRenderOption), \"x\"",
        "Invalid JSON payload received. Unknown name \"bogus\": Cannot bind query parameter. Field 'bogus' could not be found in request message.",
    ]
    assert [one.get("field") for one in error.details[0]["fieldViolations"]] == ["major_dimension", "value_render_option", None]


def test_a_number_in_a_path_must_be_one():
    complaints = Complaints()
    check_path(method("POST", "/v4/spreadsheets/1a/sheets/first:copyTo"), {"spreadsheetId": "1a", "sheetId": "first"}, complaints)

    assert complaints.listed == [("sheet_id", "Invalid value at 'sheet_id' (TYPE_INT32), \"first\"")]


def test_numbers_and_truths_may_be_texts():
    body = {"requests": [{"addSheet": {"properties": {"sheetId": 7.0, "index": "3", "hidden": "true", "sheetType": 1}}}]}

    assert read_body(BATCH_UPDATE, body, Complaints()) == {
        "requests": [{"addSheet": {"properties": {"sheetId": 7, "index": 3, "hidden": True, "sheetType": "GRID"}}}]
    }


def test_drive_ignores_parameters_that_it_does_not_know_and_keeps_numbers_in_bounds():
    assert read_query(LIST, [("withLink", "1"), ("pageSize", "5")], Complaints()) == {"pageSize": 5}
    with pytest.raises(ApiError, match=r"Invalid value '5000'\. Values must be within the range: \[1, 1000\]"):
        check_bounds(LIST, {"pageSize": 5000})
    with pytest.raises(ApiError, match="Required parameter: pageToken"):
        check_bounds(method("GET", "/drive/v3/changes"), {})


def test_a_body_gets_official_names_and_loses_nulls():
    body = {"requests": [{"update_sheet_properties": {"properties": {"sheetId": "7", "title": None, "tab_color": None}, "fields": "title"}}]}

    assert read_body(BATCH_UPDATE, body, Complaints()) == {"requests": [{"updateSheetProperties": {"properties": {"sheetId": 7}, "fields": "title"}}]}


def test_nulls_stay_where_they_say_something():
    update = method("PUT", "/v4/spreadsheets/1a/values/A1")
    patch = method("PATCH", "/drive/v3/files/1a")

    assert read_body(update, {"majorDimension": None, "values": [[None, "a"], [1.5, True]]}, Complaints()) == {"values": [[None, "a"], [1.5, True]]}
    assert read_body(patch, {"name": None, "appProperties": {"map": None}}, Complaints()) == {"appProperties": {"map": None}}


@pytest.mark.parametrize(
    ("request_body", "text"),
    [
        ({"bogus": {}}, "Invalid JSON payload received. Unknown name \"bogus\" at 'requests[0]': Cannot find field."),
        ({"addSheet": {"properties": {"sheetId": "abc"}}}, "Invalid value at 'requests[0].add_sheet.properties.sheet_id' (TYPE_INT32), \"abc\""),
        ({"addSheet": {"properties": {"sheetId": 2**31}}}, "Invalid value at 'requests[0].add_sheet.properties.sheet_id' (TYPE_INT32), 2147483648"),
        ({"addSheet": {"properties": {"title": 5}}}, "Invalid value at 'requests[0].add_sheet.properties.title' (TYPE_STRING), 5"),
        ({"addSheet": {"properties": {"hidden": 1}}}, "Invalid value at 'requests[0].add_sheet.properties.hidden' (TYPE_BOOL), 1"),
        (
            {"addSheet": {"properties": {"sheetType": "CUBE"}}},
            "Invalid value at 'requests[0].add_sheet.properties.sheet_type' (type.googleapis.com/google.apps.sheets.v4.SheetType), \"CUBE\"",
        ),
        (
            {"unmergeCells": {"range": {"startRowIndex": "abc"}}},
            "Invalid value at 'requests[0].unmerge_cells.range.start_row_index.value' (TYPE_INT32), \"abc\"",
        ),
        (
            {"addSheet": {"properties": []}},
            "Invalid JSON payload received. Unknown name \"properties\" at 'requests[0].add_sheet': Proto field is not repeating, cannot start list.",
        ),
        (
            {"addSheet": {"properties": {"title": {}}}},
            "Invalid JSON payload received. Unknown name \"title\" at 'requests[0].add_sheet.properties': Starting an object on a scalar field.",
        ),
        ({"addSheet": {}, "deleteSheet": {}}, "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set 'deleteSheet'"),
    ],
)
def test_what_a_body_cannot_say_is_said_in_the_words_of_the_reader(request_body: dict[str, Any], text: str):
    assert said(BATCH_UPDATE, {"requests": [request_body]}) == [text]


def test_a_value_where_rows_are_expected_is_named_as_the_field_of_the_request():
    update = method("PUT", "/v4/spreadsheets/1a/values/A1")

    assert said(update, {"values": "A1:D4"}) == ["Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"A1:D4\""]
    assert said(update, {"values": [["a"], "b"]}) == ["Invalid value at 'data.values[1]' (type.googleapis.com/google.protobuf.ListValue), \"b\""]


def test_a_single_filter_may_say_only_one_thing():
    search = method("POST", "/v4/spreadsheets/1a/values:batchGetByDataFilter")

    assert said(search, {"dataFilters": [{"a1Range": "A1", "gridRange": {}}]}) == [
        "Invalid value at 'data_filters[0]' (oneof), oneof field 'filter' is already set. Cannot set 'gridRange'"
    ]


def test_drive_drops_what_it_does_not_know():
    permit = method("POST", "/drive/v3/files/1a/permissions")

    assert read_body(permit, {"role": "reader", "withLink": True}, Complaints()) == {"role": "reader"}


def test_what_is_no_json_is_refused():
    for text in (b'{"requests": [}', b'{"number": NaN}', b"\xff"):
        with pytest.raises(ApiError, match="Invalid JSON payload received"):
            parse_json(text)
    assert parse_json(b"") == {}
    assert said(BATCH_UPDATE, ["requests"]) != []
