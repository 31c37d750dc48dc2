import pytest

from sheetsync.archives.memory import MemoryArchive
from sheetsync.ports import Archive
from tests.archives.suite import ArchiveTests


class TestMemoryArchive(ArchiveTests):
    @pytest.fixture
    def archive(self) -> Archive:
        return MemoryArchive()
