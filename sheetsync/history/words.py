"""What changed within a text, word by word, and within a list, item by item: for people to read. Pure.

A word is what stands between spaces and punctuation; a Vietnamese syllable with its marks is one. Texts are compared in NFC.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

PieceKind = Literal["same", "gone", "new"]

_TOKEN = re.compile(r"\s*(?:[\w\u0300-\u036f]+(?:[.,:/@'’-][\w\u0300-\u036f]+)*|[^\w\s])\s*")
"""A word (also ``1.500.000``, ``20:30``, ``a.b@c.vn``) or a mark, with the white space around it."""
_MOST_WORDS = 1500
"""Longer stretches are told as replaced: nobody reads more, and comparing them takes the square of their length."""
_MOST_PAIRS = 400
"""Where more pairs of items would have to be compared, none is told as edited."""
_ALIKE = 0.4
"""Texts that have less than this share of their letters in common are two texts, not one that was edited."""


class Piece(NamedTuple):
    """A stretch of a text: in both, only in the earlier one (``gone``), or only in the later one (``new``)."""

    kind: PieceKind
    text: str


class ItemChange(NamedTuple):
    """One item of a list that came (``before`` is ``None``), went (``after`` is ``None``), or was edited."""

    before: str | None
    after: str | None


class ListChange(NamedTuple):
    """What changed in a list, in the order of the lists; ``is_reordered`` where items that stayed stand in another order."""

    items: tuple[ItemChange, ...]
    is_reordered: bool


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts as one: ``same`` and ``new`` pieces make up ``after``, ``same`` and ``gone`` ones hold the words of ``before``.

    Nothing is ``gone`` or ``new`` where only white space differs. Texts that have next to nothing in common are one ``gone`` and one ``new`` piece.
    """
    old, new = _tokens(before), _tokens(after)
    pieces = _tidied(_pieces(old, new))
    return pieces if _shared(pieces) >= _ALIKE else _joined([Piece("gone", "".join(old)), Piece("new", "".join(new))])


def compare_items(before: Sequence[str], after: Sequence[str]) -> ListChange:
    """What came, went and was edited between two lists. An item that only moved is none of these."""
    staying = Counter(before) & Counter(after)
    old, new = _kept(before, staying), _kept(after, staying)
    gone = [item for at, item in enumerate(before) if at not in old]
    came = [item for at, item in enumerate(after) if at not in new]
    is_reordered = [before[at] for at in sorted(old)] != [after[at] for at in sorted(new)]
    return ListChange(tuple(_paired(gone, came)), is_reordered)


def is_edited(pieces: Sequence[Piece]) -> bool:
    """Whether something stayed: else the one text took the other's place."""
    return any(piece.kind == "same" and any(map(str.isalnum, piece.text)) for piece in pieces)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFC", text).strip())


def _pieces(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """Pieces by the tokens alone; white space doesn't count when they are compared."""
    was, now = [token.strip() for token in old], [token.strip() for token in new]
    most = min(len(was), len(now))
    head = next((at for at in range(most) if was[at] != now[at]), most)
    tail = next((at for at in range(most - head) if was[-1 - at] != now[-1 - at]), most - head)
    until, til = len(was) - tail, len(now) - tail
    if max(until - head, til - head) > _MOST_WORDS:
        middle = [("replace", 0, until - head, 0, til - head)]
    else:
        middle = list(SequenceMatcher(None, was[head:until], now[head:til], autojunk=False).get_opcodes())
    pieces = [Piece("same", "".join(new[:head]))]
    for what, start, end, first, last in middle:
        came = "".join(new[head + first : head + last])
        if what == "equal":
            pieces.append(Piece("same", came))
        else:
            pieces += [Piece("gone", "".join(old[head + start : head + end])), Piece("new", came)]
    return [*pieces, Piece("same", "".join(new[til:]))]


def _tidied(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces, in which a lone mark or small word that stayed between two changes counts as changed: a text in shreds is hard to read."""
    joined = _joined(pieces)
    runs: list[Piece] = []
    for at, piece in enumerate(joined):
        is_between = 0 < at < len(joined) - 1
        if piece.kind == "same" and is_between and len(_TOKEN.findall(piece.text)) == 1 and len(piece.text.strip()) <= 3:
            runs += [Piece("gone", piece.text), Piece("new", piece.text)]
        else:
            runs.append(piece)
    return _joined(runs)


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbours of a kind as one, what is gone before what is new; empty ones left out."""
    found: list[Piece] = []
    gone = new = ""

    def change() -> list[Piece]:
        return [piece for piece in (Piece("gone", gone), Piece("new", new)) if piece.text]

    for kind, text in pieces:
        match kind:
            case "gone":
                gone += text
            case "new":
                new += text
            case "same" if text:
                found += change()
                gone = new = ""
                if found and found[-1].kind == "same":
                    found[-1] = Piece("same", found[-1].text + text)
                else:
                    found.append(Piece("same", text))
    return (*found, *change())


def _shared(pieces: Iterable[Piece]) -> float:
    """The share of the letters of the longer text that stayed."""
    counts: Counter[PieceKind] = Counter()
    for piece in pieces:
        counts[piece.kind] += sum(map(str.isalnum, piece.text))
    longer = counts["same"] + max(counts["gone"], counts["new"])
    return counts["same"] / longer if longer else 1.0


def _kept(items: Sequence[str], staying: Counter[str]) -> set[int]:
    """The places of the items that stay."""
    left = Counter(staying)
    places: set[int] = set()
    for at, item in enumerate(items):
        if left[item] > 0:
            left[item] -= 1
            places.add(at)
    return places


def _paired(gone: Sequence[str], came: Sequence[str]) -> list[ItemChange]:
    """Items that went and items that came, in their orders: those much alike are one that was edited."""
    if len(gone) * len(came) > _MOST_PAIRS:
        return [*(ItemChange(item, None) for item in gone), *(ItemChange(None, item) for item in came)]
    changes: list[ItemChange] = []
    waiting = list(came)
    for item in gone:
        alike = [(share, at) for at, other in enumerate(waiting) if (share := _likeness(item, other)) > 0]
        if alike:
            _, at = max(alike, key=lambda found: (found[0], -found[1]))
            changes += [ItemChange(None, other) for other in waiting[:at]]
            changes.append(ItemChange(item, waiting[at]))
            del waiting[: at + 1]
        else:
            changes.append(ItemChange(item, None))
    return [*changes, *(ItemChange(None, other) for other in waiting)]


def _likeness(before: str, after: str) -> float:
    pieces = compare_words(before, after)
    return _shared(pieces) if is_edited(pieces) else 0.0
