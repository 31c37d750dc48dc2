"""The raw cells and texts of parts, before anything is made of them.

There are two lanes. The parser of the standard library checks every part, but calling back into Python for each tag takes three times as long
as parsing itself. So the *swift* lane lets it check only, and then picks the cells out with one regular expression: exact, because a checked part
without comments and the like holds ``<`` in tags alone, and complete, because the number of cells found is held against the number of their end tags.
Whatever is written in a rarer way (other prefixes, cells without address, white space between tags) takes the *careful* lane.
"""

import re
from collections.abc import Sequence

from sheetsync.backends.xlsx.escapes import decoded
from sheetsync.backends.xlsx.package import Attributes, Package
from sheetsync.backends.xlsx.places import place_of
from sheetsync.model.grid import column_letters

RawCell = tuple[str, str, str, str, str, str]
"""Address, style, kind, a mark where there is a formula, the formula, the content: as written, empty where absent."""

_CELL = re.compile(
    r'<c r="([A-Z]{1,3}[0-9]{1,7})"(?: s="([0-9]{1,6})")?(?: t="([A-Za-z]+)")?>'
    r'(?:(<f)(?: [a-z0-9]+="[^"<>]*")*+(?: ?/>|>([^<]*+)</f>))?'
    r'(?:(?:<v>|<is><t(?: xml:space="preserve")?>)([^<]*+)(?:</v>|</t></is>)|<v ?/>)?</c>'
)
_MERGE = re.compile(r'<mergeCell ref="([^"<>]*)"')
_TEXT = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*+)</t></si>')
_ITEM = re.compile(r'<si>(?:<t(?: xml:space="preserve")?>([^<]*+)</t>|((?:[^<]++|<(?!/si>))*+))</si>')
_RUN = re.compile(r"<t(?: [^<>]*)?(?<!/)>([^<]*)</t>")
_REFERENCE = re.compile(r"&(#x[0-9A-Fa-f]+|#[0-9]+|lt|gt|amp|quot|apos);")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


def scan_sheet(package: Package, part: str, *, careful: bool = False) -> tuple[Sequence[RawCell], Sequence[str]]:
    """All cells of the worksheet ``part`` and the areas of its merged cells; blank cells may be among them. ``careful`` takes the slower lane.

    Raises:
        NotAWorkbook: it is missing, damaged or hostile.
        WorkbookTooLarge: it is over the limits.
    """
    body = package.body(part)
    separator, vocabulary = package.vocabulary(part, body)
    if not careful and separator is None:
        package.feed(package.parser(None), part, body)
        if found := _swift_sheet(body):
            return found
    return _careful_sheet(package, part, body, vocabulary)


def scan_texts(package: Package, *, careful: bool = False) -> list[str]:
    """The shared texts of ``package``, in their order; reading hints (phonetic runs) are left out. ``careful`` takes the slower lane.

    Raises:
        NotAWorkbook: the part is missing, damaged or hostile.
        WorkbookTooLarge: it is over the limits.
    """
    part = package.strings
    body = package.body(part)
    separator, vocabulary = package.vocabulary(part, body)
    if not careful and separator is None:
        package.feed(package.parser(None), part, body)
        if (found := _swift_texts(body)) is not None:
            return found
    return _careful_texts(package, part, body, vocabulary)


def _swift_sheet(body: bytes) -> tuple[Sequence[RawCell], Sequence[str]] | None:
    first, last = body.find(b"<sheetData"), body.rfind(b"</sheetData")
    if last < 0 or not _is_plain(body):
        return None
    cells_text, rest = body[first:last].decode(), body[last:].decode()
    cells: list[RawCell] = _CELL.findall(cells_text)
    merges: list[str] = _MERGE.findall(rest)
    if len(cells) != cells_text.count("</c") or len(merges) != rest.count("<mergeCell") - rest.count("<mergeCells"):
        return None
    if "&" in cells_text:
        cells = [cell if "&" not in cell[4] and "&" not in cell[5] else (*cell[:4], _unescaped(cell[4]), _unescaped(cell[5])) for cell in cells]
    return cells, merges


