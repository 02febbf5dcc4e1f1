"""The mails about a rating: a link, a one-time code. Of the case they name nothing but its number, and of a
confidential one not even that."""

from __future__ import annotations

from flask import current_app

from tracker.models.commitments import Commitment
from tracker.models.ratings import RatingLink
from tracker.models.tasks import Round
from tracker.outside.mail import Letter


def with_link(one: Round | Commitment, link: RatingLink, token: str) -> Letter:
    """The link, good until the window's last day."""
    address = f"{current_app.config['BASE_URL']}/r/{token}"
    return _letter("mail/rating_link.txt", one, link, address=address)


def with_code(one: Round | Commitment, link: RatingLink, code: str) -> Letter:
    """The code, good for ten minutes."""
    return _letter("mail/rating_code.txt", one, link, code=code)


def _letter(template: str, one: Round | Commitment, link: RatingLink, **more: str) -> Letter:
    number = "" if one.suggestion.is_confidential else one.suggestion.number or ""
    page = current_app.jinja_env.get_template(template).render(
        name=link.person.name,
        number=number,
        good_until=link.good_until,
        of_promise=link.commitment_id is not None,
        **more,
    )
    subject, _, body = page.partition("\n")
    return Letter(link.person.email, subject.strip(), body.lstrip("\n"))
