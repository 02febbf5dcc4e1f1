"""On what a refusal rests: a limit of the city with its article, a law, a practice, or merely how things stand."""

from __future__ import annotations

from flask_babel import LazyString

from tracker.domain.rulebook import ClockKind, Rulebook
from tracker.domain.whys import Why
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

K = ClockKind
# The rulebook says by which article; a city that changes its rules changes these.
LIMITS: dict[Why, ClockKind] = {
    Why.INVITATION_EXPIRED: K.INVITATION,
    Why.CORRECTION_RUNS: K.CORRECTION,
    Why.OUTCOME_NOT_PUT: K.INTENDED,
    Why.OUTCOME_WAITS: K.INTENDED,
    Why.OUTCOME_DAY_PASSED: K.INTENDED,
    Why.STILL_TO_CIRCULATE: K.PRE_ASSIGNMENT,
    Why.IS_CIRCULATING: K.PRE_ASSIGNMENT,
    Why.CIRCULATION_OVER: K.PRE_ASSIGNMENT,
    Why.OBJECTION_TOO_LATE: K.OBJECTION,
    Why.OBJECTION_IS_OPEN: K.OBJECTION_DECISION,
    Why.HEARING_IS_OVER: K.OBJECTION_DECISION,
    Why.COORDINATOR_DECIDES: K.DISAGREEMENT,
    Why.DESK_DECIDES: K.DISAGREEMENT,
    Why.EXTENSION_IS_OPEN: K.SUGGESTION_REPLY,
    Why.EXTENSION_TOO_LATE: K.REPLY,
    Why.LIES_WITH_CHECK: K.OFFICE_CHECK,
    Why.CHECK_FOLLOWS: K.OFFICE_CHECK,
    Why.COORDINATOR_CHECKS: K.OFFICE_CHECK,
    Why.DESK_CHECKS: K.OFFICE_CHECK,
    Why.WINDOW_SHUT: K.RATING,
    Why.WINDOW_OPEN: K.RATING,
    Why.SOMEBODY_RATED: K.RATING,
    Why.NOT_ASKED_TO_RATE: K.IMPLEMENTATION,
    Why.FIRST_ROUND: K.ESCALATION,
    Why.CHANGE_IS_OPEN: K.PROMISE_CHANGE,
}

