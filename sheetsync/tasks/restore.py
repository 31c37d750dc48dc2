"""Restore: an earlier state of a map, of one of its stages or of one step becomes the next version. History only grows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Literal, NamedTuple

from sheetsync.errors import AlreadyInArchive, NotInArchive, UsageError
from sheetsync.history.diff import Change, diff
from sheetsync.history.restoring import Misplaced, stage_called, with_stage, with_step
from sheetsync.history.version import Source, content_digest
from sheetsync.model.journey import MAIN, JourneyMap
from sheetsync.model.maptype import MapType
from sheetsync.model.realign import realign
from sheetsync.model.words import Text, fold
from sheetsync.tasks.deciding import SyncOptions
from sheetsync.tasks.ledger import Stored
from sheetsync.tasks.opening import open_map
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.resolve import Named
from sheetsync.tasks.standing import History
from sheetsync.tasks.sync import Synced, sync

ATTEMPTS = 5
"""How often it is decided again when somebody else archived a version meanwhile."""

Outcome = Literal["restored", "unchanged", "planned", "declined", "stopped"]


class Wanted(NamedTuple):
    """What is to come back: version ``number``, of it one stage (its key or title) or one step, or all."""

    number: int
    stage: str | None = None
    step: str | None = None


class Restoring(NamedTuple):
    """What a restore would do: from what stands in the archive to what is to stand there."""

    before: JourneyMap
    after: JourneyMap
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it. ``safety`` is what became of the sheet, which was archived first; ``version`` the newest one now."""

    map: str
    outcome: Outcome
    version: int
    done: Restoring | None = None
    safety: Synced | None = None


def restore(
    space: Workspace, named: Named, wanted: Wanted, *, agreed: Callable[[Restoring], bool] = lambda _: True, dry_run: bool = False
) -> Restored:
    """Put back what ``wanted`` names, as the next version, once what stands in the sheet is archived and ``agreed`` said yes to the changes.

    The sheet itself is brought in step by the next sync. With ``dry_run`` nothing is archived, and nobody is asked.

    Raises:
        NotInArchive: there is no such version.
        UsageError: that version has no such stage or step, or holds what the map's type has no place for any more.
        AlreadyInArchive: others archived versions again and again meanwhile.
    """
    standing = _standing(space, named)
    plan_restore(space, named.map, standing, wanted)  # what is not there is said before anything is done
    safety = next(iter(sync(space, [named.ref], SyncOptions(dry_run=dry_run))), None) if named.ref is not None else None
    if safety is not None and safety.outcome in {"stopped", "failed", "copy", "conflict"} and not _is_kept(space, named.map, safety):
        return Restored(named.map, "stopped", standing.version, safety=safety)
    for attempt in range(ATTEMPTS):
        standing = _standing(space, named)
        plan = plan_restore(space, named.map, standing, wanted)
        told = Restored(named.map, "unchanged", standing.version, plan, safety)
        if not plan.changes:
            return told
        if dry_run:
            return replace(told, outcome="planned")
        if not agreed(plan):
            return replace(told, outcome="declined")
        try:
            stored = _append(space, named.map, plan.after, wanted.number, standing)
        except AlreadyInArchive:
            if attempt == ATTEMPTS - 1:
                raise
        else:
            return replace(told, outcome="restored", version=stored.version)
    raise AssertionError  # the last attempt returned or raised


def _is_kept(space: Workspace, map_id: str, safety: Synced) -> bool:
    """Whether what a sheet says stands in a version already, although something else about it is to be settled: then nothing of it can be lost."""
    if safety.waits:
        return safety.outcome != "conflict"
    if safety.outcome != "stopped":
        return False
    reading = open_map(space, safety.ref).reading
    common = History.of(space, map_id, safety.ref).common
    says = content_digest(realign(common, reading).map if common else reading.map)
    return any(space.ledger.load(map_id, number).content == says for number in reversed(space.ledger.numbers(map_id)))


def _standing(space: Workspace, named: Named) -> Stored:
    stored = space.ledger.latest(named.map)
    if stored is None:
        raise NotInArchive(named.title)
    return stored


def plan_restore(space: Workspace, map_id: str, standing: Stored, wanted: Wanted) -> Restoring:
    """What a restore would change of the version that is ``standing``; errors as for ``restore``."""
    now, then = (space.ledger.load(map_id, number).journey for number in (standing.version, wanted.number))
    after = _restored(now, then, wanted)
    _require_fit(space.types.load(now.type), now, then, after, wanted.number)
    return Restoring(now, after, diff(now, after))


