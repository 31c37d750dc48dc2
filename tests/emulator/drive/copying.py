"""What goes along when a file is copied."""

import copy

from tests.emulator.calls import Call
from tests.emulator.world import File, Thread, World


def copy_of(world: World, call: Call, source: File, name: str, parents: list[str]) -> File:
    """A new file with the content of ``source``, and the open threads if the call asks for comments.

    That copied threads keep their cells is unverified.
    """
    file = world.add_file(name, source.mime_type, call.account, parents=parents, app=call.app)
    file.content = source.content
    if call.query.get("copyComments"):
        file.threads = [_copied(world, thread) for thread in source.threads if not thread.resolved and not thread.head.deleted]
    if source.book is not None:
        file.book = source.book.copy()
        kept = {thread.anchor for thread in file.threads}
        file.book.anchors = {anchor: cell for anchor, cell in file.book.anchors.items() if anchor in kept}
    return file


def _copied(world: World, thread: Thread) -> Thread:
    twin = copy.deepcopy(thread)
    twin.copied = True
    for post in (twin.head, *twin.replies):
        post.id = world.post_id()
    return twin
