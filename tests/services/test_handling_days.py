"""A contact happens while there is a suggestion to speak about."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests import builders
from tests.world import NOW, TODAY, World
from tracker.models.contacts import Manner, Phase
from tracker.services import handling
from tracker.services._load import Invalid
from tracker.services.handling import Talk


@pytest.mark.parametrize(("days", "code"), [(-1, "before_filing"), (1, "in_future")])
def test_a_contact_is_neither_before_the_filing_nor_to_come(world: World, days: int, code: str) -> None:
    task_id = builders.task_of(world, builders.in_hand(world))
    talk = Talk(Phase.BEFORE, Manner.PHONE, TODAY, "程远", world.lin.person_id or 0, "谈过")
    with pytest.raises(Invalid) as caught:
        handling.note_contact(world.jing, task_id, replace(talk, on=TODAY + timedelta(days=days)), now=NOW)
    assert caught.value.problems == {"on": code}
