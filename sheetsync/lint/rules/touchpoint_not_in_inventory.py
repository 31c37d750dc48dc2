"""Map and touchpoint inventory list the same places."""

from collections.abc import Iterator, Mapping

from sheetsync.lint.index import Index, at
from sheetsync.lint.likeness import alike, words
from sheetsync.lint.lists import PLANNED, inventory, text
from sheetsync.lint.rule import Context, Facts, Hit, Rule
from sheetsync.model.journey import FieldRef, Record
from sheetsync.model.maptype import Field, TabType
from sheetsync.model.words import Text

Words = frozenset[str]


def check(context: Context) -> Iterator[Hit]:
    """Touchpoints of the map that the inventory lacks, and touchpoints of the inventory, in use, that the map lacks.

    An inventory not begun is nobody's fault. Names that are longer, shorter or worded a little otherwise are the same touchpoint.
    """
    index = context.index
    item, tab = index.field("touchpoint"), inventory(index)
    if item is None or tab is None:
        return
    listed = {record.id: words(name) for record in index.map.records(tab.key) if (name := text(index, tab, record, "touchpoint"))}
    used = {id(step): [(name, words(name)) for name in index.items(step, "touchpoint")] for step in index.steps}
    if not listed or not any(used.values()):
        return
    yield from _not_listed(context, item, tab, listed, used)
    yield from _not_mapped(context, tab, listed, [name for names in used.values() for _, name in names])


def _not_listed(
    context: Context, item: Field, tab: TabType, listed: Mapping[str, Words], used: Mapping[int, list[tuple[str, Words]]]
) -> Iterator[Hit]:
    index = context.index
    missing = {id(step): [name for name, said in used[id(step)] if not any(alike(said, other) for other in listed.values())] for step in index.steps}
    count, whole = sum(map(len, missing.values())), sum(map(len, used.values()))
    if count > context.options["max_single"] and 2 * count > whole:
        first = next(name for names in missing.values() for name in names)
        yield Hit(FieldRef(tab.key), {"count": count, "whole": whole, "touchpoint": first}, count, variant="most")
        return
    for step in index.steps:
        if names := missing[id(step)]:
            yield Hit(at(step, item), {"where": index.where(step), "touchpoint": names[0]}, len(names))


def _not_mapped(context: Context, tab: TabType, listed: Mapping[str, Words], used: list[Words]) -> Iterator[Hit]:
    index = context.index
    known = used + [words(gap) for step in index.steps for gap in index.items(step, "gap")]
    lost = [
        record
        for record in index.map.records(tab.key)
        if record.id in listed and not _planned(index, tab, record) and not any(alike(listed[record.id], other) for other in known)
    ]
    if len(lost) > context.options["max_single"]:
        facts: Facts = {"count": len(lost), "touchpoint": text(index, tab, lost[0], "touchpoint")}
        yield Hit(FieldRef(tab.key, field=_name_field(index, tab)), facts, len(lost), variant="unmapped-many", severity="info")
        return
    for record in lost:
        yield Hit(FieldRef(tab.key, step=record.id), {"touchpoint": text(index, tab, record, "touchpoint")}, variant="unmapped", severity="info")


def _name_field(index: Index, tab: TabType) -> str | None:
    item = index.field("touchpoint", tab.key)
    return item.key if item is not None else None


def _planned(index: Index, tab: TabType, record: Record) -> bool:
    return text(index, tab, record, "status") == PLANNED


RULE = Rule(
    slug="touchpoint-not-in-inventory",
    severity="warning",
    profiles=("hubspot", "ducttape", "ecommerce"),
    order=40,
    source="S0:58",
    summary=Text("Điểm chạm trên bản đồ và trong kho khớp nhau", "Map and touchpoint inventory list the same places"),
    why=Text(
        "Kho điểm chạm phải ghi lại mọi nơi khách gặp thương hiệu; điểm chạm nằm ngoài kho thì không ai chăm sóc.",
        "The inventory has to hold every place where customers meet the brand; what is not in it, nobody looks after.",
    ),
    fix=Text(
        "Hãy thêm điểm chạm vào “Kho điểm chạm”, hoặc ghi hai nơi cùng một tên.",
        "Add the touchpoint to the tab “Touchpoint inventory”, or use the same name in both places.",
    ),
    messages={
        "": Text("{where}, điểm chạm “{touchpoint}” chưa có trong kho.", "{where}, the touchpoint “{touchpoint}” is not in the inventory."),
        "most": Text(
            "Kho còn thiếu {count} trong {whole} điểm chạm trên bản đồ, chẳng hạn “{touchpoint}”.",
            "The inventory lacks {count} of the {whole} touchpoints on the map, such as “{touchpoint}”.",
        ),
        "unmapped": Text(
            "Điểm chạm “{touchpoint}” có trong kho nhưng không thấy trên bản đồ.",
            "The touchpoint “{touchpoint}” is in the inventory, and nowhere on the map.",
        ),
        "unmapped-many": Text(
            "{count} điểm chạm có trong kho nhưng không thấy trên bản đồ, chẳng hạn “{touchpoint}”.",
            "{count} touchpoints are in the inventory and nowhere on the map, such as “{touchpoint}”.",
        ),
    },
    options={"max_single": 5},
    good="""
        type: current-state
        stage | action | touchpoint
        search | Hỏi giá // Asks for prices | Trang bảng giá · Tổng đài // Price page · Phone line

        [touchpoints]
        touchpoint | channel | status
        Trang bảng giá // Price page | website | used
        Tổng đài // Phone line | phone | used
    """,
    bad="""
        type: current-state
        stage | action | touchpoint
        search | Hỏi giá // Asks for prices | Trang bảng giá · Tổng đài // Price page · Phone line

        [touchpoints]
        touchpoint | channel | status
        Trang bảng giá // Price page | website | used
    """,
    check=check,
)
