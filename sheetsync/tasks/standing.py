"""How a workbook stands to its archive: what is known of its map, and whether it is the map's own workbook or only a copy."""

from collections.abc import Mapping
from dataclasses import dataclass

from sheetsync.errors import SheetsyncError, WorkbookNotFound
from sheetsync.history.record import SyncRecord
from sheetsync.history.settling import agreed_on
from sheetsync.history.version import Version
from sheetsync.model.journey import JourneyMap
from sheetsync.model.words import Text
from sheetsync.tasks.ledger import Stored
from sheetsync.tasks.opening import open_map
from sheetsync.tasks.parts import Workspace


@dataclass(frozen=True, slots=True)
class History:
    """What the archive knows of a map at one address: the latest version, its digest as the parent of the next, the base, and open conflicts.

    ``agreed`` is what both sides last said alike: the base; while conflicts are open, what was brought in step around them. ``heard`` is how many
    decisions about the map there are.
    """

    latest: Version | None
    stored: Stored | None
    base: Version | None
    conflict: SyncRecord | None = None
    agreed: JourneyMap | None = None
    heard: int = 0

    @classmethod
    def of(cls, space: Workspace, map_id: str, ref: str) -> "History":
        ledger = space.ledger
        stored = ledger.latest(map_id)
        if stored is None:
            return cls(None, None, None)
        heard = ledger.decided(map_id)
        latest = ledger.load(map_id, stored.version)
        bases = ((at, ledger.base(map_id, at)) for at in (ref, *reversed(ledger.addresses(map_id))))
        at, number = next(((at, number) for at, number in bases if number is not None), (ref, None))
        base = latest if number == stored.version else ledger.load(map_id, number) if number is not None else None
        told = tuple(record for one in dict.fromkeys((at, ref)) for record in ledger.open_conflicts(map_id, one))
        agreed = base.journey if base else None
        for record in told:
            if record.version is not None:
                agreed = agreed_on(agreed, ledger.load(map_id, record.version).journey, record.conflicts)
        return cls(latest, stored, base, told[-1] if told else None, agreed, heard)

    @property
    def base_or_latest(self) -> Version | None:
        return self.base or self.latest

    @property
    def common(self) -> JourneyMap | None:
        """What both sides last said alike; where nobody knows, what the archive says."""
        return self.agreed or (self.latest.journey if self.latest else None)

    @property
    def number(self) -> int | None:
        return self.stored.version if self.stored else None


def standing_copy(space: Workspace, map_id: str, ref: str, seen: Mapping[str, str]) -> str | None:
    """The address that holds this map already, when ``ref`` is only a copy of it: where it was synced last, or first in this run."""
    addresses = space.ledger.addresses(map_id)
    in_this_run = (seen[map_id],) if map_id in seen else ()
    others = addresses[addresses.index(ref) + 1 :] if ref in addresses else addresses + in_this_run
    return next((other for other in reversed(others) if other != ref and _holds(space, other, map_id)), None)


def _holds(space: Workspace, ref: str, map_id: str) -> bool:
    try:
        return open_map(space, ref).reading.map.id == map_id
    except WorkbookNotFound:
        return False
    except SheetsyncError:
        return True


def is_a_copy(ref: str, standing: str) -> Text:
    """Why nothing is done with a copy at ``ref`` of the map that stands at ``standing``, and what to do about it."""
    return Text(
        vi=f"{ref} là bản sao của {standing} (cùng mã bản đồ) nên không được đồng bộ. Hãy tách thành bản đồ riêng bằng "
        f'`sheetsync adopt "{ref}" --as-new`, hoặc dùng nó thay bản kia bằng `sheetsync adopt "{ref}" --replace`.',
        en=f"{ref} is a copy of {standing} (both carry the same map id), so it is not synced. "
        f'Run `sheetsync adopt "{ref}" --as-new` to make it a map of its own, or `sheetsync adopt "{ref}" --replace` to use it instead of the other.',
    )