_BILLS = _l("《中华人民共和国地方各级人民代表大会和地方各级人民政府组织法》第二十二条")
_SHANGHAI = _l("参照《上海市人民代表大会关于代表建议、批评和意见的规定》")
_PRACTICE = _l("没有读到规定，按回避的惯例")
# Laws the city cannot change, and rules of other places that are followed where the city's own could not be read.
ARTICLES: dict[Why, str | LazyString | tuple[LazyString, LazyString]] = {
    Why.TOO_FEW_SIGNERS: _BILLS,
    Why.BILLS_ARE_CLOSED: _BILLS,
    Why.ONLY_BILLS: _BILLS,
    Why.NOT_FOR_BILLS: _BILLS,
    Why.AWAITS_DELEGATION: _l("参照《河南省人民代表大会代表建议、批评和意见办理办法》第十一条"),
    Why.PAPER_INCOMPLETE: _l("参照《北京市人民代表大会代表建议、批评和意见办理条例》第九条"),
    Why.OTHERS_SIGNED: (_SHANGHAI, _l("第十条")),
    Why.WITHDRAWAL_WAITS: (_SHANGHAI, _l("第十条")),
    Why.REPLY_IS_OUT: _l("参照《山东省人民代表大会代表建议、批评和意见办理工作条例》第九条"),
    Why.SOMEBODY_ELSE_DECIDES: _PRACTICE,
    Why.DRAFTED_BY_YOU: _PRACTICE,
    Why.SIGNED_BY_YOU: _PRACTICE,
    Why.PRINCIPAL_SIGNS: _l(
        "本市办理规则的“答复由单位主要负责人签发”；重点督办、领办的，参照《青岛市人民代表大会代表建议、批评和意见工作条例》第二十二条"
    ),
    Why.ANOTHER_SIGNS: _l("本市办理规则的“重新办理的答复换人签发”"),
    Why.LIES_WITH_REVIEWER: _l("本市办理规则的“答复稿先由承办单位办公室审核”"),
    Why.CHASED_LATELY: _l("没有读到本市规定，参照一个在用系统（同一件每三日催一次）"),
    Why.PROMISE_CHASED_LATELY: _l("没有读到本市规定，参照一个在用系统（同一件每三日催一次）"),
    Why.SAME_PERSON: _PRACTICE,
    Why.ENTERED_BY_YOU: _PRACTICE,
    Why.SIGNED_THE_PAPER: _PRACTICE,
    Why.SIGNER_AT_THE_DESK: _PRACTICE,
    Why.CHECKS_OWN_FORM: _PRACTICE,
    Why.REPLY_IS_UP: _l("《深圳市办理人大代表建议和政协提案的规定》（1998年）第七条"),
    Why.HAS_ANSWERED: _l("《深圳市办理人大代表建议和政协提案的规定》（1998年）第七条"),
    Why.PRINCIPAL_OBJECTS: _l("参照玉林市2019年办理工作通知（再次退件由主要负责人签署）"),
    Why.OBJECTED_TWICE: _l("参照玉林市2019年办理工作通知（再次退件报市领导决定）"),
    Why.ARBITER_RULES: _l("参照玉林市2019年办理工作通知（再次退件报市领导决定）"),
    Why.ONLY_CO_UNITS: (_SHANGHAI, _l("第十七条")),
    Why.NOT_FOR_CO_UNITS: (_SHANGHAI, _l("第十七条")),
    Why.REPLY_INCOMPLETE: (_SHANGHAI, _l("第十八条")),
    Why.DELAY_UNEXPLAINED: (_SHANGHAI, _l("第十九条")),
    Why.RATING_IS_THE_LEADS: _l("参照《山东省人民代表大会代表建议、批评和意见办理工作条例》第二十三条"),
}
# These say who one is or how far the case has come: no rule forbids, there is nothing to do.
STANDINGS = frozenset({
    Why.NOT_VISIBLE,
    Why.NOT_YOURS,
    Why.WRONG_STATE,
    Why.CASE_IS_OVER,
    Why.INVITATIONS_RUN,
    Why.NOBODY_MISSING,
    Why.NOBODY_ELSE_SIGNED,
    Why.NO_WITHDRAWAL_ASKED,
    Why.ASKER_HAS_LEFT,
    Why.CONSENT_IS_GIVEN,
    Why.LEAD_IS_OFFERED,
    Why.NO_LEAD_OFFERED,
    Why.NOBODY_TO_LEAD,
    Why.NOTHING_TO_LEAD,
    Why.LEAD_HOLDS_SEAT,
    Why.REVIEWED_BY_YOU,
    Why.OUTCOME_ANSWERED,
    Why.NO_CHECK_OPEN,
    Why.NOT_CIRCULATED_HERE,
    Why.GROUPED_ALREADY,
    Why.NOT_GROUPED,
    Why.NOT_KEY,
    Why.LINKED_WHILE_WRITING,
    Why.REPLIES_MISSING,
    Why.ROUNDS_UNSETTLED,
    Why.LEAD_NOT_AT_WORK,
    Why.NO_OPINION_TO_JUDGE,
    Why.DISAGREEMENT_OPEN,
    Why.NO_DISAGREEMENT_TO_ANSWER,
    Why.NO_DISAGREEMENT,
    Why.NO_CONTACT_AWAITS,
    Why.NOT_HEARD,
    Why.NO_OBJECTION,
    Why.NO_DUE_DATE,
    Why.NO_EXTENSION,
    Why.NOT_IN_HAND,
    Why.LIES_WITH_SIGNER,
    Why.NO_CHECK_FOLLOWS,
    Why.NOTHING_TO_DECIDE,
    Why.NO_ESCALATION,
    Why.NOT_LOOKED_BACK_ON,
    Why.FORM_IS_CHECKED,
    Why.FORM_IS_AWAITED,
    Why.LOOK_BACK_IS_CLOSED,
    Why.LINE_IS_TAKEN_OFF,
    Why.LOOK_BACK_RATING_SHUT,
    Why.NOTHING_ENTERED,
    Why.NOTHING_DISPUTED,
    Why.PAPER_IS_DENIED,
    Why.NOT_SIGNED_FOR,
    Why.QUALITY_NOT_ASKED,
    Why.ANOTHER_UNIT_REPLIED,
    Why.EVERYBODY_HAS_RATED,
    Why.NO_PAPER_RATING,
    Why.PAPER_RATING_WAITS,
    Why.PROMISE_NOT_DUE,
    Why.NOT_TO_REMIND_YET,
    Why.IT_MOVED,
    Why.NO_CHANGE_ASKED,
    Why.DISPUTE_IS_OPEN,
    Why.NOTHING_IS_DISPUTED,
    Why.DISPUTE_ANSWERED,
    Why.NOT_DISSATISFIED,
    Why.NOT_CHASED,
    Why.SHARE_NOT_LATE,
    Why.SUPERVISED_ALREADY,
    Why.PUT_TO_CHAIR_ALREADY,
    Why.PROMISE_ON_COURSE,
})  # fmt: skip


def basis(why: Why, book: Rulebook) -> str:
    """By which rule and article it is refused; nothing where the refusal only says how things stand."""
    if why in LIMITS:
        return book.rule(LIMITS[why]).legal_basis
    article = ARTICLES.get(why, "")
    return "".join(str(one) for one in article) if isinstance(article, tuple) else str(article)


def basis_words(why: Why, book: Rulebook) -> str:
    """「依据：…。」, or nothing."""
    found = basis(why, book)
    return _("依据：%(basis)s。", basis=found) if found else ""
