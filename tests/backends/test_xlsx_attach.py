"""Our tabs in other people's workbooks: theirs stay as they were, part by part, and ours are as in a workbook of our own."""

import io
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from sheetsync.backends.xlsx.attach import attach
from sheetsync.backends.xlsx.create import create_workbook
from sheetsync.backends.xlsx.reader import read_grids
from sheetsync.catalog import builtin
from sheetsync.model.design import DesignCell, TabDesign, WorkbookDesign
from sheetsync.model.grid import CellEdit, CellRef, Grid, Lane, Typed
from sheetsync.model.layout import design_workbook
from sheetsync.model.words import LANGUAGES, Language
from tests.backends.google.workplace import Workplace
from tests.backends.packages import SHEET, unpacked
from tests.backends.suite import DESIGN, KEYS, OURS
from tests.backends.test_xlsx_patch import FEATURES, RICH, TAB, Feature, at, raw_members, rich
from tests.emulator.drive.export_xlsx import workbook_bytes
from tests.model.filled import filled_map
from tests.office import Office

EDITS = (CellEdit(at(0, 9), "_khóa"), CellEdit(at(5, 2), "đổi"), CellEdit(at(40, 0), "→", "link", target=CellRef("Cần bổ sung", 1, 1)))
HIDE = (Lane(TAB, "column", 9), Lane(TAB, "row", 0), Lane(TAB, "row", 200))
TYPES, BOOK, LOOKS = "[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml"
LEADS = "xl/_rels/workbook.xml.rels"
MAY_CHANGE = {TYPES, BOOK, LEADS, LOOKS}
QUIET = pytest.mark.filterwarnings("ignore:.*(is not supported|conditional formatting):UserWarning:openpyxl")


@cache
def base(name: str) -> bytes:
    return rich(RICH[name])


@cache
def tabs_of(key: str, language: Language = "vi") -> WorkbookDesign:
    """All that a filled map of that type brings, but for a tab that would be called like theirs."""
    map_type = builtin().load(key)
    whole = design_workbook(filled_map(map_type, language), map_type)
    return replace(whole, tabs=tuple(tab for tab in whole.tabs if tab.title != TAB))


def without(text: str, *patterns: str) -> str:
    for pattern in patterns:
        text = re.sub(pattern, "", text)
    return text


# --- Theirs ---


SOME_TYPES = [pytest.param(key, marks=() if at % 4 == 0 else pytest.mark.slow) for at, key in enumerate(builtin().keys())]
"""Every day a few of the types, all of them where everything is tried."""


@QUIET
@pytest.mark.parametrize("features", RICH.values(), ids=RICH)
def test_no_part_of_theirs_differs_but_those_that_must(features: Sequence[Feature]) -> None:
    before = rich(features)
    after = attach(before, OURS, EDITS, HIDE, "gym.xlsx")
    old, new = raw_members(before), raw_members(after)
    assert {one[0] for one, other in zip(old, new, strict=False) if one != other} == {*MAY_CHANGE, SHEET}
    assert all(str(name).startswith(("xl/worksheets/", "xl/comments", "xl/drawings/")) for name, *_ in new[len(old) :])
    assert [sheet.title for sheet in openpyxl.load_workbook(io.BytesIO(after))][-2:] == ["Cần bổ sung", KEYS]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", SOME_TYPES)
def test_tabs_of_every_type_go_into_any_workbook(key: str, language: Language) -> None:
    design = tabs_of(key, language)
    chance = random.Random(key + language)  # noqa: S311  (repeatable, not a secret)
    ours = [(grid.title, grid.cells, tab.hidden) for grid, tab in zip(read_grids(create_workbook(design), "x"), design.tabs, strict=True)]
    for name in chance.sample(sorted(RICH), 2):
        before = base(name)
        place = CellEdit(at(chance.randrange(20, 60), chance.randrange(20)), f"thử {name}")
        after = attach(before, design, [place], [Lane(TAB, "column", chance.randrange(30))], "gym.xlsx")
        old, new = raw_members(before), raw_members(after)
        assert {one[0] for one, other in zip(old, new, strict=False) if one != other} == {*MAY_CHANGE, SHEET}
        grids = read_grids(after, "x")
        assert [(grid.title, grid.cells, grid.hidden) for grid in grids[-len(ours) :]] == ours


