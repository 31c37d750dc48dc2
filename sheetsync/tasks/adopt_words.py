"""What adopting says: why a map is kept this way or that, why something found no place, and why it is refused."""

from typing import Protocol

from sheetsync.errors import SheetsyncError, UsageError
from sheetsync.model.maptype import MapType
from sheetsync.model.words import Text

NAMELESS = frozenset({"sheet", "trang tính", "trang tinh", "sheet ", "tab", "trang", "table", "bảng", "csv"})
"""Titles of tabs that name nothing, without their numbers."""

PROVED = Text(
    "đọc thử cho ra đúng bản đồ này, và không ô nào của bạn bị dời hay sửa",
    "a trial gave exactly this map, and no cell of yours is moved or changed",
)
WISHED = Text("bạn yêu cầu tạo tệp mới (--beside)", "you asked for a new workbook (--beside)")
TEXT_FILE = Text("tệp văn bản không chứa được nhiều trang và mã ẩn", "a text file can't hold further tabs and hidden ids")
OTHER_KIND = Text(
    "bảng gốc không nằm ở nơi giữ bản đồ nên không thêm gì vào đó được",
    "the sheet is of another kind than the workbooks of this place, so nothing can be added to it",
)
ELSEWHERE = Text(
    "bảng gốc không nằm trong thư mục bản đồ nên các lệnh khác sẽ không thấy; muốn giữ nguyên tệp, hãy chuyển tệp vào đó trước",
    "the sheet does not stand in the folder of the maps, so other commands would not see it; to keep it as it is, move it there first",
)
SEVERAL = Text(
    "bảng gốc có nhiều bản đồ mà mỗi bảng tính chỉ giữ một; muốn chỉ nhận một bản đồ, hãy thêm --table SỐ",
    "the sheet holds several maps, and a workbook keeps one; to adopt one of them only, add --table N",
)
RESUMED = Text(
    "lần chạy trước đã làm xong phần bảng tính; lần này lưu nốt vào kho",
    "an earlier run had made the workbook; this one archived it",
)
OTHER_TAB = Text("ở trang khác của bảng gốc, vẫn còn nguyên ở đó", "on another tab of the sheet it comes from, where it still stands")

_REASONS = {
    "heading": Text("tiêu đề này không ứng với phần nào của bản đồ", "this heading means no part of the map"),
    "stage": Text("tên này không ứng với giai đoạn nào", "this names no stage of the map"),
    "rival": Text("đã có chỗ khác giữ phần này", "another place has this part already"),
    "repeated": Text("lặp lại nội dung đã có", "it repeats what stands elsewhere"),
    "stage-value": Text("giai đoạn đã có nội dung khác cho phần này", "the stage has another text for this part"),
    "outside": Text("nằm ngoài bảng của bản đồ", "it stands outside of the map"),
    "second-map": Text("thuộc một bản đồ khác", "it belongs to another map"),
    "other-tab": OTHER_TAB,
    "formula": Text("công thức chưa có kết quả", "a formula without a result"),
    "choice": Text("không có trong danh sách chọn", "it is none of the choices"),
}


class Left(Protocol):
    """A cell without a place, as adoption tells of it."""

    @property
    def reason(self) -> str:
        """Why it has none."""
        ...

    @property
    def guess(self) -> str:
        """The key of the nearest field or stage."""
        ...

    @property
    def heading(self) -> str:
        """What stands over it."""
        ...


def left_over(one: Left, map_type: MapType) -> Text:
    """Why a cell found no place, with what it may mean."""
    why = _REASONS.get(one.reason, _REASONS["outside"])
    if one.heading:
        line = " ".join(one.heading.split())
        quoted = line if len(line) <= 40 else line[:39] + "…"
        if one.reason == "heading":
            why = Text(f"“{quoted}” không ứng với phần nào của bản đồ", f"“{quoted}” means no part of the map")
        else:
            why = Text(f"{why.vi} (ở “{quoted}”)", f"{why.en} (at “{quoted}”)")
    titles = {item.key: item.title for item in (*map_type.main.fields, *map_type.stage_fields, *map_type.about)}
    titles |= {stage.key: stage.title for stage in map_type.stages}
    if one.guess in titles:
        near = titles[one.guess]
        why = Text(f"{why.vi}; gần nhất là “{near.vi}”", f"{why.en}; nearest is “{near.en}”")
    return why


def cells(count: int) -> Text:
    """So many cells."""
    return Text(f"{count} ô", f"{count} cell{'' if count == 1 else 's'}")


def refused(reason: SheetsyncError) -> Text:
    """A map is made beside a workbook that can't be written."""
    return Text(f"không thêm được vào bảng gốc: {reason.vi}", f"nothing could be added to the sheet: {reason.en}")


def already_a_map(ref: str, title: str) -> UsageError:
    """A workbook of ours needs no adopting."""
    return UsageError(
        en=f"{ref} is a map of sheetsync already (“{title}”); nothing was done. If it is a copy: --as-new makes it a map of its own, "
        "--replace uses it instead of the other one. Otherwise run `sheetsync sync`.",
        vi=f"{ref} đã là bản đồ của sheetsync (“{title}”); chưa làm gì. Nếu đây là bản sao: --as-new tách thành bản đồ riêng, "
        "--replace dùng nó thay bản kia. Nếu không, hãy chạy `sheetsync sync`.",
    )


def not_a_map(ref: str) -> UsageError:
    """Only a copy of a map can stand in for it."""
    return UsageError(
        en=f"{ref} is no map of sheetsync yet, so it can't stand in for one. Leave --replace out and name its type with --type.",
        vi=f"{ref} chưa phải bản đồ của sheetsync nên không thể thay cho bản đồ nào. Hãy bỏ --replace và nêu loại bằng --type.",
    )


def adopted_before(ref: str, title: str, address: str) -> UsageError:
    """A second adoption of the same sheet would make a second map."""
    return UsageError(
        en=f"{ref} was adopted before: its map is “{title}” at {address}. Work on there; to make another map of it all the same, add --as-new.",
        vi=f"{ref} đã được nhận trước đây: bản đồ là “{title}” ở {address}. Hãy làm tiếp ở đó; nếu vẫn muốn thêm một bản đồ nữa, hãy thêm --as-new.",
    )


def no_such_table(ref: str, number: int, count: int) -> UsageError:
    """There are fewer maps in the sheet."""
    return UsageError(
        en=f"{ref} holds {count} map{'' if count == 1 else 's'}, so there is no number {number}. Leave --table out to see them all.",
        vi=f"{ref} có {count} bản đồ, không có số {number}. Hãy bỏ --table để xem tất cả.",
    )


def one_title_for_many(ref: str, count: int) -> UsageError:
    """A title can't name several maps."""
    return UsageError(
        en=f"{ref} holds {count} maps, and --title names one. Add --table N to choose it, or leave --title out.",
        vi=f"{ref} có {count} bản đồ mà --title chỉ đặt tên cho một. Hãy thêm --table SỐ để chọn, hoặc bỏ --title.",
    )
