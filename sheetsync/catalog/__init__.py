"""Map types and worked examples, read from ``sheet_templates/``.

A folder of templates holds ``<map-type>.toml`` files, ``_common.toml`` (fields that several types share), ``tabs/<tab>.toml`` (supporting lists)
and ``examples/<example>.toml``. Only what is asked for is parsed. A mistake is refused with the file, the place and the fix; nothing is guessed.
"""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from sheetsync.catalog.shared import Shared
from sheetsync.catalog.tables import not_known, parse, read
from sheetsync.catalog.templates import PROFILES, map_type
from sheetsync.errors import UsageError
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Text

if TYPE_CHECKING:
    from sheetsync.catalog.examples import Edit, Example

__all__ = ["PROFILES", "Catalog", "builtin"]

_EDITS = "_quarter.toml"


class Catalog:
    """The map types and examples of one folder of templates; each is parsed once, when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._types: dict[str, MapType] = {}
        self._shared: Shared | None = None

    def keys(self) -> tuple[str, ...]:
        """The keys of all map types, in the order of the alphabet."""
        return _names(self._folder)

    def load(self, key: str) -> MapType:
        """The map type ``key``.

        Raises:
            UsageError: there is no such type; names the nearest one.
            TemplateError: its template has a mistake; names file, place and fix.
        """
        if key not in self._types:
            _check(key, self.keys(), Text("loại bản đồ", "map type"))
            if self._shared is None:
                self._shared = Shared(self._folder)
            file = f"{key}.toml"
            self._types[key] = map_type(parse(read(self._folder / file), file), key, self._shared)
        return self._types[key]

    def examples(self) -> tuple[str, ...]:
        """The names of all worked examples, in the order of the alphabet."""
        return _names(self._folder / "examples")

    def example(self, name: str) -> "Example":
        """The worked example ``name``.

        Raises:
            UsageError: there is no such example; names the nearest one.
            TemplateError: it, or the template of its type, has a mistake; names file, place and fix.
        """
        from sheetsync.catalog.examples import read_example  # noqa: PLC0415 - linting never needs examples

        _check(name, self.examples(), Text("ví dụ", "example"))
        file = f"examples/{name}.toml"
        return read_example(parse(read(self._folder / file), file), name, self.load)

    def edits(self) -> "tuple[Edit, ...]":
        """What a team changes in the examples within a quarter, in order.

        Raises:
            TemplateError: there is a mistake in them; names file, place and fix.
        """
        from sheetsync.catalog.examples import read_edits  # noqa: PLC0415 - linting never needs examples

        file = f"examples/{_EDITS}"
        return read_edits(parse(read(self._folder / file), file), file, self)


def builtin() -> Catalog:
    """The map types and examples that sheetsync brings along."""
    return Catalog(Path(__file__).resolve().parents[2] / "sheet_templates")


def _names(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.iterdir() if path.suffix == ".toml" and not path.name.startswith("_")))


def _check(name: str, known: Collection[str], what: Text) -> None:
    if name not in known:
        en, vi = not_known(what, name, known)
        raise UsageError(en=en, vi=vi)
