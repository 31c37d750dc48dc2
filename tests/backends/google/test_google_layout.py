"""Layout: every request is one that Google knows, in an order that works, and says what the design says."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from sheetsync.backends.google.layout import layout
from sheetsync.backends.google.layout_rules import within_a_rule
from sheetsync.catalog import builtin
from sheetsync.model.anatomy import CURVE_TAB, META_TAB, STAGES_TAB
from sheetsync.model.design import Area, Chart, DesignCell, Dropdown, Highlight, Name, Style, TabDesign, WorkbookDesign
from sheetsync.model.grid import CellRef
from sheetsync.model.layout import design_workbook
from sheetsync.model.words import LANGUAGES
from tests.emulator.binding import Complaints, read_body
from tests.emulator.discovery import route
from tests.model.filled import filled_map

Json = dict[str, Any]
CATALOG = builtin()
TYPES = [(key, language) for key in CATALOG.keys() for language in LANGUAGES]  # noqa: SIM118  (a catalogue is no mapping)
ZONE = "Asia/Ho_Chi_Minh"
MIDDLE = Style(valign="center")


def small(**parts: Any) -> TabDesign:
    return TabDesign(**{"key": "map", "title": "Bản đồ", "cells": {}, "widths": {}, "heights": {}} | parts)


def of(tab: TabDesign, kind: str, *, language: str = "vi", **more: Any) -> list[Json]:
    """What is said in the requests of one kind for a workbook of that tab and an empty one."""
    design = WorkbookDesign("Phòng tập", language, (tab, small(key="other", title="Giai đoạn")), **more)
    return kinds(layout(design, ZONE), kind)


def kinds(requests: list[Json], kind: str) -> list[Json]:
    return [request[kind] for request in requests if kind in request]


def rect(top: int, left: int, bottom: int, right: int, sheet: int = 0) -> Json:
    """A GridRange, ends not included."""
    return {"sheetId": sheet, "startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}


def ranges(value: object) -> Iterator[Json]:
    """Every GridRange in a request."""
    if isinstance(value, Mapping):
        if "startRowIndex" in value:
            yield dict(value)
        for inner in value.values():
            yield from ranges(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from ranges(inner)


@pytest.mark.parametrize(("key", "language"), TYPES)
def test_every_request_for_every_map_type_is_in_googles_schema_and_within_its_grid(key: str, language: Any):
    map_type = CATALOG.load(key)
    found = route("POST", "/v4/spreadsheets/x:batchUpdate")
    assert found
    requests = layout(design_workbook(filled_map(map_type, language), map_type), ZONE)
    complaints = Complaints()
    assert read_body(found[0], {"requests": requests}, complaints) == {"requests": requests}
    assert complaints.listed == []
    assert len(json.dumps(requests)) < 1_000_000
    sheets = [*kinds(requests, "updateSheetProperties")[:1], *kinds(requests, "addSheet")]
    sizes = {sheet["properties"]["sheetId"]: sheet["properties"]["gridProperties"] for sheet in sheets}
    for place in ranges(requests):
        size = sizes[place["sheetId"]]
        assert place["startRowIndex"] < place["endRowIndex"] <= size["rowCount"]
        assert place["startColumnIndex"] < place["endColumnIndex"] <= size["columnCount"]


def test_the_first_tab_takes_the_sheet_that_is_there_and_the_others_come_with_their_own_ids():
    tab = small(freeze=(4, 2), colour="2F6F6B", cells={(9, 3): DesignCell("x")})
    first = of(tab, "updateSheetProperties")[0]
    size = {"rowCount": 30, "columnCount": 6, "frozenRowCount": 4, "frozenColumnCount": 2, "hideGridlines": True}
    assert first["properties"] == {
        "sheetId": 0,
        "title": "Bản đồ",
        "index": 0,
        "gridProperties": size,
        "tabColorStyle": {"rgbColor": {"red": 47 / 255, "green": 111 / 255, "blue": 107 / 255}},
    }
    assert set(first["fields"].split(",")) == {"title", "tabColorStyle", *(f"gridProperties.{name}" for name in size)}
    (other,) = of(tab, "addSheet")
    assert (other["properties"]["sheetId"], other["properties"]["title"], other["properties"]["index"]) == (1, "Giai đoạn", 1)


@pytest.mark.parametrize(("language", "locale"), [("vi", "vi_VN"), ("en", "en_US")])
def test_locale_and_time_zone_come_first(language: str, locale: str):
    requests = layout(WorkbookDesign("Gym", language, (small(),)), ZONE)
    said = {"properties": {"locale": locale, "timeZone": ZONE}, "fields": "locale,timeZone"}
    assert requests[0] == {"updateSpreadsheetProperties": said}


def test_hidden_tabs_are_hidden_when_all_the_others_are_there():
    requests = layout(WorkbookDesign("Gym", "en", (small(hidden=True), small(key="b", title="B"))), ZONE)
    assert requests[-1] == {"updateSheetProperties": {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"}}


def test_values_are_literal_and_formulas_are_written_for_every_locale():
    cells = {
        (1, 1): DesignCell("=1+1", note="Khách làm gì?"),
        (1, 3): DesignCell("2.5", kind="number"),
        (2, 1): DesignCell("2026-10-01", Style(date=True), kind="date"),
        (2, 2): DesignCell("true", kind="boolean"),
        (2, 3): DesignCell("6", kind="formula", formula="IF('Giai đoạn'!$A$1=\"a,b\",1,2)"),
        (3, 1): DesignCell('nói "có"', kind="link", target=CellRef("Giai đoạn", 6, 27)),
        (3, 2): DesignCell("sớm thôi", kind="date"),
        (9, 9): DesignCell(""),
    }
    (update,) = of(small(cells=cells), "updateCells")
    assert (update["start"], update["fields"]) == ({"sheetId": 0, "rowIndex": 1, "columnIndex": 1}, "userEnteredValue,note")
    assert [row["values"] for row in update["rows"]] == [
        [{"userEnteredValue": {"stringValue": "=1+1"}, "note": "Khách làm gì?"}, {}, {"userEnteredValue": {"numberValue": 2.5}}],
        [
            {"userEnteredValue": {"numberValue": 46296}},
            {"userEnteredValue": {"boolValue": True}},
            {"userEnteredValue": {"formulaValue": "=IF('Giai đoạn'!$A$1=\"a,b\";1;2)"}},
        ],
        [
            {"userEnteredValue": {"formulaValue": '=HYPERLINK("#gid=1&range=AB7";"nói ""có""")'}},
            {"userEnteredValue": {"stringValue": "sớm thôi"}},
        ],
    ]


