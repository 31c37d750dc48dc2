"""How adopting is told: lines for people, values for JSON."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sheetsync.adoption.placement import LeftOver, PlacedField, PlacedStage
from sheetsync.adoption.rank import Fit
from sheetsync.errors import SheetsyncError
from sheetsync.formats.terminal import Paint, columns, printable
from sheetsync.model.anatomy import ABOUT_TAB, STAGES_TAB
from sheetsync.model.grid import CellRef, column_letters
from sheetsync.model.layout.left_over import LEFT_OVER_TAB
from sheetsync.model.maptype import Field
from sheetsync.model.words import Text
from sheetsync.tasks.adopt import Adopted, Proposal, Sheet
from sheetsync.tasks.adopt_copy import Settled
from sheetsync.tasks.adopt_words import left_over

SHOWN = 12
"""So many left over cells are listed for people; JSON and the new workbook have all of them."""
LONGEST = 44
TYPES = 3
"""So many types are named when none was."""

_SURE = ((0.9, Text("chắc chắn", "sure")), (0.75, Text("khá chắc", "likely")), (0.0, Text("nên xem lại", "please check")))

# Proposals


def proposal_lines(sheet: Sheet, proposals: Sequence[Proposal], language: str, look: Paint) -> Iterator[str]:
    """Everything that was found, where it would be placed, and what would be written."""
    if sheet.guessed is not None and proposals:
        yield look("! ", "yellow") + sheet.guessed.of(language)
    for at, one in enumerate(proposals):
        if at:
            yield ""
        yield from _proposal_lines(one, len(proposals), language, look)


def _proposal_lines(one: Proposal, count: int, language: str, look: Paint) -> Iterator[str]:
    placement, map_type = one.placement, one.map_type
    number = f"{one.number}. " if count > 1 else ""
    tab = printable(placement.tab)
    axis = Text("xếp theo cột", "stages across") if placement.across else Text("xếp theo dòng", "stages down")
    yield look(f"{number}{printable(one.journey.title)}", "bold") + look(
        f"  {map_type.key} · {tab} · {axis.of(language)} · {sure(placement.confidence, language)}", "dim"
    )
    heads = Text("Phần|Trong bảng của bạn|Ô|Độ chắc", "Part|In your sheet|Cell|How sure").of(language).split("|")
    rows: list[tuple[str, ...]] = [tuple(look(head, "dim") for head in heads)]
    titles = _titles(one)
    rows += [_field_row(field, titles, one, language) for field in placement.fields]
    rows += [_field_row(field, titles, one, language) for field in placement.stage_fields]
    rows += [_stage_row(stage, language) for stage in placement.stages]
    rows += [
        (titles[key].of(language), f"← {_short(text)}", _a1(placement.about_cells.get(key)), "")
        for key, text in placement.about.items()
        if key in titles
    ]
    yield from (f"  {line}" for line in columns(rows))
    steps = len(placement.records)
    yield "  " + Text(f"Số bước: {steps}.", f"Steps: {steps}.").of(language)
    yield from _left_lines(placement.left_over, one, language, look)
    yield from _plan_lines(one, language, look)


def _field_row(field: PlacedField, titles: Mapping[str, Text], one: Proposal, language: str) -> tuple[str, ...]:
    lane = field.position + 1 if one.placement.across else column_letters(field.position)
    none = Text(
        f"(không tiêu đề, {'dòng' if one.placement.across else 'cột'} {lane})", f"(no heading, {'row' if one.placement.across else 'column'} {lane})"
    )
    heading = f"← {_short(field.heading)}" if field.heading else f"← {none.of(language)}"
    return (titles[field.key].of(language) if field.key in titles else field.key, heading, _a1(field.cell), sure(field.confidence, language))


def _stage_row(stage: PlacedStage, language: str) -> tuple[str, ...]:
    word = Text("Giai đoạn", "Stage").of(language)
    return (f"{word}: {_short(stage.title)}", f"← {_short(stage.label)}", _a1(stage.cell), sure(stage.confidence, language))


def _left_lines(left: Sequence[LeftOver], one: Proposal, language: str, look: Paint) -> Iterator[str]:
    """What found no place; other tabs and other maps of the workbook are told nowhere, and cells under a heading without a place with it."""
    near = [each for each in left if each.reason not in {"other-tab", "second-map"}]
    if not near:
        return
    kept = Text(", vẫn nằm yên chỗ cũ", ", left where they are") if one.in_place else Text("", "")
    yield look("  " + Text(f"Chưa xếp được ({len(near)} ô{kept.vi}):", f"Not placed ({len(near)}{kept.en}):").of(language), "yellow")
    headings = {each.text for each in near if each.reason == "heading" and not each.heading}
    below = Counter(each.heading for each in near if each.reason == "heading")
    rows = []
    for each in near:
        if each.reason == "heading" and each.heading in headings:
            continue
        why = left_over(each, one.map_type)
        if each.reason == "heading" and (count := below[each.text]):
            why = Text(f"{why.vi} (cùng {count} ô của nó)", f"{why.en} (with its {count} cell{'' if count == 1 else 's'})")
        rows.append((printable(each.cell.a1), _short(each.text), printable(why.of(language))))
    yield from (f"    {line}" for line in columns(rows[:SHOWN]))
    if len(rows) > SHOWN:
        more = len(rows) - SHOWN
        yield "    " + Text(f"… và {more} mục nữa; xem hết bằng --format json", f"… and {more} more; --format json lists all").of(language)


def _plan_lines(one: Proposal, language: str, look: Paint) -> Iterator[str]:
    ref, own = printable(one.sheet.state.ref), printable(one.placement.tab)
    if one.in_place is not None:
        tabs = ", ".join(f"“{tab.title}”" for tab in one.in_place.design.tabs if not tab.hidden)
        lanes = ", ".join(str(lane.index + 1) if lane.kind == "row" else column_letters(lane.index) for lane in one.in_place.hide)
        kind = Text("dòng", "rows") if one.placement.across else Text("cột", "columns")
        yield look("→ ", "green") + Text(
            f"Bản đồ ở lại ngay trong {ref}: {one.why.vi}. Chỉ thêm {kind.vi} ẩn {lanes} ở trang “{own}” và các trang {tabs}.",
            f"The map stays in {ref}: {one.why.en}. Only the hidden {kind.en} {lanes} on “{own}” and the tabs {tabs} are added.",
        ).of(language)
        yield from (f"  {line.of(language)}" for line in _copied(one))
        return
    listed = any(each.reason != "second-map" for each in one.placement.left_over)
    kept = (
        Text(f" Phần chưa xếp được nằm ở trang “{LEFT_OVER_TAB.vi}”.", f" What found no place is on its tab “{LEFT_OVER_TAB.en}”.")
        if listed
        else Text("", "")
    )
    yield look("→ ", "green") + Text(
        f"Sẽ tạo bảng tính mới; {ref} giữ nguyên. Lý do: {one.why.vi}.{kept.vi}",
        f"A new workbook is made and {ref} stays as it is, because {one.why.en}.{kept.en}",
    ).of(language)


def _copied(one: Proposal) -> Iterator[Text]:
    """What stands in people's tab and counts in a tab of ours from now on."""
    about, stages = (tab.of(one.journey.language) for tab in (ABOUT_TAB, STAGES_TAB))
    if one.placement.about:
        yield Text(
            f"Phần ghi phía trên bảng được chép sang trang “{about}”; từ nay hãy sửa ở đó.",
            f"What stands over the table is copied to the tab “{about}”; change it there from now on.",
        )
    if any(stage.values for stage in one.placement.stages):
        yield Text(
            f"Mục tiêu, người phụ trách, chỉ số của giai đoạn được chép sang trang “{stages}”; từ nay hãy sửa ở đó.",
            f"Goals, owners and metrics of stages are copied to the tab “{stages}”; change them there from now on.",
        )


