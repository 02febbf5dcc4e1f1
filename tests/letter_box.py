"""A mail server for tests, which keeps every letter."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from flask import Flask


class Sink:
    """A mail server that keeps what it gets, or refuses."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuses = False
        # Addresses it refuses for good.
        self.never: set[str] = set()

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: N802
        if address in self.never:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802 - the name the library calls
        if self.refuses:
            return "451 later, please"
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 kept"


@pytest.fixture
def sink(app: Flask) -> Iterator[Sink]:
    held = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(held, hostname="127.0.0.1", port=port)
    server.start()
    app.config.update(MAIL_SERVER=f"127.0.0.1:{port}", MAIL_FROM="office@linjiang.example", MAIL_TLS="none")
    yield held
    server.stop()
