"""Changing single cells of a workbook that a person made, without touching anything else.

Only the bytes of the changed cells are replaced; every other part is copied as it stands, packed. Afterwards the result is opened again and
compared with what was there and what was asked for: a write that can't be proved is refused.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sheetsync.backends.xlsx.escapes import encoded, storable, xml
from sheetsync.backends.xlsx.links import is_link, link_formula
from sheetsync.backends.xlsx.numbers import serial
from sheetsync.backends.xlsx.package import TYPES, Attributes, Package, SheetPart
from sheetsync.backends.xlsx.places import Area, area_of
from sheetsync.backends.xlsx.proof import UNPROVED, Reason, check_unsigned, prove_cells, prove_parts, refuse
from sheetsync.backends.xlsx.reader import Reader
from sheetsync.backends.xlsx.spans import CellSpan, SheetSpans, read_spans
from sheetsync.backends.xlsx.splicing import CellWriter, Place
from sheetsync.backends.xlsx.styles import Looks
from sheetsync.errors import TextTooLong
from sheetsync.model.grid import CellEdit, Grid
from sheetsync.model.words import units

MAX_TEXT: Final = 32_767
MAX_FORMULA: Final = 8_192
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_ERRORS = frozenset({"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"})


def patch(data: bytes, edits: Sequence[CellEdit], ref: str) -> bytes:
    """The workbook ``data`` with the cells of ``edits`` changed, all or none; ``ref`` is for messages.

    Text goes in as text whatever it looks like; a date into a cell that is not formatted as one goes in as ISO text, so that people can read it.
    A cell keeps its look; a new one takes that of the edit's ``style_from``, else none.

    Raises:
        NotAWorkbook, WorkbookTooLarge: it can't be read.
        TextTooLong: a text has more UTF-16 units than a cell holds.
        UnsafeEdit: a change can't be made, or can't be proved to keep everything else.
    """
    return Patch(Package(data, ref), edits).result() if edits else data


class Patch:
    """One run of ``patch``: ``by_sheet`` says what changes where."""

    def __init__(self, package: Package, edits: Sequence[CellEdit]) -> None:
        self.package = package
        self.ref = package.ref
        self.reader = Reader(package)
        self.looks: Looks | None = None
        self.by_sheet = self._sorted(edits)
        self.lost_formulas: set[tuple[str, Place]] = set()

    def result(self) -> bytes:
        """The changed workbook, proved.

        Raises:
            UnsafeEdit: as ``patch``.
        """
        before = self.reader.grids(self.by_sheet)
        changed = self.changes(before)
        if not changed:
            return self.package.container.data
        data = self.package.container.rebuilt(changed)
        after = Package(data, self.ref)
        prove_parts(self.package.container, after.container, changed)
        if after.sheets != self.package.sheets:
            refuse(self.ref, UNPROVED)
        for edits, was, now in zip(self.by_sheet.values(), before, self.reader.over(after).grids(self.by_sheet), strict=True):
            prove_cells(self.ref, edits, was, now)
        return data

    def changes(self, before: Sequence[Grid]) -> dict[str, bytes | None]:
        """The parts that change, with their new content (``None``: it goes); ``before`` are the grids of the tabs in ``by_sheet``.

        Raises:
            UnsafeEdit: as ``patch``.
        """
        check_unsigned(self.package.container)
        changed: dict[str, bytes | None] = {}
        for (sheet, edits), grid in zip(self.by_sheet.items(), before, strict=True):
            body = self.package.body(sheet.part)
            patched = self._patched(sheet, body, edits, grid)
            if patched != body:
                changed[sheet.part] = patched
        if self.lost_formulas:
            changed.update(self._without_chain())
        return changed

    def _sorted(self, edits: Iterable[CellEdit]) -> dict[SheetPart, dict[Place, CellEdit]]:
        by_title: dict[str, list[SheetPart]] = {}
        for sheet in self.package.sheets:
            by_title.setdefault(sheet.title, []).append(sheet)
        sorted_edits: dict[SheetPart, dict[Place, CellEdit]] = {}
        for edit in edits:
            self._check(edit)
            named = by_title.get(edit.cell.tab, [])
            if len(named) != 1:
                found = len(named)
                refuse(self.ref, Reason(f"{found} tabs have the title “{edit.cell.tab}”", f"có {found} trang tính tên “{edit.cell.tab}”"), edit.cell)
            by_place = sorted_edits.setdefault(named[0], {})
            place = (edit.cell.row, edit.cell.column)
            if place in by_place:
                refuse(self.ref, Reason("two changes were asked for that cell", "có hai thay đổi cho cùng một ô"), edit.cell)
            by_place[place] = edit
        return sorted_edits

    def _check(self, edit: CellEdit) -> None:
        """Refuse what no cell can hold."""
        length = len(edit.value)
        if length * 2 > MAX_TEXT and (length := units(edit.value)) > MAX_TEXT:
            raise TextTooLong(self.ref, cell=edit.cell.a1, length=length)
        wrong = _mistake(edit)
        if wrong:
            refuse(self.ref, wrong, edit.cell)

    def _patched(self, sheet: SheetPart, body: bytes, edits: Mapping[Place, CellEdit], grid: Grid) -> bytes:
        rows = {row for row, _ in edits} | {edit.style_from[0] for edit in edits.values() if edit.style_from}
        spans = read_spans(self.package, sheet.part, body, rows)
        first = next(iter(edits.values())).cell
        if not spans.orderly:
            refuse(
                self.ref, Reason("rows or cells of that tab are doubled or out of order", "hàng hoặc ô của trang tính bị trùng hay sai thứ tự"), first
            )
        headers = self._table_rows(sheet)
        by_row = {row.row: row for row in spans.rows}
        known = {(row.row, cell.column): cell for row in spans.rows for cell in row.cells}
        writer = CellWriter(spans, body)
        for place, edit in sorted(edits.items()):
            cell = known.get(place)
            self._check_place(edit, cell, grid, spans, headers)
            if cell and cell.formula and (edit.kind == "text" or not edit.value):
                self.lost_formulas.add((sheet.number, place))
            if cell or edit.value or edit.style_from in known:
                style = cell.style if cell else known[edit.style_from].style if edit.style_from in known else ""
                writer.put(by_row.get(place[0]), cell, place, style, self._content(edit, style))
                model = edit.style_from[0] if edit.style_from else -1
                writer.make_room(by_row.get(place[0]), edit.value, place[0], by_row.get(model))
        writer.drop_jumps({place for place, edit in edits.items() if edit.kind == "link" or not edit.value})
        return writer.written()

    def _check_place(self, edit: CellEdit, cell: CellSpan | None, grid: Grid, spans: SheetSpans, headers: Sequence[Area]) -> None:
        """Refuse cells whose change would break something that stands beside them."""
        place = (edit.cell.row, edit.cell.column)
        covering = [area for area in grid.merges if _holds(area, place)]
        if any(place != area[:2] for area in covering):
            refuse(self.ref, Reason("it is covered by merged cells", "ô nằm trong vùng ô gộp"), edit.cell)
        if any(_holds(area, place) for area in spans.arrays):
            refuse(self.ref, Reason("it belongs to an array formula or a data table", "ô thuộc công thức mảng hoặc bảng dữ liệu"), edit.cell)
        if any(_holds(area, place) for area in headers):
            refuse(self.ref, Reason("it is the heading or total of a table", "ô là tiêu đề hoặc dòng tổng của một bảng"), edit.cell)
        if cell and cell.rich:
            refuse(self.ref, Reason("it holds a picture or linked data", "ô chứa hình ảnh hoặc dữ liệu liên kết"), edit.cell)
        has_formula = cell is not None and cell.formula is not None
        if edit.kind == "cached" and not has_formula:
            refuse(self.ref, Reason("it holds no formula whose result could be replaced", "ô không có công thức nào để thay kết quả"), edit.cell)
        if edit.kind != "cached" and cell and has_formula and not (is_link(cell.function) and edit.kind in {"link", "text"}):
            refuse(
                self.ref,
                Reason("it holds a formula, and formulas are never overwritten", "ô chứa công thức, và công thức không bao giờ bị ghi đè"),
                edit.cell,
            )

    def _content(self, edit: CellEdit, style: str) -> tuple[str, str]:
        """The kind of the cell as files name it, and what stands inside its element; for ``cached`` only the new result."""
        value = edit.value
        if not value:
            return "", ""
        match edit.kind:
            case "number":
                return "", f"<v>{value}</v>"
            case "boolean":
                return "b", f"<v>{int(value == 'true')}</v>"
            case "date" if (number := serial(value, epoch1904=self.package.epoch1904)) and self._is_dated(style):
                return "", f"<v>{number}</v>"
            case "link" if edit.target:
                return "str", f"<f>{xml(link_formula(value, edit.target))}</f><v>{xml(encoded(value))}</v>"
            case "cached":
                return ("e" if value in _ERRORS else ""), f"<v>{value}</v>"
            case _:
                return "inlineStr", f'<is><t xml:space="preserve">{xml(encoded(value))}</t></is>'

    def _is_dated(self, style: str) -> bool:
        self.looks = self.looks or Looks(self.package)
        return self.looks.format(style or "0").dated

    def _table_rows(self, sheet: SheetPart) -> list[Area]:
        """The heading and total rows of the tables of a worksheet: their texts must agree with the table's own part."""
        relations = self.package.relations(sheet.part)
        areas: list[Area] = []
        for part in (self.package.target(relation) for relation in relations.values() if relation.kind == "table"):

            def start(tag: str, attributes: Attributes) -> None:
                if tag.endswith(" table") and (area := area_of(attributes.get("ref", ""))):
                    top, left, bottom, right = area
                    if attributes.get("headerRowCount", "1") != "0":
                        areas.append((top, left, top, right))
                    if attributes.get("totalsRowCount", "0") != "0":
                        areas.append((bottom, left, bottom, right))

            self.package.parse(part, self.package.body(part), start)
        return areas

    def _without_chain(self) -> dict[str, bytes | None]:
        """The calculation chain dropped if it lists a formula that is gone: spreadsheets make a new one; one with a wrong entry they call damaged."""
        relations = self.package.relations(self.package.workbook)
        part = self.package.related(relations, "calcChain")
        if not part or not self.package.has(part):
            return {}
        listed: set[tuple[str, Place]] = set()
        number = ""

        def start(tag: str, attributes: Attributes) -> None:
            nonlocal number
            if tag.endswith(" c") and (area := area_of(attributes.get("r", ""))):
                number = attributes.get("i", number)
                listed.add((number, area[:2]))

        self.package.parse(part, self.package.body(part), start)
        if not listed & self.lost_formulas:
            return {}
        part = self.package.name_of(part)
        rels = self.package.name_of(self.package.relations_of(self.package.workbook))
        types = self.package.name_of(TYPES)
        return {
            part: None,
            rels: self.package.without_elements(
                rels, lambda tag, found: tag.endswith(" Relationship") and found.get("Type", "").endswith("/calcChain")
            ),
            types: self.package.without_elements(
                types, lambda tag, found: tag.endswith(" Override") and found.get("PartName", "").lower() == f"/{part}".lower()
            ),
        }


