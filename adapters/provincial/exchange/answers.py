"""The province's word on rows of the exchange database, record by record."""

import re
from typing import Final

from sqlalchemy.exc import DBAPIError

from adapters.contract import RecordAnswer
from adapters.http import Redactor
from adapters.provincial.exchange.failures import words_of
from adapters.provincial.exchange.held import CHECK_FAILED, Held, Written
from adapters.provincial.rows import FIELDS
from models.messages import FieldFault, Message
from models.records import RecordType

NEW, CHECKED, ACCEPTED = 0, 1, 3
_COLUMN: Final = re.compile(r"(?<![A-Za-z0-9_])[A-Z][A-Z0-9]{1,30}(?![A-Za-z0-9_])")


class Answers:
    """Turns what is held into answers, in the words of one call's `redactor`.

    `opens_at` is the upload state that counts as taken: `CHECKED` or `ACCEPTED`.
    """

    def __init__(
        self, record_type: RecordType, counterpart: str, redactor: Redactor, *, opens_at: int
    ) -> None:
        self._type = record_type
        self._company = counterpart
        self._redactor = redactor
        self._opens_at = opens_at

    def to(self, written: Written) -> tuple[RecordAnswer, ...]:
        """The answers to all that was written or looked up."""
        return (
            *(self.of(key, held) for key, held in written.held.items()),
            *(self.other_content(key) for key in sorted(written.other_content)),
            *(self.refused(key, error) for key, error in written.refused.items()),
        )

    def of(self, key: str, held: Held) -> RecordAnswer:
        """The answer for a row that is held."""
        if held.state == CHECK_FAILED:
            words = " ".join(self._redactor.excerpt(held.reason or "-", 1200).split())[:300]
            return self._refused(key, "province-check-failed", words, held.serial)
        if held.state not in (NEW, CHECKED, ACCEPTED):
            message = Message(
                id="exchange-state-unknown", params={"company": self._company, "code": held.state}
            )
            return RecordAnswer(key=key, taken=False, serial=held.serial, message=message)
        taken = held.state >= self._opens_at
        return RecordAnswer(key=key, taken=taken, pending=not taken, serial=held.serial)

    def other_content(self, key: str) -> RecordAnswer:
        """The refusal of a record whose key is held with other content."""
        message = Message(id="exchange-key-reused", params={"company": self._company})
        fault = FieldFault(field="key", message=message)
        return RecordAnswer(key=key, taken=False, message=message, faults=(fault,))

    def refused(self, key: str, error: DBAPIError) -> RecordAnswer:
        """The refusal of a row that the database itself would not have."""
        return self._refused(key, "province-row-refused", words_of(error, self._redactor), None)

    def _refused(self, key: str, message_id: str, words: str, serial: str | None) -> RecordAnswer:
        message = Message(id=message_id, params={"company": self._company, "words": words})
        fields = FIELDS[self._type]
        # Their words name the columns, where they name any.
        columns = [name for name in dict.fromkeys(_COLUMN.findall(words.upper())) if name in fields]
        faults = tuple(
            FieldFault(
                field=fields.get(column, column),
                message=Message(id="province-fault-other", params={"column": column, "words": words}),
            )
            for column in columns or ["SBYY"]
        )
        return RecordAnswer(key=key, taken=False, serial=serial, message=message, faults=faults)
