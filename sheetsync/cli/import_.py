"""import: an edited map becomes the next version."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from sheetsync.cli import told
from sheetsync.cli.session import Session, format_option, language_option, out, paint
from sheetsync.errors import UsageError
from sheetsync.formats.changes import entry_lines
from sheetsync.formats.json import dump
from sheetsync.formats.names import Compared, Names, short
from sheetsync.formats.terminal import Paint, printable
from sheetsync.history.diff import to_json
from sheetsync.history.merge import STAGE_OF, Conflict
from sheetsync.model.anatomy import TITLE
from sheetsync.model.journey import MAIN, FieldRef
from sheetsync.model.words import Text
from sheetsync.tasks.import_map import Imported, import_map
from sheetsync.tasks.incoming import LARGEST
from sheetsync.tasks.resolve import Named, find

STATUS = {"imported": 0, "merged": 0, "unchanged": 0, "conflict": 1, "stopped": 1, "invalid": 2}
MOST_TOLD = 50
"""So many mistakes are told at a terminal; JSON has them all."""
MOST_QUOTED = 200
"""So much of each text of a conflict is quoted at a terminal; JSON has all of it."""
_LONGEST_NAME = 40


@click.command()
@click.argument("ref")
@click.argument("file", metavar="FILE.json")
@click.option("--accept-deletions", is_flag=True, help="Yes, that much was deleted on purpose.")
@language_option
@format_option()
def import_command(*, ref: str, file: str, accept_deletions: bool, language: str | None, form: str) -> int:
    """Put an edited map into the archive as its next version; the next sync carries it into the sheet.

    FILE is what `show --format json` prints, or only its "journey"; - reads it from a pipe. It is held against the map type first, and
    every mistake is named with its place. A step without "id" is a new one.

    What came into the archive since the file was written is merged. Where both changed the same text nothing is imported, and both
    are shown.

    Exit status 1 when something is to be settled first; 2 when the file has mistakes.

    \b
    Examples:
      sheetsync show "Phòng tập" --format json > map.json
      sheetsync import "Phòng tập" map.json
      sheetsync sync "Phòng tập"
    """
    session = Session.open(language)
    space = session.space
    named = find(space, ref)
    name, body = read_file(file)
    done = import_map(space, named, body, name, accept_deletions=accept_deletions)
    if form == "json":
        out(dump(_json(done, name, session.language)) + "\n")
    else:
        is_refused = done.outcome == "invalid"
        for line in _lines(session, named, done, name, paint()):
            click.echo(line, err=is_refused)
    return STATUS[done.outcome]


def read_file(file: str) -> tuple[str, bytes]:
    """The name and the bytes of a file; ``-`` is what is piped in.

    Raises:
        UsageError: there is no such file, it is empty, or it is too large to be a map.
    """
    if file == "-":
        name, body = "stdin", sys.stdin.buffer.read(LARGEST + 1)
    else:
        path = Path(file)
        if path.is_dir():
            raise UsageError(
                en=f"{file} is a folder. Name the file in it that is to be imported.",
                vi=f"{file} là một thư mục. Hãy nêu tệp cần nhập trong thư mục đó.",
            )
        if not path.is_file():
            raise UsageError(
                en=f"There is no file {file}. Write one with `sheetsync show REF --format json > map.json`, edit it, and import that.",
                vi=f"Không có tệp {file}. Hãy xuất bằng `sheetsync show REF --format json > map.json`, sửa rồi nhập tệp đó.",
            )
        with path.open("rb") as stream:
            name, body = path.name, stream.read(LARGEST + 1)
    if not body.strip():
        raise UsageError(
            en=f"{name} is empty. Write it anew with `sheetsync show REF --format json > map.json`, edit it, and import that.",
            vi=f"{name} trống, không có nội dung gì. Hãy xuất lại bằng `sheetsync show REF --format json > map.json`, sửa rồi nhập tệp đó.",
        )
    if len(body) > LARGEST:
        raise UsageError(
            en=f"{name} is larger than {LARGEST // 1_000_000} MB, and no map is. Check whether this is the file you mean.",
            vi=f"{name} lớn hơn {LARGEST // 1_000_000} MB, không bản đồ nào lớn như vậy. Hãy kiểm tra xem có đúng tệp không.",
        )
    return name, body


def _json(done: Imported, name: str, language: str) -> dict[str, object]:
    shown: dict[str, object] = {
        "format": 1,
        "map": done.map,
        "file": name,
        "outcome": done.outcome,
        "version": done.version,
        "changes": [to_json(change) for change in done.changes],
        "conflicts": [{"kind": one.kind, **one.ref._asdict(), "base": one.base, "file": one.sheet, "archive": one.archive} for one in done.conflicts],
        "mistakes": [{"path": one.path, "message": one.message.of(language)} for one in done.mistakes],
    }
    if done.outcome == "stopped":
        shown["error"] = {"code": "deletions", "message": _much_gone(done, name, None).of(language)}
    return shown


def _lines(session: Session, named: Named, done: Imported, name: str, look: Paint) -> Iterator[str]:
    language, title = session.language, done.after.title
    map_type = told.type_of(session.parts.types, done.before.type)
    match done.outcome:
        case "unchanged":
            yield printable(
                Text(
                    vi=f"{name} không có gì khác với phiên bản {done.version} của “{title}” nên không tạo phiên bản mới.",
                    en=f"{name} says nothing else than version {done.version} of “{title}”, so there is no new version.",
                ).of(language)
            )
        case "invalid":
            yield from _mistakes(done, name, language)
        case "stopped":
            yield printable(_much_gone(done, name, Names(map_type, language, done.before)).of(language))
        case "conflict":
            yield from _conflicts(done, name, named, Names(map_type, language, done.before), look)
        case _:
            yield look(printable(_imported(done, name, title).of(language)), "bold")
            yield from entry_lines(Compared(done.before, done.after, done.changes, map_type), language, look, "  ")
            yield carried_over(named).of(language)


def carried_over(named: Named) -> Text:
    """How a new version comes into the sheet."""
    if named.ref is None:
        return Text(
            vi="Bản đồ này không còn bảng tính, nên thay đổi chỉ có trong kho lưu trữ.",
            en="This map has no workbook any more, so the change is only in the archive.",
        )
    return Text(
        vi=f'Hãy chạy `sheetsync sync "{printable(named.ref)}"` để đưa thay đổi vào bảng tính.',
        en=f'Run `sheetsync sync "{printable(named.ref)}"` to bring the sheet in step.',
    )


def _imported(done: Imported, name: str, title: str) -> Text:
    if done.outcome == "merged":
        return Text(
            vi=f"Đã nhập {name} thành phiên bản {done.version} của “{title}”, cùng với những gì có trong kho lưu trữ từ khi tệp được xuất:",
            en=f"Imported {name} as version {done.version} of “{title}”, together with what came into the archive since the file was written:",
        )
    return Text(vi=f"Đã nhập {name} thành phiên bản {done.version} của “{title}”:", en=f"Imported {name} as version {done.version} of “{title}”:")


def _mistakes(done: Imported, name: str, language: str) -> Iterator[str]:
    count = len(done.mistakes)
    yield printable(
        Text(
            vi=f"sheetsync: {name} có {count} chỗ chưa đúng nên chưa nhập gì. Hãy sửa rồi nhập lại:",
            en=f"sheetsync: {name} has {count} mistake{'' if count == 1 else 's'}, so nothing was imported. "
            f"Mend {'it' if count == 1 else 'them'} and import again:",
        ).of(language)
    )
    for one in done.mistakes[:MOST_TOLD]:
        yield f"  {printable(one.path)}: {printable(one.message.of(language))}"
    if count > MOST_TOLD:
        yield Text(vi=f"  … và {count - MOST_TOLD} chỗ nữa", en=f"  … and {count - MOST_TOLD} more").of(language)


def _much_gone(done: Imported, name: str, names: Names | None) -> Text:
    counts = "; ".join(f"{names.tab(sweep.tab) if names else sweep.tab}: {sweep.gone}/{sweep.had}" for sweep in done.gone)
    return Text(
        vi=f"{name} thiếu quá nhiều so với phiên bản {done.version} ({counts}) nên chưa nhập gì. "
        "Nếu đã xóa có chủ ý, hãy chạy lại với `--accept-deletions`.",
        en=f"{name} lacks a lot of what version {done.version} has ({counts}), so nothing was imported. "
        "If it was deleted on purpose, run again with `--accept-deletions`.",
    )


def _conflicts(done: Imported, name: str, named: Named, names: Names, look: Paint) -> Iterator[str]:
    language, count = names.language, len(done.conflicts)
    places = "1 place was" if count == 1 else f"{count} places were"
    yield printable(
        Text(
            vi=f"Chưa nhập gì: {count} chỗ vừa được sửa trong {name}, vừa được sửa khác đi trong kho lưu trữ (phiên bản {done.version}):",
            en=f"Nothing was imported: {places} changed in {name}, and changed differently in the archive (version {done.version}):",
        ).of(language)
    )
    for one in done.conflicts:
        yield f"  {look(printable(_place(done, names, one)), 'bold')}"
        for side, text in (
            (Text(vi="trong tệp:", en="in the file:"), one.sheet),
            (Text(vi="trong kho:", en="in the archive:"), one.archive),
        ):
            yield f"    {look(side.of(language), 'dim')} {_text(done, one, names, text)}"
    command = f'sheetsync show "{printable(named.title)}" --format json > {printable(name)}'
    yield Text(
        vi=f"Hãy xuất bản mới nhất (`{command}`), sửa vào đó rồi nhập lại.",
        en=f"Write the newest version (`{command}`), make your changes in it, and import that.",
    ).of(language)


def _text(done: Imported, one: Conflict, names: Names, text: str | None) -> str:
    """What one side says, in words."""
    if text is None:
        return Text(vi="(đã xóa)", en="(deleted)").of(names.language)
    if one.kind == "order":
        return printable(" → ".join(_called(done, names, one.ref, name) for name in text.split("\n")))
    if one.ref.field == STAGE_OF and one.ref.step is not None:
        return printable(names.stage(text or None))
    if not text:
        return Text(vi="(trống)", en="(blank)").of(names.language)
    told_text = names.value(one.ref.tab, one.ref.field or "", text, of_stage=one.ref.step is None and one.ref.stage is not None)
    return f"“{printable(short(' / '.join(told_text.splitlines()), MOST_QUOTED))}”"


def _called(done: Imported, names: Names, ref: FieldRef, name: str) -> str:
    """What a stage, or a step of ``ref``, is known by in a list of them."""
    if ref.stage is None and any(stage.key == name for stage in done.before.main.stages):
        return f"“{names.stage(name)}”"
    return _step(done, names, ref.tab or MAIN, name)


def _step(done: Imported, names: Names, tab: str, step: str) -> str:
    """What a step of the archive is known by: its words, else its number in its stage (or list); empty where the archive has no such step."""
    record = next((each for each in done.before.records(tab) if each.id == step), None)
    if record is None:
        return ""
    beside = [each.id for each in done.before.records(tab) if each.stage == record.stage]
    words = names.name(tab, record)
    return f"{names.step(tab)} “{words}”" if words else f"{names.step(tab)} {beside.index(step) + 1}"


def _place(done: Imported, names: Names, one: Conflict) -> str:
    """Where a conflict is, in words: stage, step and field."""
    ref = one.ref
    record = next((each for each in done.before.records(ref.tab or "") if each.id == ref.step), None)
    parts: list[str] = []
    stage = ref.stage or (record.stage if record and ref.tab == MAIN else None)
    if stage:
        parts.append(names.stage(stage))
    elif ref.tab != MAIN:
        parts.append(names.tab(ref.tab))
    if ref.step is not None:
        gone = short(next(iter((one.sheet or one.base or "").splitlines()), ""), _LONGEST_NAME)
        parts.append(_step(done, names, ref.tab or MAIN, ref.step) or f"{names.step(ref.tab or MAIN)}{f' “{gone}”' if gone else ''}")
    if one.kind == "order":
        parts.append(Text(vi="thứ tự", en="order").of(names.language))
    elif ref.field == STAGE_OF and ref.step is not None:
        parts.append(Text(vi="giai đoạn", en="stage").of(names.language))
    elif ref.field:
        parts.append(names.field(None if ref.field == TITLE and ref.tab is None else ref.tab, ref.field, of_stage=ref.step is None))
    return " · ".join(_unique(parts))


def _unique(parts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(parts))
