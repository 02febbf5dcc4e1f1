"""A whole dossier as one PDF (案卷) with an index: what its reader sees on the page and may have as papers, in order;
nothing beside that. Its words are those of the page, in the language of its reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from tracker.clock import day_of
from tracker.domain.actions import Action
from tracker.domain.documents import Paper, PaperKind
from tracker.domain.parties import Actor
from tracker.domain.permissions import Sight, sight
from tracker.domain.states import SuggestionState
from tracker.models.suggestions import Suggestion
from tracker.queries import documents as papers
from tracker.queries import dossier as found
from tracker.queries.beside import beside
from tracker.queries.documents import Listed
from tracker.queries.documents_case import dossier as dossier_paper_of
from tracker.queries.files import readable
from tracker.queries.law import rulebook_of
from tracker.services import documents
from tracker.web import dossier_bundle_after as after
from tracker.web import dossier_cohandling, dossier_paper, dossier_ratings, dossier_replies, implementation_words
from tracker.web.document_words import PAPERS, which_words
from tracker.web.dossier import shown_tasks
from tracker.web.dossier_reader import Reader
from tracker.web.file_words import size_words
from tracker.web.labels import TASK_ROLES
from tracker.web.papers import official_title, proposer_words
from tracker.web.register_rows import OFFICES, share_words, state_words
from tracker.web.spoken import gettext as _
from tracker.web.teller import Teller
from tracker.web.timeline import days as story_days
from tracker.web.words import day_words, instant_words, number_words

Block = dict[str, Any]
GAP = "\u3000"
Chapter = dict[str, Any]
A, K = Action, PaperKind
_REVIEWING = (A.CHECK, A.TAKE_UP, A.ACCEPT, A.RETURN, A.REFUSE, A.AS_LETTER, A.SET_ASIDE, A.WITHDRAW)
_BEFORE_TALKS = (K.OBJECTION, K.EXTENSION)
_REPLYING = (K.CHASE, K.SUPERVISION, K.OPINION, K.REPLY, K.REHANDLING, K.ESCALATION, K.MINUTES)


def written(suggestion: Suggestion, actor: Actor, *, now: datetime) -> tuple[str, bytes]:
    """The number of the case and its dossier, as this actor may read it. The case is one he may read."""
    reader = _reader(suggestion, actor, day_of(now))
    told = found.story(suggestion, reader.seer)
    names = found.names(suggestion, told)
    proof = dossier_paper_of(suggestion, 0, reader.today, reader.seer.may_see)
    code = proof.code if proof is not None else ""
    number = number_words(suggestion.number) if suggestion.number else ""
    chapters = [one for one in _chapters(suggestion, reader, told, names) if one["blocks"]]
    data = {
        "cover-title": _("代表议案案卷") if suggestion.is_bill else _("代表建议案卷"),
        "index-title": _("目录"),
        "cover": _cover(suggestion, number, now),
        "chapters": chapters,
    }
    how = _("扫码可以核对：案卷编成以前的记录有没有改动，此后各方都看得到的新记录又有几项。")
    title = official_title(suggestion.title, suggestion.kind)
    return number, documents.bundle(title, data, code=code, how=how)


def _reader(suggestion: Suggestion, actor: Actor, today: date) -> Reader:
    full = sight(actor, suggestion) is Sight.FULL
    return Reader(actor, found.Seer(actor, suggestion), full, actor.role in OFFICES, today)


def _cover(suggestion: Suggestion, number: str, now: datetime) -> list[list[str]]:
    rows = [
        (_("编号"), number),
        (_("提出"), proposer_words(suggestion)),
        (_("提交日期"), day_words(suggestion.submitted_on, year=True)),
        (_("状态"), state_words(suggestion.state, suggestion.kind)),
        (_("编成时间"), instant_words(now)),
    ]
    return [[label, words] for label, words in rows if words]


def _chapters(suggestion: Suggestion, reader: Reader, told: list[found.Told], names: found.Names) -> Iterator[Chapter]:
    there = beside(suggestion)
    held = papers.listed(reader.actor, suggestion, there, reader.seer)
    teller = Teller(suggestion, names)
    yield _of_papers(_("建议原文"), suggestion, [one for one in held if one.kind is K.SUGGESTION], reader)
    yield {"title": _("附议"), "blocks": _signing(suggestion, reader, names)}
    reviewed = [one for one in told if one.action in _REVIEWING]
    yield {"title": _("审查"), "blocks": _story(teller, reviewed)}
    yield {"title": _("交办"), "blocks": _shares(suggestion, reader)}
    yield from (_of_papers("", suggestion, [one], reader) for one in held if one.kind in _BEFORE_TALKS)
    yield {"title": _("与代表的沟通"), "blocks": _talks(suggestion, reader, there)}
    if suggestion.state is SuggestionState.ARCHIVED:
        yield {"title": _("答复"), "blocks": _old_letters(suggestion, reader, names)}
    yield from (_of_papers("", suggestion, [one], reader) for one in held if one.kind in _REPLYING)
    yield {"title": _("代表评价"), "blocks": _ratings(suggestion, reader, names)}
    yield {"title": _("承诺"), "blocks": _promises(suggestion, reader, names)}
    yield from (_of_papers("", suggestion, [one], reader) for one in held if one.kind is K.SECOND)
    yield {"title": _("落实评价"), "blocks": _kept(suggestion, reader)}
    yield {"title": _("会商"), "blocks": after.meetings(suggestion, reader, there)}
    yield {"title": _("回头看"), "blocks": after.look_backs(suggestion, reader, there)}
    yield {"title": _("附件"), "blocks": _files(suggestion, reader, there)}
    yield {"title": _("经过"), "blocks": _story(teller, told)}


def _of_papers(title: str, suggestion: Suggestion, held: list[Listed], reader: Reader) -> Chapter:
    """One chapter of papers; a draft is no part of a dossier."""
    blocks: list[Block] = []
    for one in held:
        paper = None if one.is_draft else papers.paper(suggestion, one.kind, one.thing_id, today=reader.today)
        if paper is not None:
            which = which_words(one)
            title = title or str(PAPERS[one.kind]) + (_("（%(which)s）", which=which) if which else "")
            blocks += _paper_blocks(paper, full=reader.full)
    return {"title": title, "blocks": blocks}


def _paper_blocks(paper: Paper, *, full: bool) -> list[Block]:
    parts = documents.parts_of(paper, full=full)
    signer = _("签发人：%(who)s", who=parts.signer) if parts.signer else ""
    copies = _("抄送：%(offices)s", offices=parts.copies) if parts.copies else ""
    return [
        *_lines(GAP.join(one for one in (*parts.head, signer) if one), "plain"),
        *_lines(parts.title, "centre"),
        *_lines(parts.to, "plain"),
        *parts.body,
        *_lines(GAP.join(parts.foot), "plain"),
        *_lines(parts.contact, "plain"),
        *_lines(parts.remark, "plain"),
        *_lines(copies, "plain"),
    ]


def _lines(words: str, style: str = "body") -> list[Block]:
    return [{"what": "line", "style": style, "words": words}] if words else []


def _heading(words: str) -> Block:
    return {"what": "heading", "words": words}


def _table(head: list[str], widths: list[int], rows: list[list[str]]) -> list[Block]:
    return [{"what": "table", "head": head, "widths": widths, "rows": rows, "tall": []}] if rows else []


def _signing(suggestion: Suggestion, reader: Reader, names: found.Names) -> list[Block]:
    rows = [list(row) for row in dossier_paper.invitations(suggestion, reader, names)]
    return _table([_("姓名"), _("附议情况"), _("时间"), _("意见")], [26, 42, 40, 50], rows)


def _shares(suggestion: Suggestion, reader: Reader) -> list[Block]:
    rows = []
    for task in shown_tasks(suggestion, reader):
        last = task.rounds[-1].state if task.rounds else None
        days = [day_words(day, year=True) for day in (task.assigned_on, task.due_on, task.replied_on)]
        rows.append(
            [task.unit.name, str(TASK_ROLES[task.role]), *days, share_words(task.state, last, inner=reader.inner)]
        )
    heads = [_("承办单位"), _("方式"), _("交办日期"), _("答复期限"), _("答复日期"), _("状态")]
    return _table(heads, [46, 14, 25, 25, 25, 23], rows)


def _talks(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> list[Block]:
    section = dossier_cohandling.talked(suggestion, reader, there)
    blocks: list[Block] = []
    for row in section.held["rows"] if section is not None else ():
        blocks.append(_heading(row["unit"]))
        for talk in row["talks"]:
            status = talk["status"] if isinstance(talk["status"], str) else " ".join(map(str, talk["status"]))
            blocks += _lines(_("，").join(one for one in (talk["title"], talk["came"], status) if one), "plain")
            blocks += _lines(talk["said"])
            blocks += _lines(_("代表更正：%(words)s", words=talk["correction"]) if talk["correction"] else "")
    return blocks


def _old_letters(suggestion: Suggestion, reader: Reader, names: found.Names) -> list[Block]:
    """Replies of imported history as their source gave them."""
    book = rulebook_of(suggestion.assigned_on, reader.today)
    held = dossier_replies.letters(suggestion, names, book, full=reader.full) + dossier_paper.undated(suggestion, names)
    blocks: list[Block] = []
    for letter in (one["letter"] for one in held):
        blocks += [_heading(letter["title"]), *_lines(f"{letter['unit']}{GAP}{letter['document_no']}", "plain")]
        blocks += [*_lines(letter["to_words"], "plain"), *_lines(letter["opening"])]
        for _no, request, body, *_rest in letter["answers"]:
            blocks += [*_lines(request, "sub"), *_lines(body)]
        blocks += _lines(f"{letter['signed_words']}{GAP}{letter['date_words']}".strip(), "plain")
    return blocks


def _ratings(suggestion: Suggestion, reader: Reader, names: found.Names) -> list[Block]:
    """As the page shows them to this reader; words meant for the desk alone are in no file."""
    blocks: list[Block] = []
    for one in dossier_ratings.ratings(suggestion, reader, names):
        blocks.append(_heading(f"{one['unit']}{_('：')}{one['headline']}" if one["headline"] else one["unit"]))
        blocks += _lines(one["note"], "plain")
        blocks += [line for question, words in one["spread"] for line in _lines(f"{question}{_('：')}{words}", "plain")]
        rows = [[name, answer, process, reason] for name, answer, process, reason, _private in one["rows"]]
        blocks += _table([_("代表"), _("答复内容"), _("办理过程"), _("理由")], [30, 26, 26, 76], rows)
    return blocks


def _kept(suggestion: Suggestion, reader: Reader) -> list[Block]:
    """How deputies rated what became of each promise, as its own page shows it to this reader."""
    blocks: list[Block] = []
    for one in found.commitments(suggestion):
        shown = implementation_words.shown(reader.actor, one, reader.today)
        if shown is None:
            continue
        promise = _("第%(no)s项承诺", no=one.request_no)
        blocks.append(_heading(f"{promise}{_('：')}{shown['headline']}" if shown["headline"] else promise))
        blocks += [*_lines(shown["note"], "plain"), *_lines(shown["spread"], "plain")]
        rows = [[name, level, reason] for name, level, reason, _private in shown["rows"]]
        blocks += _table([_("代表"), _("落实情况"), _("理由")], [40, 30, 88], rows)
    return blocks


def _promises(suggestion: Suggestion, reader: Reader, names: found.Names) -> list[Block]:
    held = dossier_ratings.promises(found.commitments(suggestion), names, reader.today, full=reader.full)
    rows = [
        [promise, str(no), f"{unit} {owner}".strip(), day, words]
        for promise, no, unit, owner, day, _tag, words, _href, _percent in held
    ]
    return _table([_("做到什么"), _("对应请求"), _("责任单位"), _("完成日期"), _("进展")], [62, 18, 34, 26, 18], rows)


def _files(suggestion: Suggestion, reader: Reader, there: frozenset[str]) -> list[Block]:
    """The attachments this reader may open, with the digests by which the record proves them; not the files."""
    handed = readable(reader.actor, suggestion) if "attachments" in there else []
    rows = [[one.file.name, size_words(one.file.file.size), _parted(one.file.digest)] for one in handed]
    return _table([_("名称"), _("大小"), _("摘要值")], [52, 22, 84], rows)


def _parted(digest: str) -> str:
    """In groups, so that it fits into its column and can be read out."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _story(teller: Teller, told: list[found.Told]) -> list[Block]:
    """Oldest first, days with their year, a line for each act and what was said in it, as this reader may read it."""
    blocks: list[Block] = []
    for day, _weekday, items in reversed(story_days(teller, told, today=date.max)):
        blocks.append(_heading(day))
        for item in reversed(items):
            organ = _("（%(organ)s）", organ=item["organ"]) if item["organ"] else ""
            blocks += _lines(f"{item['time']}{GAP}{item['actor']}{organ}{item['words']}", "plain")
            blocks += _lines(item["quote"])
    return blocks
