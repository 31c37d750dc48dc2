"""Changes that a team has planned, from whichever supporting tab lists them."""

from collections.abc import Iterator
from typing import NamedTuple

from sheetsync.lint.index import Index
from sheetsync.model.journey import FieldRef, Record

CHANGE_TAB_ROLES = ("change", "pain", "need", "stage", "owner", "date", "status")
DROPPED, DONE = "dropped", "done"
"""Choices of a status: nothing will be done any more, or all of it is."""


class Change(NamedTuple):
    """One planned change. What is blank is an empty text; ``missing`` says where it would stand."""

    tab: str
    record: Record
    text: str
    reason: str
    stage: str
    owner: str
    due: str
    status: str
    places: dict[str, str]

    def place(self, role: str) -> FieldRef | None:
        """Where the field of ``role`` of this change is; ``None`` where its tab has none."""
        return FieldRef(self.tab, step=self.record.id, field=self.places[role]) if role in self.places else None


def changes(index: Index) -> Iterator[Change]:
    """Every change that says what it is and was not dropped."""
    for tab in index.lists:
        fields = {role: item.key for role in CHANGE_TAB_ROLES if (item := index.field(role, tab.key)) is not None}
        if "change" not in fields:
            continue
        for record in index.map.records(tab.key):
            said = {role: record.values.get(key, "").strip(" -–—") for role, key in fields.items()}
            if said["change"] and said.get("status") != DROPPED:
                reason = said.get("pain", "") or said.get("need", "")
                stage, owner, due, status = (said.get(role, "") for role in ("stage", "owner", "date", "status"))
                yield Change(tab.key, record, said["change"], reason, stage, owner, due, status, fields)
