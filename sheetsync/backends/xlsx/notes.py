"""The notes of worksheets: which are ours, and on which cells nobody may write one.

A note is ours if it is made of posts of ours word for word, whoever its author is called: LibreOffice forgets the authors of notes, and the tag
below each post holds a digest of its words. So a note of ours in which somebody wrote is theirs from then on.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from sheetsync.backends.xlsx.escapes import decoded
from sheetsync.backends.xlsx.outline import Element, outline
from sheetsync.backends.xlsx.package import Package, SheetPart
from sheetsync.backends.xlsx.places import area_of
from sheetsync.backends.xlsx.splicing import Place
from sheetsync.model.grid import CellRef
from sheetsync.model.thread import Post, Thread
from sheetsync.threads.tag import posts_in, subject_of

AUTHOR: Final = "sheetsync"
UNDATED: Final = "1970-01-01T00:00:00Z"
"""When a post in a note was made, which no note tells."""
_THREADED: Final = "tc="
"""How Excel begins the author of a note that stands in for a thread, for programs that know none."""


class Note(NamedTuple):
    """One note of a part: ``place`` is ``None`` where its address is no place of a sheet, ``posts`` where it is none of ours."""

    element: Element
    place: Place | None
    posts: tuple[str, ...] | None


class Talk(NamedTuple):
    """What the notes of one worksheet say: ``mine`` are the posts of our notes, ``taken`` the places that hold notes or threads of others."""

    mine: Mapping[Place, tuple[str, ...]]
    taken: frozenset[Place]


def threads_in(package: Package) -> tuple[tuple[Thread, ...], frozenset[CellRef]]:
    """What we say in the notes of a workbook, each post a thread, and the cells that hold notes or threads of others.

    Raises:
        NotAWorkbook, WorkbookTooLarge: as ``read_talk``.
    """
    threads: list[Thread] = []
    taken: set[CellRef] = set()
    for sheet in package.sheets:
        talk = read_talk(package, sheet)
        taken.update(CellRef(sheet.title, *place) for place in talk.taken)
        for place, posts in talk.mine.items():
            cell = CellRef(sheet.title, *place)
            for name, text in zip(thread_ids(cell, posts), posts, strict=True):
                threads.append(Thread(name, cell, (Post(name, AUTHOR, mine=True, text=text, at=UNDATED),)))
    return tuple(threads), frozenset(taken)


def thread_ids(cell: CellRef, posts: Sequence[str]) -> Iterator[str]:
    """The ids of the threads that ``posts``, in the note on ``cell``, are."""
    seen: Counter[str] = Counter()
    for subject in map(subject_of, posts):
        seen[subject] += 1
        yield f"{cell.a1}#{subject}" + (f"~{seen[subject]}" if seen[subject] > 1 else "")


def read_talk(package: Package, sheet: SheetPart) -> Talk:
    """The notes and threads of ``sheet``. Those outside the grid, which no program shows, are passed over.

    Raises:
        NotAWorkbook: a part with notes is damaged or hostile.
        WorkbookTooLarge: one is over the limits.
    """
    mine: dict[Place, tuple[str, ...]] = {}
    taken: set[Place] = set()
    for part in related_parts(package, sheet, "comments"):
        for _, place, posts in notes_in(outline(package, part, package.body(part))):
            if place is not None and posts is not None and place not in mine:
                mine[place] = posts
            elif place is not None:
                taken.add(place)
    for part in related_parts(package, sheet, "threadedComment"):
        root = outline(package, part, package.body(part))
        taken.update(place for child in root.children if (place := _place(child)) is not None)
    return Talk({place: posts for place, posts in mine.items() if place not in taken}, frozenset(taken))


def related_parts(package: Package, sheet: SheetPart, kind: str) -> list[str]:
    """The parts that ``sheet`` leads to under ``kind``, without those that are missing.

    Raises:
        NotAWorkbook: it leads out of the file.
    """
    targets = (package.target(relation) for relation in package.relations(sheet.part).values() if relation.kind == kind)
    return [package.name_of(target) for target in targets if package.has(target)]


def notes_in(root: Element) -> Iterator[Note]:
    """The notes in a part with notes, from its root."""
    authors = [author.text for element in root.inside("authors") for author in element.inside("author")]
    for element in root.inside("commentList"):
        for comment in element.children:
            place = _place(comment)
            yield Note(comment, place, None if _author(comment, authors).startswith(_THREADED) else _posts(comment))


def _author(comment: Element, authors: Sequence[str]) -> str:
    number = comment.attributes.get("authorId", "")
    return authors[int(number)] if number.isdecimal() and len(number) < 6 and int(number) < len(authors) else ""


def _posts(comment: Element) -> tuple[str, ...] | None:
    texts = comment.inside("text")
    if comment.name != "comment" or len(texts) != 1:
        return None
    runs = (run for child in texts[0].children for run in ([child] if child.name == "t" else child.inside("t") if child.name == "r" else ()))
    return posts_in(decoded("".join(run.text for run in runs)))


def _place(comment: Element) -> Place | None:
    area = area_of(comment.attributes.get("ref", "").upper())
    return area[:2] if area else None
