"""Who lets a reply pass inside its unit: who reviews it, who may sign it; and what a version of it holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tracker.domain.roles import Role
from tracker.domain.rulebook import Rulebook, Switch


class Post(Protocol):
    """A post of a unit that somebody holds, held or will hold."""

    @property
    def person_id(self) -> int: ...
    @property
    def role(self) -> Role: ...
    @property
    def is_principal(self) -> bool: ...
    def holds_on(self, day: date) -> bool: ...


class Coordinated(Protocol):
    """A share whose letters a coordinator's office may have to check."""

    @property
    def has_coordinator(self) -> bool: ...
    @property
    def coordinator_posts(self) -> Iterable[Post]: ...


class Clearing(Protocol):
    """What is asked of a reply that is on its way out."""

    @property
    def principal_signs(self) -> bool: ...
    @property
    def another_signs(self) -> bool: ...
    @property
    def signed_before(self) -> Collection[int]: ...
    @property
    def drafted_by_id(self) -> int | None: ...


class Written(Protocol):
    """A draft that has not been sent up yet."""

    @property
    def no(self) -> int: ...
    @property
    def is_key_matter(self) -> bool: ...
    @property
    def signed_before(self) -> Collection[int]: ...
    @property
    def drafted_by_id(self) -> int | None: ...


@dataclass(frozen=True)
class SentUp:
    """A draft as it will be asked about once it is sent up."""

    principal_signs: bool
    another_signs: bool
    signed_before: Collection[int]
    drafted_by_id: int | None


def once_sent_up(one: Written, book: Rulebook) -> SentUp:
    """What the rulebook asks of its signer; settled each time it is sent up, and foretold on the page before.

    What is key or in a leader's charge the principal handles in person (QD1 Art. 22), unless the city's book says that
    this goes like everything else.
    """
    another = book.is_on(Switch.ANOTHER_SIGNS_AGAIN) and one.no > 1
    of_key = one.is_key_matter and book.is_on(Switch.PRINCIPAL_SIGNS_KEY)
    principal = of_key or book.is_on(Switch.PRINCIPAL_SIGNS)
    return SentUp(principal, another, one.signed_before, one.drafted_by_id)


def reviewers(posts: Iterable[Post], one: Clearing, today: date, *, sent_up_by: int | None) -> frozenset[int]:
    """Persons who may review the draft on a day of Asia/Shanghai: neither who wrote it nor who sent it up."""
    held = (post for post in posts if post.role is Role.UNIT_REVIEWER and post.holds_on(today))
    return frozenset(post.person_id for post in held if post.person_id not in (one.drafted_by_id, sent_up_by))


def signers(posts: Iterable[Post], one: Clearing, today: date) -> frozenset[int]:
    """Persons who may sign the reply on a day of Asia/Shanghai; empty only where the unit has no signer at all.

    In a further round another person than before signs, where the rulebook wants it and the unit has another; of those
    left the principal, where the rulebook wants that and one is on record. So the rule of the principal gives way when
    he has signed before, and neither leaves a unit without anybody who can sign.
    """
    held = [post for post in posts if post.role is Role.UNIT_SIGNER and post.holds_on(today)]
    others = [post for post in held if post.person_id not in one.signed_before]
    asked = others if one.another_signs and others else held
    principals = [post for post in asked if post.is_principal]
    return frozenset(post.person_id for post in (principals if one.principal_signs and principals else asked))


def is_desks_check(task: Coordinated, signed_by_id: int | None, today: date) -> bool:
    """Whether the desk checks what is signed, on a day of Asia/Shanghai.

    It does where no coordinator's office stands between, and where nobody but who signed holds a post there.
    """
    if not task.has_coordinator:
        return True
    return not any(post.holds_on(today) and post.person_id != signed_by_id for post in task.coordinator_posts)


def goes_without_principal(posts: Iterable[Post], one: Clearing, today: date) -> bool:
    """Whether the rulebook asks for the principal's signature and the unit has no principal on record."""
    held = [post for post in posts if post.role is Role.UNIT_SIGNER and post.holds_on(today)]
    return one.principal_signs and not any(post.is_principal for post in held)
