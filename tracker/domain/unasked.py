"""Acts that are no button: told by another act's line, or following from another act or from time."""

from __future__ import annotations

from tracker.domain.actions import Action

A = Action

# Written in the same breath as another action, whose own line tells the story.
QUIET = frozenset(
    {
        A.OPEN,
        A.OPEN_WITH_COORDINATOR,
        A.OPEN_ROUND,
        A.REPLIED,
        A.RESUME,
        A.END,
        A.DRAFT_REPLY,
        A.VOID_PAPER,
        A.VOID_SIGN_FOR,
        A.REOPEN,
        A.PROMISE,
        A.DROP_COMMITMENT,
        A.REOPEN_COMMITMENT,
    }
)
# Nothing of the case changes by these, and a form somebody has open on it stays good: time tells somebody something, or
# the unit says in private what it thinks of the suggestion, or somebody asks it to hurry.
CHASING = frozenset(
    {A.CHASE, A.ANSWER_CHASE, A.ISSUE_CHASE, A.SUPERVISE, A.PUT_TO_CHAIR, A.STATE_LATENESS, A.CHASE_PROMISE}
)
TELLINGS = frozenset({A.REMIND_PROMISE, A.TELL_QUIET, A.RATE_QUALITY}) | CHASING
# Never a button: they follow from another act or from time.
CONSEQUENCES = frozenset(
    {
        A.OPEN,
        A.OPEN_WITH_COORDINATOR,
        A.OPEN_ROUND,
        A.REPLIED,
        A.RESUME,
        A.HAND_OVER,
        A.DROP_DISAGREEMENT,
        A.DROP_OBJECTION,
        A.DROP_EXTENSION,
        A.ISSUE_CHASE,
        A.MOVE_ALONG,
        A.END,
        A.ARCHIVE,
        A.MOVE_IN,
        A.BORN_OF_BILL,
        A.VOID_PAPER,
        A.VOID_SIGN_FOR,
        A.REOPEN,
        A.VOID_REPLY,
        A.DROP_CHECK,
        A.UNLINK,  # on the page of links, where there is one to take back
        # On the pages of key items.
        A.MADE_KEY,
        A.ENDED_KEY,
        A.COMPLETE,
        A.LAPSE_OUTCOME,
        A.LAPSE_INVITATION,
        A.LAPSE_LEAD,
        A.LAPSE_WITHDRAWAL,
        A.CLOSE,
        A.REVOKE_RATING_LINKS,  # on the page of links, where there is one to take back
        A.SHUT_RATING,
        A.LAPSE,
        # On the pages of a look-back, where a line asks for them.
        A.LOOK_BACK,
        A.FILL_LOOK_BACK,
        A.CHECK_LOOK_BACK,
        A.RATE_LOOK_BACK,
        A.SHUT_LOOK_BACK,
        A.CHANGE_LETTER,
        A.MOVE_LOOK_BACK,
        A.DROP_LOOK_BACK,
        A.PROMISE,
        A.REMIND_PROMISE,
        A.TELL_QUIET,
        A.FALL_DUE,
        A.DROP_COMMITMENT,
        A.REOPEN_COMMITMENT,
        A.REPLACE_COMMITMENT,
        A.STAND_AGAIN,
        A.ENTRUST_PROMISE,
        A.REVOKE_COMMITMENT_LINKS,
        A.SHUT_COMMITMENT_RATING,
        A.LAPSE_COMMITMENT_RATING,
        A.SHUT_UNKEPT_RATING,
    }
)
