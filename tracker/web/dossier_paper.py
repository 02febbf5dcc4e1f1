"""The paper of a dossier: the official form, who was asked to sign, and what an imported record left open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tracker.domain.intake import Subject
from tracker.domain.parties import Party, SignatureState
from tracker.domain.rulebook import Rulebook
from tracker.domain.states import SuggestionState
from tracker.models.suggestions import Suggestion
from tracker.queries.cosigning import Signer
from tracker.queries.dossier import Names
from tracker.web.dossier_reader import Reader
from tracker.web.intake_words import column_words
from tracker.web.labels import KINDS
from tracker.web.papers import official_form
from tracker.web.signature_words import proof_words, standing_words
from tracker.web.spoken import gettext as _
from tracker.web.words import day_words

# Who was asked and did not sign concerns only those who were asked.
SIGNING = frozenset({Party.AUTHOR, Party.ASSISTANT, Party.COSIGNER, Party.INVITEE, Party.SUCCESSOR})


def paper(suggestion: Suggestion, names: Names, book: Rulebook) -> dict[str, Any]:
    """The arguments of the macro `paper`; history shows what its source gave and says what it did not."""
    form = official_form(suggestion, _signers(suggestion, names), book=book, files=False)
    if suggestion.state is not SuggestionState.ARCHIVED:
        return form
    facts = [(label, words or _("未提供")) for label, words in _archived_facts(suggestion, names)]
    return form | {
        "kind": str(KINDS[suggestion.kind]),
        "number": suggestion.number or _("编号未提供"),
        "facts": facts,
        "foot": _source_words(suggestion.history),
    }


def _archived_facts(suggestion: Suggestion, names: Names) -> Iterator[tuple[str, str]]:
    kept = suggestion.history
    signers = [names.person(one.person_id) for one in suggestion.signatures]
    yield _("领衔代表"), suggestion.author.name if suggestion.author else kept.get("author", "")
    yield _("届次"), suggestion.session.name if suggestion.session else kept.get("session", "")
    yield _("附议代表"), _("、").join(name for name in signers if name)
    yield _("类别"), suggestion.category.name if suggestion.category else kept.get("category", "")
    yield _("提交日期"), day_words(suggestion.submitted_on, year=True)
    yield _("交办日期"), day_words(suggestion.assigned_on, year=True)
    for label, name in ((_("地区"), "region"), (_("结果类别"), "class"), (_("评价"), "rating"), (_("备注"), "note")):
        if kept.get(name):
            yield label, str(kept[name])


def _source_words(kept: dict[str, Any]) -> str:
    told = [str(kept[name]) for name in ("publish_note", "source_url") if kept.get(name)]
    return _("来源：%(words)s", words=_("，").join(told)) if told else ""


def gaps(suggestion: Suggestion) -> list[str]:
    """The columns its source left open, in words; nothing for papers that were written here."""
    return [column_words(Subject.SUGGESTIONS, name) for name in suggestion.history.get("gaps", ())]


def undated(suggestion: Suggestion, names: Names) -> list[dict[str, Any]]:
    """Replies whose day or unit the source does not tell, as letters with the gap said."""
    return [
        {
            "id": f"old-{place}",
            "letter": {
                "unit": names.unit(one.get("unit")) or _("单位未提供"),
                "document_no": one.get("document_no") or _("文号未提供"),
                "title": _("答复"),
                "to_words": "",
                "opening": one.get("body") or _("答复全文未提供。"),
                "answers": [],
                "signed_words": names.unit(one.get("unit")),
                "date_words": one.get("delivered_on") or _("日期未提供"),
                "contact": _("结果类别：%(letter)s", letter=one["letter"]) if one.get("letter") else "",
            },
        }
        for place, one in enumerate(suggestion.history.get("undated_replies", ()))
    ]


def invitations(suggestion: Suggestion, reader: Reader, names: Names) -> list[tuple[str, str, str, str]]:
    """Who was asked, what became of it, when it was read and signed, with which opinion: everything for those who were
    asked, the signatures for others."""
    who = reader.who
    inner = bool(who & SIGNING)
    every = inner and reader.looker is None
    shown = [one for one in suggestion.signatures if every or one.state is SignatureState.AGREED]
    return [
        (
            names.person(one.person_id),
            standing_words(one, suggestion),
            proof_words(one) if inner or Party.DESK in who else "",
            one.opinion if inner or Party.DESK in who else "",
        )
        for one in shown
        if one.state is not SignatureState.LEADS
    ]


def _signers(suggestion: Suggestion, names: Names) -> list[Signer]:
    return [
        Signer(one.person_id, names.person(one.person_id), "", one.state, one.text_no, one.asked_at, one.decided_at)
        for one in suggestion.signatures
    ]
