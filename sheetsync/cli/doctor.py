"""doctor: is everything right that the tool needs, and if not, what to click or type."""

from itertools import groupby
from pathlib import Path

import click

from sheetsync.cli.session import Session, format_option, language_option, out, paint, width
from sheetsync.formats.json import dump
from sheetsync.formats.terminal import pad, printable, wrap
from sheetsync.model.words import Text
from sheetsync.ports import Check
from sheetsync.tasks.parts import Workspace
from sheetsync.wiring import Place, language_of

MARKS = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "failed": ("✗", "red")}

NAMES: dict[str, Text] = {
    "workspace": Text(vi="không gian làm việc", en="workspace"),
    "maps": Text(vi="bản đồ", en="maps"),
    "archive": Text(vi="kho lưu trữ", en="archive"),
    "connection": Text(vi="kết nối", en="connection"),
    "sign-in": Text(vi="đăng nhập", en="sign-in"),
    "clock": Text(vi="đồng hồ", en="clock"),
    "drive": Text(vi="Google Drive", en="Google Drive"),
    "sheets": Text(vi="Google Trang tính", en="Google Sheets"),
    "folder": Text(vi="thư mục", en="folder"),
    "storage": Text(vi="dung lượng", en="storage"),
    "comments": Text(vi="ghi chú", en="comments"),
    "visibility": Text(vi="phạm vi nhìn thấy", en="visibility"),
}

INDENT = 24
"""In which column of the terminal it is said what was found."""


@click.command()
@click.option("--login", is_flag=True, help="Sign in to Google in the browser, then check.")
@language_option
@format_option()
def doctor_command(language: str | None, form: str, *, login: bool) -> int:
    """Check everything the tool needs, and say what to click or type where something is wrong.

    Maps and archive can be reached and written; for Google Sheets also credentials, scopes, the shared folder, quota and
    clock. Nothing is changed. With --login, a Google consent page opens in the browser first; if maps = "google:" names no
    folder yet, one is made in the Drive of whoever signs in.
    """
    place = Place.find(Path.cwd())
    spoken = language or language_of(place) or "en"
    new_folder = _sign_in(place, spoken) if login else None
    checks = (*_workspace(place), new_folder) if new_folder else _examined(language)
    is_sound = all(check.state != "failed" for check in checks)
    if form == "json":
        out(dump({"format": 1, "ok": is_sound, "checks": [_entry(check, spoken) for check in checks]}) + "\n")
    else:
        for account, group in groupby(checks, key=lambda check: check.account):
            if account:
                click.echo(paint()(printable(account), "bold"))
            for check in group:
                _tell(check, spoken, margin=2 if account else 0)
    return 0 if is_sound else 1


def _examined(language: str | None) -> tuple[Check, ...]:
    session = Session.open(language)
    archive = session.parts.ledger.examine() if isinstance(session.parts, Workspace) else ()
    return (*_workspace(session.place), *session.parts.backend.examine(), *archive)


def _sign_in(place: Place, language: str) -> Check | None:
    """Let the person sign in; what is left to do about a folder that was made for them."""
    from sheetsync.wiring import sign_in  # noqa: PLC0415

    def show(page: str) -> None:
        said = Text(
            vi="Trình duyệt đang mở trang cấp quyền của Google. Nếu không thấy, hãy tự mở đường liên kết sau (bấm Ctrl+C để thôi):",
            en="Google's consent page is opening in the browser. If it does not, open this link yourself (Ctrl+C gives up):",
        )
        click.echo(f"{said.of(language)}\n  {page}", err=True)

    done = sign_in(place, show)
    said = Text(
        vi=f"Đã đăng nhập. Mã truy cập được giữ trong {done.kept}, chỉ bạn đọc được.",
        en=f"Signed in. The token is kept in {done.kept}, for you alone.",
    )
    click.echo(printable(said.of(language)), err=True)
    return done.folder


def _workspace(place: Place) -> tuple[Check, ...]:
    if place.file is not None:
        return (Check("workspace", "ok", Text(str(place.file), str(place.file))),)
    said = Text(vi="chưa có sheetsync.toml ở đây hay thư mục phía trên", en="no sheetsync.toml here or in a folder above")
    fix = Text(vi="Hãy chạy `sheetsync init` để bản đồ có lịch sử.", en="Run `sheetsync init` to give the maps a history.")
    return (Check("workspace", "warning", said, fix),)


def _entry(check: Check, language: str) -> dict[str, object]:
    shown: dict[str, object] = {"check": check.name, "state": check.state, "message": check.said.of(language)}
    if check.fix is not None:
        shown["fix"] = check.fix.of(language)
    if check.account:
        shown["account"] = check.account
    return shown


def _tell(check: Check, language: str, *, margin: int) -> None:
    look = paint()
    mark, colour = MARKS[check.state]
    name = NAMES.get(check.name, Text(check.name, check.name)).of(language)
    room = width() - INDENT
    first, *rest = wrap(printable(check.said.of(language)), room, whole=True)
    click.echo(f"{' ' * margin}{look(mark, colour)} {look(pad(name, INDENT - margin - 2), 'bold')}{first}")
    advice = wrap(printable(check.fix.of(language)), room - 2, whole=True) if check.fix else []
    for line in (*rest, *(f"{'  ' if number else '→ '}{line}" for number, line in enumerate(advice))):
        click.echo(" " * INDENT + line)
