"""The door to group chats: one text through the robot of a WeCom (企业微信), DingTalk (钉钉) or Feishu (飞书) group.

Opened by the worker only, outside any transaction. Every adapter turns a text into the address and the body its chat
asks for, and reads whether it was taken; none of them logs or raises the address, which is the key to the group.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus, urlsplit

TIMEOUT = 10.0  # seconds
MOST_ANSWER = 65_536
LOOPBACK = "127.0.0.1"
# They say "too many in this minute"; anything else they refuse stays refused.
_LATER = frozenset({45009, 130101, 410100, 9499, 11232})


class RobotTrouble(RuntimeError):
    """The message was not taken. `is_final`: nor will the same one be later. The words hold no part of the address."""

    def __init__(self, words: str, *, is_final: bool) -> None:
        super().__init__(words)
        self.is_final = is_final


@dataclass(frozen=True)
class Robot:
    """Where to and how; the secret signs, where the group asks for it."""

    kind: str
    address: str
    secret: str = ""

    def __repr__(self) -> str:
        return f"Robot({self.kind})"


def is_allowed(address: str, hosts: Collection[str]) -> bool:
    """Whether a webhook may be called: https at one of these hosts; plain http only inside this machine."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.username or parts.password or host not in hosts:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host == LOOPBACK)


def say(robot: Robot, text: str, *, hosts: Collection[str], now: datetime) -> None:
    """Put a text into the group. Raises `RobotTrouble`; never follows a redirect."""
    if not is_allowed(robot.address, hosts):
        raise RobotTrouble("host not allowed", is_final=True)
    address, body = _ADAPTERS[robot.kind](robot, text, now)
    answer = _post(address, body)
    code = next((answer[name] for name in ("errcode", "code", "StatusCode") if name in answer), None)
    if code != 0:
        words = str(answer.get("errmsg") or answer.get("msg") or "")[:200]
        raise RobotTrouble(f"{code}: {words}", is_final=code not in _LATER)


def _wecom(robot: Robot, text: str, _now: datetime) -> tuple[str, dict[str, Any]]:
    return robot.address, {"msgtype": "text", "text": {"content": text}}


def _dingtalk(robot: Robot, text: str, now: datetime) -> tuple[str, dict[str, Any]]:
    body = {"msgtype": "text", "text": {"content": text}}
    if not robot.secret:
        return robot.address, body
    moment = str(int(now.timestamp() * 1000))
    mark = quote_plus(_signed(robot.secret, f"{moment}\n{robot.secret}"))
    return f"{robot.address}&timestamp={moment}&sign={mark}", body


def _feishu(robot: Robot, text: str, now: datetime) -> tuple[str, dict[str, Any]]:
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if robot.secret:
        moment = str(int(now.timestamp()))
        # The other way round: what elsewhere is signed is the key here, and nothing is signed.
        body |= {"timestamp": moment, "sign": _signed(f"{moment}\n{robot.secret}", "")}
    return robot.address, body


_ADAPTERS: Mapping[str, Callable[[Robot, str, datetime], tuple[str, dict[str, Any]]]] = {
    "wecom": _wecom,
    "dingtalk": _dingtalk,
    "feishu": _feishu,
}


def _signed(key: str, words: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), words.encode(), hashlib.sha256).digest()).decode()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _post(address: str, body: Mapping[str, Any]) -> dict[str, Any]:
    sent = json.dumps(body, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    request = urllib.request.Request(address, data=sent, headers=headers, method="POST")  # noqa: S310 - see is_allowed
    # No proxy of the environment: the message goes where the administrator said, or nowhere.
    opener = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            found = json.loads(answer.read(MOST_ANSWER))
    except urllib.error.HTTPError as error:
        error.close()
        final = error.code not in (408, 429) and error.code < 500
        raise RobotTrouble(f"HTTP {error.code}", is_final=final) from None
    except (OSError, http.client.HTTPException) as error:
        raise RobotTrouble(type(error).__name__, is_final=False) from None
    except ValueError:
        raise RobotTrouble("not an answer of a robot", is_final=True) from None
    if not isinstance(found, dict):
        raise RobotTrouble("not an answer of a robot", is_final=True)
    return found
