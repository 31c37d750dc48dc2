"""import: edit what show prints, and put it back."""

import io
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from sheetsync.model.journey import MAIN, FieldRef
from tests.cli.desk import Desk, says_what_next

TITLE = "Phòng tập thể dục"


def write(desk: Desk, change: Callable[[dict[str, Any]], object] = lambda _: None) -> dict[str, Any]:
    """``show --format json > map.json``, edited by ``change``, which gets the journey."""
    value = json.loads(desk.done("show", TITLE, "--format", "json"))
    change(value["journey"])
    (desk.folder / "map.json").write_text(json.dumps(value, ensure_ascii=False, indent=2), encoding="utf-8")
    return dict(value)


def add_touchpoint(journey: dict[str, Any]) -> None:
    journey["tabs"][MAIN]["records"][0]["values"]["touchpoint"] += "\nBiển quảng cáo"


def misspell(journey: dict[str, Any]) -> None:
    values = journey["tabs"][MAIN]["records"][0]["values"]
    values["toucpoint"] = values.pop("touchpoint")
    journey["values"]["last_review"] = "hôm \x1b[31mqua"


def test_the_loop_of_show_import_and_sync(gym: Desk) -> None:
    write(gym, add_touchpoint)
    assert gym.done("import", TITLE, "map.json").splitlines() == [
        f"Đã nhập map.json thành phiên bản 3 của “{TITLE}”:",
        "  + Nhận thức: thêm điểm chạm “Biển quảng cáo”",
        f'Hãy chạy `sheetsync sync "{gym.ref}"` để đưa thay đổi vào bảng tính.',
    ]
    assert gym.done("log", TITLE).splitlines()[-1].split()[-2:] == ["nhập", "1"]
    assert gym.json("show", TITLE)["source"] == {"kind": "file", "ref": "map.json"} | {"revision": gym.json("show", TITLE)["source"]["revision"]}
    assert gym.sync()[gym.ref]["outcome"] in {"merged", "written"}
    assert gym.records(gym.ref)[0].values["touchpoint"].endswith("\nBiển quảng cáo")
    assert gym.json("archive", "check")["ok"] is True


def test_what_show_printed_changes_nothing(gym: Desk) -> None:
    write(gym)
    before = gym.disk()
    assert gym.done("import", TITLE, "map.json") == f"map.json không có gì khác với phiên bản 2 của “{TITLE}” nên không tạo phiên bản mới.\n"
    told = gym.json("import", gym.ref, "map.json")
    assert (told["outcome"], told["version"], told["changes"]) == ("unchanged", 2, [])
    assert gym.disk() == before


def test_from_a_pipe(gym: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    value = write(gym, add_touchpoint)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(value).encode())))
    assert gym.json("import", TITLE, "-")["file"] == "stdin"


def test_every_mistake_is_named_at_once_and_nothing_imported(gym: Desk) -> None:
    write(gym, misspell)
    before = gym.disk()
    vi, en = (gym("import", TITLE, "map.json", "--language", language) for language in ("vi", "en"))
    assert [(told.status, told.out) for told in (vi, en)] == [(2, "")] * 2
    assert vi.err.splitlines() == [
        "sheetsync: map.json có 2 chỗ chưa đúng nên chưa nhập gì. Hãy sửa rồi nhập lại:",
        "  journey.tabs.map.records[0].values.toucpoint: không có mục này. Có phải bạn muốn “touchpoint”?",
        "  journey.values.last_review: “hôm \\x1b[31mqua” phải là một ngày như 2026-11-22",
    ]
    assert en.err.splitlines() == [
        "sheetsync: map.json has 2 mistakes, so nothing was imported. Mend them and import again:",
        "  journey.tabs.map.records[0].values.toucpoint: there is no such field. Did you mean “touchpoint”?",
        "  journey.values.last_review: “hôm \\x1b[31mqua” must be a date such as 2026-11-22",
    ]
    told = gym.json("import", TITLE, "map.json", status=2)
    assert [one["path"] for one in told["mistakes"]] == ["journey.tabs.map.records[0].values.toucpoint", "journey.values.last_review"]
    assert gym.disk() == before


