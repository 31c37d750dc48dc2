"""init, types, new, list: making maps and seeing which there are."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from sheetsync.cli.session import Session, format_option, language_option, out, paint, width
from sheetsync.cli.usage import OneOf
from sheetsync.errors import UsageError
from sheetsync.formats.json import dump
from sheetsync.formats.terminal import columns, pad, printable, wrap
from sheetsync.model.maptype import MapType
from sheetsync.model.words import LANGUAGES, Text
from sheetsync.ports import Role
from sheetsync.tasks.listing import Listed, list_maps
from sheetsync.wiring import FILE_NAME

if TYPE_CHECKING:
    from sheetsync.tasks.provision import Provisioned, Share


ADDRESS = r"[^@\s:;,<>()]+@[^@\s:;,<>()]+\.[^@\s:;,<>()]+"
"""What an e-mail address looks like; whether somebody is there, only Google knows."""


@click.command()
@click.option("--language", type=OneOf(LANGUAGES), default="vi", show_default=True, help="Language of sheets, findings and messages.")
@click.option("--maps", default="maps", show_default=True, help="Folder of the workbooks, or google:FOLDER-ID.")
@click.option("--archive", default="archive", show_default=True, help="Folder of the archive.")
@click.option("--timezone", default="Asia/Ho_Chi_Minh", show_default=True, help="Where quarters begin and end.")
def init_command(language: str, maps: str, archive: str, timezone: str) -> int:
    """Write sheetsync.toml here: from now on this folder is a workspace.

    A workspace keeps maps in one folder and their history in another. An existing sheetsync.toml is never touched.
    """
    from sheetsync.config import TEMPLATE, parse  # noqa: PLC0415

    file = Path.cwd() / FILE_NAME
    body = TEMPLATE.format(maps=_toml(maps), archive=_toml(archive), language=language, timezone=_toml(timezone))
    settings = parse(body.encode(), file)
    if file.exists():
        raise UsageError(
            en=f"{FILE_NAME} stands here already; it was not touched. Edit it, or make a workspace in another folder.",
            vi=f"Ở đây đã có {FILE_NAME}; tệp được giữ nguyên. Hãy sửa tệp đó, hoặc tạo ở thư mục khác.",
        )
    if not settings.workspace.in_google:
        (Path.cwd() / maps).mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8") as handle:
        handle.write(body)
    first_map = Text('sheetsync new customer-journey "Tên bản đồ"', 'sheetsync new customer-journey "Name of the map"')
    access = Text(
        "ghi tệp thông tin đăng nhập dưới [google] trong tệp đó, rồi chạy sheetsync doctor",
        "name your credentials under [google] in that file, then run sheetsync doctor",
    )
    following = access if settings.workspace.in_google else first_map
    click.echo(Text(f"Đã tạo {FILE_NAME}. Bước tiếp theo: {following.vi}", f"Wrote {FILE_NAME}. Next: {following.en}").of(language))
    return 0


def _toml(text: str) -> str:
    """``text`` as it stands between the quotes of a TOML string."""
    return "".join(f"\\{letter}" if letter in '\\"' else letter if letter.isprintable() else f"\\U{ord(letter):08x}" for letter in text)


@click.command()
@click.argument("type_", metavar="[TYPE]", required=False)
@language_option
@format_option()
def types_command(type_: str | None, language: str | None, form: str) -> int:
    """List the map types, or show TYPE with its stages, fields and source."""
    session = Session.open(language)
    types = session.parts.types
    if type_ is not None:
        found = types.load(type_)
        out(dump(_described(found, session.language)) + "\n" if form == "json" else _page(found, session.language))
        return 0
    listed = [types.load(key) for key in types.keys()]  # noqa: SIM118 - not a mapping
    if form == "json":
        entries = [{"type": one.key, "title": one.title.of(session.language), "tabs": [tab.key for tab in one.tabs]} for one in listed]
        out(dump({"format": 1, "types": entries}) + "\n")
        return 0
    look = paint()
    named = max(len(one.key) for one in listed)
    for one in listed:
        summary = wrap(one.summary.of(session.language), width() - named - 3)
        click.echo(f"{look(pad(one.key, named), 'bold', 'cyan')}   {look(one.title.of(session.language), 'bold')}")
        for line in summary:
            click.echo(" " * (named + 3) + line)
    return 0


def _described(one: MapType, language: str) -> dict[str, object]:
    return {
        "format": 1,
        "type": one.key,
        "version": one.version,
        "title": one.title.of(language),
        "summary": one.summary.of(language),
        "profile": one.profile,
        "stage_policy": one.policy,
        "source": one.source,
        "stages": [{"key": stage.key, "title": stage.title.of(language)} for stage in one.stages],
        "tabs": [
            {
                "tab": tab.key,
                "title": tab.title.of(language),
                "axis": tab.axis,
                "fields": [
                    {"field": field.key, "title": field.title.of(language), "kind": field.kind, "role": field.role, "source": field.source}
                    for field in tab.fields
                ],
            }
            for tab in one.tabs
        ],
    }


def _page(one: MapType, language: str) -> str:
    look = paint()
    words = Text(vi="Giai đoạn", en="Stages"), Text(vi="Nguồn", en="Source"), Text(vi="Bộ quy tắc", en="Profile")
    stages, source, profile = (word.of(language) for word in words)
    lines = [f"{look(one.title.of(language), 'bold')}  {look(one.key, 'cyan')}"]
    lines += wrap(one.summary.of(language), width())
    lines.append(look(f"{source}: {one.source} · {profile}: {one.profile}", "dim"))
    own = " → ".join(stage.title.of(language) for stage in one.stages) or Text(vi="tự đặt bằng --stages", en="yours, given with --stages").of(
        language
    )
    lines += ["", look(stages, "bold"), *(f"  {line}" for line in wrap(own, width() - 2))]
    for tab in one.tabs:
        lines += ["", look(tab.title.of(language), "bold")]
        lines += [f"  {line}" for line in columns((look(field.title.of(language), "cyan"), field.guide.of(language)) for field in tab.fields)]
    return "\n".join(lines) + "\n"


class _Share(click.ParamType):  # type: ignore[type-arg]  # older releases of click know no type argument here
    """``EMAIL:ROLE``; the role may be left out for writers."""

    name = "share"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> "Share":
        del param, ctx
        from sheetsync.tasks.provision import Share  # noqa: PLC0415

        email, _, said = value.strip().partition(":")
        role = next((known for known in get_args(Role) if known == (said.lower() or "writer")), None)
        if role is None or not re.fullmatch(ADDRESS, email):
            raise UsageError(
                en=f"--share takes EMAIL:ROLE with reader, commenter or writer, not “{value}”. Write for example: --share lan@example.com:writer",
                vi=f"--share nhận EMAIL:VAI TRÒ với reader, commenter hoặc writer, không phải “{value}”. "
                "Hãy viết, ví dụ: --share lan@example.com:writer",
            )
        return Share(email, role)


@click.command()
@click.argument("type_", metavar="TYPE")
@click.argument("title")
@click.option("--language", type=OneOf(LANGUAGES), help="Language of the sheet; the workspace's by default.")
@click.option("--stages", metavar='"A, B"', help="Stages of your own, for types that leave them open.")
@click.option("--persona", "personas", multiple=True, metavar="NAME", help="Whose journey it is; may be repeated.")
@click.option(
    "--share", "shares", multiple=True, type=_Share(), metavar="EMAIL:ROLE", help="Google: as reader, commenter or writer; may be repeated."
)
@click.option("--format", "form", type=OneOf(["text", "json"]), default="text", help="text for people, json for machines.")
def new_command(
    *, type_: str, title: str, language: str | None, stages: str | None, personas: tuple[str, ...], shares: "tuple[Share, ...]", form: str
) -> int:
    """Make a workbook of TYPE named TITLE, ready to fill in, and print where it is.

    \b
    Examples:
      sheetsync new customer-journey "Phòng tập" --language vi
      sheetsync new buyer-journey "Chung cư An Phú" --share lan@example.com:writer
      sheetsync new custom-period "A student's year" --stages "Semester 1, Semester 2"
    """
    from sheetsync.tasks.provision import provision  # noqa: PLC0415

    session = Session.open(language)
    parts = session.parts
    chosen = [stage for part in (stages or "").split(",") if (stage := part.strip())] if stages is not None else []
    if stages is not None and not chosen:
        raise UsageError(en='--stages is empty. Name them: --stages "First, Second".', vi='--stages đang trống. Hãy nêu tên: --stages "Đầu, Sau".')
    made = provision(parts, type_, title, language=parts.language or "vi", stages=chosen, personas=personas, shares=shares)
    if made.troubles:
        _tell_troubles(made, session.language)
    if form == "json":
        out(dump(_made(made, session.language)) + "\n")
    else:
        click.echo(printable(made.ref))
    return 2 if made.troubles else 0


def _tell_troubles(made: "Provisioned", language: str) -> None:
    from sheetsync.cli.main import complain  # noqa: PLC0415

    for trouble in made.troubles:
        complain(trouble.message(language))
    stands = Text(
        vi=f"Bản đồ đã có ở {made.ref}. Đừng chạy lại `sheetsync new`: lệnh đó sẽ tạo thêm một bản đồ nữa.",
        en=f"The map stands at {made.ref}. Do not run `sheetsync new` again: it would make another one.",
    )
    click.echo(printable(stands.of(language)), err=True)


def _made(made: "Provisioned", language: str) -> dict[str, object]:
    shown: dict[str, object] = {"format": 1, "map": made.map, "type": made.type, "title": made.title, "ref": made.ref}
    if made.troubles:
        shown["errors"] = [{"code": trouble.code, "message": trouble.message(language)} for trouble in made.troubles]
    return shown


@click.command()
@language_option
@format_option()
def list_command(language: str | None, form: str) -> int:
    """List the maps: type, title, last version, open findings, last review."""
    session = Session.open(language)
    listed = list(list_maps(session.parts, session.parts.backend.list()))
    if form == "json":
        out(dump({"format": 1, "maps": [_entry(one, session.language) for one in listed]}) + "\n")
    elif not listed:
        nothing = Text(
            vi='Chưa có bản đồ nào. Hãy tạo bằng: sheetsync new customer-journey "Tên"',
            en='No maps yet. Make one: sheetsync new customer-journey "Name"',
        )
        click.echo(nothing.of(session.language))
    else:
        for line in _table(listed, session.language):
            click.echo(line)
    return 2 if any(one.error for one in listed) else 0


def _entry(one: Listed, language: str) -> dict[str, object]:
    shown: dict[str, object] = {
        "map": one.map,
        "type": one.type,
        "title": one.title,
        "ref": one.ref,
        "status": one.status,
        "version": one.version,
        "last_review": one.last_review,
        "conflicts": one.conflicts,
        "findings": dict(one.findings),
    }
    if one.error is not None:
        shown["error"] = {"code": one.error.code, "message": one.error.message(language)}
    return shown


def _why(ref: str, message: str) -> str:
    """Why a workbook can't be read; most messages name it themselves."""
    return printable(message if ref in message else f"{ref}: {message}")


