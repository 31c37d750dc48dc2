"""How cells look: Google's CellFormat as openpyxl's styles."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from tests.emulator.sheets.book import Book, Json

Line = Literal["dotted", "dashed", "thin", "medium", "thick", "double"]

USUAL_PADDING, PIXELS_AN_INDENT = 3, 9

HORIZONTAL = {"LEFT": "left", "CENTER": "center", "RIGHT": "right"}
VERTICAL = {"TOP": "top", "MIDDLE": "center", "BOTTOM": "bottom"}
LINES: Mapping[str, Line] = {
    "DOTTED": "dotted",
    "DASHED": "dashed",
    "SOLID": "thin",
    "SOLID_MEDIUM": "medium",
    "SOLID_THICK": "thick",
    "DOUBLE": "double",
}


@dataclass(frozen=True, slots=True)
class Look:
    """The styles of a cell; ``None`` where the workbook's own hold."""

    font: Font | None = None
    fill: PatternFill | None = None
    alignment: Alignment | None = None
    border: Border | None = None
    link: str = ""


class Palette:
    """The colours of a spreadsheet: its own, and those that its theme names."""

    def __init__(self, book: Book) -> None:
        pairs = book.properties.get("spreadsheetTheme", {}).get("themeColors", ())
        self.theme: Mapping[str, str] = {pair["colorType"]: _hex(pair["color"].get("rgbColor", {})) for pair in pairs}

    def of(self, holder: Json | None, name: str) -> str | None:
        """The colour ``name`` (``backgroundColor`` …) of ``holder`` as RRGGBB; ``None`` when none is set."""
        style = (holder or {}).get(f"{name}Style")
        if style is not None:
            return self.theme.get(style["themeColor"]) if "themeColor" in style else _hex(style.get("rgbColor", {}))
        plain = (holder or {}).get(name)
        return None if plain is None else _hex(plain)


def look_of(form: Json, palette: Palette) -> Look:
    """The styles of a CellFormat."""
    text = form.get("textFormat")
    background = palette.of(form, "backgroundColor")
    return Look(
        Font(**_font(text, palette)) if text else None,
        solid(background) if background else None,
        _alignment(form),
        _border(form.get("borders"), palette),
        str((text or {}).get("link", {}).get("uri", "")),
    )


def solid(color: str) -> PatternFill:
    """A cell filled with that colour."""
    return PatternFill("solid", start_color=color, end_color=color)


def changed_font(text: Json, palette: Palette) -> Font | None:
    """The font of a conditional format, which says only what differs."""
    wanted = {name: value for name, value in _font(text, palette).items() if name not in {"name", "size"}}
    return Font(name=None, size=None, **wanted) if wanted else None


def rich_text(text: str, runs: list[Json], palette: Palette) -> CellRichText:
    """Text whose parts look different. Google counts UTF-16 units."""
    units = text.encode("utf-16-le")
    starts = [int(run.get("startIndex", 0)) for run in runs]
    rich = CellRichText([_part(units, 0, starts[0])] if starts[0] else [])
    for run, start, end in zip(runs, starts, [*starts[1:], len(units) // 2], strict=True):
        part = _part(units, start, end)
        if part:
            rich.append(TextBlock(_inline(run.get("format", {}), palette), part))
    return rich


def _part(units: bytes, start: int, end: int) -> str:
    return units[2 * start : 2 * end].decode("utf-16-le", "replace")


def _inline(text: Json, palette: Palette) -> InlineFont:
    names = {"bold": "b", "italic": "i", "underline": "u", "strike": "strike", "name": "rFont", "size": "sz", "color": "color"}
    return InlineFont(**{names[name]: value for name, value in _font(text, palette).items()})


def _font(text: Json, palette: Palette) -> dict[str, Any]:
    wanted: dict[str, Any] = {"name": str(text.get("fontFamily", "Arial")).partition(",")[0].title(), "size": text.get("fontSize", 10)}
    wanted |= {name: True for name in ("bold", "italic") if text.get(name)}
    if text.get("underline"):
        wanted["underline"] = "single"
    if text.get("strikethrough"):
        wanted["strike"] = True
    if color := palette.of(text, "foregroundColor"):
        wanted["color"] = f"FF{color}"
    return wanted


def _alignment(form: Json) -> Alignment | None:
    wrap = form.get("wrapStrategy") == "WRAP"
    across, down = HORIZONTAL.get(form.get("horizontalAlignment", "")), VERTICAL.get(form.get("verticalAlignment", ""))
    angle = int(form.get("textRotation", {}).get("angle", 0))
    indent = max(0, round((int(form.get("padding", {}).get("left", 0)) - USUAL_PADDING) / PIXELS_AN_INDENT))
    if not (wrap or across or down or angle or indent):
        return None
    turned = angle if angle >= 0 else 90 - angle
    return Alignment(horizontal=across, vertical=down or "bottom", wrap_text=wrap, text_rotation=turned, indent=indent)


def _border(borders: Json | None, palette: Palette) -> Border | None:
    if not borders:
        return None
    left, right, top, bottom = (_side(borders.get(edge), palette) for edge in ("left", "right", "top", "bottom"))
    return Border(left, right, top, bottom)


def _side(border: Json | None, palette: Palette) -> Side:
    style = LINES.get((border or {}).get("style", ""))
    return Side(style, color=palette.of(border, "color") or "000000") if style else Side()


def _hex(color: Json) -> str:
    return "".join(f"{round(255 * float(color.get(name, 0))):02X}" for name in ("red", "green", "blue"))
