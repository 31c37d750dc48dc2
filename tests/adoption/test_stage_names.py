"""Names of stages as teams write them, down and across, each small table beside what it means."""

import pytest

from sheetsync.adoption.placement import Placement, placements
from sheetsync.adoption.words import FLOOR, SURE
from sheetsync.model.grid import Grid
from tests.adoption.test_placement import Merges, content, left, placed, stages
from tests.laws.maps import CATALOG, TYPES
from tests.tables import grid

OPEN = [key for key in TYPES if CATALOG.load(key).policy == "open"]


def both(key: str, table: str, merges: Merges = ()) -> list[Placement]:
    """The one map in a table whose stages run down, and in the same one turned so that they run across."""
    down = grid("Sheet1", table, merges=merges)
    turned = tuple((left, top, right, bottom) for top, left, bottom, right in merges)
    across = Grid("Sheet1", {(column, row): value for (row, column), value in down.cells.items()}, turned)
    found = [placements([one], CATALOG.load(key)) for one in (down, across)]
    assert [len(one) for one in found] == [1, 1]
    return [one for (one,) in found]


# Names at the edge, under a heading that says something else


@pytest.mark.parametrize("heading", ["Hành động", "Hanh dong", "HOẠT ĐỘNG", "Diem cham", "Activities"])
def test_short_names_under_a_lanes_name_are_stages_where_another_column_is_that_lane(heading: str):
    for placement in both(
        "current-state",
        f"""
        {heading} | Hành động | Suy nghĩ | Điểm chạm
        Trước khi tới | gọi điện hỏi giá | “Có xa không?” | trang web
        Tại quầy | đưa giấy tờ | “Sao lâu thế?” | quầy lễ tân
        Trong phòng | bật điều hoà | “Mát thật!” | bảng hướng dẫn
        """,
    ):
        assert list(stages(placement).values()) == ["Trước khi tới", "Tại quầy", "Trong phòng"]
        assert content(placement)[1] == ("tai-quay", {"action": "đưa giấy tờ", "thought": "“Sao lâu thế?”", "touchpoint": "quầy lễ tân"})
        assert left(placement).keys() == {heading}


@pytest.mark.parametrize("key", ["current-state", "custom-period", "b2b-current-state", "day-in-the-life"])
@pytest.mark.parametrize(
    ("lines", "merges"),
    [
        (("Before leaving", ".", "At the desk", "."), ((1, 0, 2, 0), (3, 0, 4, 0))),
        (("Before leaving", "Before leaving", "At the desk", "At the desk"), ()),
        (("Before leaving", ".", "At the desk", "."), ()),
    ],
    ids=["merged", "said again", "once"],
)
@pytest.mark.parametrize("heading", ["Actions", "Activity", "Situation", "Where", "."])
def test_names_that_hold_several_records_together_are_stages_under_any_word(key: str, lines: tuple[str, ...], merges: Merges, heading: str):
    for placement in both(
        key,
        f"""
        {heading} | Thoughts | Customer actions | Touchpoints
        {lines[0]} | “Is it far from the station?” | calls to ask about the price | phone of the hotel
        {lines[1]} | “Are these pictures real?” | looks at pictures of rooms | the page with all rooms
        {lines[2]} | “Why does this take so long?” | hands over a passport | desk in the lobby
        {lines[3]} | “Where is the lift, please?” | takes the keys and looks around | signs in the lobby
        """,
        merges,
    ):
        assert list(stages(placement).values()) == ["Before leaving", "At the desk"]
        assert [stage for stage, _ in content(placement)] == ["before-leaving"] * 2 + ["at-the-desk"] * 2


@pytest.mark.parametrize("names", [("Tuần 1", "Tuần 2", "Tuần 3"), ("06:00", "8h30", "10h – 11h"), ("Học kỳ 1", "Học kỳ 2", "Hè")])
def test_times_are_stages_even_under_the_only_heading_of_a_lane(names: tuple[str, ...]):
    rows = "\n".join(f"{name} | t{at} | p{at} | v{at}" for at, name in enumerate(names))
    for placement in both("custom-period", f"Hành động | Suy nghĩ | Điểm chạm | Giá trị mang lại\n{rows}"):
        assert list(stages(placement).values()) == list(names)


