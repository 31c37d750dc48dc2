"""Sheets that teams really make, each beside what it means."""

import pytest

from sheetsync.adoption.placement import LeftOver, Placement, draft, placements
from sheetsync.adoption.words import SURE
from sheetsync.model.grid import Grid, Typed
from sheetsync.model.identity import provisional_id
from tests.laws.maps import CATALOG, TYPES
from tests.tables import grid

Merges = tuple[tuple[int, int, int, int], ...]


def placed(key: str, table: str, merges: Merges = ()) -> Placement:
    """The one map in a table."""
    found = placements([grid("Sheet1", table, merges=merges)], CATALOG.load(key))
    assert len(found) == 1
    return found[0]


def lanes(placement: Placement) -> dict[str, str]:
    return {field.key: field.heading for field in placement.fields}


def stages(placement: Placement) -> dict[str, str]:
    return {stage.key: stage.label for stage in placement.stages}


def content(placement: Placement) -> list[tuple[str | None, dict[str, str]]]:
    return [(record.stage, dict(record.values)) for record in placement.records]


def left(placement: Placement) -> dict[str, str]:
    return {one.text: one.reason for one in placement.left_over}


def test_stages_down_with_a_title_block_totals_and_a_note():
    placement = placed(
        "customer-journey",
        """
        CÔNG TY ABC
        BẢN ĐỒ HÀNH TRÌNH KHÁCH HÀNG 2026
        Persona: Mai, 28 tuổi | . | Mục tiêu | Thêm hội viên
        . | . | .
        STT | Giai đoạn | Khách hàng làm gì? | Khách hàng nghĩ gì? | Kênh tiếp xúc | Còn thiếu gì?
        . | . | (liệt kê hành động) | (câu hỏi) | (online) | (cơ hội)
        1 | NHẬN BIẾT / (Tuần 1-2) | - tìm phòng tập / - đọc đánh giá | đắt không? | Facebook | chuyện hội viên
        . | . | hỏi bạn | gần không? | . | .
        2 | CÂN NHẮC | so giá | sạch không? | web | chat
        3 | MUA HÀNG | tập thử | hay đấy | lễ tân | app
        4 | SỬ DỤNG | đến tập | vui | lớp | sự kiện
        5 | TRUNG THÀNH | rủ bạn | thích | Zalo | thưởng
        . | TỔNG | 6 | 6 | 5 | 5
        . | . | .
        Ghi chú: số liệu tháng 9
        """,
    )
    assert placement.title == "BẢN ĐỒ HÀNH TRÌNH KHÁCH HÀNG 2026"
    assert placement.about == {"objective": "Thêm hội viên", "persona": "Mai, 28 tuổi"}
    assert lanes(placement) == {
        "action": "Khách hàng làm gì?",
        "thought": "Khách hàng nghĩ gì?",
        "touchpoint": "Kênh tiếp xúc",
        "gap": "Còn thiếu gì?",
    }
    assert stages(placement) == {
        "awareness": "NHẬN BIẾT\n(Tuần 1-2)",
        "consideration": "CÂN NHẮC",
        "conversion": "MUA HÀNG",
        "retention": "SỬ DỤNG",
        "loyalty": "TRUNG THÀNH",
    }
    assert placement.stages[3].confidence < SURE
    assert content(placement)[:2] == [
        ("awareness", {"action": "- tìm phòng tập\n- đọc đánh giá", "thought": "đắt không?", "touchpoint": "Facebook", "gap": "chuyện hội viên"}),
        ("awareness", {"action": "hỏi bạn", "thought": "gần không?"}),
    ]
    assert len(placement.records) == 6
    assert left(placement)["TỔNG"] == "outside"
    assert left(placement)["(câu hỏi)"] == "repeated"
    assert left(placement)["STT"] == "heading"


def test_stages_across_as_hubspot_draws_them():
    placement = placed(
        "current-state",
        """
        Customer journey – Shop X
        . | Awareness | Consideration | Purchase | Using it | ask Lan
        Time | week 1 | week 2 | week 3 | later
        Actions | a1 | a2 | a3 | a4
        Thoughts | t1 | t2 | t3 | t4
        Feelings | Happy | OK | worried | Happy | why?
        Weather | c1 | c2 | c3 | c4
        KPI | visits | leads | orders | NPS
        .
        Legend: green is good
        """,
    )
    assert (placement.across, placement.head, placement.label_at, placement.language) == (True, 0, 1, "en")
    assert lanes(placement) == {"action": "Actions", "thought": "Thoughts", "emotion": "Feelings"}
    assert stages(placement) == {"awareness": "Awareness", "consideration": "Consideration", "decision": "Purchase", "using-it": "Using it"}
    assert [stage.values for stage in placement.stages] == [{"kpi": "visits"}, {"kpi": "leads"}, {"kpi": "orders"}, {"kpi": "NPS"}]
    assert content(placement)[2] == ("decision", {"action": "a3", "thought": "t3", "emotion": "worried"})
    weather = next(one for one in placement.left_over if one.text == "c1")
    assert (weather.reason, weather.heading) == ("heading", "Weather")
    assert left(placement)["week 1"] == "heading"
    assert left(placement)["ask Lan"] == left(placement)["why?"] == "outside"


