"""What the frame of every page shows: who, which hat, the places of this role, what sits now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app, g, request
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf

from tracker.domain.finding import LONGEST_QUERY
from tracker.domain.roles import Capability, Role, can
from tracker.queries.notices import COUNTED
from tracker.queries.who import Hat, Me
from tracker.settings import SETTINGS
from tracker.web.addresses import fixed
from tracker.web.labels import ROLES
from tracker.web.sessions import asking
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

# endpoint, icon, words, capability
PLACES: tuple[tuple[str, str, Any, Capability], ...] = (
    ("home.show", "check2-square", _l("待办"), Capability.SEE_HOME),
    ("writing.new", "pencil-square", _l("写建议"), Capability.WRITE),
    ("register.mine", "folder2", _l("我的建议"), Capability.WRITE),
    ("tasks.inbox", "inbox", _l("承办件"), Capability.SEE_TASKS),
    ("register.show", "table", _l("建议总表"), Capability.SEE_REGISTER),
    ("commitments.index", "calendar-check", _l("承诺台账"), Capability.SEE_PROMISES),
    ("boards.show", "speedometer2", _l("督办看板"), Capability.SEE_BOARD),
    ("checks.queue", "clipboard-check", _l("初审"), Capability.CHECK),
    ("reviews.queue", "journal-check", _l("审查立案"), Capability.REVIEW),
    ("assignments.queue", "send", _l("交办"), Capability.ASSIGN),
    ("distribution.queue", "diagram-3", _l("转办"), Capability.DISTRIBUTE),
    ("chasing.index", "bell", _l("催办"), Capability.CHASE),
    # The desk, which has places enough, comes to it from its page of assignments.
    ("requests.queue", "arrow-counterclockwise", _l("退件和延期"), Capability.DISTRIBUTE),
    ("key_items.index", "key", _l("重点督办"), Capability.SEE_KEY_ITEMS),
    ("look_backs.index", "eye", _l("回头看"), Capability.SEE_LOOK_BACKS),
    ("settings_pages.index", "sliders", _l("基础资料"), Capability.KEEP_CATEGORIES),
    ("accounts.index", "people", _l("账号"), Capability.KEEP_ACCOUNTS),
    # The desk comes to it from its basic data.
    ("notice_rules.index", "bell", _l("通知规则"), Capability.KEEP_ROBOTS),
    ("grants.index", "shield-check", _l("授权"), Capability.KEEP_GRANTS),
    ("audit.index", "journal-text", _l("操作记录"), Capability.READ_RECORD),
    ("rules.show", "calendar3", _l("办理规则"), Capability.SEE_RULES),
    # The desk comes to it from its statistics.
    ("reports.index", "file-earmark-text", _l("报告"), Capability.SEE_REPORTS),
    # The desk, which has places enough, comes to it from its basic data, and to its people.
    ("lines.index", "bookmark", _l("口径"), Capability.SEE_LINES),
    # Desk and coordinator come to it from the statistics.
    ("appraisals.index", "speedometer2", _l("考核"), Capability.SEE_APPRAISALS),
    ("entries.new", "file-earmark-text", _l("代录纸质件"), Capability.ENTER_PAPERS),
    # The desk and coordinators, who have places enough, come to it from their board.
    ("statistics.show", "bar-chart", _l("统计"), Capability.SEE_STATISTICS),
)
# What a board is to those who watch nobody but themselves.
OWN_BOARD = {Role.DEPUTY: _l("我的履职"), Role.DELEGATION_CLERK: _l("本代表团")}
# So many stand in the list at once; what is asked for less often folds under them.
MOST_PLACES = 9
# address, icon, words, count, whether one is there
Place = tuple[str, str, str, int | None, bool]


@dataclass(frozen=True)
class Frame:
    """Everything the frame draws."""

    congress_name: str
    product_name: str
    person_name: str
    hat_words: str
    hat_id: int | None
    hats: list[tuple[int, str, int | None]]
    places: list[Place]
    session_words: str
    phase_words: str
    locale: str
    home_url: str
    search_url: str
    # What is being looked for, where one has come by the box; it stands there to be changed.
    search_words: str
    other_locale_url: str
    help_url: str
    hat_url: str
    account_url: str
    logout_url: str
    notices_url: str
    # How many notices are unread, as the badge shows it; empty for none.
    unread_words: str
    more: list[Place] = field(default_factory=list)

    @property
    def csrf_token(self) -> str:
        """For the small forms of the frame."""
        token: str = generate_csrf()
        return token


def hat_words(hat: Hat | None) -> str:
    """「市教育局 · 经办人」: where, then what."""
    if hat is None:
        return _("没有身份")
    role = str(ROLES[hat.role])
    return f"{hat.place} · {role}" if hat.place else role


def product_words() -> str:
    """Name of the product: our own is translated, a name the operator chose stays as it is."""
    chosen: str = current_app.config["PRODUCT_NAME"]
    own = next(setting.default for setting in SETTINGS if setting.name == "PRODUCT_NAME")
    return _("代表建议办理") if chosen == own else chosen


def frame_of(me: Me) -> Frame:
    """The frame for who is logged in; no statement of its own."""
    chinese = str(get_locale()).startswith("zh")
    places = _places(me)
    shown = MOST_PLACES if len(places) <= MOST_PLACES else MOST_PLACES - 1
    return Frame(
        congress_name=me.sitting.congress,
        product_name=product_words(),
        person_name=me.name,
        hat_words=hat_words(me.hat),
        hat_id=me.hat.id if me.hat else None,
        hats=[(hat.id, hat_words(hat), None) for hat in me.hats],
        places=places[:shown],
        more=places[shown:],
        session_words=f"{me.sitting.term}{me.sitting.session}",
        phase_words=_("会议期间") if me.sitting.in_session else _("闭会期间"),
        locale="zh" if chinese else "en",
        home_url=_url("home.show"),
        search_url=_url("search.show"),
        search_words=request.args.get("q", "")[:LONGEST_QUERY] if request.endpoint == "search.show" else "",
        other_locale_url=fixed("language.choose", code="en" if chinese else "zh"),
        help_url=_url("help.show"),
        hat_url=_url("account.change_hat"),
        account_url=_url("account.show"),
        logout_url=_url("account.log_out"),
        notices_url=_url("notices.index"),
        unread_words="99+" if me.unread >= COUNTED else str(me.unread or ""),
    )


def _url(endpoint: str) -> str:
    return fixed(endpoint) if endpoint in current_app.view_functions else "/"


def _places(me: Me) -> list[Place]:
    if me.hat is None:
        return []
    role = me.hat.role
    found: list[Place] = [
        (fixed(endpoint), icon, _place_words(endpoint, words, role), _count(me, endpoint), _is_here(endpoint))
        for endpoint, icon, words, capability in PLACES
        if can(role, capability)
        and endpoint in current_app.view_functions
        # An assistant has no papers of her own: the register holds those of her deputy.
        and not (role is Role.ASSISTANT and endpoint == "register.mine")
    ]
    return found


def _place_words(endpoint: str, words: Any, role: Role) -> str:
    return str(OWN_BOARD.get(role, words) if endpoint == "boards.show" else words)


def _count(me: Me, endpoint: str) -> int | None:
    """How many promises a unit owes, beside the way to them; what waits for oneself is counted on home."""
    owed = me.hat.promises if me.hat is not None and endpoint == "commitments.index" else 0
    return owed or None


def _is_here(endpoint: str) -> bool:
    if endpoint == request.endpoint:
        return True
    noun = endpoint.partition(".")[0]
    if noun == "boards" and request.blueprint in ("profiles", "weekly_sheets"):
        return True
    # 我的建议 and 建议总表 are two doors of one module.
    return noun == (request.blueprint or "").partition(".")[0] and noun != "register"


def _context() -> dict[str, Any]:
    # A page about a failure must not fail on the same thing: it comes without the frame.
    found = None if g.get("frameless") else asking()
    return {"frame": frame_of(found) if found else None}


def init_app(app: Flask) -> None:
    """Every template of a logged-in page has `frame`."""
    app.context_processor(_context)
