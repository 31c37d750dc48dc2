"""``fields``: which fields of a message are meant. Parsed, checked against a schema, asked, applied."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, Self

TOKEN = re.compile(r"\s*([(),./]|[^\s(),./]+)\s*")
ANY = "*"

Tree = dict[str, "Tree"]


class Shape(Protocol):
    """What a message may hold."""

    def child(self, name: str) -> "tuple[str, Shape] | None":
        """The official name and the shape of the field ``name``; ``None`` when there is none."""


class UnknownPathError(ValueError):
    """``path`` names no field."""

    def __init__(self, path: str) -> None:
        super().__init__(f"Cannot find matching fields for path '{path}'.")
        self.path = path


class MaskSyntaxError(ValueError):
    """The text is no mask at all."""


@dataclass(frozen=True, slots=True)
class Mask:
    """A parsed mask: what is wanted below here, by official field name, or ``*`` for all that aren't named; nothing stands for everything.

    Where a mask names a field and something inside it, only what is inside is meant: the narrower path beats the wider.
    """

    children: Mapping[str, "Mask"] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str, shape: Shape | None = None) -> Self:
        """The mask that ``text`` says: paths with ``.`` or ``/``, groups in brackets, ``*``. With ``shape``, names are checked and made official.

        Raises ``UnknownPathError`` for a path that ``shape`` doesn't have, ``MaskSyntaxError`` for unpaired brackets and missing names.
        """
        tree: Tree = {}
        for path in _Paths(text).read():
            _insert(tree, _official(path, shape))
        return cls._of(tree)

    @property
    def whole(self) -> bool:
        """Whether everything is wanted."""
        return not self.children

    def below(self, name: str) -> "Mask | None":
        """What is wanted of the field ``name``; ``None`` when nothing is."""
        if self.whole:
            return self
        return self.children.get(name, self.children.get(ANY))

    def reaches(self, path: str) -> bool:
        """Whether an answer under this mask holds anything of ``path`` (``sheets.data``): itself, something inside it, or a field around it."""
        mask: Mask | None = self
        for name in path.split("."):
            mask = mask.below(name) if mask else None
        return mask is not None

    def names(self, path: str) -> bool:
        """Whether the mask itself says ``path``, or something inside it."""
        mask: Mask | None = self
        for name in path.split("."):
            mask = mask.children.get(name) if mask else None
        return mask is not None

    def paths(self) -> Iterator[tuple[str, ...]]:
        """The narrowest paths that are named; nothing when everything is wanted."""
        for name, mask in self.children.items():
            if mask.whole:
                yield (name,)
            yield from ((name, *rest) for rest in mask.paths())

    def apply(self, value: Any) -> Any:
        """``value`` with only the wanted fields; of a list, of each of its elements."""
        if self.whole or not value:
            return value
        if isinstance(value, list):
            return [self.apply(one) for one in value]
        if isinstance(value, dict):
            wanted, others = self.children, self.children.get(ANY)
            return {name: mask.apply(one) if mask.children else one for name, one in value.items() if (mask := wanted.get(name, others)) is not None}
        return value

    def updated(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
        """``old`` with each wanted field as ``new`` has it; a wanted field that ``new`` lacks is cleared."""
        if self.whole:
            return dict(new)
        result = dict(old)
        for name in dict.fromkeys([*old, *new]):
            mask = self.below(name)
            if mask is None:
                continue
            before, after = old.get(name), new.get(name)
            if not mask.whole and isinstance(before or after, Mapping):
                after = mask.updated(before or {}, after or {})
            if after is None or after == {}:
                result.pop(name, None)
            else:
                result[name] = after
        return result

    @classmethod
    def _of(cls, tree: Tree) -> Self:
        if tree == {ANY: {}}:
            return cls()
        return cls({name: cls._of(inner) for name, inner in tree.items()})


def _insert(tree: Tree, path: tuple[str, ...]) -> None:
    for name in path:
        tree = tree.setdefault(name, {})


def _official(path: tuple[str, ...], shape: Shape | None) -> tuple[str, ...]:
    names: list[str] = []
    for name in path:
        if shape is None or name == ANY:
            shape = None  # what stands below a star can be anything
            names.append(name)
            continue
        found = shape.child(name)
        if found is None:
            raise UnknownPathError(".".join(path))
        official, shape = found
        names.append(official)
    return tuple(names)


class _Paths:
    """Reads the text of a mask into its paths."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = TOKEN.findall(text)
        self.at = 0

    def read(self) -> list[tuple[str, ...]]:
        if self.text.count("(") != self.text.count(")"):
            raise MaskSyntaxError(f"Invalid FieldMask '{self.text}'. Cannot find matching ')' for all '('.")
        paths = self._group()
        if self.at < len(self.tokens):
            raise self._wrong()
        return paths

    def _group(self) -> list[tuple[str, ...]]:
        paths = self._path()
        while self._takes(","):
            paths += self._path()
        return paths

    def _path(self) -> list[tuple[str, ...]]:
        names = [self._name()]
        while self._takes(".") or self._takes("/"):
            if self._next() == "(":
                break
            names.append(self._name())
        if not self._takes("("):
            return [tuple(names)]
        inner = self._group()
        if not self._takes(")"):
            raise self._wrong()
        return [(*names, *rest) for rest in inner]

    def _name(self) -> str:
        token = self._next()
        if token in {"", "(", ")", ",", ".", "/"}:
            raise self._wrong()
        self.at += 1
        return token

    def _takes(self, token: str) -> bool:
        if self._next() != token:
            return False
        self.at += 1
        return True

    def _next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _wrong(self) -> MaskSyntaxError:
        return MaskSyntaxError(f"Invalid FieldMask '{self.text}'.")
