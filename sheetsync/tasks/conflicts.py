"""What people are told of a conflict: on its cell, in *To complete*, in a comment."""

from collections.abc import Sequence

from sheetsync.history.merge import STAGE_OF, TITLE, Conflict
from sheetsync.history.settling import RULE, name_of, said_at
from sheetsync.lint.index import quoted
from sheetsync.model.finding import Finding
from sheetsync.model.journey import FieldRef
from sheetsync.model.maptype import MapType
from sheetsync.model.places import Reading
from sheetsync.model.words import Language, Text
from sheetsync.tasks.standing import History

LONGEST = 200
"""So much of each text is quoted; both sides hold all of theirs."""

_WHY = Text(
    vi="Bảng tính và kho lưu trữ cùng được sửa từ lần đồng bộ trước nên cả hai nội dung đều được giữ.",
    en="The sheet and the archive were both changed since they were last in step, so both texts are kept.",
)
_FIX = Text(
    vi="Sửa ô này thành nội dung đúng; hoặc trả lời ghi chú bằng “/keep sheet” để giữ nội dung trong bảng, “/keep archive” để lấy bên kho.",
    en="Put the right text into this cell; or reply to the comment with “/keep sheet” for what stands in the sheet, “/keep archive” for the other.",
)
_FIX_ALONE = Text(
    vi="Sửa ô này thành nội dung đúng, lần đồng bộ tới sẽ lấy nội dung đó; hoặc nhờ người giữ bản đồ chọn giúp một bên.",
    en="Put the right text into this cell, and the next sync takes it; or ask whoever keeps the map to choose a side.",
)
"""Where nobody can reply."""
_ORDER = Text(
    vi="Thứ tự được sắp xếp khác nhau ở bảng tính và kho lưu trữ.",
    en="The order was changed differently in the sheet and in the archive.",
)


def conflict_findings(
    conflicts: Sequence[Conflict], reading: Reading, map_type: MapType, *, converses: bool, language: Language | None = None
) -> tuple[Finding, ...]:
    """The conflicts in the map that was read, as findings in ``language`` (else the map's), each with the cell it stands at today.

    ``converses`` says whether people can reply to comments there.
    """
    spoken = language or reading.map.language
    stages = {record.id: record.stage for record in reading.map.main.records}
    return tuple(
        Finding(
            RULE,
            "error",
            _message(conflict, reading, map_type).of(spoken),
            conflict.ref,
            conflict.ref.stage or stages.get(conflict.ref.step or ""),
            name_of(conflict, reading.map.id),
            "",
            cell=reading.cell(_place(conflict.ref)),
            why=_WHY.of(spoken),
            fix=(_FIX if converses else _FIX_ALONE).of(spoken),
        )
        for conflict in conflicts
    )


def standing_conflicts(history: History, reading: Reading, map_type: MapType, *, converses: bool) -> tuple[Finding, ...]:
    """The conflicts that people were told of and that still stand, as findings in the map's language."""
    if history.conflict is None or history.latest is None:
        return ()
    archive = history.latest.journey
    standing = [one for one in history.conflict.conflicts if one.kind == "order" or said_at(reading.map, one.ref) != said_at(archive, one.ref)]
    return conflict_findings(standing, reading, map_type, converses=converses)


def _place(ref: FieldRef) -> FieldRef:
    """Where a person looks for what ``ref`` names."""
    if ref.field == STAGE_OF and ref.step is not None:
        return ref._replace(field=None)
    return ref._replace(field=None) if ref.field == TITLE and ref.stage is not None else ref


def _message(conflict: Conflict, reading: Reading, map_type: MapType) -> Text:
    match conflict.kind:
        case "order":
            return _ORDER
        case "moved":
            return _moved(conflict, reading)
        case "removed" if conflict.sheet is None:
            return Text(
                vi=f"Nội dung này bị xóa trong bảng tính, nhưng được sửa trong kho lưu trữ thành “{_short(conflict.archive)}”.",
                en=f"This was deleted in the sheet, and changed in the archive to “{_short(conflict.archive)}”.",
            )
        case "removed":
            return Text(
                vi=f"Nội dung này bị xóa trong kho lưu trữ, nhưng được sửa trong bảng tính thành “{_short(conflict.sheet)}”.",
                en=f"This was deleted in the archive, and changed in the sheet to “{_short(conflict.sheet)}”.",
            )
        case _:
            name = _field(conflict.ref, map_type)
            return Text(
                vi=f"{name.vi} được sửa khác nhau: trong bảng tính là {_said(conflict.sheet, 'trống')}, trong kho lưu trữ là "
                f"{_said(conflict.archive, 'trống')}.",
                en=f"{name.en} was changed differently: the sheet says {_said(conflict.sheet, 'nothing')}, the archive says "
                f"{_said(conflict.archive, 'nothing')}.",
            )


def _moved(conflict: Conflict, reading: Reading) -> Text:
    titles = {stage.key: stage.title for stage in reading.map.main.stages}
    here, there = (titles.get(key or "", key or "") for key in (conflict.sheet, conflict.archive))
    return Text(
        vi=f"Bước này được chuyển đến hai giai đoạn khác nhau: trong bảng tính là “{here}”, trong kho lưu trữ là “{there}”.",
        en=f"This step was moved to two stages: to “{here}” in the sheet, to “{there}” in the archive.",
    )


def _field(ref: FieldRef, map_type: MapType) -> Text:
    if ref.field == TITLE:
        return Text(vi="Tên giai đoạn", en="The stage's title") if ref.stage else Text(vi="Tên bản đồ", en="The map's title")
    fields = map_type.fields_of(ref.tab, of_stage=ref.stage is not None and ref.step is None)
    found = next((field.title for field in fields if field.key == ref.field), None)
    return Text(vi=f"“{found.vi}”", en=f"“{found.en}”") if found else Text(vi="Ô này", en="This cell")


def _said(text: str | None, empty: str) -> str:
    return f"“{_short(text)}”" if text else empty


def _short(text: str | None) -> str:
    return quoted(" / ".join((text or "").split("\n")), LONGEST)
