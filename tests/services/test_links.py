"""A paper says which earlier one it follows; the other end is read from there too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.builders import a_cosigned_draft, a_draft, a_registered, a_submitted, fetch
from tests.world import NOW, World
from tracker.db import db
from tracker.domain.whys import Refused, Why
from tracker.models.joint import LinkKind, SuggestionLink
from tracker.services import links
from tracker.services._load import Invalid, Missing

LATER = NOW + timedelta(days=30)


def held() -> list[tuple[int, int, LinkKind]]:
    db.session.rollback()
    return [(one.later_id, one.earlier_id, one.kind) for one in db.session.scalars(select(SuggestionLink))]


def test_the_author_links_while_she_writes(world: World) -> None:
    earlier, draft = a_registered(world), a_draft(world)
    links.link(world.lin, draft, earlier, kind=LinkKind.FOLLOW_UP, note="", now=NOW)
    assert held() == [(draft, earlier, LinkKind.FOLLOW_UP)]


def test_what_is_still_being_signed_was_not_raised_before(world: World) -> None:
    invited, draft = a_cosigned_draft(world), a_draft(world, title="另一件事")
    with pytest.raises(Invalid):
        links.link(world.lin, draft, invited, kind=LinkKind.REPEAT, note="", now=NOW)
    assert held() == []


def test_once_handed_in_the_desk_does(world: World) -> None:
    earlier, case = a_registered(world), a_submitted(world)
    with pytest.raises(Refused) as refused:
        links.link(world.lin, case, earlier, kind=LinkKind.REPEAT, note="", now=NOW)
    assert refused.value.why is Why.LINKED_WHILE_WRITING
    links.link(world.chen, case, earlier, kind=LinkKind.REPEAT, note="同一路段", now=NOW)
    assert held() == [(case, earlier, LinkKind.REPEAT)]


def test_the_desk_does_not_touch_drafts(world: World) -> None:
    with pytest.raises(Refused) as refused:
        links.link(world.chen, a_draft(world), a_registered(world), kind=LinkKind.REPEAT, note="", now=NOW)
    assert refused.value.why is Why.NOT_VISIBLE


def test_what_may_not_be_linked(world: World) -> None:
    earlier = a_registered(world)
    later = a_registered(world, now=LATER)
    hidden = a_draft(world)

    def refused(case: int, other: int) -> str:
        with pytest.raises(Invalid) as found:
            links.link(world.chen, case, other, kind=LinkKind.REPEAT, note="", now=LATER)
        return found.value.problems["other"]

    assert refused(earlier, later) == "not_earlier"
    assert refused(later, later) == "own_paper"
    assert refused(later, hidden) == "unknown"
    links.link(world.chen, later, earlier, kind=LinkKind.REPEAT, note="", now=LATER)
    assert refused(later, earlier) == "linked_already"


def test_a_link_is_taken_back_through_its_own_paper(world: World) -> None:
    earlier, case = a_registered(world), a_submitted(world)
    links.link(world.chen, case, earlier, kind=LinkKind.REPEAT, note="", now=NOW)
    link_id = db.session.scalars(select(SuggestionLink.id)).one()
    with pytest.raises(Missing):
        links.unlink(world.chen, earlier, link_id, now=NOW)
    links.unlink(world.chen, case, link_id, now=NOW)
    assert held() == [] and fetch(case).state == "submitted"
