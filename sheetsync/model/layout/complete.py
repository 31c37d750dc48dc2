"""*To complete*: every finding with a link to its cell, why it matters, how to fix it, and a column to say why not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sheetsync.model.anatomy import TO_COMPLETE_TAB
from sheetsync.model.design import Area, DesignCell, Highlight, Style, TabDesign
from sheetsync.model.finding import Severity
from sheetsync.model.grid import CellRef
from sheetsync.model.layout import palette
from sheetsync.model.layout.page import Page, literal
from sheetsync.model.skips import FIRST_FINDING_ROW, SKIP_HEADING, TO_COMPLETE_KEYS, RowKey, RowState
from sheetsync.model.words import Text

STYLED_ROWS = 60
"""So many rows are styled from the start, so that later findings look right."""

SEVERITY_WORDS: dict[Severity, Text] = {"error": Text("Lỗi", "Error"), "warning": Text("Cảnh báo", "Warning"), "info": Text("Gợi ý", "Hint")}
SKIPPED_WORD = Text("Bỏ qua", "Skipped")
"""What stands instead of the severity where people gave a reason to skip."""

GONE_WORD = Text("Không còn", "No longer")
"""What stands instead of the severity where the finding is gone, and its row stays because people wrote in it."""

_HEADINGS = (
    Text("", ""),
    Text("Mức độ", "Severity"),
    Text("Ở ô", "Where"),
    Text("Giai đoạn", "Stage"),
    Text("Còn thiếu gì", "What is missing"),
    Text("Vì sao cần", "Why it matters"),
    Text("Bổ sung thế nào", "How to fix it"),
    SKIP_HEADING,
)
_NOTES = (
    Text("", ""),
    Text(
        "Lỗi: bản đồ chưa dùng được ở chỗ đó. Cảnh báo: nên sửa. Gợi ý: nên xem lại. Bỏ qua: đã có lý do ở cột cuối nên không còn tính. "
        "Không còn: chỗ này không còn thiếu nữa, dòng được giữ lại vì có người đã ghi vào đó.",
        "Error: the map can't be relied on there. Warning: worth fixing. Hint: worth a look. Skipped: the last column says why; it no longer counts. "
        "No longer: nothing is missing there any more; the row stays because somebody wrote in it.",
    ),
    Text("Bấm để nhảy tới ô.", "Click to jump to the cell."),
    Text("Giai đoạn có chỗ cần bổ sung.", "The stage that has something to complete."),
    Text("Điều sheetsync nhận thấy.", "What sheetsync noticed."),
    Text("Lý do theo phương pháp gốc.", "The reason, from the method it comes from."),
    Text("Việc nên làm tiếp theo.", "What to do next."),
    Text(
        "Nếu chỗ này cố ý để vậy, hãy ghi lý do vào đây. Ở lần đồng bộ tới, dòng này chuyển xuống phần đã bỏ qua, kèm lý do của bạn, và không còn bị "
        "tính là thiếu. Xóa lý do thì dòng trở lại danh sách. Nếu nội dung ở ô đó thay đổi, sheetsync sẽ hỏi lại.",
        "If it is meant to be like this, write the reason here. At the next sync this row moves down to what is skipped, together with your reason, "
        "and no longer counts. Empty the reason and it comes back. When the text in that place changes, sheetsync asks again.",
    ),
)
_EXPLANATION = Text(
    "Danh sách này do sheetsync viết lại ở mỗi lần đồng bộ; điều bạn tự ghi vẫn được giữ nguyên. Bấm vào ô để nhảy tới chỗ cần sửa; nếu cố ý để vậy, "
    "hãy ghi lý do ở cột cuối để bỏ qua.",
    "sheetsync rewrites this list at every sync and leaves what you write yourself as it is. Click a cell to jump there; to skip what is meant to be "
    "as it is, say why in the last column.",
)
_NOTHING = Text(
    "Chưa có gì cần bổ sung. Hãy điền bản đồ; sau lần kiểm tra tới, những chỗ còn thiếu sẽ hiện ở đây.",
    "Nothing to complete yet. Fill in the map; after the next check, whatever is still missing shows up here.",
)
_REST_SKIPPED = Text(
    "Không còn gì cần bổ sung. Những chỗ đã bỏ qua nằm ở bên dưới, kèm lý do.",
    "Nothing left to complete. What was skipped stands below, with the reasons.",
)
_WIDTHS = (14.0, 13.0, 16.0, 18.0, 40.0, 32.0, 34.0, 38.0)
_WHERE_UNKNOWN = "—"
_CENTRED = Style(size=10, bold=True, border=palette.LINE, align="center", text=True)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding as the tab shows it: texts in the map's language, today's cell where there is one, and in ``skip`` the reason to skip it."""

    fingerprint: str
    severity: Severity
    cell: CellRef | None
    stage: str
    message: str
    why: str
    fix: str
    skip: str = ""
    state: RowState = "open"


