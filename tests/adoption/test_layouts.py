"""Kinds of layout that teams draw, each in a small table beside what it means."""

import pytest

from sheetsync.adoption.lexicon import Lexicon
from sheetsync.adoption.placement import placements
from tests.adoption.test_placement import content, lanes, left, placed, stages
from tests.adoption.test_stage_names import both
from tests.laws.maps import CATALOG, TYPES
from tests.tables import grid

# Beside the stages


@pytest.mark.parametrize(
    ("heading", "first", "second"),
    [
        ("Links", "https://x.vn/a", "https://x.vn/b"),
        ("Đường dẫn", "https://x.vn/a", "www.x.vn/b"),
        ("Open points", "ask Lan", "check the price"),
        ("Việc cần hỏi", "hỏi chị Lan", "giá đã đúng chưa"),
        ("TO-DO", "call", "write"),
        ("📎 Tài liệu", "bản quét", "bảng giá"),
        ("Xem trên mạng", "https://x.vn/a", "- https://x.vn/b"),
    ],
)
@pytest.mark.parametrize("key", ["current-state", "buyer-journey", "customer-journey"])
def test_remarks_and_links_beside_the_stages_are_no_stage(key: str, heading: str, first: str, second: str):
    behind = f"""
        . | Nhận thức | Cân nhắc | Quyết định | {heading}
        Hành động | a1 | a2 | a3 | {first}
        Suy nghĩ | t1 | t2 | t3
        Điểm chạm | p1 | p2 | p3 | {second}
        """
    between = f"""
        . | Nhận thức | Cân nhắc | {heading} | Quyết định
        Hành động | a1 | a2 | {first} | a3
        Suy nghĩ | t1 | t2 | . | t3
        Điểm chạm | p1 | p2 | {second} | p3
        """
    for table in (behind, between):
        placement = placed(key, table)
        assert list(stages(placement).values()) == ["Nhận thức", "Cân nhắc", "Quyết định"]
        assert [values for _, values in content(placement)] == [{"action": f"a{at}", "thought": f"t{at}", "touchpoint": f"p{at}"} for at in (1, 2, 3)]
        assert left(placement).keys() == {heading, first, second}


def test_links_over_two_columns_are_left_over_whole():
    placement = placed(
        "current-state",
        """
        . | Search | Links | . | Awareness
        Actions | a1 | https://x.vn/a | our old page | a2
        Thoughts | t1 | https://x.vn/b | . | t2
        """,
        merges=((0, 2, 0, 3),),
    )
    assert content(placement) == [("search", {"action": "a1", "thought": "t1"}), ("awareness", {"action": "a2", "thought": "t2"})]
    assert left(placement)["our old page"] == "heading"


def test_a_link_in_a_stage_is_a_text_like_any_other():
    placement = placed(
        "current-state",
        """
        . | Search | Awareness
        Actions | a1 | a2
        Touchpoints | https://x.vn/a | https://x.vn/b
        """,
    )
    assert content(placement)[0] == ("search", {"action": "a1", "touchpoint": "https://x.vn/a"})


def test_what_stands_under_a_heading_that_is_no_stage_is_no_record_without_a_stage():
    table = """
        {}
        Điểm tiếp xúc | Quảng cáo | Website | Gọi lại | Cửa hàng
        Kỳ vọng | rõ | nhanh | đúng giờ | gần
        Cảm xúc | vui | bực | vui | vui
        """
    contact_points = CATALOG.load("contact-points")
    assert placements([grid("Sheet1", table.format(". | Trên mạng | Tận nơi | Trên mạng | Tận nơi"))], contact_points) == ()
    for about in ("STT | 1 | 2 | 3 | 4", "Người phụ trách | Lan | Lan | Minh | Lan", "Kênh | báo | mạng | báo | mạng"):
        (placement,) = placements([grid("Sheet1", table.format(about))], contact_points)
        assert [stage for stage, _ in content(placement)] == [None] * 4


def test_a_column_of_links_at_the_left_edge_names_no_stages():
    placement = placed(
        "custom-period",
        """
        Nguồn xem thêm | Hành động | Suy nghĩ | Điểm chạm
        https://x.vn/a | a1 | t1 | p1
        https://x.vn/b | a2 | t2 | p2
        """,
    )
    assert stages(placement) == {}
    assert left(placement)["https://x.vn/a"] == "heading"


