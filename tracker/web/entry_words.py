"""Words for what came on paper and was entered by staff (代录)."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.domain.entries import Channel, Entered
from tracker.models.joint import PaperEntry
from tracker.models.suggestions import Suggestion
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

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


# What becomes of each when it is void, and when it stands.
EFFECTS = {
    Entered.SUGGESTION: (
        _l("作废：这一件就此终止，编号、文字和办过的都留着；署名代表和承办单位在案卷里看得到。代表可以自己另外提出。"),
        _l("维持：照常办理；领衔代表要撤回的，可以自己撤回。"),
    ),
    Entered.SIGNATURE: (
        _l("提出异议时，这个附议已经不再计入。"),
        _l("核对以后写明结果，作废即可；确属误会的，请在案卷里重新“代录附议”，由本人确认。"),
    ),
    Entered.SIGN_FOR: (
        _l("作废：退回待签收，由该单位自己签收；签收期限仍是原来的日子。"),
        _l("维持：照常办理，签收日期不变。"),
    ),
    Entered.REPLY: (
        _l("作废：代表那里不再有这份答复，退回承办单位，由收文员交经办人；单位原来的草稿还给单位。"),
        _l("答复期限仍是原来的日子。录入的文字留在案卷里，写明作废。"),
        _l("维持：仍是该单位的答复，代表照常评价。"),
    ),
}
STANDS_ONLY = _l("以后的办理已经以它为依据（已有代表评价，或者单位已经交办、办结），只能维持。")


def channel_words(channel: str) -> str:
    """How something came in, by its code."""
    return next((str(words) for one, words in CHANNELS.items() if one.value == channel), "")


def what_words(what: Iterable[str]) -> str:
    """What was entered, by its codes: 建议、附议."""
    return _("、").join(str(words) for one, words in ENTERED.items() if one.value in set(what)) or _("内容")


def mark_words(suggestion: Suggestion) -> str:
    """The mark over a case while something entered for a deputy or a unit is not confirmed, or is denied."""
    if suggestion.disputed_entries:
        return _("代录有异议，待核实")
    if not suggestion.open_entries:
        return ""
    return _("代录，待本人确认") if suggestion.paper_is_unconfirmed else _("代录，待本单位确认")


def stands_words(entry: PaperEntry) -> str:
    """代录，待本人确认; what became of it once it was answered."""
    if entry.is_open:
        return _("代录，待本人确认") if entry.person_id else _("代录，待本单位确认")
    who = entry.answered_by.name if entry.answered_by else ""
    if not entry.is_disputed:
        return _("%(who)s已确认", who=who)
    if entry.is_unsettled:
        return _("%(who)s提出异议，待核实", who=who)
    return _("%(who)s提出异议，核实后作废", who=who) if entry.is_void else _("%(who)s提出异议，核实后维持", who=who)


def entered_words(suggestion: Suggestion) -> str:
    """To who reviews it: that it, or a signature under it, was entered from paper and what its side said so far."""
    told = {"open": suggestion.open_entries, "denied": suggestion.disputed_entries}
    if suggestion.disputed_entries:
        return _("代录的%(denied)s项本人有异议，还没有核实；有异议的附议没有计入。", **told)
    if suggestion.open_entries:
        return _("代录的%(open)s项还没有本人确认。照常审查。", **told)
    return ""
