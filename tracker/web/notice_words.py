"""What a notice says: what happened or what falls due, of which paper; the same words on the page and in a mail."""

from __future__ import annotations

from datetime import date

from flask import Flask

from tracker.domain.actions import Action
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.domain.telling import FIELDS, Rule, When, filled
from tracker.queries.inbox import Line as WorkLine
from tracker.queries.notices import Line
from tracker.web import home_words
from tracker.web.action_labels import ACTIONS
from tracker.web.home_news import WORDS as NEWS
from tracker.web.labels import CLOCK_VERBS, ROLES
from tracker.web.notice_labels import BESIDE, OFFICE, REASONS, TOLD
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words, number_words

# What a notice is about where it is about no paper, by the noun of its subject.
NOUNS = {"line": _l("答复口径"), "appraisal": _l("绩效考核")}


def what_words(line: Line, role: Role | None = None) -> str:
    """What happened, or what falls due. Of what one reader has to do next, the others read that it happened; without a
    role the words are those for whom it concerns."""
    if line.clock is not None:
        return str(CLOCK_VERBS[line.clock])
    if line.action in OFFICE:
        return str(OFFICE[line.action])
    try:
        action = Action(line.action or "")
    except ValueError:
        return ""
    doers, beside = BESIDE.get(action, (frozenset(), ""))
    if role is not None and doers and role not in doers:
        return str(beside)
    return str(TOLD.get(action) or NEWS.get(action) or ACTIONS[action])


def left_words(due_on: date, today: date) -> str:
    """还有3天, 今天到期, 已逾期2天: calendar days of Asia/Shanghai."""
    days = (due_on - today).days
    if days == 0:
        return _("今天到期")
    return _("还有%(n)s天", n=days) if days > 0 else _("已逾期%(n)s天", n=-days)


def paper_words(line: Line) -> str:
    """The paper as a message names it: by its number alone, and a confidential one by nothing."""
    if line.suggestion_id is None and not line.is_hidden:
        return str(NOUNS.get(line.subject.partition(":")[0], ""))
    if line.is_hidden or line.is_confidential or not line.number:
        return _("一件建议")
    return _("%(number)s建议", number=number_words(line.number))


def told_words(line: Line, rule: Rule, today: date) -> str:
    """The line of a mail, in the words the office has set."""
    due = line.due_on
    days = (day_words(due), left_words(due, today)) if due else ("", "")
    values = dict(zip(FIELDS, (paper_words(line), what_words(line), *days), strict=True))
    return filled(rule.words, values)


def work_words(line: WorkLine, confidential: set[int]) -> str:
    """What is to be done, as a line of the morning mail."""
    named = line.row.number and line.row.suggestion_id not in confidential
    paper = _("%(number)s建议", number=number_words(line.row.number)) if named else _("一件建议")
    verb = home_words.verb_words(line)
    if line.row.due_on is None:
        return _("%(verb)s：%(paper)s", verb=verb, paper=paper)
    return _("%(verb)s：%(paper)s，%(day)s到期", verb=verb, paper=paper, day=day_words(line.row.due_on))


def reason_words(code: str) -> str:
    """Why something was dropped or failed: our own codes in words, what a server said as it said it."""
    return str(REASONS.get(code, code))


def when_words(rule: Rule) -> str:
    """When a reminder is due, in calendar days."""
    if rule.when is When.BEFORE:
        return _("到期前%(n)s天以内，一次", n=rule.days)
    if rule.when is When.ON:
        return _("到期当天")
    if rule.when is When.EVERY:
        return _("逾期第一天，以后每%(n)s天", n=rule.days)
    if rule.when is When.AFTER:
        return _("逾期满%(n)s天，一次", n=rule.days)
    return _("每个工作日%(n)s点", n=rule.hour) if rule.hour else _("有人办了这件事")


def role_words(hat: Actor) -> str:
    """What a hat is called."""
    return str(ROLES[hat.role]) if hat.role is not None else ""


def init_app(app: Flask) -> None:
    """The words for the mails, which are put together where no page is."""
    app.jinja_env.filters["told"] = told_words
    app.jinja_env.filters["work_line"] = work_words
    app.jinja_env.filters["role_words"] = role_words
