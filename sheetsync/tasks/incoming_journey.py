"""The journey of an edited file, held against its map type and against what the archive says already, with every mistake at once.

What stands in the archive already is taken as it is: a text that is off its scale there is no mistake of the file.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sheetsync.errors import dotted
from sheetsync.model.identity import is_id, provisional_id
from sheetsync.model.journey import MAIN, FieldRef, JourneyMap, Record, Stage, Tab
from sheetsync.model.maptype import Field, MapType
from sheetsync.model.reading.notes import tidy_line
from sheetsync.model.values import choice_keys, read_value
from sheetsync.model.words import Text, fold, tidy, units
from sheetsync.tasks.incoming import Mistake, RawFile, place, unknown_word

LONGEST_TEXT = 32_767
"""Characters (UTF-16 units) of the longest text that a cell of every kind of workbook holds."""
LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Context:
    """What a file is held against: the map's type, what the archive says already (the newest version first), and where new ids come from."""

    map_type: MapType
    known: Sequence[JourneyMap]
    random: Callable[[int], bytes]


def read_journey(raw: RawFile, context: Context) -> tuple[JourneyMap, tuple[Mistake, ...]]:
    """The map that a file holds, and what is wrong with it; the map is of use only where nothing is.

    Texts are taken as from a sheet: tidied, choices also by their titles, dates also day first. A step without an id gets one.
    """
    reader = _Reader(raw.path, context)
    return reader.journey(raw.journey), tuple(reader.mistakes)


