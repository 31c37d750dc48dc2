"""What people are told of a conflict: at its cell, in *To complete*, in a comment.

Each kind of conflict is told in its own words: where it is settled, what both sides say, and what settles it.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from sheetsync.history.merge import TITLE, Conflict
from sheetsync.history.settling import RULE, name_of, order_at, stands
from sheetsync.lint.index import quoted
from sheetsync.model import anatomy
from sheetsync.model.finding import Finding
from sheetsync.model.grid import CellRef
from sheetsync.model.journey import MAIN, FieldRef, JourneyMap, Record, Stage, items
from sheetsync.model.maptype import MapType
from sheetsync.model.places import ABOUT, STAGES, Place
from sheetsync.model.words import Language, Text
from sheetsync.tasks.opening import Opened
from sheetsync.tasks.standing import History
from sheetsync.tasks.sync_words import command

LONGEST = 200
"""So much of each text is quoted; both sides hold all of theirs."""
LONGEST_NAME = 40
"""So much of a step's first text stands for the step."""

Case = Literal["text", "stage title", "moved", "stages in order", "steps in order", "deleted here", "deleted there", "no place"]
"""What people have to settle, as they see it: ``here`` is the sheet, ``there`` the archive; ``no place``: the sheet has no column (or row) for it."""

_WHY = Text(
    vi="Bảng tính và kho lưu trữ cùng được sửa từ lần đồng bộ trước nên cả hai bên đều được giữ nguyên.",
    en="The sheet and the archive were both changed since they were last in step, so each keeps what it says.",
)
_IN_THE_SHEET: dict[Case, Text] = {
    "text": Text(
        vi="Sửa ô này thành nội dung đúng, lần đồng bộ tới sẽ lấy nội dung đó.",
        en="Put the right text into this cell, and the next sync takes it.",
    ),
    "stage title": Text(
        vi="Sửa ô này thành tên đúng của giai đoạn, lần đồng bộ tới sẽ lấy tên đó.",
        en="Put the stage's right title into this cell, and the next sync takes it.",
    ),
    "moved": Text(
        vi="Chọn giai đoạn đúng trong ô này, lần đồng bộ tới sẽ xếp bước vào đó.",
        en="Choose the right stage in this cell, and the next sync puts the step there.",
    ),
    "stages in order": Text(
        vi="Đánh số lại các giai đoạn ở cột này theo thứ tự đúng, lần đồng bộ tới sẽ theo thứ tự đó.",
        en="Number the stages in this column in their right order, and the next sync takes that order.",
    ),
    "steps in order": Text(
        vi="Sắp xếp lại trong bảng tính theo thứ tự đúng, lần đồng bộ tới sẽ theo thứ tự đó.",
        en="Put them in their right order in the sheet, and the next sync takes that order.",
    ),
    "deleted there": Text(
        vi="Nếu đồng ý xóa, hãy xóa luôn nội dung này trong bảng tính.",
        en="If it is to go, delete it in the sheet as well.",
    ),
}
"""What can be done about it by editing the sheet."""


class _Choice(NamedTuple):
    """What a side's word comes to: keeping what the sheet says, and what the archive says. Told as what somebody wants."""

    sheet: Text
    archive: Text


_KEEP = _Choice(Text(vi="giữ như trong bảng tính", en="keep what the sheet says"), Text(vi="lấy theo kho lưu trữ", en="take what the archive says"))
_CHOICES: dict[Case, _Choice] = {
    "deleted here": _Choice(
        Text(vi="đồng ý xóa", en="agree to the deletion"),
        Text(vi="lấy lại nội dung trong kho", en="bring back what the archive says"),
    ),
    "deleted there": _Choice(
        Text(vi="giữ nội dung trong bảng tính", en="keep what stands in the sheet"),
        Text(vi="đồng ý xóa", en="agree to the deletion"),
    ),
}


