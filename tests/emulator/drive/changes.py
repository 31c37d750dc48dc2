"""drive.changes: the log of a user, and the log of a shared drive.

A file has one entry, the newest; what it tells is how the file is now. A user's log holds the user's files; of shared drives only items that were
shared with the user on their own. What else happens in a shared drive stands in that drive's log (``World.member_changes`` puts it into the logs of
its members too, which Google may do and nobody should count on).
"""

import bisect
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any

from tests.emulator.access import in_scope, visible
from tests.emulator.calls import Call, Handler
from tests.emulator.drive import resources
from tests.emulator.drive.lookup import include_drives, shared_drive, supports_drives
from tests.emulator.drive.pages import invalid_value
from tests.emulator.errors import ApiError, unimplemented
from tests.emulator.world import Change, File, World

Json = dict[str, Any]


def get_start_page_token(world: World, call: Call) -> Json:
    """Where the log ends now."""
    _log(world, call)
    return {"kind": "drive#startPageToken", "startPageToken": str(_end(world))}


def list_changes(world: World, call: Call) -> Json:
    """The changes from the token on, newest entries of each file only."""
    start = _start(world, call)
    drive = _log(world, call)
    everywhere = include_drives(call)
    concerned = [change for change in _readable(world, start) if _concerns(world, call, change, drive, everywhere=everywhere)]
    changes, next_one = _first(_latest(concerned), int(call.query.get("pageSize", 100)))
    token = {"nextPageToken": str(next_one)} if next_one else {"newStartPageToken": str(_end(world))}
    entries = (_entry(world, call, change) for change in changes)
    removals = call.query.get("includeRemoved", True)
    return {"kind": "drive#changeList", **token, "changes": [entry for entry in entries if removals or not entry["removed"]]}


def watch(_world: World, _call: Call) -> Json:
    raise unimplemented("push channels for changes")


def stop(_world: World, _call: Call) -> Json:
    raise unimplemented("push channels")


def _log(world: World, call: Call) -> str:
    """The shared drive whose log is meant; empty for the user's. Raises ``ApiError`` for parameters that don't fit each other."""
    drive = str(call.query.get("driveId") or call.query.get("teamDriveId") or "")
    if not drive:
        return ""
    if not supports_drives(call):
        raise ApiError(403, "The supportsAllDrives parameter was not set to true.", reason="supportsTeamDrivesRequired")
    return shared_drive(world, call, drive).id


def _start(world: World, call: Call) -> int:
    # Which tokens Google takes for bad is unverified, beyond those that are no numbers.
    token = str(call.query["pageToken"])
    if not (token.isascii() and token.isdigit()) or not 1 <= int(token) <= _last(world) + 1:
        raise invalid_value("pageToken")
    return int(token)


def _first(changes: Iterator[Change], size: int) -> tuple[list[Change], int]:
    """The first ``size`` changes, and the number of the one after them; 0 where there is none."""
    shown = list(islice(changes, size))
    rest = next(changes, None)
    return shown, rest.number if rest else 0


def _last(world: World) -> int:
    return world.changes[-1].number if world.changes else 0


def _end(world: World) -> int:
    """The number of the first change that can't be seen yet: nothing overtakes it."""
    now = world.clock()
    return next((change.number for change in world.changes if change.visible > now), _last(world) + 1)


def _readable(world: World, start: int) -> Sequence[Change]:
    number = attrgetter("number")
    first = bisect.bisect_left(world.changes, start, key=number)
    return world.changes[first : bisect.bisect_left(world.changes, _end(world), key=number)]


def _latest(changes: Sequence[Change]) -> Iterator[Change]:
    newest = {change.file_id: change.number for change in changes}
    return (change for change in changes if newest[change.file_id] == change.number)


def _entry(world: World, call: Call, change: Change) -> Json:
    """The change as the caller sees it. What left this log for another one counts as removed."""
    file = world.files.get(change.file_id)
    known = file if file is not None and visible(world, call, file) else None
    removed = known is None or known.drive != change.drive
    shown: Json = {"kind": "drive#change", "changeType": "file", "type": "file", "time": resources.stamp(change.at), "removed": removed}
    shown["fileId"] = change.file_id
    if change.drive:
        shown["driveId"] = change.drive
    if known is not None and (not removed or call.query.get("includeCorpusRemovals")):
        shown["file"] = resources.asked(call, resources.file(world, call, known), resources.FILE_DEFAULT)
    return shown


def _concerns(world: World, call: Call, change: Change, drive: str, *, everywhere: bool) -> bool:
    """Whether the change stands in the log of ``drive``, or in the caller's where that is empty."""
    me = call.account.email.lower()
    file = world.files.get(change.file_id)
    if me not in change.viewers or not _app_may_know(call, change, file):
        return False
    if drive:
        return change.drive == drive
    if call.query.get("restrictToMyDrive"):
        return file is not None and file.owner.lower() == me
    if not change.drive:
        return True
    return everywhere and (world.member_changes or not _member(world, me, change.drive) or _own_share(file, me))


def _app_may_know(call: Call, change: Change, file: File | None) -> bool:
    """Under ``drive.file`` the app hears only of its own files, also when they are gone."""
    return in_scope(call, file) if file is not None else call.app in change.apps or in_scope(call, _gone(change))


def _gone(change: Change) -> File:
    return File(change.file_id, "", "", [], change.at, change.at, apps=set(change.apps))


def _member(world: World, me: str, drive: str) -> bool:
    return any(one.email.lower() == me for one in world.drives[drive].permissions)


def _own_share(file: File | None, me: str) -> bool:
    return file is not None and any(one.email.lower() == me for one in file.permissions)


HANDLERS: Mapping[str, Handler] = {
    "drive.changes.getStartPageToken": get_start_page_token,
    "drive.changes.list": list_changes,
    "drive.changes.watch": watch,
    "drive.channels.stop": stop,
}
