"""drive.files: create, get, update, copy, delete, generateIds, emptyTrash."""

from collections.abc import Mapping
from typing import Any

from tests.emulator.access import has
from tests.emulator.calls import Call, Handler, Reply
from tests.emulator.drive import resources
from tests.emulator.drive.copying import copy_of
from tests.emulator.drive.lookup import descendants, find, find_to, insufficient, need, supports_drives, trashed
from tests.emulator.drive.placing import move, place
from tests.emulator.drive.properties import merged
from tests.emulator.drive.upload import put_content, read_content
from tests.emulator.errors import ApiError, unimplemented
from tests.emulator.sheets.new import new_book
from tests.emulator.world import FOLDER, SPREADSHEET, File, World

Json = dict[str, Any]

UNTITLED = "Untitled"
BYTES = "application/octet-stream"
NO_CONTENT = Reply(204, content_type="text/html")

SETTABLE = frozenset({"name", "description", "trashed", "starred", "properties", "appProperties", "folderColorRgb", "mimeType"})
INDIFFERENT = frozenset({"kind", "originalFilename", "contentHints"})
ON_CREATE = frozenset({"id", "parents"})
NOT_DONE = frozenset(
    {
        "contentRestrictions",
        "copyRequiresWriterPermission",
        "createdTime",
        "inheritedPermissionsDisabled",
        "modifiedTime",
        "shortcutDetails",
        "viewedByMeTime",
        "writersCanShare",
    }
)


def create(world: World, call: Call) -> Json:
    """A spreadsheet, a folder, or a file of another type with the bytes that were sent."""
    check_writable(call.body, SETTABLE | ON_CREATE)
    mime_type = _type_of_new(call)
    wanted = str(call.body.get("id", ""))
    _check_chosen_id(world, wanted, mime_type)
    parents = place(world, call, list(call.body.get("parents", ())), mime_type)
    shared, private = merged(call)
    content = read_content(call, mime_type)
    name = str(call.body.get("name", UNTITLED))
    file = world.add_file(name, mime_type, call.account, parents=parents, app=call.app, file_id=wanted)
    if mime_type == SPREADSHEET:
        file.book = new_book(name)
    _set_fields(call, file, shared, private)
    put_content(world, file, content)
    return resources.asked(call, resources.file(world, call, file), resources.FILE_DEFAULT)


def get(world: World, call: Call) -> Json | Reply:
    """What is known of a file; with ``alt=media`` its bytes."""
    file = find(world, call, call.path["fileId"])
    if call.query.get("alt") == "media":
        return _download(file)
    return resources.asked(call, resources.file(world, call, file), resources.FILE_DEFAULT)


def update(world: World, call: Call) -> Json:
    """Rename, describe, trash, move; set properties; replace the bytes of a file that has any."""
    if "parents" in call.body:
        message = "The parents field is not directly writable in update requests. Use the addParents and removeParents parameters instead."
        raise ApiError(403, message, reason="fieldNotWritable")
    check_writable(call.body, SETTABLE)
    file = find(world, call, call.path["fileId"])
    _check_update(world, call, file)
    shared, private = merged(call, file)
    content = read_content(call, file.mime_type)
    move(world, call, file, _ids(call, "addParents"), _ids(call, "removeParents"))
    put_content(world, file, content)
    _set_trashed(world, call, file)
    _set_fields(call, file, shared, private)
    world.touch(file, content=bool(call.media_type or {"name", "description"} & call.body.keys()))
    return resources.asked(call, resources.file(world, call, file), resources.FILE_DEFAULT)


def copy(world: World, call: Call) -> Json:
    """A file of the caller's own with the same content: sharing stays behind, comments too unless open ones are asked for."""
    check_writable(call.body, SETTABLE | {"parents"})
    source = find(world, call, call.path["fileId"])
    if source.mime_type == FOLDER:
        raise ApiError(403, "This file cannot be copied by the user.", reason="cannotCopyFile")
    _check_type(call, source)
    wanted = list(call.body["parents"]) if "parents" in call.body else _parents_in_reach(world, call, source)
    parents = place(world, call, wanted, source.mime_type)
    shared, private = merged(call, source)  # that properties go along, of the private ones only the calling app's, is unverified
    file = copy_of(world, call, source, str(call.body.get("name", f"Copy of {source.name}")), parents)
    _set_fields(call, file, shared, private)
    return resources.asked(call, resources.file(world, call, file), resources.FILE_DEFAULT)


def delete(world: World, call: Call) -> Reply:
    """Delete for good, with everything inside. Only the owner may, or an organizer of the shared drive."""
    file = find_to(world, call, call.path["fileId"], "organizer")
    if file.id not in world.files:
        raise insufficient(file)
    _forget(world, file)
    return NO_CONTENT


def generate_ids(world: World, call: Call) -> Json:
    """Ids that ``create`` takes for folders and files with bytes."""
    count = int(call.query.get("count", 10))
    return {"kind": "drive#generatedIds", "space": "drive", "ids": [world.file_id() for _ in range(count)]}


