"""The law as a table: who does what, from where to where, handing in what, telling whom.

Read this first. Buttons, refusals, history, notices, clocks, the printed rules page and the permission matrix all come
from these rows. A plain new action costs a name in `actions.py`, a row here, and its words in `web/action_labels.py`.
"""

from __future__ import annotations

from tracker.domain.actions import Action, Asks
from tracker.domain.guards import Guard
from tracker.domain.parties import UNIT_SIDE, Party
from tracker.domain.states import (
    LED_ON,
    OWED,
    WITHDRAWABLE,
    CommitmentState,
    RoundState,
    State,
    SuggestionState,
    TaskState,
)
from tracker.domain.steps import Step
from tracker.domain.steps import on_commitment as _commitment
from tracker.domain.steps import on_round as _round
from tracker.domain.steps import on_suggestion as _suggestion
from tracker.domain.steps import on_task as _task
from tracker.domain.unasked import CONSEQUENCES, QUIET

A, P, Q, G = Action, Party, Asks, Guard
S, T, R, C = SuggestionState, TaskState, RoundState, CommitmentState

_ALL_TASKS: set[State] = set(TaskState)
_WRITTEN_HERE: set[State] = {one for one in SuggestionState if one not in (S.NOT_ACCEPTED, S.WITHDRAWN, S.ARCHIVED)}

# Who may read an event in the timeline.
SIGNERS = frozenset({P.AUTHOR, P.ASSISTANT, P.COSIGNER, P.INVITEE, P.SUCCESSOR})
STAFF = {P.DESK, P.BILL_GROUP}
INNER = SIGNERS | {P.DESK, P.CLERK, P.BILL_GROUP}
UNITS = UNIT_SIDE | {P.COORDINATOR}
HANDLING = INNER | UNITS | {P.COMMITTEE}
ALL = HANDLING | {P.DEPUTY, P.HEARD}
RATERS = frozenset({P.AUTHOR, P.COSIGNER, P.DESK})
# What came on paper or goes out as a link shows whom somebody rates for: the desk's own affair until it counts.
_DESK_ALONE = frozenset({P.DESK})
OFFICE = UNITS | {P.DESK, P.BILL_GROUP}
# A draft distribution is between the desk and the units it names; what each says of it, the others do not read.
DESKS = frozenset(STAFF)
CIRCLE = DESKS | {P.HEARD}

# Who enters what came on paper, whom it is entered for, and who may read that.
ENTERING = {P.CLERK, P.BILL_GROUP, P.DESK}
ENTERED_FOR = {P.AUTHOR, P.COSIGNER, P.RECEIVER, P.UNIT_SIGNER}
ENTRIES = INNER | UNITS
# A bill that was converted is over: what was entered for it goes over to the suggestion that came of it.
_BILL_GOES_ON: set[State] = {S.ON_AGENDA, S.WITH_COMMITTEE, S.CONCLUDED}
_REVIEWED: set[State] = {S.SUBMITTED, S.IN_REVIEW, S.RETURNED, S.NOT_ACCEPTED, S.REGISTERED, S.IN_HANDLING, S.CLOSED}
_CONFIRMED_IN: set[State] = _REVIEWED | _BILL_GOES_ON
SIGNING = {P.UNIT_SIGNER, P.DESK, P.COORDINATOR}

# Who acts together, and who is told together.
_WRITERS = {P.AUTHOR, P.ASSISTANT}
_LINKERS = _WRITERS | {P.DESK}
_DEPUTIES = {P.AUTHOR, P.COSIGNER}
# Who signed what was handed in; of a paper being corrected also those who have not signed the new text yet.
_SIGNED = {P.COSIGNER, P.INVITEE}
_OPENING = STAFF | {P.CLOCK}
_RULERS = {P.COORDINATOR, P.DESK}
_OBJECTING = {P.RECEIVER, P.UNIT_SIGNER}
_DIFFERING = {P.LEAD_HANDLER, P.HANDLER}
_BOTH_SIDES = _DEPUTIES | {P.RECEIVER, P.HANDLER}
_DECIDED = _BOTH_SIDES | {P.DESK}
_RULED = _BOTH_SIDES | _RULERS
_ENTERED_SIDES = _DEPUTIES | {P.RECEIVER, P.UNIT_SIGNER}
_AT_TABLE = _BOTH_SIDES | {P.COORDINATOR, P.COMMITTEE}
_FILLING = {P.RECEIVER, P.HANDLER, P.UNIT_SIGNER}
# What the unit says of the suggestion; until the window shuts the deputies do not see it (`rating_sight`).
_BOTH_RATE = RATERS | frozenset(_FILLING)
# Who may chase a share that is open, and whom of its unit that reaches.
_CHASING = _DEPUTIES | _RULERS | {P.COMMITTEE}
_CHASED = {P.RECEIVER, P.HANDLER}
_PRESSED = {P.RECEIVER, P.HANDLER, P.REVIEWER, P.UNIT_SIGNER} | _RULERS
# Whoever supervises a key item ends it; a paper that is taken back or leaves its group leaves it by itself.
_ENDING_KEY = {P.DESK, P.COMMITTEE, P.COORDINATOR, P.CLOCK}
_STOPPED = _RULERS | {P.COSIGNER, P.RECEIVER, P.HANDLER}

