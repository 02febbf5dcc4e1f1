"""What hangs on the seats of deputies, in words."""

from __future__ import annotations

from tracker.queries.seats import Hanging
from tracker.web.spoken import gettext as _


def hanging_words(held: Hanging) -> list[tuple[str, str]]:
    """Each kind with its number; nothing of what there is none of."""
    found = [
        (_("没有提交的草稿"), held.drafts, _("%(n)s件，保留")),
        (_("领衔、还没有办结的"), held.led, _("%(n)s件，照常办理")),
        (_("附议、还没有办结的"), held.signed, _("%(n)s件，照常办理")),
        (_("等答复的附议邀请"), held.invitations, _("%(n)s件，到期失效")),
        (_("请别人附议、等答复的"), held.sent, _("%(n)s人，邀请失效")),
        (_("等答复的领衔邀请"), held.offers, _("%(n)s件，失效")),
        (_("正在征求撤回的建议"), held.requests, _("%(n)s件，征求失效，照常办理")),
        (_("代表助理"), held.assistants, _("%(n)s人，随任期结束")),
        (_("等评价的答复"), held.ratings, _("%(n)s份，不再等")),
    ]
    return [(label, words % {"n": count}) for label, count, words in found if count]
