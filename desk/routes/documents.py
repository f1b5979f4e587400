"""Documents of a scheme: whole, or as a picture. Whoever may not see the scheme finds nothing here."""

from typing import Final
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import FileResponse, Response

from desk.arriving import Signed
from desk.previews import NoPreview, preview
from desk.problems import not_found
from desk.visit import Visit
from hub.store import documents, schemes
from models.documents import DocumentRef

router = APIRouter(prefix="/projects/{scheme_id}/documents/{sha256}")

_SHUT: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""What a drawing may do when it is opened by itself: nothing but be looked at."""
_AN_HOUR: Final = "private, max-age=3600"


def _document(visit: Visit, scheme_id: str, sha256: str) -> DocumentRef:
    with visit.read() as tx:
        scheme = schemes.latest(tx, scheme_id)
        row = documents.get(tx, sha256)
        named = row is not None and any(each == scheme_id for each, _ in documents.schemes_with(tx, sha256))
    if scheme is None or row is None or not named or not visit.who.sees(scheme.project.area_code):
        raise not_found()
    if not visit.hub.folder.has(sha256):
        raise not_found()
    return row.ref


@router.get("")
def whole(visit: Signed, scheme_id: str, sha256: str) -> Response:
    ref = _document(visit, scheme_id, sha256)
    return FileResponse(
        visit.hub.folder.path_of(sha256),
        media_type=ref.media_type,
        headers={
            "content-disposition": f"attachment; filename*=UTF-8''{quote(ref.name)}",
            "content-security-policy": _SHUT,
            "cache-control": _AN_HOUR,
        },
    )


@router.get("/preview")
def picture(visit: Signed, scheme_id: str, sha256: str) -> Response:
    ref = _document(visit, scheme_id, sha256)
    try:
        found = preview(visit.hub.folder.path_of(sha256), ref.media_type)
    except NoPreview:
        raise not_found() from None
    headers = {"content-security-policy": _SHUT, "cache-control": _AN_HOUR}
    return Response(found.content, media_type=found.media_type, headers=headers)
