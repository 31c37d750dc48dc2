"""validate, lint, rules: what is missing or off."""

import json

import pytest

from sheetsync.lint.engine import rules
from sheetsync.lint.rule import PROFILES
from sheetsync.model.finding import SEVERITIES
from sheetsync.model.journey import MAIN, FieldRef
from tests.cli.desk import ANSI, Desk


def worst_is(desk: Desk, ref: str, severity: str) -> None:
    counts = desk.json("lint", ref, "--fail-on", "never")["counts"]
    assert next(name for name in SEVERITIES if counts[name]) == severity


class TestLint:
    def test_status_follows_the_worst_finding(self, gym: Desk) -> None:
        worst_is(gym, gym.ref, "warning")
        assert [gym("lint", gym.ref, "--fail-on", level).status for level in ("never", "error", "warning", "info")] == [0, 0, 1, 1]

    def test_fails_from_the_severity_on_that_the_workspace_says(self, gym: Desk) -> None:
        toml = gym.folder / "sheetsync.toml"
        toml.write_text(toml.read_text(encoding="utf-8").replace('fail_on = "error"', 'fail_on = "warning"'), encoding="utf-8")
        assert gym("lint", gym.ref).status == 1
        assert gym("lint", gym.ref, "--fail-on", "error").status == 0

    def test_a_rule_can_be_turned_off_made_worse_or_given_another_threshold(self, gym: Desk) -> None:
        toml = gym.folder / "sheetsync.toml"
        usual = toml.read_text(encoding="utf-8")

        def found(rules: str, status: int = 0) -> set[tuple[str, str]]:
            toml.write_text(usual + rules, encoding="utf-8")
            told = {(finding["rule"], finding["severity"]) for finding in gym.lint(gym.ref, status=status)}
            return {(rule, severity) for rule, severity in told if rule in {"gap-without-plan", "too-many-actions"}}

        assert found("") == {("gap-without-plan", "warning")}
        assert found('gap-without-plan = "error"', status=1) == {("gap-without-plan", "error")}
        assert found('gap-without-plan = "off"') == set()
        strict = "[lint]\nprofile = 'strict'\n[lint.rules]\n"
        usual = usual.partition("[lint]")[0] + strict
        assert found("") == {("gap-without-plan", "warning"), ("too-many-actions", "warning")}
        assert found("too-many-actions = { max_total = 16 }") == {("gap-without-plan", "warning")}
        assert found('too-many-actions = { severity = "info" }') == {("gap-without-plan", "warning"), ("too-many-actions", "info")}

    def test_every_workbook_of_the_workspace_without_ref(self, gym: Desk) -> None:
        other = gym.new("Cửa hàng", "contact-points")
        found = gym.json("lint", status=1)
        assert [report["ref"] for report in found["maps"]] == sorted([gym.ref, other])
        assert found["counts"] == {name: sum(report["counts"][name] for report in found["maps"]) for name in SEVERITIES}

    def test_one_that_cannot_be_read_does_not_hide_the_others(self, gym: Desk) -> None:
        (gym.folder / "maps" / "a.xlsx").write_bytes(b"no workbook")
        found = gym.json("lint", status=2)["maps"]
        assert [(report["ref"], report["status"]) for report in found] == [(gym.ref, "ok"), ("maps/a.xlsx", "unreadable")]
        assert found[1]["error"]["code"] == "not-a-workbook"
        told = gym("lint")
        assert told.status == 2
        assert "maps/a.xlsx" in told.out
        assert "1 bảng tính không đọc được." in told.out

    @pytest.mark.parametrize("profile", PROFILES)
    def test_every_profile_runs(self, profile: str, gym: Desk) -> None:
        findings = gym.lint(gym.ref, "--profile", profile, "--fail-on", "never")
        known = {rule.slug for rule in rules() if rule.runs_in(profile)}
        assert {finding["rule"] for finding in findings} <= known

    def test_each_message_in_both_languages_with_the_same_fingerprints(self, gym: Desk) -> None:
        vi, en = (gym.lint(gym.ref, "--profile", "strict", "--fail-on", "never", "--language", language) for language in ("vi", "en"))
        assert [finding["fingerprint"] for finding in vi] == [finding["fingerprint"] for finding in en]
        assert all(one["message"] != two["message"] for one, two in zip(vi, en, strict=True))

    def test_text_names_cell_rule_and_source(self, gym: Desk) -> None:
        told = gym("lint", gym.ref, "--profile", "strict")
        for finding in gym.lint(gym.ref, "--profile", "strict", status=told.status)[:5]:
            assert finding["cell"] in told.out
            assert f"{finding['rule']} · {finding['source']}" in told.out
        assert not ANSI.search(told.out)

    def test_cells_lie_where_the_findings_point(self, gym: Desk) -> None:
        grids = {grid.title: grid for grid in gym.open(gym.ref).state.grids}
        for finding in gym.lint(gym.ref, "--profile", "strict", "--fail-on", "never"):
            tab, _, cell = finding["cell"].rpartition("!")
            assert tab.strip("'") in grids
            assert cell.rstrip("0123456789").isalpha()

    def test_reading_changes_nothing_on_disk(self, gym: Desk) -> None:
        before = gym.disk()
        gym("lint")
        gym("validate")
        gym("list")
        assert gym.disk() == before

    def test_outside_a_workspace_each_map_speaks_its_own_language(self, folder: Desk) -> None:
        ref = folder.new("A gym", "customer-journey", "--language", "en")
        assert folder.lint(ref, status=1) == folder.lint(ref, "--language", "en", status=1)
        assert folder.lint(ref, status=1) != folder.lint(ref, "--language", "vi", status=1)

    def test_nothing_to_look_at(self, desk: Desk) -> None:
        assert desk.json("lint") == {"format": 1, "maps": [], "counts": {"error": 0, "warning": 0, "info": 0}}
        assert desk.done("lint") == "Không có bảng tính nào để xem.\n"

    def test_an_unknown_address_is_refused(self, desk: Desk) -> None:
        vi, en = desk.both("lint", "maps/nope.xlsx")
        assert "maps/nope.xlsx" in vi
        assert "`sheetsync list`" in en


