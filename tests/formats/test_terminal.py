"""Columns on a terminal: what is seen counts, however it is painted."""

import re

import pytest

from sheetsync.formats.terminal import Paint, cells, columns

PAINT = Paint(colour=True, links=True)
PLAIN = Paint(colour=False)


def table(look: Paint) -> list[str]:
    heads = [look(head, "bold", "cyan") for head in ("Bản đồ", "Loại", "Tệp")]
    return columns([heads, ["Phòng tập", "customer-journey", look.link("maps/a.xlsx", "file:///a")], [look("✗", "red"), "", "酒店"]])


def test_a_painted_table_has_the_columns_of_a_plain_one() -> None:
    seen = [re.sub(r"\x1b(\[[0-9;]*m|]8;;.*?\x1b\\)", "", line) for line in table(PAINT)]
    assert seen == table(PLAIN)
    assert seen == [
        "Bản đồ     Loại              Tệp",
        "Phòng tập  customer-journey  maps/a.xlsx",
        "✗                            酒店",
    ]


@pytest.mark.parametrize(("text", "width"), [("Phòng tập", 9), ("Pho\u0300ng", 5), ("酒店", 4), ("", 0)])
def test_a_text_takes_as_many_cells_painted_as_plain(text: str, width: int) -> None:
    assert cells(text) == cells(PAINT(text, "bold")) == cells(PAINT.link(PAINT(text, "dim"), "https://example.com")) == width
