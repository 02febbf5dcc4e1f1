"""Templates of papers (文书模板): which are in use, what they may name, all versions; the desk replaces them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import Optional

from tracker.clock import day_of, now
from tracker.domain.document_fields import fields_of
from tracker.domain.document_musts import MUSTS, named
from tracker.domain.document_words import preview_name, template_name
from tracker.domain.documents import FIXED, PaperKind
from tracker.domain.roles import Capability
from tracker.outside.documents import SQUARE
from tracker.outside.word_layout import built_in
from tracker.queries import document_templates as kept
from tracker.queries.document_samples import sample_case
from tracker.services import document_templates, documents
from tracker.services._load import Invalid
from tracker.services.document_templates import Refused
from tracker.services.files import Upload
from tracker.web.access import actor, me, needs
from tracker.web.document_refusals import refusal_words
from tracker.web.document_words import PAPERS, sent
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("document_templates", __name__)
OFFERED = tuple(kind for kind in PaperKind if kind not in FIXED)


class TemplateForm(Form):
    """A Word file to put in the place of the one in use."""

    file = FileField(_l("Word 模板"), [FileRequired(_l("请选择文件"))])
    note = StringField(_l("改了什么"), [Optional(), at_most(200)])


class RestoreForm(Form):
    """A press of a button: an earlier version, or the built-in one."""


@bp.get("/document-templates")
@needs(Capability.KEEP_TEMPLATES)
def index() -> str:
    """Every kind of paper with the template it is written by."""
    used = kept.in_use()
    rows = [
        (PAPERS[kind], url_for("document_templates.show", kind=kind.value), used.get(kind.value)) for kind in OFFERED
    ]
    return render_template("document_templates/index.html", rows=rows)


@bp.route("/document-templates/<kind>", methods=["GET", "POST"])
@needs(Capability.KEEP_TEMPLATES)
def show(kind: str) -> Any:
    """One kind: what a template may name, the one in use, all there were, and the box for a new one."""
    of = _kind(kind)
    current = kept.current(of)
    form = TemplateForm(hat_id=actor().membership_id, at_version=current.no if current else 0)
    if form.submitted() and _taken(form, of):
        flash(_("模板已更换，以后的%(name)s用新模板。已经发出的不变。", name=PAPERS[of]), "done")
        return redirect(url_for("document_templates.show", kind=kind))
    return render_template("document_templates/show.html", **_parts(of, form)), 422 if form.errors else 200


def _taken(form: TemplateForm, kind: PaperKind) -> bool:
    upload = Upload(form.file.data.filename or "", form.file.data.stream)
    try:
        digest = document_templates.hand_in(actor(), kind, upload, now=now())
        document_templates.replace(
            actor(), kind, digest, name=upload.name, note=form.note.data or "", after=form.version.data or 0, now=now(),
            once=form.once_for(me().person_id),
        )  # fmt: skip
    except Refused as refused:
        form.file.errors = [refusal_words(refused)]
    except Invalid as invalid:
        form.take(invalid)
    return not form.errors


def _parts(kind: PaperKind, form: TemplateForm) -> dict[str, Any]:
    case = sample_case(actor(), kind)
    return {
        "kind": kind.value,
        "name": PAPERS[kind],
        "form": form,
        "plain": RestoreForm(hat_id=actor().membership_id),
        "fields": fields_of(kind),
        "musts": [named(one) for one in MUSTS[kind]],
        "square": SQUARE,
        "versions": kept.versions(kind),
        "case": case,
    }


@bp.post("/document-templates/<kind>/restore/<int:no>")
@needs(Capability.KEEP_TEMPLATES)
def restore(kind: str, no: int) -> Any:
    """An earlier version into use again; 0 is the built-in one."""
    of, form = _kind(kind), RestoreForm()
    try:
        once, after = form.once_for(me().person_id), form.version.data or 0
        document_templates.restore(actor(), of, no=no, after=after, now=now(), once=once)
    except Invalid:
        flash(_("这个模板在您打开以后有人换过，这次没有改。请看一下现在用的是哪一版。"), "refused")
    else:
        flash(_("已换回，以后的%(name)s用这一版。", name=PAPERS[of]), "done")
    return redirect(url_for("document_templates.show", kind=kind))


@bp.get("/document-templates/<kind>/<int:no>.docx")
@needs(Capability.KEEP_TEMPLATES)
def download(kind: str, no: int) -> Response:
    """One version as it is, to be edited in Word; 0 is the built-in one."""
    of = _kind(kind)
    found = kept.version(of, no) if no else None
    data = built_in(of) if not no else documents.bytes_of(found) if found is not None else None
    return sent(data if data is not None else abort(404), template_name(of, no), "docx")


@bp.get("/document-templates/<kind>/preview.docx")
@needs(Capability.KEEP_TEMPLATES)
def preview(kind: str) -> Response:
    """A version filled with a real case this desk may read, or with the examples where there is none yet."""
    of, no = _kind(kind), request.args.get("no", type=int)
    found = kept.version(of, no) if no else None
    template = documents.bytes_of(found) if found is not None else None if no == 0 else documents.template_of(of)
    case = sample_case(actor(), of)
    paper = case.paper(today=day_of(now())) if case is not None else None
    data = documents.preview(of, template, paper)
    return sent(data, preview_name(of), "docx")


def _kind(kind: str) -> PaperKind:
    return next((one for one in OFFERED if one.value == kind), None) or abort(404)