def sure(confidence: float, language: str) -> str:
    """A confidence in words, with its number."""
    word = next(word for least, word in _SURE if confidence >= least)
    number = f"{confidence:.2f}"
    return f"{word.of(language)} ({number.replace('.', ',') if language == 'vi' else number})"


def nothing_written(language: str) -> str:
    """Only looked."""
    return Text("Chưa ghi gì.", "Nothing was written.").of(language)


# What was done


def adopted_lines(done: Sequence[Adopted], language: str, look: Paint) -> Iterator[str]:
    """Where the maps stand now, and what to do next."""
    for one in done:
        title, ref = printable(one.title), printable(one.ref)
        version = f" v{one.version}" if one.version else ""
        where = (
            Text(f"nằm ngay trong {ref}", f"stands in {ref}")
            if one.way == "in-place"
            else Text(f"nằm trong bảng tính mới {ref}", f"stands in the new workbook {ref}")
        )
        yield look("✓ ", "green") + Text(f"Bản đồ “{title}”{version} {where.vi}.", f"The map “{title}”{version} {where.en}.").of(language)
        if one.proposal is None:
            yield "  " + Text(f"Ghi chú: {one.why.vi}.", f"Note: {one.why.en}.").of(language)
        elif one.why != one.proposal.why:
            yield "  " + Text(f"Lý do: {printable(one.why.vi)}", f"Because {printable(one.why.en)}").of(language)
        if one.way == "beside" and one.proposal is not None and one.proposal.sheet.is_ours:
            origin = printable(one.proposal.sheet.state.ref)
            yield "  " + Text(
                f"{origin} vẫn nằm cùng chỗ với các bản đồ; hãy chuyển tệp đi nơi khác để các lệnh khác khỏi báo là không đọc được.",
                f"{origin} still stands among the maps; move it elsewhere, or other commands will call it unreadable.",
            ).of(language)
        yield "  " + Text(f'Bước tiếp theo: sheetsync lint "{ref}"', f'Next: sheetsync lint "{ref}"').of(language)


