"""What a page weighs: statements, bytes on an empty cache and after, memory of the processes that serve it."""

from __future__ import annotations

import http.client
import re
import sys
from collections import Counter
from typing import Any

from flask import g
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.bench.client import Client
from tests.bench.data import Facts, opened
from tests.bench.servers import Place, Served, free_port, memory_of_tree, running
from tracker.web.sessions import COOKIE

ASSET = re.compile(r'(?:href|src)="(/assets/[^"#]+)')


def weights(server: Served, facts: Facts, paths: list[str]) -> dict[str, dict[str, int]]:
    """Compressed bytes and requests of each page on an empty cache, and bytes with the cache filled."""
    found = {}
    for path in paths:
        client = Client(server.port, facts.keys["desk"])
        client.get(path)
        assets = sorted(set(ASSET.findall(client.body)))
        sizes = [_size(server.port, one) for one in assets]
        found[path] = {"first": client.size + sum(sizes), "requests": 1 + len(assets), "after": client.size}
    return found


def _size(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    return len(connection.getresponse().read())


def statements(place: Place, facts: Facts, paths: list[str]) -> dict[str, int]:
    """SQL statements of each page beside the one that says who asks."""
    counts: Counter[str] = Counter()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        counts[statement.split(None, 1)[0].upper()] += 1

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with opened(place) as app:
            client = app.test_client()
            client.set_cookie(COOKIE, facts.keys["desk"])
            found = {}
            for path in paths:
                g.pop("me", None)
                client.get(path)
                counts.clear()
                g.pop("me", None)
                client.get(path)
                found[path] = counts["SELECT"] + counts["WITH"] - 1
            return found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def memory(place: Place, facts: Facts, paths: list[str]) -> dict[str, float]:
    """Megabytes of `tracker serve` with two web workers and the worker, after pages were read."""
    port = free_port()
    command = [sys.executable, "-m", "tracker", "serve", "--no-demo", "--port", str(port)]
    with running(command, place, port) as pid:
        client = Client(port, facts.keys["desk"])
        for _ in range(20):
            for path in paths:
                client.get(path)
        return memory_of_tree(pid)
