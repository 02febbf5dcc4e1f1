"""Any list in a file, with the filter and the scope of the screen; each file goes on record before it leaves.

It is sent by a form and not by a link: taking a list along is an act that is written down.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from threading import BoundedSemaphore
from urllib.parse import parse_qsl

from flask import Blueprint, abort, make_response, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from tracker.clock import day_of, now
from tracker.domain.lists import ListCode
from tracker.domain.parties import Actor
from tracker.services import exports
from tracker.web import export_lists, export_people, export_register
from tracker.web.access import actor, me, signed_in
from tracker.web.export_files import ENDINGS, Made, sent_file, written
from tracker.web.list_kinds import LISTS, list_asked

bp = Blueprint("exports", __name__)

BUILDERS: dict[ListCode, Callable[[Actor, Mapping[str, str], date], Made]] = {
    ListCode.REGISTER: partial(export_register.made, mine=False),
    ListCode.MINE: partial(export_register.made, mine=True),
    ListCode.PROMISES: export_lists.promises,
    ListCode.SHARES: export_lists.unit_shares,
    ListCode.LOOK_BACK: export_lists.look_back,
    ListCode.PEOPLE: export_people.people,
    ListCode.UNITS: export_people.units,
    ListCode.ACCOUNTS: export_people.accounts,
}
# One file at a time in each process: whoever opens a page meanwhile finds it answering (AV-05).
_TURN = BoundedSemaphore(1)
WAITS = 5  # seconds


@bp.post("/exports")
@signed_in
def export() -> Response:
    """Make the file, write down that it was made, hand it over."""
    kind, ending = list_asked(request.form.get("list", ""), actor().role), request.form.get("ending", "")
    if kind is None or ending not in ENDINGS:
        abort(404)
    if not _TURN.acquire(timeout=WAITS):
        return _busy(kind)
    try:
        at, args = now(), MultiDict(parse_qsl(request.form.get("query", "")[:2000]))
        made = BUILDERS[kind](actor(), args, day_of(at))
        if ENDINGS[ending] is not None and made.part(ending) is None:
            abort(404)
        file = written(made, ending, who=me().name, at=at)
    finally:
        _TURN.release()
    counts = {part.code: part.count for part in made.parts if part.count}
    how = {"asked": made.asked, "ending": ending, "counts": counts, "now": at}
    try:
        exports.note_export(actor(), kind, **how)
    except BaseException:
        file.close()
        raise
    return sent_file(file, made.name, ending, at)


def _busy(kind: ListCode) -> Response:
    back = url_for(LISTS[kind].endpoint)
    answer = make_response(render_template("exports/busy.html", back=back), 429)
    answer.headers["Retry-After"] = "10"
    return answer
