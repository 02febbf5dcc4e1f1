"""Who has signed a suggestion and also works at the desk is a signer first: he rates before he reads what others said,
and no rating on paper of his own suggestion goes through his hands."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import builders
from tests.page import Browser
from tests.situations_ratings import on_paper, promise_of
from tests.web.test_rating_secrecy import LINE, NOTE, PAPER, PROMISE, QUALITY, REASON, addresses, rated, read
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.parties import Actor, SignatureState
from tracker.domain.ratings import Level
from tracker.domain.roles import Role
from tracker.domain.whys import Refused, Why
from tracker.models.people import Membership
from tracker.models.ratings import PaperRating
from tracker.models.suggestions import Signature
from tracker.models.tasks import Delivery
from tracker.services import implementation_ratings, paper_ratings, ratings
from tracker.services._rating import Verdict

ALL = (REASON, NOTE, PROMISE, PAPER, QUALITY)
EYES = ("lead", "other", "receiver", "handler")


def signs_too(world: World, case: int) -> Actor:
    """Lu of the desk holds a seat, has signed and was given the reply; returns Lu as a deputy."""
    one, lu = builders.round_of(world, case), world.lu.person_id
    last = db.session.scalar(select(func.max(Signature.ordinal)).where(Signature.suggestion_id == case)) or 0
    hat = Membership(person_id=lu, role=Role.DEPUTY, starts_on=date(2021, 4, 1))
    signed = {"ordinal": last + 1, "state": SignatureState.AGREED, "text_no": 1, "asked_at": NOW, "decided_at": NOW}
    db.session.add_all([hat, Signature(suggestion_id=case, person_id=lu, **signed)])
    db.session.add(Delivery(round_id=one.id, person_id=lu, delivered_at=NOW))
    db.session.commit()
    return Actor(lu, hat.id, Role.DEPUTY)


def everything(app: Flask, browse, world: World, case: int) -> dict[str, str]:
    """What comes back of every page and file there is to read, through the eyes of others too."""
    who: Browser = browse("lu")
    task, paper = builders.task_of(world, case), db.session.scalars(select(PaperRating)).one()
    eyes = [one if one in ("lead", "other") else f"{one}-{task}" for one in EYES]
    pages = [*addresses(app, world, case, "lu"), f"/suggestions/{case}/dossier.pdf", "/promises"]
    pages += [f"/suggestions/{case}/as/{one}" for one in eyes]
    pages += [f"/suggestions/{case}/rounds/{paper.round_id}/paper-rating{each}" for each in ("", "/check")]
    return {each: read(who, each) for each in pages}


def is_there(browse, case: int) -> bool:
    """Whether the desk may open the scan that waits."""
    key = db.session.scalars(select(PaperRating.attachment_key)).one()
    with browse("lu")._ask("GET", f"/suggestions/{case}/files/{key}") as answer:
        return answer.status_code == 200


def told(found: dict[str, str], words: tuple[str, ...] = ALL) -> dict[str, list[str]]:
    return {each: held for each, body in found.items() if (held := [one for one in words if one in body])}


def test_at_the_desk_a_signer_reads_nothing_of_it_before_he_has_rated(app: Flask, browse, world: World) -> None:
    case = rated(world, Level.DISSATISFIED)
    before = "".join(everything(app, browse, world, case).values())
    assert all(words in before for words in ALL) and is_there(browse, case)
    deputy = signs_too(world, case)
    found = everything(app, browse, world, case)
    assert told(found, (*ALL, LINE)) == {} and not is_there(browse, case), "nor the scan of it"
    assert "没有署名的同事" in found[next(each for each in found if each.endswith("paper-rating/check"))]
    one, promise = builders.round_of(world, case), promise_of(case)
    ratings.rate(deputy, one.id, builders.verdicts(), version=one.version, now=NOW)
    kept, version = Verdict(Level.SATISFIED), promise.version
    implementation_ratings.rate_commitment(deputy, promise.id, kept, version=version, now=NOW)
    page = read(browse("lu"), f"/suggestions/{case}")
    assert REASON in page and PROMISE in read(browse("lu"), f"/promises/{promise.id}")
    assert QUALITY not in page, "what the unit says of the suggestion still waits for the other signers"


def test_no_rating_on_paper_of_ones_own_suggestion_goes_through_ones_hands(browse, world: World) -> None:
    case = rated(world, Level.BASICALLY)
    assert "请核对评价" in browse("lu").open("/").words
    signs_too(world, case)
    assert "请核对评价" not in browse("lu").open("/").words
    one, paper = builders.round_of(world, case), db.session.scalars(select(PaperRating)).one()
    held, sent = paper.version, on_paper(world, scan=["x"])
    with pytest.raises(Refused) as first:
        paper_ratings.confirm(world.lu, paper.id, version=held, now=NOW)
    with pytest.raises(Refused) as second:
        paper_ratings.reject(world.lu, paper.id, words="看不清", version=held, now=NOW)
    with pytest.raises(Refused) as third:
        paper_ratings.enter(world.lu, one.id, sent, version=one.version, now=NOW)
    assert {each.value.why for each in (first, second, third)} == {Why.SIGNER_AT_THE_DESK}
    db.session.rollback()
    assert db.session.scalars(select(PaperRating)).one().is_open, "a colleague looks at it"
