"""Versions: one archived state of one map, as canonical JSON that git and people can read, chained by digests."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Literal, TypeVar

from sheetsync.errors import ArchiveDamaged, ArchiveError, NewerThanThis
from sheetsync.history.keys import MAX_NUMBER, is_instant, is_map_id, map_folder, numbered_key
from sheetsync.model.journey import MAIN, JourneyMap, Record, Stage, Tab
from sheetsync.model.words import Text

if TYPE_CHECKING:
    from sheetsync.history.guard import JourneyShape, Shape, TabShape

FORMAT = 1
"""Version of the archive's files; a higher one is refused."""
FORMAT_BODY = b'{\n  "format": 1\n}\n'
"""``format.json``: the first file of every archive."""

Reason = Literal["new", "sync", "restore", "adopt", "import"]
Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
Value = TypeVar("Value")
Model = TypeVar("Model", bound="Shape")


class Damage(Exception):
    """Why a file of the archive can't be trusted; ``decode`` turns it into ``ArchiveDamaged``, a check reports it."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.why = Text(vi, en)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a version was read: kind of backend, address and revision."""

    kind: str
    ref: str
    revision: str


@dataclass(frozen=True, slots=True)
class Version:
    """One archived state of one map.

    ``parent`` is the digest of the version before (``None`` for the first), ``content`` that of the map alone, ``saved_at`` an instant
    in UTC (``2026-10-01T02:03:04Z``).
    """

    map: str
    version: int
    parent: str | None
    content: str
    saved_at: str
    author: str
    reason: Reason
    source: Source
    journey: JourneyMap


def canonical(value: object) -> bytes:
    """``value`` as the one JSON text the archive knows for it: UTF-8, indented by two, keys in the order given, a newline at the end.

    Raises:
        TypeError: something other than a string, integer, boolean, null, list, tuple or mapping with string keys (a float, say).
        ArchiveError: a text holds half of a surrogate pair, which no UTF-8 text can.
    """
    try:
        return (_json(value, "\n") + "\n").encode()
    except UnicodeEncodeError as error:
        text = error.object[max(error.start - 20, 0) : error.start].rpartition('"')[2]
        raise ArchiveError(
            en=f"A character after “{text}” is broken (half of a surrogate pair) and can't be archived. Type that text again.",
            vi=f"Một ký tự sau “{text}” bị hỏng (nửa cặp surrogate) nên không lưu trữ được. Hãy gõ lại đoạn chữ đó.",
        ) from None


def _json(value: object, newline: str) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    inner = newline + "  "
    if isinstance(value, Mapping):
        return _block("{}", [f"{_key(key)}: {_json(item, inner)}" for key, item in value.items()], newline)
    if isinstance(value, list | tuple):
        return _block("[]", [_json(item, inner) for item in value], newline)
    raise TypeError(f"{type(value).__name__} has no place in the archive")


def _block(brackets: str, items: list[str], newline: str) -> str:
    if not items:
        return brackets
    inner = newline + "  "
    return brackets[0] + inner + f",{inner}".join(items) + newline + brackets[1]


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key of type {type(key).__name__} has no place in the archive")
    return encode_basestring(key)


def digest(body: bytes) -> str:
    """The digest of a whole file, as the next version's ``parent`` and snapshots name it: ``sha256:…``."""
    return "sha256:" + hashlib.sha256(body).hexdigest()


def content_digest(journey: JourneyMap) -> str:
    """The digest of a map's content alone: equal for two maps exactly when ``diff`` finds nothing between them.

    Raises:
        ArchiveError: the map can't be archived (see ``journey_to_json``).
    """
    return digest(canonical(journey_to_json(journey)))


def journey_to_json(journey: JourneyMap) -> dict[str, Json]:
    """The content of a map as JSON, in its normal form, without its id.

    Map-like parts are sorted. What says nothing is left out: supporting tabs without records, and how the steps of different stages are
    mixed (a stage's own steps keep their order).

    Raises:
        ArchiveError: two stages or records of a tab share an id.
    """
    names = [MAIN, *sorted(key for key, tab in journey.tabs.items() if key != MAIN and (tab.records or tab.stages))]
    return {
        "type": journey.type,
        "type_version": journey.type_version,
        "title": journey.title,
        "language": journey.language,
        "values": _sorted(journey.values),
        "tabs": {name: _tab_to_json(name, journey.tabs.get(name, Tab())) for name in names},
    }


