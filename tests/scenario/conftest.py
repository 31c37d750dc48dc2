"""Stories are told through the real commands."""

from tests.cli.conftest import desk, folder, google, google_desk, google_gym, google_gym_as_made, gym, prepared, shop

__all__ = ["desk", "folder", "google", "google_desk", "google_gym", "google_gym_as_made", "gym", "prepared", "shop"]
