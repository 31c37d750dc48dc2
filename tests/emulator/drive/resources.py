"""Drive's resources as JSON: everything that is known of them. What a call without ``fields`` gets of it is said beside each."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from tests.emulator.access import reaches
from tests.emulator.calls import Call
from tests.emulator.drive.lookup import parents, top_of, trashed
from tests.emulator.world import FOLDER, SPREADSHEET, Account, Drive, File, Permission, Role, World

Json = dict[str, Any]

GOOGLE_TYPES = "application/vnd.google-apps."
EXPORTS: Mapping[str, str] = {
    "application/x-vnd.oasis.opendocument.spreadsheet": "ods",
    "text/tab-separated-values": "tsv",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "text/csv": "csv",
    "application/zip": "zip",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}

FILE_DEFAULT = ("kind", "id", "name", "mimeType")
PERMISSION_DEFAULT = ("kind", "id", "type", "role")
DRIVE_DEFAULT = ("kind", "id", "name")


def stamp(moment: datetime) -> str:
    """A moment as Drive writes it: RFC 3339 in UTC with milliseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def asked(call: Call, resource: Json, default: Iterable[str]) -> Json:
    """``resource`` whole for a call with a field mask (the server applies it), else only its default fields."""
    return resource if call.mask is not None else brief(resource, default)


def brief(resource: Mapping[str, Any], default: Iterable[str]) -> Json:
    """The default fields of a resource."""
    return {name: resource[name] for name in default if name in resource}


def user(account: Account | None, email: str, me: Account) -> Json:
    """A person as files and permissions name them."""
    known = account or Account(email, email.partition("@")[0])
    return {
        "kind": "drive#user",
        "displayName": known.name,
        "me": known.email.lower() == me.email.lower(),
        "permissionId": known.id,
        "emailAddress": known.email,
    }


def file(world: World, call: Call, one: File) -> Json:
    """Everything known of a file, as the caller may see it."""
    me = call.account
    role = world.role(me, one)
    may_share = reaches(role, "writer")
    resource: Json = {
        "kind": "drive#file",
        "id": one.id,
        "name": one.name,
        "mimeType": one.mime_type,
        "starred": me.email.lower() in one.extra.get("starred", ()),
        "trashed": trashed(world, one),
        "explicitlyTrashed": one.trashed,
        "parents": parents(me, one),
        "spaces": ["drive"],
        "version": str(one.version),
        "webViewLink": _link(one),
        "iconLink": f"https://drive-thirdparty.googleusercontent.com/16/type/{one.mime_type}",
        "createdTime": stamp(one.created),
        "modifiedTime": stamp(one.modified),
        "isAppAuthorized": call.app in one.apps,
        "capabilities": _capabilities(role, one),
        "writersCanShare": True,
        "copyRequiresWriterPermission": False,
    }
    resource |= {name: one.extra[name] for name in ("description", "trashedTime", "folderColorRgb") if name in one.extra}
    resource |= _belongs(world, me, one)
    if may_share:
        resource["permissionIds"] = [permission.id for permission in one.permissions]
    if may_share and not one.drive:
        resource["permissions"] = [permission_of(world, permission) for permission in one.permissions]
    if one.properties:
        resource["properties"] = dict(one.properties)
    if mine := one.app_properties.get(call.app):
        resource["appProperties"] = dict(mine)
    if one.mime_type == SPREADSHEET:
        base = f"https://docs.google.com/spreadsheets/export?id={one.id}&exportFormat="
        resource["exportLinks"] = {mime_type: base + short for mime_type, short in EXPORTS.items()}
    if not one.mime_type.startswith(GOOGLE_TYPES):
        resource |= _binary(one)
    return resource


def permission_of(world: World, one: Permission) -> Json:
    """Everything known of a line of sharing."""
    resource: Json = {"kind": "drive#permission", "id": one.id, "type": one.type, "role": one.role}
    if one.type in {"user", "group"}:
        account = world.accounts.get(one.email.lower())
        resource |= {"displayName": account.name if account else one.email, "emailAddress": one.email, "deleted": False, "pendingOwner": False}
    elif one.type == "domain":
        resource |= {"displayName": one.domain, "domain": one.domain, "allowFileDiscovery": False}
    else:
        resource["allowFileDiscovery"] = one.id == "anyone"
    return resource


def drive(world: World, me: Account, one: Drive) -> Json:
    """Everything known of a shared drive."""
    role = world.role(me, top_of(one))
    commenter, writer, manager, organizer = (reaches(role, least) for least in ("commenter", "writer", "fileOrganizer", "organizer"))
    return {
        "kind": "drive#drive",
        "id": one.id,
        "name": one.name,
        "hidden": False,
        "capabilities": {
            "canAddChildren": writer,
            "canComment": commenter,
            "canCopy": True,
            "canDeleteDrive": organizer,
            "canDownload": True,
            "canEdit": writer,
            "canListChildren": True,
            "canManageMembers": organizer,
            "canReadRevisions": writer,
            "canRename": writer,
            "canRenameDrive": organizer,
            "canShare": manager,
            "canTrashChildren": manager,
        },
        "restrictions": {
            "adminManagedRestrictions": False,
            "copyRequiresWriterPermission": False,
            "domainUsersOnly": False,
            "driveMembersOnly": False,
        },
    }


def _belongs(world: World, me: Account, one: File) -> Json:
    if one.drive:
        return {"driveId": one.drive, "teamDriveId": one.drive, "shared": True, "ownedByMe": False, "hasAugmentedPermissions": bool(one.permissions)}
    owner = user(world.accounts.get(one.owner.lower()), one.owner, me)
    return {"owners": [owner], "ownedByMe": owner["me"], "shared": len(one.permissions) > 1}


def _capabilities(role: Role | None, one: File) -> Json:
    commenter, writer, manager = (reaches(role, least) for least in ("commenter", "writer", "fileOrganizer"))
    folder = one.mime_type == FOLDER
    return {
        "canAddChildren": folder and writer,
        "canComment": commenter,
        "canCopy": not folder,
        "canDelete": reaches(role, "organizer"),
        "canDownload": not folder,
        "canEdit": writer,
        "canListChildren": folder,
        "canModifyContent": writer,
        "canReadRevisions": writer and not folder,
        "canRename": writer,
        "canShare": writer,
        "canTrash": manager,
        "canUntrash": manager,
    }


def _link(one: File) -> str:
    if one.mime_type == SPREADSHEET:
        return f"https://docs.google.com/spreadsheets/d/{one.id}/edit?usp=drivesdk"
    if one.mime_type == FOLDER:
        return f"https://drive.google.com/drive/folders/{one.id}"
    return f"https://drive.google.com/file/d/{one.id}/view?usp=drivesdk"


def _binary(one: File) -> Json:
    return {
        "originalFilename": one.name,
        "size": str(len(one.content)),
        "quotaBytesUsed": str(len(one.content)),
        "md5Checksum": hashlib.md5(one.content, usedforsecurity=False).hexdigest(),
        "sha256Checksum": hashlib.sha256(one.content).hexdigest(),
        "headRevisionId": f"0B{one.id[:20]}{one.version}",
        "webContentLink": f"https://drive.google.com/uc?id={one.id}&export=download",
    }
