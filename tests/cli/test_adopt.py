"""adopt: files and Google Sheets that teams made themselves, as people take them in."""

import shutil
import sys
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook as Book

from sheetsync.model.layout.left_over import LEFT_OVER_TAB
from tests.cli.desk import Desk
from tests.cli.google_desk import GoogleDesk
from tests.tasks.adopting import GYM

HERE = "maps/Phòng tập cũ.xlsx"
TYPE = ("--type", "customer-journey")
CSV = """Giai đoạn;Hoạt động;Suy nghĩ;Điểm chạm;Ghi chú
Nhận thức;Tìm phòng tập;"Gần không?
Giá bao nhiêu?";Google Maps;gấp
Cân nhắc;So sánh gói;Tập thử được không?;Website;
Chuyển đổi;Đăng ký;Trả tiền ở đâu?;Quầy lễ tân;
"""


def team_file(desk: Desk, ref: str = HERE, change: Callable[[Book], None] | None = None) -> Path:
    """The gym's own sheet as a file, saved by another program."""
    book = Book()
    tab = book.active
    assert tab is not None
    tab.title = GYM.title
    for (row, column), value in GYM.cells.items():
        assert isinstance(value, str)
        tab.cell(row + 1, column + 1, value)
    if change:
        change(book)
    path = desk.folder / ref
    book.save(path)
    return path


