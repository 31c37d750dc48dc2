"""Developer metadata: created, found, changed, deleted."""

import pytest

from tests.emulator.sheet_desk import Refused
from tests.emulator.sheets.book import Json
from tests.emulator.visitor import Visitor
from tests.emulator.workbook_desk import Workbook, lines


@pytest.fixture
def book(lan: Visitor) -> Workbook:
    return Workbook(lan)


@pytest.fixture
def tagged(book: Workbook) -> Workbook:
    """The spreadsheet, its sheet, row 3 and column B, each with an entry: 1 to 4."""
    places: list[Json] = [{"spreadsheet": True}, {"sheetId": 0}, {"dimensionRange": lines("ROWS", 2, 3)}, {"dimensionRange": lines("COLUMNS", 1, 2)}]
    book.batch(*[create(place, metadataId=number, metadataValue=str(number)) for number, place in enumerate(places, 1)])
    return book


def create(location: Json, **more: object) -> Json:
    entry = {"metadataKey": "role", "visibility": "DOCUMENT", "location": location, **more}
    return {"createDeveloperMetadata": {"developerMetadata": entry}}


def search(book: Workbook, *filters: Json, by: Visitor | None = None) -> Json:
    reply = (by or book.visitor).call("POST", f"/v4/spreadsheets/{book.id}/developerMetadata:search", body={"dataFilters": filters})
    found: Json = reply.json()
    return found


def found(book: Workbook, **lookup: object) -> list[int]:
    matched = search(book, {"developerMetadataLookup": lookup}).get("matchedDeveloperMetadata", [])
    return [one["developerMetadata"]["metadataId"] for one in matched]


def test_a_new_entry_says_where_it_is(book: Workbook):
    (reply,) = book.batch(create({"dimensionRange": lines("ROWS", 2, 3)}, metadataValue="header"))
    made = reply["createDeveloperMetadata"]["developerMetadata"]
    assert made == {
        "metadataId": made["metadataId"],
        "metadataKey": "role",
        "metadataValue": "header",
        "location": {"locationType": "ROW", "dimensionRange": {"dimension": "ROWS", "startIndex": 2, "endIndex": 3}},
        "visibility": "DOCUMENT",
    }
    assert book.visitor.get(f"/v4/spreadsheets/{book.id}/developerMetadata/{made['metadataId']}").json() == made


def test_an_entry_that_is_not_there(book: Workbook):
    reply = book.visitor.get(f"/v4/spreadsheets/{book.id}/developerMetadata/5")
    assert (reply.status_code, reply.json()["error"]["message"]) == (404, "No developer metadata with ID 5.")


@pytest.mark.parametrize(
    ("lookup", "ids"),
    [
        ({"metadataKey": "role"}, [1, 2, 3, 4]),
        ({"metadataKey": "other"}, []),
        ({"metadataValue": "3"}, [3]),
        ({"metadataId": 4}, [4]),
        ({"locationType": "SHEET"}, [2]),
        ({"visibility": "PROJECT"}, []),
        ({"metadataLocation": {"dimensionRange": lines("ROWS", 2, 3)}}, [2, 3, 4]),
        ({"metadataLocation": {"dimensionRange": lines("ROWS", 2, 3)}, "locationMatchingStrategy": "EXACT_LOCATION"}, [3]),
        ({"metadataLocation": {"dimensionRange": lines("ROWS", 4, 5)}}, [2, 4]),
        ({"metadataLocation": {"spreadsheet": True}}, [1]),
    ],
)
def test_what_a_lookup_finds(tagged: Workbook, lookup: Json, ids: list[int]):
    assert found(tagged, **lookup) == ids