def conflict_findings(
    conflicts: Sequence[Conflict],
    opened: Opened,
    archive: JourneyMap,
    map_type: MapType,
    *,
    converses: bool,
    language: Language | None = None,
) -> tuple[Finding, ...]:
    """The conflicts of the map ``opened`` with ``archive``, as findings in ``language`` (else the map's), each with the cell to look at today.

    ``converses`` says whether people can reply to comments there.
    """
    spoken = language or opened.reading.map.language
    return tuple(_Told(conflict, opened, archive, map_type).finding(spoken, converses=converses) for conflict in conflicts)


def standing_conflicts(history: History, opened: Opened, map_type: MapType, *, converses: bool) -> tuple[Finding, ...]:
    """The conflicts that people were told of and that still stand, as findings in the map's language."""
    if history.conflict is None or history.latest is None:
        return ()
    archive = history.latest.journey
    standing = [one for one in history.conflict.conflicts if stands(one, opened.reading.map, archive)]
    return conflict_findings(standing, opened, archive, map_type, converses=converses)


class _Told:
    """One conflict in words, and the cell to look at."""

    def __init__(self, conflict: Conflict, opened: Opened, archive: JourneyMap, map_type: MapType) -> None:
        self.conflict, self.ref, self.workbook = conflict, conflict.ref, opened.state.ref
        self.reading, self.archive, self.type = opened.reading, archive, map_type
        self.case = self._case()
        self.cell = self._cell()

    def finding(self, language: Language, *, converses: bool) -> Finding:
        fix = self._fix(has_comment=converses and self.cell is not None)
        return Finding(
            RULE,
            "error",
            self._message().of(language),
            self.ref,
            self._stage_of(self.ref),
            name_of(self.conflict, self.reading.map.id),
            "",
            cell=self.cell,
            why=_WHY.of(language),
            fix=fix.of(language),
        )

    def _case(self) -> Case:
        match self.conflict.kind:
            case "order":
                return "stages in order" if self.ref.stage is None and self.reading.map.main.stages and self.ref.tab == MAIN else "steps in order"
            case "moved":
                return "moved"
            case "removed" if self.conflict.sheet is None:
                return "no place" if self._lost() else "deleted here"
            case "removed":
                return "deleted there"
            case _ if self._lost():
                return "no place"
            case _:
                return "stage title" if self.ref.stage is not None and self.ref.field == TITLE else "text"

    def _place(self) -> Place | None:
        """The tab in which the text in question stands."""
        return self.reading.places.get(ABOUT if self.ref.tab is None else STAGES if self.ref.stage is not None else self.ref.tab)

    def _lost(self) -> tuple[str, ...]:
        """The fields in question for which the sheet has no column (or row) any more."""
        place, record = self._place(), _record(self.archive, self.ref)
        if place is None:
            return ()
        fields = (self.ref.field,) if self.ref.field else tuple(record.values) if record else ()
        return tuple(field for field in fields if (field not in place.columns if self.ref.tab else place.row_of(field) is None))

    def _cell(self) -> CellRef | None:
        """Where a person looks: where it is settled, else where it stood."""
        ref, reading = self.ref, self.reading
        match self.case:
            case "no place":
                return None
            case "stages in order":
                here, there = self._orders()
                first = next((one for one, other in zip(here, there, strict=False) if one != other), None)
                return reading.cell(FieldRef(MAIN, stage=first, field=anatomy.ORDER)) if first else None
            case "deleted here":
                stage = self._stage_of(ref)
                around = FieldRef(STAGES) if ref.stage else FieldRef(ref.tab, stage=stage) if stage else FieldRef(ref.tab)
                return reading.cell(ref) or reading.cell(around)
            case _:
                return reading.cell(ref)

    def _stage_of(self, ref: FieldRef) -> str | None:
        if ref.stage is not None or ref.tab != MAIN:
            return ref.stage
        record = _record(self.reading.map, ref) or _record(self.archive, ref)
        return record.stage if record else None

    def _message(self) -> Text:
        conflict, here, there = self.conflict, self.conflict.sheet, self.conflict.archive
        match self.case:
            case "stages in order" | "steps in order":
                return self._order()
            case "moved":
                mine, theirs = (_short(self._stage_title(key or None)) for key in (here, there))
                return Text(
                    vi=f"Bước này được chuyển đến hai giai đoạn khác nhau: trong bảng tính là “{mine}”, trong kho lưu trữ là “{theirs}”.",
                    en=f"This step was moved to two stages: to “{mine}” in the sheet, to “{theirs}” in the archive.",
                )
            case "no place" if conflict.kind == "changed":
                name, lane = _joined(self._titles()), self._lane()
                return Text(
                    vi=f"Bảng tính không còn {lane.vi} {name.vi}, trong khi kho lưu trữ có nội dung mới ở đó: {_said(there, 'trống')}.",
                    en=f"The sheet has no {lane.en} {name.en} any more, and the archive has a new text for it: {_said(there, 'nothing')}.",
                )
            case "deleted here" | "no place":
                what = self._what()
                return Text(
                    vi=f"{what.vi} bị xóa trong bảng tính, nhưng được sửa trong kho lưu trữ thành “{_short(there)}”.",
                    en=f"{what.en} was deleted in the sheet, and changed in the archive to “{_short(there)}”.",
                )
            case "deleted there":
                return Text(
                    vi=f"Nội dung này bị xóa trong kho lưu trữ, nhưng được sửa trong bảng tính thành “{_short(here)}”.",
                    en=f"This was deleted in the archive, and changed in the sheet to “{_short(here)}”.",
                )
            case _:
                (title,) = self._titles()
                return Text(
                    vi=f"{title.vi} được sửa khác nhau: trong bảng tính là {_said(here, 'trống')}, trong kho lưu trữ là {_said(there, 'trống')}.",
                    en=f"{title.en} was changed differently: the sheet says {_said(here, 'nothing')}, the archive says {_said(there, 'nothing')}.",
                )

    def _order(self) -> Text:
        mine, theirs = (_short(" → ".join(map(self._name, names))) for names in self._orders())
        if self.ref.stage is not None:
            title = _short(self._stage_title(self.ref.stage))
            of = Text(vi=f"Thứ tự các bước ở “{title}”", en=f"The order of the steps in “{title}”")
        elif self.case == "stages in order":
            of = Text(vi="Thứ tự các giai đoạn", en="The order of the stages")
        else:
            tab = self._tab_title()
            of = Text(vi=f"Thứ tự ở trang “{tab.vi}”", en=f"The order in the tab “{tab.en}”")
        return Text(
            vi=f"{of.vi} được sửa khác nhau: trong bảng tính là “{mine}”, trong kho lưu trữ là “{theirs}”.",
            en=f"{of.en} was changed differently: “{mine}” in the sheet, “{theirs}” in the archive.",
        )

    def _orders(self) -> tuple[list[str], list[str]]:
        """What both sides have of what is in question, in the order of the sheet and of the archive."""
        here, there = order_at(self.reading.map, self.ref), order_at(self.archive, self.ref)
        return [name for name in here if name in there], [name for name in there if name in here]

    def _name(self, name: str) -> str:
        """What a stage or step of both sides is known by."""
        if self.case == "stages in order":
            return self._stage_title(name)
        record = _record(self.reading.map, FieldRef(self.ref.tab, step=name))
        known = [text for field in self.type.fields_of(self.ref.tab) if record and (text := record.values.get(field.key))]
        return quoted(next(iter(items(known[0])), ""), LONGEST_NAME) if known else "…"

    def _what(self) -> Text:
        """What was deleted: its cell can't show it any more."""
        if self.ref.stage is not None:
            title = _short(self._stage_title(self.ref.stage))
            return Text(vi=f"Giai đoạn “{title}”", en=f"The stage “{title}”")
        stage = self._stage_of(self.ref)
        if stage is not None:
            title = _short(self._stage_title(stage))
            return Text(vi=f"Một bước ở giai đoạn “{title}”", en=f"A step of the stage “{title}”")
        tab = self._tab_title()
        return Text(vi=f"Một mục ở trang “{tab.vi}”", en=f"An entry of the tab “{tab.en}”")

    def _stage_title(self, key: str | None) -> str:
        stages: Iterable[Stage] = (*self.reading.map.main.stages, *self.archive.main.stages)
        return next((stage.title for stage in stages if stage.key == key), "–")

    def _tab_title(self) -> Text:
        found = self.type.tabs_by_key.get(self.ref.tab or "")
        return found.title if found else anatomy.ABOUT_TAB

    def _titles(self) -> tuple[Text, ...]:
        """What the fields in question are called."""
        if self.ref.field == TITLE:
            return (Text(vi="Tên giai đoạn", en="The stage's title") if self.ref.stage else Text(vi="Tên bản đồ", en="The map's title"),)
        of_stage = self.ref.stage is not None and self.ref.step is None
        titles = {field.key: field.title for field in self.type.fields_of(self.ref.tab, of_stage=of_stage)}
        keys = self._lost() or (self.ref.field or "",)
        named = tuple(Text(vi=f"“{title.vi}”", en=f"“{title.en}”") for key in keys if (title := titles.get(key)))
        return named or (Text(vi="Ô này", en="This cell"),)

    def _fix(self, *, has_comment: bool) -> Text:
        if self.case == "no place":
            return self._fix_of_lost()
        wish = _CHOICES.get(self.case, _KEEP)
        word = _reply(wish) if has_comment else _command(wish, self.workbook)
        if self.case == "deleted here":
            return Text(
                vi=f"Hãy {word.vi}. Đừng gõ lại thành hàng mới, vì nội dung sẽ có hai lần.",
                en=f"{word.en[0].upper()}{word.en[1:]}. Don't type it into a new row, or it stands there twice.",
            )
        if self.cell is None:
            return Text(vi=f"Hãy {word.vi}.", en=f"{word.en[0].upper()}{word.en[1:]}.")
        ours = _IN_THE_SHEET[self.case]
        return Text(vi=f"{ours.vi} Hoặc {word.vi}.", en=f"{ours.en} Or {word.en}.")

    def _fix_of_lost(self) -> Text:
        name, lane, meant = _joined(self._titles()), self._lane(), command(self.workbook, "--prefer sheet --accept-deletions")
        return Text(
            vi=f"Hãy thêm lại {lane.vi} {name.vi} với đúng tiêu đề đó rồi đồng bộ: khi đó ô cần chọn nội dung sẽ được nêu. "
            f"Nếu đồng ý bỏ nội dung đó, hãy chạy {meant}.",
            en=f"Add the {lane.en} {name.en} again, with that heading, and sync: then the cell is named in which to choose. "
            f"If the text is to go, run {meant}.",
        )

    def _lane(self) -> Text:
        place = self._place()
        is_row = self.ref.tab is None or (place is not None and place.across)
        return Text(vi="hàng", en="row") if is_row else Text(vi="cột", en="column")


