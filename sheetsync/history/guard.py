"""The shapes of archive files, held by pydantic. Imported only when an archived file is decoded."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from sheetsync.history.keys import INSTANT, LABEL, MAP_ID, MAX_NUMBER, WORKBOOK_KEY

Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
Instant = Annotated[str, Field(pattern=INSTANT)]
MapId = Annotated[str, Field(pattern=MAP_ID)]
WorkbookKey = Annotated[str, Field(pattern=WORKBOOK_KEY)]
Number = Annotated[int, Field(ge=1, le=MAX_NUMBER)]
Count = Annotated[int, Field(ge=0)]
Fingerprint = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
Covers = Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
Severity = Literal["error", "warning", "info"]


class Shape(BaseModel):
    """A JSON object with exactly these keys and kinds."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class RecordShape(Shape):
    """One step, or one entry of a supporting tab."""

    id: str
    stage: str | None
    values: dict[str, str]


class StageShape(Shape):
    """One stage."""

    key: str
    title: str
    values: dict[str, str]


class TabShape(Shape):
    """One tab; only the map itself has ``stages``."""

    stages: tuple[StageShape, ...] = ()
    records: tuple[RecordShape, ...]


class JourneyShape(Shape):
    """The content of a map."""

    type: str
    type_version: int
    title: str
    language: Literal["vi", "en"]
    values: dict[str, str]
    tabs: dict[str, TabShape]


class SourceShape(Shape):
    """Where a version was read."""

    kind: str
    ref: str
    revision: str


class VersionShape(Shape):
    """``maps/<map>/000001.json``."""

    format: Literal[1]
    map: MapId
    version: Number
    parent: Digest | None
    content: Digest
    saved_at: Instant
    author: str
    reason: Literal["new", "sync", "restore", "adopt", "import"]
    source: SourceShape
    journey: JourneyShape


class FindingShape(Shape):
    """One finding as a snapshot remembers it."""

    rule: str
    fingerprint: str
    severity: Severity
    stage: str | None


class EntryShape(Shape):
    """One map of a snapshot."""

    map: MapId
    title: str
    type: str
    version: Number
    digest: Digest
    profile: str
    counts: dict[Severity, Count]
    findings: tuple[FindingShape, ...]


class ManifestShape(Shape):
    """``snapshots/2026-Q4.json``."""

    format: Literal[1]
    label: Annotated[str, Field(pattern=LABEL)]
    edition: Number
    amends: Digest | None
    made_at: Instant
    program: str
    timezone: str
    maps: tuple[EntryShape, ...]
    seal: Digest


class ConflictShape(Shape):
    """One conflict that people were told of."""

    kind: Literal["changed", "removed", "moved", "order"]
    tab: str | None
    stage: str | None
    step: str | None
    field: str | None
    base: str | None
    sheet: str | None
    archive: str | None


class SyncShape(Shape):
    """``sync/<map>/<workbook>/000001.json``."""

    format: Literal[1]
    kind: Literal["intent", "done", "conflict"]
    map: MapId
    workbook: WorkbookKey
    number: Number
    ref: str
    version: Number | None
    digest: Digest | None
    revision: str
    at: Instant
    conflicts: tuple[ConflictShape, ...] = ()
    heard: Count = 0
    seal: Digest


class PostShape(Shape):
    """``threads/<workbook>/000001.json``."""

    format: Literal[1]
    kind: Literal["posting", "posted"]
    map: MapId
    number: Number
    ref: str
    at: Instant
    by: str
    standing: dict[Fingerprint, Covers]
    known: dict[Fingerprint, Covers]
    seal: Digest


class DecisionShape(Shape):
    """``decisions/<map>/000001.json``."""

    format: Literal[1]
    kind: Literal["waive", "unwaive", "baseline", "accept-deletions", "prefer", "retire"]
    map: MapId
    number: Number
    at: Instant
    author: str
    reason: str
    fingerprints: tuple[str, ...]
    covers: str | None
    version: Number | None
    side: Literal["sheet", "archive"] | None
    post: str = ""
    seal: Digest
