"""A browser without a screen: Flask's test client that checks every page it opens, and finds its way by forms."""

from __future__ import annotations

import re
from contextvars import Context
from html import unescape
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.world import NOW
from tracker import clock
from tracker.services import log_ins
from tracker.web.sessions import COOKIE

UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
# Pages are opened by the ten thousand: they are cut into pieces by one expression, and attributes are read where they
# are asked for. A comment or a doctype is a piece without a name.
PIECE = re.compile(
    r"""<!--.*?-->|<![^>]*>|<(/?)([a-zA-Z][^\s/>]*)((?>[^>"']+|"[^"]*"|'[^']*')*)>|([^<]+|<)""", re.DOTALL
)
ATTRIBUTE = re.compile(r"""([^\s=/]+)(?:\s*(=)\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?""")
VOID = {"input", "meta", "link", "br", "hr", "img"}
CONTROLS = {"input", "select", "textarea", "button"}
ASKED = CONTROLS | {"form", "label", "a", "h1", "option", "script", "style"}
# Words in these are kept apart from the others, or are none.
HEARD = {"title", "h1", "a", "textarea", "select", "script"}
# Where a page has this, all its attributes are looked at: one of them may be one that no page may have.
SUSPECT = re.compile(r"\s(?:style|on\w*)[\s=>/]", re.IGNORECASE)

Held = dict[str, str | None]


def _attributes(written: str) -> Held:
    return {
        name.lower(): unescape(double or single or plain) if equals else None
        for name, equals, double, single, plain in ATTRIBUTE.findall(written)
    }


