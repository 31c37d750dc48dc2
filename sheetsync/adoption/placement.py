"""How the grids of an existing sheet mean maps of a type: a proposal for a person to look at, with all that found no place.

Every cell that is not blank is placed exactly once, or stands among the left over; no text is changed, joined or dropped.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sheetsync.adoption.block import Block, owners, read_block
from sheetsync.adoption.bodies import Reason
from sheetsync.adoption.found import Found, candidates, is_map, joined
from sheetsync.adoption.lexicon import Lexicon
from sheetsync.adoption.lists import FoundList, find_lists
from sheetsync.adoption.sheets import Tabs
from sheetsync.adoption.table import Claim
from sheetsync.adoption.words import LONGEST, plain, without_number
from sheetsync.model.anatomy import TITLE
from sheetsync.model.grid import CellRef, Grid, Value
from sheetsync.model.identity import provisional_id, stage_key
from sheetsync.model.journey import MAIN, JourneyMap, Record, Stage, Tab
from sheetsync.model.maptype import Field, MapType, StageType, TabType
from sheetsync.model.tabs import shown_text, stage_names
from sheetsync.model.values import choice_keys, read_value
from sheetsync.model.words import Language, fold


class PlacedField(NamedTuple):
    """A lane of the map (or a value of its stages) and where it stands.

    ``position`` is its column in a *down* table, its row in an *across* one; ``heading`` is as typed, ``""`` where only its place or its texts
    tell the lane; ``confidence`` is from 0 to 1. ``more`` are further positions of the same lane, where its heading spans several.
    """

    key: str
    position: int
    heading: str
    confidence: float
    cell: CellRef | None = None
    more: tuple[int, ...] = ()


class PlacedStage(NamedTuple):
    """A stage, its title in the map, its name as typed and where that stands, and its own values (goal, owner, KPI) where the table has them.

    ``key`` is the type's stage, or a new key where the type lets people add stages.
    """

    key: str
    title: str
    label: str
    cell: CellRef | None
    confidence: float
    values: Mapping[str, str] = {}


class PlacedRecord(NamedTuple):
    """One record: its ``line`` (the row of a *down* table, the column of an *across* one), its stage, its texts by lane, and their cells.

    ``stage`` is ``None`` where the table names no stage for it, or one that the type does not have.
    """

    line: int
    stage: str | None
    values: Mapping[str, str]
    cells: Mapping[str, CellRef] = {}


class PlacedList(NamedTuple):
    """A supporting list of the workbook: ``key`` is the type's tab; the rest is as in a placement."""

    key: str
    tab: str
    across: bool
    head: int
    fields: tuple[PlacedField, ...]
    records: tuple[PlacedRecord, ...]


class LeftOver(NamedTuple):
    """A cell that found no place: ``guess`` is the key of the nearest field or stage, where there is one; ``heading`` what stands over it."""

    cell: CellRef
    text: str
    reason: Reason
    guess: str = ""
    heading: str = ""


class Placement(NamedTuple):
    """How one table of a workbook means a map of ``type``.

    ``head`` is the line of headings and ``label_at`` the position of the stage names (``None`` where they stand on lines of their own, or nowhere):
    rows and columns of a *down* table, columns and rows of an *across* one. ``used`` are all cells that have a place. ``lists`` are the supporting
    lists of the workbook; of several maps the first has them.
    """

    type: str
    tab: str
    across: bool
    head: int
    fields: tuple[PlacedField, ...]
    stages: tuple[PlacedStage, ...]
    records: tuple[PlacedRecord, ...]
    title: str
    about: Mapping[str, str]
    label_at: int | None
    left_over: tuple[LeftOver, ...]
    language: Language
    confidence: float
    stage_fields: tuple[PlacedField, ...] = ()
    about_cells: Mapping[str, CellRef] = {}
    used: frozenset[CellRef] = frozenset()
    lists: tuple[PlacedList, ...] = ()


def placements(grids: Sequence[Grid], map_type: MapType, tabs: Tabs | None = None) -> tuple[Placement, ...]:
    """Every map of ``map_type`` that the tabs hold, in reading order; none where no table has enough of what the type asks for.

    ``tabs``: the grids as read, where somebody tries them against several types.
    """
    lexicon = Lexicon.of(map_type)
    everything, values, sheets = tabs or Tabs.of(grids)
    found: list[tuple[Found, Block]] = []
    for grid, ways in zip(grids, sheets, strict=True):
        if grid.hidden:
            continue
        maps = [one for one in joined(candidates(ways, lexicon), ways[0], lexicon) if is_map(one, lexicon)]
        if not maps:
            continue
        inside = set[CellRef]().union(*(one.used | one.left.keys() for one in maps))
        free = {cell: text for cell, text in everything.items() if cell.tab == grid.title and cell not in inside}
        owned = owners(free, [one.edges for one in maps])
        for number, one in enumerate(maps):
            block = read_block({cell: text for cell, text in free.items() if owned.get(cell) == number}, one.edges[3], lexicon, further=number > 0)
            found.append((one, _titled(block, one.corner, everything)))
    if not found:
        return ()
    taken = frozenset[CellRef]().union(*(one.used | one.left.keys() | block.used for one, block in found))
    lists = find_lists([ways for grid, ways in zip(grids, sheets, strict=True) if not grid.hidden], taken, lexicon)
    whole = [_Whole(one, block, lists if at == 0 else []) for at, (one, block) in enumerate(found)]
    claimed = frozenset[CellRef]().union(*(one.used for one in whole))
    return tuple(_placement(one, claimed - one.used, everything, values, lexicon) for one in whole)


