"""A person's browser for the bench: one kept connection, a log-in, forms sent as a browser would."""

from __future__ import annotations

import gzip
import http.client
import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.page import Page
from tracker.web.sessions import COOKIE

FORM = "application/x-www-form-urlencoded"


class Client:
    """Keeps its cookies and how long its requests took."""

    def __init__(self, port: int, key: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = {COOKIE: key}
        self.path, self.body, self.size, self.spent = "", "", 0, 0.0

    def get(self, path: str) -> int:
        return self._ask("GET", path, None)

    def send(self, fields: dict[str, Any], action: str = "") -> int:
        """Send the form of the open page with some fields changed, and open the page it leads to."""
        page = Page(self.body)
        form = page.form(action)
        body = urlencode(page.data(action) | fields, doseq=True)
        return self._ask("POST", form["action"] or self.path, body)

    @property
    def page(self) -> Page:
        return Page(self.body)

    def _ask(self, method: str, path: str, body: str | None) -> int:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Accept-Encoding": "gzip"} | ({"Content-Type": FORM} if body is not None else {})
        started = time.perf_counter()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        raw = answer.read()
        self.spent += time.perf_counter() - started
        self._keep(answer)
        if answer.status in (302, 303):
            where = urlsplit(answer.headers["Location"])
            return self._ask("GET", where.path + (f"?{where.query}" if where.query else ""), None)
        packed = answer.headers.get("Content-Encoding") == "gzip"
        self.path, self.size = path, len(raw)
        self.body = (gzip.decompress(raw) if packed else raw).decode("utf-8", "replace")
        return answer.status

    def _keep(self, answer: http.client.HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _equals, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value


def timed(client: Client, work: Any) -> float:
    """Milliseconds that the requests of one piece of work took."""
    client.spent = 0.0
    work(client)
    return client.spent * 1000
