"""log, show, diff, snapshot, snapshots, archive: what is remembered."""

import json
import shutil
from dataclasses import replace

import pytest

from sheetsync.model.journey import MAIN, FieldRef
from tests.cli.desk import Desk


@pytest.fixture
def grown(gym: Desk) -> Desk:
    """The gym with three versions: as made, filled in, and with one touchpoint more."""
    first = gym.records(gym.ref)[0]
    gym.type(gym.ref, {FieldRef(MAIN, step=first.id, field="touchpoint"): first.values["touchpoint"] + "\nBảng hiệu ngoài phố"})
    gym.sync()
    return gym


def brought_in(desk: Desk, step: str, field: str, text: str) -> None:
    """Somebody imports the map with another text in one field."""
    value = desk.json("show", desk.ref)
    (record,) = (one for one in value["journey"]["tabs"][MAIN]["records"] if one["id"] == step)
    record["values"][field] = text
    (desk.folder / "map.json").write_text(json.dumps(value), encoding="utf-8")
    assert desk.json("import", desk.ref, "map.json")["outcome"] == "imported"


class TestLog:
    def test_tells_versions_oldest_first_and_how_much_each_changed(self, grown: Desk) -> None:
        versions = grown.json("log", grown.ref)["versions"]
        assert [(entry["version"], entry["reason"]) for entry in versions] == [(1, "new"), (2, "sync"), (3, "sync")]
        assert versions[0]["changes"] == 0
        assert versions[1]["changes"] >= 5
        assert versions[2]["changes"] == 1

    def test_shows_times_in_the_zone_of_the_workspace(self, grown: Desk) -> None:
        hours = [entry["saved_at"][11:13] for entry in grown.json("log", grown.ref)["versions"]]
        lines = grown.done("log", grown.ref).splitlines()
        assert lines[0] == "Phòng tập thể dục"
        assert len(lines) == 2 + len(hours)
        assert f" {(int(hours[0]) + 7) % 24:02}:" in lines[2]

    def test_of_a_map_that_was_never_archived(self, desk: Desk) -> None:
        ref = desk.new()
        shutil.rmtree(desk.folder / "archive")
        vi, en = desk.both("log", ref)
        assert "`sheetsync log REF`" in vi
        assert "`sheetsync log REF`" in en


class TestShow:
    def test_json_is_the_version_file_as_archived(self, grown: Desk) -> None:
        shown = grown.json("show", f"{grown.ref}@2")
        file = grown.folder / "archive" / "maps" / shown["map"] / "000002.json"
        assert grown.done("show", f"{grown.ref}@2", "--format", "json") == file.read_text(encoding="utf-8")

    def test_a_version_is_a_number_a_snapshot_or_a_date(self, grown: Desk) -> None:
        label = grown.json("snapshot")["label"]
        newest = grown.json("show", grown.ref)
        assert newest["version"] == 3
        assert grown.json("show", f"{grown.ref}@{label}") == newest
        assert grown.json("show", f"{grown.ref}@9999-12-30") == newest
        assert grown.json("show", f"{newest['map']}@1")["version"] == 1

    def test_text_tells_every_filled_field_under_its_stage(self, grown: Desk) -> None:
        page = grown.done("show", grown.ref)
        for stage in grown.open(grown.ref).reading.map.main.stages:
            assert f"\n{stage.title}\n" in page
        assert "Điểm chạm: " in page
        assert "Bảng hiệu ngoài phố" in page

    @pytest.mark.parametrize("spec", ["7", "0", "2020-01-01", "1999-Q1", "x", "2026-13-01", "999999999999", "٣"])
    def test_a_version_that_is_not_there(self, spec: str, grown: Desk) -> None:
        for message in grown.both("show", f"{grown.ref}@{spec}"):
            assert spec in message or "2026-10-01" in message

    def test_a_title_may_hold_an_at_sign(self, desk: Desk) -> None:
        ref = desk.new("Bạn@phòng tập")
        for word in (ref, "Bạn@phòng tập", f"{ref}@1", "bạn@phòng@1"):
            assert desk.json("show", word)["version"] == 1
        assert desk.json("diff", ref)["maps"] == []


