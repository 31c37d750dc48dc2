"""Changes in words that people understand, as a tree that every format for people shows: stage by stage, step by step, field by field."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal, NamedTuple

from sheetsync.formats.names import Compared, Names, short
from sheetsync.history.diff import Change, Place
from sheetsync.history.words import Piece, compare_items, compare_words, is_edited
from sheetsync.model.anatomy import TITLE
from sheetsync.model.journey import MAIN, JourneyMap, Record, items
from sheetsync.model.maptype import MapType
from sheetsync.model.words import LANGUAGES, Text

Sign = Literal["", "+", "−", "~", "→"]
Style = Literal["plain", "name", "gone", "new"]

_INLINE = 40
"""Texts up to here are told as “this” → “that”, on the line itself."""
_WHOLE = 110
"""Texts up to here are shown as a whole, with the changed words marked; longer ones around what changed."""
_AROUND = 32
"""How many characters are shown on either side of a change in a longer text."""
_LONGEST = 240
"""The longest stretch of changed words that is shown."""
_FIELD = 60
"""How much of each field of an added or removed step is shown."""
_LANGUAGES = {"vi": Text(vi="tiếng Việt", en="Vietnamese"), "en": Text(vi="tiếng Anh", en="English")}


class Span(NamedTuple):
    """A stretch of a sentence. ``gone`` and ``new`` are words of a cell that changed, ``name`` is where it happened."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Entry:
    """One sentence, and what belongs under it. Without a sign it only says where the entries ``below`` belong."""

    sign: Sign
    said: tuple[Span, ...]
    below: tuple["Entry", ...] = ()


def entries(compared: Compared, language: str) -> tuple[Entry, ...]:
    """What changed in one map, in the order of the map; empty exactly when nothing did."""
    if not compared.changes:
        return ()
    if compared.before is None or compared.after is None:
        return (_whole(compared, language),)
    return tuple(map(_collapsed, _Teller(compared.before, compared.after, compared.map_type, language).told(compared.changes)))


def _collapsed(entry: Entry) -> Entry:
    """``entry`` in which a heading with one thing under it is one line with it."""
    below = tuple(map(_collapsed, entry.below))
    if not entry.sign and len(below) == 1:
        return replace(below[0], said=(*entry.said, Span(": "), *below[0].said))
    return replace(entry, below=below)


def _whole(compared: Compared, language: str) -> Entry:
    """A map that came or went as a whole."""
    journey = compared.after or compared.before
    assert journey is not None  # noqa: S101 - one of them is there
    names = Names(compared.map_type, language, journey)
    stages = Text(vi=f"{len(journey.main.stages)} giai đoạn", en=counted(len(journey.main.stages), "stage"))
    holds = [stages.of(language)]
    for tab in journey.tabs:
        number = len(journey.records(tab))
        if number:
            noun = names.step(tab)
            holds.append((counted(number, noun) if language == "en" else f"{number} {noun}") if tab == MAIN else f"{names.tab(tab)}: {number}")
    if compared.after is not None:
        return Entry("+", (Span(Text(vi=f"Bản đồ mới: {', '.join(holds)}", en=f"New map: {', '.join(holds)}").of(language)),))
    told = Text(vi=f"Không còn bản đồ này (trước có {', '.join(holds)})", en=f"This map is no longer there (it had {', '.join(holds)})")
    return Entry("−", (Span(told.of(language)),))


def counted(number: int, noun: str) -> str:
    """How many there are of something, in English."""
    return f"{number} {noun if number == 1 else f'{noun[:-1]}ies' if noun.endswith('y') else f'{noun}s'}"


@dataclass(slots=True)
class _Group:
    """What is told of one stage or tab: sentences about the stage as such, and what changed in it."""

    whole: list[Entry] = field(default_factory=list)
    within: list[Entry] = field(default_factory=list)


