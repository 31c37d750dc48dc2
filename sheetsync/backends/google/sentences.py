"""What people read about Google: one function for each thing found or refused, in both languages, with what to click or type.

Names of buttons and roles are those of Google's own pages in that language; the Google Cloud Console is only told in English, where its buttons are.
"""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from sheetsync.model.words import Text

Renewal = Literal["service", "user", "gcloud"]
"""Who renews a sign-in: the account itself, a person on our consent page, or a person by another program (gcloud, mostly)."""

_CONSOLE: Final = "https://console.cloud.google.com"
KEYS_PAGE: Final = f"{_CONSOLE}/iam-admin/serviceaccounts"
"""Where service accounts and their keys are made."""
CLIENTS_PAGE: Final = f"{_CONSOLE}/auth/clients"
"""Where OAuth clients are made."""
_GCLOUD: Final = (
    "`gcloud auth application-default login --scopes=https://www.googleapis.com/auth/cloud-platform,"
    "https://www.googleapis.com/auth/drive,https://www.googleapis.com/auth/spreadsheets`"
)


class Told(NamedTuple):
    """What is wrong, and what to do about it."""

    said: Text
    fix: Text


# Signing in


def sign_in_refused(account: str, renewal: Renewal, project: str, quoted: str) -> Told:
    """A key, or what a person once consented to, is not accepted any more."""
    said = Text(
        f"Google không còn chấp nhận thông tin đăng nhập{of(account, ' của ')} ({quoted}).",
        f"Google no longer accepts the sign-in{of(account, ' of ')} ({quoted}).",
    )
    match renewal:
        case "user":
            fix = Text(
                "Hãy chạy `sheetsync doctor --login` để đăng nhập lại. Nếu tuần nào cũng phải đăng nhập lại, hãy mở "
                f"{_CONSOLE}/auth/audience và bấm Publish app: Google đăng xuất các ứng dụng đang thử nghiệm sau bảy ngày.",
                "Run `sheetsync doctor --login` to sign in again. If that is needed every week, open "
                f"{_CONSOLE}/auth/audience and press Publish app: Google signs apps in testing out after seven days.",
            )
        case "gcloud":
            fix = _again_with_gcloud()
        case "service":
            page = f"{KEYS_PAGE}{of(project, '?project=')}"
            fix = Text(
                f"Hãy mở {page} và chọn tài khoản này. Nếu tài khoản đang bật, hãy tạo khóa JSON mới ở mục Keys (Add key) "
                "rồi lưu đè lên tệp khóa cũ. Nếu tài khoản đã bị tắt hoặc xóa, hãy bật lại, hoặc tạo tài khoản khác rồi chia sẻ thư mục "
                "với tài khoản đó.",
                f"Open {page} and choose this account. If it is enabled, create a new JSON key under Keys (Add key) "
                "and save it over the old key file. If it is disabled or gone, enable it, or make another one and share the folder with that one.",
            )
    return Told(said, fix)


def scope_missing(account: str, renewal: Renewal, *, drive: bool) -> Told:
    """Nobody granted these credentials what the service asks for."""
    service = Text("Google Drive", "Google Drive") if drive else Text("Google Trang tính", "Google Sheets")
    said = Text(
        f"Thông tin đăng nhập{of(account, ' của ')} thiếu quyền (scope) dùng {service.vi}.",
        f"The sign-in{of(account, ' of ')} lacks the permission (scope) to use {service.en}.",
    )
    match renewal:
        case "user":
            fix = Text(
                "Hãy chạy `sheetsync doctor --login` và giữ nguyên mọi ô quyền được chọn trên trang cấp quyền của Google.",
                "Run `sheetsync doctor --login` and leave every permission ticked on Google's consent page.",
            )
        case "gcloud":
            fix = _again_with_gcloud()
        case "service":
            fix = Text(
                "Hãy cấp cho thông tin đăng nhập này các quyền https://www.googleapis.com/auth/drive và "
                "https://www.googleapis.com/auth/spreadsheets, hoặc ghi tệp khóa của một tài khoản dịch vụ vào mục credentials, dưới [google].",
                "Give these credentials the scopes https://www.googleapis.com/auth/drive and https://www.googleapis.com/auth/spreadsheets, "
                "or name the key file of a service account in credentials, under [google].",
            )
    return Told(said, fix)


