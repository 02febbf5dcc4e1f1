"""Documents with text in them, of every kind that is read, and those that are made to bring their reader down."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from functools import cache
from xml.sax.saxutils import escape

import pypdf
import typst
import xlsxwriter

from tests.file_samples import docx, package
from tracker.outside.glyphs import SHIPPED

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_ENTITIES = '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈">%s]>' % "".join(  # noqa: UP031 - braces would all be doubled
    f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)


def word(*paragraphs: str, **parts: bytes) -> bytes:
    """A text document of these paragraphs."""
    return docx(body_of("".join(f"<w:p><w:r><w:t>{escape(one)}</w:t></w:r></w:p>" for one in paragraphs)), **parts)


def body_of(inside: str, before: str = "") -> bytes:
    """The main part of a text document."""
    return f'<?xml version="1.0"?>{before}<w:document {W}><w:body>{inside}</w:body></w:document>'.encode()


def slides(*texts: str) -> bytes:
    """A slide for each text; the parts are not in their order."""
    drawn = "http://schemas.openxmlformats.org/drawingml/2006/main"
    parts = {
        f"ppt/slides/slide{number}.xml": f'<sld xmlns:a="{drawn}"><a:p><a:t>{text}</a:t></a:p></sld>'.encode()
        for number, text in reversed(list(enumerate(texts, 1)))
    }
    return package({"[Content_Types].xml": _TYPES, "ppt/presentation.xml": b"<presentation/>"} | parts)


def table(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook with one sheet of that name."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("经费预算")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def rows_by_hand(rows: str) -> bytes:
    """A workbook of which the rows are given as they stand in its XML."""
    main, kept = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org"
    relation = f"{kept}/officeDocument/2006/relationships"
    sheet = f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets>'

    def related(kind: str, target: str) -> bytes:
        one = f'<Relationship Id="r1" Type="{relation}/{kind}" Target="{target}"/>'
        return f'<Relationships xmlns="{kept}/package/2006/relationships">{one}</Relationships>'.encode()

    return package({
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": related("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f"{sheet}</workbook>".encode(),
        "xl/_rels/workbook.xml.rels": related("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'.encode(),
    })  # fmt: skip


def ofd(*pages: Sequence[tuple[float, str]]) -> bytes:
    """An OFD of pages, each of pieces of text with how far down they stand, in millimetres."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    root = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    parts = {
        "OFD.xml": f"<ofd:OFD {space}>{root}</ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
    }
    for number, pieces in enumerate(pages):
        objects = "".join(
            f'<ofd:TextObject Boundary="20 {down} 150 5"><ofd:TextCode X="0" Y="4">{escape(text)}</ofd:TextCode>'
            "</ofd:TextObject>"
            for down, text in pieces
        )
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = f"<ofd:Page {space}>{objects}</ofd:Page>"
    return package({name: part.encode() for name, part in parts.items()})


def pdf(*paragraphs: str, before: str = "") -> bytes:
    """A PDF set with a font of which only the signs that are used are in the file."""
    words = "\n\n".join(paragraphs)
    return typst.compile(f'#set text(font: "Noto Sans SC")\n{before}\n{words}'.encode(), font_paths=[str(SHIPPED)])