def test_what_both_changed_is_shown_and_nothing_imported(gym: Desk) -> None:
    write(gym, lambda journey: journey["tabs"][MAIN]["records"][0]["values"].update(touchpoint="Tờ rơi"))
    step = gym.records(gym.ref)[0]
    gym.type(gym.ref, {FieldRef(MAIN, step=step.id, field="touchpoint"): "Biển quảng cáo"})
    gym.sync()
    before = gym.disk()
    told = gym("import", TITLE, "map.json")
    assert (told.status, told.err) == (1, "")
    assert told.out.splitlines() == [
        "Chưa nhập gì: 1 chỗ vừa được sửa trong map.json, vừa được sửa khác đi trong kho lưu trữ (phiên bản 3):",
        "  Nhận thức · bước “Tìm trên mạng các phòng tập gần nhà” · Điểm chạm",
        "    trong tệp: “Tờ rơi”",
        "    trong kho: “Biển quảng cáo”",
        f'Hãy xuất bản mới nhất (`sheetsync show "{TITLE}" --format json > map.json`), sửa vào đó rồi nhập lại.',
    ]
    english = gym("import", TITLE, "map.json", "--language", "en").out
    assert "Nothing was imported: 1 place was changed in map.json, and changed differently in the archive (version 3):" in english
    assert says_what_next(told.out, english)
    (conflict,) = gym.json("import", TITLE, "map.json", status=1)["conflicts"]
    assert (conflict["field"], conflict["file"], conflict["archive"]) == ("touchpoint", "Tờ rơi", "Biển quảng cáo")
    assert gym.disk() == before


def archive(desk: Desk, change: Callable[[dict[str, Any]], object]) -> None:
    """Somebody else imports a map that ``change`` edited; the file that was written before stays as it is."""
    mine = (desk.folder / "map.json").read_text(encoding="utf-8")
    write(desk, change)
    desk.done("import", TITLE, "map.json")
    (desk.folder / "map.json").write_text(mine, encoding="utf-8")


def swap_stages(first: int, second: int) -> Callable[[dict[str, Any]], object]:
    def swap(journey: dict[str, Any]) -> None:
        stages = journey["tabs"][MAIN]["stages"]
        stages[first], stages[second] = stages[second], stages[first]

    return swap


def test_both_orders_are_shown_where_both_changed_it(gym: Desk) -> None:
    write(gym, swap_stages(0, 1))
    archive(gym, swap_stages(1, 2))
    told = gym("import", TITLE, "map.json", "--language", "en")
    assert told.status == 1
    first, second, third, *_ = (f"“{stage.title}”" for stage in gym.open(gym.ref).reading.map.main.stages)
    assert "  order\n" in told.out
    assert f"in the file: {second} → {first} → {third} → " in told.out
    assert f"in the archive: {first} → {third} → {second} → " in told.out


def test_a_step_without_words_has_a_number_and_a_text_that_is_gone_is_blank(gym: Desk) -> None:
    write(gym, lambda journey: journey["tabs"][MAIN]["records"][0]["values"].update(action="Hỏi bạn bè"))
    space = gym.parts()
    (map_id,) = space.ledger.maps()
    stored = space.ledger.latest(map_id)
    assert stored is not None
    latest = space.ledger.load(map_id, stored.version)
    main = latest.journey.main
    blank = latest.journey._replace(
        tabs={**latest.journey.tabs, MAIN: main._replace(records=(main.records[0]._replace(values={}), *main.records[1:]))}
    )
    space.ledger.append(map_id, blank, author="Minh", reason="sync", source=latest.source, saved_at=space.instant(), parent=stored)
    vi, en = (gym("import", TITLE, "map.json", "--language", language).out for language in ("vi", "en"))
    assert "  Nhận thức · bước 1 · " in vi
    assert "trong kho: (trống)" in vi
    assert "  Nhận thức · step 1 · " in en
    assert "in the archive: (blank)" in en
    assert "“”" not in vi + en