# Where a paper stands, when several states are one to an act.
_UNDER_PEN: set[State] = {S.DRAFT, S.COSIGNING, S.RETURNED}
_GATHERING: set[State] = {S.COSIGNING, S.RETURNED}
_IN_REVIEW: set[State] = {S.SUBMITTED, S.IN_REVIEW}
_LEFT_ON: set[State] = _GATHERING | _IN_REVIEW
_NUMBERED: set[State] = {S.REGISTERED, S.IN_HANDLING, S.CLOSED, S.WITHDRAWN}
# A share that its unit holds and has not replied to.
_AT_UNIT: set[State] = {T.ASSIGNED, T.SIGNED_FOR, T.HANDLING}
# A reply that went out, whatever was said of it.
_OUT: set[State] = {R.DELIVERED, R.RATED, R.NO_FEEDBACK}
# Shares that go to another unit as they stand; one at work begins there with a handler of its own.
_LYING: set[State] = {T.WITH_COORDINATOR, T.ASSIGNED, T.REPLIED, T.ENDED}
# A promise: who keeps it and says how far it is, who answers for it, who is told what becomes of it.
_OWING = {P.HANDLER, P.RECEIVER}
_EXPLAINING = {P.HANDLER, P.UNIT_SIGNER}
_PROMISED = _DEPUTIES | _RULERS | {P.RECEIVER, P.HANDLER, P.UNIT_SIGNER}
_ALL_PROMISES: set[State] = set(CommitmentState)
_OWED: set[State] = set(OWED)
# What a deputy may be asked about, and what can come back: said to be kept, or not kept in time.
_REPORTED: set[State] = {C.PAST_DUE, C.FULFILLED}
# Neither let go nor replaced: somebody answers for it, whatever was reported.
_LIVING: set[State] = {C.OPEN, C.PAST_DUE, C.FULFILLED, C.SETTLED}


