"""The linked application (联动报装): one form to every utility that a scheme concerns."""

from dataclasses import dataclass
from enum import StrEnum

from hub.casework.intake import City
from hub.casework.names import application_key, case_number, scheme_lane
from hub.delivery.kinds import Kind
from hub.store import applications, audit, cases, outbox, schemes
from hub.store.engine import Tx
from hub.store.outbox import NewMessage
from models.application import LinkedApplication
from models.messages import Message


class Way(StrEnum):
    """How a company gets an application."""

    SENT = "sent"
    """Over its wire, with the next cycle."""
    OWN = "own"
    """Its wire has no place for one: it takes applications as it does today, and its answers come as events."""


class NotApplicable(Exception):
    """No application can be made for this scheme: it is unknown, withdrawn, or concerns nobody."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a form: by company, the way it goes. `new`: it was not known before."""

    scheme_id: str
    new: bool
    companies: dict[str, Way]


def apply(tx: Tx, city: City, application: LinkedApplication, *, actor: str) -> Applied:
    """Take in a form and queue it for every company that the scheme concerns. The same form again has no effect.

    Raises `NotApplicable`.
    """
    scheme_id = application.scheme_id
    scheme = schemes.latest(tx, scheme_id)
    if scheme is None:
        raise NotApplicable(Message(id="application-scheme-unknown", params={"scheme": scheme_id}))
    withdrawal = schemes.withdrawal(tx, scheme_id)
    if withdrawal is not None and withdrawal.withdrawn_at >= scheme.pushed_at:
        raise NotApplicable(Message(id="application-scheme-withdrawn", params={"scheme": scheme_id}))
    concerned = [case.company for case in cases.by_scheme(tx, scheme_id) if case.version == scheme.version]
    if not concerned:
        raise NotApplicable(Message(id="application-for-nobody", params={"scheme": scheme_id}))
    digest, new = applications.add(tx, application)
    ways = {company: Way.SENT if company in city.applying else Way.OWN for company in concerned}
    messages = [
        NewMessage(
            key=application_key(company, scheme_id, digest),
            destination=company,
            lane=scheme_lane(company, scheme_id),
            kind=Kind.APPLICATION,
            body={"application": application.to_store()},
            scheme_id=scheme_id,
            version=scheme.version,
            case_number=case_number(scheme_id, company),
        )
        for company, way in ways.items()
        if way is Way.SENT
    ]
    outbox.enqueue(tx, messages)
    if new:
        detail = {
            "applicant": application.applicant,
            "companies": {id: way.value for id, way in ways.items()},
        }
        audit.append(tx, actor, "application.submit", scheme_id, detail)
    return Applied(scheme_id, new, ways)
