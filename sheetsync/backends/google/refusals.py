"""What Google says no with, and what that means in our words."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from sheetsync.errors import (
    AccessDenied,
    CannotShare,
    NotASpreadsheet,
    QuotaReached,
    ServiceRefused,
    ServiceUnavailable,
    SheetsyncError,
    SignInNeeded,
    WorkbookNotFound,
    WorkbookTooLarge,
)
from sheetsync.model.words import Text

NO_CONNECTION: Final = "noConnection"
"""No connection came about: nothing was sent."""
BROKEN: Final = "brokenConnection"
"""The connection broke, or fell silent, after something may have been sent."""
GARBLED: Final = "garbledAnswer"
"""The answer is not what this service answers with: a proxy's page, or cut off."""
TOO_LARGE: Final = "answerTooLarge"
"""The answer is longer than we are ready to read."""
NO_TOKEN: Final = "tokenServiceUnavailable"  # noqa: S105 - a reason, no secret
"""The service that gives access tokens does not answer, or with faults of its own."""
CLOCK: Final = "clockSkew"
"""The sign-in was refused, and this computer's clock is off."""

SKEWED: Final = 240.0
"""From how many seconds on a clock is off so far that Google may refuse a sign-in: it takes a few minutes, not more (unverified)."""

TRANSIENT: Final = frozenset({408, 409, 500, 502, 503, 504})
"""Answers after which the same call may succeed, and after which nobody knows whether it was done."""

_LOAD: Final = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})
_LONGEST: Final = 300

Kind = Literal[
    "clock", "sign-in", "busy", "used-up", "storage", "switched-off", "scope", "policy", "denied", "missing", "office", "large", "unavailable", "odd"
]


_FORBIDDEN: Final[Mapping[str, Kind]] = {
    "SERVICE_DISABLED": "switched-off",
    "accessNotConfigured": "switched-off",
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": "scope",
    "insufficientPermissions": "scope",
    "insufficientScopes": "scope",
    "storageQuotaExceeded": "storage",
    "teamDriveFileLimitExceeded": "storage",
    "numChildrenInNonRootLimitExceeded": "storage",
    "dailyLimitExceeded": "used-up",
    "sharingRateLimitExceeded": "used-up",
    "quotaExceeded": "used-up",
    "domainPolicy": "policy",
}
"""What a 403 means by its reason; any other means that we may not."""


class Refusal(Exception):
    """A call that was not answered as hoped.

    Attributes:
        status: the HTTP status; 0 when no answer came.
        reason: Google's own word for it (``SERVICE_DISABLED``, ``storageQuotaExceeded``, ``NOT_FOUND``), or one of the constants above.
        message: what Google said: one line, short, without control characters.
        doubtful: whether the act may have happened all the same; read again before acting again.
        facts: what else is known: ``service`` (``sheets.googleapis.com``), ``consumer`` (``projects/1``), ``account``, ``sign_in`` (``service`` or
            ``user``), ``retry_after`` and ``skew`` (seconds).
    """

    def __init__(self, status: int, reason: str, message: str = "", *, doubtful: bool = False, facts: Mapping[str, str] | None = None) -> None:
        self.status = status
        self.reason = reason
        self.message = one_line(message)
        self.doubtful = doubtful
        self.facts: Mapping[str, str] = dict(facts or {})
        super().__init__(f"{status} {reason}: {self.message}")

    @property
    def under_load(self) -> bool:
        """Whether Google turned the call away before doing anything, because there were too many."""
        return self.status == 429 or (self.status == 403 and self.reason in _LOAD)

    @property
    def passing(self) -> bool:
        """Whether the same call may well succeed a little later."""
        return self.under_load or self.status in TRANSIENT or self.reason in {NO_CONNECTION, BROKEN, NO_TOKEN} or self.garbled

    @property
    def garbled(self) -> bool:
        """Whether it is no answer of the service at all, as a success."""
        return self.reason == GARBLED and self.status < 400

    @property
    def undone(self) -> bool:
        """Whether nothing was done for certain."""
        return self.under_load or self.reason in {NO_CONNECTION, NO_TOKEN} or (self.status >= 400 and self.status not in TRANSIENT)

    def in_doubt(self) -> "Refusal":
        """The same for a call that changes things: ``doubtful`` unless nothing was done for certain."""
        return Refusal(self.status, self.reason, self.message, doubtful=not self.undone, facts=self.facts)


class Told(NamedTuple):
    """What is wrong, and what to do about it."""

    said: Text
    fix: Text