def _tab_to_json(name: str, tab: Tab) -> dict[str, Json]:
    _refuse_twins(name, [stage.key for stage in tab.stages])
    _refuse_twins(name, [record.id for record in tab.records])
    records: list[Json] = [{"id": r.id, "stage": r.stage, "values": _sorted(r.values)} for r in in_stage_order(tab)]
    if name != MAIN and not tab.stages:
        return {"records": records}
    return {"stages": [{"key": s.key, "title": s.title, "values": _sorted(s.values)} for s in tab.stages], "records": records}


def in_stage_order(tab: Tab) -> list[Record]:
    """The records of a tab by the order of their stages; those of unknown stages, then those of none, come last."""
    place = {stage.key: (0, index, "") for index, stage in enumerate(tab.stages)}
    return sorted(tab.records, key=lambda record: (2, 0, "") if record.stage is None else place.get(record.stage, (1, 0, record.stage)))


def _refuse_twins(tab: str, ids: list[str]) -> None:
    if len(set(ids)) < len(ids):
        twin = next(id_ for id_ in ids if ids.count(id_) > 1)
        raise ArchiveError(
            en=f"Tab {tab} holds the id {twin} twice, so this map can't be archived. Run `sheetsync validate` to see the rows.",
            vi=f"Trang {tab} có hai dòng cùng mã {twin} nên chưa lưu trữ được bản đồ. Hãy chạy `sheetsync validate` để xem các dòng đó.",
        )


def _sorted(values: Mapping[str, str]) -> dict[str, Json]:
    return {key: values[key] for key in sorted(values)}


def encode(version: Version) -> bytes:
    """The body of a version's file.

    Raises:
        ValueError: the map id, number or instant is not one the archive takes.
        ArchiveError: the map can't be archived (see ``canonical`` and ``journey_to_json``).
    """
    if not is_map_id(version.map) or not 1 <= version.version <= MAX_NUMBER or not is_instant(version.saved_at):
        raise ValueError(f"not a version: {version.map!r} {version.version!r} {version.saved_at!r}")
    return canonical(
        {
            "format": FORMAT,
            "map": version.map,
            "version": version.version,
            "parent": version.parent,
            "content": version.content,
            "saved_at": version.saved_at,
            "author": version.author,
            "reason": version.reason,
            "source": {"kind": version.source.kind, "ref": version.source.ref, "revision": version.source.revision},
            "journey": journey_to_json(version.journey),
        }
    )


def decode(body: bytes, key: str) -> Version:
    """The version that stands under ``key`` with this ``body``.

    Raises:
        ArchiveDamaged: truncated, edited by hand, or under a name that is not its own.
        NewerThanThis: written by a newer sheetsync.
    """
    return trusted(examine, body, key)


def examine(body: bytes, key: str) -> Version:
    """As ``decode``, but raises ``Damage`` instead of ``ArchiveDamaged``."""
    from sheetsync.history.guard import VersionShape  # noqa: PLC0415 - pydantic is loaded only when something is decoded

    shape = checked(VersionShape, body, key)
    version = Version(
        map=shape.map,
        version=shape.version,
        parent=shape.parent,
        content=shape.content,
        saved_at=shape.saved_at,
        author=shape.author,
        reason=shape.reason,
        source=Source(shape.source.kind, shape.source.ref, shape.source.revision),
        journey=_journey(shape.journey, shape.map),
    )
    same_place(key, numbered_key(map_folder(version.map), version.version))
    same_bytes(encode, version, body)
    if content_digest(version.journey) != version.content:
        raise Damage("nội dung bản đồ không khớp với mã băm `content`", "the map does not match its digest `content`")
    return version


