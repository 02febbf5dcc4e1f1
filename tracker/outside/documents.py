"""The door to Word and PDF: a template filled with fields, a body set as PDF, the square of a code.

Nothing typed by anybody is read as markup: Word gets it escaped, the typesetter as data; templates run in a sandbox.
"""

from __future__ import annotations

import io
import json
import re
import threading
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from html import unescape
from pathlib import Path
from typing import Any

import segno
import typst
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SecurityError

from tracker.domain.document_blocks import Block, Each, Form, Line, Table
from tracker.domain.document_forms import FORMS
from tracker.domain.documents import PaperKind
from tracker.outside.closed_templates import Closed
from tracker.outside.glyphs import SHIPPED, is_on_machine, lacking

Fields = Mapping[str, Any]
# docxtpl reads these two as a new paragraph and a new page; nothing typed may do so by accident.
_MARKS = {7: None, 12: None}
SQUARE = "核对图"
_WRITTEN, _TAG = re.compile(r"word/(document|header\d*|footer\d*)\.xml"), re.compile(r"<[^>]*>")
_UNPACKED = 64 * 1024 * 1024


class Unfit(Exception):
    """A template cannot be used: `why` is a code with its words on the page of templates, `what` names the place."""

    def __init__(self, why: str, what: str = "") -> None:
        super().__init__(f"{why} {what}")
        self.why, self.what = why, what


def _opened(template: bytes) -> DocxTemplate:
    """Raises ValueError for a file that is small only as long as it is packed."""
    with zipfile.ZipFile(io.BytesIO(template)) as packed:
        if sum(part.file_size for part in packed.infolist()) > _UNPACKED:
            raise ValueError("too large unpacked")
    return DocxTemplate(io.BytesIO(template))


def write_word(template: bytes, fields: Fields, *, square: str = "") -> bytes:
    """A Word file of a template with its fields filled in; `square` is what the code on the paper holds.

    Raises `Unfit` where the template is broken, names an unknown field or wants more than fields.
    """
    try:
        document = _opened(template)
        held: dict[str, Any] = {name: _for_word(value) for name, value in fields.items()}
        document.init_docx()
        held[SQUARE] = InlineImage(document, io.BytesIO(_png(square)), width=Mm(20)) if square else ""
        document.render(held, Closed(escapes=True), autoescape=True)
        out = io.BytesIO()
        document.save(out)
    except UndefinedError as error:
        raise Unfit("unknown_field", str(error.message or "")) from error
    except SecurityError as error:
        raise Unfit("forbidden", str(error)) from error
    except TemplateSyntaxError as error:
        raise Unfit("syntax", str(error.message or "")) from error
    except (TemplateError, TypeError, ValueError, KeyError, OverflowError, zipfile.BadZipFile) as error:
        raise Unfit("broken", str(error)) from error
    return out.getvalue()


def fields_named(template: bytes) -> set[str]:
    """The fields a template names at its top level. Raises `Unfit` like `write_word`."""
    try:
        document = _opened(template)
        found: set[str] = document.get_undeclared_template_variables(Closed(escapes=True))
    except SecurityError as error:
        raise Unfit("forbidden", str(error)) from error
    except TemplateSyntaxError as error:
        raise Unfit("syntax", str(error.message or "")) from error
    except (TemplateError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise Unfit("broken", str(error)) from error
    return found


def words_of(word: bytes) -> str:
    """Everything written in a Word file, with what stands at the head and foot of its pages, without layout."""
    with zipfile.ZipFile(io.BytesIO(word)) as packed:
        parts = [packed.read(name).decode() for name in packed.namelist() if _WRITTEN.fullmatch(name)]
    return unescape(_TAG.sub("", "".join(parts)))


def _for_word(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(_MARKS).replace("\r\n", "\n").replace("\n", "\a")
    if isinstance(value, Mapping):
        return {name: _for_word(one) for name, one in value.items()}
    if isinstance(value, Sequence):
        return [_for_word(one) for one in value]
    return value


def body_of(form: Form, fields: Fields) -> list[dict[str, Any]]:
    """The body of a paper as plain blocks: lines and tables with their words filled in."""
    return [block for one in form.body for block in _blocks(one, fields)]


def _blocks(one: Block, fields: Fields) -> list[dict[str, Any]]:
    if isinstance(one, Each):
        return [
            _line(line, {**fields, "项": item})
            for item in fields[one.of]
            for line in one.lines
            if _wanted(line, {**fields, "项": item})
        ]
    if isinstance(one, Line):
        return [_line(one, fields)] if _wanted(one, fields) else []
    if isinstance(one, Table):
        rows = [[_filled(cell, {**fields, "项": item}) for cell in one.cells] for item in fields[one.of]]
        return [{"what": "table", "head": one.head, "widths": one.widths, "rows": rows, "tall": []}]
    rows = [[_filled(cell, fields) for cell in row] for row in one.rows]
    return [{"what": "table", "head": [], "widths": one.widths, "rows": rows, "tall": sorted(one.tall)}]


def _line(one: Line, fields: Fields) -> dict[str, Any]:
    return {"what": "line", "style": one.style.value, "words": _filled(one.words, fields)}


def _wanted(one: Line, fields: Fields) -> bool:
    if not one.when:
        return True
    at: Any = fields
    for name in one.when.split("."):
        at = at[name]
    return bool(at)


def _filled(words: str, fields: Fields) -> str:
    return _template(words).render(fields) if "{{" in words else words


@lru_cache(maxsize=512)
def _template(words: str) -> Any:
    return Closed(escapes=False).from_string(words)


def write_pdf(folder: Path, kind: PaperKind, fields: Fields, *, square: str = "") -> bytes:
    """A paper set as PDF by the sources in `folder`, under the same words as its built-in Word template."""
    form = FORMS[kind]
    data = {**fields, "body": body_of(form, fields), "shape": form.shape.value}
    return set_pdf(folder, "paper.typ", data, square=square)


def set_pdf(folder: Path, source: str, data: Fields, *, square: str = "") -> bytes:
    """Set one of the sources in `folder` with data; no file is read but those beside it, no font but the package's."""
    words = json.dumps({**data, "square": _svg(square) if square else ""}, ensure_ascii=False)
    rare = lacking(words)
    for one in rare:
        if not is_on_machine(one):
            words = words.replace(one, f"〔U+{ord(one):04X}〕")
    with _one_at_a_time:
        typesetter = _typesetter(folder, machine_too=bool(rare))
        made = typesetter.compile(input=str(folder / source), sys_inputs={"paper": words}, format="pdf")
    assert isinstance(made, bytes)
    return made


_one_at_a_time = threading.Lock()


@cache
def _typesetter(folder: Path, *, machine_too: bool) -> typst.Compiler:
    """Looks the same on every machine; the machine's typefaces only stand in for a character the shipped ones lack."""
    return typst.Compiler(root=str(folder), font_paths=[str(SHIPPED)], ignore_system_fonts=not machine_too)


def _svg(words: str) -> str:
    out = io.BytesIO()
    segno.make(words, error="m", micro=False).save(out, kind="svg", border=2, scale=4)
    return out.getvalue().decode()


def _png(words: str) -> bytes:
    out = io.BytesIO()
    segno.make(words, error="m", micro=False).save(out, kind="png", border=2, scale=6)
    return out.getvalue()


__all__ = ["SQUARE", "Unfit", "body_of", "fields_named", "set_pdf", "write_pdf", "write_word"]