def test_cells_that_look_alike_are_dressed_together():
    head, body = Style(fill="2F6F6B", bold=True), Style(text=True, border="D8E0E3", indent=1)
    cells = {(0, column): DesignCell("h", head) for column in range(3)} | {
        (row, column): DesignCell("", body) for row in (1, 2, 3) for column in range(2)
    }
    cells |= {(2, 2): DesignCell("", body), (4, 0): DesignCell("6", body, "formula", "A1")}
    looks = of(small(cells=cells), "repeatCell")
    assert [look["range"] for look in looks] == [rect(0, 0, 1, 3), rect(1, 0, 2, 2), rect(2, 0, 3, 3), rect(3, 0, 4, 2), rect(4, 0, 5, 1)]
    formats = [look["cell"]["userEnteredFormat"] for look in looks]
    assert [form.get("numberFormat") for form in formats] == [None, {"type": "TEXT"}, {"type": "TEXT"}, {"type": "TEXT"}, None]
    assert formats[0]["textFormat"]["bold"] is True
    assert formats[1]["borders"]["top"]["style"] == "SOLID"


@pytest.mark.parametrize(("language", "pattern"), [("vi", "dd/mm/yyyy"), ("en", "yyyy-mm-dd")])
def test_dates_look_as_people_write_them(language: str, pattern: str):
    (look,) = of(small(cells={(0, 0): DesignCell("", Style(date=True))}), "repeatCell", language=language)
    assert look["cell"]["userEnteredFormat"]["numberFormat"] == {"type": "DATE", "pattern": pattern}


def test_sizes_are_pixels_and_growing_rows_are_left_to_grow():
    tab = small(
        widths={0: 14.0, 1: 14.0, 2: 34.0},
        heights={1: 54, 4: 44, 5: 44, 7: 44},
        growing=frozenset({4, 5, 7}),
        hidden_rows=(0,),
        hidden_columns=(0, 1),
    )
    sizes = [
        (one["range"]["dimension"], one["range"]["startIndex"], one["range"]["endIndex"], one["properties"])
        for one in of(tab, "updateDimensionProperties")
    ]
    assert sizes == [
        ("COLUMNS", 0, 2, {"pixelSize": 103, "hiddenByUser": True}),
        ("COLUMNS", 2, 3, {"pixelSize": 243}),
        ("ROWS", 0, 1, {"hiddenByUser": True}),
        ("ROWS", 1, 2, {"pixelSize": 72}),
    ]
    assert of(tab, "autoResizeDimensions") == []


