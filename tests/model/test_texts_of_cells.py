"""What stands in the cell that a field ref points at: the words that reports quote."""

import pytest

from sheetsync.catalog import builtin
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.reading import read_map, read_meta
from tests.tables import grid, meta

ABOUT = """
    _key | | _value
    title | Tên bản đồ | Phòng tập
    objective | Mục tiêu | Thêm hội viên
"""
STAGES = """
    _id | order | title | goal
    . | Giai đoạn
    . | Thứ tự | Tên giai đoạn | Mục tiêu của thương hiệu
    awareness | #1 | Nhận thức | Được biết đến
"""
MAP = """
    _id | _stage | stage | touchpoint | action
    . | . | Phòng tập
    . | . | Giai đoạn | Cuộc gặp gỡ | Hoạt động
    a1 | awareness | Nhận thức | Quảng cáo | Đọc đánh giá
    a2 | awareness | Nhận thức | | So sánh
"""
GRIDS = (grid("Về bản đồ này", ABOUT), grid("Giai đoạn", STAGES), grid("Bản đồ", MAP), meta())
READING = read_map(GRIDS, read_meta(GRIDS, "test.xlsx"), builtin().load("customer-journey"))


@pytest.mark.parametrize(
    ("ref", "text"),
    [
        (FieldRef(field="objective"), "Thêm hội viên"),
        (FieldRef(MAIN, stage="awareness", field="goal"), "Được biết đến"),
        (FieldRef(MAIN, step="a1", field="action"), "Đọc đánh giá"),
        (FieldRef(MAIN, step="a1"), "Quảng cáo"),
        (FieldRef(MAIN, step="a2"), "So sánh"),
        (FieldRef(MAIN, step="a2", field="touchpoint"), ""),
        (FieldRef(), ""),
        (FieldRef(field="persona"), ""),
        (FieldRef(MAIN), ""),
        (FieldRef(MAIN, field="touchpoint"), ""),
        (FieldRef(MAIN, stage="awareness"), ""),
        (FieldRef(MAIN, stage="gone", field="goal"), ""),
        (FieldRef(MAIN, step="gone", field="action"), ""),
        (FieldRef("personas", step="a1", field="name"), ""),
    ],
    ids=str,
)
def test_the_text_of_a_field_ref_is_what_stands_in_its_cell(ref: FieldRef, text: str) -> None:
    assert READING.text(ref) == text
    cell = READING.cell(ref)
    if text:
        assert cell is not None
        shown = next(one for one in GRIDS if one.title == cell.tab).cells[cell.row, cell.column]
        assert shown == text
