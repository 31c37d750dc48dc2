"""How a workbook stands to its archive: what is known of its map, and whether it is the map's own workbook or only a copy."""

from collections.abc import Mapping
from dataclasses import dataclass

from sheetsync.errors import SheetsyncError, WorkbookNotFound
from sheetsync.history.version import Version
from sheetsync.model.words import Text
from sheetsync.tasks.ledger import Stored
from sheetsync.tasks.opening import open_map
from sheetsync.tasks.parts import Workspace


@dataclass(frozen=True, slots=True)
class History:
    """What the archive knows of a map at one address: the latest version, the base, and its digest as the parent of the next."""

    latest: Version | None
    stored: Stored | None
    base: Version | None

    @classmethod
    def of(cls, space: Workspace, map_id: str, ref: str) -> "History":
        stored = space.ledger.latest(map_id)
        if stored is None:
            return cls(None, None, None)
        latest = space.ledger.load(map_id, stored.version)
        number = space.ledger.base(map_id, ref)
        if number is None:
            number = next((found for at in reversed(space.ledger.addresses(map_id)) if (found := space.ledger.base(map_id, at)) is not None), None)
        base = latest if number == stored.version else space.ledger.load(map_id, number) if number is not None else None
        return cls(latest, stored, base)

    @property
    def base_or_latest(self) -> Version | None:
        return self.base or self.latest

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
