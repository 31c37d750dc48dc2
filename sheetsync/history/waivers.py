"""Waivers: the findings that people said won't be fixed, for as long as the text they said it about stands."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sheetsync.history.record import Decided, Decision
from sheetsync.history.version import Json, digest
from sheetsync.model import anatomy
from sheetsync.model.finding import Finding
from sheetsync.model.journey import FieldRef, JourneyMap, Record, Stage, Tab
from sheetsync.model.skips import Again, RowState, Skip


class Judged(NamedTuple):
    """Findings in the light of waivers: those that are open, those that are waived, each with its waiver, and which open ones were waived once."""

    findings: tuple[Finding, ...]
    waived: tuple[tuple[Finding, Decision], ...] = ()
    again: Mapping[str, Again] = {}


def judge(findings: Iterable[Finding], decided: Decided, journey: JourneyMap) -> Judged:
    """Which of ``findings``, found in ``journey``, are open, and which are waived: a waiver holds as long as the text that it covers stands."""
    still_open: list[Finding] = []
    waived: list[tuple[Finding, Decision]] = []
    again: dict[str, Again] = {}
    for finding in findings:
        mark = finding.fingerprint
        waiver = decided.waived.get(mark)
        if waiver is not None and waiver.covers in {None, covered(journey, finding.ref)}:
            waived.append((finding, waiver))
            continue
        still_open.append(finding)
        if mark in decided.said:
            last = waiver or decided.said[mark][-1]
            again[mark] = Again(last.at, last.reason, lapsed=waiver is not None)
    return Judged(tuple(still_open), tuple(waived), again)


def hear(skips: Iterable[Skip], findings: Iterable[Finding], decided: Decided, journey: JourneyMap, *, at: str, author: str) -> tuple[Decision, ...]:
    """The decisions that people made in *To complete* and that ``decided`` does not know yet: a reason typed, changed, or emptied.

    A reason that is in the archive already says nothing new, except in a row that asks for it again.
    """
    present = {finding.fingerprint: finding for finding in findings}
    reasons: defaultdict[str, list[Finding]] = defaultdict(list)
    emptied: list[str] = []
    for mark, reason, state in skips:
        finding, waiver = present.get(mark), decided.waived.get(mark)
        if not reason:
            if state == "skipped" and waiver is not None:
                emptied.append(mark)
        elif finding is not None and not _is_known(reason, state, decided, mark, covered(journey, finding.ref)):
            reasons[reason].append(finding)
    taken_back = (Decision("unwaive", at, author, fingerprints=tuple(emptied)),) if emptied else ()
    return (
        *taken_back,
        *(decision for reason, found in reasons.items() for decision in waivers(found, journey, at=at, author=author, reason=reason)),
    )


def _is_known(reason: str, state: RowState, decided: Decided, mark: str, covers: str) -> bool:
    """Whether the archive has heard ``reason``: it holds, or the row was never written since it was recorded."""
    waiver = decided.waived.get(mark)
    holds = waiver is not None and (waiver.reason, waiver.covers) == (reason, covers)
    return holds or (state != "again" and any(said.reason == reason for said in decided.said.get(mark, ())))


def waivers(findings: Iterable[Finding], journey: JourneyMap, *, at: str, author: str, reason: str) -> tuple[Decision, ...]:
    """The decisions that waive ``findings`` for ``reason``: one for all that cover the same text."""
    marks: defaultdict[str, list[str]] = defaultdict(list)
    for finding in findings:
        marks[covered(journey, finding.ref)].append(finding.fingerprint)
    return tuple(Decision("waive", at, author, reason, tuple(same), covers) for covers, same in marks.items())


def covered(journey: JourneyMap, ref: FieldRef) -> str:
    """A digest of the text that stands at ``ref``: of a field its text, of a step, stage or tab all that is typed in it.

    Of an empty field of a step or stage it is what stands beside it: that is what the gap is about. Of the whole map it is the title and *About this
    map*. It tells whether somebody changed the text, not whether somebody moved it: ids, order and place don't count.
    """
    text = json.dumps(_text(journey, ref), sort_keys=True, separators=(",", ":"))  # ASCII, so that half a surrogate pair does no harm either
    return digest(text.encode())


def _text(journey: JourneyMap, ref: FieldRef) -> Json:
    if ref.tab is None:
        if ref.field is not None:
            return _of_field(ref.field, journey.title, journey.values)
        return [journey.title, dict(journey.values)]  # not the steps: what is waived of the whole map would be back at every edit
    tab = journey.tabs.get(ref.tab, Tab())
    if ref.step is not None:
        values = next((record.values for record in tab.records if record.id == ref.step), {})
        return dict(values) if ref.field is None else values.get(ref.field) or dict(values)
    if ref.stage is not None:
        stage = next((stage for stage in tab.stages if stage.key == ref.stage), Stage(ref.stage, ""))
        if ref.field is not None:
            return _of_field(ref.field, stage.title, stage.values) or _of_stage(stage)
        return [*_of_stage(stage), _of_records([record for record in tab.records if record.stage == ref.stage])]
    if ref.field is not None:
        return _in_order([record.values[ref.field] for record in tab.records if ref.field in record.values])
    return _of_tab(tab)


def _of_field(field: str, title: str, values: Mapping[str, str]) -> str:
    return title if field == anatomy.TITLE else values.get(field, "")


def _of_tab(tab: Tab) -> Json:
    return [_in_order([_of_stage(stage) for stage in tab.stages]), _of_records(tab.records)]


def _of_stage(stage: Stage) -> list[Json]:
    return [stage.title, dict(stage.values)]


def _of_records(records: Sequence[Record]) -> Json:
    return _in_order([dict(record.values) for record in records if record.values])


def _in_order(texts: Sequence[Json]) -> list[Json]:
    """``texts`` in an order of their own."""
    return sorted(texts, key=lambda text: json.dumps(text, sort_keys=True))
