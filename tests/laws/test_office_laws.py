"""The laws once more, through a real LibreOffice: it opens, computes, changes and saves what we made, and the map stays what it was."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from sheetsync.backends.xlsx.backend import XlsxBackend
from sheetsync.backends.xlsx.create import create_workbook
from sheetsync.catalog import builtin
from sheetsync.lint.engine import lint
from sheetsync.lint.rule import Context
from sheetsync.model.anatomy import CURVE_TAB, STAGES_TAB, TO_COMPLETE_TAB
from sheetsync.model.finding import Finding
from sheetsync.model.grid import CellEdit, CellRef, Grid, Typed
from sheetsync.model.journey import MAIN, FieldRef, JourneyMap
from sheetsync.model.layout import CURVE_COLUMN, CURVE_FIRST_ROW, FIRST_FINDING_ROW, curve_values, design_workbook
from sheetsync.model.maptype import MapType
from sheetsync.model.places import Reading
from sheetsync.model.realign import realign
from sheetsync.model.values import decimal
from sheetsync.model.words import LANGUAGES, Language
from sheetsync.model.writing import plan_upkeep, plan_values
from sheetsync.tasks.opening import open_state
from tests.laws.acts import Grids, Table, tables
from tests.laws.maps import TYPES, Sample, differences, filled, in_any_order, roomy
from tests.lint.gym import gym
from tests.office import Office

EVERY = [(key, language) for key in TYPES for language in LANGUAGES]
TODAY = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook file as it is read."""

    grids: Grids
    reading: Reading
    type: MapType

    @classmethod
    def at(cls, path: Path) -> "Opened":
        found = open_state(builtin(), XlsxBackend(path.parent).read(str(path)))
        assert found.map_type is not None
        return cls(found.state.grids, found.reading, found.map_type)

    @property
    def main(self) -> Table:
        return Table.main(self.grids, self.type, self.reading.map.language)

    def lint(self, *, only_structural: bool = False) -> dict[str, Finding]:
        """The findings by their fingerprints."""
        context = Context(self.reading.map, self.type, TODAY, self.reading.problems)
        return {finding.fingerprint: finding for finding in lint(context, profile=self.type.profile, only_structural=only_structural)}


def saved(journey: JourneyMap, map_type: MapType, path: Path) -> Path:
    path.write_bytes(create_workbook(design_workbook(journey, map_type)))
    return path


# Each type, saved and computed by LibreOffice


@pytest.mark.parametrize(("key", "language"), [pytest.param(*one, marks=() if at % 5 == 0 else pytest.mark.slow) for at, one in enumerate(EVERY)])
def test_a_full_map_saved_by_libreoffice_is_valid_and_equal(key: str, language: Language, office: Office, tmp_path: Path):
    sample = filled(key, language, by_key=True)
    source = saved(sample.typed, sample.type, tmp_path / "map.xlsx")
    told = office.run("recalculate", source, tmp_path / "saved.xlsx")
    after = Opened.at(tmp_path / "saved.xlsx")
    assert differences(after.reading.map, sample.meant) == {}
    assert after.lint(only_structural=True) == {}
    means = curve_values(sample.meant, sample.type) if sample.type.with_role("emotion") else ()
    assert shown_curve(after)[: len(means)] == means
    assert {tab for tab, *_ in told["errors"]} <= {CURVE_TAB}
    assert {shown for *_, shown in told["errors"]} <= {"#N/A"}


def shown_curve(opened: Opened) -> tuple[str, ...]:
    """The means that the emotion curve is drawn from, as they stand in the file; none where the map has no curve."""
    tab = next((grid.cells for grid in opened.grids if grid.title == CURVE_TAB), {})
    found = [value for (row, column), value in sorted(tab.items()) if column == CURVE_COLUMN and row >= CURVE_FIRST_ROW]
    return tuple((decimal(value.shown or "") or value.shown or "") if isinstance(value, Typed) else value for value in found)


