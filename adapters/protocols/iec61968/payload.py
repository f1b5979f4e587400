"""A scheme as the wire's payload, and the way back from a place in it to the scheme's own field."""

import re
from typing import Final
from xml.etree.ElementTree import Element

from adapters.errors import RejectedError
from adapters.protocols.iec61968 import xml
from adapters.protocols.iec61968.message import instant
from adapters.protocols.iec61968.xml import SUPPLY, Content
from models.company import Company
from models.demand import PowerDemand
from models.documents import DocumentRef
from models.messages import FieldFault, Message
from models.project import Project
from models.scheme import Scheme, Withdrawal
from models.site import Polygon, Position, Site

_FIELDS: Final = {
    "schemeId": "scheme_id",
    "version": "version",
    "project/code": "project.code",
    "project/name": "project.name",
    "project/areaCode": "project.area_code",
    "project/address": "project.address",
    "project/developer": "project.developer.name",
    "project/developerCreditCode": "project.developer.credit_code",
    "project/contact": "project.contact.name",
    "project/phone": "project.contact.phone",
    "demand/capacityKva": "demands.{demand}.capacity_kva",
    "demand/voltageLevel": "demands.{demand}.voltage_level",
    "demand/supplies": "demands.{demand}.supplies",
    "site/crs": "site.crs",
    "site/point": "site.geometry.coordinates",
    "site/boundary": "site.geometry.coordinates",
    "opinionDue": "opinion_due",
    "submittedAt": "pushed_at",
}
_OF_A_DOCUMENT: Final = {
    "sha256": "sha256",
    "fileName": "name",
    "mediaType": "media_type",
    "sizeBytes": "size_bytes",
    "role": "role",
}
_ATTACHMENT: Final = re.compile(r"attachment\[(\d{1,3})\](?:/(\w+))?")


def supply_scheme(scheme: Scheme, company: Company) -> Element:
    """`SupplyScheme`. The same scheme gives the same payload: a resend under its MessageID asks for it.

    Raises `RejectedError` for a scheme without what the wire requires.
    """
    demand = next((each for each in scheme.demands if isinstance(each, PowerDemand)), None)
    if demand is None:
        raise _unfit(company, "demands", "gateway-no-demand")
    if scheme.opinion_due is None:
        raise _unfit(company, "opinion_due", "gateway-no-opinion-due")
    return xml.element(
        SUPPLY,
        "SupplyScheme",
        {
            "schemeId": scheme.scheme_id,
            "version": str(scheme.version),
            "project": _project(scheme.project),
            "demand": {
                "capacityKva": repr(demand.capacity_kva),
                "voltageLevel": demand.voltage_level.value,
                "supplies": str(demand.supplies),
            },
            "site": _site(scheme.site),
            "attachment": [_attachment(document) for document in scheme.documents],
            "opinionDue": instant(scheme.opinion_due),
            "submittedAt": instant(scheme.pushed_at),
        },
    )


def scheme_withdrawal(withdrawal: Withdrawal, remote_ref: str, default_reason: str) -> Element:
    """`SchemeWithdrawal`."""
    return xml.element(
        SUPPLY,
        "SchemeWithdrawal",
        {
            "reference": remote_ref,
            "schemeId": withdrawal.scheme_id,
            "reason": withdrawal.reason or default_reason,
            "withdrawnAt": instant(withdrawal.withdrawn_at),
        },
    )


def field_of(xpath: str, scheme: Scheme) -> str:
    """The scheme's field that a place in its payload means; `-` is the whole. An unknown place stays as it is."""
    place = xpath.strip().removeprefix("/SupplyScheme").strip("/")
    if not place:
        return "-"
    demand = next((n for n, each in enumerate(scheme.demands) if isinstance(each, PowerDemand)), 0)
    if place in _FIELDS:
        return _FIELDS[place].format(demand=demand)
    attachment = _ATTACHMENT.fullmatch(place)
    if attachment is not None:
        # XPath counts from one.
        name = _OF_A_DOCUMENT.get(attachment[2] or "")
        return f"documents.{int(attachment[1]) - 1}" + (f".{name}" if name else "")
    return place


def _project(project: Project) -> Content:
    return {
        "code": project.code,
        "name": project.name,
        "areaCode": project.area_code,
        "address": project.address,
        "developer": project.developer.name,
        "developerCreditCode": project.developer.credit_code,
        "contact": project.contact.name.get_secret_value(),
        "phone": project.contact.phone.get_secret_value(),
    }


def _site(site: Site) -> Content:
    if isinstance(site.geometry, Polygon):
        return {
            "crs": site.crs.value,
            "boundary": {"position": [{"#": _position(each)} for each in site.positions]},
        }
    return {"crs": site.crs.value, "point": _position(site.geometry.coordinates)}


def _position(position: Position) -> str:
    first, second = position
    return f"{first!r} {second!r}"


def _attachment(document: DocumentRef) -> dict[str, Content]:
    return {
        "sha256": document.sha256,
        "fileName": document.name,
        "mediaType": document.media_type,
        "sizeBytes": str(document.size_bytes),
        "role": document.role.value,
    }


def _unfit(company: Company, field: str, message_id: str) -> RejectedError:
    message = Message(id=message_id, params={"company": company.name, "kind": company.kind.value})
    return RejectedError(message, faults=(FieldFault(field=field, message=message),))
