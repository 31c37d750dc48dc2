"""*About this map*: its fields, by their keys or by their labels."""

from sheetsync.model import anatomy
from sheetsync.model.grid import CellRef
from sheetsync.model.journey import FieldRef
from sheetsync.model.places import ABOUT, Place, Row
from sheetsync.model.reading.notes import Notes
from sheetsync.model.tabs import FoundTab, fold, shown_text


def read_about(notes: Notes, here: FoundTab | None) -> tuple[dict[str, str], str]:
    """What *About this map* says, and the map's title."""
    if here is None:
        notes.problem("lane-missing", FieldRef(), {"tab": anatomy.ABOUT_TAB}, variant="tab")
        return {}, ""
    fields = {item.key: item for item in notes.type.about}
    names = notes.words.about
    values: dict[str, str] = {}
    rows: list[Row] = []
    title = ""
    column = here.columns[anatomy.VALUE]
    for number, line in sorted(here.sheet.lines.items()):
        key = shown_text(line.get(here.columns[anatomy.KEY], "")) if number != here.keys else ""
        if not key and number > here.head:
            labels = (names.get(fold(shown_text(value)), "") for at, value in sorted(line.items()) if at != column)
            label = next((label for label in labels if label), "")
            key = label if label not in {row.record for row in rows} else ""
        if key not in fields and key != anatomy.TITLE:
            continue
        if any(row.record == key for row in rows):
            continue
        rows.append(Row(number, key, "", key))
        if column not in line:
            continue
        if key == anatomy.TITLE:
            title = " ".join(shown_text(line[column]).split())
            continue
        ref = FieldRef(field=key)
        cell = CellRef(here.sheet.grid.title, number, column)
        if text := notes.value(fields[key], line[column], ref, cell):
            values[key] = text
    notes.places[ABOUT] = Place(here.sheet.grid.title, here.sheet.across, here.columns, here.head, tuple(rows), here.sheet.grid)
    placed = {row.record for row in rows}
    for item in notes.type.about:
        if item.key not in placed:
            notes.problem("lane-missing", FieldRef(field=item.key), {"field": item.title, "tab": anatomy.ABOUT_TAB})
    return {key: values[key] for key in fields if key in values}, title
