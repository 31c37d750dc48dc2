"""Which side moved since a sheet and the archive were last in step, told by content digests alone."""

from collections.abc import Iterable
from typing import Literal

Direction = Literal["first", "same", "sheet", "archive", "both", "unrelated", "old-copy"]
"""``first``: nothing is archived yet. ``sheet``, ``archive``, ``both``: who moved. ``unrelated``: they differ and have no base.
``old-copy``: the sheet says exactly what an older version said: probably an old copy that was saved back."""


def direction(sheet: str, *, latest: str | None, base: str | None, older: Iterable[str] = ()) -> Direction:
    """Who moved, from the content digests of the sheet, the latest version, the base, and (read only when needed) the older versions."""
    if latest is None:
        return "first"
    if sheet == latest:
        return "same"
    if sheet == base:
        return "archive"
    if sheet in set(older):
        return "old-copy"
    if base is None:
        return "unrelated"
    return "sheet" if base == latest else "both"
