"""Colours and styles: one accent, one soft colour a stage, readable ink on each."""

from dataclasses import dataclass, replace
from functools import lru_cache

from sheetsync.model.design import Style

INK, MUTED, FAINT, LINE, PAPER = "1F2933", "5B6B75", "9AA7AF", "D8E0E3", "FFFFFF"
ACCENT, DEEP, MIST = "2F6F6B", "173F43", "EAF2F1"
BANNER_INK, BANNER_FAINT = "FFFFFF", "BFD9D6"
INPUT_FILL = "FFFBEB"


@dataclass(frozen=True, slots=True)
class Hue:
    """The colours of one stage: ``soft`` for its label, ``tint`` for its steps, ``ink`` for text on both, ``faint`` for repeats of the label."""

    soft: str
    tint: str
    ink: str
    faint: str


HUES = (
    Hue("CFE8E3", "F3FAF8", "0F4F47", "7FA9A2"),
    Hue("D3E4F6", "F3F8FD", "174A7A", "84A3C3"),
    Hue("E3DCF5", "F8F6FD", "4A327F", "A393C6"),
    Hue("F8DAE3", "FDF5F8", "80264A", "C990A6"),
    Hue("FBE6C0", "FEFAF0", "6E480A", "BD9E63"),
    Hue("DCEBC9", "F7FBF1", "3B5515", "97AD78"),
    Hue("FADCCD", "FEF6F2", "7C3618", "C8947C"),
    Hue("CBE9F2", "F2FAFC", "11515F", "78A9B6"),
)
"""The colours of stages, taken in turn."""

MOODS = {
    "low": ("F6C9C5", "8A1F17"),
    "flat": ("E9E6DC", "56503F"),
    "good": ("DDF0D2", "35591B"),
    "high": ("B9E3C0", "17552B"),
    "top": ("93D3BE", "0B4A3A"),
}
"""Fill and ink of the emotion scale, from worst to best."""

SEVERITY_COLOURS = {"error": ("F9D5D1", "8A1F17"), "warning": ("FBE6C0", "6E480A"), "info": ("D3E4F6", "174A7A")}
"""Fill and ink of the three severities."""
SKIPPED_COLOURS = ("F1F4F5", MUTED)
"""Fill and ink of findings that people skipped: there, and out of the way."""

TAB_COLOURS = {"map": ACCENT, "frame": "5C9A95", "list": "8FA8C9", "todo": "E0A33A", "guide": "9C8BC4"}

KEY = Style(ink=FAINT, size=9, wrap=False, text=True, fill="F1F4F5")
BANNER = Style(fill=DEEP, ink=BANNER_INK, size=18, bold=True, wrap=False, valign="center", indent=1)
BANNER_NOTE = Style(fill=DEEP, ink=BANNER_FAINT, size=9, valign="center")
HEADING = Style(fill=ACCENT, ink=PAPER, size=10, bold=True, valign="center", border="25595A", indent=1)
SIDE_HEADING = Style(fill=MIST, ink=DEEP, size=10, bold=True, valign="center", border=LINE, indent=1)
BODY = Style(size=10, border=LINE, text=True, indent=1)
HINT = Style(size=9, ink=MUTED, italic=True, valign="center", indent=1)
LINK = Style(size=10, ink="1D5FA8", underline=True, border=LINE, indent=1)
INPUT = Style(size=10, fill=INPUT_FILL, border="E3D5A6", text=True, indent=1)
SECTION = Style(size=13, bold=True, ink=ACCENT, valign="center", wrap=False)
PROSE = Style(size=10, border=LINE, valign="center", indent=1)
ASIDE = replace(HINT, border=LINE, valign="center")


def hue(index: int) -> Hue:
    """The colours of stage number ``index``, counted from 0."""
    return HUES[index % len(HUES)]


@lru_cache(maxsize=64)
def label_style(index: int | None) -> Style:
    """The look of a stage's label; of one without a stage for ``None``."""
    if index is None:
        return Style(size=11, bold=True, border=LINE, text=True, indent=1, valign="center")
    return Style(fill=hue(index).soft, ink=hue(index).ink, size=11, bold=True, border=PAPER, text=True, indent=1, valign="center")


@lru_cache(maxsize=256)
def body_style(kind: str, index: int | None = None) -> Style:
    """The look of a cell people fill, for a field of ``kind``, in the tint of its stage."""
    style = BODY if index is None else replace(BODY, fill=hue(index).tint)
    if kind in {"number", "boolean"}:
        return replace(style, text=False, align="center", indent=0)
    if kind == "date":
        return replace(style, text=False, date=True, align="center", indent=0)
    if kind == "choice":
        return replace(style, align="center", valign="top" if index is None else "center", indent=0)
    return style


def mood(score: int, low: int, high: int) -> tuple[str, str]:
    """Fill and ink of ``score`` on a scale from ``low`` to ``high``."""
    if score < 0:
        return MOODS["low"]
    if score in {0, low}:
        return MOODS["flat"]
    if score == high:
        return MOODS["top"]
    return MOODS["good" if score * 2 <= high else "high"]
