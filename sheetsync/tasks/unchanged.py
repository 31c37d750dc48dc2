"""What sync remembers to pass over workbooks that nobody touched: one look at the place, no reading. Losing it costs a full scan, nothing else."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from sheetsync import __version__
from sheetsync.tasks.parts import Workspace


class Known(NamedTuple):
    """A workbook that was in step when last seen: its mark then, its map, the version, and how many decisions about the map were heeded."""

    mark: str
    map: str
    version: int
    decisions: int


class Unchanged:
    """The marks of all workbooks of a backend, as of the last sync with the same program and the same lint settings."""

    def __init__(self, space: Workspace) -> None:
        self._space = space
        self._name = space.backend.kind
        self._settings = f"{__version__} {space.profile} {sorted(space.rules.items())!r} {sorted(space.maps.items())!r}"
        self._cursor: str | None = None
        self._known: dict[str, Known] = {}
        self._load()
        self._changed = False

    def marks(self) -> Mapping[str, str | None]:
        """All workbooks of the place, in a fixed order, and today's mark of each; ``None`` where there is none to be trusted.

        Raises:
            SheetsyncError: the place can't be asked.
        """
        news = self._space.backend.news(self._cursor)
        self._changed |= (news.cursor or None) != self._cursor
        self._cursor = news.cursor or None
        return dict(sorted(news.marks.items()))

    def known(self, ref: str, mark: str | None) -> Known | None:
        """What is known of ``ref``, if nothing moved on either side since."""
        found = self._known.get(ref)
        if found is None or mark is None or found.mark != mark:
            return None
        numbers = self._space.ledger.numbers(found.map)
        return found if numbers and numbers[-1] == found.version and self._space.ledger.decided(found.map) == found.decisions else None

    def keep(self, ref: str, mark: str | None, map_id: str | None, version: int | None, decisions: int = 0) -> None:
        """Remember that ``ref`` was in step with ``version`` and so many decisions when it had ``mark``; forget it where that is not so (``None``).

        The mark is the one taken before reading: a change that came later shows as a new mark.
        """
        if mark is not None and map_id is not None and version is not None:
            self._known[ref] = Known(mark, map_id, version, decisions)
            self._changed = True
        elif self._known.pop(ref, None):
            self._changed = True

    def store(self) -> None:
        """Keep what was learned for the next sync."""
        if self._changed:
            workbooks = {ref: list(known) for ref, known in sorted(self._known.items())}
            value = {"settings": self._settings, "cursor": self._cursor, "workbooks": workbooks}
            self._space.ledger.keep_cursor(self._name, json.dumps(value, ensure_ascii=False))

    def _load(self) -> None:
        try:
            value = json.loads(self._space.ledger.cursor(self._name) or "{}")
            cursor = value.get("cursor")
            self._cursor = cursor if isinstance(cursor, str) else None
            if value.get("settings") == self._settings:
                self._known = {
                    ref: Known(str(mark), str(map_id), int(at), int(heeded)) for ref, (mark, map_id, at, heeded) in value["workbooks"].items()
                }
        except (ValueError, TypeError, AttributeError, KeyError):
            return
