"""The national handling status (BLZT 办理状态) of a matter, and which status may follow which.

Source: the data-exchange standard for engineering-project approval, dictionary BLZT. It names the ends, and a
conclusion needs an earlier acceptance (3) or start of handling (8); which status may follow which is our
reading of the dictionary's terms.
"""

from enum import IntEnum
from typing import Final


class HandlingStatus(IntEnum):
    """BLZT, the fifteen national codes."""

    RECEIVED = 1
    WITHDRAWN_AT_WINDOW = 2
    ACCEPTED = 3
    NOT_ACCEPTED = 4
    REFUSED_ACCEPTANCE = 5
    CORRECTION_STARTS = 6
    CORRECTION_ENDS = 7
    HANDLING_STARTS = 8
    SPECIAL_PROCEDURE_STARTS = 9
    SPECIAL_PROCEDURE_ENDS = 10
    PASSED = 11
    PASSED_WITH_TOLERANCE = 12
    NOT_PASSED = 13
    WITHDRAWN = 14
    REVOKED = 15


_S = HandlingStatus

ENDS: Final = frozenset(
    {
        _S.WITHDRAWN_AT_WINDOW,
        _S.NOT_ACCEPTED,
        _S.REFUSED_ACCEPTANCE,
        _S.PASSED,
        _S.PASSED_WITH_TOLERANCE,
        _S.NOT_PASSED,
        _S.WITHDRAWN,
        _S.REVOKED,
    }
)
"""Statuses after which a matter is over."""

CONCLUSIONS: Final = frozenset({_S.PASSED, _S.PASSED_WITH_TOLERANCE, _S.NOT_PASSED})
"""Ends that say something of the merits; they need an earlier 3 or 8."""

PASSES: Final = frozenset({_S.PASSED, _S.PASSED_WITH_TOLERANCE})
"""Ends after which the next stage may begin."""

_TAKEN_ON: Final = frozenset({_S.ACCEPTED, _S.HANDLING_STARTS})
_ONLY_ONCE_TAKEN_ON: Final = CONCLUSIONS | {_S.SPECIAL_PROCEDURE_STARTS}
_ONLY_BEFORE: Final = frozenset({_S.WITHDRAWN_AT_WINDOW, _S.NOT_ACCEPTED, _S.REFUSED_ACCEPTANCE})

_HANDLED: Final = CONCLUSIONS | {_S.WITHDRAWN}
_NEXT: Final[dict[HandlingStatus | None, frozenset[HandlingStatus]]] = {
    None: frozenset({_S.RECEIVED, _S.ACCEPTED, _S.HANDLING_STARTS, _S.WITHDRAWN}),
    _S.RECEIVED: frozenset(
        {
            _S.WITHDRAWN_AT_WINDOW,
            _S.ACCEPTED,
            _S.NOT_ACCEPTED,
            _S.REFUSED_ACCEPTANCE,
            _S.CORRECTION_STARTS,
            _S.HANDLING_STARTS,
            _S.WITHDRAWN,
        }
    ),
    _S.CORRECTION_STARTS: frozenset(
        {_S.CORRECTION_ENDS, _S.WITHDRAWN_AT_WINDOW, _S.NOT_ACCEPTED, _S.REFUSED_ACCEPTANCE, _S.WITHDRAWN}
    ),
    _S.CORRECTION_ENDS: _HANDLED
    | _ONLY_BEFORE
    | {_S.CORRECTION_STARTS, _S.ACCEPTED, _S.HANDLING_STARTS, _S.SPECIAL_PROCEDURE_STARTS},
    _S.ACCEPTED: _HANDLED | {_S.CORRECTION_STARTS, _S.HANDLING_STARTS, _S.SPECIAL_PROCEDURE_STARTS},
    _S.HANDLING_STARTS: _HANDLED | {_S.CORRECTION_STARTS, _S.SPECIAL_PROCEDURE_STARTS},
    _S.SPECIAL_PROCEDURE_STARTS: frozenset({_S.SPECIAL_PROCEDURE_ENDS, _S.WITHDRAWN}),
    _S.SPECIAL_PROCEDURE_ENDS: _HANDLED
    | {_S.CORRECTION_STARTS, _S.HANDLING_STARTS, _S.SPECIAL_PROCEDURE_STARTS},
    _S.PASSED: frozenset({_S.REVOKED}),
    _S.PASSED_WITH_TOLERANCE: frozenset({_S.REVOKED}),
}


def may_follow(earlier: tuple[HandlingStatus, ...], status: HandlingStatus) -> bool:
    """Whether `status` is legal after `earlier`, the matter's legal statuses so far in order."""
    taken_on = not _TAKEN_ON.isdisjoint(earlier)
    if status in (_ONLY_BEFORE if taken_on else _ONLY_ONCE_TAKEN_ON):
        return False
    return status in successors(earlier[-1] if earlier else None)


def successors(status: HandlingStatus | None) -> frozenset[HandlingStatus]:
    """Statuses that may come right after `status`, the matter's history left out; `None` stands for its
    beginning."""
    return _NEXT.get(status, frozenset())
