"""validate, lint, rules: what is missing or off."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import click

from sheetsync.cli.session import SEVERITY_ORDER, Session, format_option, has_links, is_coloured, language_option, out, paint, width
from sheetsync.cli.usage import OneOf, nearest
from sheetsync.errors import SheetsyncError, UsageError
from sheetsync.formats.terminal import printable
from sheetsync.lint.rule import Need, Rule
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Language, Text, fold
from sheetsync.report.build import Counts, MapReport, linted, total, unreadable
from sheetsync.tasks.lint import Around, check_map
from sheetsync.tasks.opening import open_map
from sheetsync.tasks.parts import Parts
from sheetsync.tasks.resolve import refs_of
from sheetsync.tasks.showing import shown
from sheetsync.wiring import fail_on

if TYPE_CHECKING:
    from sheetsync.cli.comment import Comments

reports_option = format_option(
    "text",
    "json",
    "sarif",
    "github",
    "markdown",
    explained="text for people, json for machines, sarif for code scanning, github for annotations of a workflow, markdown for chats and reviews.",
)


@click.command()
@click.argument("refs", nargs=-1, metavar="[REF]...")
@language_option
@reports_option
def validate_command(refs: tuple[str, ...], language: str | None, form: str) -> int:
    """Is each workbook a readable map of its type?

    Finds what keeps a sheet from being read as its map type: a missing stage or field, ids that can't be told apart,
    choices, numbers and dates that are none. Without REF, all workbooks of the workspace (or folder).

    \b
    Examples:
      sheetsync validate maps/gym.xlsx
      sheetsync validate --format github
    """
    return _check(refs, language, form, profile=None, fails="error", wanted=_Wanted(only_structural=True))


@click.command()
@click.argument("refs", nargs=-1, metavar="[REF]...")
@click.option("--profile", help="Rules of one method: zapier, hubspot, ducttape, blueprint, support, ecommerce, or strict for all.")
@click.option("--fail-on", type=OneOf(["error", "warning", "info", "never"]), help="From which severity on to end with status 1.")
@click.option("--comment", is_flag=True, help="Bring the comments on the cells in step with what is found, as `sheetsync comment` does.")
@click.option("--show-waived", is_flag=True, help="List too what people skip for a reason: who, when and why.")
@click.option("--verbose", is_flag=True, help="Say too which rules could not run, and what they lack.")
@language_option
@reports_option
def lint_command(
    *,
    refs: tuple[str, ...],
    profile: str | None,
    fail_on: str | None,
    comment: bool,
    show_waived: bool,
    verbose: bool,
    language: str | None,
    form: str,
) -> int:
    """What is missing or off in each map, on which cell, and why it matters.

    Every finding names the cell, the rule and the method it comes from. Each map type has its default profile.
    Without REF, all workbooks of the workspace (or folder).

    \b
    Examples:
      sheetsync lint "Phòng tập"
      sheetsync lint maps/gym.xlsx --profile strict --language en
      sheetsync lint --format json --fail-on warning
      sheetsync lint --show-waived
      sheetsync lint --comment
      sheetsync lint --format sarif > findings.sarif
    """
    if comment and profile:
        raise UsageError(
            en="--comment goes by the profiles of the settings, since the next run would take back what another one says. Leave out --profile, "
            "or write it into sheetsync.toml.",
            vi="--comment dùng bộ quy tắc trong cấu hình, vì lần chạy sau sẽ rút lại những gì bộ khác ghi chú. Hãy bỏ --profile, "
            "hoặc ghi bộ quy tắc đó vào sheetsync.toml.",
        )
    wanted = _Wanted(verbose=verbose, waived=show_waived, comment=comment)
    return _check(refs, language, form, profile=profile, fails=fail_on, wanted=wanted)


class _Wanted(NamedTuple):
    """What is looked for and told beyond open findings: only the structural rules, those that could not run, what people skip; and comments."""

    only_structural: bool = False
    verbose: bool = False
    waived: bool = False
    comment: bool = False


_Skipped = dict[Need, dict[str, None]]
"""The rules that could not run, in their order, by what they lack."""

_LACKS: Mapping[Need, Text] = {
    "earlier": Text("không có kho lưu trữ cho xem các quý trước", "no archive shows earlier quarters"),
    "related": Text("không có kho lưu trữ cho xem các bản đồ khác", "no archive shows other maps"),
    "people": Text("nơi để bảng tính không cho biết ai mở được", "the place of the workbooks does not tell who may open them"),
}


def _not_run(skipped: _Skipped, language: Language) -> Iterator[str]:
    """One line for each thing that rules lack."""
    for need, rules in skipped.items():
        named = ", ".join(rules)
        lacks = _LACKS[need]
        yield Text(vi=f"Không chạy vì {lacks.vi}: {named}.", en=f"Not run, because {lacks.en}: {named}.").of(language)


def _check(refs: tuple[str, ...], language: str | None, form: str, *, profile: str | None, fails: str | None, wanted: _Wanted) -> int:
    session = Session.open(language, profile)
    if profile:
        from sheetsync.lint.engine import check_profile  # noqa: PLC0415

        check_profile(profile)
    tally, skipped = _Tally(), _Skipped()
    comments = _comments(session) if wanted.comment else None
    links = form == "markdown" or (form == "text" and has_links())
    found = _reports(session, refs_of(session.parts, refs), skipped, comments, only_structural=wanted.only_structural, links=links)
    first = next(found, None)
    spoken = session.parts.language or (first[1] if first else session.language)
    reports = tally.watch(report for report, _ in chain([first] if first else [], found))
    for piece in _pieces(form, reports, spoken, links=links, waived=wanted.waived, comments=comments):
        out(piece)
    if comments is not None and form != "json":
        for line in comments.lines(spoken, width(), paint(), whole=form == "text"):
            click.echo(line, err=form != "text")
    for line in _not_run(skipped, spoken) if wanted.verbose else ():
        click.echo(line, err=True)
    if not refs and not tally.unreadable:
        for line in _nowhere(session.parts, tally, spoken):
            click.echo(line, err=True)
    status = tally.status(fails or fail_on(session.place))
    return max(status, 1) if comments is not None and comments.is_left_undone else status


def _comments(session: Session) -> "Comments":
    """The comments of this run. Only runs that post load what posting takes."""
    from sheetsync.cli.comment import Comments  # noqa: PLC0415

    return Comments(session)


def _pieces(form: str, reports: Iterator[MapReport], language: Language, *, links: bool, waived: bool, comments: "Comments | None") -> Iterator[str]:
    """What is printed in a format. Only that format is loaded."""
    from importlib import import_module  # noqa: PLC0415

    if form != "text":
        options: dict[str, object] = {} if form == "github" else {"waived": waived}  # annotations tell only what is to be done
        if form == "json" and comments is not None:
            options["beside"] = comments.beside
        pieces: Iterator[str] = import_module(f"sheetsync.formats.{form}").pieces(reports, language, **options)
        return pieces
    from sheetsync.formats import text  # noqa: PLC0415

    return text.pieces(reports, language, width(), colour=is_coloured(), links=links, waived=waived)


def _nowhere(parts: Parts, tally: "_Tally", language: Language) -> Iterator[str]:
    """One line for each map that the settings name and that is not there: no error, since the other settings hold."""
    there = set(map(fold, tally.names))
    for name in parts.maps:
        if fold(name) not in there:
            hint, named = nearest(name, sorted(tally.names)), printable(name)
            yield Text(
                vi=f"sheetsync.toml: [lint.maps] có “{named}”, nhưng không bản đồ nào ở đây mang tên hay mã đó.{printable(hint.vi)} "
                "Hãy sửa lại tên, hoặc xóa phần đó.",
                en=f"sheetsync.toml: [lint.maps] names “{named}”, and no map here has that title or id.{printable(hint.en)} "
                "Correct the name, or remove that part.",
            ).of(language)


def _reports(
    session: Session, refs: tuple[str, ...], skipped: "_Skipped", comments: "Comments | None", *, only_structural: bool, links: bool
) -> Iterator[tuple[MapReport, Language]]:
    """The report of each workbook, and the language it speaks by itself. ``skipped`` gathers the rules that could not run.

    Comments, where they are wanted, are brought in step first: what people skip by answering them does not count any more.
    """
    around = Around(session.parts)
    for ref in refs:
        try:
            opened = open_map(session.parts, ref) if comments is None else comments.open_map(ref, around)
        except SheetsyncError as error:
            yield unreadable(ref, error), session.language
            continue
        grids = opened.state.grids
        checked = check_map(session.parts, opened.reading, opened.map_type, around=around, ref=ref, grids=grids, only_structural=only_structural)
        if checked.distrusted is not None:
            click.echo(printable(_distrusted(ref, checked.distrusted).of(session.language)), err=True)
        for one in checked.not_run:
            for need in one.needs:
                skipped.setdefault(need, {})[one.rule] = None
        journey, findings = opened.reading.map, shown(checked.findings, opened, session.parts.backend, links=links)
        told = shown((one.finding for one in checked.waived), opened, session.parts.backend, links=links)
        waived = (one._replace(finding=finding) for one, finding in zip(checked.waived, told, strict=True))
        report = linted(ref, journey, opened.map_type, findings, opened.reading.cell, ran=checked.ran, waived=waived, zone=session.parts.zone)
        yield report, journey.language


def _distrusted(ref: str, damage: SheetsyncError) -> Text:
    return Text(
        vi=f"{ref}: chưa xét được những chỗ đã bỏ qua. {damage.vi}",
        en=f"{ref}: what people skip could not be left out. {damage.en}",
    )


class _Tally:
    """Counts what passes by, so that thousands of maps need not be held at once."""

    def __init__(self) -> None:
        self.counts = Counts()
        self.unreadable = 0
        self.names: set[str] = set()

    def watch(self, reports: Iterator[MapReport]) -> Iterator[MapReport]:
        for report in reports:
            self.names |= {name for name in (report.map, report.title) if name}
            self.counts = total((self.counts, report.counts))
            self.unreadable += report.status == "unreadable"
            yield report

    def status(self, fails: str) -> int:
        """2 when a workbook could not be read, 1 with findings at or above ``fails``, else 0."""
        if self.unreadable:
            return 2
        counted = (self.counts.error, self.counts.warning, self.counts.info)
        return 1 if any(counted[: SEVERITY_ORDER[fails] + 1]) else 0


@click.command()
@click.argument("rule", required=False)
@language_option
@format_option()
def rules_command(rule: str | None, language: str | None, form: str) -> int:
    """List the rules, or explain RULE with a good and a bad example and its source.

    \b
    Examples:
      sheetsync rules
      sheetsync rules question-no-touchpoint --language vi
    """
    from sheetsync.formats import rules as pages  # noqa: PLC0415
    from sheetsync.lint.engine import find_rule, rules  # noqa: PLC0415

    session = Session.open(language)
    if rule is None:
        listed = rules()
        shown = (
            pages.list_json(listed, session.language) if form == "json" else pages.list_text(listed, session.language, width(), colour=is_coloured())
        )
    else:
        found = find_rule(rule)
        shown = (
            pages.page_json(found, session.language)
            if form == "json"
            else pages.page_text(found, session.language, width(), colour=is_coloured(), map_type=_type_of(session, found))
        )
    out(shown if shown.endswith("\n") else shown + "\n")
    return 0


def _type_of(session: Session, rule: Rule) -> MapType:
    """The map type of the examples of ``rule``."""
    from sheetsync.lint.examples import parse  # noqa: PLC0415

    return session.parts.types.load(parse(rule.good, session.language).type)
