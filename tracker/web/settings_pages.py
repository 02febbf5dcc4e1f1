"""Basic data: one page that says what the desk keeps, how much of it there is, and what waits for a second person."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for

from tracker.domain.roles import Capability
from tracker.queries import organs
from tracker.queries.proposals import waiting_for
from tracker.queries.sendings import failed_count
from tracker.web.access import me, needs
from tracker.web.spoken import gettext as _

bp = Blueprint("settings_pages", __name__)


@bp.get("/settings")
@needs(Capability.KEEP_CATEGORIES)
def index() -> str:
    """The ways to everything the desk keeps."""
    counts = organs.counts()
    calendars, rulebooks = waiting_for(me().person_id)
    return render_template(
        "settings_pages/index.html",
        entries=[
            (_("承办单位"), url_for("units.index"), _("在用%(n)s个", n=counts["units"]), 0),
            (_("类别"), url_for("categories.index"), _("%(n)s类", n=counts["categories"]), 0),
            (
                _("届次、会议和代表团"),
                url_for("terms.index"),
                _("会议%(n)s次，代表团%(m)s个", n=counts["sessions"], m=counts["delegations"]),
                0,
            ),
            (_("人员"), url_for("people.index"), _("代表和承办单位人员"), 0),
            (_("放假安排"), url_for("calendars.index"), _("两个人才能改"), calendars),
            (_("办理规则"), url_for("rulebooks.index"), _("两个人才能改"), rulebooks),
            (_("绩效考核"), url_for("appraisals.index"), _("方案、各单位得分和异议"), 0),
            (_("文书模板"), url_for("document_templates.index"), _("Word 文书的版式"), 0),
            (_("答复口径"), url_for("lines.index"), _("各承办单位批准的常用答复，只能看"), 0),
            (_("通知"), url_for("notice_rules.index"), _("什么时候告诉谁、没有送达的"), failed_count(me().actor.role)),
            (_("导入"), url_for("imports.new"), _("单位、类别、人员、建议从表格成批导入"), 0),
        ],
    )
