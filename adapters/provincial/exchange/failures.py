"""What a driver's error means for the hub's next move: a table over error numbers and SQLSTATEs."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError, SQLAlchemyError

from adapters.errors import AuthError, ContractError, CounterpartError, TransientError, UnknownOutcome
from adapters.http import ErrorKind, Redactor
from models.messages import Message


class Phase(StrEnum):
    """How far a piece of work had come."""

    CONNECTING = "connecting"
    WORKING = "working"
    COMMITTING = "committing"
    """Only here may something have been accepted that we were not told of."""


@dataclass(frozen=True)
class _Meaning:
    kind: ErrorKind
    message: str
    throttled: bool = False


_REFUSED: Final = _Meaning(AuthError, "exchange-credentials")
_DIFFERS: Final = _Meaning(ContractError, "exchange-differs")
_CROWDED: Final = _Meaning(TransientError, "exchange-busy", throttled=True)
_BUSY: Final = _Meaning(TransientError, "exchange-busy")
_UNREACHED: Final = _Meaning(TransientError, "exchange-unreachable")
_LOST: Final = _Meaning(TransientError, "exchange-lost")
_UNKNOWN: Final = _Meaning(UnknownOutcome, "exchange-commit-unknown")

_MYSQL: Final = {
    # Access denied: to the server, a database, a table, a column, for an operation; password expired.
    **dict.fromkeys((1044, 1045, 1142, 1143, 1227, 1698, 1820, 1862), _REFUSED),
    # No such database, column or table; a column without default that we do not know of.
    **dict.fromkeys((1049, 1054, 1146, 1364), _DIFFERS),
    # Too many connections: in all, of this account.
    **dict.fromkeys((1040, 1203, 1226), _CROWDED),
    # Disk full, shutting down, table full, lock wait, deadlock, read-only, cut short by the server.
    **dict.fromkeys((1021, 1053, 1114, 1205, 1213, 1290, 1317, 1792, 1836, 1969, 3024), _BUSY),
}
_POSTGRESQL: Final = {
    **dict.fromkeys(("28", "42501"), _REFUSED),
    **dict.fromkeys(("3D", "3F", "42P01", "42703"), _DIFFERS),
    "53300": _CROWDED,
    # Lost connections, read-only, rollbacks, no resources, locks and shutdowns.
    **dict.fromkeys(("08", "25006", "40", "53", "55", "57"), _BUSY),
}
"""By SQLSTATE or its class, the longer first."""
_WORDS: Final = (
    # What SQLite, and PostgreSQL's library before there is a SQLSTATE, tell in words alone.
    (re.compile(r"authentication failed|no pg_hba\.conf entry|role .* does not exist"), _REFUSED),
    (re.compile(r"no such table|no such column|no column named|database .* does not exist"), _DIFFERS),
    (re.compile(r"database is locked|table is locked"), _BUSY),
)
_ROW_FAULTS: Final = frozenset((1264, 1265, 1292, 1366, 1406, 1411, 1644, 3819, 4025))
"""MySQL: out of range, cut, wrong value, too long, a trigger's own refusal, a check constraint."""


class GivenUp(Exception):
    """Nobody waits for this work any more, and its transaction is not to be committed."""


def is_row_fault(error: DBAPIError) -> bool:
    """Whether the database refused a row for what is in it."""
    state = _sqlstate(error)
    if state is not None:
        return state[:2] in ("22", "23", "P0")
    return isinstance(error, IntegrityError) or _number(error) in _ROW_FAULTS


def error_of(error: SQLAlchemyError, phase: Phase, counterpart: str, redactor: Redactor) -> CounterpartError:
    """The error for work that broke off in `phase`; its detail is what the driver said, masked."""
    detail = detail_of(error, redactor)
    meaning = _UNKNOWN if phase is Phase.COMMITTING else _meaning(error, phase)
    params: dict[str, str | int | float] = {"company": counterpart}
    if meaning is _DIFFERS:
        params["words"] = redactor.excerpt(_said(error), 300)
    message = Message(id=meaning.message, params=params)
    if meaning.kind is TransientError:
        return TransientError(message, detail=detail, throttled=meaning.throttled)
    return meaning.kind(message, detail=detail)


def too_late(phase: Phase, counterpart: str) -> CounterpartError:
    """The error for work that was given up at its deadline."""
    params = {"company": counterpart}
    if phase is Phase.COMMITTING:
        return UnknownOutcome(Message(id="exchange-commit-unknown", params={**params}), detail="deadline")
    return TransientError(Message(id="exchange-slow", params={**params}), detail=f"deadline, {phase}")


def detail_of(error: SQLAlchemyError, redactor: Redactor) -> str:
    """Kind, number and words of an error, masked: for the log."""
    code = _sqlstate(error) or _number(error) or ""
    return " ".join(f"{type(error).__name__} {code} {redactor.excerpt(_said(error), 500)}".split())


def words_of(error: DBAPIError, redactor: Redactor) -> str:
    """What the database said of a row, masked, on one line."""
    return " ".join(redactor.excerpt(_said(error), 1200).split())[:300]


def _meaning(error: SQLAlchemyError, phase: Phase) -> _Meaning:
    known = _by_code(error) or next((m for form, m in _WORDS if form.search(_said(error))), None)
    if known is not None:
        return known
    if phase is Phase.CONNECTING:
        return _UNREACHED
    if not isinstance(error, DBAPIError) or isinstance(error, ProgrammingError) or is_row_fault(error):
        return _DIFFERS
    return _LOST  # the connection broke before the commit: the server has rolled back


def _by_code(error: SQLAlchemyError) -> _Meaning | None:
    number, state = _number(error), _sqlstate(error)
    if number is not None:
        return _MYSQL.get(number)
    if state is not None:
        return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
    return None


def _number(error: SQLAlchemyError) -> int | None:
    arguments = getattr(getattr(error, "orig", None), "args", ())
    return arguments[0] if arguments and isinstance(arguments[0], int) else None


def _sqlstate(error: SQLAlchemyError) -> str | None:
    state: str | None = getattr(getattr(error, "orig", None), "sqlstate", None)
    return state


def _said(error: SQLAlchemyError) -> str:
    # The driver's own words alone: SQLAlchemy's add the statement, and PostgreSQL's details the whole row.
    orig = getattr(error, "orig", None)
    if orig is None:
        return str(error)
    primary = getattr(getattr(orig, "diag", None), "message_primary", None)
    if primary:
        return str(primary)
    return str(orig.args[1]) if _number(error) is not None and len(orig.args) > 1 else str(orig)
