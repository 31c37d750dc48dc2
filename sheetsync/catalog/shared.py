"""What map types borrow by name: shared fields and supporting tabs."""

import re
from pathlib import Path
from typing import NamedTuple, cast

from sheetsync.catalog.tables import Place, Table, not_known, parse, read
from sheetsync.errors import TemplateError
from sheetsync.model.words import Text

TAB_KEYS = frozenset({"slots", "title", "guide", "step", "source", "fields"})
FIELD_KEYS = frozenset({"key", "role", "kind", "title", "guide", "aliases", "choices", "required", "minimum", "maximum", "source"})
KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")

_COMMON = "_common.toml"
_SECTIONS = ("about", "stage_values", "lanes")
_HEADER = re.compile(r"\[(\w+)\.([\w-]+)\]\s*(?:#.*)?")


class Shared:
    """What types borrow by name: the fields of ``_common.toml`` and the tabs of ``tabs/``, each parsed when a type first names it."""

    def __init__(self, folder: Path) -> None:
        self._tabs = folder / "tabs"
        self._sections = _sections(folder / _COMMON)
        self._parsed: dict[tuple[str, str], Table] = {}

    def field(self, section: str, own: Table) -> Table:
        """The shared field of a section (``about``, ``stage_values`` or ``lanes``) that ``own`` uses."""
        known = self._sections[section]
        name = own.one_of("use", known, Text("trường dùng chung", "shared field"))
        if (section, name) not in self._parsed:
            data = cast("dict[str, dict[str, object]]", parse(known[name].text, _COMMON, known[name].line))
            self._parsed[section, name] = Table(data[section][name], Place(_COMMON, f"{section}.{name}"), FIELD_KEYS)
        return self._parsed[section, name]

    def tab(self, own: Table) -> Table:
        """The supporting tab that ``own`` uses."""
        name = own.string("use")
        if ("tabs", name) not in self._parsed:
            path = self._tabs / f"{name}.toml"
            if not KEY.fullmatch(name) or not path.is_file():
                known = [path.stem for path in self._tabs.glob("*.toml")]
                raise own.at("use").wrong(*not_known(Text("trang phụ", "supporting tab"), name, known))
            self._parsed["tabs", name] = Table(parse(read(path), f"tabs/{name}.toml"), Place(f"tabs/{name}.toml"), TAB_KEYS)
        return self._parsed["tabs", name]


class _Section(NamedTuple):
    """One table of ``_common.toml``, not parsed yet: of many shared fields a type uses a few, and parsing is what takes time."""

    text: str
    line: int


def _sections(path: Path) -> dict[str, dict[str, _Section]]:
    """The tables of ``_common.toml`` by the two parts of their headers, such as ``[lanes.emotion]``."""
    sections: dict[str, dict[str, _Section]] = {name: {} for name in _SECTIONS}
    first, *tables = ("\n" + (read(path) if path.exists() else "")).split("\n[")
    line = first.count("\n") + 1
    if parse(first, path.name):
        raise TemplateError(
            path.name, "top", en="has a key outside of tables; put it into one", vi="có khóa nằm ngoài mọi bảng; hãy đưa vào một bảng"
        )
    for table in tables:
        header = _HEADER.fullmatch("[" + table.partition("\n")[0])
        section, name = header.groups() if header else ("", "")
        if section not in sections or name in sections[section]:
            raise TemplateError(
                path.name,
                f"line {line}",
                en=f"each table stands here once, under a header such as [{'name], ['.join(_SECTIONS)}.name]; rename or remove this one",
                vi=f"mỗi bảng chỉ đứng một lần, với đầu mục dạng [{'tên], ['.join(_SECTIONS)}.tên]; hãy đổi tên hoặc bỏ bảng này",
            )
        sections[section][name] = _Section("[" + table, line)
        line += table.count("\n") + 1
    return sections