@pytest.mark.parametrize("heading", ["Evidence links", "Link bằng chứng", "Notes on evidence", "Ghi chú về bằng chứng", "Evidence we photographed"])
def test_links_and_remarks_are_no_lane_either(heading: str):
    placement = placed(
        "service-blueprint",
        f"""
        Stage | Customer actions | Frontstage | Backstage | {heading}
        Arriving | parks | greets | looks out | https://x.vn/a
        Eating | orders | serves | cooks | https://x.vn/b
        """,
    )
    assert set(lanes(placement)) == {"action", "frontstage", "backstage"}
    assert left(placement)["https://x.vn/a"] == "heading"


def test_a_touchpoint_may_be_called_like_a_column_of_links():
    placement = placed("customer-journey", "Stage | Actions | Touchpoints\nAwareness | a | b\nPurchase | c | d\n. | e | Tài liệu\n. | f | Link")
    assert [values["touchpoint"] for _, values in content(placement)] == ["b", "d", "Tài liệu", "Link"]


# Stages of people's own


@pytest.mark.parametrize(
    "table",
    [
        """
        Frame | . | Actions | Thoughts | Touchpoints
        Orientation week | . | a1 | t1 | p1
        Midterm | . | a2 | t2 | p2
        Finals | . | a3 | t3 | p3
        Total | . | 3 | 3 | 3
        """,
        """
        Khung | . | Hành động | Suy nghĩ | Điểm chạm | Đường dẫn
        Orientation week | . | a1 | t1 | p1 | https://x.vn/a
        Midterm | . | a2 | t2 | p2
        Finals | . | a3 | t3 | p3 | https://x.vn/b
        """,
        """
        Khung | Hành động | Suy nghĩ | Điểm chạm
        Orientation week | a1 | t1 | p1
        Midterm | a2 | t2 | p2
        Finals | a3 | t3 | p3
        """,
    ],
    ids=["English", "Vietnamese", "no blank column"],
)
def test_the_column_at_the_left_edge_names_the_stages_under_any_word(table: str):
    placement = placed("custom-period", table)
    assert list(stages(placement).values()) == ["Orientation week", "Midterm", "Finals"]
    assert content(placement) == [
        (stage, {"action": f"a{at}", "thought": f"t{at}", "touchpoint": f"p{at}"})
        for at, stage in enumerate(("orientation-week", "midterm", "finals"), 1)
    ]


@pytest.mark.parametrize(
    "table",
    [
        """
        Mã | Hành động | Suy nghĩ | Điểm chạm
        1 | a1 | t1 | p1
        2 | a2 | t2 | p2
        """,
        """
        Ai ghi | . | Hành động | Suy nghĩ | Điểm chạm
        Lan | . | a1 | t1 | p1
        . | . | a2 | t2 | p2
        Lan và Minh | . | a3 | t3 | p3
        """,
    ],
    ids=["numbers", "not in each row"],
)
def test_a_column_at_the_left_edge_that_does_not_name_each_row_names_no_stages(table: str):
    assert stages(placed("custom-period", table)) == {}


@pytest.mark.parametrize("key", TYPES)
@pytest.mark.parametrize("heading", ["Người trả lời", "Respondent", "Nhóm"])
def test_names_at_the_left_edge_make_no_map_of_interviews(key: str, heading: str):
    table = f"""
        {heading} | Câu hỏi | Cảm xúc | Nhu cầu | Điểm đau | Hành động
        Mai | a | vui | b | c | d
        Nam | a | buồn | b | c | d
        Tú | a | buồn | b | c | d
        """
    assert placements([grid("Sheet1", table)], CATALOG.load(key)) == ()


