"""The report for machines: its shape, to the last key."""

import json as standard

from sheetsync.errors import WorkbookNotFound
from sheetsync.formats import json
from sheetsync.model.finding import Finding
from sheetsync.model.grid import CellRef
from sheetsync.model.journey import FieldRef, JourneyMap, Stage, Tab
from sheetsync.report.build import Counts, Waived, build, linted, unreadable

PLACE = FieldRef("map", step="k3", field="touchpoint")
FOUND = Finding("question-no-touchpoint", "error", "…", PLACE, "awareness", "0123456789abcdef", "S3:42")
GYM = JourneyMap("gym", "customer-journey", 1, "Phòng tập", "vi", {}, {"map": Tab((Stage("awareness", "Nhận thức"),))})


def nowhere(_: FieldRef) -> CellRef | None:
    return None


def standing(criterion: str, state: str = "unchecked", rules: int = 0, errors: int = 0) -> str:
    counts = f'{{"error":{errors},"warning":0,"info":0}}'
    return f'{{"criterion":"{criterion}","state":"{state}","rules":{rules},"counts":{counts},"waived":0}}'


def test_the_documented_shape() -> None:
    ran = ["cell-error", "question-no-touchpoint", "question-planned-only"]
    found = FOUND._replace(text="Hotline\n“gọi lại”")
    report = build([linted("maps/gym.xlsx", GYM, None, [found], lambda _: CellRef("Bản đồ", 6, 5), ran=ran)])
    others = ",".join(standing(key) for key in ("scope", "evidence", "stages"))
    rest = ",".join(standing(key) for key in ("emotions", "opportunities", "freshness"))

    assert json.render(report, "vi") == (
        '{"format":1,"maps":[\n'
        '{"map":"gym","type":"customer-journey","title":"Phòng tập","ref":"maps/gym.xlsx","status":"ok","findings":['
        '{"rule":"question-no-touchpoint","severity":"error","message":"…","stage":"awareness","step":"k3","tab":"map","field":"touchpoint",'
        '"cell":"Bản đồ!F7","fingerprint":"0123456789abcdef","source":"S3:42","count":1,"text":"Hotline\\n“gọi lại”"}],'
        '"counts":{"error":1,"warning":0,"info":0},"criteria":['
        f"{standing('structure', 'clear', 1)},{others},{standing('touchpoints', 'open', 2, 1)},{rest}]}}\n"
        '],\n"counts":{"error":1,"warning":0,"info":0}}\n'
    )


def test_group_only_where_there_is_one_and_no_cell_is_null() -> None:
    grouped = Finding("cell-empty", "warning", "…", PLACE, "awareness", "f", "S3:35", group="cell-empty:awareness")
    shown = standard.loads(json.render(build([linted("a", GYM, None, [FOUND, grouped], nowhere)]), "en"))

    first, second = shown["maps"][0]["findings"]
    assert "group" not in first
    assert first["cell"] is None
    assert second["group"] == "cell-empty:awareness"


def test_a_workbook_that_cant_be_read_stands_beside_the_others() -> None:
    report = build([unreadable("maps/none.xlsx", WorkbookNotFound("maps/none.xlsx")), linted("a", GYM, None, [FOUND], nowhere)])
    shown = standard.loads(json.render(report, "vi"))

    assert [each["status"] for each in shown["maps"]] == ["unreadable", "ok"]
    assert shown["maps"][0]["error"]["code"] == "not-found"
    assert shown["maps"][0]["error"]["message"].startswith("Không có bảng tính nào")
    assert shown["counts"] == {"error": 1, "warning": 0, "info": 0}


def test_waived_findings_only_where_they_are_wanted() -> None:
    report = build([linted("a", GYM, None, [], nowhere, waived=[Waived(FOUND, "Lan", "2026-11-20T03:00:00.000000Z", "Quý sau")])])

    assert "waived" not in standard.loads(json.render(report, "en"))["maps"][0]
    (shown,) = standard.loads(json.render(report, "en", waived=True))["maps"][0]["waived"]
    assert shown["fingerprint"] == FOUND.fingerprint
    assert (shown["author"], shown["at"], shown["reason"]) == ("Lan", "2026-11-20T03:00:00.000000Z", "Quý sau")


def test_no_workbook_is_a_document_too() -> None:
    assert standard.loads(json.render(build([]), "en")) == {"format": 1, "maps": [], "counts": {"error": 0, "warning": 0, "info": 0}}


def test_pieces_are_the_report() -> None:
    maps = [linted("a", GYM, None, [FOUND], nowhere), linted("b", GYM, None, [], nowhere)]

    assert "".join(json.pieces(iter(maps), "en")) == json.render(build(maps), "en")


def test_nothing_in_it_steers_a_terminal_and_nothing_is_lost() -> None:
    evil = "\x1b[2J\x9b\u202e\u200b\ud800\u2028"
    text = json.dump({"title": evil})

    assert standard.loads(text) == {"title": evil}
    assert text.isprintable()
    assert text.encode()


def test_counts_add_up() -> None:
    report = build([linted("a", GYM, None, [FOUND, FOUND], nowhere), linted("b", GYM, None, [FOUND], nowhere)])

    assert report.counts == Counts(3, 0, 0)
    assert report.counts.total == 3
