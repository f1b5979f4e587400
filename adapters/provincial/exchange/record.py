"""What is kept of one piece of work at the exchange database: table, keys, count and masked rows."""

import json
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from adapters.contract import RecordAnswer
from adapters.http import Clock, Exchange, Redactor
from adapters.http.exchange import is_recording, keep
from adapters.provincial.rows import Row

log = logging.getLogger(__name__)
_JSON = "application/json"


class Account:
    """One piece of work while it runs; `answers` are entered when it has ended well."""

    def __init__(self, verb: str, address: str, table: str, redactor: Redactor, clock: Clock) -> None:
        self.answers: Sequence[RecordAnswer] = ()
        self._verb = verb
        self._address = f"{address}#{table}"
        self._table = table
        self._redactor = redactor
        self._clock = clock

    @contextmanager
    def of(self, keys: Sequence[str], rows: Sequence[Row] = ()) -> Iterator["Account"]:
        """Keep a record of what happens inside, if anybody keeps one, and leave a line in the log."""
        began, started = self._clock(), time.perf_counter()
        error: str | None = None
        try:
            yield self
        except BaseException as raised:
            error = type(raised).__name__
            raise
        finally:
            milliseconds = round((time.perf_counter() - started) * 1000)
            level = logging.INFO if error else logging.DEBUG
            log.log(level, "%s %s: %s, %d ms", self._verb, self._address, error or len(keys), milliseconds)
            if is_recording():
                asked = {"table": self._table, "count": len(keys), "keys": [*keys], "rows": [*rows]}
                keep(
                    Exchange(
                        method=self._verb,
                        url=self._address,
                        started_at=began,
                        milliseconds=milliseconds,
                        error=error,
                        request_headers={},
                        request_body=self._shown(asked),
                        response_headers={},
                        response_body=None if error else self._shown({"rows": [*map(_told, self.answers)]}),
                    )
                )

    def _shown(self, value: Mapping[str, Any]) -> str | None:
        return self._redactor.body(json.dumps(value, ensure_ascii=False).encode(), _JSON)


def _told(answer: RecordAnswer) -> dict[str, Any]:
    state = "taken" if answer.taken else "pending" if answer.pending else "refused"
    return {"DFSJZJ": answer.key, "LSH": answer.serial, "state": state}


def learned(redactor: Redactor, rows: Sequence[Mapping[str, Any]]) -> Redactor:
    """`redactor`, knowing whose names and numbers stand in `rows`."""
    redactor.learn(json.dumps([*map(dict, rows)], ensure_ascii=False, default=str).encode(), _JSON)
    return redactor
