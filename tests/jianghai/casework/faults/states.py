"""Which state of a case may follow which, and which line of the journal tells of each."""

from __future__ import annotations

from jianghai.casework.models import Status

S = Status
#: Which state may follow which. Zero is before the zone has received anything: a joint review may end there.
AFTER = {
    S.DRAFT: {S.RECEIVED, S.TAKEN_BACK},
    S.RECEIVED: {S.TAKEN_BACK, S.ACCEPTED, S.NOT_A_LICENCE, S.NOT_ACCEPTED, S.SUPPLEMENT_ASKED},
    S.SUPPLEMENT_ASKED: {S.SUPPLEMENT_GIVEN, S.TAKEN_BACK},
    S.SUPPLEMENT_GIVEN: {
        S.ACCEPTED, S.NOT_A_LICENCE, S.NOT_ACCEPTED, S.SUPPLEMENT_ASKED, S.TAKEN_BACK,
    },
    S.ACCEPTED: {S.IN_HAND, S.TAKEN_BACK},
    S.IN_HAND: {S.SPECIAL_BEGUN, S.TAKEN_BACK, S.GRANTED, S.GRANTED_TOLERANT, S.REFUSED},
    S.SPECIAL_BEGUN: {S.SPECIAL_ENDED, S.TAKEN_BACK},
    S.SPECIAL_ENDED: {
        S.SPECIAL_BEGUN, S.TAKEN_BACK, S.GRANTED, S.GRANTED_TOLERANT, S.REFUSED,
    },
    S.GRANTED: {S.WITHDRAWN, S.REVOKED},
    S.GRANTED_TOLERANT: {S.WITHDRAWN, S.REVOKED},
}  # fmt: skip
#: The state that a line of the journal tells of.
STATES = {
    "case received": lambda _line: S.RECEIVED,
    "case accepted": lambda _line: S.ACCEPTED,
    "case not accepted": lambda line: Status(line.what["status"]),
    "supplement asked": lambda _line: S.SUPPLEMENT_ASKED,
    "supplement given": lambda _line: S.SUPPLEMENT_GIVEN,
    "case in hand": lambda _line: S.IN_HAND,
    "special begun": lambda _line: S.SPECIAL_BEGUN,
    "special ended": lambda _line: S.SPECIAL_ENDED,
    "case taken back": lambda _line: S.TAKEN_BACK,
    "case lapsed": lambda _line: S.TAKEN_BACK,
    "case closed without a decision": lambda _line: S.TAKEN_BACK,
    "decided": lambda line: S.GRANTED if line.what["kind"] == "granted" else S.REFUSED,
    "decision undone": lambda line: Status(line.what["status"]),
}
