"""Snapshots: a quarter, frozen as the set of the versions that stood at its end."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from sheetsync.errors import UsageError
from sheetsync.history.keys import is_instant, snapshot_key
from sheetsync.history.version import FORMAT, Json, checked, instant, same_bytes, same_place, sealed, trusted
from sheetsync.model.finding import SEVERITIES, Severity


class Quarter(NamedTuple):
    """A quarter of a year, written ``2026-Q4``. Quarters sort by time."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04}-Q{self.number}"

    @classmethod
    def parse(cls, label: str) -> "Quarter":
        """The quarter that ``label`` names.

        Raises:
            UsageError: it names none.
        """
        match = re.fullmatch(r"([0-9]{4})-[Qq]([1-4])", label)
        if match is None or not 1 <= int(match[1]) < 9999:
            raise UsageError(
                en=f"“{label}” is not a quarter. Write it like 2026-Q4.",
                vi=f"“{label}” không phải là một quý. Hãy viết như 2026-Q4.",
            )
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter that ``day`` lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first_day(self) -> date:
        """The first day of the quarter."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        """The last day of the quarter."""
        return self.following.first_day - timedelta(days=1)

    @property
    def previous(self) -> "Quarter":
        """The quarter before."""
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def following(self) -> "Quarter":
        """The quarter after."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    def start(self, zone: tzinfo) -> datetime:
        """The instant at which the quarter begins in ``zone``."""
        return midnight(self.first_day, zone)

    def end(self, zone: tzinfo) -> datetime:
        """The instant at which the quarter is over in ``zone``: it no longer belongs to it."""
        return self.following.start(zone)


def midnight(day: date, zone: tzinfo) -> datetime:
    """The instant at which ``day`` begins in ``zone``, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def last_before(saved: Iterable[tuple[int, str]], end: datetime) -> int | None:
    """Of versions as (number, ``saved_at``), newest first, the first that was saved before ``end``; reads no further than that."""
    return next((number for number, saved_at in saved if instant(saved_at) < end), None)


class FindingMark(NamedTuple):
    """What a snapshot remembers of a finding."""

    rule: str
    fingerprint: str
    severity: Severity
    stage: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One map of a snapshot: the version that stood, the digest of its file, and what lint said that day under ``profile``."""

    map: str
    title: str
    type: str
    version: int
    digest: str
    profile: str
    counts: Mapping[Severity, int]
    findings: tuple[FindingMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """A snapshot. ``edition`` is 1, or more where it was amended; ``amends`` is then the digest of the edition before."""

    label: str
    made_at: str
    program: str
    timezone: str
    maps: tuple[Entry, ...] = field(default=())
    edition: int = 1
    amends: str | None = None


def says_the_same(a: Manifest, b: Manifest) -> bool:
    """Whether two manifests freeze the same state, whenever and by whichever program they were made."""
    return _essence(a) == _essence(b)


def _essence(manifest: Manifest) -> Manifest:
    entries = tuple(replace(entry, counts=_all_counts(entry.counts)) for entry in _in_order(manifest.maps))
    return replace(manifest, made_at="", program="", maps=entries, edition=1, amends=None)


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.map)


def _all_counts(counts: Mapping[Severity, int]) -> dict[Severity, int]:
    return {severity: counts.get(severity, 0) for severity in SEVERITIES}


def encode(manifest: Manifest) -> bytes:
    """The body of a snapshot's file: entries by map id.

    Raises:
        ValueError: label, edition or instant is not one the archive takes.
    """
    if not re.fullmatch(r"[0-9]{4}-Q[1-4]", manifest.label) or manifest.edition < 1 or not is_instant(manifest.made_at):
        raise ValueError(f"not a snapshot: {manifest.label!r} {manifest.edition!r} {manifest.made_at!r}")
    return sealed(
        {
            "format": FORMAT,
            "label": manifest.label,
            "edition": manifest.edition,
            "amends": manifest.amends,
            "made_at": manifest.made_at,
            "program": manifest.program,
            "timezone": manifest.timezone,
            "maps": [_entry_to_json(entry) for entry in _in_order(manifest.maps)],
        }
    )


def _entry_to_json(entry: Entry) -> Json:
    return {
        "map": entry.map,
        "title": entry.title,
        "type": entry.type,
        "version": entry.version,
        "digest": entry.digest,
        "profile": entry.profile,
        "counts": {severity: entry.counts.get(severity, 0) for severity in SEVERITIES},
        "findings": [dict(mark._asdict()) for mark in entry.findings],
    }


def decode(body: bytes, key: str) -> Manifest:
    """The snapshot that stands under ``key`` with this ``body``.

    Raises:
        ArchiveDamaged: truncated, edited by hand, or under a name that is not its own.
        NewerThanThis: written by a newer sheetsync.
    """
    return trusted(examine, body, key)


def examine(body: bytes, key: str) -> Manifest:
    """As ``decode``, but raises ``Damage`` instead of ``ArchiveDamaged``."""
    from sheetsync.history.guard import ManifestShape  # noqa: PLC0415 - pydantic is loaded only when something is decoded

    shape = checked(ManifestShape, body, key)
    manifest = Manifest(
        label=shape.label,
        made_at=shape.made_at,
        program=shape.program,
        timezone=shape.timezone,
        maps=tuple(
            Entry(
                map=entry.map,
                title=entry.title,
                type=entry.type,
                version=entry.version,
                digest=entry.digest,
                profile=entry.profile,
                counts=entry.counts,
                findings=tuple(FindingMark(mark.rule, mark.fingerprint, mark.severity, mark.stage) for mark in entry.findings),
            )
            for entry in shape.maps
        ),
        edition=shape.edition,
        amends=shape.amends,
    )
    same_place(key, snapshot_key(manifest.label, manifest.edition))
    same_bytes(encode, manifest, body)
    return manifest
