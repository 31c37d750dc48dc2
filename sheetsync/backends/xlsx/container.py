"""The zip archive around a workbook: read without trust, rebuilt without touching what stays.

The standard ``zipfile`` can't hand out a member's packed bytes, and lossless editing lives on copying exactly those. So the directory is read
here, every figure in it is held against the limits and against the members themselves, and nothing is unpacked before that has passed.
"""

import struct
import zlib
from collections.abc import Mapping
from struct import Struct
from typing import Final, NamedTuple, Never

from sheetsync.errors import NotAWorkbook, WorkbookTooLarge

MIB: Final = 1024 * 1024
MAX_FILE: Final = 50 * MIB
MAX_PARTS: Final = 2_000
MAX_PART: Final = 64 * MIB
MAX_TOTAL: Final = 200 * MIB
MAX_RATIO: Final = 300
"""How far a part may be packed; parts of up to 1 MiB are let off, because small files of equal cells pack very well."""

_END = Struct("<4s4H2LH")
_END64 = Struct("<4sQ2H2L4Q")
_LOCATOR64 = Struct("<4sLQL")
_RECORD = Struct("<4s6H3L5H2L")
_LOCAL = Struct("<4s5H3L2H")
_ENCRYPTED, _DESCRIPTOR, _UTF8 = 0x1, 0x8, 0x800
_STORED, _DEFLATED = 0, 8
_ZIP64 = 1
_FIRST_DAY = 0x21  # the first of January 1980
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


class Member(NamedTuple):
    """One member: its directory record. It stands at ``start``; ``end`` is where the next member begins, header and descriptor included."""

    name: str
    made_by: int
    needs: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: int
    size: int
    internal: int
    external: int
    start: int
    end: int
    raw_name: bytes
    extra: bytes
    comment: bytes


