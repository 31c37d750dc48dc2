"""One story on both backends: a folder of files and a folder in Google Drive say the same, apart from where the workbooks stand."""

import os
import random
import re
from typing import Any

import pytest

from sheetsync.catalog import builtin
from sheetsync.model.journey import MAIN, FieldRef
from tests.cli.desk import Desk
from tests.cli.google_desk import GoogleDesk

ELSEWHERE = {"ref", "kind", "revision", "saved_at", "parent", "digest", "made_at", "bytes", "oldest", "newest"}
"""What says where and when: the only things that may differ, with the digests that cover them."""

Told = list[tuple[str, Any]]


def same_ids(patch: pytest.MonkeyPatch) -> None:
    """Let both workspaces draw the same ids."""
    patch.setattr(os, "urandom", random.Random(3).randbytes)  # noqa: S311 - the point is that both draw the same


def mind_no_sharing(desk: Desk) -> None:
    """Turn off the one rule that asks who may open a workbook: only Google can tell."""
    toml = desk.folder / "sheetsync.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace("[lint.rules]\n", '[lint.rules]\nstakeholders-too-few = "off"\n', 1), encoding="utf-8")


def bare(value: Any) -> Any:
    """What a command said, without what may differ."""
    match value:
        case dict():
            return {key: bool(item) if key == "edits" else bare(item) for key, item in value.items() if key not in ELSEWHERE}
        case list():
            return [bare(item) for item in value]
        case str():
            return re.sub(r"https://docs\.google\.com/spreadsheets/d/[\w-]+/edit|maps/[^\"]+?\.xlsx", "<ref>", value)
        case _:
            return value


def cell_of(desk: Desk, ref: str, field: FieldRef) -> str:
    found = desk.open(ref).reading.cell(field)
    assert found is not None
    return found.a1


def story(desk: Desk) -> Told:
    """``new`` → edited by somebody else → ``lint`` → ``sync`` → ``snapshot`` → ``diff``, and everything between."""
    told: Told = []

    def say(*words: str, status: int = 0) -> Any:
        value = desk.json(*words, status=status)
        told.append((" ".join(word for word in words if word != ref), bare(value)))
        return value

    ref = ""
    ref = say("new", "customer-journey", "Phòng tập", "--language", "vi")["ref"]
    say("lint", status=1)
    desk.fill(ref, "gym")
    say("validate")
    say("lint", ref, "--profile", "strict", "--fail-on", "never")
    say("list")
    first, second, *_ = desk.records(ref)
    mine = {field: cell_of(desk, ref, FieldRef(MAIN, step=first.id, field=field)) for field in ("touchpoint", "thought", "gap")}
    desk.colleague(ref, {mine["touchpoint"]: "", mine["thought"]: "- Gần nhà có phòng tập nào?\n- 1/2 tháng có được không?", mine["gap"]: "100%"})
    say("lint", ref, "--fail-on", "never")
    say("sync", "--dry-run")
    say("sync")
    say("sync")
    say("log", ref)
    say("show", ref)
    say("diff", f"{ref}@1")
    say("snapshot")
    say("snapshots")
    yours = cell_of(desk, ref, FieldRef(MAIN, step=second.id, field="touchpoint"))
    desk.colleague(ref, {mine["touchpoint"]: "Bảng hiệu\n- Tờ rơi", yours: ""})
    say("diff", ref)
    say("sync", ref)
    say("diff", f"{ref}@1", f"{ref}@3")
    desk.colleague(ref, {cell_of(desk, ref, FieldRef(MAIN, stage="awareness", field="title")): "Nhận diện thương hiệu"})
    say("sync")
    say("list")
    say("archive", "check")
    say("archive", "stats")
    return told


def test_the_same_story_says_the_same(desk: Desk, google_desk: GoogleDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def on(one: Desk) -> Told:
        same_ids(monkeypatch)
        mind_no_sharing(one)
        monkeypatch.chdir(one.folder)
        return story(one)

    files, google = on(desk), on(google_desk)
    for (words, in_files), (_, in_google) in zip(files, google, strict=True):
        assert in_google == in_files, words


@pytest.mark.parametrize("kind", [pytest.param(kind, marks=() if at % 3 == 0 else pytest.mark.slow) for at, kind in enumerate(builtin().keys())])
@pytest.mark.parametrize("language", ["vi", pytest.param("en", marks=pytest.mark.slow)])
def test_every_type_reads_the_same_when_new(kind: str, language: str, desk: Desk, google_desk: GoogleDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    stages = ("--stages", "Một, Hai") if not builtin().load(kind).stages else ()

    def on(one: Desk) -> Told:
        same_ids(monkeypatch)
        mind_no_sharing(one)
        monkeypatch.chdir(one.folder)
        ref = one.json("new", kind, "Thử", "--language", language, *stages)["ref"]
        words: list[tuple[str, ...]] = [("lint", "--fail-on", "never"), ("sync",), ("show", ref), ("sync", ref)]
        return [(verb[0], bare(one.json(*verb))) for verb in words]

    assert on(google_desk) == on(desk)


REFUSED: dict[str, tuple[str, ...]] = {
    "an unknown map": ("lint", "không có bản đồ này"),
    "an unknown type": ("new", "customer-jorney", "Phòng tập"),
    "a blank title": ("new", "customer-journey", "  "),
    "a version that is not there": ("show", "Phòng tập@9"),
    "a label that is none": ("snapshot", "2026-Q5"),
}


@pytest.mark.parametrize("words", REFUSED.values(), ids=REFUSED)
def test_both_refuse_in_the_same_words(words: tuple[str, ...], desk: Desk, google_desk: GoogleDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    said = []
    for one in (desk, google_desk):
        monkeypatch.chdir(one.folder)
        same_ids(monkeypatch)
        one.new()
        said.append(one.both(*words))
    assert said[0] == said[1]
