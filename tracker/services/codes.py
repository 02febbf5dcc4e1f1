"""One-time codes: given out in batches on slips or by mail, by the system administrator, who never sees a password.

Only digests are stored. A code for a slip is drawn by the page that prints it and is gone when the page is closed; a
code for a mail is drawn by the worker at the moment it sends, so none waits in the job table.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from tracker.db import db, transactional
from tracker.domain.codes import ALPHABET, LENGTH, spaced
from tracker.domain.limits import CODES_AT_ONCE
from tracker.domain.parties import Actor
from tracker.domain.roles import Capability
from tracker.models.people import AccessCode, Account, CodePurpose
from tracker.models.record import Job
from tracker.outside.mail import Letter, send
from tracker.services._load import Invalid, Missing, fresh
from tracker.services._office import NOBODY, require
from tracker.services._record import write_event
from tracker.services.passwords import code_digest

MAIL_JOB = "mail_code"


def draw() -> str:
    """A new random code, without its dashes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def good_for(days: int) -> timedelta:
    """How long a code is good: so many times 24 hours from when it was given out."""
    return timedelta(days=days)


def new_batch() -> str:
    """A name for a batch, by which a page knows whether its codes were the ones stored."""
    return secrets.token_hex(8)


@transactional
def issue(actor: Actor, codes: Mapping[int, str], *, batch: str, days: int, now: datetime) -> str:
    """Store the digests of codes for these accounts, each instead of the account's earlier ones; returns the batch.

    Good for `days` times 24 hours, once. Raises `Invalid` for nobody, too many, a stopped account or one's own.
    """
    person_id = require(actor, Capability.KEEP_ACCOUNTS)
    for account in _accounts(list(codes), person_id):
        _store(account, codes[account.id], batch=batch, days=days, now=now)
        _record(actor, account, batch, "slip", now=now)
    return batch


@transactional
def post(actor: Actor, account_ids: Sequence[int], *, batch: str, days: int, now: datetime) -> str:
    """File one mail with a code for each of these accounts; the worker draws and sends. Returns the batch.

    Raises `Invalid` as `issue` does, and for somebody without an address.
    """
    person_id = require(actor, Capability.KEEP_ACCOUNTS)
    accounts = _accounts(account_ids, person_id)
    if any(not account.person.email for account in accounts):
        raise Invalid(accounts="no_email")
    for account in accounts:
        payload = {"account": account.id, "batch": batch, "days": days}
        db.session.add(Job(key=f"{MAIL_JOB}:{batch}:{account.id}", kind=MAIL_JOB, payload=payload, due_at=now))
        _record(actor, account, batch, "mail", now=now)
    return batch


def issue_at_server(account_id: int, *, days: int, now: datetime) -> str:
    """A code for the operator's terminal, in a transaction of its own; returns it."""
    code = draw()
    _issue_at_server(account_id, code, days=days, now=now)
    return code


def mail_code(payload: Mapping[str, object], *, now: datetime) -> None:
    """The worker's part: draw a code, store its digest, and only then send it.

    Tried again after a failure it draws another; codes of one batch stand beside each other, because the mail that
    failed may have arrived after all.
    """
    account_id, batch, days = (payload[key] for key in ("account", "batch", "days"))
    assert isinstance(account_id, int) and isinstance(days, int)
    code = draw()
    if _store_for_mail(account_id, code, str(batch), days=days, now=now):
        letter = _letter(account_id, code, now + good_for(days))
        db.session.rollback()
        send(letter, current_app.config)


def store_first(account: Account, code: str, *, days: int, now: datetime) -> None:
    """Store a code inside another service's transaction."""
    _store(account, code, batch=new_batch(), days=days, now=now)


@transactional
def _issue_at_server(account_id: int, code: str, *, days: int, now: datetime) -> int:
    account = fresh(Account, account_id)
    batch = new_batch()
    _store(account, code, batch=batch, days=days, now=now)
    _record(NOBODY, account, batch, "server", now=now)
    return account.id


@transactional
def _store_for_mail(account_id: int, code: str, batch: str, *, days: int, now: datetime) -> bool:
    account = db.session.get(Account, account_id)
    if account is None or not account.is_active or not account.person.email:
        return False
    _store(account, code, batch=batch, days=days, now=now)
    return True


def _accounts(account_ids: Sequence[int], person_id: int) -> list[Account]:
    if not account_ids:
        raise Invalid(accounts="nobody_chosen")
    if len(account_ids) > CODES_AT_ONCE:
        raise Invalid(accounts="too_many")
    found = list(db.session.scalars(select(Account).where(Account.id.in_(account_ids)).order_by(Account.id)))
    if len(found) != len(set(account_ids)):
        raise Missing("account")
    if any(account.person_id == person_id for account in found):
        raise Invalid(accounts="own_account")
    if any(not account.is_active for account in found):
        raise Invalid(accounts="account_stopped")
    return found


def _store(account: Account, code: str, *, batch: str, days: int, now: datetime) -> None:
    earlier = select(AccessCode).where(
        AccessCode.account_id == account.id,
        AccessCode.used_at.is_(None),
        AccessCode.expires_at > now,
        AccessCode.batch != batch,
    )
    for one in db.session.scalars(earlier):
        one.expires_at = now
    db.session.add(
        AccessCode(
            account_id=account.id,
            purpose=CodePurpose.ACTIVATE if account.activated_at is None else CodePurpose.RESET,
            digest=code_digest(account.id, code),
            batch=batch,
            made_at=now,
            expires_at=now + good_for(days),
        )
    )


def _record(actor: Actor, account: Account, batch: str, by: str, *, now: datetime) -> None:
    write_event(actor, "issue_code", now=now, subject=f"account:{account.id}", facts={"batch": batch, "by": by})


def _letter(account_id: int, code: str, good_until: datetime) -> Letter:
    account = fresh(Account, account_id)
    page = current_app.jinja_env.get_template("mail/code.txt").render(
        name=account.person.name,
        login_name=account.login_name,
        code=spaced(code),
        good_until=good_until,
        address=current_app.config["BASE_URL"],
    )
    subject, _, body = page.partition("\n")
    return Letter(account.person.email, subject.strip(), body.lstrip("\n"))
