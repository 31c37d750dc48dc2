"""How results of sync and history are told: lines for people, values for JSON."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo

from sheetsync.errors import SheetsyncError
from sheetsync.formats.terminal import Paint, columns, printable
from sheetsync.history.diff import Change
from sheetsync.history.snapshot import Entry, Manifest
from sheetsync.history.version import Version
from sheetsync.model.anatomy import TITLE_HEADING
from sheetsync.model.journey import MAIN, JourneyMap, Record, items
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Text
from sheetsync.tasks.audit import CheckReport
from sheetsync.tasks.compare import MapChanges
from sheetsync.tasks.ledger import Stats
from sheetsync.tasks.parts import MapTypes, Workspace
from sheetsync.tasks.snapshot import Taken
from sheetsync.tasks.sync import Synced

REASONS: dict[str, Text] = {
    "new": Text(vi="tạo mới", en="made"),
    "sync": Text(vi="đồng bộ", en="sync"),
    "restore": Text(vi="khôi phục", en="restored"),
    "adopt": Text(vi="nhận vào", en="adopted"),
    "import": Text(vi="nhập", en="imported"),
}

OUTCOMES: dict[str, tuple[Text, str]] = {
    "unchanged": (Text(vi="không đổi", en="unchanged"), "dim"),
    "archived": (Text(vi="đã lưu", en="archived"), "green"),
    "written": (Text(vi="đã ghi", en="written"), "green"),
    "stopped": (Text(vi="dừng lại", en="stopped"), "yellow"),
    "copy": (Text(vi="bản sao", en="copy"), "yellow"),
    "failed": (Text(vi="thất bại", en="failed"), "red"),
}

SEVERITIES = (("error", Text(vi="lỗi", en="errors")), ("warning", Text(vi="cảnh báo", en="warnings")), ("info", Text(vi="gợi ý", en="hints")))

# Sync


def synced_json(result: Synced, language: str) -> dict[str, object]:
    """One workbook of ``sync --format json``."""
    shown: dict[str, object] = {
        "map": result.map,
        "ref": result.ref,
        "outcome": result.outcome,
        "version": result.version,
        "edits": result.edits,
        "ids_pending": result.ids_pending,
        "conflicts": [],
        "waived": result.waived,
        "unwaived": result.unwaived,
    }
    if result.message is not None:
        shown["error"] = {"code": result.code, "message": result.message.of(language)}
    return shown


def synced_line(result: Synced, language: str, look: Paint) -> str:
    """One workbook of ``sync`` for people."""
    word, colour = OUTCOMES[result.outcome]
    version = f" v{result.version}" if result.version is not None and result.outcome != "copy" else ""
    line = f"{look(word.of(language), colour)}{version}  {printable(result.ref)}"
    if result.message is not None:
        line += f"\n  {printable(result.message.of(language))}"
    if result.ids_pending:
        pending = Text(vi=f"{result.ids_pending} mã bước chưa ghi được vào bảng tính", en=f"{result.ids_pending} step ids could not be written yet")
        line += f"\n  {pending.of(language)}"
    return line + "".join(f"\n  {said.of(language)}" for said in _decisions(result))


def _decisions(result: Synced) -> Iterator[Text]:
    """What people decided in the tab *To complete*."""
    given, emptied = result.waived, result.unwaived
    if given:
        findings = "1 finding is" if given == 1 else f"{given} findings are"
        yield Text(vi=f"{given} chỗ được bỏ qua theo lý do ghi ở trang Cần bổ sung", en=f"{findings} skipped for the reason given in To complete")
    if emptied:
        findings = "1 finding counts" if emptied == 1 else f"{emptied} findings count"
        yield Text(vi=f"{emptied} chỗ được tính lại vì lý do đã bị xóa", en=f"{findings} again: the reason was emptied")


def synced_summary(done: Sequence[Synced], language: str) -> str:
    """All workbooks of one ``sync`` in a line."""
    counted: Counter[str] = Counter(result.outcome for result in done)
    if not done:
        return Text(vi="Chưa có bản đồ nào.", en="No maps yet.").of(language)
    parts = [f"{counted[outcome]} {word.of(language)}" for outcome, (word, _) in OUTCOMES.items() if counted[outcome]]
    return Text(vi="Tổng: ", en="In all: ").of(language) + ", ".join(parts) + "."


# Versions and what changed


def moment(instant: str, zone: tzinfo) -> str:
    """An instant of the archive as people of ``zone`` read it."""
    return datetime.fromisoformat(instant).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def version_lines(version: Version, space: Workspace, language: str, look: Paint) -> Iterator[str]:
    """A version as people read it: every filled field under its stage."""
    journey = version.journey
    words = _Words(space.types, journey, language)
    when = moment(version.saved_at, space.zone)
    yield look(printable(journey.title), "bold") + look(f"  {journey.type} · v{version.version} · {when} · {printable(version.author)}", "dim")
    for key, text in words.in_order(None, journey.values):
        yield from _field_lines(words.field(None, key), words.value(None, key, text), "  ", look)
    for stage in journey.main.stages:
        yield ""
        yield look(printable(stage.title), "bold", "cyan")
        for key, text in stage.values.items():
            yield from _field_lines(words.field(MAIN, key, of_stage=True), text, "  ", look)
        for record in journey.main.records:
            if record.stage == stage.key:
                yield from _record_lines(words, MAIN, record, look)
    for tab in journey.tabs:
        records = [record for record in journey.records(tab) if tab != MAIN or record.stage is None]
        if records:
            yield ""
            yield look(words.tab(tab), "bold", "cyan")
            for record in records:
                yield from _record_lines(words, tab, record, look)


def _record_lines(words: "_Words", tab: str, record: Record, look: Paint) -> Iterator[str]:
    for at, (key, text) in enumerate(words.in_order(tab, record.values)):
        yield from _field_lines(words.field(tab, key), words.value(tab, key, text), "  • " if at == 0 else "    ", look)


def _field_lines(title: str, text: str, indent: str, look: Paint) -> Iterator[str]:
    first, *rest = (printable(line) for line in text.split("\n"))
    yield f"{indent}{look(title + ':', 'dim')} {first}"
    for line in rest:
        yield f"{' ' * (len(indent) + 2)}{line}"


def diff_lines(found: Sequence[MapChanges], ends: tuple[str, str], types: MapTypes, language: str, look: Paint) -> Iterator[str]:
    """What changed, map by map, for people."""
    if not found:
        yield Text(vi=f"Không có gì thay đổi giữa {ends[0]} và {ends[1]}.", en=f"Nothing changed between {ends[0]} and {ends[1]}.").of(language)
        return
    for at, entry in enumerate(found):
        shown = entry.after or entry.before
        if shown is None:
            continue
        if at:
            yield ""
        count = len(entry.changes)
        told = Text(vi=f"{count} thay đổi", en=f"{count} change{'' if count == 1 else 's'}").of(language)
        yield f"{look(printable(shown.title), 'bold')}  {look(f'{shown.type} · {told}', 'dim')}"
        words = _Words(types, shown, language, entry.before)
        for change in entry.changes:
            yield from _change_lines(change, words, language, look)


def _change_lines(change: Change, words: "_Words", language: str, look: Paint) -> Iterator[str]:
    place = words.place(change)
    match change.kind:
        case "added":
            yield f"  {look('+', 'green')} {place}: {printable(words.whole(change, change.after))}"
        case "removed":
            yield f"  {look('−', 'red')} {place}: {printable(words.whole(change, change.before))}"
        case "moved":
            yield f"  {look('→', 'cyan')} {place}: {words.move(change, language)}"
        case "changed":
            yield f"  {look('~', 'yellow')} {place}"
            before, after = (words.value(change.tab, change.field or "", text or "") for text in (change.before, change.after))
            old, new = items(before), items(after)
            for line in old:
                if line not in new:
                    yield f"      {look('− ' + printable(line), 'red')}"
            for line in new:
                if line not in old:
                    yield f"      {look('+ ' + printable(line), 'green')}"


class _Words:
    """What keys are called in a person's language, for one map."""

    def __init__(self, types: MapTypes, journey: JourneyMap, language: str, before: JourneyMap | None = None) -> None:
        self._language = language
        self._type = _type(types, journey.type)
        self._stages = {stage.key: stage.title for side in (before, journey) if side for stage in side.main.stages}
        sides = [side for side in (before, journey) if side]
        self._steps = {(tab, record.id): record for side in sides for tab in side.tabs for record in side.records(tab)}

    def _first_words(self, tab: str, record: Record) -> str:
        """What a step is known by: the first of its texts, in the order of the sheet."""
        fields = self._type.fields_of(tab) if self._type else ()
        named = [record.values[field.key] for field in fields if field.kind in {"text", "list"} and field.key in record.values]
        return next(iter((*named, *record.values.values())), "")

    def in_order(self, tab: str | None, values: Mapping[str, str]) -> list[tuple[str, str]]:
        """Texts in the order of the sheet."""
        order = {field.key: at for at, field in enumerate(self._type.fields_of(tab))} if self._type else {}
        return sorted(values.items(), key=lambda entry: order.get(entry[0], len(order)))

    def whole(self, change: Change, text: str | None) -> str:
        """Everything that an added or removed step says, in one line; ``text`` for anything but a step."""
        record = self._steps.get((change.tab or "", change.step or ""))
        if record is None:
            return text or ""
        told = (
            f"{self.field(change.tab, key)}: {'; '.join(items(self.value(change.tab, key, value)))}"
            for key, value in self.in_order(change.tab, record.values)
        )
        return " · ".join(told)

    def field(self, tab: str | None, key: str, *, of_stage: bool = False) -> str:
        """The title of a field."""
        if key == "title":
            return Text(vi="tên", en="title").of(self._language) if tab else TITLE_HEADING.of(self._language)
        fields = self._type.fields_of(tab, of_stage=of_stage) if self._type else ()
        return next((field.title.of(self._language) for field in fields if field.key == key), key)

    def tab(self, key: str) -> str:
        """The title of a tab."""
        found = self._type.tabs_by_key.get(key) if self._type else None
        return found.title.of(self._language) if found else key

    def value(self, tab: str | None, key: str, text: str) -> str:
        """A field's text as people read it: titles of choices and stages instead of their keys."""
        field = next((one for one in (self._type.fields_of(tab) if self._type else ()) if one.key == key), None)
        if field is None:
            return text
        if field.kind == "stage":
            return self._stages.get(text, text)
        return next((choice.title.of(self._language) for choice in field.choices if choice.key == text), text)

    def place(self, change: Change) -> str:
        """Where a change stands: stage, step and field in people's words."""
        parts: list[str] = []
        stage = change.stage
        record = self._steps.get((change.tab or "", change.step or ""))
        if record is not None:
            stage = stage or record.stage
            parts.append(f"“{_short(self._first_words(change.tab or '', record))}”")
        if stage:
            parts.insert(0, self._stages.get(stage, stage))
        elif change.tab and change.tab != MAIN:
            parts.insert(0, self.tab(change.tab))
        if change.field:
            parts.append(self.field(change.tab, change.field, of_stage=change.stage is not None and change.step is None))
        return " · ".join(printable(part) for part in parts) or Text(vi="bản đồ", en="map").of(self._language)

    def move(self, change: Change, language: str) -> str:
        """From where to where a step or stage moved."""
        if change.from_ is None or change.to is None:
            return ""
        old, new = (self._stages.get(place.stage or "", "") for place in (change.from_, change.to))
        if old != new:
            return f"{old or '–'} → {new or '–'}"
        return Text(
            vi=f"từ vị trí {change.from_.index + 1} đến {change.to.index + 1}", en=f"from place {change.from_.index + 1} to {change.to.index + 1}"
        ).of(language)