# fmt: off
SUGGESTION = (
    #           action                by                     from                             to                asks       tells                      seen by   when
    _suggestion(A.START,              _WRITERS,              set(),                           S.DRAFT,          Q.PAPER,   set(),                     SIGNERS),
    _suggestion(A.REVISE,             _WRITERS,              _UNDER_PEN,                      None,             Q.PAPER,   {P.INVITEE},               SIGNERS),
    _suggestion(A.INVITE,             _WRITERS,              {S.DRAFT, S.COSIGNING},          S.COSIGNING,      Q.PAPER,   {P.INVITEE},               SIGNERS),
    _suggestion(A.AGREE,              {P.INVITEE},           _GATHERING,                      None,             Q.PAPER,   {P.AUTHOR},                INNER,    G.INVITATION_IS_OPEN),
    _suggestion(A.DECLINE,            {P.INVITEE},           _GATHERING,                      None,             Q.PAPER,   {P.AUTHOR},                SIGNERS,  G.INVITATION_IS_OPEN),
    _suggestion(A.ASK_AGAIN,          _WRITERS,              _GATHERING,                      None,             Q.PAPER,   {P.INVITEE},               SIGNERS,  G.SOMEBODY_IS_MISSING),
    _suggestion(A.LAPSE_INVITATION,   {P.CLOCK},             _GATHERING,                      None,             Q.NOTHING, {P.AUTHOR},                SIGNERS,  G.INVITATIONS_HAVE_LAPSED),
    _suggestion(A.LEAVE,              {P.COSIGNER},          _LEFT_ON,                        None,             Q.NOTE,    {P.AUTHOR, P.DESK},        INNER),
    _suggestion(A.SUBMIT,             {P.AUTHOR},            _UNDER_PEN,                      S.SUBMITTED,      Q.PAPER,   {P.DESK, P.COSIGNER},      HANDLING, G.PAPER_IS_COMPLETE, G.BILLS_ARE_TAKEN, G.BILL_HAS_SIGNERS),
    _suggestion(A.DISCARD,            {P.AUTHOR},            {S.DRAFT, S.COSIGNING},          S.WITHDRAWN,      Q.NOTHING, {P.INVITEE, P.COSIGNER},   SIGNERS),
    _suggestion(A.WITHDRAW,           {P.AUTHOR, P.CLOCK},   set(WITHDRAWABLE),               S.WITHDRAWN,      Q.NOTE,    _STOPPED,                  HANDLING, G.MAY_BE_WITHDRAWN),
    _suggestion(A.ASK_WITHDRAWAL,     {P.AUTHOR},            set(WITHDRAWABLE),               None,             Q.NOTE,    {P.COSIGNER, P.INVITEE},   INNER,    G.MAY_ASK_WITHDRAWAL),
    _suggestion(A.CONSENT_WITHDRAWAL, _SIGNED,               set(WITHDRAWABLE),               None,             Q.PAPER,   {P.AUTHOR},                INNER,    G.CONSENT_IS_AWAITED),
    _suggestion(A.REFUSE_WITHDRAWAL,  _SIGNED,               set(WITHDRAWABLE),               None,             Q.NOTE,    _DEPUTIES,                 INNER,    G.WITHDRAWAL_IS_ASKED),
    _suggestion(A.RECALL_WITHDRAWAL,  {P.AUTHOR},            set(WITHDRAWABLE),               None,             Q.NOTHING, {P.COSIGNER},              INNER,    G.WITHDRAWAL_IS_ASKED),
    _suggestion(A.LAPSE_WITHDRAWAL,   {P.CLOCK},             set(WITHDRAWABLE),               None,             Q.NOTHING, {P.AUTHOR, P.COSIGNER},    INNER,    G.WITHDRAWAL_IS_ASKED),
    _suggestion(A.OFFER_LEAD,         {P.AUTHOR, P.DESK},    set(LED_ON),                     None,             Q.PAPER,   {P.SUCCESSOR, P.AUTHOR},   INNER,    G.MAY_OFFER_LEAD),
    _suggestion(A.TAKE_LEAD,          {P.SUCCESSOR},         set(LED_ON),                     None,             Q.PAPER,   {P.COSIGNER, P.DESK},      HANDLING),
    _suggestion(A.DECLINE_LEAD,       {P.SUCCESSOR},         set(LED_ON),                     None,             Q.PAPER,   {P.AUTHOR, P.DESK},        INNER),
    _suggestion(A.RECALL_LEAD,        {P.AUTHOR, P.DESK},    set(LED_ON),                     None,             Q.NOTHING, {P.AUTHOR},                INNER,    G.LEAD_IS_OFFERED),
    _suggestion(A.LAPSE_LEAD,         {P.CLOCK},             set(LED_ON),                     None,             Q.NOTHING, {P.AUTHOR, P.DESK},        INNER,    G.LEAD_IS_OFFERED),
    _suggestion(A.TAKE_UP,            STAFF,                 {S.SUBMITTED},                   S.IN_REVIEW,      Q.NOTHING, set(),                     INNER,    G.CHECK_IS_DONE),
    _suggestion(A.TAKE_OVER,          STAFF,                 {S.IN_REVIEW},                   None,             Q.NOTHING, {P.DESK},                  INNER,    G.ANOTHER_REVIEWS),
    _suggestion(A.ACCEPT,             STAFF,                 _IN_REVIEW,                      S.REGISTERED,     Q.PAPER,   _DEPUTIES,                 ALL,      G.IS_NO_BILL, G.CHECK_IS_DONE, G.PAPER_IS_NOT_DENIED),
    _suggestion(A.RETURN,             STAFF | {P.CLERK},     _IN_REVIEW,                      S.RETURNED,       Q.PAPER,   _DEPUTIES,                 INNER,    G.CLERK_IS_CHECKING),
    _suggestion(A.PUT_OUTCOME,        STAFF,                 _IN_REVIEW,                      None,             Q.PAPER,   _DEPUTIES,                 INNER,    G.NO_OUTCOME_IS_OPEN, G.IS_NO_BILL, G.CHECK_IS_DONE),
    _suggestion(A.AGREE_OUTCOME,      {P.AUTHOR},            _IN_REVIEW,                      None,             Q.PAPER,   {P.DESK},                  INNER,    G.OUTCOME_AWAITS_ANSWER),
    _suggestion(A.CONTEST_OUTCOME,    {P.AUTHOR},            _IN_REVIEW,                      None,             Q.NOTE,    {P.DESK},                  INNER,    G.OUTCOME_AWAITS_ANSWER),
    _suggestion(A.LAPSE_OUTCOME,      {P.CLOCK},             _IN_REVIEW,                      None,             Q.NOTHING, {P.DESK, P.AUTHOR},        INNER,    G.OUTCOME_HAS_LAPSED),
    _suggestion(A.RECALL_OUTCOME,     STAFF,                 _IN_REVIEW,                      None,             Q.NOTE,    _DEPUTIES,                 INNER,    G.OUTCOME_STANDS),
    _suggestion(A.REFUSE,             STAFF,                 _IN_REVIEW,                      S.NOT_ACCEPTED,   Q.PAPER,   _DEPUTIES,                 INNER,    G.REFUSAL_WAS_PUT, G.IS_NO_BILL, G.CHECK_IS_DONE),
    _suggestion(A.AS_LETTER,          STAFF,                 _IN_REVIEW,                      S.NOT_ACCEPTED,   Q.PAPER,   _DEPUTIES,                 INNER,    G.LETTER_WAS_PUT, G.IS_NO_BILL, G.CHECK_IS_DONE),
    _suggestion(A.SET_ASIDE,          STAFF,                 {S.RETURNED},                    S.NOT_ACCEPTED,   Q.NOTE,    _DEPUTIES | {P.INVITEE},   INNER,    G.CORRECTION_IS_OVER),
    _suggestion(A.REFILE,             _WRITERS,              {S.NOT_ACCEPTED, S.WITHDRAWN},   None,             Q.NOTHING, set(),                     SIGNERS),
    _suggestion(A.TURN,               {P.AUTHOR},            _UNDER_PEN,                      None,             Q.PAPER,   {P.INVITEE, P.COSIGNER},   SIGNERS,  G.MAY_CHANGE_KIND),
    _suggestion(A.CHECK,              {P.CLERK, P.DESK},     {S.SUBMITTED},                   None,             Q.PAPER,   {P.BILL_GROUP},            INNER,    G.CHECK_IS_OPEN),
    _suggestion(A.PUT_ON_AGENDA,      STAFF,                 _IN_REVIEW,                      S.ON_AGENDA,      Q.PAPER,   _DEPUTIES,                 ALL,      G.IS_BILL, G.CHECK_IS_DONE, G.BILL_HAS_SIGNERS, G.PAPER_IS_NOT_DENIED),
    _suggestion(A.REFER,              STAFF,                 _IN_REVIEW,                      S.WITH_COMMITTEE, Q.PAPER,   _DEPUTIES | {P.COMMITTEE}, ALL,      G.IS_BILL, G.CHECK_IS_DONE, G.BILL_HAS_SIGNERS, G.PAPER_IS_NOT_DENIED),
    _suggestion(A.REFUSE_BILL,        STAFF,                 _IN_REVIEW,                      S.NOT_ACCEPTED,   Q.PAPER,   _DEPUTIES,                 INNER,    G.IS_BILL, G.CHECK_IS_DONE),
    _suggestion(A.CONVERT,            STAFF,                 _IN_REVIEW,                      S.CONVERTED,      Q.PAPER,   _DEPUTIES | {P.DESK},      ALL,      G.IS_BILL, G.CHECK_IS_DONE, G.PAPER_IS_NOT_DENIED),
    _suggestion(A.BORN_OF_BILL,       STAFF,                 set(),                           S.SUBMITTED,      Q.PAPER,   _DEPUTIES | {P.DESK},      HANDLING),
    _suggestion(A.CONCLUDE,           STAFF | {P.COMMITTEE}, {S.ON_AGENDA, S.WITH_COMMITTEE}, S.CONCLUDED,      Q.PAPER,   _DEPUTIES | {P.DESK},      ALL),
    _suggestion(A.PRE_ASSIGN,         STAFF,                 {S.REGISTERED},                  None,             Q.PAPER,   {P.HEARD},                 CIRCLE,   G.MAY_CIRCULATE),
    _suggestion(A.SPEAK,              {P.HEARD},             {S.REGISTERED},                  None,             Q.PAPER,   {P.DESK},                  DESKS,    G.CIRCULATION_IS_OPEN),
    _suggestion(A.CLOSE_CIRCULATION,  _OPENING,              {S.REGISTERED},                  None,             Q.NOTHING, {P.DESK},                  DESKS,    G.CIRCULATION_MAY_END),
    _suggestion(A.ASSIGN,             STAFF,                 {S.REGISTERED},                  S.IN_HANDLING,    Q.PAPER,   _DEPUTIES,                 ALL,      G.CIRCULATION_IS_OVER, G.PAPER_IS_NOT_DENIED),
    _suggestion(A.JOIN_GROUP,         {P.DESK},              {S.REGISTERED, S.IN_HANDLING},   None,             Q.PAPER,   _BOTH_SIDES,               HANDLING, G.IS_IN_NO_GROUP),
    _suggestion(A.LEAVE_GROUP,        {P.DESK, P.CLOCK},     _NUMBERED,                       None,             Q.PAPER,   _BOTH_SIDES,               HANDLING, G.IS_IN_A_GROUP),
    _suggestion(A.MADE_KEY,           {P.DESK},              {S.REGISTERED, S.IN_HANDLING, S.CLOSED}, None,     Q.PAPER,   _AT_TABLE | {P.UNIT_SIGNER}, ALL),
    _suggestion(A.ENDED_KEY,          _ENDING_KEY,           _NUMBERED,                       None,             Q.PAPER,   _AT_TABLE | {P.UNIT_SIGNER}, ALL,  G.IS_KEY),
    _suggestion(A.LINK,               _LINKERS,              _WRITTEN_HERE,                   None,             Q.PAPER,   set(),                     HANDLING, G.MAY_LINK),
    _suggestion(A.UNLINK,             _LINKERS,              _WRITTEN_HERE,                   None,             Q.PAPER,   set(),                     HANDLING, G.MAY_LINK),
    _suggestion(A.COMPLETE,           {P.CLOCK},             {S.IN_HANDLING},                 None,             Q.NOTHING, {P.DESK},                  ALL,      G.EVERY_REPLY_IS_OUT),
    _suggestion(A.CLOSE,              {P.CLOCK},             {S.IN_HANDLING},                 S.CLOSED,         Q.NOTHING, _DEPUTIES | {P.DESK},      ALL,      G.EVERY_ROUND_IS_SETTLED),
    _suggestion(A.ARCHIVE,            {P.DESK},              set(),                           S.ARCHIVED,       Q.PAPER,   set(),                     ALL),
    _suggestion(A.MOVE_IN,            {P.DESK},              set(),                           S.REGISTERED,     Q.PAPER,   set(),                     ALL),
    _suggestion(A.ENTER_PAPER,        ENTERING,              set(),                           S.SUBMITTED,      Q.PAPER,   _DEPUTIES | {P.DESK},      HANDLING),
    _suggestion(A.ENTER_SIGNATURE,    ENTERING,              _IN_REVIEW,                      None,             Q.PAPER,   _DEPUTIES,                 INNER),
    _suggestion(A.CONFIRM_ENTRY,      ENTERED_FOR,           _CONFIRMED_IN,                   None,             Q.NOTHING, set(),                     ENTRIES,  G.ENTRY_AWAITS_ME),
    _suggestion(A.DISPUTE_ENTRY,      ENTERED_FOR,           _CONFIRMED_IN,                   None,             Q.NOTE,    {P.DESK, P.AUTHOR},        ENTRIES,  G.ENTRY_AWAITS_ME),
    _suggestion(A.SETTLE_ENTRY,       {P.DESK},              _CONFIRMED_IN,                   None,             Q.PAPER,   _ENTERED_SIDES,            ENTRIES,  G.ENTRY_IS_DISPUTED),
    _suggestion(A.VOID_PAPER,         {P.DESK},              set(WITHDRAWABLE),               S.WITHDRAWN,      Q.NOTHING, _STOPPED,                  ENTRIES,  G.ENTRY_IS_DISPUTED),
)

