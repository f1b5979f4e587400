"""The calls of this wire: a request goes out as a message, and its reply is read and judged."""

import uuid
from dataclasses import dataclass
from functools import partial
from typing import Final, Self, TypeVar
from xml.etree.ElementTree import Element

from pydantic import BaseModel, ValidationError

from adapters.auth import MessageSignatureAuth
from adapters.errors import ContractError, CounterpartError
from adapters.http import Call, Clock, HttpSeam, Reply, Wiring, secrets_of
from adapters.protocols.iec61968 import message, xml
from adapters.protocols.iec61968.answers import UNKNOWN_MESSAGE, FieldOf, Judge, as_it_is
from adapters.protocols.iec61968.events import SchemeReceipt, Window
from adapters.protocols.iec61968.message import Envelope, Outcome, Verb
from adapters.protocols.iec61968.settings import Iec61968Settings
from adapters.protocols.iec61968.windows import Place
from models.messages import Message

CONTENT_TYPE: Final = "application/xml; charset=utf-8"
SCHEME: Final = "SupplyScheme"
EVENTS: Final = "HandlingEvents"

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class _Asked:
    """A request on its way: what it is about, and whether it is only a question."""

    verb: Verb
    noun: str
    message_id: str
    ask: xml.Content = None
    payload: Element | None = None

    @property
    def safe(self) -> bool:
        return self.verb == "get"


class Client:
    """Speaks the wire over one seam."""

    def __init__(self, seam: HttpSeam, settings: Iec61968Settings, clock: Clock) -> None:
        self.seam = seam
        self._settings = settings
        self._clock = clock
        self._judge = Judge(clock, settings.errors)

    @classmethod
    def open(cls, company: str, settings: Iec61968Settings, wiring: Wiring) -> Self:
        """A connection to `company`, whose name is given as people know it."""
        signer = None
        if settings.secret is not None:
            signer = MessageSignatureAuth(settings.key_id, settings.secret, clock=wiring.clock)
        seam = HttpSeam(
            counterpart=company,
            base_url=settings.base_url,
            auth=signer,
            wiring=wiring,
            secrets=secrets_of(settings),
            tls=settings.tls(),
        )
        return cls(seam, settings, wiring.clock)

    async def tell(
        self, verb: Verb, payload: Element, key: str, field_of: FieldOf = as_it_is
    ) -> tuple[Reply, SchemeReceipt]:
        """A request with effect, once for its key, which is its MessageID."""
        asked = _Asked(verb, SCHEME, key, payload=payload)
        reply, envelope, outcome = await self._exchange(asked)
        self._raise_for(outcome, reply, asked, field_of)
        return reply, _content(reply, envelope, "SchemeReceipt", SchemeReceipt)

    async def find(self, key: str) -> SchemeReceipt | None:
        """What was answered to the message with this id; `None` when they do not know it."""
        asked = _Asked("get", SCHEME, _fresh(), ask={"ID": {"@kind": "message", "#": key}})
        reply, envelope, outcome = await self._exchange(asked)
        if outcome.result == "FAILED" and {each.code for each in outcome.errors} == {UNKNOWN_MESSAGE}:
            return None
        self._raise_for(outcome, reply, asked)
        return _content(reply, envelope, "SchemeReceipt", SchemeReceipt)

    async def window(self, place: Place, limit: int) -> tuple[Reply, Window]:
        """A page of events from `place` on."""
        asked = _Asked("get", EVENTS, _fresh(), ask=place.ask(limit))
        reply, envelope, outcome = await self._exchange(asked)
        self._raise_for(outcome, reply, asked)
        window = _content(reply, envelope, EVENTS, Window)
        if window.continuation is not None and window.continuation == place.continuation:
            # More, from the place where we already stand: reading on would never end.
            raise reply.differs(f"/{EVENTS}/continuation")
        if window.continuation is None and outcome.result == "PARTIAL":
            raise reply.differs(f"/{EVENTS}/continuation")
        return reply, window

    def explain(self, reply: Reply, *, safe: bool) -> CounterpartError | None:
        """The error that a refusal's FaultMessage calls for; `None` leaves it to the status."""
        if not 400 <= reply.status < 500 and reply.status != 503:
            return None
        try:
            outcome = message.read(reply.content).outcome
        except (xml.XmlRefused, ValidationError):
            return None
        if outcome is None or outcome.result != "FAILED":
            return None
        return self._judge.error(outcome, reply, safe=safe)

    def _raise_for(self, outcome: Outcome, reply: Reply, asked: _Asked, field_of: FieldOf = as_it_is) -> None:
        error = self._judge.error(outcome, reply, safe=asked.safe, field_of=field_of)
        if error is not None:
            raise error

    async def _exchange(self, asked: _Asked) -> tuple[Reply, Envelope, Outcome]:
        body = message.request(
            asked.verb,
            asked.noun,
            message_id=asked.message_id,
            source=self._settings.source,
            at=self._clock(),
            ask=asked.ask,
            payload=asked.payload,
            reply_address=self._settings.reply_address,
        )
        reply = await self.seam.call(
            Call(
                "POST",
                "/messages",
                safe=asked.safe,
                headers={"content-type": CONTENT_TYPE, "accept": "application/xml"},
                body=xml.write(body),
                explain=partial(self.explain, safe=asked.safe),
            )
        )
        envelope, outcome = _read(reply, asked.message_id)
        return reply, envelope, outcome


def _fresh() -> str:
    return str(uuid.uuid4())


def _read(reply: Reply, message_id: str) -> tuple[Envelope, Outcome]:
    """The reply to our message. Raises `ContractError` for anything else."""
    if reply.is_page and not reply.content_type.endswith("/xml"):
        raise reply.wrong(Message(id="counterpart-login-page", params={"company": reply.counterpart}))
    try:
        envelope = message.read(reply.content)
    except xml.XmlRefused as refused:
        raise reply.wrong(refusal(refused, reply.counterpart)) from None
    except ValidationError as error:
        raise _misshapen(reply, error) from None
    if envelope.kind not in {"ResponseMessage", "FaultMessage"} or envelope.outcome is None:
        raise reply.differs("/ResponseMessage/Reply")
    answered = envelope.header.correlation_id if envelope.header else None
    if envelope.kind == "ResponseMessage" and answered != message_id:
        # Somebody else's answer, or an old one: what it says is not about this request.
        raise reply.differs("/ResponseMessage/Header/CorrelationID")
    return envelope, envelope.outcome


def _content(reply: Reply, envelope: Envelope, name: str, model: type[M]) -> M:
    found = envelope.content(name)
    if found is None:
        raise reply.differs(f"/Payload/{name}")
    try:
        return model.model_validate(found)
    except ValidationError as error:
        raise _misshapen(reply, error, f"/{name}") from None


def _misshapen(reply: Reply, error: ValidationError, below: str = "") -> ContractError:
    # Without the input: it may be a person's name.
    first = error.errors(include_url=False, include_input=False)[0]
    place = "/".join([below, *(str(part) for part in first["loc"])])
    return reply.differs(place, detail=str(first["type"]))


def refusal(refused: xml.XmlRefused, company: str) -> Message:
    """The sentence for an XML text that is not read."""
    if refused.reason == "syntax":
        return Message(id="counterpart-not-json", params={"company": company})
    return Message(id="iec-xml-refused", params={"company": company, "reason": refused.reason})