def _swift_texts(body: bytes) -> list[str] | None:
    if not _is_plain(body):
        return None
    text = body.decode()
    count = text.count("<si")
    texts: list[str] = _TEXT.findall(text)
    if len(texts) == count:
        return [decoded(_unescaped(found)) for found in texts] if "&" in text or "_x" in text else texts
    items = _ITEM.findall(text)
    if len(items) != count:
        return None
    return [
        plain if not rich and "&" not in plain and "_x" not in plain else decoded(_unescaped(_joined(rich) if rich else plain))
        for plain, rich in items
    ]


def _joined(rich: str) -> str:
    """The text of an item in runs, without its reading hints."""
    return "".join(_RUN.findall(rich.partition("<rPh")[0]))


def _is_plain(body: bytes) -> bool:
    """Whether a checked part holds ``<`` in tags alone, and line ends as they are meant."""
    return body.find(b"\r", 100) < 0 and body.find(b"<?", 5) < 0 and b"<!" not in body


def _row(text: str) -> int:
    """The number of a row; 0, which is no place in a sheet, where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 7 else 0


def _unescaped(text: str) -> str:
    if "&#" in text:
        return _REFERENCE.sub(_character, text)
    if "&" in text:  # what a replacement leaves behind must not look like a reference again, so the ampersand comes last
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&apos;", "'").replace("&amp;", "&")
    return text


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name.startswith("#"):
        return chr(int("0" + name[1:], 16 if name[1] == "x" else 10))
    return _NAMED[name]


def _careful_sheet(package: Package, part: str, body: bytes, vocabulary: str) -> tuple[Sequence[RawCell], Sequence[str]]:  # noqa: C901
    cell_tag, row_tag, data_tag, merge_tag = vocabulary + "c", vocabulary + "row", vocabulary + "sheetData", vocabulary + "mergeCell"
    value_tag, formula_tag, text_tag, hint_tag = vocabulary + "v", vocabulary + "f", vocabulary + "t", vocabulary + "rPh"
    parser = package.parser(" " if vocabulary else None)
    cells: list[RawCell] = []
    merges: list[str] = []
    pieces: list[str] = []
    runs: list[str] = []
    row, column = 0, -1
    cell: Attributes = {}
    mark = formula = content = ""
    inside = hinted = False

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal row, column, cell, mark, formula, content, inside, hinted
        pieces.clear()
        if tag == data_tag:
            inside = True
        elif tag == merge_tag:
            merges.append(attributes.get("ref", ""))
        elif not inside:
            return
        elif tag == row_tag:
            row, column = _row(attributes["r"]) if "r" in attributes else row + 1, -1
        elif tag == cell_tag:
            place = place_of(attributes["r"]) if "r" in attributes else None
            column = place[1] if place else column + 1
            cell, mark, formula, content, hinted = attributes, "", "", "", False
            runs.clear()
        elif tag == formula_tag:
            mark = "<f"
        elif tag == hint_tag:
            hinted = True

    def end(tag: str) -> None:
        nonlocal formula, content, inside, hinted
        if not inside:
            return
        if tag == value_tag:
            content = "".join(pieces)
        elif tag == formula_tag:
            formula = "".join(pieces)
        elif tag == text_tag and not hinted:
            runs.extend(pieces)
            content = "".join(runs)
        elif tag == hint_tag:
            hinted = False
        elif tag == cell_tag:
            address = cell.get("r") or f"{column_letters(column)}{row}"
            cells.append((address, cell.get("s", ""), cell.get("t", ""), mark, formula, content))
        elif tag == data_tag:
            inside = False
        pieces.clear()

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, pieces.append
    package.feed(parser, part, body)
    return cells, merges


def _careful_texts(package: Package, part: str, body: bytes, vocabulary: str) -> list[str]:
    item_tag, text_tag, hint_tag = vocabulary + "si", vocabulary + "t", vocabulary + "rPh"
    parser = package.parser(" " if vocabulary else None)
    texts: list[str] = []
    runs: list[str] = []
    pieces: list[str] = []
    hinted = False

    def start(tag: str, _: Attributes) -> None:
        nonlocal hinted
        pieces.clear()
        hinted = hinted or tag == hint_tag

    def end(tag: str) -> None:
        nonlocal hinted
        if tag == text_tag and not hinted:
            runs.extend(pieces)
        elif tag == hint_tag:
            hinted = False
        elif tag == item_tag:
            texts.append(decoded("".join(runs)))
            runs.clear()
        pieces.clear()

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, pieces.append
    package.feed(parser, part, body)
    return texts