@pytest.mark.parametrize(
    ("corner", "others"),
    [("Physical evidence", ("Customer actions", "Frontstage", "Backstage")), ("Bằng chứng", ("Hành động", "Tiền tuyến", "Hậu trường"))],
)
def test_merged_evidence_over_a_blueprint_names_its_stages(corner: str, others: tuple[str, str, str]):
    placement = placed(
        "service-blueprint",
        f"""
        {corner} | Car park | . | Menu | . | Bill
        {others[0]} | parks | walks in | reads | orders | pays | leaves
        {others[1]} | . | greets | . | takes the order | . | thanks
        {others[2]} | looks out | . | . | cooks | counts
        """,
        merges=((0, 1, 0, 2), (0, 3, 0, 4), (0, 5, 0, 6)),
    )
    assert stages(placement) == {"car-park": "Car park", "menu": "Menu", "bill": "Bill"}
    assert [stage for stage, _ in content(placement)] == ["car-park"] * 2 + ["menu"] * 2 + ["bill"] * 2
    assert content(placement)[1] == ("car-park", {"action": "walks in", "frontstage": "greets"})
    assert [(one.text, one.guess) for one in placement.left_over] == [(corner, "evidence")]


def test_evidence_under_stages_stays_evidence():
    placement = placed(
        "service-blueprint",
        """
        . | Arriving | . | Eating
        Physical evidence | Car park | . | Menu
        Customer actions | parks | walks in | reads | orders
        Frontstage | . | greets | . | takes the order
        """,
        merges=((0, 1, 0, 2), (0, 3, 0, 4), (1, 1, 1, 2), (1, 3, 1, 4)),
    )
    assert list(stages(placement).values()) == ["Arriving", "Eating"]
    assert content(placement)[0] == ("arriving", {"evidence": "Car park", "action": "parks"})


# Names cut short


@pytest.mark.parametrize(
    ("key", "short", "stage", "row"),
    [
        ("current-state", "Hỗ trợ sau", "support", "Tìm kiếm | Nhận thức | Cân nhắc | Quyết định | {}"),
        ("current-state", "Post-purchase", "support", "Search | Awareness | Consideration | Purchase | {}"),
        ("current-state", "Considering", "consideration", "Search | Awareness | {} | Purchase | Support"),
        ("support-experience", "Mở phiếu", "opened", "{} | Hệ thống tiếp nhận | Gặp nhân viên | Phối hợp nội bộ | Vấn đề được giải quyết"),
        ("support-experience", "1. Vấn đề được", "resolved", "Mở phiếu hỗ trợ | Hệ thống tiếp nhận | Gặp nhân viên | Phối hợp nội bộ | {}"),
    ],
)
def test_a_stage_name_cut_short_is_the_stage_missing_there(key: str, short: str, stage: str, row: str):
    placement = placed(key, f". | {row.format(short)}\nHành động | a | b | c | d | e\nNhân viên | f | g | h | i | j\nSuy nghĩ | f | g | h | i | j")
    assert stages(placement)[stage] == short
    assert set(stages(placement)) == {known.key for known in CATALOG.load(key).stages}


@pytest.mark.parametrize(
    "row",
    [
        "Hỗ trợ sau | Nhận thức | Cân nhắc | Quyết định",
        "Tìm kiếm | Nhận thức | Hỗ trợ sau | Cân nhắc | Quyết định",
        "Nhận thức | Tìm kiếm | Cân nhắc | Quyết định | Hỗ trợ sau",
        "Tìm kiếm | Nhận thức | Cân nhắc | Quyết định | Hỗ trợ",
    ],
    ids=["at the wrong end", "between others", "others out of order", "known anyway"],
)
def test_a_name_cut_short_stays_new_where_its_neighbours_do_not_tell_the_stage(row: str):
    placement = placed("current-state", f". | {row}\nHành động | a | b | c | d | e\nSuy nghĩ | f | g | h | i | j")
    assert stages(placement).get("support") in {None, "Hỗ trợ"}


# Headings of lanes


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đang làm gì?", "action"),
        ("ĐANG LÀM GÌ", "action"),
        ("1. Dang lam gi?", "action"),
        ("What are they doing?", "action"),
        ("Đang nghĩ gì?", "thought"),
        ("Thấy thế nào?", "emotion"),
        ("How are they feeling?", "emotion"),
        ("Meets us", "touchpoint"),
        ("Gặp ta ở đâu?", "touchpoint"),
        ("Our response", "company_action"),
        ("Ta đáp lại", "company_action"),
    ],
)
def test_a_question_without_its_subject_is_the_lane_of_the_customer(text: str, key: str):
    match = Lexicon.of(CATALOG.load("b2b-current-state")).headings.best(text)
    assert match is not None
    assert (match.key, match.confidence >= 0.75) == (f"field:{key}", True)


