"""What happens next to a case and by whom, and what this reader may do about it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.domain.actions import Action
from tracker.domain.duties import duty
from tracker.domain.facts import Case
from tracker.domain.parties import Actor, TaskRole
from tracker.domain.permissions import absent_actions, open_actions
from tracker.domain.states import RoundState, SuggestionState, TaskState
from tracker.domain.whys import Why
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task
from tracker.queries import law
from tracker.web import dossier_bills
from tracker.web.action_labels import ACTIONS, WHYS, named
from tracker.web.actions import DANGEROUS, action_address
from tracker.web.outcome_words import intended_words
from tracker.web.refusal_grounds import basis_words
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

A, S, T, R = Action, SuggestionState, TaskState, RoundState

# What a button says where its page holds more than the one act.
BUTTONS = {
    A.REVISE: _l("继续写"),
    A.SUBMIT: _l("检查并提交"),
    A.AGREE: _l("答复是否附议"),
    A.DECLINE: _l("答复是否附议"),
    A.ASK_AGAIN: _l("再请答复附议"),
    A.CONSENT_WITHDRAWAL: _l("答复是否同意撤回"),
    A.REFUSE_WITHDRAWAL: _l("答复是否同意撤回"),
    A.TAKE_LEAD: _l("答复是否接替领衔"),
    A.DECLINE_LEAD: _l("答复是否接替领衔"),
    A.OFFER_LEAD: _l("更换领衔代表"),
    A.ACCEPT: _l("审查：立案或者退回修改"),
    A.RETURN: _l("审查：立案或者退回修改"),
    A.CHECK: _l("代表团初审"),
    A.TURN: _l("改为议案或者建议"),
    A.PUT_ON_AGENDA: _l("登记主席团决定"),
    A.REFER: _l("登记主席团决定"),
    A.REFUSE_BILL: _l("登记主席团决定"),
    A.CONVERT: _l("登记主席团决定"),
    A.AGREE_OUTCOME: _l("答复拟处理意见"),
    A.CONTEST_OUTCOME: _l("答复拟处理意见"),
    A.REFUSE: _l("决定不作为建议处理"),
    A.AS_LETTER: _l("决定作为代表来信处理"),
    A.DRAFT_REPLY: _l("起草答复"),
    A.SEND_UP: _l("核对答复并送审"),
    A.DELIVER: _l("签发答复或者退回重写"),
    A.SEND_BACK: _l("签发答复或者退回重写"),
    A.PASS_REVIEW: _l("审核答复稿"),
    A.SIGN: _l("签发答复或者退回重写"),
    A.PASS_CHECK: _l("检查答复"),
    A.SEND_BACK_CHECK: _l("检查答复"),
    A.RECALL_DRAFT: _l("收回答复稿来改"),
    A.REHANDLE: _l("决定是否重新办理"),
    A.EXPLAIN: _l("决定是否重新办理"),
    A.ESCALATE: _l("提请会商"),
    A.GIVE: _l("交给经办人"),
    A.UPHOLD_OBJECTION: _l("裁定退件申请"),
    A.REJECT_OBJECTION: _l("裁定退件申请"),
    A.GRANT_EXTENSION: _l("决定是否延期"),
    A.REFUSE_EXTENSION: _l("决定是否延期"),
    A.CONFIRM_CONTACT: _l("确认沟通记录"),
    A.CORRECT_CONTACT: _l("确认沟通记录"),
    A.ACCEPT_OPINION: _l("看会办意见：采用或者退回"),
    A.SEND_BACK_OPINION: _l("看会办意见：采用或者退回"),
}
_ANEW = {
    A.HEAR: _l("改对退件说过的意见"),
    A.SPEAK: _l("改对预交办说过的意见"),
}
# Reasons worth saying; the rest only tell that the case is at another stage.
TELLING = frozenset(
    {
        Why.OUTCOME_WAITS,
        Why.OUTCOME_DAY_PASSED,
        Why.SOMEBODY_ELSE_DECIDES,
        Why.OBJECTION_TOO_LATE,
        Why.OBJECTION_IS_OPEN,
        Why.PRINCIPAL_OBJECTS,
        Why.OBJECTED_TWICE,
        Why.REPLY_IS_UP,
        Why.ARBITER_RULES,
        Why.EXTENSION_IS_OPEN,
        Why.EXTENSION_TOO_LATE,
        Why.DELAY_UNEXPLAINED,
        Why.TOO_FEW_SIGNERS,
        Why.BILLS_ARE_CLOSED,
        Why.AWAITS_DELEGATION,
        Why.PAPER_INCOMPLETE,
        Why.OTHERS_SIGNED,
        Why.REPLY_IS_OUT,
        Why.WITHDRAWAL_WAITS,
        Why.INVITATION_EXPIRED,
        Why.REPLY_INCOMPLETE,
        Why.DRAFTED_BY_YOU,
        Why.SIGNED_BY_YOU,
        Why.PRINCIPAL_SIGNS,
        Why.ANOTHER_SIGNS,
        Why.WINDOW_SHUT,
        Why.FIRST_ROUND,
        Why.STILL_TO_CIRCULATE,
        Why.IS_CIRCULATING,
        Why.NOT_IN_HAND,
        Why.CHASED_LATELY,
        Why.SUPERVISED_ALREADY,
        Why.PUT_TO_CHAIR_ALREADY,
    }
)
# What the reasons against taking it back say already.
BESIDE_WITHDRAW = frozenset(
    {A.ASK_WITHDRAWAL, A.CONSENT_WITHDRAWAL, A.REFUSE_WITHDRAWAL, A.RECALL_WITHDRAWAL, A.DECLINE}
)
# Buttons somebody looks for a stage too early or too late.
AT_ANOTHER_STAGE: dict[tuple[Action, Any], Any] = {
    (A.REVISE, S.SUBMITTED): _l("已经提交，代表工作机构退回后才能再改。"),
    (A.REVISE, S.IN_REVIEW): _l("正在审查，代表工作机构退回后才能再改。"),
    (A.WITHDRAW, S.CLOSED): _l("已经办结，不能再撤回。"),
    (A.LEAVE, S.REGISTERED): _l("已经立案编号，不能再退出附议。"),
    (A.LEAVE, S.IN_HANDLING): _l("已经立案编号，不能再退出附议。"),
    (A.ASSIGN, S.SUBMITTED): _l("还没有立案编号。"),
    (A.ASSIGN, S.IN_REVIEW): _l("还没有立案编号。"),
    (A.RATE, R.DRAFTING): _l("答复还没有送到。"),
    (A.RATE, R.IN_CLEARANCE): _l("答复还没有送到。"),
    (A.DRAFT_REPLY, R.IN_CLEARANCE): _l("已经送审送签，收回或者退回以后才能再改。"),
    (A.DELIVER, R.DRAFTING): _l("经办人还没有送签。"),
}


@dataclass(frozen=True)
class Button:
    """One thing to press: the words and the page it opens."""

    words: str
    href: str
    is_duty: bool
    is_dangerous: bool


def cases_of(suggestion: Suggestion) -> Iterator[tuple[Case, Task | None, Round | None]]:
    """The suggestion, its tasks and the last round of each: all that can still be acted on."""
    yield suggestion, None, None
    for task in suggestion.tasks:
        yield task, task, None
        yield from ((one, task, one) for one in task.rounds)


def buttons(actor: Actor, suggestion: Suggestion, *, today: date) -> list[Button]:
    """Exactly what the law opens to this reader now, one for each page, what is waited for first."""
    found: dict[str, Button] = {}
    for case, task, one in cases_of(suggestion):
        owed = duty(actor, case, today=today)
        for action in open_actions(actor, case, today=today):
            href = action_address(action, suggestion.id, task.id if task else None, one.id if one else None)
            words = str(
                _of_bill(action, suggestion)
                or _anew(action, actor, suggestion, task)
                or BUTTONS.get(action, ACTIONS[action])
            )
            button = Button(_named(words, suggestion, task), href, action is owed, action in DANGEROUS)
            if href not in found or (button.is_duty and not found[href].is_duty):
                found[href] = button
    return sorted(found.values(), key=lambda button: not button.is_duty)


def _of_bill(action: Action, suggestion: Suggestion) -> Any:
    """What a button says of a bill, where the page holds less than for a suggestion."""
    return ACTIONS[action] if suggestion.is_bill and action is A.RETURN else None


def _anew(action: Action, actor: Actor, suggestion: Suggestion, task: Task | None) -> Any:
    """What a button says to a unit that has given its word and may change it."""
    if action not in _ANEW:
        return None
    mine = [one for one in suggestion.hearings if one.is_open and one.unit_id == actor.unit_id]
    about = task.id if task else None
    return _ANEW[action] if any(one.say for one in mine if one.task_id == about) else None


def _named(words: str, suggestion: Suggestion, task: Task | None) -> str:
    if task is None or len([one for one in suggestion.tasks if not one.was_replaced]) == 1:
        return words
    return _("%(what)s（%(unit)s）", what=words, unit=task.unit.short_name)


def reasons(
    actor: Actor, suggestion: Suggestion, tasks: Collection[Task], *, today: date
) -> list[tuple[str, str, str]]:
    """What this reader may be looking for, why it is not there, and by which rule; of several units, each of `tasks` by
    its name."""
    found: dict[str, tuple[str, str]] = {}
    book = law.rulebook_of(suggestion.assigned_on, today)
    for case, task, _one in cases_of(suggestion):
        if task is not None and (task not in tasks or task.was_replaced):
            continue
        for action, why in absent_actions(actor, case, today=today).items():
            if action in BESIDE_WITHDRAW or not dossier_bills.says(action, why, suggestion):
                continue
            words = str(WHYS[why]) if why in TELLING else str(AT_ANOTHER_STAGE.get((action, case.state), ""))
            if words:
                absent = _("还不能%(action)s", action=named(action))
                found.setdefault(_named(absent, suggestion, task), (words, basis_words(why, book)))
    return [(absent, *told) for absent, told in found.items()]


_WAITING = {
    S.DRAFT: _l("写好以后由领衔代表提交给市人大。"),
    S.COSIGNING: _l("正在请代表附议。领衔代表随时可以提交，没有答复的邀请届时失效。"),
    S.SUBMITTED: _l("等代表工作机构审查。"),
    S.IN_REVIEW: _l("代表工作机构正在审查，结果是立案、退回修改或者不作为建议处理。"),
    S.RETURNED: _l("等领衔代表修改后再次提交，收件日期保留。"),
    S.REGISTERED: _l("已立案编号，等代表工作机构交办。"),
    S.NOT_ACCEPTED: _l("没有立案，不再往下走；理由见经过。"),
    S.WITHDRAWN: _l("已撤回，不再往下走。"),
    S.ARCHIVED: _l("历史资料，只供查阅，没有下一步。"),
}


def next_words(suggestion: Suggestion, *, today: date, inner: bool, proposals: bool) -> list[str]:
    """Who has to do what now, in one to a few sentences; `proposals` names units the coordinator has yet to confirm."""
    if of_bill := dossier_bills.next_words(suggestion):
        return [of_bill]
    if suggestion.intended is not None and suggestion.state in (S.SUBMITTED, S.IN_REVIEW):
        return [intended_words(suggestion)]
    if inner and suggestion.state is S.REGISTERED and suggestion.circulates and suggestion.circulated_until:
        return [_("正在预交办，等承办单位说意见。")]
    if suggestion.state in _WAITING:
        return [str(_WAITING[suggestion.state])]
    if suggestion.state is S.CLOSED:
        return [_("已办结，没有下一步。")]
    tasks = [task for task in suggestion.tasks if not task.was_replaced]
    told = [_waits_for(task, today, inner=inner, proposals=proposals) for task in tasks]
    return list(dict.fromkeys(words for words in told if words)) or [_("正在办理。")]


def _waits_for(task: Task, today: date, *, inner: bool, proposals: bool) -> str:
    unit, last = task.unit.short_name, task.rounds[-1] if task.rounds else None
    if task.state is T.WITH_COORDINATOR:
        return _("等督查室转办给%(unit)s。", unit=unit) if proposals else _("等督查室转办。")
    if task.state is T.ASSIGNED:
        return _("等%(unit)s签收。", unit=unit)
    if task.state is T.SIGNED_FOR:
        return _("%(unit)s已签收，等交给经办人。", unit=unit)
    if task.state is T.HANDLING:
        return _at_work(task, unit, last, inner=inner)
    return _after_reply(unit, last, today) if last is not None else ""


def _at_work(task: Task, unit: str, last: Round | None, *, inner: bool) -> str:
    if task.role is TaskRole.CO:
        if inner and task.opinion is not None:
            return _("%(unit)s的会办意见已退回，等它重报。", unit=unit)
        return _("等%(unit)s把会办意见交给主办单位。", unit=unit)
    if inner and last is not None and last.state is R.IN_CLEARANCE:
        return _("%(unit)s的答复已经送签，等签发。", unit=unit)
    return _("等%(unit)s答复代表。", unit=unit)


def _after_reply(unit: str, last: Round, today: date) -> str:
    if last.state is R.DELIVERED:
        if last.nobody_can_rate(today):
            return _("%(unit)s已答复。署名代表都已离任，不再等评价。", unit=unit)
        # How many have still to rate only those read who rate or collect: to others it would say that somebody has.
        return _("%(unit)s已答复，等代表评价。", unit=unit)
    if last.escalation_is_open:
        return _("对%(unit)s的答复再次不满意，已提请会商，等会商结果。", unit=unit)
    if last.awaits_decision:
        return _("对%(unit)s的答复评价“不满意”，等代表工作机构决定是否重新办理。", unit=unit)
    return ""
