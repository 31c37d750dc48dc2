"""Our posts in the notes of a workbook that people made: nothing else in it changes, and no note of theirs."""

import posixpath
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Final

from sheetsync.backends.xlsx.graft import RELATIONS_KIND, entries, path_from
from sheetsync.backends.xlsx.graft_book import OFFICE
from sheetsync.backends.xlsx.note_boxes import Boxes, box_height, new_drawing
from sheetsync.backends.xlsx.note_part import NEW_NOTES, rewritten
from sheetsync.backends.xlsx.note_plan import Plan, plan_notes
from sheetsync.backends.xlsx.note_sheet import ODD, read_note_sheet
from sheetsync.backends.xlsx.notes import Talk, read_talk
from sheetsync.backends.xlsx.outline import holds_more, outline
from sheetsync.backends.xlsx.package import TYPES, Package, Relation, SheetPart
from sheetsync.backends.xlsx.proof import UNPROVED, check_unsigned, prove_cells, prove_parts, refuse
from sheetsync.backends.xlsx.reader import Reader
from sheetsync.backends.xlsx.splicing import Place, prefixed, spliced
from sheetsync.errors import WorkbookError
from sheetsync.model.thread import Posting

_NOTES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_LEADING: Final = frozenset({"comments", "vmlDrawing"})
_NO_RELATIONS: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)


def post(data: bytes, postings: Sequence[Posting], ref: str) -> tuple[bytes, tuple[str, ...]]:
    """The workbook ``data`` with ``postings`` done in its notes, all or none, and the id of the thread of each; ``ref`` is for messages.

    Raises:
        NotAWorkbook, WorkbookTooLarge: it can't be read.
        UnsafeEdit: one of them can't be done, or can't be proved to keep everything else.
    """
    package = Package(data, ref)
    talks = {sheet: read_talk(package, sheet) for sheet in package.sheets}
    plan = plan_notes(talks, postings, ref)
    return (_Posting(package, talks, plan).result() if plan.notes else data), plan.ids