def held_open(cells: Mapping[int, DesignCell], **more: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """The padding above and below, by place, in a growing row 45 points high with those cells."""
    tab = small(cells={(4, column): cell for column, cell in cells.items()}, heights={4: 45}, growing=frozenset({4}), **more)
    looks = of(tab, "repeatCell")
    paddings = {(one["range"]["startRowIndex"], one["range"]["startColumnIndex"]): one["cell"]["userEnteredFormat"].get("padding") for one in looks}
    return {
        place: (padding["top"], padding["bottom"]) for place, padding in paddings.items() if padding and max(padding["top"], padding["bottom"]) > 9
    }


@pytest.mark.parametrize(
    ("cells", "held"),
    [
        ({2: DesignCell(), 3: DesignCell("Buổi sáng", MIDDLE), 5: DesignCell("Vui", MIDDLE)}, {(4, 3): (16, 17)}),
        ({2: DesignCell("Mua vé"), 5: DesignCell()}, {(4, 2): (2, 31)}),
        ({2: DesignCell("một\nhai\nba\nbốn"), 3: DesignCell("Buổi sáng", MIDDLE)}, {}),
    ],
    ids=["by what stands in the middle", "by the first cell, below its text", "not where its texts are high enough"],
)
def test_a_growing_row_is_held_open_by_the_padding_of_one_cell(cells: Mapping[int, DesignCell], held: Mapping[Any, Any]):
    assert held_open(cells) == held


def test_no_row_is_held_open_by_what_nobody_sees():
    cells = {0: DesignCell("k1", MIDDLE), 2: DesignCell()}
    assert held_open(cells, hidden_columns=(0,)) == {(4, 2): (2, 31)}


def test_rows_that_do_not_grow_need_no_padding():
    assert all(
        "padding" not in one["cell"]["userEnteredFormat"] for one in of(small(cells={(1, 1): DesignCell("Phòng tập")}, heights={1: 54}), "repeatCell")
    )


@pytest.mark.parametrize(("style", "left"), [(Style(indent=1), 12), (Style(border="D8E0E3", align="center"), 3)])
def test_texts_of_tables_have_room_on_all_sides(style: Style, left: int):
    (look,) = of(small(cells={(0, 0): DesignCell("Tìm phòng tập", style)}), "repeatCell")
    assert look["cell"]["userEnteredFormat"]["padding"] == {"top": 4, "right": 5, "bottom": 4, "left": left}


def test_dropdowns_offer_values_or_the_cells_of_another_tab():
    listed = Dropdown(Area(4, 3, 9, 3), values=("Vui, mừng", "Buồn"), warning="Chọn trong danh sách.")
    sourced = Dropdown(Area(4, 2, 9, 2), source_tab="Giai đoạn", source=Area(4, 2, 9, 2), prompt="Chọn giai đoạn.", strict=True)
    first, second = of(small(dropdowns=(listed, sourced)), "setDataValidation")
    assert first == {
        "range": rect(4, 3, 10, 4),
        "rule": {
            "condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "Vui, mừng"}, {"userEnteredValue": "Buồn"}]},
            "strict": False,
            "showCustomUi": True,
            "inputMessage": "Chọn trong danh sách.",
        },
    }
    assert second["rule"]["condition"] == {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "='Giai đoạn'!$C$5:$C$10"}]}
    assert (second["rule"]["strict"], second["rule"]["inputMessage"]) == (True, "Chọn giai đoạn.")


@pytest.mark.parametrize(
    ("offered", "there", "to_come"),
    [(Area(4, 3, 209, 3), rect(4, 3, 7, 4), rect(7, 3, 210, 4)), (Area(4, 3, 4, 48), rect(4, 3, 5, 6), rect(4, 6, 5, 49))],
    ids=["down", "across"],
)
def test_arrows_of_dropdowns_show_only_in_lines_that_are_there(offered: Area, there: Json, to_come: Json):
    cells = {(row, column): DesignCell() for row in range(7) for column in range(6)}
    rules = of(small(cells=cells, dropdowns=(Dropdown(offered, values=("Vui", "Buồn")),)), "setDataValidation")
    assert [(one["range"], one["rule"]["showCustomUi"]) for one in rules] == [(there, True), (to_come, False)]
    assert rules[0]["rule"]["condition"] == rules[1]["rule"]["condition"]