MOODY = [(key, language) for key, language in EVERY if builtin().load(key).with_role("emotion")]


@pytest.mark.parametrize(
    ("key", "language"),
    [MOODY[0], pytest.param(*MOODY[-1], marks=pytest.mark.slow), pytest.param("contact-points", "vi", marks=pytest.mark.slow), ("ecommerce", "en")],
)
def test_the_curve_follows_when_moods_change(key: str, language: Language, office: Office, tmp_path: Path):
    sample = filled(key, language, by_key=True)
    path = saved(sample.typed, sample.type, tmp_path / "map.xlsx")
    (field,) = sample.type.with_role("emotion")
    before = Opened.at(path)
    first = before.reading.map.main.stages[0].key
    moods: dict[FieldRef, str] = {}
    for at, step in enumerate(before.reading.map.main.records):
        moods[FieldRef(MAIN, step=step.id, field=field.key)] = "" if step.stage == first else field.choices[at % 5].key
    written(path, plan_values(before.reading, sample.type, moods))
    office.run("recalculate", path, tmp_path / "saved.xlsx")
    after = Opened.at(tmp_path / "saved.xlsx")
    means = curve_values(after.reading.map, sample.type)
    assert shown_curve(after)[: len(means)] == means
    assert means[0] == "#N/A"
    assert means != curve_values(before.reading.map, sample.type)
    assert shown_curve(Opened.at(path)) == shown_curve(before)


def written(path: Path, edits: Sequence[CellEdit]) -> None:
    backend = XlsxBackend(path.parent)
    backend.write(str(path), edits, if_revision=backend.read(str(path)).revision)


# What people do in LibreOffice


KINDS = [("customer-journey", "vi"), ("contact-points", "en")]


@dataclass(frozen=True, slots=True)
class Desk:
    """A full map with room in it, open in LibreOffice."""

    office: Office
    sample: Sample
    path: Path

    @property
    def before(self) -> Opened:
        return Opened.at(self.path)

    @property
    def sheet(self) -> str:
        return self.sample.type.main.title.of(self.sample.typed.language)

    def act(self, script: str, **arguments: object) -> "Desk":
        """Do one thing on the tab of the map, and save."""
        target = self.path.with_name(f"{self.path.stem}+.xlsx")
        self.office.run(script, self.path, target, **{"sheet": self.sheet, **arguments})
        return replace(self, path=target)

    def expect(self, meant: JourneyMap) -> Reading:
        """What is read, with the archive's memory, is ``meant`` but for the order of steps; and stays so without it once ids are written."""
        after = Opened.at(self.path)
        reading = realign(self.sample.meant, after.reading)
        assert differences(in_any_order(reading.map), in_any_order(meant)) == {}
        written(self.path, plan_upkeep(reading))
        assert differences(Opened.at(self.path).reading.map, reading.map) == {}
        return reading


@pytest.fixture(params=KINDS, ids=["customer-journey", "contact-points"])
def desk(request: pytest.FixtureRequest, office: Office, tmp_path: Path) -> Desk:
    sample = filled(*request.param)
    return Desk(office, sample, saved(sample.typed, roomy(sample), tmp_path / "map.xlsx"))


