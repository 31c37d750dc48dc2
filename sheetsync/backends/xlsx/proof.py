"""Proofs that a new version of a workbook is the old one, part by part and cell by cell, but for what was asked; without one, nothing is written."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, NoReturn

from sheetsync.backends.xlsx.container import Container
from sheetsync.backends.xlsx.links import is_link
from sheetsync.backends.xlsx.splicing import Place
from sheetsync.errors import UnsafeEdit
from sheetsync.model.grid import CellEdit, CellRef, Grid, Typed, Value


class Reason(NamedTuple):
    """Why a write can't be proved safe, and in both languages what to do where saving the workbook again won't do."""

    en: str
    vi: str
    fix: tuple[str, str] | None = None


UNPROVED: Final = Reason(
    "the result differs from the original in more than the changes asked for", "kết quả khác bản gốc nhiều hơn những thay đổi cần ghi"
)
SIGNED: Final = Reason("it is signed, and a change would break the signature", "tệp có chữ ký số, sửa sẽ làm hỏng chữ ký")

STRICT: Final = Reason(
    "it is in the strict variant of the format",
    "tệp thuộc biến thể “Strict” của định dạng",
    (
        "In Excel, save it as “Excel Workbook (*.xlsx)” and run again.",
        "Trong Excel, hãy lưu dưới dạng “Sổ làm việc Excel (*.xlsx)” rồi chạy lại.",
    ),
)


def refuse(ref: str, why: Reason, cell: CellRef | None = None) -> NoReturn:
    """Refuse to write ``ref``.

    Raises:
        UnsafeEdit: always.
    """
    place = f"{cell.a1}: " if cell else ""
    raise UnsafeEdit(ref, en=place + why.en, vi=place + why.vi, fix=why.fix)


def check_unsigned(container: Container) -> None:
    """Refuse a signed workbook.

    Raises:
        UnsafeEdit: it is signed.
    """
    if any(name.lower().startswith("_xmlsignatures/") for name in container.members):
        refuse(container.ref, SIGNED)


def prove_parts(old: Container, new: Container, changed: Mapping[str, bytes | None], added: Sequence[str] = ()) -> None:
    """Refuse ``new`` unless it holds the parts of ``old``, byte for byte but for ``changed`` (``None``: gone), then those ``added``, and no others.

    Raises:
        UnsafeEdit: it does not.
    """
    kept = [name for name in old.members if changed.get(name, b"") is not None]
    if list(new.members) != [*kept, *added]:
        refuse(old.ref, UNPROVED)
    for name in kept:
        if name not in changed and new.raw(new.members[name]) != old.raw(old.members[name]):
            refuse(old.ref, UNPROVED)


def prove_cells(ref: str, edits: Mapping[Place, CellEdit], was: Grid, now: Grid) -> None:
    """Refuse unless a tab that read as ``was`` reads as ``now`` because of ``edits`` alone.

    Raises:
        UnsafeEdit: it does not.
    """
    if was.merges != now.merges or _others(was, edits) != _others(now, edits):
        refuse(ref, UNPROVED)
    for place, edit in edits.items():
        if not _reads_as_asked(edit, was.cells.get(place), now.cells.get(place)):
            refuse(ref, Reason("it would not read back as the value asked for", "đọc lại sẽ không ra đúng giá trị cần ghi"), edit.cell)


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
