"""Files that are no workbooks, or wish us ill: each ends in a refusal that names what is wrong, or in a report, fast and small."""

import hashlib
import io
import json
import os
import struct
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.backends.xlsx.backend import XlsxBackend
from sheetsync.backends.xlsx.reader import read_grids
from sheetsync.errors import WorkbookError
from sheetsync.model.grid import CellEdit, CellRef
from tests.backends.packages import DECLARATION, MAIN, OFFICE, RELATIONS, SHEET, Parts, packed, parts, relations, shared, sheet, wide

ROOT = Path(__file__).parents[2]
MIB = 1024 * 1024
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


def with_part(name: str, body: str | bytes, **more: str) -> bytes:
    return packed({**parts(ROW, **more), name: body})


def entity(declaration: str, use: str) -> bytes:
    return with_part(SHEET, f'<!DOCTYPE worksheet [{declaration}]><worksheet xmlns="{MAIN}"><sheetData>{use}</sheetData></worksheet>')


def laughs() -> bytes:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return entity(f'<!ENTITY l0 "ha">{lines}', '<row><c t="str"><v>&l9;</v></c></row>')


def twice() -> bytes:
    data = packed({**parts(ROW), "xl/worksheets/sheet9.xml": sheet(ROW)})
    return data.replace(b"xl/worksheets/sheet9.xml", b"xl/worksheets/Sheet1.xml")


def renamed(name: str) -> bytes:
    return packed({**parts(ROW), "x" * len(name): "evil"}).replace(b"x" * len(name), name.encode())


def bit_flipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, body in parts(ROW).items():
            archive.writestr(name, body)
    return file.getvalue().replace(b"<v>1</v>", b"<v>9</v>")


def lying(field: int, value: int) -> bytes:
    """A figure of the worksheet's directory record overwritten: 16 its checksum, 20 its packed and 24 its unpacked size, 42 its place."""
    data = bytearray(packed(parts(ROW)))
    at = data.rfind(SHEET.encode()) - 46
    data[at + field : at + field + 4] = struct.pack("<L", value)
    return bytes(data)


def ole(*streams: str) -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + b"".join(name.encode("utf-16-le") for name in streams) + bytes(512)


def locked_member() -> bytes:
    data = bytearray(packed(parts(ROW)))
    data[data.find(SHEET.encode()) - 24] |= 1
    data[data.rfind(SHEET.encode()) - 38] |= 1
    return bytes(data)


def open_document() -> bytes:
    return packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})


def word() -> bytes:
    members = parts()
    members["xl/workbook.xml"] = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    return packed(members)


def without(name: str) -> bytes:
    members = parts(ROW)
    del members[name]
    return packed(members)


def evil_target(target: str) -> bytes:
    return with_part("xl/_rels/workbook.xml.rels", relations(("rId1", "worksheet", target)))


