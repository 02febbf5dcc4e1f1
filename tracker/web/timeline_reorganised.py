"""What the story says of shares that went to another unit when theirs was reorganised (撤并)."""

from __future__ import annotations

from collections.abc import Callable

from tracker.domain.actions import Action
from tracker.queries.dossier import Told
from tracker.web.spoken import gettext as _
from tracker.web.teller import Sentence, Teller


def _hand_over(teller: Teller, event: Told) -> Sentence:
    facts = {"before": teller.unit(event.facts.get("from_unit")), "after": teller.unit(event.facts.get("to_unit"))}
    return facts["before"], _("撤并，本件由%(after)s接办，期限不变。", **facts)


SENTENCES: dict[str, Callable[[Teller, Told], Sentence]] = {
    Action.HAND_OVER: _hand_over,
    Action.MOVE_ALONG: _hand_over,
}
LOOKS: dict[str, tuple[str, str]] = {
    Action.HAND_OVER: ("work", "signpost-split"),
    Action.MOVE_ALONG: ("work", "signpost-split"),
}