def _again_with_gcloud() -> Text:
    return Text(
        f"Hãy đăng nhập lại bằng chương trình đã tạo ra thông tin này; với gcloud, hãy chạy {_GCLOUD}.",
        f"Sign in again with the program that made these credentials; with gcloud, run {_GCLOUD}.",
    )


# The clock


def clock_off(skew: float, *, refused: bool, far: bool) -> Told:
    """It is ``skew`` seconds fast; ``far`` enough to be the reason of a refusal, if there was one."""
    span, fast = _span(abs(skew)), skew > 0
    off = Text(f"Đồng hồ máy này {'nhanh' if fast else 'chậm'} {span.vi}", f"This computer's clock is {span.en} {'fast' if fast else 'slow'}")
    match refused, far:
        case True, True:
            said = Text(f"{off.vi} nên Google từ chối đăng nhập.", f"{off.en}, so Google refuses the sign-in.")
        case True, False:
            said = Text("Google từ chối đăng nhập vì giờ của máy này bị lệch.", "Google refuses the sign-in because this computer's clock is off.")
        case False, True:
            said = Text(
                f"{off.vi}: Google có thể từ chối đăng nhập bất cứ lúc nào, và các phiên bản được lưu sẽ ghi sai giờ.",
                f"{off.en}: Google may refuse the sign-in at any time, and versions are archived with a wrong time.",
            )
        case _:
            said = Text(f"{off.vi}.", f"{off.en}.")
    fix = Text(
        "Hãy mở phần cài đặt ngày giờ của máy, bật đặt giờ tự động theo Internet, rồi chạy lại.",
        "Open the computer's date and time settings, let it set its time from the internet, then run again.",
    )
    return Told(said, fix)


def _span(seconds: float) -> Text:
    if seconds < 120:
        return Text(f"{seconds:.0f} giây", f"{seconds:.0f} seconds")
    if seconds < 7200:
        return Text(f"{seconds / 60:.0f} phút", f"{seconds / 60:.0f} minutes")
    return Text(f"{seconds / 3600:.0f} giờ", f"{seconds / 3600:.0f} hours")


# The services


def service_off(project: str, *, drive: bool) -> Told:
    """The API is not switched on in the project that our calls count against."""
    name, host = api(drive=drive), f"{'drive' if drive else 'sheets'}.googleapis.com"
    page = f"{_CONSOLE}/apis/library/{host}{of(project, '?project=')}"
    return Told(
        Text(
            f"{name} chưa được bật trong dự án Google Cloud{of(project, ' ')}.",
            f"The {name} is switched off in the Google Cloud project{of(project, ' ')}.",
        ),
        Text(
            f"Trong Google Cloud Console, hãy mở {page} và bấm Enable, đợi vài phút rồi chạy lại.",
            f"In the Google Cloud Console open {page} and press Enable, wait a few minutes and run again.",
        ),
    )


def api(*, drive: bool) -> str:
    """The service as its page in the console calls it."""
    return "Google Drive API" if drive else "Google Sheets API"


def minute_used_up() -> Told:
    """Too many calls just now; Google counts them by the minute."""
    return Told(
        Text(
            "Google tạm ngừng nhận yêu cầu vì đã hết hạn mức của phút này.",
            "Google takes no more calls for now: the quota of this minute is used up.",
        ),
        Text("Hãy đợi vài phút rồi chạy lại; phần còn lại sẽ được làm tiếp.", "Wait a few minutes and run again; what is left will be done then."),
    )


def quota_used_up(quoted: str) -> Told:
    """A quota that comes back later than in a minute."""
    return Told(
        Text(f"Google không nhận thêm vì đã hết hạn mức ({quoted}).", f"Google takes no more for now: a quota is used up ({quoted})."),
        Text("Hãy đợi vài giờ rồi chạy lại.", "Wait some hours and run again."),
    )


