"""lint and validate in every format, from a person's chair: whole documents, the same findings, nothing but text from cells."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from sheetsync.model.finding import SEVERITIES
from sheetsync.model.journey import MAIN, FieldRef
from tests.cli.desk import ANSI, Desk
from tests.cli.google_desk import GoogleDesk

SARIF = json.loads((Path(__file__).resolve().parents[1] / "json" / "sarif" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
FORMATS = ["text", "json", "sarif", "github", "markdown"]
EVIL = "\x1b[31m<b>x</b> | [a](https://evil.example) @lan ::error::x {0}"


class TestFormats:
    @pytest.mark.parametrize("form", FORMATS)
    @pytest.mark.parametrize("verb", ["lint", "validate"])
    def test_each_prints_and_ends_as_the_findings_say(self, verb: str, form: str, shop: Desk) -> None:
        told = shop(verb, shop.ref, "--format", form)
        assert (told.status, told.err) == (1 if verb == "lint" else 0, "")
        assert not ANSI.search(told.out)
        assert "\x1b" not in told.out
        assert shop(verb, "--format", form).out == told.out

    @pytest.mark.parametrize("words", [("lint", "--profile", "strict"), ("validate",)], ids=" ".join)
    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_sarif_keeps_to_its_schema_and_has_every_finding(self, words: tuple[str, ...], language: str, shop: Desk) -> None:
        log = json.loads(shop(*words, "--language", language, "--format", "sarif").out)
        Draft4Validator(SARIF).validate(log)
        (run,) = log["runs"]
        told = json.loads(shop(*words, "--language", language, "--format", "json").out)["maps"][0]["findings"]
        assert [result["partialFingerprints"]["sheetsync/v1"] for result in run["results"]] == [finding["fingerprint"] for finding in told]
        assert [result["message"]["text"] for result in run["results"]] == [finding["message"] for finding in told]

    def test_github_has_one_line_for_each_group(self, shop: Desk) -> None:
        findings = shop.lint(shop.ref, status=1)
        groups = Counter(finding.get("group", finding["fingerprint"]) for finding in findings)
        lines = shop("lint", shop.ref, "--format", "github").out.splitlines()
        assert len(lines) == len(groups) < len(findings)
        assert all(re.match(r"::(error|warning|notice) file=maps/Cửa hàng\.xlsx,", line) for line in lines)

    def test_a_workbook_that_cant_be_read_is_in_every_format(self, gym: Desk) -> None:
        (gym.folder / "maps" / "a.xlsx").write_bytes(b"no workbook")
        for form in FORMATS:
            told = gym("lint", "--format", form)
            assert told.status == 2
            assert "maps/a.xlsx" in told.out

    @pytest.mark.parametrize("form", FORMATS)
    def test_nothing_to_look_at_is_a_whole_document_too(self, form: str, desk: Desk) -> None:
        out = desk.done("lint", "--format", form)
        if form in {"json", "sarif"}:
            assert json.loads(out)
        assert (out == "") == (form == "github")

    @pytest.mark.parametrize("form", FORMATS)
    def test_what_people_typed_steers_nothing(self, form: str, gym: Desk) -> None:
        steps = gym.records(gym.ref)
        gym.type(gym.ref, {FieldRef(MAIN, step=step.id, field="gap"): f"{number} {EVIL[5:]}" for number, step in enumerate(steps)})
        out = gym("lint", gym.ref, "--format", form).out
        assert "evil" in out or form == "github"
        assert all(letter.isprintable() or letter in {"\n", "\u2060"} for letter in out)
        assert not re.search(r"^::error::x", out, re.MULTILINE)
        if form == "markdown":
            assert "<b>" not in out.replace("\\<b\\>", "")
            assert "](https://evil" not in out

    def test_an_unknown_format_is_refused_with_the_nearest(self, desk: Desk) -> None:
        for message in desk.both("lint", "--format", "sariff"):
            assert "text, json, sarif, github, markdown" in message
            assert "“sarif”" in message


class TestInGoogleSheets:
    def test_markdown_links_every_cell(self, google_gym: GoogleDesk) -> None:
        out = google_gym("lint", google_gym.ref, "--format", "markdown").out
        findings = google_gym.lint(google_gym.ref)
        assert f"\n<{google_gym.ref}> · " in out
        assert findings
        for finding in findings:
            assert re.search(
                rf"\[`{re.escape(finding['cell'])}`\]\({re.escape(google_gym.ref)}#gid=\d+&range={finding['cell'].partition('!')[2]}\) ", out
            )

    def test_annotations_name_no_file(self, google_gym: GoogleDesk) -> None:
        lines = google_gym("lint", "--format", "github").out.splitlines()
        assert lines
        assert all(re.match(r"::warning title=", line) for line in lines)


class TestWordsOfCells:
    def test_the_text_of_a_cell_stands_beside_its_finding(self, gym: Desk) -> None:
        step = gym.records(gym.ref)[0]
        gym.type(gym.ref, {FieldRef(MAIN, step=step.id, field="gap"): "Video của\nhội viên"})
        found = next(one for one in gym.lint(gym.ref) if one["step"] == step.id and one["field"] == "gap")
        assert found["text"] == "Video của\nhội viên"
        assert "“Video của hội viên”" in gym("lint", gym.ref).out

    @pytest.mark.parametrize("private", ["lan.nguyen@example.com", "0912 345 678", "CCCD 012345678901"])
    def test_personal_data_is_not_repeated(self, private: str, gym: Desk) -> None:
        step = gym.records(gym.ref)[0]
        gym.type(gym.ref, {FieldRef(MAIN, step=step.id, field="gap"): f"Gọi cho chị Lan: {private}"})
        for form in FORMATS:
            out = gym("lint", gym.ref, "--profile", "strict", "--format", form).out
            assert "gap-without-plan" in out
            assert private not in out


class TestCriteria:
    def test_the_gym_is_judged_by_each_criterion(self, gym: Desk) -> None:
        (report,) = gym.json("lint", gym.ref)["maps"]
        states = {each["criterion"]: each["state"] for each in report["criteria"]}
        assert states == {
            "structure": "clear",
            "scope": "clear",
            "evidence": "open",
            "stages": "clear",
            "touchpoints": "clear",
            "emotions": "unchecked",
            "opportunities": "open",
            "freshness": states["freshness"],
        }
        counted = {severity: sum(each["counts"][severity] for each in report["criteria"]) for severity in SEVERITIES}
        assert counted == report["counts"]

    def test_a_workspace_is_summed_up(self, gym: Desk) -> None:
        gym.new("Cửa hàng", "contact-points")
        out = gym("lint").out
        assert "\nTheo tiêu chí\n" in out
        assert re.search(r"Bằng chứng +1 cảnh báo ở 1/2 bản đồ; 1 bản đồ chưa kiểm tra\n", out)

    def test_validate_has_nothing_to_sum_up(self, gym: Desk) -> None:
        assert "Theo tiêu chí" not in gym.done("validate")
        (report,) = gym.json("validate")["maps"]
        assert [each["state"] for each in report["criteria"]] == ["clear", *["unchecked"] * 7]


class TestSettingsOfOneMap:
    def say(self, desk: Desk, text: str) -> None:
        toml = desk.folder / "sheetsync.toml"
        toml.write_text(toml.read_text(encoding="utf-8") + text, encoding="utf-8")

    def test_they_hold_for_that_map_alone(self, gym: Desk) -> None:
        other = gym.new("Cửa hàng", "customer-journey")
        title = gym.open(gym.ref).reading.map.title
        before = gym.lint(other, status=1)
        self.say(gym, f'[lint.maps."{title}".rules]\ngap-without-plan = "off"\n')
        assert "gap-without-plan" not in {finding["rule"] for finding in gym.lint(gym.ref)}
        assert gym.lint(other, status=1) == before

    def test_by_id_and_with_a_profile_that_the_command_overrules(self, gym: Desk) -> None:
        usual = len(gym.lint(gym.ref))
        self.say(gym, f'[lint.maps.{gym.open(gym.ref).reading.map.id}]\nprofile = "strict"\n')
        assert len(gym.lint(gym.ref)) > usual
        assert len(gym.lint(gym.ref, "--profile", "zapier")) == usual

    def test_they_hold_in_the_list_and_in_snapshots_too(self, gym: Desk) -> None:
        title = gym.open(gym.ref).reading.map.title
        self.say(gym, f'[lint.maps."{title}"]\nprofile = "blueprint"\n')
        counts = gym.json("lint", gym.ref)["counts"]
        assert gym.json("list")["maps"][0]["findings"] == counts
        gym.done("snapshot")
        (snapshot,) = (gym.folder / "archive" / "snapshots").glob("*.json")
        assert json.loads(snapshot.read_text(encoding="utf-8"))["maps"][0]["profile"] == "blueprint"

    def test_a_name_that_fits_no_map_is_told_with_the_nearest_and_stops_nothing(self, gym: Desk) -> None:
        title = gym.open(gym.ref).reading.map.title
        self.say(gym, f'[lint.maps."{title}x".rules]\ngap-without-plan = "off"\n')
        told = gym("lint")
        assert told.status == 0
        assert told.err.startswith(f"sheetsync.toml: [lint.maps] có “{title}x”, nhưng không bản đồ nào ở đây mang tên hay mã đó.")
        assert f"Có phải bạn muốn “{title}”?" in told.err
        assert told.out == gym("lint", gym.ref).out
        assert gym("lint", gym.ref).err == ""
        assert "Did you mean" in gym("lint", "--language", "en").err

    def test_where_a_workbook_could_not_be_read_nobody_knows_its_name(self, gym: Desk) -> None:
        self.say(gym, '[lint.maps."Hỏng".rules]\ngap-without-plan = "off"\n')
        (gym.folder / "maps" / "hong.xlsx").write_bytes(b"no workbook")
        assert gym("lint").err == ""
