"""Requests about named and protected ranges."""

import re
from collections.abc import Mapping
from typing import Any

from tests.emulator.errors import unimplemented
from tests.emulator.masks import Mask
from tests.emulator.sheets.a1 import shown_range
from tests.emulator.sheets.book import Json, Sheet
from tests.emulator.sheets.ranges import with_sheet
from tests.emulator.sheets.work import PROTECTED, Kind, Rejected, Work, is_protected
from tests.emulator.world import RANK

_NAME = re.compile(r"[^\W\d]\w*")
_CELL_LIKE = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]")
_LONGEST_NAME = 250
_PROTECTION = ("namedRangeId", "description", "warningOnly")


def add_named_range(work: Work, request: Json) -> Json:
    """``addNamedRange``: a name that nothing else has, for cells that exist."""
    given = request.get("namedRange", {})
    _check_name(work, str(given.get("name", "")))
    found: Json = {
        "namedRangeId": _named_range_id(work, given.get("namedRangeId")),
        "name": str(given["name"]),
        "range": _kept(work, given.get("range")),
    }
    work.book.named_ranges.append(found)
    return {"namedRange": {**found, "range": shown_range(found["range"])}}


def update_named_range(work: Work, request: Json) -> Json:
    """``updateNamedRange``: its name, its cells."""
    given = request.get("namedRange", {})
    mask = work.mask(request.get("fields"), "NamedRange")
    old = _named(work, given.get("namedRangeId"))
    new = dict(old)
    if mask.below("name") is not None:
        _check_name(work, str(given.get("name", "")), but=old)
        new["name"] = str(given["name"])
    if mask.below("range") is not None:
        new["range"] = _kept(work, given.get("range"))
    work.book.named_ranges[work.book.named_ranges.index(old)] = new
    return {}


def delete_named_range(work: Work, request: Json) -> Json:
    """``deleteNamedRange``."""
    work.book.named_ranges.remove(_named(work, request.get("namedRangeId")))
    return {}


def add_protected_range(work: Work, request: Json) -> Json:
    """``addProtectedRange``: a whole sheet or some cells; the caller can always edit them."""
    given = request.get("protectedRange", {})
    sheet, where = _where(work, given)
    ids = (one["protectedRangeId"] for other in work.book.sheets for one in other.protected_ranges)
    found: Json = {"protectedRangeId": work.new_id(given.get("protectedRangeId"), ids, "Protected range"), "range": where}
    if _is_whole_sheet(where) and any(_is_whole_sheet(one["range"]) for one in sheet.protected_ranges):
        raise Rejected(f'Sheet "{sheet.title}" already has sheet protection.')
    found |= _described(work, given, Mask.parse("*"), where)
    found["requestingUserCanEdit"] = True
    editors = _editors(given)
    sheet.protected_ranges.append({**found, "editors": {**editors, "users": _with_caller(work, editors)}})
    return {"protectedRange": {**found, "range": shown_range(where), "editors": editors}}


def update_protected_range(work: Work, request: Json) -> Json:
    """``updateProtectedRange``: cells, description, editors, whether it only warns."""
    given = request.get("protectedRange", {})
    mask = work.mask(request.get("fields"), "ProtectedRange")
    sheet, old = _protected(work, given.get("protectedRangeId"))
    where = old["range"]
    target = sheet
    if mask.below("range") is not None and not (mask.whole and "range" not in given):
        target, where = _where(work, given)
    kept = {name: value for name, value in old.items() if name not in {*_PROTECTION, "unprotectedRanges"} or mask.below(name) is None}
    new = {**kept, "range": where, **_described(work, given, mask, where)}
    if mask.below("editors") is not None:
        editors = _editors(given)
        new["editors"] = {**editors, "users": _with_caller(work, editors)}
    elif old.get("warningOnly") and not new.get("warningOnly"):
        new["editors"] = {"users": _document_editors(work)}
    sheet.protected_ranges.remove(old)
    target.protected_ranges.append(new)
    return {}


