"""The floor: bare pages of Flask, Jinja and SQLAlchemy that do the same work, in the same layout, on the same database.

No rights, no forms library, no words for codes, no counting, nothing kept of who may see what: what is left is what any
page of this kind costs here. Every page reads the log-in row, as ours must.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, abort, g, redirect, render_template, request
from flask_babel import Babel
from jinja2 import ChoiceLoader, FileSystemLoader
from sqlalchemy import select, update
from werkzeug.wrappers import Response

from tracker import settings
from tracker.db import db, take_write_lock, teach_manners
from tracker.models.organs import Category, CongressSession, Delegation, Unit
from tracker.models.people import Account, LoginSession, Membership, Person
from tracker.models.record import Clock, Event
from tracker.models.suggestions import FAR, Request, Suggestion, SuggestionText
from tracker.models.tasks import Answer, Round, Task
from tracker.places import code_folder
from tracker.queries.who import digest
from tracker.web import assets, display, headers
from tracker.web.sessions import COOKIE

PAGE = 25
S, T, R = Suggestion, Task, Round


def create_app(overrides: dict[str, Any]) -> Flask:
    """The floor's application, with the engine settings of ours."""
    found = settings.load(Path(overrides["INSTANCE"])) | overrides
    app = Flask(__name__, static_folder=None)
    here = FileSystemLoader(Path(__file__).parent / "templates")
    app.jinja_loader = ChoiceLoader([here, FileSystemLoader(code_folder("templates"))])  # type: ignore[assignment]
    options = {} if found["DATABASE_URL"].startswith("sqlite") else {"pool_pre_ping": True, "pool_size": 8}
    app.config.update(found, SQLALCHEMY_DATABASE_URI=found["DATABASE_URL"], SQLALCHEMY_ENGINE_OPTIONS=options)
    db.init_app(app)
    with app.app_context():
        teach_manners(db.engine)
    headers.init_app(app)
    Babel(app, default_locale="zh_Hans_CN")
    assets.init_app(app)
    display.init_app(app)
    app.before_request(_who)
    app.context_processor(lambda: {"frame": g.get("frame")})
    for address, view in VIEWS.items():
        app.add_url_rule(address, view.__name__, view, methods=["GET", "POST"] if view in FORMS else ["GET"])
    return app


def _who() -> None:
    """The log-in row with its person, and the frame made of it."""
    if request.path.startswith("/assets/"):
        return
    row = db.session.execute(
        select(LoginSession.account_id, Person.id, Person.name, Membership.id, Membership.role)
        .join(Account, Account.id == LoginSession.account_id)
        .join(Person, Person.id == Account.person_id)
        .join(Membership, Membership.person_id == Person.id)
        .where(LoginSession.digest == digest(request.cookies.get(COOKIE, "")), LoginSession.ended_at.is_(None))
    ).first()
    if row is None:
        abort(403)
    g.person_id, g.membership_id = row[1], row[3]
    g.frame = _frame(row[2], row[4].value)


def _frame(name: str, role: str) -> SimpleNamespace:
    places = [(f"/{n}", "table", f"去处{n}", None, n == 1) for n in range(7)]
    return SimpleNamespace(
        congress_name="临江市人大", product_name="代表建议办理", person_name=name, hat_words=role, hat_id=1,
        hats=[(1, role, None)], session_words="第七届第六次会议", phase_words="闭会期间", locale="zh", places=places,
        home_url="/", search_url="/suggestions", other_locale_url="/language/en", help_url="/help", hat_url="/hat",
        account_url="/account", logout_url="/log-out", csrf_token=secrets.token_hex(20),
    )  # fmt: skip


_ROW = (S.id, S.number, S.title, S.state, S.due_on, S.signer_count, Person.name)
_OPEN = ("submitted", "in_review", "returned", "registered", "in_handling")


def home() -> str:
    """What waits for the desk: the first thirty by due date."""
    rows = db.session.execute(
        select(*_ROW)
        .outerjoin(Person, Person.id == S.author_id)
        .where(S.state.in_(("submitted", "in_review", "registered")))
        .order_by(S.due_sort, S.id)
        .limit(30)
    ).all()
    return render_template("floor/list.html", title="待办", rows=rows, units=_units([row.id for row in rows]))


def register() -> str:
    """W1, and W2 when the address names a unit: open papers by due date."""
    rows = select(*_ROW).outerjoin(Person, Person.id == S.author_id).order_by(S.due_sort, S.id).limit(PAGE)
    if unit := request.args.get("unit"):
        ours = select(T.suggestion_id).where(T.unit_id == int(unit))
        rows = rows.where(S.id.in_(ours), S.state == request.args["status"])
        rows = rows.offset((int(request.args["page"]) - 1) * PAGE)
    else:
        rows = rows.where(S.due_sort < FAR)
    found = db.session.execute(rows).all()
    return render_template("floor/list.html", title="建议", rows=found, units=_units([row.id for row in found]))


