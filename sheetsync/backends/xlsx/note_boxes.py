"""The boxes in which notes are shown: shapes in a drawing of the old kind (VML), each of which names the cell of its note."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from sheetsync.backends.xlsx.escapes import xml
from sheetsync.backends.xlsx.note_sheet import ODD, NoteSheet
from sheetsync.backends.xlsx.outline import Element, outline
from sheetsync.backends.xlsx.package import Package
from sheetsync.backends.xlsx.proof import UNPROVED, refuse
from sheetsync.backends.xlsx.splicing import Place, Splice, spliced
from sheetsync.errors import NotAWorkbook
from sheetsync.model.design import Style
from sheetsync.model.layout.fit import row_height

WIDTH: Final = 300
"""Pixels."""
SIZE: Final = 9
"""Points."""
FILL: Final = "#FFFDF2"

_SHAPES, _OFFICE, _EXCEL = "urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office", "urn:schemas-microsoft-com:office:excel"
_USUAL: Final = {_SHAPES: "v", _OFFICE: "o", _EXCEL: "x"}
_IDS_A_DRAWING: Final = 1024
_NUMBER: Final = re.compile(rb"_x0000_s([0-9]{1,9})(?![0-9])")
_BREAK: Final = re.compile(rb"<br[ \t]*>", re.IGNORECASE)
_KIND: Final = "_x0000_t202"


def new_drawing(number: int) -> bytes:
    """A drawing without shapes, the ``number``-th of its workbook."""
    names = "".join(f' xmlns:{prefix}="{vocabulary}"' for vocabulary, prefix in _USUAL.items())
    return f'<xml{names}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{number}"/></o:shapelayout></xml>'.encode()


def box_height(*texts: str) -> int:
    """How many pixels high a box must be to show ``texts``, one below the other."""
    return round(sum(row_height(text, Style(size=SIZE), WIDTH / 7) for text in texts) * 96 / 72) + 12


class Boxes:
    """The drawing ``part``, which says ``body``."""

    def __init__(self, package: Package, part: str, body: bytes) -> None:
        """Look at it.

        Raises:
            UnsafeEdit: it is written in no way that we know.
        """
        self._package, self._part, self._body = package, part, body
        self._root = self._outline(body)
        if (self._root.vocabulary, self._root.name) != ("", "xml"):
            refuse(package.ref, ODD)
        self._known = _by_place(self._root)

    def redrawn(self, heights: Mapping[Place, int], sheet: NoteSheet, number: int) -> bytes:
        """The drawing with one box, of that height in pixels, at each place in ``heights``, and none where it is 0. All other shapes stay.

        ``number`` is that of the drawing in its workbook.

        Raises:
            UnsafeEdit: it can't be proved that all others stay.
        """
        last = max((int(found) for found in _NUMBER.findall(self._body)), default=number * _IDS_A_DRAWING)
        splices: list[Splice] = []
        new: list[bytes] = []
        for place, height in heights.items():
            standing = self._known.get(place, [])
            if len(standing) > 1:
                refuse(self._package.ref, ODD)
            for shape in standing:
                piece = (
                    self._shape(shape.attributes.get("id", ""), sheet.anchor(place, WIDTH, height), place, height, _data(shape)) if height else b""
                )
                splices.append((shape.start, shape.end, piece))
            if height and not standing:
                last += 1
                new.append(self._shape(f"_x0000_s{last}", sheet.anchor(place, WIDTH, height), place, height))
        if new and not any(child.attributes.get("id") == _KIND for child in self._root.children):
            new.insert(0, self._kind())
        redrawn = spliced(self._body, [*splices, *(self._root.extended(self._body, b"".join(new)) if new else ())])
        self._prove(redrawn, heights)
        return redrawn

    def _outline(self, body: bytes) -> Element:
        """The tree of a drawing. Excel leaves line breaks in the texts of buttons open, as web pages do; they are looked past."""
        try:
            return outline(self._package, self._part, body)
        except NotAWorkbook:
            closed = _BREAK.sub(lambda found: b" " * len(found[0]), body)
        try:
            return outline(self._package, self._part, closed)
        except NotAWorkbook:
            refuse(self._package.ref, ODD)

    def _shape(self, name: str, anchor: str, place: Place, height: int, before: Element | None = None) -> bytes:
        """A box. It shows itself only while the mouse is over the cell, unless somebody wanted the one ``before`` it to stay."""
        stays = before is not None and any(child.name == "Visible" for child in before.children)
        return self._written(
            f'<v:shape id="{xml(name)}" type="#{_KIND}" style="position:absolute;margin-left:59.25pt;margin-top:1.5pt;width:{WIDTH * 0.75:g}pt;'
            f'height:{height * 0.75:g}pt;z-index:1;visibility:{"visible" if stays else "hidden"}" fillcolor="{FILL}" o:insetmode="auto">'
            f'<v:fill color2="{FILL}"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
            '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
            f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>'
            f"<x:Row>{place[0]}</x:Row><x:Column>{place[1]}</x:Column>{'<x:Visible/>' if stays else ''}</x:ClientData></v:shape>"
        )

    def _kind(self) -> bytes:
        return self._written(
            f'<v:shapetype id="{_KIND}" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
            '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
        )

    def _written(self, element: str) -> bytes:
        """``element`` with the prefixes of this drawing; those that it lacks are declared."""
        declared = ""
        for vocabulary, usual in _USUAL.items():
            prefix = next((prefix for prefix, known in self._root.declares.items() if known == vocabulary and prefix), "")
            if not prefix:
                declared += f' xmlns:{usual}="{vocabulary}"'
            elif prefix != usual:
                element = re.sub(rf"([</ ]){usual}:(?=[A-Za-z])", rf"\g<1>\0{prefix}:", element)
        element = element.replace("\0", "")
        name, _, rest = element.partition(" ")
        return f"{name}{declared} {rest}".encode()

    def _prove(self, redrawn: bytes, heights: Mapping[Place, int]) -> None:
        now = self._outline(redrawn)
        boxes = _by_place(now)
        if any(len(boxes.get(place, [])) != bool(height) for place, height in heights.items()):
            refuse(self._package.ref, UNPROVED)
        kept, left = _others(self._root, self._body, heights), _others(now, redrawn, heights)
        if left[: len(kept)] != kept or [tag for tag in left[len(kept) :] if _KIND.encode() not in tag]:
            refuse(self._package.ref, UNPROVED)


def _by_place(root: Element) -> dict[Place, list[Element]]:
    boxes: dict[Place, list[Element]] = {}
    for child in root.children:
        if (place := _place(child)) is not None:
            boxes.setdefault(place, []).append(child)
    return boxes


def _others(root: Element, body: bytes, places: Mapping[Place, int]) -> Sequence[bytes]:
    """All in a drawing, as written, but the boxes of ``places``."""
    return [body[child.start : child.end] for child in root.children if _place(child) not in places]


def _data(shape: Element) -> Element | None:
    data = [child for child in shape.children if (child.vocabulary, child.name) == (_EXCEL, "ClientData")]
    return data[0] if len(data) == 1 and data[0].attributes.get("ObjectType") == "Note" else None


def _place(shape: Element) -> Place | None:
    """The cell whose note the box shows."""
    data = _data(shape) if (shape.vocabulary, shape.name) == (_SHAPES, "shape") else None
    if data is None:
        return None
    numbers = [child.text.strip() for name in ("Row", "Column") for child in data.inside(name)]
    if len(numbers) != 2 or not all(number.isascii() and number.isdigit() and len(number) <= 7 for number in numbers):
        return None
    return int(numbers[0]), int(numbers[1])