class _Posting:
    """One run of ``post``."""

    def __init__(self, package: Package, talks: Mapping[SheetPart, Talk], plan: Plan) -> None:
        self._package, self._talks, self._plan = package, talks, plan
        self._changed: dict[str, bytes | None] = {}
        self._added: dict[str, bytes] = {}
        self._kinds: dict[str, str] = {}
        self._types = outline(package, TYPES, package.body(TYPES))
        self._taken = {name.lower() for name in package.container.members}
        self._taken |= {child.attributes.get("PartName", "").lower().lstrip("/") for child in self._types.inside("Override")}
        self._owners = Counter(
            package.target(relation).lower()
            for sheet in package.sheets
            for relation in package.relations(sheet.part).values()
            if relation.kind in _LEADING
        )

    def result(self) -> bytes:
        check_unsigned(self._package.container)
        for sheet, notes in self._plan.notes.items():
            self._write(sheet, notes)
        if self._kinds:
            self._tell_kinds()
        data = self._package.container.rebuilt(self._changed, self._added)
        self._prove(data)
        return data

    def _write(self, sheet: SheetPart, notes: Mapping[Place, tuple[str, ...]]) -> None:
        """Change the notes of ``sheet`` and their boxes; what is not there yet is made."""
        package = self._package
        body = package.body(sheet.part)
        frame = read_note_sheet(package, sheet.part, body)
        relations = package.relations(sheet.part)
        heights = {place: box_height(*posts) if posts else 0 for place, posts in notes.items()}
        new: list[tuple[str, str]] = []
        if part := self._standing(relations, [name for name, relation in relations.items() if relation.kind == "comments"]):
            self._changed[part] = rewritten(package, part, package.body(part), notes)
        else:
            part = self._free("xl/comments", ".xml", _NOTES)
            self._added[part] = rewritten(package, part, NEW_NOTES.encode(), notes)
            new.append(("comments", part))
        number = package.sheets.index(sheet) + 1
        if drawing := self._standing(relations, [frame.drawing] if frame.drawing else []):
            self._changed[drawing] = Boxes(package, drawing, package.body(drawing)).redrawn(heights, frame, number)
        elif any(heights.values()):
            drawing = self._free("xl/drawings/vmlDrawing", ".vml", _DRAWING)
            shown = {place: height for place, height in heights.items() if height}
            self._added[drawing] = Boxes(package, drawing, new_drawing(number)).redrawn(shown, frame, number)
            new.append(("vmlDrawing", drawing))
        names = self._lead(sheet, new)
        if "vmlDrawing" in names:
            self._changed[sheet.part] = frame.linked(body, names["vmlDrawing"])

    def _standing(self, relations: Mapping[str, Relation], names: Sequence[str]) -> str:
        """The part that the only one of ``names`` leads to; empty where there is none. It must belong to this worksheet alone."""
        if not names:
            return ""
        relation = relations.get(names[0])
        part = self._package.target(relation) if relation and relation.kind in _LEADING else ""
        if len(names) > 1 or not self._package.has(part) or self._owners[part.lower()] != 1:
            refuse(self._package.ref, ODD)
        return self._package.name_of(part)

    def _free(self, stem: str, end: str, kind: str) -> str:
        """A free name for a new part of that kind."""
        name = next(name for number in count(1) if (name := f"{stem}{number}{end}").lower() not in self._taken)
        self._taken.add(name.lower())
        self._kinds[name] = kind
        return name

    def _lead(self, sheet: SheetPart, new: Sequence[tuple[str, str]]) -> Mapping[str, str]:
        """Lead from ``sheet`` to new parts, each with its kind; the names of the new relationships, by kind."""
        if not new:
            return {}
        package = self._package
        part = package.relations_of(sheet.part)
        stands = package.has(part)
        part, body = (package.name_of(part), package.body(part)) if stands else (part, _NO_RELATIONS.encode())
        root = outline(package, part, body)
        known = {child.attributes.get("Id", "") for child in root.children}
        free = (name for name in (f"rId{number}" for number in count(1)) if name not in known)
        names = {kind: next(free) for kind, _ in new}
        folder = posixpath.dirname(sheet.part)
        pieces = "".join(f'<Relationship Id="{names[kind]}" Type="{OFFICE}/{kind}" Target="{path_from(folder, target)}"/>' for kind, target in new)
        led = spliced(body, root.extended(body, prefixed(pieces, root.prefix)))
        if not part.isascii() or not holds_more(root, outline(package, part, led), len(new)):
            refuse(package.ref, UNPROVED)
        if stands:
            self._changed[part] = led
        else:
            self._added[part] = led
            self._kinds[part] = RELATIONS_KIND
        return names

    def _tell_kinds(self) -> None:
        package = self._package
        part = package.name_of(TYPES)
        body = package.body(part)
        known = {child.attributes.get("Extension", "").lower(): child.attributes.get("ContentType") for child in self._types.inside("Default")}
        told = list(entries(self._kinds, known))
        types = self._changed[part] = spliced(body, self._types.extended(body, prefixed("".join(told), self._types.prefix)))
        if not holds_more(self._types, outline(package, part, types), len(told)):
            refuse(package.ref, UNPROVED)

    def _prove(self, data: bytes) -> None:
        """Refuse unless the new workbook reads as the old one, but for the notes of the plan."""
        package = self._package
        try:
            after = Package(data, package.ref)
        except WorkbookError:  # it has more parts than we would read, for one
            refuse(package.ref, UNPROVED)
        prove_parts(package.container, after.container, self._changed, list(self._added))
        if after.sheets != package.sheets:
            refuse(package.ref, UNPROVED)
        for sheet, was in self._talks.items():
            said = {**was.mine, **self._plan.notes.get(sheet, {})}
            if read_talk(after, sheet) != Talk({place: posts for place, posts in said.items() if posts}, was.taken):
                refuse(package.ref, UNPROVED)
        linked = [sheet for sheet in package.sheets if sheet.part in self._changed]
        reader = Reader(package)
        for was_grid, now_grid in zip(reader.grids(linked), reader.over(after).grids(linked), strict=True):
            prove_cells(package.ref, {}, was_grid, now_grid)