def locked_pdf(*paragraphs: str) -> bytes:
    """The same under a password."""
    writer, out = pypdf.PdfWriter(io.BytesIO(pdf(*paragraphs))), io.BytesIO()
    writer.encrypt("不告诉你", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def _no_page() -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n" + (
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def old_word(text: str, comments: str = "", *, flags: int = 0x0200, packed: bool = False) -> bytes:
    """A text document of the old form; the text lies in two pieces."""
    said, half = text + comments, len(text) // 2
    main = bytearray(b"\xec\xa5" + bytes(2046))
    struct.pack_into("<H", main, 10, flags)
    struct.pack_into("<5I", main, 76, len(text), 0, 0, 0, len(comments))
    pieces = [(said[:half], 0), (said[half:], half)]
    places = []
    for piece, _start in pieces:
        places.append(len(main) * 2 | 0x40000000 if packed else len(main))
        main += piece.encode("cp1252" if packed else "utf-16-le")
    listed = struct.pack("<3I", 0, half, len(said))
    listed += b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    clx = b"\x02" + struct.pack("<I", len(listed)) + listed
    struct.pack_into("<II", main, 0x1A2, 0, len(clx))
    return compound({"WordDocument": bytes(main), "1Table" if flags & 0x0200 else "0Table": clx})


def old_slides(*texts: str) -> bytes:
    """Slides of the old form, after a master whose words are no slide's."""
    atoms = b"".join(_record(4000, one.encode("utf-16-le")) for one in texts)
    master = _record(1016, _record(4000, "单击此处编辑母版".encode("utf-16-le")), version=0xF)
    return compound({"PowerPoint Document": master + _record(1006, atoms, version=0xF)})


def _record(kind: int, body: bytes, *, version: int = 0) -> bytes:
    return struct.pack("<HHI", version, kind, len(body)) + body


def compound(streams: dict[str, bytes]) -> bytes:
    """A file of sectors with these streams, the small ones where small ones lie."""
    sectors: list[bytes] = []
    follows: list[int] = []

    def lay(data: bytes) -> int:
        first, count = len(sectors), max(1, -(-len(data) // 512))
        for number in range(count):
            sectors.append(data[number * 512 :][:512].ljust(512, b"\0"))
            follows.append(first + number + 1 if number + 1 < count else 0xFFFFFFFE)
        return first

    mini, mini_follows, entries = b"", list[int](), []
    for name, data in streams.items():
        if len(data) >= 4096:
            entries.append(_entry(name, 2, lay(data), len(data)))
            continue
        first, count = len(mini) // 64, max(1, -(-len(data) // 64))
        entries.append(_entry(name, 2, first, len(data)))
        mini += data.ljust(count * 64, b"\0")
        mini_follows += [*range(first + 1, first + count), 0xFFFFFFFE]
    root = _entry("Root Entry", 5, lay(mini), len(mini))
    listed = lay(b"".join([root, *entries]))
    small = lay(struct.pack(f"<{len(mini_follows)}I", *mini_follows))
    tables = -(-(len(sectors) + 8) // 128)
    start = len(sectors)
    follows += [0xFFFFFFFD] * tables
    table_bytes = struct.pack(f"<{len(follows)}I", *follows).ljust(tables * 512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 62, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<6I", tables, listed, 0, 4096, small, 1) + struct.pack("<2I", 0xFFFFFFFE, 0)
    head += struct.pack("<109I", *[start + n if n < tables else 0xFFFFFFFF for n in range(109)])
    return head + b"".join(sectors) + table_bytes


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    words = name.encode("utf-16-le") + b"\0\0"
    head = words.ljust(64, b"\0") + struct.pack("<HBB", len(words), kind, 1)
    return head.ljust(116, b"\0") + struct.pack("<IQ", start, size)


def slow_word(megabytes: int) -> bytes:
    """Numbered paragraphs with nothing in them: nothing to keep, long to walk through, no bomb at first sight."""
    return docx(body_of("".join(f'<w:p n="{number:07}"/>' for number in range(megabytes * 1024 * 1024 // 17))))


@cache
def bombs() -> dict[str, tuple[str, bytes, set[str]]]:
    """By what they are: the ending they come under, the file, and the words for why it could not be read."""
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return {
        "81 MB of blanks": ("docx", docx(body_of(" " * 81 * 1024 * 1024)), {"bursts"}),
        "5,001 parts": ("docx", word("好", **{f"p/{n}.bin": b"" for n in range(5000)}), {"bursts"}),
        "a tower of entities": ("docx", docx(body_of("<w:p><w:t>&i;</w:t></w:p>", _ENTITIES)), {"declares"}),
        "the same in UTF-16": (
            "docx",
            docx(("\ufeff" + body_of("&i;", _ENTITIES).decode().replace('"1.0"', '"1.0" encoding="UTF-16"')).encode(
                "utf-16-le")),
            {"declares"},
        ),
        "an outside file in a part nobody reads": (
            "xlsx",
            package({"xl/sharedStrings.xml": b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><x>&f;</x>'}),
            {"declares"},
        ),
        "a hundred thousand deep": (
            "docx", docx(body_of("<w:p>" * 100_000 + "</w:p>" * 100_000)), {"deep"}
        ),
        "two cells at both ends of a sheet": ("xlsx", rows_by_hand(far), {"crashed", "memory", "broken"}),
        "a PDF of a million brackets": (
            "pdf", b"%PDF-1.4\n1 0 obj" + b"[" * 1_000_000 + b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n", {"broken"}
        ),
        "a PDF that is its own parent": (
            "pdf",
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 9999999/Kids[2 0 R]>>"
            b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
            {"broken", "time", ""},
        ),
        "a PDF of no page": ("pdf", _no_page(), {"broken"}),
        "half a PDF": ("pdf", pdf("只有一半")[:400], {"broken"}),
        "half a package": ("docx", word("只有一半" * 50)[:-60], {"broken"}),
        "sectors in a circle": ("doc", _circle(), {"broken"}),
        "letters that are no sectors": ("wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 5000, {"broken"}),
    }  # fmt: skip


def _circle() -> bytes:
    file = bytearray(old_word("甲" * 3000))
    at = 512 * (1 + struct.unpack_from("<I", file, 76)[0])
    struct.pack_into("<I", file, at, 0)  # the first sector follows itself
    return bytes(file)
