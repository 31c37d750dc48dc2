"""Everything that can stop sheetsync, as one family.

Each class makes its own sentence, in both languages, from typed facts, and ends with what to do next.

SheetsyncError
├── WorkbookError                 something about one workbook
│   ├── WorkbookNotFound          nothing at that address
│   │   ├── NoSuchMap             no map or file has that name
│   │   └── WorkbookGone          the archive has the map, but its workbook is gone
│   ├── NotAWorkbook              not an .xlsx file, or a damaged or hostile one
│   │   ├── NotASpreadsheet       a file in Drive, but not of Google Sheets
│   │   └── NotATable             a text file without a table that can be read
│   ├── WorkbookTooLarge          over the limits on parts, size or ratio
│   ├── NotAMap                   a workbook without a map in it
│   │   └── MetaTabGone           a map whose hidden tab was deleted
│   ├── NothingToAdopt            a sheet in which no journey map of that type was found
│   ├── NewerThanThis             a map or archive of a newer sheetsync
│   ├── ChangedElsewhere          somebody saved it after we read it
│   ├── WorkbookInUse             open in Excel or LibreOffice
│   ├── WorkbookReadOnly          the file or folder can't be written
│   │   ├── NoSpaceLeft           the disk or the quota is full
│   │   └── WriteDenied           our account may only look at it
│   ├── UnsafeEdit                a write that can't be proved safe
│   │   └── CellRefused           a cell of an online spreadsheet that isn't ours to change
│   ├── TabTaken                  a tab or a name that we would add stands there already
│   ├── TextTooLong               over the characters a cell holds
│   ├── PostsRefused              comments were asked for, and none of them was taken
│   ├── PostsInDoubt              nobody knows whether comments were taken
│   ├── CannotShare               that person can't be given access
│   └── AccessDenied              we may not open it
├── ServiceError                  something about a service on the net, whichever workbook it is
│   ├── SignInNeeded              no credentials, or they are not accepted any more
│   ├── ServiceRefused            switched off, a scope is missing, or a policy is against it
│   ├── QuotaReached              no more calls, files or storage are granted for now
│   └── ServiceUnavailable        it does not answer, or with its own faults
├── TemplateError                 a map type with a mistake in it
├── ArchiveError                  something about the archive
│   ├── NotInArchive              no such version, snapshot or map
│   ├── AlreadyInArchive          that place is taken (create is exclusive)
│   ├── ArchiveDamaged            truncated, edited by hand, or a broken chain
│   └── StorageFailed             disk full, no permission, input/output error
├── ConfigError                   sheetsync.toml can't be used
└── UsageError                    the words of a command are off
"""

from typing import ClassVar


def dotted(number: int) -> str:
    """A whole number as it is written in Vietnamese: ``32.767``."""
    return f"{number:,}".replace(",", ".")


class SheetsyncError(Exception):
    """Base of the family: a sentence in English and Vietnamese, and a stable code for machines."""

    code: ClassVar[str] = "error"

    def __init__(self, *, en: str, vi: str) -> None:
        super().__init__(en)
        self.en = en
        self.vi = vi

    def message(self, language: str) -> str:
        """The sentence in ``language`` (``vi``, else English)."""
        return self.vi if language == "vi" else self.en


class WorkbookError(SheetsyncError):
    """Something about one workbook."""

    code = "workbook"


class WorkbookNotFound(WorkbookError):
    """Nothing stands at that address."""

    code = "not-found"

    def __init__(self, ref: str) -> None:
        super().__init__(
            en=f"There is no workbook at {ref}. Check the path, or run `sheetsync list` to see every map.",
            vi=f"Không có bảng tính nào ở {ref}. Hãy kiểm tra đường dẫn, hoặc chạy `sheetsync list` để xem mọi bản đồ.",
        )


