"""The hidden tab: whose map this is."""

from collections import defaultdict
from collections.abc import Sequence

from sheetsync.errors import MetaTabGone, NewerThanThis, NotAMap
from sheetsync.model import anatomy
from sheetsync.model.grid import Grid
from sheetsync.model.identity import is_id
from sheetsync.model.places import Learned, Meta
from sheetsync.model.tabs import shown_text
from sheetsync.model.words import LANGUAGES


def read_meta(grids: Sequence[Grid], ref: str) -> Meta:
    """What the hidden tab of a workbook says.

    Raises:
        NotAMap: there is no such tab, or it does not name a map and a type.
        MetaTabGone: there is none any more: the keys of a map still stand in the workbook.
        NewerThanThis: the workbook's format is newer than ours.
    """
    for grid in sorted(grids, key=lambda grid: grid.title != anatomy.META_TAB):
        facts: dict[str, str] = {}
        rows: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for (row, column), value in sorted(grid.cells.items()):
            if column == 0:
                first, second, third = (shown_text(grid.cells.get((row, at), "")) for at in (1, 2, 3))
                rows[shown_text(value)].append((first, second, third))
                facts[shown_text(value)] = first
        if {"map", "type", "format"} <= facts.keys():
            break
    else:
        if any(anatomy.ID in grid.cells.values() for grid in grids):
            raise MetaTabGone(ref, anatomy.META_TAB)
        raise NotAMap(
            ref,
            en=f"it has no hidden tab {anatomy.META_TAB} that says which map it is",
            vi=f"không có trang ẩn {anatomy.META_TAB} cho biết đây là bản đồ nào",
        )
    if not facts["format"].isdecimal() or not is_id(facts["map"]):
        raise NotAMap(ref, en=f"the hidden tab {anatomy.META_TAB} was changed by hand", vi=f"trang ẩn {anatomy.META_TAB} đã bị sửa tay")
    if int(facts["format"]) > anatomy.FORMAT:
        raise NewerThanThis(ref, what="format", found=facts["format"], known=str(anatomy.FORMAT))
    version = facts.get("type_version", "")
    return Meta(
        map=facts["map"],
        type=facts["type"],
        type_version=int(version) if version.isdecimal() else 1,
        language=next((language for language in LANGUAGES if language == facts.get("language")), "vi"),
        titles=tuple((key, title) for key, title, _ in rows["stage"] if key and title),
        tab=grid.title,
        last_row=max(row for row, _ in grid.cells),
        learned={
            key: Learned(title, tuple((field, text) for tab, field, text in rows["heading"] if tab == key and field and text))
            for key, title, _ in rows["tab"]
            if key
        },
        origin=facts.get("from", ""),
    )
