"""What is measured, W1 to W7 and home: the same piece of work for the product and for the floor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from typing import Any
from urllib.parse import quote

from tests.bench.client import Client
from tests.bench.data import Facts
from tests.bench.servers import Served
from tracker.clock import day_of, now

TEXT = "老城区校门直接开在车行道上，上学放学的半小时里，接送车辆和步行学生挤在一处。" * 8


# What is searched for: name, words, what they stand for, at most so many times the floor's page.
SEARCHES = (
    ("W3", "噪声", "search for a word of two characters", 2.0),
    ("W3-1", "灯", "one character", 4.0),
    ("W3-1c", "的", "one that stands everywhere", 4.0),
    ("W3-2c", "我们", "two that stand nearly everywhere", 4.0),
    ("W3-3", "护学岗", "three", 4.0),
    ("W3-5", "老旧小区改", "five", 4.0),
    ("W3-m", "学校 交通 安全", "three words", 4.0),
    ("W3-l", "2026", "the beginning of a number", 4.0),
    ("W3-0", "量子隧穿", "what stands nowhere", 4.0),
)


class Failed(RuntimeError):
    """A page did not answer as it should: figures of it would mean nothing."""


@dataclass(frozen=True)
class Work:
    """One measured thing: milliseconds of one run by the product, by the floor."""

    name: str
    words: str
    ours: Callable[[], float]
    floor: Callable[[], float]
    runs: int
    goal: float


def check(client: Client, status: int, *, holds: str = "") -> None:
    if status != 200 or holds not in client.body:
        raise Failed(f"{client.path}: {status} {client.page.words[:300]}")


def reading(facts: Facts, ours: Served, floor: Served) -> list[Work]:
    """The pages that are read most, by those who read them."""
    filtered = f"/suggestions?unit={facts.busy_unit}&status=closed&page=5"
    dossiers = [f"/suggestions/{one}" for one in facts.closed]

    def both(who: str) -> tuple[Client, Client]:
        return Client(ours.port, facts.keys[who]), Client(floor.port, facts.keys[who])

    return [
        _pages("home", "home of the desk", ["/"], *both("desk")),
        _pages("home-d", "home of a deputy; the floor's is the desk's", ["/"], *both("deputy")),
        _pages("home-u", "home of a signer; the floor's is the desk's", ["/"], *both("signer")),
        _pages("W1", "register, first page, by due date", ["/suggestions"], *both("desk")),
        _pages("W1-d", "the same, of a deputy", ["/suggestions"], *both("deputy")),
        _pages("W2", "register, one unit and status, page 5", [filtered], *both("desk")),
        *(
            _pages(name, words, [f"/search?q={quote(q)}"], *both("desk"), goal=goal)
            for name, q, words, goal in SEARCHES
        ),
        _pages("W3-d", "噪声, of a deputy", [f"/search?q={quote('噪声')}"], *both("deputy"), goal=2.0),
        _pages("W4", "dossier with its history", dossiers, *both("desk")),
        _pages("W7", "board: counts by unit, step, lateness, week", ["/board"], *both("desk"), goal=2.0),
        _pages("W7-s", "statistics of a session", ["/statistics"], *both("desk"), goal=2.0),
        _pages("W7-p", "the same as of a day past", [f"/statistics?on={_past()}"], *both("desk"), goal=2.0),
        _pages("W7-w", "sheet of the week", ["/board/weekly"], *both("desk"), goal=2.0),
        _pages("W7-c", "board of a coordinator", ["/board"], *both("coordinator"), goal=2.0),
        _pages("W7-u", "board of a unit", ["/board"], *both("signer"), goal=2.0),
        _pages("W7-d", "board of a deputy", ["/board"], *both("deputy"), goal=2.0),
    ]


def _past() -> date:
    """A day before the figures that are kept, by four months."""
    return day_of(now()) - timedelta(days=120)


def _pages(name: str, words: str, paths: list[str], mine: Client, bare: Client, *, goal: float = 2.5) -> Work:
    """The floor's page has the same address, but for the sheet of the week: there it is the bare board."""
    floors = [path.replace("/board/weekly", "/board") for path in paths]

    def opener(client: Client, turn: Iterator[str]) -> Callable[[], float]:
        def run() -> float:
            client.spent = 0.0
            check(client, client.get(next(turn)))
            return client.spent * 1000

        return run

    return Work(name, words, opener(mine, cycle(paths)), opener(bare, cycle(floors)), 60, goal)


# Among very many titles the first page may cost three times the floor's.
OF_TITLES = 3.0


def of_titles(facts: Facts, ours: Served, floor: Served) -> list[Work]:
    """The searches alone."""
    desk = Client(ours.port, facts.keys["desk"]), Client(floor.port, facts.keys["desk"])
    return [_pages(name, words, [f"/search?q={quote(q)}"], *desk, goal=OF_TITLES) for name, q, words, _goal in SEARCHES]


