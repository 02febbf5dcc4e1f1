"""Who will read what is written into a form (谁看得到), in words: as the row of its act in the law says."""

from __future__ import annotations

from typing import Any

from flask_babel import LazyString

from tracker.domain.actions import Action
from tracker.domain.lifecycle import ALL, HANDLING, INNER, OFFICE, STEPS
from tracker.domain.parties import Party
from tracker.web.spoken import gettext as _
from tracker.web.spoken import lazy_gettext as _l

# Others than these may know that it was done; what was written for it reads who may read the case in full.
_READERS: dict[frozenset[Party], Any] = {
    frozenset(INNER): _l("署名代表和市人大的工作人员看得到，承办单位看不到。"),
    frozenset(OFFICE): _l("承办单位、督查室和代表工作机构看得到，代表看不到。"),
    frozenset(OFFICE | {Party.HEARD}): _l("承办单位、被征求意见的单位、督查室和代表工作机构看得到，代表看不到。"),
    frozenset(HANDLING): _l("署名代表、承办单位、督查室、专门委员会和代表工作机构看得到。"),
    frozenset(ALL): _l("署名代表、承办单位、督查室、专门委员会和代表工作机构看得到。"),
}


def read_by(action: Action, words: Any = "") -> LazyString:
    """The hint of a box: what to write, where that is to be said, and who reads it once the act is done."""
    readers = _READERS[frozenset(STEPS[action].seen_by)]
    return LazyString(lambda: _("%(one)s%(other)s", one=words, other=readers) if words else str(readers))