def people_cells(path: Path, tab: str = GYM.title) -> Mapping[str, Any]:
    return {cell.coordinate: cell.value for row in load_workbook(path)[tab].iter_rows() for cell in row if cell.value is not None}


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets a person sit at the terminal and answer."""

    def sit(answer: str) -> None:
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: answer)

    return sit


# Looking first


def test_without_a_type_it_says_which_types_fit_and_why(desk: Desk):
    team_file(desk)
    told = desk("adopt", HERE)
    assert (told.status, told.err) == (2, "")
    first = told.out.index("customer-journey")
    assert first < told.out.index("ecommerce")
    assert "4 trên 4 trường" in told.out
    assert f'sheetsync adopt "{HERE}" --type customer-journey' in told.out
    shown = desk.json("adopt", HERE, status=2)
    assert shown["fits"][0]["type"] == "customer-journey"
    assert shown["maps"] == []


def test_a_dry_run_writes_nothing_at_all(desk: Desk):
    team_file(desk)
    before = desk.disk()
    said = desk.done("adopt", HERE, *TYPE, "--dry-run")
    assert "Khách làm gì" in said
    assert "chắc chắn (0,9" in said
    assert "(cùng 2 ô của nó)" in said
    assert "cột ẩn G, H" in said
    assert said.endswith("Chưa ghi gì.\n")
    assert desk.disk() == before


def test_nobody_to_ask_means_yes_must_be_said(desk: Desk):
    team_file(desk)
    before = desk.disk()
    told = desk("adopt", HERE, *TYPE)
    assert told.status == 2
    assert "Hoạt động" in told.out
    assert "--yes" in told.err
    assert desk.disk() == before


@pytest.mark.parametrize(("answer", "taken"), [("c", True), ("Có", True), ("y", True), ("", False), ("không", False)])
def test_at_a_terminal_it_asks(desk: Desk, at_terminal: Callable[[str], None], *, answer: str, taken: bool):
    team_file(desk)
    at_terminal(answer)
    told = desk("adopt", HERE, *TYPE)
    assert told.status == 0
    (listed,) = desk.json("list", status=0 if taken else 2)["maps"]
    assert listed["status"] == ("ok" if taken else "unreadable")


# In place


def test_a_workbook_of_the_workspace_becomes_a_map_where_it_stands(desk: Desk):
    path = team_file(desk)
    before = people_cells(path)

    (one,) = desk.json("adopt", HERE, *TYPE, "--yes")["maps"]

    assert (one["way"], one["ref"], one["version"], one["status"], one["axis"]) == ("in-place", HERE, 1, "adopted", "down")
    assert {"field": "action", "heading": "Khách làm gì", "position": 1, "cell": "B3", "confidence": pytest.approx(1, abs=0.3)} in one["fields"]
    after = people_cells(path)
    assert {at: after[at] for at in before} == before
    tab = load_workbook(path)[GYM.title]
    assert [tab.column_dimensions[letter].hidden for letter in "GH"] == [True, True]
    listed = desk.json("list")["maps"]
    assert [(entry["title"], entry["version"], entry["status"]) for entry in listed] == [("HÀNH TRÌNH KHÁCH HÀNG – PHÒNG TẬP", 1, "ok")]
    assert desk.sync()[HERE]["outcome"] == "unchanged"
    assert desk.lint(HERE, "--fail-on", "never")
    assert desk.json("snapshot")["maps"][0]["version"] == 1
    (version,) = desk.json("log", HERE)["versions"]
    assert version["reason"] == "adopt"
    assert desk.json("archive", "check")["ok"]


def test_what_people_type_into_it_afterwards_is_archived_under_the_same_steps(desk: Desk):
    path = team_file(desk)
    desk.done("adopt", HERE, *TYPE, "--yes")
    before = {record.values["action"]: record.id for record in desk.records(HERE)}
    desk.colleague(HERE, {f"{GYM.title}!D5": "Trang Facebook của phòng tập"})
    assert desk.sync()[HERE]["version"] == 2
    after = {record.values["action"]: record.id for record in desk.records(HERE)}
    assert after == before
    assert people_cells(path)["D5"] == "Trang Facebook của phòng tập"


def test_in_a_plain_folder_it_works_without_an_archive(folder: Desk):
    team_file(folder, "cũ.xlsx")
    (one,) = folder.json("adopt", "cũ.xlsx", *TYPE, "--yes")["maps"]
    assert (one["way"], one["ref"], one["version"]) == ("in-place", "cũ.xlsx", None)
    assert folder.lint("cũ.xlsx", "--fail-on", "never")


def test_adopted_once_is_enough(desk: Desk):
    team_file(desk)
    desk.done("adopt", HERE, *TYPE, "--yes")
    vi, en = desk.both("adopt", HERE, *TYPE, "--yes")
    assert "--as-new" in vi
    assert "--replace" in en


# Beside


def test_a_file_outside_of_the_maps_is_left_alone(desk: Desk, tmp_path: Path):
    path = team_file(desk, "maps/x.xlsx")
    shutil.move(path, tmp_path / "của Lan.xlsx")
    before = (tmp_path / "của Lan.xlsx").read_bytes()
    (one,) = desk.json("adopt", "../của Lan.xlsx", *TYPE, "--yes", "--title", "Phòng tập")["maps"]
    assert (one["way"], one["ref"]) == ("beside", "maps/Phòng tập.xlsx")
    assert (tmp_path / "của Lan.xlsx").read_bytes() == before
    assert LEFT_OVER_TAB.vi in load_workbook(desk.folder / one["ref"]).sheetnames
    assert desk.sync()[one["ref"]]["outcome"] == "unchanged"
    assert "--as-new" in desk.refused("adopt", "../của Lan.xlsx", *TYPE, "--yes")


def test_a_workbook_that_is_open_elsewhere_gets_a_map_beside_it(desk: Desk):
    path = team_file(desk)
    (path.parent / f".~lock.{path.name}#").write_text("Lan")
    said = desk.done("adopt", HERE, *TYPE, "--yes")
    assert "bảng tính mới" in said
    assert "đang mở" in said
    assert "hãy chuyển tệp đi nơi khác" in said
    assert len(load_workbook(path).sheetnames) == 1


def test_several_maps_become_a_workbook_each(desk: Desk):
    def second(book: Book) -> None:
        tab = book.copy_worksheet(book[GYM.title])
        tab.title = "Spa"
        tab["A1"] = "HÀNH TRÌNH KHÁCH HÀNG – SPA"

    team_file(desk, "cũ.xlsx", second)
    found = desk.json("adopt", "cũ.xlsx", *TYPE, "--yes")["maps"]
    assert [(one["table"], one["way"], one["title"]) for one in found] == [
        (1, "beside", "HÀNH TRÌNH KHÁCH HÀNG – PHÒNG TẬP"),
        (2, "beside", "HÀNH TRÌNH KHÁCH HÀNG – SPA"),
    ]
    assert len(desk.json("list")["maps"]) == 2


# Text files


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", CSV),
        ("utf-8-sig", CSV),
        ("utf-16", CSV.replace(";", "\t")),
        ("utf-8", CSV.replace(";", ",")),
        ("utf-8", f"sep=;\n{CSV}"),
        ("utf-8", CSV.replace("\n", "\r\n")),
    ],
    ids=["utf-8", "with a mark", "utf-16 and tabs", "commas", "sep=", "crlf"],
)
def test_csv_files_become_a_new_workbook(desk: Desk, encoding: str, text: str):
    (desk.folder / "xuất.csv").write_bytes(text.encode(encoding))
    (one,) = desk.json("adopt", "xuất.csv", *TYPE, "--yes")["maps"]
    assert (one["way"], one["ref"], one["steps"]) == ("beside", "maps/xuất.xlsx", 3)
    first = desk.records(one["ref"])[0]
    assert (first.stage, first.values["thought"]) == ("awareness", "Gần không?\nGiá bao nhiêu?")
    assert (desk.folder / "xuất.csv").read_bytes() == text.encode(encoding)


def test_a_csv_in_the_old_letters_of_windows_says_how_it_was_read(desk: Desk):
    def old(text: str) -> bytes:
        """As Windows wrote Vietnamese: letters with their hats, tones behind them."""
        apart = unicodedata.normalize("NFD", text)
        for hat, vowels in (("\u0302", "aeoAEO"), ("\u0306", "aA"), ("\u031b", "ouOU")):
            for vowel in vowels:
                for tone in ("", *"\u0300\u0301\u0303\u0309\u0323"):
                    whole = unicodedata.normalize("NFC", vowel + hat)
                    apart = apart.replace(unicodedata.normalize("NFD", whole + tone), whole + tone)
        return apart.encode("cp1258")

    (desk.folder / "cũ.csv").write_bytes(old(CSV))
    shown = desk.json("adopt", "cũ.csv", *TYPE, "--yes")
    assert "1258" in shown["guessed"]
    (one,) = shown["maps"]
    assert desk.records(one["ref"])[0].values["action"] == "Tìm phòng tập"


def test_western_letters_are_not_taken_for_vietnamese(desk: Desk):
    text = "Stage;Actions;Thoughts;Touchpoints\nAwareness;così, più caffè;è vicino?;Google\nConsideration;confronta;sì?;sito\n"
    (desk.folder / "it.csv").write_bytes(text.encode("cp1252"))
    shown = desk.json("adopt", "it.csv", *TYPE, "--yes")
    assert "1252" in shown["guessed"]
    assert desk.records(shown["maps"][0]["ref"])[0].values["action"] == "così, più caffè"


@pytest.mark.parametrize(
    "body",
    [b"\x00\x01\x02\xff\xfe", b'Stage,Actions\n"never ends,x\n' + b"y" * 1_100_000, b"PK\x03\x04\x81\x8d\x8f\x90\x9d"],
    ids=["binary", "open quotation", "a zip"],
)
def test_files_that_are_no_table_are_refused(desk: Desk, body: bytes):
    (desk.folder / "x.csv").write_bytes(body)
    vi, _ = desk.both("adopt", "x.csv", *TYPE, "--yes")
    assert "CSV UTF-8" in vi
    assert desk.json("list")["maps"] == []


def test_a_huge_csv_is_refused_unread(desk: Desk):
    with (desk.folder / "x.csv").open("wb") as file:
        file.truncate(11_000_000)
    assert "10 MB" in desk.refused("adopt", "x.csv", *TYPE)


# Refusals


def test_a_sheet_that_is_no_journey_map_is_refused_with_what_was_looked_for(desk: Desk):
    (desk.folder / "chi phí.csv").write_text("Khoản,Tháng 1,Tháng 2\nĐiện,5,6\nNước,1,2\n", encoding="utf-8")
    for words in ((), TYPE):
        vi, en = desk.both("adopt", "chi phí.csv", *words)
        assert "Điểm chạm" in vi
        assert "Touchpoints" in en


@pytest.mark.parametrize(
    "words",
    [
        ("không có.xlsx",),
        ("không có.csv", *TYPE),
        (HERE, "--type", "customer-jorney"),
        (HERE, *TYPE, "--table", "2"),
        (HERE, *TYPE, "--title", "  "),
        (HERE, "--as-new", "--replace"),
        (HERE, "--replace"),
    ],
    ids=" ".join,
)
def test_words_that_are_off_are_refused_with_what_to_do(desk: Desk, words: tuple[str, ...]):
    team_file(desk)
    before = desk.disk()
    desk.both("adopt", *words)
    assert desk.disk() == before


# Copies


def test_a_copy_can_become_a_map_of_its_own_or_the_known_one(desk: Desk):
    team_file(desk)
    (one,) = desk.json("adopt", HERE, *TYPE, "--yes")["maps"]
    for name in ("bản sao", "bản thay"):
        shutil.copy(desk.folder / HERE, desk.folder / f"maps/{name}.xlsx")
    desk.sync(status=1)
    told = desk.sync("--language", "en", status=1)["maps/bản sao.xlsx"]
    assert told["outcome"] == "copy"
    assert "--as-new" in told["error"]["message"]
    assert "--replace" in told["error"]["message"]
    assert "Chưa ghi gì" in desk.done("adopt", "maps/bản sao.xlsx", "--as-new", "--dry-run")

    (new,) = desk.json("adopt", "maps/bản sao.xlsx", "--as-new")["maps"]
    assert (new["map"] != one["map"], new["version"]) == (True, 1)
    replaced = desk.json("adopt", "maps/bản thay.xlsx", "--replace")
    assert (replaced["instead_of"], replaced["maps"][0]["map"]) == (HERE, one["map"])

    outcomes = {ref: entry["outcome"] for ref, entry in desk.sync(status=1).items()}
    assert outcomes == {HERE: "copy", "maps/bản sao.xlsx": "unchanged", "maps/bản thay.xlsx": "unchanged"}
    assert desk.json("archive", "check")["ok"]


# Google


def google_sheet(desk: GoogleDesk) -> str:
    """The gym's own sheet in the team's folder, typed in the browser."""
    with desk.gspread() as client:
        book = client.create("Phòng tập", folder_id=desk.drive.id)
        tab = book.sheet1
        tab.update_title(GYM.title)
        rows, columns = (max(at[axis] for at in GYM.cells) + 1 for axis in (0, 1))
        tab.update([[str(GYM.cells.get((row, column), "")) for column in range(columns)] for row in range(rows)], "A1")
        tab.resize(rows, columns)
        return f"https://docs.google.com/spreadsheets/d/{book.id}/edit"


def test_a_google_sheet_becomes_a_map_where_it_stands(google_desk: GoogleDesk):
    desk = google_desk
    ref = google_sheet(desk)
    before = desk.parts().backend.read(ref).grids[0].cells
    (one,) = desk.json("adopt", ref, *TYPE, "--yes")["maps"]
    assert (one["way"], one["ref"], one["version"], one["left_over"] != []) == ("in-place", ref, 1, True)
    after = desk.parts().backend.read(ref).grids[0].cells
    assert {at: after[at] for at in before} == before
    assert desk.sync()[ref]["outcome"] in {"unchanged", "written"}
    assert desk.sync(ref)[ref]["outcome"] == "unchanged"
    assert desk.lint(ref, "--fail-on", "never")
    desk.colleague(ref, {f"{GYM.title}!D5": "Trang Facebook"})
    assert desk.sync(ref)[ref]["version"] == 2
    assert "--as-new" in desk.refused("adopt", ref, *TYPE, "--yes")


def test_a_file_can_be_taken_into_google(google_desk: GoogleDesk):
    desk = google_desk
    team_file(desk, "cũ.xlsx")
    (one,) = desk.json("adopt", "cũ.xlsx", *TYPE, "--yes")["maps"]
    assert one["way"] == "beside"
    assert one["ref"].startswith("https://docs.google.com/")
    assert len(desk.records(one["ref"])) == 6


def test_a_dry_run_changes_nothing_in_google(google_desk: GoogleDesk):
    ref = google_sheet(google_desk)
    before = google_desk.parts().backend.read(ref)
    google_desk.done("adopt", ref, *TYPE, "--dry-run")
    assert google_desk.parts().backend.read(ref) == before
    assert not (google_desk.folder / "archive").exists()


def test_what_cells_say_can_not_steer_the_terminal(desk: Desk):
    steering = ("\u009b31m", "\u202e", "\u2028")
    text = CSV.replace("Ghi chú", "".join(steering)).replace("gấp", f"x{steering[0]}").replace("Nhận thức", f"Nhận thức{steering[1]}")
    (desk.folder / "x.csv").write_text(text.replace("Tìm phòng tập", f"Tìm{steering[2]}phòng"), encoding="utf-8")
    told = desk("adopt", "x.csv", *TYPE, "--dry-run")
    assert "Traceback" not in told.err
    assert told.status == 0
    assert not [letter for letter in steering if letter[0] in told.out + told.err]
