"""Bringing a file in on screen: choose, look at what it would do, take it whole."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs lag behind

from tracker.clock import now
from tracker.domain.intake import COLUMNS, ERRORS, Subject
from tracker.domain.roles import Capability
from tracker.outside.marked_sheets import can_be_marked, marked
from tracker.outside.spreadsheets import Unreadable
from tracker.services import imports
from tracker.services.imports import HasFaults, Outcome
from tracker.web.access import actor, me, needs
from tracker.web.document_words import sent
from tracker.web.forms import Form
from tracker.web.intake_rows import HEADS, row_cells
from tracker.web.intake_words import (
    FAULTS,
    SUBJECTS,
    column_words,
    gap_words,
    made_words,
    unreadable_words,
    untaken_words,
)
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("imports", __name__)
SHOWN = 200


class FileForm(Form):
    """Which file, and what it is about."""

    subject = SelectField(_l("导入什么"), choices=[SelectChoice(one.value, words) for one, words in SUBJECTS.items()])
    file = FileField(
        _l("文件"),
        description=_l("xlsx、csv 或 jsonl，第一行是列名。先看结果，不会马上写入。"),
        validators=[FileRequired(_l("请选择文件"))],
    )


class TakeForm(Form):
    """Take the file that was looked at."""

    key = HiddenField()


@bp.route("/imports", methods=["GET", "POST"])
@needs(Capability.IMPORT)
def new() -> Any:
    form = FileForm(hat_id=actor().membership_id)
    if form.submitted():
        data, name = form.file.data.read(), PurePath(form.file.data.filename or "").name
        subject = Subject(form.subject.data)
        try:
            imports.read_file(subject, data, name)
        except Unreadable as unreadable:
            form.file.errors = [unreadable_words(unreadable.why)]
        else:
            key = imports.keep_file(actor(), subject, data, name, now=now(), once=form.once_for(me().person_id))
            return redirect(url_for("imports.show", key=key))
    status = 422 if form.errors else 200
    return render_template("imports/new.html", form=form, columns=_columns()), status


@bp.get("/imports/<key>")
@needs(Capability.IMPORT)
def show(key: str) -> Any:
    file, data = imports.kept_file(actor(), key, now=now())
    outcome = imports.look(actor(), Subject(file.kind), data, file.name, now=now())
    form = TakeForm(hat_id=actor().membership_id)
    form.key.data = key
    return _preview(file.name, Subject(file.kind), outcome, form)


@bp.get("/imports/<key>/errors")
@needs(Capability.IMPORT)
def errors(key: str) -> Response:
    """The same table with a column that says what to mend, to be sent again when it is mended."""
    file, data = imports.kept_file(actor(), key, now=now())
    if not can_be_marked(file.name):
        abort(404)
    subject = Subject(file.kind)
    outcome = imports.look(actor(), subject, data, file.name, now=now())
    wrong = [(one.line, column_words(subject, one.column), str(FAULTS[one.fault])) for one in outcome.faults]
    stem, _dot, ending = file.name.rpartition(".")
    body = marked(data, file.name, wrong, ERRORS)
    return sent(body, _("%(name)s（标出错误）", name=stem), ending.lower())


@bp.post("/imports/<key>")
@needs(Capability.IMPORT)
def take(key: str) -> Any:
    form = TakeForm()
    form.key.data = key
    file, data = imports.kept_file(actor(), key, now=now())
    subject = Subject(file.kind)
    reading = imports.read_file(subject, data, file.name)
    try:
        receipt = imports.take(
            actor(), subject, reading, name=file.name, digest=file.digest, now=now(), key=key,
            once=form.once_for(me().person_id),
        )  # fmt: skip
    except HasFaults as faults:
        return _preview(file.name, subject, faults.outcome, form), 422
    return _receipt(receipt)


def _receipt(counts: dict[str, int]) -> Response:
    flash(_("已导入%(added)s条，原来就有%(there)s条。", added=counts["added"], there=counts["there"]), "done")
    return redirect(url_for("imports.new"))  # type: ignore[return-value]


def _preview(name: str, subject: Subject, outcome: Outcome, form: TakeForm) -> str:
    counts = outcome.counts
    return render_template(
        "imports/show.html",
        name=name,
        subject_words=SUBJECTS[subject],
        counts=[
            (_("读到"), counts["rows"], ""),
            (_("将导入"), 0 if outcome.faults else counts["added"], ""),
            (_("已经有"), counts["there"], ""),
            (_("缺项"), counts["gaps"], "soon" if counts["gaps"] else ""),
            (_("错误"), counts["errors"], "late" if counts["errors"] else ""),
        ],
        gaps=gap_words(subject, outcome.gaps),
        heads=HEADS[subject],
        first=row_cells(subject, [] if outcome.faults else outcome.first),
        more=counts["added"] - len(outcome.first),
        untaken=untaken_words(outcome.untaken),
        made=made_words(outcome.made),
        faults=[
            (one.line, column_words(subject, one.column), one.value, FAULTS[one.fault])
            for one in outcome.faults[:SHOWN]
        ],
        more_faults=max(0, len(outcome.faults) - SHOWN),
        form=form,
        action=request.path,
        marked_url=url_for("imports.errors", key=form.key.data) if can_be_marked(name) and outcome.faults else "",
    )


def _columns() -> list[tuple[str, list[tuple[str, bool]]]]:
    return [
        (str(SUBJECTS[subject]), [(column.aliases[0], column.required) for column in columns])
        for subject, columns in COLUMNS.items()
    ]
