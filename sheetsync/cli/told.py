"""How results of sync and history are told: lines for people, values for JSON."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo

from sheetsync.errors import SheetsyncError
from sheetsync.formats.names import Compared, Names
from sheetsync.formats.terminal import Paint, columns, printable
from sheetsync.history.diff import diff, to_json
from sheetsync.history.merge import Conflict
from sheetsync.history.snapshot import Entry, Manifest
from sheetsync.history.version import Version
from sheetsync.model.finding import Finding, Severity
from sheetsync.model.journey import MAIN, Record
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
    "merged": (Text(vi="đã gộp", en="merged"), "green"),
    "conflict": (Text(vi="xung đột", en="conflict"), "yellow"),
    "stopped": (Text(vi="dừng lại", en="stopped"), "yellow"),
    "copy": (Text(vi="bản sao", en="copy"), "yellow"),
    "failed": (Text(vi="thất bại", en="failed"), "red"),
}

DUE: dict[str, Text] = {
    "archived": Text(vi="sẽ lưu", en="would be archived"),
    "written": Text(vi="sẽ ghi", en="would be written"),
    "merged": Text(vi="sẽ gộp", en="would be merged"),
}
"""What a dry run says of the outcomes that it did not bring about."""

SEVERITIES: tuple[tuple[Severity, Text], ...] = (
    ("error", Text(vi="lỗi", en="error")),
    ("warning", Text(vi="cảnh báo", en="warning")),
    ("info", Text(vi="gợi ý", en="hint")),
)

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
        "conflicts": [_conflict_json(*one) for one in result.conflicts],
        "waived": result.waived,
        "unwaived": result.unwaived,
    }
    if result.plan is not None:
        sheet, (archived, archive) = result.plan
        shown["plan"] = {
            "sheet": [to_json(change) for change in diff(*sheet)],
            "archive": [to_json(change) for change in diff(archived, archive)] if archived is not None else [],
        }
    if result.message is not None:
        shown["error"] = {"code": result.code, "message": result.message.of(language)}
    return shown


def _conflict_json(conflict: Conflict, finding: Finding) -> dict[str, object]:
    return {
        "kind": conflict.kind,
        **conflict.ref._asdict(),
        "cell": finding.cell.a1 if finding.cell else None,
        "base": conflict.base,
        "sheet": conflict.sheet,
        "archive": conflict.archive,
        "fingerprint": finding.fingerprint,
        "message": finding.message,
    }


def synced_line(result: Synced, language: str, look: Paint) -> str:
    """One workbook of ``sync`` for people."""
    word, colour = _outcome(result)
    version = f" v{result.version}" if result.version is not None and result.outcome != "copy" else ""
    line = f"{look(word.of(language), colour)}{version}  {printable(result.ref)}"
    if result.message is not None:
        line += f"\n  {printable(result.message.of(language))}"
    if result.ids_pending:
        pending = Text(
            vi=f"{result.ids_pending} mã bước chưa ghi được vào bảng tính", en=f"{_many(result.ids_pending, 'step id')} could not be written yet"
        )
        line += f"\n  {pending.of(language)}"
    for _, finding in result.conflicts:
        line += f"\n  {look(printable(finding.cell.a1) if finding.cell else '—', 'bold')}  {printable(finding.message)}"
        line += f"\n    {printable(finding.fix)}"
    return line + "".join(f"\n  {said.of(language)}" for said in _decisions(result))


def _outcome(result: Synced) -> tuple[Text, str]:
    """How an outcome is told, and its colour: a dry run did nothing."""
    word, colour = OUTCOMES[result.outcome]
    return (word if result.plan is None else DUE.get(result.outcome, word)), colour


def _decisions(result: Synced) -> Iterator[Text]:
    """What people decided in the tab *To complete*."""
    given, emptied, is_due = result.waived, result.unwaived, result.plan is not None
    if given:
        findings = _many(given, "finding")
        verb = "would be" if is_due else "is" if given == 1 else "are"
        yield Text(
            vi=f"{given} chỗ {'sẽ ' if is_due else ''}được bỏ qua theo lý do ghi ở trang Cần bổ sung",
            en=f"{findings} {verb} skipped for the reason given in To complete",
        )
    if emptied:
        findings = _many(emptied, "finding")
        verb = "would count" if is_due else "counts" if emptied == 1 else "count"
        yield Text(
            vi=f"{emptied} chỗ {'sẽ ' if is_due else ''}được tính lại vì lý do đã bị xóa",
            en=f"{findings} {verb} again: the reason was emptied",
        )


def synced_summary(done: Sequence[Synced], language: str) -> str:
    """All workbooks of one ``sync`` in a line."""
    if not done:
        return Text(vi="Chưa có bản đồ nào.", en="No maps yet.").of(language)
    counted = Counter(_outcome(result)[0] for result in done)
    words = (word for outcome, (was, _) in OUTCOMES.items() for word in (was, DUE.get(outcome)) if word is not None)
    parts = [f"{counted[word]} {word.of(language)}" for word in words if counted[word]]
    return Text(vi="Tổng: ", en="In all: ").of(language) + ", ".join(parts) + "."


# Versions and what changed


def moment(instant: str, zone: tzinfo) -> str:
    """An instant of the archive as people of ``zone`` read it."""
    return datetime.fromisoformat(instant).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def version_lines(version: Version, space: Workspace, language: str, look: Paint) -> Iterator[str]:
    """A version as people read it: every filled field under its stage."""
    journey = version.journey
    words = Names(type_of(space.types, journey.type), language, journey)
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


def _record_lines(words: Names, tab: str, record: Record, look: Paint) -> Iterator[str]:
    for at, (key, text) in enumerate(words.in_order(tab, record.values)):
        yield from _field_lines(words.field(tab, key), words.value(tab, key, text), "  • " if at == 0 else "    ", look)


def _field_lines(title: str, text: str, indent: str, look: Paint) -> Iterator[str]:
    first, *rest = (printable(line) for line in text.split("\n"))
    yield f"{indent}{look(title + ':', 'dim')} {first}"
    for line in rest:
        yield f"{' ' * (len(indent) + 2)}{line}"


def compared(found: Sequence[MapChanges], types: MapTypes) -> list[Compared]:
    """What changed, with the type of each map, as formats for people take it."""
    sides = [(entry, entry.after or entry.before) for entry in found]
    return [Compared(entry.before, entry.after, entry.changes, type_of(types, side.type)) for entry, side in sides if side is not None]


def type_of(types: MapTypes, key: str) -> MapType | None:
    """A map type; ``None`` where nobody knows it, or it can't be read."""
    try:
        return types.load(key)
    except SheetsyncError:
        return None


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
    return {severity: sum(entry.counts.get(severity, 0) for entry in entries) for severity, _ in SEVERITIES}