def test_group_headings_and_merged_stage_names():
    placement = placed(
        "current-state",
        """
        Giai đoạn | Khách hàng | . | . | Doanh nghiệp | .
        . | Hành động | Suy nghĩ | Cảm xúc | Điểm chạm | Người phụ trách
        Tìm kiếm | a1 | b1 | Vui | d1 | Lan
        . | a2 | b2 | Vui | d2 | Lan
        Nhận thức | a3 | b3 | Vui | d3 | Minh
        """,
        merges=((0, 0, 1, 0), (0, 1, 0, 3), (0, 4, 0, 5), (2, 0, 3, 0)),
    )
    assert list(lanes(placement)) == ["action", "thought", "emotion", "touchpoint"]
    assert [record.stage for record in placement.records] == ["search", "search", "awareness"]
    assert [stage.values for stage in placement.stages] == [{"owner": "Lan"}, {"owner": "Minh"}]


@pytest.mark.parametrize("key", ["hourglass", "contact-points"])
def test_banner_lines_name_the_stages(key: str):
    first, second = ("BIẾT", "MUA") if key == "hourglass" else ("TRƯỚC KHI MUA", "SAU KHI MUA")
    placement = placed(
        key,
        f"""
        STT | Điểm tiếp xúc | Kỳ vọng | Cảm xúc
        {first}
        1 | Quảng cáo | rõ | vui
        2 | Web | nhanh | Hài lòng
        {second}
        3 | Gọi lại | nhanh | bực
        """,
    )
    assert [stage.label for stage in placement.stages] == [first, second]
    assert [record.stage for record in placement.records] == [placement.stages[0].key] * 2 + [placement.stages[1].key]


def test_two_maps_below_each_other_are_two():
    table = """
        Hành trình của Mai
        . | Tìm kiếm | Nhận thức
        Hành động | a1 | a2
        Suy nghĩ | t1 | t2
        . | .
        Hành trình của Nam
        . | Tìm kiếm | Nhận thức
        Hành động | b1 | b2
        Suy nghĩ | u1 | u2
        """
    first, second = placements([grid("Sheet1", table)], CATALOG.load("current-state"))
    assert (first.title, second.title) == ("Hành trình của Mai", "Hành trình của Nam")
    assert content(first)[0] == ("search", {"action": "a1", "thought": "t1"})
    assert content(second)[1] == ("awareness", {"action": "b2", "thought": "u2"})
    assert set(left(first).values()) == set(left(second).values()) == {"second-map"}


def test_two_maps_beside_each_other_are_two():
    table = """
        Map A | . | . | . | Map B
        Stage | Actions | Thoughts | . | Stage | Actions | Thoughts
        Awareness | a1 | b1 | . | Awareness | x1 | y1
        Consideration | a2 | b2 | . | Consideration | x2 | y2
        """
    first, second = placements([grid("Sheet1", table)], CATALOG.load("customer-journey"))
    assert (first.title, second.title) == ("Map A", "Map B")
    assert content(second) == [("awareness", {"action": "x1", "thought": "y1"}), ("consideration", {"action": "x2", "thought": "y2"})]


@pytest.mark.parametrize(
    "table",
    [
        """
        Giai đoạn | Hoạt động | Suy nghĩ
        PERSONA 1: MAI
        Nhận thức | a1 | b1
        Cân nhắc | a2 | b2
        PERSONA 2: NAM
        Nhận thức | x1 | y1
        Cân nhắc | x2 | y2
        """,
        """
        Persona | Giai đoạn | Hoạt động | Suy nghĩ
        Mai | Nhận thức | a1 | b1
        . | Cân nhắc | a2 | b2
        Nam | Nhận thức | x1 | y1
        . | Cân nhắc | x2 | y2
        """,
    ],
    ids=["a line for each", "a column for both"],
)
def test_two_personas_under_the_same_headings_are_two_maps(table: str):
    first, second = placements([grid("Sheet1", table)], CATALOG.load("customer-journey"))
    assert content(first) == [("awareness", {"action": "a1", "thought": "b1"}), ("consideration", {"action": "a2", "thought": "b2"})]
    assert content(second) == [("awareness", {"action": "x1", "thought": "y1"}), ("consideration", {"action": "x2", "thought": "y2"})]
    assert lanes(second) == {"action": "Hoạt động", "thought": "Suy nghĩ"}
    assert not first.used & second.used


