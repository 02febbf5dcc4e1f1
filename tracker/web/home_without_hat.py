"""Home of somebody whose seat has ended and who wears no other hat: since when, what becomes of the papers, what was
being written when it ended."""

from __future__ import annotations

from datetime import date, datetime

from tracker.queries.kept import kept_lately
from tracker.queries.seats import hanging_on, last_seat_of
from tracker.web.spoken import gettext as _
from tracker.web.typed import visible
from tracker.web.words import day_words


def seat_words(person_id: int, today: date) -> list[str]:
    """What a former deputy has to know; nothing for somebody who never held a seat. Days of Asia/Shanghai."""
    last = last_seat_of(person_id)
    if last is None or last >= today:
        return []
    held = hanging_on([person_id])
    found = [
        _("您的代表任期到%(day)s为止，从那以后不能再提出、附议和评价，也看不到案卷。", day=day_words(last, year=True))
    ]
    if held.led or held.signed:
        told = {"led": held.led, "signed": held.signed}
        found.append(
            _(
                "您领衔的%(led)s件、附议的%(signed)s件还没有办结，照常办理，提出人仍是您。"
                "有附议代表的，可能由其中一位接替领衔。要看进展和答复的，请向代表工作机构要打印件。",
                **told,
            )
        )
    if held.drafts:
        found.append(_("没有提交的草稿%(n)s件都保留着，别人看不到；再次当选的，登录后照样看得到。", n=held.drafts))
    return found


def typed_lately(person_id: int, at: datetime) -> list[str]:
    """What was sent when the log-in was over and can be sent no more, to be read and copied (kept for 24 hours)."""
    return [
        words
        for one in kept_lately(person_id, now=at)
        for words in visible([(name, text) for name, text in one.fields])
    ]
