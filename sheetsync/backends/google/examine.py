"""What `sheetsync doctor` looks at: everything that can be wrong between us and a folder in Drive. Changes nothing there."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from sheetsync.backends.google.client import FOLDER, GoogleClient
from sheetsync.backends.google.credentials import GoogleAccount
from sheetsync.backends.google.refusals import NO_CONNECTION, SKEWED, Refusal, Told, kind_of, told_of
from sheetsync.backends.google.transport import Patience
from sheetsync.model.words import Text
from sheetsync.ports import Check

_NO_SUCH: Final = "sheetsync-doctor"
"""No spreadsheet has this id: Google looks for it only after it has accepted sign-in, API and scope."""
_FIELDS: Final = "id,name,mimeType,trashed,driveId,capabilities(canAddChildren,canListChildren)"
_TOLERATED: Final = 60.0
"""By how many seconds a clock may be off without a word."""
_FULL: Final = 0.95
_HURRIED: Final = Patience(attempts=2, attempts_under_load=1)
"""Somebody is waiting for the answer, and trouble is one."""


def examine(client: GoogleClient, folder: str) -> tuple[Check, ...]:
    """Try what work in the Drive folder ``folder`` (an id) needs, as each account of ``client``, and say what is wrong and how to mend it.

    Raises nothing. What could not be tried, because something before it failed, is left out.
    """
    many = len(client.accounts) > 1
    found: list[Check] = []
    for alone in client.each(_HURRIED):
        account = alone.accounts[0]
        prefix = f"{account.name or account.project}: " if many else ""
        found += (check._replace(name=prefix + check.name) for check in _examined(alone, account, folder))
    return tuple(found)


def _examined(client: GoogleClient, account: GoogleAccount, folder: str) -> Iterator[Check]:
    about, refusal = _about(client)
    yield from _sign_in(client, account, about, refusal)
    if refusal and kind_of(refusal) in {"sign-in", "clock"}:
        return
    if refusal and refusal.reason == NO_CONNECTION:
        return
    yield _drive(refusal)
    yield _sheets(client)
    if refusal is None:
        yield from _folder(client, account, about, folder)


def _about(client: GoogleClient) -> tuple[Mapping[str, Any], Refusal | None]:
    try:
        return client.about(), None
    except Refusal as refusal:
        return {}, refusal


def _sign_in(client: GoogleClient, account: GoogleAccount, about: Mapping[str, Any], refusal: Refusal | None) -> Iterator[Check]:
    kind = kind_of(refusal) if refusal else None
    if refusal and refusal.reason == NO_CONNECTION:
        yield _failed("connection", told_of(refusal))
        return
    if refusal and kind == "sign-in":
        yield _failed("sign-in", told_of(refusal))
    elif refusal is None or kind != "clock":
        email = str(about.get("user", {}).get("emailAddress", account.name))
        yield _ok("sign-in", f"Đã đăng nhập{f' bằng {email}' if email else ''}.", f"Signed in{f' as {email}' if email else ''}.")
    yield _clock(client.skew, refusal if kind == "clock" else None)


def _clock(skew: float | None, refusal: Refusal | None) -> Check:
    if refusal or (skew is not None and abs(skew) >= SKEWED):
        off = refusal or Refusal(401, "clockSkew", facts={"skew": f"{skew:.0f}"})
        return _failed("clock", told_of(off))
    if skew is not None and abs(skew) >= _TOLERATED:
        side = Text("nhanh", "fast") if skew > 0 else Text("chậm", "slow")
        return Check(
            "clock",
            "warning",
            Text(f"Đồng hồ máy này {side.vi} {abs(skew):.0f} giây so với Google.", f"This computer's clock is {abs(skew):.0f} s {side.en}."),
            Text("Hãy bật đặt giờ tự động theo Internet.", "Let the system set its time from the internet."),
        )
    return _ok("clock", "Đồng hồ máy này đúng giờ.", "This computer's clock is right.")


def _drive(refusal: Refusal | None) -> Check:
    if refusal is None:
        return _ok("drive", "Google Drive API trả lời.", "The Google Drive API answers.")
    return _failed("drive", told_of(refusal))


def _sheets(client: GoogleClient) -> Check:
    try:
        client.spreadsheet(_NO_SUCH, fields="spreadsheetId")
    except Refusal as refusal:
        if kind_of(refusal) != "missing":
            return _failed("sheets", told_of(refusal))
    return _ok("sheets", "Google Sheets API trả lời.", "The Google Sheets API answers.")


def _folder(client: GoogleClient, account: GoogleAccount, about: Mapping[str, Any], folder: str) -> Iterator[Check]:
    email = str(about.get("user", {}).get("emailAddress", account.name)) or "?"
    try:
        found = client.file(folder, fields=_FIELDS)
    except Refusal as refusal:
        yield _failed("folder", _unseen(account, email) if kind_of(refusal) in {"missing", "denied"} else told_of(refusal))
        return
    name = str(found.get("name", folder))
    can = found.get("capabilities", {})
    if found.get("mimeType") != FOLDER:
        yield _failed(
            "folder",
            Told(
                Text(f"“{name}” không phải thư mục.", f"“{name}” is no folder."),
                Text(
                    "Hãy mở thư mục trong Drive và chép phần sau /folders/ trong địa chỉ vào sheetsync.toml.",
                    "Open the folder in Drive and copy what stands after /folders/ in its address to sheetsync.toml.",
                ),
            ),
        )
        return
    if found.get("trashed"):
        yield _failed(
            "folder",
            Told(
                Text(f"Thư mục “{name}” đang ở trong thùng rác.", f"The folder “{name}” is in the bin."),
                Text("Hãy khôi phục thư mục hoặc dùng thư mục khác.", "Restore it, or take another folder."),
            ),
        )
        return
    if can.get("canAddChildren") is False:
        yield _failed(
            "folder",
            Told(
                Text(f"{email} chỉ được xem thư mục “{name}”.", f"{email} may only view the folder “{name}”."),
                Text(
                    f"Hãy chia sẻ thư mục với {email} bằng quyền Người chỉnh sửa (trong bộ nhớ dùng chung: Người quản lý nội dung).",
                    f"Share it with {email} as an Editor (in a shared drive: a Content manager).",
                ),
            ),
        )
    else:
        yield _ok("folder", f"Dùng được thư mục “{name}”.", f"The folder “{name}” can be used.")
    yield _storage(account, email, about, in_shared_drive="driveId" in found)
    yield from _visible(account)


def _unseen(account: GoogleAccount, email: str) -> Told:
    """What to say of a folder that Drive does not show: it never tells a wrong id from one that is not shared."""
    said = Text(f"{email} không thấy thư mục này.", f"{email} can't see this folder.")
    if account.sign_in == "user":
        return Told(
            said,
            Text(
                "Khi bạn tự đăng nhập, sheetsync chỉ thấy những gì chính nó tạo ra (quyền drive.file). Hãy kiểm tra mã thư mục, hoặc dùng "
                "tài khoản dịch vụ và chia sẻ thư mục với tài khoản đó.",
                "With your own sign-in sheetsync sees only what it made itself (scope drive.file). Check the folder's id, or use a service "
                "account and share the folder with it.",
            ),
        )
    return Told(
        said,
        Text(
            f"Hãy mở thư mục trong Drive, bấm Chia sẻ, thêm {email} làm Người chỉnh sửa, và so phần sau /folders/ trong địa chỉ với mã "
            "trong sheetsync.toml.",
            f"Open the folder in Drive, press Share, add {email} as an Editor, and compare what stands after /folders/ in its address with "
            "the id in sheetsync.toml.",
        ),
    )


def _storage(account: GoogleAccount, email: str, about: Mapping[str, Any], *, in_shared_drive: bool) -> Check:
    """Whether files can be made there: a service account owns none, a person's storage may be full."""
    if in_shared_drive:
        return _ok("storage", "Thư mục nằm trong bộ nhớ dùng chung.", "The folder lies in a shared drive.")
    if account.sign_in == "service":
        return _failed("storage", told_of(Refusal(403, "storageQuotaExceeded", facts={"account": email, "sign_in": "service"})))
    quota = about.get("storageQuota", {})
    used, limit = _number(quota.get("usage")), _number(quota.get("limit"))
    if limit and used >= limit:
        return _failed("storage", told_of(Refusal(403, "storageQuotaExceeded", facts={"account": email, "sign_in": "user"})))
    if limit and used >= limit * _FULL:
        return Check(
            "storage",
            "warning",
            Text(f"Dung lượng Drive của {email} sắp đầy.", f"The Drive storage of {email} is almost full."),
            Text("Hãy giải phóng dung lượng trong Drive.", "Free some storage in Drive."),
        )
    return _ok("storage", f"Drive của {email} còn chỗ.", f"The Drive of {email} has room.")


def _visible(account: GoogleAccount) -> Iterator[Check]:
    """What people should know about their choice of sign-in."""
    if account.sign_in == "user":
        yield Check(
            "visibility",
            "warning",
            Text(
                "sheetsync chỉ thấy bảng tính do chính nó tạo: bản sao hoặc bảng tính được kéo vào thư mục sẽ không hiện ra (quyền drive.file).",
                "sheetsync sees only spreadsheets that it made: copies, and sheets dragged into the folder, stay invisible (scope drive.file).",
            ),
            Text(
                "Nếu cần thấy mọi bảng tính trong thư mục, hãy dùng tài khoản dịch vụ trong bộ nhớ dùng chung.",
                "To have every sheet of the folder seen, use a service account in a shared drive.",
            ),
        )


def _number(value: object) -> int:
    return int(value) if isinstance(value, str) and value.isdecimal() else 0


def _ok(name: str, vi: str, en: str) -> Check:
    return Check(name, "ok", Text(vi, en))


def _failed(name: str, told: Told, state: Literal["failed", "warning"] = "failed") -> Check:
    return Check(name, state, told.said, told.fix)
