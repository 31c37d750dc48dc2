"""init, types, new, list."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from sheetsync.catalog import builtin
from sheetsync.model.journey import FieldRef
from tests.cli.desk import Desk


class TestInit:
    def test_makes_a_workspace_that_says_what_comes_next(self, folder: Desk) -> None:
        assert folder.done("init", "--language", "en") == 'Wrote sheetsync.toml. Next: sheetsync new customer-journey "Name of the map"\n'
        settings = tomllib.loads((folder.folder / "sheetsync.toml").read_text(encoding="utf-8"))
        assert settings["workspace"] == {"maps": "maps", "archive": "archive", "language": "en", "timezone": "Asia/Ho_Chi_Minh"}
        assert (folder.folder / "maps").is_dir()
        assert folder.done("list").startswith("No maps yet.")

    def test_speaks_vietnamese_unless_told_otherwise(self, folder: Desk) -> None:
        assert folder.done("init").startswith("Đã tạo sheetsync.toml. Bước tiếp theo: sheetsync new")

    def test_says_that_google_wants_credentials_first(self, folder: Desk) -> None:
        told = folder.done("init", "--maps", "google:", "--language", "en")
        assert told == "Wrote sheetsync.toml. Next: name your credentials under [google] in that file, then run sheetsync doctor\n"
        assert folder.disk().keys() == {"sheetsync.toml"}

    def test_never_touches_an_existing_one(self, desk: Desk) -> None:
        mine = "[workspace]\nmaps = 'bản đồ'\n"
        (desk.folder / "sheetsync.toml").write_text(mine, encoding="utf-8")
        before = desk.disk()
        assert "giữ nguyên" in desk.refused("init")
        assert desk.disk() == before

    @pytest.mark.parametrize("maps", ['bản "đồ"', "a\\b", "ngoặc ] = '"])
    def test_any_folder_name_is_written_so_that_it_is_read_again(self, maps: str, folder: Desk) -> None:
        folder.done("init", "--maps", maps)
        settings = tomllib.loads((folder.folder / "sheetsync.toml").read_text(encoding="utf-8"))
        assert settings["workspace"]["maps"] == maps

    @pytest.mark.parametrize(
        ("option", "value", "hint"),
        [("--timezone", "Asia/Saigonn", "Asia/Saigon"), ("--maps", "a\nb", "maps"), ("--archive", "s3://bucket", "archive")],
    )
    def test_writes_nothing_when_a_value_is_wrong(self, option: str, value: str, hint: str, folder: Desk) -> None:
        assert hint in folder.refused("init", option, value)
        assert list(folder.folder.iterdir()) == []

    def test_a_file_in_the_place_of_a_folder_is_told(self, folder: Desk) -> None:
        (folder.folder / "maps").write_text("mine")
        assert "Check the place" in folder.refused("init")
        assert folder.disk() == {"maps": b"mine"}


class TestTypes:
    def test_lists_all_thirteen(self, folder: Desk) -> None:
        for language in ("vi", "en"):
            listed = folder.json("types", "--language", language)["types"]
            assert [entry["type"] for entry in listed] == list(builtin().keys())
            assert len(listed) == 13
            assert [entry["title"] for entry in listed] == [builtin().load(key).title.of(language) for key in builtin().keys()]  # noqa: SIM118
        page = folder.done("types")
        assert all(entry["type"] in page and entry["title"] in page for entry in folder.json("types")["types"])

    @pytest.mark.parametrize("key", builtin().keys())
    def test_shows_one(self, key: str, folder: Desk) -> None:
        shown = folder.json("types", key)
        assert shown["type"] == key
        assert shown["tabs"][0]["tab"] == "map"
        page = folder.done("types", key, "--language", "vi")
        assert builtin().load(key).title.vi in page
        assert builtin().load(key).main.fields[0].title.vi in page


class TestNew:
    def test_prints_where_the_workbook_is(self, desk: Desk) -> None:
        assert desk.done("new", "customer-journey", "Phòng tập") == "maps/Phòng tập.xlsx\n"
        assert (desk.folder / "maps" / "Phòng tập.xlsx").is_file()

    def test_archives_it_as_version_1(self, desk: Desk) -> None:
        made = desk.json("new", "customer-journey", "Phòng tập")
        (version,) = desk.json("log", made["ref"])["versions"]
        assert (version["version"], version["reason"], version["changes"]) == (1, "new", 0)
        assert desk.json("show", made["map"])["source"]["ref"] == made["ref"]

    def test_leaves_nothing_for_the_next_sync_to_do(self, desk: Desk) -> None:
        ref = desk.new()
        before = desk.disk()
        assert desk.sync()[ref]["outcome"] == "unchanged"
        assert desk.disk() == before

    def test_never_replaces_a_workbook(self, desk: Desk) -> None:
        first, second = desk.new("Gym"), desk.new("Gym")
        assert (first, second) == ("maps/Gym.xlsx", "maps/Gym (2).xlsx")
        assert desk.open(first).reading.map.id != desk.open(second).reading.map.id

    def test_works_in_a_plain_folder_without_an_archive(self, folder: Desk) -> None:
        assert folder.new("Gym", "lifecycle", "--language", "en") == "Gym.xlsx"
        assert [path.name for path in folder.folder.iterdir()] == ["Gym.xlsx"]
        assert folder.open("Gym.xlsx").reading.map.language == "en"

    @pytest.mark.parametrize("language", ["vi", "en"])
    @pytest.mark.parametrize("key", builtin().keys())
    def test_every_type_is_valid_as_made_and_lint_tells_what_is_still_to_fill_in(self, key: str, language: str, folder: Desk) -> None:
        stages = () if builtin().load(key).stages else ("--stages", "A, B")
        ref = folder.new("X", key, "--language", language, *stages)
        report = folder.json("validate", ref)["maps"][0]
        assert (report["status"], report["type"], report["findings"]) == ("ok", key, [])
        told = folder("lint", ref, "--format", "json")
        assert told.status in {0, 1}
        assert folder.lint(ref, "--fail-on", "never")

    def test_takes_own_stages_where_the_type_leaves_them_open(self, desk: Desk) -> None:
        ref = desk.new("Sinh viên", "custom-period", "--stages", " Học kỳ 1 ,Học kỳ 2")
        assert [(stage.key, stage.title) for stage in desk.open(ref).reading.map.main.stages] == [("hoc-ky-1", "Học kỳ 1"), ("hoc-ky-2", "Học kỳ 2")]

    def test_writes_down_whose_journey_it_is(self, desk: Desk) -> None:
        ref = desk.new("Gym", "customer-journey", "--persona", "Lan", "--persona", "Minh")
        journey = desk.open(ref).reading.map
        assert journey.values["persona"] == "Lan\nMinh"
        assert [record.values["name"] for record in journey.records("personas")] == ["Lan", "Minh"]

    @pytest.mark.parametrize(
        ("words", "en"),
        [
            (["customer-journey", "Gym", "--stages", "A, B"], "The stages of customer-journey are given"),
            (["custom-period", "Gym"], "A map of type custom-period has no stages of its own"),
            (["custom-period", "Gym", "--stages", " , "], "--stages is empty"),
            (["custom-period", "Gym", "--stages", "A, a"], "Every stage needs a name of its own"),
        ],
        ids=lambda words: " ".join(words) if isinstance(words, list) else "",
    )
    def test_stages_that_do_not_fit_are_refused(self, words: list[str], en: str, desk: Desk) -> None:
        before = desk.disk()
        assert desk.both("new", *words)[1].startswith(en)
        assert desk.disk() == before

    def test_is_made_even_when_the_archive_cannot_take_it(self, desk: Desk) -> None:
        (desk.folder / "archive").write_text("a file where the folder should be")
        told = desk("new", "customer-journey", "Gym", "--format", "json")
        assert told.status == 2
        assert '"ref":"maps/Gym.xlsx"' in told.out
        assert "could not be stored" in told.err or "Không lưu được" in told.err


class TestList:
    def test_shows_how_every_map_stands(self, desk: Desk) -> None:
        ref = desk.new("Phòng tập")
        desk.type(ref, {FieldRef(field="last_review"): "2026-10-01"})
        (desk.folder / "maps" / "hỏng.xlsx").write_bytes(b"PK\x03\x04")
        good, bad = sorted(desk.json("list", status=2)["maps"], key=lambda entry: str(entry["status"]))
        assert (good["ref"], good["title"], good["type"], good["version"], good["last_review"]) == (
            ref,
            "Phòng tập",
            "customer-journey",
            1,
            "2026-10-01",
        )
        assert good["findings"]["error"] > 0
        assert (bad["ref"], bad["error"]["code"]) == ("maps/hỏng.xlsx", "not-a-workbook")
        told = desk("list")
        assert told.status == 2
        assert "2026-10-01" in told.out
        (line,) = (line for line in told.out.splitlines() if "Không đọc được" in line)
        assert line.startswith("Không đọc được maps/hỏng.xlsx")
        assert line.count("maps/hỏng.xlsx") == 1

    def test_says_so_when_there_is_nothing(self, desk: Desk) -> None:
        assert desk.json("list") == {"format": 1, "maps": []}
        assert desk.done("list").startswith("Chưa có bản đồ nào.")

    def test_counts_the_findings_that_lint_finds(self, desk: Desk) -> None:
        ref = desk.new("Phòng tập")
        counts: dict[str, Any] = desk.json("list")["maps"][0]["findings"]
        assert counts == desk.json("lint", ref, status=1)["counts"]


def test_refs_are_paths_from_the_current_folder_ids_or_parts_of_titles(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    made = desk.json("new", "customer-journey", "Phòng tập gần nhà")
    desk.new("Cửa hàng", "contact-points")
    for word in (made["ref"], made["map"], "phòng tập", "Phòng tập gần nhà", str(desk.folder / made["ref"])):
        assert desk.json("log", word)["map"] == made["map"]
    monkeypatch.chdir(desk.folder / "maps")
    assert desk.json("log", Path(made["ref"]).name)["map"] == made["map"]


def test_a_workbook_that_cannot_be_read_does_not_hide_the_others_from_a_title(desk: Desk) -> None:
    made = desk.json("new", "customer-journey", "Phòng tập")
    (desk.folder / "maps" / "A hỏng.xlsx").touch()
    assert desk.json("log", "phòng")["map"] == made["map"]


def test_a_map_whose_workbook_is_gone_can_be_looked_up_but_not_linted(desk: Desk) -> None:
    made = desk.json("new", "customer-journey", "Phòng tập")
    (desk.folder / made["ref"]).unlink()
    assert desk.json("show", "phòng")["map"] == made["map"]
    assert "Phòng tập" in desk.both("lint", made["map"])[0]


def test_a_part_of_several_titles_is_refused_with_their_names(desk: Desk) -> None:
    desk.new("Phòng tập A")
    desk.new("Phòng tập B")
    vi, en = desk.both("log", "phòng")
    for title in ("Phòng tập A", "Phòng tập B"):
        assert title in vi
        assert title in en


def test_a_whole_title_wins_over_parts_of_others(desk: Desk) -> None:
    short = desk.json("new", "customer-journey", "Gym")
    desk.new("Gym hai")
    assert desk.json("log", "gym")["map"] == short["map"]


@pytest.mark.parametrize(
    "words", [["sync"], ["log", "x"], ["show", "x"], ["diff", "a", "b"], ["snapshot"], ["snapshots"], ["archive", "check"]], ids=" ".join
)
def test_what_remembers_needs_a_workspace(words: list[str], folder: Desk) -> None:
    vi, en = folder.both(*words)
    assert "`sheetsync init`" in vi
    assert "`sheetsync init`" in en
    assert list(folder.folder.iterdir()) == []