class _Teller:
    """Puts the changes of one map into words."""

    def __init__(self, before: JourneyMap, after: JourneyMap, map_type: MapType | None, language: str) -> None:
        self._language = language
        self._sides = (before, after)
        self._names = Names(map_type, language, before, after)
        self._was, self._now = ({(tab, one.id): one for tab in side.tabs for one in side.records(tab)} for side in (before, after))
        self._places: dict[tuple[str, str], int] = {}
        counts: list[Counter[tuple[str, str | None]]] = []
        for side in (before, after):
            count: Counter[tuple[str, str | None]] = Counter()
            counts.append(count)
            for tab in side.tabs:
                for one in side.records(tab):
                    self._places[tab, one.id] = count[tab, one.stage]
                    count[tab, one.stage] += 1
        self._counts = counts

    def told(self, changes: Iterable[Change]) -> Iterator[Entry]:
        groups: dict[tuple[str | None, str | None], _Group] = {(None, None): _Group()}
        for known in (one for side in reversed(self._sides) for one in side.main.stages):
            groups.setdefault((MAIN, known.key), _Group())
        for (tab, stage, step), run in groupby(changes, key=lambda change: (change.tab, change.stage, change.step)):
            about = tuple(run)
            if tab is None or step is None:
                group = groups.setdefault((tab, stage), _Group())
                for change in about:
                    self._of_whole(change, group)
            else:
                left = about[0].from_ if about[0].kind == "moved" else None
                groups.setdefault((tab, left.stage if left else stage), _Group()).within.extend(self._of_step(tab, step, about))
        for (where, stage), group in groups.items():
            yield from (replace(entry, said=_capital(entry.said)) for entry in group.whole)
            if group.within:
                name = self._names.stage(stage) if where == MAIN else self._names.tab(where)
                yield Entry("", (Span(name, "name"),), tuple(group.within))

    # A map or a stage

    def _of_whole(self, change: Change, group: _Group) -> None:
        """A change that is not about a step: of the map's own facts, of a stage, or of a text of either."""
        if change.tab is None and change.field in {TITLE, "type", "type_version", "language"} and not self._names.kind(None, change.field):
            group.whole.append(Entry("~", (Span(self._of_heading(change)),)))
        elif change.kind != "changed":
            group.whole.append(self._of_stage(change, self._names.stage(change.stage)))
        elif change.stage is not None and change.field == TITLE:
            told = Text(
                vi=f"giai đoạn “{change.before}” đổi tên thành “{change.after}”", en=f"stage “{change.before}” was renamed to “{change.after}”"
            )
            group.whole.append(Entry("~", (Span(told.of(self._language)),)))
        else:
            group.within.append(self._of_field(change))

    def _of_heading(self, change: Change) -> str:
        before, after = change.before or "", change.after or ""
        match change.field:
            case "language":
                was, now = (_LANGUAGES[text] if text in LANGUAGES else Text(text, text) for text in (before, after))
                told = Text(vi=f"ngôn ngữ của bản đồ đổi từ {was.vi} sang {now.vi}", en=f"the map’s language changed from {was.en} to {now.en}")
            case "type_version":
                told = Text(
                    vi=f"mẫu của bản đồ chuyển từ phiên bản {before} sang {after}", en=f"the map’s template went from version {before} to {after}"
                )
            case "type":
                told = Text(vi=f"loại bản đồ đổi từ {before} thành {after}", en=f"the map’s type changed from {before} to {after}")
            case _:
                told = Text(vi=f"bản đồ đổi tên từ “{before}” thành “{after}”", en=f"the map was renamed from “{before}” to “{after}”")
        return told.of(self._language)

    def _of_stage(self, change: Change, title: str) -> Entry:
        """A stage that was added, removed or moved."""
        old, new = self._numbers(change)
        match change.kind:
            case "added":
                values = next((stage.values for stage in self._sides[1].main.stages if stage.key == change.stage), {})
                told = Text(vi=f"thêm giai đoạn “{title}”", en=f"added stage “{title}”")
                return Entry("+", (Span(told.of(self._language) + self._filled(change.tab, values, of_stage=True)),))
            case "removed":
                values = next((stage.values for stage in self._sides[0].main.stages if stage.key == change.stage), {})
                told = Text(vi=f"bỏ giai đoạn “{title}”", en=f"removed stage “{title}”")
                return Entry("−", (Span(told.of(self._language) + self._filled(change.tab, values, of_stage=True)),))
            case _:
                told = Text(vi=f"giai đoạn “{title}” {_way(old, new).vi}", en=f"stage “{title}” {_way(old, new).en}")
                return Entry("→", (Span(told.of(self._language)),))

    # A step

    def _of_step(self, tab: str, step: str, about: Sequence[Change]) -> tuple[Entry, ...]:
        first = about[0]
        if first.kind in {"added", "removed"}:
            record, place = (self._now[tab, step], first.to) if first.kind == "added" else (self._was[tab, step], first.from_)
            told = Text(vi="thêm", en="added") if first.kind == "added" else Text(vi="bỏ", en="removed")
            sentence = f"{told.of(self._language)} {self._called(tab, record, place)}{self._filled_of(tab, record)}"
            return (Entry("+" if first.kind == "added" else "−", (Span(sentence),)),)
        fields = tuple(self._of_field(change) for change in self._in_order(tab, about))
        if first.kind == "moved":
            return (self._of_move(tab, self._was[tab, step], first, fields),)
        record = self._now[tab, step]
        if tab == MAIN and all(count[tab, record.stage] <= 1 for count in self._counts):
            return fields
        is_renamed = self._names.naming(tab, record) in {change.field for change in about}
        place = Place(record.stage, self._places[tab, step])
        return (Entry("", (Span(self._called(tab, record, place, is_named=not is_renamed)),), fields),)

    def _in_order(self, tab: str, about: Iterable[Change]) -> list[Change]:
        """The fields that changed, in the order of the sheet."""
        by_field = {change.field: change for change in about if change.field is not None}
        return [by_field[key] for key, _ in self._names.in_order(tab, dict.fromkeys(by_field, ""))]

    def _of_move(self, tab: str, record: Record, change: Change, fields: tuple[Entry, ...]) -> Entry:
        called = self._called(tab, record, change.from_)
        old, new = change.from_, change.to
        if old and new and old.stage != new.stage:
            stage = self._names.stage(new.stage)
            told = Text(vi=f"chuyển sang {stage}", en=f"moved to {stage}")
        else:
            told = _way(*self._numbers(change))
        edited = Text(vi=", và nội dung cũng được sửa:", en=", and was edited:").of(self._language) if fields else ""
        return Entry("→", (Span(f"{called} {told.of(self._language)}{edited}"),), fields)

    def _called(self, tab: str, record: Record, place: Place | None, *, is_named: bool = True) -> str:
        """A step in words: ``step 2 “Asks a friend”``; entries of a list go by their words alone."""
        name = self._names.name(tab, record) if is_named else ""
        number = f" {place.index + 1}" if place is not None and (tab == MAIN or not name) else ""
        return f"{self._names.step(tab)}{number}{f' “{name}”' if name else ''}"

    def _filled_of(self, tab: str, record: Record) -> str:
        """The fields that a step fills in, besides the words that it goes by."""
        naming = self._names.naming(tab, record)
        name = self._names.name(tab, record)
        is_told = naming is not None and (name,) == items(self._names.value(tab, naming, record.values[naming]))
        return self._filled(tab, {key: text for key, text in record.values.items() if key != naming or not is_told})

    def _filled(self, tab: str | None, values: Mapping[str, str], *, of_stage: bool = False) -> str:
        shown = (
            (key, items(self._names.value(tab, key, text, of_stage=of_stage))) for key, text in self._names.in_order(tab, values, of_stage=of_stage)
        )
        told = [f"{self._names.field(tab, key, of_stage=of_stage)}: {short('; '.join(lines), _FIELD)}" for key, lines in shown]
        return f" ({' · '.join(told)})" if told else ""

    # A field

    def _of_field(self, change: Change) -> Entry:
        of_stage = change.stage is not None and change.step is None
        key = change.field or ""
        kind = self._names.kind(change.tab, key, of_stage=of_stage)
        title = _in_a_sentence(self._names.field(change.tab, key, of_stage=of_stage))
        before, after = (self._names.value(change.tab, key, text or "", of_stage=of_stage) for text in (change.before, change.after))
        if kind is not None and kind.kind == "list":
            return self._of_list(title, items(before), items(after))
        if not before or not after:
            return self._of_filling(title, before, after)
        is_short = max(len(before), len(after)) <= _INLINE
        pieces = compare_words(before, after)
        if (kind is not None and kind.kind != "text") or is_short:
            return Entry("~", self._plain(f"{title} đổi từ “{before}” thành “{after}”", f"{title} changed from “{before}” to “{after}”"))
        return Entry("", (Span(title),), self._of_text(before, after, pieces))

    def _of_filling(self, title: str, before: str, after: str) -> Entry:
        """A field that was empty, or is now."""
        if after:
            told = short(_line(after), _LONGEST)
            return Entry("+", self._plain(f"điền {title}: “{told}”", f"{title} filled in: “{told}”"))
        told = short(_line(before), _LONGEST)
        return Entry("−", self._plain(f"xóa {title} (trước là “{told}”)", f"{title} emptied (was “{told}”)"))

    def _of_list(self, title: str, before: Sequence[str], after: Sequence[str]) -> Entry:
        changed = compare_items(before, after)
        below: list[Entry] = []
        is_one = len(changed.items) == 1 and not changed.is_reordered
        for old, new in changed.items:
            if old is None:
                told = short(new or "", _LONGEST)
                vi, en = (f"thêm {title} “{told}”", f"added “{told}” to {title}") if is_one else (f"thêm “{told}”", f"added “{told}”")
                below.append(Entry("+", self._plain(vi, en)))
            elif new is None:
                told = short(old, _LONGEST)
                vi, en = (f"bỏ {title} “{told}”", f"removed “{told}” from {title}") if is_one else (f"bỏ “{told}”", f"removed “{told}”")
                below.append(Entry("−", self._plain(vi, en)))
            else:
                below += self._of_text(old, new, compare_words(old, new))
        if is_one and below[0].sign in {"+", "−"}:
            return below[0]
        if changed.is_reordered:
            below.append(Entry("→", self._plain("đổi thứ tự các dòng", "the order of the lines changed")))
        return Entry("", (Span(title),), tuple(below) or (self._of_look(),))

    def _of_text(self, before: str, after: str, pieces: Sequence[Piece]) -> tuple[Entry, ...]:
        """A longer text that was edited, or that gave way to another one."""
        if not any(piece.kind != "same" for piece in pieces):
            return (self._of_look(),)
        if is_edited(pieces):
            edited = Text(vi="sửa thành ", en="now reads ").of(self._language)
            return (Entry("~", (Span(edited), Span("“"), *_shown(pieces), Span("”"))),)
        old, new = short(_line(before), _LONGEST), short(_line(after), _LONGEST)
        if len(old) + len(new) <= _WHOLE:
            return (Entry("~", self._plain(f"“{old}” đổi thành “{new}”", f"“{old}” became “{new}”")),)
        return Entry("−", self._plain(f"trước: “{old}”", f"before: “{old}”")), Entry("+", self._plain(f"nay: “{new}”", f"now: “{new}”"))

    def _of_look(self) -> Entry:
        return Entry("~", self._plain("chỉ đổi khoảng trắng hoặc dấu đầu dòng", "only spaces or bullets changed"))

    def _plain(self, vi: str, en: str) -> tuple[Span, ...]:
        return (Span(vi if self._language == "vi" else en),)

    @staticmethod
    def _numbers(change: Change) -> tuple[int, int]:
        return (change.from_.index + 1 if change.from_ else 0), (change.to.index + 1 if change.to else 0)


