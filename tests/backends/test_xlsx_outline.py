"""What counts as nothing but an addition: the proof on which adding tabs stands."""

import pytest

from sheetsync.backends.xlsx.outline import Element, holds_more, is_extended, outline
from sheetsync.backends.xlsx.package import Package
from sheetsync.backends.xlsx.splicing import spliced
from tests.backends.packages import packed, parts

PACKAGE = Package(packed(parts()), "x")
OLD = '<a xmlns="urn:a"><one count="1"><x n="1">chữ</x></one><two/></a>'


def read(text: str) -> Element:
    return outline(PACKAGE, "part.xml", text.encode())


@pytest.mark.parametrize(
    "new",
    [
        OLD.replace("</one>", '<x n="2"/></one>').replace('count="1"', 'count="2"'),
        OLD.replace("</one>", "<x/></one>"),
        '<p:a xmlns:p="urn:a">\n <p:one  count="1" ><p:x n="1">chữ</p:x><p:x/></p:one><p:two></p:two></p:a>',
    ],
)
def test_one_more_at_the_end_is_an_addition_however_it_is_written(new: str) -> None:
    assert is_extended(read(OLD), read(new), {"one": 1})
    assert not is_extended(read(OLD), read(new), {})
    assert not is_extended(read(OLD), read(new), {"one": 2})


def test_a_new_element_that_holds_what_is_added_is_an_addition() -> None:
    new = read(OLD.replace("<two/>", "<new><x/><x/></new><two/>"))
    assert is_extended(read(OLD), new, {"new": 2})
    assert not is_extended(read(OLD), new, {"new": 1})


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        OLD.replace("</one>", "<x/><x/></one>"),
        OLD.replace("<x n", "<x/><x n"),
        OLD.replace('n="1"', 'n="2"').replace("</one>", "<x/></one>"),
        OLD.replace("chữ", "khác").replace("</one>", "<x/></one>"),
        OLD.replace('count="1"', 'count="2" more="1"').replace("</one>", "<x/></one>"),
        OLD.replace("<two/>", "").replace("</one>", "<x/></one>"),
        OLD.replace("<two/>", "<two/><two/>").replace("</one>", "<x/></one>"),
        OLD.replace("</one>", '<x xmlns="urn:b"/></one>'),
        OLD.replace("<a ", '<a n="1" ').replace("</one>", "<x/></one>"),
        '<b xmlns="urn:a"/>',
    ],
)
def test_anything_else_is_none(new: str) -> None:
    assert not is_extended(read(OLD), read(new), {"one": 1})


def test_a_part_that_is_a_list_itself_may_hold_more() -> None:
    old, new = read('<a xmlns="urn:a"><x/></a>'), read('<a xmlns="urn:a"><x/><y/></a>')
    assert holds_more(old, new, 1)
    assert holds_more(old, old, 0)
    assert not holds_more(new, old, 1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a><x count="1"><y/></x></a>', '<a><x count="2"><y/><z/></x></a>'),
        ("<a><x count='9' ><y/></x></a>", "<a><x count='2' ><y/><z/></x></a>"),
        ("<a><x><y/></x></a>", "<a><x><y/><z/></x></a>"),
        ('<a><x count="0"/></a>', '<a><x count="2"><z/></x></a>'),
        ("<a><x /></a>", "<a><x><z/></x></a>"),
        ("<p:a xmlns:p='urn:p'><p:x/></p:a>", "<p:a xmlns:p='urn:p'><p:x><z/></p:x></p:a>"),
        ('<a><x n="a>b/"/></a>', '<a><x n="a>b/"><z/></x></a>'),
    ],
)
def test_an_element_takes_more_at_its_end(before: str, after: str) -> None:
    body = before.encode()
    assert spliced(body, read(before).children[0].extended(body, b"<z/>", 2)).decode() == after
