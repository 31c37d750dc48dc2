"""Whether a file is what a query asks for."""

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from tests.emulator.calls import Call
from tests.emulator.drive.lookup import ROOT, parents, root_id, trashed
from tests.emulator.drive.pages import invalid_value
from tests.emulator.drive.query import All, Not, Query, QuerySyntaxError, Some, Term, parse_query, terms
from tests.emulator.errors import unimplemented
from tests.emulator.world import RANK, File, Permission, World

Test = Callable[[World, Call, File, Term], bool]

COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
MORE_THAN_WE_KNOW = frozenset(
    {"viewedByMeTime", "sharedWithMeTime", "visibility", "shortcutDetails.targetId", "memberCount", "organizerCount", "labels"}
)


def read_query(text: str) -> Query | None:
    """The query of a listing, ``None`` for none. Raises ``ApiError`` for one that makes no sense."""
    query = parsed(text)
    for term in terms(query) if query else ():
        _check(term)
    return query


def parsed(text: str) -> Query | None:
    """The query that ``text`` is, whatever it asks for; ``None`` for none. Raises ``ApiError`` for text that is none."""
    if not text.strip():
        return None
    try:
        return parse_query(text)
    except QuerySyntaxError as problem:
        raise invalid_value("q") from problem


def full_text(query: Query | None) -> bool:
    """Whether the query looks into the content of files."""
    return query is not None and any(term.field == "fullText" for term in terms(query))


def matches(world: World, call: Call, file: File, query: Query | None) -> bool:
    """Whether ``file`` is what the query asks for."""
    match query:
        case None:
            return True
        case Not(inner):
            return not matches(world, call, file, inner)
        case All(inner):
            return all(matches(world, call, file, one) for one in inner)
        case Some(inner):
            return any(matches(world, call, file, one) for one in inner)
        case Term():
            return FIELDS[query.field][1](world, call, file, query)


def name_matches(name: str, term: Term) -> bool:
    """``name contains`` finds words by their beginning; ``name =`` takes no notice of case (unverified)."""
    wanted = str(term.value)
    if term.operator == "contains":
        return _begins_words(name, wanted)
    return COMPARE[term.operator](name.casefold(), wanted.casefold())


def _check(term: Term) -> None:
    if term.field in MORE_THAN_WE_KNOW:
        raise unimplemented(f"queries for {term.field}")
    operators, _ = FIELDS.get(term.field, (frozenset(), None))
    if term.operator not in operators:
        raise invalid_value("q")
    if isinstance(term.value, bool) != (term.field in BOOLEANS):
        raise invalid_value("q")
    if term.field in MOMENTS and _moment(str(term.value)) is None:
        raise invalid_value("q")


def _begins_words(text: str, wanted: str) -> bool:
    """Each wanted word begins a word of the text; the first may also be the beginning of the whole."""
    words = _words(text)
    return text.casefold().startswith(wanted.casefold()) or all(any(word.startswith(one) for word in words) for one in _words(wanted))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _name(_world: World, _call: Call, file: File, term: Term) -> bool:
    return name_matches(file.name, term)


def _full_text(_world: World, _call: Call, file: File, term: Term) -> bool:
    """Whole words anywhere; within double quotes in that order."""
    wanted = str(term.value)
    words = _words(" ".join(_texts(file)))
    if wanted.startswith('"') and wanted.endswith('"'):
        return f" {' '.join(_words(wanted))} " in f" {' '.join(words)} "
    return set(_words(wanted)) <= set(words)


def _texts(file: File) -> Iterable[str]:
    yield file.name
    yield str(file.extra.get("description", ""))
    for sheet in file.book.sheets if file.book else ():
        for cell in sheet.cells.values():
            yield str((cell.entered or {}).get("stringValue", ""))


def _mime_type(_world: World, _call: Call, file: File, term: Term) -> bool:
    if term.operator == "contains":
        return file.mime_type.startswith(str(term.value))
    return COMPARE[term.operator](file.mime_type, term.value)


def _boolean(answer: Callable[[World, Call, File], bool]) -> Test:
    return lambda world, call, file, term: COMPARE[term.operator](answer(world, call, file), term.value)


def _time(answer: Callable[[File], datetime]) -> Test:
    return lambda _world, _call, file, term: COMPARE[term.operator](answer(file), _moment(str(term.value)))


def _moment(text: str) -> datetime | None:
    """RFC 3339; without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parents(_world: World, call: Call, file: File, term: Term) -> bool:
    wanted = root_id(call.account) if term.value == ROOT else term.value
    return wanted in parents(call.account, file)


def _people(least: str, *, exactly: bool) -> Test:
    def covers(permission: Permission, wanted: str) -> bool:
        enough = permission.role == least if exactly else RANK[permission.role] >= RANK[least]
        return enough and permission.email.lower() == wanted.lower()

    def test(_world: World, call: Call, file: File, term: Term) -> bool:
        wanted = call.account.email if term.value == "me" else str(term.value)
        return any(covers(permission, wanted) for permission in file.permissions)

    return test


def _shared_with_me(_world: World, call: Call, file: File) -> bool:
    me = call.account.email.lower()
    return file.owner.lower() != me and any(permission.email.lower() == me for permission in file.permissions)


def _starred(_world: World, call: Call, file: File) -> bool:
    return call.account.email.lower() in file.extra.get("starred", ())


def _properties(_world: World, _call: Call, file: File, term: Term) -> bool:
    key, value = term.pair
    return file.properties.get(key) == value


def _app_properties(_world: World, call: Call, file: File, term: Term) -> bool:
    key, value = term.pair
    return file.app_properties.get(call.app, {}).get(key) == value


ORDER = frozenset(COMPARE)
EQUAL = frozenset({"=", "!="})
BOOLEANS = frozenset({"trashed", "starred", "sharedWithMe"})
MOMENTS = frozenset({"modifiedTime", "createdTime"})

FIELDS: Mapping[str, tuple[frozenset[str], Test]] = {
    "name": (EQUAL | {"contains"}, _name),
    "fullText": (frozenset({"contains"}), _full_text),
    "mimeType": (EQUAL | {"contains"}, _mime_type),
    "trashed": (EQUAL, _boolean(lambda world, _call, file: trashed(world, file))),
    "starred": (EQUAL, _boolean(_starred)),
    "sharedWithMe": (EQUAL, _boolean(_shared_with_me)),
    "modifiedTime": (ORDER, _time(lambda file: file.modified)),
    "createdTime": (ORDER, _time(lambda file: file.created)),
    "parents": (frozenset({"in"}), _parents),
    "owners": (frozenset({"in"}), _people("owner", exactly=True)),
    "writers": (frozenset({"in"}), _people("writer", exactly=False)),
    "readers": (frozenset({"in"}), _people("reader", exactly=False)),
    "properties": (frozenset({"has"}), _properties),
    "appProperties": (frozenset({"has"}), _app_properties),
}