def _units(ids: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    wanted = select(T.suggestion_id, T.role, T.state, Unit.short_name).join(Unit, Unit.id == T.unit_id)
    for row in db.session.execute(wanted.where(T.suggestion_id.in_(ids)).order_by(T.id)):
        found.setdefault(row.suggestion_id, []).append(row)
    return found


def one(suggestion_id: int) -> str:
    """W4: one paper with its text, units, replies and history."""
    read = db.session.execute
    head = read(
        select(S, Person.name, Delegation.name, Category.name, CongressSession.name)
        .outerjoin(Person, Person.id == S.author_id)
        .outerjoin(Delegation, Delegation.id == S.delegation_id)
        .outerjoin(Category, Category.id == S.category_id)
        .outerjoin(CongressSession, CongressSession.id == S.session_id)
        .where(S.id == suggestion_id)
    ).one()
    words = read(select(SuggestionText).where(SuggestionText.suggestion_id == suggestion_id)).scalars().first()
    asked = read(select(Request).where(Request.text_id == words.id).order_by(Request.no)).scalars() if words else ()
    tasks = read(
        select(T, Unit.short_name).join(Unit, Unit.id == T.unit_id).where(T.suggestion_id == suggestion_id)
    ).all()
    rounds = read(select(R).where(R.task_id.in_([row[0].id for row in tasks]))).scalars().all()
    answers = read(select(Answer).where(Answer.round_id.in_([row.id for row in rounds]))).scalars().all()
    clocks = read(select(Clock).where(Clock.suggestion_id == suggestion_id)).scalars().all()
    events = read(
        select(Event.action, Event.at, Event.note, Person.name)
        .outerjoin(Person, Person.id == Event.person_id)
        .where(Event.suggestion_id == suggestion_id)
        .order_by(Event.seq.desc())
    ).all()
    return render_template(
        "floor/one.html", head=head, words=words, asked=asked, tasks=tasks, rounds=rounds, answers=answers,
        clocks=clocks, events=events,
    )  # fmt: skip


def new() -> str | Response:
    """W5: a form; its post keeps the paper, its text, one request and one event."""
    if request.method == "GET":
        return render_template(
            "floor/form.html", title="写建议", action="/new", fields=("title", "problem", "analysis", "request")
        )
    now, said = datetime.now(UTC), request.form
    with _written() as write:
        paper = S(
            congress_id=1, title=said["title"], state="draft", author_id=g.person_id, started_at=now, changed_at=now,
            author_membership_id=g.membership_id, origins=[], history={}, signatures=[], tasks=[],
        )  # fmt: skip
        words = SuggestionText(
            no=1, title=said["title"], problem=said["problem"], analysis=said["analysis"], made_at=now
        )
        words.requests = [Request(no=1, body=said["request"])]
        paper.texts = [words]
        write.add(paper)
        write.flush()
        write.add(_event(write, paper.id, "start", now))
        found = paper.id
    return redirect(f"/suggestions/{found}")


def change(suggestion_id: int) -> str | Response:
    """W6: a change of state with a note, with the rows that stand for a share, a reply and a limit."""
    if request.method == "GET":
        return render_template(
            "floor/form.html", title="办理", action=f"/change/{suggestion_id}", fields=("state", "unit", "note")
        )
    now, said = datetime.now(UTC), request.form
    today, state = now.date(), said["state"]
    with _written() as write:
        if state == "in_handling":
            write.execute(update(S).where(S.id == suggestion_id).values(state=state, assigned_on=today, changed_at=now))
            share = T(
                suggestion_id=suggestion_id, unit_id=int(said["unit"]), system="government", role="sole", part=[1],
                state="handling", handler_id=g.person_id, opened_on=today, assigned_on=today,
                due_on=today + timedelta(days=90),
            )  # fmt: skip
            share.rounds = [R(no=1, state="drafting", opened_on=today)]
            write.add(share)
            write.add(
                Clock(
                    kind="reply", machine="task", suggestion_id=suggestion_id, started_on=today, due_on=share.due_on,
                    rules_of="floor", calendar_version=1,
                )
            )  # fmt: skip
        else:
            reply = write.scalars(select(R).join(T).where(T.suggestion_id == suggestion_id)).one()
            reply.state, reply.opening = state, said["note"]
            reply.delivered_on, reply.delivered_at = today, now
        write.add(_event(write, suggestion_id, state, now))
    return redirect(f"/suggestions/{suggestion_id}")


def _form(action: str, *fields: str) -> str:
    return render_template("floor/form.html", title="填写", action=action, fields=fields)


@contextmanager
def _written() -> Iterator[Any]:
    """One writing transaction, with the same lock as ours."""
    db.session.rollback()
    take_write_lock()
    yield db.session
    db.session.commit()


def _event(write: Any, suggestion_id: int, action: str, now: datetime) -> Event:
    last = write.scalar(select(Event.seq).order_by(Event.seq.desc()).limit(1)) or 0
    return Event(
        seq=last + 1, at=now, person_id=g.person_id, membership_id=g.membership_id, machine="suggestion", action=action,
        suggestion_id=suggestion_id, facts={}, alg="none", hash="0" * 64,
    )  # fmt: skip


VIEWS: dict[str, Any] = {
    "/": home,
    "/suggestions": register,
    "/suggestions/<int:suggestion_id>": one,
    "/new": new,
    "/change/<int:suggestion_id>": change,
}
FORMS: set[Any] = {new, change}