class NoSuchMap(WorkbookNotFound):
    """No map and no file has that name; ``unread`` workbooks could not be read when it was looked for."""

    def __init__(self, word: str, *, unread: int = 0) -> None:
        en, vi = f"No map or file is called “{word}”", f"Không có bản đồ hay tệp nào tên “{word}”"
        if unread:
            en, vi = f"{en} among those that can be read ({unread} can't)", f"{vi} trong số các tệp đọc được (không đọc được {unread} tệp)"
        WorkbookError.__init__(
            self,
            en=f"{en}. Run `sheetsync list` to see the title and the path of every map.",
            vi=f"{vi}. Hãy chạy `sheetsync list` để xem tiêu đề và đường dẫn của mọi bản đồ.",
        )


class WorkbookGone(WorkbookNotFound):
    """The archive has the map of that title, but its workbook does not stand where it was last."""

    def __init__(self, title: str) -> None:
        WorkbookError.__init__(
            self,
            en=f"The archive has “{title}”, but its workbook is gone. Put it back where the maps are, "
            f'or see what it said last with `sheetsync show "{title}"`.',
            vi=f"Kho lưu trữ có “{title}”, nhưng bảng tính của bản đồ này không còn. Hãy đưa bảng tính về chỗ các bản đồ, "
            f'hoặc xem nội dung sau cùng bằng `sheetsync show "{title}"`.',
        )


class NotAWorkbook(WorkbookError):
    """Not an ``.xlsx`` file, or one that is damaged or hostile; ``why`` names the fault."""

    code = "not-a-workbook"

    def __init__(self, ref: str, *, en: str, vi: str) -> None:
        super().__init__(
            en=f"{ref} can't be read as an .xlsx workbook: {en}. Open it in Excel or LibreOffice and save it again as .xlsx.",
            vi=f"Không đọc được {ref} như một tệp .xlsx: {vi}. Hãy mở bằng Excel hoặc LibreOffice rồi lưu lại dưới dạng .xlsx.",
        )


class NotASpreadsheet(NotAWorkbook):
    """A file in Drive that Google Sheets can only show: an Office file."""

    def __init__(self, ref: str) -> None:
        WorkbookError.__init__(
            self,
            en=f"{ref} is an Office file, not a Google Sheets file. Open it in Drive, choose File > Save as Google Sheets, and use the new file.",
            vi=f"{ref} là tệp Office, không phải Google Trang tính. Hãy mở trong Drive, chọn Tệp > Lưu dưới dạng Google Trang tính rồi dùng tệp mới.",
        )


class NotATable(NotAWorkbook):
    """A text file in which no table can be read; ``why`` names the fault."""

    def __init__(self, ref: str, *, en: str, vi: str) -> None:
        WorkbookError.__init__(
            self,
            en=f"{ref} can't be read as a table: {en}. Open it in Excel or LibreOffice and save it as “CSV UTF-8” or as .xlsx.",
            vi=f"Không đọc được {ref} như một bảng: {vi}. Hãy mở bằng Excel hoặc LibreOffice rồi lưu lại dạng “CSV UTF-8” hoặc .xlsx.",
        )


class WorkbookTooLarge(WorkbookError):
    """Over the limits on parts, size or compression ratio; refused before anything is parsed."""

    code = "too-large"

    def __init__(self, ref: str, *, en: str, vi: str) -> None:
        super().__init__(
            en=f"{ref} is refused: {en}. A journey map is far smaller; remove what does not belong to it and save again.",
            vi=f"{ref} bị từ chối: {vi}. Một bản đồ hành trình nhỏ hơn nhiều; hãy xóa phần không thuộc bản đồ rồi lưu lại.",
        )


class NotAMap(WorkbookError):
    """A sound workbook without a map in it."""

    code = "not-a-map"

    def __init__(self, ref: str, *, en: str, vi: str) -> None:
        super().__init__(
            en=f"{ref} holds no journey map of sheetsync: {en}. If it is a map that you made yourselves, take it in with `sheetsync adopt`; "
            "else make one with `sheetsync new`, or move this file out of the folder of the maps.",
            vi=f"{ref} không chứa bản đồ của sheetsync: {vi}. Nếu đây là bản đồ nhóm tự làm, hãy nhận vào bằng `sheetsync adopt`; "
            "nếu không, hãy tạo bản đồ bằng `sheetsync new`, hoặc chuyển tệp này ra khỏi thư mục bản đồ.",
        )


