"""Open and save, in the format that the target's name asks for."""

from typing import Any

from tests.office_scripts.desk import act


def change(_document: Any) -> None:
    """Leave everything as it is."""


if __name__ == "__main__":
    act(change)