def _titled(block: Block, corner: CellRef | None, everything: Mapping[CellRef, str]) -> Block:
    """The block over a map with the title that stands in the corner of its headings, where there is no other."""
    if block.title or corner is None:
        return block
    title = " ".join(everything[corner].split())
    return Block(title, block.about, {**block.cells, TITLE: corner}, block.used | {corner})


class _Whole(NamedTuple):
    """All that belongs to one map."""

    found: Found
    block: Block
    lists: Sequence[FoundList]

    @property
    def used(self) -> frozenset[CellRef]:
        return frozenset(self.found.used | self.block.used).union(*(one.used for one in self.lists))


def _placement(
    whole: _Whole, others: frozenset[CellRef], everything: Mapping[CellRef, str], values: Mapping[CellRef, Value], lexicon: Lexicon
) -> Placement:
    found, block, used = whole.found, whole.block, whole.used
    language = _language([everything[cell] for cell in used], lexicon)
    stages, keys = _stages(found, lexicon, language, everything)
    fields = {field.key: field for field in lexicon.type.main.fields}
    records = tuple(
        PlacedRecord(
            step.line,
            keys[id(step.stage)] if step.stage is not None and id(step.stage) in keys else None,
            {key: _typed(fields[key], values[step.cells[key]]) for key in fields if key in step.cells},
            {key: step.cells[key] for key in fields if key in step.cells},
        )
        for step in found.steps
    )
    return Placement(
        type=lexicon.type.key,
        tab=found.tab,
        across=found.across,
        head=found.head,
        fields=_placed(found, found.fields),
        stages=stages,
        records=records,
        title=block.title,
        about=_about(block, values, everything, lexicon),
        label_at=found.label_at,
        left_over=tuple(_left(found, used, others, everything, lexicon)),
        language=language,
        confidence=_confidence(found),
        stage_fields=_placed(found, found.of_stage),
        about_cells=block.cells,
        used=used,
        lists=tuple(_placed_list(one, values, lexicon) for one in whole.lists),
    )


def _placed_list(one: FoundList, values: Mapping[CellRef, Value], lexicon: Lexicon) -> PlacedList:
    tab = lexicon.type.tabs_by_key[one.key]
    fields = tuple(
        PlacedField(key, at, shown_text(values[one.headings[key]]), round(confidence, 2), one.headings[key])
        for key, (at, confidence) in one.fields.items()
    )
    records = tuple(
        PlacedRecord(line, None, {field.key: _typed(field, values[cells[field.key]]) for field in tab.fields if field.key in cells}, cells)
        for line, cells in one.records
    )
    return PlacedList(one.key, one.tab, one.across, one.head, fields, records)


def _placed(found: Found, claims: Mapping[str, Claim]) -> tuple[PlacedField, ...]:
    return tuple(
        PlacedField(key, claim.at, claim.text, round(claim.confidence, 2), _heading_cell(found, claim), found.more.get(key, ()))
        for key, claim in sorted(claims.items(), key=lambda one: one[1].at)
    )


def _heading_cell(found: Found, claim: Claim) -> CellRef | None:
    """Where a heading stands; nowhere for a lane without one, or with that of a map above."""
    cell = CellRef(found.tab, claim.at, claim.line) if found.across else CellRef(found.tab, claim.line, claim.at)
    return cell if claim.text and cell in found.used else None


def _typed(field: Field, value: Value) -> str:
    """A cell's text as typed; a number or a date as the archive keeps it, for a spreadsheet shows it in a hundred ways."""
    if field.kind in {"number", "date"}:
        return read_value(field, value, {}, lambda _: None).text
    return shown_text(value)


def _stages(found: Found, lexicon: Lexicon, language: Language, everything: Mapping[CellRef, str]) -> tuple[tuple[PlacedStage, ...], dict[int, str]]:
    known = {stage.key: stage for stage in lexicon.type.stages}
    taken = set(known)
    placed: list[PlacedStage] = []
    keys: dict[int, str] = {}
    for stage in found.stages:
        label = " ".join(stage.text.split())
        key = stage.key
        confidence = stage.confidence
        if key is None:
            key = stage_key(_unnumbered(stage.text), taken)
            taken.add(key)
            confidence = max(confidence, 0.7)
        keys[id(stage)] = key
        values = {name: everything[cell] for name, cell in stage.values.items()}
        placed.append(PlacedStage(key, _title(known.get(key), label, lexicon, language), stage.text, stage.cell, round(confidence, 2), values))
    return tuple(placed), keys


