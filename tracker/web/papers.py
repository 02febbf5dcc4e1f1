"""A paper in words: its title in full, what its official form shows, what it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tracker.domain.kinds import Kind, called
from tracker.domain.parties import SignatureState
from tracker.domain.rulebook import Rulebook
from tracker.models.suggestions import Consent, Suggestion
from tracker.queries.cosigning import Signer
from tracker.queries.files import of_paper
from tracker.web.file_words import file_row
from tracker.web.labels import CONSENTS, ORIGINS
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import number_words, phase_words

# What a paper still lacks, as `Suggestion.gaps` names it: the field on the page of the draft, and the words.
GAPS = {
    "analysis": ("analysis", _l("还没有写案据")),
    "title": ("title", _l("标题还没有写")),
    "problem": ("problem", _l("还没有写现在有什么问题")),
    "requests": ("requests", _l("还没有写请求，至少写一项")),
    "category": ("category", _l("还没有选类别")),
    "consent": ("consent", _l("还没有选能不能公开")),
    "consent_reason": ("consent_reason", _l("不公开的，还没有写理由")),
}


def official_title(title: str, kind: Kind = Kind.SUGGESTION) -> str:
    """What the paper is called officially, or that it has no title yet."""
    return called(title, kind) if title.strip() else _("（还没有标题）")


def official_form(
    suggestion: Suggestion, signers: Sequence[Signer], *, book: Rulebook, certificate: str = "", files: bool = True
) -> dict[str, Any]:
    """The arguments of the macro `paper`: the suggestion as 建议专用纸, its `files` unless they stand elsewhere."""
    text = suggestion.text
    return {
        "kind": _("代表议案") if suggestion.is_bill else _("代表建议、批评和意见"),
        "number": _number(suggestion, book),
        "title": official_title(suggestion.title, suggestion.kind),
        "facts": [(label, words) for label, words in _facts(suggestion, signers, certificate) if words],
        "problem": text.problem if text else "",
        "analysis": text.analysis if text else "",
        "requests": [one.body for one in text.requests] if text else [],
        "foot": _("；").join(_foot(suggestion)),
        "files": [file_row(suggestion.id, one) for one in of_paper(suggestion.id)] if files else [],
        "parts": (_("案由"), _("案据"), _("方案")) if suggestion.is_bill else None,
    }


def _foot(suggestion: Suggestion) -> Iterator[str]:
    if suggestion.is_confidential:
        yield _("代表要求对姓名和内容保密")
    if suggestion.paper_is_unconfirmed:
        yield _("有照纸质件代录的内容，待本人确认")


def _number(suggestion: Suggestion, book: Rulebook) -> str:
    if not suggestion.number:
        return _("还没有编号")
    return number_words(suggestion.number) if suggestion.is_bill else book.numbering.words(suggestion.number)


def _facts(suggestion: Suggestion, signers: Sequence[Signer], certificate: str) -> list[tuple[str, str]]:
    return [
        (_("提出") if suggestion.is_delegations else _("领衔代表"), proposer_words(suggestion)),
        (_("届次"), session_words(suggestion)),
        (
            _("联名代表") if suggestion.is_bill else _("附议代表"),
            _("、").join(one.name for one in signers if one.state is SignatureState.AGREED) or _("没有"),
        ),
        (_("类别"), suggestion.category.name if suggestion.category else _("还没有选")),
        (_("来源"), origin_words(suggestion)),
        (_("公开意见"), consent_words(suggestion)),
        (_("想请谁办"), suggestion.proposed_unit.short_name if suggestion.proposed_unit else ""),
        (_("代表证号"), certificate),
    ]


def proposer_words(suggestion: Suggestion) -> str:
    """林若溪（滨湖代表团）, or of a delegation's paper 滨湖代表团（联系人林若溪）."""
    author = suggestion.author.name if suggestion.author else ""
    place = suggestion.delegation.name if suggestion.delegation else ""
    if suggestion.is_delegations:
        return _("%(place)s（联系人%(name)s）", place=place, name=author)
    return f"{author}（{place}）" if place else author


def session_words(suggestion: Suggestion) -> str:
    """第七届第六次会议 闭会期间, 第七届第七次会议期间."""
    if suggestion.session is None:
        return ""
    name = f"{suggestion.session.term.name}{suggestion.session.name}"
    return phase_words(name, sitting=bool(suggestion.in_session), gap=" ")


def origin_words(suggestion: Suggestion) -> str:
    """走访、联络站接待（滨湖路社区）."""
    known = _("、").join(str(ORIGINS[code]) for code in suggestion.origins if code in ORIGINS)
    note = suggestion.origin_note
    return f"{known}（{note}）" if known and note else known or note


def consent_words(suggestion: Suggestion) -> str:
    """同意全文公开, or 不公开 with the reason."""
    if suggestion.consent is None:
        return _("还没有选")
    words = str(CONSENTS[suggestion.consent])
    reason = suggestion.consent_reason.strip() if suggestion.consent is Consent.NONE else ""
    return f"{words}（{reason}）" if reason else words


def gap_links(gaps: Iterable[str], *, page: str = "") -> list[tuple[str, str]]:
    """What is lacking, with the address of the field on the page of the draft."""
    return [(str(GAPS[gap][1]), f"{page}#{GAPS[gap][0]}") for gap in gaps if gap in GAPS]
