"""Changing single cells of a workbook that a person made, without touching anything else.

Only the bytes of the changed cells are replaced; every other part is copied as it stands, packed. Afterwards the result is opened again and
compared with what was there and what was asked for: a write that can't be proved is refused.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple, NoReturn

from sheetsync.backends.xlsx.escapes import encoded, storable, xml
from sheetsync.backends.xlsx.links import is_link, link_formula
from sheetsync.backends.xlsx.numbers import serial
from sheetsync.backends.xlsx.package import TYPES, Attributes, Package, SheetPart
from sheetsync.backends.xlsx.places import Area, area_of
from sheetsync.backends.xlsx.reader import Reader
from sheetsync.backends.xlsx.spans import CellSpan, RowSpan, SheetSpans, read_spans
from sheetsync.backends.xlsx.styles import Looks
from sheetsync.errors import TextTooLong, UnsafeEdit
from sheetsync.model.grid import CellEdit, CellRef, Grid, Typed, Value, column_letters

MAX_TEXT: Final = 32_767
MAX_FORMULA: Final = 8_192
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_ERRORS = frozenset({"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"})
_SPANS = re.compile(rb"""(\sspans\s*=\s*["'])([0-9]+):([0-9]+)(["'])""")
_HEIGHT = re.compile(rb'\sht=["\x27]([0-9.]+)["\x27]')
_LINE_HEIGHT, _LETTERS_A_LINE = 14.0, 36
_FIXED_HEIGHT = re.compile(rb'\scustomHeight=["\x27](?:1|true)["\x27]')
_REF = re.compile(rb"""(\sref\s*=\s*["'])[^"']*(["'])""")

Place = tuple[int, int]
Splice = tuple[int, int, bytes]
"""First byte, the byte after the last one, and what stands there instead."""


class _Reason(NamedTuple):
    en: str
    vi: str


def patch(data: bytes, edits: Sequence[CellEdit], ref: str) -> bytes:
    """The workbook ``data`` with the cells of ``edits`` changed, all or none; ``ref`` is for messages.

    Text goes in as text whatever it looks like; a date into a cell that is not formatted as one goes in as ISO text, so that people can read it.
    A cell keeps its look; a new one takes that of the edit's ``style_from``, else none.

    Raises:
        NotAWorkbook, WorkbookTooLarge: it can't be read.
        TextTooLong: a text has more UTF-16 units than a cell holds.
        UnsafeEdit: a change can't be made, or can't be proved to keep everything else.
    """
    return _Patch(Package(data, ref), edits).result() if edits else data


class _Patch:
    """One run of ``patch``."""

    def __init__(self, package: Package, edits: Sequence[CellEdit]) -> None:
        self.package = package
        self.ref = package.ref
        self.reader = Reader(package)
        self.looks: Looks | None = None
        self.by_sheet = self._sorted(edits)
        self.lost_formulas: set[tuple[str, Place]] = set()

    def result(self) -> bytes:
        """The changed workbook, proved."""
        if any(name.lower().startswith("_xmlsignatures/") for name in self.package.container.members):
            self._refuse(None, _Reason("it is signed, and a change would break the signature", "tệp có chữ ký số, sửa sẽ làm hỏng chữ ký"))
        before = self.reader.grids(self.by_sheet)
        changed: dict[str, bytes | None] = {}
        for (sheet, edits), grid in zip(self.by_sheet.items(), before, strict=True):
            body = self.package.body(sheet.part)
            patched = self._patched(sheet, body, edits, grid)
            if patched != body:
                changed[sheet.part] = patched
        if self.lost_formulas:
            changed.update(self._without_chain())
        if not changed:
            return self.package.container.data
        data = self.package.container.rebuilt(changed)
        self._prove(data, changed, before)
        return data

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
                self._refuse(edit.cell, _Reason(f"{found} tabs have the title “{edit.cell.tab}”", f"có {found} trang tính tên “{edit.cell.tab}”"))
            by_place = sorted_edits.setdefault(named[0], {})
            place = (edit.cell.row, edit.cell.column)
            if place in by_place:
                self._refuse(edit.cell, _Reason("two changes were asked for that cell", "có hai thay đổi cho cùng một ô"))
            by_place[place] = edit
        return sorted_edits

    def _check(self, edit: CellEdit) -> None:
        """Refuse what no cell can hold."""
        length = len(edit.value)
        if length * 2 > MAX_TEXT and (length := len(edit.value.encode("utf-16-le", "surrogatepass")) // 2) > MAX_TEXT:
            raise TextTooLong(self.ref, cell=edit.cell.a1, length=length)
        wrong = _mistake(edit)
        if wrong:
            self._refuse(edit.cell, wrong)

    def _patched(self, sheet: SheetPart, body: bytes, edits: Mapping[Place, CellEdit], grid: Grid) -> bytes:
        rows = {row for row, _ in edits} | {edit.style_from[0] for edit in edits.values() if edit.style_from}
        spans = read_spans(self.package, sheet.part, body, rows)
        first = next(iter(edits.values())).cell
        if not spans.orderly:
            self._refuse(
                first, _Reason("rows or cells of that tab are doubled or out of order", "hàng hoặc ô của trang tính bị trùng hay sai thứ tự")
            )
        headers = self._table_rows(sheet)
        by_row = {row.row: row for row in spans.rows}
        known = {(row.row, cell.column): cell for row in spans.rows for cell in row.cells}
        writer = _Writer(spans, body)
        for place, edit in sorted(edits.items()):
            cell = known.get(place)
            self._check_place(edit, cell, grid, spans, headers)
            if cell and cell.formula and (edit.kind == "text" or not edit.value):
                self.lost_formulas.add((sheet.number, place))
            if cell or edit.value:
                style = cell.style if cell else known[edit.style_from].style if edit.style_from in known else ""
                writer.put(by_row.get(place[0]), cell, place, style, self._content(edit, style))
                writer.make_room(by_row.get(place[0]), edit.value)
        writer.drop_jumps({place for place, edit in edits.items() if edit.kind == "link" or not edit.value})
        return writer.written()

    def _check_place(self, edit: CellEdit, cell: CellSpan | None, grid: Grid, spans: SheetSpans, headers: Sequence[Area]) -> None:
        """Refuse cells whose change would break something that stands beside them."""
        place = (edit.cell.row, edit.cell.column)
        covering = [area for area in grid.merges if _holds(area, place)]
        if any(place != area[:2] for area in covering):
            self._refuse(edit.cell, _Reason("it is covered by merged cells", "ô nằm trong vùng ô gộp"))
        if any(_holds(area, place) for area in spans.arrays):
            self._refuse(edit.cell, _Reason("it belongs to an array formula or a data table", "ô thuộc công thức mảng hoặc bảng dữ liệu"))
        if any(_holds(area, place) for area in headers):
            self._refuse(edit.cell, _Reason("it is the heading or total of a table", "ô là tiêu đề hoặc dòng tổng của một bảng"))
        if cell and cell.rich:
            self._refuse(edit.cell, _Reason("it holds a picture or linked data", "ô chứa hình ảnh hoặc dữ liệu liên kết"))
        has_formula = cell is not None and cell.formula is not None
        if edit.kind == "cached" and not has_formula:
            self._refuse(edit.cell, _Reason("it holds no formula whose result could be replaced", "ô không có công thức nào để thay kết quả"))
        if edit.kind != "cached" and cell and has_formula and not (is_link(cell.function) and edit.kind in {"link", "text"}):
            self._refuse(
                edit.cell, _Reason("it holds a formula, and formulas are never overwritten", "ô chứa công thức, và công thức không bao giờ bị ghi đè")
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

    def _prove(self, data: bytes, changed: Mapping[str, bytes | None], before: Sequence[Grid]) -> None:
        """Refuse ``data`` unless it is the old workbook, part by part and cell by cell, but for what was asked."""
        after = Package(data, self.ref)
        old, new = self.package.container, after.container
        kept = [name for name in old.members if changed.get(name, b"") is not None]
        if list(new.members) != kept or after.sheets != self.package.sheets:
            self._refuse(None, _UNPROVED)
        for name in kept:
            if name not in changed and new.raw(new.members[name]) != old.raw(old.members[name]):
                self._refuse(None, _UNPROVED)
        grids = self.reader.over(after).grids(self.by_sheet)
        for edits, was, now in zip(self.by_sheet.values(), before, grids, strict=True):
            if was.merges != now.merges or _others(was, edits) != _others(now, edits):
                self._refuse(None, _UNPROVED)
            for place, edit in edits.items():
                if not _reads_as_asked(edit, was.cells.get(place), now.cells.get(place)):
                    self._refuse(edit.cell, _Reason("it would not read back as the value asked for", "đọc lại sẽ không ra đúng giá trị cần ghi"))

    def _refuse(self, cell: CellRef | None, why: _Reason) -> NoReturn:
        place = f"{cell.a1}: " if cell else ""
        raise UnsafeEdit(self.ref, en=place + why.en, vi=place + why.vi)


_UNPROVED = _Reason(
    "the result differs from the original in more than the changes asked for", "kết quả khác bản gốc nhiều hơn những thay đổi cần ghi"
)


class _Writer:
    """Collects the changes of one worksheet and writes them into its bytes."""

    def __init__(self, spans: SheetSpans, body: bytes) -> None:
        self._spans, self._body = spans, body
        self._splices: list[Splice] = []
        self._new: dict[int, tuple[RowSpan | None, list[tuple[int, bytes]]]] = {}
        self._lines: dict[int, int] = {}

    def put(self, row: RowSpan | None, cell: CellSpan | None, place: Place, style: str, content: tuple[str, str]) -> None:
        """Take in the new content of one cell: of ``cell`` where there is one, else of a new one in ``row`` or a new row."""
        kind, inner = content
        prefix = self._spans.prefix
        attributes = f' r="{column_letters(place[1])}{place[0] + 1}"' + (f' s="{xml(style)}"' if style else "") + (f' t="{kind}"' if kind else "")
        inside = _prefixed(inner, prefix)
        if cell and cell.formula and inner.startswith("<v>"):
            inside = self._body[slice(*cell.formula)] + inside
        tag = prefix + b"c"
        element = b"<" + tag + attributes.encode() + (b">" + inside + b"</" + tag + b">" if inside else b"/>")
        if cell:
            self._splices.append((cell.start, cell.end, element))
        else:
            self._new.setdefault(place[0], (row, []))[1].append((place[1], element))

    def make_room(self, row: RowSpan | None, text: str) -> None:
        """Note how many lines ``text`` needs in ``row``, as far as that can be told without fonts and widths."""
        if row:
            needed = sum(1 + len(line) // _LETTERS_A_LINE for line in text.split("\n"))
            self._lines[row.row] = max(needed, self._lines.get(row.row, 0))

    def drop_jumps(self, places: AbstractSet[Place]) -> None:
        """Take away the jumps that stand beside the cells at ``places``: they would lead where the cell no longer points. Web links stay."""
        spans = self._spans
        gone = [jump for jump in spans.jumps if jump.area and jump.area[:2] == jump.area[2:] and jump.area[:2] in places and not jump.outside]
        if gone and len(gone) == len(spans.jumps):
            self._splices.append((*spans.jumps_all, b""))
        else:
            self._splices.extend((jump.start, jump.end, b"") for jump in gone)

    def written(self) -> bytes:
        """The bytes of the worksheet with all changes."""
        fresh: list[tuple[int, bytes]] = []
        for changed in self._spans.rows:
            if changed.row in self._lines:
                self._splices.extend(self._head(changed, [column for column, _ in self._new.get(changed.row, (None, []))[1]]))
        for number, (row, cells) in self._new.items():
            if row:
                self._splices.extend(self._into_row(row, cells))
            else:
                tag = self._spans.prefix + b"row"
                inside = b"".join(element for _, element in cells)
                fresh.append((number, b"<" + tag + f' r="{number + 1}">'.encode() + inside + b"</" + tag + b">"))
        self._splices.extend(self._new_rows(fresh))
        self._splices.extend(self._dimension())
        # Several insertions at one place must keep the order in which they were planned: the sort is by place alone, and stable.
        self._splices.sort(key=lambda splice: splice[:2])
        pieces, at = [], 0
        for start, end, piece in self._splices:
            pieces += [self._body[at:start], piece]
            at = end
        return b"".join((*pieces, self._body[at:]))

    def _head(self, row: RowSpan, columns: Sequence[int]) -> Iterator[Splice]:
        """The start tag of a changed row: open and wide enough for new cells.

        A height that was only worked out from the old texts goes where the new ones need more: programs then work it out anew.
        """
        head = new_head = self._body[row.start : row.head]
        if columns:
            new_head = _SPANS.sub(lambda match: _wider(match, columns), new_head)
            new_head = new_head[:-2].rstrip() + b">" if new_head.endswith(b"/>") else new_head
        height = _HEIGHT.search(new_head)
        if height and not _FIXED_HEIGHT.search(new_head) and self._lines[row.row] * _LINE_HEIGHT > float(height[1]):
            new_head = _HEIGHT.sub(b"", new_head)
        if new_head != head:
            yield row.start, row.head, new_head

    def _into_row(self, row: RowSpan, cells: Sequence[tuple[int, bytes]]) -> Iterator[Splice]:
        if self._body[: row.head].endswith(b"/>"):
            yield row.head, row.head, b"".join(element for _, element in cells) + b"</" + self._spans.prefix + b"row>"
            return
        for column, element in cells:
            place = max((cell.end for cell in row.cells if cell.column < column), default=row.head)
            yield place, place, element

    def _new_rows(self, fresh: Sequence[tuple[int, bytes]]) -> Iterator[Splice]:
        spans = self._spans
        start, end = spans.data
        head = self._body[start : spans.data_head]
        if fresh and head.endswith(b"/>"):
            tag = spans.prefix + b"sheetData"
            yield start, end, b"<" + tag + b">" + b"".join(element for _, element in fresh) + b"</" + tag + b">"
            return
        for number, element in fresh:
            place = max((row.end for row in spans.rows if row.row < number), default=spans.data_head)
            yield place, place, element

    def _dimension(self) -> Iterator[Splice]:
        new = [(number, column) for number, (_, cells) in self._new.items() for column, _ in cells]
        if not new or self._spans.dimension is None:
            return
        (start, end), (top, left, bottom, right) = self._spans.dimension
        rows, columns = [row for row, _ in new], [column for _, column in new]
        area = min(top, *rows), min(left, *columns), max(bottom, *rows), max(right, *columns)
        if area != (top, left, bottom, right):
            text = f"{column_letters(area[1])}{area[0] + 1}:{column_letters(area[3])}{area[2] + 1}".encode()
            yield start, end, _REF.sub(rb"\g<1>" + text + rb"\g<2>", self._body[start:end])


def _mistake(edit: CellEdit) -> _Reason | None:
    """Why no cell can hold ``edit``, or ``None``."""
    value, kind = edit.value, edit.kind
    if min(edit.cell.row, edit.cell.column) < 0 or edit.cell.row >= 1_048_576 or edit.cell.column >= 16_384:
        return _Reason("a sheet has no such place", "trang tính không có vị trí đó")
    if not storable(value):
        return _Reason(
            "the text holds half a character (a lone surrogate), which no file can store", "nội dung chứa nửa ký tự, không tệp nào lưu được"
        )
    if kind == "cached" and not (_DECIMAL.fullmatch(value) or value in _ERRORS):
        return _Reason("a stored result must be a number or an error such as #N/A", "kết quả lưu sẵn phải là số hoặc lỗi như #N/A")
    if not value:
        return None
    if kind == "number" and not _DECIMAL.fullmatch(value):
        return _Reason("the value is not a number", "giá trị không phải là số")
    if kind == "boolean" and value not in {"true", "false"}:
        return _Reason("the value is neither true nor false", "giá trị không phải true hay false")
    if kind == "link" and edit.target is None:
        return _Reason("the link leads nowhere", "liên kết không dẫn tới đâu")
    if kind == "link" and edit.target and (encoded(value).count("_x") > value.count("_x") or len(link_formula(value, edit.target)) > MAX_FORMULA):
        return _Reason("the text does not fit into a link", "nội dung không đặt vừa trong liên kết")
    return None


def _reads_as_asked(edit: CellEdit, was: Value | None, now: Value | None) -> bool:
    value = edit.value
    if not value:
        return now is None
    match edit.kind:
        case "text":
            return now == value
        case "number":
            return isinstance(now, Typed) and now.kind == "number" and now.raw == value
        case "date":
            return now == value or (isinstance(now, Typed) and now.kind == "date" and now.date == value.replace(" ", "T"))
        case "boolean":
            return isinstance(now, Typed) and now.kind == "boolean" and now.raw == value
        case "link":
            return isinstance(now, Typed) and now.kind == "formula" and now.shown == value and is_link(now.raw)
        case "cached":
            return isinstance(was, Typed) and isinstance(now, Typed) and now.kind == "formula" and now.raw == was.raw


def _others(grid: Grid, edits: Mapping[Place, CellEdit]) -> dict[Place, Value]:
    return {place: value for place, value in grid.cells.items() if place not in edits}


def _holds(area: Area, place: Place) -> bool:
    return area[0] <= place[0] <= area[2] and area[1] <= place[1] <= area[3]


def _prefixed(inner: str, prefix: bytes) -> bytes:
    """``inner`` with the prefix that the part's elements carry. Text can't be mistaken for a tag: its ``<`` is escaped."""
    body = inner.encode()
    return re.sub(rb"<(/?)", rb"<\g<1>" + prefix, body) if prefix and body else body


def _wider(match: re.Match[bytes], columns: Sequence[int]) -> bytes:
    """A row's hint about its columns, so wide that the new ones are in it."""
    low, high = min(int(match[2]), min(columns) + 1), max(int(match[3]), max(columns) + 1)
    return match[1] + f"{low}:{high}".encode() + match[4]
