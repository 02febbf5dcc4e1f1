"""What waits for the deputy herself, as her assistant's home tells it: to know of, not to do."""

from __future__ import annotations

from datetime import date

from tracker.domain.actions import Action
from tracker.domain.clocks import standing
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.queries.inbox import lines
from tracker.web import home_words
from tracker.web.addresses import address
from tracker.web.words import standing_words


def waits_for_deputy(who: Actor, *, today: date) -> list[tuple[str, str, str, str]]:
    """Verb, address, title and until when, of the papers the assisted deputy leads; nothing for anybody else.

    Writing is the assistant's own line; papers of others the deputy was asked to sign are not hers to read.
    """
    if who.role is not Role.ASSISTANT or who.assists_id is None:
        return []
    found = lines(Actor(who.assists_id, None, Role.DEPUTY), today=today)
    return [
        (
            home_words.verb_words(line),
            address("dossier.show", suggestion_id=line.row.suggestion_id),
            line.row.title,
            standing_words(standing(line.row.due_on, today), line.row.due_on, today),
        )
        for line in found
        if line.row.author_id == who.assists_id and line.action is not Action.REVISE
    ]
