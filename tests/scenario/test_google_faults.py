"""Google on bad days, met by every command: what is said, that nothing is lost or done twice, and that the next run ends where it should."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

import pytest
from _pytest.mark import ParameterSet

from sheetsync.model.journey import MAIN, FieldRef
from tests.cli.google_desk import ROBOT, GoogleDesk
from tests.emulator import failures
from tests.emulator.failures import Fault
from tests.emulator.people import insert_rows, type_in

PASSING: dict[str, Fault] = {
    "429": failures.rate_limited(),
    "429 with Retry-After": failures.rate_limited(retry_after=7),
    "500": failures.server_error(500),
    "503": failures.server_error(503),
    "503 after the act": failures.acted(failures.server_error(503)),
    "a page instead of JSON": failures.html_error(502),
    "a page after the act": failures.acted(failures.html_error(502)),
    "dropped before the act": failures.dropped(),
    "dropped after the act": failures.acted(failures.dropped()),
    "cut off": failures.acted(failures.truncated()),
    "an expired token": failures.expired_token(),
}
"""Once, and then Google is itself again."""

UNCLEAR = {"500", "503", "a page instead of JSON", "dropped before the act"}
"""After these nobody can tell whether the act happened; it did not."""

LASTING: dict[str, tuple[Fault, str]] = {
    "429": (failures.rate_limited(), "quota"),
    "503": (failures.server_error(503), "unavailable"),
    "a page instead of JSON": (failures.html_error(502), "unavailable"),
    "dropped": (failures.dropped(), "unavailable"),
    "API switched off": (failures.service_disabled(), "refused"),
    "a scope is missing": (failures.missing_scope(), "refused"),
    "no access": (failures.no_access(), "no-access"),
}
"""For as long as the command runs: the fault, and the code of what is told."""

MENDS = {
    "quota": re.compile(r"phút|run again"),
    "unavailable": re.compile(r"chạy lại"),
    "refused": re.compile(r"Google Cloud Console|Enable|quyền"),
    "no-access": re.compile(r"[Cc]hia sẻ"),
}
"""What each of them tells a person to do."""


@dataclass(frozen=True)
class Verb:
    """A command, how often it calls Google when nothing is wrong, and what a person did before it for the time number so and so."""

    words: tuple[str, ...]
    calls: int
    prepare: Callable[[GoogleDesk, int], object] = lambda _, __: None


def edit(desk: GoogleDesk, number: int) -> None:
    """A person empties a step's touchpoints, or fills them again: another *To complete* tab, and a map as it never was before."""
    (first, *_) = desk.records(desk.ref)
    texts = {"touchpoint": f"Bảng hiệu {number}\nTờ rơi\nNgười quen" if number % 2 else "", "gap": "", "thought": f"Phòng tập số {number} ở đâu?"}
    desk.type(desk.ref, {FieldRef(MAIN, step=first.id, field=field): text for field, text in texts.items() if first.values.get(field, "") != text})


VERBS: dict[str, Verb] = {
    "new": Verb(("new", "customer-journey", "Cửa hàng", "--share", "lan@example.com:writer"), 3),
    "list": Verb(("list",), 2),
    "lint": Verb(("lint", "thể dục", "--fail-on", "never"), 2),
    "sync": Verb(("sync",), 4, edit),
    "diff": Verb(("diff", "thể dục"), 2, edit),
    "snapshot": Verb(("snapshot", "--amend"), 4, edit),
}


def matrix(kinds: Collection[str], everyday: Collection[str]) -> list[ParameterSet]:
    """Every command with every kind of fault; those that write, with the kinds that are trickiest, also every day."""
    pairs = [(name, kind) for kind in kinds for name in VERBS]
    long = [() if name in {"new", "sync"} and kind in everyday else (pytest.mark.slow,) for name, kind in pairs]
    return [pytest.param(*pair, id=" · ".join(pair), marks=marks) for pair, marks in zip(pairs, long, strict=True)]


@pytest.fixture
def gym(google_gym: GoogleDesk, monkeypatch: pytest.MonkeyPatch) -> GoogleDesk:
    """The gym in Google Sheets, in step with its archive; nobody waits for real."""
    slept: list[float] = []
    monkeypatch.setattr("sheetsync.wiring.pause", slept.append)
    google_gym.done("snapshot")
    return google_gym


def settle(desk: GoogleDesk) -> None:
    """Sync until there is nothing left to do: a few runs at most."""
    for _ in range(4):
        if {told["outcome"] for told in desk.sync().values()} == {"unchanged"}:
            return
    pytest.fail("sync never comes to rest")


