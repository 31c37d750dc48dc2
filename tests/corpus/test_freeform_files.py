"""The free-form sheets are what their README says: labels that name what is there, all types, a third held out."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from sheetsync.catalog import builtin
from sheetsync.model.grid import Grid, Typed
from sheetsync.model.maptype import MapType
from tests.corpus.freeform.reading import NEW, NONE, LabelError, Workbook, names, read, text

CATALOG = builtin()
SECOND = 69
"""From this number on the sheets were written afterwards, blind: all are held out."""


@pytest.fixture(scope="module", params=names())
def book(request: pytest.FixtureRequest) -> Workbook:
    return read(request.param)


def test_types_are_known(book: Workbook):
    assert {*book.also, *(one.type for one in book.maps)} | ({book.type} if book.type else set()) <= set(CATALOG.keys())
    assert book.type not in book.also


def test_labels_name_keys_of_their_type(book: Workbook):
    for one in book.maps:
        kind = CATALOG.load(one.type)
        assert {key for stage in one.stages for key in stage.keys} <= {stage.key for stage in kind.stages} | {NEW, NONE}
        assert {key for field in one.fields for key in field.keys} <= _lanes(kind) | {NONE}
        assert {key for keys in one.about.values() for key in keys} <= {field.key for field in kind.about} | {"title"}
        assert set(one.corner.keys if one.corner else ()) <= _lanes(kind) | {NONE}


def test_a_stage_is_only_new_where_the_type_lets_people_add_some(book: Workbook):
    for one in book.maps:
        if CATALOG.load(one.type).policy != "open":
            assert not [stage.typed for stage in one.stages if NEW in stage.keys and NONE not in stage.keys]


def test_each_stage_and_heading_stands_for_itself(book: Workbook):
    for one in book.maps:
        cells = [cell for stage in one.stages for cell in stage.cells] + [field.cell for field in one.fields]
        assert not [cell for cell, count in Counter(cells).items() if count > 1]
        assert set(one.about) <= set(one.grid.cells)


def test_every_stage_and_heading_has_texts_that_belong_to_it(book: Workbook):
    for one in book.maps:
        assert not [stage.typed for stage in one.stages if stage.keys != (NONE,) and stage not in {home.stage for home in one.homes.values()}]
        assert not [field.typed for field in one.fields if field.keys != (NONE,) and field not in {home.field for home in one.homes.values()}]


def test_within_a_map_every_text_has_a_home_or_heads_the_rest(book: Workbook):
    for one in book.maps:
        left = [text(value) for cell, value in one.grid.cells.items() if cell in one.area and cell not in one.homes and cell not in one.heading_cells]
        assert len(left) <= len(one.grid.cells) // 4, left


def test_merged_areas_do_not_hide_texts(book: Workbook):
    for grid in book.grids:
        assert not list(_under_merges(grid))


def test_sheets_of_every_type_with_a_third_held_out():
    books = [read(name) for name in names()]
    maps, held = [one for one in books if one.type], [one for one in books if one.held_out]
    kinds = {held_out: Counter(one.type for one in maps if one.held_out == held_out) for held_out in (False, True)}

    first = [one for one in books if _number(one) < SECOND]
    later = [one for one in books if _number(one) >= SECOND]

    assert len(maps) >= 60
    assert len(books) - len(maps) >= 14
    assert len([one for one in later if one.type]) >= 24
    assert {one.type for one in later if one.type} == set(CATALOG.keys())
    assert all(one.held_out for one in later)
    assert set(kinds[True]) == set(kinds[False]) == set(CATALOG.keys())
    assert min(kinds[False].values()) >= 2
    assert len(first) / 3 <= len([one for one in held if one in first]) <= len(first) / 2
    assert len([one for one in first if one.type and one.held_out]) >= 12
    assert {one.language for one in maps} == {"vi", "en", "mixed"}
    assert len([one for one in books if one.decomposed]) >= 2
    assert len([one for one in maps if len(one.maps) > 1]) >= 4


def test_decomposed_sheets_are_so_and_labels_fit_all_the_same():
    for name in names():
        one = read(name)
        shown = "".join(value for grid in one.grids for value in grid.cells.values() if isinstance(value, str))
        assert one.decomposed != unicodedata.is_normalized("NFC", shown)


def test_a_table_as_text_becomes_cells():
    cells = read("03-tiem-banh-khong-dau").grids[0].cells

    assert cells[3, 1] == "1. Nhan biet"
    assert cells[3, 6] == Typed("number", "500000", "500.000")
    assert cells[8, 6] == Typed("formula", "SUM(G4:G8)", "2.000.000")
    assert (1, 0) not in cells


def test_a_date_is_kept_as_the_serial_that_spreadsheets_count_in():
    cells = read("36-chay-marathon").grids[0].cells

    assert cells[2, 1] == Typed("date", "0.125", "03:00", "1899-12-30T03:00")
    assert read("01-trung-tam-boi").grids[0].cells[1, 4] == Typed("date", "46279", "14/09/2026", "2026-09-14")


def test_a_stage_reaches_to_the_next_and_so_does_a_heading():
    one = read("08-warehouse-robots").maps[0]

    assert [one.homes[row, 4].stage.typed for row in range(1, 8)] == ["Research", "Research", "Compare", "Workshop", "Workshop", "Quote", "Sign off"]
    assert one.homes[2, 5].field.keys == ("company_action",)


def test_a_label_that_names_what_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "x.toml").write_text(
        "layout = []\ntype = 'hourglass'\nlanguage = 'en'\nheld_out = false\n[[tabs]]\ntitle = 'a'\ntable = ''' | Feeling'''\n"
        "[[maps]]\ntab = 'a'\naxis = 'down'\narea = 'A1:B2'\nstages = []\nfields = [['Feelings', 'emotion']]\n",
        "utf-8",
    )
    monkeypatch.setattr("tests.corpus.freeform.reading.SHEETS", tmp_path)

    with pytest.raises(LabelError, match="no cell says 'Feelings'"):
        read("x")


def _number(book: Workbook) -> int:
    return int(book.name.partition("-")[0])


def _lanes(kind: MapType) -> set[str]:
    return {field.key for field in (*kind.main.fields, *kind.stage_fields)}


def _under_merges(grid: Grid) -> Iterator[tuple[str, int, int]]:
    for first_row, first_column, last_row, last_column in grid.merges:
        for row, column in grid.cells:
            inside = first_row <= row <= last_row and first_column <= column <= last_column
            if inside and (row, column) != (first_row, first_column):
                yield grid.title, row, column
