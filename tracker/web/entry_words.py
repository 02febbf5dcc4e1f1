"""Words for what came on paper and was entered by staff (代录)."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.domain.entries import Channel, Entered
from tracker.models.joint import PaperEntry
from tracker.models.suggestions import Suggestion

CHANNELS = {
    Channel.SCREEN: _l("系统内"),
    Channel.PAPER: _l("纸质"),
    Channel.FAX: _l("传真"),
    Channel.MAIL: _l("邮寄"),
    Channel.PHONE: _l("电话"),
}
ENTERED = {
    Entered.SUGGESTION: _l("建议"),
    Entered.SIGNATURE: _l("附议"),
    Entered.SIGN_FOR: _l("签收"),
    Entered.REPLY: _l("答复"),
}


def channel_words(channel: str) -> str:
    """How something came in, by its code."""
    return next((str(words) for one, words in CHANNELS.items() if one.value == channel), "")


def mark_words(suggestion: Suggestion) -> str:
    """The mark over a case while something entered for a deputy or a unit is not confirmed."""
    if not suggestion.open_entries:
        return ""
    return _("代录，待本人确认") if suggestion.paper_is_unconfirmed else _("代录，待本单位确认")


def stands_words(entry: PaperEntry) -> str:
    """代录，待本人确认; what became of it once it was answered."""
    if entry.is_open:
        return _("代录，待本人确认") if entry.person_id else _("代录，待本单位确认")
    who = entry.answered_by.name if entry.answered_by else ""
    return _("%(who)s提出异议", who=who) if entry.is_disputed else _("%(who)s已确认", who=who)
