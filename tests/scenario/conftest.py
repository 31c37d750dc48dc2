"""Stories are told through the real commands."""

from tests.cli.conftest import desk, folder, google, google_desk, gym, prepared, shop

__all__ = ["desk", "folder", "google", "google_desk", "gym", "prepared", "shop"]