def _reply(wish: _Choice) -> Text:
    return Text(
        vi=f"trả lời ghi chú: “/keep sheet” để {wish.sheet.vi}, “/keep archive” để {wish.archive.vi}",
        en=f"reply to the comment: “/keep sheet” to {wish.sheet.en}, “/keep archive” to {wish.archive.en}",
    )


def _command(wish: _Choice, workbook: str) -> Text:
    """A command decides all conflicts of a map; whoever is told of one of them must know."""
    sheet, archive = command(workbook, "--prefer sheet"), command(workbook, "--prefer archive")
    return Text(
        vi=f"chạy {sheet} để {wish.sheet.vi}, {archive} để {wish.archive.vi}; lệnh này chọn một bên cho mọi xung đột của bản đồ",
        en=f"run {sheet} to {wish.sheet.en}, {archive} to {wish.archive.en}; this chooses for every conflict of the map",
    )


def _record(journey: JourneyMap, ref: FieldRef) -> Record | None:
    return next((record for record in journey.records(ref.tab or "") if record.id == ref.step), None)


def _joined(titles: Sequence[Text]) -> Text:
    return Text(vi=", ".join(title.vi for title in titles), en=", ".join(title.en for title in titles))


def _said(text: str | None, empty: str) -> str:
    return f"“{_short(text)}”" if text else empty


def _short(text: str | None) -> str:
    return quoted(" / ".join((text or "").split("\n")), LONGEST)
