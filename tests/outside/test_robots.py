"""Robots of group chats against a server of our own: what each chat is asked, what counts as taken, where none goes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tracker.outside.robots import Robot, RobotTrouble, is_allowed, say

NOON = datetime(2026, 4, 1, 4, tzinfo=UTC)
HOSTS = ("127.0.0.1", "oapi.dingtalk.com")


class Chat:
    """A chat that keeps what it is sent and answers what it is told to."""

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, Any]]] = []
        self.status, self.answer = 200, '{"errcode": 0, "errmsg": "ok"}'
        chat = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                chat.got.append((self.path, json.loads(body)))
                self.send_response(chat.status)
                if chat.status == 302:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(chat.answer.encode())

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/send?key=geheim"


@pytest.fixture
def chat() -> Iterator[Chat]:
    held = Chat()
    yield held
    held.server.shutdown()
    held.server.server_close()


def test_wecom_gets_a_plain_text(chat: Chat) -> None:
    say(Robot("wecom", chat.address), "要办的3件", hosts=HOSTS, now=NOON)
    assert chat.got == [("/send?key=geheim", {"msgtype": "text", "text": {"content": "要办的3件"}})]


def test_dingtalk_is_signed_in_the_address_with_milliseconds(chat: Chat) -> None:
    say(Robot("dingtalk", chat.address, "SEC1"), "x", hosts=HOSTS, now=NOON)
    asked = parse_qs(urlsplit(chat.got[0][0]).query)
    moment = str(int(NOON.timestamp() * 1000))
    wanted = base64.b64encode(hmac.new(b"SEC1", f"{moment}\nSEC1".encode(), hashlib.sha256).digest()).decode()
    assert (asked["timestamp"], asked["sign"]) == ([moment], [wanted])


def test_feishu_is_signed_in_the_body_with_seconds(chat: Chat) -> None:
    chat.answer = '{"code": 0, "msg": "success"}'
    say(Robot("feishu", chat.address, "SEC1"), "x", hosts=HOSTS, now=NOON)
    body, moment = chat.got[0][1], str(int(NOON.timestamp()))
    wanted = base64.b64encode(hmac.new(f"{moment}\nSEC1".encode(), b"", hashlib.sha256).digest()).decode()
    assert body == {"msg_type": "text", "content": {"text": "x"}, "timestamp": moment, "sign": wanted}


@pytest.mark.parametrize(
    ("status", "answer", "is_final"),
    [
        (200, '{"errcode": 45009, "errmsg": "api freq out of limit"}', False),
        (200, '{"errcode": 310000, "errmsg": "sign not match"}', True),
        (200, "<html>", True),
        (200, "[]", True),
        (503, "", False),
        (404, "", True),
        (302, "", True),
    ],
)
def test_what_was_not_taken_is_told_without_the_address(chat: Chat, status: int, answer: str, is_final: bool) -> None:
    chat.status, chat.answer = status, answer
    with pytest.raises(RobotTrouble) as told:
        say(Robot("wecom", chat.address), "x", hosts=HOSTS, now=NOON)
    assert told.value.is_final is is_final and "geheim" not in str(told.value) + repr(Robot("wecom", chat.address))
    assert len(chat.got) == 1, "a redirect is not followed"


def test_a_chat_that_is_away_is_tried_later() -> None:
    with pytest.raises(RobotTrouble) as told:
        say(Robot("wecom", "http://127.0.0.1:9/x"), "x", hosts=HOSTS, now=NOON)
    assert not told.value.is_final


@pytest.mark.parametrize(
    "address",
    [
        "http://oapi.dingtalk.com/x",
        "https://evil.example/x",
        "https://oapi.dingtalk.com.evil.example/x",
        "https://oapi.dingtalk.com@evil.example/x",
        "https://user@oapi.dingtalk.com/x",
        "file:///etc/passwd",
        "https://[::1",
        "https://oapi.dingtalk.com:abc/x",
        "",
    ],
)
def test_no_other_host_is_called(address: str) -> None:
    assert not is_allowed(address, HOSTS)
    with pytest.raises(RobotTrouble):
        say(Robot("wecom", address), "x", hosts=HOSTS, now=NOON)