def test_groups_are_the_stages_and_not_the_steps_beside_them():
    for placement in both(
        "custom-period",
        """
        Khu vực | Bước | Hành động | Suy nghĩ | Điểm chạm
        Trước khi tới | gọi | a1 | t1 | p1
        . | xem | a2 | t2 | p2
        Tại quầy | chào | a3 | t3 | p3
        . | nhận | a4 | t4 | p4
        """,
        ((1, 0, 2, 0), (3, 0, 4, 0)),
    ):
        assert [stage for stage, _ in content(placement)] == ["truoc-khi-toi"] * 2 + ["tai-quay"] * 2


@pytest.mark.parametrize("blank", ["", ". | "], ids=["", "blank column"])
def test_numbers_and_blank_columns_do_not_hide_the_stages(blank: str):
    for placement in both(
        "current-state",
        f"""
        STT | Khu vực | {blank}Hành động | Suy nghĩ | Điểm chạm
        1 | Sảnh | {blank}a1 | t1 | p1
        2 | Phòng | {blank}a2 | t2 | p2
        3 | Nhà hàng | {blank}a3 | t3 | p3
        """,
    ):
        assert list(stages(placement).values()) == ["Sảnh", "Phòng", "Nhà hàng"]


@pytest.mark.parametrize("key", OPEN)
@pytest.mark.parametrize("heading", ["Tên", "Người trả lời", "Ai kể", "Phân khúc", "Nhóm", "Respondent", "Segment", "Who said it"])
def test_people_and_groups_of_people_are_no_stages(key: str, heading: str):
    table = f"""
        {heading} | Hành động | Suy nghĩ | Điểm chạm | Cảm xúc | Kỳ vọng
        Mai | gọi điện hỏi giá | “Có xa không?” | trang web | vui | gần
        Nam | đưa giấy tờ | “Sao lâu thế?” | quầy lễ tân | bực | nhanh
        """
    down = grid("Sheet1", table)
    for one in (down, Grid("Sheet1", {(column, row): value for (row, column), value in down.cells.items()})):
        for placement in placements([one], CATALOG.load(key)):
            assert "Mai" not in stages(placement).values()


@pytest.mark.parametrize("key", OPEN)
def test_questions_over_the_answers_of_several_people_make_no_map(key: str):
    table = """
        Câu hỏi | Người trả lời | Cảm xúc | Hành động | Điểm đau
        Bạn biết quán từ đâu? | Mai | vui | hỏi bạn bè | không tìm thấy
        . | Nam | bực | xem trên mạng | quá nhiều nơi
        Bạn chọn thế nào? | Mai | lo | so giá ba nơi | giá lên xuống
        . | Nam | vui | đọc đánh giá | đánh giá ảo
        """
    assert placements([grid("Sheet1", table, merges=((1, 0, 2, 0), (3, 0, 4, 0)))], CATALOG.load(key)) == ()


def test_what_a_map_collects_stays_a_text_although_records_stand_below_it():
    for placement in both(
        "contact-points",
        """
        Điểm tiếp xúc | Kỳ vọng | Cảm xúc | Quy trình
        Website | tìm thấy giá trong một phút | vui vì thấy ngay giá | duyệt giá mỗi tuần
        . | đặt chỗ không cần gọi điện | bực vì phải điền hai lần | rút gọn biểu mẫu
        Lễ tân | được chào khi bước vào | vui vì được nhớ tên | tập chào mỗi sáng
        . | không phải chờ quá lâu | sốt ruột vì phải đứng | thêm người giờ cao điểm
        """,
    ):
        assert stages(placement) == {}
        assert content(placement)[0][1]["touchpoint"] == "Website"


# Names told by their neighbours

ORDER = ["awareness", "consideration", "conversion", "retention", "loyalty"]


def named(key: str, *names: str) -> list[Placement]:
    rows = "\n".join(f"{name} | a{at} | t{at} | p{at} | e{at}" for at, name in enumerate(names))
    return both(key, f"Giai đoạn | Hoạt động | Suy nghĩ | Điểm chạm | Cảm xúc\n{rows}")


