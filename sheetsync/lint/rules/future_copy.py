"""A map of the future shows another journey than today's."""

from collections.abc import Iterator

from sheetsync.lint.kinds import is_future
from sheetsync.lint.likeness import content, share, titled
from sheetsync.lint.rule import Context, Hit, Rule
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text


def check(context: Context) -> Iterator[Hit]:
    """A map that proposes changes in its lanes names no map of today, or says nearly the same as that one where it is known."""
    index = context.index
    base = index.field("base-map", None)
    if base is None or not is_future(index) or not index.steps:
        return
    named = context.map.values.get(base.key)
    if not named:
        yield Hit(FieldRef(field=base.key))
        return
    today, own = titled(named, (context.related or {}).values()), content(context.map)
    if today is not None and len(own) >= context.options["min_items"]:
        per_cent = share(own, content(today))
        if per_cent >= context.options["per_cent"]:
            yield Hit(FieldRef(field=base.key), {"per_cent": per_cent, "other": today.title}, variant="copy")


RULE = Rule(
    slug="future-copy",
    severity="warning",
    profiles=("hubspot",),
    order=30,
    source="S0:145",
    summary=Text("Bản đồ tương lai khác bản đồ hiện tại mà nó xuất phát", "A map of the future differs from today's, and names it"),
    why=Text(
        "Tương lai được vẽ từ trải nghiệm hiện tại của khách: thiếu bản hiện tại thì không thấy khoảng cách, giống hệt thì chưa có tầm nhìn.",
        "The future is drawn from what customers live through today: without that map nobody sees the distance, and a copy has no vision.",
    ),
    fix=Text(
        "Hãy ghi tên bản đồ hiện tại ở trang “Về bản đồ này”, rồi sửa các ô theo hành trình mong muốn.",
        "Name the map of today on the tab “About this map”, and rewrite the cells as you want the journey to be.",
    ),
    messages={
        "": Text("Bản đồ chưa ghi nó xuất phát từ bản đồ hiện tại nào.", "The map does not say which map of today it starts from."),
        "copy": Text(
            "{per_cent}% nội dung vẫn y như bản đồ hiện tại “{other}”.",
            "{per_cent}% of what this map says is still as in the map of today, “{other}”.",
        ),
    },
    options={"per_cent": 90, "min_items": 5},
    good="""
        type: future-state
        base_map: Sinh viên năm nay // Students this year
        stage | action | touchpoint
        search | Xem lớp học ảo · Chat với sinh viên · Tham quan tại nhà // Sees a virtual class · Chats with students · Tours from home
        decision | Nộp hồ sơ giấy · Chờ thư báo // Hands in papers · Waits for a letter

        [related Sinh viên năm nay // Students this year: map]
        stage | action | touchpoint
        search | Đọc tờ rơi · Gọi phòng tuyển sinh · Hỏi anh chị // Reads flyers · Calls the office · Asks older students
        decision | Nộp hồ sơ giấy · Chờ thư báo // Hands in papers · Waits for a letter
    """,
    bad="""
        type: future-state
        base_map: Sinh viên năm nay // Students this year
        stage | action | touchpoint
        search | Đọc tờ rơi · Gọi phòng tuyển sinh · Hỏi anh chị // Reads flyers · Calls the office · Asks older students
        decision | Nộp hồ sơ giấy · Chờ thư báo // Hands in papers · Waits for a letter

        [related Sinh viên năm nay // Students this year: map]
        stage | action | touchpoint
        search | Đọc tờ rơi · Gọi phòng tuyển sinh · Hỏi anh chị // Reads flyers · Calls the office · Asks older students
        decision | Nộp hồ sơ giấy · Chờ thư báo // Hands in papers · Waits for a letter
    """,
    check=check,
)
