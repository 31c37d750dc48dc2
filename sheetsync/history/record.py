"""The small records beside versions: which workbook was brought in step with which version, and what people decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from sheetsync.history.keys import MAX_NUMBER, decision_folder, is_instant, is_map_id, numbered_key, sync_folder, workbook_key
from sheetsync.history.merge import Conflict
from sheetsync.history.version import FORMAT, Json, checked, same_bytes, same_place, sealed, trusted
from sheetsync.model.journey import FieldRef

DecisionKind = Literal["waive", "unwaive", "baseline", "accept-deletions", "prefer", "retire"]
Side = Literal["sheet", "archive"]
SIDES: tuple[Side, ...] = ("sheet", "archive")


@dataclass(frozen=True, slots=True)
class SyncRecord:
    """One act of a sync: ``intent`` before a workbook is written, ``done`` after both sides were read back equal, ``conflict`` when they can't be.

    ``version`` and ``digest`` name the archived version; an intent may come before there is one. ``conflicts`` are what people were told to settle;
    ``heard`` is how many decisions about the map there were then: those that come later can be about these conflicts.
    """

    kind: Literal["intent", "done", "conflict"]
    map: str
    number: int
    ref: str
    version: int | None
    digest: str | None
    revision: str
    at: str
    conflicts: tuple[Conflict, ...] = ()
    heard: int = 0

    @property
    def workbook(self) -> str:
        """The folder name of the workbook."""
        return workbook_key(self.ref)


@dataclass(frozen=True, slots=True)
class Decision:
    """Something a person decided about a map.

    ``fingerprints`` are the findings that ``waive``, ``unwaive`` and ``baseline`` speak of; ``covers`` is a digest of the text that a waiver
    covers (it expires when that text changes); ``version`` is the one that ``accept-deletions`` and ``prefer`` were said about; ``side`` is
    what ``prefer`` prefers; ``post`` the reply in a comment thread that it was said in.
    """

    kind: DecisionKind
    at: str
    author: str
    reason: str = ""
    fingerprints: tuple[str, ...] = ()
    covers: str | None = None
    version: int | None = None
    side: Side | None = None
    post: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """The state that ``count`` decisions about a map come to.

    ``waived`` maps fingerprints to the waiver that nobody took back; ``said`` to every waiver there ever was, oldest first; ``baseline`` are the
    findings that were there when the baseline was set; ``prefers`` maps the names of conflicts to the last word on which side is right;
    ``shrunk`` are the versions of which people agreed that the next one lacks a lot.
    """

    waived: Mapping[str, Decision] = field(default_factory=dict)
    said: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)
    count: int = 0
    baseline: tuple[str, ...] = ()
    deletions_accepted: Decision | None = None
    preferred: Decision | None = None
    retired: Decision | None = None
    prefers: Mapping[str, Decision] = field(default_factory=dict)
    shrunk: frozenset[int] = frozenset()

    def heard(self, fingerprint: str, post: str) -> bool:
        """Whether what somebody asked for about a finding or a conflict in a reply was recorded."""
        preferred = self.prefers.get(fingerprint)
        return any(word.post == post for word in (*self.said.get(fingerprint, ()), *((preferred,) if preferred else ())))


def fold(decisions: Iterable[Decision], onto: Decided | None = None) -> Decided:
    """What ``decisions``, oldest first, come to after those that came to ``onto``: of each matter, the last word counts."""
    before = onto or Decided()
    waived, said, prefers, count = dict(before.waived), dict(before.said), dict(before.prefers), before.count
    shrunk = set(before.shrunk)
    last: dict[DecisionKind, Decision] = {}
    for decision in decisions:
        count += 1
        last[decision.kind] = decision
        if decision.kind == "accept-deletions" and decision.version is not None:
            shrunk.add(decision.version)
        for fingerprint in decision.fingerprints:
            if decision.kind == "waive":
                waived[fingerprint] = decision
                said[fingerprint] = (*said.get(fingerprint, ()), decision)
            elif decision.kind == "unwaive":
                waived.pop(fingerprint, None)
            elif decision.kind == "prefer":
                prefers[fingerprint] = decision
    return Decided(
        waived=waived,
        said=said,
        count=count,
        baseline=last["baseline"].fingerprints if "baseline" in last else before.baseline,
        deletions_accepted=last.get("accept-deletions", before.deletions_accepted),
        preferred=last.get("prefer", before.preferred),
        retired=last.get("retire", before.retired),
        prefers=prefers,
        shrunk=frozenset(shrunk),
    )


def encode_sync(record: SyncRecord) -> bytes:
    """The body of a sync record's file.

    Raises:
        ValueError: map id, number or instant is not one the archive takes.
    """
    _fit(record.map, record.number, record.at)
    return sealed(
        {
            "format": FORMAT,
            "kind": record.kind,
            "map": record.map,
            "workbook": record.workbook,
            "number": record.number,
            "ref": record.ref,
            "version": record.version,
            "digest": record.digest,
            "revision": record.revision,
            "at": record.at,
            **({"conflicts": [_conflict_to_json(conflict) for conflict in record.conflicts], "heard": record.heard} if record.conflicts else {}),
        }
    )


def _conflict_to_json(conflict: Conflict) -> dict[str, Json]:
    return {
        "kind": conflict.kind,
        **conflict.ref._asdict(),
        "base": conflict.base,
        "sheet": conflict.sheet,
        "archive": conflict.archive,
    }


def decode_sync(body: bytes, key: str) -> SyncRecord:
    """The sync record that stands under ``key`` with this ``body``.

    Raises:
        ArchiveDamaged: truncated, edited by hand, or under a name that is not its own.
        NewerThanThis: written by a newer sheetsync.
    """
    return trusted(examine_sync, body, key)


def examine_sync(body: bytes, key: str) -> SyncRecord:
    """As ``decode_sync``, but raises ``Damage`` instead of ``ArchiveDamaged``."""
    from sheetsync.history.guard import SyncShape  # noqa: PLC0415 - pydantic is loaded only when something is decoded

    shape = checked(SyncShape, body, key)
    record = SyncRecord(
        kind=shape.kind,
        map=shape.map,
        number=shape.number,
        ref=shape.ref,
        version=shape.version,
        digest=shape.digest,
        revision=shape.revision,
        at=shape.at,
        conflicts=tuple(
            Conflict(one.kind, FieldRef(one.tab, one.stage, one.step, one.field), one.base, one.sheet, one.archive) for one in shape.conflicts
        ),
        heard=shape.heard,
    )
    same_place(key, numbered_key(sync_folder(record.map, record.workbook), record.number))
    same_bytes(encode_sync, record, body)
    return record


def encode_decision(map_id: str, number: int, decision: Decision) -> bytes:
    """The body of a decision's file.

    Raises:
        ValueError: map id, number or instant is not one the archive takes.
    """
    _fit(map_id, number, decision.at)
    return sealed(
        {
            "format": FORMAT,
            "kind": decision.kind,
            "map": map_id,
            "number": number,
            "at": decision.at,
            "author": decision.author,
            "reason": decision.reason,
            "fingerprints": list(decision.fingerprints),
            "covers": decision.covers,
            "version": decision.version,
            "side": decision.side,
            **({"post": decision.post} if decision.post else {}),
        }
    )


def decode_decision(body: bytes, key: str) -> Decision:
    """The decision that stands under ``key`` with this ``body``.

    Raises:
        ArchiveDamaged: truncated, edited by hand, or under a name that is not its own.
        NewerThanThis: written by a newer sheetsync.
    """
    return trusted(examine_decision, body, key)


def examine_decision(body: bytes, key: str) -> Decision:
    """As ``decode_decision``, but raises ``Damage`` instead of ``ArchiveDamaged``."""
    from sheetsync.history.guard import DecisionShape  # noqa: PLC0415 - pydantic is loaded only when something is decoded

    shape = checked(DecisionShape, body, key)
    decision = Decision(
        kind=shape.kind,
        at=shape.at,
        author=shape.author,
        reason=shape.reason,
        fingerprints=shape.fingerprints,
        covers=shape.covers,
        version=shape.version,
        side=shape.side,
        post=shape.post,
    )
    same_place(key, numbered_key(decision_folder(shape.map), shape.number))
    same_bytes(lambda value: encode_decision(shape.map, shape.number, value), decision, body)
    return decision


def _fit(map_id: str, number: int, at: str) -> None:
    if not is_map_id(map_id) or not 1 <= number <= MAX_NUMBER or not is_instant(at):
        raise ValueError(f"not a record: {map_id!r} {number!r} {at!r}")
