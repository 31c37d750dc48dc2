"""What the archive remembers of conflicts: the notes since both sides were in step, and the words said after them."""

import pytest

from sheetsync.archives.memory import MemoryArchive
from sheetsync.history.merge import Conflict
from sheetsync.history.record import Decision
from sheetsync.history.version import Source
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.tasks.ledger import Ledger, Stored
from tests.history.maps import GYM

AT, REF = "2026-11-22T09:00:00Z", "maps/gym.xlsx"
ONE, OTHER = (Conflict("changed", FieldRef(MAIN, step=step, field="action"), "Hỏi", "Gọi", "Nhắn") for step in ("a1", "a2"))


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(MemoryArchive())


@pytest.fixture
def stored(ledger: Ledger) -> Stored:
    source = Source("memory", REF, "r1")
    return ledger.append("gym", GYM, author="Lan", reason="new", source=source, saved_at=AT, parent=None)


def note(ledger: Ledger, stored: Stored, *conflicts: Conflict) -> None:
    ledger.conflict("gym", REF, conflicts, version=stored, revision="r1", at=AT, heard=ledger.decided("gym"))


def test_notes_count_until_both_sides_are_in_step(ledger: Ledger, stored: Stored) -> None:
    note(ledger, stored, ONE, OTHER)
    ledger.intent("gym", REF, version=stored, revision="r1", at=AT, conflicts=[OTHER])
    note(ledger, stored, ONE)
    assert [record.conflicts for record in ledger.open_conflicts("gym", REF)] == [(ONE, OTHER), (ONE,)]
    newest = ledger.open_conflict("gym", REF)
    assert newest is not None
    assert newest.conflicts == (ONE,)
    ledger.done("gym", REF, version=stored, revision="r2", at=AT)
    assert (ledger.open_conflicts("gym", REF), ledger.open_conflict("gym", REF)) == ((), None)
    assert ledger.check().faults == ()


def test_words_said_after_a_note_are_told_by_their_number_whatever_their_clocks(ledger: Ledger, stored: Stored) -> None:
    early, late = "2026-11-22T08:00:00Z", "2026-11-22T10:00:00Z"
    ledger.decide("gym", Decision("prefer", late, "Lan", side="sheet", fingerprints=("old",)))
    note(ledger, stored, ONE)
    ledger.decide("gym", Decision("prefer", early, "Minh", side="archive", fingerprints=("new",)))
    (told,) = ledger.open_conflicts("gym", REF)
    assert {name: word.side for name, word in ledger.decisions("gym", after=told.heard).prefers.items()} == {"new": "archive"}
    assert set(ledger.decisions("gym").prefers) == {"old", "new"}
