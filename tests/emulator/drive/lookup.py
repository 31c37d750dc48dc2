"""Which file a Drive call means, and whether the caller may do that with it."""

from collections.abc import Iterator
from datetime import UTC, datetime

from tests.emulator.access import has, visible
from tests.emulator.calls import Call
from tests.emulator.errors import ApiError, no_such_file
from tests.emulator.world import DRIVE_SCOPE, FOLDER, RANK, Account, Drive, File, Permission, Role, World

ROOT = "root"
LONG_AGO = datetime(2012, 4, 24, tzinfo=UTC)

METADATA_METHODS = {"drive.files.update"}


def root_id(account: Account) -> str:
    """The id of the account's My Drive."""
    return f"0A{account.id[-14:]}PVA"


def top_of(drive: Drive) -> File:
    """The folder that a shared drive is."""
    return File(drive.id, drive.name, FOLDER, [], LONG_AGO, LONG_AGO, drive=drive.id, permissions=drive.permissions)


def supports_drives(call: Call) -> bool:
    """Whether the caller says that it knows shared drives."""
    return bool(call.query.get("supportsAllDrives") or call.query.get("supportsTeamDrives"))


def include_drives(call: Call) -> bool:
    """Whether the caller asks for the items of shared drives too. Raises ``ApiError`` when it doesn't say that it knows them."""
    asked = bool(call.query.get("includeItemsFromAllDrives") or call.query.get("includeTeamDriveItems"))
    if asked and not supports_drives(call):
        raise ApiError(403, "The supportsAllDrives parameter was not set to true.", reason="supportsTeamDrivesRequired")
    return asked


def find(world: World, call: Call, file_id: str, *, drives: bool | None = None) -> File:
    """The file of that id, which may be ``root`` or a shared drive's.

    ``drives`` says whether items of shared drives can be named; by default the call's own flags say so. Raises ``ApiError``: 404.
    """
    file = world.files.get(file_id) or _top(world, call.account, file_id)
    if file is None or not _seen(world, call, file):
        raise no_such_file(file_id)
    if file.drive and not (supports_drives(call) if drives is None else drives):
        raise no_such_file(file_id)
    return file


def find_to(world: World, call: Call, file_id: str, least: Role, *, drives: bool | None = None) -> File:
    """``find``, for somebody who has at least that role there. Raises ``ApiError``: 404, 403."""
    file = find(world, call, file_id, drives=drives)
    need(world, call, file, least)
    return file


def shared_drive(world: World, call: Call, drive_id: str) -> Drive:
    """The shared drive of that id. Raises ``ApiError`` 404 for one that isn't there, or that the caller is no member of."""
    top = _top(world, call.account, drive_id) if drive_id in world.drives else None
    if top is None or world.role(call.account, top) is None:
        raise ApiError(404, f"Shared drive not found: {drive_id}", reason="notFound", location="driveId", location_type="parameter")
    return world.drives[drive_id]


def need(world: World, call: Call, file: File, least: Role) -> None:
    """Raises ``ApiError`` 403 unless the caller has at least that role, and for more than reading its app was let in."""
    if not has(world, call.account, file, least):
        raise insufficient(file)
    if RANK[least] > RANK["reader"] and not _may_act(call, file):
        message = f"The user has not granted the app {call.app} write access to the file {file.id}."
        raise ApiError(403, message, reason="appNotAuthorizedToFile")


def insufficient(file: File) -> ApiError:
    """403: the role does not reach."""
    return ApiError(403, f"The user does not have sufficient permissions for this file {file.id}.", reason="insufficientFilePermissions")


def trashed(world: World, file: File) -> bool:
    """Whether the file, or a folder that it is in, is in the trash."""
    return file.trashed or any(folder.trashed for folder in ancestors(world, file))


def ancestors(world: World, file: File) -> Iterator[File]:
    """The folders around a file, from the inside out."""
    seen: set[str] = set()
    waiting = list(file.parents)
    while waiting:
        folder = world.files.get(waiting.pop(0))
        if folder is not None and folder.id not in seen:
            seen.add(folder.id)
            yield folder
            waiting += folder.parents


def descendants(world: World, folder: File) -> Iterator[File]:
    """Everything in a folder, from the outside in; nothing of a file that is none."""
    for child in [file for file in world.files.values() if folder.id in file.parents]:
        yield child
        yield from descendants(world, child)


def parents(account: Account, file: File) -> list[str]:
    """The ids of the folders a file is in; at the top of My Drive that is its root."""
    if file.parents or file.drive or file.owner.lower() != account.email.lower():
        return file.parents
    return [root_id(account)]


def _seen(world: World, call: Call, file: File) -> bool:
    # Every app may put files at the top of My Drive, also under drive.file.
    if file.id == root_id(call.account):
        return True
    return visible(world, call, file)


def _top(world: World, account: Account, file_id: str) -> File | None:
    if file_id in {ROOT, root_id(account)}:
        mine = Permission(account.id, "user", "owner", account.email)
        return File(root_id(account), "My Drive", FOLDER, [], LONG_AGO, LONG_AGO, owner=account.email, permissions=[mine])
    drive = world.drives.get(file_id)
    if drive is None:
        return None
    return top_of(drive)


def _may_act(call: Call, file: File) -> bool:
    everything = {DRIVE_SCOPE, f"{DRIVE_SCOPE}.metadata"} if call.method in METADATA_METHODS else {DRIVE_SCOPE}
    return bool(call.scopes & everything) or call.app in file.apps or file.id == root_id(call.account)
