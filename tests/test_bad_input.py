"""Bad input through the command line: a clear error with a stable code in both languages, and nothing on disk changed."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from sheetsync.model.anatomy import META_TAB
from sheetsync.model.grid import Typed
from sheetsync.model.journey import MAIN, FieldRef
from tests.backends.packages import packed, parts, sheet
from tests.cli.desk import Desk, prepare, says_what_next, tab

ROOT = Path(__file__).resolve().parents[1]
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
STEERING = [
    chr(number) for number in (*range(0x20), *range(0x7F, 0xA0), 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("bad input") / "desk"
    place.mkdir()
    prepare(place, "gym")
    return place


@pytest.fixture
def gym(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A synced workspace with the gym in it."""
    shutil.copytree(prepared, tmp_path / "desk")
    desk = Desk(tmp_path / "desk", monkeypatch, capsys)
    (desk.ref,) = desk.parts().backend.list()
    return desk


def main_tab(book: Book) -> Worksheet:
    return tab(book, "Bản đồ")


def unusable(desk: Desk, ref: str, code: str) -> None:
    """Every command says the same about a workbook that can't be used, and changes nothing."""
    before = desk.disk()
    messages = []
    for language in ("vi", "en"):
        reports = {report["ref"]: report for report in desk.json("lint", ref, "--language", language, status=2)["maps"]}
        assert (reports[ref]["status"], reports[ref]["error"]["code"], reports[ref]["findings"]) == ("unreadable", code, [])
        messages.append(reports[ref]["error"]["message"])
        assert desk.sync("--language", language, status=2)[ref]["error"] == reports[ref]["error"]
        assert next(one for one in desk.json("list", "--language", language, status=2)["maps"] if one["ref"] == ref)["error"] == reports[ref]["error"]
        assert desk.refused("log", ref, "--language", language) == reports[ref]["error"]["message"]
    assert ref in messages[0]
    assert ref in messages[1]
    assert messages[0] != messages[1]
    assert says_what_next(*messages), messages
    assert desk("lint", ref).status == 2
    assert desk.disk() == before


# Workbooks that are none

NO_WORKBOOKS: dict[str, bytes] = {
    "an empty file": b"",
    "plain text": b"Xin ch\xc3\xa0o",
    "a web page": b"<!DOCTYPE html><html></html>",
    "an old .xls": OLE + bytes(2000),
    "a protected workbook": OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500),
    "a zip of something else": packed({"readme.txt": "hello"}),
    "an entity trick": packed(parts(sheet='<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>')),
}


@pytest.mark.parametrize("name", NO_WORKBOOKS)
def test_a_file_that_is_no_workbook(name: str, gym: Desk) -> None:
    (gym.folder / "maps" / "hỏng.xlsx").write_bytes(NO_WORKBOOKS[name])
    unusable(gym, "maps/hỏng.xlsx", "not-a-workbook")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_workbook(share: float, gym: Desk) -> None:
    path = gym.folder / gym.ref
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    unusable(gym, gym.ref, "not-a-workbook")


def test_a_zip_bomb(gym: Desk) -> None:
    (gym.folder / "maps" / "bom.xlsx").write_bytes(packed(parts() | {"xl/media/a.bin": bytes(4_000_000)}))
    unusable(gym, "maps/bom.xlsx", "too-large")


def test_why_a_file_cannot_be_read_is_said(gym: Desk) -> None:
    for name, en, vi in (("an old .xls", "old .xls format", "định dạng .xls cũ"), ("a protected workbook", "password", "mật khẩu")):
        (gym.folder / "maps" / "hỏng.xlsx").write_bytes(NO_WORKBOOKS[name])
        told = [gym.refused("log", "maps/hỏng.xlsx", "--language", language) for language in ("en", "vi")]
        assert en in told[0]
        assert vi in told[1]


# Workbooks that are no maps of ours


def meta(name: str, value: str | int | None) -> Callable[[Book], None]:
    """A change of one line of the hidden tab."""

    def change(book: Book) -> None:
        row = next(row for row in tab(book, META_TAB).iter_rows() if row[0].value == name)
        row[1].value = value

    return change


def test_a_workbook_without_a_map(gym: Desk) -> None:
    (gym.folder / "maps" / "doanh thu.xlsx").write_bytes(packed(parts(sheet=sheet('<row r="1"><c r="A1"><v>1</v></c></row>'))))
    unusable(gym, "maps/doanh thu.xlsx", "not-a-map")


