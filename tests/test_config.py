"""``sheetsync.toml``: what it may say, and how mistakes in it are refused."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from sheetsync.config import TEMPLATE, load
from sheetsync.errors import ConfigError
from sheetsync.lint.engine import RuleSettings
from sheetsync.model.journey import JourneyMap
from sheetsync.tasks.parts import Parts, Workspace
from sheetsync.wiring import Choices, Place, fail_on, language_of, open_parts


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sheetsync.toml"


def refusal(file: Path, text: str | bytes) -> ConfigError:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigError) as refused:
        open_parts(Place.find(file.parent))
    assert str(file) in refused.value.en
    assert str(file) in refused.value.vi
    assert refused.value.code == "config"
    return refused.value


def test_an_empty_file_means_the_defaults(file: Path) -> None:
    file.touch()
    parts = open_parts(Place.find(file.parent))
    assert isinstance(parts, Workspace)
    assert (parts.language, str(parts.zone), parts.profile, dict(parts.rules), parts.most_open) == ("vi", "Asia/Ho_Chi_Minh", None, {}, 20)
    assert fail_on(Place.find(file.parent)) == "error"


def test_what_init_writes_means_the_same(file: Path) -> None:
    file.touch()
    defaults = load(file)
    file.write_text(TEMPLATE.format(maps="maps", archive="archive", language="vi", timezone="Asia/Ho_Chi_Minh"), encoding="utf-8")
    assert load(file) == defaults


def test_everything_that_can_be_said(file: Path) -> None:
    file.write_text(
        """
        [workspace]
        maps = "bản đồ"
        archive = "../kho"
        language = "en"
        timezone = "America/New_York"
        [lint]
        fail_on = "never"
        profile = "strict"
        [lint.rules]
        emotion-flat = "off"
        cell-empty = "info"
        too-many-actions = { max_per_stage = 9, severity = "error" }
        [comments]
        most_open = 5
        """,
        encoding="utf-8",
    )
    parts = open_parts(Place.find(file.parent))
    assert isinstance(parts, Workspace)
    assert (parts.language, str(parts.zone), parts.profile, parts.most_open) == ("en", "America/New_York", "strict", 5)
    assert parts.rules == {
        "emotion-flat": RuleSettings(off=True),
        "cell-empty": RuleSettings(severity="info"),
        "too-many-actions": RuleSettings(severity="error", options={"max_per_stage": 9}),
    }
    assert fail_on(Place.find(file.parent)) == "never"


def journey(title: str, key: str = "m1") -> JourneyMap:
    return JourneyMap(key, "customer-journey", 1, title, "vi")


def test_what_holds_for_one_map_alone_comes_before_what_holds_for_all(file: Path) -> None:
    file.write_text(
        """
        [lint]
        profile = "zapier"
        [lint.rules]
        emotion-flat = "off"
        too-many-actions = { max_per_stage = 9, max_total = 20 }
        [lint.maps."Phòng  TẬP"]
        profile = "hubspot"
        [lint.maps."Phòng  TẬP".rules]
        too-many-actions = { max_per_stage = 12 }
        emotion-flat = "info"
        [lint.maps.m2.rules]
        emotion-flat = "error"
        """,
        encoding="utf-8",
    )
    parts = open_parts(Place.find(file.parent))

    def settings(one: JourneyMap) -> tuple[str | None, Mapping[str, RuleSettings]]:
        own = parts.of_map(one)
        return own.profile, own.rules

    usual = {"emotion-flat": RuleSettings(off=True), "too-many-actions": RuleSettings(options={"max_per_stage": 9, "max_total": 20})}
    assert settings(journey("Cửa hàng")) == ("zapier", usual)
    assert settings(journey("phòng tập")) == (
        "hubspot",
        {"emotion-flat": RuleSettings(severity="info"), "too-many-actions": RuleSettings(options={"max_per_stage": 12})},
    )
    assert settings(journey("Cửa hàng", "m2")) == ("zapier", {**usual, "emotion-flat": RuleSettings(severity="error")})
    assert settings(journey("Phòng tập", "m2"))[1]["emotion-flat"] == RuleSettings(severity="error")
    assert parts.of_map(journey("Cửa hàng")) is parts


def test_the_profile_of_a_command_wins_over_that_of_a_map(file: Path) -> None:
    file.write_text('[lint.maps."Gym"]\nprofile = "hubspot"\n[lint.maps."Gym".rules]\nemotion-flat = "off"\n', encoding="utf-8")
    own = open_parts(Place.find(file.parent), Choices(profile="strict")).of_map(journey("Gym"))
    assert (own.profile, own.rules) == ("strict", {"emotion-flat": RuleSettings(off=True)})


def test_the_words_of_a_command_win(file: Path) -> None:
    file.write_text('[workspace]\nlanguage = "en"\n[lint]\nprofile = "strict"\n', encoding="utf-8")
    parts = open_parts(Place.find(file.parent), Choices("vi", "zapier"))
    assert (parts.language, parts.profile) == ("vi", "zapier")


def test_a_mark_of_the_encoding_in_front_is_passed_over(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf[workspace]\r\nlanguage = 'en'\r\n")
    assert load(file).workspace.language == "en"


def test_the_nearest_file_above_counts(file: Path) -> None:
    file.touch()
    deep = file.parent / "maps" / "2026"
    deep.mkdir(parents=True)
    assert Place.find(deep) == Place(file.parent, file, deep)
    (deep / "sheetsync.toml").mkdir()
    assert Place.find(deep).file == file


def test_without_any_file_each_map_speaks_its_own_language(tmp_path: Path) -> None:
    parts = open_parts(Place(tmp_path, None))
    assert isinstance(parts, Parts)
    assert not isinstance(parts, Workspace)
    assert parts.language is None
    assert fail_on(Place(tmp_path, None)) == "error"


@pytest.mark.parametrize(
    ("text", "place", "right"),
    [
        ('[workspacee]\nmaps = "x"', "workspacee", "workspace"),
        ('[workspace]\nmap = "x"', "workspace.map", "maps"),
        ('[workspace]\narchivv = "x"', "workspace.archivv", "archive"),
        ('[google]\ncredentials_ = "x"', "google.credentials_", "credentials"),
        ("[comment]\nmost_open = 5", "comment.", "comments"),
        ("[comments]\nmost_opne = 5", "comments.most_opne", "most_open"),
        ("[workspace]\nzzzzzz = 1", "workspace.zzzzzz", "archive, language, maps, timezone"),
        ('[lint]\nfailon = "error"', "lint.failon", "fail_on"),
        ('[lint.rules]\nemotion-flt = "off"', "emotion-flt", "emotion-flat"),
        ("[lint.rules]\ntoo-many-actions = { max_per_stge = 9 }", "max_per_stge", "max_per_stage"),
        ("[lint.rules]\nemotion-flat = { max_per_stage = 9 }", "emotion-flat", "`sheetsync rules emotion-flat`"),
        ('[lint.rules]\nemotion-flt = "off"', "lint.rules: ", "emotion-flat"),
        ('[lint.maps."Phòng tập".rules]\nemotion-flt = "off"', 'lint.maps."Phòng tập".rules: ', "emotion-flat"),
        ("[lint.maps.gym.rules]\ntoo-many-actions = { max_per_stge = 9 }", "lint.maps.gym.rules: ", "max_per_stage"),
        ('[lint.maps."Gym"]\nprofil = "strict"', "lint.maps.Gym.profil", "profile"),
        ('[lint]\nemotion-flat = "off"', "lint.emotion-flat", "[lint.rules]"),
        ('[lint.maps."A \\"b\\""]\nemotion-flat = "off"', 'lint.maps."A \\"b\\"".emotion-flat', '[lint.maps."A \\"b\\"".rules]'),
    ],
)
def test_an_unknown_key_is_answered_with_the_nearest_right_one(text: str, place: str, right: str, file: Path) -> None:
    refused = refusal(file, text)
    for message in (refused.en, refused.vi):
        assert place in message
        assert right in message


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ('[workspace]\nlanguage = "fr"', "workspace.language ('fr')", "vi, en"),
        ('[workspace]\ntimezone = "Asia/Saigonn"', "workspace.timezone ('Asia/Saigonn')", "Asia/Saigon?"),
        ('[workspace]\ntimezone = "../../etc/passwd"', "workspace.timezone", "Asia/Ho_Chi_Minh"),
        ("[workspace]\nmaps = 3", "workspace.maps (3)", ""),
        ('[workspace]\nmaps = ""', "workspace.maps ('')", "maps"),
        ('[workspace]\nmaps = "a\\u0000b"', "workspace.maps", "maps"),
        ('[workspace]\nmaps = "google:\\u0007"', "workspace.maps", "maps"),
        ('[workspace]\nmaps = "s3://bucket/maps"', "workspace.maps ('s3://bucket/maps')", ""),
        ('[google]\nfolder = ""', "google.folder ('')", "Google Drive"),
        ("[google]\ncredentials = 3", "google.credentials (3)", ""),
        ('[google]\ncredentials = ["a.json", ""]', "google.credentials ('')", ""),
        ('[google]\nendpoint = "https://sheets.googleapis.com"', "google.endpoint ('https://sheets.googleapis.com')", "http://127.0.0.1:8085"),
        ('[google]\nendpoint = "http://127.0.0.1:80.evil.example"', "google.endpoint", "http://127.0.0.1:8085"),
        ('[google]\nendpoint = "http://127.0.0.1:99999"', "google.endpoint", "http://127.0.0.1:8085"),
        ('[google]\nendpoint = "http://127.0.0.1:80/v4"', "google.endpoint", "http://127.0.0.1:8085"),
        ('[google]\nendpoint = "http://127.0.0.1@evil.example:80"', "google.endpoint", "http://127.0.0.1:8085"),
        ('[workspace]\narchive = "s3://bucket/prefix"', "workspace.archive ('s3://bucket/prefix')", ""),
        ("[comments]\nmost_open = 0", "comments.most_open (0)", "1"),
        ('[comments]\nmost_open = "20"', "comments.most_open ('20')", "1"),
        ("[comments]\nmost_open = true", "comments.most_open (true)", "1"),
        ("workspace = 3", "workspace (3)", "`sheetsync init`"),
        ("lint = []", "lint", "`sheetsync init`"),
        ('[lint]\nfail_on = "errer"', "lint.fail_on ('errer')", "error?"),
        ('[lint]\nprofile = "zapeir"', "lint.profile ('zapeir')", "zapier?"),
        ('[lint]\nrules = "off"', "lint.rules ('off')", "`sheetsync init`"),
        ('[lint]\nmaps = "maps"', "lint.maps ('maps')", "`sheetsync init`"),
        ('[lint.maps."Phòng tập"]\nprofile = "zapeir"', "lint.maps.\"Phòng tập\".profile ('zapeir')", "zapier?"),
        ("[lint.maps]\ngym = 3", "lint.maps.gym (3)", "`sheetsync init`"),
        ('[lint.maps.gym.rules]\nemotion-flat = "of"', "lint.maps.gym.rules.emotion-flat.severity ('of')", "off?"),
        ('[lint.rules]\nemotion-flat = "of"', "lint.rules.emotion-flat.severity ('of')", "off?"),
        ("[lint.rules]\nemotion-flat = false", "lint.rules.emotion-flat (false)", "`sheetsync init`"),
        ('[lint.rules]\ntoo-many-actions = { severity = "warn" }', "lint.rules.too-many-actions.severity ('warn')", "warning?"),
        ('[lint.rules]\ntoo-many-actions = { max_per_stage = "9" }', "lint.rules.too-many-actions.max_per_stage ('9')", "0"),
        ("[lint.rules]\ntoo-many-actions = { max_per_stage = -1 }", "lint.rules.too-many-actions.max_per_stage (-1)", "0"),
        ("[lint.rules]\ntoo-many-actions = { max_per_stage = true }", "lint.rules.too-many-actions.max_per_stage (true)", "0"),
        ("[lint.rules]\ntoo-many-actions = { max_per_stage = 1.5 }", "lint.rules.too-many-actions.max_per_stage (1.5)", "0"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place_and_what_should_stand_there(text: str, place: str, says: str, file: Path) -> None:
    refused = refusal(file, text)
    for message, must in ((refused.en, " must be "), (refused.vi, " phải là ")):
        assert place in message
        assert must in message
        assert says in message


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('[workspace]\nlanguage = "vi"\n[lint]\nfailon = 1', "vi"),
        ("[workspace\n  language='en'", "en"),
        ("[workspace]\n# language = 'en'\nlanguage = 'vi'\nzone = 1", "vi"),
    ],
)
def test_mistakes_are_told_in_the_language_that_the_file_names(text: str, language: str, file: Path) -> None:
    file.write_text(text, encoding="utf-8")
    assert language_of(Place.find(file.parent)) == language


@pytest.mark.parametrize("text", ["[workspace]\nlanguage = 'fr'", "[workspace", "\x00"])
def test_where_it_names_none_nobody_knows(text: str, file: Path) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError):
        language_of(Place.find(file.parent))


@pytest.mark.parametrize(
    "text",
    [
        b"[workspace",
        b"maps = maps",
        b"[workspace]\nmaps = 'a'\nmaps = 'b'",
        b"\xff\xfe[",
        b"[workspace]\nmaps = '\xff'",
        b"\x00",
        b"a = " + b"[" * 5000,
    ],
    ids=["cut off", "no quotes", "twice", "UTF-16", "bad letter", "zero", "deep"],
)
def test_what_is_no_toml_is_refused_with_the_line(text: bytes, file: Path) -> None:
    refused = refusal(file, text)
    assert "is not valid TOML" in refused.en
    assert refused.vi.endswith("Hãy sửa dòng đó.")