def _to_settle(count: int) -> Text:
    return Text(
        vi=f"{count} xung đột chờ xử lý. Hãy chạy `sheetsync sync` để xem từng chỗ.",
        en=f"{count} conflict{'' if count == 1 else 's'} to settle. Run `sheetsync sync` to see where.",
    )


def _table(listed: list[Listed], language: str) -> list[str]:
    look = paint()
    heads = Text(
        vi="Bản đồ|Loại|Bản|Lỗi|Cảnh báo|Gợi ý|Rà soát|Tệp",
        en="Map|Type|Version|Errors|Warnings|Hints|Reviewed|File",
    )
    rows = [tuple(look(head, "bold") for head in heads.of(language).split("|"))]
    for one in listed:
        if one.error is not None:
            rows.append((look("✗", "red"), "", "", "", "", "", "", printable(one.ref)))
            continue
        counts = [str(one.findings.get(severity, 0)) for severity in ("error", "warning", "info")]
        row = (one.title or "", one.type or "", str(one.version or "–"), *counts, one.last_review or "–", one.ref)
        rows.append(tuple(printable(cell) for cell in row))
    lines = columns(rows)
    lines += [_why(one.ref, one.error.message(language)) for one in listed if one.error is not None]
    lines += [f"{printable(one.ref)}: {_to_settle(one.conflicts).of(language)}" for one in listed if one.conflicts]
    return lines
