"""Read all notes: the tab, row and column of each, what it says, and how large its box is, in pixels."""

from typing import Any

from tests.office_scripts.desk import act

HUNDREDTHS_OF_MM_A_PIXEL = 2540 / 96


def change(document: Any) -> dict[str, Any]:
    """Leave everything as it is; tell the notes."""
    told = []
    for sheet in (document.Sheets.getByIndex(number) for number in range(document.Sheets.Count)):
        for note in (sheet.Annotations.getByIndex(number) for number in range(sheet.Annotations.Count)):
            size = note.AnnotationShape.Size
            box = [round(length / HUNDREDTHS_OF_MM_A_PIXEL) for length in (size.Width, size.Height)]
            told.append({"cell": [sheet.Name, note.Position.Row, note.Position.Column], "text": note.String, "box": box, "shown": note.IsVisible})
    return {"notes": told}


if __name__ == "__main__":
    act(change)
