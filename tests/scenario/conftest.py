"""Stories are told through the real commands."""

from tests.cli.conftest import desk, folder, gym, prepared, shop

__all__ = ["desk", "folder", "gym", "prepared", "shop"]
