"""comment: findings as comments on their cells; by itself, or together with lint."""

from collections.abc import Iterator, Sequence

import click

from sheetsync.cli import told_comment as told
from sheetsync.cli.session import Session, format_option, language_option, out, paint, width
from sheetsync.errors import ArchiveError
from sheetsync.formats.json import dump
from sheetsync.formats.terminal import Paint
from sheetsync.model.words import Language, Text
from sheetsync.tasks.comment import Commented, CommentOptions, Looked, comment, comment_on
from sheetsync.tasks.lint import Around
from sheetsync.tasks.opening import Opened, open_map
from sheetsync.tasks.resolve import refs_of


@click.command()
@click.argument("refs", nargs=-1, metavar="[REF]...")
@click.option("--dry-run", is_flag=True, help="Only say what would be posted.")
@click.option("--baseline", is_flag=True, help="Today's findings are known: comment only on what is new from now on.")
@language_option
@format_option()
def comment_command(*, refs: tuple[str, ...], dry_run: bool, baseline: bool, language: str | None, form: str) -> int:
    """Say what is missing in comments on the very cells, once, in the map's language.

    Errors and warnings become comments in Google Sheets, and notes in .xlsx files; hints stay in the tab To complete. When a gap is
    filled, its comment is closed; when it is back, the comment is opened again. What people wrote or closed is left alone.

    In Google Sheets, people answer with “/waive reason” or “/bỏ qua lý do”, and it is skipped. At most 20 comments are open in a map
    (most_open under [comments] in sheetsync.toml), the worst first. Safe to run again, and on several machines at once.

    Without REF, all workbooks of the workspace (or folder).

    \b
    Examples:
      sheetsync comment --dry-run
      sheetsync comment "Phòng tập"
      sheetsync comment "Bản đồ cũ" --baseline

    Exit status 1 when comments could not be posted now (the file is open elsewhere, another run is posting, the connection was lost),
    or a workbook is only a copy of a map's; 2 when a workbook can't be read or written.
    """
    session = Session.open(language)
    done: list[Commented] = []
    options = CommentOptions(dry_run, baseline)
    for result in comment(session.parts, refs_of(session.parts, refs), options):
        done.append(result)
        if form == "text":
            for line in (*told.commented_lines(result, session.language, width(), paint(), dry_run=dry_run), ""):
                click.echo(line)
    if form == "json":
        out(dump({"format": 1, "maps": [told.commented_json(result, session.language) for result in done]}) + "\n")
    else:
        click.echo(told.commented_summary(done, session.language, options))
    return comment_status(done)


def comment_status(done: Sequence[Commented]) -> int:
    """2 when somebody has to do something before comments can be posted somewhere, 1 when they could not be posted now or in a copy, else 0."""
    if any(map(told.is_up_to_people, done)):
        return 2
    return 1 if any(map(told.is_left_undone, done)) else 0


class Comments:
    """The comments of a run of lint: each workbook is read once, for the report and for its comments.

    ``beside`` is what JSON tells beside the findings of a workbook, by its ref.
    """

    def __init__(self, session: Session) -> None:
        self.beside: dict[str, dict[str, object]] = {}
        self._session = session
        self._seen: dict[str, str] = {}
        self._done: list[Commented] = []

    def open_map(self, ref: str, around: Around) -> Opened:
        """The workbook at ``ref``, read as a map, after its comments were brought in step; errors as for ``tasks.opening.open_map``."""
        parts = self._session.parts
        self.beside[ref] = {"outcome": "failed", "actions": []}
        try:
            looked = Looked.at(parts, ref)
        except ArchiveError as damage:  # nothing is posted then, and nothing speaks against the report
            self._keep(Commented(None, ref, "failed", code=damage.code, message=Text(vi=damage.vi, en=damage.en)))
            return open_map(parts, ref)
        self._keep(comment_on(parts, ref, around, self._seen, CommentOptions(), looked))
        return looked.opened

    def _keep(self, result: Commented) -> None:
        error = told.error_json(result, self._session.language, "comment_error")
        self.beside[result.ref] = {"outcome": result.outcome, "actions": told.actions_json(result), **error}
        self._done.append(result)

    @property
    def is_left_undone(self) -> bool:
        """Whether the comments of some workbook could not be posted."""
        return any(map(told.is_left_undone, self._done))

    def lines(self, language: Language, width: int, look: Paint, *, whole: bool) -> Iterator[str]:
        """What became of the comments, for people: workbook by workbook where ``whole``, then in a line."""
        if whole:
            for result in self._done:
                yield ""
                yield from told.commented_lines(result, language, width, look, dry_run=False)
            yield ""
        yield told.commented_summary(self._done, language, CommentOptions())
