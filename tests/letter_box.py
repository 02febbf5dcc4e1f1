"""A mail server for tests, which keeps every letter."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from random import Random

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
        # A server in a mood refuses three in ten for now, and of the rest it takes one in ten without a word.
        self.moody: Random | None = None
        self.dropped = 0
        # It hangs up when it has the text; `keeps` says whether the letter is in the box nevertheless.
        self.hangs_up = False
        self.keeps = True

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: N802
        if address in self.never:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, _session, envelope) -> str:  # noqa: N802 - the name the library calls
        if self.refuses or (self.moody is not None and self.moody.random() < 0.3):
            return "451 later, please"
        if self.keeps:
            self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.hangs_up:
            server.transport.abort()
        if self.moody is not None and self.moody.random() < 0.1:
            self.dropped += 1
            server.transport.abort()
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
