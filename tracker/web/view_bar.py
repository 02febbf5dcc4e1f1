"""The views over a list: whose they are, which of them is on, the way to keep what is being looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from flask import request, url_for

from tracker.domain.lists import ListCode
from tracker.domain.parties import Actor
from tracker.models.views import SavedView
from tracker.queries.views import Views, views_of
from tracker.web.list_kinds import LISTS
from tracker.web.spoken import gettext as _

# Asks for the list as it is, where it would open with a view.
ALL = {"all": "1"}


@dataclass(frozen=True)
class ViewBar:
    """What the macro `view_bar` takes: the views with their addresses, and where one is kept and looked after."""

    tabs: list[tuple[str, None, str, bool]]
    keep_url: str
    manage_url: str
    query: str
    # Where the list opens when nothing is asked of it; nothing where it opens as it is.
    opens_with: str
    bare: str

    @property
    def is_kept(self) -> bool:
        """Whether what is being looked at is a view already."""
        return any(active for _words, _count, _href, active in self.tabs)


def view_bar(who: Actor, code: ListCode, asked: Mapping[str, str]) -> ViewBar:
    """The views of a list for this reader; `asked` is the filter as it stands in the address."""
    found, path = views_of(who, code), url_for(LISTS[code].endpoint)
    first = found.first
    # With a page asked for, or anything else, the reader has said what he wants.
    opens = f"{path}?{first.query}" if first is not None and first.query and not request.query_string else ""
    bare = f"{path}?{urlencode(ALL)}" if first is not None else ""
    return ViewBar(
        tabs=_tabs(found, who, path, asked, bare),
        keep_url=url_for("views.new", list=code.value, query=urlencode(asked)),
        manage_url=url_for("views.index", list=code.value),
        query=urlencode(asked),
        opens_with=opens,
        bare=bare,
    )


def _tabs(
    found: Views, who: Actor, path: str, asked: Mapping[str, str], bare: str
) -> list[tuple[str, None, str, bool]]:
    if not found.views:
        return []
    tabs = [(view_words(one, who), None, href_of(one, path), held(one) == dict(asked)) for one in found.views]
    return [(_("全部"), None, bare or path, not asked), *tabs]


def held(view: SavedView) -> dict[str, str]:
    """The conditions of a view."""
    return dict(parse_qsl(view.query))


def href_of(view: SavedView, path: str) -> str:
    """The address of a view: it is one like any other."""
    return f"{path}?{view.query}" if view.query else f"{path}?{urlencode(ALL)}"


def view_words(view: SavedView, who: Actor) -> str:
    """Its name, and whose it is where it is a colleague's."""
    if view.owner_id == who.person_id:
        return view.name
    return _("%(name)s（%(who)s）", name=view.name, who=view.owner.name)
