"""The years of one deputy: what was raised and what became of it, what was promised, and how it was followed up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flask import abort, render_template, url_for

from tracker.clock import day_of, now
from tracker.domain.parties import Actor
from tracker.domain.roles import Role
from tracker.domain.spheres import sees_delegation, sees_deputy
from tracker.domain.statistics import Counts, Measure, Rate, rate_of, total
from tracker.queries import board_cases, boards
from tracker.queries.duty_record import Followed, follow_up
from tracker.queries.figures import AsOf
from tracker.queries.sessions_held import Held
from tracker.web.board_frame import frame_of
from tracker.web.board_scopes import Looked, looked_at
from tracker.web.duty_words import followed_rows
from tracker.web.figure_scopes import EVERYTHING, scope_of, words_of
from tracker.web.figure_tables import KEPT, WITHDRAWN, name_of
from tracker.web.figure_words import MEASURES, RATE_NAMES, formula, percent
from tracker.web.spoken import gettext as _

M = Measure
# What a line of years tells of a deputy: raised, registered, answered, promised, kept; of what, as figures.
YEARS: tuple[tuple[Measure, ...], ...] = (
    (M.FILED,),
    (M.REGISTERED,),
    (M.COMPLETED,),
    (M.CLOSED,),
    (M.PROMISED,),
    KEPT,
    (M.UNKEPT,),
)
YEAR_RATES = (Rate.SATISFACTION, Rate.SOLVING, Rate.IMPLEMENTATION, Rate.FEEDBACK)
# Of papers one has signed beside others: who leads them is asked about the letter and the promise.
SIGNED: tuple[tuple[Measure, ...], ...] = (
    (M.REGISTERED,),
    (M.COMPLETED,),
    (M.PROMISED,),
    KEPT,
)
# What became of papers that were not handled as they were handed in; more of them is no merit and no fault.
ENDS: tuple[tuple[Measure, ...], ...] = (
    (M.REFUSED,),
    (M.AS_LETTER,),
    (M.SET_ASIDE,),
    WITHDRAWN,
    (M.MERGED,),
)


def deputy_page(who: Actor, person_id: int, held: list[Held], reach: AsOf | None) -> str:
    """What a deputy led and signed, session by session, what came of it, and how it was rated."""
    place = board_cases.deputy(person_id)
    if place is None or not sees_deputy(who, person_id):
        abort(404)
    led = looked_at({"deputy": str(person_id)}, held, who, of=EVERYTHING)
    signed = looked_at({"signed": str(person_id)}, held, who, of=EVERYTHING)
    if reach is None or led is None or signed is None:
        return render_template("boards/none.html")
    on = reach.through
    of_led, of_signed = boards.by_session(led.scope, on=on), boards.by_session(signed.scope, on=on)
    home = board_cases.delegation_of(person_id)
    return render_template(
        "profiles/deputy.html",
        place=place,
        is_own=who.person_id == person_id,
        delegation=home,
        delegation_url=_delegation_url(who, home),
        heads=[name_of(one) for one in YEARS],
        rate_heads=[(str(RATE_NAMES[one]), formula(one)) for one in YEAR_RATES],
        led=_years(of_led, led, YEARS, held, YEAR_RATES),
        signed_heads=[name_of(one) for one in SIGNED],
        signed=_years(of_signed, signed, SIGNED, held, ()),
        letters=_letters(sum(of_led.values(), Counter()), led),
        waits=_waits(sum(of_led.values(), Counter()), led),
        ends=_ends(of_led, led, held),
        end_heads=[name_of(one) for one in ENDS],
        followed=followed_rows(_followed(who, person_id)),
        **frame_of(who, led, held, reach),
    )


def _followed(who: Actor, person_id: int) -> list[Followed]:
    """How replies, promises and talks were answered: for the deputy and for the desk that asks. Whether somebody has
    rated is nobody else's to know before all have."""
    if who.person_id != person_id and who.role is not Role.DESK:
        return []
    return follow_up(who, person_id, today=day_of(now()))


def _ends(
    found: dict[int, Counter[Measure]], looked: Looked, held: list[Held]
) -> list[tuple[str, list[tuple[int, str]], list[tuple[str, int, int]]]]:
    """A line for each session; none where all papers were handled as they were handed in."""
    if not any(counts[each] for counts in found.values() for one in ENDS for each in one):
        return []
    return _years(found, looked, ENDS, held, ())


def _delegation_url(who: Actor, home: board_cases.Place | None) -> str | None:
    if home is None or not sees_delegation(who, home.id):
        return None
    return url_for("profiles.delegation", delegation_id=home.id)


def _years(
    found: dict[int, Counter[Measure]],
    looked: Looked,
    heads: Sequence[tuple[Measure, ...]],
    held: list[Held],
    with_rates: Sequence[Rate],
) -> list[tuple[str, list[tuple[int, str]], list[tuple[str, int, int]]]]:
    """A line for each session with papers, the latest first, and one for all of them."""
    rows = []
    for one in held:
        counts = found.get(one.id)
        if counts:
            code = f"s{one.id}"
            at = Looked(code, scope_of(code, "", held), looked.args, "")
            rows.append(_year(words_of(code, "", held), counts, at, heads, with_rates))
    if len(rows) != 1 or 0 in found:
        rows.append(_year(_("合计"), sum(found.values(), Counter()), looked, heads, with_rates))
    return rows


def _year(
    words: str, counts: Counts, looked: Looked, heads: Sequence[tuple[Measure, ...]], with_rates: Sequence[Rate]
) -> tuple[str, list[tuple[int, str]], list[tuple[str, int, int]]]:
    cells = [(total(counts, one), looked.cases(*one)) for one in heads]
    return words, cells, [_share(counts, rate) for rate in with_rates]


def _letters(counts: Counts, looked: Looked) -> list[tuple[str, int, str]]:
    letters = (M.LETTER_A, M.LETTER_B, M.LETTER_C, M.LETTER_D, M.LETTER_OTHER)
    return [(str(MEASURES[one]), counts[one], looked.cases(one)) for one in letters if counts.get(one)]


def _waits(counts: Counts, looked: Looked) -> list[tuple[str, int, str]]:
    """What is under way of the papers one leads: counted by paper, share, reply and promise, each with its unit."""
    wanted: tuple[tuple[str, tuple[Measure, ...], str], ...] = (
        (_("办理中"), (M.IN_HANDLING,), _("件")),
        (_("逾期未答复"), (M.OVERDUE,), _("件次")),
        (_("等评价"), (M.ROUND_AWAITED,), _("轮次")),
        (_("到期没有评价"), (M.ROUND_SILENT,), _("轮次")),
        (_("承诺未到期"), (M.PROMISE_OPEN,), _("项")),
        (_("过期没有做到"), (M.UNKEPT,), _("项")),
    )
    return [
        (_("%(what)s（%(unit)s）", what=what, unit=unit), total(counts, one), looked.cases(*one))
        for what, one, unit in wanted
    ]


def _share(counts: Counts, rate: Rate) -> tuple[str, int, int]:
    share = rate_of(rate, counts)
    return percent(share.value), share.part, share.whole
