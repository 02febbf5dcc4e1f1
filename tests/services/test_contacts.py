"""A noted talk weighs nothing until its deputy confirms or corrects it."""

from dataclasses import replace

import pytest

from tests import builders
from tests.builders import fetch, round_of, task_of
from tests.situations import SITUATIONS
from tests.situations_cohandling import a_talk
from tests.world import NOW, World
from tracker.domain.states import TaskState
from tracker.domain.whys import Refused, Why
from tracker.models.tasks import Task
from tracker.services import contacts, handling, replies
from tracker.services._load import Invalid


def noted(world: World) -> tuple[int, int, int]:
    """A case with one talk, its task and the entry."""
    case = SITUATIONS["talk_noted"].reach(world)
    task = of(case)
    return case, task.id, task.contacts[0].id


def of(case: int) -> Task:
    return fetch(case).tasks[0]


def test_one_press_confirms_it(world: World) -> None:
    case, task, entry = noted(world)
    assert (of(case).open_contacts, of(case).has_talked) == (1, False)
    contacts.confirm(world.lin, task, entry, now=NOW)
    assert (of(case).open_contacts, of(case).has_talked) == (0, True)
    with pytest.raises(Refused) as raised:
        contacts.confirm(world.lin, task, entry, now=NOW)
    assert raised.value.why is Why.NO_CONTACT_AWAITS


def test_a_correction_is_kept_beside_what_was_noted_and_counts(world: World) -> None:
    case, task, entry = noted(world)
    with pytest.raises(Invalid) as raised:
        contacts.correct(world.lin, task, entry, took_place=True, words=" ", now=NOW)
    assert raised.value.problems == {"correction": "correction_missing"}
    contacts.correct(world.lin, task, entry, took_place=True, words="看的是上学时段。", now=NOW)
    one = of(case).contacts[0]
    assert (one.said, one.correction, one.is_answered) == ("在校门口看了放学时段。", "看的是上学时段。", True)
    assert of(case).open_contacts == 0 and of(case).has_talked


def test_a_correction_says_whether_there_was_a_talk_at_all(world: World) -> None:
    _case, task, entry = noted(world)
    with pytest.raises(Invalid) as raised:
        contacts.correct(world.lin, task, entry, took_place=None, words="没有见过面。", now=NOW)
    assert raised.value.problems == {"took_place": "choose_one"}


def test_a_talk_the_deputy_denies_does_not_count_and_the_reply_owes_a_reason(world: World) -> None:
    case, task, entry = noted(world)
    contacts.correct(world.lin, task, entry, took_place=False, words="没有见过面，也没有通过电话。", now=NOW)
    one = of(case).contacts[0]
    assert (one.said, one.is_denied, one.counts) == ("在校门口看了放学时段。", True, False)
    assert of(case).open_contacts == 0 and not of(case).has_talked
    turn = round_of(world, case)
    draft = replace(builders.a_reply(), no_contact_reason="")
    version = replies.save(world.jing, turn.id, draft, version=turn.version, now=NOW)
    with pytest.raises(Invalid) as raised:
        replies.send_up(world.jing, turn.id, version=version, now=NOW)
    assert "no_contact_reason" in raised.value.problems


def test_a_talk_that_never_was_may_be_denied_without_a_word(world: World) -> None:
    case, task, entry = noted(world)
    contacts.correct(world.lin, task, entry, took_place=False, words="", now=NOW)
    assert (of(case).open_contacts, of(case).has_talked) == (0, False)


def test_only_the_deputy_it_was_with_says_a_word_on_it(world: World) -> None:
    _case, task, entry = noted(world)
    for actor, why in ((world.fang, Why.NO_CONTACT_AWAITS), (world.yuan, Why.NOT_YOURS), (world.jing, Why.NOT_YOURS)):
        with pytest.raises(Refused) as raised:
            contacts.confirm(actor, task, entry, now=NOW)
        assert raised.value.why is why


def test_each_signer_confirms_their_own(world: World) -> None:
    case, task, entry = noted(world)
    handling.note_contact(world.jing, task, a_talk(world, with_person_id=world.fang.person_id), now=NOW)
    with pytest.raises(Invalid) as raised:
        contacts.confirm(world.fang, task, entry, now=NOW)
    assert raised.value.problems == {"entry": "entry_answered"}
    contacts.confirm(world.fang, task, of(case).contacts[1].id, now=NOW)
    assert of(case).open_contacts == 1 and of(case).contacts_await == [world.lin.person_id]


def test_it_may_still_be_confirmed_after_the_case_is_closed(world: World) -> None:
    case = builders.delivered(world)
    handling.note_contact(world.jing, task_of(world, case), a_talk(world), now=NOW)
    one = builders.round_of(world, case)
    builders.ratings.rate(world.lin, one.id, builders.verdicts(), version=one.version, now=NOW)
    assert of(case).state is TaskState.ENDED
    contacts.confirm(world.lin, of(case).id, of(case).contacts[0].id, now=NOW)
    assert of(case).has_talked