def not_allowed(quoted: str) -> Told:
    """An organisation's rules are against it."""
    return Told(
        Text(f"Chính sách của tổ chức không cho phép ({quoted}).", f"Your organisation's policy does not allow it ({quoted})."),
        Text(
            "Hãy nhờ quản trị viên Google Workspace cho phép ứng dụng này dùng Drive tại https://admin.google.com, "
            "mục Apps > Google Workspace > Drive and Docs.",
            "Ask your Google Workspace administrator to let this app use Drive, at https://admin.google.com under "
            "Apps > Google Workspace > Drive and Docs.",
        ),
    )


def unreachable() -> Told:
    """No connection came about."""
    return Told(
        Text("Không kết nối được với Google.", "Google can't be reached."),
        Text("Hãy kiểm tra mạng, proxy và tường lửa, rồi chạy lại.", "Check the network, its proxy and firewall, then run again."),
    )


def nobody_at_home(endpoint: str) -> Told:
    """Nothing listens where a local Google should."""
    return Told(
        Text(f"Không có gì trả lời ở {endpoint}.", f"Nothing answers at {endpoint}."),
        Text(
            "Hãy khởi động Google thử trên máy này, hoặc bỏ dòng endpoint dưới [google] trong sheetsync.toml để dùng Google thật, rồi chạy lại.",
            "Start the local Google there, or take the line endpoint under [google] out of sheetsync.toml to use the real one; then run again.",
        ),
    )


def out_of_order(quoted: str) -> Told:
    """Google has troubles of its own."""
    return Told(
        Text(f"Google tạm thời không trả lời được ({quoted}).", f"Google can't answer at the moment ({quoted})."),
        Text("Hãy chạy lại sau vài phút.", "Run again in a few minutes."),
    )


def in_doubt(told: Told) -> Told:
    """The same, after a call that may have been carried out all the same."""
    doubt = Text(
        "Không rõ thay đổi đã được lưu hay chưa; lần chạy sau sẽ đọc lại trước khi ghi.",
        "Whether the change was saved is not known; the next run reads again before it writes.",
    )
    return Told(told.said, Text(f"{doubt.vi} {told.fix.vi}", f"{doubt.en} {told.fix.en}"))


def too_long() -> Told:
    """More than we are ready to read."""
    return Told(
        Text("Câu trả lời của Google quá dài nên không được đọc hết.", "Google's answer is too long and was not read to its end."),
        Text("Hãy xóa khỏi bảng tính những gì không thuộc bản đồ.", "Remove what does not belong to the map from the spreadsheet."),
    )


def not_understood(quoted: str) -> Told:
    """Google does not take what we sent: most likely a mistake of ours."""
    return Told(
        Text(f"Google không chấp nhận yêu cầu của sheetsync ({quoted}).", f"Google does not accept what sheetsync asked for ({quoted})."),
        Text(
            "Hãy cài bản sheetsync mới nhất; nếu vẫn vậy, hãy gửi dòng này cho người phát triển.",
            "Install the newest sheetsync; if it stays, send this line to its developers.",
        ),
    )


# Files and folders


def office_file() -> Told:
    """A file that Google Sheets only shows."""
    return Told(
        Text("Đây là tệp Office nằm trong Drive.", "This is an Office file in Drive."),
        Text(
            "Hãy mở tệp rồi chọn Tệp > Lưu dưới dạng Google Trang tính.",
            "Open it and choose File > Save as Google Sheets.",
        ),
    )


def no_access(account: str, renewal: Renewal) -> Told:
    """A file or folder is there, maybe, but not for us, or not for that."""
    if renewal == "user":
        who = Text(account or "bạn", account or "you")
        return Told(
            Text(
                f"sheetsync không tạo ra tệp này, hoặc {who.vi} chưa có quyền chỉnh sửa.",
                f"sheetsync did not make this, or {who.en} may not edit it.",
            ),
            Text(
                "Hãy nhờ chủ tệp cấp quyền Người chỉnh sửa. Với những gì sheetsync không tự tạo, hãy dùng tài khoản dịch vụ.",
                "Ask its owner to make you an Editor. For what sheetsync did not make itself, use a service account.",
            ),
        )
    who = Text(account or "tài khoản đang dùng", account or "the account in use")
    return Told(
        Text(f"{_capital(who.vi)} chưa được cấp quyền, hoặc quyền chưa đủ.", f"{_capital(who.en)} has no access to it, or not enough."),
        Text(
            f"Hãy mở trong Drive, bấm Chia sẻ, thêm {who.vi} làm Người chỉnh sửa (trong bộ nhớ dùng chung: Người quản lý nội dung), rồi chạy lại.",
            f"Open it in Drive, press Share, add {who.en} as an Editor (in a shared drive: a Content manager), then run again.",
        ),
    )


