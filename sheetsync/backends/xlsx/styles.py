"""The looks of a workbook's cells, as far as reading needs them: which number format a style has."""

from collections.abc import Mapping

from sheetsync.backends.xlsx.numbers import BUILT_IN, Format, read_format
from sheetsync.backends.xlsx.package import Attributes, Package
from sheetsync.model.grid import Value

_UNKNOWN = "?"


class Looks:
    """The number formats of one package, by style."""

    __slots__ = ("_codes", "_epoch1904", "_formats", "_ids", "_values")

    def __init__(self, package: Package) -> None:
        """Read the styles of ``package``.

        Raises:
            NotAWorkbook: the part is damaged.
            WorkbookTooLarge: it is over the limits.
        """
        self._epoch1904 = package.epoch1904
        self._ids, self._codes = _read_styles(package) if package.styles else ([], {})
        self._values: dict[tuple[str, str], Value] = {}
        self._formats: dict[str, Format] = {}

    def value(self, raw: str, style: str) -> Value:
        """The number written as ``raw`` in a cell of that style."""
        key = (raw, style)
        known = self._values.get(key)
        if known is None:
            known = self._values[key] = self.format(style).value(raw, epoch1904=self._epoch1904)
        return known

    def format(self, style: str) -> Format:
        """The number format of that style; a style that is not there counts as the plain one."""
        known = self._formats.get(style)
        if known is None:
            number = self._ids[int(style)] if style.isascii() and style.isdigit() and len(style) < 7 and int(style) < len(self._ids) else 0
            known = self._formats[style] = read_format(self._codes.get(number) or BUILT_IN.get(number, _UNKNOWN))
        return known


def _read_styles(package: Package) -> tuple[list[int], Mapping[int, str]]:
    body = package.body(package.styles)
    separator, vocabulary = package.vocabulary(package.styles, body)
    look, code, looks = vocabulary + "xf", vocabulary + "numFmt", vocabulary + "cellXfs"
    ids: list[int] = []
    codes: dict[int, str] = {}
    inside = False

    parser = package.parser(separator)

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal inside
        if tag == look:
            if inside:
                ids.append(_whole(attributes.get("numFmtId", "0")))
        elif tag == code:
            codes.setdefault(_whole(attributes.get("numFmtId", "0")), attributes.get("formatCode", ""))
        elif tag == looks:
            inside = True
            parser.EndElementHandler = end

    def end(tag: str) -> None:
        nonlocal inside
        if tag == looks:
            inside = False
            parser.EndElementHandler = None

    parser.StartElementHandler = start
    package.feed(parser, package.styles, body)
    return ids, codes


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
