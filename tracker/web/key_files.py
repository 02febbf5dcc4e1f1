"""Files of key items: the list under each part of the page, and handing one out, authorised each time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, abort, url_for

from tracker.domain.roles import Capability
from tracker.queries import key_items as items
from tracker.queries.cases import BIGGEST
from tracker.queries.key_item_files import KeyFile, find_file
from tracker.web.access import actor, needs
from tracker.web.file_words import Row, href_of, row_at
from tracker.web.files import handed_out

bp = Blueprint("key_files", __name__)


@bp.get("/key-items/<int:item_id>/files/<key>")
@needs(Capability.SEE_KEY_ITEMS)
def show(item_id: int, key: str) -> Any:
    """One file of this item, for whoever reads what it came with; another item's is not found here."""
    one = items.find(actor(), item_id) if item_id <= BIGGEST else None
    found = find_file(actor(), one, key) if one is not None else None
    return handed_out((found or abort(404)).file, back=url_for("key_items.show", item_id=item_id))


def chips(item_id: int, facts: dict[str, Any]) -> list[tuple[str, str]]:
    """The files of one line of the story, name and address, from the record itself."""
    return [(one["name"], url_for("key_files.show", item_id=item_id, key=one["key"])) for one in facts.get("files", ())]


def by_place(found: Iterable[KeyFile]) -> dict[str, list[Row]]:
    """Lines for `file_list` by the part of the item they stand in, `KeyFile.place`."""
    rows: dict[str, list[Row]] = {}
    for one in found:
        rows.setdefault(one.place, []).append(row_at(href_of(one.file), one.file))
    return rows
