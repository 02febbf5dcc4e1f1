"""The floor: bare pages of Flask, Jinja and SQLAlchemy that do the same work, in the same layout, on the same database.

No rights, no forms library, no words for codes, no counting, nothing kept of who may see what: what is left is what any
page of this kind costs here. Every page reads the log-in row, as ours must.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, abort, g, redirect, render_template, request
from flask_babel import Babel
from jinja2 import ChoiceLoader, FileSystemLoader
from sqlalchemy import func, select, text, update
from werkzeug.wrappers import Response

from tests.bench.floor_search import find
from tracker import settings
from tracker.db import begin_reading, db, end_reading, engine_options, take_write_lock, teach_manners
from tracker.models.organs import Category, CongressSession, Delegation, Unit
from tracker.models.people import Account, LoginSession, Membership, Person
from tracker.models.record import Clock, Event, FormToken, Notice
from tracker.models.suggestions import FAR, Request, Suggestion, SuggestionText
from tracker.models.tasks import Answer, Delivery, Round, Task
from tracker.places import code_folder
from tracker.queries.who import digest
from tracker.web import assets, display, headers, options
from tracker.web.sessions import COOKIE

PAGE = 25
S, T, R = Suggestion, Task, Round
Page = str | Response


def create_app(overrides: dict[str, Any]) -> Flask:
    """The floor's application, with the engine settings of ours."""
    found = settings.load(Path(overrides["INSTANCE"])) | overrides
    app = Flask(__name__, static_folder=None)
    here = FileSystemLoader(Path(__file__).parent / "templates")
    app.jinja_loader = ChoiceLoader([here, FileSystemLoader(code_folder("templates"))])  # type: ignore[assignment]
    url = found["DATABASE_URL"]
    app.config.update(found, SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS=engine_options(url))
    db.init_app(app)
    with app.app_context():
        teach_manners(db.engine)
    headers.init_app(app)
    Babel(app, default_locale="zh_Hans_CN")
    assets.init_app(app)
    display.init_app(app)
    options.init_app(app)
    app.before_request(_who)
    app.teardown_request(lambda _problem: end_reading())
    app.context_processor(lambda: {"frame": g.get("frame")})
    for address, view in VIEWS.items():
        app.add_url_rule(address, view.__name__, view, methods=["GET", "POST"] if view in FORMS else ["GET"])
    return app


def _who() -> None:
    """The log-in row with its person, and the frame made of it."""
    if request.path.startswith("/assets/"):
        return
    begin_reading()
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
        home_url="/", search_url="/suggestions", search_words="", other_locale_url="/language/en",
        help_url="/help", hat_url="/hat",
        account_url="/account", logout_url="/log-out", notices_url="/notices", unread_words="", more=[],
        csrf_token=secrets.token_hex(20),
    )  # fmt: skip


_ROW = (S.id, S.number, S.title, S.state, S.due_on, S.signer_count, Person.name)
_OPEN = ("submitted", "in_review", "returned", "registered", "in_handling")