class Page:
    """What a test asks of a page: its words, headings, links, forms with their fields."""

    def __init__(self, body: str) -> None:
        self.body = body
        self.title = ""
        self.h1: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.forms: list[dict[str, Any]] = []
        self.labels: set[str] = set()
        self.controls: list[dict[str, Any]] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self._read: list[str] = []
        self._area: dict[str, Any] | None = None
        self._select: dict[str, Any] | None = None
        self._listens = False
        self._suspects = SUSPECT.search(body) is not None
        for closes, tag, attributes, words in PIECE.findall(body):
            if words:
                plain = unescape(words) if "&" in words else words
                if self._listens:
                    self._hears(plain)
                else:
                    self._read.append(plain)
            elif closes:
                if self._open and self._open[-1] == tag and tag not in HEARD:
                    self._open.pop()
                else:
                    self._closes(tag.lower())
            elif tag:
                self._opens(tag.lower(), attributes)
        self.words = "".join("".join(self._read).split())

    def _opens(self, tag: str, attributes: str) -> None:
        self._open.append(tag)
        if tag in HEARD:
            self._listens = True
        if tag in ASKED or self._suspects:
            held = _attributes(attributes)
            self._note(tag, held)
            if self._suspects or tag in ("script", "style"):
                self._judge(tag, held)
        if tag in VOID:
            self._open.pop()
        elif attributes.endswith("/"):
            self._closes(tag)

    def _judge(self, tag: str, held: Held) -> None:
        if "style" in held or tag == "style":
            self.faults.append("inline style")
        if any(name.startswith("on") for name in held) or (tag == "script" and "src" not in held):
            self.faults.append("inline script")

    def _note(self, tag: str, held: Held) -> None:
        if tag == "form":
            method = (held.get("method") or "get").lower()
            self.forms.append({"action": held.get("action", ""), "method": method, "fields": [], "buttons": []})
        elif tag == "label" and held.get("for"):
            self.labels.add(held["for"] or "")
        elif tag == "a":
            self.links.append((held.get("href") or "", ""))
        elif tag == "h1":
            self.h1.append("")
        elif tag in CONTROLS:
            self._control(tag, held)
        elif tag == "option" and self._select is not None:
            # A browser sends the first option when none is marked.
            if "selected" in held or not self._select["checked"]:
                self._select["value"] = held.get("value") or ""
            self._select["checked"] = True

    def _control(self, tag: str, held: Held) -> None:
        kind = held.get("type") or ("text" if tag == "input" else tag)
        one = {
            "name": held.get("name"),
            "value": held.get("value"),
            "kind": kind,
            "id": held.get("id"),
            "checked": "checked" in held,
            "labelled": "aria-label" in held or "aria-labelledby" in held or "label" in self._open or "hidden" in held,
        }
        self.controls.append(one)
        if tag == "textarea":
            one["value"], self._area = "", one
        if tag == "select":
            one["value"], self._select = "", one
        if self.forms:
            self.forms[-1]["buttons" if kind in ("button", "submit") else "fields"].append(one)

    def _closes(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "textarea":
            self._area = None
        if tag == "select":
            self._select = None
        self._listens = any(one in HEARD for one in self._open)

    def _hears(self, words: str) -> None:
        within = self._open
        if self._area is not None:
            self._area["value"] += words
        if "title" in within and "svg" not in within:
            self.title += words
        if "h1" in within and self.h1:
            self.h1[-1] += words
        if "a" in within and self.links:
            self.links[-1] = (self.links[-1][0], self.links[-1][1] + words.strip())
        if "script" not in within:
            self._read.append(words)

    def form(self, action: str = "") -> dict[str, Any]:
        """The first post form whose address contains `action`."""
        posts = [f for f in self.forms if f["method"] == "post"]
        exact = (f for f in posts if f["action"] == action)
        found = next(exact, None) or next((f for f in posts if action in f["action"]), None)
        assert found, f"no form for {action!r} among {[f['action'] for f in self.forms]}"
        return found

    def data(self, action: str = "") -> dict[str, Any]:
        """The fields of a form as a browser would send them untouched."""
        sent: dict[str, Any] = {}
        for one in self.form(action)["fields"]:
            if (
                not one["name"]
                or (one["kind"] in ("checkbox", "radio") and not one["checked"])
                or one["kind"] == "file"
            ):
                continue
            sent.setdefault(one["name"], []).append((one["value"] or "").replace("\r\n", "\n").removeprefix("\n"))
        return {name: values if len(values) > 1 else values[0] for name, values in sent.items()}


class Browser:
    """One person's browser; with the key of a log-in that has been opened, or one of its own."""

    def __init__(self, app: Flask, account_id: int | None, key: str = "") -> None:
        self.client = app.test_client()
        self.app = app
        self.page = Page("")
        self.answer: TestResponse | None = None
        if account_id is not None and not key:
            with app.app_context():
                key = log_ins.open_log_in(account_id, hours=12, now=clock.now())
        if key:
            self.client.set_cookie(COOKIE, key)

    def open(self, address: str, *, status: int = 200) -> Page:
        """GET a page, follow redirects, check what every page owes its readers."""
        return self._read(self._ask("GET", address), status)

    def send(
        self, action: str = "", *, status: int = 200, button: tuple[str, str] | None = None, **changes: Any
    ) -> Page:
        """Send the form of the open page whose address contains `action`, with some fields changed."""
        form = self.page.form(action)
        data = self.page.data(action) | changes
        if button:
            data[button[0]] = button[1]
        here = self.answer.request.full_path.rstrip("?") if self.answer else "/"
        address = form["action"] or here
        return self._read(self._ask("POST", address, data), status)

    def post(self, address: str, *, status: int = 200, follow: bool = True, **data: Any) -> Page:
        """POST without a page before it, with a valid form token: what a hand-made request would be."""
        token = self.page.data("")["csrf_token"] if any(f["method"] == "post" for f in self.page.forms) else ""
        return self._read(self._ask("POST", address, {"csrf_token": token} | data, follow=follow), status)

    def _ask(
        self, method: str, address: str, data: dict[str, Any] | None = None, *, follow: bool = True
    ) -> TestResponse:
        # Outside the test's application context: a request inside it would share its session and its `g`.
        return Context().run(self.client.open, address, method=method, data=data, follow_redirects=follow)

    def _read(self, answer: TestResponse, status: int) -> Page:
        self.answer = answer
        body = answer.get_data().decode(errors="replace")  # a paper to save is no text
        self.page = Page(body)
        assert answer.status_code == status, f"{answer.request.path}: {answer.status_code}\n{self.page.words[:1500]}"
        # A piece that a page fetches for itself is no page.
        whole = body.lstrip().lower().startswith("<!doctype")
        if whole and not 300 <= answer.status_code < 400:
            self._check()
        return self.page

    def _check(self) -> None:
        page, path = self.page, self.answer.request.path if self.answer else ""
        assert page.title.strip(), f"{path}: no title"
        assert len(page.h1) == 1 and page.h1[0].strip(), f"{path}: {len(page.h1)} h1"
        assert not page.faults, f"{path}: {page.faults}"
        for one in page.controls:
            labelled = one["labelled"] or one["id"] in page.labels or one["kind"] in UNLABELLED
            assert labelled, f"{path}: {one['name']} ({one['kind']}) has no label"


__all__ = ["NOW", "Browser", "Page"]
