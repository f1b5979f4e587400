"""A scheme as a service order, and the way back from a place in it to the scheme's own field."""

import re
from datetime import UTC, datetime
from typing import Any, Final

from adapters.errors import RejectedError
from adapters.protocols.tmf641.settings import Tmf641Settings
from models.company import Company
from models.demand import TelecomDemand
from models.documents import DocumentRef
from models.messages import FieldFault, Message
from models.project import Contact, Developer
from models.scheme import Scheme
from models.site import Polygon
from models.stage import UtilityKind

SCHEME, VERSION, PROJECT = "schemeId", "schemeVersion", "projectCode"
"""Types of the external references by which an order names what it is about."""

_FIELDS: Final = {
    "ftthHouseholds": "ftth_households",
    "equipmentRoom": "equipment_room",
    "ductEntry": "duct_entry",
}
_CHARACTERISTIC: Final = re.compile(r"/serviceOrderItem/0/service/serviceCharacteristic/(\d)(/.*)?")
_PLACES: Final = {
    "/requestedCompletionDate": "opinion_due",
    "/requestedStartDate": "pushed_at",
    "/description": "project.name",
    "/serviceOrderItem/0/service/place/0/areaCode": "project.area_code",
    "/serviceOrderItem/0/service/place/0/address": "project.address",
    "/serviceOrderItem/0/service/place/0/geometry": "site.geometry",
    "/serviceOrderItem/0/service/place/0/spatialRef": "site.crs",
    "/relatedParty/0": "project.developer",
    "/relatedParty/1/contact": "project.contact",
    "/relatedParty/1": "project.contact",
    "/externalReference/0": "scheme_id",
    "/externalReference/1": "version",
    "/externalReference/2": "project.code",
}


def order_of(scheme: Scheme, company: Company, key: str, settings: Tmf641Settings) -> dict[str, Any]:
    """`ServiceOrder_Create` for a version of a scheme. Raises `RejectedError` for one that asks no telecom service."""
    order: dict[str, Any] = {
        "externalId": key,
        "category": settings.category,
        "description": scheme.project.name,
        "externalReference": [
            {"externalReferenceType": SCHEME, "name": scheme.scheme_id},
            {"externalReferenceType": VERSION, "name": str(scheme.version)},
            {"externalReferenceType": PROJECT, "name": scheme.project.code},
        ],
        "requestedStartDate": instant(scheme.pushed_at),
        "relatedParty": [_developer(scheme.project.developer), _contact(scheme.project.contact)],
        "serviceOrderItem": [_item(scheme, company, settings, "add")],
    }
    if scheme.opinion_due is not None:
        order["requestedCompletionDate"] = instant(scheme.opinion_due)
    return order


def amendment_of(scheme: Scheme, company: Company, key: str, settings: Tmf641Settings) -> dict[str, Any]:
    """`ServiceOrder_Update` by which an order under way becomes this version's."""
    order = order_of(scheme, company, key, settings)
    del order["category"]  # settled when the order was made
    order["serviceOrderItem"] = [_item(scheme, company, settings, "modify")]
    return order


def following(order: dict[str, Any], earlier: str, *, changes: bool) -> dict[str, Any]:
    """The same order, as the successor of one that has ended; `changes`: what that one brought into service."""
    item = {**order["serviceOrderItem"][0], "action": "modify" if changes else "add"}
    relationship = {"id": earlier, "relationshipType": "supersedes"}
    return {**order, "serviceOrderItem": [item], "orderRelationship": [relationship]}


def field_of(pointer: str, scheme: Scheme) -> str:
    """The scheme's field that a JSON Pointer (RFC 6901) into its order means; `-` is the whole."""
    found = _CHARACTERISTIC.fullmatch(pointer)
    if found and int(found[1]) < len(_FIELDS):
        kinds = [demand.kind for demand in scheme.demands]
        return f"demands.{kinds.index(UtilityKind.TELECOM)}.{list(_FIELDS.values())[int(found[1])]}"
    whole = next((place for place in _PLACES if pointer == place or pointer.startswith(place + "/")), None)
    if whole is not None:
        return _PLACES[whole] + pointer.removeprefix(whole).removesuffix("/name").replace("/", ".")
    return pointer.strip("/").replace("/", ".") or "-"


def instant(moment: datetime) -> str:
    """An instant as the wire writes it (RFC 3339, UTC)."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _item(scheme: Scheme, company: Company, settings: Tmf641Settings, action: str) -> dict[str, Any]:
    demand = next((each for each in scheme.demands if isinstance(each, TelecomDemand)), None)
    if demand is None:
        message = Message(id="tmf641-no-demand", params={"company": company.name})
        raise RejectedError(message, faults=(FieldFault(field="demands", message=message),))
    service: dict[str, Any] = {
        "name": scheme.project.name,
        "serviceSpecification": {"id": settings.specification},
        "serviceCharacteristic": [
            {"name": name, "valueType": _type_of(value), "value": value}
            for name, value in ((name, getattr(demand, field)) for name, field in _FIELDS.items())
        ],
        "place": [_place(scheme)],
    }
    if scheme.documents:
        service["relatedEntity"] = [_document(document) for document in scheme.documents]
    return {"id": "1", "action": action, "service": service}


def _type_of(value: object) -> str:
    return "boolean" if isinstance(value, bool) else "integer"


def _place(scheme: Scheme) -> dict[str, Any]:
    site = scheme.site
    geometry = site.geometry.model_dump(mode="json")
    if isinstance(site.geometry, Polygon):
        geometry["coordinates"] = [geometry["coordinates"]]
    return {
        "@type": "BuildingSite",
        "@baseType": "Place",
        "role": "installation",
        "name": scheme.project.address,
        "address": scheme.project.address,
        "areaCode": scheme.project.area_code,
        "spatialRef": site.crs.value,
        "geometry": geometry,
    }


def _document(document: DocumentRef) -> dict[str, Any]:
    return {
        "@type": "DocumentReference",
        "@referredType": "Document",
        "id": document.sha256,
        "name": document.name,
        "role": document.role.value,
        "mediaType": document.media_type,
        "sizeBytes": document.size_bytes,
    }


def _developer(developer: Developer) -> dict[str, Any]:
    return {
        "@type": "RelatedParty",
        "@referredType": "Organization",
        "id": developer.credit_code,
        "name": developer.name,
        "role": "developer",
    }


def _contact(contact: Contact) -> dict[str, Any]:
    # Below a member of this name, so that every record of the call is kept without it.
    person = {"name": contact.name.get_secret_value(), "phone": contact.phone.get_secret_value()}
    return {
        "@type": "ContactParty",
        "@baseType": "RelatedParty",
        "@referredType": "Individual",
        "id": "contact",
        "role": "contact",
        "contact": person,
    }