class MetaTabGone(NotAMap):
    """A workbook with the keys of a map in it, but without the hidden tab that says which map it is."""

    def __init__(self, ref: str, tab: str) -> None:
        WorkbookError.__init__(
            self,
            en=f"{ref} has lost its hidden tab {tab}, which says which map it is; the hidden keys of a map are still there. "
            "Undo its deletion, or take an earlier version of the file. Only if this never was a map of sheetsync, run `sheetsync adopt`.",
            vi=f"{ref} bị mất trang ẩn {tab} cho biết đây là bản đồ nào, còn các mã ẩn của bản đồ vẫn nằm trong tệp. "
            "Hãy hoàn tác việc xóa trang đó, hoặc lấy lại bản trước của tệp. Chỉ khi đây chưa từng là bản đồ của sheetsync, "
            "hãy chạy `sheetsync adopt`.",
        )


class NothingToAdopt(WorkbookError):
    """A sheet in which no journey map of that type was found; ``looked`` says what was looked for."""

    code = "nothing-to-adopt"

    def __init__(self, ref: str, *, en: str, vi: str) -> None:
        super().__init__(
            en=f"No journey map was found in {ref}, so nothing was made. Looked for {en}. Give the table such headings, "
            "or make a map with `sheetsync new TYPE TITLE` and copy your texts into it.",
            vi=f"Không tìm thấy bản đồ hành trình nào trong {ref} nên chưa tạo gì. Đã tìm {vi}. Hãy đặt tiêu đề như vậy cho bảng, "
            "hoặc tạo bản đồ bằng `sheetsync new LOẠI TÊN` rồi chép nội dung sang.",
        )


class NewerThanThis(WorkbookError):
    """Written by a newer sheetsync."""

    code = "newer-format"

    def __init__(self, ref: str, *, what: str, found: str, known: str) -> None:
        super().__init__(
            en=f"{ref} has {what} {found}, and this sheetsync knows up to {known}. Install the newest version: pip install --upgrade sheetsync-maps.",
            vi=f"{ref} có {what} {found}, còn sheetsync này chỉ biết đến {known}. Hãy cài bản mới nhất: pip install --upgrade sheetsync-maps.",
        )


class ChangedElsewhere(WorkbookError):
    """Somebody saved the workbook after we read it, so nothing was written."""

    code = "changed-elsewhere"

    def __init__(self, ref: str) -> None:
        super().__init__(
            en=f"{ref} was changed by someone while sheetsync worked; nothing was written. Run the command again.",
            vi=f"{ref} vừa được người khác sửa; chưa có gì bị ghi. Hãy chạy lại lệnh.",
        )


class WorkbookInUse(WorkbookError):
    """Open in Excel or LibreOffice: read, but not written."""

    code = "in-use"

    def __init__(self, ref: str, lock: str) -> None:
        super().__init__(
            en=f"{ref} is open in another program (lock file {lock}); nothing was written. Close it there and run again.",
            vi=f"{ref} đang mở ở chương trình khác (tệp khóa {lock}); chưa có gì bị ghi. Hãy đóng lại rồi chạy lại lệnh.",
        )


class WorkbookReadOnly(WorkbookError):
    """The file or its folder can't be written."""

    code = "read-only"

    def __init__(self, ref: str, *, reason: str) -> None:
        super().__init__(
            en=f"{ref} can't be written ({reason}); nothing was changed. Give yourself write access to the file and its folder.",
            vi=f"Không ghi được {ref} ({reason}); chưa có gì thay đổi. Hãy cấp quyền ghi cho tệp và thư mục chứa nó.",
        )


class NoSpaceLeft(WorkbookReadOnly):
    """The disk, or the space granted on it, is full."""

    code = "no-space"

    def __init__(self, ref: str) -> None:
        WorkbookError.__init__(
            self,
            en=f"{ref} was not written, because the disk is full; what stood there is untouched. Free some space and run again.",
            vi=f"{ref} chưa được ghi vì ổ đĩa đã đầy; dữ liệu đang có vẫn nguyên vẹn. Hãy giải phóng dung lượng rồi chạy lại.",
        )