@pytest.mark.parametrize("text", ["Đối tác đang làm gì?", "Công ty đang làm gì?", "Đối thủ: đang làm gì?"])
def test_a_question_about_somebody_else_is_not(text: str):
    match = Lexicon.of(CATALOG.load("current-state")).headings.best(text)
    assert match is None or match.key != "field:action" or match.confidence < 0.6


def test_a_group_heading_says_whose_question_it_is():
    placement = placed(
        "current-state",
        """
        Giai đoạn | Công ty | Khách hàng | .
        . | Làm gì? | Làm gì? | Nghĩ gì?
        Tìm kiếm | x | a1 | t1
        Nhận thức | y | a2 | t2
        """,
        merges=((0, 2, 0, 3),),
    )
    assert content(placement)[0] == ("search", {"action": "a1", "thought": "t1"})
    assert left(placement)["x"] == "heading"


@pytest.mark.parametrize("corner", ["CÂU HỎI", "Questions"])
def test_a_corner_that_is_called_like_a_lane_leaves_it_to_the_row_with_the_texts(corner: str):
    placement = placed(
        "current-state",
        f"""
        {corner} | Tìm kiếm | Nhận thức | Cân nhắc | Quyết định
        Khách hàng đang nghĩ gì? | t1 | t2 | t3 | t4
        Khách hàng đang làm gì? | a1 | a2 | a3 | a4
        """,
    )
    assert lanes(placement) == {"thought": "Khách hàng đang nghĩ gì?", "action": "Khách hàng đang làm gì?"}
    assert content(placement)[0] == ("search", {"action": "a1", "thought": "t1"})
    assert left(placement) == {corner: "heading"}


def test_a_heading_without_texts_leaves_the_lane_to_one_that_has_some():
    placement = placed("customer-journey", "Stage | Actions | Activities | Thoughts\nAwareness | . | a | b\nPurchase | . | c | d")
    assert lanes(placement) == {"action": "Activities", "thought": "Thoughts"}
    assert left(placement) == {"Actions": "rival"}


@pytest.mark.parametrize(
    ("customer", "others"),
    [("Customer", ("System", "Agent", "Back office")), ("👤 KHÁCH HÀNG", ("Hệ thống", "Nhân viên", "Hậu trường"))],
)
def test_who_acts_stands_for_what_they_do(customer: str, others: tuple[str, str, str]):
    across = f"""
        . | Ticket opened | Chatbot | Agent | Resolved
        {customer} | a1 | a2 | a3 | a4
        {others[0]} | b1 | b2 | b3 | b4
        {others[1]} | c1 | c2 | c3 | c4
        {others[2]} | e1 | e2 | e3 | e4
        """
    down = f"""
        Giai đoạn | {others[0]} | {customer} | {others[1]} | {others[2]}
        Ticket opened | b1 | a1 | c1 | e1
        Chatbot | b2 | a2 | c2 | e2
        """
    for table in (across, down):
        placement = placed("support-experience", table)
        assert lanes(placement) == {"action": customer, "technology": others[0], "employee": others[1], "backstage": others[2]}
        assert content(placement)[0] == ("opened", {"action": "a1", "technology": "b1", "employee": "c1", "backstage": "e1"})


def test_who_the_map_is_about_is_not_what_they_do():
    placement = placed(
        "support-experience",
        """
        Customer | Mai, 28
        Stage | Ticket opened | Chatbot | Agent
        System | b1 | b2 | b3
        Agent | c1 | c2 | c3
        Back office | e1 | e2 | e3
        """,
    )
    assert "action" not in lanes(placement)
    assert dict(placement.about) == {"persona": "Mai, 28"}


# The title


@pytest.mark.parametrize("said", ["Built on: the current journey map of March", "Dựa trên: bản đồ hành trình hiện tại", "Cơ sở: bản đồ tháng 3"])
def test_a_label_with_its_value_is_no_title(said: str):
    placement = placed(
        "future-state", f"Đi học không giấy tờ\n{said}\nGiai đoạn | Hành động | Suy nghĩ | Điểm chạm\nNhập học | a | b | c\nThi | d | e | f"
    )
    assert placement.title == "Đi học không giấy tờ"


