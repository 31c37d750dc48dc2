"""A folder is a registry: every module in it joins by being there."""

from collections.abc import Collection, Iterator
from functools import cache
from importlib import import_module
from os import listdir
from os.path import join
from types import ModuleType


def names(package: str) -> list[str]:
    """The names of the modules of ``package``, in their order. None of them is imported."""
    return [name for name, _ in _files(package)]


def modules(package: str, mentioning: Collection[str] = ()) -> Iterator[ModuleType]:
    """Import and yield every module of ``package`` in the order of their names. An import error is never swallowed.

    ``mentioning`` leaves out the modules whose text holds none of these words: reading a file takes a tenth of what importing it does.
    """
    words = [word.encode() for word in mentioning]
    for name, path in _files(package):
        if not words or _mentions(path, words):
            yield import_module(f"{package}.{name}")


@cache
def _files(package: str) -> list[tuple[str, str]]:
    files = [(name, join(folder, name)) for folder in import_module(package).__path__ for name in listdir(folder)]  # noqa: PTH118, PTH208 - once a file
    return sorted((name.removesuffix(".py"), path) for name, path in files if name.endswith(".py") and not name.startswith("_"))


def _mentions(path: str, words: Collection[bytes]) -> bool:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a Path for each file would take as long as reading it
        text = file.read()
    return any(word in text for word in words)
