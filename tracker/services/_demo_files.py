"""Small attachments of the demo congress, made on the spot: the same words give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

_LONG_AGO = (2026, 1, 1, 0, 0, 0)
_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def bytes_of(name: str, words: str) -> bytes:
    """A file that says these words, of the kind its name ends with: a page of PDF or OFD, or plain text."""
    ending = name.rpartition(".")[2]
    if ending == "pdf":
        return _pdf(words)
    return _ofd(words) if ending == "ofd" else f"{words}\r\n".encode()


def _pdf(words: str) -> bytes:
    """One page in the Song letters every reader of Chinese PDFs has."""
    lines = [words[at : at + 28] for at in range(0, len(words), 28)]
    shown = " T* ".join(f"<{line.encode('utf-16-be').hex()}> Tj" for line in lines)
    drawn = f"BT /F1 14 Tf 24 TL 72 760 Td {shown} ET"
    bodies = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 7 0 R"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
        "/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    )
    return _numbered(bodies)


def _numbered(bodies: Sequence[str]) -> bytes:
    """The objects of a PDF behind each other, and the table of where each begins."""
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(written))
        written += f"{number} 0 obj{body}endobj\n".encode("ascii")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(bodies) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\n"
    return written + f"{tail}startxref\n{len(written)}\n%%EOF\n".encode("ascii")


def _ofd(words: str) -> bytes:
    """One page of the national format (GB/T 33190)."""
    area = "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
    fonts = '<ofd:Fonts><ofd:Font ID="2" FontName="宋体" FamilyName="宋体"/></ofd:Fonts>'
    text = (
        '<ofd:TextObject ID="5" Boundary="25 30 160 10" Font="2" Size="5">'
        f'<ofd:TextCode X="0" Y="6" DeltaX="g {len(words) - 1} 5">{words}</ofd:TextCode></ofd:TextObject>'
    )
    layer = f'<ofd:Layer ID="4">{text}</ofd:Layer>'
    parts = {
        "OFD.xml": f'<ofd:OFD {_NS} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NS}><ofd:CommonData><ofd:MaxUnitID>5</ofd:MaxUnitID>"
        f"<ofd:PageArea>{area}</ofd:PageArea><ofd:PublicRes>Res.xml</ofd:PublicRes></ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="3" BaseLoc="Page_0.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Res.xml": f'<ofd:Res {_NS} BaseLoc=".">{fonts}</ofd:Res>',
        "Doc_0/Page_0.xml": f"<ofd:Page {_NS}><ofd:Content>{layer}</ofd:Content></ofd:Page>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, body in parts.items():
            made.writestr(zipfile.ZipInfo(name, _LONG_AGO), f"{_HEAD}{body}")
    return out.getvalue()