def test_the_corner_of_the_headings_may_name_the_map():
    placement = placed(
        "custom-period",
        """
        Hành trình sinh viên năm nhất | Tuần nhập học | Giữa kỳ | Cuối kỳ
        Hành động | a | b | c
        Suy nghĩ | a | b | c
        Điểm chạm | a | b | c
        """,
    )
    assert placement.title == "Hành trình sinh viên năm nhất"
    assert [stage.key for stage in placement.stages] == ["tuan-nhap-hoc", "giua-ky", "cuoi-ky"]
    assert placement.left_over == ()


def test_repeated_headings_and_one_block_a_stage_are_one_map():
    repeated = placed(
        "customer-journey",
        """
        Stage | Doing | Thinking | Touchpoints
        Awareness | a1 | b1 | c1
        Stage | Doing | Thinking | Touchpoints
        Consideration | a2 | b2 | c2
        """,
    )
    cards = placed(
        "customer-journey",
        """
        GIAI ĐOẠN 1: NHẬN THỨC
        Hoạt động | a1
        Suy nghĩ | b1
        Điểm chạm | c1
        . | .
        GIAI ĐOẠN 2: CÂN NHẮC
        Hoạt động | a2
        Suy nghĩ | b2
        Điểm chạm | c2
        """,
    )
    meant = [
        ("awareness", {"action": "a1", "thought": "b1", "touchpoint": "c1"}),
        ("consideration", {"action": "a2", "thought": "b2", "touchpoint": "c2"}),
    ]
    assert content(repeated) == content(cards) == meant


def test_an_hourglass_of_mere_lists():
    placement = placed(
        "hourglass",
        """
        Đồng hồ cát tiếp thị
        Biet | Thich | Tin tuong | Thu | Mua | Mua lai | Gioi thieu
        quảng cáo | web | sách trắng | hội thảo | giao hàng | nhắc mua | thưởng
        bài viết | tiếp tân
        """,
    )
    assert lanes(placement) == {"touchpoint": ""}
    assert [stage.key for stage in placement.stages] == ["know", "like", "trust", "try", "buy", "repeat", "refer"]
    assert placement.stages[0].title == "Biết"
    assert content(placement)[:3] == [("know", {"touchpoint": "quảng cáo"}), ("know", {"touchpoint": "bài viết"}), ("like", {"touchpoint": "web"})]


def test_a_lane_over_several_rows_has_all_of_them():
    placement = placed(
        "current-state",
        """
        . | Tìm kiếm | Nhận thức
        Hành động | a1 | a2
        . | a3 | .
        Suy nghĩ | t1 | t2
        Cảm xúc | Vui | Vui
        """,
    )
    assert content(placement) == [
        ("search", {"action": "a1", "thought": "t1", "emotion": "Vui"}),
        ("search", {"action": "a3"}),
        ("awareness", {"action": "a2", "thought": "t2", "emotion": "Vui"}),
    ]


def test_of_two_columns_for_one_lane_the_surer_wins_and_the_other_is_left_over():
    placement = placed(
        "customer-journey",
        """
        Stage | Activity | Customer actions | Thoughts
        Awareness | x | a | b
        Purchase | y | c | d
        """,
    )
    assert lanes(placement)["action"] == "Customer actions"
    assert [(one.text, one.reason, one.guess) for one in placement.left_over] == [
        ("Activity", "rival", "action"),
        ("x", "rival", "action"),
        ("y", "rival", "action"),
    ]


def test_a_stage_that_a_fixed_type_lacks_is_left_over_with_its_texts():
    placement = placed(
        "buyer-journey",
        """
        Giai đoạn | Suy nghĩ | Hành động
        Nhận thức | a | b
        Cân nhắc | c | d
        Quyết định | e | f
        Xem xét lại | g | h
        """,
    )
    assert list(stages(placement)) == ["awareness", "consideration", "decision"]
    assert len(content(placement)) == 3
    assert [(one.text, one.heading) for one in placement.left_over if one.text in {"g", "h"}] == [("g", "Xem xét lại"), ("h", "Xem xét lại")]
    assert ("Xem xét lại", "stage", "consideration") in [one[1:4] for one in placement.left_over]


