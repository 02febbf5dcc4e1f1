"""The cases behind a figure as lines, and the figures an address names."""

from __future__ import annotations

from collections.abc import Mapping

from flask import url_for

from tracker.domain.statistics import COUNTED, Measure
from tracker.queries.figure_cases import Behind
from tracker.web.papers import official_title


def case_row(one: Behind) -> dict[str, object]:
    """One case behind a figure, as a line of a table."""
    if one.commitment_id is not None:
        href = url_for("commitments.show", commitment_id=one.commitment_id)
    else:
        href = url_for("dossier.show", suggestion_id=one.suggestion_id)
    return {
        "href": href,
        "number": one.number,
        "title": official_title(one.title, one.kind),
        "unit": one.unit,
        "times": one.times,
        "why": "",
    }


def asked_measures(args: Mapping[str, str]) -> tuple[Measure, ...]:
    """The figures asked for, all counting the same thing; none where one is unknown."""
    try:
        found = tuple(Measure(code) for code in args.get("measures", "").split(",") if code)
    except ValueError:
        return ()
    return found if len({COUNTED[one] for one in found}) == 1 else ()
