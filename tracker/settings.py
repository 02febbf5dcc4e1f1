"""Every setting of a deployment: its default and why. The law is no setting; it stands in the rulebook."""

from __future__ import annotations

import hashlib
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.domain.chain import HASHES
from tracker.outside.scanners import ScannerNotUnderstood, require_known

PREFIX = "TRACKER_"


class Misconfigured(SystemExit):
    """The program does not start: one line says which setting is wrong and how to mend it (rule R33)."""


@dataclass(frozen=True)
class Setting:
    """One setting. `why` is what the documentation prints."""

    name: str
    default: Any
    why: str


SETTINGS = (
    Setting("DATABASE_URL", "", "Where the records are; empty means SQLite in the instance folder."),
    Setting("SECRET_KEY", "", "Signs form tokens; made on first start in the instance folder, at least 32 characters."),
    Setting("PRODUCTION", False, "True refuses demo data, weak keys, debug mode and plain-HTTP cookies."),
    Setting("BASE_URL", "http://127.0.0.1:8000", "The address people type; links in messages use it."),
    Setting("TRUSTED_HOSTS", ["127.0.0.1", "localhost"], "Host names this server answers to; others get 400."),
    Setting("PROXIES", 0, "How many reverse proxies stand in front; only so many forwarded addresses are believed."),
    Setting("IDLE_MINUTES", 30, "A log-in without a request for so long ends."),
    Setting("SESSION_HOURS", 12, "A log-in ends after so long in any case."),
    Setting("CODE_DAYS", 14, "How long a one-time activation code on a printed slip or in a mail is good."),
    Setting("MAIL_SERVER", "", "host:port of the mail server; empty means codes are printed, not mailed."),
    Setting("MAIL_FROM", "", "Sender of mails."),
    Setting("MAIL_TLS", "starttls", "How mails are protected on their way: starttls, tls, or none inside one machine."),
    Setting("MAIL_USER", "", "Log-in name at the mail server; empty where it asks for none."),
    Setting("MAIL_PASSWORD", "", "Password at the mail server; better in the environment than in a file."),
    Setting(
        "ROBOT_HOSTS",
        ["qyapi.weixin.qq.com", "oapi.dingtalk.com", "open.feishu.cn"],
        "Hosts of group robots messages may go to, by https; a gateway of your own goes here.",
    ),
    Setting("RECORD_HASH", "sha256", "What seals the record of acts: sha256, or sm3."),
    Setting("RECORD_KEY", "", "Key of that seal, kept apart from the database; empty seals without one."),
    Setting("FILES_DIR", "files", "Where attachments lie; a relative one is inside the instance folder."),
    Setting("MAX_FILE_MB", 20, "Largest attachment."),
    Setting("MAX_FILES", 10, "Most attachments of one act."),
    Setting("MAX_FILES_MB", 50, "Attachments of one act together; also what one request may carry."),
    Setting("SCANNER", "", "Virus scanner: clamd:host:port, clamd:/socket, command:/path args; empty means none."),
    Setting("PRODUCT_NAME", "代表建议办理", "Name of the product in the top bar."),
)


def load(instance: Path) -> dict[str, Any]:
    """Defaults, then `settings.toml` of the instance folder, then TRACKER_… of the environment; checked."""
    found = {setting.name: setting.default for setting in SETTINGS}
    file = instance / "settings.toml"
    if file.exists():
        found |= _known(tomllib.loads(file.read_text(encoding="utf-8")), str(file))
    for name, default in list(found.items()):
        if (text := os.environ.get(PREFIX + name)) is not None:
            found[name] = _typed(name, text, default)
    key_file = instance / "secret_key"
    if not found["SECRET_KEY"] and key_file.exists():
        found["SECRET_KEY"] = key_file.read_text(encoding="ascii").strip()
    found["DATABASE_URL"] = _driver(found["DATABASE_URL"]) or f"sqlite:///{instance / 'tracker.db'}"
    return found


def check(settings: dict[str, Any], *, debug: bool) -> None:
    """Refuse settings that contradict themselves, and a production deployment that is not one."""
    if settings["MAIL_TLS"] not in ("starttls", "tls", "none"):
        raise Misconfigured("MAIL_TLS 只能是 starttls、tls 或 none。")
    if settings["MAIL_SERVER"] and "@" not in settings["MAIL_FROM"]:
        raise Misconfigured("写了 MAIL_SERVER，还要在 MAIL_FROM 写发件人的邮箱地址。")
    if settings["RECORD_HASH"] not in HASHES or settings["RECORD_HASH"] not in hashlib.algorithms_available:
        raise Misconfigured("RECORD_HASH 只能是 sha256 或 sm3，而且这台机器的 OpenSSL 要有它。")
    if settings["RECORD_KEY"] and len(settings["RECORD_KEY"]) < 32:
        raise Misconfigured("RECORD_KEY 少于 32 个字符。请换成随机生成的，另存一份在别处；丢了它，记录就不能再核对。")
    _check_files(settings)
    if not settings["PRODUCTION"]:
        return
    if len(settings["SECRET_KEY"]) < 32:
        raise Misconfigured("SECRET_KEY 少于 32 个字符。请删除实例目录中的 secret_key 后重新启动，由程序生成。")
    if debug:
        raise Misconfigured("PRODUCTION 与调试模式不能同时打开。请去掉 FLASK_DEBUG。")
    if not settings["BASE_URL"].startswith("https://"):
        raise Misconfigured("BASE_URL 不是 https:// 开头。请写用户实际输入的地址。")


def _check_files(settings: dict[str, Any]) -> None:
    for name in ("MAX_FILE_MB", "MAX_FILES", "MAX_FILES_MB"):
        if not 1 <= settings[name] <= 1000:
            raise Misconfigured(f"{name} 只能是 1 到 1000。")
    if settings["MAX_FILE_MB"] > settings["MAX_FILES_MB"]:
        raise Misconfigured("MAX_FILE_MB 不能大于 MAX_FILES_MB。")
    try:
        require_known(settings["SCANNER"])
    except ScannerNotUnderstood:
        raise Misconfigured("SCANNER 只能是空、clamd:主机:端口、clamd:/套接字 或 command:/程序 参数。") from None


def _known(table: dict[str, Any], source: str) -> dict[str, Any]:
    names = {setting.name for setting in SETTINGS}
    for name in table:
        if name not in names:
            raise Misconfigured(f"{source} 里的 {name} 不是已知的设置。请删除，或看 docs/settings.md。")
    return table


def _typed(name: str, text: str, default: Any) -> Any:
    try:
        if isinstance(default, bool):
            return {"1": True, "true": True, "0": False, "false": False}[text.lower()]
        if isinstance(default, int):
            return int(text)
    except (KeyError, ValueError):
        raise Misconfigured(f"{PREFIX}{name} 的值 {text!r} 不对：应是 {type(default).__name__}。") from None
    return text.split(",") if isinstance(default, list) else text


def _driver(url: str) -> str:
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url
