"""Our tabs, added to a workbook that people made: new parts of our own, and as little as possible in theirs.

XlsxWriter makes a workbook of our tabs alone; its worksheets and what belongs to them (notes, drawings, charts) move over under names that are free.
In the parts of the other workbook only this is added: the looks of our cells behind theirs (``graft_styles.py``), our tabs behind theirs in the list
of tabs and our names (``graft_book.py``), and the entries by which the new parts are found. Texts of our cells stand in the cells themselves, so
that the shared texts stay untouched.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from itertools import chain, count
from typing import Final, NamedTuple

from sheetsync.backends.xlsx.escapes import xml
from sheetsync.backends.xlsx.graft_book import OFFICE, Book
from sheetsync.backends.xlsx.graft_styles import BARE, Looks, graft_looks
from sheetsync.backends.xlsx.outline import holds_more, outline
from sheetsync.backends.xlsx.package import TYPES, Package, SheetPart
from sheetsync.backends.xlsx.proof import UNPROVED, refuse
from sheetsync.backends.xlsx.splicing import prefixed, spliced
from sheetsync.model.design import WorkbookDesign

_KINDS: Final = "application/vnd.openxmlformats-"
RELATIONS_KIND: Final = f"{_KINDS}package.relationships+xml"
_LOOKS: Final = f"{_KINDS}officedocument.spreadsheetml.styles+xml"

_TEXT: Final = re.compile(r'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?) t="s"><v>([0-9]+)</v></c>')
_ITEM: Final = re.compile(r"<si>(.*?)</si>", re.DOTALL)
_LOOK: Final = re.compile(r'(<(?:c|row) [^<>]*?\bs=|<col [^<>]*?\bstyle=)"([0-9]+)"')
_HIGHLIGHT: Final = re.compile(r'(<cfRule [^<>]*?\bdxfId=)"([0-9]+)"')
_TARGET: Final = re.compile(r'( Id="([^"]*)"[^<>]*? Target=")[^"]*"')
_NUMBERED: Final = re.compile(r"(.*?)[0-9]*(\.[^./]+)")
_LOOKS_NAMED: Final = re.compile(rb"""\s(?:s|style)\s*=\s*["']([0-9]+)["']""")
_HIGHLIGHTS_NAMED: Final = re.compile(rb"""dxfid\s*=\s*["']([0-9]+)["']""", re.IGNORECASE)


class Grafted(NamedTuple):
    """The parts that change, the new ones, and our tabs as the workbook lists them then."""

    changed: Mapping[str, bytes]
    added: Mapping[str, bytes]
    sheets: tuple[SheetPart, ...]


def graft(package: Package, design: WorkbookDesign, ours: Package, edited: Mapping[str, bytes | None]) -> Grafted:
    """What becomes of ``package`` when the tabs of ``ours``, a workbook made of ``design`` alone, are added to it.

    ``edited`` are its parts that change for other reasons, with their new content.

    Raises:
        TabTaken: a title or name of ours stands there already.
        UnsafeEdit: the workbook is written, or protected, so that it can't be proved that everything of theirs is kept.
    """
    return _Graft(package, design, ours, edited).result()


class _Graft:
    """One run of ``graft``."""

    def __init__(self, package: Package, design: WorkbookDesign, ours: Package, edited: Mapping[str, bytes | None]) -> None:
        self._package, self._ours, self._edited = package, ours, edited
        self._design = design
        self._book = Book(package, self._body(package.workbook))
        self._types = outline(package, TYPES, self._body(TYPES))
        self._taken = {name.lower() for name in package.container.members}
        self._taken |= {child.attributes.get("PartName", "").lower().lstrip("/") for child in self._types.inside("Override")}
        self._names: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self._added: dict[str, bytes] = {}
        self._changed: dict[str, bytes] = {}
        self._relations: list[tuple[str, str]] = []

    def result(self) -> Grafted:
        self._book.check(self._design)
        for sheet in self._ours.sheets:
            self._claim(sheet.part)
        looks = self._graft_looks()
        self._add_parts(looks)
        sheets = self._add_sheets()
        self._add_kinds()
        return Grafted(self._changed, self._added, sheets)

    def _body(self, part: str) -> bytes:
        return self._edited.get(self._package.name_of(part)) or self._package.body(part)

    def _claim(self, part: str) -> None:
        """Find free names for a part of ours and all that it leads to."""
        if part not in self._names:
            self._names[part] = self._free(part)
            for relation in self._ours.relations(part).values():
                if relation.target:
                    self._claim(self._ours.target(relation))

    def _free(self, part: str) -> str:
        match = _NUMBERED.fullmatch(part)
        stem, suffix = match.groups() if match else (part, "")
        names = chain([] if stem + suffix != part else [part], (f"{stem}{number}{suffix}" for number in count(1)))
        name = next(name for name in names if not {name.lower(), self._package.relations_of(name).lower()} & self._taken)
        self._taken.add(name.lower())
        return name

    def _graft_looks(self) -> Looks:
        part = self._package.styles
        used = self._looks_in_use()
        if part:
            part = self._package.name_of(part)
            looks = graft_looks(self._package, part, self._body(part), self._ours, used)
            self._changed[part] = looks.body
        else:
            part = self._free("xl/styles.xml")
            looks = graft_looks(self._package, part, BARE, self._ours, used)
            self._added[part] = looks.body
            self._kinds[part] = _LOOKS
            self._relations.append(("styles", part))
        return looks

    def _looks_in_use(self) -> tuple[set[str], set[str]]:
        """The numbers by which their worksheets name looks of cells and of highlights; rather too many than too few."""
        cells: set[str] = set()
        highlights: set[str] = set()
        for sheet in self._package.sheets:
            related = (self._package.target(one) for one in self._package.relations(sheet.part).values() if one.kind in {"table", "pivotTable"})
            body = self._body(sheet.part)
            cells.update(number.decode() for number in set(_LOOKS_NAMED.findall(body)))
            for text in (body, *(self._package.body(part) for part in related)):
                highlights.update(number.decode() for number in set(_HIGHLIGHTS_NAMED.findall(text)))
        return cells, highlights

    def _add_parts(self, looks: Looks) -> None:
        ours = self._ours
        texts = _ITEM.findall(ours.body(ours.strings).decode()) if ours.strings else []
        sheets = {sheet.part for sheet in ours.sheets}
        kinds = _kinds(ours)
        for part, name in self._names.items():
            body = ours.body(part)
            self._added[name] = _moved(body.decode(), texts, looks).encode() if part in sheets else body
            self._kinds[name] = kinds[part]
            relations = ours.relations_of(part)
            if ours.has(relations):
                self._added[ours.relations_of(name)] = self._led(part, ours.body(relations).decode()).encode()
                self._kinds[ours.relations_of(name)] = RELATIONS_KIND

    def _led(self, part: str, relations: str) -> str:
        """The relationships of a part of ours, led to the new names."""
        found = self._ours.relations(part)
        folder = posixpath.dirname(self._names[part])

        def lead(match: re.Match[str]) -> str:
            relation = found[match[2]]
            return f'{match[1]}{path_from(folder, self._names[self._ours.target(relation)])}"' if relation.target else match[0]

        return _TARGET.sub(lead, relations)

    def _add_sheets(self) -> tuple[SheetPart, ...]:
        """Enter our tabs, and what else the workbook leads to, into the list of tabs and the relationships of the workbook."""
        package = self._package
        part = package.name_of(package.relations_of(package.workbook))
        body = self._body(part)
        root = outline(package, part, body)
        known = {child.attributes.get("Id", "") for child in root.children}
        free = (name for name in (f"rId{number}" for number in count(1)) if name not in known)
        new = [("worksheet", self._names[sheet.part]) for sheet in self._ours.sheets] + self._relations
        ids = [next(free) for _ in new]
        folder = posixpath.dirname(package.workbook)
        pieces = "".join(
            f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{path_from(folder, target)}"/>'
            for name, (kind, target) in zip(ids, new, strict=True)
        )
        self._changed[part] = spliced(body, root.extended(body, prefixed(pieces, root.prefix)))
        if not holds_more(root, outline(package, part, self._changed[part]), len(new)):
            refuse(package.ref, UNPROVED)
        parts = [self._names[sheet.part] for sheet in self._ours.sheets]
        self._changed[package.workbook], sheets = self._book.extended(self._design, self._ours, list(zip(parts, ids, strict=False)))
        return sheets

    def _add_kinds(self) -> None:
        """Tell what kind of part each new one is, where the workbook does not know it by the end of its name."""
        package = self._package
        part = package.name_of(TYPES)
        body = self._body(part)
        known = {child.attributes.get("Extension", "").lower(): child.attributes.get("ContentType") for child in self._types.inside("Default")}
        told = list(entries(self._kinds, known))
        pieces = prefixed("".join(told), self._types.prefix)
        self._changed[part] = spliced(body, self._types.extended(body, pieces))
        if not holds_more(self._types, outline(package, part, self._changed[part]), len(told)):
            refuse(package.ref, UNPROVED)


def _moved(sheet: str, texts: list[str], looks: Looks) -> str:
    """A worksheet of ours as it stands in the other workbook: texts in their cells, the new numbers of looks, and not chosen together with others."""
    sheet = _TEXT.sub(lambda match: f'{match[1]} t="inlineStr"><is>{texts[int(match[2])]}</is></c>', sheet)
    sheet = _LOOK.sub(lambda match: f'{match[1]}"{looks.cells[int(match[2])]}"', sheet)
    sheet = _HIGHLIGHT.sub(lambda match: f'{match[1]}"{looks.highlights[int(match[2])]}"', sheet)
    return sheet.replace(' tabSelected="1"', "", 1)


def _kinds(ours: Package) -> dict[str, str]:
    """The kind of each part of ours."""
    root = outline(ours, TYPES, ours.body(TYPES))
    by_name = {child.attributes["PartName"].removeprefix("/"): child.attributes["ContentType"] for child in root.inside("Override")}
    by_end = {child.attributes["Extension"]: child.attributes["ContentType"] for child in root.inside("Default")}
    return {name: by_name.get(name) or by_end[name.rpartition(".")[2]] for name in ours.container.members if name != TYPES}


def entries(kinds: Mapping[str, str], known: Mapping[str, str | None]) -> Iterator[str]:
    """What must be told of parts of those ``kinds`` where the kinds ``known`` are those of all parts with such an end of their name."""
    told = dict(known)
    for part, kind in kinds.items():
        end = part.rpartition(".")[2]
        if end not in told and end != "xml":
            told[end] = kind
            yield f'<Default Extension="{end}" ContentType="{kind}"/>'
        elif told.get(end) != kind:
            yield f'<Override PartName="/{xml(part)}" ContentType="{kind}"/>'


def path_from(folder: str, part: str) -> str:
    """The way to ``part`` from ``folder``, as relationships write it."""
    return posixpath.relpath(f"/{part}", f"/{folder}")