def delete_protected_range(work: Work, request: Json) -> Json:
    """``deleteProtectedRange``."""
    sheet, found = _protected(work, request.get("protectedRangeId"))
    sheet.protected_ranges.remove(found)
    return {}


def _named(work: Work, named_range_id: Any) -> Json:
    found = next((one for one in work.book.named_ranges if one["namedRangeId"] == str(named_range_id)), None)
    if found is None:
        raise Rejected(f"No named range with id: {named_range_id}")
    return found


def _named_range_id(work: Work, given: Any) -> str:
    taken = {str(one["namedRangeId"]) for one in work.book.named_ranges}
    if given is None:
        return str(work.new_id(None, (one for one in taken if one.isdecimal()), "Named range"))
    if str(given) in taken:
        raise Rejected(f"Named range with id {given} already exists.")
    return str(given)


def _check_name(work: Work, name: str, *, but: Json | None = None) -> None:
    if not _NAME.fullmatch(name) or _CELL_LIKE.fullmatch(name) or len(name) > _LONGEST_NAME:
        raise Rejected(f"Invalid name: {name}")
    if any(str(one["name"]).casefold() == name.casefold() for one in work.book.named_ranges if one is not but):
        raise Rejected(f"A named range with the name {name} already exists.")


def _kept(work: Work, given: Json | None) -> Json:
    work.area(given)
    return with_sheet(given or {})


def _where(work: Work, given: Json) -> tuple[Sheet, Json]:
    """The sheet and the range that a protection is about."""
    if "tableId" in given:
        raise unimplemented("protection of a table")
    if "namedRangeId" in given and "range" not in given:
        where = _named(work, given["namedRangeId"]).get("range")
        return work.area(where).sheet, dict(where or {})
    return work.area(given.get("range")).sheet, with_sheet(given["range"])


def _is_whole_sheet(where: Json) -> bool:
    return set(where) == {"sheetId"}


def _described(work: Work, given: Json, mask: Mask, where: Json) -> Json:
    """What is said of a protection besides its cells and editors, as it is kept."""
    if given.get("warningOnly") and _editors(given):
        raise Rejected("ProtectedRange is warningOnly. Editors cannot be set on it.")
    if given.get("unprotectedRanges") and not _is_whole_sheet(where):
        raise Rejected("Unprotected ranges are only supported on protected sheets.")
    found: Json = {name: given[name] for name in _PROTECTION if mask.below(name) is not None and given.get(name)}
    if mask.below("unprotectedRanges") is not None and given.get("unprotectedRanges"):
        found["unprotectedRanges"] = [_kept(work, one) for one in given["unprotectedRanges"]]
    return found


def _editors(given: Json) -> Json:
    return {name: value for name, value in given.get("editors", {}).items() if value}


def _with_caller(work: Work, editors: Json) -> list[str]:
    """The people who may edit: those named, the caller, and the file's owner."""
    people = [*editors.get("users", []), work.account.email, *([work.file.owner] if work.file.owner else [])]
    return list({person.casefold(): person for person in reversed(people)}.values())[::-1]


def _document_editors(work: Work) -> list[str]:
    accounts = work.world.accounts.values()
    return [one.email for one in accounts if (role := work.world.role(one, work.file)) is not None and RANK[role] >= RANK["writer"]]


def _protected(work: Work, protected_range_id: Any) -> tuple[Sheet, Json]:
    """The protection of that id. Raises ``Rejected``, also for somebody whom it keeps out."""
    for sheet in work.book.sheets:
        for found in sheet.protected_ranges:
            if found["protectedRangeId"] == int(protected_range_id or 0):
                if work.guarded and is_protected(work.world, work.file, work.account, work.area(found["range"])):
                    raise Rejected(PROTECTED)
                return sheet, found
    raise Rejected(f"No protected range with id: {protected_range_id}")


KINDS: Mapping[str, Kind] = {
    "addNamedRange": add_named_range,
    "updateNamedRange": update_named_range,
    "deleteNamedRange": delete_named_range,
    "addProtectedRange": add_protected_range,
    "updateProtectedRange": update_protected_range,
    "deleteProtectedRange": delete_protected_range,
}