class TestDiff:
    def test_between_versions(self, grown: Desk) -> None:
        found = grown.json("diff", f"{grown.ref}@2", f"{grown.ref}@3")
        (change,) = found["maps"][0]["changes"]
        assert (change["kind"], change["tab"], change["field"]) == ("changed", MAIN, "touchpoint")
        assert change["after"] == change["before"] + "\nBảng hiệu ngoài phố"
        assert grown.json("diff", f"{grown.ref}@2", "3")["maps"] == found["maps"]
        assert grown.json("diff", f"{grown.ref}@3", f"{grown.ref}@3")["maps"] == []

    def test_text_says_it_in_words_of_the_reader(self, grown: Desk) -> None:
        ends = (f"{grown.ref}@2", f"{grown.ref}@3")
        assert grown.done("diff", *ends).splitlines() == [
            "Phòng tập thể dục  Hành trình khách hàng · 1 thay đổi",
            "  + Nhận thức: thêm điểm chạm “Bảng hiệu ngoài phố”",
        ]
        assert grown.done("diff", *ends, "--language", "en").splitlines() == [
            "Phòng tập thể dục  Customer journey · 1 change",
            "  + Nhận thức: added “Bảng hiệu ngoài phố” to touchpoints",
        ]

    def test_markdown(self, grown: Desk) -> None:
        page = grown.done("diff", f"{grown.ref}@2", "3", "--format", "markdown")
        assert page == "## Phòng tập thể dục · Hành trình khách hàng · 1 thay đổi\n\n- **Nhận thức**: thêm điểm chạm “Bảng hiệu ngoài phố”\n"
        assert "Không có gì thay đổi" in grown.done("diff", grown.ref, "--format", "markdown")

    def test_with_the_sheet_as_it_is_now(self, grown: Desk) -> None:
        assert grown.json("diff", grown.ref)["maps"] == []
        assert "Không có gì thay đổi" in grown.done("diff", grown.ref)
        step = grown.records(grown.ref)[1]
        grown.type(grown.ref, {FieldRef(MAIN, step=step.id, field="gap"): "Lịch lớp trên trang web"})
        before = grown.disk()
        (change,) = grown.json("diff", grown.ref)["maps"][0]["changes"]
        assert (change["step"], change["field"], change["after"]) == (step.id, "gap", "Lịch lớp trên trang web")
        assert len(grown.json("diff", f"{grown.ref}@1")["maps"][0]["changes"]) > 5
        assert grown.disk() == before

    def test_of_two_different_maps_is_refused(self, grown: Desk) -> None:
        other = grown.new("Cửa hàng", "contact-points")
        assert "hai bản đồ khác nhau" in grown.both("diff", f"{grown.ref}@1", f"{other}@1")[0]

    def test_of_one_snapshot_says_how_to_name_the_other(self, grown: Desk) -> None:
        label = grown.json("snapshot")["label"]
        vi, en = grown.both("diff", label)
        assert f'sheetsync diff "REF@{label}"' in vi
        assert f"{label} is the only snapshot so far" in en
        ledger = grown.parts().ledger
        ledger.freeze(replace(ledger.snapshot(label), label="2020-Q1"))
        assert grown.refused("diff", label).endswith(f"sheetsync diff 2020-Q1 {label}")
        assert grown.refused("diff", "2020-Q1").endswith(f"sheetsync diff 2020-Q1 {label}")
        assert "1999-Q1" in grown.refused("diff", "1999-Q1")

    def test_people_read_titles_not_ids(self, grown: Desk) -> None:
        map_id = grown.json("log", grown.ref)["map"]
        same = grown.done("diff", "phòng tập", "--language", "en")
        assert same == f"Nothing changed between Phòng tập thể dục@3 and {grown.ref}.\n"
        for words in (("show", "phòng tập@99"), ("restore", "phòng tập@99", "--yes"), ("diff", "phòng tập@99"), ("show", "phòng tập@1999-Q1")):
            for said in grown.both(*words):
                assert f"Phòng tập thể dục@{words[1].rpartition('@')[2]}" in said
                assert map_id not in said
        assert grown.json("diff", grown.ref)["from"] == f"{map_id}@3"

    def test_of_snapshots_that_are_not_there(self, grown: Desk) -> None:
        assert "1999-Q1" in grown.both("diff", "1999-Q1", "1999-Q2")[1]

    def test_when_the_workbook_is_gone_versions_can_still_be_compared(self, grown: Desk) -> None:
        map_id = grown.json("log", grown.ref)["map"]
        (grown.folder / grown.ref).unlink()
        assert f'sheetsync diff "{map_id}@1" "{map_id}@2"' in grown.both("diff", map_id)[1]
        assert 'sheetsync diff "phòng tập@1" "phòng tập@2"' in grown.both("diff", "phòng tập@3")[0]
        assert len(grown.json("diff", f"{map_id}@2", f"{map_id}@3")["maps"][0]["changes"]) == 1
        assert [entry["version"] for entry in grown.json("log", "phòng tập thể dục")["versions"]] == [1, 2, 3]


