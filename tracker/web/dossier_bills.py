"""What a dossier says of a bill: the Presidium's decision, its steps, who has to do what now, whether ten sign it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.parties import Party
from tracker.domain.states import SuggestionState
from tracker.domain.whys import Why
from tracker.models.reviews import Outcome, Review
from tracker.models.suggestions import Suggestion
from tracker.queries.bills import decisions_on
from tracker.queries.dossier import Told
from tracker.queries.law import rulebook_for
from tracker.web import bill_words
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_section import Section
from tracker.web.spoken import gettext as _

A, S = Action, SuggestionState
WAITING = frozenset({S.SUBMITTED, S.IN_REVIEW})
WRITING = frozenset({S.DRAFT, S.COSIGNING, S.RETURNED})
# Who is to know that a bill has too few signers left: who decides on it, and who proposes it.
STAFF = frozenset({Party.DESK, Party.BILL_GROUP, Party.CLERK})
SIGNERS = frozenset({Party.AUTHOR, Party.ASSISTANT, Party.COSIGNER})
# The act by which the Presidium's decision is entered, whatever it is.
DECIDING = frozenset({A.PUT_ON_AGENDA, A.REFER, A.REFUSE_BILL, A.CONVERT})
# Reasons that are said once and not beside every act they stand against.
SAID_AT = {
    Why.BILLS_ARE_CLOSED: frozenset({A.SUBMIT}),
    Why.AWAITS_DELEGATION: frozenset({A.ACCEPT, A.PUT_ON_AGENDA}),
}


def says(action: Action, why: Why, suggestion: Suggestion) -> bool:
    """Whether the reason is worth saying beside this act; a bill is never assigned, so nobody looks for that."""
    if suggestion.is_bill and action is A.ASSIGN:
        return False
    return action in SAID_AT.get(why, frozenset({action}))


def decisions(suggestion: Suggestion, reader: Reader, _there: frozenset[str]) -> Section | None:
    """What was decided on a bill, and that too few sign it; nothing of a suggestion."""
    if not suggestion.is_bill or suggestion.state in WRITING:
        return None
    short = _too_few(suggestion, reader) if suggestion.state in WAITING else ""
    rows = [] if suggestion.state in WAITING else [_told(one, reader) for one in decisions_on(suggestion)]
    if not rows and not short:
        return None
    return Section("decisions", _("主席团决定"), "", "dossier/_bills.html", {"rows": rows, "too_few": short})


def _too_few(suggestion: Suggestion, reader: Reader) -> str:
    if not reader.who & (STAFF | SIGNERS):
        return ""
    words = bill_words.too_few(suggestion, rulebook_for(day_of(now())), day_of(now()))
    return words + bill_words.making_up() if words and reader.who & SIGNERS else words


def _told(one: Review, reader: Reader) -> dict[str, Any]:
    concluded = one.outcome is Outcome.CONCLUDED
    # The result of a deliberation is for everybody who may read the bill; reasons are for those it concerns.
    return {
        "outcome": _("审议结果") if concluded else str(bill_words.OUTCOMES[one.outcome]),
        "committee": one.committee,
        "decided_on": one.decided_on,
        "document_no": one.document_no,
        "words": one.words if reader.full or concluded else "",
        "by": one.by.name if reader.full else "",
    }


def next_words(suggestion: Suggestion) -> str:
    """Who has to do what now; empty where the words for suggestions hold."""
    if suggestion.state is S.SUBMITTED and awaits_check(suggestion):
        name = suggestion.delegation.name if suggestion.delegation else _("代表团")
        return _("等%(name)s初审，通过以后才开始审查。", name=name)
    if not suggestion.is_bill:
        return ""
    if suggestion.state in WAITING:
        return _("等主席团决定：列入议程、交专门委员会审议、不作为议案，或者转为建议办理。")
    return str(_NEXT.get(suggestion.state, lambda: "")())


_NEXT = {
    S.COSIGNING: lambda: _("正在请代表联名。够人数以后由领衔代表在截止时间以前提交。"),
    S.ON_AGENDA: lambda: _("已列入会议议程，审议结束后登记结果。"),
    S.WITH_COMMITTEE: lambda: _("专门委员会正在审议，由它提出审议结果报告。"),
    S.CONCLUDED: lambda: _("审议结束，没有下一步。"),
    S.CONVERTED: lambda: _("已转为建议办理，以后看由它转来的那一件建议。"),
    S.NOT_ACCEPTED: lambda: _("没有作为议案办理，不再往下走；理由见经过。"),
}


def awaits_check(suggestion: Suggestion) -> bool:
    """Whether the delegation's first check is still open today."""
    closes = suggestion.session_closes_on
    sits = closes is not None and day_of(now()) <= closes
    return suggestion.needs_check and suggestion.checked_on is None and sits


def stages(suggestion: Suggestion, told: Sequence[Told]) -> list[tuple[str, date | None]]:
    """The life of a bill: each step with the day on which it was done."""
    days = {event.action: day_of(event.at) for event in told}
    decided = next((days[one] for one in DECIDING if one in days), None)
    handed_in = None if suggestion.state in WRITING else suggestion.submitted_on
    found = [(_("提交议案"), handed_in), (_("主席团决定"), decided)]
    if suggestion.state in (S.CONVERTED, S.NOT_ACCEPTED):
        return found
    over = days.get(A.CONCLUDE)
    return [*found, (_("审议"), over), (_("登记审议结果"), over)]