def _type(types: MapTypes, key: str) -> MapType | None:
    try:
        return types.load(key)
    except SheetsyncError:
        return None


def _short(text: str, most: int = 40) -> str:
    line = items(text)[0] if items(text) else ""
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


# Snapshots and the archive


def entry_json(entry: Entry) -> dict[str, object]:
    """One map of a snapshot."""
    return {
        "map": entry.map,
        "title": entry.title,
        "type": entry.type,
        "version": entry.version,
        "digest": entry.digest,
        "profile": entry.profile,
        "counts": dict(entry.counts),
    }


def manifest_json(manifest: Manifest) -> dict[str, object]:
    """One snapshot of ``snapshots --format json``."""
    return {
        "label": manifest.label,
        "edition": manifest.edition,
        "made_at": manifest.made_at,
        "maps": len(manifest.maps),
        "counts": _summed(manifest.maps),
    }


def _summed(entries: Sequence[Entry]) -> dict[str, int]:
    return {severity: sum(entry.counts.get(severity, 0) for entry in entries) for severity, _ in SEVERITIES}  # type: ignore[call-overload]


def counted(counts: Mapping[str, int], language: str) -> str:
    """Findings by severity, in words."""
    return " · ".join(f"{counts.get(severity, 0)} {word.of(language)}" for severity, word in SEVERITIES)


