"""Who may rate a reply or a promise until when, when a window is over, and which ratings on paper wait for whom."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from tracker.domain.actions import Machine
from tracker.domain.facts import Case, JudgedCommitment, JudgedRound
from tracker.domain.guards import Guard
from tracker.domain.parties import Actor
from tracker.domain.rating_sight import has_signed
from tracker.domain.whys import Why


class Asked(Protocol):
    """About which reply or promise it is asked, by whom, on which day of Asia/Shanghai."""

    @property
    def case(self) -> Case: ...
    @property
    def round(self) -> JudgedRound: ...
    @property
    def promise(self) -> JudgedCommitment: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def today(self) -> date: ...


class Rated(Protocol):
    """What a reply and a promise have in common: a window, and deputies who rate within it."""

    @property
    def rating_due_on(self) -> date | None: ...
    @property
    def may_not_rate(self) -> object: ...
    def everybody_rated(self, today: date) -> bool: ...
    def nobody_can_rate(self, today: date) -> bool: ...
    @property
    def somebody_rated(self) -> bool: ...


def _may_rate(asked: Asked, one: JudgedRound | JudgedCommitment) -> Why | None:
    # Where the city lets the lead deputy rate for all, a co-signer reads the reply and does not rate it.
    # A lead who took it over after the reply went out rates it as its lead.
    leads = asked.actor.person_id == asked.case.suggestion.author_id
    if not leads and asked.actor.person_id in set(one.may_not_rate):
        return Why.RATING_IS_THE_LEADS
    return None


def _window_is_open(asked: Asked) -> Why | None:
    one = asked.round
    if why := _may_rate(asked, one):
        return why
    return None if one.rating_due_on is None or asked.today <= one.rating_due_on else Why.WINDOW_SHUT


def _quality_is_asked(asked: Asked) -> Why | None:
    one = asked.round
    if not one.asks_quality:
        return Why.QUALITY_NOT_ASKED
    # The share was handed over since: whoever has it now did not work on this reply.
    if one.by_unit_id not in (None, asked.actor.unit_id):
        return Why.ANOTHER_UNIT_REPLIED
    if has_signed(asked.actor.person_id, asked.case.suggestion):
        return Why.SIGNED_THE_PAPER
    return Why.WINDOW_SHUT if _has_shut(one, asked.today) else None


def _has_shut(one: Rated, today: date) -> bool:
    return one.rating_due_on is not None and today > one.rating_due_on


def _rating_is_over(asked: Asked) -> Why | None:
    one = asked.round
    if one.everybody_rated(asked.today):
        return None
    if not (_has_shut(one, asked.today) and one.somebody_rated):
        return Why.WINDOW_OPEN
    # What came on paper in time is not lost because the second person looks at it later.
    return Why.PAPER_RATING_WAITS if one.open_paper_ratings else None


def _nobody_rated_in_time(asked: Asked) -> Why | None:
    one = asked.round
    if one.somebody_rated:
        return Why.SOMEBODY_RATED
    if one.open_paper_ratings:
        return Why.PAPER_RATING_WAITS
    return None if _has_shut(one, asked.today) or one.nobody_can_rate(asked.today) else Why.WINDOW_OPEN


def _rated(asked: Asked) -> JudgedRound | JudgedCommitment:
    """The reply or the promise that is rated."""
    return asked.promise if asked.case.machine is Machine.COMMITMENT else asked.round


def _signed_it_himself(asked: Asked) -> Why | None:
    """Whoever rates here, or did, works at no other signer's paper under the hat of the desk."""
    return Why.SIGNER_AT_THE_DESK if has_signed(asked.actor.person_id, asked.case.suggestion) else None


def _paper_can_come(asked: Asked) -> Why | None:
    return _signed_it_himself(asked) or _somebody_has_to_rate(asked)


def _somebody_has_to_rate(asked: Asked) -> Why | None:
    if asked.case.machine is Machine.COMMITMENT:
        if asked.promise.rating_due_on is None:
            return Why.NOT_ASKED_TO_RATE
        if asked.promise.rating_shut_on is not None:
            return Why.WINDOW_SHUT
    return None if _rated(asked).still_to_rate(asked.today) else Why.EVERYBODY_HAS_RATED


def _links_may_go_out(asked: Asked) -> Why | None:
    if _has_shut(_rated(asked), asked.today):
        return Why.WINDOW_SHUT
    return _somebody_has_to_rate(asked)


def _paper_is_open(asked: Asked) -> Why | None:
    return _signed_it_himself(asked) if _rated(asked).open_paper_ratings else Why.NO_PAPER_RATING


def _paper_awaits_me(asked: Asked) -> Why | None:
    """Two named persons: whoever typed it off the paper does not confirm it."""
    if not _rated(asked).open_paper_ratings:
        return Why.NO_PAPER_RATING
    if why := _signed_it_himself(asked):
        return why
    others = [one for one in _rated(asked).paper_ratings_entered_by if one != asked.actor.person_id]
    return None if others else Why.ENTERED_BY_YOU


def _implementation_is_asked(asked: Asked) -> Why | None:
    one = asked.promise
    if why := _may_rate(asked, one):
        return why
    if one.rating_due_on is None:
        return Why.NOT_ASKED_TO_RATE
    return None if one.rating_shut_on is None and asked.today <= one.rating_due_on else Why.WINDOW_SHUT


def _window_of_promise_is_over(asked: Asked) -> Why | None:
    one = asked.promise
    if one.rating_due_on is None:
        return Why.NOT_ASKED_TO_RATE
    if one.rating_shut_on is not None:
        return Why.WINDOW_SHUT
    if one.everybody_rated(asked.today):
        return None
    if not (_has_shut(one, asked.today) or one.nobody_can_rate(asked.today)):
        return Why.WINDOW_OPEN
    # As with a reply: what came on paper in time is not lost because the second person looks at it later.
    return Why.PAPER_RATING_WAITS if one.open_paper_ratings else None


def _implementation_is_over(asked: Asked) -> Why | None:
    why = _window_of_promise_is_over(asked)
    # What nobody rated lapses; it does not shut.
    return why or (None if asked.promise.somebody_rated else Why.WINDOW_OPEN)


def _nobody_rated_implementation(asked: Asked) -> Why | None:
    why = _window_of_promise_is_over(asked)
    return why or (Why.SOMEBODY_RATED if asked.promise.somebody_rated else None)


GUARDS = {
    Guard.WINDOW_IS_OPEN: _window_is_open,
    Guard.QUALITY_IS_ASKED: _quality_is_asked,
    Guard.RATING_IS_OVER: _rating_is_over,
    Guard.NOBODY_RATED_IN_TIME: _nobody_rated_in_time,
    Guard.SOMEBODY_HAS_TO_RATE: _paper_can_come,
    Guard.LINKS_MAY_GO_OUT: _links_may_go_out,
    Guard.PAPER_RATING_AWAITS_ME: _paper_awaits_me,
    Guard.PAPER_RATING_IS_OPEN: _paper_is_open,
    Guard.IMPLEMENTATION_WINDOW_IS_OPEN: _implementation_is_asked,
    Guard.IMPLEMENTATION_RATING_IS_OVER: _implementation_is_over,
    Guard.NOBODY_RATED_IMPLEMENTATION: _nobody_rated_implementation,
    Guard.UNKEPT_WINDOW_IS_OVER: _window_of_promise_is_over,
}
