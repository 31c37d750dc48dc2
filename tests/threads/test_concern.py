"""Findings → what is said on cells."""

import pytest

from sheetsync.lint.engine import rules
from sheetsync.model.finding import Finding, Severity, fingerprint
from sheetsync.model.grid import CellRef
from sheetsync.model.journey import MAIN, FieldRef, JourneyMap
from sheetsync.model.sources import named
from sheetsync.model.words import Language
from sheetsync.threads.concern import Around, Concerns, concerns, group_fingerprint
from sheetsync.threads.tag import Tag, tagged
from sheetsync.threads.wording import BACK, LONGEST, defused, fitted, not_heard, said, said_of_many, waived

GOOGLE_TAKES = 2048
"""Bytes of UTF-8 in a comment."""

GYM = JourneyMap("mgym", "customer-journey", 1, "Gym", "en")
HOME = CellRef("About", 0, 2)
AROUND = Around(lambda ref: ref.step or "", lambda ref: "lan@example.com" if ref.step == "s1" else None, HOME)
GROUP = group_fingerprint("touchpoint-vague", "awareness", GYM.id)


def finding(step: str, *, rule: str = "touchpoint-vague", severity: Severity = "warning", stage: str = "awareness", at: int | None = 5) -> Finding:
    ref = FieldRef(MAIN, step=step, field="touchpoint")
    cell = None if at is None else CellRef("Map", at, 5)
    return Finding(
        rule, severity, f"“{step}” is too vague.", ref, stage, fingerprint(rule, GYM.id, ref), "S3:42", cell=cell, why="It helps.", fix="Say more."
    )


def many(count: int, **more: str) -> list[Finding]:
    return [finding(f"s{number}", at=number, **more) for number in range(1, count + 1)]  # type: ignore[arg-type]


def told(findings: list[Finding], *, standing: set[str] | None = None, most: int = 20) -> Concerns:
    return concerns(findings, GYM, AROUND, standing=standing or set(), most=most)


def test_a_finding_is_said_on_its_cell_to_whom_it_concerns() -> None:
    [one] = told([finding("s1")]).wanted
    assert (one.cell, one.owner, one.fingerprint) == (CellRef("Map", 5, 5), "lan@example.com", finding("s1").fingerprint)
    assert one.text == "“s1” is too vague.\nWhy: It helps. (Source: Zapier's guide)\nHow to fix it: Say more."


def test_a_hint_is_not_said() -> None:
    assert told([finding("s1", severity="info")]).wanted == ()


@pytest.mark.parametrize(
    ("count", "standing", "comments"),
    [(5, set(), 5), (6, set(), 1), (4, {GROUP}, 1), (3, {GROUP}, 3), (3, set(), 3)],
    ids=["few", "many", "still one", "split again", "never together"],
)
def test_many_of_one_rule_in_a_stage_are_said_together(count: int, standing: set[str], comments: int) -> None:
    found = told(many(count), standing=standing)
    assert len(found.wanted) == comments
    assert set(found.told_in.values()) == ({GROUP} if comments == 1 else set())


def test_what_is_said_together_says_how_many() -> None:
    [one] = told(many(7)).wanted
    assert (one.cell, one.tag.size) == (CellRef("Map", 1, 5), 7)
    assert "There are 7 of these in this stage" in one.text


def test_the_worst_are_said_and_the_rest_is_summed_up() -> None:
    found = [*(finding(f"s{number}", stage=f"stage{number}") for number in range(8)), finding("bad", severity="error", stage="last")]
    *said, summary = told(found, most=4).wanted
    assert [one.ref.step for one in said] == ["s0", "s1", "bad"]
    assert (summary.rule, summary.cell) == ("summary", HOME)
    assert set(told(found, most=4).told_in.values()) == {summary.fingerprint}


def test_among_equals_those_keep_their_comment_that_have_one() -> None:
    found = [finding(f"s{number}", stage=f"stage{number}") for number in range(8)]
    said = told(found, most=4, standing={found[7].fingerprint}).wanted
    assert [one.ref.step for one in said[:-1]] == ["s0", "s1", "s7"]


def test_what_has_no_cell_is_summed_up() -> None:
    assert [one.rule for one in told([finding("s1", at=None)]).wanted] == ["summary"]


@pytest.mark.parametrize("text", ["@lan xem nhé", "+lan@example.com", "gọi +84 912", "Lan @"])
def test_nothing_quoted_calls_anybody_in(text: str) -> None:
    assert not any(a in "@+" and b.isalnum() for a, b in zip(defused(text), defused(text)[1:], strict=False))
    assert defused(text).replace("\u2060", "") == text


@pytest.mark.parametrize(
    ("source", "behind"),
    [
        ("S3:42", " (Source: Zapier's guide)"),
        ("S3:36; S1:30", " (Source: Zapier's guide, Duct Tape Marketing's hourglass)"),
        ("deanpeters; cguo", " (Source: what practitioners of journey mapping advise)"),
        ("Smaply #1", " (Source: Smaply's ten mistakes of journey mapping)"),
        ("sheetsync", ""),
    ],
)
def test_sources_are_named_as_people_know_them(source: str, behind: str) -> None:
    assert said(finding("s1")._replace(source=source), "en").splitlines()[1] == f"Why: It helps.{behind}"


def test_no_rule_has_a_source_that_has_no_name() -> None:
    assert {rule.slug for rule in rules() if not named(rule.source, "vi") and rule.source != "sheetsync"} == set()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("message", "why"), [("Ngắn.", "ế" * 1000), ("ế" * 1000, "Ngắn."), ("@" * 3000, "ế" * 3000)], ids=["why", "what", "both"])
def test_what_is_too_long_is_cut_but_never_how_to_fix_it(message: str, why: str, language: Language) -> None:
    found = finding("s1")._replace(message=message, why=why, fix="Hãy ghi thêm.")
    for text in (said(found, language), said_of_many([found] * 6, language)):
        what, reason, fix = text.splitlines()[:3]
        assert len(text.encode()) <= LONGEST
        assert what.startswith(message[:1])
        assert fix.endswith("Hãy ghi thêm.")
        assert reason.endswith(")")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_whatever_is_posted_fits_with_its_tag(language: Language) -> None:
    slug = max((rule.slug for rule in rules()), key=len)
    full = finding("s1")._replace(message="ế" * 3000, why="ế" * 3000)
    for text in (f"{BACK.of(language)}\n{said(full, language)}", waived("ế" * 1000, language), not_heard("ế" * 1000, language)):
        assert len(tagged(text, Tag(slug, "a" * 16, "b" * 8, 9999), "m").encode()) <= GOOGLE_TAKES


@pytest.mark.parametrize("text", ["a" * 5000, "ế" * 2000, "👩‍👩‍👧" * 500, "ngắn"])
def test_words_fit_a_comment_and_are_cut_at_a_whole_character(text: str) -> None:
    assert len(fitted(text).encode()) <= LONGEST
    assert text.startswith(fitted(text).rstrip("…"))
