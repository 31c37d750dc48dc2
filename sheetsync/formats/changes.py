"""What changed, for people: map by map, stage by stage; for a terminal, and as Markdown."""

from collections.abc import Callable, Iterator, Sequence

from sheetsync.formats._changes import Entry, Sign, Span, entries
from sheetsync.formats.markdown import plain
from sheetsync.formats.names import Compared
from sheetsync.formats.terminal import Paint, printable
from sheetsync.model.words import Text

_COLOURS: dict[Sign, str] = {"+": "green", "−": "red", "~": "yellow", "→": "cyan"}


def text_lines(found: Sequence[Compared], ends: tuple[str, str], language: str, look: Paint) -> Iterator[str]:
    """What changed between ``ends``, for a terminal: changed words stand in brackets (``[old → new]``), and in colour where there is any."""
    if not found:
        yield printable(_nothing(ends).of(language))
    for at, compared in enumerate(found):
        if at:
            yield ""
        title, about = _heading(compared, language)
        yield f"{look(printable(title), 'bold')}  {look(printable(about), 'dim')}"
        for entry in entries(compared, language):
            yield from _text_entry(entry, "  ", look)


def entry_lines(compared: Compared, language: str, look: Paint, indent: str = "") -> Iterator[str]:
    """What changed in one map, for a terminal, without its title."""
    for entry in entries(compared, language):
        yield from _text_entry(entry, indent, look)


def markdown_lines(found: Sequence[Compared], ends: tuple[str, str], language: str) -> Iterator[str]:
    """What changed between ``ends``, as Markdown: for a chat, a page or a merge request."""
    if not found:
        yield plain(_nothing(ends).of(language))
    for at, compared in enumerate(found):
        if at:
            yield ""
        yield f"## {' · '.join(plain(part) for part in _heading(compared, language))}"
        yield ""
        for entry in entries(compared, language):
            yield from _markdown_entry(entry, "")


def _nothing(ends: tuple[str, str]) -> Text:
    return Text(vi=f"Không có gì thay đổi giữa {ends[0]} và {ends[1]}.", en=f"Nothing changed between {ends[0]} and {ends[1]}.")


def _heading(compared: Compared, language: str) -> tuple[str, str]:
    """The title of a map; its type, and how many changes there are."""
    journey = compared.after or compared.before
    type_title = compared.map_type.title.of(language) if compared.map_type else journey.type if journey else ""
    count = len(compared.changes)
    told = Text(vi=f"{count} thay đổi", en=f"{count} change{'' if count == 1 else 's'}").of(language)
    if compared.before is None or compared.after is None:
        return (journey.title if journey else ""), type_title
    return (journey.title if journey else ""), f"{type_title} · {told}"


def _text_entry(entry: Entry, indent: str, look: Paint) -> Iterator[str]:
    sign = f"{look(entry.sign, _COLOURS[entry.sign])} " if entry.sign else ""
    end = ":" if entry.below and not entry.sign else ""
    yield f"{indent}{sign}{_text(entry.said, look)}{end}"
    for below in entry.below:
        yield from _text_entry(below, f"{indent}  ", look)


def _text(said: Sequence[Span], look: Paint) -> str:
    told = ""
    for at, (text, style) in enumerate(said):
        shown = _spaced(text, printable)
        match style:
            case "name":
                told += look(shown, "bold")
            case "plain":
                told += shown
            case "gone":
                is_replaced = at + 1 < len(said) and said[at + 1].style == "new"
                words = look(shown.strip(), "red")
                told = _apart(told) + (f"[{words} → " if is_replaced else f"[− {words}]{_tail(text)}")
            case "new":
                is_instead = at > 0 and said[at - 1].style == "gone"
                words = look(shown.strip(), "green")
                told = f"{told}{words}]{_tail(text)}" if is_instead else f"{_apart(told)}[+ {words}]{_tail(text)}"
    return told


def _markdown_entry(entry: Entry, indent: str) -> Iterator[str]:
    end = ":" if entry.below and not entry.sign else ""
    yield f"{indent}- {_markdown(entry.said)}{end}"
    for below in entry.below:
        yield from _markdown_entry(below, f"{indent}  ")


def _markdown(said: Sequence[Span]) -> str:
    told = ""
    for text, style in said:
        shown = _spaced(text, plain)
        match style:
            case "name":
                told += f"**{shown.strip()}**"
            case "plain":
                told += shown
            case "gone":
                told = f"{_apart(told)}~~{shown.strip()}~~ "
            case "new":
                told = f"{_apart(told)}**{shown.strip()}**{_tail(text)}"
    return told


def _spaced(text: str, escape: Callable[[str], str]) -> str:
    """``text`` escaped, with the space at its ends kept."""
    inner = text.strip()
    head, tail = (" " if text[:1].isspace() else ""), (" " if text[-1:].isspace() and inner else "")
    return f"{head}{escape(inner)}{tail}"


def _apart(told: str) -> str:
    """What was told so far, with a space behind it where a mark would stick to a word."""
    return told if not told or told[-1].isspace() or told[-1] in "“(" else f"{told} "


def _tail(text: str) -> str:
    return " " if text[-1:].isspace() else ""