@pytest.mark.parametrize(("name", "value"), [("format", 2), ("type_version", 99)])
def test_a_map_of_a_newer_sheetsync(name: str, value: int, gym: Desk) -> None:
    gym.rewrite(gym.ref, meta(name, value))
    unusable(gym, gym.ref, "newer-format")
    assert "pip install --upgrade sheetsync-maps" in gym.refused("log", gym.ref)


@pytest.mark.parametrize("value", ["../../evil", "a b", "x" * 65, None, "CON?"])
def test_a_map_id_that_somebody_edited_never_names_a_place(value: str | None, gym: Desk) -> None:
    gym.rewrite(gym.ref, meta("map", value))
    before = gym.disk()
    (told,) = gym.sync(status=2).values()
    assert told["outcome"] == "failed"
    assert gym.disk() == before


@pytest.mark.parametrize(("name", "value"), [("format", "một"), ("type_version", "x"), ("language", "fr"), ("type", None)])
def test_any_other_edit_of_the_hidden_tab_is_answered(name: str, value: str | None, gym: Desk) -> None:
    gym.rewrite(gym.ref, meta(name, value))
    before = gym.disk()
    versions = [name for name in before if name.startswith("archive/maps/")]
    told = gym("sync", "--format", "json")
    (entry,) = json.loads(told.out)["maps"]
    assert entry["outcome"] in {"written", "stopped", "failed"}
    assert [name for name in gym.disk() if name.startswith("archive/maps/")] == versions
    if told.status:
        assert gym.disk() == before


def test_a_map_of_an_unknown_type(gym: Desk) -> None:
    gym.rewrite(gym.ref, meta("type", "customer-jurney"))
    before = gym.disk()
    (finding,) = gym.lint(gym.ref, status=1)
    assert (finding["rule"], finding["severity"]) == ("map-type-unknown", "error")
    assert "customer-journey" in finding["message"]
    assert gym.json("validate", gym.ref, status=1)["counts"]["error"] == 1
    assert gym.sync(status=1)[gym.ref]["error"]["code"] == "map-type-unknown"
    assert gym.disk() == before


# Cells


def first_cell(desk: Desk, field: str) -> tuple[str, str]:
    """Step and address of a field of the first step."""
    step = desk.records(desk.ref)[0].id
    cell = desk.open(desk.ref).reading.cell(FieldRef(MAIN, step=step, field=field))
    assert cell is not None
    return step, cell.a1.rpartition("!")[2]


def put(desk: Desk, cell: str, value: str | date) -> None:
    def change(book: Book) -> None:
        main_tab(book)[cell] = value

    desk.rewrite(desk.ref, change)


def test_an_error_in_a_text_cell_is_a_finding_on_that_cell(gym: Desk) -> None:
    step, cell = first_cell(gym, "touchpoint")
    put(gym, cell, "#REF!")
    findings = [finding for finding in gym.json("validate", gym.ref, status=1)["maps"][0]["findings"] if finding["rule"] == "cell-error"]
    assert [(finding["step"], finding["field"], finding["cell"]) for finding in findings] == [(step, "touchpoint", f"Bản đồ!{cell}")]
    assert "#REF!" in findings[0]["message"]


def test_a_formula_without_a_stored_result_stops_the_sync_so_that_no_text_counts_as_gone(gym: Desk) -> None:
    _, cell = first_cell(gym, "touchpoint")
    put(gym, cell, '="Trang "&"web"')
    before = gym.disk()
    told = gym.sync("--accept-deletions", status=1)[gym.ref]
    assert (told["outcome"], told["error"]["code"]) == ("stopped", "formula-unreadable")
    assert [finding["rule"] for finding in gym.lint(gym.ref, status=1) if finding["severity"] == "error"] == ["formula-unreadable"]
    assert gym.disk() == before


