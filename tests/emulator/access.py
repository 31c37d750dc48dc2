"""What a call can see and what its account may do: by the file's sharing, narrowed by what the token's scopes let the app see."""

from tests.emulator.calls import Call
from tests.emulator.world import DRIVE_FILE_SCOPE, DRIVE_SCOPE, RANK, SHEETS_SCOPE, Account, File, Role, World

DRIVE_READ_SCOPE = f"{DRIVE_SCOPE}.readonly"
EVERY_FILE = {
    "sheets": frozenset({DRIVE_SCOPE, DRIVE_READ_SCOPE, SHEETS_SCOPE, f"{SHEETS_SCOPE}.readonly"}),
    "drive": frozenset({DRIVE_SCOPE, DRIVE_READ_SCOPE, f"{DRIVE_SCOPE}.metadata", f"{DRIVE_SCOPE}.metadata.readonly"}),
}


def in_scope(call: Call, file: File) -> bool:
    """Whether the token's scopes let the app see ``file``: all the account's files, or under ``drive.file`` those that the app made or was given."""
    service = call.method.partition(".")[0]
    if call.scopes & EVERY_FILE[service]:
        return True
    return DRIVE_FILE_SCOPE in call.scopes and call.app in file.apps


def has(world: World, account: Account, file: File, least: Role) -> bool:
    """Whether the account has at least that role on the file."""
    return reaches(world.role(account, file), least)


def reaches(role: Role | None, least: str) -> bool:
    """Whether a role is at least that one."""
    return role is not None and RANK[role] >= RANK[least]


def visible(world: World, call: Call, file: File) -> bool:
    """Whether the call can see ``file`` at all: the account may open it, and it is in the token's scopes."""
    return world.role(call.account, file) is not None and in_scope(call, file)
