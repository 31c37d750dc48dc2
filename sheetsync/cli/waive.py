"""waive: say of findings why they won't be fixed."""

from collections.abc import Iterator

import click

from sheetsync.cli.session import Session, format_option, language_option, out, paint
from sheetsync.formats.json import dump, waived_finding
from sheetsync.formats.terminal import Paint, columns, printable
from sheetsync.model.words import Text
from sheetsync.tasks.resolve import refs_of
from sheetsync.tasks.waive import Waiving, unwaive, waive


@click.command()
@click.argument("ref")
@click.argument("rule")
@click.argument("fields", nargs=-1, metavar="[FIELD]...")
@click.option("--reason", default="", help="Why it won't be fixed: kept in the archive, shown in reports and in the sheet.")
@click.option("--undo", is_flag=True, help="Take back what was waived; those findings count again.")
@language_option
@format_option()
def waive_command(*, ref: str, rule: str, fields: tuple[str, ...], reason: str, undo: bool, language: str | None, form: str) -> int:
    """Skip what RULE found in a map, and say why.

    FIELD is a cell (E7, "Bản đồ!E7"), the title or key of a stage or of a field, or a fingerprint.
    Without one, all that RULE finds in the map is meant.

    What is waived no longer counts, in any report, list or snapshot; `lint --show-waived` lists it.
    It comes back by itself when the text it is about changes.

    People who work in the sheet do the same in the column "skip, because …" of the tab To complete.

    \b
    Examples:
      sheetsync waive "Phòng tập" question-no-touchpoint E7 --reason "trả lời qua điện thoại"
      sheetsync waive maps/gym.xlsx metric-missing --reason "measured from next quarter on"
      sheetsync waive "Phòng tập" metric-missing "Nhận thức" --undo
    """
    session = Session.open(language)
    space = session.space
    (found,) = refs_of(space, [ref])
    done = unwaive(space, found, rule, fields, reason) if undo else waive(space, found, rule, fields, reason)
    if form == "json":
        findings = [waived_finding(one) for one in done.findings]
        verb = "unwaive" if undo else "waive"
        out(
            dump({"format": 1, "map": done.map, "ref": done.ref, "rule": done.rule, "verb": verb, "recorded": done.recorded, "findings": findings})
            + "\n"
        )
    else:
        for line in _lines(done, session.language, paint(), undo=undo):
            click.echo(line)
    return 0


def _lines(done: Waiving, language: str, look: Paint, *, undo: bool) -> Iterator[str]:
    yield look(printable((_taken_back(done) if undo else _skipped(done)).of(language)), "bold")
    rows = [(f"  {printable(one.finding.cell.a1) if one.finding.cell else '—'}", printable(one.finding.message)) for one in done.findings]
    yield from columns(rows)
    if done.recorded:
        yield Text(
            vi="`sheetsync sync` sẽ cập nhật trang Cần bổ sung trong bảng tính.", en="`sheetsync sync` brings To complete in the sheet up to date."
        ).of(language)


def _skipped(done: Waiving) -> Text:
    if not done.recorded:
        return Text(
            vi=f"{done.rule} trong “{done.title}” đã được bỏ qua từ trước nên không ghi thêm gì. Muốn đổi lý do, hãy nêu rõ ô:",
            en=f"{done.rule} is skipped in “{done.title}” already, so nothing new was recorded. To give another reason, name the cell:",
        )
    found = "1 finding" if len(done.findings) == 1 else f"{len(done.findings)} findings"
    return Text(
        vi=f"Đã bỏ qua {len(done.findings)} phát hiện của {done.rule} trong “{done.title}”:", en=f"Skipped {found} of {done.rule} in “{done.title}”:"
    )


def _taken_back(done: Waiving) -> Text:
    found = "1 finding of" if done.recorded == 1 else f"{done.recorded} findings of"
    verb = "counts" if done.recorded == 1 else "count"
    return Text(
        vi=f"Đã thôi bỏ qua {done.recorded} phát hiện của {done.rule} trong “{done.title}”; từ giờ lại được tính:",
        en=f"{found} {done.rule} in “{done.title}” {verb} again:",
    )
