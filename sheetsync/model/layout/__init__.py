"""Map type + map → the design of a whole workbook: every tab, its cells, its look."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sheetsync.model.anatomy import FORMAT, META_TAB
from sheetsync.model.design import Area, Dropdown, TabDesign, WorkbookDesign
from sheetsync.model.journey import JourneyMap
from sheetsync.model.layout import palette
from sheetsync.model.layout.complete import SEVERITY_WORDS, FindingRow, to_complete_rows, to_complete_tab
from sheetsync.model.layout.content import fits_literally, initial_stages, stages_of, to_cell
from sheetsync.model.layout.curve import CURVE_COLUMN, CURVE_FIRST_ROW, curve_areas, curve_tab, curve_values, emotion_field, scored
from sheetsync.model.layout.guide import how_to_tab
from sheetsync.model.layout.lanes import curve_chart, records_tab
from sheetsync.model.layout.page import Page
from sheetsync.model.layout.stages import about_tab, stage_names, stages_tab
from sheetsync.model.maptype import MapType
from sheetsync.model.places import Learned
from sheetsync.model.skips import FIRST_FINDING_ROW, TO_COMPLETE_KEYS
from sheetsync.model.words import Text, fold

__all__ = [
    "CURVE_COLUMN",
    "CURVE_FIRST_ROW",
    "FIRST_FINDING_ROW",
    "SEVERITY_WORDS",
    "TO_COMPLETE_KEYS",
    "FindingRow",
    "curve_values",
    "design_companions",
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
    meta, tabs = _with_lists(_meta_tab(journey, map_type), [main, *_companions(journey, map_type, findings), *curve])
    return WorkbookDesign(journey.title, journey.language, (*tabs, meta), stage_names(journey, map_type))


def design_companions(
    journey: JourneyMap,
    map_type: MapType,
    learned: Learned,
    *,
    across: bool,
    names: Iterable[tuple[str, str]] = (),
    taken: Iterable[str] = (),
    findings: Sequence[FindingRow] = (),
) -> WorkbookDesign:
    """The tabs that a workbook of people's own lacks to hold ``journey``: all but the map itself, which stands in a tab that is ``learned``.

    That tab may run ``across`` where its type says down, and the other way round.
    ``names`` are keys of stages with further names that they go by there; ``taken`` are the titles of its tabs: one of ours that has such a title
    gets a number. There is no emotion curve: nothing is drawn on their tab.
    """
    told = map_type.main._replace(title=Text(learned.title, learned.title), axis="across" if across else "down")
    companions = _companions(journey, replace(map_type, tabs=(told, *map_type.tabs[1:])), findings, is_adopted=True)
    titles = dict(_free_titles([tab.title for tab in companions], taken))
    meta, tabs = _with_lists(_meta_tab(journey, map_type, names, {map_type.main.key: learned}), [_retitled(tab, titles) for tab in companions])
    return WorkbookDesign(journey.title, journey.language, (*tabs, meta))


def _companions(journey: JourneyMap, map_type: MapType, findings: Sequence[FindingRow], *, is_adopted: bool = False) -> list[TabDesign]:
    """The visible tabs beside the map."""
    return [
        about_tab(journey, map_type),
        stages_tab(journey, map_type),
        *(records_tab(journey, map_type, tab)[0] for tab in map_type.tabs[1:]),
        to_complete_tab(findings, journey.language),
        how_to_tab(journey, map_type, is_adopted=is_adopted),
    ]


def _free_titles(titles: Iterable[str], taken: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each title with one that no tab has yet: itself, or with a number behind it."""
    known = {fold(title) for title in taken}
    for title in titles:
        yield title, next(free for free in (title, *(f"{title} ({number})" for number in range(2, 1000))) if fold(free) not in known)


def _retitled(tab: TabDesign, titles: Mapping[str, str]) -> TabDesign:
    """``tab`` under its new title, its dropdowns pointing to the new titles of others."""
    dropdowns = tuple(replace(each, source_tab=titles.get(each.source_tab, each.source_tab)) for each in tab.dropdowns)
    return replace(tab, title=titles[tab.title], dropdowns=dropdowns)


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


def _meta_tab(
    journey: JourneyMap, map_type: MapType, names: Iterable[tuple[str, str]] = (), learned: Mapping[str, Learned] | None = None
) -> TabDesign:
    rows = [
        ("map", journey.id),
        ("type", map_type.key),
        ("type_version", str(map_type.version)),
        ("language", journey.language),
        ("format", str(FORMAT)),
    ]
    titles = dict.fromkeys([*(("stage", stage.key, stage.title) for stage in stages_of(journey, map_type)), *(("stage", *name) for name in names)])
    known = [("tab", key, own.title) for key, own in (learned or {}).items()]
    headings = [("heading", key, field, text) for key, own in (learned or {}).items() for field, text in own.headings]
    page = Page({0: 16.0, 1: 24.0, 2: 32.0})
    for row, cells in enumerate([*rows, *titles, *known, *headings]):
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
