"""Every address of the application, filled with ids: those of a case, or whatever a test wants in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from tests.builders import fetch
from tests.conftest import POSTGRES
from tests.turns import is_up
from tracker.db import db
from tracker.models.attachments import Attachment
from tracker.models.joint import SuggestionLink
from tracker.models.procedures import HandOver, Objection
from tracker.models.suggestions import Suggestion

Ids = Mapping[str, object]
PART = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")


def rules(app: Flask, method: str = "GET") -> list[Rule]:
    """The rules that answer to a method, but for the static files that the web server hands out itself."""
    found = (rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()) and rule.endpoint != "static")
    return sorted(found, key=lambda rule: (rule.rule, rule.endpoint))


def some(who: str, of: Iterable[Rule]) -> list[Rule]:
    """A share of these addresses, another one for each person and with every commit: a fifth, and on the second engine,
    which reads the same addresses with the same code, a tenth."""
    return [rule for rule in of if is_up(10 if POSTGRES else 5, who, rule.rule, rule.endpoint)]


def filled(rule: Rule, ids: Ids) -> str:
    """The address with each variable part replaced; what is not named is 1."""
    return PART.sub(lambda part: quote(str(ids.get(part[1], 1)), safe=""), rule.rule)


def addresses(app: Flask, method: str, ids: Ids) -> Iterator[str]:
    """Every address once."""
    yield from (filled(rule, ids) for rule in rules(app, method))


def ids_of(case_id: int) -> dict[str, object]:
    """The ids of a case: its first task and round, its group, objection, link and attachment, the newest hand-over;
    clocks and the like as they happen to be numbered."""
    suggestion = fetch(case_id)
    task = next(iter(suggestion.tasks), None)
    one = task.rounds[-1] if task is not None and task.rounds else None
    return {
        **_beside(suggestion),
        "suggestion_id": case_id,
        "task_id": task.id if task else 1,
        "round_id": one.id if one else 1,
        "action": "withdraw",
        "role": "desk",
        "edition": "2021-01-01-shenzhen",
        "code": "en",
        "year": 2027,
        "decision": "approve",
        "way": "up",
        "kind": "reply",
        "thing_id": one.id if one else 0,
        "ending": "pdf",
        "day": "2026-04-01",
    }


def _beside(suggestion: Suggestion) -> dict[str, object]:
    mine = {
        "objection_id": select(Objection.id).where(Objection.suggestion_id == suggestion.id),
        "link_id": select(SuggestionLink.id).where(SuggestionLink.later_id == suggestion.id),
        "key": select(Attachment.key).where(Attachment.suggestion_id == suggestion.id),
        "hand_over_id": select(HandOver.id).order_by(HandOver.id.desc()),
    }
    found = {name: db.session.scalar(wanted.limit(1)) for name, wanted in mine.items()}
    return {name: held for name, held in found.items() if held is not None} | {"group_id": suggestion.group_id or 1}