def shared_part() -> bytes:
    tabs = "".join(f'<sheet name="T{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 900))
    return with_part("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{tabs}</sheets></workbook>')


def in_utf16(name: str) -> bytes:
    members = parts(ROW)
    body = str(members[name]).replace("UTF-8", "UTF-16").encode("utf-16")
    return packed({**members, name: body})


def overlapping() -> bytes:
    """Two directory records that unpack the same bytes, as the densest zip bombs do."""
    data = packed({**parts(ROW), "xl/copy.xml": sheet(ROW)})
    at, other = data.rfind(SHEET.encode()) - 46, data.rfind(b"xl/copy.xml") - 46
    patched = bytearray(data)
    patched[other + 42 : other + 46] = data[at + 42 : at + 46]
    return bytes(patched)


def zeros(name: str, size: int, *, told: int | None = None, level: int = 1) -> bytes:
    """An archive whose part ``name`` is ``size`` zero bytes; ``told`` is the size its records claim."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for other, body in parts(ROW).items():
            if other != name:
                archive.writestr(other, body)
        with archive.open(name, "w") as part:
            for _ in range(size // MIB):
                part.write(bytes(MIB))
    data = bytearray(file.getvalue())
    if told is not None:
        at = data.rfind(name.encode()) - 46
        data[at + 24 : at + 28] = struct.pack("<L", told)
    return bytes(data)


def many_parts() -> bytes:
    return packed({**parts(ROW), **{f"xl/media/{n}.png": b"" for n in range(2_001)}})


def patched_head(local: int, record: int | None, method: int) -> bytes:
    """The packing method of the worksheet overwritten, in its own header and, if asked for, in the directory."""
    data = bytearray(packed(parts(ROW)))
    data[data.find(SHEET.encode()) - 30 + local] = method
    if record is not None:
        data[data.rfind(SHEET.encode()) - 46 + record] = method
    return bytes(data)


def many_large_parts() -> bytes:
    data = bytearray(packed({**parts(ROW), **{f"xl/media/{n}.png": noisy(1_000_000) for n in range(4)}}))
    for number in range(4):
        at = data.rfind(f"xl/media/{number}.png".encode()) - 46
        data[at + 24 : at + 28] = struct.pack("<L", 60 * MIB)
    return bytes(data)


def row_of_100(row: int, number: int) -> str:
    return f'<row r="{row}">' + f"<c><v>{number}</v></c>" * 100 + "</row>"


REFUSED: dict[str, tuple[Callable[[], bytes], str, str, str]] = {
    "empty": (bytes, "not-a-workbook", "the file is empty", "tệp rỗng"),
    "noise": (lambda: bytes(range(256)) * 9, "not-a-workbook", "not a zip archive", "không phải tệp nén zip"),
    "html": (lambda: b"\xef\xbb\xbf <!DOCTYPE HTML><html>", "not-a-workbook", "a web page (HTML)", "một trang web (HTML)"),
    "bare xml": (lambda: b'<?xml version="1.0"?><Workbook/>', "not-a-workbook", "a bare XML file", "tệp XML đơn thuần"),
    "csv": ("Giai đoạn,Hành động".encode, "not-a-workbook", "not a zip archive", "không phải tệp nén zip"),
    "truncated": (lambda: packed(parts(ROW))[:-40], "not-a-workbook", "cut off or damaged", "bị cắt cụt hoặc bị hỏng"),
    "half": (lambda: packed(parts(ROW))[:900], "not-a-workbook", "cut off or damaged", "bị cắt cụt hoặc bị hỏng"),
    "head cut": (lambda: b"PK\x03\x04" + packed(parts(ROW))[300:], "not-a-workbook", "cut off or damaged", "bị cắt cụt hoặc bị hỏng"),
    "empty zip": (lambda: packed({}), "not-a-workbook", "without a workbook in it", "không chứa bảng tính nào"),
    "other zip": (lambda: packed({"readme.txt": "hello"}), "not-a-workbook", "without a workbook in it", "không chứa bảng tính nào"),
    "ods": (open_document, "not-a-workbook", "an OpenDocument file (.ods)", "tài liệu OpenDocument (.ods)"),
    "docx": (word, "not-a-workbook", "a Word document", "tài liệu Word"),
    "xls": (lambda: ole("Workbook"), "not-a-workbook", "the old .xls format", "định dạng .xls cũ"),
    "password": (lambda: ole("EncryptionInfo", "EncryptedPackage"), "not-a-workbook", "protected by a password", "bảo vệ bằng mật khẩu"),
    "locked member": (locked_member, "not-a-workbook", "protected by a password", "bảo vệ bằng mật khẩu"),
    "xlsb": (
        lambda: with_part("_rels/.rels", relations(("rId1", "officeDocument", "xl/workbook.bin"))),
        "not-a-workbook",
        "the binary .xlsb format",
        "định dạng nhị phân .xlsb",
    ),
    "no main part": (lambda: without("xl/workbook.xml"), "not-a-workbook", "names no workbook part", "không có thành phần workbook"),
    "no worksheet": (lambda: without(SHEET), "not-a-workbook", "“Tab” leads nowhere", "“Tab” không dẫn tới đâu cả"),
    "no shared texts": (
        lambda: packed({k: v for k, v in parts('<row r="1"><c r="A1" t="s"><v>0</v></c></row>').items() if "shared" not in k}),
        "not-a-workbook",
        "its part xl/sharedStrings.xml is missing",
        "thiếu thành phần xl/sharedStrings.xml",
    ),
    "bit flip": (bit_flipped, "not-a-workbook", "sheet1.xml is damaged", "sheet1.xml bị hỏng"),
    "wrong checksum": (lambda: lying(16, 1), "not-a-workbook", "sheet1.xml is damaged", "sheet1.xml bị hỏng"),
    "size too small": (lambda: lying(24, 10), "not-a-workbook", "sheet1.xml is damaged", "sheet1.xml bị hỏng"),
    "size too large": (lambda: lying(24, 5_000), "not-a-workbook", "sheet1.xml is damaged", "sheet1.xml bị hỏng"),
    "packed size too small": (lambda: lying(20, 10), "not-a-workbook", "sheet1.xml is damaged", "sheet1.xml bị hỏng"),
    "packed size too large": (lambda: lying(20, 500_000), "not-a-workbook", "cut off or damaged", "bị cắt cụt hoặc bị hỏng"),
    "wrong place": (lambda: lying(42, 0), "not-a-workbook", "cut off or damaged", "bị cắt cụt hoặc bị hỏng"),
    "place outside": (lambda: lying(42, 0x7FFFFFFF), "not-a-workbook", "cut off or damaged", "bị cắt cụt hoặc bị hỏng"),
    "overlapping": (overlapping, "not-a-workbook", "cut off or damaged", "bị cắt cụt hoặc bị hỏng"),
    "rare packing": (lambda: patched_head(8, 10, 12), "not-a-workbook", "packed in a way that workbooks don't use", "không dùng cho bảng tính"),
    "two faces": (lambda: patched_head(8, None, 0), "not-a-workbook", "and its part xl/worksheets/sheet1.xml contradict", "mâu thuẫn nhau"),
    "several disks": (lambda: packed(parts(ROW)).replace(b"PK\x05\x06\0\0", b"PK\x05\x06\1\0"), "not-a-workbook", "cut off or damaged", "bị hỏng"),
    "name of no language": (
        lambda: packed({**parts(ROW), "xl/ờ.xml": "x"}).replace("ờ".encode(), b"\xff\xff\xff"),
        "not-a-workbook",
        "cut off or damaged",
        "bị cắt cụt hoặc bị hỏng",
    ),
    "half wide": (lambda: wide(packed(parts(ROW))).replace(b"PK\x06\x07", b"PK\x06\x08"), "not-a-workbook", "cut off or damaged", "bị hỏng"),
    "many large parts": (
        many_large_parts,
        "too-large",
        "unpacked it would take 240 MiB, and 200 MiB are the limit",
        "chiếm 240 MiB, giới hạn là 200 MiB",
    ),
    "doubled member": (twice, "not-a-workbook", "holds the part xl/worksheets/Sheet1.xml twice", "chứa thành phần xl/worksheets/Sheet1.xml hai lần"),
    "climbing member": (lambda: renamed("../../evil.xml"), "not-a-workbook", "'../../evil.xml' points outside the file", "trỏ ra ngoài tệp"),
    "doubled by a slash": (lambda: renamed(f"/{SHEET}"), "not-a-workbook", f"holds the part {SHEET} twice", f"chứa thành phần {SHEET} hai lần"),
    "drive member": (lambda: renamed("C:/evil.xml"), "not-a-workbook", "'C:/evil.xml' points outside the file", "trỏ ra ngoài tệp"),
    "climbing target": (
        lambda: evil_target("../../../etc/passwd"),
        "not-a-workbook",
        "a link between its parts points outside",
        "liên kết trỏ ra ngoài tệp",
    ),
    "hidden climb": (
        lambda: evil_target("%2e%2e/..%2f../x"),
        "not-a-workbook",
        "a link between its parts points outside",
        "liên kết trỏ ra ngoài tệp",
    ),
    "one part, 900 tabs": (shared_part, "not-a-workbook", "two of its tabs share one part", "hai trang tính dùng chung một thành phần"),
    "laughs": (laughs, "not-a-workbook", "declares a document type with entities", "kiểu tài liệu có thực thể (DTD)"),
    "quadratic": (lambda: entity(f'<!ENTITY a "{"x" * 50_000}">', "&a;" * 5_000), "not-a-workbook", "declares a document type", "(DTD)"),
    "outside entity": (lambda: entity('<!ENTITY e SYSTEM "file:///etc/passwd">', "&e;"), "not-a-workbook", "declares a document type", "(DTD)"),
    "entity in texts": (
        lambda: packed(parts('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', texts=f'<!DOCTYPE sst [<!ENTITY a "x">]><sst xmlns="{MAIN}"/>')),
        "not-a-workbook",
        "declares a document type",
        "(DTD)",
    ),
    "entity in relations": (
        lambda: with_part("_rels/.rels", f'<!DOCTYPE Relationships><Relationships xmlns="{RELATIONS}"/>'),
        "not-a-workbook",
        "declares a document type",
        "(DTD)",
    ),
    "utf-16 sheet": (lambda: in_utf16(SHEET), "not-a-workbook", "sheet1.xml is not in UTF-8", "sheet1.xml không dùng mã UTF-8"),
    "utf-16 workbook": (lambda: in_utf16("xl/workbook.xml"), "not-a-workbook", "workbook.xml is not in UTF-8", "không dùng mã UTF-8"),
    "latin-1": (
        lambda: with_part(SHEET, f'<?xml version="1.0" encoding="ISO-8859-1"?><worksheet xmlns="{MAIN}"/>'),
        "not-a-workbook",
        "not in UTF-8",
        "UTF-8",
    ),
    "bad utf-8": (
        lambda: with_part(SHEET, sheet(ROW).encode().replace(b"<v>1", b"<v>\xff")),
        "not-a-workbook",
        "no well-formed XML",
        "không phải XML hợp lệ",
    ),
    "unclosed": (lambda: with_part(SHEET, sheet(ROW)[:-15]), "not-a-workbook", "no well-formed XML (line 2)", "không phải XML hợp lệ (dòng 2)"),
    "no xml": (lambda: with_part(SHEET, "hello"), "not-a-workbook", "no well-formed XML", "không phải XML hợp lệ"),
    "foreign sheet": (lambda: with_part(SHEET, "<html/>"), "not-a-workbook", "is not that of a workbook", "không thuộc về một bảng tính"),
    "bad texts index": (
        lambda: packed(parts('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', texts=shared("<t>x</t>"))),
        "not-a-workbook",
        "names a shared text ('7') that is not there",
        "trỏ tới một chuỗi dùng chung ('7') không tồn tại",
    ),
    "2,001 images": (many_parts, "too-large", "2,008 parts, and 2,000 are the limit", "2.008 thành phần, giới hạn là 2.000"),
    "bomb": (lambda: zeros(SHEET, 40 * MIB, level=9), "too-large", "packed more than 300 times", "được nén hơn 300 lần"),
    "large part": (lambda: zeros(SHEET, 70 * MIB), "too-large", "would take 70 MiB, and 64 MiB are the limit", "chiếm 70 MiB, giới hạn là 64 MiB"),
    "lying bomb": (lambda: zeros(SHEET, 40 * MIB, told=9_000), "not-a-workbook", "sheet1.xml is damaged", "sheet1.xml bị hỏng"),
    "many cells": (
        lambda: packed(parts("".join(row_of_100(r + 1, r * 7919 % 65_521) for r in range(3_000)))),
        "too-large",
        "larger than the limit of 140,000 cells",
        "vượt giới hạn 140.000 ô",
    ),
}


@pytest.mark.parametrize(("make", "code", "en", "vi"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_by_name_and_left_as_it_is(tmp_path: Path, make: Callable[[], bytes], code: str, en: str, vi: str):
    path = tmp_path / "gym.xlsx"
    data = make()
    path.write_bytes(data)
    acts: tuple[Callable[[], object], ...] = (
        lambda: XlsxBackend(tmp_path).read(str(path)),
        lambda: XlsxBackend(tmp_path).write(str(path), [CellEdit(CellRef("Tab", 0, 0), "x")], if_revision=revision(data)),
    )
    for act in acts:
        with pytest.raises(WorkbookError) as refusal:
            act()
        assert refusal.value.code == code
        assert en in refusal.value.message("en")
        assert vi in refusal.value.message("vi")
        assert str(path) in refusal.value.en
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("gym.xlsx", data)]


def revision(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def noisy(size: int) -> str:
    """Text that packs badly, so that no limit on packing stops it."""
    return Random(7).randbytes(size // 2).hex()  # noqa: S311  (noise, not a secret)


DECIMAL = str.maketrans("abcdef", "123456")


def attributes() -> bytes:
    return with_part(SHEET, f'<worksheet xmlns="{MAIN}"><sheetData {" ".join(f"a{n}=" + chr(34) * 2 for n in range(440_000))}/></worksheet>')


def nested() -> bytes:
    return with_part(SHEET, f'<worksheet xmlns="{MAIN}">' + "".join(f"<a{n * 7919 % 65_521}>" for n in range(590_000)))


READ_OR_REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "far corner": (lambda: packed(parts('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), "1 cells"),
    "2,000 merged rows": (
        lambda: packed(
            parts(sheet=sheet(ROW, after="<mergeCells>" + "".join(f'<mergeCell ref="A{n}:XFD{n}"/>' for n in range(1, 2_001)) + "</mergeCells>"))
        ),
        "1 cells",
    ),
    "20,000 cells in the last column": (
        lambda: packed(parts("".join(f'<row r="{n}"><c r="XFD{n}"><v>{n}</v></c></row>' for n in range(1, 20_001)))),
        "20000 cells",
    ),
    "140,000 cells": (lambda: packed(parts("".join(row_of_100(r, r) for r in range(1, 1_401)))), "140000 cells"),
    "900 MB cell": (lambda: zeros(SHEET, 900 * MIB), "too-large"),
    "15 MB cell": (lambda: packed(parts(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{noisy(15_000_000)}😀</t></is></c></row>')), "1 cells"),
    "15 MB number": (lambda: packed(parts(f'<row r="1"><c r="A1"><v>{noisy(15_000_000).translate(DECIMAL)}</v></c></row>')), "1 cells"),
    "440,000 attributes": (attributes, "0 cells"),
    "590,000 levels": (nested, "not-a-workbook"),
    "50 MB of images": (lambda: packed({**parts(ROW), "xl/media/1.png": bytes.fromhex(noisy(90_000_000))}), "1 cells"),
}
MEASURE = """
    import json, resource, sys, time
    from sheetsync.backends.xlsx.reader import read_grids
    from sheetsync.errors import WorkbookError

    resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20))
    data = open(sys.argv[1], "rb").read()
    start = time.process_time()
    try:
        outcome = f"{len(read_grids(data, 'x')[0].cells)} cells"
    except WorkbookError as refusal:
        outcome = refusal.code
    peak = next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(json.dumps([outcome, time.process_time() - start, peak]))