class Container:
    """A zip archive that passed the limits. ``members`` are in the order of the directory, by name."""

    __slots__ = ("data", "members", "ref", "tail")

    def __init__(self, data: bytes, ref: str) -> None:
        """Read the directory of ``data``; ``ref`` is for messages.

        Raises:
            NotAWorkbook: not a zip archive, or a damaged, encrypted or contradictory one.
            WorkbookTooLarge: over the limits on parts, size or ratio.
        """
        self.data = data
        self.ref = ref
        check_file_size(len(data), ref)
        if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            self._refuse_foreign()
        try:
            self.members = self._directory()
        except struct.error:
            self._refuse_damaged()

    def refuse(self, *, en: str, vi: str) -> Never:
        """Raise ``NotAWorkbook`` about this file."""
        raise NotAWorkbook(self.ref, en=en, vi=vi)

    def unpack(self, member: Member) -> bytes:
        """The content of ``member``; the directory's figures are checked again while unpacking.

        Raises:
            NotAWorkbook: the content is damaged, encrypted, or not what the directory says.
        """
        if member.flags & _ENCRYPTED:
            self.refuse(en=f"its part {member.name} is protected by a password", vi=f"thành phần {member.name} được bảo vệ bằng mật khẩu")
        start = self._content(member)
        packed = memoryview(self.data)[start : start + member.packed]
        if member.method == _DEFLATED:
            inflater = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                body = inflater.decompress(packed, member.size + 1)
            except zlib.error:
                self._refuse_part(member.name)
            if not inflater.eof:
                self._refuse_part(member.name)
        elif member.method == _STORED:
            body = bytes(packed)
        else:
            self.refuse(
                en=f"its part {member.name} is packed in a way that workbooks don't use (method {member.method})",
                vi=f"thành phần {member.name} được nén theo cách không dùng cho bảng tính (kiểu {member.method})",
            )
        if len(body) != member.size or zlib.crc32(body) != member.crc:
            self._refuse_part(member.name)
        return body

    def raw(self, member: Member) -> bytes:
        """The packed content of ``member``.

        Raises:
            NotAWorkbook: the member contradicts the directory.
        """
        start = self._content(member)
        return self.data[start : start + member.packed]

    def rebuilt(self, changed: Mapping[str, bytes | None], added: Mapping[str, bytes] | None = None) -> bytes:
        """The archive with the members named in ``changed`` replaced (``None`` drops one) and those of ``added`` behind all others.

        What is in neither is copied byte for byte. Names of ``added`` are ASCII, and new.
        """
        by_place = sorted(self.members.values(), key=lambda member: member.start)
        pieces = [self.data[: by_place[0].start]]
        position = len(pieces[0])
        placed: dict[str, Member] = {}
        for member in by_place:
            self._content(member)
            if member.name not in changed:
                piece, kept = self.data[member.start : member.end], member
            elif (body := changed[member.name]) is None:
                continue
            else:
                piece, kept = _packed(member, body)
            placed[member.name] = kept._replace(start=position)
            pieces.append(piece)
            position += len(piece)
        for name, body in (added or {}).items():
            piece, new = _packed(_new_member(name), body)
            placed[name] = new._replace(start=position)
            pieces.append(piece)
            position += len(piece)
        records = b"".join(_record(placed[name]) for name in (*self.members, *(added or ())) if name in placed)
        end = _END.pack(b"PK\x05\x06", 0, 0, len(placed), len(placed), len(records), position, len(self.tail))
        return b"".join((*pieces, records, end, self.tail))

    def _directory(self) -> dict[str, Member]:
        data = self.data
        at = data.rfind(b"PK\x05\x06", max(0, len(data) - _END.size - 0xFFFF))
        if at < 0:
            self._refuse_damaged()
        _, disk, first_disk, _, count, size, offset, _ = _END.unpack_from(data, at)
        self.tail = data[at + _END.size :]
        if disk or first_disk:
            self._refuse_damaged()
        if 0xFFFF in (count, disk) or 0xFFFFFFFF in (size, offset):
            count, size, offset, at = self._directory64(at)
        if count > MAX_PARTS:
            raise WorkbookTooLarge(
                self.ref,
                en=f"it has {count:,} parts, and {MAX_PARTS:,} are the limit",
                vi=f"tệp có {_vi(count)} thành phần, giới hạn là {_vi(MAX_PARTS)}",
            )
        if offset + size > at:
            self._refuse_damaged()
        return self._records(offset, count, offset + size)

    def _directory64(self, at: int) -> tuple[int, int, int, int]:
        locator, _, at64, _ = _LOCATOR64.unpack_from(self.data, at - _LOCATOR64.size)
        signature, *_, count, size, offset = _END64.unpack_from(self.data, at64)
        if locator != b"PK\x06\x07" or signature != b"PK\x06\x06":
            self._refuse_damaged()
        return count, size, offset, at64

    def _records(self, directory: int, count: int, end: int) -> dict[str, Member]:
        records, at = [], directory
        for _ in range(count):
            record = _RECORD.unpack_from(self.data, at)
            name_end = at + _RECORD.size + record[10]
            extra_end = name_end + record[11]
            texts = self.data[at + _RECORD.size : name_end], self.data[name_end:extra_end], self.data[extra_end : extra_end + record[12]]
            at = extra_end + record[12]
            if record[0] != b"PK\x01\x02" or at > end:
                self._refuse_damaged()
            figures = record[8], record[9], record[16]
            records.append((record, texts, _wide(texts[1], *figures) if 0xFFFFFFFF in figures else figures))
        starts = sorted(start for _, _, (_, _, start) in records)
        ends = dict(zip(starts, [*starts[1:], directory], strict=False))
        if at != end or len(ends) < count:
            self._refuse_damaged()
        members: dict[str, Member] = {}
        seen: set[str] = set()
        for record, texts, (packed, size, start) in records:
            _, made_by, needs, flags, method, time, date, crc, _, _, _, _, _, _, internal, external, _ = record
            name = self._part_name(texts[0], flags)
            if name.lower() in seen:
                self.refuse(en=f"it holds the part {name} twice", vi=f"tệp chứa thành phần {name} hai lần")
            seen.add(name.lower())
            stop = ends[start]
            if start + _LOCAL.size + len(texts[0]) + packed > stop:
                self._refuse_damaged()
            members[name] = Member(name, made_by, needs, flags, method, time, date, crc, packed, size, internal, external, start, stop, *texts)
        self._check_sizes(members)
        return members

    def _part_name(self, raw: bytes, flags: int) -> str:
        try:
            name = raw.decode("ascii" if raw.isascii() else "utf-8" if flags & _UTF8 else "cp437")
        except UnicodeDecodeError:
            self._refuse_damaged()
        if "\\" in name:
            name = name.replace("\\", "/")
        # XlsxWriter, for one, writes some names with a slash before them; they mean the same part.
        name = name.removeprefix("/")
        if ":" in name or "\0" in name or (".." in name and ".." in name.split("/")):
            shown = ascii(name)
            self.refuse(en=f"its part {shown} points outside the file", vi=f"thành phần {shown} trỏ ra ngoài tệp")
        return name

    def _check_sizes(self, members: Mapping[str, Member]) -> None:
        total = 0
        for member in members.values():
            total += member.size
            if member.size <= MIB:
                continue
            if member.size > MAX_PART:
                raise WorkbookTooLarge(
                    self.ref,
                    en=f"its part {member.name} would take {member.size // MIB:,} MiB, and {MAX_PART // MIB} MiB are the limit",
                    vi=f"thành phần {member.name} chiếm {_vi(member.size // MIB)} MiB, giới hạn là {MAX_PART // MIB} MiB",
                )
            if member.size > member.packed * MAX_RATIO:
                raise WorkbookTooLarge(
                    self.ref,
                    en=f"its part {member.name} is packed more than {MAX_RATIO} times, as in a zip bomb",
                    vi=f"thành phần {member.name} được nén hơn {MAX_RATIO} lần, giống một quả bom zip",
                )
        if total > MAX_TOTAL:
            raise WorkbookTooLarge(
                self.ref,
                en=f"unpacked it would take {total // MIB:,} MiB, and {MAX_TOTAL // MIB} MiB are the limit",
                vi=f"khi giải nén tệp chiếm {_vi(total // MIB)} MiB, giới hạn là {MAX_TOTAL // MIB} MiB",
            )

    def _content(self, member: Member) -> int:
        """Where the packed content of ``member`` begins. Its own header must agree with the directory, and its content must end before the next."""
        data = self.data
        signature, _, flags, method, _, _, _, _, _, name_size, extra_size = _LOCAL.unpack_from(data, member.start)
        name_at = member.start + _LOCAL.size
        content: int = name_at + name_size + extra_size
        if signature != b"PK\x03\x04" or content + member.packed > member.end:
            self._refuse_damaged()
        if data[name_at : name_at + name_size] != member.raw_name or method != member.method or (flags ^ member.flags) & _ENCRYPTED:
            self.refuse(
                en=f"its directory and its part {member.name} contradict each other", vi=f"mục lục của tệp và thành phần {member.name} mâu thuẫn nhau"
            )
        return content

    def _refuse_part(self, name: str) -> Never:
        self.refuse(en=f"its part {name} is damaged", vi=f"thành phần {name} bị hỏng")

    def _refuse_damaged(self) -> Never:
        self.refuse(en="the file is cut off or damaged", vi="tệp bị cắt cụt hoặc bị hỏng")

    def _refuse_foreign(self) -> Never:
        data = self.data
        head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        if not data:
            self.refuse(en="the file is empty", vi="tệp rỗng")
        if data.startswith(_OLE):
            if "EncryptedPackage".encode("utf-16-le") in data:
                self.refuse(en="it is protected by a password", vi="tệp được bảo vệ bằng mật khẩu")
            self.refuse(en="it is in the old .xls format", vi="tệp ở định dạng .xls cũ")
        if head.startswith((b"<!doctype html", b"<html")):
            self.refuse(en="it is a web page (HTML)", vi="tệp là một trang web (HTML)")
        if head.startswith(b"<?xml"):
            self.refuse(en="it is a bare XML file", vi="tệp là một tệp XML đơn thuần")
        self.refuse(en="it is not a zip archive, as every .xlsx file is", vi="tệp không phải tệp nén zip như mọi tệp .xlsx")