@pytest.mark.parametrize(
    ("names", "told", "surplus"),
    [
        (("Nhận thức", "Cân nhắc", "Đặt bánh", "Giữ chân", "Trung thành", "Đối tác"), {"conversion": "Đặt bánh"}, {"Đối tác"}),
        (("Awareness", "Consideration", "Booking a table", "Retention", "Partners"), {"conversion": "Booking a table"}, {"Partners"}),
        (
            ("1. Nhận thức", "2. Xem bánh", "3. Mua hàng", "4. Ăn ở nhà", "5. Trung thành"),
            {"consideration": "2. Xem bánh", "retention": "4. Ăn ở nhà"},
            (),
        ),
        (("Nhận thức", "Cân nhắc", "Mua hàng", "Giữ chân", "Khách kể lại"), {"loyalty": "Khách kể lại"}, ()),
        (("Nhận thức", "Cân nhắc", "Nếm thử", "Mua hàng", "Giữ chân", "Trung thành"), {}, {"Nếm thử"}),
        (("Nhận thức", "Cân nhắc", "Nếm thử", "Lấy bánh", "Giữ chân", "Trung thành"), {}, {"Nếm thử", "Lấy bánh"}),
        (("Cân nhắc", "Nhận thức", "Đặt bánh", "Giữ chân", "Trung thành"), {}, {"Đặt bánh"}),
        (("Nhận thức", "Cân nhắc", "Mua hàng", "Đối tác"), {}, {"Đối tác"}),
    ],
    ids=["and one too many", "and the last missing", "two apart", "the only one", "none missing", "two for one", "out of order", "at the end"],
)
def test_a_renamed_stage_is_told_by_the_two_beside_it(names: tuple[str, ...], told: dict[str, str], surplus: set[str]):
    for placement in named("customer-journey", *names):
        assert told.items() <= stages(placement).items()
        assert {text for text, why in left(placement).items() if why == "stage"} == set(surplus)
        assert all(FLOOR <= stage.confidence < SURE for stage in placement.stages if stage.key in told)


def test_where_people_may_not_rename_stages_only_the_last_one_open_is_told():
    for placement in named("ecommerce", "Nhận thức", "Cân nhắc", "Đặt bánh", "Giữ chân"):
        assert list(stages(placement)) == ["awareness", "consideration", "decision", "retention"]
    for placement in named("hourglass", "Biết", "Nếm", "Tin tưởng", "Thử", "Mua"):
        assert left(placement)["Nếm"] == "stage"


def test_where_people_may_add_stages_a_name_of_their_own_is_a_stage_of_its_own():
    for placement in named("current-state", "Tìm kiếm", "Nhận thức", "Nếm thử", "Quyết định", "Đối tác"):
        assert list(stages(placement)) == ["search", "awareness", "nem-thu", "decision", "doi-tac"]


@pytest.mark.parametrize(
    ("key", "name", "stage"),
    [
        ("contact-points", "Before purchase", "before"),
        ("customer-journey", "After purchase", "retention"),
        ("customer-journey", "Chăm sóc sau bán hàng", "retention"),
        ("customer-journey", "Before the purchase", None),
        ("customer-journey", "Repurchase", None),
        ("customer-journey", "Mua hàng lại", None),
        ("buyer-journey", "Sau mua hàng", None),
        ("lifecycle", "Repurchase", None),
        ("day-in-the-life", "① Noon", "noon"),
        ("hourglass", "⑤ Mua", "buy"),
        ("service-blueprint", "DO VAT", "objects"),
    ],
)
def test_a_word_before_a_name_may_make_another_stage_of_it(key: str, name: str, stage: str | None):
    known = [one.title.vi for one in CATALOG.load(key).stages if one.key != stage][:2]
    table = "\n".join(f"{one} | a | t | p | b" for one in (*known, name))
    (placement,) = placements([grid("Sheet1", f"Giai đoạn | Hành động | Điểm chạm | Tiền tuyến | Cảm xúc\n{table}")], CATALOG.load(key))
    assert {one.label: one.key for one in placement.stages}.get(name) == stage


# The last stage


@pytest.mark.parametrize("last", ["Đến nơi | . | t3", "3. Đến nơi | a3", "3. Đến nơi", "Đến nơi | a3\n. | a4"])
def test_a_last_stage_with_hardly_a_text_still_is_one(last: str):
    number = ("1. ", "2. ") if last.startswith("3") else ("", "")
    table = f"""
        Giai đoạn | Hành động | Suy nghĩ | Điểm chạm
        {number[0]}Trước khi đi | a1 | t1 | p1
        {number[1]}Trên xe | a2 | t2 | p2
        """
    (placement,) = placements([grid("Sheet1", "\n".join([*table.rstrip().splitlines(), *last.splitlines()]))], CATALOG.load("custom-period"))
    assert list(stages(placement))[-1] == "den-noi"


