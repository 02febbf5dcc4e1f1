"""Which files may be attached: by content and ending together, without opening what may burst."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import pytest

from tests.file_samples import EXE, GOOD, JPG, PDF, PNG, compound, docx, ofd, package, xlsx
from tracker.domain.file_kinds import Unacceptable, fit_name, kind_of

BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


def refused(name: str, data: bytes) -> str:
    with pytest.raises(Unacceptable) as why:
        kind_of(name, io.BytesIO(data))
    return why.value.code


@pytest.mark.parametrize("name", GOOD)
def test_what_offices_write_is_taken(name: str) -> None:
    file = io.BytesIO(GOOD[name])
    assert kind_of(name, file).ending == {"jpeg": "jpg"}.get(ending := name.rpartition(".")[2].lower(), ending)
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("说明.pdf", EXE, "not_its_kind"),
        ("说明.pdf", b"<html><script>alert(1)</script>", "not_its_kind"),
        ("说明.pdf", PDF[:-10], "cut_short"),
        ("说明.pdf", b"", "empty"),
        ("照片.jpg", PNG, "not_its_kind"),
        ("照片.jpg", JPG[:12], "cut_short"),
        ("照片.png", PNG[:-12], "cut_short"),
        ("图.svg", b"<svg onload='alert(1)'/>", "unknown_kind"),
        ("页.html", b"<html/>", "unknown_kind"),
        ("页.mht", b"MIME-Version: 1.0", "unknown_kind"),
        ("程序.exe", EXE, "unknown_kind"),
        ("程序.pdf.exe", PDF, "unknown_kind"),
        ("快捷.lnk", b"L\0\0\0", "unknown_kind"),
        ("压缩.zip", package({"a.txt": b"a"}), "unknown_kind"),
        ("没有扩展名", PDF, "unknown_kind"),
        ("宏.docm", docx(), "unknown_kind"),
        ("宏.docx", docx(**{"word/vbaProject.bin": b"x"}), "macros"),
        ("宏.xls", compound("Workbook", "_VBA_PROJECT_CUR"), "macros"),
        ("宏.docx", package({"[Content_Types].xml": b"macroEnabled", "word/document.xml": b"<a/>"}), "macros"),
        ("密.docx", compound("EncryptionInfo", "EncryptedPackage"), "encrypted"),
        ("密.doc", compound("WordDocument", flags=0x0100), "encrypted"),
        ("错.docx", xlsx(), "not_its_kind"),
        ("错.ofd", docx(), "not_its_kind"),
        ("错.xls", compound("WordDocument"), "not_its_kind"),
        ("错.docx", b"PK\x03\x04" + bytes(60), "broken"),
        ("错.docx", docx()[:-40], "broken"),
        ("前面有程序.docx", EXE + docx(), "not_its_kind"),
        ("乱.txt", b"\x00\x01\x02abc", "not_its_kind"),
        ("乱.txt", b"\xff\xfe\x00\xd8\xff", "unknown_encoding"),
    ],
)
def test_what_is_not_what_it_says_is_refused(name: str, data: bytes, code: str) -> None:
    assert refused(name, data) == code


PARTS = ["word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml", "docProps/core.xml"]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "xml",
    [
        BOMB,
        BOMB.decode().encode("utf-16"),
        b"<!--" + b" " * 300_000 + b"-->" + BOMB.partition(b"?>")[2],
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4-',
    ],
)
def test_a_declaration_in_xml_is_refused_before_anything_reads_it(part: str, xml: bytes) -> None:
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"} | {part: xml}
    assert refused("说明.docx", package(parts)) == "declares"
    assert refused("函件.ofd", ofd(xml)) == "declares"


def bursting() -> dict[str, bytes]:
    """Packages that are small to carry and large to open."""
    lying = bytearray(docx(b"<a>" + b"b" * 50_000 + b"</a>"))
    at = lying.rfind(b"PK\x01\x02")  # the table says ten bytes, the part holds more
    lying[at + 24 : at + 28] = struct.pack("<I", 10)
    return {
        "one huge part": docx(b"<a>" + b" " * (30 * 1024 * 1024) + b"</a>"),
        "many entries": package({f"word/{at}.bin": b"" for at in range(6_000)}),
        "lying sizes": bytes(lying),
    }


@pytest.mark.parametrize("how", ["one huge part", "many entries", "lying sizes"])
def test_a_package_that_bursts_is_refused_at_once(how: str) -> None:
    data = bursting()[how]
    started = time.monotonic()
    assert refused("说明.docx", data) in ("bursts", "broken", "not_its_kind")
    assert time.monotonic() - started < 2


def test_the_same_packed_bytes_may_not_be_counted_twice() -> None:
    made = bytearray(docx(b"<document/>", **{"word/styles.xml": b"<styles/>"}))
    table = [at for at in range(len(made)) if made[at : at + 4] == b"PK\x01\x02"]
    first = made[table[1] + 42 : table[1] + 46]
    made[table[2] + 42 : table[2] + 46] = first
    assert refused("说明.docx", bytes(made)) == "bursts"


def test_an_encrypted_part_is_told_as_such() -> None:
    made = bytearray(docx())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := made.find(mark, at + 1)) >= 0:
            made[at + place] |= 1
    assert refused("说明.docx", bytes(made)) == "encrypted"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("关于护学通道的说明（第2稿） 终.docx", "关于护学通道的说明（第2稿） 终.docx"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\lin\\桌面\\照片.jpg", "照片.jpg"),
        ("引号\"和'分号;.pdf", "引号\"和'分号;.pdf"),
        ("😀表情.png", "😀表情.png"),
        ("CON.txt", "CON.txt"),
    ],
)
def test_a_name_is_kept_as_given(given: str, kept: str) -> None:
    assert fit_name(given) == kept


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("两行\r\nSet-Cookie: a=b.pdf", "bad_name"),
        ("零\0.pdf", "bad_name"),
        ("说明\u202efdp.exe", "bad_name"),
        ("..", "bad_name"),
        ("目录/", "bad_name"),
        ("长" * 252 + ".pdf", "long_name"),
    ],
)
def test_a_name_that_deceives_or_breaks_is_refused(given: str, code: str) -> None:
    with pytest.raises(Unacceptable) as why:
        fit_name(given)
    assert why.value.code == code


def test_a_stored_package_without_compression_is_taken() -> None:
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"}
    assert kind_of("说明.docx", io.BytesIO(package(parts, packed=zipfile.ZIP_STORED))).ending == "docx"
