"""drive.permissions: who may do what with a file, and what comes from its shared drive."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from tests.emulator.calls import Call, Handler, Reply
from tests.emulator.drive import resources
from tests.emulator.drive.lookup import ancestors, find_to, root_id
from tests.emulator.drive.pages import page
from tests.emulator.errors import ApiError, unimplemented
from tests.emulator.world import RANK, Drive, File, Permission, World

Json = dict[str, Any]

NO_CONTENT = Reply(204, content_type="text/html")
ADDRESS = re.compile(r"[^@\s<>()]+@[^@\s.]+(\.[^@\s.]+)+")
DOMAIN = re.compile(r"[^@\s.]+(\.[^@\s.]+)+")
TYPES = ("user", "group", "domain", "anyone")
IN_SHARED_DRIVES_ONLY = frozenset({"organizer", "fileOrganizer"})
NOT_FOR_EVERYBODY = frozenset({"owner", "organizer", "fileOrganizer"})
NOT_DONE = frozenset({"view", "expirationTime", "inheritedPermissionsDisabled"})
NO_MAIL_FOR_THESE = (
    "The sendNotificationEmail parameter is only applicable for permissions of type 'user' or 'group', "
    "and must not be disabled for ownership transfers."
)
NO_ACCOUNT = (
    'Bad Request. User message: "You are trying to invite {}. Since there is no Google account associated with this email address, '
    'you must check the "Notify people" box to invite this recipient."'
)


def create(world: World, call: Call) -> Json:
    """Give somebody a role; who has one already gets the new one under the same id. A mail goes out unless the call forbids it."""
    file = _shareable(world, call)
    kind, role = _chosen(call, "type", TYPES), _chosen(call, "role", RANK)
    _check_role(file, kind, role)
    _check_mail(world, call, kind, role)
    wanted = _wanted(world, call, kind, role)
    if role == "owner":
        _transfer(call, file)
    _count_mail(world, call, kind)
    old = next((one for one in file.permissions if _same_person(one, wanted)), None)
    _put(file, wanted, old)
    _note(world, file)
    return resources.asked(call, _shown(world, file, wanted), resources.PERMISSION_DEFAULT)


def list_permissions(world: World, call: Call) -> Json:
    """All lines: the file's own and, in a shared drive, those it has from its folders and from the drive."""
    file = _shareable(world, call)
    everything = [*file.permissions, *inherited(world, file)]
    # In My Drive everything comes at once unless a page size is given.
    shown, here = page(call, everything, 100 if file.drive else max(100, len(everything)))
    listed = [resources.asked(call, _shown(world, file, one), resources.PERMISSION_DEFAULT) for one in shown]
    return {"kind": "drive#permissionList", **here.answer(), "permissions": listed}


def get(world: World, call: Call) -> Json:
    file = _shareable(world, call)
    return resources.asked(call, _shown(world, file, _line(world, call, file)), resources.PERMISSION_DEFAULT)


def update(world: World, call: Call) -> Json:
    """Change a role; nothing else of a line can be changed."""
    if call.body.keys() - {"role", "kind", "id", "type"} - NOT_DONE:
        raise ApiError(403, "The resource body includes fields which are not directly writable.", reason="fieldNotWritable")
    file = _shareable(world, call)
    old = _line(world, call, file)
    _check_own(file, old)
    role = _chosen(call, "role", RANK)
    _check_role(file, old.type, role)
    if role == "owner":
        _transfer(call, file)
    elif old.role == "owner":
        raise _no_change("The owner of a file cannot be removed.", "cannotRemoveOwner")
    old.role = role
    _follow_owner(file)
    _note(world, file)
    return resources.asked(call, _shown(world, file, old), resources.PERMISSION_DEFAULT)


def delete(world: World, call: Call) -> Reply:
    """Take a line away. Everybody may take away his own."""
    file = find_to(world, call, call.path["fileId"], "reader")
    mine = next((one for one in file.permissions if one.id == call.path["permissionId"] and one.email.lower() == call.account.email.lower()), None)
    if mine is None:
        find_to(world, call, file.id, "writer")
    old = mine or _line(world, call, file)
    _check_own(file, old)
    if old.role == "owner":
        raise _no_change("The owner of a file cannot be removed.", "cannotRemoveOwner")
    _note(world, file)  # before: those who lose sight of it still hear of it
    file.permissions.remove(old)
    return NO_CONTENT


def inherited(world: World, file: File) -> list[Permission]:
    """The lines that a file in a shared drive has from its folders and the drive; the best one of each person."""
    if not file.drive:
        return []
    places: list[File | Drive] = [*ancestors(world, file)]
    if file.id != file.drive:
        places.append(world.drives[file.drive])
    own = {one.id for one in file.permissions}
    best: dict[str, Permission] = {}
    for one in (line for place in places for line in place.permissions if line.id not in own):
        if one.id not in best or RANK[one.role] > RANK[best[one.id].role]:
            best[one.id] = one
    return list(best.values())


def _shareable(world: World, call: Call) -> File:
    if call.query.get("useDomainAdminAccess"):
        raise unimplemented("domain administrator access")
    if refused := sorted(call.body.keys() & NOT_DONE):
        raise unimplemented(f"permissions with {', '.join(refused)}")
    file = find_to(world, call, call.path["fileId"], "writer")
    if file.id == root_id(call.account):
        raise unimplemented("sharing My Drive itself")
    return file


def _note(world: World, file: File) -> None:
    """Sharing is a change of the file. Of a shared drive itself the logs say nothing here."""
    if file.id in world.files:
        world.touch(file, content=False)