def some_step(table: Table) -> int:
    """The row of a step in the middle of the map."""
    steps = [line for line in table.lines if not table.is_empty(line)]
    return steps[len(steps) // 2]


def last_slot(table: Table) -> int:
    return [line for line in table.lines if table.is_empty(line)][-1]


def test_sorting_by_the_filter_keeps_every_step_itself(desk: Desk):
    table = desk.before.main
    after = desk.act("sort_by_filter", column=max(table.visible)).act("sort_by_filter", column=min(table.visible) + 1, descending=True)
    assert Opened.at(after.path).main.grid.cells != table.grid.cells
    assert differences(in_any_order(Opened.at(after.path).reading.map), in_any_order(desk.sample.meant)) == {}
    after.expect(desk.sample.meant)


def test_sorting_the_stages_changes_nothing(desk: Desk):
    stages = STAGES_TAB.of(desk.sample.typed.language)
    after = desk.act("sort_by_filter", sheet=stages, column=2, descending=True)
    assert differences(Opened.at(after.path).reading.map, desk.sample.meant) == {}


def test_sorting_only_what_is_visible_of_the_stages_changes_nothing_either(desk: Desk):
    stages = tables(desk.before.grids, desk.sample.type, desk.sample.typed.language)[STAGES_TAB.of(desk.sample.typed.language)]
    area = {"left": min(stages.visible), "right": max(stages.visible), "top": stages.first, "bottom": stages.last}
    after = desk.act("sort_visible", sheet=stages.grid.title, column=stages.keys["title"], descending=True, **area)
    assert Opened.at(after.path).grids != desk.before.grids
    assert differences(Opened.at(after.path).reading.map, desk.sample.meant) == {}


def test_sorting_only_what_is_visible_is_followed(desk: Desk):
    table = desk.before.main
    area = {"left": min(table.visible), "right": max(table.visible), "top": table.first, "bottom": table.last}
    after = desk.act("sort_visible", column=min(table.visible) + 1, descending=True, **area)
    assert differences(in_any_order(Opened.at(after.path).reading.map), in_any_order(desk.sample.meant)) != {}
    reading = after.expect(desk.sample.meant)
    assert reading.problems == ()


def test_a_step_cut_and_pasted_with_its_label_stays_itself(desk: Desk):
    table = desk.before.main
    after = desk.act("move_row", row=some_step(table), to_row=last_slot(table), left=min(table.visible), right=max(table.visible))
    after.expect(desk.sample.meant)


def test_a_step_cut_and_pasted_under_another_stage_moves_there(desk: Desk):
    table = desk.before.main
    row, slot = some_step(table), last_slot(table)
    after = desk.act("move_row", row=row, to_row=slot, left=min(table.visible) + 1, right=max(table.visible))
    step, stage = table.grid.cells[row, 0], str(table.grid.cells[slot, 1])
    records = tuple(record._replace(stage=stage) if record.id == step else record for record in desk.sample.meant.main.records)
    after.expect(desk.sample.meant._replace(tabs={**desk.sample.meant.tabs, MAIN: desk.sample.meant.main._replace(records=records)}))


def test_rows_inserted_above_the_first_row_of_a_stage_change_nothing(desk: Desk):
    table = desk.before.main
    first_of_second = next(line for line in table.lines if table.grid.cells[line, 1] != table.grid.cells[table.first, 1])
    after = desk.act("insert_rows", row=first_of_second, count=2).act("insert_rows", row=table.first).act("insert_columns", column=4)
    assert differences(Opened.at(after.path).reading.map, desk.sample.meant) == {}


def test_a_copied_row_is_a_new_step_and_all_others_stay(desk: Desk):
    table = desk.before.main
    after = desk.act("copy_row", row=some_step(table))
    original = str(table.grid.cells[some_step(table), 0])
    reading = realign(desk.sample.meant, Opened.at(after.path).reading)
    (new,) = {record.id for record in reading.map.main.records} - {record.id for record in desk.sample.meant.main.records}
    copied = next(record for record in desk.sample.meant.main.records if record.id == original)
    records = (*desk.sample.meant.main.records, copied._replace(id=new))
    after.expect(desk.sample.meant._replace(tabs={**desk.sample.meant.tabs, MAIN: desk.sample.meant.main._replace(records=records)}))


def test_all_of_it_one_after_another(desk: Desk):
    table = desk.before.main
    after = desk.act("sort_by_filter", column=min(table.visible) + 1).act("insert_rows", row=0, count=3)
    after = after.act("set_cell", row=0, column=0, text="Họp nhóm ngày 22/11")
    after.expect(desk.sample.meant)


def test_a_finding_keeps_its_fingerprint_when_its_step_moves(office: Office, tmp_path: Path):
    map_type = builtin().load("customer-journey")
    roomier = replace(map_type, tabs=(map_type.main._replace(slots=3), *map_type.tabs[1:]))
    path = saved(gym(awareness=("touchpoint", "gap")), roomier, tmp_path / "gym.xlsx")
    before = Opened.at(path)
    (missing,) = [found for found in before.lint().values() if found.rule == "question-no-touchpoint" and found.ref.step == "step-awareness"]
    office.run("insert_rows", path, tmp_path / "higher.xlsx", sheet="Bản đồ", row=0, count=4)
    sides = {"left": min(before.main.visible), "right": max(before.main.visible)}
    office.run("move_row", tmp_path / "higher.xlsx", tmp_path / "moved.xlsx", sheet="Bản đồ", row=8, to_row=10, **sides)
    moved = Opened.at(tmp_path / "moved.xlsx")
    after = replace(moved, reading=realign(before.reading.map, moved.reading))
    assert after.lint().keys() == before.lint().keys()
    assert before.reading.cell(missing.ref) == CellRef("Bản đồ", 4, 5)
    assert after.reading.cell(missing.ref) == CellRef("Bản đồ", 10, 5)


# Workbooks that we edited


@pytest.mark.parametrize("count", [1, 10, 100])
def test_a_workbook_we_edited_opens_in_libreoffice_with_equal_values(count: int, office: Office, tmp_path: Path):
    sample = filled("contact-points", "vi")
    path = saved(sample.meant, roomy(sample), tmp_path / "map.xlsx")
    found = Opened.at(path)
    written(path, edits_of_all_kinds(found)[:count])
    edited = Opened.at(path)
    office.run("resave", path, tmp_path / "saved.xlsx")
    after = Opened.at(tmp_path / "saved.xlsx")
    assert differences(after.reading.map, edited.reading.map) == {}
    for grid, again in zip(edited.grids, after.grids, strict=True):
        assert shown_cells(again) == shown_cells(grid)


def edits_of_all_kinds(found: Opened) -> list[CellEdit]:
    """A link, a stored result, and texts, dates and choices, over filled cells and into empty ones."""
    tab, curve = TO_COMPLETE_TAB.vi, CURVE_TAB
    sheet = found.type.main.title.vi
    links = [CellEdit(CellRef(tab, FIRST_FINDING_ROW + at, 2), f"{sheet}!D{at}", "link", CellRef(sheet, at, 3)) for at in range(20)]
    texts = [CellEdit(CellRef(tab, FIRST_FINDING_ROW + at, 4), text) for at, text in enumerate(("=x", "24/7", "00123", " x ", "_x000D_", "a\nb"))]
    moods = {record.id: found.type.with_role("emotion")[0].choices[at % 5].key for at, record in enumerate(found.reading.map.main.records)}
    values = {FieldRef(MAIN, step=step, field="emotion"): mood for step, mood in moods.items()}
    values |= {FieldRef("reviews", step=record.id, field="date"): "2026-11-22" for record in found.reading.map.records("reviews")}
    values |= {FieldRef("touchpoints", step=record.id, field="name"): "=mới\n" + record.id for record in found.reading.map.records("touchpoints")}
    cached = [CellEdit(CellRef(curve, CURVE_FIRST_ROW, CURVE_COLUMN), "1.25", "cached")]
    return [*links[:1], *cached, *texts, *links[1:], *plan_values(found.reading, found.type, values)]


def shown_cells(grid: Grid) -> dict[tuple[int, int], str]:
    """What people see in each cell of a tab."""
    return {at: shown for at, value in grid.cells.items() if (shown := value if isinstance(value, str) else value.shown or "")}
