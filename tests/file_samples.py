"""Small files of every kind that may be attached, and of those that may not, made on the spot."""

from __future__ import annotations

import io
import struct
import zipfile

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(20) + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(20) + b"\x00\x00\x00\x00IEND\xaeB`\x82"
TXT = "护学通道现场照片说明\r\n共三张。".encode("gb18030")
EXE = b"MZ\x90\x00" + bytes(200)
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def package(parts: dict[str, bytes], *, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as made:
        for name, body in parts.items():
            made.writestr(name, body)
    return out.getvalue()


def docx(body: bytes = b"<document/>", **more: bytes) -> bytes:
    """A text document with that main part; further parts by their names."""
    return package({"[Content_Types].xml": _TYPES, "word/document.xml": body} | more)


def xlsx() -> bytes:
    return package({"[Content_Types].xml": _TYPES, "xl/workbook.xml": b"<workbook/>"})


def pptx() -> bytes:
    return package({"[Content_Types].xml": _TYPES, "ppt/presentation.xml": b"<presentation/>"})


def ofd(
    root: bytes = b'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>',
) -> bytes:
    return package({"OFD.xml": root, "Doc_0/Document.xml": b"<Document/>"})


def compound(*streams: str, flags: int = 0) -> bytes:
    """The old form of an office document: a header, a directory with these streams, the first bytes of the first."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + b"\x09\x00" + bytes(480)
    entries = [_entry("Root Entry", 5, 0)] + [_entry(name, 2, 4) for name in streams]
    directory = b"".join(entries).ljust(512 * 4, b"\0")
    return header + directory + (bytes(10) + struct.pack("<H", flags)).ljust(4096, b"\0")


def _entry(name: str, kind: int, sector: int) -> bytes:
    words = name.encode("utf-16-le") + b"\0\0"
    head = words.ljust(64, b"\0") + struct.pack("<HBB", len(words), kind, 1)
    return head.ljust(116, b"\0") + struct.pack("<IQ", sector, 4096)


GOOD: dict[str, bytes] = {
    "现状图.pdf": PDF,
    "函件.ofd": ofd(),
    "说明.doc": compound("WordDocument"),
    "说明.wps": compound("WordDocument"),
    "新说明.wps": docx(),
    "说明.docx": docx(),
    "预算.xls": compound("Workbook"),
    "预算.et": compound("Workbook"),
    "预算.xlsx": xlsx(),
    "汇报.ppt": compound("PowerPoint Document"),
    "汇报.dps": compound("PowerPoint Document"),
    "汇报.pptx": pptx(),
    "备注.txt": TXT,
    "备注.TXT": "第一行\n第二行".encode(),
    "校门.jpg": JPG,
    "校门.JPEG": JPG,
    "校门.png": PNG,
}
