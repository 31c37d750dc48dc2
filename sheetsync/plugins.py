"""A folder is a registry: every module in it joins by being there."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType


def modules(package: str) -> Iterator[ModuleType]:
    """Import and yield every module of ``package`` in the order of their names. An import error is never swallowed."""
    spec = find_spec(package)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    names = {path.stem for folder in folders for path in Path(folder).glob("*.py") if not path.stem.startswith("_")}
    for name in sorted(names):
        yield import_module(f"{package}.{name}")