def writing(facts: Facts, ours: Served, floor: Served) -> list[Work]:
    """The journeys that write: each is opened, filled in, sent and read as it came out."""
    spare = iter(facts.registered)
    return [
        Work("W5", "create: form, post, page", lambda: create(facts, ours), lambda: create_bare(facts, floor), 30, 3.0),
        Work(
            "W6",
            "assign, reply, deliver: forms, posts, pages",
            lambda: assign_and_reply(facts, ours, next(spare)),
            lambda: change_bare(facts, floor, next(spare)),
            12,
            3.0,
        ),
    ]


def create(facts: Facts, ours: Served) -> float:
    """A deputy writes a new paper and saves it."""
    client = Client(ours.port, facts.keys["deputy"])
    check(client, client.get("/suggestions/new"))
    fields = {
        "title": "在老城区小学周边设置护学通道",
        "problem": TEXT,
        "analysis": TEXT,
        "requests-0": "在校门两侧划设护学通道。",
        "category": facts.category,
        "consent": "full",
        "save": "1",
    }
    check(client, client.send(fields, "new"))
    return client.spent * 1000


def create_bare(facts: Facts, floor: Served) -> float:
    client = Client(floor.port, facts.keys["deputy"])
    check(client, client.get("/new"))
    fields = {"title": "在老城区小学周边设置护学通道", "problem": TEXT, "analysis": TEXT, "request": "划设护学通道。"}
    check(client, client.send(fields, "/new"))
    return client.spent * 1000


def assign_and_reply(facts: Facts, ours: Served, suggestion_id: int) -> float:
    """The desk assigns, the handler answers and sends up, the signer delivers.

    Signing for it and the office's review are not timed: the floor has three steps, as the work began with.
    """
    case = f"/suggestions/{suggestion_id}"
    desk = Client(ours.port, facts.keys["desk"])
    check(desk, desk.get(f"{case}/assignment"))
    fields = desk.page.form("assignment")["fields"]
    chosen = {one["name"]: "" for one in fields if one["name"] and one["name"].endswith("-role")}
    chosen |= {"units-0-unit": str(facts.unit), "units-0-role": "lead", "step": "send"}
    check(desk, desk.send(chosen, "assignment"))
    spent = desk.spent
    for who, work in _BY_WHOM:
        client = Client(ours.port, facts.keys[who])
        check(client, client.get(case))
        client.spent = 0.0
        work(client, facts)
        spent += client.spent if work not in (_sign_for, _review) else 0.0
    return spent * 1000


def _open(client: Client, ending: str) -> None:
    """Follow the link of the open page that leads to a form."""
    where = next((href for href, _words in client.page.links if href.endswith(ending)), "")
    check(client, client.get(where) if where else 404)


def _sign_for(client: Client, facts: Facts) -> None:
    _open(client, "/sign-for")
    check(client, client.send({"handler": facts.handler}, "sign-for"))


def _reply(client: Client, _facts: Facts) -> None:
    _open(client, "/reply")
    names = [str(one["name"]) for one in client.page.form("reply")["fields"]]
    fields: dict[str, Any] = {name: TEXT for name in names if name.endswith("-body")}
    fields |= {name: "solved" for name in names if name.endswith("-outcome")}
    fields |= {"opening": "来信收悉。", "contact_name": "景行", "contact_phone": "85550142"}
    fields |= {"no_contact_reason": "代表在外地开会。", "publication": "full", "deputy_view": "agrees", "check": "1"}
    check(client, client.send(fields, "reply"))
    check(client, client.send({}, "letter"))


def _review(client: Client, _facts: Facts) -> None:
    _open(client, "/signature")
    check(client, client.send({"outcome": "pass"}, "signature"))


def _deliver(client: Client, _facts: Facts) -> None:
    _open(client, "/signature")
    # Every reply has a number of its own: the round's, which stands in the address.
    number = f"教复〔2026〕{client.path.split('/')[-2]}号"
    check(client, client.send({"document_no": number, "outcome": "deliver"}, "signature"))


_BY_WHOM = (("receiver", _sign_for), ("handler", _reply), ("reviewer", _review), ("signer", _deliver))


def change_bare(facts: Facts, floor: Served, suggestion_id: int) -> float:
    """The same three steps, each by form, post and page; a reply is read once more before it is sent up."""
    spent = 0.0
    for step, fields in (
        ("assign", {"unit": facts.unit}),
        ("reply", {"opening": "来信收悉。"}),
        ("deliver", {"document_no": "教复〔2026〕1号"}),
    ):
        client = Client(floor.port, facts.keys["desk"])
        check(client, client.get(f"/{step}/{suggestion_id}"))
        boxes = [one["name"] for one in client.page.form(f"/{step}")["fields"]]
        answers = {name: TEXT for name in boxes if name and name.startswith("answer-")}
        check(client, client.send(fields | answers, f"/{step}"))
        if step == "reply":
            check(client, client.send({}, "/letter"))
        spent += client.spent
    return spent * 1000