def journey_from_json(value: Mapping[str, Json], map_id: str) -> JourneyMap:
    """The map that ``journey_to_json`` wrote.

    Raises:
        ValueError: the value has not that shape (pydantic's ``ValidationError``).
    """
    from sheetsync.history.guard import JourneyShape  # noqa: PLC0415 - pydantic is loaded only when something is decoded

    return _journey(JourneyShape.model_validate_json(canonical(value)), map_id)


def _journey(shape: "JourneyShape", map_id: str) -> JourneyMap:
    return JourneyMap(
        id=map_id,
        type=shape.type,
        type_version=shape.type_version,
        title=shape.title,
        language=shape.language,
        values=shape.values,
        tabs={key: _tab(tab) for key, tab in shape.tabs.items()},
    )


def _tab(shape: "TabShape") -> Tab:
    return Tab(
        stages=tuple(Stage(stage.key, stage.title, stage.values) for stage in shape.stages),
        records=tuple(Record(record.id, record.stage, record.values) for record in shape.records),
    )


def trusted(examine: Callable[[bytes, str], Value], body: bytes, key: str) -> Value:
    """What ``examine`` makes of a file, its ``Damage`` told as ``ArchiveDamaged``.

    Raises:
        ArchiveDamaged: the file can't be trusted.
        NewerThanThis: written by a newer sheetsync.
    """
    try:
        return examine(body, key)
    except Damage as damage:
        raise ArchiveDamaged(key, en=damage.why.en, vi=damage.why.vi) from damage


def checked(shape: type[Model], body: bytes, key: str) -> Model:
    """The JSON of an archive file, held against its shape.

    Raises:
        Damage: not JSON, or not of that shape.
        NewerThanThis: its ``format`` is higher than ours.
    """
    from pydantic import ValidationError  # noqa: PLC0415 - pydantic is loaded only when something is decoded

    try:
        return shape.model_validate_json(body)
    except ValidationError as error:
        refuse_newer(body, key)
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        if not first["loc"]:
            raise Damage("tệp không phải JSON trọn vẹn (bị cắt cụt hoặc hỏng)", "it is not complete JSON (truncated or damaged)") from None
        place = ".".join(str(part) for part in first["loc"])
        raise Damage(f"mục `{place}` bị thiếu, thừa hoặc sai kiểu", f"`{place}` is missing, unknown or of the wrong kind") from None


def refuse_newer(body: bytes, key: str) -> None:
    """Raise ``NewerThanThis`` when the file says that it is of a newer format; anything else is left to the caller."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return
    found = value.get("format") if isinstance(value, dict) else None
    if type(found) is int and found > FORMAT:
        raise NewerThanThis(key, what="format", found=str(found), known=str(FORMAT))


def examine_format(body: bytes, key: str) -> None:
    """Hold ``format.json`` against what this sheetsync knows.

    Raises:
        Damage: it is not what we write there.
        NewerThanThis: the archive is of a newer sheetsync.
    """
    refuse_newer(body, key)
    if body != FORMAT_BODY:
        raise Damage("tệp này chỉ được chứa đúng số phiên bản định dạng", "it must hold the format number and nothing else")


def same_place(key: str, own: str) -> None:
    """Raise ``Damage`` when a file doesn't stand under its own key."""
    if key != own:
        raise Damage(f"theo nội dung thì tệp này phải là {own}", f"by its content this file is {own}")


def same_bytes(encode: Callable[[Value], bytes], value: Value, body: bytes) -> None:
    """Raise ``Damage`` when writing ``value`` again doesn't give the same file: somebody edited it."""
    try:
        same = encode(value) == body
    except (ValueError, ArchiveError):
        same = False
    if not same:
        raise Damage("tệp đã bị sửa tay (ghi lại không ra đúng từng byte)", "it was edited by hand (writing it again gives other bytes)")


def instant(text: str) -> datetime:
    """The instant that a ``saved_at`` or ``made_at`` names.

    Raises:
        ValueError: it names none.
    """
    return datetime.fromisoformat(text)


def sealed(value: dict[str, Json]) -> bytes:
    """The file of a record that nothing else vouches for: ``value`` with a digest of itself as ``seal`` at the end."""
    return canonical({**value, "seal": digest(canonical(value))})
