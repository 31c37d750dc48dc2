"""Snapshot: freeze the quarter: each map's last version before its end, linted as of that day."""

from collections import Counter
from dataclasses import dataclass

from sheetsync import __version__
from sheetsync.errors import SheetsyncError, UsageError
from sheetsync.history.snapshot import Entry, FindingMark, Manifest, Quarter
from sheetsync.lint.engine import lint, needed
from sheetsync.lint.rule import Context
from sheetsync.model.finding import SEVERITIES, Finding
from sheetsync.tasks.lint import Around, Checked, profile_of, with_surroundings, without_waived
from sheetsync.tasks.parts import Workspace


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot as it stands in the archive: its name, its content, and whether this run stored it."""

    name: str
    manifest: Manifest
    is_new: bool


def quarter_of(space: Workspace, label: str | None) -> Quarter:
    """The quarter that ``label`` names; today's, in the workspace's time zone, without one.

    Raises:
        UsageError: ``label`` names no quarter.
    """
    return Quarter.parse(label) if label else Quarter.of(space.now().astimezone(space.zone).date())


def take_snapshot(space: Workspace, quarter: Quarter, *, amend: bool = False) -> Taken:
    """Freeze ``quarter``: the last version of each map saved before its end.

    Raises:
        UsageError: the quarter has not begun, no map had a version by its end, or another state is frozen under that label and ``amend`` is not set.
        ArchiveError: a version can't be trusted.
    """
    if quarter > quarter_of(space, None):
        raise UsageError(
            en=f"{quarter} has not begun yet, so there is nothing to freeze. Leave the label out to freeze {quarter_of(space, None)}.",
            vi=f"{quarter} chưa bắt đầu nên chưa có gì để chốt. Hãy bỏ tên quý để chốt {quarter_of(space, None)}.",
        )
    around = Around(space, quarter.end(space.zone))
    entries = [entry for map_id in space.ledger.maps() if (entry := _entry(space, map_id, quarter, around))]
    if not entries:
        raise UsageError(
            en=f"No map had a version by the end of {quarter}, so there is nothing to freeze. Run `sheetsync sync` first.",
            vi=f"Đến hết {quarter} chưa bản đồ nào có phiên bản nên chưa có gì để chốt. Hãy chạy `sheetsync sync` trước.",
        )
    manifest = Manifest(str(quarter), space.instant(), __version__, str(space.zone), tuple(entries))
    before = set(space.ledger.snapshots())
    standing = space.ledger.snapshot(str(quarter)).edition if str(quarter) in before else 0
    name = space.ledger.freeze(manifest, amend=amend)
    stored = space.ledger.snapshot(name)
    return Taken(name, stored, stored.edition != standing)


def _entry(space: Workspace, map_id: str, quarter: Quarter, around: Around) -> Entry | None:
    if space.ledger.decisions(map_id).retired is not None:
        return None
    number = space.ledger.last_before(map_id, quarter.end(space.zone))
    if number is None:
        return None
    version = space.ledger.load(map_id, number)
    journey = version.journey
    try:
        map_type = space.types.load(journey.type)
    except SheetsyncError:
        map_type = None
    today = min(space.now().astimezone(space.zone).date(), quarter.last_day)
    space = space.of_map(journey)
    profile = profile_of(space, map_type)
    findings: tuple[Finding, ...] = ()
    if map_type is not None:
        # Who may open a workbook today says nothing about that day.
        context = with_surroundings(Context(journey, map_type, today), around, needed(profile, space.rules) - {"people"})
        found = lint(context, profile=profile, settings=space.rules, language=journey.language)
        decided = around.decided(map_id)  # as of that day: what was waived later was open then
        findings = without_waived(Checked(found), decided, (), journey, at=space.instant(), author=space.author).findings
    counted = Counter(finding.severity for finding in findings)
    marks = tuple(FindingMark(finding.rule, finding.fingerprint, finding.severity, finding.stage) for finding in findings)
    counts = {severity: counted[severity] for severity in SEVERITIES}
    return Entry(map_id, journey.title, journey.type, number, space.ledger.stored(map_id, number).digest, profile, counts, marks)