def test_values_of_a_stage_that_differ_from_line_to_line_are_listed():
    placement = placed(
        "customer-journey",
        """
        Stage | Doing | Thinking | Owner
        Awareness | a | b | Lan
        . | c | d | Lan
        . | e | f | Minh
        Purchase | g | h | .
        """,
    )
    assert placement.stages[0].values == {"owner": "Lan"}
    assert [one[1:4] for one in placement.left_over] == [("Minh", "stage-value", "owner")]


def test_a_lane_without_a_heading_is_told_by_its_choices():
    placement = placed(
        "current-state",
        """
        Stage | Actions | . | Thoughts
        Search | a | Happy | b
        Awareness | c | Angry | d
        """,
    )
    assert lanes(placement) == {"action": "Actions", "emotion": "", "thought": "Thoughts"}


def test_contact_points_need_no_stages():
    placement = placed(
        "contact-points",
        """
        # | Điểm tiếp xúc | Kỳ vọng | Cảm xúc | Quy trình
        1 | Quảng cáo | thấy rõ | vui | duyệt bài
        2 | Website | nhanh | bực | theo dõi
        """,
    )
    assert placement.stages == ()
    assert [record.stage for record in placement.records] == [None, None]


def test_cells_that_are_no_text_are_placed_as_people_see_them():
    cells = dict(
        grid("S", "Stage | Actions | Thoughts\nAwareness | . | a\nPurchase | . | .").cells,
    )
    cells |= {(1, 1): Typed("formula", "B9", "đọc"), (2, 1): Typed("number", "12", "12"), (2, 2): Typed("formula", "X1", None)}
    (placement,) = placements([Grid("S", cells)], CATALOG.load("customer-journey"))
    assert content(placement) == [("awareness", {"action": "đọc", "thought": "a"}), ("conversion", {"action": "12"})]
    assert [one[1:3] for one in placement.left_over] == [("=X1", "formula")]


def test_supporting_lists_come_along_and_other_tabs_are_left_over():
    personas = grid("Chân dung KH", "Tên | Nghề nghiệp | Phương châm\nMai | văn phòng | “Tôi muốn khỏe.”\nNam | lái xe | “Tôi bận.”")
    main = grid("Map", "Stage | Actions | Thoughts\nAwareness | a | b\nPurchase | c | d")
    (placement,) = placements([main, personas, grid("Khác", "ngân sách | 100")], CATALOG.load("customer-journey"))
    (listed,) = placement.lists
    assert (listed.key, listed.tab) == ("personas", "Chân dung KH")
    assert [dict(record.values) for record in listed.records] == [
        {"name": "Mai", "occupation": "văn phòng", "motto": "“Tôi muốn khỏe.”"},
        {"name": "Nam", "occupation": "lái xe", "motto": "“Tôi bận.”"},
    ]
    assert {one.reason for one in placement.left_over} == {"other-tab"}
    assert len(draft(placement, CATALOG.load("customer-journey"), "m1").records("personas")) == 2


def test_the_draft_is_the_map_that_reading_would_find():
    placement = placed(
        "current-state",
        """
        Bản đồ hành trình
        Nhịp rà soát: hàng tháng
        Giai đoạn | Hành động | Cảm xúc | KPI
        1. Nhận thức | đọc báo | Vui vẻ | lượt xem
        2. Dùng thử | tập thử | lo lắng
        . | tập thử | lo lắng
        3. Tìm kiếm | hỏi bạn | OK
        """,
    )
    journey = draft(placement, CATALOG.load("current-state"), "m1")
    assert (journey.title, journey.language, dict(journey.values)) == ("Bản đồ hành trình", "vi", {"cadence": "monthly"})
    assert [(stage.key, stage.title, dict(stage.values)) for stage in journey.main.stages] == [
        ("awareness", "1. Nhận thức", {"kpi": "lượt xem"}),
        ("dung-thu", "2. Dùng thử", {}),
        ("search", "3. Tìm kiếm", {}),
    ]
    assert [(record.id, record.stage, dict(record.values)) for record in journey.main.records] == [
        (provisional_id("m1", "map", ("đọc báo", "Vui vẻ"), 1), "awareness", {"action": "đọc báo", "emotion": "delighted"}),
        (provisional_id("m1", "map", ("tập thử", "lo lắng"), 1), "dung-thu", {"action": "tập thử", "emotion": "lo lắng"}),
        (provisional_id("m1", "map", ("tập thử", "lo lắng"), 2), "dung-thu", {"action": "tập thử", "emotion": "lo lắng"}),
        (provisional_id("m1", "map", ("hỏi bạn", "OK"), 1), "search", {"action": "hỏi bạn", "emotion": "neutral"}),
    ]


