"""sync, log, show, diff, snapshot, snapshots, archive: what is remembered."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import click

from sheetsync.cli import told
from sheetsync.cli.session import Session, format_option, language_option, out, paint
from sheetsync.cli.usage import Commands, OneOf
from sheetsync.errors import NotInArchive, UsageError, WorkbookNotFound
from sheetsync.formats.json import dump, escaped
from sheetsync.formats.names import Compared
from sheetsync.formats.terminal import Paint, columns, printable
from sheetsync.history.diff import diff, to_json
from sheetsync.history.keys import is_snapshot_name
from sheetsync.history.record import SIDES
from sheetsync.history.snapshot import Quarter
from sheetsync.model.realign import realign
from sheetsync.model.words import Text
from sheetsync.tasks.compare import MapChanges, compare_snapshots, compare_versions, compare_with_sheet
from sheetsync.tasks.deciding import SyncOptions
from sheetsync.tasks.log import log
from sheetsync.tasks.opening import open_map
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.resolve import Named, find, refs_of
from sheetsync.tasks.snapshot import quarter_of, take_snapshot
from sheetsync.tasks.sync import Synced, sync


@click.command()
@click.argument("refs", nargs=-1, metavar="[REF]...")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--prefer", type=OneOf(SIDES), help="Which side is right where they moved apart, or where the other lost much.")
@click.option("--accept-deletions", is_flag=True, help="Yes, that much was deleted on purpose.")
@language_option
@format_option()
def sync_command(*, refs: tuple[str, ...], dry_run: bool, prefer: str | None, accept_deletions: bool, language: str | None, form: str) -> int:
    """Archive what people changed in the sheets, and put into the sheets what changed in the archive (by restore, import, or another sheet).

    Both sides are merged. Where both changed the same cell, each keeps its own text until somebody settles it: by editing the
    cell, by a reply to its comment (/keep sheet, /keep archive), or by --prefer. What looks like an accident (an emptied tab,
    an old copy saved back) is stopped and asked about. Without REF, all workbooks of the workspace.

    Where much is gone from a side, --accept-deletions says that it was meant, and --prefer names the side that still has it: it is
    brought back from there.

    Exit status 1 when something was stopped (a copy of a map's workbook, too) or is to be settled; 2 when a workbook could not be read,
    or what changed in the archive could not be written into it.

    \b
    Examples:
      sheetsync sync
      sheetsync sync "Phòng tập" --dry-run
      sheetsync sync maps/gym.xlsx --prefer archive
    """
    session = Session.open(language)
    space = session.space
    options = SyncOptions(dry_run, accept_deletions, next((side for side in SIDES if side == prefer), None))
    done: list[Synced] = []
    look = paint()
    for result in sync(space, refs_of(space, refs) if refs else None, options):
        done.append(result)
        if form == "text":
            click.echo(told.synced_line(result, session.language, look))
            for line in _plan_lines(result, session, look):
                click.echo(line)
    if form == "json":
        out(dump({"format": 1, "maps": [told.synced_json(result, session.language) for result in done]}) + "\n")
    else:
        click.echo(told.synced_summary(done, session.language))
    return sync_status(done)


def _plan_lines(result: Synced, session: Session, look: Paint) -> Iterator[str]:
    """What a dry run would change on either side, in words."""
    if result.plan is None:
        return
    from sheetsync.formats.changes import entry_lines  # noqa: PLC0415 - comparing words is slow to import

    sides = (
        (Text(vi="Trong bảng tính:", en="In the sheet:"), *result.plan.sheet),
        (Text(vi="Trong kho lưu trữ:", en="In the archive:"), *result.plan.archive),
    )
    for heading, before, after in sides:
        changes = diff(before, after) if before is not None else ()
        if changes:
            yield f"  {heading.of(session.language)}"
            compared = Compared(before, after, changes, told.type_of(session.parts.types, after.type))
            yield from entry_lines(compared, session.language, look, "    ")


def sync_status(done: Sequence[Synced]) -> int:
    """2 when a workbook failed, or lacks what changed in the archive, 1 when one was stopped or people have to settle something, else 0."""
    if any(result.outcome == "failed" or result.waits for result in done):
        return 2
    return 1 if any(result.outcome in {"stopped", "conflict", "copy"} for result in done) else 0


@click.command()
@click.argument("ref")
@language_option
@format_option()
def log_command(ref: str, language: str | None, form: str) -> int:
    """The versions of a map, oldest first, and how much each one changed.

    \b
    Example:
      sheetsync log "Phòng tập"
    """
    session = Session.open(language)
    space = session.space
    named = find(space, ref)
    with _called(named.title):
        entries = log(space, named.map)
    if form == "json":
        versions = [
            {
                "version": entry.version.version,
                "saved_at": entry.version.saved_at,
                "author": entry.version.author,
                "reason": entry.version.reason,
                "content": entry.version.content,
                "changes": entry.changes,
            }
            for entry in entries
        ]
        out(dump({"format": 1, "map": named.map, "versions": versions}) + "\n")
        return 0
    look = paint()
    heads = Text(vi="Bản|Lúc|Người|Lý do|Thay đổi", en="Version|When|Who|Why|Changes")
    rows: list[tuple[str, ...]] = [tuple(look(head, "bold") for head in heads.of(session.language).split("|"))]
    for entry in entries:
        when = told.moment(entry.version.saved_at, space.zone)
        reason = told.REASONS[entry.version.reason].of(session.language)
        rows.append((str(entry.version.version), when, printable(entry.version.author), reason, str(entry.changes)))
    click.echo(look(printable(named.title), "bold"))
    for line in columns(rows):
        click.echo(line)
    return 0


@click.command()
@click.argument("ref", metavar="REF[@VERSION]")
@language_option
@format_option()
def show_command(ref: str, language: str | None, form: str) -> int:
    """A version as archived; the newest one without @VERSION.

    VERSION is a number, a snapshot (2026-Q3), or a date (2026-10-01: what stood at the end of that day).

    \b
    Examples:
      sheetsync show "Phòng tập"
      sheetsync show "Phòng tập@2026-Q3" --format json
    """
    session = Session.open(language)
    named, spec = meant(session, ref)
    number = number_of(session, named, spec)
    version = session.space.ledger.load(named.map, number)
    if form == "json":
        out(escaped(session.space.ledger.body(named.map, number).decode("utf-8")))
    else:
        for line in told.version_lines(version, session.space, session.language, paint()):
            click.echo(line)
    return 0


@click.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="[B]", required=False)
@language_option
@format_option("text", "json", "markdown", explained="text for people, markdown for chats and pages, json for machines.")
def diff_command(a: str, b: str | None, language: str | None, form: str) -> int:
    """What changed, in words: stage by stage, step by step; within a long text only the words that did.

    A and B are two snapshots (all maps), or two versions of a map. With A alone: between that version and the sheet as it is now.

    \b
    Examples:
      sheetsync diff 2026-Q3 2026-Q4
      sheetsync diff "Phòng tập@1" "Phòng tập@3"
      sheetsync diff "Phòng tập"
      sheetsync diff 2026-Q3 2026-Q4 --format markdown > changes.md
    """
    session = Session.open(language)
    space = session.space
    if b is not None and _is_label(a) and _is_label(b):
        found = compare_snapshots(space, a, b)
        ends = (_End(a, a), _End(b, b))
    elif b is not None:
        one, spec = meant(session, a)
        two, other = meant(session, b) if "@" in b else (one, b)
        if one.map != two.map:
            raise UsageError(
                en="These are two different maps. Compare versions of one map, or two snapshots.",
                vi="Đây là hai bản đồ khác nhau. Hãy so các phiên bản của một bản đồ, hoặc hai bản chụp.",
            )
        first, second = number_of(session, one, spec), number_of(session, two, other)
        found = _if_changed(compare_versions(space, one.map, first, second))
        ends = (_End.of(one, first), _End.of(one, second))
    elif _is_label(a):
        raise _one_snapshot(space, a)
    else:
        named, spec = meant(session, a)
        number = number_of(session, named, spec)
        if named.ref is None:
            both = f'sheetsync diff "{_without_version(a, spec)}@1" "{_without_version(a, spec)}@2"'
            raise UsageError(
                en=f"The workbook of “{named.title}” is gone; name two versions: {both}",
                vi=f"Không còn bảng tính của “{named.title}”; hãy nêu hai phiên bản: {both}",
            )
        reading = realign(space.ledger.load(named.map, number).journey, open_map(space, named.ref).reading)
        found = _if_changed(compare_with_sheet(space, named.map, number, reading.map))
        ends = (_End.of(named, number), _End(named.ref, named.ref))
    if form == "json":
        maps = [{"map": entry.map, "changes": [to_json(change) for change in entry.changes]} for entry in found]
        out(dump({"format": 1, "from": ends[0].exact, "to": ends[1].exact, "maps": maps}) + "\n")
        return 0
    from sheetsync.formats.changes import markdown_lines, text_lines  # noqa: PLC0415 - comparing words is slow to import

    shown = told.compared(found, space.types)
    titles = (ends[0].title, ends[1].title)
    lines = markdown_lines(shown, titles, session.language) if form == "markdown" else text_lines(shown, titles, session.language, paint())
    for line in lines:
        click.echo(line)
    return 0


class _End(NamedTuple):
    """One of the two states that are compared: as machines are told, and as people call it."""

    exact: str
    title: str

    @classmethod
    def of(cls, named: Named, version: int) -> "_End":
        return cls(f"{named.map}@{version}", f"{named.title}@{version}")


def _one_snapshot(space: Workspace, label: str) -> UsageError:
    """What to do about a snapshot that is to be compared with nothing.

    Raises:
        NotInArchive: there is no such snapshot.
    """
    quarter = space.ledger.snapshot(label).label
    others = [other for other in space.ledger.snapshots() if other != quarter]
    if not others:
        return UsageError(
            en=f"{label} is the only snapshot so far, so there is none to compare it with. Compare a map with it: "
            f'sheetsync diff "REF@{label}"; or freeze another quarter by `sheetsync snapshot` when it comes.',
            vi=f"Mới chỉ có một bản chụp là {label} nên chưa có bản nào để so với nó. Hãy so một bản đồ với bản chụp đó: "
            f'sheetsync diff "REF@{label}"; hoặc chốt thêm một quý khác bằng `sheetsync snapshot` khi đến lúc.',
        )
    near = max((other for other in others if other < quarter), default=others[-1])
    both = " ".join(sorted((label, near)))
    return UsageError(
        en=f"{label} is a snapshot; name the one to compare it with: sheetsync diff {both}",
        vi=f"{label} là một bản chụp; hãy nêu bản chụp để so với nó: sheetsync diff {both}",
    )


def _is_label(word: str) -> bool:
    return is_snapshot_name(word)


def _if_changed(entry: MapChanges) -> tuple[MapChanges, ...]:
    return (entry,) if entry.changes else ()


def meant(session: Session, word: str) -> tuple[Named, str]:
    """The map that ``REF[@VERSION]`` means, and its VERSION; empty where none is said. Titles and paths may hold an ``@`` themselves."""
    ref, at, spec = word.rpartition("@")
    if at and (_is_label(spec) or spec.replace("-", "").isdigit()):
        return _found(session, ref), spec
    try:
        return _found(session, word), ""
    except WorkbookNotFound:
        if not at:
            raise
    return _found(session, ref), spec


def _found(session: Session, ref: str) -> Named:
    return find(session.space, ref)


def number_of(session: Session, named: Named, spec: str) -> int:
    """The version of a map that ``spec`` means; the newest one where it is empty."""
    ledger = session.space.ledger
    newest = ledger.numbers(named.map)[-1:]
    if newest and not spec:
        return newest[0]
    with _called(f"{named.title}@{spec}" if spec else named.title):
        return ledger.resolve(named.map, spec or "1", session.space.zone)


@contextmanager
def _called(what: str) -> Iterator[None]:
    """Say of what the archive lacks how people call it."""
    try:
        yield
    except NotInArchive:
        raise NotInArchive(what) from None


def _without_version(word: str, spec: str) -> str:
    """REF as it was typed in ``REF[@VERSION]``."""
    return word.removesuffix(f"@{spec}") if spec else word


@click.command()
@click.argument("label", required=False)
@click.option("--amend", is_flag=True, help="Freeze once more beside what is frozen (…~2).")
@language_option
@format_option()
def snapshot_command(label: str | None, amend: bool, language: str | None, form: str) -> int:  # noqa: FBT001
    """Freeze a quarter: each map's last version saved before its end, linted as of that day.

    LABEL is a quarter such as 2026-Q4; the current one by default, after a sync. What is frozen never changes.

    Exit status as for `sync`: 1 when a map was stopped or is in conflict. Of such a map the last archived version is frozen.
    """
    session = Session.open(language)
    space = session.space
    quarter = quarter_of(space, label)
    troubled = [result for result in sync(space) if sync_status([result])] if quarter == quarter_of(space, None) else []
    for result in troubled:
        click.echo(told.synced_line(result, session.language, paint()), err=True)
    taken = take_snapshot(space, quarter, amend=amend)
    if any(result.outcome != "copy" and not result.waits for result in troubled):
        click.echo(_frozen_as_archived(quarter).of(session.language), err=True)
    if form == "json":
        out(dump({"format": 1, "label": taken.name, "new": taken.is_new, "maps": [told.entry_json(entry) for entry in taken.manifest.maps]}) + "\n")
    else:
        for line in told.snapshot_lines(taken, session.language, paint()):
            click.echo(line)
    return sync_status(troubled)


def _frozen_as_archived(quarter: Quarter) -> Text:
    """What a snapshot holds of maps that are not in step."""
    return Text(
        vi=f"{quarter} giữ phiên bản cuối trong kho lưu trữ của các bản đồ nêu trên, không giữ phần chưa xử lý trong bảng tính. "
        f"Xử lý xong, hãy chạy `sheetsync snapshot {quarter} --amend` để chốt lại.",
        en=f"Of what is named above, {quarter} holds the last version in the archive, without what is still to be settled in the sheet. "
        f"Once that is settled, run `sheetsync snapshot {quarter} --amend` to freeze it again.",
    )


@click.command()
@language_option
@format_option()
def snapshots_command(language: str | None, form: str) -> int:
    """List the snapshots: how many maps, how many findings."""
    session = Session.open(language)
    manifests = [session.space.ledger.snapshot(label) for label in session.space.ledger.snapshots()]
    if form == "json":
        out(dump({"format": 1, "snapshots": [told.manifest_json(manifest) for manifest in manifests]}) + "\n")
    else:
        for line in told.snapshots_lines(manifests, session.space.zone, session.language, paint()):
            click.echo(line)
    return 0


@click.group(cls=Commands)
def archive_command() -> None:
    """Prove the archive whole, or weigh it."""


@archive_command.command("check", short_help="Read every file; name what can't be trusted.")
@language_option
@format_option()
def archive_check(language: str | None, form: str) -> int:
    """Read every file of the archive; verify format, chain and digests; name what can't be trusted."""
    session = Session.open(language)
    report = session.space.ledger.check()
    if form == "json":
        faults = [{"key": fault.key, "code": fault.code, "message": fault.message.of(session.language)} for fault in report.faults]
        notes = [{"key": note.key, "code": note.code, "message": note.message.of(session.language)} for note in report.notes]
        counts = {"maps": report.maps, "versions": report.versions, "snapshots": report.snapshots, "records": report.records}
        out(dump({"format": 1, "ok": not faults, **counts, "faults": faults, "notes": notes}) + "\n")
    else:
        for line in told.check_lines(report, session.language, paint()):
            click.echo(line)
    return 1 if report.faults else 0


@archive_command.command("stats", short_help="How many maps and versions, how large.")
@language_option
@format_option()
def archive_stats(language: str | None, form: str) -> int:
    """How many maps and versions, how large, since when."""
    session = Session.open(language)
    stats = session.space.ledger.stats()
    if form == "json":
        counts = {"maps": stats.maps, "versions": stats.versions, "snapshots": stats.snapshots, "bytes": stats.bytes}
        out(dump({"format": 1, **counts, "oldest": stats.oldest, "newest": stats.newest}) + "\n")
    else:
        click.echo(told.stats_line(stats, session.space.zone, session.language))
    return 0
