"""demo: the whole story in one folder, again and again, and never over what a person changed there."""

import io
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from sheetsync.catalog import builtin
from sheetsync.cli.main import run
from sheetsync.history.snapshot import Quarter
from sheetsync.model.journey import MAIN, FieldRef
from tests.cli.desk import ANSI, Desk

GYM = "maps/Phòng tập thể dục.xlsx"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of one demo, and what it said; for reading and copying only."""
    place = tmp_path_factory.mktemp("demo")
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(place)
        patch.setattr(sys, "argv", ["sheetsync", "demo", "story"])
        with pytest.raises(SystemExit) as ended:
            run()
    assert (ended.value.code, err.getvalue()) == (0, "")
    return place / "story", out.getvalue()


@pytest.fixture
def story(told: tuple[Path, str], folder: Desk) -> Desk:
    """A copy of the demo's folder, to work in."""
    shutil.copytree(told[0], folder.folder, dirs_exist_ok=True)
    return folder


def changes(desk: Desk) -> dict[str, list[dict[str, Any]]]:
    """What changed between the two quarters, by the title of the map."""
    titles = {entry["map"]: entry["title"] for entry in desk.json("list")["maps"]}
    first, second = (entry["label"] for entry in desk.json("snapshots")["snapshots"])
    return {titles[entry["map"]]: entry["changes"] for entry in desk.json("diff", first, second)["maps"]}


def test_every_type_is_there_and_one_also_in_english(story: Desk) -> None:
    listed = story.json("list")["maps"]
    assert len(listed) == 14
    assert sorted({entry["type"] for entry in listed}) == list(builtin().keys())
    languages = [story.open(entry["ref"]).reading.map.language for entry in listed]
    assert (languages.count("vi"), languages.count("en")) == (13, 1)


def test_every_worked_example_is_in_its_workbook(story: Desk) -> None:
    titles = {entry["title"]: entry["ref"] for entry in story.json("list")["maps"]}
    for example in map(builtin().example, builtin().examples()):
        first = story.json("show", f"{titles[example.title]}@{story.json('snapshots')['snapshots'][0]['label']}")["journey"]["tabs"][MAIN]["records"]
        assert [record["values"] for record in first] == [dict(record.values) for record in example.records if record.tab == MAIN]


def test_the_archive_is_whole_and_holds_two_quarters(story: Desk) -> None:
    assert story.json("archive", "check")["ok"]
    labels = [Quarter.parse(entry["label"]) for entry in story.json("snapshots")["snapshots"]]
    assert [label.number for label in labels] == [3, 4]
    assert labels[0].following == labels[1]


def test_the_diff_holds_exactly_the_edits_that_were_made(story: Desk) -> None:
    edits = builtin().edits()
    assert [(edit.example, edit.kind) for edit in edits] == [
        ("gym", "change"),
        ("gym", "rename-stage"),
        ("shop", "change"),
        ("shop", "move"),
        ("shop", "delete"),
    ]
    found = changes(story)
    assert sum(map(len, found.values())) == len(edits)
    touchpoint, renamed = sorted(found["Phòng tập thể dục"], key=lambda change: str(change["field"]) == "title")
    assert (touchpoint["kind"], touchpoint["field"], touchpoint["after"]) == ("changed", "touchpoint", edits[0].text)
    assert (renamed["kind"], renamed["stage"], renamed["step"], renamed["field"], renamed["after"]) == (
        "changed",
        "retention",
        None,
        "title",
        edits[1].text,
    )
    shop = {change["kind"]: change for change in found["Cửa hàng"]}
    assert set(shop) == {"changed", "moved", "removed"}
    assert (shop["changed"]["field"], shop["changed"]["after"]) == ("emotion", edits[2].text)
    assert shop["moved"]["from"]["stage"] != shop["moved"]["to"]["stage"]
    stages = {stage["key"]: stage["title"] for stage in story.json("show", "Cửa hàng")["journey"]["tabs"][MAIN]["stages"]}
    assert stages[shop["moved"]["to"]["stage"]] == edits[3].stage