class WriteDenied(WorkbookReadOnly):
    """The account we use may only look at the workbook, or at the folder it should go into; what was found and what to do come in whole sentences."""

    def __init__(self, ref: str, *, en: str, vi: str) -> None:
        WorkbookError.__init__(self, en=f"{ref} can't be written; nothing was changed: {en}", vi=f"Không ghi được {ref}; chưa có gì thay đổi: {vi}")


class UnsafeEdit(WorkbookError):
    """A write that can't be proved to keep all that stands in the workbook; ``fix`` says, in both languages, what to do where saving it won't do."""

    code = "unsafe-edit"

    def __init__(self, ref: str, *, en: str, vi: str, fix: tuple[str, str] | None = None) -> None:
        fix_en, fix_vi = fix or ("Save it once in Excel or LibreOffice and try again.", "Hãy lưu lại bằng Excel hoặc LibreOffice rồi thử lại.")
        super().__init__(
            en=f"{ref} was not written, because that can't be proved safe: {en}. {fix_en}",
            vi=f"{ref} không được ghi vì không chứng minh được là an toàn: {vi}. {fix_vi}",
        )


class CellRefused(UnsafeEdit):
    """A cell of an online spreadsheet that isn't ours to change, or can't hold what it should; nothing was written."""

    def __init__(self, ref: str, *, en: str, vi: str) -> None:
        WorkbookError.__init__(
            self,
            en=f"{ref} was not written: {en}. Look at that cell in the sheet, change it by hand where needed, and run again.",
            vi=f"{ref} chưa được ghi: {vi}. Hãy xem ô đó trong bảng tính, tự sửa nếu cần, rồi chạy lại.",
        )


class TabTaken(WorkbookError):
    """A tab of the workbook has the title of one that we would add (case aside), or a name in it is one that our formulas need."""

    code = "tab-taken"

    def __init__(self, ref: str, title: str, *, is_name: bool = False) -> None:
        if is_name:
            en, vi = f"a named range “{title}” of its own", f"vùng được đặt tên “{title}”"
            fix_en, fix_vi = "Rename that range", "Hãy đổi tên vùng đó"
        else:
            en, vi = f"a tab “{title}” of its own", f"trang tính “{title}”"
            fix_en, fix_vi = "Rename that tab", "Hãy đổi tên trang tính đó"
        super().__init__(
            en=f"{ref} already has {en}, so nothing was added. {fix_en} and run again.",
            vi=f"{ref} đã có sẵn {vi} nên chưa có gì được thêm. {fix_vi} rồi chạy lại lệnh.",
        )


class TextTooLong(WorkbookError):
    """A text longer than the ``most`` characters (UTF-16 units) that a cell holds: 32,767 in an ``.xlsx`` file."""

    code = "text-too-long"

    def __init__(self, ref: str, *, cell: str, length: int, most: int = 32_767) -> None:
        super().__init__(
            en=f"{ref}: the text for {cell} has {length:,} characters, and a cell holds {most:,}; nothing was cut or written. Shorten it.",
            vi=f"{ref}: nội dung cho {cell} dài {dotted(length)} ký tự, một ô chỉ chứa {dotted(most)}; không có gì bị cắt hay ghi. Hãy rút gọn.",
        )


class PostsRefused(WorkbookError):
    """The place answered that it took none of the comments."""

    code = "comments-refused"

    def __init__(self, ref: str) -> None:
        super().__init__(
            en=f"The comments in {ref} were not taken, and no reason was given; nothing was posted. Run the command again in a few minutes.",
            vi=f"Ghi chú trong {ref} không được nhận mà không rõ lý do; chưa có gì được đăng. Hãy chạy lại lệnh sau ít phút.",
        )


class PostsInDoubt(WorkbookError):
    """The connection was lost, or the place failed, after comments were sent: they may stand there, or yet appear."""

    code = "comments-in-doubt"

    def __init__(self, ref: str) -> None:
        super().__init__(
            en=f"The connection was lost while comments went into {ref}. Nothing is posted again before it is certain what arrived: "
            "run the command again in a quarter of an hour.",
            vi=f"Mất kết nối khi đang đăng ghi chú vào {ref}. Để không đăng trùng, sheetsync chờ đến khi biết chắc ghi chú nào đã tới: "
            "hãy chạy lại lệnh sau 15 phút.",
        )


