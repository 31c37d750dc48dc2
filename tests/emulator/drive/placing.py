"""Where a file may be put: in a folder, a shared drive, at the top of My Drive."""

from tests.emulator.access import has
from tests.emulator.calls import Call
from tests.emulator.drive.lookup import ancestors, descendants, find, insufficient, root_id
from tests.emulator.errors import ApiError
from tests.emulator.world import FOLDER, Account, File, Permission, World

NO_STORAGE = (
    "Service Accounts do not have storage quota. Leverage shared drives "
    "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), "
    "or use OAuth delegation (http://support.google.com/a/answer/7281227) instead."
)


def place(world: World, call: Call, wanted: list[str], mime_type: str) -> list[str]:
    """The parents of a new file that is wanted there; none means the top of My Drive.

    Raises ``ApiError``: a folder that is not there or not to be seen, no folder, not to be written, more than one, or no storage to pay for it.
    """
    folder = target(world, call, wanted)
    _check_storage(call.account, folder, mime_type)
    return [] if folder is None else [folder.id]


def target(world: World, call: Call, wanted: list[str]) -> File | None:
    """The folder that is meant, ``None`` for the top of My Drive. Raises ``ApiError`` as ``place`` does, storage apart."""
    if len(wanted) > 1:
        raise too_many_parents()
    if not wanted:
        return None
    folder = find(world, call, wanted[0])
    if folder.id == root_id(call.account):
        return None
    if folder.mime_type != FOLDER:
        raise ApiError(403, "The specified parent is not a folder.", reason="parentNotAFolder")
    if not has(world, call.account, folder, "writer"):
        raise ApiError(403, "Insufficient permissions for the specified parent.", reason="insufficientParentPermissions")
    return folder


def too_many_parents() -> ApiError:
    """403: a file is in one folder."""
    return ApiError(403, "Increasing the number of parents is not allowed", reason="cannotAddParent")


def move(world: World, call: Call, file: File, add: list[str], remove: list[str]) -> None:
    """Take ``file`` out of the folders ``remove`` and put it into ``add``. Raises ``ApiError``."""
    added = [target(world, call, [one]) for one in add]
    removed = {find(world, call, one, drives=True).id for one in remove}
    kept = [one for one in file.parents if one not in removed]
    # An owner's request to add a folder moves the file there; anybody else has to take it out of its old folder in the same request.
    if len(added) > 1 or (added and kept and not has(world, call.account, file, "organizer")):
        raise too_many_parents()
    if added:
        _settle(world, call, file, added[0])
    elif removed:
        file.parents = kept


def _settle(world: World, call: Call, file: File, folder: File | None) -> None:
    if folder is not None and (folder is file or file in ancestors(world, folder)):
        message = "A folder cannot be moved into itself or one of its descendants."  # the wording is unverified
        raise ApiError(403, message, reason="cyclicMembershipsNotAllowed")
    drive = folder.drive if folder is not None else ""
    if drive != file.drive:
        _check_leaving(world, call, file)
        _check_storage(call.account, folder, file.mime_type)
        world.touch(file, content=False)  # the log of the old house says that it left
    file.parents = [] if folder is None else [folder.id]
    if drive != file.drive:
        _change_house(world, call.account, file, drive)


def _check_leaving(world: World, call: Call, file: File) -> None:
    """Into and out of a shared drive only who may decide over the file: its owner, or an organizer of the drive."""
    if not has(world, call.account, file, "organizer"):
        raise insufficient(file)


def _change_house(world: World, account: Account, file: File, drive: str) -> None:
    """Whoever had the file keeps access through the drive; who takes it out of one owns it."""
    for one in [file, *descendants(world, file)]:
        one.drive = drive
        one.owner = "" if drive else account.email
        one.permissions[:] = [permission for permission in one.permissions if permission.role != "owner"]
        if not drive:
            one.permissions.append(Permission(account.id, "user", "owner", account.email))


def _check_storage(account: Account, folder: File | None, mime_type: str) -> None:
    # Whether a folder, which takes no storage, may stand in a service account's My Drive is unverified: it is let through.
    if account.kind == "service" and not (folder is not None and folder.drive) and mime_type != FOLDER:
        raise ApiError(403, NO_STORAGE, reason="storageQuotaExceeded", domain="usageLimits")