TASK = (
    #     action                   by                          from                                   to                  asks       tells                            seen by             when
    _task(A.OPEN_WITH_COORDINATOR, _OPENING,                   set(),                                 T.WITH_COORDINATOR, Q.PAPER,   {P.COORDINATOR},                 OFFICE),
    _task(A.OPEN,                  _OPENING,                   set(),                                 T.ASSIGNED,         Q.PAPER,   {P.RECEIVER},                    OFFICE),
    _task(A.DISTRIBUTE,            {P.COORDINATOR},            {T.WITH_COORDINATOR},                  T.ASSIGNED,         Q.PAPER,   {P.RECEIVER, P.DESK},            ALL),
    _task(A.SIGN_FOR,              {P.RECEIVER},               {T.ASSIGNED},                          T.SIGNED_FOR,       Q.NOTHING, set(),                           ALL),
    _task(A.ENTER_SIGN_FOR,        _RULERS,                    {T.ASSIGNED},                          T.SIGNED_FOR,       Q.PAPER,   {P.RECEIVER},                    ALL),
    _task(A.VOID_SIGN_FOR,         {P.DESK},                   {T.SIGNED_FOR},                        T.ASSIGNED,         Q.NOTHING, {P.RECEIVER},                    OFFICE,             G.ENTRY_IS_DISPUTED),
    _task(A.GIVE,                  {P.RECEIVER},               {T.SIGNED_FOR, T.HANDLING},            T.HANDLING,         Q.PAPER,   {P.HANDLER},                     OFFICE),
    _task(A.NOTE_CONTACT,          {P.HANDLER},                {T.HANDLING, T.REPLIED},               None,               Q.PAPER,   {P.AUTHOR},                      INNER | UNITS),
    _task(A.CONFIRM_CONTACT,       _DEPUTIES,                  {T.HANDLING, T.REPLIED, T.ENDED},      None,               Q.PAPER,   {P.HANDLER},                     INNER | UNITS,      G.CONTACT_AWAITS_ME),
    _task(A.CORRECT_CONTACT,       _DEPUTIES,                  {T.HANDLING, T.REPLIED, T.ENDED},      None,               Q.PAPER,   {P.HANDLER},                     INNER | UNITS,      G.CONTACT_AWAITS_ME),
    _task(A.ASK_CO,                {P.LEAD_HANDLER},           _AT_UNIT,                              None,               Q.PAPER,   {P.RECEIVER, P.HANDLER},         OFFICE,             G.LEAD_IS_AT_WORK),
    _task(A.OPINE,                 {P.HANDLER, P.UNIT_SIGNER}, {T.HANDLING},                          T.REPLIED,          Q.PAPER,   {P.LEAD_HANDLER},                OFFICE,             G.IS_CO_TASK),
    _task(A.ACCEPT_OPINION,        {P.LEAD_HANDLER},           {T.REPLIED},                           None,               Q.PAPER,   {P.HANDLER},                     OFFICE,             G.OPINION_AWAITS_WORD, G.LEAD_IS_AT_WORK),
    _task(A.SEND_BACK_OPINION,     {P.LEAD_HANDLER},           {T.REPLIED},                           T.HANDLING,         Q.NOTE,    {P.HANDLER, P.UNIT_SIGNER},      OFFICE,             G.OPINION_AWAITS_WORD, G.LEAD_IS_AT_WORK),
    _task(A.RAISE_DISAGREEMENT,    _DIFFERING,                 {T.HANDLING, T.REPLIED},               None,               Q.PAPER,   _DIFFERING | _RULERS,            OFFICE,             G.IS_CO_TASK, G.NO_DISAGREEMENT_OPEN, G.LEAD_IS_AT_WORK),
    _task(A.ANSWER_DISAGREEMENT,   _DIFFERING,                 {T.HANDLING, T.REPLIED},               None,               Q.PAPER,   _DIFFERING | _RULERS,            OFFICE,             G.DISAGREEMENT_AWAITS_ME),
    _task(A.DECIDE_DISAGREEMENT,   _RULERS,                    {T.HANDLING, T.REPLIED},               None,               Q.PAPER,   _DIFFERING,                      OFFICE,             G.DECIDES_DISAGREEMENT),
    _task(A.DROP_DISAGREEMENT,     {P.CLOCK},                  {T.SIGNED_FOR, T.HANDLING, T.REPLIED}, None,               Q.NOTHING, _DIFFERING | _RULERS,            OFFICE),
    _task(A.REPLIED,               SIGNING,                    {T.SIGNED_FOR, T.HANDLING},            T.REPLIED,          Q.NOTHING, set(),                           OFFICE,             G.IS_REPLY_TASK),
    _task(A.RESUME,                {P.DESK, P.CLOCK},          {T.REPLIED},                           T.HANDLING,         Q.NOTHING, {P.RECEIVER, P.HANDLER},         OFFICE,             G.IS_REPLY_TASK),
    _task(A.REOPEN,                {P.DESK},                   {T.REPLIED},                           T.SIGNED_FOR,       Q.NOTHING, {P.RECEIVER},                    OFFICE,             G.IS_REPLY_TASK, G.ENTRY_IS_DISPUTED),
    _task(A.OBJECT,                _OBJECTING,                 _AT_UNIT,                              None,               Q.PAPER,   _RULERS | {P.HEARD},             OFFICE | {P.HEARD}, G.MAY_OBJECT),
    _task(A.HEAR,                  {P.HEARD},                  _AT_UNIT,                              None,               Q.PAPER,   _RULERS,                         OFFICE | {P.HEARD}, G.IS_HEARD_HERE),
    _task(A.UPHOLD_OBJECTION,      _RULERS,                    _AT_UNIT,                              None,               Q.PAPER,   _RULED,                          ALL,                G.RULES_OBJECTION),
    _task(A.REJECT_OBJECTION,      _RULERS,                    _AT_UNIT,                              None,               Q.PAPER,   _RULED,                          HANDLING,           G.RULES_OBJECTION),
    _task(A.RECALL_OBJECTION,      _OBJECTING,                 _AT_UNIT,                              None,               Q.NOTE,    _RULERS | {P.HEARD},             OFFICE | {P.HEARD}, G.RECALLS_OBJECTION),
    _task(A.DROP_OBJECTION,        {P.CLOCK},                  _AT_UNIT | {T.REPLIED},                None,               Q.NOTHING, _RULERS,                         OFFICE),
    _task(A.EXPLAIN_DELAY,         {P.HANDLER},                {T.HANDLING},                          None,               Q.PAPER,   _DEPUTIES | _RULERS,             HANDLING,           G.IS_REPLY_TASK),
    _task(A.ASK_EXTENSION,         {P.HANDLER, P.UNIT_SIGNER}, {T.HANDLING},                          None,               Q.PAPER,   _RULERS,                         OFFICE,             G.IS_REPLY_TASK, G.MAY_ASK_EXTENSION),
    _task(A.GRANT_EXTENSION,       _RULERS,                    {T.SIGNED_FOR, T.HANDLING},            None,               Q.PAPER,   _DECIDED,                        ALL,                G.DECIDES_EXTENSION),
    _task(A.REFUSE_EXTENSION,      _RULERS,                    {T.SIGNED_FOR, T.HANDLING},            None,               Q.PAPER,   {P.RECEIVER, P.HANDLER, P.DESK}, OFFICE,             G.DECIDES_EXTENSION),
    _task(A.DROP_EXTENSION,        {P.CLOCK},                  {T.SIGNED_FOR, T.HANDLING, T.REPLIED}, None,               Q.NOTHING, _RULERS,                         OFFICE),
    _task(A.HAND_OVER,             {P.CLOCK},                  {T.SIGNED_FOR, T.HANDLING},            T.SIGNED_FOR,       Q.NOTHING, {P.RECEIVER, P.DESK},            ALL),
    _task(A.MOVE_ALONG,            {P.CLOCK},                  _LYING,                                None,               Q.NOTHING, {P.RECEIVER, P.DESK},            ALL),
    _task(A.CHASE,                 _CHASING,                   _AT_UNIT,                              None,               Q.PAPER,   _CHASED,                         HANDLING,           G.REPLY_IS_NOT_AT_CHECK, G.PAUSE_IS_OVER),
    _task(A.ANSWER_CHASE,          _FILLING,                   _AT_UNIT,                              None,               Q.NOTE,    _DEPUTIES | _RULERS,             HANDLING,           G.CHASE_AWAITS_ANSWER),
    _task(A.ISSUE_CHASE,           {P.CLOCK},                  _AT_UNIT,                              None,               Q.NOTHING, _PRESSED,                        HANDLING,           G.REPLY_IS_NOT_AT_CHECK, G.NOTHING_PENDS),
    _task(A.SUPERVISE,             _RULERS,                    _AT_UNIT,                              None,               Q.PAPER,   _PRESSED,                        HANDLING,           G.REPLY_IS_NOT_AT_CHECK, G.NOTHING_PENDS, G.SHARE_IS_LATE, G.NOT_SUPERVISED_YET),
    _task(A.PUT_TO_CHAIR,          {P.DESK},                   _AT_UNIT,                              None,               Q.PAPER,   _PRESSED,                        HANDLING,           G.REPLY_IS_NOT_AT_CHECK, G.NOTHING_PENDS, G.SHARE_IS_LATE, G.IS_REPLY_TASK, G.NOT_PUT_TO_CHAIR_YET),
    _task(A.STATE_LATENESS,        _RULERS,                    _AT_UNIT,                              None,               Q.PAPER,   _CHASED,                         OFFICE,             G.SHARE_IS_LATE),
    _task(A.END,                   {P.CLOCK},                  _ALL_TASKS - {T.ENDED},                T.ENDED,            Q.NOTHING, set(),                           OFFICE),
)

