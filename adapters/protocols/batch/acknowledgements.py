"""Acknowledgements (回执): an accepted scheme opens its case, a refused one goes to the desk with its reasons."""

import json
from typing import Any, Final

from pydantic import ValidationError

from adapters.contract import Unreadable
from adapters.protocols.batch.reading import Found, Reader
from adapters.protocols.batch.wire import Acknowledgement, Opened, Reason
from adapters.protocols.gateway.problems import dotted
from models.events import Update
from models.messages import FieldFault, Message
from models.problems import faults_of
from models.stage import Stage

REFUSED: Final = {
    "scheme": "batch-scheme-refused",
    "withdrawal": "batch-withdrawal-refused",
    "document": "batch-document-refused",
}


def read_acknowledgement(reader: Reader, content: bytes) -> Found:
    """What an acknowledgement says; one that is not as the wire document has it is set aside."""
    reader.redactor.learn(content, "application/json")
    try:
        said = Acknowledgement.model_validate_json(content)
        if said.result == "refused":
            return Found(unreadable=(_refusal(reader, said, json.loads(content)),))
        updates = (_opening(reader, said, said.opened),) if said.opened else ()
    except ValidationError as error:
        return reader.set_aside(reader.message("batch-acknowledgement-unreadable"), faults_of(error))
    return Found(updates=updates)


def _opening(reader: Reader, said: Acknowledgement, opened: Opened) -> Update:
    return Update.model_validate(
        {
            "event_id": opened.serial or f"ack:{reader.digest}",
            "remote_ref": said.reference,
            "scheme_id": said.scheme_id,
            "scheme_version": said.version,
            "stage": Stage.REVIEW,
            "status": None,
            "status_code": opened.status,
            "status_text": opened.text,
            "occurred_at": said.received_at,
            "handler": opened.handler,
            "department": opened.department,
        }
    )


def _refusal(reader: Reader, said: Acknowledgement, shown: Any) -> Unreadable:
    redactor = reader.redactor
    params = {
        "company": reader.company,
        "parcel": said.parcel,
        "scheme": said.scheme_id or said.parcel,
        "words": redactor.excerpt(said.words, 500),
    }
    faults = tuple(_fault(reader, reason) for reason in said.reasons)
    message = Message(id=REFUSED[said.kind], params={**params})
    return reader.item(f"ack:{reader.digest}", message, faults, shown)


def _fault(reader: Reader, reason: Reason) -> FieldFault:
    words = reader.redactor.excerpt
    return FieldFault(
        field=words(dotted(reason.pointer), 200),
        message=Message(id="batch-reason", params={"words": words(reason.detail, 500)}),
        allowed=tuple(words(str(value), 60) for value in reason.allowed),
    )