def test_into_the_parts_that_change_only_ours_is_added() -> None:
    old, new = (unpacked(data) for data in (base("everything"), attach(base("everything"), OURS, [], [], "x")))
    types, book, leads, looks = (new[part].decode() for part in (TYPES, BOOK, LEADS, LOOKS))
    known = set(re.findall(r'PartName="([^"]*)"', old[TYPES].decode()))
    added = [entry for entry in re.findall(r"<Override [^>]*/>", types) if re.search(r'PartName="([^"]*)"', entry)[1] not in known]  # type: ignore[index]
    assert without(types, *map(re.escape, added)) == old[TYPES].decode()
    assert without(leads, r'<Relationship Id="rId[0-9]+"[^>]*/sheet[34]\.xml"/>') == old[LEADS].decode()
    ours = (
        r'<sheet name="(C&#7847;n b&#7893; sung|Kh&#243;a)"[^>]*/>',
        r'<definedName name="(khoa_cua_toi|_xlnm._FilterDatabase)"[^>]*>\'[CK][^<]*</definedName>',
    )
    assert without(book, *ours) == old[BOOK].decode()
    looks, was = (re.sub(r'(<(?:fonts|fills|borders|cellXfs|dxfs|numFmts)) count="[0-9]+"', r"\1", text) for text in (looks, old[LOOKS].decode()))
    assert is_part_of(re.findall("<[^>]*>", was), re.findall("<[^>]*>", looks))


