"""How wide the terminal is: as ``shutil.get_terminal_size`` tells, which is slow to import."""

import os


def columns(otherwise: int) -> int:
    """The columns of the terminal, or what ``COLUMNS`` says; ``otherwise`` where there is neither."""
    try:
        return int(os.environ.get("COLUMNS") or os.get_terminal_size().columns) or otherwise
    except (ValueError, OSError):
        return otherwise
