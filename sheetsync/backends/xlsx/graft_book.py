"""The workbook part: its list of tabs and its names, and what in it speaks against adding a tab."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from sheetsync.backends.xlsx.escapes import decoded, encoded, xml
from sheetsync.backends.xlsx.outline import Element, is_extended, outline
from sheetsync.backends.xlsx.package import MAIN_VOCABULARIES, Package, SheetPart
from sheetsync.backends.xlsx.proof import STRICT, UNPROVED, Reason, refuse
from sheetsync.backends.xlsx.splicing import Splice, prefixed, spliced
from sheetsync.errors import TabTaken
from sheetsync.model.design import WorkbookDesign, taken_title

OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_LAST_ID: Final = 65_534
_YES: Final = ("1", "true")
_BEFORE_NAMES: Final = ("sheets", "functionGroups", "externalReferences")
_PASSWORDS: Final = ("reservationPassword", "hashValue")

_LOCKED: Final = Reason(
    "its structure is protected, so that no tab may be added",
    "cấu trúc bảng tính đang bị khóa, không được thêm trang",
    (
        "In Excel, lift that under Review > Protect Workbook, save, and run again.",
        "Trong Excel, hãy bỏ khóa ở Xem lại > Bảo vệ Sổ làm việc, lưu rồi chạy lại.",
    ),
)
_RESERVED: Final = Reason(
    "it has a password against changes",
    "tệp có mật khẩu chống sửa đổi",
    ("Save a copy without that password and use the copy.", "Hãy lưu một bản không đặt mật khẩu đó rồi dùng bản ấy."),
)
_TRACKED: Final = Reason(
    "it is shared with a log of all changes",
    "tệp đang chia sẻ kèm nhật ký thay đổi",
    (
        "In Excel, stop sharing it under Review > Unshare Workbook, save, and run again.",
        "Trong Excel, hãy ngừng chia sẻ ở Xem lại > Hủy chia sẻ Sổ làm việc, lưu rồi chạy lại.",
    ),
)
_ODD: Final = Reason("its list of tabs or names is written in an unusual way", "danh sách trang tính hoặc tên vùng được ghi khác thường")
_FULL: Final = Reason("there is no number left for another tab", "không còn số hiệu cho trang tính mới")


class Book:
    """The workbook part of ``package``, which says ``body``."""

    def __init__(self, package: Package, body: bytes) -> None:
        self._package = package
        self._body = body
        self._root = outline(package, package.workbook, body)

    def check(self, design: WorkbookDesign) -> None:
        """Refuse where no tab can be added, or not those of ``design``.

        Raises:
            TabTaken: a title or name of ours stands there already.
            UnsafeEdit: a tab could break something.
        """
        root, ref = self._root, self._package.ref
        if root.vocabulary != MAIN_VOCABULARIES[0]:
            refuse(ref, STRICT)
        if any(child.attributes.get("lockStructure") in _YES for child in root.inside("workbookProtection")):
            refuse(ref, _LOCKED)
        if any(name in child.attributes for child in root.inside("fileSharing") for name in _PASSWORDS):
            refuse(ref, _RESERVED)
        if any(relation.kind in {"revisionHeaders", "usernames"} for relation in self._package.relations(self._package.workbook).values()):
            refuse(ref, _TRACKED)
        listed, names = root.inside("sheets"), root.inside("definedNames")
        if len(listed) != 1 or len(names) > 1 or len(listed[0].inside("sheet")) != len(listed[0].children):
            refuse(ref, _ODD)
        self._check_names(design, [child for element in names for child in element.children], len(listed[0].children))
        if taken := taken_title(design.tabs, (decoded(child.attributes.get("name", "")) for child in listed[0].children)):
            raise TabTaken(ref, taken)

    def extended(self, design: WorkbookDesign, ours: Package, parts: Sequence[tuple[str, str]]) -> tuple[bytes, tuple[SheetPart, ...]]:
        """The workbook part with the tabs and names of ``ours`` behind its own, and those tabs as it lists them.

        ``parts`` are their parts and the ids of the relationships that lead there.

        Raises:
            UnsafeEdit: it can't be proved that nothing else changes.
        """
        listed = self._root.inside("sheets")[0]
        numbers = self._free_numbers(listed)
        sheets = tuple(SheetPart(tab.title, part, tab.hidden, next(numbers)) for tab, (part, _) in zip(design.tabs, parts, strict=True))
        entries = [self._entry(sheet, name) for sheet, (_, name) in zip(sheets, parts, strict=True)]
        names = list(_names(ours, len(listed.children)))
        splices = [*listed.extended(self._body, _written("".join(entries), listed.prefix)), *self._name_splices(names)]
        body = spliced(self._body, splices)
        if not is_extended(self._root, outline(self._package, self._package.workbook, body), {"sheets": len(sheets), "definedNames": len(names)}):
            refuse(self._package.ref, UNPROVED)
        return body, sheets

    def _check_names(self, design: WorkbookDesign, names: Sequence[Element], tabs: int) -> None:
        """Refuse names of ours that are there already, and names for a tab that is not there: they would belong to ours."""
        places = [child.attributes["localSheetId"] for child in names if "localSheetId" in child.attributes]
        if any(not (place.isdigit() and int(place) < tabs) for place in places):
            refuse(self._package.ref, _ODD)
        known = {child.attributes.get("name", "").casefold() for child in names}
        for name in design.names:
            if name.name.casefold() in known:
                raise TabTaken(self._package.ref, name.name, is_name=True)

    def _free_numbers(self, listed: Element) -> Iterator[str]:
        known = {child.attributes.get("sheetId", "") for child in listed.children}
        last = max((int(number) for number in known if number.isdigit()), default=0)
        for number in chain(range(last + 1, _LAST_ID + 1), range(1, min(last, _LAST_ID) + 1)):
            if str(number) not in known:
                yield str(number)
        refuse(self._package.ref, _FULL)

    def _entry(self, sheet: SheetPart, relation: str) -> str:
        scope = {**self._root.declares, **self._root.inside("sheets")[0].declares}
        prefix = next((prefix for prefix, vocabulary in scope.items() if prefix and vocabulary == OFFICE), "")
        declared, prefix = ("", prefix) if prefix else (f' xmlns:r="{OFFICE}"', "r")
        state = ' state="hidden"' if sheet.hidden else ""
        return f'<sheet{declared} name="{xml(encoded(sheet.title))}" sheetId="{sheet.number}"{state} {prefix}:id="{relation}"/>'

    def _name_splices(self, names: Sequence[str]) -> list[Splice]:
        if not names:
            return []
        if standing := self._root.inside("definedNames"):
            return standing[0].extended(self._body, _written("".join(names), standing[0].prefix))
        pieces = _written("".join(names), self._root.prefix)
        place = max(child.end for name in _BEFORE_NAMES for child in self._root.inside(name))
        tag = self._root.prefix + b"definedNames"
        return [(place, place, b"<" + tag + b">" + pieces + b"</" + tag + b">")]


def _written(pieces: str, prefix: bytes) -> bytes:
    """``pieces`` with the prefix that elements have there; letters beyond ASCII as numbers, which every encoding can say."""
    return prefixed(pieces, prefix).decode().encode("ascii", "xmlcharrefreplace")


def _names(ours: Package, tabs: int) -> Iterator[str]:
    """The names of ``ours``, as they stand where ``tabs`` tabs stand before ours: filters, printed areas, and those that formulas use."""
    root = outline(ours, ours.workbook, ours.body(ours.workbook))
    for element in root.inside("definedNames"):
        for child in element.children:
            said = {name: value for name, value in child.attributes.items() if name in {"name", "hidden"}}
            if "localSheetId" in child.attributes:
                said["localSheetId"] = str(int(child.attributes["localSheetId"]) + tabs)
            attributes = "".join(f' {name}="{xml(value)}"' for name, value in said.items())
            yield f"<definedName{attributes}>{xml(child.text)}</definedName>"
