"""Who people are when they log in, and what a role may do that belongs to no single case."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """One membership of one person: the hat."""

    DEPUTY = "deputy"
    ASSISTANT = "assistant"
    DESK = "desk"
    DELEGATION_CLERK = "delegation_clerk"
    BILL_GROUP = "bill_group"
    COORDINATOR = "coordinator"
    UNIT_RECEIVER = "unit_receiver"
    UNIT_HANDLER = "unit_handler"
    UNIT_REVIEWER = "unit_reviewer"
    UNIT_SIGNER = "unit_signer"
    COMMITTEE = "committee"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"


UNIT_ROLES = frozenset({Role.UNIT_RECEIVER, Role.UNIT_HANDLER, Role.UNIT_REVIEWER, Role.UNIT_SIGNER})
# Rule R5: these three hold no case role, ever.
ADMIN_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})


class System(StrEnum):
    """The systems units belong to; a system may have a coordinator who distributes inside it."""

    GOVERNMENT = "government"
    PARTY = "party"
    COURT = "court"
    PROCURATORATE = "procuratorate"
    SUPERVISORY = "supervisory"
    CONGRESS = "congress"
    OTHER = "other"


class Capability(StrEnum):
    """A right to a page that is not about one case."""

    SEE_HOME = "see_home"
    SEE_REGISTER = "see_register"
    SEE_TASKS = "see_tasks"
    SEE_PROMISES = "see_promises"
    SEE_STATISTICS = "see_statistics"
    SEE_BOARD = "see_board"
    KEEP_SHEETS = "keep_sheets"
    WRITE = "write"
    REVIEW = "review"
    CHECK = "check"
    ASSIGN = "assign"
    DISTRIBUTE = "distribute"
    IMPORT = "import"
    KEEP_UNITS = "keep_units"
    CONFIRM_HAND_OVERS = "confirm_hand_overs"
    DECIDE_REQUESTS = "decide_requests"
    SEE_PRECEDENTS = "see_precedents"
    SEE_PROPOSED_UNITS = "see_proposed_units"
    SEE_LISTS = "see_lists"
    ENTER_PAPERS = "enter_papers"
    KEEP_CATEGORIES = "keep_categories"
    KEEP_SESSIONS = "keep_sessions"
    KEEP_CALENDAR = "keep_calendar"
    KEEP_RULEBOOK = "keep_rulebook"
    KEEP_TEMPLATES = "keep_templates"
    KEEP_LOOK_BACKS = "keep_look_backs"
    SEE_LOOK_BACKS = "see_look_backs"
    CHASE = "chase"
    SEE_KEY_ITEMS = "see_key_items"
    PROPOSE_KEY_ITEMS = "propose_key_items"
    DECIDE_KEY_ITEMS = "decide_key_items"
    SEE_REPORTS = "see_reports"
    KEEP_REPORTS = "keep_reports"
    SEE_LINES = "see_lines"
    PROPOSE_LINES = "propose_lines"
    APPROVE_LINES = "approve_lines"
    SEE_APPRAISALS = "see_appraisals"
    CONTEST_APPRAISALS = "contest_appraisals"
    KEEP_APPRAISALS = "keep_appraisals"
    SEE_RULES = "see_rules"
    KEEP_ACCOUNTS = "keep_accounts"
    KEEP_PEOPLE = "keep_people"
    KEEP_GRANTS = "keep_grants"
    READ_RECORD = "read_record"
    KEEP_NOTICES = "keep_notices"
    KEEP_ROBOTS = "keep_robots"


_EVERYBODY = frozenset({Capability.SEE_HOME, Capability.SEE_RULES})
_READER = _EVERYBODY | {Capability.SEE_REGISTER}
_WATCHER = _READER | {Capability.SEE_PROMISES, Capability.SEE_KEY_ITEMS}
_UNIT = _WATCHER | {
    Capability.SEE_APPRAISALS,
    Capability.SEE_BOARD,
    Capability.SEE_STATISTICS,
    Capability.SEE_REPORTS,
    Capability.SEE_LOOK_BACKS,
    Capability.SEE_LINES,
    Capability.SEE_TASKS,
    Capability.SEE_PRECEDENTS,
    Capability.SEE_LISTS,
}

CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.DEPUTY: _WATCHER | {Capability.SEE_LOOK_BACKS, Capability.SEE_BOARD, Capability.WRITE},
    Role.ASSISTANT: _WATCHER | {Capability.WRITE},
    Role.DESK: _WATCHER
    | {
        Capability.SEE_APPRAISALS,
        Capability.KEEP_APPRAISALS,
        Capability.SEE_STATISTICS,
        Capability.SEE_BOARD,
        Capability.KEEP_SHEETS,
        Capability.SEE_REPORTS,
        Capability.KEEP_REPORTS,
        Capability.REVIEW,
        Capability.ASSIGN,
        Capability.CHASE,
        Capability.IMPORT,
        Capability.KEEP_UNITS,
        Capability.CONFIRM_HAND_OVERS,
        Capability.DECIDE_REQUESTS,
        Capability.SEE_PROPOSED_UNITS,
        Capability.SEE_PRECEDENTS,
        Capability.ENTER_PAPERS,
        Capability.KEEP_CATEGORIES,
        Capability.KEEP_SESSIONS,
        Capability.KEEP_CALENDAR,
        Capability.KEEP_RULEBOOK,
        Capability.KEEP_TEMPLATES,
        Capability.KEEP_LOOK_BACKS,
        Capability.SEE_LOOK_BACKS,
        Capability.PROPOSE_KEY_ITEMS,
        Capability.DECIDE_KEY_ITEMS,
        Capability.SEE_LINES,
        Capability.SEE_LISTS,
        Capability.KEEP_PEOPLE,
        Capability.KEEP_NOTICES,
    },
    Role.DELEGATION_CLERK: _READER | {Capability.CHECK, Capability.ENTER_PAPERS, Capability.SEE_BOARD},
    Role.BILL_GROUP: _READER
    | {
        Capability.REVIEW,
        Capability.ASSIGN,
        Capability.ENTER_PAPERS,
        Capability.SEE_LISTS,
        Capability.SEE_STATISTICS,
    },
    Role.COORDINATOR: _WATCHER
    | {
        Capability.SEE_APPRAISALS,
        # Of its own system alone: see queries/appraisals.keeps.
        Capability.KEEP_APPRAISALS,
        Capability.SEE_BOARD,
        Capability.SEE_STATISTICS,
        Capability.DISTRIBUTE,
        Capability.CHASE,
        Capability.DECIDE_REQUESTS,
        Capability.SEE_PROPOSED_UNITS,
        Capability.SEE_LOOK_BACKS,
        Capability.PROPOSE_KEY_ITEMS,
        Capability.SEE_LINES,
        Capability.SEE_PRECEDENTS,
        Capability.SEE_LISTS,
    },
    Role.UNIT_RECEIVER: _UNIT | {Capability.CONFIRM_HAND_OVERS, Capability.CONTEST_APPRAISALS},
    Role.UNIT_HANDLER: _UNIT | {Capability.PROPOSE_LINES},
    Role.UNIT_REVIEWER: _UNIT | {Capability.PROPOSE_LINES},
    Role.UNIT_SIGNER: _UNIT
    | {
        Capability.APPROVE_LINES,
        Capability.CONFIRM_HAND_OVERS,
        Capability.CONTEST_APPRAISALS,
    },
    Role.COMMITTEE: _WATCHER
    | {
        Capability.SEE_LOOK_BACKS,
        Capability.SEE_STATISTICS,
        Capability.SEE_BOARD,
        Capability.SEE_REPORTS,
        Capability.CHASE,
        Capability.PROPOSE_KEY_ITEMS,
    },
    Role.SYSTEM_ADMIN: _EVERYBODY | {Capability.KEEP_ACCOUNTS, Capability.KEEP_NOTICES, Capability.KEEP_ROBOTS},
    Role.SECURITY_ADMIN: _EVERYBODY | {Capability.KEEP_GRANTS},
    Role.AUDITOR: _EVERYBODY | {Capability.READ_RECORD},
}


def can(role: Role, capability: Capability) -> bool:
    """Whether a hat of this role may enter the pages of this capability."""
    return capability in CAPABILITIES[role]
