"""Whose rating of a reply, or of a promise it made, is asked for, has come, or can still come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tracker.domain.parties import is_seated

if TYPE_CHECKING:
    from tracker.models.replies import Delivery


class Rated:
    """Asked are the deputies the reply was delivered to; a class of its own says who has answered."""

    if TYPE_CHECKING:

        @property
        def raters(self) -> set[int]: ...

        @property
        def delivered_to(self) -> Sequence[Delivery]: ...

    def asks(self, one: Delivery) -> bool:
        """Whether this one of those it was delivered to is asked to rate."""
        return one.may_rate

    @property
    def may_not_rate(self) -> list[int]:
        """Persons the reply was delivered to who do not rate it."""
        return [one.person_id for one in self.delivered_to if not self.asks(one)]

    @property
    def asked(self) -> set[int]:
        """Persons who were asked to rate, whoever still holds a seat."""
        return {one.person_id for one in self.delivered_to if self.asks(one)}

    @property
    def unrated(self) -> list[Delivery]:
        """The deliveries whose rating is asked for and has not been given, whoever still holds a seat."""
        return [one for one in self.delivered_to if self.asks(one) and one.person_id not in self.raters]

    def still_to_rate(self, today: date) -> set[int]:
        """Persons who may still rate; whose seat has ended by a day of Asia/Shanghai cannot and is not waited for."""
        return {one.person_id for one in self.unrated if is_seated(one, today)}

    def everybody_rated(self, today: date) -> bool:
        return self.somebody_rated and not self.still_to_rate(today)

    def nobody_can_rate(self, today: date) -> bool:
        """Whether it was delivered to nobody who still holds a seat, and nobody rated while he did."""
        return bool(self.unrated) and not self.somebody_rated and not self.still_to_rate(today)

    @property
    def somebody_rated(self) -> bool:
        return bool(self.raters)
