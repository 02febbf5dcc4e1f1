"""The lines of home in words: the verb, why the line is here, what makes it go away, and what was done today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.states import SuggestionState
from tracker.queries.ahead import Deed
from tracker.queries.inbox import Line
from tracker.web import (
    home_bills,
    home_chases,
    home_clearance,
    home_commitments,
    home_entries,
    home_escalations,
    home_joint,
    home_objections,
    home_ratings,
    home_reviews,
)
from tracker.web.labels import TASK_ROLES
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import clock_words, day_words, number_words, waited_words

VERBS = {
    Action.REVISE: _l("请写完"),
    Action.ACCEPT: _l("请审查"),
    Action.ASSIGN: _l("请交办"),
    Action.PRE_ASSIGN: _l("请预交办"),
    Action.SPEAK: _l("请说意见"),
    Action.DISTRIBUTE: _l("请转办"),
    Action.SIGN_FOR: _l("请签收"),
    Action.GIVE: _l("请交经办人"),
    Action.OPINE: _l("请会办"),
    Action.ACCEPT_OPINION: _l("请看会办"),
    Action.ANSWER_DISAGREEMENT: _l("请写意见"),
    Action.DECIDE_DISAGREEMENT: _l("请协调分歧"),
    Action.CONFIRM_CONTACT: _l("请确认沟通"),
    Action.DRAFT_REPLY: _l("请起草答复"),
    Action.RATE: _l("请评价"),
    Action.REHANDLE: _l("请决定"),
}
# What makes the line go away.
ENDINGS = {
    Action.REVISE: _l("提交以后，这一行就没有了。"),
    Action.ACCEPT: _l("立案编号、退回修改或者不作为建议处理，三者选一。"),
    Action.ASSIGN: _l("选好承办单位、交办出去即可。"),
    Action.PRE_ASSIGN: _l("选好拟交的单位、发出征求意见即可。"),
    Action.SPEAK: _l("说是、不是，或者应当是谁。"),
    Action.DISTRIBUTE: _l("确认或者改定单位、发出去即可。"),
    Action.SIGN_FOR: _l("签收即可，可以同时交给经办人。"),
    Action.GIVE: _l("指定一位经办人即可。"),
    Action.OPINE: _l("把意见发给主办单位即可。"),
    Action.ACCEPT_OPINION: _l("采用，或者写明为什么退回。"),
    Action.ANSWER_DISAGREEMENT: _l("写下本单位的意见即可，由上面协调决定。"),
    Action.DECIDE_DISAGREEMENT: _l("看双方意见，写明决定即可。"),
    Action.CONFIRM_CONTACT: _l("记得对的点一下；不对的写一句更正。"),
    Action.DRAFT_REPLY: _l("每一项都答完、送签即可。"),
    # Whether it may be changed afterwards depends on who has still to rate: the page itself says that.
    Action.RATE: _l("两个问题，评完即可。"),
    Action.REHANDLE: _l("决定重新办理，或者说明为什么不再办理。"),
}
DONE = {
    Action.START: _l("已起草"),
    Action.REVISE: _l("已改文本"),
    Action.SUBMIT: _l("已提交"),
    Action.DISCARD: _l("已作废"),
    Action.WITHDRAW: _l("已撤回"),
    Action.TAKE_UP: _l("已开始审"),
    Action.ACCEPT: _l("已立案"),
    Action.RETURN: _l("已退回"),
    Action.REFUSE: _l("未立案"),
    Action.ASSIGN: _l("已交办"),
    Action.PRE_ASSIGN: _l("已预交办"),
    Action.SPEAK: _l("已说意见"),
    Action.CLOSE_CIRCULATION: _l("已结束"),
    Action.JOIN_GROUP: _l("已并案"),
    Action.LEAVE_GROUP: _l("已移出"),
    Action.LINK: _l("已关联"),
    Action.UNLINK: _l("已去掉"),
    Action.ARCHIVE: _l("已收入"),
    Action.DISTRIBUTE: _l("已转办"),
    Action.SIGN_FOR: _l("已签收"),
    Action.GIVE: _l("已交经办"),
    Action.NOTE_CONTACT: _l("已记沟通"),
    Action.CONFIRM_CONTACT: _l("已确认"),
    Action.CORRECT_CONTACT: _l("已更正"),
    Action.ASK_CO: _l("已提要求"),
    Action.OPINE: _l("已会办"),
    Action.ACCEPT_OPINION: _l("已采用"),
    Action.SEND_BACK_OPINION: _l("已退回"),
    Action.RAISE_DISAGREEMENT: _l("已提分歧"),
    Action.ANSWER_DISAGREEMENT: _l("已写意见"),
    Action.DECIDE_DISAGREEMENT: _l("已定分歧"),
    Action.RATE: _l("已评价"),
    Action.REHANDLE: _l("已定重办"),
    Action.EXPLAIN: _l("已作说明"),
}
# Others name the number of another paper, or one that was given before.
NUMBERING = frozenset({Action.ACCEPT, Action.PUT_ON_AGENDA, Action.REFER, Action.CONVERT})
VERBS |= home_ratings.VERBS | home_bills.VERBS | home_joint.VERBS | home_clearance.VERBS | home_chases.VERBS
ENDINGS |= home_ratings.ENDINGS | home_bills.ENDINGS | home_joint.ENDINGS | home_clearance.ENDINGS | home_chases.ENDINGS
DONE |= home_ratings.DONE | home_bills.DONE | home_joint.DONE | home_clearance.DONE
VERBS |= home_entries.VERBS | home_objections.VERBS | home_reviews.VERBS | home_escalations.VERBS
ENDINGS |= home_entries.ENDINGS | home_objections.ENDINGS | home_reviews.ENDINGS | home_escalations.ENDINGS
DONE |= home_entries.DONE | home_objections.DONE | home_reviews.DONE | home_escalations.DONE
DONE |= home_commitments.DONE | home_chases.DONE


def verb_words(line: Line) -> str:
    """The verb in front; a paper that came back and a reply that was sent back say so."""
    if line.action is Action.REVISE and line.row.state is SuggestionState.RETURNED:
        return _("请修改")
    if line.action is Action.REVISE and line.row.state is SuggestionState.COSIGNING:
        return _("请提交")
    if line.cause is not None and line.cause.action in home_clearance.SENT_BACK:
        return _("请重写答复")
    if line.cause is not None and line.cause.action is Action.SEND_BACK_OPINION:
        return _("请重报会办")
    if line.row.gone_handler:
        return _("请换经办人")
    if line.action is Action.DRAFT_REPLY and line.row.round_no > 1:
        return _("请重新答复")
    return home_joint.verb_words(line) or str(VERBS[line.action])


def why_words(line: Line) -> str:
    """One sentence on why it is here, one on what ends it."""
    why = home_chases.pressed_words(line) + _WHY[line.action](line, line.row)
    ending = str(ENDINGS[line.action])
    return _("%(why)s%(ending)s", why=why, ending=ending) if why and ending else why + ending


def waited(line: Line, today: date) -> str:
    """已等8天; of a draft, which nobody waits for, when it was last changed."""
    if line.action is Action.REVISE and line.row.state is not SuggestionState.RETURNED:
        return _("%(day)s改过", day=day_words(day_of(line.row.changed_at)))
    return waited_words(since(line), today)


def since(line: Line) -> date | None:
    """The day from which it waits."""
    row = line.row
    if row.gone_handler:
        return row.gone_on or row.assigned_on  # type: ignore[no-any-return]
    if line.cause:
        return day_of(line.cause.at)
    days = {
        Action.REVISE: day_of(row.changed_at),
        Action.AGREE: day_of(row.asked_at) if row.asked_at else None,
        Action.ACCEPT: row.submitted_on,
        Action.CHECK: row.submitted_on,
        Action.CONVERT: row.submitted_on,
        Action.CONCLUDE: row.submitted_on,
        Action.ASSIGN: row.registered_on,
        Action.PRE_ASSIGN: row.registered_on,
        Action.SPEAK: row.started_on,
        Action.DISTRIBUTE: row.opened_on,
        Action.SIGN_FOR: row.assigned_on,
        Action.RATE: row.delivered_on,
        **dict.fromkeys((Action.RATE_COMMITMENT, Action.CONFIRM_COMMITMENT_RATING), row.started_on),
        Action.REHANDLE: row.started_on or row.delivered_on,
    }
    return days.get(line.action, row.assigned_on)


def done_words(deed: Deed) -> tuple[str, str]:
    """已立案, 「09:12 编为第20260631号」."""
    action = next((one for one in DONE if one.value == deed.action), None)
    given = deed.facts.get("number") if action in NUMBERING else None
    detail = _("编为%(number)s", number=number_words(given)) if given else ""
    return str(DONE[action]) if action else deed.action, f"{clock_words(deed.at)} {detail}".strip()


def _revise(line: Line, row: Any) -> str:
    if row.state is SuggestionState.RETURNED and line.cause:
        return _("%(day)s退回：%(note)s。", day=_day(line), note=_short(line.cause.note))
    if row.state is SuggestionState.COSIGNING:
        agreed = row.signer_count - 1
        return _("正在请代表附议，已有%(n)s人同意。", n=agreed) if agreed else _("正在请代表附议，还没有人同意。")
    return _("草稿还没有提交，别人看不到。")


def _accept(_line: Line, row: Any) -> str:
    facts = {"who": row.author or _("代表"), "day": day_words(row.submitted_on), "n": row.signer_count - 1}
    told = _("%(who)s代表%(day)s提交，%(n)s人附议。", **facts) if facts["n"] else _("%(who)s代表%(day)s提交。", **facts)
    return told + (home_reviews.outcome(row) or (_("已开始审查。") if row.state is SuggestionState.IN_REVIEW else ""))


def _assign(_line: Line, row: Any) -> str:
    told = _("%(day)s立案。", day=day_words(row.registered_on))
    return told + (_("代表想请%(unit)s办。", unit=row.proposed_unit) if row.proposed_unit else "")


def _distribute(_line: Line, row: Any) -> str:
    role = TASK_ROLES[row.role]
    return _("%(day)s交来，建议由%(unit)s%(role)s。", day=day_words(row.opened_on), unit=row.unit, role=role)


def _sign_for(_line: Line, row: Any) -> str:
    told = _("%(day)s交办，本单位%(role)s。", day=day_words(row.assigned_on), role=TASK_ROLES[row.role])
    return told + home_objections.window_words(row, day_of(now()))


def _give(line: Line, row: Any) -> str:
    if row.gone_handler:
        return _("原经办人%(name)s已不在本单位任职。", name=row.gone_handler)
    return _("%(day)s签收，本单位%(role)s，还没有经办人。", day=_signed_on(line), role=TASK_ROLES[row.role])


def _signed_on(line: Line) -> str:
    """The day of the receipt; of one on paper the day that stands on it, not that of its entry."""
    written = line.cause.facts.get("on_paper_of") if line.cause else None
    return day_words(date.fromisoformat(written)) if written else _day(line)


def _opine(line: Line, row: Any) -> str:
    lead = row.lead_unit or _("主办单位")
    if line.cause and line.cause.action is Action.SEND_BACK_OPINION:
        return _("%(unit)s%(day)s退回：%(note)s。", unit=lead, day=_day(line), note=_short(line.cause.note))
    if row.asked:
        return _("主办单位%(unit)s请本单位：%(asked)s。", unit=row.lead_unit or "", asked=_short(row.asked))
    return (
        _("主办单位%(unit)s在等本单位的意见。", unit=row.lead_unit)
        if row.lead_unit
        else _("主办单位在等本单位的意见。")
    )


def _judge(line: Line, row: Any) -> str:
    return _("%(unit)s%(day)s交来会办意见。", unit=row.unit, day=_day(line))


def _dispute(line: Line, row: Any) -> str:
    told = {"unit": row.unit, "note": _short(line.cause.note) if line.cause else ""}
    return _("与%(unit)s会办的分歧：%(note)s。", **told) if told["note"] else _("与%(unit)s会办有分歧。", **told)


def _talked(line: Line, row: Any) -> str:
    return _("%(unit)s%(day)s记了与您的沟通，您确认以后才作数。", unit=row.unit, day=_day(line))


def _draft(line: Line, row: Any) -> str:
    if line.cause and line.cause.action in home_clearance.SENT_BACK:
        told = {"who": line.cause.name, "day": _day(line), "note": _short(line.cause.note)}
        return _("%(who)s%(day)s退回：%(note)s。", **told)
    if line.cause and line.cause.action is Action.REHANDLE:
        return _("%(day)s决定重新办理：%(note)s。", day=_day(line), note=_short(line.cause.note))
    facts = {"role": TASK_ROLES[row.role], "done": row.answered, "all": len(row.part)}
    return _("本单位%(role)s，共%(all)s项请求，已答%(done)s项。", **facts)


def _rate(_line: Line, row: Any) -> str:
    facts = {"unit": row.unit, "day": day_words(row.delivered_on), "letter": row.letter or "—"}
    return _("%(unit)s%(day)s答复，%(letter)s类。", **facts)


_WHY: dict[Action, Callable[[Line, Any], str]] = {
    Action.REVISE: _revise,
    Action.ACCEPT: _accept,
    Action.ASSIGN: _assign,
    Action.PRE_ASSIGN: _assign,
    Action.SPEAK: lambda _line, row: _("%(day)s以前不说，按没有不同意见。", day=day_words(row.circulated_until)),
    Action.DISTRIBUTE: _distribute,
    Action.SIGN_FOR: _sign_for,
    Action.GIVE: _give,
    Action.OPINE: _opine,
    Action.ACCEPT_OPINION: _judge,
    Action.ANSWER_DISAGREEMENT: _dispute,
    Action.DECIDE_DISAGREEMENT: _dispute,
    Action.CONFIRM_CONTACT: _talked,
    Action.DRAFT_REPLY: _draft,
    Action.RATE: _rate,
    Action.REHANDLE: lambda _line, row: _("对%(unit)s的答复评价“不满意”，是否重新办理由您决定。", unit=row.unit),
}
_WHY |= home_ratings.WHY | home_chases.WHY
_WHY |= (
    home_clearance.WHY
    | home_bills.WHY
    | home_entries.WHY
    | home_joint.WHY
    | home_objections.WHY
    | home_reviews.WHY
    | home_escalations.WHY
)


def _day(line: Line) -> str:
    return day_words(day_of(line.cause.at)) if line.cause else ""


def _short(note: str, most: int = 60) -> str:
    bare = " ".join(note.split()).rstrip("。.；;")
    return bare if len(bare) <= most else bare[: most - 1] + "…"