def refusal_of(status: int, body: bytes, facts: Mapping[str, str] | None = None) -> Refusal:
    """What an answer that is an error says: in the shape of Sheets, of Drive, or no JSON at all."""
    error = _error(body)
    if error is None:
        return Refusal(status, GARBLED, _text_of_page(body), facts=facts)
    infos = [info for info in map(_mapping, _sequence(error.get("details"))) if isinstance(info.get("reason"), str)]
    firsts = [_mapping(one) for one in _sequence(error.get("errors"))[:1]]
    words = [*(info["reason"] for info in infos), *(first.get("reason") for first in firsts), error.get("status")]
    told = {key: value for info in infos for key, value in _mapping(info.get("metadata")).items() if isinstance(value, str)}
    reason = next((word for word in words if isinstance(word, str) and word), str(status))
    return Refusal(status, reason, str(error.get("message", "")), facts={**(facts or {}), **told})


def kind_of(refusal: Refusal) -> Kind:
    """Which kind of trouble ``refusal`` is."""
    match refusal:
        case Refusal(reason="clockSkew"):
            return "clock"
        case Refusal(reason="answerTooLarge"):
            return "large"
        case Refusal(under_load=True):
            return "busy"
        case Refusal(passing=True):
            return "unavailable"
        case Refusal(status=401):
            return "sign-in"
        case Refusal(status=404):
            return "missing"
        case Refusal(status=400, reason="FAILED_PRECONDITION"):
            return "office"
        case Refusal(status=403, reason=reason):
            return _FORBIDDEN.get(reason, "denied")
        case _:
            return "odd"


def translated(ref: str, refusal: Refusal) -> SheetsyncError:
    """The error of ours that ``refusal`` amounts to, for a call about the workbook, or the folder, at ``ref``."""
    told = told_of(refusal)
    en, vi = f"{told.said.en} {told.fix.en}", f"{told.said.vi} {told.fix.vi}"
    match kind_of(refusal):
        case "missing":
            return WorkbookNotFound(ref)
        case "office":
            return NotASpreadsheet(ref)
        case "large":
            return WorkbookTooLarge(ref, en="Google's answer is far longer than a map's", vi="câu trả lời của Google dài hơn hẳn một bản đồ")
        case "denied":
            return AccessDenied(ref, en=en, vi=vi)
        case "clock" | "sign-in":
            return SignInNeeded(en=en, vi=vi)
        case "busy" | "used-up" | "storage":
            return QuotaReached(en=en, vi=vi)
        case "unavailable":
            return ServiceUnavailable(en=en, vi=vi)
        case _:
            return ServiceRefused(en=en, vi=vi)


def not_shared(ref: str, email: str, refusal: Refusal) -> SheetsyncError:
    """The error of ours when ``email`` could not be given access to ``ref``: ``CannotShare`` where the reason is that person or our role."""
    if kind_of(refusal) not in {"denied", "policy", "odd"}:
        return translated(ref, refusal)
    return CannotShare(
        ref,
        en=f"Google refuses {email} ({_quoted(refusal)}). Check the address and your organisation's sharing rules, then share it by hand.",
        vi=f"Google từ chối {email} ({_quoted(refusal)}). Hãy kiểm tra địa chỉ và quy định chia sẻ của tổ chức, rồi chia sẻ bằng tay.",
    )


def told_of(refusal: Refusal) -> Told:
    """What ``refusal`` says and what to do about it, in both languages, for everybody who sees it."""
    account = refusal.facts.get("account", "")
    match kind_of(refusal):
        case "clock":
            return _clock(refusal)
        case "sign-in":
            return _sign_in(refusal, account)
        case "switched-off":
            return _switched_off(refusal)
        case "scope":
            return _scope(refusal)
        case "storage":
            return _storage(refusal, account)
        case "denied" | "missing":
            return _denied(refusal, account)
        case "unavailable":
            return _unavailable(refusal)
        case kind:
            return _plain(kind, _quoted(refusal))