def test_conditional_formats_keep_their_order_and_reach_names_through_indirect():
    rules = (
        Highlight(Area(4, 2, 9, 2), "AND($C5=$C4,MATCH($C5,titles,0)=1)", "CFE8E3", "7FA9A2"),
        Highlight(Area(4, 2, 9, 2), "TRUE", ink="000000", bold=True),
    )
    first, second = of(small(highlights=rules), "addConditionalFormatRule", names=(Name("titles", "Giai đoạn", Area(4, 2, 9, 2)),))
    condition = first["rule"]["booleanRule"]["condition"]
    assert condition == {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": '=AND($C5=$C4;MATCH($C5;INDIRECT("titles");0)=1)'}]}
    assert (first["index"], second["index"]) == (0, 1)
    assert second["rule"]["booleanRule"]["format"] == {
        "textFormat": {"foregroundColorStyle": {"rgbColor": {"red": 0, "green": 0, "blue": 0}}, "bold": True}
    }


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("'Bản \"A\"'!$A$1:$B$2=1", 'INDIRECT("\'Bản ""A""\'!$A$1:$B$2")=1'),
        ('"titles"=titles', '"titles"=INDIRECT("titles")'),
        ("titles(1)+mytitles+$C5", "titles(1)+mytitles+$C5"),
    ],
)
def test_only_names_and_other_tabs_go_through_indirect(formula: str, expected: str):
    assert within_a_rule(formula, frozenset({"titles"})) == expected


def test_the_curve_is_a_native_chart_of_the_hidden_tab_with_its_scale():
    chart = Chart("Đường cong cảm xúc", "Giai đoạn", Area(1, 1, 5, 1), Area(1, 2, 5, 2), 20, 2, 900, 270, -2, 3, "Bực tức", "Thích thú")
    (drawn,) = (one["chart"] for one in of(small(charts=(chart,)), "addChart"))
    spec, basic = drawn["spec"], drawn["spec"]["basicChart"]
    assert (spec["title"], spec["hiddenDimensionStrategy"], basic["chartType"], basic["interpolateNulls"]) == (chart.title, "SHOW_ALL", "LINE", False)
    assert basic["axis"][0]["viewWindowOptions"] == {"viewWindowMode": "EXPLICIT", "viewWindowMin": -2, "viewWindowMax": 3}
    assert basic["axis"][0]["title"] == "Bực tức → Thích thú"
    assert basic["axis"][0]["format"] == basic["axis"][1]["format"]
    assert basic["series"][0]["series"]["sourceRange"]["sources"] == [rect(1, 2, 6, 3, sheet=1)]
    assert basic["domains"][0]["domain"]["sourceRange"]["sources"] == [rect(1, 1, 6, 2, sheet=1)]
    assert drawn["position"]["overlayPosition"]["anchorCell"] == {"sheetId": 0, "rowIndex": 20, "columnIndex": 2}
    (first, *_) = of(small(charts=(chart,)), "updateSheetProperties")
    size = first["properties"]["gridProperties"]
    assert size["rowCount"] > 20 + 270 // 21
    assert size["columnCount"] > 2 + 900 // 100


def test_the_curve_scrolls_with_the_map():
    chart = Chart("Emotion curve", "Giai đoạn", Area(1, 1, 5, 1), Area(1, 2, 5, 2), 3, 1, 900, 270, -2, 3)
    (drawn,) = of(small(charts=(chart,), freeze=(4, 2)), "addChart")
    assert drawn["chart"]["position"]["overlayPosition"]["anchorCell"] == {"sheetId": 0, "rowIndex": 4, "columnIndex": 2}


@pytest.mark.parametrize(("language", "words"), [("vi", "Xin bấm Hủy"), ("en", "Please press Cancel")])
def test_keys_warn_before_they_change_and_nobody_is_locked_out(language: str, words: str):
    (kept,) = (one["protectedRange"] for one in of(small(keys=(Area(0, 0, 0, 9),)), "addProtectedRange", language=language))
    assert (kept["range"], kept["warningOnly"]) == (rect(0, 0, 1, 10), True)
    assert words in kept["description"]
    assert "editors" not in kept


def test_names_and_filter_are_there():
    names = of(small(), "addNamedRange", names=(Name("titles", "Giai đoạn", Area(4, 2, 9, 2)),))
    assert names == [{"namedRange": {"name": "titles", "range": rect(4, 2, 10, 3, sheet=1)}}]
    assert of(small(filter=Area(3, 0, 40, 9)), "setBasicFilter") == [{"filter": {"range": rect(3, 0, 41, 10)}}]


def test_names_stand_before_the_formulas_that_use_them():
    map_type = CATALOG.load("current-state")
    requests = layout(design_workbook(filled_map(map_type), map_type), ZONE)
    order = [next(iter(request)) for request in requests]
    assert max(at for at, kind in enumerate(order) if kind == "addSheet") < order.index("addNamedRange") < order.index("updateCells")
    titles = [sheet["properties"]["title"] for sheet in kinds(requests, "addSheet")]
    assert {STAGES_TAB.vi, CURVE_TAB, META_TAB} <= set(titles)


def test_halves_of_surrogate_pairs_are_never_sent():
    tab = small(cells={(0, 0): DesignCell("\ud83d!"), (0, 1): DesignCell("\ud83d!", kind="link", target=CellRef("Bản đồ", 0, 0))})
    assert "ud83d" not in json.dumps(of(replace(tab), "updateCells"))
