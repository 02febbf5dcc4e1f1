"""Forms that act once (rule R9): the token of a form, kept with its receipt in the transaction of the act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.db import db
from tracker.models.record import FormToken


class FormReused(Exception):
    """The same form token came again with other content: nothing was done (WF-05). `receipt` is of the first time."""

    def __init__(self, receipt: Any) -> None:
        super().__init__("form reused")
        self.receipt = receipt


@dataclass(frozen=True)
class FormOnce:
    """One form of one person; `digest` is over what was typed, so that a token cannot carry another text."""

    person_id: int
    key: str
    form: str
    digest: str
    now: datetime

    def earlier_receipt(self) -> Any:
        """The receipt of the first time, or None. Raises `FormReused` when the content differs."""
        token = db.session.get(FormToken, (self.person_id, self.key))
        if token is None:
            return None
        if (token.form, token.digest) != (self.form, self.digest):
            raise FormReused(token.receipt["value"])
        return token.receipt["value"]

    def keep_receipt(self, receipt: Any) -> None:
        """Remember what came of it; receipts are numbers, strings or lists of them."""
        db.session.add(
            FormToken(
                person_id=self.person_id,
                key=self.key,
                form=self.form,
                digest=self.digest,
                receipt={"value": receipt},
                made_at=self.now,
            )
        )