@pytest.mark.parametrize(("before", "last"), [("Học kỳ 1", "Học kỳ 2"), ("Days 2-7", "Days 8-14"), ("GĐ 9", "GĐ 10")])
@pytest.mark.parametrize("between", [".\n", ""])
def test_a_last_stage_that_counts_on_is_one_with_a_single_text(before: str, last: str, between: str):
    table = f"Giai đoạn | Hành động | Suy nghĩ | Điểm chạm\n{before} | a1 | t1 | p1\n{between}{last} | a2"
    for placement in both("custom-period", table):
        assert content(placement)[-1][1] == {"action": "a2"}


@pytest.mark.parametrize("footer", ["Tuần 3 | 12", "Học kỳ 1 | xong", "Học kỳ | 2"])
def test_a_line_below_a_map_that_does_not_count_on_is_no_stage(footer: str):
    table = f"Giai đoạn | Hành động | Suy nghĩ | Điểm chạm\nHọc kỳ 1 | a1 | t1 | p1\nHọc kỳ 2 | a2 | t2 | p2\n.\n{footer}"
    (placement,) = placements([grid("Sheet1", table)], CATALOG.load("custom-period"))
    assert [values["action"] for _, values in content(placement)] == ["a1", "a2"]


@pytest.mark.parametrize("footer", ["Phiên bản | 12", "Hỏi thêm: chị Lan", "3. Ghi chú | số liệu tháng 9", "Cập nhật | 12/9"])
def test_a_line_right_below_a_map_is_no_stage(footer: str):
    table = "Giai đoạn | Hành động | Suy nghĩ | Điểm chạm\n1. Trước khi đi | a1 | t1 | p1\n2. Trên xe | a2 | t2 | p2\n"
    (placement,) = placements([grid("Sheet1", table + footer)], CATALOG.load("custom-period"))
    assert list(stages(placement)) == ["truoc-khi-di", "tren-xe"]


# Whose map it is


@pytest.mark.parametrize("said", ["Người lập: Hoa", "Nguoi lap: Hoa", "Owner: Hoa", "Prepared by | Hoa", "Người phụ trách | Hoa", "PHỤ TRÁCH: Hoa"])
def test_who_made_a_map_is_its_owner(said: str):
    for title in ("Bản đồ hành trình quán bánh\n", ""):
        table = f"{title}{said}\nGiai đoạn | Hoạt động | Suy nghĩ\nNhận thức | a | b\nMua hàng | c | d"
        (placement,) = placements([grid("Sheet1", table)], CATALOG.load("customer-journey"))
        assert (placement.title, dict(placement.about)) == (title.strip(), {"owner": "Hoa"})


@pytest.mark.parametrize("last", ["First three months", "6. Hỏi thăm sau 3 ngày", "After a year"])
def test_a_time_among_other_words_is_a_stage_and_gives_its_texts_to_no_other(last: str):
    for key in ("customer-journey", "custom-period"):
        for placement in both(
            key,
            f"""
            Stage | Actions | Thoughts | Touchpoints
            Awareness | a1 | t1 | p1
            Consideration | a2 | t2 | p2
            Conversion | a3 | t3 | p3
            Retention | a4 | t4 | p4
            {last} | a5 | t5 | p5
            """,
        ):
            texts = [text for stage, lane in content(placement) for text in lane.values() if stage in {"retention", "conversion"}]
            assert not {"a5", "t5", "p5"} & set(texts)


@pytest.mark.parametrize("when", ["(tuần 1–2)", "2–3 tuần", "Week 1 to 2", "khoảng 2 tuần"])
def test_a_time_by_itself_under_a_stage_is_none(when: str):
    for placement in both(
        "customer-journey",
        f"""
        Stage | Actions | Thoughts | Touchpoints
        Awareness | a1 | t1 | p1
        {when} | a2 | t2 | p2
        Consideration | a3 | t3 | p3
        Conversion | a4 | t4 | p4
        """,
    ):
        assert [stage for stage, _ in content(placement)] == ["awareness", "awareness", "consideration", "conversion"]


