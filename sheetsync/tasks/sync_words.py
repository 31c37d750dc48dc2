"""What sync says to people when it stops or needs them."""

from collections.abc import Sequence

from sheetsync.history.sweep import Sweep
from sheetsync.model.journey import FieldRef
from sheetsync.model.words import Text
from sheetsync.tasks.opening import Opened


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
        vi=f"{ref} giống hệt một phiên bản cũ: có lẽ ai đó đã lưu đè bản cũ. Nếu đúng là muốn vậy, hãy chạy lại với `--prefer sheet`.",
        en=f"{ref} says exactly what an older version said: probably an old copy was saved back. If it is meant, run again with `--prefer sheet`.",
    )


def much_gone(opened: Opened, gone: Sequence[Sweep]) -> Text:
    """Why a sheet from which much vanished is left alone; or an archive."""
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
    return Text(
        vi=f"{ref}: quá nhiều nội dung biến mất so với lần trước ({parts('vi')}). Nếu đã xóa có chủ ý, hãy chạy lại với `--accept-deletions`.",
        en=f"{ref}: a lot is gone since last time ({parts('en')}). If it was deleted on purpose, run again with `--accept-deletions`.",
    )


def no_place(opened: Opened, unplaced: Sequence[FieldRef]) -> Text:
    """Why the archive's news can't be written into a sheet: it has no column (or row) for a field, or a formula stands there."""
    map_type = opened.map_type

    def told(language: str) -> str:
        named: dict[str, None] = {}
        for ref in unplaced:
            fields = map_type.fields_of(ref.tab, of_stage=ref.stage is not None and ref.step is None) if map_type else ()
            named[next((field.title.of(language) for field in fields if field.key == ref.field), ref.field or ref.step or ref.stage or "")] = None
        return ", ".join(f"“{name}”" for name in named)

    ref = opened.state.ref
    return Text(
        vi=f"{ref}: kho lưu trữ có nội dung mới cho {told('vi')}, nhưng bảng tính không còn chỗ cho mục đó hoặc ô đang chứa công thức. "
        "Hãy khôi phục cột hoặc hàng đó (hay thay công thức bằng nội dung) rồi chạy lại.",
        en=f"{ref}: the archive has news for {told('en')}, and the sheet has no place for it, or a formula stands there. "
        "Bring back that column or row (or put its text in place of the formula), and run again.",
    )


def unproved(ref: str) -> Text:
    """Why a sheet is not written although it can be: reading it back would not give what it is to say."""
    return Text(
        vi=f"{ref}: sheetsync không chứng minh được rằng ghi vào bảng tính sẽ đúng ý nên chưa ghi gì. Hãy chạy `sheetsync validate` và sửa lỗi "
        "được nêu, hoặc chạy lại với `--prefer sheet` nếu bảng tính đúng.",
        en=f"{ref}: it can't be proved that writing the archive's news into this sheet would come out right, so nothing was written. "
        "Run `sheetsync validate` and mend what it names, or run again with `--prefer sheet` if the sheet is right.",
    )


def to_settle(ref: str, count: int) -> Text:
    """What people are to do about conflicts."""
    places = "1 place was" if count == 1 else f"{count} places were"
    return Text(
        vi=f"{ref}: {count} chỗ được sửa khác nhau ở bảng tính và kho lưu trữ; cả hai nội dung đều được giữ. Hãy sửa lại trong bảng tính cho đúng, "
        "hoặc chạy lại với `--prefer sheet` hay `--prefer archive`.",
        en=f"{ref}: {places} changed differently in the sheet and in the archive; both texts are kept. Put the right text into the sheet, "
        "or run again with `--prefer sheet` or `--prefer archive`.",
    )
