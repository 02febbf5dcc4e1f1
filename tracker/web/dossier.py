"""The dossier: the one page of a suggestion, as much of it as its reader may see; and the same for paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for

from tracker.clock import day_of, now
from tracker.domain.parties import Actor, Party
from tracker.domain.permissions import Sight, sight
from tracker.domain.rulebook import ClockKind
from tracker.domain.states import RoundState, SuggestionState, TaskState
from tracker.models.record import Clock
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Task
from tracker.queries import dossier as found
from tracker.queries.due_dates import clocks_of
from tracker.queries.law import rulebook_of
from tracker.web import (
    dossier_chases,
    dossier_key_items,
    dossier_more,
    dossier_next,
    dossier_objections,
    dossier_paper,
    dossier_rail,
    dossier_ratings,
    dossier_replies,
    perspective_words,
    timeline,
)
from tracker.web.access import actor, on_suggestion
from tracker.web.addresses import address
from tracker.web.dossier_reader import Reader
from tracker.web.entry_words import mark_words
from tracker.web.labels import ROUND_STATES
from tracker.web.papers import official_title, proposer_words
from tracker.web.register_rows import OFFICES, state_words
from tracker.web.spoken import gettext as _
from tracker.web.teller import Teller
from tracker.web.words import day_words, instant_words, number_words

bp = Blueprint("dossier", __name__)
KNOW_PROPOSALS = frozenset({Party.DESK, Party.COORDINATOR})


@bp.get("/suggestions/<int:suggestion_id>")
@on_suggestion()
def show(suggestion: Suggestion) -> str:
    """Everything about one suggestion."""
    reader = reader_of(actor(), suggestion)
    acts = _acts(suggestion, reader)
    propose = dossier_key_items.way_to_propose(suggestion, actor())
    return render_template("dossier/show.html", propose=propose, **seen(suggestion, reader), **acts)


@bp.get("/suggestions/<int:suggestion_id>/paper")
@on_suggestion()
def paper(suggestion: Suggestion) -> str:
    """The same for A4: the form, opinions, replies, ratings, promises, the whole story."""
    reader = reader_of(actor(), suggestion)
    parts = head(suggestion) | _body(suggestion, reader, found.story(suggestion, reader.seer))
    return render_template("dossier/print.html", as_of=instant_words(now()), **parts)


def reader_of(who: Actor, suggestion: Suggestion) -> Reader:
    """How much of the case this actor reads."""
    full = sight(who, suggestion) is Sight.FULL
    return Reader(who, found.Seer(who, suggestion), full, who.role in OFFICES, day_of(now()))


def seen(suggestion: Suggestion, reader: Reader) -> dict[str, Any]:
    """Everything of the page that is read, and nothing that is pressed."""
    told = found.story(suggestion, reader.seer)
    return head(suggestion) | _body(suggestion, reader, told) | _side(suggestion, reader, told)


def head(suggestion: Suggestion) -> dict[str, Any]:
    """What stands above: title, number, where it stands, who proposed it and when."""
    archived = suggestion.state is SuggestionState.ARCHIVED
    lead = suggestion.author.name if suggestion.author else suggestion.history.get("author", "")
    several = _("%(name)s等%(n)s名代表", name=lead, n=suggestion.signer_count)
    alone = _("%(name)s代表", name=lead) if lead else _("代表姓名未提供") if archived else ""
    day = _("%(day)s提交", day=day_words(suggestion.submitted_on, year=True)) if suggestion.submitted_on else ""
    return {
        "suggestion": suggestion,
        "title": official_title(suggestion.title, suggestion.kind),
        "number": number_words(suggestion.number) if suggestion.number or not archived else _("编号未提供"),
        "state_words": _state_words(suggestion),
        "entered_words": mark_words(suggestion),
        "people_words": _people_words(suggestion, several if suggestion.signer_count > 1 and lead else alone),
        "day_words": day or (_("提交日期未提供") if archived else ""),
    }


def _state_words(suggestion: Suggestion) -> str:
    """As the register and the steps beside it tell: once every reply is out, the deputies are to rate."""
    if suggestion.due_kind == ClockKind.REHANDLE_DECISION:
        return _("待决定重办")
    if suggestion.state is SuggestionState.IN_HANDLING and suggestion.replied_on is not None:
        return str(ROUND_STATES[RoundState.DELIVERED])
    return state_words(suggestion.state, suggestion.kind)


def _people_words(suggestion: Suggestion, words: str) -> str:
    return proposer_words(suggestion) if suggestion.is_delegations else words


def _body(suggestion: Suggestion, reader: Reader, told: list[found.Told]) -> dict[str, Any]:
    names = found.names(suggestion, told)
    promised = found.commitments(suggestion)
    book = rulebook_of(suggestion.assigned_on, reader.today)
    kind = request.args.get("kind", "")
    chosen = kind if kind in timeline.KINDS else ""
    tasks = shown_tasks(suggestion, reader)
    return {
        "paper": dossier_paper.paper(suggestion, names, book),
        "signers": dossier_paper.invitations(suggestion, reader, names),
        "gaps": dossier_paper.gaps(suggestion),
        "sections": dossier_more.sections(suggestion, reader),
        "opinions": dossier_replies.opinions(tasks, reader.who, reader.today, inner=reader.inner),
        "letters": dossier_replies.letters(suggestion, names, book, full=reader.full)
        + dossier_paper.undated(suggestion, names),
        "ratings": dossier_ratings.ratings(suggestion, reader, names),
        "promises": dossier_ratings.promises(promised, names, reader.today, full=reader.full),
        "days": timeline.days(Teller(suggestion, names), told, today=reader.today, kind=chosen),
        "kinds": timeline.kinds(told, chosen, lambda code: _story_url(suggestion, reader, code)),
        "open_promises": dossier_ratings.running(promised),
        "perspectives": perspective_words.menu(suggestion, reader, names),
    }


def _side(suggestion: Suggestion, reader: Reader, told: list[found.Told]) -> dict[str, Any]:
    clocks = clocks_of(reader.actor, suggestion)
    tasks, knows = shown_tasks(suggestion, reader), bool(reader.who & KNOW_PROPOSALS)
    words = dossier_next.next_words(suggestion, today=reader.today, inner=reader.inner, proposals=knows)
    return {
        "next_words": dossier_objections.awaited(suggestion, reader) + words,
        "holding_href": address("holding.show", suggestion_id=suggestion.id)
        if _was_handed_in(reader, suggestion)
        else None,
        "past_href": _explained(suggestion, clocks[-1]) if clocks else None,
        "limits": dossier_rail.limits(suggestion, tasks, _of_reader(clocks, tasks, reader), reader.today),
        "ladder": dossier_chases.ahead(suggestion, tasks, clocks, reader),
        "steps": dossier_rail.steps(suggestion, clocks, told, reader.today),
        "cards": dossier_rail.cards(tasks, reader.today, inner=reader.inner, full=reader.full),
    }


def _explained(suggestion: Suggestion, clock: Clock) -> str:
    return address("due_dates.show", suggestion_id=suggestion.id, clock_id=clock.id)


def _was_handed_in(reader: Reader, suggestion: Suggestion) -> bool:
    """Whether there are days to count, and this reader reads who had it in hand."""
    return reader.full and suggestion.submitted_on is not None


def _acts(suggestion: Suggestion, reader: Reader) -> dict[str, Any]:
    """What this reader may press now, why not the rest, and the way on to the next case."""
    pressed = dossier_next.buttons(reader.actor, suggestion, today=reader.today)
    before, after = found.neighbours(reader.actor, suggestion)
    tasks = shown_tasks(suggestion, reader)
    return {
        "buttons": [button for button in pressed if not button.is_dangerous],
        "dangers": [(button.words, button.href) for button in pressed if button.is_dangerous],
        "reasons": dossier_next.reasons(reader.actor, suggestion, tasks, today=reader.today),
        "previous": address("dossier.show", suggestion_id=before) if before else None,
        "next_": address("dossier.show", suggestion_id=after) if after else None,
    }


def _of_reader(clocks: Sequence[Clock], tasks: Sequence[Task], reader: Reader) -> list[Clock]:
    """Without the days other units have to sign or to object: whoever works in a unit can do nothing with them."""
    of_others = {task.id for task in tasks if reader.actor.unit_id not in (None, task.unit_id)}
    return [one for one in clocks if one.task_id not in of_others or one.kind not in dossier_rail.OWN_AFFAIRS]


def shown_tasks(suggestion: Suggestion, reader: Reader) -> list[Task]:
    """The shares this reader may know of: one still with the coordinator is a proposal between two offices. What went
    to another unit is told by the story and by the objections."""
    knows = reader.who & KNOW_PROPOSALS
    held = [task for task in suggestion.tasks if not task.was_replaced]
    return [task for task in held if knows or task.state is not TaskState.WITH_COORDINATOR]


def _story_url(suggestion: Suggestion, reader: Reader, kind: str) -> str:
    where = perspective_words.address_of(suggestion, reader.code)
    return url_for(**where, kind=kind or None, _anchor="story")
