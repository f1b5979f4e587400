"""Idempotency keys: what was answered, and what is still being carried out."""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sandbox.utility.problems import Problem

_FORM = re.compile(r"[\x21-\x7e]{1,200}")
RETRY_SECONDS = "1"


@dataclass(frozen=True)
class Answer:
    """A call that was carried out: what it asked, and what was answered."""

    operation: str
    body_sha256: str
    status: int
    receipt: dict[str, object]


def body_digest(body: object) -> str:
    """Hex SHA-256 of a JSON value, the same for equal values."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Keys:
    """Kept as long as the process lives, which is longer than the contract asks of a day's sandbox."""

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}
        self._in_flight: set[str] = set()

    @contextmanager
    def carrying_out(self, key: str) -> Iterator[None]:
        """While a call with this key is being carried out. Raises a `Problem` when the key cannot be used now."""
        if not _FORM.fullmatch(key):
            raise Problem(400, "bad-request", "缺少 Idempotency-Key，或者格式不正确。")
        self._refuse_in_flight(key)
        self._in_flight.add(key)
        try:
            yield
        finally:
            self._in_flight.discard(key)

    def answered(self, key: str, operation: str, body_sha256: str) -> Answer | None:
        """The answer given before. Raises a `Problem` when the key belongs to something else."""
        answer = self._answers.get(key)
        if answer is not None and (answer.operation, answer.body_sha256) != (operation, body_sha256):
            raise Problem(422, "idempotency-key-reused")
        return answer

    def remember(self, key: str, answer: Answer) -> None:
        """The call with this key was carried out."""
        self._answers[key] = answer

    def find(self, key: str) -> Answer:
        """What came of the call with this key. Raises a `Problem`: in flight, or unknown."""
        self._refuse_in_flight(key)
        if key not in self._answers:
            raise Problem(404, "unknown-key")
        return self._answers[key]

    def _refuse_in_flight(self, key: str) -> None:
        if key in self._in_flight:
            raise Problem(409, "request-in-flight", headers={"Retry-After": RETRY_SECONDS})
