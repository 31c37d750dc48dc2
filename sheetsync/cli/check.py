"""validate, lint, rules: what is missing or off."""

from collections.abc import Iterator, Mapping
from itertools import chain

import click

from sheetsync.cli.session import SEVERITY_ORDER, Session, format_option, is_coloured, language_option, out, width
from sheetsync.cli.usage import OneOf
from sheetsync.errors import SheetsyncError
from sheetsync.lint.rule import Need, Rule
from sheetsync.model.anatomy import LABEL, STAGE_HEADING
from sheetsync.model.words import Language, Text
from sheetsync.report.build import Counts, MapReport, linted, total, unreadable
from sheetsync.tasks.lint import Around, check_map
from sheetsync.tasks.opening import open_map
from sheetsync.tasks.resolve import refs_of
from sheetsync.wiring import fail_on


@click.command()
@click.argument("refs", nargs=-1, metavar="[REF]...")
@language_option
@format_option()
def validate_command(refs: tuple[str, ...], language: str | None, form: str) -> int:
    """Is each workbook a readable map of its type?

    Finds what keeps a sheet from being read as its map type: a missing stage or field, ids that can't be told apart,
    choices, numbers and dates that are none. Without REF, all workbooks of the workspace (or folder).

    \b
    Example:
      sheetsync validate maps/gym.xlsx
    """
    return _check(refs, language, form, profile=None, fails="error", only_structural=True)


@click.command()
@click.argument("refs", nargs=-1, metavar="[REF]...")
@click.option("--profile", help="Rules of one method: zapier, hubspot, ducttape, blueprint, support, ecommerce, or strict for all.")
@click.option("--fail-on", type=OneOf(["error", "warning", "info", "never"]), help="From which severity on to end with status 1.")
@click.option("--verbose", is_flag=True, help="Say too which rules could not run, and what they lack.")
@language_option
@format_option()
def lint_command(*, refs: tuple[str, ...], profile: str | None, fail_on: str | None, verbose: bool, language: str | None, form: str) -> int:
    """What is missing or off in each map, on which cell, and why it matters.

    Every finding names the cell, the rule and the method it comes from. Each map type has its default profile.
    Without REF, all workbooks of the workspace (or folder).

    \b
    Examples:
      sheetsync lint "Phòng tập"
      sheetsync lint maps/gym.xlsx --profile strict --language en
      sheetsync lint --format json --fail-on warning
    """
    return _check(refs, language, form, profile=profile, fails=fail_on, only_structural=False, verbose=verbose)


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


def _check(
    refs: tuple[str, ...],
    language: str | None,
    form: str,
    *,
    profile: str | None,
    fails: str | None,
    only_structural: bool,
    verbose: bool = False,
) -> int:
    session = Session.open(language, profile)
    if profile:
        from sheetsync.lint.engine import check_profile  # noqa: PLC0415

        check_profile(profile)
    tally, skipped = _Tally(), _Skipped()
    found = _reports(session, refs_of(session.parts, refs), skipped, only_structural=only_structural)
    first = next(found, None)
    spoken = session.parts.language or (first[1] if first else session.language)
    reports = tally.watch(report for report, _ in chain([first] if first else [], found))
    if form == "json":
        from sheetsync.formats import json as shape  # noqa: PLC0415

        pieces = shape.pieces(reports, spoken)
    else:
        from sheetsync.formats import text  # noqa: PLC0415

        pieces = text.pieces(reports, spoken, width(), colour=is_coloured())
    for piece in pieces:
        out(piece)
    for line in _not_run(skipped, spoken) if verbose else ():
        click.echo(line, err=True)
    return tally.status(fails or fail_on(session.place))


def _reports(session: Session, refs: tuple[str, ...], skipped: "_Skipped", *, only_structural: bool) -> Iterator[tuple[MapReport, Language]]:
    """The report of each workbook, and the language it speaks by itself. ``skipped`` gathers the rules that could not run."""
    around = Around(session.parts)
    for ref in refs:
        try:
            opened = open_map(session.parts, ref)
        except SheetsyncError as error:
            yield unreadable(ref, error), session.language
            continue
        checked = check_map(session.parts, opened.reading, opened.map_type, around=around, ref=ref, only_structural=only_structural)
        for one in checked.not_run:
            for need in one.needs:
                skipped.setdefault(need, {})[one.rule] = None
        yield linted(ref, opened.reading.map, opened.map_type, checked.findings, opened.reading.cell), opened.reading.map.language


class _Tally:
    """Counts what passes by, so that thousands of maps need not be held at once."""

    def __init__(self) -> None:
        self.counts = Counts()
        self.unreadable = 0

    def watch(self, reports: Iterator[MapReport]) -> Iterator[MapReport]:
        for report in reports:
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
            else pages.page_text(found, session.language, width(), colour=is_coloured(), titles=_headings(session, found))
        )
    out(shown if shown.endswith("\n") else shown + "\n")
    return 0


def _headings(session: Session, rule: Rule) -> dict[str, str]:
    """The headings over the examples of ``rule``, as the sheets of their map type have them."""
    from sheetsync.lint.examples import parse  # noqa: PLC0415

    map_type = session.parts.types.load(parse(rule.good, session.language).type)
    fields = [*map_type.about, *(field for tab in reversed(map_type.tabs) for field in tab.fields)]
    return {field.key: field.title.of(session.language) for field in fields} | {LABEL: STAGE_HEADING.of(session.language)}
