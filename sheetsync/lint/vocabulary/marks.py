"""Marks that mean something only to those who know the code: coloured dots, stars, flags, bracketed letters."""

import re

_DOTS = "🔴🟠🟡🟢🔵🟣🟤⚪⚫🟥🟧🟨🟩🟦🟪🟫⬛⬜"
_SIGNS = "★☆⭐◆◇■□▲△▼▽🔺🔻🔶🔷⚠❗❓🚩※"
_MARK = rf"[{_DOTS}{_SIGNS}]|\(\*{{1,3}}\)|\(!{{1,3}}\)|\[!{{1,3}}\]"
_SINGLE = frozenset(_DOTS + _SIGNS)
_BRACKETED = ("(*", "(!", "[!")
_RATING = r"\d\s*[★☆⭐]|[★☆⭐]{2,}"
"""Stars that count ("5★", "★★★★") explain themselves."""
_MEANS = r"\s*(?:=|:|–|—|->|→|là |nghĩa là |means )"


def marks(text: str) -> tuple[str, ...]:
    """The marks in ``text``, each time it stands there."""
    if _SINGLE.isdisjoint(text) and not any(mark in text for mark in _BRACKETED):
        return ()
    return tuple(re.findall(_MARK, re.sub(_RATING, "", text)))


def tells_meaning(mark: str, text: str) -> bool:
    """Whether ``text`` says what ``mark`` means: "🔴 = gấp"."""
    return re.search(re.escape(mark) + "\ufe0f?" + _MEANS, text) is not None
