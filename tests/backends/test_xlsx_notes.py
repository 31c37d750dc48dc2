"""Our posts as notes on cells: people's notes stay byte for byte, and ours are found again wherever programs put them."""

import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment

from sheetsync.backends.xlsx.backend import XlsxBackend
from sheetsync.backends.xlsx.create import create_workbook
from sheetsync.backends.xlsx.notes import threads_in
from sheetsync.backends.xlsx.package import Package
from sheetsync.backends.xlsx.patch import patch
from sheetsync.backends.xlsx.post import post
from sheetsync.backends.xlsx.reader import read_grids
from sheetsync.errors import ChangedElsewhere, NotAWorkbook, UnsafeEdit, WorkbookError, WorkbookInUse, WorkbookNotFound, WorkbookReadOnly
from sheetsync.model.grid import CellEdit, CellRef
from sheetsync.model.thread import Posting
from sheetsync.threads.tag import Tag, note_of, read_tag, tagged
from tests.backends.packages import DECLARATION, MAIN, OFFICE, SHEET, STRICT, STRICT_OFFICE, Parts, packed, parts, relations, sheet, unpacked
from tests.backends.suite import DESIGN
from tests.office import Office

TAB = "Bản đồ"
LATER = 4_000_000_000.0
MAP = "gym"
WORDS = "Bước này chưa có điểm chạm.\nVì sao: khách & nhân viên <không> gặp nhau.\nCách bổ sung: ghi một kênh."


def said(number: int, words: str = WORDS, map_id: str = MAP) -> str:
    return tagged(words, Tag("question-without-touchpoint", f"{number:016x}", "01234567"), map_id)


def at(address: str, tab: str = TAB) -> CellRef:
    match = re.fullmatch(r"([A-Z])([0-9]+)", address)
    assert match
    return CellRef(tab, int(match[2]) - 1, ord(match[1]) - 65)


def opening(number: int, address: str, words: str = WORDS, tab: str = TAB) -> Posting:
    return Posting("open", said(number, words), at(address, tab))


def told(data: bytes) -> tuple[dict[str, list[str]], set[str]]:
    """What we say by cell, and the cells that are taken."""
    threads, taken = threads_in(Package(data, "gym.xlsx"))
    mine: dict[str, list[str]] = {}
    for thread in threads:
        assert thread.cell
        mine.setdefault(thread.cell.a1, []).append(thread.posts[0].text)
    return mine, {cell.a1 for cell in taken}


def posted(data: bytes, *postings: Posting) -> bytes:
    return post(data, postings, "gym.xlsx")[0]


def refused(data: bytes, *postings: Posting) -> UnsafeEdit:
    with pytest.raises(UnsafeEdit) as refusal:
        post(data, postings, "gym.xlsx")
    return refusal.value


