"""The looks of our tabs, put behind those of a workbook that people made: every number by which its own cells name their looks stays what it was."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Final, NamedTuple

from sheetsync.backends.xlsx.outline import Element, is_extended, outline
from sheetsync.backends.xlsx.package import MAIN_VOCABULARIES, Package
from sheetsync.backends.xlsx.proof import UNPROVED, Reason, refuse
from sheetsync.backends.xlsx.splicing import Splice, prefixed, spliced

_DEFAULTS: Final = {
    "fonts": ('<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>',),
    "fills": ('<fill><patternFill patternType="none"/></fill>', '<fill><patternFill patternType="gray125"/></fill>'),
    "borders": ("<border><left/><right/><top/><bottom/><diagonal/></border>",),
    "cellXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
}
"""What the first looks are where a workbook does not say it."""
BARE: Final = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{MAIN_VOCABULARIES[0]}">'
    + "".join(f'<{name} count="{len(_DEFAULTS[name])}">{"".join(_DEFAULTS[name])}</{name}>' for name in ("fonts", "fills", "borders"))
    + f'<cellStyleXfs count="1">{_DEFAULTS["cellXfs"][0]}</cellStyleXfs>'
    + '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    + '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()
"""The looks of a workbook that says nothing of them."""

_ORDER: Final = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst")
_GREY: Final = "fills", 1
"""Programs show the dotted grey there, whatever the workbook says."""
_NAMED_BY: Final = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}
_OWN_FORMATS: Final = 164
_MOST: Final = 64_000
"""The looks that Excel grants a workbook."""

_DANGLING: Final = Reason("some of its cells name looks that are not there", "có ô trỏ tới định dạng không tồn tại")
_TOO_MANY: Final = Reason("it has as many cell formats as Excel grants", "tệp đã dùng hết số định dạng ô mà Excel cho phép")


class Looks(NamedTuple):
    """New content for the part of looks, and what the numbers of our looks become: those of cells, and those of conditional formats."""

    body: bytes
    cells: Mapping[int, int]
    highlights: Mapping[int, int]


def graft_looks(package: Package, part: str, body: bytes, ours: Package, used: tuple[Iterable[str], Iterable[str]]) -> Looks:
    """The looks of ``ours`` behind those that ``body``, the content of ``part`` in ``package``, speaks of.

    ``used`` are the numbers by which the worksheets of ``package`` name looks of cells and of conditional formats.

    Raises:
        UnsafeEdit: a number there would come to mean a look of ours, there are too many looks, or it can't be proved that all of theirs stay.
    """
    theirs = outline(package, part, body)
    if theirs.vocabulary != MAIN_VOCABULARIES[0]:
        refuse(package.ref, UNPROVED)
    new_body = ours.body(ours.styles)
    graft = _Graft(theirs, outline(ours, ours.styles, new_body), new_body)
    graft.check(package.ref, used)
    grafted = spliced(body, graft.splices(body))
    if not is_extended(theirs, outline(package, part, grafted), graft.more()):
        refuse(package.ref, UNPROVED)
    return Looks(grafted, graft.cells, graft.highlights)


class _Graft:
    """One run of ``graft_looks``."""

    def __init__(self, theirs: Element, ours: Element, our_body: bytes) -> None:
        self.theirs = {name: theirs.inside(name) for name in _ORDER}
        self._root = theirs
        self._our_body = our_body
        parts = {name: ours.inside(name)[0].children if ours.inside(name) else [] for name in _ORDER}
        self._added: dict[str, list[str]] = {}
        renumbered = {
            attribute: self._add(name, parts[name], {int(look.attributes[attribute]) for look in parts["cellXfs"][1:]})
            for attribute, name in _NAMED_BY.items()
        }
        renumbered["numFmtId"] = self._add_formats(parts["numFmts"])
        looks = [_renumbered(self._written(look), renumbered) for look in parts["cellXfs"][1:]]
        if not self._said("cellStyleXfs"):
            looks = [look.replace(' xfId="0"', "", 1) for look in looks]
        self._added["cellXfs"] = looks
        self.cells = {0: 0} | {number: self.count("cellXfs") + number - 1 for number in range(1, len(looks) + 1)}
        self.highlights = self._add("dxfs", parts["dxfs"], range(len(parts["dxfs"])))

    def check(self, ref: str, used: tuple[Iterable[str], Iterable[str]]) -> None:
        """Refuse where the workbook names looks that it has not, or where ours would not fit."""
        if any(len(found) > 1 for found in self.theirs.values()):
            refuse(ref, UNPROVED)
        looks = [look for name in ("cellStyleXfs", "cellXfs") for found in self.theirs[name] for look in found.children]
        named = [(name, look.attributes[attribute]) for look in looks for attribute, name in _NAMED_BY.items() if attribute in look.attributes]
        named += [("cellXfs", number) for number in used[0]] + [("dxfs", number) for number in (*used[1], *_numbers(self._root, "dxfId"))]
        if any(not number.isdigit() or int(number) >= self.count(name) for name, number in named):
            refuse(ref, _DANGLING)
        if self.count("cellXfs") + len(self.cells) > _MOST:
            refuse(ref, _TOO_MANY)

    def count(self, name: str) -> int:
        """How many of ``name`` there are before ours come."""
        return max(self._said(name), len(_DEFAULTS.get(name, ())))

    def more(self) -> dict[str, int]:
        """How many are added to each."""
        return {name: len(self._fragments(name)) for name in _ORDER}

    def splices(self, body: bytes) -> Iterator[Splice]:
        """The changes that add them."""
        for at, name in enumerate(_ORDER):
            fragments = self._fragments(name)
            if not fragments:
                continue
            if self.theirs[name]:
                element = self.theirs[name][0]
                yield from element.extended(body, prefixed("".join(fragments), element.prefix), len(element.children) + len(fragments))
            else:
                place = max((element.end for before in _ORDER[:at] for element in self.theirs[before]), default=self._root.head)
                tag, pieces = self._root.prefix + name.encode(), prefixed("".join(fragments), self._root.prefix)
                yield place, place, b"<" + tag + f' count="{len(fragments)}">'.encode() + pieces + b"</" + tag + b">"

    def _said(self, name: str) -> int:
        return sum(len(element.children) for element in self.theirs[name])

    def _fragments(self, name: str) -> Sequence[str]:
        """Ours, behind what everybody takes for granted and the workbook does not say."""
        added = self._added.get(name, [])
        return [*_DEFAULTS.get(name, ())[self._said(name) :], *added] if added else []

    def _add(self, name: str, elements: Sequence[Element], wanted: Iterable[int]) -> dict[int, int]:
        """Take in those ``wanted`` of ``elements`` that are not there yet, and say which number each has then."""
        listed = [child for element in self.theirs[name] for child in element.children]
        known = {repr(child.says()): at for at, child in enumerate(listed) if (name, at) != _GREY}
        new = [number for number in sorted(wanted) if repr(elements[number].says()) not in known]
        self._added[name] = [self._written(elements[number]) for number in new]
        known |= {repr(elements[number].says()): self.count(name) + at for at, number in enumerate(new)}
        return {number: known[repr(elements[number].says())] for number in wanted}

    def _add_formats(self, formats: Sequence[Element]) -> dict[int, int]:
        taken = set(_numbers(self._root, "numFmtId"))
        free = (str(number) for number in count(_OWN_FORMATS) if str(number) not in taken)
        numbers = {int(one.attributes["numFmtId"]): int(number) for one, number in zip(formats, free, strict=False)}
        self._added["numFmts"] = [_renumbered(self._written(one), {"numFmtId": numbers}) for one in formats]
        return numbers

    def _written(self, element: Element) -> str:
        return self._our_body[element.start : element.end].decode()


def _numbers(element: Element, attribute: str) -> Iterator[str]:
    """What an element and all inside it say under ``attribute``."""
    if attribute in element.attributes:
        yield element.attributes[attribute]
    for child in element.children:
        yield from _numbers(child, attribute)


def _renumbered(tag: str, numbers: Mapping[str, Mapping[int, int]]) -> str:
    """An element of ours with the numbers in its start tag as they are in the workbook that it goes into."""

    def renumber(match: re.Match[str]) -> str:
        return f'{match[1]}="{numbers[match[1]].get(int(match[2]), int(match[2]))}"'

    head, closing, rest = tag.partition(">")
    return re.sub(r'\b(numFmtId|fontId|fillId|borderId)="(\d+)"', lambda m: renumber(m) if m[1] in numbers else m[0], head) + closing + rest
