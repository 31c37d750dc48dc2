"""drive.files.list: which files, in which order, page by page."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from tests.emulator.access import visible
from tests.emulator.calls import Call, Handler
from tests.emulator.drive import resources
from tests.emulator.drive.lookup import include_drives, shared_drive
from tests.emulator.drive.matching import full_text, matches, read_query
from tests.emulator.drive.pages import invalid_value, page
from tests.emulator.errors import ApiError, unimplemented
from tests.emulator.world import FOLDER, File, World

Json = dict[str, Any]

CORPORA = frozenset({"user", "domain", "drive", "allDrives"})
NO_SORTING = "Sorting is not supported for queries with fullText terms. Results are always in descending relevance order."


def list_files(world: World, call: Call) -> Json:
    """The files that the query asks for, newest first unless an order is given."""
    order = read_order(str(call.query.get("orderBy", "")))
    query = read_query(str(call.query.get("q", "")))
    if order and full_text(query):
        raise ApiError(403, NO_SORTING, reason="forbidden", location="orderBy", location_type="parameter")
    belongs = _corpus(world, call)
    found = [file for file in world.files.values() if belongs(file) and matches(world, call, file, query) and _listed(world, call, file)]
    found.reverse()
    found.sort(key=lambda file: file.modified, reverse=True)  # Google promises no order; this one is usual
    for name, descending in reversed(order):
        found.sort(key=partial(SORT_KEYS[name], call), reverse=descending)
    shown, here = page(call, found, 100)
    listed = [resources.asked(call, resources.file(world, call, file), resources.FILE_DEFAULT) for file in shown]
    return {"kind": "drive#fileList", **here.answer(), "incompleteSearch": False, "files": listed}


def read_order(text: str) -> list[tuple[str, bool]]:
    """``orderBy`` as (key, whether descending). Raises ``ApiError`` for unknown keys, and for a key that stands there twice."""
    order: list[tuple[str, bool]] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, direction = part.partition(" ")
        if direction not in {"", "desc"} or name not in SORT_KEYS:
            raise invalid_value("orderBy")
        if any(name == earlier for earlier, _ in order):
            message = f"Sort key '{name}' is given more than once."  # only the status is known
            raise ApiError(403, message, reason="forbidden", location="orderBy", location_type="parameter")
        order.append((name, bool(direction)))
    return order


def _natural(name: str) -> list[tuple[bool, int, str]]:
    parts = re.findall(r"\d+|\D+", name.casefold())
    return [(not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts]


SORT_KEYS: Mapping[str, Callable[[Call, File], Any]] = {
    "createdTime": lambda _call, file: file.created,
    "folder": lambda _call, file: file.mime_type != FOLDER,
    "modifiedTime": lambda _call, file: file.modified,
    "recency": lambda _call, file: file.modified,
    "name": lambda _call, file: file.name.casefold(),
    "name_natural": lambda _call, file: _natural(file.name),
    "quotaBytesUsed": lambda _call, file: len(file.content),
    "starred": lambda call, file: call.account.email.lower() not in file.extra.get("starred", ()),
}


def _corpus(world: World, call: Call) -> Callable[[File], bool]:
    """Which drives are looked through. Raises ``ApiError`` for parameters that don't fit each other."""
    if str(call.query.get("spaces", "drive")) != "drive":
        raise unimplemented("spaces other than drive")
    drive = str(call.query.get("driveId") or call.query.get("teamDriveId") or "")
    everywhere = include_drives(call)
    corpora = str(call.query.get("corpora") or "user")
    if corpora not in CORPORA:
        raise invalid_value("corpora")
    if (corpora == "drive") != bool(drive):
        raise _bad("The driveId parameter must be specified if and only if corpora is set to drive.")
    if corpora in {"drive", "allDrives"} and not everywhere:
        raise _bad(f"The includeItemsFromAllDrives parameter must be set to true when corpora is set to {corpora}.")  # the wording is unverified
    if not drive:
        return lambda file: everywhere or not file.drive
    shared_drive(world, call, drive)
    return lambda file: file.drive == drive


def _listed(world: World, call: Call, file: File) -> bool:
    return visible(world, call, file) and file.created + world.listing_lag <= world.clock()


def _bad(message: str) -> ApiError:
    return ApiError(400, message, reason="badRequest")


HANDLERS: Mapping[str, Handler] = {"drive.files.list": list_files}
