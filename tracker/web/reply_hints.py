"""What a reader of a reply may stumble over, gathered for its pages: hints that warn and never decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tracker.domain.answer_hints import OPENING, Doubt, Said, doubts, unattached
from tracker.models.contacts import Manner, Rank
from tracker.models.tasks import Round
from tracker.services.replies import ReplyDraft
from tracker.web.clearance_words import doubt_words
from tracker.web.spoken import gettext as _

Found = Mapping[int, Sequence[Doubt]]
_FACE_TO_FACE = (Manner.VISIT, Manner.MEETING, Manner.SITE)


def doubted(draft: ReplyDraft, asked: Mapping[int, str], *, has_files: bool) -> Found:
    """The doubts about each answer by the number of its request, and about the opening of the letter as `OPENING`."""
    found = doubts(_said_in(draft), asked)
    if not has_files:
        texts = {OPENING: draft.opening} | {one.request_no: one.body for one in draft.answers}
        for no, told in unattached(texts).items():
            found[no] = told + found.get(no, [])
    return dict(sorted(found.items()))


def lines(found: Found) -> list[tuple[str, str]]:
    """The same as sentences, each with the place it is about."""
    return [(_place(no), doubt_words(one)) for no, all_ in found.items() for one in all_]


def key_matter(round_: Round) -> list[tuple[str, str]]:
    """That the principal is expected to answer the deputy face to face (QD1 Art. 28), while no such talk is noted."""
    if not round_.is_key_matter:
        return []
    if any(one.rank is Rank.PRINCIPAL and one.manner in _FACE_TO_FACE and one.counts for one in round_.task.contacts):
        return []
    words = _("重点督办、领办的建议，由单位主要负责人当面答复代表；沟通记录里还没有主要负责人参加的见面。")
    return [(_("沟通"), words)]


def _place(no: int) -> str:
    return _("第%(n)s项", n=no) if no != OPENING else _("正文开头")


def _said_in(draft: ReplyDraft) -> dict[int, Said]:
    return {one.request_no: Said(one.body, one.semantic, one.promise, one.promise_due_on) for one in draft.answers}
