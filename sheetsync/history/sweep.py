"""The suspicious sweep: so much gone at once that somebody should be asked before it counts as deleted."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from sheetsync.model.journey import FieldRef, JourneyMap

MANY = 5


class Sweep(NamedTuple):
    """What seems to be gone: ``gone`` of the ``had`` records of ``tab``, or, where ``field`` is set, that field's texts in them."""

    tab: str
    gone: int
    had: int
    field: str | None = None


def sweeps(base: JourneyMap, sheet: JourneyMap, *, lost_tabs: Collection[str], lost_fields: Collection[FieldRef]) -> tuple[Sweep, ...]:
    """What vanished between ``base`` and ``sheet`` at a size that asks for a question.

    All records of a tab; or more than half of them and at least five; or everything under a tab, key line or column that can't be found.
    """
    return tuple(_sweeps(base, sheet, lost_tabs, lost_fields))


def _sweeps(base: JourneyMap, sheet: JourneyMap, lost_tabs: Collection[str], lost_fields: Collection[FieldRef]) -> Iterator[Sweep]:
    for tab in base.tabs:
        before = base.records(tab)
        here = {record.id for record in sheet.records(tab)}
        gone = sum(1 for record in before if record.id not in here)
        if before and (tab in lost_tabs or gone == len(before) or (gone >= MANY and gone * 2 > len(before))):
            yield Sweep(tab, gone, len(before))
            continue
        for ref in lost_fields:
            had = sum(1 for record in before if ref.field in record.values) if ref.tab == tab and ref.step is None and ref.stage is None else 0
            if had and ref.field:
                yield Sweep(tab, had, had, ref.field)
