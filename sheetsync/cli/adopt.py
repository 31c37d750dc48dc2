"""adopt: a sheet that people made themselves becomes a map."""

import sys

import click

from sheetsync.cli import told_adopt as told
from sheetsync.cli.session import Session, out, paint
from sheetsync.cli.usage import OneOf
from sheetsync.errors import UsageError
from sheetsync.formats.json import dump
from sheetsync.formats.terminal import printable
from sheetsync.model.values import YES
from sheetsync.model.words import LANGUAGES, Text, fold
from sheetsync.tasks.adopt import Adopted, Proposal, Sheet, Wishes, adopt, fits, meta_of, propose, resume
from sheetsync.tasks.adopt_words import already_a_map, not_a_map
from sheetsync.tasks.opening import open_state
from sheetsync.wiring import open_sheet

AGREED = YES | {"c", "y", "ok"}
"""What people answer when they mean yes, in either language."""


@click.command()
@click.argument("ref")
@click.option("--type", "type_", metavar="TYPE", help="The map type; without it, sheetsync says which types fit, and why.")
@click.option("--dry-run", is_flag=True, help="Only show what would happen; nothing is written anywhere.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@click.option("--beside", is_flag=True, help="Make a new workbook, even where the map could stay in yours.")
@click.option("--table", type=int, metavar="N", help="Adopt only map number N of a sheet with several.")
@click.option("--title", help="What the map is called; its title in the sheet by default.")
@click.option("--language", type=OneOf(LANGUAGES), help="Language of the map and of what is printed; what the sheet is written in by default.")
@click.option("--as-new", is_flag=True, help="Of a copy: make it a map of its own.")
@click.option("--replace", is_flag=True, help="Of a copy: use it instead of the workbook known so far.")
@click.option("--format", "form", type=OneOf(["text", "json"]), default="text", help="text for people, json for machines.")
def adopt_command(  # noqa: PLR0913 - one for each thing a person can say
    *,
    ref: str,
    type_: str | None,
    dry_run: bool,
    yes: bool,
    beside: bool,
    table: int | None,
    title: str | None,
    language: str | None,
    as_new: bool,
    replace: bool,
    form: str,
) -> int:
    """Take a sheet that you made yourselves as a map: REF is an .xlsx, .csv or .tsv file, or a Google link.

    sheetsync finds stages and fields in Vietnamese or English, down or across, and shows where each one would be placed and how sure that is.
    Nothing you wrote is moved or changed: the map stays in your workbook, with hidden ids and a few tabs added, where that can be proved safe;
    else a new workbook is made beside it. What found no place is listed.

    \b
    Examples:
      sheetsync adopt "Hành trình khách.xlsx"
      sheetsync adopt "Hành trình khách.xlsx" --type customer-journey
      sheetsync adopt export.csv --type buyer-journey --dry-run
    """
    if as_new and replace:
        raise UsageError(
            en="--as-new makes a copy a map of its own, --replace uses it instead of another one. Leave one of them out.",
            vi="--as-new tách bản sao thành bản đồ riêng, --replace dùng nó thay bản khác. Hãy bỏ bớt một tùy chọn.",
        )
    session = Session.open(language)
    sheet = open_sheet(session.place, session.parts, ref)
    meta = meta_of(sheet.state)
    wished = next((known for known in LANGUAGES if known == language), None)
    if meta is None and replace:
        raise not_a_map(sheet.state.ref)
    if meta is not None and (as_new or replace):
        return _settle(session, sheet, form, as_new=as_new, dry_run=dry_run)
    if not (dry_run or as_new) and (resumed := resume(session.parts, sheet)):
        return _tell(session, sheet, (), [resumed], form)
    if meta is not None:
        raise already_a_map(sheet.state.ref, open_state(session.parts.types, sheet.state).reading.map.title)
    if type_ is None:
        return _tell_fits(session, sheet, form)
    proposals = propose(session.parts, sheet, session.parts.types.load(type_), Wishes(title, wished, table, beside, as_new or dry_run))
    if dry_run or (not yes and not _may_ask(form)):
        status = _tell(session, sheet, proposals, [], form, said=told.nothing_written(session.language) if dry_run else "")
        if dry_run:
            return status
        raise UsageError(
            en="Nothing was written: nobody could be asked whether this is right. If it is, run again with --yes.",
            vi="Chưa ghi gì vì không hỏi được ai xem cách xếp này có đúng không. Nếu đúng, hãy chạy lại với --yes.",
        )
    if not yes:
        _show(session, sheet, proposals)
        if not _agreed(session):
            click.echo(told.nothing_written(session.language))
            return 0
        return _tell(session, sheet, (), list(adopt(session.parts, proposals)), form)
    return _tell(session, sheet, proposals, list(adopt(session.parts, proposals)), form)


def _may_ask(form: str) -> bool:
    """Whether a person can be asked, and sees what they are asked about."""
    return form == "text" and sys.stdin.isatty() and sys.stdout.isatty()


def _agreed(session: Session) -> bool:
    question = Text(vi="Nhận bảng này làm bản đồ? [c/K]", en="Adopt it like this? [y/N]")
    return fold(click.prompt(question.of(session.language), default="", show_default=False, prompt_suffix=" ")) in AGREED


def _show(session: Session, sheet: Sheet, proposals: tuple[Proposal, ...]) -> None:
    for line in told.proposal_lines(sheet, proposals, session.language, paint()):
        click.echo(line)


def _tell(session: Session, sheet: Sheet, proposals: tuple[Proposal, ...], done: list[Adopted], form: str, said: str = "") -> int:
    """What was found, and what became of it; 2 where something could not be archived."""
    if form == "json":
        out(dump(told.adopt_json(sheet, proposals, done, session.language)) + "\n")
    else:
        _show(session, sheet, proposals)
        for line in told.adopted_lines(done, session.language, paint()):
            click.echo(line)
        if said:
            click.echo(said)
    return _complain(session, [trouble.message(session.language) for one in done for trouble in one.troubles])


def _complain(session: Session, messages: list[str]) -> int:
    from sheetsync.cli.main import complain  # noqa: PLC0415

    for message in messages:
        complain(message)
    if messages:
        stands = Text(
            vi="Bảng tính đã xong; chỉ phần lưu vào kho chưa được. Hãy chạy `sheetsync sync` khi lỗi trên đã khắc phục.",
            en="The workbook is done; only archiving it failed. Run `sheetsync sync` once that is mended.",
        )
        click.echo(printable(stands.of(session.language)), err=True)
    return 2 if messages else 0


def _tell_fits(session: Session, sheet: Sheet, form: str) -> int:
    """Which types fit and why; which one it is, a person says."""
    found = fits(session.parts, sheet)
    if form == "json":
        out(dump(told.fits_json(sheet, found, session.language)) + "\n")
    else:
        for line in told.fits_lines(sheet, found, session.language, paint()):
            click.echo(line)
    return 2


def _settle(session: Session, sheet: Sheet, form: str, *, as_new: bool, dry_run: bool) -> int:
    """Make a copy a map of its own, or the known one."""
    from sheetsync.tasks.adopt_copy import Settled, take_over  # noqa: PLC0415
    from sheetsync.tasks.adopt_copy import as_new as make_new  # noqa: PLC0415

    if dry_run:
        click.echo(told.would_settle(sheet.state.ref, session.language, as_new=as_new))
        return 0
    settled: Settled = make_new(session.parts, sheet.state) if as_new else take_over(session.space, sheet.state)
    if form == "json":
        out(dump(told.settled_json(sheet, settled, session.language)) + "\n")
    else:
        for line in told.settled_lines(settled, session.language, paint()):
            click.echo(line)
    return _complain(session, [trouble.message(session.language) for trouble in settled.troubles])