def _unnumbered(text: str) -> str:
    bare = plain(without_number(text))
    return bare if any(letter.isalpha() for letter in bare) else text


def _title(known: StageType | None, label: str, lexicon: Lexicon, language: Language) -> str:
    if known is None or lexicon.type.policy != "fixed" or fold(label) in stage_names(known):
        return label
    return known.title.of(language)


def _about(block: Block, values: Mapping[CellRef, Value], everything: Mapping[CellRef, str], lexicon: Lexicon) -> dict[str, str]:
    found = {}
    for field in lexicon.type.about:
        if field.key in block.about:
            cell = block.cells[field.key]
            whole = block.about[field.key] == everything[cell]
            found[field.key] = _typed(field, values[cell]) if whole else block.about[field.key]
    return found


def _left(found: Found, used: frozenset[CellRef], others: frozenset[CellRef], everything: Mapping[CellRef, str], lexicon: Lexicon) -> list[LeftOver]:
    left: list[LeftOver] = []
    for cell, text in everything.items():
        if cell in used:
            continue
        if cell in others:
            left.append(LeftOver(cell, text, "second-map"))
        elif cell.tab != found.tab:
            left.append(LeftOver(cell, text, "other-tab"))
        elif cell in found.left:
            reason, said = found.left[cell]
            is_heading = said in lexicon.fields or said in lexicon.stage_fields
            is_guess = is_heading or reason in {"stage", "stage-value", "rival"}
            left.append(LeftOver(cell, text, reason, said if is_guess else "", "" if is_guess else said))
        else:
            left.append(LeftOver(cell, text, "outside"))
    return left


def _confidence(found: Found) -> float:
    """How sure the whole is: of its lanes and stages, and how much of the table found a place."""
    sure = [claim.confidence for claim in found.fields.values()] + [stage.confidence if stage.key else 0.7 for stage in found.stages]
    share = len(found.used) / (len(found.used) + len(found.left))
    return round(sum(sure) / len(sure) * (0.6 + 0.4 * share), 2)


def _language(said: Sequence[str], lexicon: Lexicon) -> Language:
    """Vietnamese where its letters stand in a good part of the texts, or where its headings lost their diacritics."""
    counted = Counter("vi" if any(letter in _VIETNAMESE for letter in fold(text)) else "en" for text in said if len(text) > 3)
    if counted["vi"] * 4 >= counted.total() > 0:
        return "vi"
    bare = sum(len(text) <= LONGEST and text.isascii() and plain(without_number(text)) in lexicon.unaccented for text in said)
    return "vi" if bare > 1 and bare * 8 >= counted.total() else "en"


_VIETNAMESE = frozenset("àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ")


def draft(placement: Placement, map_type: MapType, map_id: str) -> JourneyMap:
    """The map that a placement would be: its records carry the ids that reading would give them."""
    records = _records(placement.records, map_type.main, map_id, {})
    order = {stage.key: at for at, stage in enumerate(placement.stages)}
    records.sort(key=lambda record: order.get(record.stage or "", len(order)))
    stages = tuple(Stage(stage.key, stage.title, {key: text for key, text in stage.values.items() if text}) for stage in placement.stages)
    about = {
        field.key: text
        for field in map_type.about
        if (text := read_value(field, placement.about.get(field.key, ""), choice_keys(field), lambda _: None).text)
    }
    titles = {fold(title): stage.key for stage in placement.stages for title in (stage.title, stage.label)}
    lists = {one.key: one.records for one in placement.lists}
    tabs = {MAIN: Tab(stages, tuple(records))}
    tabs |= {tab.key: Tab(records=tuple(_records(lists.get(tab.key, ()), tab, map_id, titles))) for tab in map_type.tabs[1:]}
    title = placement.title or placement.tab
    return JourneyMap(map_id, map_type.key, map_type.version, title, placement.language, about, tabs)


def _records(placed: Sequence[PlacedRecord], tab: TabType, map_id: str, titles: Mapping[str, str]) -> list[Record]:
    fields = {field.key: (field, choice_keys(field)) for field in tab.fields}
    records: list[Record] = []
    equals: Counter[tuple[str, ...]] = Counter()
    for record in placed:
        first = tuple([text for text in record.values.values() if text][:2])
        equals[first] += 1
        values = {
            key: read_value(fields[key][0], text, fields[key][1], lambda title: titles.get(fold(title))).text for key, text in record.values.items()
        }
        identity = provisional_id(map_id, tab.key, first, equals[first])
        records.append(Record(identity, record.stage, {key: text for key, text in values.items() if text}))
    return records
