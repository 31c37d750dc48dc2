"""Grids → map: by keys, then by headings, then by saying honestly what could not be placed.

Nothing here fails because a person inserted, deleted, moved, sorted, merged or renamed rows, columns or headings.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial

from sheetsync.errors import NewerThanThis, NotAMap
from sheetsync.model import anatomy
from sheetsync.model.finding import Problem
from sheetsync.model.grid import CellRef, Grid, Typed, Value
from sheetsync.model.identity import is_id, provisional_id, stage_key
from sheetsync.model.journey import MAIN, FieldRef, JourneyMap, Record, Stage, Tab
from sheetsync.model.maptype import Field, MapType, StageType, TabType
from sheetsync.model.places import ABOUT, STAGES, Meta, Place, Reading, Row
from sheetsync.model.tabs import (
    MARKS,
    FoundTab,
    Line,
    TypeWords,
    data_lines,
    find_about,
    fold,
    record_headings,
    shown_text,
    stage_headings,
    stage_names,
    tab_by_headings,
    tab_by_keys,
)
from sheetsync.model.values import read_value
from sheetsync.model.words import LANGUAGES, Text, tidy

PLAIN = frozenset({"text", "list"})
"""Kinds of fields whose typed text is taken as it is."""


def read_meta(grids: Sequence[Grid], ref: str) -> Meta:
    """What the hidden tab of a workbook says.

    Raises:
        NotAMap: there is no such tab, or it does not name a map and a type.
        NewerThanThis: the workbook's format is newer than ours.
    """
    for grid in sorted(grids, key=lambda grid: grid.title != anatomy.META_TAB):
        facts: dict[str, str] = {}
        titles: list[tuple[str, str]] = []
        for (row, column), value in sorted(grid.cells.items()):
            if column == 0 and (name := shown_text(value)) == "stage":
                titles.append((shown_text(grid.cells.get((row, 1), "")), shown_text(grid.cells.get((row, 2), ""))))
            elif column == 0:
                facts[name] = shown_text(grid.cells.get((row, 1), ""))
        if {"map", "type", "format"} <= facts.keys():
            break
    else:
        raise NotAMap(
            ref,
            en=f"it has no hidden tab {anatomy.META_TAB} that says which map it is",
            vi=f"không có trang ẩn {anatomy.META_TAB} cho biết đây là bản đồ nào",
        )
    if not facts["format"].isdecimal() or not is_id(facts["map"]):
        raise NotAMap(ref, en=f"the hidden tab {anatomy.META_TAB} was changed by hand", vi=f"trang ẩn {anatomy.META_TAB} đã bị sửa tay")
    if int(facts["format"]) > anatomy.FORMAT:
        raise NewerThanThis(ref, what="format", found=facts["format"], known=str(anatomy.FORMAT))
    version = facts.get("type_version", "")
    return Meta(
        map=facts["map"],
        type=facts["type"],
        type_version=int(version) if version.isdecimal() else 1,
        language=next((language for language in LANGUAGES if language == facts.get("language")), "vi"),
        titles=tuple((key, title) for key, title in titles if key and title),
        tab=grid.title,
        last_row=max(row for row, _ in grid.cells),
    )


def unknown_type(meta: Meta, nearest: str) -> Reading:
    """The reading of a workbook whose map type nobody knows: an empty map and the one problem that says so."""
    journey = JourneyMap(meta.map, meta.type, meta.type_version, "", meta.language)
    return Reading(journey, (Problem("map-type-unknown", FieldRef(), None, {"type": meta.type, "nearest": nearest}),), meta)


def read_map(grids: Sequence[Grid], meta: Meta, map_type: MapType, ref: str = "") -> Reading:
    """The map that ``grids`` mean, as a workbook of ``map_type``.

    Raises:
        NewerThanThis: it was made from a newer version of the type.
    """
    if meta.type_version > map_type.version:
        raise NewerThanThis(ref, what=f"map type {map_type.key}", found=str(meta.type_version), known=str(map_type.version))
    return _Reader(meta, map_type).read(grids)


class _Reader:
    """One reading in the making: collects problems, places and formulas while the tabs are read one after another."""

    def __init__(self, meta: Meta, map_type: MapType) -> None:
        self.meta = meta
        self.type = map_type
        self.words = TypeWords.of(map_type)
        self.problems: list[Problem] = []
        self.places: dict[str, Place] = {}
        self.formulas: set[FieldRef] = set()
        self.stages: list[Stage] = []
        self.titles: dict[str, str] = {}

    def read(self, grids: Sequence[Grid]) -> Reading:
        found = self._find_tabs([grid for grid in grids if grid.title not in {anatomy.META_TAB, anatomy.CURVE_TAB, self.meta.tab}])
        self._read_stages(found.get(STAGES))
        tabs: dict[str, Tab] = {}
        for tab in self.type.tabs:
            here = found.get(tab.key)
            if here is None:
                self._problem("lane-missing", FieldRef(tab.key), {"tab": tab.title}, variant="tab")
                tabs[tab.key] = Tab()
            else:
                tabs[tab.key] = Tab(records=tuple(self._read_records(tab, here)))
        values, title = self._read_about(found.get(ABOUT))
        order = {stage.key: at for at, stage in enumerate(self.stages)}
        steps = sorted(tabs[MAIN].records, key=lambda record: order.get(record.stage or "", len(order)))
        tabs[MAIN] = Tab(tuple(self.stages), tuple(steps))
        journey = JourneyMap(self.meta.map, self.meta.type, self.meta.type_version, title, self.meta.language, values, tabs)
        return Reading(journey, tuple(self.problems), self.meta, self.places, frozenset(self.formulas))

    def _problem(
        self, code: str, ref: FieldRef, facts: Mapping[str, str | Text], cell: CellRef | None = None, variant: str = "", severity: str | None = None
    ) -> None:
        self.problems.append(Problem(code, ref, cell, facts, variant, severity))  # type: ignore[arg-type]

    # Tabs, keys and headings

    def _find_tabs(self, grids: Sequence[Grid]) -> dict[str, FoundTab]:
        wanted = self.words.wanted
        best: dict[str, FoundTab] = {}
        for grid in grids:
            known = {at: value for at, value in grid.cells.items() if value in self.words.keys and isinstance(value, str)}
            marks: dict[str, tuple[int, int]] = {}
            for at, value in sorted(known.items()):
                if value in MARKS:
                    marks.setdefault(value, at)  # the first is ours: below it people may type the same words
            first = next(iter(marks), "")
            if first in {anatomy.FINGERPRINT, anatomy.GUIDE}:
                continue
            if about := find_about(grid, marks if first in {anatomy.KEY, anatomy.VALUE} else {}, self.words.about):
                best.setdefault(ABOUT, about)
                continue
            named = fold(grid.title)
            fits = tab_by_keys(grid, known, marks[anatomy.ID], self.words.wanted) if first == anatomy.ID else {}
            fits = fits or {name: tab_by_headings(grid, tab) for name, tab in wanted.items()}
            name, here = max(fits.items(), key=lambda fit: (len(fit[1].columns), named in wanted[fit[0]].names))
            if len(here.columns) < 2:
                continue
            if name in best:
                is_own = named in wanted[name].names and fold(best[name].sheet.grid.title) not in wanted[name].names
                copy, best[name] = (best[name], here) if is_own else (here, best[name])
                facts = {"tab": copy.sheet.grid.title, "used": best[name].sheet.grid.title}
                self._problem("tab-duplicate", FieldRef(None if name == STAGES else name), facts)
            else:
                best[name] = here
        for name, here in best.items():
            if name != ABOUT:
                self._check_headings(name, here, wanted[name].headings)
        return best

    def _check_headings(self, name: str, here: FoundTab, headings: Mapping[str, frozenset[str]]) -> None:
        """Say which headings were renamed, swapped or doubled, and which fields can't be placed."""
        sheet = here.sheet
        titles = (
            {key: title for key, title, _ in stage_headings(self.type)}
            if name == STAGES
            else {key: title for key, title, _ in record_headings(self.type.tabs_by_key[name])}
        )
        line = sheet.lines.get(here.head, {})
        tab_ref = None if name == STAGES else name
        place = Place(sheet.grid.title, sheet.across, here.columns, here.head, ())
        for key, title in titles.items():
            if key.startswith("_"):
                continue
            ref = FieldRef(tab_ref, field=key)
            if key not in here.columns:
                tab_title = anatomy.STAGES_TAB if name == STAGES else self.type.tabs_by_key[name].title
                self._problem("lane-missing", ref, {"field": title, "tab": tab_title})
                continue
            typed = shown_text(line.get(here.columns[key], ""))
            shown = fold(typed)
            if here.head >= 0 and shown and shown not in headings[key]:
                other = next((other for other, names in headings.items() if shown in names and other in titles), None)
                variant, severity = ("renamed", "info") if other is None else ("swapped", "warning")
                cell = place.cell(here.head, here.columns[key])
                self._problem("header-tampered", ref, {"field": title, "found": typed}, cell, variant, severity)
        seen = {column: key for key, column in here.columns.items()}
        for column, value in sorted(sheet.lines.get(here.keys, {}).items()):
            key = shown_text(value)
            if key in here.columns and column not in seen and self._has_content(here, column):
                first = place.cell(here.head, here.columns[key])
                second = place.cell(here.head, column)
                facts: dict[str, str | Text] = {"field": titles.get(key, Text(key, key)), "cell": second.a1, "other": first.a1}
                self._problem("header-tampered", FieldRef(tab_ref, field=key), facts, second, "duplicate", "error")

    @staticmethod
    def _has_content(here: FoundTab, column: int) -> bool:
        return any(number > here.head and column in line for number, line in here.sheet.lines.items())

    # About this map

    def _read_about(self, here: FoundTab | None) -> tuple[dict[str, str], str]:
        if here is None:
            self._problem("lane-missing", FieldRef(), {"tab": anatomy.ABOUT_TAB}, variant="tab")
            return {}, ""
        fields = {item.key: item for item in self.type.about}
        names = self.words.about
        values: dict[str, str] = {}
        rows: list[Row] = []
        title = ""
        column = here.columns[anatomy.VALUE]
        for number, line in sorted(here.sheet.lines.items()):
            key = shown_text(line.get(here.columns[anatomy.KEY], "")) if number != here.keys else ""
            if not key and number > here.head:
                labels = (names.get(fold(shown_text(value)), "") for at, value in sorted(line.items()) if at != column)
                label = next((label for label in labels if label), "")
                key = label if label not in {row.record for row in rows} else ""
            if key not in fields and key != anatomy.TITLE:
                continue
            if any(row.record == key for row in rows):
                continue
            rows.append(Row(number, key, "", key))
            if column not in line:
                continue
            if key == anatomy.TITLE:
                title = " ".join(shown_text(line[column]).split())
                continue
            ref = FieldRef(field=key)
            cell = CellRef(here.sheet.grid.title, number, column)
            if text := self._value(fields[key], line[column], ref, cell):
                values[key] = text
        self.places[ABOUT] = Place(here.sheet.grid.title, here.sheet.across, here.columns, here.head, tuple(rows))
        placed = {row.record for row in rows}
        for item in self.type.about:
            if item.key not in placed:
                self._problem("lane-missing", FieldRef(field=item.key), {"field": item.title, "tab": anatomy.ABOUT_TAB})
        return {key: values[key] for key in fields if key in values}, title

    # Stages

    def _read_stages(self, here: FoundTab | None) -> None:
        known = {stage.key: stage for stage in self.type.stages}
        if here is None:
            self._problem("lane-missing", FieldRef(), {"tab": anatomy.STAGES_TAB}, variant="tab")
            remembered = dict(self.meta.titles) or {key: stage.title.of(self.meta.language) for key, stage in known.items()}
            self.stages = [Stage(key, title) for key, title in remembered.items()]
            self.titles = self._title_index()
            return
        fields = {item.key: item for item in self.type.stage_fields}
        remembered = dict(self.meta.titles)
        listed: list[tuple[float, int, Stage]] = []
        rows: list[Row] = []
        lines = data_lines(here)
        keys = self._stage_keys(here, lines)
        taken: set[str] = set(keys.values())
        for number, line in lines:
            title = self._stage_title(here, line)
            hidden = shown_text(line.get(here.columns.get(anatomy.ID, -1), ""))
            texts = {name: line[here.columns[name]] for name in fields if name in here.columns and here.columns[name] in line}
            key = keys.get(number, "")
            if not key:
                if hidden and not title and not texts:
                    rows.append(Row(number, hidden, "", None))
                if not title:
                    if any(shown_text(value) for value in texts.values()):
                        cell = self._cell(here, number, anatomy.TITLE)
                        self._problem("stage-unknown", FieldRef(MAIN, field=anatomy.TITLE), {"label": ""}, cell, "untitled")
                    continue
                key = self._key_of_title(title, taken) or stage_key(title, taken | known.keys() | remembered.keys())
            if self.type.policy != "open" and key not in known:
                self._problem("stage-unknown", FieldRef(MAIN), {"label": title or key}, self._cell(here, number, anatomy.TITLE))
                continue
            taken.add(key)
            title = title or remembered.get(key, "") or (known[key].title.of(self.meta.language) if key in known else key)
            title = self._fixed_title(known.get(key), title, self._cell(here, number, anatomy.TITLE))
            values = {}
            for name, value in texts.items():
                ref = FieldRef(MAIN, stage=key, field=name)
                if text := self._value(fields[name], value, ref, self._cell(here, number, name)):
                    values[name] = text
            listed.append((self._order(here, line, len(listed), key), number, Stage(key, title, values)))
            rows.append(Row(number, hidden, "", key))
        self.places[STAGES] = Place(here.sheet.grid.title, here.sheet.across, here.columns, here.head, tuple(rows))
        self.stages = [stage for _, _, stage in sorted(listed, key=lambda entry: entry[:2])]
        self._check_stages()
        self.titles = self._title_index()

    def _stage_keys(self, here: FoundTab, lines: Sequence[tuple[int, Line]]) -> dict[int, str]:
        """The stage keys that stand in the hidden column; where titles changed places past it (somebody sorted), keys follow titles."""
        found: dict[int, str] = {}
        moved: dict[int, str] = {}
        for number, line in lines:
            key, title = shown_text(line.get(here.columns.get(anatomy.ID, -1), "")), self._stage_title(here, line)
            is_blank = not title and not any(here.columns.get(item.key) in line for item in self.type.stage_fields)
            if not is_id(key) or key in found.values() or (is_blank and self.type.policy == "open"):
                continue
            found[number] = key
            other = self._key_of_title(title, ()) if title and not self._was_called(key, title) else None
            if other is not None:
                moved[number] = other
        return found | moved if sorted(moved.values()) == sorted(found[number] for number in moved) else found

    @staticmethod
    def _stage_title(here: FoundTab, line: Line) -> str:
        return tidy_line(shown_text(line.get(here.columns.get(anatomy.TITLE, -1), "")))

    def _was_called(self, key: str, title: str) -> bool:
        """Whether a stage ever had that title."""
        own = {fold(known) for other, known in self.meta.titles if other == key}
        return fold(title) in own.union(*(stage_names(stage) for stage in self.type.stages if stage.key == key))

    @staticmethod
    def _cell(here: FoundTab, number: int, key: str) -> CellRef | None:
        if key not in here.columns:
            return None
        return Place(here.sheet.grid.title, here.sheet.across, here.columns, here.head, ()).cell(number, here.columns[key])

    def _key_of_title(self, title: str, taken: Collection[str]) -> str | None:
        """The key a title had before, so that a stage whose hidden key was deleted stays the same stage."""
        folded = fold(title)
        for key, known in self.meta.titles:
            if fold(known) == folded and key not in taken:
                return key
        for stage in self.type.stages:
            if folded in stage_names(stage) and stage.key not in taken:
                return stage.key
        return None

    def _fixed_title(self, stage: StageType | None, title: str, cell: CellRef | None) -> str:
        if self.type.policy != "fixed" or stage is None or fold(title) in stage_names(stage):
            return title
        own = stage.title.of(self.meta.language)
        self._problem("stage-renamed", FieldRef(MAIN, stage=stage.key), {"stage": stage.title, "found": title}, cell)
        return own

    def _order(self, here: FoundTab, line: Line, position: int, key: str) -> float:
        value = line.get(here.columns.get(anatomy.ORDER, -1), "")
        text = value.raw if isinstance(value, Typed) and value.kind == "number" else shown_text(value)
        try:
            return float(text.replace(",", "."))
        except ValueError:
            if text:
                ref = FieldRef(MAIN, stage=key, field=anatomy.ORDER)
                self._problem("number-invalid", ref, {"field": anatomy.ORDER_HEADING, "value": text})
            return position + 1.0

    def _check_stages(self) -> None:
        keys = [stage.key for stage in self.stages]
        if self.type.policy != "open":
            for stage in self.type.stages:
                if stage.key not in keys:
                    self._problem("stage-missing", FieldRef(MAIN, stage=stage.key), {"stage": stage.title})
            wanted = [stage.key for stage in self.type.stages if stage.key in keys]
            late = next((at for at, (is_, should) in enumerate(zip(keys, wanted, strict=True)) if is_ != should), None)
            if late is not None:
                self._problem("stage-order", FieldRef(MAIN, stage=keys[late]), {"stage": self.stages[late].title})
        doubled = [title for title, count in Counter(fold(stage.title) for stage in self.stages).items() if count > 1]
        for folded in doubled:
            second = [stage for stage in self.stages if fold(stage.title) == folded][1]
            self._problem("stage-duplicate", FieldRef(MAIN, stage=second.key), {"title": second.title})

    def _title_index(self) -> dict[str, str]:
        """Every name a stage is known by → its key: today's titles first, then earlier ones, then the type's own and their aliases."""
        index: dict[str, str] = {}
        keys = {stage.key for stage in self.stages}
        for stage in self.stages:
            index.setdefault(fold(stage.title), stage.key)
        for key, title in self.meta.titles:
            if key in keys:
                index.setdefault(fold(title), key)
        for stage_type in self.type.stages:
            if stage_type.key in keys:
                for name in stage_names(stage_type):
                    index.setdefault(name, stage_type.key)
        for key in keys:
            index.setdefault(fold(key), key)
        return index

    # Records

    def _read_records(self, tab: TabType, here: FoundTab) -> Iterator[Record]:
        lines = data_lines(here)
        staged = tab.key == MAIN
        columns = here.columns
        labels = self._labels(here, lines) if staged else {}
        if staged:
            self._rename_from_labels(here, lines, labels)
        id_at, stage_at = columns.get(anatomy.ID, -1), columns.get(anatomy.STAGE, -1)
        fields = [(item, columns[item.key]) for item in tab.fields if item.key in columns]
        held = {shown_text(line[id_at]) for _, line in lines if id_at in line}
        given: set[str] = set()
        equals: Counter[tuple[str, ...]] = Counter()
        rows: list[Row] = []
        place = Place(here.sheet.grid.title, here.sheet.across, columns, here.head, ())
        for number, line in lines:
            hidden = shown_text(line.get(id_at, ""))
            hidden_stage = shown_text(line.get(stage_at, "")) if staged else ""
            filled = [(item, column, line[column]) for item, column in fields if column in line]
            if not any(isinstance(value, Typed) or tidy(value) for _, _, value in filled):
                rows.append(Row(number, hidden, hidden_stage, None))
                continue
            if is_id(hidden) and hidden not in given:
                record_id = hidden
            else:
                texts = {item.key: shown_text(value) for item, _, value in filled}
                record_id = self._provisional(tab.key, texts, equals, held | given)
                if hidden in given:
                    cell = place.cell(number, min((column for _, column, _ in filled), default=0))
                    self._problem("row-id-broken", FieldRef(tab.key, step=record_id), {"cell": cell.a1}, cell, "copied", "info")
            given.add(record_id)
            values: dict[str, str] = {}
            for item, column, value in filled:
                if item.kind in PLAIN and isinstance(value, str):
                    text = tidy(value)
                else:
                    text = self._value(item, value, FieldRef(tab.key, step=record_id, field=item.key), partial(place.cell, number, column))
                if text:
                    values[item.key] = text
            stage = self._stage_of_row(labels.get(number, ""), hidden_stage, FieldRef(tab.key, step=record_id), place, number) if staged else None
            rows.append(Row(number, hidden, hidden_stage, record_id))
            yield Record(record_id, stage, values)
        self.places[tab.key] = Place(place.title, place.across, columns, here.head, tuple(rows))
        self._check_merges(tab, here, lines, fields)

    def _provisional(self, tab: str, texts: Mapping[str, str], equals: Counter[tuple[str, ...]], taken: set[str]) -> str:
        first = tuple([text for text in texts.values() if text][:2])
        while True:
            equals[first] += 1
            found = provisional_id(self.meta.map, tab, first, equals[first])
            if found not in taken:
                return found

    def _labels(self, here: FoundTab, lines: Sequence[tuple[int, Line]]) -> dict[int, str]:
        """The visible stage label of each line; lines covered by a merged label share its text."""
        column = here.columns.get(anatomy.LABEL)
        if column is None:
            return {}
        labels = {number: tidy_line(shown_text(line[column])) for number, line in lines if column in line}
        for top, left, bottom, right in here.sheet.grid.merges:
            if here.sheet.across:
                top, left, bottom, right = left, top, right, bottom  # noqa: PLW2901
            if left <= column <= right and labels.get(top):
                for number in range(top + 1, min(bottom, lines[-1][0] if lines else top) + 1):
                    labels.setdefault(number, labels[top])
        return labels

    def _rename_from_labels(self, here: FoundTab, lines: Sequence[tuple[int, Line]], labels: Mapping[int, str]) -> None:
        """A stage is renamed in the map itself when every step of it carries the same new label."""
        stage_at = here.columns.get(anatomy.STAGE, -1)
        ends = {here.columns.get(key, -1) for key in (anatomy.ID, anatomy.STAGE, anatomy.LABEL)}
        shown: defaultdict[str, set[str]] = defaultdict(set)
        slots: defaultdict[str, set[str]] = defaultdict(set)
        for number, line in lines:
            key = shown_text(line.get(stage_at, ""))
            (shown if line.keys() - ends else slots)[key].add(labels.get(number, ""))
        earlier: defaultdict[str, set[str]] = defaultdict(set)
        for key, title in self.meta.titles:
            earlier[key].add(fold(title))
        for at, stage in enumerate(self.stages):
            names = shown.get(stage.key) or slots.get(stage.key) or set()
            if len(names) != 1:
                continue
            label = next(iter(names))
            if not label or fold(label) == fold(stage.title) or fold(label) in earlier[stage.key]:
                continue
            if self.titles.get(fold(label), stage.key) != stage.key or (earlier[stage.key] and fold(stage.title) not in earlier[stage.key]):
                continue
            if self.type.policy == "fixed":
                known = next((known for known in self.type.stages if known.key == stage.key), None)
                if known is None or fold(label) not in stage_names(known):
                    facts: dict[str, str | Text] = {"stage": stage.title, "found": label}
                    self._problem("stage-renamed", FieldRef(MAIN, stage=stage.key), facts)
                    self.titles.setdefault(fold(label), stage.key)
                continue
            self.stages[at] = Stage(stage.key, label, stage.values)
            self.titles[fold(label)] = stage.key

    def _stage_of_row(self, label: str, hidden: str, ref: FieldRef, place: Place, number: int) -> str | None:
        named = self.titles.get(fold(label)) if label else None
        if named is not None:
            same = [stage.key for stage in self.stages if fold(stage.title) == fold(label)]
            return hidden if hidden in same else named
        cell = place.cell(number, place.columns.get(anatomy.LABEL, 0))
        kept = hidden if any(stage.key == hidden for stage in self.stages) else None
        if label:
            nearest = _nearest(label, [stage.title for stage in self.stages])
            variant = "near" if nearest else ""
            self._problem("stage-unknown", ref, {"label": label, "nearest": nearest}, cell, variant)
        elif hidden and kept is None and (title := dict(self.meta.titles).get(hidden)):
            self.stages.append(Stage(hidden, title))
            self._problem("stage-missing", FieldRef(MAIN, stage=hidden), {"stage": title}, cell)
            return hidden
        elif kept is None:
            self._problem("stage-unknown", ref, {"label": ""}, cell, "blank")
        return kept

    def _check_merges(self, tab: TabType, here: FoundTab, lines: Sequence[tuple[int, Line]], fields: Iterable[tuple[Field, int]]) -> None:
        numbers = {number for number, _ in lines}
        columns = {column for _, column in fields}
        place = Place(here.sheet.grid.title, here.sheet.across, here.columns, here.head, ())
        for merge in here.sheet.grid.merges:
            top, left, bottom, right = (merge[1], merge[0], merge[3], merge[2]) if here.sheet.across else merge
            hit = next((column for column in sorted(columns) if left <= column <= right), None)
            if hit is not None and any(top <= number <= bottom for number in numbers):
                cell = place.cell(top, left)
                self._problem("cells-merged", FieldRef(tab.key), {"cell": cell.a1}, cell, severity="info")

    def _value(self, item: Field, value: Value, ref: FieldRef, cell: CellRef | Callable[[], CellRef] | None) -> str:
        if isinstance(value, Typed) and value.kind == "formula":
            self.formulas.add(ref)
        text, fault = read_value(item, value, self.words.choices_of(item), lambda title: self.titles.get(fold(title)))
        if fault is not None:
            self._problem(fault.code, ref, fault.facts, cell() if callable(cell) else cell, fault.variant)
        return text


def tidy_line(text: str) -> str:
    """A title: one line, runs of white space as one space."""
    return " ".join(text.split())


def _nearest(label: str, titles: Sequence[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  rarely needed, and slow to import

    by_fold = {fold(title): title for title in titles}
    return next((by_fold[match] for match in get_close_matches(fold(label), list(by_fold), n=1, cutoff=0.5)), "")
