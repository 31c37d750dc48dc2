"""Formulas as text: tokens with their places, and the tree they make."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from tests.emulator.sheets.a1 import column_index

_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]*"
_COLUMN = r"\$?[A-Za-z]{1,3}"
_ROW = r"\$?[1-9][0-9]*"
_AREA = rf"{_CELL}:{_CELL}|{_CELL}:{_COLUMN}(?![\w(])|{_CELL}:{_ROW}|{_COLUMN}:{_COLUMN}(?![\w(])|{_ROW}:{_ROW}|{_CELL}(?![\w(])"
_SHEET = r"(?:'(?:[^']|'')+'|[^\W\d]\w*)!"
_TOKENS = r"""
    (?P<space>\s+)
  | (?P<text>"(?:[^"]|"")*")
  | (?P<error>(?:{sheet})?\#REF!|\#(?:NULL!|DIV/0!|VALUE!|NAME\?|NUM!|N/A|ERROR!))
  | (?P<reference>(?:{sheet})?(?:{area}))
  | (?P<number>{number})
  | (?P<name>[^\W\d][\w.]*)
  | (?P<sign><=|>=|<>|[-+*/^&=<>%(),;{{}}\\])
"""
_POINT = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_COMMA = r"(?:[0-9]+(?:,[0-9]+)?|,[0-9]+)(?:[eE][+-]?[0-9]+)?"


def _lexer(number: str) -> "re.Pattern[str]":
    return re.compile(_TOKENS.format(sheet=_SHEET, area=_AREA, number=number), re.VERBOSE)


_LEXERS = {".": _lexer(_POINT), ",": _lexer(_COMMA)}


class FormulaSyntaxError(ValueError):
    """The text is no formula."""


class Token(NamedTuple):
    """A piece of a formula and where it stands in the text."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, text, boolean, ``None`` for an argument left out, or the text of an error (``error`` set)."""

    value: float | str | bool | None
    error: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """Cells: from 0 and half open, ``None`` where nothing was said; ``sheet`` is a title, ``None`` the formula's own."""

    sheet: str | None
    top: int
    left: int
    bottom: int | None
    right: int | None


@dataclass(frozen=True, slots=True)
class Name:
    """A named range."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function, its name in upper case."""

    name: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operand (``-``, ``+``, ``%``) or two."""

    sign: str
    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Array:
    """``{1,2;3,4}``."""

    rows: tuple[tuple["Node", ...], ...]


Node = Literal | Reference | Name | Call | Operation | Array

_LEVELS: tuple[frozenset[str], ...] = (
    frozenset({"=", "<>", "<", ">", "<=", ">="}),
    frozenset({"&"}),
    frozenset({"+", "-"}),
    frozenset({"*", "/"}),
    frozenset({"^"}),
)


def tokens(formula: str, decimal: str = ".") -> list[Token]:
    """The pieces of a formula (with its ``=``), spaces left out. Raises ``FormulaSyntaxError``."""
    found: list[Token] = []
    at, lexer = 1, _LEXERS[decimal]
    while at < len(formula):
        match = lexer.match(formula, at)
        if not match:
            raise FormulaSyntaxError(formula)
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match[0], at, match.end()))
        at = match.end()
    return found


@lru_cache(maxsize=4096)
def parse(formula: str, decimal: str = ".") -> Node:
    """The tree of a formula. Arguments part at ``,`` or ``;``; where ``decimal`` is ``,`` a comma between digits belongs to the number.

    Raises ``FormulaSyntaxError``.
    """
    return _Parser(tokens(formula, decimal), decimal).whole()


def reference(text: str) -> Reference:
    """The reference that ``text`` (a token of that kind) is; reversed corners are swapped."""
    title, bang, cells = text.rpartition("!")
    sheet = (title[1:-1].replace("''", "'") if title.startswith("'") else title) if bang else None
    first, colon, last = cells.replace("$", "").partition(":")
    corners = [_corner(first), _corner(last)] if colon else [_corner(first)]
    rows = sorted(row for row, _ in corners if row is not None)
    columns = sorted(column for _, column in corners if column is not None)
    tall, wide = not colon or len(rows) == 2, not colon or len(columns) == 2
    return Reference(
        sheet,
        rows[0] if rows else 0,
        columns[0] if columns else 0,
        rows[-1] + 1 if rows and tall else None,
        columns[-1] + 1 if columns and wide else None,
    )


class Needs(NamedTuple):
    """What a formula depends on: the cells it names and the functions it calls."""

    cells: tuple[Reference | Name, ...]
    functions: frozenset[str]


@lru_cache(maxsize=4096)
def needs(formula: str, decimal: str = ".") -> Needs:
    """What a formula depends on. Raises ``FormulaSyntaxError``."""
    nodes = list(_nodes(parse(formula, decimal)))
    cells = dict.fromkeys(node for node in nodes if isinstance(node, Reference | Name))
    return Needs(tuple(cells), frozenset(node.name for node in nodes if isinstance(node, Call)))


@lru_cache(maxsize=4096)
def has_calls(node: Node) -> bool:
    """Whether a tree calls functions."""
    return any(isinstance(one, Call) for one in _nodes(node))


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in _children(node):
        yield from _nodes(child)


def _children(node: Node) -> tuple[Node, ...]:
    match node:
        case Call(arguments=found) | Operation(operands=found):
            return found
        case Array(rows=rows):
            return tuple(one for row in rows for one in row)
        case _:
            return ()


def _corner(text: str) -> tuple[int | None, int | None]:
    letters = text.rstrip("0123456789")
    digits = text[len(letters) :]
    return (int(digits) - 1 if digits else None), (column_index(letters) if letters else None)


class _Parser:
    """Reads tokens from left to right; one method a level of binding."""

    def __init__(self, found: list[Token], decimal: str) -> None:
        self.tokens = found
        self.decimal = decimal
        self.at = 0

    def whole(self) -> Node:
        node = self._level(0)
        if self.at < len(self.tokens):
            raise FormulaSyntaxError(self.tokens[self.at].text)
        return node

    def _level(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._signed()
        left = self._level(level + 1)
        while self._next() in _LEVELS[level]:
            sign = self._take()
            left = Operation(sign, (left, self._level(level + 1)))
        return left

    def _signed(self) -> Node:
        if self._next() in {"-", "+"}:
            return Operation(self._take(), (self._signed(),))
        node = self._single()
        while self._next() == "%":
            node = Operation(self._take(), (node,))
        return node

    def _single(self) -> Node:
        if self.at >= len(self.tokens):
            raise FormulaSyntaxError("unfinished")
        token = self.tokens[self.at]
        self.at += 1
        match token.kind:
            case "number":
                return Literal(float(token.text.replace(self.decimal, ".")))
            case "text":
                return Literal(token.text[1:-1].replace('""', '"'))
            case "error":
                return Literal(token.text[token.text.rindex("#") :], error=True)
            case "reference":
                return reference(token.text)
            case "name":
                return self._named(token.text)
            case _ if token.text == "(":
                node = self._level(0)
                self._expect(")")
                return node
            case _ if token.text == "{":
                return self._array()
            case _:
                raise FormulaSyntaxError(token.text)

    def _named(self, text: str) -> Node:
        if self._next() == "(":
            self._take()
            return Call(text.upper(), self._arguments())
        if text.upper() in {"TRUE", "FALSE"}:
            return Literal(text.upper() == "TRUE")
        return Name(text)

    def _arguments(self) -> tuple[Node, ...]:
        if self._next() == ")":
            self._take()
            return ()
        found = [self._argument()]
        while self._next() in {",", ";"}:
            self._take()
            found.append(self._argument())
        self._expect(")")
        return tuple(found)

    def _argument(self) -> Node:
        return Literal(None) if self._next() in {",", ";", ")"} else self._level(0)

    def _array(self) -> Node:
        rows: list[list[Node]] = [[self._level(0)]]
        while self._next() in {",", "\\", ";"}:
            if self._take() == ";":
                rows.append([self._level(0)])
            else:
                rows[-1].append(self._level(0))
        self._expect("}")
        return Array(tuple(tuple(row) for row in rows))

    def _next(self) -> str:
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        return token.text if token and token.kind == "sign" else ""

    def _take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1].text

    def _expect(self, sign: str) -> None:
        if self._next() != sign:
            raise FormulaSyntaxError(sign)
        self.at += 1