def _way(old: int, new: int) -> Text:
    if new == old:
        return Text(vi=f"đổi thứ tự so với những mục khác, vẫn ở vị trí {new}", en=f"changed its order among the others, still in place {new}")
    up = new < old
    return Text(
        vi=f"chuyển {'lên' if up else 'xuống'} vị trí {new} (trước là {old})", en=f"moved {'up' if up else 'down'} to place {new} (was {old})"
    )


def _line(text: str) -> str:
    """A text of several lines on one."""
    return " / ".join(line.strip() for line in text.split("\n") if line.strip())


def _capital(said: tuple[Span, ...]) -> tuple[Span, ...]:
    first = said[0]
    return (first._replace(text=first.text[:1].upper() + first.text[1:]), *said[1:])


def _in_a_sentence(title: str) -> str:
    """A field's title in the middle of a sentence: in small letters where it is plain words, else in quotes."""
    if "?" in title or not title[:1].isalpha():
        return f"“{title}”"
    return title[0].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title


def _shown(pieces: Sequence[Piece]) -> Iterator[Span]:
    """Pieces as spans; in a long text only what changed, with its surroundings."""
    is_whole = sum(len(piece.text) for piece in pieces) <= _WHOLE
    for at, (kind, text) in enumerate(pieces):
        if kind != "same":
            yield Span(short(text.strip(), _LONGEST) + text[len(text.rstrip()) :], kind)
        elif is_whole:
            yield Span(text)
        else:
            yield Span(_around(text, is_first=at == 0, is_last=at == len(pieces) - 1))


def _around(text: str, *, is_first: bool, is_last: bool) -> str:
    """What is shown of words that stayed: those next to a change."""
    room = _AROUND if is_first or is_last else _AROUND * 2
    if len(text) <= room + 8:
        return text
    end = "" if is_last else text[-_AROUND:].partition(" ")[2] or text[-_AROUND:]
    begin = "" if is_first else text[:_AROUND].rpartition(" ")[0] or text[:_AROUND]
    return f"{begin} … {end}" if begin and end else f"… {end}" if end else f"{begin} …"