def written_by_excel(notes: Mapping[str, str]) -> bytes:
    """A workbook as XlsxWriter makes it, which writes like Excel; the notes are Lan's."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        tab = book.add_worksheet(TAB)
        tab.write("A1", "Chị Lan")
        tab.add_table("J4:L8")
        tab.data_validation("C5:C9", {"validate": "list", "source": ["có", "không"]})
        for address, text in notes.items():
            tab.write_comment(address, text, {"author": "Lan"})
        book.add_worksheet("Khác").write_comment("B2", "của anh Minh", {"author": "Minh"})
    return file.getvalue()


def written_by_openpyxl(notes: Mapping[str, str]) -> bytes:
    book, file = openpyxl.load_workbook(io.BytesIO(written_by_excel({}))), io.BytesIO()
    for address, text in notes.items():
        book[TAB][address].comment = Comment(text, "Lan")
    book.save(file)
    return file.getvalue()


WRITERS = {"Excel": written_by_excel, "openpyxl": written_by_openpyxl}


def by_openpyxl(data: bytes, tab: str = TAB) -> dict[str, str]:
    cells = (cell for row in openpyxl.load_workbook(io.BytesIO(data))[tab].iter_rows() for cell in row)
    return {cell.coordinate: cell.comment.text for cell in cells if cell.comment}


def elements(data: bytes, name: str) -> list[bytes]:
    """All elements of that name in the parts of a workbook, as written."""
    found = [re.findall(rb"<(?:\w+:)?%b[ >].*?</(?:\w+:)?%b>" % (name.encode(), name.encode()), body, re.DOTALL) for body in unpacked(data).values()]
    return [element for part in found for element in part]


# --- Which notes are ours ---

OURS = said(1)


def noted(text: str, author: str = "sheetsync", **more: str) -> Parts:
    """A workbook with one note at C5, its text as XML."""
    members = parts(sheet=sheet("", after='<legacyDrawing r:id="rId9"/>'))
    comment = f'<comment ref="{more.get("ref", "C5")}" authorId="0">{text}</comment>'
    members |= {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("rId1", "comments", "../comments1.xml"), ("rId9", "vmlDrawing", "../drawings/a.vml")),
        "xl/comments1.xml": f'{DECLARATION}<comments xmlns="{MAIN}"><authors><author>{author}</author></authors>'
        f"<commentList>{comment}{more.get('also', '')}</commentList></comments>",
        "xl/drawings/a.vml": more.get("drawing", "<xml/>"),
    }
    return members


@pytest.mark.parametrize(
    ("text", "author", "whose"),
    [
        (f"<text><t>{OURS}</t></text>", "sheetsync", "ours"),
        (f"<text><t>{OURS}</t></text>", " ", "ours"),  # LibreOffice forgets authors
        (f"<text><r><rPr/><t>{OURS[:9]}</t></r><r><t>{OURS[9:]}</t></r></text>", "sheetsync", "ours"),
        (f"<text><t>  {OURS.replace(chr(10), '&#13;&#10;')}&#10;</t></text>", "sheetsync", "ours"),
        (f"<text><t>{OURS.replace(chr(10), '_x000D_' + chr(10))}</t></text>", "sheetsync", "ours"),
        (f"<text><t>{note_of((OURS, said(2)))}</t></text>", "sheetsync", "ours"),
        (f"<text><t>{said(1, map_id='copied from another map')}</t></text>", "sheetsync", "ours"),
        ("<text><t>Khách làm gì ở bước này?</t></text>", "sheetsync", "theirs"),  # guidance on headings
        (f"<text><t>Tôi không đồng ý! {OURS}</t></text>", "sheetsync", "theirs"),
        (f"<text><t>{OURS} Tôi không đồng ý!</t></text>", "sheetsync", "theirs"),
        (f"<text><t>{OURS.replace('điểm', 'Điểm')}</t></text>", "sheetsync", "theirs"),
        (f"<text><t>{OURS}</t></text>", "tc={0A1B}", "theirs"),
        (f"<text><t>{OURS}</t></text><text><t>x</t></text>", "sheetsync", "theirs"),
        ("<text/>", "Lan", "theirs"),
        ("", "Lan", "theirs"),
        ("<text><t>của Lan</t></text>", "Lan", "theirs"),
    ],
)
def test_a_note_is_ours_if_every_word_is(text: str, author: str, whose: str) -> None:
    text = re.sub(r"&(?!#)", "&amp;", text).replace("<không>", "&lt;không&gt;").replace("<Không>", "&lt;Không&gt;")
    mine, taken = told(packed(noted(text, author)))
    assert (list(mine), taken) == ((["Tab!C5"], set()) if whose == "ours" else ([], {"Tab!C5"}))


def test_each_post_of_a_note_is_a_thread_named_after_its_cell_and_its_subject() -> None:
    data = posted(written_by_excel({}), opening(1, "E7"), opening(2, "E7"), opening(1, "E7", "lần nữa"))
    threads, _ = threads_in(Package(data, "x"))
    assert [thread.id for thread in threads] == [
        f"{TAB}!E7#0000000000000001",
        f"{TAB}!E7#0000000000000002",
        f"{TAB}!E7#0000000000000001~2",
    ]
    post_ = threads[1].posts[0]
    assert (post_.author, post_.mine, post_.text, post_.at, post_.action) == ("sheetsync", True, said(2), "1970-01-01T00:00:00Z", "")
    assert read_tag(post_.text, MAP) == Tag("question-without-touchpoint", f"{2:016x}", "01234567")


def test_a_thread_of_people_takes_its_cell() -> None:
    members = noted("<text><t>x</t></text>", ref="A1")
    members["xl/worksheets/_rels/sheet1.xml.rels"] = relations(("rId1", "threadedComment", "../threadedComments/t.xml"))
    vocabulary = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    members["xl/threadedComments/t.xml"] = (
        f'{DECLARATION}<ThreadedComments xmlns="{vocabulary}"><threadedComment ref="D8"><text>hỏi</text></threadedComment></ThreadedComments>'
    )
    assert told(packed(members)) == ({}, {"Tab!D8"})
    assert "Tab!D8" in refused(packed(members), opening(1, "D8", tab="Tab")).en


def test_guidance_on_headings_takes_its_cells_and_reading_alone_sees_no_notes(tmp_path: Path) -> None:
    backend = XlsxBackend(tmp_path, clock=lambda: LATER)
    state = backend.create(DESIGN)
    assert (state.threads, state.taken) == (None, frozenset())
    seen = backend.threads(state)
    assert (seen.threads, seen.taken, seen.grids) == ((), frozenset({at("C4")}), state.grids)
    assert backend.threads(seen) is seen


# --- Posting, whoever wrote the workbook ---


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("notes", [{}, {"C5": "ghi chú của chị Lan", "Z99": "xa"}], ids=["none yet", "some"])
def test_posts_are_read_back_as_posted_and_nothing_else_changes(writer: str, notes: dict[str, str]) -> None:
    before = WRITERS[writer](notes)
    postings = [opening(1, "E7"), opening(2, "D7"), opening(3, "E7"), opening(4, "A1", "&lt; “trích” _x0041_ ]]> 🎉 <b> \x07\x1f\ufffe \r\n\tx")]
    after, ids = post(before, postings, "gym.xlsx")
    assert ids == tuple(f"{posting.cell.a1}#{number:016x}" for number, posting in enumerate(postings, 1) if posting.cell)
    assert told(after) == (
        {f"{TAB}!E7": [said(1), said(3)], f"{TAB}!D7": [said(2)], f"{TAB}!A1": [postings[3].text]},
        {f"{TAB}!{address}" for address in notes} | {"Khác!B2"},
    )
    assert read_grids(after, "x") == read_grids(before, "x")
    seen = by_openpyxl(after)
    assert {address: seen[address] for address in notes} == notes
    assert {address: text for address, text in seen.items() if address not in {*notes, "A1"}} == {"E7": note_of((said(1), said(3))), "D7": said(2)}
    was, now = unpacked(before), unpacked(after)
    kinds = ("comment", "vmlDrawing", "commentsDrawing", "Content_Types", "sheet1.xml")
    assert {name for name in now if was.get(name) != now[name] and not any(kind in name for kind in kinds)} == set()
    if notes:
        assert now["xl/worksheets/sheet1.xml"] == was["xl/worksheets/sheet1.xml"]
    assert all(element in elements(after, "comment") for element in elements(before, "comment"))
    assert all(element in elements(after, "shape") for element in elements(before, "shape"))


@pytest.mark.parametrize("writer", WRITERS)
def test_what_was_posted_is_replaced_and_taken_out_again(writer: str) -> None:
    before = WRITERS[writer]({"C5": "ghi chú của chị Lan"})
    data, (one, two, three) = post(before, [opening(1, "E7"), opening(2, "E7"), opening(3, "F2")], "x")
    reply = Posting("reply", said(2, "Nay thiếu ít hơn."), at("E7"), two)
    data, ids = post(data, [reply, Posting("resolve", said(1, "Đã bổ sung."), at("E7"), one)], "x")
    assert (ids, told(data)[0]) == ((two, one), {f"{TAB}!E7": [reply.text], f"{TAB}!F2": [said(3)]})
    assert told(posted(data, Posting("resolve", said(2), None, two), opening(2, "E7")))[0] == {f"{TAB}!E7": [said(2)], f"{TAB}!F2": [said(3)]}
    data = posted(data, Posting("resolve", said(2), at("E7"), two), Posting("resolve", said(3), at("F2"), three))
    assert told(data) == ({}, {f"{TAB}!C5", "Khác!B2"})
    assert elements(data, "comment") == elements(before, "comment")
    assert elements(data, "shape") == elements(before, "shape")
    assert by_openpyxl(data) == by_openpyxl(before)


def test_the_last_note_leaves_parts_that_everybody_can_read() -> None:
    data, (name,) = post(written_by_excel({}), [opening(1, "B2")], "x")
    after = posted(data, Posting("resolve", said(1), None, name))
    assert (told(after), by_openpyxl(after)) == (({}, {"Khác!B2"}), {})
    assert told(posted(after, opening(5, "B2")))[0] == {f"{TAB}!B2": [said(5)]}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("", '</sheetData><legacyDrawing r:id="rId2"/></worksheet>'),
        ("<pageMargins/><drawing/>", '<pageMargins/><drawing/><legacyDrawing r:id="rId2"/></worksheet>'),
        ("<ignoredErrors/><tableParts/><extLst/>", '<ignoredErrors/><legacyDrawing r:id="rId2"/><tableParts/><extLst/>'),
        ("<picture/>", '</sheetData><legacyDrawing r:id="rId2"/><picture/>'),
        ("<legacyDrawingHF/>", '</sheetData><legacyDrawing r:id="rId2"/><legacyDrawingHF/>'),
    ],
)
def test_the_way_to_the_boxes_stands_where_the_format_wants_it(after: str, expected: str) -> None:
    data = posted(packed(parts(sheet=sheet("", after=after))), opening(1, "B2", tab="Tab"))
    assert expected in unpacked(data)[SHEET].decode()


def test_names_that_are_taken_are_not_used_again() -> None:
    members = parts() | {"xl/comments1.xml": "<old/>", "xl/drawings/VMLDRAWING1.vml": "<xml/>"}
    now = unpacked(posted(packed(members), opening(1, "B2", tab="Tab")))
    assert {"xl/comments2.xml", "xl/drawings/vmlDrawing2.vml", "xl/worksheets/_rels/sheet1.xml.rels"} <= set(now)
    assert (now["xl/comments1.xml"], now["xl/drawings/VMLDRAWING1.vml"]) == (b"<old/>", b"<xml/>")


def test_prefixes_and_absolute_ways_are_followed() -> None:
    members = noted("", drawing='<xml xmlns:a="urn:schemas-microsoft-com:vml" xmlns:v="urn:schemas-microsoft-com:office:excel"/>')
    members["xl/worksheets/_rels/sheet1.xml.rels"] = relations(("k", "comments", "/xl/Comments1.xml"), ("rId9", "vmlDrawing", "/xl/drawings/a.vml"))
    members["xl/comments1.xml"] = f'<q:comments xmlns:q="{MAIN}"><q:authors/><q:commentList/></q:comments>'
    data = posted(packed(members), opening(1, "B2", tab="Tab"))
    assert told(data)[0] == {"Tab!B2": [said(1)]}
    drawing = unpacked(data)["xl/drawings/a.vml"].decode()
    assert '<a:shape xmlns:o="urn:schemas-microsoft-com:office:office" id="_x0000_s1025"' in drawing
    assert "<v:ClientData" in drawing


VML = ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel"'
BUTTON = (
    '<v:shape id="_x0000_s1030" type="#_x0000_t201"><v:textbox><div>Gửi<br></div></v:textbox>'
    '<x:ClientData ObjectType="Button"><x:Row>1</x:Row><x:Column>1</x:Column></x:ClientData></v:shape>'
)
BOX = '<v:shape id="a"><x:ClientData ObjectType="Note"><x:Row>1</x:Row><x:Column>1</x:Column></x:ClientData></v:shape>'


def test_buttons_stay_in_a_drawing_that_gets_boxes() -> None:
    members = noted("<text><t>của Lan</t></text>", "Lan", drawing=f"<xml{VML}>{BUTTON}</xml>")
    members["xl/worksheets/_rels/sheet1.xml.rels"] = relations(("rId9", "vmlDrawing", "../drawings/a.vml"))
    before = packed(members)
    data, (name,) = post(before, [opening(1, "B2", tab="Tab")], "x")
    drawing = unpacked(data)["xl/drawings/a.vml"].decode()
    assert BUTTON in drawing
    assert 'id="_x0000_s1031"' in drawing
    assert unpacked(data)[SHEET] == unpacked(before)[SHEET]
    left = unpacked(posted(data, Posting("resolve", said(1), None, name)))["xl/drawings/a.vml"].decode()
    assert BUTTON in left
    assert "_x0000_s1031" not in left


def test_a_box_grows_with_its_note_and_stays_open_if_somebody_opened_it() -> None:
    data = posted(written_by_excel({}), opening(1, "E7"))
    drawing = "xl/drawings/vmlDrawing2.vml"
    opened = {**unpacked(data), drawing: unpacked(data)[drawing].replace(b"</x:ClientData>", b"<x:Visible/></x:ClientData>")}
    was, now = elements(packed(opened), "Anchor")[-1], posted(packed(opened), opening(2, "E7"))
    assert elements(now, "Anchor")[-1] != was
    assert b"visibility:visible" in unpacked(now)[drawing]
    assert unpacked(now)[drawing].count(b"<x:Visible/>") == 1


def test_a_box_stands_beside_its_cell_past_hidden_columns_and_high_rows() -> None:
    columns = '<cols><col min="3" max="3" width="20" hidden="1"/><col min="4" max="4" width="100" customWidth="1"/></cols>'
    rows = '<row r="1" ht="30"/><row r="2" ht="300"/>'
    data = posted(packed(parts(sheet=sheet(rows, before=columns))), opening(1, "B2", "Ngắn.", tab="Tab"))
    (anchor,) = elements(data, "Anchor")
    left, left_in, top, top_in, right, right_in, bottom, bottom_in = (int(number) for number in re.findall(rb"[0-9]+", anchor))
    assert (left, left_in, right, right_in) == (3, 15, 3, 315)  # column D; C is hidden
    assert (top, top_in, bottom) == (0, 10, 1)
    assert bottom_in > 40


# --- What is refused ---


@pytest.mark.parametrize(
    ("posting", "why"),
    [
        (opening(1, "C5"), "somebody else has a note"),
        (opening(1, "C5", tab="Không có"), "0 tabs have the title"),
        (Posting("open", said(1), None), "needs a cell"),
        (Posting("open", said(1), CellRef(TAB, -1, 0)), "no such place"),
        (Posting("open", said(1), CellRef(TAB, 0, 16_384)), "no such place"),
        (Posting("open", WORDS, at("A1")), "does not end in a tag"),
        (Posting("open", said(1, "half a character \ud83d"), at("A1")), "does not end in a tag"),
        (Posting("open", note_of((said(1), said(2))), at("A1")), "does not end in a tag"),
        (Posting("reply", said(1), at("C5"), f"{TAB}!C5#{1:016x}"), "is not there"),
        (Posting("resolve", said(1), at("C5"), None), "is not there"),
        (Posting("reopen", said(1), at("C5"), "x"), "can't be reopened"),
    ],
)
def test_what_can_not_be_posted_keeps_all_from_being_posted(posting: Posting, why: str) -> None:
    assert why in refused(written_by_excel({"C5": "của Lan"}), opening(9, "A9"), posting).en


def test_a_note_can_not_grow_without_end() -> None:
    data = written_by_excel({})
    most = [opening(number, "A1", f"{number}" + "x" * 1_500) for number in range(20)]
    assert len(told(posted(data, *most))[0][f"{TAB}!A1"]) == 20
    assert "longer than notes can be" in refused(data, *most, *most).en


def strict() -> Parts:
    return {name: str(body).replace(MAIN, STRICT).replace(OFFICE, STRICT_OFFICE) for name, body in parts().items()}


@pytest.mark.parametrize(
    ("members", "why"),
    [
        (parts() | {"_xmlsignatures/sig1.xml": "<x/>"}, "signed"),
        (strict(), "strict variant"),
        (noted("") | {"xl/drawings/a.vml": "<xml><not closed></xml>"}, "unusual way"),
        (noted("") | {"xl/drawings/a.vml": "<html/>"}, "unusual way"),
        (noted("", drawing=""), "unusual way"),
        (noted("<text><t>x</t></text>", drawing=f"<xml{VML}>{BOX}{BOX}</xml>"), "unusual way"),
        (noted("") | {"xl/comments1.xml": f'<comments xmlns="{MAIN}"><authors/></comments>'}, "unusual way"),
        (noted("") | {SHEET: sheet("", after='<legacyDrawing r:id="rId7"/>')}, "unusual way"),
        (noted("") | {SHEET: sheet("", after='<x><legacyDrawing r:id="rId9"/></x>')}, "unusual way"),
        (parts() | {"xl/worksheets/_rels/sheet1.xml.rels": relations(("a", "comments", "../gone.xml"))}, "unusual way"),
    ],
)
def test_a_workbook_that_could_break_is_refused(members: Parts, why: str) -> None:
    assert why in refused(packed(members), opening(1, "B2", tab="Tab")).en


def test_notes_that_two_tabs_share_are_refused() -> None:
    data = unpacked(written_by_excel({"C5": "của Lan"}))
    rels = "xl/worksheets/_rels/sheet{}.xml.rels"
    data[rels.format(2)] = data[rels.format(1)]
    assert "unusual way" in refused(packed(data), opening(1, "B2")).en


# --- Through the backend ---


@pytest.fixture
def backend(tmp_path: Path) -> XlsxBackend:
    return XlsxBackend(tmp_path / "maps", clock=lambda: LATER)


def test_posting_is_one_save_from_the_state_that_was_read(backend: XlsxBackend) -> None:
    state = backend.create(DESIGN)
    assert backend.post(state, []) == ()
    assert backend.read(state.ref) == state
    (name,) = backend.post(state, [opening(1, "E7")])
    now = backend.threads(backend.read(state.ref))
    assert (now.grids, [thread.id for thread in now.threads or ()], now.taken) == (state.grids, [name], frozenset({at("C4")}))
    with pytest.raises(ChangedElsewhere):
        backend.post(state, [opening(1, "E7")])
    with pytest.raises(ChangedElsewhere):
        backend.threads(state)
    assert backend.threads(backend.read(state.ref)) == now


def test_a_workbook_that_can_not_be_written_gets_no_posts(backend: XlsxBackend) -> None:
    state = backend.create(DESIGN)
    path = Path(state.ref)
    lock = path.with_name(f".~lock.{path.name}#")
    lock.touch()
    with pytest.raises(WorkbookInUse):
        backend.post(state, [opening(1, "E7")])
    lock.unlink()
    path.chmod(0o444)
    with pytest.raises(WorkbookReadOnly):
        backend.post(state, [opening(1, "E7")])
    assert backend.read(state.ref) == state
    path.unlink()
    for act in (lambda: backend.post(state, [opening(1, "E7")]), lambda: backend.threads(state)):
        with pytest.raises(WorkbookNotFound):
            act()


def test_writing_cells_and_adding_tabs_leaves_notes_alone() -> None:
    data = posted(create_workbook(DESIGN), opening(1, "E7"), opening(2, "E7"))
    edited = patch(data, [CellEdit(at("E7"), "đã điền"), CellEdit(at("C5"), "")], "x")
    assert told(edited) == told(data)
    assert elements(edited, "comment") == elements(data, "comment")
    assert posted(edited, Posting("reply", said(1), None, f"{TAB}!E7#{1:016x}")) == edited


# --- Whatever people wrote ---

places = st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda place: f"{chr(65 + place[1])}{place[0] + 1}")
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
acts = st.lists(st.tuples(st.sampled_from(["open", "open", "reply", "resolve"]), places, texts), min_size=1, max_size=12)


@given(st.sampled_from(sorted(WRITERS)), st.dictionaries(places, texts, max_size=6), st.lists(acts, min_size=1, max_size=3))
def test_people_keep_every_byte_and_our_posts_are_read_as_posted(
    writer: str, notes: dict[str, str], runs: Sequence[list[tuple[str, str, str]]]
) -> None:
    before = data = WRITERS[writer](notes)
    standing: dict[str, tuple[str, str]] = {}
    number = 0
    for run in runs:
        postings: list[Posting] = []
        for action, address, words in run:
            number += 1
            if action == "open" and address not in notes:
                postings.append(opening(number, address, words))
                continue
            free = [name for name in standing if name not in {posting.thread for posting in postings}]
            if action != "open" and free:
                name = free[number % len(free)]
                subject = int(name.rpartition("#")[2], 16)
                postings.append(Posting("reply" if action == "reply" else "resolve", said(subject, words), None, name))
        data, ids = post(data, postings, "x")
        for posting, name in zip(postings, ids, strict=True):
            if posting.action == "resolve":
                del standing[name]
            else:
                standing[name] = (name.partition("#")[0], posting.text.strip())
    mine, taken = told(data)
    assert sorted((cell, text) for cell, found in mine.items() for text in found) == sorted(standing.values())
    assert taken == {f"{TAB}!{address}" for address in notes} | {"Khác!B2"}
    assert read_grids(data, "x") == read_grids(before, "x")
    for name in ("comment", "shape"):
        kept = elements(before, name)
        assert [element for element in elements(data, name) if element in kept] == kept
    assert len(elements(data, "comment")) == len(elements(data, "ClientData")) == len(notes) + 1 + len(mine)
    assert set(by_openpyxl(data)) == {*notes, *(cell.partition("!")[2] for cell in mine)}


# --- Damaged and hostile parts ---


def many(count: int) -> str:
    return "".join(f'<comment ref="B{number + 1}" authorId="0"><text><t>ghi chú {number}</t></text></comment>' for number in range(count))


@pytest.mark.parametrize(
    ("members", "taken"),
    [
        (noted("<text><t>x</t></text>", ref="XFE1"), set()),
        (noted("<text><t>x</t></text>", ref="A1048577"), set()),
        (noted("<text><t>x</t></text>", ref="nowhere"), set()),
        (noted("<text><t>x</t></text>", ref="c5"), {"Tab!C5"}),
        (noted("<text><t>x</t></text>", ref="C5:D6"), {"Tab!C5"}),
        (noted(f"<text><t>{said(1, 'x')}</t></text>", also=f'<comment ref="C5"><text><t>{said(1, "x")}</t></text></comment>'), {"Tab!C5"}),
        (noted("<text><t>x</t></text>", also='<other ref="D7" authorId="99999999999"/>'), {"Tab!C5", "Tab!D7"}),
        (noted("") | {"xl/worksheets/_rels/sheet1.xml.rels": relations(("a", "comments", "../gone.xml"))}, set()),
        (noted("") | {"xl/worksheets/_rels/sheet1.xml.rels": relations(("a", "comments", "../comments1.xml"), ("b", "x", "/y"))}, {"Tab!C5"}),
    ],
)
def test_odd_notes_are_passed_over_or_take_their_cell(members: Parts, taken: set[str]) -> None:
    assert told(packed(members)) == ({}, taken)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<comments", "no well-formed XML"),
        ('<!DOCTYPE x [<!ENTITY a "aaaa">]><comments/>', "declares a document type"),
        ("<comments xmlns='urn:other'><commentList/></comments>".encode("utf-16"), "not in UTF-8"),
        (f'<comments xmlns="{MAIN}">' + "".join(f"<a{number}/>" for number in range(610_000)), "larger than the limit"),
    ],
    ids=["cut off", "entities", "UTF-16", "endless"],
)
def test_hostile_notes_end_in_a_clear_refusal_and_cells_are_read_all_the_same(body: str | bytes, why: str) -> None:
    data = packed(noted("") | {"xl/comments1.xml": body})
    assert read_grids(data, "x")[0].title == "Tab"
    with pytest.raises(WorkbookError) as refusal:
        told(data)
    assert why in refusal.value.en
    with pytest.raises(WorkbookError):
        posted(data, opening(1, "B2", tab="Tab"))


def test_a_way_out_of_the_file_is_refused() -> None:
    members = noted("") | {"xl/worksheets/_rels/sheet1.xml.rels": relations(("a", "comments", "../../../../etc/passwd"))}
    with pytest.raises(NotAWorkbook, match="outside the file"):
        told(packed(members))


def test_deeply_nested_notes_are_no_trouble() -> None:
    deep = "<r>" * 20_000 + "</r>" * 20_000
    members = noted(f"<text>{deep}</text>")
    assert told(packed(members)) == ({}, {"Tab!C5"})
    assert told(posted(packed(members), opening(1, "B2", tab="Tab")))[0] == {"Tab!B2": [said(1)]}


def test_ten_thousand_notes_are_read_and_kept() -> None:
    data = packed(noted("", also=many(10_000)))
    after = posted(data, opening(1, "D7", tab="Tab"))
    mine, taken = told(after)
    assert (list(mine), len(taken)) == (["Tab!D7"], 10_001)
    assert many(10_000).encode() in unpacked(after)["xl/comments1.xml"]


# --- LibreOffice ---


@pytest.fixture
def in_office(tmp_path: Path) -> Path:
    path = tmp_path / "gym.xlsx"
    lan = {"C5": "ghi chú của chị Lan", "B3": "hỏi\nlại"}
    path.write_bytes(posted(written_by_excel(lan), opening(1, "E7"), opening(2, "E7"), opening(3, "A1", "“Trích” & <b>")))
    return path


def test_libreoffice_shows_our_notes_on_their_cells(office: Office, in_office: Path, tmp_path: Path) -> None:
    found = office.run("notes", in_office, tmp_path / "saved.xlsx")["notes"]
    assert {tuple(note["cell"]): note["text"] for note in found} == {
        (TAB, 6, 4): note_of((said(1), said(2))),
        (TAB, 0, 0): said(3, "“Trích” & <b>"),
        (TAB, 4, 2): "ghi chú của chị Lan",
        (TAB, 2, 1): "hỏi\nlại",
        ("Khác", 1, 1): "của anh Minh",
    }
    assert {note["shown"] for note in found} == {False}
    heights = {tuple(note["cell"])[1:]: note["box"][1] for note in found}
    assert heights[6, 4] > 150
    assert all(note["box"][0] >= 300 for note in found if "sheetsync" in note["text"])


@pytest.mark.parametrize(
    ("script", "arguments", "cell"),
    [
        ("resave", {}, "E7"),
        ("insert_rows", {"sheet": TAB, "row": 2, "count": 3}, "E10"),
        ("insert_columns", {"sheet": TAB, "column": 1}, "F7"),
    ],
)
def test_our_notes_are_ours_after_libreoffice_and_follow_their_cells(
    office: Office, in_office: Path, tmp_path: Path, script: str, arguments: dict[str, object], cell: str
) -> None:
    saved = tmp_path / "saved.xlsx"
    office.run(script, in_office, saved, **arguments)
    mine, taken = told(saved.read_bytes())
    assert mine == {f"{TAB}!{cell}": [said(1), said(2)], f"{TAB}!A1": [said(3, "“Trích” & <b>")]}
    assert len(taken) == 3
    theirs = [element for element in elements(saved.read_bytes(), "comment") if "sheetsync" not in element.decode()]
    after, _ = post(
        saved.read_bytes(),
        [Posting("resolve", said(1), None, f"{TAB}!{cell}#{1:016x}"), Posting("resolve", said(3), None, f"{TAB}!A1#{3:016x}"), opening(4, "H9")],
        "x",
    )
    assert told(after) == ({f"{TAB}!{cell}": [said(2)], f"{TAB}!H9": [said(4)]}, taken)
    assert [element for element in elements(after, "comment") if "sheetsync" not in element.decode()] == theirs
    again = tmp_path / "again.xlsx"
    again.write_bytes(after)
    assert len(office.run("notes", again, tmp_path / "shown.xlsx")["notes"]) == 5


@pytest.mark.parametrize(
    ("script", "arguments", "ours", "theirs"),
    [
        ("sort_by_filter", {"column": 1}, {"B3": 2, "B4": 1}, {"C4"}),
        ("copy_row", {"row": 1}, {"B2": 1, "B3": 1, "B5": 2}, {"C2", "C3"}),
        ("delete_rows", {"row": 1}, {"B3": 2}, set()),
    ],
)
def test_notes_are_read_wherever_people_brought_them(
    office: Office, tmp_path: Path, script: str, arguments: dict[str, object], ours: dict[str, int], theirs: set[str]
) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        tab = book.add_worksheet(TAB)
        for row, values in enumerate((["_id", "action", "pain"], ["3", "Chờ", "x"], ["1", "An tâm", "y"], ["2", "Biết", "z"])):
            tab.write_row(row, 0, values)
        tab.autofilter(0, 0, 3, 2)
        tab.write_comment("C2", "của Lan")
    source, target = tmp_path / "gym.xlsx", tmp_path / "after.xlsx"
    source.write_bytes(posted(file.getvalue(), opening(1, "B2"), opening(2, "B4")))
    office.run(script, source, target, sheet=TAB, **arguments)
    expected = {f"{TAB}!{address}": [said(number)] for address, number in ours.items()}
    assert told(target.read_bytes()) == (expected, {f"{TAB}!{address}" for address in theirs})