# Storage and sharing


def full(account: str) -> Told:
    """A person's own storage is used up."""
    return Told(Text(f"Drive{of(account, ' của ')} đã hết dung lượng.", f"The Drive storage{of(account, ' of ')} is full."), free_some())


def free_some() -> Text:
    """How to make room in a person's own storage."""
    return Text(
        "Hãy mở https://drive.google.com/drive/quota, xóa những tệp lớn không còn dùng và dọn thùng rác, rồi chạy lại.",
        "Open https://drive.google.com/drive/quota, delete large files that nobody needs, empty the bin, then run again.",
    )


def no_storage(account: str) -> Told:
    """Service accounts own nothing."""
    return Told(
        Text(
            f"Tài khoản dịch vụ{of(account, ' ')} không có dung lượng riêng nên không tạo được tệp trong Drive của tôi (My Drive).",
            f"The service account{of(account, ' ')} has no storage of its own, so it can make no file in anybody's My Drive.",
        ),
        Text(
            "Hãy tạo một bộ nhớ dùng chung (shared drive) trong Drive, bấm Quản lý thành viên, thêm tài khoản này làm Người quản lý nội dung, "
            "rồi ghi đường liên kết của bộ nhớ đó vào sheetsync.toml.",
            "Make a shared drive in Drive, press Manage members, add this account as a Content manager, "
            "and write the link of the shared drive into sheetsync.toml.",
        ),
    )


def too_many_files(*, drive: bool) -> Told:
    """A folder, or a whole shared drive, takes no more files."""
    place = Text("Bộ nhớ dùng chung này", "This shared drive") if drive else Text("Thư mục này", "This folder")
    return Told(
        Text(f"{place.vi} đã chứa số tệp tối đa.", f"{place.en} holds as many files as it can."),
        Text("Hãy xóa bớt tệp hoặc ghi nơi khác vào sheetsync.toml.", "Delete some files, or name another place in sheetsync.toml. Then run again."),
    )


def share_refused(email: str, quoted: str) -> Told:
    """Google does not let that person in, or not by us."""
    return Told(
        Text(f"Google không cấp quyền cho {email} ({quoted}).", f"Google refuses to give {email} access ({quoted})."),
        Text(
            "Hãy kiểm tra địa chỉ và quy định chia sẻ của tổ chức, rồi mở bản đồ, bấm Chia sẻ và tự thêm địa chỉ này.",
            "Check the address and what your organisation allows to be shared, then open the map, press Share and add it yourself.",
        ),
    )


def share_by_hand(email: str, *, doubtful: bool) -> Text:
    """What to do where the workbook stands and only the sharing failed, or may have."""
    if doubtful:
        return Text(
            f"Không rõ {email} đã được cấp quyền hay chưa; hãy mở bản đồ, bấm Chia sẻ để xem và tự thêm địa chỉ này nếu còn thiếu.",
            f"Whether {email} was given access is not known; open the map, press Share, and add this address if it is missing.",
        )
    return Text(
        f"{email} chưa được cấp quyền; hãy mở bản đồ, bấm Chia sẻ và tự thêm địa chỉ này.",
        f"{email} was not given access; open the map, press Share and add this address yourself.",
    )


def quoted(words: Sequence[str]) -> str:
    """Google's own words as they stand in brackets: each once, without a full stop at the end."""
    return " ".join(dict.fromkeys(word for word in words if word)).rstrip(".")


def of(word: str, link: str) -> str:
    """``word`` after what links it to the sentence; nothing where there is none."""
    return f"{link}{word}" if word else ""


def _capital(text: str) -> str:
    """``text`` as a sentence begins; addresses stay as they are."""
    return text if "@" in text else text[:1].upper() + text[1:]
