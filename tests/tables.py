"""Little tables as text, so that a sheet stands beside the assertion about it."""

from sheetsync.model.grid import Grid, Typed, Value


def grid(title: str, table: str, *, merges: tuple[tuple[int, int, int, int], ...] = ()) -> Grid:
    """A grid from lines of cells divided by ``|``.

    A lone ``.`` is blank too, `` / `` in a cell is a line break, ``#7`` a number, ``d2026-11-22`` a date, ``=x`` a formula that shows x.
    """
    cells: dict[tuple[int, int], Value] = {}
    for row, line in enumerate(line for line in table.strip().splitlines() if line.strip()):
        for column, text in enumerate(line.split("|")):
            if (text := text.strip()) not in {"", "."}:
                cells[row, column] = _value(text)
    return Grid(title, cells, merges)


def _value(text: str) -> Value:
    if text[0] == "#" and text[1:].replace(".", "").isdecimal():
        return Typed("number", text[1:], text[1:])
    if text[0] == "d" and text[1:5].isdecimal():
        return Typed("number", "46348", text[1:], text[1:])
    if text[0] == "=":
        return Typed("formula", "A1", text[1:])
    if text.startswith("#"):
        return Typed("error", text, text)
    return text.replace(" / ", "\n")


def meta(map_type: str = "customer-journey", language: str = "vi", map_id: str = "m1", *, version: int = 1) -> Grid:
    """The hidden tab of a map."""
    return grid(
        "_sheetsync",
        f"""
        map | {map_id}
        type | {map_type}
        type_version | {version}
        language | {language}
        format | 1
        """,
    )
