"""drive.about, drive.drives and drive.revisions: the account, its shared drives, and what is told of a file's past."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.emulator.calls import Call, Handler
from tests.emulator.drive import resources
from tests.emulator.drive.lookup import find_to, shared_drive
from tests.emulator.drive.matching import name_matches, parsed
from tests.emulator.drive.pages import page
from tests.emulator.drive.query import Term
from tests.emulator.errors import ApiError, unimplemented
from tests.emulator.world import SPREADSHEET, Change, File, World

Json = dict[str, Any]

QUOTA = 15 * 2**30
MERGED_WITHIN = timedelta(minutes=3)
REVISION_DEFAULT = ("kind", "id", "mimeType", "modifiedTime")


def about(world: World, call: Call) -> Json:
    """Who the caller is, and how much may be stored: nothing by service accounts."""
    me = call.account
    used = sum(len(file.content) for file in world.files.values() if file.owner.lower() == me.email.lower())
    return {
        "kind": "drive#about",
        "user": resources.user(me, me.email, me),
        "storageQuota": {
            "limit": "0" if me.kind == "service" else str(QUOTA),  # what Google shows service accounts is unverified
            "usage": str(used),
            "usageInDrive": str(used),
            "usageInDriveTrash": "0",
        },
        "importFormats": {"text/csv": [SPREADSHEET], "text/tab-separated-values": [SPREADSHEET]},
        "exportFormats": {SPREADSHEET: list(resources.EXPORTS)},
        "maxUploadSize": "5242880000000",
        "appInstalled": True,
        "canCreateDrives": False,
    }


def get_drive(world: World, call: Call) -> Json:
    found = shared_drive(world, call, call.path["driveId"])
    return resources.asked(call, resources.drive(world, call.account, found), resources.DRIVE_DEFAULT)


def list_drives(world: World, call: Call) -> Json:
    """The shared drives that the caller is a member of."""
    if call.query.get("useDomainAdminAccess"):
        raise unimplemented("domain administrator access")
    term = _name_term(str(call.query.get("q", "")))
    me = call.account.email.lower()
    mine = [drive for drive in world.drives.values() if any(one.email.lower() == me for one in drive.permissions)]
    found = [drive for drive in mine if term is None or name_matches(drive.name, term)]
    shown, here = page(call, found, 10)
    drives = [resources.asked(call, resources.drive(world, call.account, drive), resources.DRIVE_DEFAULT) for drive in shown]
    return {"kind": "drive#driveList", **here.answer(), "drives": drives}


def list_revisions(world: World, call: Call) -> Json:
    """What Google keeps of a file's past, oldest first: neighbouring changes are one revision. Editors only."""
    file = find_to(world, call, call.path["fileId"], "writer", drives=True)
    shown, here = page(call, _revisions(world, file), 200)
    revisions = [resources.asked(call, _revision(file, one), REVISION_DEFAULT) for one in shown]
    return {"kind": "drive#revisionList", **here.answer(), "revisions": revisions}


def get_revision(world: World, call: Call) -> Json:
    file = find_to(world, call, call.path["fileId"], "writer", drives=True)
    wanted = call.path["revisionId"]
    found = next((one for one in _revisions(world, file) if str(one.number) == wanted), None)
    if found is None:
        raise ApiError(404, f"Revision not found: {wanted}.", reason="notFound", location="revisionId", location_type="parameter")
    return resources.asked(call, _revision(file, found), REVISION_DEFAULT)


def _name_term(text: str) -> Term | None:
    query = parsed(text)
    if query is None or (isinstance(query, Term) and query.field == "name"):
        return query
    raise unimplemented("queries of shared drives for more than a name")


def _revisions(world: World, file: File) -> list[Change]:
    """The last of each run of changes that follow each other closely."""
    changes = [change for change in world.changes if change.file_id == file.id and change.content]
    return [one for one, after in zip(changes, [*changes[1:], None], strict=True) if after is None or after.at - one.at > MERGED_WITHIN]


def _revision(file: File, one: Change) -> Json:
    return {
        "kind": "drive#revision",
        "id": str(one.number),
        "mimeType": file.mime_type,
        "modifiedTime": resources.stamp(one.at),
        "keepForever": False,
        "published": False,
    }


HANDLERS: Mapping[str, Handler] = {
    "drive.about.get": about,
    "drive.drives.get": get_drive,
    "drive.drives.list": list_drives,
    "drive.revisions.list": list_revisions,
    "drive.revisions.get": get_revision,
}