def _plain(kind: Kind, quoted: str) -> Told:
    match kind:
        case "busy":
            return Told(
                Text(
                    "Google chưa cho gọi thêm: hạn mức mỗi phút đã hết.", "Google grants no more calls for now: the quota of this minute is used up."
                ),
                Text(
                    "Hãy đợi vài phút rồi chạy lại; phần chưa xong sẽ được làm tiếp.",
                    "Wait a few minutes and run again; what is left will be done then.",
                ),
            )
        case "used-up":
            return Told(
                Text(f"Hạn mức của Google đã hết ({quoted}).", f"A quota of Google's is used up ({quoted})."),
                Text("Hãy chạy lại sau vài giờ.", "Run again in some hours."),
            )
        case "policy":
            return Told(
                Text(f"Chính sách của tổ chức không cho phép ({quoted}).", f"Your organisation's policy is against it ({quoted})."),
                Text(
                    "Hãy nhờ quản trị viên Google Workspace cho phép ứng dụng này dùng Drive.",
                    "Ask your Google Workspace administrator to let this app use Drive.",
                ),
            )
        case "office":
            return Told(
                Text("Đây là tệp Office nằm trong Drive.", "This is an Office file in Drive."),
                Text("Hãy lưu dưới dạng Google Trang tính.", "Save it as a Google Sheets file."),
            )
        case "large":
            return Told(
                Text("Câu trả lời của Google quá dài nên không được đọc hết.", "Google's answer is too long and was not read to its end."),
                Text("Hãy xóa phần không thuộc bản đồ khỏi bảng tính.", "Remove what does not belong to the map from the spreadsheet."),
            )
        case _:
            return Told(
                Text(f"Google không chấp nhận yêu cầu của sheetsync ({quoted}).", f"Google does not accept what sheetsync asked for ({quoted})."),
                Text("Hãy cài bản mới nhất; nếu vẫn vậy, hãy báo lại dòng này.", "Install the newest version; if it stays, report this line."),
            )


def _clock(refusal: Refusal) -> Told:
    skew = float(refusal.facts.get("skew", "0"))
    minutes = round(abs(skew) / 60)
    fast = skew > 0
    said = (
        Text(
            f"Đồng hồ máy này {'nhanh' if fast else 'chậm'} {minutes} phút nên Google từ chối đăng nhập.",
            f"This computer's clock is {minutes} min {'fast' if fast else 'slow'}, so Google refuses the sign-in.",
        )
        if abs(skew) >= SKEWED
        else Text("Google từ chối đăng nhập vì giờ của máy này bị lệch.", "Google refuses the sign-in because this computer's clock is off.")
    )
    fix = Text(
        "Hãy bật đặt giờ tự động theo Internet trong phần cài đặt ngày giờ, rồi chạy lại.",
        "Let the system set its date and time from the internet, then run again.",
    )
    return Told(said, fix)


def _sign_in(refusal: Refusal, account: str) -> Told:
    said = Text(
        f"Google không còn chấp nhận thông tin đăng nhập{_of(account, ' của ')} ({_quoted(refusal)}).",
        f"Google does not accept the sign-in{_of(account, ' of ')} any more ({_quoted(refusal)}).",
    )
    if refusal.facts.get("sign_in") == "user":
        return Told(said, Text("Hãy chạy `sheetsync doctor --login` để đăng nhập lại.", "Run `sheetsync doctor --login` to sign in again."))
    return Told(
        said,
        Text(
            "Hãy mở IAM & Admin > Service Accounts trong Google Cloud Console, tạo khóa JSON mới rồi thay vào tệp khóa cũ.",
            "In the Google Cloud Console open IAM & Admin > Service Accounts, create a new JSON key, and put it in place of the old key file.",
        ),
    )


def _switched_off(refusal: Refusal) -> Told:
    service = refusal.facts.get("service", "sheets.googleapis.com")
    name = "Google Drive API" if service.startswith("drive") else "Google Sheets API"
    project = refusal.facts.get("consumer", "").rpartition("/")[2]
    page = f"https://console.cloud.google.com/apis/library/{service}" + (f"?project={project}" if project else "")
    return Told(
        Text(f"{name} chưa được bật cho dự án Google Cloud này.", f"The {name} is switched off in this Google Cloud project."),
        Text(f"Hãy mở {page}, bấm Enable (Bật), đợi vài phút rồi chạy lại.", f"Open {page}, press Enable, wait a few minutes and run again."),
    )


def _scope(refusal: Refusal) -> Told:
    service = "Drive" if refusal.facts.get("service", "").startswith("drive") else "Sheets"
    if refusal.facts.get("sign_in") == "user":
        fix = Text(
            "Hãy chạy `sheetsync doctor --login` và đánh dấu mọi quyền trên trang chấp thuận.",
            "Run `sheetsync doctor --login` and tick every permission on the consent page.",
        )
    else:
        fix = Text(
            "Hãy cấp cho thông tin đăng nhập này các quyền spreadsheets và drive, hoặc dùng khóa của tài khoản dịch vụ.",
            "Give these credentials the scopes spreadsheets and drive, or use the key of a service account.",
        )
    return Told(Text(f"Thông tin đăng nhập thiếu quyền (scope) cho {service}.", f"The sign-in lacks a scope for {service}."), fix)


