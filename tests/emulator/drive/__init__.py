"""The Drive methods."""

from collections.abc import Mapping

from tests.emulator.calls import Handler
from tests.emulator.drive import about, changes, comments, export, files, listing, permissions, replies, upload

HANDLERS: Mapping[str, Handler] = {
    name: handler
    for module in (about, changes, comments, export, files, listing, permissions, replies, upload)
    for name, handler in module.HANDLERS.items()
}
