"""A scheme as the wire's submission, and the way back from a place in it to the scheme's own field."""

from datetime import UTC, datetime
from typing import Any

from adapters.errors import RejectedError
from models.application import LinkedApplication
from models.company import Company
from models.documents import DocumentRef
from models.messages import FieldFault, Message
from models.project import Project
from models.scheme import Scheme
from models.site import Polygon, Site
from models.stage import UtilityKind


def submission_of(scheme: Scheme, company: Company) -> dict[str, Any]:
    """`SchemeSubmission` for a company's kind. The same scheme gives the same body: a resend's key asks for it.

    Raises `RejectedError` for a scheme without what the wire requires.
    """
    demand = next((each for each in scheme.demands if each.kind == company.kind), None)
    if demand is None:
        raise _unfit(company, "demands", "gateway-no-demand")
    if scheme.opinion_due is None:
        raise _unfit(company, "opinion_due", "gateway-no-opinion-due")
    return {
        "scheme_id": scheme.scheme_id,
        "version": scheme.version,
        "project": _project(scheme.project),
        "demand": demand.model_dump(mode="json"),
        "site": _site(scheme.site),
        "documents": [_announced(document) for document in scheme.documents],
        "opinion_due": _instant(scheme.opinion_due),
        "submitted_at": _instant(scheme.pushed_at),
    }


def field_of(pointer: str, scheme: Scheme, kind: UtilityKind) -> str:
    """The scheme's field that a JSON Pointer (RFC 6901) into its submission means; `-` is the whole."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    if steps[:1] == ["demand"]:
        position = next(n for n, demand in enumerate(scheme.demands) if demand.kind == kind)
        steps[:1] = ["demands", str(position)]
    elif steps == ["submitted_at"]:
        steps = ["pushed_at"]
    elif steps[:3] == ["site", "geometry", "coordinates"] and isinstance(scheme.site.geometry, Polygon):
        # The wire has a list of rings; a site here is one ring.
        del steps[3:4]
    return ".".join(steps) or "-"


def _unfit(company: Company, field: str, message_id: str) -> RejectedError:
    message = Message(id=message_id, params={"company": company.name, "kind": company.kind.value})
    return RejectedError(message, faults=(FieldFault(field=field, message=message),))


def _project(project: Project) -> dict[str, Any]:
    return {
        "code": project.code,
        "name": project.name,
        "area_code": project.area_code,
        "address": project.address,
        "developer": {"name": project.developer.name, "credit_code": project.developer.credit_code},
        "contact": {
            "name": project.contact.name.get_secret_value(),
            "phone": project.contact.phone.get_secret_value(),
        },
    }


def _site(site: Site) -> dict[str, Any]:
    geometry = site.geometry.model_dump(mode="json")
    if isinstance(site.geometry, Polygon):
        geometry["coordinates"] = [geometry["coordinates"]]
    return {"crs": site.crs.value, "geometry": geometry}


def _announced(document: DocumentRef) -> dict[str, Any]:
    return document.model_dump(mode="json", include={"sha256", "name", "media_type", "size_bytes", "role"})


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def application_of(application: LinkedApplication) -> dict[str, Any]:
    """The body of an application."""
    told = {
        "applicant": {"name": application.applicant, "credit_code": application.credit_code},
        "contact": {
            "name": application.contact_name.get_secret_value(),
            "phone": application.contact_phone.get_secret_value(),
        },
        "wanted_on": application.wanted_on.isoformat() if application.wanted_on else None,
        "note": application.note or None,
        "submitted_at": application.submitted_at.isoformat(),
    }
    body = {name: value for name, value in told.items() if value is not None}
    if application.credit_code is None:
        body["applicant"] = {"name": application.applicant}
    return body