def home() -> str:
    """What waits for the desk, by due date."""
    rows = db.session.execute(
        select(*_ROW)
        .outerjoin(Person, Person.id == S.author_id)
        .where(S.state.in_(("submitted", "in_review", "registered")))
        .order_by(S.due_sort, S.id)
        .limit(PAGE)
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
    words = read(_text(suggestion_id)).scalars().first()
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


def _text(suggestion_id: int) -> Any:
    same = (SuggestionText.suggestion_id == S.id) & (SuggestionText.no == S.text_no)
    return select(SuggestionText).join(S, same).where(S.id == suggestion_id)


def board() -> str:
    """W7: shares of the latest session by unit and step, how many of them are late, by the week they fall due."""
    today = datetime.now(UTC).date()
    latest = select(CongressSession.id).order_by(CongressSession.opens_on.desc()).limit(1).scalar_subquery()
    ours = (T.role != "co", S.session_id == latest)
    # By its name: PostgreSQL takes the same comparison with another parameter for another one.
    is_late = (T.due_on < today).label("is_late")
    counts = select(Unit.short_name, T.state, R.state, is_late, func.count(), func.min(T.due_on))
    counts = counts.join(S, S.id == T.suggestion_id).join(Unit, Unit.id == T.unit_id).outerjoin(R, R.task_id == T.id)
    rows = db.session.execute(
        counts.where(*ours).group_by(Unit.short_name, T.state, R.state, text("is_late")).order_by(Unit.short_name)
    ).all()
    weeks = select(T.due_on, T.state, func.count()).join(S, S.id == T.suggestion_id).where(*ours)
    window = T.due_on.between(today - timedelta(days=21), today + timedelta(days=48))
    due = db.session.execute(weeks.where(window).group_by(T.due_on, T.state).order_by(T.due_on)).all()
    headline = select(R.headline, R.letter, func.count()).join(T, T.id == R.task_id).join(S, S.id == T.suggestion_id)
    rated = db.session.execute(headline.where(*ours).group_by(R.headline, R.letter)).all()
    return render_template("floor/board.html", title="看板", rows=rows, due=due, rated=rated)


def new() -> Page:
    """W5: the form with its lists; its post keeps the paper, its text, a request, an event and the form's token."""
    if request.method == "GET":
        return _form("/new", "title", "problem", "analysis", "request", lists=_lists())
    now, said = datetime.now(UTC), request.form
    with _written() as write:
        paper = S(
            congress_id=1, title=said["title"], state="draft", author_id=g.person_id, started_at=now, changed_at=now,
            author_membership_id=g.membership_id, origins=[], history={}, signatures=[], tasks=[],
        )  # fmt: skip
        words = SuggestionText(no=1, title=paper.title, problem=said["problem"], analysis=said["analysis"], made_at=now)
        words.requests = [Request(no=1, body=said["request"])]
        paper.texts = [words]
        write.add(paper)
        write.flush()
        _note(write, paper.id, ("start",), now)
        found = paper.id
    return redirect(f"/suggestions/{found}")


def assign(suggestion_id: int) -> Page:
    """W6: the paper and the list of units; its post opens a share with its reply and three limits."""
    if request.method == "GET":
        return _form(f"/assign/{suggestion_id}", "unit", paper=_paper(suggestion_id), lists=_lists())
    now, unit = datetime.now(UTC), int(request.form["unit"])
    day, due = now.date(), now.date() + timedelta(days=90)
    with _written() as write:
        write.execute(
            update(S).where(S.id == suggestion_id).values(state="in_handling", assigned_on=day, changed_at=now)
        )
        share = T(
            suggestion_id=suggestion_id, unit_id=unit, system="government", role="sole", part=[1, 2], state="handling",
            handler_id=g.person_id, opened_on=day, assigned_on=day, due_on=due,
        )  # fmt: skip
        share.rounds = [R(no=1, state="drafting", opened_on=day)]
        write.add(share)
        write.add_all([_limit(suggestion_id, kind, day, due) for kind in ("sign_for", "reply", "suggestion_reply")])
        _note(write, suggestion_id, ("assign", "open", "open_round"), now)
    return redirect(f"/suggestions/{suggestion_id}")


def reply(suggestion_id: int) -> Page:
    """W6: an answer to each request; its post keeps them and leads on to the letter."""
    paper = _paper(suggestion_id)
    if request.method == "GET":
        boxes = [f"answer-{one.no}" for one in paper["asked"]]
        return _form(f"/reply/{suggestion_id}", *boxes, "opening", paper=paper)
    now, said = datetime.now(UTC), request.form
    with _written() as write:
        one = write.scalars(select(R).join(T).where(T.suggestion_id == suggestion_id)).one()
        one.opening = said["opening"]
        bodies = {name.partition("-")[2]: body for name, body in said.items() if name.startswith("answer-")}
        write.add_all(
            [Answer(round_id=one.id, request_no=int(no), body=body, letter="A") for no, body in bodies.items()]
        )
        _note(write, suggestion_id, (), now)
    return redirect(f"/letter/{suggestion_id}")


def letter(suggestion_id: int) -> Page:
    """W6: the letter to read once more; its post sends it up."""
    if request.method == "GET":
        return _form(f"/letter/{suggestion_id}", paper=_paper(suggestion_id))
    with _written() as write:
        wanted = select(R).join(T).where(T.suggestion_id == suggestion_id)
        write.scalars(wanted).one().state = "in_clearance"
        _note(write, suggestion_id, ("send_up",), datetime.now(UTC))
    return redirect(f"/suggestions/{suggestion_id}")


def deliver(suggestion_id: int) -> Page:
    """W6: the reply to read; its post delivers it, stops the limits and starts one."""
    if request.method == "GET":
        return _form(f"/deliver/{suggestion_id}", "document_no", paper=_paper(suggestion_id))
    now = datetime.now(UTC)
    day = now.date()
    with _written() as write:
        one = write.scalars(select(R).join(T).where(T.suggestion_id == suggestion_id)).one()
        one.state, one.document_no, one.delivered_on, one.delivered_at = "delivered", "1", day, now
        write.execute(update(T).where(T.suggestion_id == suggestion_id).values(state="replied", replied_on=day))
        write.execute(update(S).where(S.id == suggestion_id).values(replied_on=day, changed_at=now))
        write.execute(update(Clock).where(Clock.suggestion_id == suggestion_id).values(stopped_on=day))
        write.add(Delivery(round_id=one.id, person_id=g.person_id, delivered_at=now))
        write.add(_limit(suggestion_id, "rating", day, day + timedelta(days=30)))
        _note(write, suggestion_id, ("deliver", "replied", "complete"), now)
    return redirect(f"/suggestions/{suggestion_id}")


def _paper(suggestion_id: int) -> dict[str, Any]:
    read = db.session.execute
    row = read(
        select(S.title, Person.name).outerjoin(Person, Person.id == S.author_id).where(S.id == suggestion_id)
    ).one()
    words = read(_text(suggestion_id)).scalars().one()
    asked = read(select(Request).where(Request.text_id == words.id).order_by(Request.no)).scalars().all()
    wanted = select(Answer).join(R, R.id == Answer.round_id).join(T).where(T.suggestion_id == suggestion_id)
    return {"head": row, "words": words, "asked": asked, "answers": read(wanted).scalars().all()}


def _lists() -> dict[str, Any]:
    pairs = {"unit": select(Unit.id, Unit.short_name), "category": select(Category.id, Category.name)}
    return {name: db.session.execute(wanted).all() for name, wanted in pairs.items()}


def _form(action: str, *fields: str, paper: Any = None, lists: Any = None) -> str:
    return render_template("floor/form.html", action=action, fields=fields, paper=paper, lists=lists or {})


@contextmanager
def _written() -> Iterator[Any]:
    """One writing transaction, with the same lock as ours."""
    end_reading()
    take_write_lock()
    yield db.session
    db.session.commit()


def _limit(suggestion_id: int, kind: str, day: date, due: date) -> Clock:
    return Clock(
        kind=kind, machine="task", suggestion_id=suggestion_id, started_on=day, due_on=due, rules_of="floor",
        calendar_version=1,
    )  # fmt: skip


def _note(write: Any, suggestion_id: int, actions: tuple[str, ...], now: datetime) -> None:
    """Events with their notices, and the token that makes a form act once."""
    last = write.scalar(select(Event.seq).order_by(Event.seq.desc()).limit(1)) or 0
    for seq, action in enumerate(actions, start=last + 1):
        event = Event(
            seq=seq, at=now, person_id=g.person_id, membership_id=g.membership_id, machine="suggestion",
            action=action, suggestion_id=suggestion_id, facts={}, alg="none", hash="0" * 64,
        )  # fmt: skip
        write.add(event)
        write.flush()
        write.add_all([Notice(event_seq=seq, party=party, made_at=now) for party in ("author", "desk")])
    token = FormToken(
        person_id=g.person_id, key=secrets.token_hex(12), form=request.path, digest="", receipt={}, made_at=now
    )
    write.add(token)


VIEWS: dict[str, Any] = {
    "/": home,
    "/suggestions": register,
    "/board": board,
    "/statistics": board,
    "/search": find,
    "/suggestions/<int:suggestion_id>": one,
    "/new": new,
    "/assign/<int:suggestion_id>": assign,
    "/reply/<int:suggestion_id>": reply,
    "/letter/<int:suggestion_id>": letter,
    "/deliver/<int:suggestion_id>": deliver,
}
FORMS: set[Any] = {new, assign, reply, letter, deliver}
