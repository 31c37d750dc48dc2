"""A part as a tree of its elements that knows where each stands in the bytes: for the small parts into which something is to be added."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sheetsync.backends.xlsx.package import Attributes, Package
from sheetsync.backends.xlsx.splicing import Splice

TAG: Final = re.compile(rb"""<([^\s/>:]+:)?[^\s/>]+(?:[^<>"']|"[^"]*"|'[^']*')*+>""")
_COUNT: Final = re.compile(rb"""(\scount\s*=\s*["'])[^"']*(["'])""")


@dataclass(slots=True)
class Element:
    """One element. Its start tag ends at ``head``, its end tag begins at ``tail``; ``head`` is ``end`` where it is written as one tag.

    ``prefix`` stands before its name, colon included. ``attributes`` of another vocabulary are named ``vocabulary␠name``; ``declares`` are the
    vocabularies that its tag declares, by prefix. ``text`` is kept where there are no elements inside.
    """

    vocabulary: str
    name: str
    prefix: bytes
    attributes: Attributes
    declares: Mapping[str, str]
    start: int
    head: int
    tail: int = 0
    end: int = 0
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def inside(self, name: str) -> list["Element"]:
        """The elements directly inside of that name and this vocabulary."""
        return [child for child in self.children if child.name == name and child.vocabulary == self.vocabulary]

    def extended(self, body: bytes, pieces: bytes, count: int = 0) -> list[Splice]:
        """``pieces`` put behind all that is inside. Where the element says how many it holds, it says ``count``; one without an end tag gets one."""
        tag = body[self.start : self.head]
        said = _COUNT.sub(rb"\g<1>" + str(count).encode() + rb"\g<2>", tag, count=1) if count else tag
        if self.head < self.end:
            return [*([(self.start, self.head, said)] if said != tag else []), (self.tail, self.tail, pieces)]
        name = re.split(rb"[\s/>]", tag[1:], maxsplit=1)[0]
        return [(self.start, self.end, said[:-2].rstrip() + b">" + pieces + b"</" + name + b">")]

    def says(self) -> tuple[object, ...]:
        """All that it means, for comparing: the same for whoever writes it, however it is written."""
        return self.vocabulary, self.name, self.attributes, self.text.strip(), [child.says() for child in self.children]


def outline(package: Package, part: str, body: bytes) -> Element:
    """The root of ``part``, which says ``body``.

    Raises:
        NotAWorkbook: it is damaged.
    """
    parser = package.parser(" ")
    open_elements: list[Element] = []
    pieces: list[str] = []
    declared: dict[str, str] = {}
    roots: list[Element] = []

    def declare(prefix: str | None, vocabulary: str) -> None:
        declared[prefix or ""] = vocabulary

    def start(tag: str, attributes: Attributes) -> None:
        at = parser.CurrentByteIndex
        vocabulary, _, name = tag.rpartition(" ")
        found = TAG.match(body, at)
        prefix, head = (found[1] or b"", found.end()) if found else (b"", at)
        element = Element(vocabulary, name, prefix, attributes, dict(declared), at, head)
        declared.clear()
        pieces.clear()
        (open_elements[-1].children if open_elements else roots).append(element)
        open_elements.append(element)

    def end(_: str) -> None:
        at = parser.CurrentByteIndex
        element = open_elements.pop()
        closed = body[element.head - 2 : element.head] == b"/>"
        element.tail, element.end = (element.head, element.head) if closed else (at, body.index(b">", at) + 1)
        element.text = "" if element.children else "".join(pieces)
        pieces.clear()

    parser.StartNamespaceDeclHandler = declare
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, pieces.append
    package.feed(parser, part, body)
    parser.StartNamespaceDeclHandler = None
    return roots[0]


def is_extended(old: Element, new: Element, more: Mapping[str, int]) -> bool:
    """Whether ``new`` is ``old``, but that elements directly inside it, named in ``more``, hold so many more at their end (or are new)."""
    if (old.vocabulary, old.name, old.attributes) != (new.vocabulary, new.name, new.attributes):
        return False
    left = list(old.children)
    for child in new.children:
        count = more.get(child.name, 0) if child.vocabulary == new.vocabulary else 0
        if left and (left[0].vocabulary, left[0].name) == (child.vocabulary, child.name):
            if not holds_more(left.pop(0), child, count):
                return False
        elif not count or len(child.children) != count or not _is_of(child.vocabulary, child.children):
            return False
    return not left


def holds_more(old: Element, new: Element, count: int) -> bool:
    """Whether ``new`` is ``old`` with ``count`` more elements at the end of it."""
    if not count:
        return old.says() == new.says()
    known = len(old.children)
    return (
        (old.vocabulary, old.name) == (new.vocabulary, new.name)
        and {**old.attributes, "count": ""} == {**new.attributes, "count": ""}
        and len(new.children) == known + count
        and all(one.says() == other.says() for one, other in zip(old.children, new.children, strict=False))
        and _is_of(new.vocabulary, new.children[known:])
    )


def _is_of(vocabulary: str, elements: Iterable[Element]) -> bool:
    return all(element.vocabulary == vocabulary for element in elements)