def test_a_formula_is_read_as_it_is_shown_and_never_overwritten(gym: Desk) -> None:
    step, cell = first_cell(gym, "touchpoint")
    put(gym, cell, '="Trang "&"web"')
    path = gym.folder / gym.ref
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    counted = re.compile(rb'(<c r="[A-Z0-9]+"[^>]*)><f>("Trang "&amp;"web")</f><v ?/?>(</v>)?</c>')
    path.write_bytes(packed({name: counted.sub(rb'\1 t="str"><f>\2</f><v>Trang web</v></c>', body) for name, body in members.items()}))
    gym.sync()
    reading = gym.open(gym.ref).reading
    place = reading.cell(FieldRef(MAIN, step=step, field="touchpoint"))
    grid = next(grid for grid in gym.open(gym.ref).state.grids if grid.title == "Bản đồ")
    assert place is not None
    assert grid.cells[place.row, place.column] == Typed("formula", '"Trang "&"web"', "Trang web")
    assert next(record.values["touchpoint"] for record in reading.map.main.records if record.id == step) == "Trang web"


def test_dates_and_numbers_in_text_cells_are_read_as_people_see_them(gym: Desk) -> None:

    step, cell = first_cell(gym, "touchpoint")
    put(gym, cell, date(2026, 11, 22))
    gym.sync()
    records = gym.json("show", gym.ref)["journey"]["tabs"][MAIN]["records"]
    assert "2026" in next(record["values"]["touchpoint"] for record in records if record["id"] == step)