def _storage(refusal: Refusal, account: str) -> Told:
    if refusal.reason == "numChildrenInNonRootLimitExceeded":
        return Told(
            Text("Thư mục này đã chứa tối đa số tệp.", "This folder holds as many files as it can."),
            Text("Hãy dùng một thư mục khác.", "Take another folder."),
        )
    if refusal.facts.get("sign_in") == "service":
        return Told(
            Text(
                f"Tài khoản dịch vụ{_of(account, ' ')} không có dung lượng riêng nên không tạo được tệp ở đây.",
                f"The service account{_of(account, ' ')} has no storage of its own, so it can make no file here.",
            ),
            Text(
                "Hãy dùng một thư mục trong bộ nhớ dùng chung (shared drive) và thêm tài khoản này làm Người quản lý nội dung.",
                "Use a folder of a shared drive, and add this account there as a Content manager.",
            ),
        )
    return Told(
        Text(f"Dung lượng Drive{_of(account, ' của ')} đã đầy.", f"The Drive storage{_of(account, ' of ')} is full."),
        Text("Hãy giải phóng dung lượng hoặc dùng một bộ nhớ dùng chung, rồi chạy lại.", "Free some storage or use a shared drive, then run again."),
    )


def _denied(refusal: Refusal, account: str) -> Told:
    if refusal.facts.get("sign_in") == "user":
        return Told(
            Text(
                f"Tài khoản{_of(account, ' ')} không được phép, hoặc tệp này không do sheetsync tạo.",
                f"The account{_of(account, ' ')} may not do that, or sheetsync did not make this file.",
            ),
            Text(
                "Hãy nhờ chủ tệp cấp quyền chỉnh sửa; với tệp không do sheetsync tạo, hãy dùng tài khoản dịch vụ.",
                "Ask the owner for the right to edit; for files that sheetsync did not make, use a service account.",
            ),
        )
    who = account or "sheetsync"
    return Told(
        Text(f"Tài khoản {who} không được phép.", f"The account {who} may not do that."),
        Text(
            f"Hãy chia sẻ tệp hoặc thư mục với {who}, quyền Người chỉnh sửa, rồi chạy lại.",
            f"Share the file or its folder with {who} as an Editor, then run again.",
        ),
    )


def _unavailable(refusal: Refusal) -> Told:
    match refusal:
        case Refusal(reason="noConnection"):
            said = Text("Không kết nối được với Google.", "Google can't be reached.")
            fix = Text("Hãy kiểm tra mạng, proxy và tường lửa, rồi chạy lại.", "Check the network, its proxy and firewall, then run again.")
        case _:
            said = Text(f"Google tạm thời không trả lời được ({_quoted(refusal)}).", f"Google can't answer at the moment ({_quoted(refusal)}).")
            fix = Text("Hãy chạy lại sau vài phút.", "Run again in a few minutes.")
    if not refusal.doubtful:
        return Told(said, fix)
    doubt_vi, doubt_en = (
        "Không rõ thay đổi đã được lưu hay chưa; lần chạy sau sẽ đọc lại trước khi ghi.",
        ("Whether the change was saved is not known; the next run reads again before it writes."),
    )
    return Told(said, Text(f"{doubt_vi} {fix.vi}", f"{doubt_en} {fix.en}"))


def one_line(text: str) -> str:
    """``text`` as it may stand in a message: one line, short, without control characters."""
    flat = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"


def _quoted(refusal: Refusal) -> str:
    words = [str(refusal.status) if refusal.status else "", refusal.reason, refusal.message]
    return one_line(" ".join(dict.fromkeys(word for word in words if word)))


def _of(account: str, link: str) -> str:
    return f"{link}{account}" if account else ""


def _error(body: bytes) -> Mapping[str, Any] | None:
    """The ``error`` object of an answer of the API."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    error = found.get("error") if isinstance(found, dict) else None
    return error if isinstance(error, dict) else None


def _text_of_page(body: bytes) -> str:
    """What a page says to people: its title, else its text."""
    page = body[:20_000].decode("utf-8", "replace")
    title = re.search(r"<title[^>]*>([^<]*)", page, re.IGNORECASE)
    return title[1] if title else re.sub(r"<[^>]*>", " ", page)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _sequence(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
