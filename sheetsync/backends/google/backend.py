"""A folder in Google Drive as a backend: its Google Sheets, shared with the people who fill them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, ClassVar, Final

from sheetsync.backends.google import folder
from sheetsync.backends.google.access import FIELDS as FIELDS_OF_ACCESS
from sheetsync.backends.google.access import access_of
from sheetsync.backends.google.address import PREFIX, folder_ref, workbook_id, workbook_ref
from sheetsync.backends.google.edits import Puts, plan, requests
from sheetsync.backends.google.reader import (
    FIELDS,
    FIELDS_TO_ATTACH,
    FIELDS_TO_ATTACH_WITHOUT_THREADS,
    FIELDS_WITHOUT_THREADS,
    Book,
    read_book,
)
from sheetsync.backends.google.refusals import Refusal, kind_of, not_shared, told_of, translated, write_refused
from sheetsync.backends.google.repair import is_as_meant, repairs
from sheetsync.backends.google.threads import drive_talk, post
from sheetsync.backends.google.values import LONGEST_TEXT, Json, check_length, place
from sheetsync.errors import AccessDenied, ChangedElsewhere, ServiceUnavailable, SheetsyncError, UsageError, WorkbookNotFound
from sheetsync.model.grid import CellEdit, CellRef, Lane
from sheetsync.model.thread import Posting
from sheetsync.model.words import Text
from sheetsync.ports import Access, Backend, Check, News, Role, WorkbookState

if TYPE_CHECKING:
    from sheetsync.backends.google.attach import Attachment
    from sheetsync.backends.google.client import GoogleClient
    from sheetsync.model.design import WorkbookDesign

MADE_BY: Final = "sheetsync"
"""The private property of a file that says which call of ours made it."""


class GoogleBackend(Backend):
    """The Google Sheets in a Drive folder and below it; a ref is the link that a browser opens."""

    kind: ClassVar[str] = "google"
    calculates: ClassVar[bool] = True
    shares: ClassVar[bool] = True
    converses: ClassVar[bool] = True
    longest_text: ClassVar[int] = LONGEST_TEXT

    def __init__(
        self,
        connect: "Callable[[], GoogleClient]",
        folder: str,
        *,
        zone: str,
        random: Callable[[int], bytes],
        alone: "Mapping[str, Callable[[], GoogleClient]] | None" = None,
    ) -> None:
        """Serve the folder (or shared drive) of that id.

        ``connect`` is called once, when Google is first asked for something; its errors come from whatever was asked. ``zone`` is the time zone
        (IANA) of new workbooks; ``random`` gives so many random bytes. ``alone`` connects as one of several accounts, by the name of its credentials.
        """
        self._connect = connect
        self._connected: GoogleClient | None = None
        self._folder = folder
        self._zone = zone
        self._random = random
        self._alone = alone or {}

    @property
    def _client(self) -> "GoogleClient":
        if self._connected is None:
            self._connected = self._connect()
        return self._connected

    def close(self) -> None:
        if self._connected is not None:
            self._connected.close()

    def list(self) -> tuple[str, ...]:
        with self._folder_refusals():
            return tuple(sorted(map(workbook_ref, folder.look(self._client, self._folder).files)))

    def news(self, cursor: str | None) -> News:
        with self._folder_refusals():
            standing = folder.news(self._client, self._folder, cursor)
        return News({workbook_ref(file_id): standing.files[file_id] for file_id in sorted(standing.files)}, standing.cursor)

    def locate(self, word: str) -> str | None:
        file_id = workbook_id(word)
        if file_id is None and (word.startswith(("https://", "http://", PREFIX)) or word.lower().endswith(".xlsx")):
            raise UsageError(
                en=f"{word} is not the link of a Google Sheets file. Open the map in the browser and copy the whole address.",
                vi=f"{word} không phải đường liên kết của một Google Trang tính. Hãy mở bản đồ trong trình duyệt rồi chép nguyên địa chỉ.",
            )
        return workbook_ref(file_id) if file_id else None

    def read(self, ref: str) -> WorkbookState:
        return self._read(ref).state

    def create(self, design: "WorkbookDesign") -> WorkbookState:
        # Imported here because most runs make no workbook.
        from sheetsync.backends.google.layout import layout  # noqa: PLC0415

        title = " ".join("".join(letter if letter.isprintable() else " " for letter in design.title).split())
        if not title:
            raise UsageError(en="The title is empty. Give the map a title.", vi="Tiêu đề đang trống. Hãy đặt tên cho bản đồ.")
        _check_texts(design, title)
        tasks = layout(design, self._zone)
        titles = [tab.title for tab in design.tabs]
        ref = workbook_ref(self._new_file(title))
        try:
            made = self._sent(ref, tasks, lambda book: [sheet.grid.title for sheet in book.sheets] != titles, with_threads=False)
            return made.state._replace(threads=())
        except BaseException as failure:
            with suppress(Refusal):
                self._client.update_file(_id(ref), {"trashed": True})
            if isinstance(failure, Refusal):
                raise translated(ref, failure) from failure
            raise

    def write(self, ref: str, edits: Sequence[CellEdit], *, if_revision: str) -> WorkbookState:
        before = self._read(ref)
        if before.revision != if_revision:
            raise ChangedElsewhere(ref)
        puts = plan(before, edits)
        if not puts:
            return before.state
        try:
            after = self._sent(ref, requests(before, puts), lambda book: book.revision == if_revision, with_threads=before.threads is not None)
        except Refusal as refusal:
            raise write_refused(ref, refusal) from refusal
        if is_as_meant(before, puts, after):
            return after.state
        self._repair(before, puts, after)
        raise ChangedElsewhere(ref)

    def attach(self, ref: str, design: "WorkbookDesign", edits: Sequence[CellEdit], *, hide: Sequence[Lane] = (), if_revision: str) -> WorkbookState:
        # Imported here because most runs add no tabs.
        from sheetsync.backends.google.attach import attachment  # noqa: PLC0415

        answer, with_threads = self._answer(ref, FIELDS_TO_ATTACH, FIELDS_TO_ATTACH_WITHOUT_THREADS)
        before = read_book(answer, ref, with_threads=with_threads)
        if before.revision != if_revision:
            raise ChangedElsewhere(ref)
        _check_texts(design, ref)
        attached = attachment(before, answer, design, edits, hide, self._random)
        if not attached.requests:
            return before.state
        try:
            after = self._sent(ref, attached.requests, lambda book: book.revision == if_revision, with_threads=before.threads is not None)
        except Refusal as refusal:
            if kind_of(refusal) == "odd" and self._read(ref).revision != if_revision:  # a tab or line went away, or one of our titles is taken now
                raise ChangedElsewhere(ref) from refusal
            raise write_refused(ref, refusal) from refusal
        if attached.is_done(after):
            return after.state
        self._undo(attached, after)
        raise ChangedElsewhere(ref)

    def share(self, ref: str, email: str, role: Role) -> None:
        try:
            self._client.permit(_id(ref), email, role)
        except Refusal as refusal:
            raise not_shared(ref, email, refusal) from refusal

    def link(self, state: WorkbookState, cell: CellRef | None = None) -> str:
        number = next((grid.number for grid in state.grids if cell is not None and grid.title == cell.tab), None)
        return state.ref if cell is None or number is None else f"{state.ref}#{place(cell, number)}"

    def access(self, ref: str) -> Access:
        try:
            return access_of(self._client.permissions(_id(ref), fields=FIELDS_OF_ACCESS))
        except Refusal as refusal:
            raise translated(ref, refusal) from refusal

    def threads(self, state: WorkbookState) -> WorkbookState:
        return state if state.threads is not None else state._replace(threads=drive_talk(self._client, state))

    def post(self, state: WorkbookState, postings: Sequence[Posting]) -> tuple[str, ...]:
        return post(self._client, state, postings)

    def examine(self) -> Sequence[Check]:
        # Imported here because only `sheetsync doctor` asks.
        from sheetsync.backends.google.examine import examine  # noqa: PLC0415

        try:
            client = self._client
        except SheetsyncError as missing:
            return [check for name, connect in self._alone.items() for check in self._examined_alone(name, connect)] or [_no_way_in(missing)]
        return examine(client, self._folder)

    def _examined_alone(self, name: str, connect: "Callable[[], GoogleClient]") -> Sequence[Check]:
        """What is to be said of one of several accounts; ``name`` is that of its file, for want of a better one."""
        from sheetsync.backends.google.examine import examine  # noqa: PLC0415

        try:
            with connect() as client:
                account = client.accounts[0]
                return [check._replace(account=account.name or account.project or name) for check in examine(client, self._folder)]
        except SheetsyncError as missing:
            return [_no_way_in(missing)._replace(account=name)]

    def _read(self, ref: str) -> Book:
        """The workbook with its comment threads; without them where Google refuses to show them, which takes a second call."""
        answer, with_threads = self._answer(ref, FIELDS, FIELDS_WITHOUT_THREADS)
        return read_book(answer, ref, with_threads=with_threads)

    def _answer(self, ref: str, fields: str, without_threads: str) -> tuple[Json, bool]:
        """What Google says of ``fields``, or ``without_threads``, and whether threads are among it."""
        file_id = _id(ref)
        try:
            try:
                return self._client.spreadsheet(file_id, fields=fields, comments=True), True
            except Refusal as refusal:
                if kind_of(refusal) not in {"denied", "odd"}:
                    raise
                return self._client.spreadsheet(file_id, fields=without_threads), False
        except Refusal as refusal:
            raise translated(ref, refusal) from refusal

    @contextmanager
    def _folder_refusals(self) -> Iterator[None]:
        """Refusals of Google about the folder, as errors of ours.

        Raises:
            AccessDenied: it is not there, or not for us.
            ServiceError: any other reason.
        """
        ref = folder_ref(self._folder)
        try:
            yield
        except Refusal as refusal:
            error = translated(ref, refusal)
            if isinstance(error, WorkbookNotFound):
                told = told_of(refusal)
                error = AccessDenied(ref, en=f"{told.said.en} {told.fix.en}", vi=f"{told.said.vi} {told.fix.vi}")
            raise error from refusal

    def _new_file(self, title: str) -> str:
        """The id of a new, empty spreadsheet. Where nobody knows whether it was made, its private property tells.

        Raises:
            WriteDenied: nothing can be made in the folder.
            ServiceUnavailable: nobody knows, and it can't be found.
        """
        ref, mark = folder_ref(self._folder), self._random(12).hex()
        try:
            return self._client.create_file(title, parents=[self._folder], app_properties={MADE_BY: mark})
        except Refusal as refusal:
            if not refusal.doubtful:
                raise write_refused(ref, refusal, is_folder=True) from refusal
        try:
            query = f"appProperties has {{ key='{MADE_BY}' and value='{mark}' }} and trashed = false"
            found = next((str(file["id"]) for file in self._client.files(query, fields="id")), None)
        except Refusal as refusal:
            raise _lost(title, ref) from refusal
        if found is None:
            raise _lost(title, ref)
        return found

    def _sent(self, ref: str, tasks: Sequence[Json], is_untouched: Callable[[Book], bool], *, with_threads: bool) -> Book:
        """The workbook after the requests ``tasks``, which are done all or none; ``with_threads`` where Google shows them.

        Where the answer is lost, the workbook is read to see whether they were; where it is untouched, they are sent once more.

        Raises:
            Refusal: Google refuses.
            SheetsyncError: the workbook can't be read any more.
        """
        body: Json = {"requests": list(tasks), "includeSpreadsheetInResponse": True, "responseIncludeGridData": True}
        if with_threads:
            body["commentsViewMode"] = "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS"
        fields = f"updatedSpreadsheet({FIELDS if with_threads else FIELDS_WITHOUT_THREADS})"
        try:
            answer = self._client.batch_update(_id(ref), body, fields=fields)
        except Refusal as refusal:
            if not refusal.doubtful:
                raise
            after = self._read(ref)
            if not is_untouched(after):
                return after
            answer = self._client.batch_update(_id(ref), body, fields=fields)
        return read_book(answer["updatedSpreadsheet"], ref, with_threads=with_threads)

    def _repair(self, before: Book, puts: Puts, after: Book) -> None:
        """Put back what ``puts`` covered by accident. Repeating it does no harm, so a lost answer is no reason to stop.

        Raises:
            SheetsyncError: Google refuses, or can't be reached.
        """
        wrong = repairs(before, puts, after)
        if not wrong:
            return
        body: Json = {"requests": requests(after, wrong)}
        for last in (False, True):
            try:
                self._client.batch_update(_id(before.ref), body, fields="spreadsheetId")
            except Refusal as refusal:
                if last or not refusal.doubtful:
                    raise translated(before.ref, refusal) from refusal
            else:
                return

    def _undo(self, attached: "Attachment", after: Book) -> None:
        """Take away again what was added to a spreadsheet that somebody else changed in that very second.

        Raises:
            SheetsyncError: Google refuses, or can't be reached.
        """
        ref = after.ref
        for last in (False, True):
            if not (tasks := attached.undoing(after)):
                return
            try:
                self._client.batch_update(_id(ref), {"requests": tasks}, fields="spreadsheetId")
            except Refusal as refusal:
                if last or not refusal.doubtful:
                    raise translated(ref, refusal) from refusal
                after = self._read(ref)
            else:
                return


def _check_texts(design: "WorkbookDesign", ref: str) -> None:
    """Refuse a design with a text that no cell holds.

    Raises:
        TextTooLong: it has one.
    """
    for tab in design.tabs:
        for (row, column), cell in tab.cells.items():
            check_length(cell.value, CellRef(tab.title, row, column), ref)


def _id(ref: str) -> str:
    """The id in an address of ours.

    Raises:
        WorkbookNotFound: it is no address of a spreadsheet.
    """
    file_id = workbook_id(ref)
    if file_id is None:
        raise WorkbookNotFound(ref)
    return file_id


def _no_way_in(missing: SheetsyncError) -> Check:
    said = Text(vi="Chưa đăng nhập được vào Google.", en="There is no way to sign in to Google yet.")
    return Check("sign-in", "failed", said, Text(vi=missing.vi, en=missing.en))


def _lost(title: str, ref: str) -> ServiceUnavailable:
    return ServiceUnavailable(
        en=f"Google did not say whether “{title}” was made, and it can't be found. "
        f"If an empty “{title}” shows up in {ref}, delete it; then run again.",
        vi=f"Google không cho biết “{title}” đã được tạo hay chưa và không tìm thấy tệp. "
        f"Nếu một “{title}” trống hiện ra ở {ref}, hãy xóa nó rồi chạy lại.",
    )