ROUND = (
    #      action                 by                           from              to              asks       tells                               seen by      when
    _round(A.OPEN_ROUND,          _OPENING | {P.COORDINATOR},  set(),            R.DRAFTING,     Q.NOTHING, set(),                              OFFICE),
    _round(A.DRAFT_REPLY,         {P.HANDLER},                 {R.DRAFTING},     None,           Q.PAPER,   set(),                              UNIT_SIDE,   G.TASK_IS_IN_HAND),
    _round(A.SEND_UP,             {P.HANDLER},                 {R.DRAFTING},     R.IN_CLEARANCE, Q.NOTHING, {P.REVIEWER, P.UNIT_SIGNER},        UNIT_SIDE,   G.REPLY_IS_COMPLETE),
    _round(A.RECALL_DRAFT,        {P.HANDLER},                 {R.IN_CLEARANCE}, R.DRAFTING,     Q.NOTHING, {P.REVIEWER, P.UNIT_SIGNER},        UNIT_SIDE,   G.LIES_AT_UNIT, G.TASK_IS_IN_HAND),
    _round(A.PASS_REVIEW,         {P.REVIEWER},                {R.IN_CLEARANCE}, None,           Q.NOTHING, {P.HANDLER, P.UNIT_SIGNER},         UNIT_SIDE,   G.REVIEWS_DRAFT, G.TASK_IS_IN_HAND),
    _round(A.SEND_BACK,           {P.REVIEWER, P.UNIT_SIGNER}, {R.IN_CLEARANCE}, R.DRAFTING,     Q.PAPER,   {P.HANDLER},                        UNIT_SIDE,   G.SENDS_DRAFT_BACK, G.TASK_IS_IN_HAND),
    _round(A.DELIVER,             {P.UNIT_SIGNER},             {R.IN_CLEARANCE}, R.DELIVERED,    Q.PAPER,   _DEPUTIES | _RULERS,                ALL,         G.SIGNS_REPLY, G.NO_CHECK_FOLLOWS, G.REPLY_IS_COMPLETE),
    _round(A.SIGN,                {P.UNIT_SIGNER},             {R.IN_CLEARANCE}, None,           Q.PAPER,   {P.HANDLER} | _RULERS,              OFFICE,      G.SIGNS_REPLY, G.CHECK_FOLLOWS, G.REPLY_IS_COMPLETE),
    _round(A.SEND_BACK_CHECK,     _RULERS,                     {R.IN_CLEARANCE}, R.DRAFTING,     Q.PAPER,   {P.HANDLER, P.UNIT_SIGNER},         OFFICE,      G.CHECKS_REPLY, G.TASK_IS_IN_HAND),
    _round(A.PASS_CHECK,          _RULERS,                     {R.IN_CLEARANCE}, R.DELIVERED,    Q.PAPER,   _DEPUTIES | _RULERS | {P.UNIT_SIGNER}, ALL,         G.CHECKS_REPLY, G.REPLY_IS_COMPLETE),
    _round(A.DROP_CHECK,          {P.CLOCK},                   {R.IN_CLEARANCE}, R.DRAFTING,     Q.NOTHING, set(),                              OFFICE),
    _round(A.ENTER_REPLY,         _RULERS,                     {R.DRAFTING},     R.DELIVERED,    Q.PAPER,   _DEPUTIES | _RULERS | {P.UNIT_SIGNER}, ALL,         G.TASK_IS_SIGNED_FOR),
    _round(A.VOID_REPLY,          {P.DESK},                    {R.DELIVERED},    R.DRAFTING,     Q.NOTHING, _DEPUTIES | _RULERS | {P.UNIT_SIGNER}, ALL,         G.ENTRY_IS_DISPUTED),
    _round(A.RATE,                _DEPUTIES,                   {R.DELIVERED},    None,           Q.PAPER,   {P.DESK},                           RATERS,      G.WINDOW_IS_OPEN),
    _round(A.ENTER_RATING,        {P.DESK},                    {R.DELIVERED},    None,           Q.PAPER,   {P.DESK},                           _DESK_ALONE, G.SOMEBODY_HAS_TO_RATE),
    _round(A.CONFIRM_RATING,      {P.DESK},                    {R.DELIVERED},    None,           Q.NOTHING, _DEPUTIES,                          RATERS,      G.PAPER_RATING_AWAITS_ME),
    _round(A.REJECT_RATING,       {P.DESK, P.CLOCK},           {R.DELIVERED},    None,           Q.NOTE,    {P.DESK},                           _DESK_ALONE, G.PAPER_RATING_IS_OPEN),
    _round(A.MAKE_RATING_LINKS,   {P.DESK},                    {R.DELIVERED},    None,           Q.PAPER,   set(),                              _DESK_ALONE, G.LINKS_MAY_GO_OUT),
    _round(A.REVOKE_RATING_LINKS, {P.DESK},                    {R.DELIVERED},    None,           Q.NOTHING, set(),                              _DESK_ALONE),
    _round(A.RATE_QUALITY,        _FILLING,                    {R.DELIVERED},    None,           Q.PAPER,   set(),                              _BOTH_RATE,  G.QUALITY_IS_ASKED),
    _round(A.SHUT_RATING,         {P.CLOCK},                   {R.DELIVERED},    R.RATED,        Q.NOTHING, {P.DESK, P.RECEIVER, P.HANDLER},    ALL,         G.RATING_IS_OVER),
    _round(A.LAPSE,               {P.CLOCK},                   {R.DELIVERED},    R.NO_FEEDBACK,  Q.NOTHING, {P.DESK},                           HANDLING,    G.NOBODY_RATED_IN_TIME),
    _round(A.REHANDLE,            {P.DESK, P.CLOCK},           {R.RATED},        None,           Q.NOTE,    {P.AUTHOR, P.COSIGNER, P.RECEIVER}, HANDLING,    G.AWAITS_DECISION),
    _round(A.EXPLAIN,             {P.DESK},                    {R.RATED},        None,           Q.NOTE,    _DEPUTIES,                          INNER,       G.AWAITS_DECISION),
    _round(A.ESCALATE,            {P.DESK},                    {R.RATED},        None,           Q.PAPER,   _AT_TABLE,                          HANDLING,    G.MAY_ESCALATE),
    _round(A.CLOSE_ESCALATION,    {P.DESK},                    {R.RATED},        None,           Q.PAPER,   _AT_TABLE,                          HANDLING,    G.ESCALATION_IS_OPEN),
    _round(A.LOOK_BACK,           {P.DESK},                    _OUT,             None,           Q.NOTHING, _FILLING,                           HANDLING),
    _round(A.FILL_LOOK_BACK,      _FILLING,                    _OUT,             None,           Q.PAPER,   {P.DESK},                           HANDLING,    G.IS_LOOKED_BACK_ON),
    _round(A.CHECK_LOOK_BACK,     {P.COMMITTEE, P.DESK},       _OUT,             None,           Q.PAPER,   _FILLING | {P.DESK},                HANDLING,    G.IS_LOOKED_BACK_ON),
    _round(A.RATE_LOOK_BACK,      _DEPUTIES,                   _OUT,             None,           Q.PAPER,   {P.DESK},                           RATERS,      G.IS_LOOKED_BACK_ON),
    _round(A.SHUT_LOOK_BACK,      {P.CLOCK},                   _OUT,             None,           Q.NOTHING, {P.DESK, P.RECEIVER, P.HANDLER},    HANDLING,    G.IS_LOOKED_BACK_ON),
    _round(A.CHANGE_LETTER,       {P.DESK},                    _OUT,             None,           Q.NOTE,    _BOTH_SIDES,                        ALL,         G.IS_LOOKED_BACK_ON),
    _round(A.MOVE_LOOK_BACK,      {P.DESK},                    _OUT,             None,           Q.NOTE,    _FILLING,                           HANDLING,    G.IS_LOOKED_BACK_ON),
    _round(A.DROP_LOOK_BACK,      {P.DESK},                    _OUT,             None,           Q.NOTE,    _FILLING,                           HANDLING,    G.IS_LOOKED_BACK_ON),
)