def is_part_of(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether ``some`` come in ``others`` in that order."""
    left = iter(others)
    return all(one in left for one in some)


def look_of(cell: Any) -> str:
    return repr((cell.font, cell.fill, cell.border, cell.number_format, cell.alignment, cell.protection))


def looks_of(book: openpyxl.Workbook, titles: Sequence[str]) -> list[object]:
    """How every cell of the tabs looks."""
    return [
        (sheet.title, cell.coordinate, look_of(cell))
        for sheet in (book[title] for title in titles)
        for row in getattr(sheet, "iter_rows", list)()
        for cell in row
    ]


@QUIET
@pytest.mark.parametrize("name", RICH)
def test_every_cell_of_theirs_looks_as_before(name: str) -> None:
    before = openpyxl.load_workbook(io.BytesIO(base(name)))
    after = openpyxl.load_workbook(io.BytesIO(attach(base(name), OURS, [], [], "x")))
    assert looks_of(after, before.sheetnames) == looks_of(before, before.sheetnames)


def test_the_same_gives_the_same_bytes() -> None:
    assert attach(base("everything"), OURS, EDITS, HIDE, "x") == attach(base("everything"), OURS, EDITS, HIDE, "x")


def test_nothing_to_add_changes_no_byte() -> None:
    nothing = replace(OURS, tabs=(), names=())
    assert attach(base("everything"), nothing, [], [], "x") == base("everything")


# --- Ours ---


def ours_of(sheet: Any) -> dict[str, Any]:
    """What a tab is, as openpyxl understands it."""
    return {
        "cells": [
            (cell.coordinate, cell.value, look_of(cell), cell.comment and cell.comment.text)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None or cell.has_style
        ],
        "columns": {key: (column.width, column.hidden, column.min, column.max) for key, column in sheet.column_dimensions.items()},
        "rows": {number: (row.ht, row.hidden, row.customHeight) for number, row in sheet.row_dimensions.items()},
        "lists": sorted(
            (rule.sqref.ranges and str(rule.sqref), rule.formula1, rule.prompt, rule.error) for rule in sheet.data_validations.dataValidation
        ),
        "rules": [
            (str(where.sqref), [(rule.formula, rule.priority, repr(rule.dxf)) for rule in rules])
            for where, rules in sheet.conditional_formatting._cf_rules.items()
        ],
        "frame": (
            sheet.freeze_panes,
            sheet.auto_filter.ref,
            sheet.sheet_state,
            repr(sheet.sheet_properties.tabColor),
            sheet.sheet_view.showGridLines,
        ),
        "print": (sheet.print_area, sheet.print_title_rows, sheet.print_title_cols, sheet.page_setup.orientation, sheet.oddFooter.left.text),
        "charts": [(chart.anchor._from.row, len(chart.series)) for chart in sheet._charts],
    }


@QUIET
@pytest.mark.parametrize("key", SOME_TYPES)
def test_ours_are_as_in_a_workbook_of_their_own(key: str) -> None:
    design = tabs_of(key, "en")
    alone = openpyxl.load_workbook(io.BytesIO(create_workbook(design)))
    after = openpyxl.load_workbook(io.BytesIO(attach(base("everything"), design, [], [], "x")))
    for tab in design.tabs:
        assert ours_of(after[tab.title]) == ours_of(alone[tab.title]), tab.title
    assert {name: defined.attr_text for name, defined in alone.defined_names.items()}.items() <= {
        name: defined.attr_text for name, defined in after.defined_names.items()
    }.items()


def test_only_their_tab_stays_chosen() -> None:
    book = openpyxl.load_workbook(io.BytesIO(attach(base("charts"), OURS, [], [], "x")))
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] == [TAB]
    assert book.active is not None
    assert book.active.title == TAB


def test_in_the_date_system_of_old_macs_days_stay_the_same() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    data = io.BytesIO()
    book.save(data)
    cell = read_grids(attach(data.getvalue(), OURS, [], [], "x"), "x")[1].cells[2, 1]
    assert isinstance(cell, Typed)
    assert (cell.date, cell.raw) == ("2026-11-22", "44886")


# --- Whoever saved theirs ---


def saved_by_openpyxl() -> bytes:
    file = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(base("rules"))).save(file)
    return file.getvalue()


def exported_by_google() -> bytes:
    with Workplace() as place:
        ref = place.backend.create(DESIGN).ref
        return workbook_bytes(place.book(ref), datetime(2026, 11, 22, tzinfo=UTC))


@QUIET
@pytest.mark.parametrize("source", [saved_by_openpyxl, exported_by_google])
def test_whoever_saved_theirs_last(source: Any) -> None:
    check_kept(source())


@QUIET
@pytest.mark.parametrize("name", ["notes", "rules", "other_tabs"])
def test_what_libreoffice_saved_takes_our_tabs_and_is_read_by_it(office: Office, tmp_path: Path, name: str) -> None:
    path = tmp_path / "gym.xlsx"
    path.write_bytes(base(name))
    saved = office.convert(path, to="xlsx", out_dir=tmp_path / "saved").read_bytes()
    after = check_kept(saved)
    path.write_bytes(after)
    again = read_grids(office.convert(path, to="xlsx", out_dir=tmp_path / "again").read_bytes(), "x")
    assert [shown(grid) for grid in again] == [shown(grid) for grid in read_grids(after, "x")]


def check_kept(before: bytes) -> bytes:
    """Add our tabs, and see that what was there and what came is what is there."""
    theirs = read_grids(before, "x")
    after = attach(before, OURS, [], [Lane(theirs[0].title, "column", 30)], "x")
    grids = read_grids(after, "x")
    assert grids[: len(theirs)] == theirs
    assert [(grid.title, grid.cells) for grid in grids[len(theirs) :]] == [
        (grid.title, grid.cells) for grid in read_grids(create_workbook(OURS), "x")
    ]
    old, new = raw_members(before), raw_members(after)
    assert len({one[0] for one, other in zip(old, new, strict=False) if one != other}) == 5
    book = openpyxl.load_workbook(io.BytesIO(after))
    assert ours_of(book["Cần bổ sung"]) == ours_of(openpyxl.load_workbook(io.BytesIO(create_workbook(OURS)))["Cần bổ sung"])
    return after


def shown(grid: Grid) -> tuple[str, bool, dict[tuple[int, int], str | None]]:
    return grid.title, grid.hidden, {place: value.shown if isinstance(value, Typed) else value for place, value in grid.cells.items()}


@QUIET
def test_libreoffice_opens_all_of_it(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "gym.xlsx"
    design = tabs_of("current-state", "en")
    path.write_bytes(attach(rich(FEATURES), design, EDITS[:2], HIDE, "gym.xlsx"))
    saved = office.convert(path, to="xlsx", out_dir=tmp_path / "saved").read_bytes()
    ours = {grid.title: shown(grid)[2] for grid in read_grids(create_workbook(design), "x")}
    found = {grid.title: shown(grid)[2] for grid in read_grids(saved, "x")}
    assert {title: found[title] for title in ours if title != "_curve"} == {title: cells for title, cells in ours.items() if title != "_curve"}
    again = openpyxl.load_workbook(io.BytesIO(saved))
    assert again[TAB].column_dimensions["J"].hidden
    assert again[TAB].row_dimensions[1].hidden
    assert len(ours_of(again[design.tabs[0].title])["charts"]) == 1


# --- Laws ---

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
places = st.tuples(st.integers(0, 12), st.integers(0, 8))
contents = st.dictionaries(places, words, max_size=8)


@settings(max_examples=30)
@given(theirs=contents, ours=contents, edits=contents, columns=st.sets(st.integers(0, 20)), rows=st.sets(st.integers(0, 20)))
def test_what_was_there_and_what_came_is_what_is_there(
    theirs: dict[tuple[int, int], str], ours: dict[tuple[int, int], str], edits: dict[tuple[int, int], str], columns: set[int], rows: set[int]
) -> None:
    before = create_workbook(WorkbookDesign("x", "vi", (tab("Của họ", theirs),)))
    hide = [Lane("Của họ", "column", column) for column in columns] + [Lane("Của họ", "row", row) for row in rows]
    changes = [CellEdit(CellRef("Của họ", *place), text) for place, text in edits.items()]
    after = attach(before, WorkbookDesign("x", "vi", (tab("Của ta", ours),)), changes, hide, "x")
    assert [dict(grid.cells) for grid in read_grids(after, "x")] == [theirs | edits, ours]
    again = attach(after, WorkbookDesign("x", "vi", (tab("Thêm nữa", theirs),)), [], hide, "x")
    assert [dict(grid.cells) for grid in read_grids(again, "x")] == [theirs | edits, ours, theirs]
    assert unpacked(again)[SHEET] == unpacked(after)[SHEET]


def tab(title: str, cells: dict[tuple[int, int], str]) -> TabDesign:
    return TabDesign("map", title, {place: DesignCell(text) for place, text in cells.items()}, {}, {})
