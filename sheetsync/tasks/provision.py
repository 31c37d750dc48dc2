"""Provision: a new workbook for a map type, archived as its first version."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from sheetsync.errors import SheetsyncError, UsageError
from sheetsync.history.version import Source
from sheetsync.model.design import WorkbookDesign
from sheetsync.model.identity import map_id, provisional_id, stage_key
from sheetsync.model.journey import MAIN, JourneyMap, Record, Stage, Tab
from sheetsync.model.layout import design_workbook
from sheetsync.model.maptype import MapType
from sheetsync.model.reading import read_map, read_meta, tidy_line
from sheetsync.model.words import Language, fold, tidy
from sheetsync.model.writing import grids_of
from sheetsync.ports import Role, WorkbookState
from sheetsync.tasks.complete import finding_rows
from sheetsync.tasks.lint import lint_map
from sheetsync.tasks.opening import open_state
from sheetsync.tasks.parts import Parts, Workspace

LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Provisioned:
    """A new map and its workbook; ``troubles`` say why it could not be archived yet, or not be shared with somebody."""

    map: str
    type: str
    title: str
    ref: str
    troubles: tuple[SheetsyncError, ...] = ()


class Share(NamedTuple):
    """Who gets access to a new workbook."""

    email: str
    role: Role


Filling = Callable[[JourneyMap], JourneyMap]
"""What makes a blank map one with content; ids of new records are made with ``new_record``."""


def provision(
    parts: Parts,
    key: str,
    title: str,
    *,
    language: Language,
    stages: Sequence[str] = (),
    personas: Sequence[str] = (),
    shares: Sequence[Share] = (),
    filling: Filling | None = None,
) -> Provisioned:
    """Make a workbook of type ``key`` named ``title``, filled by ``filling`` if given; in a workspace, archive it as version 1.

    Raises:
        UsageError: no such type, an unusable title, stages where the type has its own (or none where it needs them), or ``shares`` where
            a workbook can't be shared.
        WorkbookError: the workbook can't be made.
    """
    map_type = parts.types.load(key)
    if shares and not parts.backend.shares:
        raise UsageError(
            en="Workbooks in a folder know no sharing, so nothing was made. Leave --share out, or keep the maps in Google Sheets.",
            vi="Tệp trong thư mục không có chức năng chia sẻ nên chưa tạo gì. Hãy bỏ --share, hoặc đặt các bản đồ trên Google Trang tính.",
        )
    journey = blank_map(map_type, title, map_id(parts.random(16)), language=language, stages=stages, personas=personas)
    if filling is not None:
        journey = filling(journey)
    state = parts.backend.create(_designed(parts, journey, map_type))
    troubles: list[SheetsyncError] = []
    if isinstance(parts, Workspace):
        with _kept(troubles):
            _archive_first(parts, state)
    for share in shares:
        with _kept(troubles):
            parts.backend.share(state.ref, *share)
    return Provisioned(journey.id, key, journey.title, state.ref, tuple(troubles))


@contextmanager
def _kept(troubles: list[SheetsyncError]) -> Iterator[None]:
    """The workbook stands, so what goes wrong from now on is told and stops nothing."""
    try:
        yield
    except SheetsyncError as reason:
        troubles.append(reason)


def blank_map(
    map_type: MapType, title: str, new_id: str, *, language: Language, stages: Sequence[str] = (), personas: Sequence[str] = ()
) -> JourneyMap:
    """A map of ``map_type`` that nobody has filled in yet; its stages carry the goals that the type gives them.

    Raises:
        UsageError: an unusable title or persona name, or stages that don't fit the type.
    """
    named = usable_title(title)
    chosen = _chosen_stages(map_type, stages, language) if stages else _own_stages(map_type, language)
    names = [name for persona in personas if (name := tidy_line(persona))]
    values = {}
    about = next((field for field in map_type.about if field.role == "persona"), None)
    if names and about is None:
        raise UsageError(
            en=f"A map of type {map_type.key} names no persona on its first page. Leave --persona out.",
            vi=f"Bản đồ loại {map_type.key} không ghi chân dung khách hàng ở trang đầu. Hãy bỏ --persona.",
        )
    if names and about:
        values[about.key] = "\n".join(names)
    tabs = {tab.key: Tab() for tab in map_type.tabs}
    tabs[MAIN] = Tab(stages=chosen)
    for tab in map_type.tabs[1:]:
        field = next((field for field in tab.fields if field.role == "name"), None)
        if field is not None and names:
            records: tuple[Record, ...] = ()
            for name in names:
                records = (*records, new_record(new_id, tab.key, None, {field.key: name}, records))
            tabs[tab.key] = Tab(records=records)
    return JourneyMap(new_id, map_type.key, map_type.version, named, language, values, tabs)


def new_record(map_id: str, tab: str, stage: str | None, values: Mapping[str, str], others: Sequence[Record]) -> Record:
    """A record with an id of its own beside ``others`` of the same tab."""
    taken = {record.id for record in others}
    first = tuple(values.values())[:2]
    ids = (provisional_id(map_id, tab, first, ordinal) for ordinal in count(1))
    return Record(next(found for found in ids if found not in taken), stage, values)


def usable_title(title: str) -> str:
    """``title`` as maps carry it: one line that people can read.

    Raises:
        UsageError: nothing is left of it, or it is too long.
    """
    named = tidy_line("".join(letter if letter.isprintable() or letter in " \t\n" else "" for letter in tidy(title)))
    if not named:
        raise UsageError(
            en='The title is empty. Name the map after whose journey it is, for example: sheetsync new customer-journey "Gym members".',
            vi='Tên bản đồ đang trống. Hãy đặt tên theo hành trình, ví dụ: sheetsync new customer-journey "Phòng tập".',
        )
    if len(named) > LONGEST_TITLE:
        raise UsageError(
            en=f"The title has {len(named)} characters; at most {LONGEST_TITLE} fit. Shorten it and put the rest under Objective.",
            vi=f"Tên bản đồ dài {len(named)} ký tự; tối đa {LONGEST_TITLE}. Hãy rút gọn và ghi phần còn lại vào Mục tiêu.",
        )
    return named


def _own_stages(map_type: MapType, language: Language) -> tuple[Stage, ...]:
    if not map_type.stages:
        raise UsageError(
            en=f'A map of type {map_type.key} has no stages of its own. Name them: --stages "Semester 1, Semester 2".',
            vi=f'Loại {map_type.key} không có sẵn giai đoạn. Hãy nêu tên: --stages "Học kỳ 1, Học kỳ 2".',
        )
    return tuple(
        Stage(stage.key, stage.title.of(language), {"goal": stage.goal.of(language)} if stage.goal and _has_goal(map_type) else {})
        for stage in map_type.stages
    )


def _has_goal(map_type: MapType) -> bool:
    return any(field.key == "goal" for field in map_type.stage_fields)


def _chosen_stages(map_type: MapType, titles: Sequence[str], language: Language) -> tuple[Stage, ...]:
    if map_type.policy != "open":
        own = ", ".join(stage.title.of(language) for stage in map_type.stages)
        raise UsageError(
            en=f"The stages of {map_type.key} are given: {own}. Leave --stages out, or choose custom-period.",
            vi=f"Các giai đoạn của {map_type.key} đã có sẵn: {own}. Hãy bỏ --stages, hoặc chọn custom-period.",
        )
    known = {fold(name): stage for stage in map_type.stages for name in (*stage.title, *stage.aliases)}
    chosen: list[Stage] = []
    for title in titles:
        named = tidy_line(title)
        if not named or fold(named) in {fold(stage.title) for stage in chosen}:
            raise UsageError(
                en='Every stage needs a name of its own. Name them: --stages "Semester 1, Semester 2".',
                vi='Mỗi giai đoạn cần một tên riêng. Hãy nêu tên: --stages "Học kỳ 1, Học kỳ 2".',
            )
        taken = {stage.key for stage in chosen}
        own_type = known.get(fold(named))
        key = own_type.key if own_type and own_type.key not in taken else stage_key(named, taken | {stage.key for stage in map_type.stages})
        chosen.append(Stage(key, named))
    return tuple(chosen)


def _designed(parts: Parts, journey: JourneyMap, map_type: MapType) -> WorkbookDesign:
    """The workbook with its first findings on *To complete*: laid out once to know where everything stands, then with them."""
    plain = design_workbook(journey, map_type)
    grids = grids_of(plain)
    reading = read_map(grids, read_meta(grids, journey.title), map_type)
    findings = lint_map(parts, reading, map_type, language=journey.language)
    return design_workbook(journey, map_type, finding_rows(reading, findings)) if findings else plain


def _archive_first(space: Workspace, state: WorkbookState) -> None:
    journey = open_state(space.types, state).reading.map
    source = Source(space.backend.kind, state.ref, state.revision)
    stored = space.ledger.append(journey.id, journey, author=space.author, reason="new", source=source, saved_at=space.instant(), parent=None)
    space.ledger.done(journey.id, state.ref, version=stored, revision=state.revision, at=space.instant())
