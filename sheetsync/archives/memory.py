"""An archive that lives as long as the process: for dry runs and tests."""

from threading import Lock
from typing import ClassVar

from sheetsync.archives._keys import check_cache_key, check_key
from sheetsync.errors import AlreadyInArchive, NotInArchive
from sheetsync.model.words import Text
from sheetsync.ports import Archive, Check


class MemoryArchive(Archive):
    """Files in a dictionary, ``files``; safe to share between threads."""

    kind: ClassVar[str] = "memory"

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self._lock = Lock()

    def create(self, key: str, body: bytes) -> None:
        check_key(key)
        with self._lock:
            if key in self.files:
                raise AlreadyInArchive(key)
            self.files[key] = body

    def read(self, key: str) -> bytes:
        check_key(key)
        try:
            return self.files[key]
        except KeyError:
            raise NotInArchive(key) from None

    def names(self, folder: str) -> tuple[str, ...]:
        if folder:
            check_key(folder)
        start = f"{folder}/" if folder else ""
        with self._lock:
            return tuple(sorted({key[len(start) :].partition("/")[0] for key in self.files if key.startswith(start)}))

    def examine(self) -> tuple[Check, ...]:
        return (Check("archive", "ok", Text(vi="kho lưu trữ trong bộ nhớ", en="an archive in memory")),)

    def cache(self, key: str, body: bytes) -> None:
        check_cache_key(key)
        with self._lock:
            self.files[key] = body
