"""Writing papers: the template of their time filled with the words of the facts, or the same words set as PDF. Writes
nothing into the database; no transaction is open while a paper is set."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app

from tracker.domain.document_blocks import Table
from tracker.domain.document_fields import sample_of
from tracker.domain.document_forms import FORMS
from tracker.domain.document_texts import fields
from tracker.domain.documents import Paper, PaperKind
from tracker.models.attachments import Scan
from tracker.models.documents import DocumentTemplate
from tracker.outside import documents
from tracker.outside.documents import Fields, Unfit
from tracker.outside.files import Damaged
from tracker.outside.word_layout import built_in
from tracker.queries import document_templates as kept
from tracker.services.files import store

log = logging.getLogger(__name__)


def address_of(code: str) -> str:
    """Where a code is compared with the record, as people outside type it; empty for none."""
    return f"{current_app.config['BASE_URL'].rstrip('/')}/check/{code}" if code else ""


def folder() -> Path:
    """Where the sources of PDF papers lie."""
    return Path(str(current_app.template_folder)) / "documents"


def words_of(paper: Paper, *, full: bool = True) -> Fields:
    """The fields of a paper; without `full` nobody is named to ring up."""
    return fields(paper, full=full, checked_at=address_of(paper.code))


def word(paper: Paper, *, full: bool = True) -> bytes:
    """The paper as Word, by the template that was in use when it went out, the office's or the built-in one."""
    return filled(paper.kind, template_of(paper.kind, paper.at), words_of(paper, full=full), address_of(paper.code))


def preview(kind: PaperKind, template: bytes | None, paper: Paper | None) -> bytes:
    """What a template makes of a real paper, or of the examples where no case has one yet."""
    if paper is not None:
        return filled(kind, template, words_of(paper), address_of(paper.code))
    return filled(kind, template, sample_of(kind), address_of("sample"))


def filled(kind: PaperKind, template: bytes | None, held: Fields, square: str) -> bytes:
    """A template with its fields filled in. One of the office's that has stopped working must not hold up a letter: the
    built-in one steps in, and the log says why."""
    if template is not None:
        try:
            return documents.write_word(template, held, square=square)
        except Unfit as unfit:
            log.error("the template of %s is not usable, the built-in one was taken: %s", kind, unfit)
    return documents.write_word(built_in(kind), held, square=square)


def pdf(paper: Paper, *, full: bool = True) -> bytes:
    """The paper as PDF, in the built-in layout."""
    return documents.write_pdf(folder(), paper.kind, words_of(paper, full=full), square=address_of(paper.code))


@dataclass(frozen=True)
class Parts:
    """A paper in pieces, to be set inside another: what stands over its body, the body, and what stands under it."""

    head: tuple[str, ...]
    signer: str
    title: str
    to: str
    body: list[dict[str, Any]]
    foot: tuple[str, ...]
    contact: str
    remark: str
    copies: str


def parts_of(paper: Paper, *, full: bool = True) -> Parts:
    """The pieces of a paper, with no field left out but those that are empty."""
    held = words_of(paper, full=full)
    head = tuple(held[name] for name in ("发文机关", "发文字号", "类别标记") if held[name])
    foot = (held["落款"], held["成文日期"]) if held["落款"] else ()
    body = documents.body_of(FORMS[paper.kind], held)
    return Parts(head, held["签发人"], held["标题"], held["主送"], body, foot, held["联系"], held["附注"], held["抄送"])


def bundle(title: str, data: dict[str, Any], *, code: str, how: str) -> bytes:
    """A whole dossier as PDF; `how`: the sentence beside its code."""
    proof = {"标题": title, "草稿标记": "", "核对码": code, "核对网址": address_of(code), "核对说明": how}
    return documents.set_pdf(folder(), "dossier.typ", proof | data, square=address_of(code))


def table_of(paper: Paper) -> tuple[str, Table, list[list[str]]]:
    """A list as one table: what it is, its columns, its rows."""
    held = words_of(paper)
    table = next(one for one in FORMS[paper.kind].body if isinstance(one, Table))
    rows = next(one["rows"] for one in documents.body_of(FORMS[paper.kind], held) if one["what"] == "table")
    return f"{held['标题']}（{held['清单说明'].rstrip('。')}）", table, rows


def template_of(kind: PaperKind, at: datetime | None = None) -> bytes | None:
    """The office's template that was in use at an instant, else the one in use now; nothing for the built-in one."""
    found = kept.current(kind) if at is None else kept.in_force(kind, at)
    return bytes_of(found) if found is not None else None


def bytes_of(template: DocumentTemplate) -> bytes | None:
    """The file of a version; nothing, and a line in the log, when it is not as it was stored or not clean."""
    if template.file.scan in (Scan.INFECTED, Scan.FAILED):
        log.error("template %s no. %s is not handed out: %s", template.kind, template.no, template.file.scan)
        return None
    try:
        return store().check(template.digest, template.file.alg).read_bytes()
    except Damaged as damaged:
        log.error("template %s no. %s is %s", template.kind, template.no, damaged.how)
        return None
