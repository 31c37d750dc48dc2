"""Map type + map → the design of a whole workbook: every tab, its cells, its look."""

from collections.abc import Sequence
from dataclasses import replace

from sheetsync.model.anatomy import FORMAT, META_TAB
from sheetsync.model.design import Area, Dropdown, TabDesign, WorkbookDesign
from sheetsync.model.journey import JourneyMap
from sheetsync.model.layout import palette
from sheetsync.model.layout.complete import FIRST_FINDING_ROW, SEVERITY_WORDS, TO_COMPLETE_KEYS, FindingRow, to_complete_rows, to_complete_tab
from sheetsync.model.layout.content import fits_literally, initial_stages, stages_of, to_cell
from sheetsync.model.layout.curve import CURVE_COLUMN, CURVE_FIRST_ROW, curve_areas, curve_tab, curve_values, emotion_field, scored
from sheetsync.model.layout.guide import how_to_tab
from sheetsync.model.layout.lanes import curve_chart, records_tab
from sheetsync.model.layout.page import Page
from sheetsync.model.layout.stages import about_tab, stage_names, stages_tab
from sheetsync.model.maptype import MapType

__all__ = [
    "CURVE_COLUMN",
    "CURVE_FIRST_ROW",
    "FIRST_FINDING_ROW",
    "SEVERITY_WORDS",
    "TO_COMPLETE_KEYS",
    "FindingRow",
    "curve_values",
    "design_workbook",
    "initial_stages",
    "to_cell",
    "to_complete_rows",
]

_LISTS_COLUMN = 5  # the hidden tab's own rows take A to C


def design_workbook(journey: JourneyMap, map_type: MapType, findings: Sequence[FindingRow] = ()) -> WorkbookDesign:
    """The workbook that holds ``journey``: its records in their steps, then empty slots as many as the type starts with.

    A map without stages starts with those of its type. ``findings`` fill the *To complete* tab.
    """
    main, curve = _map_tabs(journey, map_type)
    tabs = [
        main,
        about_tab(journey, map_type),
        stages_tab(journey, map_type),
        *(records_tab(journey, map_type, tab)[0] for tab in map_type.tabs[1:]),
        to_complete_tab(findings, journey.language),
        how_to_tab(journey, map_type),
        *curve,
    ]
    meta, tabs = _with_lists(_meta_tab(journey, map_type), tabs)
    return WorkbookDesign(journey.title, journey.language, (*tabs, meta), stage_names(journey, map_type))


def _map_tabs(journey: JourneyMap, map_type: MapType) -> tuple[TabDesign, tuple[TabDesign, ...]]:
    """The tab of the map itself, and where it has emotions, the hidden tab that its curve is drawn from."""
    design, frame = records_tab(journey, map_type, map_type.main)
    mood = emotion_field(map_type)
    if mood is None:
        return design, ()
    scale = sorted(scored(mood), key=lambda choice: choice[0])
    (low, lowest), (high, highest) = scale[0], scale[-1]
    words = (lowest.title.of(journey.language), low, highest.title.of(journey.language), high)
    charted = curve_chart(design, frame, curve_areas(journey, map_type), words, journey.language)
    return charted, (curve_tab(journey, map_type, mood, frame),)


def _meta_tab(journey: JourneyMap, map_type: MapType) -> TabDesign:
    rows = [
        ("map", journey.id),
        ("type", map_type.key),
        ("type_version", str(map_type.version)),
        ("language", journey.language),
        ("format", str(FORMAT)),
    ]
    page = Page({0: 16.0, 1: 24.0, 2: 32.0})
    for row, cells in enumerate([*rows, *(("stage", stage.key, stage.title) for stage in stages_of(journey, map_type))]):
        for column, text in enumerate(cells):
            page.put(row, column, text, palette.KEY)
    return TabDesign(key=META_TAB, title=META_TAB, cells=page.cells, widths=page.widths, heights={}, hidden=True)


def _with_lists(meta: TabDesign, tabs: Sequence[TabDesign]) -> tuple[TabDesign, list[TabDesign]]:
    """Dropdowns whose values don't fit into one list get cells of their own on the hidden tab."""
    page = Page(dict(meta.widths), dict(meta.cells))
    columns: dict[tuple[str, ...], int] = {}

    def placed(dropdown: Dropdown) -> Dropdown:
        if fits_literally(dropdown.values):
            return dropdown
        column = columns.setdefault(dropdown.values, _LISTS_COLUMN + len(columns))
        for row, value in enumerate(dropdown.values):
            page.put(row, column, value, palette.KEY)
        return replace(dropdown, values=(), source_tab=meta.title, source=Area(0, column, len(dropdown.values) - 1, column))

    moved = [
        tab if all(fits_literally(each.values) for each in tab.dropdowns) else replace(tab, dropdowns=tuple(map(placed, tab.dropdowns)))
        for tab in tabs
    ]
    return replace(meta, cells=page.cells), moved
