"""Words about people: a hat with its place, a device, how long to wait, how an account stands."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.models.people import Membership
from tracker.queries.accounts import Standing
from tracker.web.labels import ROLES, SYSTEMS
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l
from tracker.web.words import day_words

STANDINGS = {
    Standing.WAITING: _l("待启用"),
    Standing.ACTIVE: _l("使用中"),
    Standing.STOPPED: _l("已停用"),
}
# What a browser says of itself, the more particular first: many call themselves by each other's names.
_BROWSERS = (
    ("MicroMessenger", _l("微信")),
    ("Edg", "Edge"),
    ("QQBrowser", _l("QQ浏览器")),
    ("360SE", _l("360浏览器")),
    ("360EE", _l("360浏览器")),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", _l("鸿蒙")),
    ("Android", _l("安卓手机")),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def place_words(hat: Membership) -> str:
    """市教育局, 滨湖代表团, 政府系统: where the hat is worn; empty where it has no place."""
    if hat.unit is not None:
        return hat.unit.short_name
    if hat.delegation is not None:
        return hat.delegation.name
    if hat.assists is not None:
        return hat.assists.name
    return str(SYSTEMS[hat.system]) if hat.system is not None else hat.committee


def hat_line(hat: Membership) -> str:
    """市教育局 · 经办人: where, then what."""
    place, role = place_words(hat), str(ROLES[hat.role])
    if hat.is_principal:
        role = _("%(role)s（主要负责人）", role=role)
    return f"{place} · {role}" if place else role


def standing_of(hat: Membership, today: date) -> str:
    """从2027年11月1日起, 没有开始, 现在无效: why a hat may not be worn today; empty when it may."""
    if hat.holds_on(today):
        return ""
    if hat.ends_on is not None and hat.ends_on < hat.starts_on:
        return _("没有开始就已取消")
    return _("从%(day)s起", day=day_words(hat.starts_on, year=True)) if hat.starts_on > today else _("现在无效")


def until_words(ends_on: date | None, today: date) -> str:
    """Until when a hat holds: the last day to come, or, once it is over, the first day without it.

    A hat that ends at once has yesterday for its last day, though it was worn this morning.
    """
    if ends_on is None:
        return _("没有定")
    return ends_on.isoformat() if ends_on >= today else lapsed_words(ends_on)


def lapsed_words(ends_on: date) -> str:
    """2026-04-01起失效, for a last day of 31 March."""
    return _("%(day)s起失效", day=(ends_on + timedelta(days=1)).isoformat())


def may_end(hat: Membership, today: date) -> bool:
    """Whether the hat is not over yet; one that begins later may be ended too."""
    return hat.ends_on is None or hat.ends_on >= today


def device_words(agent: str) -> str:
    """Chrome，Windows: enough to recognise one's own devices by."""
    found = [next((str(words) for mark, words in table if mark in agent), "") for table in (_BROWSERS, _SYSTEMS)]
    return _("，").join(one for one in found if one) or _("认不出的设备")


def wait_words(seconds: int) -> str:
    """How long to wait after too many failures; said the same whether the name is known or not."""
    if seconds < 60:
        return _("尝试的次数较多，请%(n)s秒后再试。", n=seconds)
    return _("尝试的次数较多，请%(n)s分钟后再试。", n=-(-seconds // 60))