def counted(counts: Mapping[str, int], language: str) -> str:
    """Findings by severity, in words."""
    numbers = [(counts.get(severity, 0), word) for severity, word in SEVERITIES]
    return " · ".join(Text(vi=f"{number} {word.vi}", en=_many(number, word.en)).of(language) for number, word in numbers)


def _many(number: int, noun: str) -> str:
    """How many there are of something, in English."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def snapshot_lines(taken: Taken, language: str, look: Paint) -> Iterator[str]:
    """What ``snapshot`` says to people."""
    count = len(taken.manifest.maps)
    said = (
        Text(vi=f"Đã chốt {taken.name}: {count} bản đồ", en=f"Froze {taken.name}: {_many(count, 'map')}")
        if taken.is_new
        else Text(
            vi=f"{taken.name} đã được chốt và vẫn như vậy: {count} bản đồ",
            en=f"{taken.name} is frozen already and says the same: {_many(count, 'map')}",
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
        en=", ".join(
            (
                _many(report.maps, "map"),
                _many(report.versions, "version"),
                _many(report.snapshots, "snapshot"),
                _many(report.records, "record"),
            )
        ),
    ).of(language)
    if report.faults:
        count = len(report.faults)
        yield Text(
            vi=f"{count} chỗ không còn tin cậy. Hãy khôi phục những tệp đó từ bản sao lưu. ({counts})",
            en=f"{_many(count, 'file')} can't be trusted. Bring {'it' if count == 1 else 'them'} back from a backup. ({counts})",
        ).of(language)
    else:
        yield look("✓ ", "green") + Text(vi=f"Kho lưu trữ nguyên vẹn: {counts}.", en=f"The archive is whole: {counts}.").of(language)


def stats_line(stats: Stats, zone: tzinfo, language: str) -> str:
    """What ``archive stats`` says to people, with the days as people of ``zone`` count them."""
    size = f"{stats.bytes / 1024:,.0f} KiB"
    since, until = (moment(instant, zone)[:10] if instant else "–" for instant in (stats.oldest, stats.newest))
    return Text(
        vi=f"{stats.maps} bản đồ, {stats.versions} phiên bản, {stats.snapshots} bản chụp, {size}; từ {since} đến {until}.",
        en=f"{_many(stats.maps, 'map')}, {_many(stats.versions, 'version')}, {_many(stats.snapshots, 'snapshot')}, {size}; from {since} to {until}.",
    ).of(language)