COMMITMENT = (
    #           action                       by                 from                to           asks       tells                            seen by      when
    _commitment(A.PROMISE,                   {P.UNIT_SIGNER, P.CLOCK} | _RULERS, set(),              C.OPEN,      Q.NOTHING, set(),                           ALL),
    _commitment(A.NOTE_PROGRESS,             _OWING,            _OWED,              None,        Q.PAPER,   _DEPUTIES,                       ALL),
    _commitment(A.CHASE_PROMISE,             _CHASING,          _OWED,              None,        Q.PAPER,   {P.RECEIVER, P.HANDLER, P.UNIT_SIGNER}, HANDLING,    G.PROMISE_PRESSES, G.PROMISE_PAUSE_IS_OVER),
    _commitment(A.REMIND_PROMISE,            {P.CLOCK},         {C.OPEN},           None,        Q.NOTHING, {P.RECEIVER, P.HANDLER, P.UNIT_SIGNER}, OFFICE,      G.REMINDER_IS_DUE),
    _commitment(A.TELL_QUIET,                {P.CLOCK},         _OWED,              None,        Q.NOTHING, _DEPUTIES | {P.RECEIVER, P.HANDLER, P.UNIT_SIGNER}, HANDLING,    G.NOTHING_MOVED),
    _commitment(A.FALL_DUE,                  {P.CLOCK},         {C.OPEN},           C.PAST_DUE,  Q.NOTHING, _PROMISED,                       HANDLING,    G.PROMISE_IS_DUE),
    _commitment(A.EXPLAIN_UNKEPT,            _EXPLAINING,       {C.PAST_DUE},       None,        Q.NOTE,    _DEPUTIES | {P.DESK},            HANDLING),
    _commitment(A.ASK_MOVE,                  {P.UNIT_SIGNER},   _OWED,              None,        Q.PAPER,   _DEPUTIES | {P.DESK},            HANDLING,    G.NO_CHANGE_OPEN),
    _commitment(A.ASK_DROP,                  {P.UNIT_SIGNER},   _OWED,              None,        Q.PAPER,   _DEPUTIES | {P.DESK},            HANDLING,    G.NO_CHANGE_OPEN),
    _commitment(A.RECALL_CHANGE,             {P.UNIT_SIGNER},   _OWED,              None,        Q.NOTE,    _DEPUTIES | {P.DESK},            HANDLING,    G.CHANGE_IS_OPEN),
    _commitment(A.GRANT_CHANGE,              {P.DESK},          _OWED,              None,        Q.PAPER,   _PROMISED,                       HANDLING,    G.CHANGE_IS_OPEN),
    _commitment(A.REFUSE_CHANGE,             {P.DESK},          _OWED,              None,        Q.NOTE,    _PROMISED,                       HANDLING,    G.CHANGE_IS_OPEN),
    _commitment(A.DROP_COMMITMENT,           {P.CLOCK},         _OWED,              C.DROPPED,   Q.NOTHING, set(),                           HANDLING),
    _commitment(A.REOPEN_COMMITMENT,         {P.CLOCK},         _LIVING - {C.OPEN}, C.OPEN,      Q.NOTHING, set(),                           HANDLING),
    _commitment(A.FULFIL,                    {P.UNIT_SIGNER},   _OWED,              C.FULFILLED, Q.PAPER,   _DEPUTIES | _RULERS,             ALL),
    _commitment(A.NOT_SO,                    _DEPUTIES,         _LIVING,            None,        Q.PAPER,   {P.UNIT_SIGNER, P.HANDLER, P.RECEIVER, P.DESK}, HANDLING,    G.NO_DISPUTE_OPEN),
    _commitment(A.ANSWER_NOT_SO,             _EXPLAINING,       _LIVING,            None,        Q.NOTE,    _DEPUTIES | {P.DESK},            HANDLING,    G.DISPUTE_AWAITS_ANSWER),
    _commitment(A.SETTLE_NOT_SO,             {P.DESK},          _ALL_PROMISES,      None,        Q.PAPER,   _PROMISED,                       HANDLING,    G.DISPUTE_IS_OPEN),
    _commitment(A.REPLACE_COMMITMENT,        {P.CLOCK},         _OWED | _REPORTED,  C.REPLACED,  Q.NOTHING, set(),                           HANDLING),
    _commitment(A.STAND_AGAIN,               {P.CLOCK},         {C.REPLACED},       C.OPEN,      Q.NOTHING, _PROMISED,                       HANDLING),
    _commitment(A.ENTRUST_PROMISE,           {P.CLOCK},         _LIVING,            None,        Q.NOTHING, {P.RECEIVER, P.UNIT_SIGNER},     HANDLING),
    _commitment(A.TAKE_UP_PROMISE,           {P.DESK},          {C.SETTLED},        None,        Q.PAPER,   _PROMISED,                       HANDLING,    G.IS_DISSATISFIED),
    _commitment(A.LEAVE_PROMISE,             {P.DESK},          {C.SETTLED},        None,        Q.PAPER,   _PROMISED,                       HANDLING,    G.IS_DISSATISFIED),
    _commitment(A.RATE_COMMITMENT,           _DEPUTIES,         _REPORTED,          None,        Q.PAPER,   {P.DESK},                        RATERS,      G.IMPLEMENTATION_WINDOW_IS_OPEN),
    _commitment(A.ENTER_COMMITMENT_RATING,   {P.DESK},          _REPORTED,          None,        Q.PAPER,   {P.DESK},                        _DESK_ALONE, G.SOMEBODY_HAS_TO_RATE),
    _commitment(A.CONFIRM_COMMITMENT_RATING, {P.DESK},          _REPORTED,          None,        Q.NOTHING, _DEPUTIES,                       RATERS,      G.PAPER_RATING_AWAITS_ME),
    _commitment(A.REJECT_COMMITMENT_RATING,  {P.DESK, P.CLOCK}, _ALL_PROMISES,      None,        Q.NOTE,    {P.DESK},                        _DESK_ALONE, G.PAPER_RATING_IS_OPEN),
    _commitment(A.MAKE_COMMITMENT_LINKS,     {P.DESK},          _REPORTED,          None,        Q.PAPER,   set(),                           _DESK_ALONE, G.LINKS_MAY_GO_OUT),
    _commitment(A.REVOKE_COMMITMENT_LINKS,   {P.DESK},          _REPORTED,          None,        Q.NOTHING, set(),                           _DESK_ALONE),
    _commitment(A.SHUT_COMMITMENT_RATING,    {P.CLOCK},         {C.FULFILLED},      C.SETTLED,   Q.NOTHING, {P.DESK, P.RECEIVER, P.HANDLER}, ALL,         G.NO_DISPUTE_OPEN, G.IMPLEMENTATION_RATING_IS_OVER),
    _commitment(A.LAPSE_COMMITMENT_RATING,   {P.CLOCK},         {C.FULFILLED},      C.SETTLED,   Q.NOTHING, {P.DESK},                        HANDLING,    G.NO_DISPUTE_OPEN, G.NOBODY_RATED_IMPLEMENTATION),
    _commitment(A.SHUT_UNKEPT_RATING,        {P.CLOCK},         {C.PAST_DUE},       None,        Q.NOTHING, {P.DESK, P.RECEIVER, P.HANDLER}, ALL,         G.UNKEPT_WINDOW_IS_OVER),
)
# fmt: on

STEPS: dict[Action, Step] = {step.action: step for step in (*SUGGESTION, *TASK, *ROUND, *COMMITMENT)}

__all__ = ["CONSEQUENCES", "QUIET", "STEPS", "Step"]
