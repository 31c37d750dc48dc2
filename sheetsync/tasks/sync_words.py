"""What sync says to people when it stops or needs them."""

from collections.abc import Sequence

from sheetsync.errors import SheetsyncError
from sheetsync.history.record import Side
from sheetsync.history.sweep import Sweep
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text
from sheetsync.tasks.opening import Opened


def command(ref: str, option: str = "") -> str:
    """The whole command that syncs the workbook at ``ref``, and no other one, with ``option``."""
    return f'`sheetsync sync "{ref}"{f" {option}" if option else ""}`'


def unknown_type(key: str) -> Text:
    """Why a map of an unknown type is left alone."""
    return Text(
        vi=f"Bản đồ thuộc loại “{key}” mà sheetsync không biết. Hãy chạy `sheetsync types` để xem các loại, hoặc cài bản mới hơn.",
        en=f"The map is of type “{key}”, which sheetsync does not know. Run `sheetsync types` to see the types, or install a newer version.",
    )


def not_calculated(ref: str) -> Text:
    """Why a sheet with formulas that were never calculated is left alone."""
    return Text(
        vi=f"{ref} có công thức chưa lưu kết quả nên chưa biết ô đó nói gì. Hãy mở bằng Excel hoặc LibreOffice, lưu lại rồi chạy lại lệnh.",
        en=f"{ref} holds formulas without a stored result, so nobody can tell what those cells say. "
        "Open it in Excel or LibreOffice, save it, and run again.",
    )


def looks_old(ref: str) -> Text:
    """Why a sheet that says what an older version said is left alone."""
    return Text(
        vi=f"{ref} giống hệt một phiên bản cũ: có lẽ ai đó đã lưu đè bản cũ. Nếu đúng là muốn vậy, hãy chạy {command(ref, '--prefer sheet')}; "
        f"nếu không, {command(ref, '--prefer archive')} sẽ đưa nội dung mới nhất từ kho lưu trữ trở lại.",
        en=f"{ref} says exactly what an older version said: probably an old copy was saved back. If it is meant, run "
        f"{command(ref, '--prefer sheet')}; if not, {command(ref, '--prefer archive')} brings back the newest content from the archive.",
    )


def much_gone(opened: Opened, gone: Sequence[Sweep], side: Side) -> Text:
    """Why nothing is synced while much is gone from ``side``, and both answers to it."""
    map_type = opened.map_type
    titles = {tab.key: tab.title for tab in map_type.tabs} if map_type else {}

    def told(sweep: Sweep, language: str) -> str:
        title = titles.get(sweep.tab, Text(sweep.tab, sweep.tab)).of(language)
        field = next((item.title.of(language) for item in map_type.fields_of(sweep.tab) if item.key == sweep.field), "") if map_type else ""
        if field:
            return f"{title} / {field}: {sweep.gone}"
        return f"{title}: {sweep.gone}/{sweep.had}"

    def parts(language: str) -> str:
        return "; ".join(told(sweep, language) for sweep in gone)

    ref = opened.state.ref
    meant = command(ref, "--accept-deletions")
    if side == "sheet":
        undo = command(ref, "--prefer archive")
        return Text(
            vi=f"{ref}: quá nhiều nội dung biến mất khỏi bảng tính so với lần trước ({parts('vi')}). Nếu đã xóa có chủ ý, hãy chạy {meant}; "
            f"nếu không, {undo} sẽ ghi lại từ kho lưu trữ những gì đã mất.",
            en=f"{ref}: a lot is gone from the sheet since last time ({parts('en')}). If it was deleted on purpose, run {meant}; "
            f"if not, {undo} writes back from the archive what is gone.",
        )
    undo = command(ref, "--prefer sheet")
    return Text(
        vi=f"{ref}: quá nhiều nội dung biến mất khỏi kho lưu trữ so với lần trước ({parts('vi')}). Nếu đã xóa có chủ ý, hãy chạy {meant}, "
        f"bảng tính cũng sẽ bỏ những nội dung đó; nếu không, {undo} sẽ giữ nội dung của bảng tính và đưa lại vào kho.",
        en=f"{ref}: a lot is gone from the archive since last time ({parts('en')}). If it was deleted on purpose, run {meant}, "
        f"and it goes from the sheet, too; if not, {undo} keeps what the sheet says and archives it again.",
    )


def no_place(opened: Opened, unplaced: Sequence[FieldRef], prefers: Side | None) -> Text:
    """Why the archive's news can't be written into a sheet: it has no column (or row) for a field, or a formula stands there.

    ``prefers`` is what was said on which side is right, and is to be said again.
    """
    map_type = opened.map_type

    def told(language: str) -> str:
        named: dict[str, None] = {}
        for ref in unplaced:
            fields = map_type.fields_of(ref.tab, of_stage=ref.stage is not None and ref.step is None) if map_type else ()
            named[next((field.title.of(language) for field in fields if field.key == ref.field), ref.field or ref.step or ref.stage or "")] = None
        return ", ".join(f"“{name}”" for name in named)

    ref = opened.state.ref
    again = command(ref, f"--prefer {prefers}" if prefers else "")
    return Text(
        vi=f"{ref}: kho lưu trữ có nội dung cho {told('vi')}, nhưng bảng tính không còn chỗ cho mục đó hoặc ô đang chứa công thức. "
        f"Hãy khôi phục cột hoặc hàng đó cùng tiêu đề (hay thay công thức bằng nội dung) rồi chạy {again}.",
        en=f"{ref}: the archive has content for {told('en')}, and the sheet has no place for it, or a formula stands there. "
        f"Bring back that column or row with its heading (or put its text in place of the formula), and run {again}.",
    )


def unproved(ref: str) -> Text:
    """Why a sheet is not written although it can be: reading it back would not give what it is to say."""
    return Text(
        vi=f"{ref}: sheetsync không chứng minh được rằng ghi vào bảng tính sẽ đúng ý nên chưa ghi gì. Hãy chạy `sheetsync validate` và sửa lỗi "
        f"được nêu, hoặc chạy {command(ref, '--prefer sheet')} nếu bảng tính đúng.",
        en=f"{ref}: it can't be proved that writing the archive's news into this sheet would come out right, so nothing was written. "
        f"Run `sheetsync validate` and mend what it names, or run {command(ref, '--prefer sheet')} if the sheet is right.",
    )


def to_settle(ref: str, count: int) -> Text:
    """What people are to do about conflicts."""
    places = "1 place was" if count == 1 else f"{count} places were"
    return Text(
        vi=f"{ref}: {count} chỗ được sửa khác nhau ở bảng tính và kho lưu trữ; cả hai bên đều được giữ nguyên. Hãy xử lý từng chỗ như ghi dưới đây, "
        f"hoặc chọn một bên cho mọi chỗ bằng {command(ref, '--prefer sheet')} hay {command(ref, '--prefer archive')}.",
        en=f"{ref}: {places} changed differently in the sheet and in the archive; each keeps what it says. See to each place as told below, "
        f"or choose a side for all of them: run {command(ref, '--prefer sheet')} or {command(ref, '--prefer archive')}.",
    )


def waiting(ref: str, trouble: SheetsyncError) -> Text:
    """Why what changed in the archive is not in the sheet yet, and what to do about it."""
    return Text(
        vi=f"{trouble.vi} Những thay đổi trong kho lưu trữ chưa vào được bảng tính và vẫn chờ; khi ghi được, hãy chạy {command(ref)}.",
        en=f"{trouble.en} What changed in the archive is not in the sheet yet and waits; once it can be written, run {command(ref)}.",
    )
