"""What deputies and desk do with papers of the demo congress: signing together, the review, groups, links, entries."""

from __future__ import annotations

from dataclasses import replace

from tracker.db import db, transactional
from tracker.demo.texts import table
from tracker.domain.entries import Channel
from tracker.domain.parties import TaskRole
from tracker.models.joint import LinkKind
from tracker.models.procedures import Say
from tracker.models.reviews import Intended
from tracker.models.suggestions import Suggestion
from tracker.services import (
    circulation,
    cosigning,
    entries,
    groups,
    leads,
    links,
    outcomes,
    reviews,
    submissions,
    unit_entries,
    withdrawals,
)
from tracker.services._demo_bases import paper_of, papers
from tracker.services._demo_cast import CO_UNIT, HOME_UNIT
from tracker.services._demo_walk import Walk
from tracker.services.assignments import Plan, Share
from tracker.services.entries import Came, PaperSigner
from tracker.services.outcomes import Opinion
from tracker.services.reviews import Mark


def sign_together(walk: Walk) -> None:
    """Invitations by a day: one agreed with an opinion, one lapsed with the old text, one waits; one for Lin."""
    lin, says = walk.who("lin"), walk.says
    draft, until = walk.ids["night_bus"], walk.day(7)
    asked = [walk.seat(name) for name in ("fang", "d61", "d62")]
    cosigning.invite(lin, draft, asked, answer_by=until, now=walk.now())
    for name in ("fang", "d61"):
        cosigning.agree(walk.who(name), draft, text_no=1, now=walk.now())
    paper = paper_of(walk.scene, next(one for one in papers() if one["key"] == "night_bus"))
    changed = replace(paper, requests=(says["changed_request"], *paper.requests[1:]))
    held = walk.file(lin, "route")
    submissions.revise(lin, draft, changed, version=walk.version("night_bus"), files=held, now=walk.now())
    cosigning.agree(walk.who("fang"), draft, text_no=2, opinion=says["invited_opinion"], now=walk.now())
    _ask_lin(walk)


def _ask_lin(walk: Walk) -> None:
    fang, draft = walk.who("fang"), walk.ids["barrier_free"]
    paper = paper_of(walk.scene, next(one for one in papers() if one["key"] == "barrier_free"))
    held = walk.file(fang, "crossings")
    submissions.revise(fang, draft, paper, version=walk.version("barrier_free"), files=held, now=walk.now())
    cosigning.invite(fang, draft, [walk.seat("lin"), walk.seat("d63")], answer_by=walk.day(6), now=walk.now())


def take_back_and_lead(walk: Walk) -> None:
    """A joint paper of which one signer has still to say yes; another deputy is asked to lead."""
    withdrawals.ask(walk.who("fang"), walk.ids["wet_market"], reason=walk.says["withdraw"], now=walk.now())
    withdrawals.consent(walk.who("d61"), walk.ids["wet_market"], now=walk.now())
    fang, reason = walk.who("fang").person_id, walk.says["lead"]
    leads.offer(walk.who("lin"), walk.ids["river_park"], person_id=fang, reason=reason, now=walk.now())


def review(walk: Walk) -> None:
    """Returned with passages marked; refusals meant, one of them contested; one paper treated as a letter."""
    chen, says = walk.who("chen"), walk.says
    reviews.take_up(chen, walk.ids["after_school"], now=walk.now())
    reviews.send_back(
        chen,
        walk.ids["after_school"],
        reason=says["returned"],
        marks=[Mark(*says["mark_one"]), Mark(*says["mark_two"])],
        answer_by=walk.day(8),
        version=walk.version("after_school"),
        now=walk.now(),
    )
    _put(walk, "own_matter", Opinion(Intended.REFUSE, "personal", says["own_matter"]))
    _put(walk, "court_case", Opinion(Intended.REFUSE, "in_court", says["court_case"]))
    version, words = walk.version("court_case"), says["contested"]
    outcomes.contest(walk.who("d63"), walk.ids["court_case"], words=words, version=version, now=walk.now())
    _treat_as_letter(walk)


def _put(walk: Walk, key: str, opinion: Opinion) -> None:
    outcomes.put(walk.who("chen"), walk.ids[key], opinion, version=walk.version(key), now=walk.now())


def _treat_as_letter(walk: Walk) -> None:
    says, paper = walk.says, walk.ids["letter"]
    _put(walk, "letter", Opinion(Intended.LETTER, "citizens_letter", says["letter"]))
    version = walk.version("letter")
    outcomes.agree(walk.who("d64"), paper, words=says["letter_agreed"], version=version, now=walk.now())
    version, told = walk.version("letter"), {"words": says["letter"], "sent_to": says["letter_sent"]}
    reviews.as_letter(walk.who("chen"), paper, **told, version=version, now=walk.now())


def merge_and_link(walk: Walk) -> None:
    """Three papers of one school gate handled together; one that follows up on an old one, one that repeats another."""
    chen, says = walk.who("chen"), walk.says
    lines = [(walk.ids[key], walk.version(key)) for key in ("gate_one", "gate_two", "gate_three")]
    told = {"name": says["group"], "why": says["group_why"], "differ": says["group_differ"]}
    groups.merge(chen, lines, **told, now=walk.now())
    again, twice = walk.ids["library_again"], walk.ids["library_twice"]
    links.link(chen, again, walk.ids["old"], kind=LinkKind.FOLLOW_UP, note=says["follow_up"], now=walk.now())
    links.link(chen, twice, again, kind=LinkKind.REPEAT, note=says["repeat"], now=walk.now())


def circulate(walk: Walk) -> None:
    """A draft distribution that two units are shown first: one has spoken, the other is waited for."""
    paper = walk.ids["school_bus"]
    _let_circulate(paper)
    shares = [Share(walk.unit(HOME_UNIT), TaskRole.LEAD), Share(walk.unit(CO_UNIT), TaskRole.CO)]
    plan = Plan(paper, walk.version("school_bus"), shares)
    circulation.pre_assign(walk.who("chen"), plan, answer_by=None, now=walk.now())
    word = circulation.Word(Say.OURS, words=walk.says["ours"])
    circulation.speak(walk.who("luo"), paper, word, now=walk.now())


@transactional
def _let_circulate(suggestion_id: int) -> int:
    # What registering does in a city whose rulebook has the switch on.
    db.session.get_one(Suggestion, suggestion_id).circulates = True
    return suggestion_id


def enter_paper(walk: Walk) -> None:
    """A paper the delegation's clerk entered for Lin, and a receipt the coordinator entered for a unit."""
    told, signed_on = table("procedures")["on_paper"], walk.day(-2)
    came = Came(Channel.PAPER, walk.day(-1), told["original"])
    signers = [PaperSigner(walk.seat(name), signed_on) for name in ("lin", "d72")]
    entries.enter_paper(walk.who("tian"), paper_of(walk.scene, told), signers[0], signers[1:], came, now=walk.now())
    task = walk.task("paper_receipt", HOME_UNIT)
    fax = Came(Channel.FAX, walk.today, told["original"])
    unit_entries.enter_sign_for(walk.who("du"), task.id, walk.today, fax, version=task.version, now=walk.now())
