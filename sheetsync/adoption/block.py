"""The block over a table: its title, and what it says about the map ("Persona: Mai")."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sheetsync.adoption.kinds import is_aside, says_map
from sheetsync.adoption.lexicon import Lexicon
from sheetsync.adoption.vocabulary import ROLE_HEADINGS
from sheetsync.adoption.words import words
from sheetsync.model.anatomy import TITLE
from sheetsync.model.grid import CellRef

_NEAR = 4
_LONGEST_TITLE = 200
_LONGEST_SAID = 4
"""So many words the label of a value has."""


class Block(NamedTuple):
    """What stands over a map: its title, its values by field with the words as typed, and the cells that say so."""

    title: str
    about: Mapping[str, str]
    cells: Mapping[str, CellRef]
    used: frozenset[CellRef]


Edges = tuple[int, int, int, int]


def owners(cells: Iterable[CellRef], edges: Sequence[Edges]) -> dict[CellRef, int]:
    """For each cell of a tab the table below it that it stands over: the nearest by columns, then by rows."""
    found: dict[CellRef, int] = {}
    for cell in cells:
        below = [
            (max(edge[1] - cell.column, cell.column - edge[3], 0), edge[0] - cell.row, number)
            for number, edge in enumerate(edges)
            if edge[0] > cell.row
        ]
        if below:
            found[cell] = min(below)[2]
    return found


def read_block(cells: Mapping[CellRef, str], right: int, lexicon: Lexicon, *, further: bool = False) -> Block:
    """What the cells over one map say; the title does not stand beyond the column ``right``, where the map ends.

    ``further``: another map of the tab stands before; then "Buyer 2: Grant" says whose this one is, and is no title.
    """
    about: dict[str, str] = {}
    places: dict[str, CellRef] = {}
    used: set[CellRef] = set()
    for cell, text in sorted(cells.items(), key=lambda one: one[0][1:]):
        if cell in used:
            continue
        key, value, value_cell = _pair(cell, text, cells, lexicon)
        if key and value and key not in about and value_cell not in used:
            about[key] = value
            places[key] = value_cell
            used |= {cell, value_cell}
    title = about.pop(TITLE, "")
    if not title:
        at = _title({cell: text for cell, text in cells.items() if cell not in used and cell.column <= right and not (further and says_what(text))})
        if at is not None:
            title = " ".join(cells[at].split())
            places[TITLE] = at
            used.add(at)
    return Block(title, about, places, frozenset(used))


def _pair(cell: CellRef, text: str, cells: Mapping[CellRef, str], lexicon: Lexicon) -> tuple[str, str, CellRef]:
    """A label and its value: in one cell with a colon between, to the right of it, or below it."""
    head, colon, rest = text.partition(":")
    if colon and rest.strip() and (key := lexicon.about_label(head)):
        return key, rest.strip(), cell
    key = lexicon.about_label(text)
    if not key:
        return "", "", cell
    for column in range(cell.column + 1, cell.column + _NEAR + 1):
        value = cells.get(beside := cell._replace(column=column))
        if value is not None:
            if not lexicon.about_label(value):
                return key, value, beside
            break
    below = cell._replace(row=cell.row + 1)
    value = cells.get(below)
    if value is not None and not lexicon.about_label(value) and ":" not in value[:30]:
        return key, value, below
    return "", "", cell


def _title(cells: Mapping[CellRef, str]) -> CellRef | None:
    """The cell that names the map: the first with a word such as "bản đồ" or "journey", else the first of the last lines together."""
    options = [cell for cell, text in sorted(cells.items(), key=lambda one: one[0][1:]) if len(text) <= _LONGEST_TITLE and _may_be_title(text)]
    first = next((cell for cell in options if not _is_base(cells[cell])), None)
    options = [cell for cell in options if cell == first or not (says_what(cells[cell]) or _is_base(cells[cell]))] or options
    for cell in options:
        if says_map(cells[cell]):
            return cell
    if not options:
        return None
    first = options[-1]
    for cell in reversed(options):
        if first.row - cell.row > 1:
            break
        first = cell
    return first


_BASE = frozenset(map(words, ROLE_HEADINGS["base-map"]))


def says_what(text: str) -> bool:
    """Whether a text is a label and its value ("Built on: …"), where what stands before the colon names no map."""
    head, colon, rest = text.partition(":")
    return bool(colon and rest.strip()) and len(words(head)) <= _LONGEST_SAID and not says_map(head)


def _is_base(text: str) -> bool:
    """Whether a text says which map this one is built on, for types that don't ask for it, too."""
    found = words(text.partition(":")[0])
    return found in _BASE or any(len(name) > 1 and found[: len(name)] == name for name in _BASE)


def _may_be_title(text: str) -> bool:
    return any(letter.isalpha() for letter in text) and not is_aside(text)