def _mistake(edit: CellEdit) -> Reason | None:
    """Why no cell can hold ``edit``, or ``None``."""
    value, kind = edit.value, edit.kind
    if min(edit.cell.row, edit.cell.column) < 0 or edit.cell.row >= 1_048_576 or edit.cell.column >= 16_384:
        return Reason("a sheet has no such place", "trang tính không có vị trí đó")
    if not storable(value):
        return Reason(
            "the text holds half a character (a lone surrogate), which no file can store", "nội dung chứa nửa ký tự, không tệp nào lưu được"
        )
    if kind == "cached" and not (_DECIMAL.fullmatch(value) or value in _ERRORS):
        return Reason("a stored result must be a number or an error such as #N/A", "kết quả lưu sẵn phải là số hoặc lỗi như #N/A")
    if not value:
        return None
    if kind == "number" and not _DECIMAL.fullmatch(value):
        return Reason("the value is not a number", "giá trị không phải là số")
    if kind == "boolean" and value not in {"true", "false"}:
        return Reason("the value is neither true nor false", "giá trị không phải true hay false")
    if kind == "link" and edit.target is None:
        return Reason("the link leads nowhere", "liên kết không dẫn tới đâu")
    if kind == "link" and edit.target and (encoded(value).count("_x") > value.count("_x") or len(link_formula(value, edit.target)) > MAX_FORMULA):
        return Reason("the text does not fit into a link", "nội dung không đặt vừa trong liên kết")
    return None


def _holds(area: Area, place: Place) -> bool:
    return area[0] <= place[0] <= area[2] and area[1] <= place[1] <= area[3]
