"""What sync remembers to pass over workbooks that nobody touched: one look at the file, no reading. Losing it costs a full scan, nothing else."""

import json
from typing import NamedTuple

from sheetsync import __version__
from sheetsync.errors import SheetsyncError
from sheetsync.tasks.parts import Workspace


class Known(NamedTuple):
    """A workbook that was in step when last seen: its mark then, its map, and the version."""

    mark: str
    map: str
    version: int


class Unchanged:
    """The marks of all workbooks of a backend, as of the last sync with the same program and the same lint settings."""

    def __init__(self, space: Workspace) -> None:
        self._space = space
        self._name = space.backend.kind
        self._settings = f"{__version__} {space.profile} {sorted(space.rules.items())!r}"
        self._known = self._load()
        self._changed = False

    def mark(self, ref: str) -> str | None:
        """Today's mark of a workbook; ``None`` where it can't be trusted or had."""
        try:
            return self._space.backend.glance(ref)
        except SheetsyncError:
            return None

    def known(self, ref: str, mark: str | None) -> Known | None:
        """What is known of ``ref``, if nothing moved on either side since."""
        found = self._known.get(ref)
        if found is None or mark is None or found.mark != mark:
            return None
        numbers = self._space.ledger.numbers(found.map)
        return found if numbers and numbers[-1] == found.version else None

    def keep(self, ref: str, mark: str | None, map_id: str | None, version: int | None) -> None:
        """Remember that ``ref`` was in step with ``version`` when it had ``mark``; forget it where that is not so (``None``).

        The mark is the one taken before reading: a change that came later shows as a new mark.
        """
        if mark is not None and map_id is not None and version is not None:
            self._known[ref] = Known(mark, map_id, version)
            self._changed = True
        elif self._known.pop(ref, None):
            self._changed = True

    def store(self) -> None:
        """Keep what was learned for the next sync."""
        if self._changed:
            value = {"settings": self._settings, "workbooks": {ref: list(known) for ref, known in sorted(self._known.items())}}
            self._space.ledger.keep_cursor(self._name, json.dumps(value, ensure_ascii=False))

    def _load(self) -> dict[str, Known]:
        try:
            value = json.loads(self._space.ledger.cursor(self._name) or "{}")
            if value.get("settings") != self._settings:
                return {}
            return {ref: Known(str(mark), str(map_id), int(version)) for ref, (mark, map_id, version) in value["workbooks"].items()}
        except (ValueError, TypeError, AttributeError, KeyError):
            return {}
