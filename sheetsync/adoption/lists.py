"""Supporting lists beside a map: personas, a touchpoint inventory, changes and the like, where their headings tell them clearly."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sheetsync.adoption.kinds import is_aside
from sheetsync.adoption.lexicon import Lexicon
from sheetsync.adoption.sheets import Sheet
from sheetsync.model.grid import CellRef
from sheetsync.model.maptype import TabType
from sheetsync.model.words import fold

_SURE = 0.9
_FEWEST = 3


class FoundList(NamedTuple):
    """A supporting list: its tab in the map type, where it stands, its headings by field, and the cells of its records, line by line."""

    key: str
    tab: str
    across: bool
    head: int
    fields: Mapping[str, tuple[int, float]]
    records: tuple[tuple[int, Mapping[str, CellRef]], ...]
    headings: Mapping[str, CellRef]

    @property
    def used(self) -> set[CellRef]:
        """All cells that have a place in it."""
        return {*self.headings.values(), *(cell for _, cells in self.records for cell in cells.values())}


def find_lists(tabs: Iterable[Iterable[Sheet]], taken: frozenset[CellRef], lexicon: Lexicon) -> list[FoundList]:
    """The supporting lists of a workbook, each kind once, on cells that no map has taken."""
    found: list[FoundList] = []
    for sheets in tabs:
        for sheet in sheets:
            free = (number for number in sheet.first_lines() if _is_free(sheet, number, taken))
            found += [one for number in free for one in _at_line(sheet, number, lexicon) if not one.used & taken]
    chosen: list[FoundList] = []
    for one in sorted(found, key=lambda one: (-len(one.fields), -len(one.records))):
        if all(one.key != other.key and not one.used & other.used for other in chosen):
            chosen.append(one)
    order = [tab.key for tab in lexicon.type.tabs]
    return sorted(chosen, key=lambda one: order.index(one.key))


def _is_free(sheet: Sheet, head: int, taken: frozenset[CellRef]) -> bool:
    """Whether a line has as many texts as a list has headings at least that are part of no map."""
    return sum(sheet.cell(head, at) not in taken for at in sheet.line(head)) > 1


def _at_line(sheet: Sheet, head: int, lexicon: Lexicon) -> Iterator[FoundList]:
    texts = sheet.line(head)
    if len(texts) < 2:
        return
    for tab in lexicon.type.tabs[1:]:
        fields: dict[str, tuple[int, float]] = {}
        for at, text in sorted(texts.items()):
            match = lexicon.lists[tab.key].best(text, misspelt=False)
            if match is not None and match.confidence >= _SURE and match.key not in fields:
                fields[match.key] = at, match.confidence
        if _tells(sheet, tab, fields):
            records = tuple(_records(sheet, head, fields))
            if records:
                headings = {key: sheet.cell(head, at) for key, (at, _) in fields.items()}
                yield FoundList(tab.key, sheet.grid.title, sheet.across, head, fields, records, headings)


def _tells(sheet: Sheet, tab: TabType, fields: Mapping[str, object]) -> bool:
    """Whether the headings found tell the list: its first one and two more, or one more under a tab that bears the list's name."""
    if tab.fields[0].key not in fields:
        return False
    named = fold(sheet.grid.title) in {fold(title) for title in tab.title}
    return len(fields) >= (2 if named else _FEWEST)


def _records(sheet: Sheet, head: int, fields: Mapping[str, tuple[int, float]]) -> Iterator[tuple[int, Mapping[str, CellRef]]]:
    """The records under the headings: up to a blank line that nothing like a record follows, or to a total or note."""
    previous = head
    for number in sorted(number for number in sheet.lines if number > head):
        texts = sheet.line(number)
        cells = {key: sheet.cell(number, at) for key, (at, _) in fields.items() if at in texts}
        gap = number - previous > 1
        if _ends(texts, cells, gap=gap):
            return
        if cells:
            yield number, cells
        previous = number


def _ends(texts: Mapping[int, str], cells: Mapping[str, object], *, gap: bool) -> bool:
    return (gap and len(cells) < 2) or is_aside(next(iter(texts.values())))