@pytest.mark.parametrize("body", ["", "\n"])
def test_an_empty_file_is_called_empty(body: str, gym: Desk) -> None:
    (gym.folder / "map.json").write_text(body, encoding="utf-8")
    vi, en = gym.both("import", TITLE, "map.json")
    assert "map.json trống" in vi
    assert "map.json is empty" in en


def test_a_folder_is_called_a_folder(gym: Desk) -> None:
    vi, en = gym.both("import", TITLE, "maps")
    assert "maps là một thư mục" in vi
    assert "maps is a folder" in en


def test_what_came_meanwhile_is_merged(gym: Desk) -> None:
    write(gym, add_touchpoint)
    step = gym.records(gym.ref)[1]
    gym.type(gym.ref, {FieldRef(MAIN, step=step.id, field="gap"): "Lịch lớp"})
    gym.sync()
    assert "cùng với những gì có trong kho lưu trữ từ khi tệp được xuất" in gym.done("import", TITLE, "map.json")
    shown = gym.json("show", TITLE)["journey"]["tabs"][MAIN]["records"]
    assert shown[0]["values"]["touchpoint"].endswith("Biển quảng cáo")
    assert shown[1]["values"]["gap"] == "Lịch lớp"


def test_deleting_nearly_all_is_asked_about(gym: Desk) -> None:
    write(gym, lambda journey: journey["tabs"][MAIN]["records"].clear())
    before = gym.disk()
    vi, en = (gym("import", TITLE, "map.json", "--language", language) for language in ("vi", "en"))
    assert [told.status for told in (vi, en)] == [1, 1]
    assert "(Bản đồ: 5/5) nên chưa nhập gì" in vi.out
    assert "(Map: 5/5), so nothing was imported. If it was deleted on purpose, run again with `--accept-deletions`." in en.out
    assert gym.json("import", TITLE, "map.json", status=1)["error"]["code"] == "deletions"
    assert gym.disk() == before
    assert gym.json("import", TITLE, "map.json", "--accept-deletions")["outcome"] == "imported"


ODD = {
    "empty": b"",
    "text": "Nhận thức\n".encode(),
    "an archive": b"PK\x03\x04",
    "another encoding": "Phòng tập".encode("utf-16-be"),
    "a list": b"[1, 2]",
    "too deep": b'{"journey":' * 50_000,
}


@pytest.mark.parametrize("odd", ODD)
def test_files_that_are_no_map(gym: Desk, odd: str) -> None:
    (gym.folder / "odd.json").write_bytes(ODD[odd])
    before = gym.disk()
    vi, en = gym.both("import", TITLE, "odd.json")
    assert "odd.json" in vi
    assert "`sheetsync show REF --format json > map.json`" in en
    assert gym.disk() == before


def test_files_that_are_not_there_or_too_large(gym: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "nope.json" in gym.both("import", TITLE, "nope.json")[0]
    assert "maps" in gym.both("import", TITLE, "maps")[0]
    write(gym)
    monkeypatch.setattr("sheetsync.cli.import_.LARGEST", 1_000)
    assert "map.json is larger than" in gym.both("import", TITLE, "map.json")[1]


def test_a_map_that_is_not_there(gym: Desk) -> None:
    write(gym)
    assert "Lạ" in gym.both("import", "Lạ", "map.json")[0]


def test_a_map_whose_workbook_is_gone(gym: Desk) -> None:
    write(gym, add_touchpoint)
    (gym.folder / gym.ref).unlink()
    assert gym.done("import", TITLE, "map.json").endswith("Bản đồ này không còn bảng tính, nên thay đổi chỉ có trong kho lưu trữ.\n")


@pytest.mark.parametrize("verb", ["import", "restore", "diff", "log", "show"])
def test_help_shows_examples_on_lines_of_their_own(verb: str, folder: Desk) -> None:
    page = folder.done(verb, "--help")
    assert "\\b" not in page
    assert f"\n    sheetsync {'show' if verb == 'import' else verb} " in page
