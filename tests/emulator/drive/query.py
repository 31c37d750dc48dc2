"""``q``: Drive's query language, read into a tree.

query      = disjunction
disjunction = conjunction { "or" conjunction }
conjunction = negation { "and" negation }
negation   = "not" negation | "(" disjunction ")" | term
term       = field operator value | value "in" field | field "has" "{" "key" "=" text "and" "value" "=" text "}"
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      | (?P<sign><=|>=|!=|=|<|>|\(|\)|\{|\})
      | (?P<word>[A-Za-z_][\w.]*)
    )""",
    re.VERBOSE | re.DOTALL,
)
COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">=", "contains", "in"})


class QuerySyntaxError(ValueError):
    """The text is no query."""


@dataclass(frozen=True, slots=True)
class Term:
    """``field operator value``. For ``in`` the value stands before the field, for ``has`` the pair says key and value."""

    field: str
    operator: str
    value: str | bool
    pair: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    inner: "Query"


@dataclass(frozen=True, slots=True)
class All:
    """What must hold together."""

    inner: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Of which one must hold."""

    inner: tuple["Query", ...]


Query: TypeAlias = Term | Not | All | Some


class Token(NamedTuple):
    """A piece of the text: its kind (``text``, ``sign``, ``word``, ``end``) and what it says."""

    kind: str
    said: str


def parse_query(text: str) -> Query:
    """The tree of a query. Raises ``QuerySyntaxError``."""
    parser = _Parser(list(_tokens(text)))
    query = parser.disjunction()
    parser.expect("end")
    return query


def terms(query: Query) -> Iterator[Term]:
    """All terms of a query."""
    match query:
        case Term():
            yield query
        case Not(inner):
            yield from terms(inner)
        case All(inner) | Some(inner):
            for one in inner:
                yield from terms(one)


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise QuerySyntaxError(text[at:])
        kind, said = match.lastgroup, match[match.lastgroup]
        yield Token(kind, re.sub(r"\\(.)", r"\1", said[1:-1], flags=re.DOTALL) if kind == "text" else said)
        at = match.end()
    yield Token("end", "")


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def disjunction(self) -> Query:
        parts = [self.conjunction()]
        while self.takes("word", "or"):
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def conjunction(self) -> Query:
        parts = [self.negation()]
        while self.takes("word", "and"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def negation(self) -> Query:
        if self.takes("word", "not"):
            return Not(self.negation())
        if self.takes("sign", "("):
            inner = self.disjunction()
            self.expect("sign", ")")
            return inner
        return self.term()

    def term(self) -> Term:
        if self.next.kind == "text":
            value = self.expect("text")
            self.expect("word", "in")
            return Term(self.expect("word"), "in", value)
        field = self.expect("word")
        if self.takes("word", "has"):
            return Term(field, "has", "", self.pair())
        operator = self.next.said
        if self.next.kind not in {"sign", "word"} or operator not in COMPARISONS:
            raise QuerySyntaxError(operator)
        self.at += 1
        return Term(field, operator, self.value())

    def value(self) -> str | bool:
        for word, value in (("true", True), ("false", False)):
            if self.takes("word", word):
                return value
        return self.expect("text")

    def pair(self) -> tuple[str, str]:
        self.expect("sign", "{")
        key = self.named("key")
        self.expect("word", "and")
        value = self.named("value")
        self.expect("sign", "}")
        return key, value

    def named(self, name: str) -> str:
        self.expect("word", name)
        self.expect("sign", "=")
        return self.expect("text")

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def takes(self, kind: str, said: str) -> bool:
        if self.next != Token(kind, said):
            return False
        self.at += 1
        return True

    def expect(self, kind: str, said: str | None = None) -> str:
        token = self.next
        if token.kind != kind or (said is not None and token.said != said):
            raise QuerySyntaxError(token.said)
        self.at += 1
        return token.said
