"""A workspace in memory, and sheets in it that teams made themselves."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import count

from sheetsync.archives.memory import MemoryArchive
from sheetsync.backends.memory import MemoryBackend
from sheetsync.catalog import builtin
from sheetsync.model.grid import Grid
from sheetsync.ports import WorkbookState
from sheetsync.tasks.adopt import Adopted, Proposal, Sheet, Wishes, adopt, propose
from sheetsync.tasks.ledger import Ledger
from sheetsync.tasks.opening import Opened, open_map
from sheetsync.tasks.parts import Workspace
from sheetsync.tasks.sync import Synced, sync
from tests.tables import grid

REF = "cũ"
GYM = grid(
    "Trang tính1",
    """
    HÀNH TRÌNH KHÁCH HÀNG – PHÒNG TẬP
    Persona: | Chị Mai

    Giai đoạn       | Khách làm gì         | Suy nghĩ            | Điểm chạm   | Còn thiếu     | Ghi chú nội bộ
    1. Nhận biết    | Tìm phòng tập        | Gần không?          | Google Maps | Trang giá     | hỏi lại Lan
    .               | Đọc đánh giá         | Có đáng tin không?  | Facebook
    2. Cân nhắc     | So sánh gói          | Có tập thử không?   | Website     | Buổi tập thử
    3. Chuyển đổi   | Đăng ký              | Trả tiền ở đâu?     | Quầy lễ tân | .             | gấp
    4. Giữ chân     | Tập 3 buổi / - sáng  | Có tiến bộ không?   | App
    5. Trung thành  | Giới thiệu bạn       | Được gì?            | Zalo
    """,
)
"""A team's own map of a gym: labels once a stage, notes beside it."""


def workspace(backend: MemoryBackend | None = None) -> Workspace:
    """A workspace whose clock goes on by a second at each look."""
    seconds, numbers = count(), count(1)

    def moment() -> datetime:
        return datetime(2026, 11, 22, 9, tzinfo=UTC) + timedelta(seconds=next(seconds))

    def dice(size: int) -> bytes:
        return next(numbers).to_bytes(size, "little")

    return Workspace(backend or MemoryBackend(), builtin(), moment, dice, UTC, "Lan", ledger=Ledger(MemoryArchive()))


def put(space: Workspace, *grids: Grid, ref: str = REF) -> WorkbookState:
    """A sheet that people made, standing where the maps stand."""
    assert isinstance(space.backend, MemoryBackend)
    space.backend.put(ref, grids)
    return space.backend.read(ref)


def sheet_at(space: Workspace, ref: str = REF) -> Sheet:
    """The sheet as it stands."""
    return Sheet(space.backend.read(ref), space.backend.kind, ref, is_ours=True)


def proposed(space: Workspace, kind: str = "customer-journey", wishes: Wishes | None = None, *, ref: str = REF) -> tuple[Proposal, ...]:
    """What would become of the sheet."""
    return propose(space, sheet_at(space, ref), space.types.load(kind), wishes or Wishes())


def adopted(space: Workspace, kind: str = "customer-journey", wishes: Wishes | None = None, *, ref: str = REF) -> Adopted:
    """The one map that was made of the sheet."""
    (one,) = adopt(space, proposed(space, kind, wishes, ref=ref))
    return one


def synced(space: Workspace, ref: str) -> Synced:
    """What sync makes of one workbook."""
    return next(iter(sync(space, [ref])))


def act(space: Workspace, ref: str, change: Callable[[Grid], Grid], *, tab: str) -> Opened:
    """Let somebody change one tab of the workbook; what it means then."""
    assert isinstance(space.backend, MemoryBackend)
    grids: Iterable[Grid] = space.backend.read(ref).grids
    space.backend.put(ref, [change(one) if one.title == tab else one for one in grids])
    return open_map(space, ref)