def test_hidden_tabs_hold_no_maps():
    shown = grid("Map", "Stage | Actions | Thoughts\nAwareness | a | b\nPurchase | c | d")
    hidden = Grid("Lists", shown.cells, hidden=True)
    assert [placement.tab for placement in placements([hidden, shown], CATALOG.load("customer-journey"))] == ["Map"]


def test_left_over_says_where_and_what():
    placement = placed("customer-journey", "Stage | Actions | Thoughts\nAwareness | a | b\nPurchase | c | d\nTotal | 2 | 2")
    assert [(one.cell.a1, one.text) for one in placement.left_over] == [("Sheet1!A4", "Total"), ("Sheet1!B4", "2"), ("Sheet1!C4", "2")]
    assert isinstance(placement.left_over[0], LeftOver)


NO_MAPS = {
    "a budget": """
        Hạng mục | Kế hoạch | Thực chi | Người phụ trách | Ghi chú
        Quảng cáo | 100 | 90 | Lan | x
        Nội dung | 200 | 210 | Minh | y
        Tổng | 300 | 300
        """,
    "contacts": """
        Tên | Email | Điện thoại | Vai trò
        Mai | mai@x.vn | 090 | khách
        """,
    "tasks": """
        # | Action | Owner | Due | Status | Stage
        1 | call | Lan | 1/9 | Done | Awareness
        2 | write | Minh | 2/9 | Doing | Consideration
        3 | buy | Minh | 2/9 | Doing | Purchase
        """,
    "problems": """
        STT | Hành động | Vấn đề | Giải pháp | Người phụ trách | Hạn
        1 | gọi | a | b | Lan | 1/9
        2 | viết | a | b | Minh | 2/9
        """,
    "personas": """
        Tên | Nghề nghiệp | Phương châm | Nhu cầu | Điểm đau | Mục tiêu | Động lực
        Mai | vp | tôi | y | z | t | u
        Nam | lx | tôi | y | z | t | u
        """,
    "one persona": """
        Persona | Mai
        Tuổi | 28
        Nhu cầu | x
        Điểm đau | y
        Hành vi | mua online
        Suy nghĩ | đắt quá
        """,
    "minutes": """
        Ngày | Nội dung | Hành động | Người phụ trách | Quyết định
        1/9 | a | b | c | d
        8/9 | a | b | c | d
        """,
    "minutes in prose": """
        Biên bản họp 1/9
        Nội dung
        1. Bàn về hành trình khách hàng
        2. Hành động: gọi khách
        """,
    "a pipeline": """
        Khách hàng | Giai đoạn | Giá trị | Người phụ trách | Bước tiếp theo
        A | Báo giá | 100 | Lan | gọi
        B | So sánh | 200 | Lan | gọi
        C | Ký duyệt | 200 | Lan | gọi
        """,
    "interviews": """
        Người được hỏi | Câu hỏi | Cảm xúc | Nhu cầu | Điểm đau | Hành động
        Mai | a | vui | b | c | d
        Nam | a | buồn | b | c | d
        """,
    "an inventory": """
        Điểm chạm | Kênh | Giai đoạn | Tình trạng | Người phụ trách
        web | web | Nhận thức | Đang dùng | Lan
        fb | social | Cân nhắc | Đang dùng | Lan
        zalo | social | Mua hàng | Nên dùng | Lan
        """,
    "a funnel": """
        Giai đoạn | Số lượng | Tỷ lệ
        Nhận thức | 1000 | 10%
        Cân nhắc | 500 | 5%
        Chuyển đổi | 100 | 1%
        """,
    "a glossary": """
        Từ | Nghĩa
        Awareness | Nhận thức
        Consideration | Cân nhắc
        Touchpoint | Điểm chạm
        Emotion | Cảm xúc
        """,
    "a timetable": """
        . | Thứ 2 | Thứ 3
        Sáng | Toán | Văn
        Trưa | nghỉ | nghỉ
        Chiều | Lý | Hóa
        Tối | học | học
        """,
    "nothing": ".",
}


@pytest.mark.parametrize("name", NO_MAPS)
@pytest.mark.parametrize("key", TYPES)
def test_a_sheet_that_is_no_journey_map_has_none(name: str, key: str):
    assert placements([grid("Sheet1", NO_MAPS[name])], CATALOG.load(key)) == ()


def test_programs_and_processes_alone_make_an_hourglass():
    placement = placed(
        "hourglass",
        """
        . | Biết | Thích | Tin tưởng | Thử
        Chương trình | a | b | c | d
        Quy trình | e | f | g | h
        """,
    )
    assert content(placement)[0] == ("know", {"process": "e", "program": "a"})