def would_settle(ref: str, language: str, *, as_new: bool) -> str:
    """What ``--as-new`` or ``--replace`` would do."""
    said = (
        Text(
            f"{ref} sẽ nhận mã bản đồ riêng và lịch sử riêng. Chưa ghi gì.",
            f"{ref} would get a map id and a history of its own. Nothing was written.",
        )
        if as_new
        else Text(f"{ref} sẽ thay cho bảng tính chính của bản đồ. Chưa ghi gì.", f"{ref} would become the workbook of its map. Nothing was written.")
    )
    return printable(said.of(language))


def settled_lines(one: Settled, language: str, look: Paint) -> Iterator[str]:
    """What became of a copy."""
    title, ref = printable(one.title), printable(one.ref)
    version = f" v{one.version}" if one.version else ""
    if one.instead_of is None:
        yield look("✓ ", "green") + Text(f"{ref} nay là bản đồ riêng “{title}”{version}.", f"{ref} is a map of its own now: “{title}”{version}.").of(
            language
        )
        return
    old = printable(one.instead_of)
    yield look("✓ ", "green") + Text(
        f"{ref} nay là bảng tính chính của “{title}”{version}; {old} thành bản sao và không được đồng bộ nữa.",
        f"{ref} is the workbook of “{title}”{version} now; {old} counts as a copy and is not synced any more.",
    ).of(language)
    if one.before is not None and one.before.message is not None:
        yield "  " + printable(one.before.message.of(language))


# Types


def fits_lines(sheet: Sheet, found: Sequence[Fit], language: str, look: Paint) -> Iterator[str]:
    """Which types fit, the best first, with the reasons; and the command for the best one."""
    if sheet.guessed is not None:
        yield look("! ", "yellow") + sheet.guessed.of(language)
    yield Text("Những loại bản đồ hợp nhất với bảng này:", "The map types that fit this sheet best:").of(language)
    for fit in found[:TYPES]:
        yield f"{look(fit.type.key, 'bold', 'cyan')}  {fit.type.title.of(language)}  {look(_score(fit.score, language), 'dim')}"
        yield from (f"  {printable(reason.of(language))}" for reason in fit.reasons)
    command = f'sheetsync adopt "{printable(sheet.state.ref)}" --type {found[0].type.key}'
    yield Text(f"Chưa ghi gì. Hãy chọn một loại: {command}", f"Nothing was written. Choose one: {command}").of(language)


def _score(score: float, language: str) -> str:
    return f"{score:.2f}".replace(".", ",") if language == "vi" else f"{score:.2f}"


# JSON