class TestValidate:
    def test_only_tells_what_keeps_a_map_from_being_read(self, gym: Desk) -> None:
        assert gym.json("validate", gym.ref)["maps"][0]["findings"] == []
        gym.type(gym.ref, {FieldRef(MAIN, step=gym.records(gym.ref)[0].id, field="touchpoint"): ""})
        assert gym.json("validate", gym.ref)["maps"][0]["findings"] == []

    def test_finds_a_choice_that_is_none(self, shop: Desk) -> None:
        step = shop.records(shop.ref)[0]
        shop.type(shop.ref, {FieldRef(MAIN, step=step.id, field="emotion"): "lâng lâng"})
        (finding,) = shop.json("validate", shop.ref, status=1)["maps"][0]["findings"]
        assert (finding["rule"], finding["severity"], finding["step"], finding["field"]) == ("emotion-off-scale", "error", step.id, "emotion")
        assert "lâng lâng" in finding["message"]


class TestRules:
    def test_lists_every_rule(self, folder: Desk) -> None:
        listed = folder.json("rules")["rules"]
        assert [entry["rule"] for entry in listed] == [rule.slug for rule in rules()]
        page = " ".join(folder.done("rules", "--language", "en").split())
        assert all(entry["rule"] in page and entry["source"] in page for entry in listed)

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_explains_each(self, language: str, folder: Desk) -> None:
        for rule in rules():
            page = folder.done("rules", rule.slug, "--language", language)
            assert page.startswith(rule.slug)
            assert rule.source in page
        (entry,) = folder.json("rules", "too-many-actions")["rules"]
        assert entry["options"]
        assert json.dumps(entry)

    def test_shows_examples_under_the_headings_of_the_sheets(self, folder: Desk) -> None:
        assert "Điểm chạm còn thiếu" in folder.done("rules", "question-no-touchpoint", "--language", "vi")
