"""Further sections of a dossier, each from its own module: what lies beside the case is looked up once and asked for
only where something is there."""

from __future__ import annotations

from collections.abc import Callable

from tracker.models.suggestions import Suggestion
from tracker.queries.beside import beside
from tracker.web import (
    dossier_bills,
    dossier_chases,
    dossier_clearance,
    dossier_cohandling,
    dossier_documents,
    dossier_entries,
    dossier_escalations,
    dossier_files,
    dossier_groups,
    dossier_joint,
    dossier_key_items,
    dossier_look_backs,
    dossier_notices,
    dossier_objections,
    dossier_quality,
    dossier_reviews,
)
from tracker.web.dossier_reader import Reader
from tracker.web.dossier_section import Section

# A section is asked with the case, its reader and the names of what lies beside it; nothing when there is nothing to
# show. In the order in which they are shown, between the signers and the replies.
SECTIONS: tuple[Callable[[Suggestion, Reader, frozenset[str]], Section | None], ...] = (
    dossier_joint.signing,
    dossier_entries.entered,
    dossier_files.attached,
    dossier_bills.decisions,
    dossier_reviews.versions,
    dossier_reviews.outcomes,
    dossier_groups.circulation,
    dossier_groups.group,
    dossier_groups.linked,
    dossier_cohandling.asked,
    dossier_cohandling.disputes,
    dossier_cohandling.talked,
    dossier_cohandling.by_request,
    dossier_clearance.publication,
    dossier_objections.objections,
    dossier_objections.extensions,
    dossier_chases.chases,
    dossier_escalations.escalations,
    dossier_key_items.key_items,
    dossier_look_backs.look_backs,
    dossier_quality.quality,
    dossier_documents.papers,
    dossier_notices.undelivered,
)


def sections(suggestion: Suggestion, reader: Reader) -> list[Section]:
    """What the sections have to show this reader."""
    there = beside(suggestion) if SECTIONS else frozenset()
    found = [make(suggestion, reader, there) for make in SECTIONS]
    return [one for one in found if one is not None]


__all__ = ["Section", "sections"]