def adopt_json(sheet: Sheet, proposals: Sequence[Proposal], done: Sequence[Adopted], language: str) -> dict[str, object]:
    """The shape of ``adopt --format json``."""
    by_proposal = {one.proposal.number: one for one in done if one.proposal}
    maps = [_map_json(one, by_proposal.get(one.number), language) for one in proposals]
    maps += [_resumed_json(one, language) for one in done if one.proposal is None]
    return _shape(sheet, maps, (), language)


def fits_json(sheet: Sheet, found: Sequence[Fit], language: str) -> dict[str, object]:
    """The shape of ``adopt --format json`` without a type."""
    return _shape(sheet, [], found, language)


def settled_json(sheet: Sheet, one: Settled, language: str) -> dict[str, object]:
    """The shape of ``adopt --as-new`` and ``--replace``."""
    known: dict[str, object] = {"map": one.map, "title": one.title, "ref": one.ref, "status": "adopted", "version": one.version}
    return _shape(sheet, [_NO_PLACEMENT | known | _errors(one.troubles, language)], (), language, instead_of=one.instead_of)


_NO_PLACEMENT: dict[str, object] = dict.fromkeys(
    ("map", "type", "title", "ref", "status", "version", "way", "why", "table", "tab", "axis", "language", "confidence", "steps")
) | {"fields": [], "stages": [], "about": [], "left_over": []}


def _shape(sheet: Sheet, maps: list[dict[str, object]], found: Sequence[Fit], language: str, *, instead_of: str | None = None) -> dict[str, object]:
    return {
        "format": 1,
        "ref": sheet.state.ref,
        "guessed": sheet.guessed.of(language) if sheet.guessed else None,
        "instead_of": instead_of,
        "maps": maps,
        "fits": [
            {
                "type": fit.type.key,
                "title": fit.type.title.of(language),
                "score": fit.score,
                "reasons": [reason.of(language) for reason in fit.reasons],
            }
            for fit in found
        ],
    }


def _map_json(one: Proposal, done: Adopted | None, language: str) -> dict[str, object]:
    placement = one.placement
    shown: dict[str, object] = {
        "map": done.map if done else None,
        "type": one.map_type.key,
        "title": one.journey.title,
        "ref": done.ref if done else None,
        "status": "adopted" if done else "proposed",
        "version": done.version if done else None,
        "way": done.way if done else one.way,
        "why": (done.why if done else one.why).of(language),
        "table": one.number,
        "tab": placement.tab,
        "axis": "across" if placement.across else "down",
        "language": one.journey.language,
        "confidence": placement.confidence,
        "steps": len(placement.records),
        "fields": [_field_json(field) for field in (*placement.fields, *placement.stage_fields)],
        "stages": [
            {"stage": stage.key, "title": stage.title, "label": stage.label, "cell": _a1(stage.cell) or None, "confidence": stage.confidence}
            for stage in placement.stages
        ],
        "about": [{"field": key, "text": text, "cell": _a1(placement.about_cells.get(key)) or None} for key, text in placement.about.items()],
        "left_over": [
            {"cell": each.cell.a1, "text": each.text, "reason": each.reason, "message": left_over(each, one.map_type).of(language)}
            for each in placement.left_over
        ],
    }
    return shown | _errors(done.troubles if done else (), language)


def _resumed_json(one: Adopted, language: str) -> dict[str, object]:
    known: dict[str, object] = {"map": one.map, "title": one.title, "ref": one.ref, "status": "adopted", "version": one.version, "way": one.way}
    return _NO_PLACEMENT | known | {"why": one.why.of(language)} | _errors(one.troubles, language)


def _errors(troubles: Sequence[SheetsyncError], language: str) -> dict[str, object]:
    return {"errors": [{"code": trouble.code, "message": trouble.message(language)} for trouble in troubles]} if troubles else {}


def _field_json(field: PlacedField) -> dict[str, object]:
    return {"field": field.key, "heading": field.heading, "position": field.position, "cell": _a1(field.cell) or None, "confidence": field.confidence}


def _titles(one: Proposal) -> dict[str, Text]:
    fields: list[Field] = [*one.map_type.about, *one.map_type.stage_fields, *one.map_type.main.fields]
    return {field.key: field.title for field in fields}


def _a1(cell: CellRef | None) -> str:
    return cell.a1.rpartition("!")[2] if cell else ""


def _short(text: str) -> str:
    line = printable(" ".join(text.split()))
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
