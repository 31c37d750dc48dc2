"""Languages and short texts in both of them."""

import unicodedata
from typing import Literal, NamedTuple

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")


class Text(NamedTuple):
    """One text in Vietnamese and English."""

    vi: str
    en: str

    def of(self, language: str) -> str:
        """The text in ``language`` (``vi``, else English)."""
        return self.vi if language == "vi" else self.en


def tidy(text: str) -> str:
    """``text`` as the archive keeps it: NFC, line ends as LF, no white space around it."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip()


def units(text: str) -> int:
    """How long ``text`` is as spreadsheets count: in UTF-16 units, of which most emoji take two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def fold(text: str) -> str:
    """``text`` for comparing headings and titles: NFC, case folded, runs of white space as one space."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
