"""doctor: is everything right that the tool needs, and if not, what to click or type."""

import click

from sheetsync.cli.session import Session, format_option, language_option, out, paint, width
from sheetsync.formats.json import dump
from sheetsync.formats.terminal import pad, printable, wrap
from sheetsync.model.words import Language, Text
from sheetsync.ports import Check
from sheetsync.tasks.parts import Workspace

MARKS = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "failed": ("✗", "red")}

NAMES: dict[str, Text] = {
    "workspace": Text(vi="không gian làm việc", en="workspace"),
    "maps": Text(vi="bản đồ", en="maps"),
    "archive": Text(vi="kho lưu trữ", en="archive"),
}


@click.command()
@click.option("--login", is_flag=True, help="Sign in to Google in the browser, then check.")
@language_option
@format_option()
def doctor_command(language: str | None, form: str, *, login: bool) -> int:
    """Check everything the tool needs, and say what to click or type where something is wrong.

    Maps and archive can be reached and written; for Google Sheets also credentials, scopes, the shared folder, quota and
    clock. Nothing is changed. With --login, a Google consent page opens in the browser first.
    """
    session = Session.open(language)
    if login:
        _sign_in(session)
    checks = (*_workspace(session), *session.parts.backend.examine(), *_archive(session))
    is_sound = all(check.state != "failed" for check in checks)
    if form == "json":
        out(dump({"format": 1, "ok": is_sound, "checks": [_entry(check, session.language) for check in checks]}) + "\n")
    else:
        for check in checks:
            _tell(check, session.language)
    return 0 if is_sound else 1


def _sign_in(session: Session) -> None:
    from sheetsync.wiring import sign_in  # noqa: PLC0415

    def show(page: str) -> None:
        said = Text(
            vi="Trình duyệt đang mở trang đồng ý của Google. Nếu không thấy, hãy tự mở:",
            en="Google's consent page is opening in the browser. If it does not, open it yourself:",
        )
        click.echo(f"{said.of(session.language)}\n  {page}", err=True)

    kept = sign_in(session.place, show)
    said = Text(vi=f"Đã đăng nhập; mã truy cập được giữ ở {kept}, chỉ bạn đọc được.", en=f"Signed in; the token is kept in {kept}, for you alone.")
    click.echo(printable(said.of(session.language)), err=True)


def _workspace(session: Session) -> tuple[Check, ...]:
    if session.place.file is not None:
        return (Check("workspace", "ok", Text(str(session.place.file), str(session.place.file))),)
    said = Text(vi="chưa có sheetsync.toml ở đây hay thư mục phía trên", en="no sheetsync.toml here or in a folder above")
    fix = Text(vi="Hãy chạy `sheetsync init` để bản đồ có lịch sử.", en="Run `sheetsync init` to give the maps a history.")
    return (Check("workspace", "warning", said, fix),)


def _archive(session: Session) -> tuple[Check, ...]:
    return tuple(session.parts.ledger.examine()) if isinstance(session.parts, Workspace) else ()


def _entry(check: Check, language: Language) -> dict[str, object]:
    shown: dict[str, object] = {"check": check.name, "state": check.state, "message": check.said.of(language)}
    if check.fix is not None:
        shown["fix"] = check.fix.of(language)
    return shown


def _tell(check: Check, language: Language) -> None:
    look = paint()
    mark, colour = MARKS[check.state]
    name = NAMES.get(check.name, Text(check.name, check.name)).of(language)
    indent = 24
    room = width() - indent
    first, *rest = wrap(printable(check.said.of(language)), room) or [""]
    click.echo(f"{look(mark, colour)} {look(pad(name, indent - 2), 'bold')}{first}")
    lines = rest + (wrap(printable(check.fix.of(language)), room) if check.fix else [])
    for line in lines:
        click.echo(" " * indent + line)
