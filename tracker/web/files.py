"""Handing out an attachment: authorised each time, only when clean and whole, never as a page of ours (rule R30)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, render_template, send_file, url_for

from tracker.clock import now
from tracker.domain.file_kinds import KINDS, Kind
from tracker.models.attachments import Attachment, Scan
from tracker.models.suggestions import Suggestion
from tracker.queries import files as found
from tracker.services.file_checks import whole_path
from tracker.web.access import actor, on_suggestion
from tracker.web.file_words import scan_words
from tracker.web.spoken import gettext as _

bp = Blueprint("files", __name__)
# Whatever is active in it can do nothing under our address.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


@bp.get("/suggestions/<int:suggestion_id>/files/<key>")
@on_suggestion()
def show(suggestion: Suggestion, key: str) -> Any:
    """One attachment of this case, for whoever may read the line it came with; another case's is not found here."""
    handed = found.find(actor(), suggestion, key) or abort(404)
    return handed_out(handed.file, back=url_for("dossier.show", suggestion_id=suggestion.id, _anchor="files"))


def handed_out(one: Attachment, *, back: str) -> Any:
    """A file the reader may open, if it is clean and whole; else a page that says why not, with the way `back`."""
    if one.file.scan is not Scan.CLEAN:
        return _closed(one.name, scan_words(one.file), back), 409
    path = whole_path(one.file, now=now())
    if path is None:
        return _closed(one.name, _("服务器上的这个文件缺失或者被改动，没有打开；已记录并提示管理员"), back), 503
    return _sent(path, one.name, KINDS[one.file.kind])


def _sent(path: Path, name: str, kind: Kind) -> Response:
    answer = send_file(
        path, mimetype=kind.media_type, as_attachment=not kind.inline, download_name=name, etag=path.name, max_age=None
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _closed(name: str, why: str, back: str) -> str:
    return render_template("files/closed.html", name=name, why=why, back=back)