# Names that only their words tell


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("customer-journey", ("Stumbles on us", "Checks us out", "Signs up", "First three months", "Tells everybody")),
        ("customer-journey", ("Khách lạ", "Lân la hỏi", "Mua lần đầu", "Mua lại", "Rủ người nhà")),
        ("customer-journey", ("Finds out", "Thinks about it", "Takes the step", "Orders again", "Tells the world")),
        ("current-state", ("Tìm chỗ", "Biết tới tiệm", "So sánh giá", "Đặt cọc", "Bảo hành")),
        ("current-state", ("Looking for help", "Finding us", "Comparing", "Booking", "Aftercare")),
        ("b2b-current-state", ("Tim nha cung cap", "So sanh gia", "Tham xuong", "Bao gia", "Duyet mau, ky")),
        ("ecommerce", ("Sees it in a feed", "Browses", "Checks out", "After it arrives")),
        ("support-experience", ("Sends a message", "Auto reply", "Human agent", "Agent asks the repair team", "Case closed")),
        ("lifecycle", ("Pre-trip", "On the trip", "Post-trip")),
        ("current-state", ("Tìm phòng khám", "Biết tới phòng khám", "So sánh giá", "Đặt hẹn", "Bồi thường")),
        ("current-state", ("Searching", "Hears of it", "Comparing", "Gets the card", "Making a claim")),
        ("b2b-current-state", ("Tim xuong", "So sanh", "Di xem", "Bao gia", "Ky hop dong")),
        ("support-experience", ("Khách mở phiếu", "Bot", "Gặp người thật", "Hỏi kỹ thuật", "Đóng phiếu")),
    ],
)
def test_words_tell_the_stages_of_the_type(key: str, names: tuple[str, ...]):
    order = [stage.key for stage in CATALOG.load(key).stages]
    lanes = [field.title.vi for field in CATALOG.load(key).main.fields if field.kind != "choice"][:3]
    rows = "\n".join(f"{name} | {' | '.join(f'x{at}y{place}' for place in range(len(lanes)))}" for at, name in enumerate(names))
    for placement in both(key, f"Giai đoạn | {' | '.join(lanes)}\n{rows}"):
        assert list(stages(placement)) == order


@pytest.mark.parametrize("beside", ["Notes", "Ghi chú", "Links"])
def test_remarks_behind_the_stages_do_not_hide_what_their_words_tell(beside: str):
    placement = placed(
        "customer-journey",
        f"""
        . | Hears about us | Checks us out | Signs up | First 3 boxes | Big fan | {beside}
        What they do | a1 | a2 | a3 | a4 | a5 | r1
        What's in their head | t1 | t2 | t3 | t4 | t5 | .
        Where we show up | p1 | p2 | p3 | p4 | p5 | r2
        """,
    )
    assert list(stages(placement)) == [stage.key for stage in CATALOG.load("customer-journey").stages]
    assert {beside, "r1", "r2"} <= left(placement).keys()


def test_bought_for_the_first_time_is_no_first_sight():
    for placement in both(
        "customer-journey",
        """
        Giai đoạn | Hành động | Suy nghĩ | Điểm chạm
        Nhận thức | a1 | t1 | p1
        Mua lần đầu | a2 | t2 | p2
        Giữ chân | a3 | t3 | p3
        """,
    ):
        assert list(stages(placement)) == ["awareness", "conversion", "retention"]


def test_two_stages_that_words_tell_are_enough_among_others_of_the_teams_own():
    for placement in both(
        "future-state",
        """
        Stage | Actions | Thoughts | Touchpoints
        Hears of the pass | a1 | t1 | p1
        Rides | a2 | t2 | p2
        Something goes wrong | a3 | t3 | p3
        """,
    ):
        assert list(stages(placement)) == ["awareness", "rides", "support"]


def test_one_stage_that_words_tell_may_be_anything():
    for placement in both(
        "future-state",
        """
        Stage | Actions | Thoughts | Touchpoints
        Hears of the pass | a1 | t1 | p1
        Rides | a2 | t2 | p2
        Sits down | a3 | t3 | p3
        """,
    ):
        assert list(stages(placement)) == ["hears-of-the-pass", "rides", "sits-down"]


@pytest.mark.parametrize("lane", ["Actions", "Pain points"])
def test_two_stages_that_only_words_tell_make_no_map_of_a_list(lane: str):
    table = f"Item | {lane} | Ideas | Price\nNoticed in the lift | x | y | 3\nRepairs | x2 | y2 | 4\nLobby | x3 | y3 | 5"
    assert not placements([grid("Sheet1", table)], CATALOG.load("current-state"))
