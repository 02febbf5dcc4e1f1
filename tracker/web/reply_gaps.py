"""What a reply lacks before it may go on, in words, with the place on the page where each is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flask import url_for

from tracker.clock import day_of, now
from tracker.domain.letter_texts import is_of_another
from tracker.domain.reply_gaps import ReplyFacts, faults, gaps
from tracker.models.tasks import Round, Task
from tracker.queries.shared_replies import subject_of, subjects_beside
from tracker.services._load import Invalid
from tracker.web.forms import Form
from tracker.web.picks import picked_id
from tracker.web.spoken import gettext as _
from tracker.web.words import problem_words

Lines = list[tuple[str, str]]
# What a service or the law calls a place, and the box it stands in on the page.
BOXES = {
    "answer": "body",
    "class": "outcome",
    "promise": "promise",
    "promise_due": "due",
    "promise_owner": "owner",
    "promise_measure": "measure",
    "promise_unit": "unit",
}


def found(
    reply: ReplyFacts,
    part: Iterable[int],
    letters: Mapping[int, str],
    *,
    has_talked: bool,
    waits: Sequence[str],
    copied: str = "",
    is_misnamed: bool = False,
    asks_publication: bool = True,
) -> Iterator[tuple[str, str]]:
    """Everything that keeps a reply from going out: the name of its place, and the words that stand above its box.

    `waits`: what it should wait for, as `unheard` says it; `copied`: the opening taken over from another paper;
    `is_misnamed`: the opening speaks of another paper of the group.
    """
    for gap in gaps(reply, part, waits=bool(waits), asks_publication=asks_publication):
        what, _dash, number = gap.partition("-")
        if what == "without_co_reason":
            yield gap, _("%(waits)s，请再等一等，或者写明为什么不等", waits=_("；").join(waits))
            continue
        yield gap, _gap_words(what, letters.get(picked_id(number) or 0, ""), reply.contact_phone)
    more = {"opening": "other_paper"} if is_misnamed else {}
    for name, code in (faults(reply, has_talked=has_talked, today=day_of(now()), copied=copied) | more).items():
        yield name, problem_words(code)


def _gap_words(what: str, letter: str, phone: str) -> str:
    no_number = _("联系电话里没有能拨的号码，请写区号和号码")
    return {
        "answer": _("请答复这一项，或者说明为什么不能办"),
        "class": _("请选办理结果"),
        "promise": _("%(letter)s类要写做到什么", letter=letter),
        "promise_due": _("%(letter)s类要写完成日期", letter=letter),
        "promise_owner": _("%(letter)s类要写责任人", letter=letter),
        "contact_name": _("请填写联系人"),
        "publication": _("请选公开方式"),
        "publication_reason": _("不全文公开的，请写明为什么"),
        "deputy_view": _("请写明代表对公开的意见；没有征求的也要写明"),
        "contact_phone": no_number if phone.strip() else _("请填写联系电话"),
    }[what]


def is_misnamed(round_: Round, opening: str) -> bool:
    """Whether an opening, as stored or as typed, speaks of another paper of the group."""
    return is_of_another(opening, subject_of(round_.suggestion), subjects_beside(round_.suggestion))


def unheard(round_: Round) -> list[str]:
    """What the reply of a lead unit waits for, in words: opinions that are not there or not read, open disputes."""
    all_ = (round_.co_units_waited_for, round_.co_units_unread, round_.co_units_at_odds)
    late, unread, at_odds = (_names(tasks) for tasks in all_)
    opinions = [_("%(units)s的会办意见还没有到", units=late)] if late else []
    opinions += [_("%(units)s的会办意见已到，还没有采用或者退回", units=unread)] if unread else []
    return opinions + ([_("与%(units)s的分歧还没有决定", units=at_odds)] if at_odds else [])


def _names(tasks: Iterable[Task]) -> str:
    return _("、").join(task.unit.short_name for task in tasks)


def page(endpoint: str, round_: Round) -> str:
    """The address of a page of this round."""
    return url_for(endpoint, suggestion_id=round_.suggestion.id, round_id=round_.id)


def lacking(round_: Round) -> Lines:
    """What the reply lacks before it may go on: the address of the box on the page where it is written, and words."""
    letters = {one.request_no: one.letter for one in round_.answers}
    gaps_ = found(
        round_,
        round_.task.part,
        letters,
        has_talked=round_.task.has_talked,
        waits=unheard(round_),
        copied=round_.copied_opening,
        is_misnamed=is_misnamed(round_, round_.opening),
        asks_publication=round_.asks_publication,
    )
    return [_placed(round_, name, words) for name, words in gaps_]


def refused(round_: Round, invalid: Invalid) -> Lines:
    """What a service found beside that, in the same form."""
    return [_placed(round_, name, problem_words(code)) for name, code in invalid.problems.items()]


def _placed(round_: Round, name: str, words: str) -> tuple[str, str]:
    form_page = f"{page('replies.edit', round_)}?lacks=1"
    what, _dash, number = name.partition("-")
    if number:
        return f"{form_page}#answers-{number}-{BOXES[what]}", _("第%(n)s项：%(words)s", n=number, words=words)
    return f"{form_page}#{what}", words


def take(form: Form, invalid: Invalid) -> None:
    """Problems of single answers have no box on the signer's page: they are said over it."""
    for name, code in invalid.problems.items():
        what, _dash, number = name.partition("-")
        if number:
            words = _("第%(n)s项：%(words)s", n=number, words=problem_words(code))
            form.form_errors = [*form.form_errors, words]
        else:
            form.take(Invalid(**{what: code}))
