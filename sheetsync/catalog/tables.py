"""TOML tables that are read with their place at hand, so that a mistake is refused with the file, the place and the fix."""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from sheetsync.errors import TemplateError
from sheetsync.model.words import LANGUAGES, Text

_LANGUAGES = frozenset(LANGUAGES)


class Place(NamedTuple):
    """Where in a template we are; written out only when something is wrong there."""

    file: str
    part: str = ""
    within: "Place | None" = None

    def __str__(self) -> str:
        before = str(self.within) if self.within is not None else ""
        return f"{before}.{self.part}" if before else self.part

    def at(self, part: str) -> "Place":
        """A part of this place."""
        return Place(self.file, part, self)

    def wrong(self, en: str, vi: str) -> TemplateError:
        """The error that says what is wrong here, and how to mend it."""
        return TemplateError(self.file, str(self) or "top", en=en, vi=vi)


class Table:
    """One table of a template, read with its place at hand. Every key must be known; every value must have the right shape."""

    __slots__ = ("data", "place")

    def __init__(self, data: object, place: Place, known: frozenset[str]) -> None:
        if not isinstance(data, dict):
            raise place.wrong("must be a table, such as { key = … }", "phải là một bảng, dạng { key = … }")
        self.data: dict[str, object] = data
        self.place = place
        if not data.keys() <= known:
            stranger = next(key for key in data if key not in known)
            raise place.at(stranger).wrong(*not_known(Text("khóa", "key"), stranger, known))

    def at(self, key: str) -> Place:
        """The place of ``key`` in this table."""
        return self.place.at(key)

    def string(self, key: str, default: str | None = None) -> str:
        """The text under ``key``, else ``default``; without one it must be there."""
        value = self.data.get(key, default)
        if value is None:
            raise self.place.wrong(f"{key} is missing; add {key} = '…'", f"thiếu {key}; hãy thêm {key} = '…'")
        if not isinstance(value, str):
            raise self.at(key).wrong("must be a text in quotes", "phải là một đoạn chữ trong dấu nháy")
        return value

    def one_of(self, key: str, allowed: Collection[str], what: Text, default: str | None = None) -> str:
        """The text under ``key`` (else ``default``), which must be one of ``allowed``; ``what`` names their kind."""
        value = self.string(key, default)
        if value not in allowed:
            raise self.at(key).wrong(*not_known(what, value, allowed))
        return value

    def words(self, key: str) -> Text:
        """The text under ``key`` in both languages."""
        value = self.data.get(key)
        if isinstance(value, dict) and value.keys() == _LANGUAGES:
            vi, en = value["vi"], value["en"]
            if isinstance(vi, str) and isinstance(en, str) and vi.strip() and en.strip():
                return Text(vi, en)
        raise self._no_words(key)

    def _no_words(self, key: str) -> TemplateError:
        if key not in self.data:
            return self.place.wrong(
                f"{key} is missing; add {key} = {{ vi = '…', en = '…' }}", f"thiếu {key}; hãy thêm {key} = {{ vi = '…', en = '…' }}"
            )
        table = Table(self.data[key], self.at(key), _LANGUAGES)
        missing = next(language for language in LANGUAGES if not table.string(language, "").strip())
        return table.place.wrong(f"the text in '{missing}' is missing; add {missing} = '…'", f"thiếu phần chữ '{missing}'; hãy thêm {missing} = '…'")

    def strings(self, key: str) -> tuple[str, ...]:
        """The list of texts under ``key``; empty where there is none."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.at(key).wrong("must be a list of texts, such as ['…', '…']", "phải là danh sách các đoạn chữ, dạng ['…', '…']")
        return tuple(value)

    def whole(self, key: str) -> int | None:
        """The whole number under ``key``, if there is one."""
        value = self.data.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise self.at(key).wrong("must be a whole number", "phải là số nguyên")
        return value

    def positive(self, key: str) -> int:
        """The whole number from 1 up under ``key``."""
        value = self.whole(key)
        if value is None:
            raise self.place.wrong(f"{key} is missing; add {key} = 1", f"thiếu {key}; hãy thêm {key} = 1")
        if value < 1:
            raise self.at(key).wrong("must be a whole number from 1 up", "phải là số nguyên từ 1 trở lên")
        return value

    def flag(self, key: str) -> bool:
        """Whether ``key`` is true; false where it is absent."""
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            raise self.at(key).wrong("must be true or false", "phải là true hoặc false")
        return value

    def each(self, key: str) -> Iterator[tuple[object, Place]]:
        """Each entry of the list under ``key``, with its place."""
        value = self.data.get(key, [])
        if not isinstance(value, list):
            raise self.at(key).wrong("must be a list", "phải là một danh sách")
        for number, item in enumerate(value, start=1):
            yield item, self.at(f"{key}[{number}]")


def read(path: Path) -> str:
    """The text of a template file.

    Raises:
        TemplateError: it can't be read, or is not UTF-8.
    """
    try:
        return path.read_text("utf-8").removeprefix("\ufeff")
    except OSError as error:
        raise TemplateError(
            path.name,
            "file",
            en=f"can't be read ({error.strerror}); check that it is a file and that you may read it",
            vi=f"không đọc được ({error.strerror}); hãy kiểm tra đó là một tệp và bạn có quyền đọc",
        ) from error
    except UnicodeDecodeError as error:
        raise TemplateError(
            path.name, "file", en="is not UTF-8; save it again as UTF-8", vi="không phải UTF-8; hãy lưu lại dưới dạng UTF-8"
        ) from error


def parse(text: str, file: str, line: int = 1) -> dict[str, object]:
    """``text``, which starts at ``line`` of ``file``, as a table.

    Raises:
        TemplateError: it is not valid TOML; names the line.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).removesuffix(")").rpartition(" (at ")
        where = re.sub(r"(?<=line )\d+", lambda number: str(int(number[0]) + line - 1), where)
        raise TemplateError(
            file,
            where,
            en=f"is not valid TOML: {what}; mend that line (a text needs quotes, a key may stand only once)",
            vi=f"không phải TOML hợp lệ: {what}; hãy sửa dòng đó (đoạn chữ cần dấu nháy, mỗi khóa chỉ đứng một lần)",
        ) from error


def not_known(what: Text, word: str, known: Collection[str]) -> tuple[str, str]:
    """Says in English and Vietnamese that ``word`` is no ``what``, and which one it may have been meant for."""
    listed = ", ".join(sorted(known))
    nearest = _nearest(word, known)
    if nearest is None:
        return f"“{word}” is no {what.en}; use one of: {listed}", f"“{word}” không phải {what.vi}; hãy dùng một trong: {listed}"
    return f"“{word}” is no {what.en}; did you mean “{nearest}”?", f"“{word}” không phải {what.vi}; có phải bạn muốn “{nearest}”?"


def _nearest(word: str, known: Iterable[str]) -> str | None:
    from difflib import get_close_matches  # noqa: PLC0415 - slow to import, and needed only when something is wrong

    return next(iter(get_close_matches(word, sorted(known), n=1)), None)
