"""Map types: what a template file describes. Data only; no code knows a type by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from sheetsync.model.words import Text

Kind = Literal["text", "list", "choice", "number", "date", "boolean", "stage"]
"""How a field's text is read and written: ``list`` is one item a line, ``stage`` names a stage of the same map."""

Policy = Literal["fixed", "renamable", "open"]
"""What people may do with stages: nothing, rename them, or add, rename and reorder them."""

ROLES: frozenset[str] = frozenset(
    {
        # lanes of the map
        "action", "thought", "emotion", "touchpoint", "gap", "pain", "motivation", "need", "content", "improvement", "value", "channel",
        "expectation", "process", "program", "assessment", "evidence", "frontstage", "technology", "employee", "backstage", "support",
        "people", "policy", "scenario", "change", "research", "environment", "device", "company-action", "note",
        # stages and map
        "goal", "owner", "kpi", "objective", "persona", "start", "end", "cadence", "date", "base-map", "moment",
        # supporting tabs
        "name", "occupation", "motto", "traits", "interaction", "personal-goal", "demographics", "psychographics", "answer", "rating",
        "resource", "resource-kind", "resource-state", "status", "stage", "finding", "reviewer", "crm",
    }
)  # fmt: skip
"""What rules bind to. A template that names another role is refused."""


class Choice(NamedTuple):
    """One value of a choice field. ``score`` places it on a scale (emotion), where it has one."""

    key: str
    title: Text
    aliases: tuple[str, ...] = ()
    score: int | None = None


class Field(NamedTuple):
    """One kind of content: a column of a *down* tab, a row of an *across* tab, a line of *About this map*."""

    key: str
    role: str
    kind: Kind
    title: Text
    guide: Text
    aliases: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    required: bool = False
    minimum: int | None = None
    maximum: int | None = None
    source: str = ""


class StageType(NamedTuple):
    """A stage that a type starts with. ``goal`` is the brand's goal there, where the document gives one."""

    key: str
    title: Text
    guide: Text
    goal: Text | None = None
    aliases: tuple[str, ...] = ()
    source: str = ""


class TabType(NamedTuple):
    """One tab of a type: the map itself (key ``map``, with stages) or a supporting list. ``slots``: empty steps a stage (or list) starts with."""

    key: str
    title: Text
    guide: Text
    step: Text
    axis: Literal["down", "across"]
    slots: int
    fields: tuple[Field, ...]
    source: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class MapType:
    """What a template file describes. ``tabs[0]`` is the map itself; its steps belong to ``stages``."""

    key: str
    version: int
    title: Text
    summary: Text
    profile: str
    source: str
    policy: Policy
    about: tuple[Field, ...]
    stage_fields: tuple[Field, ...]
    stages: tuple[StageType, ...]
    tabs: tuple[TabType, ...]

    @property
    def main(self) -> TabType:
        """The tab that holds the map itself."""
        return self.tabs[0]

    @cached_property
    def tabs_by_key(self) -> Mapping[str, TabType]:
        """Tabs by their keys."""
        return {tab.key: tab for tab in self.tabs}

    def fields_of(self, tab: str | None, *, of_stage: bool = False) -> tuple[Field, ...]:
        """The fields of a tab; of *About this map* for ``None``; of its stages with ``of_stage``."""
        if tab is None:
            return self.about
        if of_stage:
            return self.stage_fields
        return self.tabs_by_key[tab].fields if tab in self.tabs_by_key else ()

    def with_role(self, role: str, tab: str | None = "map") -> tuple[Field, ...]:
        """The fields of a tab that carry ``role``, in their order."""
        return tuple(field for field in self.fields_of(tab) if field.role == role)
