"""What the keys of a map are called in a reader's language: stages, tabs, fields, choices, and what a step is known by."""

from collections.abc import Mapping
from typing import NamedTuple

from sheetsync.history.diff import Change
from sheetsync.model.anatomy import ABOUT_TAB, TITLE, TITLE_HEADING
from sheetsync.model.journey import JourneyMap, Record, items
from sheetsync.model.maptype import Field, MapType
from sheetsync.model.words import Text

_STAGE_TITLE = Text(vi="tên", en="title")
_STEP = Text(vi="mục", en="entry")
_YES = {"true": Text(vi="có", en="yes"), "false": Text(vi="không", en="no")}


class Compared(NamedTuple):
    """One map, its changes, and its type where it is known. ``before`` or ``after`` is absent where only one side has the map."""

    before: JourneyMap | None
    after: JourneyMap | None
    changes: tuple[Change, ...]
    map_type: MapType | None


class Names:
    """The words for one map, of which ``sides`` are the states, the newest last; keys stay where its type (``None``: unknown) has no words."""

    def __init__(self, map_type: MapType | None, language: str, *sides: JourneyMap | None) -> None:
        self.language = language
        self._type = map_type
        known = [side for side in sides if side is not None]
        self._stages = {stage.key: stage.title for side in known for stage in side.main.stages}

    def stage(self, key: str | None) -> str:
        """The title of a stage; that a step stands in none."""
        return Text(vi="(không thuộc giai đoạn nào)", en="(no stage)").of(self.language) if key is None else self._stages.get(key) or key

    def tab(self, key: str | None) -> str:
        """The title of a tab; of *About this map* for ``None``."""
        if key is None:
            return ABOUT_TAB.of(self.language)
        found = self._type.tabs_by_key.get(key) if self._type else None
        return found.title.of(self.language) if found else key

    def step(self, tab: str) -> str:
        """What a tab calls one of its entries: a step, a persona."""
        found = self._type.tabs_by_key.get(tab) if self._type else None
        return (found.step if found else _STEP).of(self.language)

    def field(self, tab: str | None, key: str, *, of_stage: bool = False) -> str:
        """The title of a field."""
        found = self.kind(tab, key, of_stage=of_stage)
        if found is not None:
            return found.title.of(self.language)
        if key == TITLE:
            return (_STAGE_TITLE if tab else TITLE_HEADING).of(self.language)
        return key

    def kind(self, tab: str | None, key: str, *, of_stage: bool = False) -> Field | None:
        """What a type says of a field."""
        fields = self._type.fields_of(tab, of_stage=of_stage) if self._type else ()
        return next((field for field in fields if field.key == key), None)

    def value(self, tab: str | None, key: str, text: str, *, of_stage: bool = False) -> str:
        """A field's text as people read it: titles of choices and stages instead of their keys."""
        field = self.kind(tab, key, of_stage=of_stage)
        match field.kind if field else None:
            case "stage":
                return self._stages.get(text, text)
            case "boolean":
                return _YES[text].of(self.language) if text in _YES else text
            case "choice" if field:
                return next((choice.title.of(self.language) for choice in field.choices if choice.key == text), text)
            case _:
                return text

    def in_order(self, tab: str | None, values: Mapping[str, str], *, of_stage: bool = False) -> list[tuple[str, str]]:
        """Texts in the order of the sheet."""
        order = {field.key: at for at, field in enumerate(self._type.fields_of(tab, of_stage=of_stage))} if self._type else {}
        return sorted(values.items(), key=lambda entry: order.get(entry[0], len(order)))

    def naming(self, tab: str, record: Record) -> str | None:
        """The field that a step is known by: the first text in it, in the order of the sheet."""
        fields = self._type.fields_of(tab) if self._type else ()
        named = [field.key for field in fields if field.kind in {"text", "list"} and field.key in record.values]
        return next(iter((*named, *record.values)), None)

    def name(self, tab: str, record: Record) -> str:
        """The words that a step is known by; empty where nothing is filled in."""
        field = self.naming(tab, record)
        said = items(self.value(tab, field, record.values[field])) if field else ()
        return short(said[0], 40) if said else ""


def short(text: str, most: int) -> str:
    """``text`` in at most ``most`` characters, cut between words where that loses little, with an ellipsis."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    at_word = cut.rpartition(" ")[0]
    return f"{(at_word if len(at_word) * 3 > most * 2 else cut).rstrip(' ,;:.–-')}…"
