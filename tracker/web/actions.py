"""Where each act is done: the page of every action, and the acts that hand in nothing but a note."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from tracker.clock import day_of, now
from tracker.domain import limits
from tracker.domain.actions import Action, Asks
from tracker.domain.lifecycle import STEPS
from tracker.domain.permissions import why_not
from tracker.domain.whys import Refused
from tracker.models.suggestions import Suggestion
from tracker.services import acts
from tracker.services._load import Invalid
from tracker.web.access import actor, me, on_suggestion
from tracker.web.action_labels import ACTIONS
from tracker.web.addresses import address, exists
from tracker.web.forms import Form
from tracker.web.lengths import at_most
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("actions", __name__)

# The page on which the act is done, and the ids its address takes.
_SUGGESTION, _TASK, _ROUND = ("suggestion_id",), ("suggestion_id", "task_id"), ("suggestion_id", "round_id")
_PROMISE = ("commitment_id",)
PAGES: dict[Action, tuple[str, tuple[str, ...]]] = {
    Action.REVISE: ("writing.edit", _SUGGESTION),
    Action.SUBMIT: ("writing.check", _SUGGESTION),
    Action.INVITE: ("cosigning.invite", _SUGGESTION),
    Action.AGREE: ("cosigning.answer", _SUGGESTION),
    Action.DECLINE: ("cosigning.answer", _SUGGESTION),
    Action.ASK_AGAIN: ("cosigning.ask_again", _SUGGESTION),
    Action.LEAVE: ("cosigning.leave", _SUGGESTION),
    Action.ASK_WITHDRAWAL: ("withdrawals.ask", _SUGGESTION),
    Action.CONSENT_WITHDRAWAL: ("withdrawals.answer", _SUGGESTION),
    Action.REFUSE_WITHDRAWAL: ("withdrawals.answer", _SUGGESTION),
    Action.RECALL_WITHDRAWAL: ("withdrawals.recall", _SUGGESTION),
    Action.OFFER_LEAD: ("leads.offer", _SUGGESTION),
    Action.TAKE_LEAD: ("leads.answer", _SUGGESTION),
    Action.DECLINE_LEAD: ("leads.answer", _SUGGESTION),
    Action.RECALL_LEAD: ("leads.recall", _SUGGESTION),
    Action.ACCEPT: ("reviews.show", _SUGGESTION),
    Action.RETURN: ("reviews.show", _SUGGESTION),
    Action.PUT_OUTCOME: ("outcomes.put", _SUGGESTION),
    Action.AGREE_OUTCOME: ("outcomes.answer", _SUGGESTION),
    Action.CONTEST_OUTCOME: ("outcomes.answer", _SUGGESTION),
    Action.RECALL_OUTCOME: ("outcomes.recall", _SUGGESTION),
    Action.REFUSE: ("outcomes.refuse", _SUGGESTION),
    Action.AS_LETTER: ("outcomes.as_letter", _SUGGESTION),
    Action.REFILE: ("refiling.new", _SUGGESTION),
    Action.CHECK: ("checks.show", _SUGGESTION),
    Action.TURN: ("bills.turn", _SUGGESTION),
    Action.PUT_ON_AGENDA: ("bills.decide", _SUGGESTION),
    Action.REFER: ("bills.decide", _SUGGESTION),
    Action.REFUSE_BILL: ("bills.decide", _SUGGESTION),
    Action.CONVERT: ("bills.decide", _SUGGESTION),
    Action.CONCLUDE: ("bills.conclude", _SUGGESTION),
    Action.ASSIGN: ("assignments.one", _SUGGESTION),
    Action.PRE_ASSIGN: ("circulation.one", _SUGGESTION),
    Action.SPEAK: ("circulation.speak", _SUGGESTION),
    Action.CLOSE_CIRCULATION: ("circulation.close", _SUGGESTION),
    Action.JOIN_GROUP: ("groups.merge", _SUGGESTION),
    Action.LEAVE_GROUP: ("groups.leave", _SUGGESTION),
    Action.LINK: ("links.edit", _SUGGESTION),
    Action.DISTRIBUTE: ("distribution.one", _SUGGESTION),
    Action.ENTER_SIGNATURE: ("entries.signature", _SUGGESTION),
    Action.CONFIRM_ENTRY: ("entries.answer", _SUGGESTION),
    Action.DISPUTE_ENTRY: ("entries.answer", _SUGGESTION),
    Action.SETTLE_ENTRY: ("entries.settle", _SUGGESTION),
    Action.ENTER_SIGN_FOR: ("entries.sign_for", _TASK),
    Action.ENTER_REPLY: ("entries.reply", _ROUND),
    Action.SIGN_FOR: ("tasks.sign_for", _TASK),
    Action.GIVE: ("tasks.give", _TASK),
    Action.NOTE_CONTACT: ("contacts.new", _TASK),
    Action.CONFIRM_CONTACT: ("contacts.answer", _TASK),
    Action.CORRECT_CONTACT: ("contacts.answer", _TASK),
    Action.ASK_CO: ("co_opinions.ask", _TASK),
    Action.OPINE: ("opinions.new", _TASK),
    Action.ACCEPT_OPINION: ("co_opinions.judge", _TASK),
    Action.SEND_BACK_OPINION: ("co_opinions.judge", _TASK),
    Action.RAISE_DISAGREEMENT: ("disagreements.new", _TASK),
    Action.ANSWER_DISAGREEMENT: ("disagreements.answer", _TASK),
    Action.DECIDE_DISAGREEMENT: ("disagreements.decide", _TASK),
    Action.OBJECT: ("objections.new", _TASK),
    Action.RECALL_OBJECTION: ("objections.recall", _TASK),
    Action.HEAR: ("hearings.answer", _TASK),
    Action.UPHOLD_OBJECTION: ("rulings.new", _TASK),
    Action.REJECT_OBJECTION: ("rulings.new", _TASK),
    Action.EXPLAIN_DELAY: ("extensions.explain", _TASK),
    Action.ASK_EXTENSION: ("extensions.ask", _TASK),
    Action.GRANT_EXTENSION: ("extensions.decide", _TASK),
    Action.REFUSE_EXTENSION: ("extensions.decide", _TASK),
    Action.CHASE: ("chases.new", _TASK),
    Action.ANSWER_CHASE: ("chases.answer", _TASK),
    Action.SUPERVISE: ("chases.supervise", _TASK),
    Action.PUT_TO_CHAIR: ("chases.chair", _TASK),
    Action.STATE_LATENESS: ("late_reasons.new", _TASK),
    Action.DRAFT_REPLY: ("replies.edit", _ROUND),
    Action.SEND_UP: ("replies.letter", _ROUND),
    Action.DELIVER: ("clearance.sign", _ROUND),
    Action.SEND_BACK: ("clearance.sign", _ROUND),
    Action.PASS_REVIEW: ("clearance.sign", _ROUND),
    Action.SIGN: ("clearance.sign", _ROUND),
    Action.RECALL_DRAFT: ("replies.letter", _ROUND),
    Action.PASS_CHECK: ("clearance.check", _ROUND),
    Action.SEND_BACK_CHECK: ("clearance.check", _ROUND),
    Action.RATE: ("ratings.new", _ROUND),
    Action.ENTER_RATING: ("paper_ratings.enter", _ROUND),
    Action.CONFIRM_RATING: ("paper_ratings.check", _ROUND),
    Action.REJECT_RATING: ("paper_ratings.check", _ROUND),
    Action.MAKE_RATING_LINKS: ("rating_links.make", _ROUND),
    Action.RATE_QUALITY: ("quality_ratings.new", _ROUND),
    Action.REHANDLE: ("decisions.new", _ROUND),
    Action.EXPLAIN: ("decisions.new", _ROUND),
    Action.ESCALATE: ("escalations.new", _ROUND),
    Action.CLOSE_ESCALATION: ("escalations.close", _ROUND),
    Action.NOTE_PROGRESS: ("commitment_acts.progress", _PROMISE),
    Action.CHASE_PROMISE: ("promise_chases.new", _PROMISE),
    Action.RATE_COMMITMENT: ("implementation_ratings.new", _PROMISE),
    Action.ENTER_COMMITMENT_RATING: ("paper_ratings.enter_of_promise", _PROMISE),
    Action.CONFIRM_COMMITMENT_RATING: ("paper_ratings.check_of_promise", _PROMISE),
    Action.REJECT_COMMITMENT_RATING: ("paper_ratings.check_of_promise", _PROMISE),
    Action.MAKE_COMMITMENT_LINKS: ("rating_links.make_of_promise", _PROMISE),
    Action.EXPLAIN_UNKEPT: ("commitment_acts.explain", _PROMISE),
    Action.ASK_MOVE: ("commitment_changes.move", _PROMISE),
    Action.ASK_DROP: ("commitment_changes.drop", _PROMISE),
    Action.RECALL_CHANGE: ("commitment_changes.recall", _PROMISE),
    Action.GRANT_CHANGE: ("commitment_changes.decide", _PROMISE),
    Action.REFUSE_CHANGE: ("commitment_changes.decide", _PROMISE),
    Action.FULFIL: ("commitment_acts.fulfil", _PROMISE),
    Action.NOT_SO: ("commitment_acts.not_so", _PROMISE),
    Action.ANSWER_NOT_SO: ("commitment_acts.answer", _PROMISE),
    Action.SETTLE_NOT_SO: ("commitment_acts.settle", _PROMISE),
    Action.TAKE_UP_PROMISE: ("commitment_acts.decide", _PROMISE),
    Action.LEAVE_PROMISE: ("commitment_acts.decide", _PROMISE),
}
# Done on the page of this module, which says first what will happen.
PLAIN = (Action.DISCARD, Action.WITHDRAW, Action.TAKE_UP, Action.TAKE_OVER, Action.SET_ASIDE)
DANGEROUS = frozenset(
    {
        Action.REFUSE,
        Action.AS_LETTER,
        Action.SET_ASIDE,
        Action.DISCARD,
        Action.WITHDRAW,
        Action.LEAVE,
        Action.ASK_WITHDRAWAL,
    }
)

_CONSEQUENCES = {
    Action.DISCARD: (
        _l("草稿作废，以后不能再改、再提交。"),
        _l("请过附议的代表不用再答复。"),
        _l("已经写下的文字保留在您自己的“我的建议”里，别人看不到。"),
    ),
    Action.WITHDRAW: (
        _l("还没有立案的，不再审查立案；已经编号的，编号保留，案卷照旧可以查。"),
        _l("已经交办的，各承办单位立即停止办理，期限不再计算。"),
        _l("撤回以后不能恢复；同一件事可以另写一件建议。"),
        _l("代表工作机构和承办单位看得到您写的理由。"),
    ),
    Action.SET_ASIDE: (
        _l("这一件不立案、不编号，到此为止，以后不能恢复。"),
        _l("提交时的文字和退回的意见都保留在案卷里；没有提交的改动只有署名代表看得到。"),
        _l("您写的理由会告知领衔代表和署名代表；领衔代表还在任期内的，可以在原文基础上重新提出。"),
    ),
    Action.TAKE_OVER: (
        _l("这一件改由您审查，经过里写明是从谁手里接过来的。"),
        _l("同事打开着的页面不会丢：他再提交时会看到您已经接手，写好的文字都在。"),
    ),
    Action.TAKE_UP: (
        _l("这一件标为“审查中”，同事知道已经有人在看。"),
        _l("代表能看到审查已经开始；审查期限照常计算。"),
    ),
}
_TITLES = {
    Action.DISCARD: _l("作废这份草稿"),
    Action.WITHDRAW: _l("撤回这件建议"),
    Action.TAKE_UP: _l("开始审查这件建议"),
    Action.TAKE_OVER: _l("接手审查这件建议"),
    Action.SET_ASIDE: _l("不再等待重新提交"),
}
_DONE = {
    Action.DISCARD: _l("草稿已作废。"),
    Action.WITHDRAW: _l("这件建议已撤回，代表工作机构看得到。"),
    Action.TAKE_UP: _l("已开始审查。"),
    Action.TAKE_OVER: _l("已接手，这一件现在由您审查。"),
    Action.SET_ASIDE: _l("已不再等待，这一件到此为止，理由已告知署名代表。"),
}
# What the note is called, and who reads it.
_NOTES = {
    Action.WITHDRAW: (_l("撤回的理由"), _l("代表工作机构会看到，会记入经过。")),
    Action.SET_ASIDE: (_l("不再等待的理由"), _l("领衔代表和署名代表会看到，会记入经过。")),
}


class ActForm(Form):
    """Nothing but a note, where the law asks for one."""

    note = TextAreaField(_l("理由"), validators=[at_most(limits.NOTE)])


def action_address(
    action: Action,
    suggestion_id: int,
    task_id: int | None = None,
    round_id: int | None = None,
    commitment_id: int | None = None,
) -> str:
    """The page on which to act, or the dossier where the application has none."""
    ids = {"suggestion_id": suggestion_id, "task_id": task_id or 0, "round_id": round_id or 0}
    ids["commitment_id"] = commitment_id or 0
    endpoint, names = PAGES.get(action, ("", ()))
    if exists(endpoint):
        return address(endpoint, **{name: ids[name] for name in names})
    if action in PLAIN:
        return url_for("actions.act", suggestion_id=suggestion_id, action=action.value)
    return address("dossier.show", suggestion_id=suggestion_id)


@bp.route("/suggestions/<int:suggestion_id>/acts/<action>", methods=["GET", "POST"])
@on_suggestion()
def act(suggestion: Suggestion, action: str) -> Response | tuple[str, int]:
    """The page that says what will happen, and the act itself."""
    what = _plain(action)
    form = ActForm(hat_id=actor().membership_id)
    _still_open(what, suggestion, form)
    if form.submitted():
        try:
            acts.act(
                actor(), what, suggestion.id, now=now(), note=form.note.data or "", once=form.once_for(me().person_id)
            )
        except Invalid as invalid:
            form.take(invalid)
        else:
            flash(str(_DONE[what]), "done")
            return redirect(url_for("dossier.show", suggestion_id=suggestion.id))
    return _page(form, suggestion, what), 422 if form.errors else 200


def _plain(name: str) -> Action:
    return next((action for action in PLAIN if action.value == name), None) or abort(404)


def _still_open(action: Action, suggestion: Suggestion, form: Form) -> None:
    # What was posted goes on to the service, which can tell a repeated form from a late one.
    why = why_not(actor(), action, suggestion, today=day_of(now()))
    if why is not None and not (form.is_submitted() and form.once.data):
        raise Refused(why, action)


def _page(form: ActForm, suggestion: Suggestion, action: Action) -> str:
    form.note.label.text, hint = _NOTES.get(action, (form.note.label.text, ""))
    return render_template(
        "actions/act.html",
        form=form,
        suggestion=suggestion,
        title=str(_TITLES[action]),
        button=str(ACTIONS[action]),
        lines=[str(words) for words in _CONSEQUENCES[action]],
        hint=hint,
        asks_note=STEPS[action].asks is Asks.NOTE,
        dangerous=action in DANGEROUS,
    )