"""


@pytest.mark.parametrize(
    ("make", "outcome"),
    [pytest.param(*case, id=name, marks=() if at % 3 == 0 else pytest.mark.slow) for at, (name, case) in enumerate(READ_OR_REFUSED.items())],
)
def test_it_costs_little(tmp_path: Path, make: Callable[[], bytes], outcome: str):
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-B", "-c", textwrap.dedent(MEASURE), str(path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found, seconds, mebibytes = json.loads(done.stdout)
    assert found == outcome
    assert seconds < 2
    assert mebibytes < 200


WHOLE = packed(parts('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="0"><v>1.5</v></c></row>', texts=shared("<t>một</t>")))


def ended(data: bytes) -> str:
    """How reading ended; anything but a report or a refusal fails the test by itself."""
    try:
        read_grids(data, "x")
    except WorkbookError:
        return "refused"
    return "read"


@given(data=st.data())
def test_any_flipped_bits_end_in_a_report_or_a_refusal(data: st.DataObject):
    damaged = bytearray(WHOLE)
    for at in data.draw(st.lists(st.integers(0, len(WHOLE) - 1), min_size=1, max_size=4)):
        damaged[at] ^= 1 << data.draw(st.integers(0, 7))
    assert ended(bytes(damaged)) in {"read", "refused"}


@given(cut=st.integers(0, len(WHOLE) - 1))
def test_any_cut_is_refused(cut: int):
    with pytest.raises(WorkbookError):
        read_grids(WHOLE[:cut], "x")


@given(name=st.sampled_from(sorted(parts())), body=st.text(st.sampled_from('<>/="&;! aci:rsv1?-[]')))
def test_any_content_of_a_part_ends_in_a_report_or_a_refusal(name: str, body: str):
    members: Parts = {**parts(ROW), name: DECLARATION + body}
    assert ended(packed(members)) in {"read", "refused"}
