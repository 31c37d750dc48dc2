"""demo: the whole story on the embedded default, told through the same tasks as every other verb."""

import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import partial
from itertools import islice
from pathlib import Path

import click

from sheetsync.catalog import Catalog, builtin
from sheetsync.catalog.examples import Edit, Example
from sheetsync.cli import told, told_comment
from sheetsync.cli.session import language_option, paint, width
from sheetsync.config import TEMPLATE
from sheetsync.errors import SheetsyncError, UsageError
from sheetsync.formats.changes import text_lines
from sheetsync.formats.terminal import Paint, printable
from sheetsync.history.snapshot import Quarter
from sheetsync.model.anatomy import LABEL, TITLE
from sheetsync.model.finding import Finding
from sheetsync.model.grid import CellEdit
from sheetsync.model.journey import MAIN, FieldRef, JourneyMap, Record, Stage, Tab
from sheetsync.model.words import Language, Text, fold
from sheetsync.model.writing import plan_values
from sheetsync.report.build import count
from sheetsync.tasks.audit import CheckReport
from sheetsync.tasks.comment import Commented, comment
from sheetsync.tasks.compare import compare_snapshots
from sheetsync.tasks.lint import lint_map
from sheetsync.tasks.opening import Opened, open_map
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.provision import new_record, provision
from sheetsync.tasks.snapshot import take_snapshot
from sheetsync.tasks.sync import Synced, sync
from sheetsync.wiring import FILE_NAME, Choices, Place, open_parts

MOST_IMPORTANT = 6
OWN_STAGES = Text(vi="Học kỳ 1, Học kỳ 2, Học kỳ 3, Học kỳ 4", en="Semester 1, Semester 2, Semester 3, Semester 4")
"""For the types that leave stages to their users: a student's year (S3:85)."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One workbook of the demo: a type, its title, and the worked example that fills it, where there is one."""

    type: str
    title: str
    language: Language
    stages: tuple[str, ...]
    example: Example | None


@dataclass(frozen=True, slots=True)
class Story:
    """When the two quarters of the demo are frozen, and on which days."""

    first: Quarter
    second: Quarter
    first_day: datetime
    second_day: datetime


@click.command()
@click.argument("folder", metavar="[DIR]", default="demo", type=click.Path(path_type=Path, file_okay=False))
@language_option
def demo_command(folder: Path, language: Language | None) -> int:
    """The whole story in one folder: every map type as a workbook, filled, linted, archived, commented on, two quarters, what changed.

    Makes DIR a workspace (demo/ by default). Run it again as often as you like: what you changed there stays.
    """
    catalog = builtin()
    _make_workspace(folder)
    place = Place(folder, folder / FILE_NAME)
    space = open_parts(place, Choices(language))
    if not isinstance(space, Workspace):
        raise UsageError(en=f"{folder} is no workspace.", vi=f"{folder} không phải không gian làm việc.")
    spoken = language or space.language or "en"
    story = story_of(space.now().astimezone(space.zone))
    planned = tuple(plan(catalog))
    tell = _Progress(spoken)
    problems = _play(space, catalog, planned, story, tell)
    commented = _comment(space, tell, {problem.ref for problem in problems})
    tell.end()
    for line in _summary(space, folder, story, commented, spoken, paint()):
        click.echo(line)
    for problem in problems:
        click.echo(told.synced_line(problem, spoken, paint()), err=True)
    unsaid = [result for result in commented if told_comment.is_left_undone(result)]
    for result in unsaid:
        for line in told_comment.commented_lines(result, spoken, width(), paint(), dry_run=False):
            click.echo(line, err=True)
    check = space.ledger.check()
    return 1 if check.faults or problems or unsaid else 0


def _make_workspace(folder: Path) -> None:
    (folder / "maps").mkdir(parents=True, exist_ok=True)
    file = folder / FILE_NAME
    if not file.exists():
        body = TEMPLATE.format(maps="maps", archive="archive", language="vi", timezone="Asia/Ho_Chi_Minh")
        file.write_text(body, encoding="utf-8")