TOLD = {
    "vi": """\
Cửa hàng  Bản đồ điểm tiếp xúc · 3 thay đổi
  Trong khi mua:
    → điểm tiếp xúc 1 “Hỏi bảo vệ chỗ để xe” chuyển sang Trước khi mua
    ~ điểm tiếp xúc 9 “Thanh toán nhanh gọn”: cảm xúc đổi từ “Hài lòng” thành “Vui sướng”
  − Sau khi mua: bỏ điểm tiếp xúc 3 “Cảm thấy rất hài lòng” (Cảm xúc: Vui sướng)

Phòng tập thể dục  Hành trình khách hàng · 2 thay đổi
  + Nhận thức: thêm điểm chạm “Chuyện hội viên thành công ghim đầu trang Instagram”
  ~ Giai đoạn “Giữ chân” đổi tên thành “Gắn kết”
""",
    "en": """\
Cửa hàng  Contact-point map · 3 changes
  Trong khi mua:
    → contact point 1 “Hỏi bảo vệ chỗ để xe” moved to Trước khi mua
    ~ contact point 9 “Thanh toán nhanh gọn”: emotion changed from “Satisfied” to “Delighted”
  − Sau khi mua: removed contact point 3 “Cảm thấy rất hài lòng” (Emotion: Delighted)

Phòng tập thể dục  Customer journey · 2 changes
  + Nhận thức: added “Chuyện hội viên thành công ghim đầu trang Instagram” to touchpoints
  ~ Stage “Giữ chân” was renamed to “Gắn kết”
""",
}


@pytest.mark.parametrize("language", TOLD)
def test_the_quarter_reads_as_the_edits_that_were_made(language: str, story: Desk, told: tuple[Path, str]) -> None:
    first, second = (entry["label"] for entry in story.json("snapshots")["snapshots"])
    assert story.done("diff", first, second, "--language", language) == TOLD[language]
    if language == "vi":
        assert "".join(f"  {line}" if line.strip() else line for line in TOLD["vi"].splitlines(keepends=True)) in told[1]


def test_it_says_what_was_made_what_matters_what_changed_and_where(told: tuple[Path, str]) -> None:
    said = told[1]
    for words in ("sheetsync demo  story/", "14 tệp, 13 loại bản đồ", "nguyên vẹn", "Phòng tập thể dục", "Cửa hàng", "cd story", "sheetsync diff 20"):
        assert words in said
    assert not ANSI.search(said)
    assert max(map(len, said.splitlines())) <= 200


def test_its_comments_stand_where_it_says(told: tuple[Path, str], story: Desk) -> None:
    done = story.json("comment")["maps"]
    kept = [[action["why"] for action in one["actions"] if action["action"] == "keep"] for one in done]
    assert {one["outcome"] for one in done} == {"settled"}
    assert f"{sum(map(len, kept))} ghi chú ngay trên ô, trong {sum(map(bool, kept))} tệp" in told[1]
    assert not any(map(any, kept))


def test_a_second_run_changes_nothing(story: Desk) -> None:
    before = story.disk()
    assert story("demo", ".").status == 0
    assert story.disk() == before


def test_what_a_person_changed_survives_the_next_run(story: Desk) -> None:
    step = story.records(GYM)[0]
    ours, mine = changes(story), {FieldRef(MAIN, step=step.id, field="touchpoint"): "Tờ rơi trước cổng"}
    story.type(GYM, mine)
    (story.folder / "maps" / "Cửa hàng.xlsx").rename(story.folder / "maps" / "Cửa hàng của tôi.xlsx")
    (story.folder / "maps" / "ghi chú.txt").write_text("của tôi", encoding="utf-8")
    told = story("demo", ".")
    assert (told.status, told.err) == (0, "")
    assert story.records(GYM)[0].values["touchpoint"] == "Tờ rơi trước cổng"
    assert story.json("diff", GYM)["maps"] == []
    assert changes(story) == ours
    names = {path.name for path in (story.folder / "maps").iterdir()}
    assert len(names) == 15
    assert {"Cửa hàng của tôi.xlsx", "ghi chú.txt"} <= names


def test_a_workbook_that_a_person_broke_is_told_and_left_alone(story: Desk) -> None:
    (story.folder / GYM).write_bytes(b"oops")
    told = story("demo", ".")
    assert told.status != 0
    assert GYM in told.err
    assert (story.folder / GYM).read_bytes() == b"oops"


def test_speaks_english_when_asked(story: Desk) -> None:
    assert "What changed from" in story.done("demo", ".", "--language", "en")


def test_a_file_in_the_place_of_the_folder_is_refused(folder: Desk) -> None:
    (folder.folder / "demo").write_text("mine")
    assert "demo" in folder.refused("demo")
    assert (folder.folder / "demo").read_text() == "mine"