def snapshot_lines(taken: Taken, language: str, look: Paint) -> Iterator[str]:
    """What ``snapshot`` says to people."""
    count = len(taken.manifest.maps)
    said = (
        Text(vi=f"Đã chốt {taken.name}: {count} bản đồ", en=f"Froze {taken.name}: {count} maps")
        if taken.is_new
        else Text(
            vi=f"{taken.name} đã được chốt và vẫn như vậy: {count} bản đồ", en=f"{taken.name} is frozen already and says the same: {count} maps"
        )
    )
    yield look(said.of(language), "bold") + f" · {counted(_summed(taken.manifest.maps), language)}"


def snapshots_lines(manifests: Sequence[Manifest], zone: tzinfo, language: str, look: Paint) -> Iterator[str]:
    """The list of snapshots for people."""
    if not manifests:
        yield Text(vi="Chưa có bản chụp nào. Hãy chạy `sheetsync snapshot`.", en="No snapshots yet. Run `sheetsync snapshot`.").of(language)
        return
    heads = Text(vi="Quý|Lần|Bản đồ|Lỗi|Cảnh báo|Gợi ý|Chốt lúc", en="Quarter|Edition|Maps|Errors|Warnings|Hints|Made at").of(language).split("|")
    rows: list[tuple[str, ...]] = [tuple(look(head, "bold") for head in heads)]
    for manifest in manifests:
        counts = [str(number) for number in _summed(manifest.maps).values()]
        rows.append((manifest.label, str(manifest.edition), str(len(manifest.maps)), *counts, moment(manifest.made_at, zone)))
    yield from columns(rows)


