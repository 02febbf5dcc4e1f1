"""Sentences of the story: a reply on its way out, and its delivery."""

from __future__ import annotations

from collections.abc import Callable

from tracker.domain.actions import Action
from tracker.domain.states import ClearanceStage
from tracker.queries.dossier import Told
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.teller import Sentence, Teller, of_unit, who


def _send_up(_teller: Teller, event: Told) -> Sentence:
    reviewed = event.facts.get("stage") == ClearanceStage.REVIEW
    no = event.facts.get("version", 1)
    if no > 1:
        words = _("把答复第%(n)s稿送审。", n=no) if reviewed else _("把答复第%(n)s稿送签。", n=no)
    else:
        words = _("把答复送审。") if reviewed else _("把答复送签。")
    return event.name or _("经办人"), words


def _send_back(_teller: Teller, event: Told) -> Sentence:
    marks, stage = event.facts.get("marks", 0), ClearanceStage(event.facts.get("stage", ClearanceStage.SIGN))
    told = {
        ClearanceStage.REVIEW: _("审核时退回答复，请重写"),
        ClearanceStage.CHECK: _("检查时退回答复，请改好重新签发"),
    }.get(stage, _("退回答复，请重写"))
    words = _("%(told)s，标出%(n)s处。", told=told, n=marks) if marks else _("%(told)s。", told=told)
    return event.name or _("系统"), words


def _sign(teller: Teller, event: Told) -> Sentence:
    no = event.facts.get("document_no", "")
    return event.name or teller.unit_of(event), _("签发答复（%(no)s），送去检查。", no=no) + _principal(event)


def _deliver(teller: Teller, event: Told) -> Sentence:
    facts = {
        "no": event.facts.get("document_no", ""),
        "n": len(event.facts.get("to", ())),
        "letter": event.facts.get("letter") or "—",
    }
    words = _("答复代表（%(no)s，%(letter)s类），送达%(n)s名代表。", **facts)
    if checked := event.facts.get("checked_letter"):
        words += _("检查时认为是%(letter)s类，单位定的类别不变。", letter=checked)
    return teller.unit_of(event), words + _principal(event)


def _principal(event: Told) -> str:
    return _("本单位没有登记主要负责人，由其他签发人签发。") if event.facts.get("no_principal") else ""


SENTENCES: dict[str, Callable[[Teller, Told], Sentence]] = {
    Action.SEND_UP: _send_up,
    Action.RECALL_DRAFT: who(_l("收回答复稿。")),
    Action.PASS_REVIEW: who(_l("审核通过答复稿。")),
    Action.SEND_BACK: _send_back,
    Action.SIGN: _sign,
    Action.SEND_BACK_CHECK: _send_back,
    Action.DROP_CHECK: of_unit(_l("的答复稿不再检查，退回起草。")),
    Action.DELIVER: _deliver,
    Action.PASS_CHECK: _deliver,
}
