"""Who reaches which page of administration: all roles against all routes, by hand-made requests too."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.world import World
from tracker.domain.roles import Capability, Role, can

# One person of each role.
WHO = {
    Role.DEPUTY: "lin",
    Role.ASSISTANT: "zhou",
    Role.DESK: "chen",
    Role.DELEGATION_CLERK: "tian",
    Role.BILL_GROUP: "qin",
    Role.COORDINATOR: "du",
    Role.UNIT_RECEIVER: "he",
    Role.UNIT_HANDLER: "jing",
    Role.UNIT_REVIEWER: "shen",
    Role.UNIT_SIGNER: "cheng",
    Role.COMMITTEE: "ou",
    Role.SYSTEM_ADMIN: "xi",
    Role.SECURITY_ADMIN: "an",
    Role.AUDITOR: "ji",
}
OFFICE = {
    f"needs:{one}"
    for one in (Capability.KEEP_ACCOUNTS, Capability.KEEP_GRANTS, Capability.KEEP_PEOPLE, Capability.READ_RECORD)
}


def office_routes(app: Flask) -> list[tuple[str, str, Capability]]:
    """Method, address and capability of every page of administration; ids are those of a third person."""
    found = []
    for rule in app.url_map.iter_rules():
        access = getattr(app.view_functions[rule.endpoint], "access", "")
        if access in OFFICE:
            values = {"person_id": 2, "account_id": 2, "hat_id": 2, "role": "desk", "batch": "0" * 16}
            address = rule.rule
            for name in rule.arguments:
                address = address.replace(f"<int:{name}>", str(values[name])).replace(f"<{name}>", str(values[name]))
            methods = sorted((rule.methods or set()) & {"GET", "POST"})
            found += [(method, address, Capability(access.removeprefix("needs:"))) for method in methods]
    return sorted(found)


def test_there_are_pages_for_each_of_the_four_offices(app: Flask) -> None:
    assert {capability for _method, _address, capability in office_routes(app)} == {
        Capability.KEEP_ACCOUNTS,
        Capability.KEEP_GRANTS,
        Capability.KEEP_PEOPLE,
        Capability.READ_RECORD,
    }


@pytest.mark.parametrize("role", list(Role))
def test_nobody_reaches_the_pages_of_another_office(browse, app: Flask, role: Role) -> None:
    browser = browse(WHO[role])
    browser.open("/account")
    for method, address, capability in office_routes(app):
        if can(role, capability):
            continue
        if method == "GET":
            browser.open(address, status=404)
        else:
            browser.post(address, status=404)


def test_a_guest_is_sent_to_the_log_in(browse, app: Flask) -> None:
    guest = browse()
    for method, address, _capability in office_routes(app):
        if method == "GET":
            guest.open(address)
            assert guest.answer.request.path == "/log-in"


def test_no_write_happens_without_a_token(browse, app: Flask, world: World) -> None:
    for login in ("xi", "an", "chen"):
        browser = browse(login)
        for method, address, _capability in office_routes(app):
            if method == "POST":
                browser.post(address, status=403, csrf_token="forged")


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reaches_its_own_lists(browse, role: Role) -> None:
    browser = browse(WHO[role])
    for address, capability in (
        ("/accounts", Capability.KEEP_ACCOUNTS),
        ("/grants", Capability.KEEP_GRANTS),
        ("/people", Capability.KEEP_PEOPLE),
        ("/audit", Capability.READ_RECORD),
    ):
        browser.open(address, status=200 if can(role, capability) else 404)
