"""What was typed when a log-in ran out, or a new password was due, is shown again to the same person only."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from tracker.clock import now
from tracker.queries import kept as kept_texts
from tracker.web.access import me, signed_in
from tracker.web.spoken import gettext as _
from tracker.web.typed_words import told

bp = Blueprint("keeping", __name__)


@bp.get("/kept/<key>")
@signed_in
def resume(key: str) -> str | Response:
    """The page that shows what was kept and sends it again with one press; somebody else is simply at home."""
    found = kept_texts.kept_text(me().person_id, key, now=now())
    if found is None:
        return redirect(url_for("home.show"))
    fields = [(name, value) for name, value in found.fields]
    return render_template(
        "errors/kept.html",
        title=_("您填写的内容都在"),
        happened=_("刚才的提交没有执行：登录已经过期，或者要先修改密码。"),
        kept=_("下面是您填写的内容，已为您保存。"),
        action=found.path,
        fields=fields,
        texts=told(fields, found.path),
        page=_page_of(found.path),
    )


def _page_of(path: str) -> str | None:
    """The page that was left, where its address can be opened again."""
    try:
        current_app.url_map.bind("localhost").match(path.partition("?")[0], method="GET")
    except HTTPException:
        return None
    return path