def test_what_the_map_is_built_on_is_its_base_map():
    placement = placed(
        "service-blueprint",
        "Lunch\nBuilt on: Journey of a guest\nStage | Customer actions | Frontstage | Backstage\nPlaces | a | b | c\nPeople | d | e | f",
    )
    assert (placement.title, dict(placement.about)) == ("Lunch", {"base_map": "Journey of a guest"})


@pytest.mark.parametrize("title", ["ABC Gym: a member's journey", "Thẻ hội viên: hành trình khách hàng"])
def test_a_title_with_a_colon_in_the_first_line_stays_the_title(title: str):
    placement = placed("customer-journey", f"{title}\nPhòng CSKH\nStage | Actions | Thoughts\nAwareness | a | b\nPurchase | c | d")
    assert placement.title == title


def test_a_title_with_a_colon_that_names_a_map_stays_the_title():
    placement = placed(
        "customer-journey", "Phòng CSKH\nBản đồ hành trình: thẻ hội viên\nStage | Actions | Thoughts\nAwareness | a | b\nPurchase | c | d"
    )
    assert placement.title == "Bản đồ hành trình: thẻ hội viên"


@pytest.mark.parametrize(("first", "second"), [("Cô dâu: Thư, 27 tuổi", "Mẹ cô dâu: cô Bích"), ("Thư", "Cô Bích – mẹ cô dâu")])
def test_a_line_between_two_tables_begins_another_map(first: str, second: str):
    table = f"""
    Journey before the wedding

    {first}
    Khung thời gian | Tháng thứ 6 | Tuần cưới
    Cột mốc | a1 | a2
    Câu hỏi | t1 | t2
    Điểm tiếp xúc | p1 | p2
    Khoảng trống | g1 | g2

    {second}
    Khung thời gian | Lúc nghe tin | Sáng rước dâu
    Cột mốc | a3 | a4
    Câu hỏi | t3 | t4
    Điểm tiếp xúc | p3 | p4
    Khoảng trống | g3 | g4
    """
    found = placements([grid("Sheet1", table)], CATALOG.load("custom-period"))
    assert [[stage.label for stage in one.stages] for one in found] == [["Tháng thứ 6", "Tuần cưới"], ["Lúc nghe tin", "Sáng rước dâu"]]
    assert found[0].title == "Journey before the wedding"


def test_whose_map_a_further_one_is_makes_no_title():
    table = """
    Buyer’s Journey – Ledgerly

    Buyer 1: Amira
    . | Awareness | Consideration | Decision
    Actions | a | b | c
    Thoughts | d | e | f

    Buyer 2: Grant
    . | Awareness | Consideration | Decision
    Actions | a | b | c
    Thoughts | d | e | f
    """
    found = placements([grid("Sheet1", table)], CATALOG.load("buyer-journey"))
    assert [one.title for one in found] == ["Buyer’s Journey – Ledgerly", ""]


# Lines that say what to write


@pytest.mark.parametrize(
    ("first", "others"),
    [
        (".", ("Khách đang làm gì?", "Khách đang hỏi gì?", "Gặp mình ở đâu?")),
        ("What is this part called?", ("What is she up to?", "What goes through her head?", "Where do they find us?")),
        ("(name of the part)", ("three to five verbs", "word for word", "online and offline")),
        ("VD: Nghe bạn kể", ("VD: mở trang", "VD: có đắt không", "VD: Facebook")),
        ("Hướng dẫn", ("ghi động từ", "ghi nguyên lời", "mọi kênh")),
    ],
)
@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("key", ["current-state", "custom-period"])
def test_a_line_that_says_what_to_write_is_no_record(key: str, first: str, others: tuple[str, str, str], *, merged: bool):
    for placement in both(
        key,
        f"""
        Giai đoạn | Hành động | Suy nghĩ | Điểm chạm
        {first} | {" | ".join(others)}
        Dạo chơi | a1 | t1 | p1
        Ghé vào | a2 | t2 | p2
        """,
        ((0, 0, 1, 0),) if merged and first == "." else (),
    ):
        assert list(stages(placement).values()) == ["Dạo chơi", "Ghé vào"]
        assert [values for _, values in content(placement)] == [{"action": f"a{at}", "thought": f"t{at}", "touchpoint": f"p{at}"} for at in (1, 2)]
        assert set(others) <= left(placement).keys()


