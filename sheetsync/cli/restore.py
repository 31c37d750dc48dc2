"""restore: an earlier state becomes the next version."""

import sys
from collections.abc import Iterator

import click

from sheetsync.cli import told
from sheetsync.cli.history import meant, number_of
from sheetsync.cli.import_ import carried_over
from sheetsync.cli.session import Session, format_option, language_option, out, paint
from sheetsync.errors import UsageError
from sheetsync.formats.changes import entry_lines
from sheetsync.formats.json import dump
from sheetsync.formats.names import Compared
from sheetsync.formats.terminal import Paint, printable
from sheetsync.history.diff import to_json
from sheetsync.model.words import Text, fold
from sheetsync.tasks.resolve import Named
from sheetsync.tasks.restore import Restored, Restoring, Wanted, restore

AGREED = {"y", "yes", "c", "có", "co"}


@click.command()
@click.argument("ref", metavar="REF@VERSION")
@click.option("--stage", help="Only this stage, by its title or key; other stages stay as they are.")
@click.option("--step", metavar="ID", help="Only this step, by its id (`show --format json` has the ids).")
@click.option("--yes", is_flag=True, help="Don't ask.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@language_option
@format_option()
def restore_command(*, ref: str, stage: str | None, step: str | None, yes: bool, dry_run: bool, language: str | None, form: str) -> int:
    """Bring back an earlier version of a map, or of it one stage or step, as the next version. Nothing of the history is lost.

    VERSION is a number, a snapshot (2026-Q3), or a date (2026-10-01: what stood at the end of that day). What stands in the sheet
    is archived first. You see what would change and are asked; then `sync` brings the sheet in step.

    Exit status 1 when the sheet could not be archived first, because something in it is to be settled.

    \b
    Examples:
      sheetsync restore "Phòng tập@2026-Q3"
      sheetsync restore "Phòng tập@3" --stage "Nhận thức"
      sheetsync restore "Phòng tập@3" --dry-run
    """
    if stage is not None and step is not None:
        raise UsageError(
            en="--stage brings back a stage with its steps, --step a single step. Leave one of them out.",
            vi="--stage khôi phục một giai đoạn cùng các bước, --step chỉ một bước. Hãy bỏ bớt một tùy chọn.",
        )
    session = Session.open(language)
    named, spec = meant(session, ref)
    if not spec:
        raise UsageError(
            en=f"Which version of “{named.title}” is to come back? Name it: sheetsync restore REF@3. Run `sheetsync log REF` to see them.",
            vi=f"Muốn khôi phục phiên bản nào của “{named.title}”? Hãy nêu rõ: sheetsync restore REF@3. Xem danh sách bằng `sheetsync log REF`.",
        )
    number = number_of(session, named, spec)
    if not (yes or dry_run or _may_ask(form)):
        raise UsageError(
            en="Nothing was restored: nobody can be asked here whether the changes are right. See them with --dry-run, then run again with --yes.",
            vi="Chưa khôi phục gì vì ở đây không hỏi được ai. Hãy xem thay đổi bằng --dry-run, rồi chạy lại với --yes.",
        )
    shown = False

    def agreed(plan: Restoring) -> bool:
        nonlocal shown
        if yes:
            return True
        if shown:
            click.echo(_again().of(session.language))
        shown = True
        for line in _plan_lines(session, plan, number, paint()):
            click.echo(line)
        return _agreed(session)

    done = restore(session.space, named, Wanted(number, stage, step), agreed=agreed, dry_run=dry_run)
    if form == "json":
        out(dump(_json(session, done, number)) + "\n")
    else:
        is_part = stage is not None or step is not None
        for line in _lines(session, named, done, number, paint(), is_shown=shown, is_part=is_part):
            click.echo(line)
    return _status(done)


def _may_ask(form: str) -> bool:
    """Whether a person can be asked, and sees what they are asked about."""
    return form == "text" and sys.stdin.isatty() and sys.stdout.isatty()


def _agreed(session: Session) -> bool:
    question = Text(vi="Khôi phục như vậy? [c/K]", en="Restore it like this? [y/N]")
    return fold(click.prompt(question.of(session.language), default="", show_default=False, prompt_suffix=" ")) in AGREED


def _again() -> Text:
    return Text(
        vi="Vừa có phiên bản mới trong kho lưu trữ, nên thay đổi giờ là:",
        en="Somebody archived another version meanwhile, so this is what would change now:",
    )


def _status(done: Restored) -> int:
    if done.outcome != "stopped":
        return 0
    return 2 if done.safety is not None and done.safety.outcome == "failed" else 1


def _json(session: Session, done: Restored, number: int) -> dict[str, object]:
    return {
        "format": 1,
        "map": done.map,
        "outcome": done.outcome,
        "restored": number,
        "version": done.version,
        "changes": [to_json(change) for change in done.done.changes] if done.done else [],
        "sync": told.synced_json(done.safety, session.language) if done.safety else None,
    }


def _plan_lines(session: Session, plan: Restoring, number: int, look: Paint) -> Iterator[str]:
    title = plan.before.title
    head = Text(vi=f"Khôi phục phiên bản {number} của “{title}” sẽ thay đổi:", en=f"Restoring version {number} of “{title}” would change:")
    yield look(printable(head.of(session.language)), "bold")
    map_type = told.type_of(session.parts.types, plan.after.type)
    yield from entry_lines(Compared(plan.before, plan.after, plan.changes, map_type), session.language, look, "  ")


def _lines(session: Session, named: Named, done: Restored, number: int, look: Paint, *, is_shown: bool, is_part: bool) -> Iterator[str]:
    language = session.language
    match done.outcome:
        case "stopped":
            yield Text(
                vi="Chưa khôi phục gì, vì bảng tính chưa lưu vào kho được:", en="Nothing was restored, because the sheet could not be archived first:"
            ).of(language)
            if done.safety is not None:
                yield told.synced_line(done.safety, language, look)
        case "unchanged":
            yield printable(
                Text(
                    vi=f"{'Phần này của ' if is_part else ''}“{named.title}” đang giống hệt phiên bản {number} nên không có gì để khôi phục.",
                    en=f"{'This part of ' if is_part else ''}“{named.title}” says what version {number} says, so there is nothing to restore.",
                ).of(language)
            )
        case "declined":
            yield Text(vi="Chưa khôi phục gì.", en="Nothing was restored.").of(language)
        case _:
            if done.done is not None and not is_shown:
                yield from _plan_lines(session, done.done, number, look)
            if done.outcome == "planned":
                yield Text(vi="Mới chỉ xem trước, chưa khôi phục gì.", en="This was only a look ahead: nothing was restored.").of(language)
                return
            yield look(
                Text(
                    vi=f"Đã khôi phục thành phiên bản {done.version}; phiên bản {done.version - 1} giữ những gì có trước đó.",
                    en=f"Restored as version {done.version}; version {done.version - 1} keeps what stood before.",
                ).of(language),
                "bold",
            )
            yield carried_over(named).of(language)
