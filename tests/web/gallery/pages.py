"""Sample pages that show every component with invented matter: looked at in a browser, walked through by tests."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, flash, render_template
from flask_babel import Babel
from jinja2 import ChoiceLoader, FileSystemLoader

from tests.web.gallery import forms
from tracker.web import assets, display, headers, options

HERE = Path(__file__).parent
TEMPLATES = HERE.parents[2] / "templates"

DESK = (
    ("/home", "check2-square", "待办", 14),
    ("/register", "table", "建议总表", None),
    ("/reviews", "journal-check", "审查立案", 9),
    ("/batch", "send", "交办", 23),
    ("/board", "speedometer2", "督办看板", None),
    ("/promises", "calendar-check", "承诺台账", None),
    ("/figures", "bar-chart", "统计与报告", None),
)
DEPUTY = (
    ("/home", "check2-square", "待办", 3),
    ("/write", "pencil-square", "写建议", None),
    ("/mine", "folder2", "我的建议", 6),
    ("/invited", "people", "请我附议", 1),
    ("/past", "search", "往年建议与答复", None),
)
UNIT = (
    ("/home", "check2-square", "待办", 11),
    ("/matrix", "inbox", "承办件", 42),
    ("/co", "diagram-3", "会办件", 17),
    ("/promises", "calendar-check", "承诺台账", 51),
    ("/calendar", "calendar3", "期限日历", None),
)
WHO = {
    "desk": ("陈思远", "代工委 · 收文办理", DESK),
    "deputy": ("林若溪代表", "滨湖代表团", DEPUTY),
    "unit": ("何晓岚", "市教育局 · 经办", UNIT),
}
PAGES = {
    "home": "desk",
    "register": "desk",
    "dossier": "desk",
    "batch": "desk",
    "due": "desk",
    "receipt": "deputy",
    "check": "deputy",
    "danger": "desk",
    "write": "deputy",
    "rating": "deputy",
    "matrix": "unit",
    "letter": "deputy",
    "conflict": "unit",
    "lists": "desk",
    "imports": "desk",
}
PLAIN = ("login", "activation")
ERRORS = ("400", "403", "404", "405", "413", "429", "500", "503", "kept", "refused", "409", "422")


def frame_for(who: str, here: str) -> SimpleNamespace:
    """A frame as the application gives it."""
    name, hat, places = WHO[who]
    return SimpleNamespace(
        congress_name="临江市人大",
        product_name="代表建议办理",
        person_name=name,
        hat_words=hat,
        hat_id=1,
        hats=[(1, hat, None), (2, "监察和司法委 · 委员", 2)],
        session_words="第七届第六次会议",
        phase_words="闭会期间",
        locale="zh",
        places=[(url, icon, words, count, url == f"/{here}") for url, icon, words, count in places],
        home_url="/home",
        search_url="/register",
        search_words="",
        other_locale_url="/language/en",
        help_url="/help",
        hat_url="/hat",
        account_url="/account",
        logout_url="/logout",
        notices_url="/notices",
        unread_words="3",
        more=[("/lines", "bookmark", "口径", None, False)],
        csrf_token="sample",
    )


def error_words(name: str) -> dict[str, Any]:
    """What the error pages are given."""
    texts = ["社区公园的滑梯、秋千都要上台阶，轮椅进不去。", "请在三处公园试点。"]
    pairs = [("问题", texts[0]), ("第1项请求", texts[1])]
    return {
        "reference": "E-7F3A21",
        "texts": texts,
        "title": "周明远 10:32 已经改过这一件",
        "happened": "周明远 10:32 已把此件交办给市水务局。",
        "next_step": "您填写的内容都在下面，看过后请再提交一次。",
        "button": "再提交一次",
        "action": "/write",
        "fields": [("problem", texts[0])],
        "last": "",
        "back": "/dossier",
        "mine": pairs,
        "theirs": [("问题", "社区公园没有无障碍游乐设施。"), ("第1项请求", "")],
        "files": ["依据.pdf"],
        "problems": ["附件名不能为空"],
    }


def make_app() -> Flask:
    """A bare application with the product's own frame, headers and files."""
    app = Flask(__name__, static_folder=None)
    app.config.update(SECRET_KEY="samples only, samples only, samples", PRODUCTION=False, PROXIES=0, TESTING=True)
    app.jinja_env.loader = ChoiceLoader([FileSystemLoader(TEMPLATES), FileSystemLoader(HERE / "templates")])
    headers.init_app(app)
    Babel(app, default_locale="zh_Hans_CN")
    assets.init_app(app)
    display.init_app(app)
    options.init_app(app)
    for name, who in PAGES.items():
        app.add_url_rule(f"/{name}", name, _page(f"samples/{name}.html", who, name))
    for name in PLAIN:
        app.add_url_rule(f"/{name}", name, _plain(f"samples/{name}.html", name))
    for name in ERRORS:
        app.add_url_rule(
            f"/errors/{name}", f"error_{name}", _page(f"errors/{name}.html", "desk", "", **error_words(name))
        )
        app.add_url_rule(
            f"/guest/errors/{name}", f"guest_{name}", _plain(f"errors/{name}.html", "", **error_words(name))
        )
    return app


def _page(template: str, who: str, here: str, **words: Any) -> Any:
    def view() -> str:
        if here == "lists":
            flash("已收下这一件，编为第20260631号。", "done")
        return render_template(template, frame=frame_for(who, here), **forms.for_page(here), **words)

    return view


def _plain(template: str, here: str, **words: Any) -> Any:
    def view() -> str:
        return render_template(
            template,
            frame=None,
            congress_name="临江市人大",
            product_name="代表建议办理",
            **forms.for_page(here),
            **words,
        )

    return view


if __name__ == "__main__":
    make_app().run(host="127.0.0.1", port=8103)
