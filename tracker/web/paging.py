"""Pages of a list by their number in the address: which one is asked for, and the entries of the pager."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from tracker.domain.limits import PAGE

FURTHEST = 10_000


def page_asked() -> int:
    """The page in the address; anything odd is the first."""
    text = request.args.get("page", "")
    return min(max(int(text), 1), FURTHEST) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def last_page(total: int, *, size: int = PAGE) -> int:
    """The number of the last page of a list of so many."""
    return max(1, -(-total // size))


def pages(total: int, page: int, *, size: int = PAGE, endpoint: str = "") -> dict[str, Any]:
    """What the macro `pager` takes: entries around the page, the pages before and after; none when one holds all.
    `endpoint` names the list where the page that shows it again is the answer to a form."""
    last = last_page(total, size=size)
    if last == 1:
        return {"entries": (), "next_href": None, "previous_href": None}
    near = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    entries: list[tuple[str, str | None, bool]] = []
    for number in near:
        if entries and number - 1 != int(entries[-1][0]):
            entries.append(("…", None, False))
        entries.append((str(number), _address(number, endpoint), number == page))
    return {
        "entries": entries,
        "next_href": _address(page + 1, endpoint) if page < last else None,
        "previous_href": _address(page - 1, endpoint) if page > 1 else None,
    }


def _address(page: int, endpoint: str) -> str:
    # Names with an underscore would steer url_for itself.
    asked = {name: values for name, values in request.args.lists() if not name.startswith("_")}
    kept: dict[str, Any] = asked | dict(request.view_args or {})
    return url_for(endpoint or request.endpoint or "", **(kept | {"page": page}))
