"""Findings → concerns: what is worth a comment, one a cell, few enough to be read."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sheetsync.model.finding import SEVERITIES, Finding, Severity, fingerprint
from sheetsync.model.grid import CellRef
from sheetsync.model.journey import FieldRef, JourneyMap
from sheetsync.threads import wording
from sheetsync.threads.tag import Tag, covering

POSTED: frozenset[Severity] = frozenset({"error", "warning"})
"""Hints are for the *To complete* tab alone."""
GROUP_ABOVE = 5
"""More findings of one rule in one stage than this are one comment,"""
SPLIT_AT = 3
"""and several again once there are no more than this."""
MOST_OPEN = 20
SUMMARY = "summary"
"""Stands for a rule in the tag of the thread that tells of all that found no place of its own."""


class Concern(NamedTuple):
    """One thing to say: where it hangs, in which words, and of whose text (``covers``). ``members`` are the findings told together in it."""

    rule: str
    fingerprint: str
    severity: Severity
    ref: FieldRef
    cell: CellRef | None
    text: str
    covers: str
    owner: str | None = None
    members: tuple[str, ...] = ()

    @property
    def tag(self) -> Tag:
        """What stands below each post about it."""
        return Tag(self.rule, self.fingerprint, self.covers, len(self.members) or 1)


class Around(NamedTuple):
    """What a concern takes from the map: the text that a field ref covers, the e-mail address of who is to answer for it, and the cell of its title.

    ``known`` maps findings that people accepted as known to the digest of the text they cover: they are not said.
    """

    text_of: Callable[[FieldRef], str]
    owner_of: Callable[[FieldRef], str | None]
    home: CellRef | None = None
    known: Mapping[str, str] = {}


class Concerns(NamedTuple):
    """What to say now. ``told_in`` names, for findings that lost or never had a comment of their own, the concern that tells of them."""

    wanted: tuple[Concern, ...]
    told_in: dict[str, str]


def concerns(findings: Sequence[Finding], journey: JourneyMap, around: Around, *, standing: Collection[str], most: int = MOST_OPEN) -> Concerns:
    """What ``findings`` (of one map, in its language, in their order) come to as comments.

    ``standing`` are the fingerprints of our open threads: a group stays one until it is small, and of equal findings those with a thread keep it.
    Findings without a cell are told in the summary, which hangs on the map's title; without a cell for that, nowhere.
    """
    posted = [finding for finding in findings if finding.severity in POSTED and around.known.get(finding.fingerprint) != covers(finding, around)]
    singles, groups = _grouped(posted, journey, standing)
    told_in = {member: group.fingerprint for group in groups(around) for member in group.members}
    candidates = [*(_single(finding, journey, around) for finding in singles), *groups(around)]
    order = {finding.fingerprint: at for at, finding in enumerate(findings)}
    first = {one.fingerprint: order[one.members[0] if one.members else one.fingerprint] for one in candidates}
    ranked = sorted(
        candidates,
        key=lambda one: (one.cell is None, SEVERITIES.index(one.severity), one.fingerprint not in standing, first[one.fingerprint]),
    )
    placed = [one for one in ranked if one.cell is not None]
    kept = placed if len(placed) == len(ranked) <= most else placed[: max(most - 1, 0)]
    rest = [one for one in ranked if one not in kept]
    if rest:
        summary = _summary(rest, journey, around)
        if summary.cell is not None:
            told_in |= {name: summary.fingerprint for one in rest for name in (one.fingerprint, *one.members)}
            kept = [*kept, summary]
    return Concerns(tuple(sorted(kept, key=lambda one: first.get(one.fingerprint, len(order)))), told_in)


def _grouped(findings: Iterable[Finding], journey: JourneyMap, standing: Collection[str]) -> tuple[list[Finding], Callable[[Around], list[Concern]]]:
    by_group: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    singles: list[Finding] = []
    for finding in findings:
        if finding.stage is None:
            singles.append(finding)
        else:
            by_group[finding.rule, finding.stage].append(finding)
    crowded: list[tuple[str, list[Finding]]] = []
    for (rule, stage), members in by_group.items():
        name = group_fingerprint(rule, stage, journey.id)
        if len(members) > (SPLIT_AT if name in standing else GROUP_ABOVE):
            crowded.append((name, members))
        else:
            singles += members
    return singles, lambda around: [_group(name, members, journey, around) for name, members in crowded]


def group_fingerprint(rule: str, stage: str, map_id: str) -> str:
    """The lasting name of all findings of a rule in a stage told as one; never that of a finding about the stage itself."""
    return fingerprint(f"{rule}*", map_id, FieldRef("map", stage=stage))


def covers(finding: Finding, around: Around) -> str:
    """The digest of the text that a finding covers."""
    return covering(around.text_of(finding.ref))


def _single(finding: Finding, journey: JourneyMap, around: Around) -> Concern:
    return Concern(
        finding.rule,
        finding.fingerprint,
        finding.severity,
        finding.ref,
        finding.cell,
        wording.said(finding, journey.language),
        covers(finding, around),
        around.owner_of(finding.ref),
    )


def _group(name: str, members: Sequence[Finding], journey: JourneyMap, around: Around) -> Concern:
    first = members[0]
    return Concern(
        first.rule,
        name,
        min((member.severity for member in members), key=SEVERITIES.index),
        FieldRef("map", stage=first.stage),
        next((member.cell for member in members if member.cell is not None), None),
        wording.said_of_many(members, journey.language),
        covering("\0".join(around.text_of(member.ref) for member in members)),
        around.owner_of(FieldRef("map", stage=first.stage)),
        tuple(member.fingerprint for member in members),
    )


def _summary(rest: Sequence[Concern], journey: JourneyMap, around: Around) -> Concern:
    return Concern(
        SUMMARY,
        fingerprint(SUMMARY, journey.id, FieldRef()),
        min((one.severity for one in rest), key=SEVERITIES.index),
        FieldRef(),
        around.home,
        wording.said_in_summary(journey.language),
        covering(""),
    )