def test_a_text_of_50000_characters_is_kept_whole(gym: Desk) -> None:
    step, cell = first_cell(gym, "touchpoint")
    long = "dài " * 12_499 + "hết!"
    put(gym, cell, "ĐÂY")
    path = gym.folder / gym.ref
    with_text = path.read_bytes()

    with zipfile.ZipFile(io.BytesIO(with_text)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    path.write_bytes(packed({name: body.replace("ĐÂY".encode(), long.encode()) for name, body in members.items()}))
    told = gym.sync()[gym.ref]
    assert told["outcome"] == "archived"
    records = gym.json("show", gym.ref)["journey"]["tabs"][MAIN]["records"]
    assert next(record["values"]["touchpoint"] for record in records if record["id"] == step) == long
    assert all(len(line) < 1000 for line in gym("lint", gym.ref).out.splitlines())


HOSTILE = "đỏ\x1b[31m\x07 trái\u202ephải\u200b rỗng\ufeff"


@pytest.mark.parametrize("verb", ["lint", "list", "sync", "show", "diff", "log"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_no_letter_of_a_cell_steers_the_terminal(verb: str, form: str, gym: Desk) -> None:
    step = gym.records(gym.ref)[0].id
    gym.type(
        gym.ref,
        {FieldRef(MAIN, step=step, field="touchpoint"): HOSTILE, FieldRef(MAIN, step=step, field="gap"): "", FieldRef(field="title"): HOSTILE},
    )
    if verb != "diff":
        gym.sync()
    told = gym(verb, *([] if verb in {"list", "lint", "sync"} else [gym.ref]), "--format", form)
    assert told.status in {0, 1}
    steering = [letter for letter in told.out + told.err if letter in STEERING and letter != "\n"]
    assert steering == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file names")
@pytest.mark.parametrize("verb", ["lint", "list", "sync"])
def test_no_letter_of_a_file_name_steers_the_terminal(verb: str, gym: Desk) -> None:
    (gym.folder / gym.ref).rename(gym.folder / "maps" / "đỏ\x1b[31m\u202e.xlsx")
    (gym.folder / "maps" / "hỏng\x1b[2J.xlsx").touch()
    for form in ("text", "json"):
        told = gym(verb, "--format", form)
        assert told.status == 2
        assert [letter for letter in told.out + told.err if letter in STEERING and letter != "\n"] == []


def test_decomposed_letters_are_the_same_text(gym: Desk) -> None:
    before = gym.records(gym.ref)[0].values["touchpoint"]
    _, cell = first_cell(gym, "touchpoint")
    put(gym, cell, unicodedata.normalize("NFD", before))
    assert gym.records(gym.ref)[0].values["touchpoint"] == before
    assert gym.json("diff", gym.ref)["maps"] == []
    assert gym.sync()[gym.ref]["version"] == 2
    assert len(gym.json("log", unicodedata.normalize("NFD", "Phòng tập"))["versions"]) == 2


# Hidden keys


def ids(desk: Desk) -> dict[str, str]:
    return {record.values["action"]: record.id for record in desk.records(desk.ref)}


def test_deleted_ids_come_back(gym: Desk) -> None:
    known = ids(gym)

    def delete(book: Book) -> None:
        for row in main_tab(book).iter_rows(min_row=5, max_col=2):
            for cell in row:
                cell.value = None

    gym.rewrite(gym.ref, delete)
    assert gym.json("validate", gym.ref)["maps"][0]["status"] == "ok"
    told = gym.sync()[gym.ref]
    assert (told["outcome"], told["ids_pending"]) == ("written", 0)
    assert ids(gym) == known


def test_edited_ids_do_not_change_who_is_who(gym: Desk) -> None:
    known = ids(gym)
    put(gym, "A5", "../../etc/passwd")
    gym.sync()
    assert ids(gym) == known


def test_a_copied_row_gets_an_id_of_its_own(gym: Desk) -> None:
    known = ids(gym)

    def copy(book: Book) -> None:
        page = main_tab(book)
        last = max(row for row in range(5, page.max_row + 1) if page.cell(row, 4).value) + 1
        for column in range(1, page.max_column + 1):
            page.cell(last, column).value = page.cell(5, column).value
        page.cell(last, 4).value = "Hỏi bạn cùng phòng"

    gym.rewrite(gym.ref, copy)
    findings = gym.json("validate", gym.ref)["maps"][0]["findings"]
    assert [(finding["rule"], finding["severity"]) for finding in findings] == [("row-id-broken", "info")]
    assert gym.sync()[gym.ref]["outcome"] == "archived"
    after = ids(gym)
    assert {action: after[action] for action in known} == known
    assert after["Hỏi bạn cùng phòng"] not in known.values()
    assert len(set(after.values())) == len(known) + 1


@pytest.mark.parametrize("key", ["touchpont", "", "gap"])
def test_an_edited_field_key_is_made_good_by_the_heading_or_told(key: str, gym: Desk) -> None:
    before = {record.id: record.values["touchpoint"] for record in gym.records(gym.ref)}

    def edit(book: Book) -> None:
        next(cell for cell in main_tab(book)[1] if cell.value == "touchpoint").value = key or None

    gym.rewrite(gym.ref, edit)
    told = gym.json("validate", gym.ref, status=0 if key != "gap" else 1)["maps"][0]
    assert told["status"] == "ok"
    if key == "gap":
        assert "header-tampered" in {finding["rule"] for finding in told["findings"]}
    else:
        assert {record.id: record.values.get("touchpoint") for record in gym.records(gym.ref)} == before


def test_hidden_merged_and_filtered_areas_are_read_all_the_same(gym: Desk) -> None:
    known = ids(gym)

    def untidy(book: Book) -> None:
        page = main_tab(book)
        page.row_dimensions[6].hidden = True
        page.column_dimensions["D"].hidden = True
        page.auto_filter.ref = "A4:G9"
        page.merge_cells("D20:E21")

    gym.rewrite(gym.ref, untidy)
    assert ids(gym) == known
    assert gym.sync()[gym.ref]["outcome"] in {"unchanged", "written"}


# Places that can't be written


@pytest.mark.parametrize("lock", [".~lock.{}#", "~${}"])
def test_a_workbook_open_elsewhere_is_read_and_not_written(lock: str, gym: Desk) -> None:
    path = gym.folder / gym.ref
    (path.parent / lock.format(path.name)).touch()
    assert gym("lint", gym.ref).status == 0
    step = gym.records(gym.ref)[0].id
    path.parent.joinpath(lock.format(path.name)).unlink()
    gym.type(gym.ref, {FieldRef(MAIN, step=step, field="touchpoint"): ""})
    (path.parent / lock.format(path.name)).touch()
    body = path.read_bytes()
    for language, words in (("vi", "đang mở ở chương trình khác"), ("en", "is open in another program")):
        told = gym("sync", "--language", language)
        assert told.status == 0
        assert words in told.out
    assert path.read_bytes() == body


def test_a_folder_that_cannot_be_written(gym: Desk) -> None:
    folder = gym.folder / "maps"
    folder.chmod(0o555)
    try:
        before = gym.disk()
        vi, en = (gym.refused("new", "lifecycle", "Mới", "--language", language) for language in ("vi", "en"))
        assert vi.startswith("maps") or "Không ghi được" in vi
        assert "can't be written" in en
        assert says_what_next(vi, en)
        assert gym.disk() == before
    finally:
        folder.chmod(0o755)


FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (700, 700))
sys.argv = ["sheetsync", *sys.argv[1:]]
from sheetsync.cli.main import run
run()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits as POSIX has them")
@pytest.mark.parametrize(("words", "code"), [(["new", "lifecycle", "Mới"], "no-space"), (["sync", "--format", "json"], "storage-failed")])
def test_a_full_disk(words: list[str], code: str, gym: Desk) -> None:
    step = gym.records(gym.ref)[0].id
    gym.type(gym.ref, {FieldRef(MAIN, step=step, field="action"): "Hỏi bạn cùng phòng"})
    gym.sync("--dry-run")
    before = gym.disk()
    done = subprocess.run(
        [sys.executable, "-c", FULL, *words], cwd=gym.folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    if words[0] == "sync":
        told: dict[str, Any] = json.loads(done.stdout)["maps"][0]
        assert (told["outcome"], told["error"]["code"]) == ("failed", code)
    else:
        assert "ổ đĩa đã đầy" in done.stderr.decode()
    assert gym.disk() == before
    assert gym.sync()[gym.ref]["outcome"] == "archived"
    assert gym.json("archive", "check")["ok"]


# Settings


@pytest.mark.parametrize("text", ["[workspace", "[workspacee]\n", '[workspace]\nlanguage = "fr"', '[lint.rules]\nemotion-flt = "off"'])
@pytest.mark.parametrize("verb", ["lint", "sync", "list", "types", "snapshots"])
def test_settings_with_a_mistake_stop_every_command(text: str, verb: str, gym: Desk) -> None:
    (gym.folder / "sheetsync.toml").write_text(text, encoding="utf-8")
    before = gym.disk()
    for message in (*gym.both(verb), gym.refused(verb)):
        assert "sheetsync.toml" in message
    assert gym.disk() == before


# Titles


@pytest.mark.parametrize(
    ("title", "file", "read"),
    [
        ("Trước/sau khi mua", "Trước sau khi mua.xlsx", "Trước/sau khi mua"),
        ("../../thoát", "thoát.xlsx", "../../thoát"),
        ("..\\thoát", "thoát.xlsx", "..\\thoát"),
        ("/etc/passwd", "etc passwd.xlsx", "/etc/passwd"),
        ("CON", "CON_.xlsx", "CON"),
        ("nul.xlsx", "nul.xlsx_.xlsx", "nul.xlsx"),
        ("~$khóa", "khóa.xlsx", "~$khóa"),
        (".ẩn", "ẩn.xlsx", ".ẩn"),
        ('a:b*c?"<>|', "a b c.xlsx", 'a:b*c?"<>|'),
        ("  hai   khoảng  ", "hai khoảng.xlsx", "hai khoảng"),
        ("dòng\nmới\tvà thẻ", "dòng mới và thẻ.xlsx", "dòng mới và thẻ"),
        ("đỏ\x1b[31m\u202e", "đỏ[31m.xlsx", "đỏ[31m"),
        ("=1+1", "=1+1.xlsx", "=1+1"),
        ("Café".replace("é", "e\u0301"), "Café.xlsx", "Café"),
        ("😀", "😀.xlsx", "😀"),
    ],
)
def test_a_title_never_becomes_a_path(title: str, file: str, read: str, gym: Desk) -> None:
    outside = {path.name for path in gym.folder.parent.iterdir()}
    made = gym.json("new", "lifecycle", title)
    assert made["ref"] == f"maps/{file}"
    assert (gym.folder / "maps" / file).is_file()
    assert gym.open(made["ref"]).reading.map.title == made["title"] == read
    assert {path.name for path in gym.folder.parent.iterdir()} == outside


def test_a_title_of_300_characters(gym: Desk) -> None:
    title = ("Hành trình dài " * 20)[:299] + "!"
    made = gym.json("new", "lifecycle", title)
    assert gym.open(made["ref"]).reading.map.title == title
    assert len(Path(made["ref"]).name.encode()) <= 255


@pytest.mark.parametrize(
    ("title", "en"),
    [
        ("x" * 301, "The title has 301 characters; at most 300 fit"),
        ("   ", "The title is empty"),
        ("", "The title is empty"),
        ("\x1b\u202e\n", "The title is empty"),
        ("/..", "can't name a file"),
    ],
    ids=["301", "spaces", "nothing", "control", "dots"],
)
def test_titles_that_are_refused(title: str, en: str, gym: Desk) -> None:
    before = gym.disk()
    assert en in gym.both("new", "lifecycle", title)[1]
    assert gym.disk() == before


# The archive


def versions(desk: Desk) -> Path:
    (folder,) = (desk.folder / "archive" / "maps").iterdir()
    return folder


DAMAGES: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "edited by hand": ("000002.json", lambda body: body.replace(b"Instagram", b"instagram", 1), "archive-damaged"),
    "truncated": ("000002.json", lambda body: body[: len(body) // 2], "archive-damaged"),
    "emptied": ("000002.json", lambda _: b"", "archive-damaged"),
    "no JSON": ("000002.json", lambda _: b"\xff\xfe", "archive-damaged"),
    "a float": ("000002.json", lambda body: body.replace(b'"type_version": 1', b'"type_version": 1.0'), "archive-damaged"),
    "from the future": ("000002.json", lambda body: body.replace(b'"format": 1', b'"format": 2', 1), "newer-format"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_an_archive_that_cannot_be_trusted(name: str, gym: Desk) -> None:
    file, change, code = DAMAGES[name]
    path = versions(gym) / file
    body = path.read_bytes()
    assert change(body) != body
    path.write_bytes(change(body))
    before = gym.disk()
    report = gym.json("archive", "check", status=1)
    assert not report["ok"]
    assert report["faults"][0]["key"].endswith(file)
    vi, en = gym.both("show", gym.ref)
    assert file in vi
    assert file in en
    gym.both("diff", gym.ref)
    assert gym.disk() == before
    step = gym.records(gym.ref)[0].id
    gym.type(gym.ref, {FieldRef(MAIN, step=step, field="action"): "Hỏi bạn"})
    before = gym.disk()
    told = gym.sync(status=2)[gym.ref]
    assert (told["outcome"], told["error"]["code"]) == ("failed", code)
    assert gym.disk() == before


def test_an_older_version_edited_by_hand_is_found_by_the_chain(gym: Desk) -> None:
    path = versions(gym) / "000001.json"
    path.write_bytes(path.read_bytes().replace("Phòng tập thể dục".encode(), "Phòng tập thể dụt".encode(), 1))
    report = gym.json("archive", "check", status=1)
    assert [fault["key"].rpartition("/")[2] for fault in report["faults"]] == ["000001.json"]
    assert gym("archive", "check").status == 1
    assert "000001.json" in gym("archive", "check").out


def test_a_version_that_was_deleted_is_named(gym: Desk) -> None:
    (versions(gym) / "000001.json").unlink()
    (fault, *_) = gym.json("archive", "check", status=1)["faults"]
    assert (fault["key"].rpartition("/")[2], fault["code"]) == ("000001.json", "missing")


@pytest.mark.parametrize("body", [b'{"format":2}', b"", b"[]"])
def test_an_archive_of_another_format_is_left_alone(body: bytes, gym: Desk) -> None:
    (gym.folder / "archive" / "format.json").write_bytes(body)
    before = gym.disk()
    for words in (["show", gym.ref], ["snapshots"], ["archive", "stats"]):
        gym.both(*words)
    assert gym.json("archive", "check", status=1)["faults"][0]["key"] == "format.json"
    assert gym.sync(status=2)[gym.ref]["outcome"] == "failed"
    assert gym.disk() == before


def test_a_snapshot_edited_by_hand(gym: Desk) -> None:
    label = gym.json("snapshot")["label"]
    path = gym.folder / "archive" / "snapshots" / f"{label}.json"
    path.write_bytes(path.read_bytes().replace(b'"warning": ', b'"warning": 1', 1))
    assert gym.json("archive", "check", status=1)["faults"][0]["key"] == f"snapshots/{label}.json"
    for message in gym.both("snapshots"):
        assert f"{label}.json" in message


def test_foreign_files_in_the_archive_are_noted_and_passed_over(gym: Desk) -> None:
    (gym.folder / "archive" / "ghi chú.txt").write_text("của tôi", encoding="utf-8")
    (versions(gym) / ".DS_Store").touch()
    report = gym.json("archive", "check")
    assert report["ok"]
    assert sorted(note["code"] for note in report["notes"]) == ["foreign", "foreign"]
    assert gym.sync()[gym.ref]["outcome"] == "unchanged"
