"""A folder is a registry: every module in it joins by being there."""

from collections.abc import Iterator
from importlib import import_module
from os import listdir
from types import ModuleType


def modules(package: str) -> Iterator[ModuleType]:
    """Import and yield every module of ``package`` in the order of their names. An import error is never swallowed."""
    files = (name for folder in import_module(package).__path__ for name in listdir(folder))  # noqa: PTH208 - names are asked for, not paths
    names = {name.removesuffix(".py") for name in files if name.endswith(".py") and not name.startswith("_")}
    for name in sorted(names):
        yield import_module(f"{package}.{name}")