class CannotShare(WorkbookError):
    """That person can't be given access to the workbook; ``why`` names the reason and what to do."""

    code = "cannot-share"

    def __init__(self, ref: str, *, en: str, vi: str) -> None:
        super().__init__(en=f"{ref} was not shared: {en}", vi=f"{ref} chưa được chia sẻ: {vi}")


class AccessDenied(WorkbookError):
    """The workbook is there, and we may not open it (or not do that with it)."""

    code = "no-access"

    def __init__(self, ref: str, *, en: str, vi: str) -> None:
        super().__init__(en=f"{ref} can't be opened: {en}", vi=f"Không mở được {ref}: {vi}")


class ServiceError(SheetsyncError):
    """Something about a service on the net: a whole sentence, and what to do next."""

    code = "service"


class SignInNeeded(ServiceError):
    """No credentials, or they are not accepted (any more)."""

    code = "sign-in"


class ServiceRefused(ServiceError):
    """The service is switched off for us, a scope is missing, or a policy is against it."""

    code = "refused"


class QuotaReached(ServiceError):
    """No more calls, files or storage are granted for now."""

    code = "quota"


class ServiceUnavailable(ServiceError):
    """The service does not answer, or answers with faults of its own, also when asked again."""

    code = "unavailable"


class TemplateError(SheetsyncError):
    """A map type with a mistake: names the file, the place and the fix."""

    code = "template"

    def __init__(self, file: str, place: str, *, en: str, vi: str) -> None:
        super().__init__(en=f"{file}, {place}: {en}", vi=f"{file}, {place}: {vi}")


class ArchiveError(SheetsyncError):
    """Something about the archive."""

    code = "archive"


class NotInArchive(ArchiveError):
    """No such version, snapshot or map."""

    code = "not-in-archive"

    def __init__(self, what: str) -> None:
        super().__init__(
            en=f"The archive has no {what}. Run `sheetsync log REF` or `sheetsync snapshots` to see what there is.",
            vi=f"Kho lưu trữ không có {what}. Hãy chạy `sheetsync log REF` hoặc `sheetsync snapshots` để xem những gì đang có.",
        )


class AlreadyInArchive(ArchiveError):
    """That place is taken: archive files are created once and never changed."""

    code = "already-in-archive"

    def __init__(self, key: str) -> None:
        super().__init__(
            en=f"The archive already has {key}; nothing was overwritten. Run the command again.",
            vi=f"Kho lưu trữ đã có {key}; không có gì bị ghi đè. Hãy chạy lại lệnh.",
        )


class ArchiveDamaged(ArchiveError):
    """A file of the archive is truncated, edited by hand, or breaks the chain."""

    code = "archive-damaged"

    def __init__(self, key: str, *, en: str, vi: str) -> None:
        super().__init__(
            en=f"The archive file {key} can't be trusted: {en}. Run `sheetsync archive check` and bring that file back from a backup.",
            vi=f"Tệp lưu trữ {key} không còn tin cậy: {vi}. Hãy chạy `sheetsync archive check` và khôi phục tệp đó từ bản sao lưu.",
        )


class StorageFailed(ArchiveError):
    """The disk is full, rights are missing, or the disk failed."""

    code = "storage-failed"

    def __init__(self, key: str, *, reason: str) -> None:
        super().__init__(
            en=f"{key} could not be stored ({reason}). Free space or rights there and run again; what was stored before is untouched.",
            vi=f"Không lưu được {key} ({reason}). Hãy giải phóng dung lượng hoặc cấp quyền rồi chạy lại; dữ liệu cũ vẫn nguyên vẹn.",
        )


class ConfigError(SheetsyncError):
    """``sheetsync.toml`` can't be used."""

    code = "config"

    def __init__(self, file: str, *, en: str, vi: str) -> None:
        super().__init__(en=f"{file}: {en}", vi=f"{file}: {vi}")


class UsageError(SheetsyncError):
    """The words of a command are off."""

    code = "usage"