def to_complete_rows(findings: Sequence[FindingRow], language: str) -> tuple[tuple[DesignCell, ...], ...]:
    """The cells of the rows from ``FIRST_FINDING_ROW`` on, column A first: what is to be done, or one friendly line, then what is skipped."""
    skipped = [finding for finding in findings if finding.state == "skipped"]
    to_do = [_row(finding, language) for finding in findings if finding.state != "skipped"]
    if not to_do:
        quiet = [DesignCell("", style) for style in _row_styles()]
        quiet[4] = DesignCell((_REST_SKIPPED if skipped else _NOTHING).of(language), _row_styles()[4])
        to_do = [_sealed(RowKey(""), quiet)]
    return (*to_do, *(_row(finding, language) for finding in skipped))


def to_complete_tab(findings: Sequence[FindingRow], language: str) -> TabDesign:
    """The whole tab."""
    page = Page(dict(enumerate(_WIDTHS)))
    for column, (key, heading, about) in enumerate(zip(TO_COMPLETE_KEYS, _HEADINGS, _NOTES, strict=True)):
        page.put(0, column, key, palette.KEY)
        page.put(3, column, heading.of(language), palette.HEADING if column else palette.KEY, note=about.of(language))
    rows = to_complete_rows(findings, language)
    for row, cells in enumerate(rows, start=FIRST_FINDING_ROW):
        page.cells.update({(row, column): cell for column, cell in enumerate(cells)})
        page.least[row] = 32
    bottom = FIRST_FINDING_ROW + max(len(rows), STYLED_ROWS) - 1
    for column, style in enumerate(_row_styles()):
        page.fill(Area(FIRST_FINDING_ROW, column, bottom, column), style)
    page.banner(1, 1, len(_WIDTHS) - 1, DesignCell(TO_COMPLETE_TAB.of(language)), _EXPLANATION.of(language))
    page.least[3] = 30
    return TabDesign(
        key="to-complete",
        title=TO_COMPLETE_TAB.of(language),
        cells=page.cells,
        widths=page.widths,
        heights=page.heights((0,)),
        growing=frozenset(range(FIRST_FINDING_ROW, bottom + 1)),
        hidden_rows=(0,),
        hidden_columns=(0,),
        freeze=(4, 0),
        filter=Area(3, 0, bottom, len(_WIDTHS) - 1),
        highlights=tuple(_highlights(bottom, language)),
        keys=(Area(0, 0, 0, len(_WIDTHS) - 1), Area(3, 0, 3, len(_WIDTHS) - 1), Area(0, 0, bottom, 0)),
        colour=palette.TAB_COLOURS["todo"],
        print_area=Area(1, 1, FIRST_FINDING_ROW + len(rows) - 1, len(_WIDTHS) - 1),
        repeat_rows=(3, 3),
    )


def _row(finding: FindingRow, language: str) -> tuple[DesignCell, ...]:
    where = DesignCell(finding.cell.a1, palette.LINK, "link", target=finding.cell) if finding.cell else DesignCell(_WHERE_UNKNOWN, palette.BODY)
    texts = (
        "",
        (SKIPPED_WORD if finding.state == "skipped" else SEVERITY_WORDS[finding.severity]).of(language),
        "",
        finding.stage,
        finding.message,
        finding.why,
        finding.fix,
        finding.skip,
    )
    cells = [DesignCell(text, style) for text, style in zip(texts, _row_styles(), strict=True)]
    cells[2] = where
    return _sealed(RowKey(finding.fingerprint, finding.state), cells)


def _sealed(key: RowKey, cells: Sequence[DesignCell]) -> tuple[DesignCell, ...]:
    """A row whose key tells which texts are ours."""
    return (DesignCell(key.sealed_for(cell.value for cell in cells[1:-1]).text, cells[0].style), *cells[1:])


def _row_styles() -> tuple[Style, ...]:
    body = palette.BODY
    return (palette.KEY, _CENTRED, palette.LINK, body, body, body, body, palette.INPUT)


def _highlights(bottom: int, language: str) -> Iterable[Highlight]:
    fill, ink = palette.SKIPPED_COLOURS
    yield Highlight(
        Area(FIRST_FINDING_ROW, 1, bottom, len(_WIDTHS) - 2), f"$B{FIRST_FINDING_ROW + 1}={literal(SKIPPED_WORD.of(language))}", fill, ink
    )
    area = Area(FIRST_FINDING_ROW, 1, bottom, 1)
    for severity, word in SEVERITY_WORDS.items():
        fill, ink = palette.SEVERITY_COLOURS[severity]
        yield Highlight(area, f"$B{FIRST_FINDING_ROW + 1}={literal(word.of(language))}", fill, ink, bold=True)
