"""Import: edited files become versions; what came into the archive meanwhile is merged, and nothing is overwritten."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.catalog import builtin
from sheetsync.errors import AlreadyInArchive, NewerThanThis, NotInArchive, SheetsyncError, UsageError
from sheetsync.history.version import canonical, content_digest, journey_to_json
from sheetsync.model.journey import MAIN, Tab
from sheetsync.model.words import Language
from sheetsync.tasks.import_map import import_map
from sheetsync.tasks.incoming import parse, place
from sheetsync.tasks.incoming_journey import Context, read_journey
from tests.laws.maps import CATALOG, TYPES, full_map
from tests.tasks.archived import Office, said

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def office() -> Office:
    return Office()


def records(value: dict[str, Any], tab: str = MAIN) -> list[dict[str, Any]]:
    """The records in a file."""
    found: list[dict[str, Any]] = value["journey"]["tabs"][tab]["records"]
    return found


class TestVersions:
    def test_an_edited_file_is_the_next_version(self, office: Office) -> None:
        value = office.file()
        records(value)[0]["values"]["process"] = "Treo đèn"
        done = office.bring(value)
        assert (done.outcome, done.version, len(done.changes)) == ("imported", 3, 1)
        version = office.space.ledger.load(office.map, 3)
        assert (version.reason, version.source.kind, version.source.ref, version.author) == ("import", "file", "map.json", "lan")
        assert version.journey.main.records[0].values["process"] == "Treo đèn"
        assert office.space.ledger.check().faults == ()

    @pytest.mark.parametrize("number", [1, 2])
    def test_what_show_printed_changes_nothing(self, office: Office, number: int) -> None:
        done = office.bring(office.file(number))
        assert (done.outcome, office.numbers) == ("unchanged", (1, 2))

    def test_the_journey_alone_will_do(self, office: Office) -> None:
        assert office.bring(office.file()["journey"]).outcome == "unchanged"
        value = office.file()["journey"]
        value["title"] = "Quán mới"
        assert office.bring(value).outcome == "imported"
        assert office.version().title == "Quán mới"

    def test_a_step_without_an_id_is_a_new_one(self, office: Office) -> None:
        value = office.file()
        records(value).append({"stage": "during", "values": {"touchpoint": "Máy bán hàng"}})
        records(value).append({"id": None, "stage": "Trong khi mua", "values": {"touchpoint": "Máy bán hàng"}})
        assert office.bring(value).outcome == "imported"
        steps = office.steps("during")
        assert [step.values["touchpoint"] for step in steps] == ["Quầy thu ngân", "Máy bán hàng", "Máy bán hàng"]
        assert len({step.id for step in steps}) == 3
        again = office.bring(value)
        assert (again.outcome, len(office.steps("during"))) == ("unchanged", 3)

    def test_texts_are_taken_as_from_a_sheet(self, office: Office) -> None:
        value = office.file()
        records(value)[1]["values"] |= {"emotion": "Vui sướng", "process": "  Hỏi e\u0301p\r\n", "program": " "}
        office.bring(value)
        assert office.steps()[1].values == {"touchpoint": "Hỏi bạn bè", "emotion": "delighted", "process": "Hỏi ép"}

    def test_what_is_off_its_scale_in_the_archive_already_is_no_mistake_of_the_file(self, office: Office) -> None:
        office.type(office.steps()[0].id, "emotion", "lâng lâng")
        office.sync()
        value = office.file()
        assert office.bring(value).outcome == "unchanged"
        records(value)[1]["values"]["emotion"] = "lâng lâng"
        (mistake,) = office.bring(value).mistakes
        assert mistake.path == "journey.tabs.map.records[1].values.emotion"

    def test_the_next_sync_carries_it_into_the_sheet(self, office: Office) -> None:
        office.put(lambda journey: journey["tabs"][MAIN]["records"][0]["values"].update(process="Treo đèn"))
        assert office.sync().message is None
        assert office.numbers == (1, 2, 3)
        office.type(office.steps()[0].id, "emotion", "delighted")
        office.sync()
        assert office.steps()[0].values == {"touchpoint": "Biển hiệu", "process": "Treo đèn", "emotion": "delighted"}


class TestWhatCameMeanwhile:
    def test_is_merged(self, office: Office) -> None:
        value = office.file()
        office.put(lambda journey: journey["tabs"][MAIN]["records"][0]["values"].update(process="Treo đèn"))
        records(value)[1]["values"]["process"] = "Hỏi ba người"
        done = office.bring(value)
        assert (done.outcome, done.version) == ("merged", 4)
        assert [step.values.get("process") for step in office.steps("before")] == ["Treo đèn", "Hỏi ba người"]
        assert [change.after for change in done.changes] == ["Hỏi ba người"]

    def test_where_both_changed_one_text_nothing_is_imported(self, office: Office) -> None:
        value = office.file()
        office.put(lambda journey: journey["tabs"][MAIN]["records"][0]["values"].update(touchpoint="Biển đèn"))
        before = said(office.version())
        records(value)[0]["values"]["touchpoint"] = "Biển gỗ"
        done = office.bring(value)
        assert done.outcome == "conflict"
        assert [(one.base, one.sheet, one.archive) for one in done.conflicts] == [("Biển hiệu", "Biển gỗ", "Biển đèn")]
        assert (office.numbers, said(office.version())) == ((1, 2, 3), before)

    def test_the_same_change_on_both_sides_is_none(self, office: Office) -> None:
        value = office.file()
        records(value)[0]["values"]["touchpoint"] = "Biển đèn"
        assert [office.bring(value).outcome, office.bring(value).outcome] == ["imported", "unchanged"]

    @pytest.mark.parametrize("is_whole", [True, False])
    def test_somebody_who_is_faster_is_merged_too(self, office: Office, *, is_whole: bool) -> None:
        value = office.file()
        records(value)[0]["values"]["process"] = "Treo đèn"
        now = office.version()
        office.archive.rivals = [lambda: office.append(now._replace(title="Quán"))]
        done = office.bring(value if is_whole else value["journey"])
        assert (done.outcome, done.version) == ("merged", 4)
        assert (office.version().title, office.steps()[0].values["process"]) == ("Quán", "Treo đèn")

    def test_somebody_who_is_always_faster_ends_it(self, office: Office) -> None:
        value = office.file()
        records(value)[0]["values"]["process"] = "Treo đèn"
        now = office.version()
        titles = iter(f"Quán {number}" for number in range(9))
        office.archive.rivals = [lambda: office.append(now._replace(title=next(titles))), lambda: None] * 9
        with pytest.raises(AlreadyInArchive):
            office.bring(value)


class TestDeletions:
    def test_a_tab_that_is_empty_is_asked_about(self, office: Office) -> None:
        value = office.file()
        records(value).clear()
        done = office.bring(value)
        assert (done.outcome, [tuple(sweep) for sweep in done.gone], office.numbers) == ("stopped", [(MAIN, 3, 3, None)], (1, 2))
        done = office.bring(value, accept_deletions=True)
        assert (done.outcome, office.steps()) == ("imported", ())
        accepted = office.space.ledger.decisions(office.map).deletions_accepted
        assert accepted is not None
        assert (accepted.author, accepted.version) == ("lan", 2)

    def test_a_single_step_is_not(self, office: Office) -> None:
        value = office.file()
        del records(value)[0]
        assert office.bring(value).outcome == "imported"
        assert len(office.steps()) == 2


def _set(*path: str | int, to: object) -> Change:
    def change(value: dict[str, Any]) -> None:
        part: Any = value
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = to

    return change


def _drop(*path: str | int) -> Change:
    def change(value: dict[str, Any]) -> None:
        part: Any = value
        for step in path[:-1]:
            part = part[step]
        del part[path[-1]]

    return change


STEP = ("journey", "tabs", "map", "records", 0)
MISTAKES = {
    "another map's file": (_set("map", to="m2"), "map", "file of another map"),
    "a version that is not there": (_set("version", to=9), "version", "no version 9"),
    "the file of an altered version": (_set("content", to="sha256:" + "0" * 64), "content", "not that of version 2"),
    "another type": (_set("journey", "type", to="lifecycle"), "journey.type", "must be “contact-points”"),
    "a newer template": (_set("journey", "type_version", to=7), "journey.type_version", "here is version 1"),
    "another language": (_set("journey", "language", to="en"), "journey.language", "must be “vi”"),
    "no title": (_set("journey", "title", to=" "), "journey.title", "needs a title"),
    "a long title": (_set("journey", "title", to="x" * 301), "journey.title", "longer than 300"),
    "a key too many": (_set("journey", "colour", to="x"), "journey.colour", "There are: type"),
    "a key misspelt": (_set(*STEP, "stge", to="x"), "journey.tabs.map.records[0].stge", "Did you mean “stage”?"),
    "a key missing": (_drop(*STEP, "values"), "journey.tabs.map.records[0].values", "is missing"),
    "records that are none": (_set("journey", "tabs", "map", "records", to={}), "journey.tabs.map.records", "must be a list"),
    "a tab misspelt": (_set("journey", "tabs", "touchpoint", to={"records": []}), "journey.tabs.touchpoint", "Did you mean “touchpoints”?"),
    "a field misspelt": (_set(*STEP, "values", "processx", to="x"), "journey.tabs.map.records[0].values.processx", "Did you mean “process”?"),
    "a field by its title": (_set(*STEP, "values", "Cảm xúc", to="x"), 'journey.tabs.map.records[0].values["Cảm xúc"]', "Did you mean “emotion”?"),
    "a number": (_set(*STEP, "values", "process", to=5), "journey.tabs.map.records[0].values.process", 'must be a text in quotes: "5"'),
    "a choice misspelt": (_set(*STEP, "values", "emotion", to="delihted"), "journey.tabs.map.records[0].values.emotion", "Did you mean “delighted”?"),
    "a fact that is no date": (_set("journey", "values", "last_review", to="hôm qua"), "journey.values.last_review", "such as 2026-11-22"),
    "a stage misspelt": (_set(*STEP, "stage", to="duringx"), "journey.tabs.map.records[0].stage", "Did you mean “during”?"),
    "no stage": (_set(*STEP, "stage", to=None), "journey.tabs.map.records[0].stage", "the stage is missing"),
    "no stages": (_drop("journey", "tabs", "map", "stages"), "journey.tabs.map.stages", "is missing"),
    "no map": (_drop("journey", "tabs", "map"), "journey.tabs.map", "is missing"),
    "a stage without a title": (_set("journey", "tabs", "map", "stages", 0, "title", to=""), "journey.tabs.map.stages[0].title", "needs a title"),
    "two stages of one title": (
        _set("journey", "tabs", "map", "stages", 1, "title", to="TRƯỚC KHI MUA"),
        "journey.tabs.map.stages[1].title",
        "“before” has this title",
    ),
    "an id in capitals": (_set(*STEP, "id", to="X 1"), "journey.tabs.map.records[0].id", "leave “id” out"),
    "half a character": (_set(*STEP, "values", "process", to="\ud83d"), "journey.tabs.map.records[0].values.process", "half of a character"),
    "a text too long": (_set(*STEP, "values", "process", to="x" * 40_000), "journey.tabs.map.records[0].values.process", "40,000 characters"),
    "a text too long by its emoji": (
        _set(*STEP, "values", "process", to="😀" * 16_384),
        "journey.tabs.map.records[0].values.process",
        "has 32,768 characters (an emoji counts as two), and a cell holds 32,767",
    ),
    "a stage with a long title": (_set("journey", "tabs", "map", "stages", 0, "title", to="x" * 301), "journey.tabs.map.stages[0].title", "longer"),
    "nothing": (_set(*STEP, "values", "process", to=None), "journey.tabs.map.records[0].values.process", 'leave it out or write ""'),
    "yes or no": (_set(*STEP, "values", "process", to=True), "journey.tabs.map.records[0].values.process", 'write "true" only where'),
    "a list": (_set(*STEP, "values", "process", to=["Hỏi", "Xem"]), "journey.tabs.map.records[0].values.process", 'each item: "Hỏi\\nXem"'),
    "a list of lists": (_set(*STEP, "values", "process", to=[[1]]), "journey.tabs.map.records[0].values.process", 'each item: "…\\n…"'),
    "a title that is none": (_set("journey", "title", to=None), "journey.title", "must be a text in quotes"),
    "a step that says nothing": (_set(*STEP, "values", to={}), "journey.tabs.map.records[0]", "says nothing; fill in a field, or leave it out"),
    "a step of blanks": (_set(*STEP, "values", to={"process": " "}), "journey.tabs.map.records[0]", "says nothing"),
}


class TestMistakes:
    @pytest.mark.parametrize("mistake", MISTAKES)
    def test_each_is_named_with_its_place_and_what_is_right(self, office: Office, mistake: str) -> None:
        change, path, told = MISTAKES[mistake]
        value = office.file()
        change(value)
        done = office.bring(value)
        assert (done.outcome, office.numbers) == ("invalid", (1, 2))
        found = {one.path: one.message for one in done.mistakes}
        assert list(found) == [path]
        assert told in found[path].en
        assert found[path].vi != found[path].en

    def test_all_are_named_at_once(self, office: Office) -> None:
        value = office.file()
        for mistake in ("a number", "a stage misspelt", "another language", "a tab misspelt", "another map's file"):
            MISTAKES[mistake][0](value)
        records(value)[2]["id"] = records(value)[1]["id"]
        done = office.bring(value)
        assert {one.path for one in done.mistakes} == {
            "map",
            "journey.language",
            "journey.tabs.touchpoint",
            "journey.tabs.map.records[0].values.process",
            "journey.tabs.map.records[0].stage",
            "journey.tabs.map.records[2].id",
        }
        assert "journey.tabs.map.records[1]" in next(one.message.en for one in done.mistakes if one.path.endswith("[2].id"))

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b"5",
            b'"x"',
            b"{}",
            b'{"format": 1}',
            b"\x00\x01",
            "Phòng tập".encode("cp1258", "ignore"),
            b"[" * 200_000,
            b"9" * 20_000,
            b"{'journey': {}}",
            b"PK\x03\x04",
        ],
    )
    def test_what_is_no_map_is_refused_whole(self, office: Office, body: bytes) -> None:
        with pytest.raises(UsageError) as refused:
            import_map(office.space, office.named, body, "map.json")
        assert "`sheetsync show REF --format json" in refused.value.en
        assert "`sheetsync show REF --format json" in refused.value.vi

    def test_a_file_of_a_newer_sheetsync_names_the_version_to_install(self, office: Office) -> None:
        with pytest.raises(NewerThanThis):
            office.bring(office.file() | {"format": 2})

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
    def test_files_as_windows_writes_them(self, office: Office, encoding: str) -> None:
        body = json.dumps(office.file(), ensure_ascii=False, indent=2).replace("\n", "\r\n").encode(encoding)
        assert import_map(office.space, office.named, body, "map.json").outcome == "unchanged"

    def test_a_key_that_stands_twice(self, office: Office) -> None:
        body = json.dumps(office.file()).replace('"touchpoint": "Hỏi bạn bè"', "").encode()
        body = body.replace(b'"values": {"emotion"', b'"values": {"touchpoint": "x", "emotion"')
        done = import_map(office.space, office.named, body, "map.json")
        path = "journey.tabs.map.records[0].values.touchpoint"
        assert [(one.path, one.message.en) for one in done.mistakes] == [(path, "stands twice in one object; keep one of them")]

    def test_every_key_that_stands_twice_is_named_at_its_place(self, office: Office) -> None:
        body = json.dumps(office.file()).replace('"title": ', '"title": "x", "title": ').encode()
        done = import_map(office.space, office.named, body, "map.json")
        twice = [one.path for one in done.mistakes]
        assert twice[:2] == ["journey.title", "journey.tabs.map.stages[0].title"]
        assert len(twice) == 1 + len(office.version().main.stages)

    def test_a_number_is_shown_as_it_was_typed(self, office: Office) -> None:
        value = office.file()
        records(value)[0]["values"]["process"] = "NUMBER"
        body = json.dumps(value).replace('"NUMBER"', "3.50").encode()
        (mistake,) = import_map(office.space, office.named, body, "map.json").mistakes
        assert mistake.message == ('phải là chữ trong ngoặc kép: "3.50"', 'must be a text in quotes: "3.50"')

    def test_the_longest_text_that_is_taken_can_be_written(self, office: Office) -> None:
        value = office.file()
        records(value)[0]["values"]["process"] = "😀" * 16_383 + "x"
        assert office.bring(value).outcome == "imported"
        office.sync()
        assert office.steps()[0].values["process"] == "😀" * 16_383 + "x"

    def test_a_step_that_the_archive_has_without_a_text_is_no_mistake_of_the_file(self, office: Office) -> None:
        now = office.version()
        (first, *others), tab = now.main.records, now.main
        empty = now._replace(tabs={**now.tabs, MAIN: tab._replace(records=(first._replace(values={}), *others))})
        context = Context(office.space.types.load(now.type), (empty,), office.space.random)
        assert read_journey(parse(canonical(journey_to_json(empty)), "map.json"), context) == (empty, ())

    def test_a_map_that_was_never_archived(self, office: Office) -> None:
        with pytest.raises(NotInArchive):
            import_map(office.space, office.named._replace(map="m2"), json.dumps(office.file()).encode(), "map.json")


OFFICE = Office()
KNOWN = Context(builtin().load("contact-points"), (OFFICE.version(),), bytes)
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda part: st.lists(part, max_size=2) | st.dictionaries(st.text(max_size=4), part, max_size=2),
)


@given(st.data())
def test_whatever_is_put_anywhere_in_a_file_it_is_a_map_or_refused_with_a_reason(data: st.DataObject) -> None:
    part: Any = (value := OFFICE.file())
    while True:
        key = data.draw(st.sampled_from(list(part) if isinstance(part, dict) else list(range(len(part)))))
        inner = part[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.integers(0, 3)) == 0:
            part[key] = data.draw(junk)
            break
        part = inner
    try:
        raw = parse(json.dumps(value).encode(), "map.json")
    except SheetsyncError:
        assert key in {"journey", "format"}
        return
    journey, mistakes = read_journey(raw, KNOWN)
    if not (mistakes or raw.mistakes):
        assert content_digest(journey)
    assert all(one.path and one.message.vi and one.message.en for one in mistakes)


@pytest.mark.parametrize("key", TYPES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_whatever_a_sheet_of_a_type_can_say_can_be_imported(key: str, language: Language) -> None:
    sample = full_map(CATALOG.load(key), language)
    read = sample.meant
    empty = read._replace(values={}, tabs={MAIN: Tab(tuple(stage._replace(values={}) for stage in read.main.stages))})
    raw = parse(canonical(journey_to_json(read)), "map.json")
    journey, mistakes = read_journey(raw, Context(sample.type, (empty,), bytes))
    assert (raw.mistakes, mistakes) == ((), ())
    assert said(journey) == said(read)


def test_paths_are_written_as_people_write_them() -> None:
    assert place(("journey", "tabs", "map", "records", 3, "values", "emotion")) == "journey.tabs.map.records[3].values.emotion"
    assert place(("tabs", "ô lạ!", 0)) == 'tabs["ô lạ!"][0]'
    assert parse(b'{"tabs": {}}', "x").path == ""
