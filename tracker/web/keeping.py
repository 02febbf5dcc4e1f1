"""Typed text is never lost: kept on the server when the log-in ran out, shown again to the same person only."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from tracker.clock import now
from tracker.domain.hints import is_marked
from tracker.queries import kept as kept_texts
from tracker.services import keeping
from tracker.web.sessions import me, session_key

bp = Blueprint("keeping", __name__)
SILENT = frozenset({"csrf_token", "once", "hat", "version", "password", "new_password", "again", "code"})


def keep_for_later() -> str | None:
    """Keep the posted fields for the person whose session ran out; the key to find them by, None when unknown.

    A text marked as secret is not kept: this system must not hold it (PB-10).
    """
    if not session_key() or any(is_marked(value) for value in request.form.values()):
        return None
    fields = [
        [name, value] for name, value in request.form.items(multi=True) if name not in SILENT - {"once", "version"}
    ]
    return keeping.keep(session_key(), path=request.full_path.rstrip("?"), fields=fields, now=now())


def fields_of(form: MultiDict[str, str]) -> list[tuple[str, str]]:
    """Everything typed, to be sent again, without secrets and without the tokens that are made anew."""
    return [(name, value) for name, value in form.items(multi=True) if name not in SILENT - {"once", "version"}]


def visible(fields: list[tuple[str, str]]) -> list[str]:
    """The texts among them a reader recognises as his own."""
    return [value for name, value in fields if name not in SILENT and len(value.strip()) > 1 and not value.isdigit()]


def resume(key: str) -> str:
    """The page that shows what was kept and sends it again with one press."""
    found = kept_texts.kept_text(me().person_id, key, now=now()) or abort(404)
    fields = [(name, value) for name, value in found.fields]
    return render_template(
        "errors/kept.html",
        title=_("您填写的内容都在"),
        happened=_("登录曾经过期，刚才的提交没有执行。"),
        kept=_("下面是您填写的内容，已为您保存。"),
        action=found.path,
        fields=fields,
        texts=visible(fields),
    )
