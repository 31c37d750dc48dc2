"""A report on the gym that every format is shown: an error with its cell, a hint about the whole map, a waived finding, an unreadable workbook."""

from sheetsync.errors import WorkbookNotFound
from sheetsync.lint.engine import rules
from sheetsync.model.finding import Finding
from sheetsync.model.grid import CellRef
from sheetsync.model.journey import FieldRef, JourneyMap, Stage, Tab
from sheetsync.report.build import MapReport, Report, Waived, build, linted, unreadable

REF = "maps/Phòng tập.xlsx"
PLACE = FieldRef("map", step="k3", field="thought")
GYM = JourneyMap("gym", "customer-journey", 1, "Phòng tập", "vi", {}, {"map": Tab((Stage("awareness", "Nhận thức"),))})
MESSAGE = "Câu hỏi “50% *giảm*?” chưa có điểm chạm:\nhãy thêm."
FOUND = Finding(
    "question-no-touchpoint",
    "error",
    MESSAGE,
    PLACE,
    "awareness",
    "0123456789abcdef",
    "S3:42",
    2,
    cell=CellRef("Bản đồ", 6, 5),
    text="Phòng tập có gần không?\nCó đắt không?",
    fix="Hãy ghi một điểm chạm.",
)
HINT = Finding("emotion-flat", "info", "Cảm xúc như nhau.", FieldRef("map", field="emotion"), None, "fedcba9876543210", "S0:85")
EMPTY = Finding("cell-empty", "warning", "Ô này còn trống.", PLACE, "awareness", "00000000000000aa", "S3:35", cell=CellRef("Bản đồ", 7, 5))
WAIVED = Waived(EMPTY, "Lan", "2026-11-20T03:00:00.000000Z", "Quý sau mới làm | <xong>")
ALL = tuple(rule.slug for rule in rules())


def gym(*findings: Finding, waived: tuple[Waived, ...] = (), ran: tuple[str, ...] = ALL) -> MapReport:
    """The report on the gym."""
    return linted(REF, GYM, None, findings, lambda _: None, waived=waived, ran=ran)


def report() -> Report:
    """The gym, and a workbook that is not there."""
    return build([gym(FOUND, HINT, waived=(WAIVED,)), unreadable("maps/none.xlsx", WorkbookNotFound("maps/none.xlsx"))])
