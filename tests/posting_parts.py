"""What the forms of acts are made of: where one goes, what it holds, the example in which its act is open."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from tracker.models.commitments import Commitment
from tracker.models.suggestions import Suggestion
from tracker.models.tasks import Round, Task

Case = Suggestion | Task | Round | Commitment
EDUCATION, TRAFFIC = "市教育局", "市交通运输局"
Fields = dict[str, Any]

_tokens = count(1)


@dataclass(frozen=True)
class Post:
    """What goes over the wire but for the tokens of who sends it."""

    address: str
    fields: Fields

    def sent_by(self, *, csrf_token: str, hat_id: int | None, once: str = "") -> Fields:
        """The whole body, with a token of its own unless one is given."""
        return self.fields | {
            "csrf_token": csrf_token,
            "hat": str(hat_id or ""),
            "once": once or f"form-{next(_tokens)}",
        }


@dataclass(frozen=True)
class Example:
    """A situation in which an act is open, who does it, and the unit whose share it is about."""

    situation: str
    login: str
    unit: str = EDUCATION


def version(case: Case) -> Fields:
    return {"version": str(case.version)}