def test_a_first_record_that_asks_is_a_record():
    placement = placed(
        "current-state",
        """
        Giai đoạn | Hành động | Suy nghĩ | Điểm chạm
        Dạo chơi | hỏi bạn | “Khách hay nghĩ gì?” | kênh Zalo
        Ghé vào | vào xem | “Giá bao nhiêu?” | quầy
        """,
    )
    assert content(placement)[0] == ("dao-choi", {"action": "hỏi bạn", "thought": "“Khách hay nghĩ gì?”", "touchpoint": "kênh Zalo"})


def test_a_number_of_each_stage_is_its_measure_and_one_of_each_line_is_none():
    table = """
        Stage | Number | Actions | Thoughts | Touchpoints
        Awareness | {} | a1 | t1 | p1
        Consideration | {} | a2 | t2 | p2
        Conversion | {} | a3 | t3 | p3
        """
    measured, counted = (placed("customer-journey", table.format(*numbers)) for numbers in (("visits", "calls", "orders"), (1, 2, 3)))
    assert [dict(stage.values) for stage in measured.stages] == [{"kpi": "visits"}, {"kpi": "calls"}, {"kpi": "orders"}]
    assert not counted.stage_fields


# Lines above and below the stages


@pytest.mark.parametrize("said", ["Lúc giúp được nhất:", "What helps most", "Nhu cầu:", "Điểm đau"])
def test_a_line_apart_from_the_lanes_with_one_text_is_beside_the_map(said: str):
    placement = placed(
        "day-in-the-life",
        f"""
        . | Buổi sáng | Buổi trưa | Buổi tối
        Hành động | a1 | a2 | a3
        Suy nghĩ | t1 | t2 | t3
        Điểm chạm | p1 | p2 | p3
        .
        {said} | 21h–22h
        """,
    )
    assert list(lanes(placement)) == ["action", "thought", "touchpoint"]
    assert {said, "21h–22h"} <= left(placement).keys()


def test_a_line_beside_the_map_leaves_its_lane_to_the_row_with_the_texts():
    placement = placed(
        "day-in-the-life",
        """
        . | Buổi sáng | Buổi trưa | Buổi tối
        Hành động | a1 | a2 | a3
        Điểm chạm | p1 | p2 | p3
        Mình mang lại giá trị gì | v1 | . | v3
        .
        Lúc giúp được nhất: | 21h–22h
        """,
    )
    assert content(placement)[0] == ("morning", {"action": "a1", "touchpoint": "p1", "value": "v1"})
    assert left(placement).keys() == {"Lúc giúp được nhất:", "21h–22h"}


def test_between_blank_rows_a_lane_with_one_text_is_a_lane():
    placement = placed(
        "day-in-the-life",
        """
        . | Buổi sáng | Buổi trưa | Buổi tối
        .
        Hành động | a1 | a2 | a3
        .
        Suy nghĩ | t1 | t2 | t3
        .
        Nhu cầu | n1
        """,
    )
    assert content(placement)[0] == ("morning", {"action": "a1", "thought": "t1", "need": "n1"})


@pytest.mark.parametrize("block", ["Owner | Marek | . | Last updated | 12 May", "Owner | Marek | CX team"])
def test_what_is_said_over_the_stages_is_no_value_of_theirs(block: str):
    placement = placed(
        "future-state",
        f"""
        {block}
        .
        Stage | Search | Awareness | Consideration | Decision | Support
        Actions | a1 | a2 | a3 | a4 | a5
        Thoughts | t1 | t2 | t3 | t4 | t5
        """,
    )
    assert not placement.stage_fields
    assert placement.about["owner"] == "Marek"


def test_a_lane_over_the_stages_that_most_of_them_fill_is_one():
    placement = placed(
        "future-state",
        """
        Owner | Marek | Lan | . | Lan
        Stage | Search | Awareness | Consideration | Decision
        Actions | a1 | a2 | a3 | a4
        Thoughts | t1 | t2 | t3 | t4
        """,
    )
    assert [dict(stage.values) for stage in placement.stages] == [{"owner": "Marek"}, {"owner": "Lan"}, {}, {"owner": "Lan"}]