def _line(world: World, call: Call, file: File) -> Permission:
    wanted = call.path["permissionId"]
    found = next((one for one in [*file.permissions, *inherited(world, file)] if one.id == wanted), None)
    if found is None:
        raise ApiError(404, f"Permission not found: {wanted}.", reason="notFound", location="permissionId", location_type="parameter")
    return found


def _shown(world: World, file: File, one: Permission) -> Json:
    resource = resources.permission_of(world, one)
    if file.drive:
        own = one in file.permissions
        detail = {"permissionType": "file" if own and file.id != file.drive else "member", "role": one.role, "inherited": not own}
        resource["permissionDetails"] = [detail if own else {**detail, "inheritedFrom": file.drive}]
    return resource


def _chosen(call: Call, name: str, known: Collection[str]) -> Any:
    """A field of the permission that must be there and be one of a few words. Raises ``ApiError``."""
    value = str(call.body.get(name, ""))
    where = f"permission.{name}"
    if not value:
        raise ApiError(400, f"The permission {name} field is required.", reason="required", location=where, location_type="other")
    if value not in known:
        raise ApiError(400, f"The specified {name} is invalid.", reason="invalid", location=where, location_type="other")
    return value


def _check_role(file: File, kind: str, role: str) -> None:
    if role in IN_SHARED_DRIVES_ONLY and not file.drive:
        raise _no_change(f"The role {role} can only be given in shared drives.", f"{role}OnNonTeamDriveItemNotSupported")
    if role == "owner" and file.drive:
        raise _no_change("Ownership of items in shared drives cannot be transferred.", "ownerOnTeamDriveItemNotSupported")
    if kind not in {"user", "group"} and role in NOT_FOR_EVERYBODY:
        raise ApiError(400, "The specified role is invalid for this type.", reason="invalid", location="permission.role", location_type="other")


def _check_mail(world: World, call: Call, kind: str, role: str) -> None:
    """What is said about mails must fit: an address without a Google account has to be sent one."""
    said = call.query.get("sendNotificationEmail")
    if (said is not None and kind not in {"user", "group"}) or (said is False and role == "owner"):
        raise ApiError(403, NO_MAIL_FOR_THESE, reason="forbidden", location="sendNotificationEmail", location_type="parameter")
    email = str(call.body.get("emailAddress", ""))
    if said is False and email.lower() in {one.lower() for one in world.strangers}:
        raise ApiError(400, NO_ACCOUNT.format(email), reason="invalidSharingRequest")


def _count_mail(world: World, call: Call, kind: str) -> None:
    if kind not in {"user", "group"} or call.query.get("sendNotificationEmail") is False or world.sharing_limit is None:
        return
    if world.sharing_limit <= 0:
        message = 'Rate limit exceeded. User message: "Sorry, you have exceeded your sharing quota."'
        raise ApiError(403, message, reason="sharingRateLimitExceeded")
    world.sharing_limit -= 1


def _wanted(world: World, call: Call, kind: str, role: Any) -> Permission:
    email, domain = str(call.body.get("emailAddress", "")), str(call.body.get("domain", ""))
    if kind in {"user", "group"}:
        if not ADDRESS.fullmatch(email):
            raise ApiError(400, 'Bad Request. User message: "Invalid email address."', reason="invalidSharingRequest")  # the wording is unverified
        return Permission(world.account(email).id, "group" if kind == "group" else "user", role, email)
    if email:
        message = "The specified emailAddress is invalid or not applicable for the given permission type."
        raise ApiError(400, message, reason="invalid", location="permission.emailAddress", location_type="other")
    if kind == "domain":
        if not DOMAIN.fullmatch(domain):
            message = "The specified domain is invalid or not applicable for the given permission type."
            raise ApiError(400, message, reason="invalid", location="permission.domain", location_type="other")
        return Permission(f"{sum(domain.encode()) * 7919:020d}k", "domain", role, domain=domain)
    return Permission("anyone" if call.body.get("allowFileDiscovery") else "anyoneWithLink", "anyone", role)


def _same_person(one: Permission, other: Permission) -> bool:
    return one.id == other.id or (one.type == other.type == "anyone")


def _put(file: File, wanted: Permission, old: Permission | None) -> None:
    if old is None:
        file.permissions.append(wanted)
    elif old.role != "owner":
        file.permissions[file.permissions.index(old)] = wanted
    _follow_owner(file)


def _transfer(call: Call, file: File) -> None:
    """The owner gives the file away and stays an editor."""
    if not call.query.get("transferOwnership"):
        message = "The transferOwnership parameter must be enabled when the permission role is 'owner'."
        raise ApiError(403, message, reason="forbidden", location="transferOwnership", location_type="parameter")
    if file.owner.lower() != call.account.email.lower():
        raise ApiError(403, f"The user does not have sufficient permissions for this file {file.id}.", reason="insufficientFilePermissions")
    for one in file.permissions:
        if one.role == "owner":
            one.role = "writer"


def _follow_owner(file: File) -> None:
    file.owner = next((one.email for one in file.permissions if one.role == "owner"), file.owner)


def _check_own(file: File, one: Permission) -> None:
    if one not in file.permissions:
        message = "Cannot update or delete an inherited permission on a shared drive item."
        raise ApiError(403, message, reason="cannotModifyInheritedPermission")


def _no_change(message: str, reason: str) -> ApiError:
    return ApiError(403, message, reason=reason)


HANDLERS: Mapping[str, Handler] = {
    "drive.permissions.create": create,
    "drive.permissions.list": list_permissions,
    "drive.permissions.get": get,
    "drive.permissions.update": update,
    "drive.permissions.delete": delete,
}