def _append(space: Workspace, map_id: str, journey: JourneyMap, number: int, parent: Stored) -> Stored:
    old = space.ledger.stored(map_id, number)
    source = Source("archive", f"{map_id}@{number}", old.digest)
    return space.ledger.append(map_id, journey, author=space.author, reason="restore", source=source, saved_at=space.instant(), parent=parent)


def _restored(now: JourneyMap, then: JourneyMap, wanted: Wanted) -> JourneyMap:
    if wanted.stage is not None:
        return _with_stage(now, then, wanted.stage, wanted.number)
    if wanted.step is not None:
        return _with_step(now, then, wanted.step, wanted.number)
    return then._replace(type_version=max(then.type_version, now.type_version))


def _with_stage(now: JourneyMap, then: JourneyMap, word: str, number: int) -> JourneyMap:
    stage = stage_called((then, now), word, fold)
    if stage is not None and stage.key in {one.key for one in then.main.stages}:
        return with_stage(now, then, stage.key)
    titles = [one.title for one in then.main.stages]
    near = get_close_matches(word, titles, n=1, cutoff=0.5)
    hint = Text(vi=f" Có phải bạn muốn “{near[0]}”?", en=f" Did you mean “{near[0]}”?") if near else Text("", "")
    listed = ", ".join(f"“{title}”" for title in titles)
    raise UsageError(
        en=f"Version {number} has no stage “{word}”.{hint.en} Name one of its stages: {listed}.",
        vi=f"Phiên bản {number} không có giai đoạn “{word}”.{hint.vi} Hãy nêu một giai đoạn của bản đó: {listed}.",
    )


def _with_step(now: JourneyMap, then: JourneyMap, step: str, number: int) -> JourneyMap:
    try:
        found = with_step(now, then, step)
    except KeyError:
        raise UsageError(
            en=f"Version {number} has no step with the id {step}. Run `sheetsync show REF@{number} --format json` to see the ids.",
            vi=f"Phiên bản {number} không có bước nào mang mã {step}. Hãy chạy `sheetsync show REF@{number} --format json` để xem mã các bước.",
        ) from None
    if isinstance(found, Misplaced):
        title = next((stage.title for stage in then.main.stages if stage.key == found.stage), found.stage)
        raise UsageError(
            en=f"The stage “{title}” in which this step stood is gone. Run again with --stage “{title}” to bring it back with its steps.",
            vi=f"Giai đoạn “{title}” của bước này không còn nữa. Hãy chạy lại với --stage “{title}” để khôi phục giai đoạn cùng các bước của nó.",
        )
    return found


def _require_fit(map_type: MapType, now: JourneyMap, then: JourneyMap, after: JourneyMap, number: int) -> None:
    """Refuse what would bring back texts that no sheet of the map's type has a place for."""
    if then.type != now.type:
        raise UsageError(
            en=f"Version {number} is of the map type {then.type}, and the map is of type {now.type} today, so its texts would have no place. "
            f"Run `sheetsync show REF@{number}` to see them.",
            vi=f"Phiên bản {number} thuộc loại {then.type}, còn bản đồ nay thuộc loại {now.type} nên nội dung cũ không có chỗ. "
            f"Hãy chạy `sheetsync show REF@{number}` để xem nội dung đó.",
        )
    homeless = sorted(_fields(after) - _fields(now) - _known(map_type))
    if homeless:
        named = ", ".join(f"“{field}”" for _, field in homeless)
        raise UsageError(
            en=f"Version {number} was made with version {then.type_version} of the template and holds fields that version {map_type.version} "
            f"no longer has: {named}. Nothing was restored. Run `sheetsync show REF@{number}` to see them, or restore a stage or step without them.",
            vi=f"Phiên bản {number} được tạo bằng mẫu phiên bản {then.type_version} và có những mục mà mẫu phiên bản {map_type.version} không còn: "
            f"{named}. Chưa khôi phục gì. Hãy chạy `sheetsync show REF@{number}` để xem, hoặc khôi phục giai đoạn hay bước không có các mục đó.",
        )


def _fields(journey: JourneyMap) -> set[tuple[str, str]]:
    """Every field that holds a text, with its tab (empty for the map's own, ``map/`` for those of stages)."""
    found = {("", field) for field in journey.values}
    found |= {(f"{MAIN}/", field) for stage in journey.main.stages for field in stage.values}
    return found | {(tab, field) for tab in journey.tabs for record in journey.records(tab) for field in record.values}


def _known(map_type: MapType) -> set[tuple[str, str]]:
    known = {("", field.key) for field in map_type.about} | {(f"{MAIN}/", field.key) for field in map_type.stage_fields}
    return known | {(tab.key, field.key) for tab in map_type.tabs for field in tab.fields}