class _Reader:
    """Reads one journey and notes every mistake; passes over what has the wrong kind, which the shape tells of."""

    def __init__(self, path: str, context: Context) -> None:
        self.mistakes: list[Mistake] = []
        self._start: tuple[str | int, ...] = (path,) if path else ()
        self._type, self._random = context.map_type, context.random
        self._known = context.known
        self._now = context.known[0]
        self._said: dict[FieldRef, set[str]] = {}
        for journey in context.known:
            self._remember(journey)
        self._stages: dict[str, str] = {}

    def _remember(self, journey: JourneyMap) -> None:
        def note(whole: FieldRef, values: Mapping[str, str]) -> None:
            for key, text in values.items():
                self._said.setdefault(whole._replace(field=key), set()).add(text)

        note(FieldRef(), journey.values)
        for tab, content in journey.tabs.items():
            for stage in content.stages:
                note(FieldRef(tab, stage=stage.key), {**stage.values, "": stage.title})
            for record in content.records:
                note(FieldRef(tab, step=record.id), {**record.values, "": record.stage or ""})

    def _wrong(self, path: Iterable[str | int], vi: str, en: str) -> None:
        self.mistakes.append(Mistake(place((*self._start, *path)), Text(vi, en)))

    def _wrong_word(self, path: Iterable[str | int], what: Text, word: str, known: Collection[str], titles: Mapping[str, str] | None = None) -> None:
        self.mistakes.append(Mistake(place((*self._start, *path)), unknown_word(what, word, known, titles)))

    def journey(self, raw: Mapping[str, Any]) -> JourneyMap:
        now = self._now
        for key, wanted, vi, en in (
            ("type", now.type, "loại của bản đồ", "a map’s type"),
            ("language", now.language, "ngôn ngữ của bản đồ", "a map’s language"),
        ):
            if isinstance(raw.get(key), str) and raw[key] != wanted:
                self._wrong((key,), f"{vi} không đổi được: phải là “{wanted}”", f"{en} can’t be changed: it must be “{wanted}”")
        version = raw.get("type_version")
        if type(version) is int and not 1 <= version <= self._type.version:
            self._wrong(
                ("type_version",),
                f"mẫu {self._type.key} ở đây là phiên bản {self._type.version}",
                f"the template {self._type.key} here is version {self._type.version}",
            )
        tabs = _object(raw.get("tabs"))
        titles = {tab.key: tab.title for tab in self._type.tabs}
        known = dict.fromkeys((*titles, *now.tabs))
        stages = self._main_stages(_object(tabs.get(MAIN)), is_there=MAIN in tabs)
        found: dict[str, Tab] = {}
        for key, tab in tabs.items():
            if key not in known:
                by_title = {fold(name): tab_key for tab_key, title in titles.items() for name in title}
                self._wrong_word(("tabs", key), Text(vi="bản đồ không có trang này", en="the map has no such tab"), key, list(known), by_title)
                continue
            if key != MAIN and _object(tab).get("stages"):
                self._wrong(("tabs", key, "stages"), "chỉ trang bản đồ mới có giai đoạn", "only the map itself has stages")
            records = self._records(key, _objects(_object(tab).get("records")))
            found[key] = Tab(stages if key == MAIN else (), records)
        number = version if type(version) is int else now.type_version
        values = self._texts(_object(raw.get("values")), ("values",), FieldRef(), self._type.about)
        return JourneyMap(now.id, now.type, max(number, now.type_version), self._title(raw.get("title")), now.language, values, found)

    def _title(self, raw: object) -> str:
        if not isinstance(raw, str) or raw == self._now.title:
            return self._now.title
        title = tidy_line(tidy(raw))
        if not title or not title.isprintable():
            self._wrong(("title",), "bản đồ cần có tên đọc được", "a map needs a title that people can read")
        elif len(title) > LONGEST_TITLE:
            self._wrong(("title",), f"tên dài quá {LONGEST_TITLE} ký tự", f"the title is longer than {LONGEST_TITLE} characters")
        return title

    # Stages

    def _main_stages(self, main: Mapping[str, Any], *, is_there: bool) -> tuple[Stage, ...]:
        """The stages of the map itself; those of the archive where they are missing, so that one mistake doesn't look like a hundred."""
        own = self._now.main.stages
        if "stages" not in main and own:
            path = ("tabs", MAIN, "stages") if is_there else ("tabs", MAIN)
            self._wrong(path, "còn thiếu", "is missing")
            self._stages = {stage.key: stage.title for stage in own}
            return own
        stages = self._read_stages(_objects(main.get("stages")))
        gone = [stage for stage in own if stage.key not in self._stages]
        if gone and self._type.policy != "open":
            named = ", ".join(f"“{stage.key}”" for stage in gone)
            self._wrong(
                ("tabs", MAIN, "stages"), f"loại bản đồ này giữ nguyên giai đoạn: thiếu {named}", f"this map type keeps its stages: {named} missing"
            )
        return stages

    def _read_stages(self, raw: Sequence[tuple[int, Mapping[str, Any]]]) -> tuple[Stage, ...]:
        stages: list[Stage] = []
        named: dict[str, str] = {}
        for at, one in raw:
            path = ("tabs", MAIN, "stages", at)
            key, title = one.get("key"), one.get("title")
            values = self._texts(
                _object(one.get("values")), (*path, "values"), FieldRef(MAIN, stage=str(key)), self._type.stage_fields, is_stage=True
            )
            if not isinstance(key, str) or not isinstance(title, str):
                continue
            title = title if title in self._said.get(FieldRef(MAIN, stage=key, field=""), ()) else tidy_line(tidy(title))
            self._check_key((*path, "key"), key)
            if not title:
                self._wrong((*path, "title"), "giai đoạn cần có tên", "a stage needs a title")
            elif len(title) > LONGEST_TITLE and title not in self._said.get(FieldRef(MAIN, stage=key, field=""), ()):
                self._wrong((*path, "title"), f"tên dài quá {LONGEST_TITLE} ký tự", f"the title is longer than {LONGEST_TITLE} characters")
            elif fold(title) in named:
                self._wrong((*path, "title"), f"trùng tên với giai đoạn “{named[fold(title)]}”", f"stage “{named[fold(title)]}” has this title too")
            named[fold(title)] = key
            self._stages[key] = title
            stages.append(Stage(key, title, values))
        return tuple(stages)

    def _check_key(self, path: Sequence[str | int], key: str) -> None:
        own = dict.fromkeys((*(stage.key for stage in self._now.main.stages), *(stage.key for stage in self._type.stages)))
        if key in self._stages:
            self._wrong(path, f"mã “{key}” đứng hai lần", f"the key “{key}” stands twice")
        elif key in own or FieldRef(MAIN, stage=key, field="") in self._said:
            return
        elif self._type.policy != "open":
            self._wrong_word(path, Text(vi="loại bản đồ này không thêm giai đoạn", en="this map type takes no further stages"), key, list(own))
        elif not is_id(key):
            self._wrong(path, "mã chỉ gồm chữ thường a–z, chữ số, “-” và “_”", "a key has small letters a to z, digits, “-” and “_” only")

    def _stage_of(self, word: str) -> str | None:
        """The stage that a word stands for: its key, or its title."""
        if word in self._stages:
            return word
        return next((key for key, title in self._stages.items() if fold(title) == fold(word)), None)

    def _stage_titles(self) -> dict[str, str]:
        return {fold(title): key for key, title in self._stages.items()}

    # Records

    def _records(self, tab: str, raw: Sequence[tuple[int, Mapping[str, Any]]]) -> tuple[Record, ...]:
        seen: dict[str, int] = {}
        found: list[tuple[str | None, str | None, Mapping[str, str]]] = []
        fields = self._type.fields_of(tab)
        for at, one in raw:
            path = ("tabs", tab, "records", at)
            record_id = one.get("id") or None
            if isinstance(record_id, str):
                self._check_id((*path, "id"), tab, record_id, seen)
                seen.setdefault(record_id, at)
            values = self._texts(_object(one.get("values")), (*path, "values"), FieldRef(tab, step=record_id or ""), fields)
            if self._says_nothing(tab, one):
                told = Text(
                    vi="không có nội dung nào; hãy điền ít nhất một mục, hoặc bỏ cả khối này đi", en="says nothing; fill in a field, or leave it out"
                )
                self._wrong(path, told.vi, told.en)
            found.append((record_id, self._stage((*path, "stage"), tab, record_id, one.get("stage")), values))
        return tuple(self._with_ids(tab, found))

    def _says_nothing(self, tab: str, one: Mapping[str, Any]) -> bool:
        """Whether a record holds no text at all, which no sheet keeps; one that the archive has so is taken as it is."""
        values = one.get("values")
        if not isinstance(values, dict) or any(not isinstance(text, str) or tidy(text) for text in values.values()):
            return False
        return not any(record.id == one.get("id") and not record.values for journey in self._known for record in journey.records(tab))

    def _check_id(self, path: Sequence[str | int], tab: str, record_id: str, seen: Mapping[str, int]) -> None:
        if record_id in seen:
            first = place((*self._start, "tabs", tab, "records", seen[record_id]))
            self._wrong(
                path,
                f"mã “{record_id}” đã dùng ở {first}; bước mới thì bỏ “id” đi",
                f"the id “{record_id}” stands at {first} already; leave “id” out for a new one",
            )
        elif FieldRef(tab, step=record_id, field="") not in self._said and not is_id(record_id):
            self._wrong(
                path,
                "mã chỉ gồm chữ thường a–z, chữ số, “-” và “_”; bước mới thì bỏ “id” đi",
                "an id has small letters a to z, digits, “-” and “_” only; leave “id” out for a new one",
            )

    def _stage(self, path: Sequence[str | int], tab: str, record_id: str | None, raw: object) -> str | None:
        said = self._said.get(FieldRef(tab, step=record_id or "", field=""), ())
        if not isinstance(raw, str) or not raw:
            if (raw is None or raw == "") and tab == MAIN and "" not in said:
                self._wrong_word(path, Text(vi="cần nêu giai đoạn", en="the stage is missing"), "", list(self._stages))
            return None
        if tab != MAIN:
            self._wrong(path, "chỉ các bước của bản đồ mới có giai đoạn: phải là null", "only steps of the map itself have a stage: it must be null")
            return None
        stage = self._stage_of(raw)
        if stage is None and raw not in said:
            self._wrong_word(
                path, Text(vi=f"không có giai đoạn “{raw}”", en=f"there is no stage “{raw}”"), raw, list(self._stages), self._stage_titles()
            )
        return stage or raw

    def _with_ids(self, tab: str, found: Sequence[tuple[str | None, str | None, Mapping[str, str]]]) -> Iterator[Record]:
        """The records, in which one without an id has that of an equal record which the archive holds and the file does not name; else a new one."""
        named = {record_id for record_id, _, _ in found if record_id}
        waiting = [record for record in self._now.records(tab) if record.id not in named]
        taken = named | {ref.step for ref in self._said if ref.tab == tab}
        for record_id, stage, values in found:
            given = record_id
            if given is None:
                same = next((record for record in waiting if (record.stage, dict(record.values)) == (stage, values)), None)
                if same is not None:
                    waiting.remove(same)
                given = same.id if same is not None else self._new_id(tab, taken)
                taken.add(given)
            yield Record(given, stage, values)

    def _new_id(self, tab: str, taken: Collection[str | None]) -> str:
        seed = self._random(16).hex()
        return next(one for at in range(1, len(taken) + 2) if (one := provisional_id(self._now.id, tab, (seed,), at)) not in taken)

    # Texts

    def _texts(
        self, raw: Mapping[str, Any], path: Sequence[str | int], whole: FieldRef, fields: Sequence[Field], *, is_stage: bool = False
    ) -> dict[str, str]:
        by_key = {field.key: field for field in fields}
        found: dict[str, str] = {}
        for key, given in raw.items():
            text = tidy(given) if isinstance(given, str) else ""
            if not text:
                continue
            found[key] = text
            here = (*path, key)
            if given in self._said.get(whole._replace(field=key), ()):
                found[key] = given
            elif any("\ud800" <= letter <= "\udfff" for letter in text):
                self._wrong(here, "có nửa ký tự bị hỏng; hãy gõ lại", "holds half of a character; type it again")
            elif (length := units(text)) > LONGEST_TEXT:
                emoji = Text(" (mỗi emoji tính là hai)", " (an emoji counts as two)") if length > len(text) else Text("", "")
                self._wrong(
                    here,
                    f"dài {dotted(length)} ký tự{emoji.vi}, một ô chỉ chứa {dotted(LONGEST_TEXT)}; hãy rút gọn",
                    f"has {length:,} characters{emoji.en}, and a cell holds {LONGEST_TEXT:,}; shorten it",
                )
            elif key in by_key:
                found[key] = self._read(here, by_key[key], text)
            else:
                titles = {fold(name): field.key for field in fields for name in (*field.title, *field.aliases)}
                what = Text(vi="giai đoạn không có mục này", en="a stage has no such field") if is_stage else _NO_FIELD
                self._wrong_word(here, what, key, list(by_key), titles)
        return found

    def _read(self, path: Sequence[str | int], field: Field, text: str) -> str:
        keys = choice_keys(field)
        read = read_value(field, text, keys, self._stage_of)
        if read.fault is None:
            return read.text
        shown = text if len(text) <= 40 else f"{text[:39]}…"
        match field.kind:
            case "choice":
                what = Text(vi=f"“{shown}” không có trong “{field.title.vi}”", en=f"“{shown}” is no choice of “{field.title.en}”")
                self._wrong_word(path, what, text, [choice.key for choice in field.choices], keys)
            case "stage":
                what = Text(vi=f"không có giai đoạn “{shown}”", en=f"there is no stage “{shown}”")
                self._wrong_word(path, what, text, list(self._stages), self._stage_titles())
            case "number":
                limits = _limits(field)
                self._wrong(path, f"“{shown}” phải là một số{limits.vi}", f"“{shown}” must be a number{limits.en}")
            case "date":
                self._wrong(path, f"“{shown}” phải là một ngày như 2026-11-22", f"“{shown}” must be a date such as 2026-11-22")
            case _:
                self._wrong(path, f"“{shown}” phải là true hoặc false", f"“{shown}” must be true or false")
        return text


_NO_FIELD = Text(vi="không có mục này", en="there is no such field")


def _limits(field: Field) -> Text:
    low, high = field.minimum, field.maximum
    if low is not None and high is not None:
        return Text(vi=f" từ {low} đến {high}", en=f" from {low} to {high}")
    if low is not None:
        return Text(vi=f" từ {low} trở lên", en=f" of at least {low}")
    return Text(vi=f" không quá {high}", en=f" of at most {high}") if high is not None else Text("", "")


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[tuple[int, Mapping[str, Any]]]:
    """The objects in a list, with their places in it."""
    return [(at, one) for at, one in enumerate(value) if isinstance(one, dict)] if isinstance(value, list) else []