def check_file_size(size: int, ref: str) -> None:
    """Refuse a file that is too large to be taken in at all.

    Raises:
        WorkbookTooLarge: over ``MAX_FILE``.
    """
    if size > MAX_FILE:
        raise WorkbookTooLarge(
            ref,
            en=f"the file has {size // MIB:,} MiB, and {MAX_FILE // MIB} MiB are the limit",
            vi=f"tệp nặng {_vi(size // MIB)} MiB, giới hạn là {MAX_FILE // MIB} MiB",
        )


def _vi(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _fields(extra: bytes) -> list[tuple[int, bytes]]:
    fields, at = [], 0
    while at + 4 <= len(extra):
        kind, size = int.from_bytes(extra[at : at + 2], "little"), int.from_bytes(extra[at + 2 : at + 4], "little")
        fields.append((kind, extra[at : at + 4 + size]))
        at += 4 + size
    return fields


def _wide(extra: bytes, packed: int, size: int, start: int) -> tuple[int, int, int]:
    """The 64-bit figures of a record: those that are all ones in the record stand in the extra field, in this order: size, packed, start."""
    wide = next((field[4:] for kind, field in _fields(extra) if kind == _ZIP64), b"")
    numbers = iter([int.from_bytes(wide[at : at + 8], "little") for at in range(0, len(wide) - 7, 8)])
    size = next(numbers, size) if size == 0xFFFFFFFF else size
    packed = next(numbers, packed) if packed == 0xFFFFFFFF else packed
    start = next(numbers, start) if start == 0xFFFFFFFF else start
    return packed, size, start


def _new_member(name: str) -> Member:
    """A record for a new member: nothing here knows the time, so it is as old as archives can say."""
    return Member(name, 20, 20, 0, _DEFLATED, 0, _FIRST_DAY, 0, 0, 0, 0, 0, 0, 0, name.encode("ascii"), b"", b"")


def _packed(member: Member, body: bytes) -> tuple[bytes, Member]:
    """``member`` with a new content, as the bytes of its place in the file and as its record."""
    deflater = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    content = deflater.compress(body) + deflater.flush()
    renewed = member._replace(
        flags=member.flags & ~_DESCRIPTOR, method=_DEFLATED, needs=max(member.needs, 20), crc=zlib.crc32(body), packed=len(content), size=len(body)
    )
    head = _LOCAL.pack(
        b"PK\x03\x04",
        renewed.needs,
        renewed.flags,
        renewed.method,
        renewed.time,
        renewed.date,
        renewed.crc,
        renewed.packed,
        renewed.size,
        len(renewed.raw_name),
        0,
    )
    return head + renewed.raw_name + content, renewed


def _record(member: Member) -> bytes:
    extra = b"".join(field for kind, field in _fields(member.extra) if kind != _ZIP64) if member.extra else b""
    head = _RECORD.pack(
        b"PK\x01\x02",
        member.made_by,
        member.needs,
        member.flags,
        member.method,
        member.time,
        member.date,
        member.crc,
        member.packed,
        member.size,
        len(member.raw_name),
        len(extra),
        len(member.comment),
        0,
        member.internal,
        member.external,
        member.start,
    )
    return head + member.raw_name + extra + member.comment
