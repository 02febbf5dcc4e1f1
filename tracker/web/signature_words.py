"""Where an invitation to sign stands, in words: until when, what was signed and when, why it holds no more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tracker.clock import day_of
from tracker.domain.judging_joint import UNDER_PEN
from tracker.domain.parties import SignatureState
from tracker.models.suggestions import Signature, Suggestion
from tracker.queries.cosigning import Signer
from tracker.web.labels import SIGNATURES
from tracker.web.spoken import gettext as _
from tracker.web.words import clock_words, day_words

S = SignatureState


def standing_words(one: Signature | Signer, suggestion: Suggestion) -> str:
    """已附议（第2稿）, 等待答复（6月3日以前）, or why it lapsed."""
    words = str(SIGNATURES[one.state])
    if one.state is S.ASKED and one.answer_by is not None:
        return _("%(words)s（%(day)s以前）", words=words, day=day_words(one.answer_by))
    if one.state is S.AGREED and one.text_no != suggestion.text_no:
        return _("%(words)s（第%(n)s稿）", words=words, n=one.text_no)
    if one.state is S.LAPSED:
        return f"{words}{_('：')}{_why_lapsed(one, suggestion)}"
    return words


def to_renew(signers: Iterable[Signer], suggestion: Suggestion) -> str:
    """The names of those who signed an earlier version and can still sign the one of now; empty where nobody is."""
    if suggestion.state not in UNDER_PEN:
        return ""
    names = [one.name for one in signers if one.state is S.LAPSED and one.text_no != suggestion.text_no]
    return _("、").join(names)


def _why_lapsed(one: Signature | Signer, suggestion: Suggestion) -> str:
    if one.text_no != suggestion.text_no:
        facts = {"then": one.text_no, "now": suggestion.text_no, "day": day_words(one.answer_by)}
        if suggestion.state in UNDER_PEN:
            told = _("附议的是第%(then)s稿，现在是第%(now)s稿，要重新附议", **facts)
            return told + (_("（%(day)s以前）", **facts) if one.answer_by else "")
        return _("附议的是第%(then)s稿，现在是第%(now)s稿", **facts)
    if one.decided_at is not None and one.answer_by is not None and day_of(one.decided_at) == one.answer_by:
        return _("到%(day)s没有答复", day=day_words(one.answer_by))
    return _("提交时还没有答复")


def proof_words(one: Signature | Signer) -> str:
    """6月1日 10:02打开正文，10:05签名: when the text was opened that was signed."""
    if one.state not in (S.AGREED, S.LEADS) or one.decided_at is None:
        return ""
    signed = _moment(one.decided_at)
    if one.opened_at is None:
        return _("%(signed)s签名", signed=signed)
    same_day = day_of(one.opened_at) == day_of(one.decided_at)
    return _(
        "%(opened)s打开正文，%(signed)s签名",
        opened=_moment(one.opened_at),
        signed=clock_words(one.decided_at) if same_day else signed,
    )


def _moment(at: datetime) -> str:
    return f"{day_words(day_of(at))} {clock_words(at)}"
