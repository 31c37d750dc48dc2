"""What a heading or a stage name means: numbered, in capitals, in two languages, without diacritics, misspelt."""

import unicodedata

import pytest

from sheetsync.adoption.lexicon import Lexicon
from sheetsync.adoption.words import FLOOR, plain, without_number, words
from tests.laws.maps import CATALOG


def heading(text: str, key: str = "current-state") -> tuple[str, float]:
    match = Lexicon.of(CATALOG.load(key)).headings.best(text)
    return match[:2] if match else ("", 0.0)


def stage(text: str, key: str = "customer-journey") -> tuple[str, float]:
    match = Lexicon.of(CATALOG.load(key)).stages.best(text)
    return match[:2] if match else ("", 0.0)


@pytest.mark.parametrize(
    "text",
    [
        "Nhận thức",
        "NHẬN THỨC",
        unicodedata.normalize("NFD", "Nhận thức"),
        "1. Nhận biết",
        "Stage 1: Awareness",
        "GĐ 1 – Nhận thức",
        "GĐ1. Nhận thức",
        "II) Nhận thức",
        "1️⃣ Nhận thức",
        "🔹 Nhận thức",
        "Giai đoạn nhận thức",
        "Awareness stage",
        "Nhận thức (Awareness)",
        "Nhận thức\n(tuần 1–2)",
        "Nhan thuc",
        "Nhận thưc",
        "Awarness",
        "Nhận thức: " + "khách lần đầu nghe tới thương hiệu, thường là qua một người quen hay một quảng cáo",
    ],
)
def test_a_stage_is_recognised_however_it_is_written(text: str):
    key, confidence = stage(text)
    assert key == "awareness"
    assert confidence >= FLOOR


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Hành động", "field:action"),
        ("3. KHÁCH HÀNG ĐANG LÀM GÌ?", "field:action"),
        ("hanh dong", "field:action"),
        ("Hành đông", "field:action"),
        ("Touchpoints / Điểm chạm", "field:touchpoint"),
        ("Điểm chạm của khách hàng với công ty", "field:touchpoint"),
        ("Suy nghĩ & cảm xúc", "field:thought"),
        ("Feelings 😀", "field:emotion"),
        ("Nỗi đau", "field:pain"),
        ("Bộ phận phụ trách", "stage:owner"),
        ("Mục tiêu", "stage:goal"),
        ("Giai đoạn", "label:"),
        ("Kênh", "field:touchpoint"),
    ],
)
def test_a_heading_is_recognised_however_it_is_written(text: str, key: str):
    assert heading(text)[0] == key
    assert heading(text)[1] >= FLOOR


def test_an_exact_name_is_sure_and_a_slip_of_the_pen_less_so():
    assert heading("Cảm xúc") == ("field:emotion", 1.0)
    assert heading("Cảm xuc")[1] < heading("cam xuc")[1] < 1.0


@pytest.mark.parametrize("text", ["ban", "Bàn", "Bạn", "Hạng mục", "Số tiền", "Email", "", "—", "x" * 500])
def test_what_is_no_heading_means_nothing(text: str):
    assert heading(text)[1] < FLOOR


def test_a_short_syllable_without_its_diacritics_is_no_stage_by_itself():
    assert stage("Thu", "hourglass") == ("try", 0.55)
    assert stage("Thứ", "hourglass") == ("", 0.0)
    assert stage("Thử", "hourglass") == ("try", 1.0)


def test_a_lane_that_the_type_lacks_is_not_taken_for_one_that_sounds_alike():
    assert heading("Điểm đau", "customer-journey")[0] == "other:pain"
    assert heading("Cơ hội cải thiện", "customer-journey")[0] == "other:improvement"


@pytest.mark.parametrize(("text", "key"), [("Where we lose them", "touchpoint"), ("Mục tiêu của shop", "personal-goal")])
def test_another_word_is_no_slip_of_the_pen(text: str, key: str):
    assert not heading(text, "ecommerce")[0].endswith(key)


def test_words_are_compared_without_case_symbols_and_the_place_of_a_tone():
    assert words("Hoà – BÌNH!") == words("hòa bình")
    assert plain(words("Đặt hàng")) == "dat hang"
    assert without_number("3. 24/7") == ("24", "7")
    assert without_number("Bước 1") == words("Bước 1")