def story_of(today: datetime) -> Story:
    """The third and fourth quarter of this year once its fourth has begun, else of the last one; nothing lies in the future."""
    year = today.year if today.month >= 10 else today.year - 1
    zone = today.tzinfo
    first_day = datetime.combine(datetime(year, 9, 15, tzinfo=zone).date(), time(9), zone)
    second_day = min(today, datetime.combine(datetime(year, 12, 15, tzinfo=zone).date(), time(9), zone))
    return Story(Quarter(year, 3), Quarter(year, 4), first_day, second_day)


def plan(catalog: Catalog) -> Iterator[Planned]:
    """Every map type in Vietnamese, filled by its worked example where the documents have one, and the English one."""
    examples = [catalog.example(name) for name in catalog.examples()]
    by_type = {example.type: example for example in examples if example.language == "vi"}
    for key in catalog.keys():  # noqa: SIM118 - not a mapping
        example = by_type.get(key)
        map_type = catalog.load(key)
        stages = tuple(OWN_STAGES.vi.split(", ")) if not map_type.stages else ()
        if example is not None:
            yield Planned(key, example.title, "vi", example.stages or stages, example)
        else:
            yield Planned(key, map_type.title.vi, "vi", stages, None)
    for example in examples:
        if example.language == "en":
            yield Planned(example.type, example.title, "en", example.stages, example)


def _play(space: Workspace, catalog: Catalog, planned: Sequence[Planned], story: Story, tell: "_Progress") -> list[Synced]:
    """Every step of the story that was not played yet; then whatever a person changed since."""
    frozen = space.ledger.snapshots()
    first, second = str(story.first), str(story.second)
    if not frozen:
        then = replace(space, now=lambda: story.first_day)
        for one in planned:
            tell(Text(vi="Tạo", en="Making"), one.title)
            _make(then, one)
        tell(Text(vi="Chốt", en="Freezing"), first)
        list(sync(then))
        take_snapshot(then, story.first)
    if second not in frozen and space.ledger.snapshots() == (first,):
        then = replace(space, now=lambda: story.second_day)
        tell(Text(vi="Sửa như một nhóm trong quý", en="Editing as a team would in a quarter"), "")
        examples = {name: catalog.example(name) for name in catalog.examples()}
        for edit in catalog.edits():
            _edit(then, edit, examples[edit.example])
        tell(Text(vi="Chốt", en="Freezing"), second)
        list(sync(then))
        take_snapshot(then, story.second)
    tell(Text(vi="Đồng bộ", en="Syncing"), "")
    return [result for result in sync(space) if result.outcome in {"stopped", "failed"}]


def _comment(space: Workspace, tell: "_Progress", but: Collection[str]) -> list[Commented]:
    """Bring the comments in step in all workbooks ``but`` those that were stopped before."""
    tell(Text(vi="Ghi chú", en="Commenting"), "")
    return list(comment(space, [ref for ref in space.backend.list() if ref not in but]))


def _make(space: Workspace, one: Planned) -> None:
    if _ref_of(space, one.type, one.title) is None:
        filling = partial(filled, example=one.example) if one.example else None
        provision(space, one.type, one.title, language=one.language, stages=one.stages, filling=filling)


def _ref_of(space: Workspace, key: str, title: str) -> str | None:
    for ref in space.backend.list():
        try:
            journey = open_map(space, ref).reading.map
        except SheetsyncError:
            continue
        if (journey.type, fold(journey.title)) == (key, fold(title)):
            return ref
    return None


