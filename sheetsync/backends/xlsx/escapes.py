"""Characters that XML can't hold, the way workbooks write them: ``_xHHHH_``, with ``_x005F_`` for an underscore that would look like one."""

import re

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ILLEGAL = "\x00-\x08\x0b-\x1f\ufffe\uffff"
_TO_ESCAPE = f"[{_ILLEGAL}]|_(?=x[0-9A-Fa-f]{{4}}[_{_ILLEGAL}])"
_LONE_SURROGATE = "[\ud800-\udfff]"
"""Compiled when first needed: most runs only read."""


def decoded(text: str) -> str:
    """``text`` of a part as people see it. An escape of half a character is left as it stands: no text can hold that half."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def encoded(text: str) -> str:
    """``text`` with every character that a part can't hold escaped, so that ``decoded`` gives it back."""
    return re.sub(_TO_ESCAPE, lambda match: f"_x{ord(match[0]):04X}_", text)


def storable(text: str) -> bool:
    """Whether ``text`` consists of whole characters: half a character (a lone surrogate) can be stored in no file."""
    return re.search(_LONE_SURROGATE, text) is None


def xml(text: str) -> str:
    """``text`` for the inside of an XML element or a double-quoted attribute."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;") if '"' in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)
