"""Who moved since sheet and archive were last in step, as one table."""

import pytest

from sheetsync.history.direction import Direction, direction


@pytest.mark.parametrize(
    ("sheet", "latest", "base", "older", "expected"),
    [
        ("A", None, None, "", "first"),
        ("A", "A", "A", "", "same"),
        ("A", "A", None, "", "same"),
        ("A", "A", "B", "B", "same"),
        ("B", "A", "A", "", "sheet"),
        ("A", "B", "A", "A", "archive"),
        ("C", "B", "A", "A", "both"),
        ("C", "A", None, "", "unrelated"),
        ("O", "A", "A", "O", "old-copy"),
        ("O", "B", "A", "OA", "old-copy"),
        ("O", "A", None, "O", "old-copy"),
    ],
)
def test_says_who_moved(sheet: str, latest: str | None, base: str | None, older: str, expected: Direction):
    assert direction(sheet, latest=latest, base=base, older=older) == expected


def test_older_versions_are_looked_at_only_when_they_matter():
    def unreadable(number: int) -> str:
        raise AssertionError(f"read version {number} for nothing")

    assert direction("A", latest="A", base="A", older=map(unreadable, (1, 2))) == "same"
    assert direction("A", latest="B", base="A", older=map(unreadable, (1, 2))) == "archive"
