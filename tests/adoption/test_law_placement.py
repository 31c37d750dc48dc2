"""The laws of placing: a map in any layout is found again, and every cell is placed once or listed."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from sheetsync.adoption.placement import Placement, placements
from sheetsync.adoption.sheets import texts
from sheetsync.model.grid import CellRef, Grid
from sheetsync.model.tabs import shown_text
from sheetsync.model.words import tidy
from tests.adoption.scattered import Scattered, scattered
from tests.conftest import LONG
from tests.laws.maps import CATALOG, TYPES


def the_one(sample: Scattered) -> Placement:
    found = placements([sample.grid], sample.type)
    assert len(found) == 1
    return found[0]


@given(scattered())
def test_a_map_is_found_in_any_layout(sample: Scattered):
    placement = the_one(sample)
    assert placement.across == sample.across
    lanes = {field.key: field.position for field in placement.fields}
    assert lanes.items() <= sample.lanes.items()
    texts_of = Counter(lane for _, _, values in sample.records for lane in values)
    assert {lane for lane, count in texts_of.items() if count > 1} <= lanes.keys()  # with one text it may be a line beside the map
    assert placement.title == sample.title
    stages = [stage.key for stage in placement.stages]
    assert [key if want else None for key, want in zip(stages, sample.stages, strict=True)] == sample.stages
    assert [(record.line, record.stage, dict(record.values)) for record in placement.records] == [
        (line, stages[at], {key: tidy(text) for key, text in values.items() if key in lanes}) for line, at, values in sample.records
    ]


def everything(grids: list[Grid]) -> set[CellRef]:
    return {CellRef(grid.title, *at) for grid in grids for at, _ in texts(grid)}


@given(scattered())
def test_every_cell_is_placed_once_or_left_over(sample: Scattered):
    placement = the_one(sample)
    left = [left.cell for left in placement.left_over]
    assert len(left) == len(set(left))
    assert placement.used | set(left) == everything([sample.grid])
    assert not placement.used & set(left)
    held = [cell for record in placement.records for cell in record.cells.values()]
    assert len(held) == len(set(held))
    assert set(held) <= placement.used
    assert {left.text for left in placement.left_over} >= set(sample.notes)


WORDS = st.sampled_from(
    [
        *("Giai đoạn", "Hành động", "Suy nghĩ", "Cảm xúc", "Điểm chạm", "Touchpoints", "Người phụ trách", "Mục tiêu", "Kênh", "Tên", "Nghề nghiệp"),
        *("Nhận thức", "1. Cân nhắc", "Mua", "Mua lại", "Trước khi mua", "Thích", "Biết", "Học kỳ 1", "Phương châm", "Persona: Mai", "STT", "#"),
        *("gọi cho bạn", "so giá", "Vui", "Bực tức", "-", "(tuần 1)", "=x", "\u200b", "a\nb", "Tổng", "Bản đồ hành trình", "1", "2", "Ghi chú: x"),
    ]
)


@st.composite
def anything(draw: st.DrawFn) -> Grid:
    """Cells with the words that tell a map, anywhere."""
    at = st.tuples(st.integers(0, 9), st.integers(0, 7))
    cells = draw(st.dictionaries(at, WORDS, max_size=50))
    merges = draw(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5), st.integers(0, 3), st.integers(0, 3)), max_size=3))
    return Grid(draw(st.sampled_from(("A", "B"))), cells, tuple((row, column, row + down, column + right) for row, column, down, right in merges))


@given(st.lists(anything(), min_size=1, max_size=2, unique_by=lambda grid: grid.title), st.sampled_from(TYPES))
@settings(max_examples=1500 if LONG else 40)
def test_whatever_stands_in_a_sheet_has_one_place_or_is_left_over(grids: list[Grid], key: str):
    found = placements(grids, CATALOG.load(key))
    for placement in found:
        held = Counter(cell for record in placement.records for cell in record.cells.values())
        held.update(cell for listed in placement.lists for record in listed.records for cell in record.cells.values())
        held.update(cell for field in placement.fields + placement.stage_fields if (cell := field.cell))
        held.update(stage.cell for stage in placement.stages if stage.cell)
        held.update(set(placement.about_cells.values()))
        assert max(held.values()) == 1
        assert held.keys() <= placement.used
        left = [left.cell for left in placement.left_over]
        assert len(left) == len(set(left))
        assert placement.used | set(left) == everything(grids)
        assert not placement.used & set(left)
        for record in placement.records:
            for lane, cell in record.cells.items():
                grid = next(grid for grid in grids if grid.title == cell.tab)
                assert record.values[lane] == shown_text(grid.cells[cell.row, cell.column])
    assert sum(len(placement.used) for placement in found) == len(set().union(*(placement.used for placement in found)))
