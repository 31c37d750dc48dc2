"""An ``.xlsx`` file as grids: one pass over each part, nothing kept that a grid doesn't show."""

from collections.abc import Callable, Iterable
from typing import NoReturn

from sheetsync.backends.xlsx.escapes import decoded
from sheetsync.backends.xlsx.package import Package, SheetPart
from sheetsync.backends.xlsx.places import area_of, place_of
from sheetsync.backends.xlsx.scan import scan_sheet, scan_texts
from sheetsync.model.grid import Grid, Typed, Value


def read_grids(data: bytes, ref: str) -> tuple[Grid, ...]:
    """The grids of all worksheets of the workbook ``data``, in order; ``ref`` is for messages.

    Raises:
        NotAWorkbook: not an ``.xlsx`` workbook, or a damaged, protected or hostile one.
        WorkbookTooLarge: over the limits.
    """
    package = Package(data, ref)
    return Reader(package).grids(package.sheets)


class Reader:
    """Reads tabs of one package; shared texts and looks are read once, when the first cell needs them."""

    __slots__ = ("_careful", "_looks", "_package", "_texts")

    def __init__(
        self, package: Package, *, careful: bool = False, texts: list[str] | None = None, looks: Callable[[str, str], Value] | None = None
    ) -> None:
        """Read from ``package``; ``texts`` and ``looks`` where they are known. ``careful`` takes the slower lane of ``scan``."""
        self._package, self._careful = package, careful
        self._texts, self._looks = texts, looks

    def over(self, package: Package) -> "Reader":
        """A reader of ``package``, whose parts with shared texts and looks are the same bytes as those of this one."""
        return Reader(package, careful=self._careful, texts=self._texts, looks=self._looks)

    def grids(self, sheets: Iterable[SheetPart]) -> tuple[Grid, ...]:
        """The grids of ``sheets``.

        Raises:
            NotAWorkbook: a part is damaged.
            WorkbookTooLarge: a part is over the limits.
        """
        return tuple(self._grid(sheet) for sheet in sheets)

    def _grid(self, sheet: SheetPart) -> Grid:
        raw_cells, raw_merges = scan_sheet(self._package, sheet.part, careful=self._careful)
        texts = self._shared_texts() if any(cell[2] == "s" for cell in raw_cells) else []
        cells: dict[tuple[int, int], Value] = {}
        for address, style, kind, mark, formula, content in raw_cells:
            if not (content or mark):
                continue
            at = place_of(address)
            if at is None:
                self._refuse_address(sheet, address)
            value: Value | None
            if kind == "s":
                try:
                    number = int(content)
                    value = texts[number]
                except (ValueError, IndexError):
                    number = -1
                if number < 0:
                    self._refuse_text(sheet, address, content)
            else:
                value = self._plain(kind, content, style)
            if mark:
                value = _computed(formula, value, kind)
            if value:
                cells[at] = value
        merges = tuple(area_of(text) or self._refuse_address(sheet, text) for text in raw_merges)
        return Grid(sheet.title, cells, merges, sheet.hidden)

    def _shared_texts(self) -> list[str]:
        if self._texts is None:
            self._texts = scan_texts(self._package, careful=self._careful) if self._package.strings else []
        return self._texts

    def _plain(self, kind: str, content: str, style: str) -> Value | None:
        """What a cell holds by itself, without formula and shared text; ``None`` is blank."""
        match kind:
            case "str" | "inlineStr":
                return decoded(content) or None
            case "b":
                truth = content.strip() in {"1", "true"}
                return Typed("boolean", "true" if truth else "false", "TRUE" if truth else "FALSE")
            case "e":
                return Typed("error", content, content)
            case "d":
                return Typed("date", content, content, content)
            case _:
                return self._number(raw, style or "0") if (raw := content.strip()) else None

    def _number(self, raw: str, style: str) -> Value:
        if self._looks is None:
            # Imported here because few maps hold numbers, and reading must start fast.
            from sheetsync.backends.xlsx.styles import Looks  # noqa: PLC0415

            self._looks = Looks(self._package).value
        return self._looks(raw, style)

    def _refuse_address(self, sheet: SheetPart, address: str) -> NoReturn:
        shown = ascii(address[:30])
        self._package.refuse(
            en=f"the tab “{sheet.title}” has a cell at {shown}, which is no place in a sheet",
            vi=f"trang tính “{sheet.title}” có ô ở {shown}, vị trí không hợp lệ",
        )

    def _refuse_text(self, sheet: SheetPart, address: str, number: str) -> NoReturn:
        shown = ascii(number[:20])
        self._package.refuse(
            en=f"the cell {address} of “{sheet.title}” names a shared text ({shown}) that is not there",
            vi=f"ô {address} của “{sheet.title}” trỏ tới một chuỗi dùng chung ({shown}) không tồn tại",
        )


def _computed(formula: str, result: Value | None, kind: str) -> Typed:
    """A cell with a formula. Without a stored result (some programs write none) nobody knows what people see."""
    if isinstance(result, Typed):
        return Typed("formula", formula, result.shown, result.date)
    return Typed("formula", formula, result or ("" if kind == "str" else None))
