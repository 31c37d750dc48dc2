"""Small workbooks written by hand, part by part, for what no program would write."""

import io
import struct
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET = "xl/worksheets/sheet1.xml"

Parts = dict[str, str | bytes]


def sheet(rows: str, *, after: str = "", before: str = "") -> str:
    """A worksheet part with ``rows`` between the tags of its data."""
    return f'{DECLARATION}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def shared(*items: str) -> str:
    """The part of shared texts, with ``items`` as the inside of each."""
    return f'{DECLARATION}<sst xmlns="{MAIN}">' + "".join(f"<si>{item}</si>" for item in items) + "</sst>"


def styles(*looks: int, codes: Mapping[int, str] | None = None) -> str:
    """The part of looks: one style for each number format in ``looks``, own formats in ``codes``."""
    formats = "".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in (codes or {}).items())
    cells = "".join(f'<xf numFmtId="{number}"/>' for number in looks)
    named = '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    return f'{DECLARATION}<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts>{named}<cellXfs>{cells}</cellXfs></styleSheet>'


def relations(*links: tuple[str, str, str]) -> str:
    """A relationships part: id, type and target of each."""
    body = "".join(f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>' for name, kind, target in links)
    return f'{DECLARATION}<Relationships xmlns="{RELATIONS}">{body}</Relationships>'


def parts(rows: str = "", **more: str) -> Parts:
    """A whole workbook with one tab named ``Tab``.

    ``texts``, ``looks`` and ``sheet`` replace those parts; ``properties`` go into the workbook part.
    """
    return {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{more.get("properties", "")}'
        '<sheets><sheet name="Tab" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml"), ("rId3", "styles", "styles.xml")
        ),
        SHEET: more.get("sheet") or sheet(rows),
        "xl/sharedStrings.xml": more.get("texts") or shared(),
        "xl/styles.xml": more.get("looks") or styles(0),
    }


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """The archive with these members, deflated."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return file.getvalue()


def wide(data: bytes) -> bytes:
    """The same archive with a directory in 64-bit figures, as writers make it that don't know how large it will get."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos, start = archive.infolist(), archive.start_dir
    records = b""
    for info in infos:
        name = info.filename.encode()
        extra = struct.pack("<2H3Q", 1, 24, info.file_size, info.compress_size, info.header_offset)
        head = (b"PK\x01\x02", 45, 45, info.flag_bits, info.compress_type, 0, 33, info.CRC, 0xFFFFFFFF, 0xFFFFFFFF, len(name), len(extra))
        records += struct.pack("<4s6H3L2H", *head) + struct.pack("<3H2L", 0, 0, 0, 0, 0xFFFFFFFF) + name + extra
    end = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, len(infos), len(infos), len(records), start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, start + len(records), 1)
    return data[:start] + records + end + locator + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)


def unpacked(data: bytes) -> dict[str, bytes]:
    """The members of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
