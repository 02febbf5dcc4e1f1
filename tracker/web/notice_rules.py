"""通知规则: when and how people are told, changed by the office one at a time, with a sample and a count before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from wtforms import IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs lag behind
from wtforms.validators import InputRequired, Optional

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.kinds import Kind
from tracker.domain.roles import Capability, can
from tracker.domain.rulebook import ClockKind
from tracker.domain.telling import RULES, Channel, Rule, Timing
from tracker.queries import notice_rules as known
from tracker.queries.notice_preview import Caused, last_month
from tracker.queries.notices import Line
from tracker.queries.sendings import failed_count, holding_on, without_address
from tracker.services import notice_rules
from tracker.services._load import Invalid, Stale
from tracker.services.notice_rules import RuleDraft
from tracker.web.access import actor, me, needs
from tracker.web.act_words import act_words
from tracker.web.forms import Form
from tracker.web.notice_labels import CHANNELS, RULE_WORDS, SIDES, TIMINGS
from tracker.web.notice_words import told_words, when_words
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

bp = Blueprint("notice_rules", __name__)


class RuleForm(Form):
    """A rule as the office wants it."""

    timing = RadioField(_l("什么时候告知"), validators=[InputRequired(_l("请选一项"))])
    channel = RadioField(_l("怎样告知"), validators=[InputRequired(_l("请选一项"))])
    days = IntegerField(_l("天数"), [Optional()], description=_l("日历天，1到60。"))
    hour = IntegerField(_l("几点"), [Optional()], description=_l("北京时间，0到23。"))
    words = StringField(
        _l("邮件里的一句话"),
        description=_l("可以用{编号}、{事项}、{期限}、{剩余}。标题和内容不写进邮件；保密件连编号也不写。"),
    )

    def shape(self, rule: Rule) -> None:
        """Leave the fields this rule has."""
        whole = rule.hour > 0
        closed = {Timing.AT_ONCE} if whole else {Timing.OFF} if rule.must else set()
        timings = [one for one in Timing if one not in closed]
        self.timing.choices = [SelectChoice(one.value, TIMINGS[one]) for one in timings]
        self.channel.choices = [SelectChoice(one.value, CHANNELS[one]) for one in Channel]
        if whole:
            del self.channel, self.words
        if not rule.is_reminder or not rule.days:
            del self.days
        if not whole:
            del self.hour

    def draft(self, rule: Rule) -> RuleDraft:
        """What is typed, over what the rule was where it has no field."""
        return RuleDraft(
            Timing(self.timing.data),
            Channel(self.channel.data) if "channel" in self else rule.channel,
            (self.days.data or 0) if "days" in self else rule.days,
            (-1 if self.hour.data is None else self.hour.data) if "hour" in self else rule.hour,
            (self.words.data or "") if "words" in self else rule.words,
        )


@bp.get("/notice-rules")
@needs(Capability.KEEP_NOTICES)
def index() -> str:
    """Every rule as it holds now."""
    changed = known.changed_codes()
    rows = [_row(rule, rule.code in changed) for rule in known.rules_now().values()]
    return render_template(
        "notice_rules/index.html",
        acts=[row for row in rows if row["group"] == "act"],
        limits=[row for row in rows if row["group"] == "limit"],
        whole=[row for row in rows if row["group"] == "whole"],
        mail=bool(current_app.config["MAIL_SERVER"]),
        without=without_address(holding_on(day_of(now()))),
        failed=failed_count(actor().role),
        keeps_robots=_keeps_robots(),
    )


@bp.route("/notice-rules/<code>", methods=["GET", "POST"])
@needs(Capability.KEEP_NOTICES)
def edit(code: str) -> Any:
    """One rule: as it is, as it would be, how many it would have caused; saved by a button of its own."""
    rule, held = known.rules_now().get(code) or abort(404), known.change_of(code)
    starts = {"timing": rule.timing.value, "channel": rule.channel.value, "days": rule.days, "hour": rule.hour}
    starts["words"] = rule.words
    form = RuleForm(data=starts, hat_id=actor().membership_id, at_version=held.version if held else 0)
    form.shape(RULES[code])
    draft = rule
    if form.submitted():
        wanted = form.draft(rule)
        draft = known.as_drafted(rule, wanted)
        try:
            if request.form.get("do") == "save":
                how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
                notice_rules.change(actor(), code, wanted, **how)
                flash(_("已改，从下一条通知起照这样发。"), "done")
                return redirect(url_for("notice_rules.index"))
            if wrong := notice_rules.problems(RULES[code], wanted):
                raise Invalid(**wrong)
        except Invalid as invalid:
            form.take(invalid)
        except Stale:
            form.take(Invalid(timing="rule_changed"))
    return _page(form, rule, draft, is_changed=held is not None)


@bp.post("/notice-rules/<code>/reset")
@needs(Capability.KEEP_NOTICES)
def reset(code: str) -> Any:
    """As it was shipped."""
    form = Form(hat_id=actor().membership_id)
    if code not in RULES:
        abort(404)
    how = {"version": form.version.data or 0, "now": now(), "once": form.once_for(me().person_id)}
    notice_rules.reset(actor(), code, **how)
    flash(_("已恢复为程序自带的规则。"), "done")
    return redirect(url_for("notice_rules.edit", code=code))


def _page(form: RuleForm, rule: Rule, draft: Rule, *, is_changed: bool) -> Any:
    page = render_template(
        "notice_rules/edit.html",
        form=form,
        row=_row(rule, is_changed),
        plain=Form(hat_id=actor().membership_id, at_version=form.version.data),
        is_changed=is_changed,
        sample=_sample(draft) if draft.words else "",
        caused=_caused(draft, last_month(draft, now=now())),
        log=[(act_words(event.action), event.at, who, _was(event.facts)) for event, who in known.log_of(rule.code)],
    )
    return page, 422 if form.errors else 200


def _caused(draft: Rule, caused: Caused) -> str:
    """What the rule as typed would have caused in the last thirty days, in words."""
    if draft.hour:
        words = _(
            "最近三十天至多发早上汇总%(m)s封、群消息%(k)s条；没有事的那天不发。",
            m=caused.mails,
            k=caused.groups,
        )
    else:
        counts = {"n": caused.told, "m": caused.mails, "k": caused.groups}
        words = _(
            "最近三十天会告知%(n)s人次，其中单独发邮件%(m)s封、群消息%(k)s条；其余只在系统内或者早上汇总里告知。",
            **counts,
        )
    return f"{words}{_('件数多，是抽样估算的。')}" if caused.is_rough else words


def _row(rule: Rule, is_changed: bool) -> dict[str, Any]:
    return {
        "code": rule.code,
        "group": "limit" if rule.is_reminder else "whole" if rule.hour else "act",
        "words": RULE_WORDS[rule.code],
        "side": SIDES[rule.side],
        "when": when_words(rule),
        "timing": TIMINGS[rule.timing],
        "channel": CHANNELS[rule.channel],
        "must": rule.must,
        "is_changed": is_changed,
    }


def _sample(rule: Rule) -> str:
    """What a mail by this rule would say of an invented paper that is due in three days, or was three days ago."""
    today = day_of(now())
    due = today + timedelta(days=-3 if rule.code.startswith("late") else rule.days)
    is_due = rule.is_reminder
    line = Line(
        id=0, rule=rule.code, membership_id=0, made_at=now(), read_at=None, is_over=False, suggestion_id=1,
        number=f"{today.year}0123", title="", kind=Kind.SUGGESTION, is_confidential=False,
        action=None if is_due else next(iter(sorted(rule.actions)), Action.ACCEPT).value, subject="",
        clock=ClockKind.REPLY if is_due else None, due_on=due if is_due else None,
    )  # fmt: skip
    return told_words(line, rule, today)


def _was(facts: dict[str, Any]) -> str:
    """What it was before a change, in short."""
    held = facts.get("from") or {}
    try:
        timing, channel = TIMINGS[Timing(held["timing"])], CHANNELS[Channel(held["channel"])]
    except (KeyError, ValueError):
        return ""
    return _("原来：%(timing)s，%(channel)s", timing=timing, channel=channel)


def _keeps_robots() -> bool:
    role = actor().role
    return role is not None and can(role, Capability.KEEP_ROBOTS)