def filled(journey: JourneyMap, example: Example) -> JourneyMap:
    """``journey`` with the content of a worked example."""
    keys = _stage_keys(journey)
    stages = tuple(stage._replace(values={**stage.values, **_stage_values(example, stage)}) for stage in journey.main.stages)
    tabs = {key: Tab(stages if key == MAIN else ()) for key in journey.tabs}
    for record in example.records:
        others = tabs[record.tab].records
        stage = keys[fold(record.stage)] if record.stage else None
        tabs[record.tab] = tabs[record.tab]._replace(records=(*others, new_record(journey.id, record.tab, stage, record.values, others)))
    return journey._replace(values={**journey.values, **example.about}, tabs=tabs)


def _stage_values(example: Example, stage: Stage) -> Mapping[str, str]:
    return next((values for named, values in example.stage_values.items() if fold(named) in {fold(stage.key), fold(stage.title)}), {})


def _stage_keys(journey: JourneyMap) -> dict[str, str]:
    stages = journey.main.stages
    return {fold(stage.key): stage.key for stage in stages} | {fold(stage.title): stage.key for stage in stages}


def _edit(space: Workspace, edit: Edit, example: Example) -> None:
    """Carry out one edit of the quarter, unless a person changed that place already."""
    ref = _ref_of(space, example.type, example.title)
    if ref is None:
        return
    opened = open_map(space, ref)
    reading, map_type = opened.reading, opened.map_type
    if map_type is None:
        return
    stages = _stage_keys(reading.map)
    if edit.kind == "rename-stage":
        target = FieldRef(MAIN, stage=stages.get(fold(edit.stage), edit.stage), field=TITLE)
        edits = plan_values(reading, map_type, {target: edit.text})
    else:
        step = _step(opened, example, edit)
        if step is None:
            return
        edits = tuple(_step_edits(opened, edit, step, stages))
    space.backend.write(ref, edits, if_revision=opened.state.revision)


def _step(opened: Opened, example: Example, edit: Edit) -> Record | None:
    """The step that an edit means: the one that still says what the example says."""
    meant = [record for record in example.records if record.tab == edit.tab][edit.step - 1]
    return next((record for record in opened.reading.map.records(edit.tab) if dict(record.values) == dict(meant.values)), None)


def _step_edits(opened: Opened, edit: Edit, step: Record, stages: dict[str, str]) -> Iterator[CellEdit]:
    reading, map_type = opened.reading, opened.map_type
    place = reading.places[edit.tab]
    row = place.row_of(step.id)
    if map_type is None or row is None:
        return
    if edit.kind == "move":
        key = stages.get(fold(edit.stage), edit.stage)
        title = next((stage.title for stage in reading.map.main.stages if stage.key == key), edit.stage)
        yield CellEdit(place.cell(row, place.columns[LABEL]), title)
        return
    fields = step.values if edit.kind == "delete" else {edit.field: edit.text}
    text = "" if edit.kind == "delete" else edit.text
    yield from plan_values(reading, map_type, {FieldRef(edit.tab, step=step.id, field=field): text for field in fields})


# What it says


