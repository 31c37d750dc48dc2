"""Our notes in a part with notes: those of others keep every byte."""

from collections.abc import Mapping, Sequence
from typing import Final

from sheetsync.backends.xlsx.escapes import encoded, xml
from sheetsync.backends.xlsx.note_boxes import SIZE
from sheetsync.backends.xlsx.note_sheet import ODD
from sheetsync.backends.xlsx.notes import AUTHOR, notes_in
from sheetsync.backends.xlsx.outline import Element, outline
from sheetsync.backends.xlsx.package import MAIN_VOCABULARIES, Package
from sheetsync.backends.xlsx.proof import UNPROVED, refuse
from sheetsync.backends.xlsx.splicing import Place, Splice, prefixed, spliced
from sheetsync.model.design import FONT
from sheetsync.model.grid import column_letters
from sheetsync.threads.tag import untagged

NEW_NOTES: Final = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{MAIN_VOCABULARIES[0]}"><authors/><commentList/></comments>'
)
_TAG_SIZE, _INK, _TAG_INK = 7, "FF1F2D33", "FF8A989F"


def rewritten(package: Package, part: str, body: bytes, wanted: Mapping[Place, tuple[str, ...]]) -> bytes:
    """``body``, that of ``part``, with notes of ours that say the posts of ``wanted``, by place (no posts: no note).

    Raises:
        NotAWorkbook: it is damaged.
        UnsafeEdit: it can't be proved that all other notes stay.
    """
    root = outline(package, part, body)
    authors, lists = root.inside("authors"), root.inside("commentList")
    if (root.vocabulary, root.name, len(authors), len(lists)) != (MAIN_VOCABULARIES[0], "comments", 1, 1):
        refuse(package.ref, ODD)
    known = {note.place: note.element for note in notes_in(root) if note.posts is not None}
    names = [author.text for author in authors[0].inside("author")]
    author = names.index(AUTHOR) if AUTHOR in names else len(names)
    splices: list[Splice] = []
    new: list[str] = []
    for place, posts in wanted.items():
        note = known.get(place)
        if note is not None and posts:
            text = note.inside("text")[0]
            splices.append((text.start, text.end, prefixed(_text(posts), root.prefix)))
        elif note is not None:
            splices.append((note.start, note.end, b""))
        elif posts:
            new.append(f'<comment ref="{column_letters(place[1])}{place[0] + 1}" authorId="{author}">{_text(posts)}</comment>')
    if new:
        splices += lists[0].extended(body, prefixed("".join(new), root.prefix))
        if author == len(names):
            splices += authors[0].extended(body, prefixed(f"<author>{AUTHOR}</author>", root.prefix))
    written = spliced(body, splices)
    _prove(package, part, (root, body), written, wanted)
    return written


def _prove(package: Package, part: str, before: tuple[Element, bytes], written: bytes, wanted: Mapping[Place, tuple[str, ...]]) -> None:
    root, body = before
    now = outline(package, part, written)
    ours = {note.place: note.posts for note in notes_in(now) if note.place in wanted}
    if ours != {place: posts for place, posts in wanted.items() if posts}:
        refuse(package.ref, UNPROVED)
    if _others(root, body, wanted) != _others(now, written, wanted) or _authors(now)[: len(_authors(root))] != _authors(root):
        refuse(package.ref, UNPROVED)


def _others(root: Element, body: bytes, wanted: Mapping[Place, tuple[str, ...]]) -> Sequence[bytes]:
    """All in a part with notes, as written, but the notes at the places of ``wanted`` and the list of authors."""
    beside = [body[child.start : child.end] for child in root.children if child.name not in {"authors", "commentList"}]
    return beside + [body[element.start : element.end] for element, place, _ in notes_in(root) if place not in wanted]


def _authors(root: Element) -> list[str]:
    return [author.text for element in root.inside("authors") for author in element.children]


def _text(posts: Sequence[str]) -> str:
    runs: list[str] = []
    for number, post in enumerate(posts):
        words = untagged(post)
        runs += [_run("\n\n" * bool(number) + words, SIZE, _INK), _run(post[len(words) :], _TAG_SIZE, _TAG_INK)]
    return f"<text>{''.join(runs)}</text>"


def _run(text: str, size: int, ink: str) -> str:
    look = f'<sz val="{size}"/><color rgb="{ink}"/><rFont val="{FONT}"/><family val="2"/>'
    return f'<r><rPr>{look}</rPr><t xml:space="preserve">{xml(encoded(text))}</t></r>'
