"""What is said of chasing a share (催办): the paper with its number, who was chased how often, what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tracker.domain.ladder import Form, Issuer, Planned, Rung, side_of
from tracker.domain.parties import Actor, Party
from tracker.models.chases import Chase
from tracker.models.tasks import Task
from tracker.web.action_labels import PARTIES
from tracker.web.chase_labels import FORMS
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words


def times_words(count: int) -> str:
    """催办3次."""
    return _("催办%(n)s次", n=count)


def number_words(one: Chase) -> str:
    """催办单〔2026〕3号; of what is no paper only its name."""
    form = str(FORMS[one.form])
    if one.serial is None or one.series is None:
        return _("催办") if one.form is Form.CHASE else form
    return _("%(form)s〔%(year)s〕%(n)s号", form=form, year=one.series.rpartition("-")[2], n=one.serial)


def parties_words(parties: Iterable[Party]) -> str:
    """承办单位收文员、经办人."""
    return _("、").join(str(PARTIES[one]) for one in parties)


def to_words(rung: Rung) -> str:
    """Whom a step goes to, and who gets a copy."""
    told = _("发给%(who)s", who=parties_words(rung.to))
    return told + (_("，抄送%(who)s", who=parties_words(rung.copies)) if rung.copies else "")


def step_words(step: Planned, today: date, *, held_back: bool = False) -> str:
    """「3月30日起可发督办通知，发给承办单位签发人」: the step, its day, whom it reaches, before it happens."""
    day = day_words(step.on, year=step.on.year != today.year)
    facts = {"day": day, "name": step.rung.name, "to": to_words(step.rung)}
    if step.rung.by is Issuer.OFFICE:
        if step.on <= today:
            return _("%(name)s：%(day)s起等着发出，%(to)s。", **facts)
        return _("%(name)s：%(day)s起可以发出，%(to)s。", **facts)
    if held_back:
        return _("%(name)s：退件或者延期有结果以前不发，%(to)s。", **facts)
    return _("%(name)s：%(day)s由系统自动发出，%(to)s。", **facts)


def plain_words(step: Planned, today: date) -> str:
    """The same for a deputy: what will happen when nothing comes, and on which day."""
    facts = {"day": day_words(step.on, year=step.on.year != today.year), "name": step.rung.name}
    if step.rung.form is Form.REMINDER:
        return _("%(day)s系统提醒承办单位。", **facts)
    if step.rung.by is Issuer.OFFICE:
        return _("还不答复的，%(day)s起由市人大或者督查室发出：%(name)s。", **facts)
    return _("还不答复的，%(day)s系统自动发出：%(name)s。", **facts)


def again_words(actor: Actor, task: Task, today: date) -> str:
    """From when on this side may chase again, where it has to wait."""
    again = task.chased_until(side_of(actor.role))
    if again is None or again <= today:
        return ""
    return _("这一方刚催过，%(day)s起可以再催。", day=day_words(again, year=again.year != today.year))


def is_held_back(task: Task) -> bool:
    """Whether time holds back with its papers: an office owes the unit its word first."""
    return task.objection_is_open or task.extension_is_open