def empty_trash(world: World, call: Call) -> Reply:
    """Delete for good what the caller owns in the trash, or what is in a shared drive's."""
    drive = str(call.query.get("driveId", ""))
    doomed = [
        file
        for file in world.files.values()
        if file.trashed and file.drive == drive and has(world, call.account, file, "organizer" if drive else "owner")
    ]
    for file in doomed:
        if file.id in world.files:  # not gone with its folder
            _forget(world, file)
    return NO_CONTENT


def watch(_world: World, _call: Call) -> Json:
    raise unimplemented("push channels for a file")


def check_writable(body: Mapping[str, Any], settable: frozenset[str]) -> None:
    """Raises ``ApiError`` for fields that nobody sets this way, and for those that only the real service keeps."""
    if refused := sorted(body.keys() & NOT_DONE):
        raise unimplemented(f"setting {', '.join(refused)} of a file")
    if body.keys() - settable - INDIFFERENT:
        raise ApiError(403, "The resource body includes fields which are not directly writable.", reason="fieldNotWritable")


def _set_fields(call: Call, file: File, shared: dict[str, str], private: dict[str, str]) -> None:
    file.properties = shared
    file.app_properties[call.app] = private
    if "name" in call.body:
        file.name = str(call.body["name"])
    if file.book is not None:
        file.book.properties["title"] = file.name
    for name in ("description", "folderColorRgb"):
        if name in call.body:
            file.extra[name] = call.body[name]
    if "starred" in call.body:
        fans = set(file.extra.get("starred", ())) - {call.account.email.lower()}
        file.extra["starred"] = fans | {call.account.email.lower()} if call.body["starred"] else fans


def _check_update(world: World, call: Call, file: File) -> None:
    """Everybody stars for himself; an editor changes the rest, but the trash takes more."""
    if file.id not in world.files:
        raise insufficient(file)
    if call.body.keys() - {"starred"} or call.media_type or _ids(call, "addParents") or _ids(call, "removeParents"):
        need(world, call, file, "writer")
    _check_type(call, file)
    if "trashed" in call.body and not has(world, call.account, file, "fileOrganizer"):
        raise insufficient(file)


def _check_type(call: Call, file: File) -> None:
    if call.body.get("mimeType", file.mime_type) != file.mime_type:
        raise unimplemented("turning a file into one of another type")


def _set_trashed(world: World, call: Call, file: File) -> None:
    wanted = call.body.get("trashed")
    if wanted is None or wanted == trashed(world, file):
        return
    file.trashed = bool(wanted)
    if wanted:
        file.extra["trashedTime"] = resources.stamp(world.clock())
    else:
        file.extra.pop("trashedTime", None)


def _forget(world: World, file: File) -> None:
    for one in [*descendants(world, file), file]:
        world.touch(one, removed=True)
    for one in [*descendants(world, file), file]:
        world.files.pop(one.id, None)


def _type_of_new(call: Call) -> str:
    mime_type = str(call.body.get("mimeType") or call.media_type.partition(";")[0] or BYTES)
    if mime_type.startswith(resources.GOOGLE_TYPES) and mime_type not in {SPREADSHEET, FOLDER}:
        raise unimplemented(f"files of type {mime_type}")
    return mime_type


def _check_chosen_id(world: World, wanted: str, mime_type: str) -> None:
    if not wanted:
        return
    # Documented is that generated ids don't fit Google's own editors' files; reason and text of both refusals are unverified.
    if mime_type == SPREADSHEET:
        raise ApiError(400, "The provided file ID is not usable.", reason="invalid", location="file.id", location_type="other")
    if wanted in world.files:
        raise ApiError(409, "A file already exists with the provided ID.", reason="fileIdInUse")


def _parents_in_reach(world: World, call: Call, source: File) -> list[str]:
    """A copy lies beside its source where the caller may write there, else at the top of the caller's My Drive."""
    seen = (world.files.get(parent) for parent in source.parents)
    in_reach = [folder.id for folder in seen if folder is not None and has(world, call.account, folder, "writer")]
    if source.drive and supports_drives(call) and has(world, call.account, source, "writer"):
        return source.parents
    return in_reach[:1]


def _download(file: File) -> Reply:
    if file.mime_type.startswith(resources.GOOGLE_TYPES):
        message = "Only files with binary content can be downloaded. Use Export with Docs Editors files."
        raise ApiError(403, message, reason="fileNotDownloadable", location="alt", location_type="parameter")
    return Reply(200, file.content, file.mime_type)


def _ids(call: Call, name: str) -> list[str]:
    return [one.strip() for one in str(call.query.get(name, "")).split(",") if one.strip()]


HANDLERS: Mapping[str, Handler] = {
    "drive.files.create": create,
    "drive.files.get": get,
    "drive.files.update": update,
    "drive.files.copy": copy,
    "drive.files.delete": delete,
    "drive.files.generateIds": generate_ids,
    "drive.files.emptyTrash": empty_trash,
    "drive.files.watch": watch,
}