class TestSnapshot:
    def test_freezes_the_quarter_after_a_sync(self, grown: Desk) -> None:
        step = grown.records(grown.ref)[0]
        grown.type(grown.ref, {FieldRef(MAIN, step=step.id, field="gap"): ""})
        taken = grown.json("snapshot")
        assert taken["new"] is True
        assert [(entry["title"], entry["version"]) for entry in taken["maps"]] == [("Phòng tập thể dục", 4)]
        assert grown.json("snapshots")["snapshots"][0]["counts"] == taken["maps"][0]["counts"]

    def test_the_same_state_again_says_so_and_stores_nothing(self, grown: Desk) -> None:
        first = grown.json("snapshot")
        before = grown.disk()
        again = grown.json("snapshot", first["label"])
        assert (again["new"], again["label"], again["maps"]) == (False, first["label"], first["maps"])
        assert "vẫn như vậy" in grown.done("snapshot")
        assert grown.disk() == before

    def test_another_state_needs_amend_and_stands_beside_the_first(self, grown: Desk) -> None:
        label = grown.json("snapshot")["label"]
        first = (grown.folder / "archive" / "snapshots" / f"{label}.json").read_bytes()
        grown.type(grown.ref, {FieldRef(MAIN, step=grown.records(grown.ref)[0].id, field="gap"): "Bản đồ chỉ đường"})
        assert "--amend" in grown.both("snapshot")[1]
        assert grown.json("snapshot", "--amend")["label"] == f"{label}~2"
        assert (grown.folder / "archive" / "snapshots" / f"{label}.json").read_bytes() == first
        assert [entry["edition"] for entry in grown.json("snapshots")["snapshots"]] == [2]
        assert grown.json("diff", label, f"{label}~2")["maps"] == []

    @pytest.mark.parametrize(("label", "en"), [("2026", "is not a quarter"), ("2026-Q5", "is not a quarter"), ("9998-Q4", "has not begun yet")])
    def test_labels_that_cannot_be_frozen(self, label: str, en: str, grown: Desk) -> None:
        before = grown.disk()
        assert en in grown.both("snapshot", label)[1]
        assert grown.disk() == before

    def test_a_quarter_without_any_version_is_not_frozen(self, grown: Desk) -> None:
        assert "`sheetsync sync`" in grown.both("snapshot", "1999-Q1")[0]
        assert grown.json("snapshots") == {"format": 1, "snapshots": []}
        assert grown.done("snapshots") == "Chưa có bản chụp nào. Hãy chạy `sheetsync snapshot`.\n"

    def test_a_workbook_that_cannot_be_read_is_told_and_the_rest_frozen(self, grown: Desk) -> None:
        (grown.folder / "maps" / "hỏng.xlsx").write_bytes(b"")
        told = grown("snapshot", "--format", "json")
        assert told.status == 2
        assert "maps/hỏng.xlsx" in told.err
        assert [entry["title"] for entry in json.loads(told.out)["maps"]] == ["Phòng tập thể dục"]

    def test_of_a_map_in_conflict_the_last_version_is_frozen_and_it_says_so(self, grown: Desk) -> None:
        first = grown.records(grown.ref)[0]
        ref = FieldRef(MAIN, step=first.id, field="gap")
        brought_in(grown, first.id, "gap", "Bản đồ chỉ đường")
        grown.type(grown.ref, {ref: "Biển chỉ đường"})
        told = grown("snapshot", "--language", "en")
        label = grown.json("snapshots")["snapshots"][0]["label"]
        assert told.status == 1
        assert told.err.startswith(f"conflict v4  {grown.ref}\n")
        assert "“Biển chỉ đường”" in told.err
        assert f"Of what is named above, {label} holds the last version in the archive" in told.err
        assert "Bản đồ chỉ đường" in grown.done("show", f"{grown.ref}@{label}")
        grown.sync(grown.ref, "--prefer", "sheet")
        assert grown.json("snapshot", label, "--amend")["maps"][0]["version"] == 5

    def test_a_workbook_that_waits_for_news_of_the_archive_is_named_and_frozen_with_them(self, grown: Desk) -> None:
        brought_in(grown, grown.records(grown.ref)[0].id, "gap", "Bản đồ chỉ đường")
        path = grown.folder / grown.ref
        (path.parent / f"~${path.name}").touch()
        told = grown("snapshot", "--format", "json")
        assert told.status == 2
        assert "vẫn chờ" in told.err
        assert "--amend" not in told.err
        assert json.loads(told.out)["maps"][0]["version"] == 4


class TestArchive:
    def test_check_of_a_whole_one(self, grown: Desk) -> None:
        report = grown.json("archive", "check")
        assert (report["ok"], report["maps"], report["versions"], report["faults"], report["notes"]) == (True, 1, 3, [], [])
        assert grown.done("archive", "check").startswith("✓ Kho lưu trữ nguyên vẹn: 1 bản đồ, 3 phiên bản")

    def test_stats(self, grown: Desk) -> None:
        versions = grown.json("log", grown.ref)["versions"]
        stats = grown.json("archive", "stats")
        size = sum(len(body) for name, body in grown.disk().items() if name.startswith("archive/"))
        assert (stats["maps"], stats["versions"], stats["snapshots"], stats["bytes"]) == (1, 3, 0, size)
        assert (stats["oldest"], stats["newest"]) == (versions[0]["saved_at"], versions[-1]["saved_at"])
        assert "1 bản đồ, 3 phiên bản" in grown.done("archive", "stats")

    def test_nothing_archived_yet(self, desk: Desk) -> None:
        assert desk.json("archive", "check")["ok"] is True
        assert desk.json("archive", "stats") == {"format": 1, "maps": 0, "versions": 0, "snapshots": 0, "bytes": 0, "oldest": None, "newest": None}
        assert not (desk.folder / "archive").exists()
