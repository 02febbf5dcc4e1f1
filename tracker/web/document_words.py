"""Papers in words of the screen: what each is called, which one of its kind it is, how it is sent to the browser."""

from __future__ import annotations

import io

from flask import Response, send_file

from tracker.domain.documents import PaperKind
from tracker.queries.documents import Listed
from tracker.web.files import SANDBOX
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words

PAPERS = {
    PaperKind.SUGGESTION: _l("建议原文"),
    PaperKind.REFUSAL: _l("处理意见告知书"),
    PaperKind.WITHDRAWAL: _l("撤回告知书"),
    PaperKind.NOTICE: _l("交办通知"),
    PaperKind.LIST: _l("交办清单"),
    PaperKind.OBJECTION: _l("退件申请"),
    PaperKind.EXTENSION: _l("延期申请"),
    PaperKind.OPINION: _l("会办意见"),
    PaperKind.CHASE: _l("催办单"),
    PaperKind.SUPERVISION: _l("督办通知"),
    PaperKind.REPLY: _l("答复函"),
    PaperKind.FORM: _l("征询意见表"),
    PaperKind.REHANDLING: _l("重新办理通知"),
    PaperKind.ESCALATION: _l("协调会议通知"),
    PaperKind.MINUTES: _l("协调会议纪要"),
    PaperKind.COMMITMENTS: _l("承诺事项清单"),
    PaperKind.SECOND: _l("再次答复函"),
    PaperKind.KEY_LIST: _l("重点督办建议清单"),
    PaperKind.KEY_PLAN: _l("督办方案"),
    PaperKind.KEY_REPORT: _l("督办情况报告"),
    PaperKind.DOSSIER: _l("案卷"),
}
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def which_words(one: Listed) -> str:
    """市教育局，第2次，6月12日: which one of its kind; 草稿 while it is no paper yet."""
    times = _("第%(n)s次", n=one.no) if one.no > 1 else ""
    draft = _("草稿，不作凭证") if one.is_draft else ""
    return _("，").join(words for words in (one.unit, times, day_words(one.on, year=True), draft) if words)


def sent(data: bytes, name: str, ending: str) -> Response:
    """A file for the browser to save, never to open in our place; its name may be Chinese (RFC 5987)."""
    answer = send_file(
        io.BytesIO(data), mimetype=TYPES[ending], as_attachment=True, download_name=f"{name}.{ending}", max_age=None
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "no-store"
    return answer