def test_an_entry_comes_once_with_all_filters_that_found_it(tagged: Workbook):
    by_key, by_id, by_range = (
        {"developerMetadataLookup": {"metadataKey": "role"}},
        {"developerMetadataLookup": {"metadataId": 3}},
        {"a1Range": "A3:A4"},
    )
    matched = search(tagged, by_key, by_id, by_range)["matchedDeveloperMetadata"]
    assert {one["developerMetadata"]["metadataId"]: one["dataFilters"] for one in matched} == {
        1: [by_key],
        2: [by_key, by_range],
        3: [by_key, by_id, by_range],
        4: [by_key],
    }


def test_a_search_without_filters(book: Workbook):
    assert search(book)["error"]["message"] == "Must specify at least one dataFilter."


def test_entries_are_changed_and_deleted_by_filters(tagged: Workbook):
    update = {
        "dataFilters": [{"developerMetadataLookup": {"locationType": "ROW"}}],
        "developerMetadata": {"metadataValue": "new", "location": {"dimensionRange": lines("ROWS", 5, 6)}},
        "fields": "metadataValue,location",
    }
    (changed, gone) = tagged.batch(
        {"updateDeveloperMetadata": update}, {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataId": 4}}}}
    )
    (entry,) = changed["updateDeveloperMetadata"]["developerMetadata"]
    assert (entry["metadataId"], entry["metadataValue"], entry["location"]["dimensionRange"]["startIndex"]) == (3, "new", 5)
    assert [one["metadataId"] for one in gone["deleteDeveloperMetadata"]["deletedDeveloperMetadata"]] == [4]
    assert found(tagged, metadataKey="role") == [1, 2, 3]


def test_the_entry_of_a_row_stays_with_the_row_and_goes_with_it(tagged: Workbook):
    tagged.batch({"insertDimension": {"range": lines("ROWS", 0, 1)}})
    exact = {"metadataLocation": {"dimensionRange": lines("ROWS", 3, 4)}, "locationMatchingStrategy": "EXACT_LOCATION"}
    assert found(tagged, **exact) == [3]
    tagged.batch({"deleteDimension": {"range": lines("ROWS", 3, 4)}})
    assert found(tagged, metadataKey="role") == [1, 2, 4]


def test_the_entries_of_a_sheet_go_with_it(tagged: Workbook):
    tagged.batch({"addSheet": {"properties": {"title": "Map"}}}, {"deleteSheet": {"sheetId": 0}})
    assert found(tagged, metadataKey="role") == [1]


def test_what_is_for_a_project_is_seen_by_that_project_alone(book: Workbook):
    book.batch(create({"spreadsheet": True}, metadataId=1, visibility="PROJECT"), create({"spreadsheet": True}, metadataId=2))
    filter_ = {"developerMetadataLookup": {"metadataKey": "role"}}
    with Visitor(book.visitor.google, app="2") as other:
        matched = search(book, filter_, by=other)["matchedDeveloperMetadata"]
        assert [one["developerMetadata"]["metadataId"] for one in matched] == [2]
        assert other.get(f"/v4/spreadsheets/{book.id}/developerMetadata/1").status_code == 404
    assert found(book, metadataKey="role") == [1, 2]


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (create({"spreadsheet": True}, metadataKey=""), "Developer metadata must have a key specified."),
        (create({"spreadsheet": True}, visibility="DEVELOPER_METADATA_VISIBILITY_UNSPECIFIED"), "Developer metadata must have visibility specified."),
        (create({}), "Developer metadata must have a location specified."),
        (create({"dimensionRange": lines("ROWS", 2, 4)}), "DimensionRange must represent a single row or column."),
        (create({"sheetId": 9}), "No sheet with id: 9"),
        (create({"spreadsheet": True}, metadataId=0), "metadataId must be positive."),
        (create({"spreadsheet": True}, metadataValue="x" * 30_000), "Developer metadata may not exceed 30000 characters."),
    ],
)
def test_entries_that_are_refused(book: Workbook, request_: Json, said: str):
    assert book.refused_batch(request_) == Refused(400, f"Invalid requests[0].createDeveloperMetadata: {said}")
    assert book.book.metadata == []