def sheets(desk: GoogleDesk) -> list[str]:
    """The names of the sheets that stand in Google."""
    return sorted(file.name for file in desk.google.world.files.values() if not file.trashed and file.book is not None)


def is_read_and_not_written(kind: str, number: int, verb: Verb) -> bool:
    """Whether everything was allowed but the write."""
    return kind == "no access" and verb.words[0] in {"sync", "snapshot"} and number == verb.calls - 1


def delete_blanks(desk: GoogleDesk) -> None:
    """A person deletes what was made and could neither be filled nor taken back: nothing stands in it."""
    for file in desk.google.world.files.values():
        if file.book is not None and not any(sheet.cells for sheet in file.book.sheets):
            file.trashed = True
            desk.google.world.touch(file)


def check_all_is_well(desk: GoogleDesk) -> None:
    """Sheet and archive say the same, nothing waits, and the archive is whole."""
    settle(desk)
    assert desk.json("diff", desk.ref)["maps"] == []
    assert desk.json("archive", "check")["ok"]


@pytest.mark.parametrize(("name", "kind"), matrix(PASSING, everyday={"a page after the act", "dropped after the act"}))
def test_a_fault_that_passes_is_not_noticed(name: str, kind: str, gym: GoogleDesk) -> None:
    """At whichever of its calls the command meets it."""
    verb = VERBS[name]
    for number in range(verb.calls):
        verb.prepare(gym, number)
        before = len(sheets(gym))
        gym.google.faults.add("[sd]*", PASSING[kind], skip=number)
        told = gym(*verb.words)
        gym.google.faults.clear()
        if name == "new" and number == 0 and kind in UNCLEAR:
            assert (told.status, len(sheets(gym))) == (2, before), "whether it was made can't be known: nothing is made on a guess"
            assert "chạy lại" in told.err
            told = gym(*verb.words)
        assert (told.status, told.err) == (0, ""), (number, told)
        assert len(sheets(gym)) == before + (name == "new"), "nothing is made twice"
    check_all_is_well(gym)


@pytest.mark.parametrize(("name", "kind"), matrix(LASTING, everyday={"dropped"}))
def test_a_fault_that_stays_is_told_and_the_next_run_completes(name: str, kind: str, gym: GoogleDesk) -> None:
    """From whichever of its calls on the command meets it."""
    verb = VERBS[name]
    fault, code = LASTING[kind]
    for number in range(verb.calls):
        verb.prepare(gym, number)
        before = len(sheets(gym))
        gym.google.faults.add("[sd]*", fault, times=None, skip=number)
        told = gym(*verb.words)
        gym.google.faults.clear()
        assert "Traceback" not in told.err + told.out
        if is_read_and_not_written(kind, number, verb):
            assert told.status == 0, "a sheet that we may only read is archived all the same; what would be written waits"
        else:
            assert told.status in {1, 2}, (number, told)
            assert MENDS[code].search(told.err + told.out), (number, told)
        assert len(sheets(gym)) <= before + (name == "new")
        delete_blanks(gym)
        again = gym(*verb.words)
        assert (again.status, again.err) == (0, ""), (number, again)
    check_all_is_well(gym)


def test_somebody_inserts_a_row_between_our_reading_and_our_writing(gym: GoogleDesk) -> None:
    edit(gym, 0)
    texts = [record.values for record in gym.records(gym.ref)]
    gym.google.faults.before(
        "sheets.spreadsheets.batchUpdate", lambda world: insert_rows(world, gym.file_id(gym.ref), "Cần bổ sung", 4, 1), account=ROBOT
    )
    assert gym.sync()[gym.ref]["outcome"] in {"archived", "written"}
    assert [record.values for record in gym.records(gym.ref)] == texts
    check_all_is_well(gym)


def test_somebody_types_between_our_reading_and_our_writing(gym: GoogleDesk) -> None:
    edit(gym, 0)
    (_, second, *_) = gym.records(gym.ref)
    place = gym.open(gym.ref).reading.cell(FieldRef(MAIN, step=second.id, field="touchpoint"))
    assert place is not None
    cell = place.a1.rpartition("!")[2]
    gym.google.faults.before(
        "sheets.spreadsheets.batchUpdate", lambda world: type_in(world, gym.file_id(gym.ref), "Bản đồ", cell, "Vừa gõ xong"), account=ROBOT
    )
    assert gym.sync()[gym.ref]["outcome"] == "archived"
    assert gym.records(gym.ref)[1].values["touchpoint"] == "Vừa gõ xong"
    check_all_is_well(gym)
    newest = gym.json("show", gym.ref)["journey"]["tabs"]["map"]["records"]
    assert newest[1]["values"]["touchpoint"] == "Vừa gõ xong"
