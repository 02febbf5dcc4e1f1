"""The door for mail: one letter through the configured server. Opened by the worker only, outside any transaction."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import localtime, make_msgid
from typing import Any

TIMEOUT = 20.0  # seconds


class MailNotSet(RuntimeError):
    """There is no mail server in the settings."""


@dataclass(frozen=True)
class Letter:
    """A plain text for one person."""

    to: str
    subject: str
    body: str


def send(letter: Letter, settings: Mapping[str, Any]) -> None:
    """Hand the letter to the server; any trouble is raised, so that the job is tried again.

    The server's certificate is checked: a letter with a code goes to nobody who cannot prove to be that server.
    """
    if not settings["MAIL_SERVER"]:
        raise MailNotSet("MAIL_SERVER is empty")
    host, _, port = settings["MAIL_SERVER"].rpartition(":")
    kind, context = settings["MAIL_TLS"], ssl.create_default_context()
    with _connect(host or port, int(port) if host else 25, kind, context) as server:
        if kind == "starttls":
            server.starttls(context=context)
        if settings["MAIL_USER"]:
            server.login(settings["MAIL_USER"], settings["MAIL_PASSWORD"])
        server.send_message(_message(letter, settings["MAIL_FROM"]))


def _connect(host: str, port: int, kind: str, context: ssl.SSLContext) -> smtplib.SMTP:
    if kind == "tls":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=context)
    return smtplib.SMTP(host, port, timeout=TIMEOUT)


def _message(letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
    message["Date"] = localtime()
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2] or None)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, charset="utf-8", cte="base64")
    return message
