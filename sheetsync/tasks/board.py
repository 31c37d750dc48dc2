"""What the archive keeps of the comments in one workbook, so that no two runs ever post into it at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from sheetsync.errors import AlreadyInArchive
from sheetsync.history.posts import CLAIM_LASTS, PostRecord
from sheetsync.history.version import instant
from sheetsync.tasks.parts import Parts, Workspace

Covers = Mapping[str, str]
"""Fingerprints with the digest of the text that each covers."""


class Board:
    """The comments in the workbook at ``ref``, as the archive knows them.

    Look before the workbook is read: a claim then proves that nobody posted since. Without an archive nothing is remembered, and nothing can be
    claimed: that is for workbooks that only change as a whole.
    """

    def __init__(self, parts: Parts, ref: str) -> None:
        self._parts, self._ref = parts, ref
        self._last = parts.ledger.last_posts(ref) if isinstance(parts, Workspace) else None

    @property
    def standing(self) -> Covers:
        """What was said in the workbook when the last run was done."""
        return self._last.standing if self._last else {}

    @property
    def known(self) -> Covers:
        """The findings that people accepted as known."""
        return self._last.known if self._last else {}

    def is_claimed(self, now: datetime) -> bool:
        """Whether another run may still be posting."""
        return self._last is not None and self._last.kind == "posting" and now - instant(self._last.at) < CLAIM_LASTS

    def claim(self, map_id: str) -> None:
        """Keep everybody else from posting.

        Raises:
            AlreadyInArchive: another run did something since we looked.
        """
        self._record("posting", map_id, self.standing, self.known)

    def settle(self, map_id: str, standing: Covers, known: Covers) -> None:
        """Give the workbook free again, where it is claimed; and keep what is said in it, and known, now."""
        is_news = (standing, known) != (self.standing, self.known)
        if not is_news and (self._last is None or self._last.kind == "posted"):
            return
        try:
            self._record("posted", map_id, standing, known)
        except AlreadyInArchive:
            return  # our claim lapsed, and somebody else goes on from what stands in the workbook

    def _record(self, kind: Literal["posting", "posted"], map_id: str, standing: Covers, known: Covers) -> None:
        if not isinstance(self._parts, Workspace):
            return
        number = self._last.number + 1 if self._last else 1
        by = f"{self._parts.author} {self._parts.random(8).hex()}"
        record = PostRecord(kind, map_id, number, self._ref, self._parts.instant(), by, standing, known)
        self._parts.ledger.record_posts(record)
        self._last = record
