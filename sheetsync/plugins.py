"""A folder is a registry: every module in it joins by being there."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType


def modules(package: str) -> Iterator[ModuleType]:
    """Import and yield every module of ``package`` in the order of their names. An import error is never swallowed."""
    names = {path.stem for folder in import_module(package).__path__ for path in Path(folder).glob("*.py") if not path.stem.startswith("_")}
    for name in sorted(names):
        yield import_module(f"{package}.{name}")
