"""What the pages of a reply on its way out show: what changed since this reader saw it, and what goes with it."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from tracker.clock import day_of, now
from tracker.domain.actions import Action
from tracker.domain.clearing import goes_without_principal, is_desks_check
from tracker.domain.permissions import may
from tracker.domain.reply_texts import texts_of
from tracker.domain.results import PROMISING
from tracker.domain.rulebook import CityWord, ClockKind, Rulebook
from tracker.domain.states import ClearanceStage
from tracker.models.replies import ReplyRemark
from tracker.models.tasks import Round
from tracker.queries import clearance as found
from tracker.queries import law
from tracker.queries import replies as reply_queries
from tracker.queries.ratings import running_clock
from tracker.web import letters, reply_hints, reply_lines, reply_pages, talk_words
from tracker.web.access import actor, me
from tracker.web.clearance_forms import ClearForm
from tracker.web.clearance_words import STAGES, publication_words, view_words
from tracker.web.due_tags import due_tag
from tracker.web.mark_rows import MOST
from tracker.web.picks import picked_id
from tracker.web.reply_comparisons import compared, labels_of
from tracker.web.reply_form import draft_of
from tracker.web.reply_gaps import lacking, unheard
from tracker.web.reply_material import material
from tracker.web.spoken import gettext as _


def to_clear(form: ClearForm, round_: Round) -> dict[str, Any]:
    """The page of who reviews, signs or checks it."""
    today, stage = day_of(now()), round_.stage or ClearanceStage.SIGN
    book = reply_pages.book_of(round_)
    page = "clearance.check" if stage is ClearanceStage.CHECK else "clearance.sign"
    signed_by = me().name if stage is ClearanceStage.SIGN else ""
    letter = reply_pages.letter_of(round_, on=today, signed_by=signed_by)
    without = stage is ClearanceStage.SIGN and goes_without_principal(round_.task.clearing_posts, round_, today)
    told: dict[str, Any] = {
        "form": form,
        "stage": stage.value,
        "most": MOST,
        "action": url_for(page, suggestion_id=round_.suggestion.id, round_id=round_.id),
        "letter": letter,
        "to": reply_pages.signer_names(round_.suggestion),
        "copies": letters.copies(round_.task, book),
        "lacks": [words for _address, words in lacking(round_)],
        "others_named": reply_pages.others_named(round_),
        "class_words": reply_pages.class_words(round_),
        "rate_by": book.due_on(ClockKind.RATING, today, law.calendar_now()),
        "promises": [one for one in round_.answers if one.semantic in PROMISING],
        "publication": publication_words(round_.publication, round_.publication_reason),
        "deputy_view": view_words(round_.deputy_view, round_.deputy_words),
        "outdated": reply_lines.warnings(round_, draft_of(round_)),
        "hints": reply_hints.lines(doubts_of(round_, has_files=bool(letter["files"]))),
        "no_principal": without,
        "checker": _checker(round_, book) if stage is ClearanceStage.SIGN and round_.needs_check else "",
    }
    return reply_pages.head(round_) | _check_tag(round_, stage) | _seen(round_) | _beside(round_, stage) | told


def _checker(round_: Round, book: Rulebook) -> str:
    """Whose check follows when this reader signs."""
    is_desks = is_desks_check(round_.task, me().person_id, day_of(now()))
    return book.word(CityWord.DESK if is_desks else CityWord.COORDINATOR)


def _beside(round_: Round, stage: ClearanceStage) -> dict[str, Any]:
    """What lies beside the letter: talks, what co-units said or have not said, why it is answered once more."""
    talks = reply_queries.talks(round_.task)
    at_hand = material(round_, talks, reply_pages.book_of(round_), today=day_of(now()))
    return {
        "reason": "" if round_.task.has_talked else round_.no_contact_reason,
        "talks": [(one, talk_words.status(one)) for one in talks],
        "waits_for": unheard(round_),
        "without_co": round_.without_co_reason,
        "disputes": reply_pages.disputes(round_),
        "waiting": [words for words, _about in at_hand.waiting],
        "opinions": at_hand.opinions if stage is not ClearanceStage.CHECK else [],
        "again": reply_pages.again(round_),
    }


def _check_tag(round_: Round, stage: ClearanceStage) -> dict[str, Any]:
    """The checker's own limit instead of the unit's."""
    if stage is not ClearanceStage.CHECK:
        return {}
    clock = running_clock(round_, ClockKind.OFFICE_CHECK)
    if clock is None:
        return {"tag": None, "clock_id": None}
    return {"tag": due_tag(clock.kind, clock.due_on, today=day_of(now())), "clock_id": clock.id}


def _seen(round_: Round) -> dict[str, Any]:
    """What changed since this reader acted on it last; the whole text at first, or when it is asked for."""
    no = found.last_read(round_, actor().person_id)
    before = found.texts_at(round_, no) if no else {}
    if no is None or not before:
        return {"seen_no": None, "changes": [], "shows_whole": True, "remarks_then": []}
    changes = compared(before, texts_of(round_), round_.suggestion, reply_pages.book_of(round_))
    return {
        "seen_no": no,
        "changes": changes,
        "shows_whole": bool(request.args.get("whole")),
        "remarks_then": [one for one in found.remarks_of(round_) if one.version_no == no],
    }


def doubts_of(round_: Round, *, has_files: bool) -> reply_hints.Found:
    """What somebody may stumble over in the reply as it is stored."""
    return reply_hints.doubted(draft_of(round_), reply_pages.asked_of(round_.suggestion), has_files=has_files)


def versions(round_: Round) -> dict[str, Any]:
    """Every version with what was said of it, and two of them compared: the last two unless others are asked."""
    held = found.versions_of(round_)
    said, marks = found.words_sent_back(round_), found.remarks_of(round_)
    labels = {name: words for one, _name in held for name, words in labels_of(set(one.texts))}
    numbers = [one.no for one, _name in held]
    by_no = {one.no: one for one, _name in held}
    after = by_no.get(picked_id(request.args.get("new")) or 0) or (held[-1][0] if held else None)
    earlier = [no for no in numbers if after is not None and no < after.no]
    before = by_no.get(picked_id(request.args.get("old")) or 0) or (by_no[earlier[-1]] if earlier else after)
    if before is not None and after is not None and before.no > after.no:
        before, after = after, before
    book = reply_pages.book_of(round_)
    is_pair = before is not None and after is not None and before.no != after.no
    return reply_pages.head(round_) | {
        "versions": [
            {
                "no": one.no,
                "at": one.made_at,
                "name": name,
                "said": said.get(one.no, []),
                "marks": [_marked(mark, labels) for mark in marks if mark.version_no == one.no],
            }
            for one, name in reversed(held)
        ],
        "before": before,
        "after": after,
        "parts": compared(before.texts, after.texts, round_.suggestion, book) if is_pair and before and after else [],
        "may_write": may(actor(), Action.DRAFT_REPLY, round_, today=day_of(now())),
    }


def _marked(mark: ReplyRemark, labels: dict[str, str]) -> dict[str, Any]:
    by = _("%(stage)s时%(name)s标出", stage=STAGES[mark.stage], name=mark.by.name if mark.by else "")
    return {"where": labels.get(mark.field, ""), "passage": mark.passage, "remark": mark.remark, "by": by}