class _Progress:
    """One line on standard error that says what goes on; only on a terminal."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._shown = sys.stderr.isatty()

    def __call__(self, what: Text, name: str) -> None:
        if self._shown:
            click.echo(f"\r\x1b[K{what.of(self._language)} {name}…", nl=False, err=True)

    def end(self) -> None:
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)


def _summary(space: Workspace, folder: Path, story: Story, commented: Sequence[Commented], language: str, look: Paint) -> Iterator[str]:
    opened = list(_opened(space))
    findings = [(one, finding) for one in opened for finding in lint_map(space, one.reading, one.map_type, language=language)]
    first, second = str(story.first), str(story.second)
    yield ""
    yield look("sheetsync demo", "bold") + look(f"  {folder}/", "dim")
    yield ""
    yield from _facts(opened, findings, commented, space.ledger.check(), space.ledger.snapshots(), language, look)
    yield ""
    yield look(Text(vi="Đáng xem nhất", en="Most worth a look").of(language), "bold")
    yield from _best(findings, look)
    if {first, second} <= set(space.ledger.snapshots()):
        yield ""
        yield look(Text(vi=f"Thay đổi từ {first} đến {second}", en=f"What changed from {first} to {second}").of(language), "bold")
        changes = told.compared(compare_snapshots(space, first, second), space.types)
        yield from (f"  {line}" if line else "" for line in text_lines(changes, (first, second), language, look))
    yield ""
    yield look(Text(vi="Xem tiếp", en="Go on").of(language), "bold")
    yield f"  cd {folder}"
    yield Text(vi="  mở maps/ bằng Excel, LibreOffice hoặc Numbers", en="  open maps/ in Excel, LibreOffice or Numbers").of(language)
    for command in ('sheetsync lint "Phòng tập"', f"sheetsync diff {first} {second}", "sheetsync rules question-no-touchpoint"):
        yield f"  {command}"


def _opened(space: Workspace) -> Iterator[Opened]:
    for ref in space.backend.list():
        try:
            yield open_map(space, ref)
        except SheetsyncError:
            continue


def _facts(
    opened: Sequence[Opened],
    findings: Sequence[tuple[Opened, Finding]],
    commented: Sequence[Commented],
    check: CheckReport,
    frozen: Sequence[str],
    language: str,
    look: Paint,
) -> Iterator[str]:
    types = len({one.reading.map.type for one in opened})
    filled = sum(1 for one in opened if one.reading.map.main.records)
    counts = count(finding for _, finding in findings)._asdict()
    whole = Text(vi="nguyên vẹn", en="whole") if not check.faults else Text(vi="CÓ LỖI", en="DAMAGED")
    made = Text(
        vi=f"{len(opened)} tệp, {types} loại bản đồ, {filled} có nội dung",
        en=f"{len(opened)} files, {types} map types, {filled} filled in",
    )
    rows = (
        (Text(vi="Bảng tính", en="Workbooks"), made),
        (Text(vi="Kiểm tra", en="Lint"), Text(vi=told.counted(counts, "vi"), en=told.counted(counts, "en"))),
        (Text(vi="Ghi chú", en="Comments"), _said(commented)),
        (Text(vi="Lưu trữ", en="Archive"), Text(vi=f"{check.versions} phiên bản, {whole.vi}", en=f"{check.versions} versions, {whole.en}")),
        (Text(vi="Bản chụp", en="Snapshots"), Text(vi=", ".join(frozen), en=", ".join(frozen))),
    )
    for name, value in rows:
        yield f"  {look(name.of(language).ljust(10), 'cyan')}  {value.of(language)}"


def _said(commented: Sequence[Commented]) -> Text:
    """How many comments stand open on the cells, and in how many workbooks."""
    standing = [
        sum(action.action in {"open", "reopen", "reply"} or (action.action == "keep" and not action.why) for action in result.actions)
        for result in commented
    ]
    maps = sum(map(bool, standing))
    return Text(vi=f"{sum(standing)} ghi chú ngay trên ô, trong {maps} tệp", en=f"{sum(standing)} on the very cells, in {maps} files")


def _best(findings: Sequence[tuple[Opened, Finding]], look: Paint) -> Iterator[str]:
    """The first finding of each rule, errors first, from maps that have content."""
    colours = {"error": "red", "warning": "yellow", "info": "blue"}
    rank: Callable[[tuple[Opened, Finding]], int] = lambda entry: list(colours).index(entry[1].severity)  # noqa: E731
    told_rules: set[str] = set()

    def fresh() -> Iterator[tuple[Opened, Finding]]:
        for opened, finding in sorted(findings, key=rank):
            if finding.rule not in told_rules and opened.reading.map.main.records:
                told_rules.add(finding.rule)
                yield opened, finding

    for opened, finding in islice(fresh(), MOST_IMPORTANT):
        place = f"{opened.reading.map.title} · {finding.cell.a1}" if finding.cell else opened.reading.map.title
        yield f"  {look('●', colours[finding.severity])} {printable(place)}"
        yield f"    {printable(finding.message)} {look(f'{finding.rule} {finding.source}', 'dim')}"
