"""The parts of a workbook: found through content types and relationships, and parsed without trust."""

import posixpath
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final, Literal, NamedTuple, NoReturn
from urllib.parse import unquote
from xml.parsers import expat

from sheetsync.backends.xlsx.container import MIB, Container
from sheetsync.backends.xlsx.escapes import decoded
from sheetsync.errors import WorkbookTooLarge

MAX_XML: Final = 16 * MIB
MAX_TAGS: Final = 600_000
MAX_ATTRIBUTES: Final = 450_000
"""How many tags and attributes one parsed part may hold: about 140,000 cells. Counted before parsing."""

TYPES = "[Content_Types].xml"
MAIN_VOCABULARIES = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
RELATIONSHIP_IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
_DECLARED_ENCODING = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
_DEFAULT_VOCABULARY = re.compile(rb"""(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]*\?>)?\s*<[A-Za-z]+\s(?:[^<>]*?\s)?xmlns=["']([^"'<>]*)["']""")
_EMPTY_ELEMENT = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*+(?:(?<=/)>|></[^<>]*>)""")
_UTF16_MARKS = b"\xff\xfe", b"\xfe\xff"

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]


class Relation(NamedTuple):
    """A relationship: the last word of its type, the folder it is seen from, and its target as written (empty where it leads out of the file)."""

    kind: str
    folder: str
    target: str


class SheetPart(NamedTuple):
    """A tab as the workbook part lists it: title, name of its part, whether it is hidden, and its number for the calculation chain."""

    title: str
    part: str
    hidden: bool
    number: str


class _Stop(Exception):
    """Enough was read of a part."""


class Package:
    """An opened workbook.

    ``workbook`` is the name of its main part, ``sheets`` are its worksheets in order, ``epoch1904`` tells its date system, and ``strings`` and
    ``styles`` name the parts with shared texts and looks (empty where there are none).
    """

    __slots__ = ("_by_name", "container", "epoch1904", "ref", "sheets", "strings", "styles", "workbook")

    def __init__(self, data: bytes, ref: str) -> None:
        """Open ``data``; ``ref`` is for messages.

        Raises:
            NotAWorkbook: not an ``.xlsx`` workbook, or a damaged, protected or hostile one.
            WorkbookTooLarge: over the limits.
        """
        self.ref = ref
        self.container = Container(data, ref)
        self._by_name = {name.lower(): member for name, member in self.container.members.items()}
        if TYPES.lower() not in self._by_name:
            self._refuse_unknown()
        main = self.related(self.relations(""), "officeDocument")
        if main.endswith(".bin"):
            self.refuse(en="it is in the binary .xlsb format", vi="tệp ở định dạng nhị phân .xlsb")
        if not self.has(main):
            self.refuse(en="it names no workbook part", vi="tệp không có thành phần workbook")
        self.workbook = self.name_of(main)
        self._read_workbook()

    def refuse(self, *, en: str, vi: str) -> NoReturn:
        """Raise ``NotAWorkbook`` about this file."""
        self.container.refuse(en=en, vi=vi)

    def has(self, part: str) -> bool:
        """Whether there is a part of that name; names of parts differ in more than case."""
        return part.lower() in self._by_name

    def name_of(self, part: str) -> str:
        """The name of ``part`` as it is spelled in the archive."""
        return self._by_name[part.lower()].name

    def body(self, part: str) -> bytes:
        """The content of an XML part, fit to be parsed.

        Raises:
            NotAWorkbook: it is missing, damaged, or in another encoding than UTF-8.
            WorkbookTooLarge: it is over the limits for parsing.
        """
        member = self._by_name.get(part.lower())
        if member is None:
            self.refuse(en=f"its part {part} is missing", vi=f"thiếu thành phần {part}")
        if member.size > MAX_XML:
            self._refuse_large(member.name, f"{MAX_XML // MIB} MiB")
        body = self.container.unpack(member)
        declared = _DECLARED_ENCODING.match(body.removeprefix(b"\xef\xbb\xbf"))
        if body.startswith(_UTF16_MARKS) or b"\0" in body[:64] or (declared and declared[1].lower() not in {b"utf-8", b"us-ascii"}):
            self.refuse(en=f"its part {member.name} is not in UTF-8", vi=f"thành phần {member.name} không dùng mã UTF-8")
        if len(body) > MAX_ATTRIBUTES and (body.count(b"<") > MAX_TAGS or body.count(b"=") > MAX_ATTRIBUTES):
            self._refuse_large(member.name, "140,000 cells")
        return body

    def parse(self, part: str, body: bytes, start: Start) -> None:
        """Parse ``body`` and call ``start`` for every element, named ``vocabulary␠name``.

        Raises:
            NotAWorkbook: as ``feed``.
        """
        parser = self.parser(" ")
        parser.StartElementHandler = start
        self.feed(parser, part, body)

    def parser(self, separator: str | None) -> expat.XMLParserType:
        """A parser for one part, which refuses document types: the way in for entity tricks."""
        parser = expat.ParserCreate(None, separator)
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        return parser

    def feed(self, parser: expat.XMLParserType, part: str, body: bytes, *, last: bool = True) -> None:
        """Hand ``body`` to ``parser``; ``last`` tells whether the part ends with it.

        Raises:
            NotAWorkbook: it is no well-formed XML, or declares a document type.
        """
        try:
            parser.Parse(body, last)
        except expat.ExpatError as error:
            self.refuse(
                en=f"its part {part} is no well-formed XML (line {error.lineno})",
                vi=f"thành phần {part} không phải XML hợp lệ (dòng {error.lineno})",
            )
        if last:  # a handler that knows its parser, known by it, would keep the whole file in memory until the garbage collector comes round
            parser.StartElementHandler = parser.EndElementHandler = None

    def relations_of(self, part: str) -> str:
        """The name of the part that holds the relationships of ``part``."""
        folder, name = posixpath.split(part)
        return posixpath.join(folder, "_rels", name + ".rels")

    def without_elements(self, part: str, unwanted: Callable[[str, Attributes], bool]) -> bytes:
        """The content of ``part`` without its empty elements that are ``unwanted``.

        Raises:
            NotAWorkbook: as ``feed``.
        """
        body = self.body(part)
        parser = self.parser(" ")
        cuts: list[tuple[int, int]] = []

        def start(tag: str, attributes: Attributes) -> None:
            if unwanted(tag, attributes):
                at = parser.CurrentByteIndex
                element = _EMPTY_ELEMENT.match(body, at)
                cuts.append((at, element.end() if element else at))

        parser.StartElementHandler = start
        self.feed(parser, part, body)
        for first, last in reversed(cuts):
            body = body[:first] + body[last:]
        return body

    def relations(self, part: str) -> dict[str, Relation]:
        """The relationships of ``part`` by id (``""``: those of the package); empty where it has none."""
        folder, rels = posixpath.dirname(part), self.relations_of(part)
        found: dict[str, Relation] = {}
        if not self.has(rels):
            return found

        def start(tag: str, attributes: Attributes) -> None:
            if tag.endswith(" Relationship"):
                kind = attributes.get("Type", "").rpartition("/")[2]
                inside = attributes.get("TargetMode") != "External"
                found[attributes.get("Id", "")] = Relation(kind, folder, attributes.get("Target", "") if inside else "")

        self.parse(rels, self.body(rels), start)
        return found

    def related(self, relations: Mapping[str, Relation], kind: str) -> str:
        """The first part that ``relations`` lead to under ``kind``; empty where there is none."""
        return next((self.target(relation) for relation in relations.values() if relation.kind == kind), "")

    def vocabulary(self, part: str, body: bytes) -> tuple[str | None, str]:
        """How to parse a part of the main vocabulary: the separator for ``parser``, and what stands before each element's name.

        Nearly every part declares the vocabulary once, as default: then plain names are enough, and a third faster.
        """
        if body.count(b"xmlns") - body.count(b"xmlns:") == 1:
            root = _DEFAULT_VOCABULARY.match(body)
            if root and root[1].decode("utf-8", "replace") in MAIN_VOCABULARIES:
                return None, ""
        roots: list[str] = []

        def start(tag: str, _: Attributes) -> None:
            roots.append(tag.rpartition(" ")[0])
            raise _Stop

        with suppress(_Stop):
            self.parse(part, body, start)
        if roots[0] not in MAIN_VOCABULARIES:
            self.refuse(en=f"its part {part} is not that of a workbook", vi=f"thành phần {part} không thuộc về một bảng tính")
        return " ", roots[0] + " "

    def _read_workbook(self) -> None:
        relations = self.relations(self.workbook)
        self.strings = self.related(relations, "sharedStrings")
        self.styles = self.related(relations, "styles")
        self.epoch1904 = False
        sheets: list[SheetPart] = []

        def start(tag: str, attributes: Attributes) -> None:
            vocabulary, _, name = tag.rpartition(" ")
            if vocabulary not in MAIN_VOCABULARIES:
                if not roots:
                    self._refuse_other_document(name)
            elif name == "workbookPr":
                self.epoch1904 = attributes.get("date1904", "0") in {"1", "true"}
            elif name == "sheet":
                relation = relations.get(next((attributes[key] for key in RELATIONSHIP_IDS if key in attributes), ""))
                title = decoded(attributes.get("name", ""))
                part = self.target(relation) if relation else ""
                if not relation or not self.has(part):
                    self.refuse(en=f"its tab “{title}” leads nowhere", vi=f"trang tính “{title}” không dẫn tới đâu cả")
                if relation.kind == "worksheet":
                    hidden = attributes.get("state", "visible") != "visible"
                    sheets.append(SheetPart(title, self.name_of(part), hidden, attributes.get("sheetId", "")))
            roots.append(name)

        roots: list[str] = []
        self.parse(self.workbook, self.body(self.workbook), start)
        if roots[0] != "workbook":
            self._refuse_other_document(roots[0])
        if len({sheet.part for sheet in sheets}) < len(sheets):
            self.refuse(en="two of its tabs share one part", vi="hai trang tính dùng chung một thành phần")
        self.sheets = tuple(sheets)

    def target(self, relation: Relation) -> str:
        """The part that ``relation`` leads to (empty: none). Targets may be absolute or climb, but never out of the file.

        Raises:
            NotAWorkbook: it points outside the file.
        """
        target = relation.target
        path = unquote(target).replace("\\", "/")
        steps = [] if path.startswith("/") else relation.folder.split("/")
        for step in path.split("/"):
            if step != "..":
                steps.append(step)
            elif not any(steps):
                shown = ascii(target)
                self.refuse(en=f"a link between its parts points outside the file ({shown})", vi=f"một liên kết trỏ ra ngoài tệp ({shown})")
            else:
                steps.pop()
        return "/".join(step for step in steps if step not in {"", "."})

    def _refuse_doctype(self, *_: object) -> None:
        self.refuse(
            en="it declares a document type with entities, which no workbook does",
            vi="tệp khai báo kiểu tài liệu có thực thể (DTD), điều không bảng tính nào làm",
        )

    def _refuse_large(self, part: str, limit: str) -> NoReturn:
        raise WorkbookTooLarge(
            self.ref, en=f"its part {part} is larger than the limit of {limit}", vi=f"thành phần {part} vượt giới hạn {_LIMITS_VI.get(limit, limit)}"
        )

    def _refuse_unknown(self) -> NoReturn:
        kind = self._by_name.get("mimetype")
        if kind is not None and kind.size < 100 and b"opendocument" in self.container.unpack(kind):
            self.refuse(en="it is an OpenDocument file (.ods)", vi="tệp là tài liệu OpenDocument (.ods)")
        self.refuse(en="it is a zip archive without a workbook in it", vi="tệp nén zip này không chứa bảng tính nào")

    def _refuse_other_document(self, root: str) -> NoReturn:
        kinds: dict[str, Literal["Word", "PowerPoint"]] = {"document": "Word", "presentation": "PowerPoint"}
        if root in kinds:
            self.refuse(en=f"it is a {kinds[root]} document", vi=f"tệp là tài liệu {kinds[root]}")
        self.refuse(en="its main part is not that of a workbook", vi="thành phần chính không phải của một bảng tính")


_LIMITS_VI = {"140,000 cells": "140.000 ô"}