def check_lines(report: CheckReport, language: str, look: Paint) -> Iterator[str]:
    """What ``archive check`` says to people."""
    for fault in report.faults:
        yield f"{look('✗', 'red')} {printable(fault.key)}: {printable(fault.message.of(language))}"
    for note in report.notes:
        yield f"{look('·', 'dim')} {printable(note.key)}: {printable(note.message.of(language))}"
    counts = Text(
        vi=f"{report.maps} bản đồ, {report.versions} phiên bản, {report.snapshots} bản chụp, {report.records} bản ghi",
        en=f"{report.maps} maps, {report.versions} versions, {report.snapshots} snapshots, {report.records} records",
    ).of(language)
    if report.faults:
        count = len(report.faults)
        yield Text(
            vi=f"{count} chỗ không còn tin cậy. Hãy khôi phục những tệp đó từ bản sao lưu. ({counts})",
            en=f"{count} file{'' if count == 1 else 's'} can't be trusted. Bring {'it' if count == 1 else 'them'} back from a backup. ({counts})",
        ).of(language)
    else:
        yield look("✓ ", "green") + Text(vi=f"Kho lưu trữ nguyên vẹn: {counts}.", en=f"The archive is whole: {counts}.").of(language)


def stats_line(stats: Stats, language: str) -> str:
    """What ``archive stats`` says to people."""
    size = f"{stats.bytes / 1024:,.0f} KiB"
    since = (stats.oldest or "–")[:10]
    until = (stats.newest or "–")[:10]
    return Text(
        vi=f"{stats.maps} bản đồ, {stats.versions} phiên bản, {stats.snapshots} bản chụp, {size}; từ {since} đến {until}.",
        en=f"{stats.maps} maps, {stats.versions} versions, {stats.snapshots} snapshots, {size}; from {since} to {until}.",
    ).of(language)
