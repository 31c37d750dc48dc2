"""``fields``: what a mask means, whatever way it is written."""

import pytest

from tests.emulator.discovery import shape
from tests.emulator.masks import Mask, MaskSyntaxError, UnknownPathError

SPREADSHEET = shape("sheets", "Spreadsheet")
ANSWER = {
    "spreadsheetId": "1a",
    "properties": {"title": "Gym", "locale": "vi_VN"},
    "sheets": [
        {"properties": {"sheetId": 0, "title": "Map"}, "data": [{"rowData": [{"values": [{"note": "Why?", "formattedValue": "x"}, {}]}]}]},
        {"properties": {"sheetId": 7, "title": "Lists"}, "data": [{}]},
    ],
}


@pytest.mark.parametrize(
    "written",
    [
        "spreadsheetId,sheets.properties.title",
        "spreadsheetId,sheets/properties/title",
        "spreadsheet_id,sheets(properties(title))",
        "sheets(properties.title), spreadsheetId",
        "sheets.properties.(title),spreadsheetId",
    ],
)
def test_one_mask_has_many_spellings(written: str):
    assert Mask.parse(written, SPREADSHEET).apply(ANSWER) == {
        "spreadsheetId": "1a",
        "sheets": [{"properties": {"title": "Map"}}, {"properties": {"title": "Lists"}}],
    }


def test_what_a_mask_leaves_of_a_message_without_the_field_is_an_empty_message():
    notes = Mask.parse("sheets.data.rowData.values.note", SPREADSHEET)

    assert notes.apply(ANSWER) == {"sheets": [{"data": [{"rowData": [{"values": [{"note": "Why?"}, {}]}]}]}, {"data": [{}]}]}


def test_the_narrower_path_beats_the_wider_whatever_their_order():
    for written in ("properties,properties.title", "properties.title,properties"):
        assert Mask.parse(written, SPREADSHEET).apply(ANSWER) == {"properties": {"title": "Gym"}}


def test_a_star_is_everything_that_is_not_named():
    assert Mask.parse("*", SPREADSHEET).whole
    assert Mask.parse("properties(*)", SPREADSHEET).apply(ANSWER) == {"properties": ANSWER["properties"]}
    assert Mask.parse("*,properties.locale", SPREADSHEET).apply(ANSWER) == {**ANSWER, "properties": {"locale": "vi_VN"}}


@pytest.mark.parametrize(
    ("written", "reaches", "names"),
    [
        ("sheets.data.rowData", True, True),
        ("sheets", True, False),
        ("sheets(*)", True, False),
        ("sheets.properties.title", False, False),
        ("spreadsheetId", False, False),
    ],
)
def test_whether_grid_data_is_reached_and_whether_it_is_named(written: str, *, reaches: bool, names: bool):
    mask = Mask.parse(written, SPREADSHEET)

    assert (mask.reaches("sheets.data"), mask.names("sheets.data")) == (reaches, names)


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("bogus", "bogus"),
        ("sheets(properties(tile))", "sheets.properties.tile"),
        ("properties.Title", "properties.Title"),
        ("sheets.data.x", "sheets.data.x"),
    ],
)
def test_a_path_that_the_message_does_not_have_is_named(written: str, path: str):
    with pytest.raises(UnknownPathError) as caught:
        Mask.parse(written, SPREADSHEET)

    assert caught.value.path == path


@pytest.mark.parametrize("written", ["sheets(", "sheets)", "sheets(properties", "a,,b", ",a", "a.", "()", ")sheets(", "a b"])
def test_what_is_no_mask_is_refused(written: str):
    with pytest.raises(MaskSyntaxError):
        Mask.parse(written)


def test_free_maps_have_every_key():
    mask = Mask.parse("files(appProperties/map,id)", shape("drive", "FileList"))

    assert mask.apply({"files": [{"id": "1", "appProperties": {"map": "m", "other": "o"}}]}) == {
        "files": [{"id": "1", "appProperties": {"map": "m"}}]
    }


def test_drive_knows_no_snake_case():
    with pytest.raises(UnknownPathError):
        Mask.parse("files(mime_type)", shape("drive", "FileList"))


def test_a_mask_in_a_body_says_what_is_replaced_and_what_is_cleared():
    old = {"title": "Old", "hidden": True, "gridProperties": {"rowCount": 10, "frozenRowCount": 1}}
    mask = Mask.parse("hidden,gridProperties.frozenRowCount,title", shape("sheets", "SheetProperties"))

    assert mask.updated(old, {"title": "New", "gridProperties": {"rowCount": 99}}) == {"title": "New", "gridProperties": {"rowCount": 10}}
    assert sorted(mask.paths()) == [("gridProperties", "frozenRowCount"), ("hidden",), ("title",)]
